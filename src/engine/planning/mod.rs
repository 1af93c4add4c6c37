//! What to do today about each open item, and why; or why not.
//!
//! ```text
//! history (events in force) ──▶ standing of each item ─┐
//! policy ──▶ procedure ──▶ schedule (next level, when) ─┼─▶ stops, in order ──▶ rows ──▶ notices
//! balances ─────────────────────────────────────────────┘
//! ```
//!
//! Every open item has exactly one row: with an action, or with the first of the [`Stop`]s that hold it back.

mod answer;
mod because;
mod findings;
mod notices;
mod procedure;
mod schedule;
mod stop;
#[cfg(test)]
mod tests;

pub use stop::Stop;

use crate::engine::allocation::Balances;
use crate::engine::history::{Dispute, Dossier, History};
use crate::engine::limitation::Lapse;
use crate::law::routes::{Case, Route, routes};
use crate::model::{Amount, Currency, CustomerId, Date, ItemId, Ledger, Selection};
use crate::policy::{Level, Policy, Procedure};

/// Is the answer for every open item of a ledger at one day.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    as_of: Date,
    rows: Vec<PlanRow<'a>>,
    notices: Vec<Notice<'a>>,
}

/// Is the answer for one open item.
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
    /// What is asked for: what is owed, less the part that is disputed.
    pub chased: Amount,
    /// The procedure it is under.
    pub procedure: Option<&'a Procedure>,
    /// The name of the highest level that was recorded for it.
    pub level_reached: Option<&'a str>,
    /// The day of the last notice or call that carried a level.
    pub last_contact: Option<Date>,
    /// The place, in the procedure's levels, of the next one: due today when nothing stops it.
    pub next: Option<usize>,
    /// The working day on which its trigger alone makes that level due.
    pub trigger_on: Option<Date>,
    /// The day on which that level is or was due if nothing changes; under insolvency, the last day to declare the
    /// claim. Nothing when the day depends on somebody.
    pub due_on: Option<Date>,
    /// What stops it, in order of precedence: the first is the reason. Empty when the level is due today.
    pub stops: Vec<Stop<'a>>,
    /// What else the sentence should say.
    pub remarks: Vec<Remark<'a>>,
    /// Until when it can be claimed at law.
    pub lapse: Lapse,
    /// The last day to declare it to the credit insurer, if it is insured and late and the policy says when.
    pub insurer_by: Option<Date>,
}

/// Is something worth saying about an item that stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark<'a> {
    /// A part is disputed and left out of what is asked for.
    PartDisputed(Dispute<'a>),
    /// A promise was broken: from this day on it pauses nothing.
    PromiseBroken(Date),
    /// A payment plan was broken: from this day on it replaces nothing.
    PlanBroken(Date),
    /// It must be declared to the credit insurer by then, or must have been.
    Insurer(Date),
    /// It lapses soon, or has lapsed.
    Lapse(Lapse),
}

/// Is one letter, e-mail or call that the plan asks for today.
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
    let as_of = balances.as_of();
    let history = History::new(ledger, as_of);
    let mut rows: Vec<PlanRow<'a>> = Vec::new();
    let mut notices = Vec::new();
    for customer in ledger.customer_ids().filter(|&customer| selection.has(customer)) {
        let first = rows.len();
        let dossier = Dossier::new(ledger, balances, &history, customer);
        let desk = answer::Desk::new(ledger, policy, balances, dossier);
        for item in ledger.invoices_of(customer).map(|row| ItemId(row as u32)) {
            let open = balances.open(ledger, item);
            if open.is_positive() {
                rows.push(desk.answer(item, open));
            }
        }
        let credits = balances.credits_of(customer);
        notices.extend(notices::gather(ledger, policy, as_of, credits, &mut rows[first..], first));
    }
    Plan { ledger, policy, as_of, rows, notices }
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
        if !has(|stop| matches!(stop, Stop::EndOfProcedure)) || has(is_elsewhere) {
            return Vec::new();
        }
        let is_disputed = has(|stop| matches!(stop, Stop::Disputed { .. }));
        let at_stake = if is_disputed { row.open } else { row.chased };
        routes(&Case {
            debtor: self.ledger.customer(row.customer).kind,
            principal: (self.ledger.invoice(row.item).currency == Currency::EUR).then_some(at_stake),
            is_disputed,
            is_insolvent: has(|stop| matches!(stop, Stop::Insolvency { .. })),
            day: self.as_of,
        })
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

    /// Returns what the plan was made from.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the policy that the plan follows.
    pub fn policy(&self) -> &'a Policy {
        self.policy
    }
}
