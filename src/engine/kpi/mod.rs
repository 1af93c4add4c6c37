//! The figures a desk is steered by: how long sales stay unpaid, how late payers pay, how much of what falls due is
//! collected, how much hangs on a few debtors.
//!
//! ```text
//! balances on the first and last day of a period ──▶ inputs of each group and currency ──▶ measures
//! ```
//!
//! `inputs` adds up amounts and days, exactly; `measures` holds the formulas, one each. What a formula reads is all
//! there is in [`Inputs`], so that whoever has them can compute it again.

mod cash;
mod inputs;
mod measures;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months};

pub use cash::{ByThen, Cash, WEEKS, When, cash};
pub use inputs::{Inputs, MonthSales};
pub use measures::{Measure, Unit};

use crate::engine::allocation::{Balances, allocate};
use crate::engine::history::Undone;
use crate::model::{Currency, CustomerId, Date, Event, EventKind, Ledger};
use crate::policy::{KpiRules, Policy};

/// Is what the rows of the answer are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The whole portfolio.
    Portfolio,
    /// Each calendar month of the period, as it stood on its last day.
    Month,
    /// Each customer.
    Customer,
    /// Each segment of `customers.csv`.
    Segment,
}

/// Is one group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All customers that are asked about.
    Portfolio,
    /// A calendar month: its first day.
    Month(Date),
    /// One customer.
    Customer(CustomerId),
    /// The customers of one segment; those without one are together.
    Segment(Option<String>),
}

/// Is a period, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day: the one on which balances are taken.
    pub to: Date,
}

/// Is the figures of one group in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who or when.
    pub group: Group,
    /// What the amounts are in.
    pub currency: Currency,
    /// The period that sales, settlements and what fell due are counted in.
    pub period: Period,
    /// All that the measures are computed from.
    pub inputs: Inputs,
}

/// Is the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kpis {
    /// What the rows are about.
    pub by: By,
    /// The whole period.
    pub period: Period,
    /// Month by month, else by customer or segment; within it by currency.
    pub rows: Vec<Row>,
    /// The portfolio over the whole period, by currency.
    pub totals: Vec<Row>,
}

/// Returns the figures of the `months` calendar months that end on the day of the balances, for the customers that
/// `wanted` says yes to. The month that the day stands in counts as one, up to that day.
///
/// Balances of earlier days are worked out as on those days: nothing dated later is in them.
pub fn kpis(
    ledger: &Ledger,
    balances: &Balances,
    policy: &Policy,
    (by, months): (By, u32),
    wanted: impl Fn(CustomerId) -> bool,
) -> Kpis {
    let as_of = balances.as_of();
    let first = first_of_month(as_of) - Months::new(months.saturating_sub(1));
    let period = Period { from: first, to: as_of };
    let opening = Opening { ledger, policy };
    let question = Question { ledger, rules: &policy.kpi, wanted: &wanted };
    let before = opening.on(first.pred_opt());
    let totals = question.rows(period, before.as_ref(), balances, |_| Group::Portfolio);
    let rows = match by {
        By::Portfolio => totals.clone(),
        By::Customer => question.rows(period, before.as_ref(), balances, Group::Customer),
        By::Segment => question.rows(period, before.as_ref(), balances, |customer| {
            Group::Segment(ledger.customer(customer).more().segment.clone())
        }),
        By::Month => by_month(&question, &opening, period, before, balances),
    };
    Kpis { by, period, rows, totals }
}

/// Works out balances on other days.
struct Opening<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
}

impl Opening<'_> {
    /// Returns the balances on a day; nothing before the first day there is.
    fn on(&self, day: Option<Date>) -> Option<Balances> {
        day.map(|day| allocate(self.ledger, &self.policy.allocation, day).balances)
    }
}

fn by_month(
    question: &Question<'_>,
    opening: &Opening<'_>,
    whole: Period,
    before: Option<Balances>,
    balances: &Balances,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut before = before;
    let mut from = whole.from;
    while from <= whole.to {
        let next = from + Months::new(1);
        let to = next.pred_opt().map_or(whole.to, |last| last.min(whole.to));
        let worked_out = (to < whole.to).then(|| opening.on(Some(to))).flatten();
        let at_end = worked_out.as_ref().unwrap_or(balances);
        rows.extend(question.rows(Period { from, to }, before.as_ref(), at_end, |_| Group::Month(from)));
        before = worked_out;
        from = next;
    }
    rows
}

/// Is what is asked, apart from the period.
struct Question<'a> {
    ledger: &'a Ledger,
    rules: &'a KpiRules,
    wanted: &'a dyn Fn(CustomerId) -> bool,
}

impl Question<'_> {
    /// Returns one row for each group and currency that has anything to show.
    fn rows(
        &self,
        period: Period,
        before: Option<&Balances>,
        at_end: &Balances,
        group: impl Fn(CustomerId) -> Group,
    ) -> Vec<Row> {
        let mut found: BTreeMap<(Group, Currency), Inputs> = BTreeMap::new();
        let Question { ledger, rules, .. } = *self;
        let insolvent = insolvent(ledger, period.to);
        let gatherer = inputs::Gatherer { ledger, rules, period, before, at_end, insolvent: &insolvent };
        for customer in self.ledger.customer_ids().filter(|&customer| (self.wanted)(customer)) {
            let of_customer = gatherer.of(customer);
            if of_customer.is_empty() {
                continue;
            }
            let group = group(customer);
            for (currency, inputs) in of_customer {
                found.entry((group.clone(), currency)).or_default().add(inputs);
            }
        }
        let row = |((group, currency), mut inputs): ((Group, Currency), Inputs)| {
            inputs.finish(self.rules, period);
            Row { group, currency, period, inputs }
        };
        found.into_iter().filter(|(_, inputs)| !inputs.is_idle()).map(row).collect()
    }
}

/// Returns who is in insolvency proceedings on a day: what he owes is doubtful however old it is.
fn insolvent(ledger: &Ledger, day: Date) -> BTreeSet<CustomerId> {
    let is_opening = |event: &&Event| event.kind == EventKind::Insolvency && event.date <= day;
    let openings: Vec<&Event> = ledger.events().iter().filter(is_opening).collect();
    if openings.is_empty() {
        return BTreeSet::new();
    }
    let undone = Undone::new(ledger, day);
    openings.into_iter().filter(|event| undone.since(event).is_none()).map(|event| event.customer).collect()
}

/// Returns the first day of the month that a day stands in.
fn first_of_month(day: Date) -> Date {
    day.with_day(1).expect("every month has a first day")
}
