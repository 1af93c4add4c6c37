//! The figures a desk is steered by: how long sales stay unpaid, how late payers pay, how much of what falls due is
//! collected, how much hangs on a few debtors.
//!
//! ```text
//! balances on the first and last day of a period ──▶ inputs of each group and currency ──▶ measures
//! ```
//!
//! `gather` walks through the ledger and adds up amounts and days in `inputs`, exactly; `measures` holds the formulas,
//! one each. What a formula reads is all there is in [`Inputs`], so that whoever has them can compute it again. Beside
//! them stand `cash`, what should come in, `late`, the table of the management report, and `response`, what notices
//! bring.

mod cash;
mod gather;
mod inputs;
mod late;
mod measures;
mod planned;
mod response;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, Months};

pub use cash::{ByThen, Cash, WEEKS, When, cash};
pub use inputs::{Inputs, MonthSales};
pub use late::{BANDS, LateInvoices, Unpaid, late_invoices};
pub use measures::{Measure, Unit};
pub use response::{Response, ResponseBy, ResponseQuestion, ResponseRow, Responses, responses};

use crate::engine::allocation::Balances;
use crate::engine::history::Undone;
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::{Currency, CustomerId, Date, Event, EventKind, Ledger, PaymentId, PaymentKind};
use crate::policy::{CreditNotesFrom, KpiRules, Policy, ReturnsFrom};

/// What the rows of the answer are about.
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

/// One group.
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

/// A period, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day: the one on which balances are taken.
    pub to: Date,
}

impl Period {
    /// Returns the calendar months that end on a day; the one that it stands in counts, up to that day.
    pub fn months_up_to(day: Date, months: u32) -> Period {
        Period { from: first_of_month(day) - Months::new(months.saturating_sub(1)), to: day }
    }
}

/// The figures of one group in one currency.
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

/// The answer.
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
/// Balances of earlier days, which `earlier` returns, are as they were on those days: nothing dated later is in them.
/// Like those of the last day they know which money paid interest and indemnity.
pub fn kpis(
    ledger: &Ledger,
    balances: &Balances,
    policy: &Policy,
    (by, months): (By, u32),
    wanted: impl Fn(CustomerId) -> bool + Sync,
    earlier: impl Fn(Date) -> Balances,
) -> Kpis {
    let as_of = balances.as_of();
    let period = Period::months_up_to(as_of, months);
    let first = period.from;
    let past = Past { ledger, policy, balances, earlier };
    let question = Question { ledger, rules: &policy.kpi, wanted: &wanted };
    let before = past.on(first.pred_opt().unwrap_or(first));
    let totals = question.rows(period, (&before, balances), |_| Group::Portfolio);
    let rows = match by {
        By::Portfolio => totals.clone(),
        By::Customer => question.rows(period, (&before, balances), Group::Customer),
        By::Segment => question.rows(period, (&before, balances), |customer| {
            Group::Segment(ledger.customer(customer).more().segment.clone())
        }),
        By::Month => by_month(&question, &past, period),
    };
    Kpis { by, period, rows, totals }
}

/// The balances of earlier days, as they are asked for.
struct Past<'a, E> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    balances: &'a Balances,
    earlier: E,
}

impl<'a, E: Fn(Date) -> Balances> Past<'a, E> {
    /// Returns balances that hold a day as it was known then: mostly those of the last day, whose steps up to that day
    /// are the same. Not so where a later row changes earlier days: a credit note that counts from the invoice's own
    /// first day, a return that makes of a payment one that never was, or an undo: of a write-off, of a notice whose
    /// claims were paid.
    fn on(&self, day: Date) -> Cow<'a, Balances> {
        let rewrites = self.policy.allocation.credit_notes == CreditNotesFrom::Origin
            || (self.policy.allocation.returns == ReturnsFrom::Origin && self.returned_after(day))
            || self.undone_after(day);
        if rewrites && day < self.balances.as_of() {
            Cow::Owned((self.earlier)(day))
        } else {
            Cow::Borrowed(self.balances)
        }
    }

    /// Tells whether a payment was taken back after a day and by that of the balances.
    fn returned_after(&self, day: Date) -> bool {
        let payments = self.ledger.payments().iter();
        payments.filter(|row| row.kind == PaymentKind::Return).any(|row| self.is_later(row.date, day))
    }

    /// Tells whether something was undone after a day and by that of the balances.
    fn undone_after(&self, day: Date) -> bool {
        let events = self.ledger.events().iter();
        events.filter(|event| event.kind == EventKind::Undo).any(|event| self.is_later(event.date, day))
    }

    /// Tells whether a date is after a day and no later than that of the balances.
    fn is_later(&self, date: Date, day: Date) -> bool {
        date > day && date <= self.balances.as_of()
    }
}

fn by_month<W: Fn(CustomerId) -> bool + Sync, E: Fn(Date) -> Balances>(
    question: &Question<'_, W>,
    past: &Past<'_, E>,
    whole: Period,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut from = whole.from;
    let mut before = past.on(from.pred_opt().unwrap_or(from));
    while from <= whole.to {
        let next = from + Months::new(1);
        let to = next.pred_opt().map_or(whole.to, |last| last.min(whole.to));
        let at_end = past.on(to);
        rows.extend(question.rows(Period { from, to }, (&before, &at_end), |_| Group::Month(from)));
        before = at_end;
        from = next;
    }
    rows
}

/// What is asked, apart from the period.
struct Question<'a, W> {
    ledger: &'a Ledger,
    rules: &'a KpiRules,
    wanted: &'a W,
}

/// The inputs of groups, by currency.
type Groups = BTreeMap<Group, BTreeMap<Currency, Inputs>>;

impl<W: Fn(CustomerId) -> bool + Sync> Question<'_, W> {
    /// Returns one row for each group and currency that has anything to show, from balances that hold the day before
    /// the period and its last day.
    fn rows(
        &self,
        period: Period,
        (before, at_end): (&Balances, &Balances),
        group: impl Fn(CustomerId) -> Group + Sync,
    ) -> Vec<Row> {
        let Question { ledger, rules, .. } = *self;
        let insolvent = insolvent(ledger, period.to);
        let refused: BTreeSet<PaymentId> = at_end.refused().iter().copied().collect();
        let bounced: BTreeSet<PaymentId> = at_end.all_bounced().iter().map(|one| one.payment).collect();
        let (insolvent, refused, bounced) = (&insolvent, &refused, &bounced);
        let gatherer = gather::Gatherer { ledger, rules, period, before, at_end, insolvent, refused, bounced };
        let gather = |customers: Range<u32>| {
            let mut groups = Groups::new();
            for customer in customers.map(CustomerId).filter(|&customer| (self.wanted)(customer)) {
                gatherer.add(customer, groups.entry(group(customer)).or_default());
            }
            groups
        };
        let count = ledger.customers().len() as u32;
        let is_large = ledger.invoices().len() >= WORTH_A_THREAD;
        let (mut groups, others) = both(is_large, || gather(0..count / 2), || gather(count / 2..count));
        for (group, of_group) in others {
            let found = groups.entry(group).or_default();
            of_group.into_iter().for_each(|(currency, inputs)| found.entry(currency).or_default().add(inputs));
        }
        let row = |group: &Group, (currency, mut inputs): (Currency, Inputs)| {
            inputs.finish(rules, period);
            Row { group: group.clone(), currency, period, inputs }
        };
        let rows = groups.into_iter().flat_map(|(group, inputs)| {
            let inputs = inputs.into_iter().filter(|(_, inputs)| !inputs.is_idle());
            inputs.map(|of_currency| row(&group, of_currency)).collect::<Vec<_>>()
        });
        rows.collect()
    }
}

/// Returns who is insolvent or over-indebted on a day: what he owes is doubtful however old it is.
fn insolvent(ledger: &Ledger, day: Date) -> BTreeSet<CustomerId> {
    let is_opening =
        |event: &&Event| matches!(event.kind, EventKind::Insolvency | EventKind::OverIndebtedness) && event.date <= day;
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
