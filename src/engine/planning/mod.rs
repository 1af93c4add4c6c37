//! What to do today about each open item, and why; or why not.
//!
//! ```text
//! history (events in force) ──▶ standing of each item ─┐
//! policy ──▶ procedure ──▶ schedule (next level, when) ─┼─▶ stops, in order ──▶ rows ──▶ notices
//! balances ─────────────────────────────────────────────┘
//! ```
//!
//! Every open item has exactly one row: with an action, or with the first of the [`Stop`]s that hold it back.
//!
//! `answer` looks at one item alone. Three more steps look at all items of its customer: `arrears` (is any of them
//! late enough), `share` (do those at a level weigh enough for it) and `notices` (credits, minimum amounts, grouping).

mod answer;
mod arrears;
mod at_stake;
mod because;
pub mod diff;
mod doubts;
pub mod forecast;
mod lapses;
mod notices;
mod procedure;
mod schedule;
mod share;
mod stop;
#[cfg(test)]
mod tests;
mod words;
pub mod work_list;

use at_stake::AtStake;
pub use procedure::choose as procedure_of;
pub use schedule::Counted;
pub use stop::{Stop, Unmatched};
pub use words::{DUE, REASONS};

use self::doubts::Doubts;
use std::collections::BTreeSet;

use crate::engine::allocation::Balances;
use crate::engine::history::{Dispute, Dossier, History};
use crate::engine::limitation::Lapse;
use crate::law::courts::Courts;
use crate::law::holidays::next_working_day;
use crate::law::regimes::Law;
use crate::law::routes::{Case, Route, routes};
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Ledger, Selection};
use crate::policy::{Level, Policy, Procedure};

/// The answer for every open item of a ledger at one day.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    as_of: Date,
    rows: Vec<PlanRow<'a>>,
    notices: Vec<Notice<'a>>,
    doubts: Doubts,
    /// What is held against the ceilings of the legal routes.
    at_stake: AtStake,
}

/// The answer for one open item.
#[derive(Clone, Debug)]
pub struct PlanRow<'a> {
    /// Who owes.
    pub customer: CustomerId,
    /// What is owed.
    pub item: ItemId,
    /// Days from the due date to the day of the plan; 0 when it is not late.
    pub days_late: i64,
    /// What is owed on it.
    pub open: Amount,
    /// What is asked for: what is owed, less the parts that are disputed and promised.
    pub chased: Amount,
    /// How much of what is owed is disputed.
    pub disputed: Amount,
    /// The procedure it is under.
    pub procedure: Option<&'a Procedure>,
    /// The name of the highest level that was recorded for it.
    pub level_reached: Option<&'a str>,
    /// The day of the last notice or call that carried a level.
    pub last_contact: Option<Date>,
    /// Whether that was a call.
    pub last_was_call: bool,
    /// The place, in the procedure's levels, of the next one: due today when nothing stops it.
    pub next: Option<usize>,
    /// The working day on which its trigger alone makes that level due.
    pub trigger_on: Option<Date>,
    /// How that day was found.
    pub counted: Counted,
    /// The day on which that level is or was due if nothing changes; under insolvency, the last day to declare the
    /// claim. Nothing when the day depends on somebody.
    pub due_on: Option<Date>,
    /// The day from which no event keeps it from being chased; nothing when that depends on somebody.
    pub free_on: Option<Date>,
    /// The level of the notice that it goes out in today: that says how.
    pub sent_as: Option<&'a Level>,
    /// The customer's credits that this notice deducts from all its lines.
    pub deducted: Amount,
    /// What stops it, in order of precedence: the first is the reason. Empty when the level is due today.
    pub stops: Vec<Stop<'a>>,
    /// What else the sentence should say.
    pub remarks: Vec<Remark<'a>>,
    /// Until when it can be claimed at law, where that law is known.
    pub lapse: Option<Lapse>,
    /// The last day to declare it to the credit insurer, if it is insured and late and the policy says when.
    pub insurer_by: Option<Date>,
}

/// Something worth saying about an item that stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark<'a> {
    /// A part is disputed and left out of what is asked for.
    PartDisputed(Dispute<'a>),
    /// A part is promised, and left out of what is asked for.
    PartPromised {
        /// How much of what is open.
        amount: Amount,
        /// The day by which payment was promised.
        by: Date,
        /// The last day that is waited for.
        last_day: Date,
    },
    /// A part is in a payment plan, and left out of what is asked for.
    PartPlanned {
        /// How much of what is open.
        amount: Amount,
        /// The day of the plan.
        since: Date,
        /// The day of its next sum.
        next: Date,
    },
    /// A promise was broken: from this day on it pauses nothing.
    PromiseBroken(Date),
    /// A payment plan was broken: from this day on it replaces nothing.
    PlanBroken(Date),
    /// It waits until the oldest item of the customer is that many days late.
    Arrears(u32),
    /// Its own level, at that place, asks for a greater share of what the customer owes: it goes out at a lower one.
    Lowered(usize),
    /// Its own level is the one at that place: it goes out at the notice's, which is higher.
    Raised(usize),
    /// Its procedure is at its end, and no notice has asked for that much of it.
    NotAsked(Amount),
    /// It must be declared to the credit insurer by then, or must have been.
    Insurer(Date),
    /// It lapses soon, or has lapsed.
    Lapse(Lapse),
}

/// One letter, e-mail or call that the plan asks for today.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    /// To whom.
    pub customer: CustomerId,
    /// Notices never mix currencies.
    pub currency: Currency,
    /// The procedure that asks for it.
    pub procedure: &'a Procedure,
    /// The place of the level in the procedure: the highest of its lines.
    pub rank: usize,
    /// The level: its name, channel, template and what it claims.
    pub level: &'a Level,
    /// The places of its lines in [`Plan::rows`]; each line has a level of its own, [`PlanRow::action`].
    pub lines: Vec<usize>,
    /// The last day to pay that it grants, on a working day.
    pub deadline: Option<Date>,
}

/// Returns what to do about every open item of the selected customers, on the day of the balances.
pub fn plan<'a>(ledger: &'a Ledger, balances: &Balances, policy: &'a Policy, selection: &Selection) -> Plan<'a> {
    plan_seen_on(balances.as_of(), ledger, balances, policy, selection)
}

/// Returns the plan of the day of the balances as it looks from another day: payments are entered as of `today`, and
/// a day to come does not make them stale.
pub fn plan_seen_on<'a>(
    today: Date,
    ledger: &'a Ledger,
    balances: &Balances,
    policy: &'a Policy,
    selection: &Selection,
) -> Plan<'a> {
    let as_of = balances.as_of();
    let history = History::new(ledger, as_of);
    let doubts = Doubts::of(ledger, policy, balances, today.min(as_of));
    let customers: Vec<CustomerId> = selection.among(ledger.customer_ids()).collect();
    let live = |customers: &[CustomerId]| {
        let (mut rows, mut notices): (Vec<PlanRow<'a>>, Vec<Notice<'a>>) = (Vec::new(), Vec::new());
        for &customer in customers {
            let dossier = Dossier::new(ledger, balances, &history, customer);
            let answers = answer::Answers::new(ledger, policy, balances, dossier, &doubts);
            notices.extend(answers.live(customer, &mut rows));
        }
        (rows, notices)
    };
    let (first, second) = customers.split_at(customers.len() / 2);
    let is_large = ledger.invoices().len() >= WORTH_A_THREAD;
    let ((mut rows, mut notices), (other_rows, other_notices)) = both(is_large, || live(first), || live(second));
    notices.extend(other_notices.into_iter().map(|notice| notice.shifted(rows.len())));
    rows.extend(other_rows);
    let mut plan = Plan { ledger, policy, as_of, rows, notices, doubts, at_stake: AtStake::new() };
    plan.add_up_what_is_at_stake();
    plan
}

impl Notice<'_> {
    /// Returns the notice for when its lines stand that many places further down.
    fn shifted(mut self, places: usize) -> Self {
        self.lines.iter_mut().for_each(|line| *line += places);
        self
    }
}

impl<'a> PlanRow<'a> {
    /// Returns the level that is due today for this item, if one is.
    pub fn action(&self) -> Option<&'a Level> {
        if self.stops.is_empty() { self.next_level() } else { None }
    }

    /// Returns the level that comes next, today or later.
    pub fn next_level(&self) -> Option<&'a Level> {
        Some(&self.procedure?.levels[self.next?])
    }

    /// Returns how much of what is owed is promised or in a payment plan, and waited for.
    pub fn awaited(&self) -> Amount {
        let is_whole = self.stops.iter().any(|stop| matches!(stop, Stop::PlanKept { .. } | Stop::Promise { .. }));
        self.open - self.disputed - if is_whole { Amount::ZERO } else { self.chased }
    }

    /// Tells whether it can no longer be claimed at law on a day.
    pub fn is_lapsed(&self, day: Date) -> bool {
        self.lapse.is_some_and(|lapse| lapse.last_day < day)
    }

    /// Tells whether a level that the item reached, or the one due today, says that new sales are blocked.
    pub fn credit_hold(&self) -> bool {
        let Some(procedure) = self.procedure else { return false };
        let due = self.next.filter(|_| self.stops.is_empty());
        let so_far = self.reached().max(due).map_or(0, |place| place + 1);
        procedure.levels[..so_far].iter().any(|level| level.credit_hold)
    }

    /// Returns the place of the level that it reached.
    fn reached(&self) -> Option<usize> {
        self.procedure?.levels.iter().position(|level| Some(level.name.as_str()) == self.level_reached)
    }

    /// Tells whether its next level goes out today but for the customer's other notices and somebody's approval.
    fn is_ready(&self) -> bool {
        let may_stop = |stop: &Stop<'_>| matches!(stop, Stop::MinInterval { .. } | Stop::Approval);
        self.next.is_some() && self.stops.iter().all(may_stop)
    }

    /// Stops it for a reason found after the others.
    fn stop(&mut self, stop: Stop<'a>) {
        self.stops.push(stop);
        self.stops.sort_unstable();
    }

    /// Lets it wait until a working day, when nothing but time holds it back.
    fn wait_until(&mut self, day: Date, as_of: Date) {
        let day = self.procedure.map_or(day, |procedure| next_working_day(day, procedure.holidays));
        self.due_on = self.due_on.map(|due_on| due_on.max(day));
        if day > as_of && !self.stops.contains(&Stop::NotYet) && !self.stops.contains(&Stop::NotDue) {
            self.stop(Stop::NotYet);
        }
    }

    /// Returns the code of why the item is left alone, or `due` when it is not.
    pub fn reason(&self) -> &'static str {
        self.stops.first().map_or("due", Stop::code)
    }

    /// Returns the codes of what else stops it, in order of precedence.
    pub fn also(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.stops.iter().skip(1).map(Stop::code)
    }
}

impl<'a> Plan<'a> {
    /// Returns what can be done about an item whose procedure is at its end, open or not: nothing for others, and
    /// nothing where somebody else or a court has it.
    pub fn routes(&self, row: &PlanRow<'_>) -> Vec<Route> {
        let has = |is: fn(&Stop<'_>) -> bool| row.stops.iter().any(is);
        let is_elsewhere =
            |stop: &Stop<'_>| matches!(stop, Stop::CourtFiled { .. } | Stop::HandedOver { .. } | Stop::Assigned { .. });
        // The routes that are known are French.
        let is_known = self.policy.penalties.law == Law::France;
        if !is_known || !has(|stop| matches!(stop, Stop::EndOfProcedure)) || has(is_elsewhere) {
            return Vec::new();
        }
        let is_disputed = has(|stop| matches!(stop, Stop::Disputed { .. }));
        let together = self.at_stake.get(&row.customer).copied().unwrap_or_default();
        // What is disputed, or barred by limitation, is not among them.
        let apart = if is_disputed { row.open } else { Amount::ZERO };
        let customer = self.ledger.customer(row.customer);
        routes(&Case {
            debtor: customer.kind,
            courts: Courts::of(customer.more().country.as_deref()),
            principal: (self.ledger.invoice(row.item).currency == Currency::EUR).then_some(together.principal + apart),
            interest: together.interest,
            is_disputed,
            is_lapsed: row.is_lapsed(self.as_of),
            is_insolvent: has(|stop| matches!(stop, Stop::Insolvency { .. } | Stop::OverIndebtedness { .. })),
            day: self.as_of,
        })
    }

    /// Returns the items that a recorded level stops which no procedure has.
    pub fn stopped_by_unknown_levels(&self) -> BTreeSet<ItemId> {
        let is_stopped = |row: &&PlanRow<'_>| row.stops.iter().any(|stop| matches!(stop, Stop::UnknownLevel { .. }));
        self.rows.iter().filter(is_stopped).map(|row| row.item).collect()
    }

    /// Returns the day of the plan.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns one row per open item, in the order of the ledger: by customer, then by due date.
    pub fn rows(&self) -> &[PlanRow<'a>] {
        &self.rows
    }

    /// Returns what goes out today: by customer, currency and level.
    pub fn notices(&self) -> &[Notice<'a>] {
        &self.notices
    }

    /// Returns what a notice asks for: what is open on its lines, less what is disputed.
    pub fn asked(&self, notice: &Notice<'_>) -> Amount {
        notice.lines.iter().map(|&line| self.rows[line].chased).sum()
    }

    /// Returns what the plan was made from.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the policy that the plan follows.
    pub fn policy(&self) -> &'a Policy {
        self.policy
    }
}
