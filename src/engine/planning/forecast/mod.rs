//! What comes due in the days to come, when nothing else happens.
//!
//! Nothing is paid, promised or disputed; what the plan asks for goes out on its day; nobody approves anything. The
//! plan of each day is made again for the customers of whom something can change that day, and for nobody else.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::answer::Answers;
use super::doubts::Doubts;
use super::{Notice, PlanRow, Remark, Stop};
use crate::engine::allocation::Balances;
use crate::engine::history::{Contact, Dossier, History};
use crate::model::{Amount, CustomerId, Date, ItemId, Ledger, Selection};
use crate::policy::{Level, Policy};

/// What comes due from the day of the balances to another.
#[derive(Clone, Debug)]
pub struct Forecast<'a> {
    /// What it was made from.
    pub ledger: &'a Ledger,
    /// By which it is chased.
    pub policy: &'a Policy,
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// The last day that it looks at.
    pub until: Date,
    /// What comes, by day, then by customer and item.
    pub coming: Vec<Coming<'a>>,
    /// How many open items have nothing to come.
    pub silent: usize,
}

/// One thing to come for one item.
#[derive(Clone, Debug)]
pub struct Coming<'a> {
    /// The day.
    pub on: Date,
    /// Who owes.
    pub customer: CustomerId,
    /// What is owed.
    pub item: ItemId,
    /// What comes.
    pub what: What<'a>,
    /// Days from the due date to that day; 0 when it is not late.
    pub days_late: i64,
    /// What is owed on it.
    pub open: Amount,
    /// What would be asked for.
    pub chased: Amount,
    /// The highest level reached before it.
    pub level_reached: Option<&'a str>,
}

/// What comes.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// A level is due.
    Action(&'a Level),
    /// A level would be due, and waits for somebody's approval from that day on.
    Approval(&'a Level),
    /// The last day that a promise is waited for; payment was promised by the day.
    PromiseEnds(Date),
    /// An instalment of a payment plan is due.
    PlanInstalment,
    /// The last day of a hold.
    HoldEnds,
    /// The last day that an announced payment is waited for.
    AnnouncedEnds,
    /// The last day that a notice granted to pay.
    DeadlineEnds,
    /// The last day to declare the claim in the insolvency proceedings.
    DeclareBy,
    /// The last day on which it can be claimed at law.
    LimitationEnds {
        /// The reason that the item has on that day.
        reason: &'static str,
        /// The article that says so.
        article: &'static str,
    },
}

impl What<'_> {
    /// Every word.
    pub const WORDS: [&'static str; 9] = [
        "action",
        "approval",
        "promise-ends",
        "plan-instalment",
        "hold-ends",
        "announced-ends",
        "deadline-ends",
        "declare-by",
        "limitation-ends",
    ];

    /// Returns the word that scripts rely on.
    pub const fn word(&self) -> &'static str {
        match self {
            What::Action(_) => "action",
            What::Approval(_) => "approval",
            What::PromiseEnds(_) => "promise-ends",
            What::PlanInstalment => "plan-instalment",
            What::HoldEnds => "hold-ends",
            What::AnnouncedEnds => "announced-ends",
            What::DeadlineEnds => "deadline-ends",
            What::DeclareBy => "declare-by",
            What::LimitationEnds { .. } => "limitation-ends",
        }
    }

    /// Returns the reason that the item has on that day: `due`, or what stops it until then.
    pub const fn reason(&self) -> &'static str {
        match self {
            What::Action(_) => "due",
            What::Approval(_) => "approval",
            What::PromiseEnds(_) => "promise",
            What::PlanInstalment => "plan-kept",
            What::HoldEnds => "hold",
            What::AnnouncedEnds => "payment-announced",
            What::DeadlineEnds => "deadline",
            What::DeclareBy => "insolvency",
            What::LimitationEnds { reason, .. } => reason,
        }
    }

    /// Returns the level that is due.
    pub const fn action(&self) -> Option<&Level> {
        if let What::Action(level) = self { Some(level) } else { None }
    }
}

/// Returns what comes due from the day of the balances on, that day included, in so many days.
pub fn forecast<'a>(
    ledger: &'a Ledger,
    balances: &Balances,
    policy: &'a Policy,
    selection: &Selection,
    days: u32,
) -> Forecast<'a> {
    let as_of = balances.as_of();
    let mut simulation = Simulation {
        ledger,
        policy,
        history: History::new(ledger, as_of),
        doubts: Doubts::of(ledger, policy, balances, as_of),
        balances: balances.clone(),
        until: as_of + Days::new(u64::from(days)),
        sent: BTreeMap::new(),
        wakes: BTreeMap::new(),
        said: BTreeSet::new(),
        coming: Vec::new(),
        open_items: 0,
    };
    let customers = ledger.customer_ids().filter(|&customer| selection.has(customer)).collect();
    simulation.wakes.insert(as_of, customers);
    while let Some((day, customers)) = simulation.wakes.pop_first() {
        simulation.balances.wait_until(day);
        for customer in customers {
            simulation.live(customer, day, day == as_of);
        }
    }
    let Simulation { until, mut coming, open_items, .. } = simulation;
    coming.sort_by_key(|one| (one.on, one.customer, one.item, one.what.word()));
    let items: BTreeSet<ItemId> = coming.iter().map(|one| one.item).collect();
    Forecast { ledger, policy, as_of, until, silent: open_items - items.len(), coming }
}

struct Simulation<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    history: History<'a>,
    /// Payments are taken to be entered, and refused rows to be mended or not, as they are today.
    doubts: Doubts,
    balances: Balances,
    until: Date,
    /// What went out to each customer since.
    sent: BTreeMap<CustomerId, Vec<(ItemId, Contact<'a>)>>,
    /// On which day something can change for whom.
    wakes: BTreeMap<Date, BTreeSet<CustomerId>>,
    /// What was said already, which stays true on the days up to its own.
    said: BTreeSet<(ItemId, &'static str, &'a str, Option<Date>)>,
    coming: Vec<Coming<'a>>,
    open_items: usize,
}

impl<'a> Simulation<'a> {
    /// Makes the plan of a day for one customer, sends what it asks for, and finds the next day on which to look.
    fn live(&mut self, customer: CustomerId, day: Date, is_first: bool) {
        let mut dossier = Dossier::new(self.ledger, &self.balances, &self.history, customer);
        self.hand_in(customer, &mut dossier);
        let answers = Answers::new(self.ledger, self.policy, &self.balances, dossier, &self.doubts);
        let mut rows: Vec<PlanRow<'a>> = Vec::new();
        let notices = answers.live(customer, &mut rows);
        if is_first {
            self.open_items += rows.len();
        }
        let mut next: Option<Date> = None;
        for row in &rows {
            self.ends(row, day);
            if row.stops.first() == Some(&Stop::Approval)
                && let Some(level) = row.next_level()
            {
                self.say(row, day, What::Approval(level), None);
            }
            let days = days_of_change(self.ledger, row, self.policy).filter(|&change| change > day);
            next = days.chain(next).min();
        }
        if !notices.is_empty() {
            self.send(customer, day, &rows, &notices);
            next = Some(day + Days::new(1));
        }
        if let Some(next) = next.filter(|&next| next <= self.until) {
            self.wakes.entry(next).or_default().insert(customer);
        }
    }

    /// Adds what went out since to what is known of a customer.
    fn hand_in(&self, customer: CustomerId, dossier: &mut Dossier<'a>) {
        let Some(sent) = self.sent.get(&customer) else { return };
        let rows = self.ledger.invoices_of(customer);
        dossier.standings.resize_with(rows.len(), Default::default);
        for &(item, contact) in sent {
            dossier.standings[item.index() - rows.start].contacts.push(contact);
            dossier.last_notice = dossier.last_notice.max(Some(contact.date));
        }
    }

    fn send(&mut self, customer: CustomerId, day: Date, rows: &[PlanRow<'a>], notices: &[Notice<'a>]) {
        for notice in notices {
            for row in notice.lines.iter().map(|&line| &rows[line]) {
                let Some(level) = row.action() else { continue };
                self.say(row, day, What::Action(level), Some(day));
                let contact = Contact {
                    date: day,
                    level: &level.name,
                    asked: None,
                    act: None,
                    channel: Some(notice.level.channel),
                    until: notice.deadline,
                    letter: Some(&notice.level.name),
                };
                self.sent.entry(customer).or_default().push((row.item, contact));
            }
        }
    }

    /// Notes what ends within the days to come, unless it was said.
    fn ends(&mut self, row: &PlanRow<'a>, day: Date) {
        if let Some(lapse) = row.lapse.filter(|lapse| lapse.last_day == day) {
            let what = What::LimitationEnds { reason: row.reason(), article: lapse.rule.article };
            self.say(row, day, what, Some(day));
        }
        for remark in &row.remarks {
            let (on, what) = match *remark {
                Remark::PartPromised { by, last_day, .. } => (last_day, What::PromiseEnds(by)),
                Remark::PartPlanned { next, .. } => (next, What::PlanInstalment),
                _ => continue,
            };
            if (day..=self.until).contains(&on) {
                self.say(row, on, what, Some(on));
            }
        }
        for stop in &row.stops {
            let (on, what) = match *stop {
                Stop::Promise { by, last_day, .. } => (last_day, What::PromiseEnds(by)),
                Stop::PlanKept { next, .. } => (next, What::PlanInstalment),
                Stop::Hold { until: Some(until), .. } => (until, What::HoldEnds),
                Stop::PaymentAnnounced { last_day, .. } => (last_day, What::AnnouncedEnds),
                Stop::Deadline { last_day } => (last_day, What::DeadlineEnds),
                Stop::Insolvency { declare_by: Some(last_day), declared: None, .. } => (last_day, What::DeclareBy),
                _ => continue,
            };
            if (day..=self.until).contains(&on) {
                self.say(row, on, what, Some(on));
            }
        }
    }

    /// Notes what comes, unless it was said; `once` tells it from others of its sort.
    fn say(&mut self, row: &PlanRow<'a>, on: Date, what: What<'a>, once: Option<Date>) {
        let level = match what {
            What::Action(level) | What::Approval(level) => level.name.as_str(),
            _ => "",
        };
        if self.said.insert((row.item, what.word(), level, once)) {
            let due = self.ledger.invoice(row.item).due;
            self.coming.push(Coming {
                on,
                customer: row.customer,
                item: row.item,
                what,
                days_late: (on - due).num_days().max(0),
                open: row.open,
                chased: row.chased,
                level_reached: row.level_reached,
            });
        }
    }
}

/// Returns the days on which the answer for an item, or for those that go with it, can change by time alone.
fn days_of_change<'r>(ledger: &Ledger, row: &'r PlanRow<'_>, policy: &Policy) -> impl Iterator<Item = Date> + 'r {
    let after = |last_day: Date| last_day + Days::new(1);
    let intervals = row.procedure.unwrap_or(policy.default_procedure()).min_interval_days;
    let stops = row.stops.iter().filter_map(move |stop| match *stop {
        Stop::Promise { last_day, .. } | Stop::PaymentAnnounced { last_day, .. } | Stop::Deadline { last_day } => {
            Some(after(last_day))
        }
        Stop::PlanKept { next, .. } => Some(after(next)),
        Stop::Hold { until, .. } => until.map(after),
        Stop::MinInterval { last_notice, .. } => Some(last_notice + Days::new(u64::from(intervals))),
        _ => None,
    });
    let parts = row.remarks.iter().filter_map(move |remark| match *remark {
        Remark::PartPromised { last_day, .. } | Remark::PartPlanned { next: last_day, .. } => Some(after(last_day)),
        _ => None,
    });
    // From the day after the due date on it counts among what is late, which credits may cover no longer.
    let late = after(ledger.invoice(row.item).due);
    [row.due_on, row.trigger_on, Some(late), row.lapse.map(|lapse| lapse.last_day)]
        .into_iter()
        .flatten()
        .chain(stops)
        .chain(parts)
}
