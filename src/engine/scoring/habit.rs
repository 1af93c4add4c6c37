//! How a customer pays: what became of each of his items, as far as it is known on the day.
//!
//! An outcome is known when an item is settled, or when it is unpaid after its due date: it is late now, and leaving it
//! out until it is paid would flatter bad payers. An item that is not due yet says nothing, and one that is unpaid but
//! not yet seriously late says nothing about serious lateness.
//!
//! Not payment habits, hence left out: penalty rows, credit notes and what they cancelled without any payment, and
//! items under an open dispute, unless they were settled before it was opened. A written-off item stays unpaid. Money
//! set against an item, discounts, tolerated rests and returns count on the days that the balances say.

use std::ops::Range;

use super::share::Tally;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::History;
use crate::model::date::days_between;
use crate::model::{Amount, CustomerId, Date, Event, EventKind, InvoiceKind, ItemId, Ledger};

/// Is how a customer pays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// Late at all.
    pub late: Tally,
    /// Late by more than the policy's `serious_days`.
    pub serious: Tally,
    /// Twice the median of the days from the due date to the settlement (to the day, while unpaid), early ones
    /// negative; nothing when nothing is known. Twice, since the median of an even number may be a half.
    pub twice_median_delay: Option<i64>,
    /// How many days the oldest unpaid item is overdue now; written-off items are no longer waited for.
    pub worst_overdue_days: u32,
    /// How many items are left out because a dispute is open.
    pub disputed: u32,
    /// The day on which insolvency proceedings were opened.
    pub insolvent_since: Option<Date>,
}

/// Is what became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Paid that many days after its due date, before it when negative.
    Settled(i64),
    /// Not paid that many days after its due date: one or more.
    Unpaid { days_late: i64, written_off: bool },
}

/// Gathers the habits of one customer after the other.
pub(super) struct Gatherer<'a> {
    pub ledger: &'a Ledger,
    pub balances: &'a Balances,
    pub history: &'a History<'a>,
    pub serious_days: u32,
    /// Every delay of every customer so far.
    pub delays: Vec<i64>,
    /// Those of them that were late and ended with the settlement.
    pub paid_late: Vec<i64>,
}

impl Gatherer<'_> {
    /// Returns the habit of a customer and adds his delays to those of all.
    pub(super) fn habit(&mut self, customer: CustomerId) -> Habit {
        let disputes = Disputes::of(self.ledger, self.history, customer);
        let first = self.delays.len();
        let mut habit = Habit { insolvent_since: disputes.insolvent_since, ..Habit::default() };
        for row in self.ledger.invoices_of(customer) {
            let item = ItemId(row as u32);
            if !is_habit(self.ledger, self.balances, item) {
                continue;
            }
            let settled_on = self.balances.settled_on(self.ledger, item);
            if disputes.since(item).is_some_and(|since| settled_on.is_none_or(|settled| settled >= since)) {
                habit.disputed += 1;
            } else if let Some(outcome) = outcome(self.ledger, self.balances, item, settled_on) {
                self.note(&mut habit, outcome);
            }
        }
        let own = &mut self.delays[first..];
        own.sort_unstable();
        habit.twice_median_delay = twice_median(own);
        habit
    }

    fn note(&mut self, habit: &mut Habit, outcome: Outcome) {
        let serious_days = i64::from(self.serious_days);
        match outcome {
            Outcome::Settled(delay) => {
                habit.late.note(delay > 0);
                habit.serious.note(delay > serious_days);
                self.delays.push(delay);
                if delay > 0 {
                    self.paid_late.push(delay);
                }
            }
            Outcome::Unpaid { days_late, written_off } => {
                habit.late.note(true);
                if days_late > serious_days {
                    habit.serious.note(true);
                }
                if !written_off {
                    habit.worst_overdue_days = habit.worst_overdue_days.max(days_late as u32);
                }
                self.delays.push(days_late);
            }
        }
    }
}

/// Tells whether a row is an issued item that tells how its customer pays.
fn is_habit(ledger: &Ledger, balances: &Balances, item: ItemId) -> bool {
    balances.issued(ledger, item) && ledger.invoice(item).kind != InvoiceKind::Penalty
}

fn outcome(ledger: &Ledger, balances: &Balances, item: ItemId, settled_on: Option<Date>) -> Option<Outcome> {
    let due = ledger.invoice(item).due;
    let (mut paid, mut written_off) = (Amount::ZERO, Amount::ZERO);
    for step in balances.moves(item) {
        match step.cause() {
            Cause::Payment(_) | Cause::Return(_) => paid -= step.change,
            Cause::WriteOff(_) => written_off -= step.change,
            Cause::CreditNote(_) | Cause::Discount | Cause::Tolerance => {}
        }
    }
    match settled_on {
        Some(day) if written_off.is_zero() => paid.is_positive().then(|| Outcome::Settled(days_between(due, day))),
        _ => {
            let days_late = days_between(due, balances.as_of());
            (days_late > 0).then_some(Outcome::Unpaid { days_late, written_off: settled_on.is_some() })
        }
    }
}

/// Returns twice the median of sorted numbers; nothing of none.
pub(super) fn twice_median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    Some(sorted[(sorted.len() - 1) / 2] + upper)
}

/// Is which of a customer's items are disputed on the day, and whether he is insolvent.
pub(super) struct Disputes {
    rows: Range<usize>,
    /// One for each row; empty when nothing was ever disputed.
    since: Vec<Option<Date>>,
    /// The day on which insolvency proceedings were opened.
    pub insolvent_since: Option<Date>,
}

impl Disputes {
    pub(super) fn of(ledger: &Ledger, history: &History<'_>, customer: CustomerId) -> Disputes {
        let mut disputes = Disputes { rows: ledger.invoices_of(customer), since: Vec::new(), insolvent_since: None };
        for event in history.of(customer) {
            match event.kind {
                EventKind::DisputeOpened => disputes.set(ledger, event, true),
                EventKind::DisputeClosed => disputes.set(ledger, event, false),
                EventKind::Insolvency => {
                    disputes.insolvent_since.get_or_insert(event.date);
                }
                _ => {}
            }
        }
        disputes
    }

    /// Returns the day on which the open dispute about an item was opened.
    pub(super) fn since(&self, item: ItemId) -> Option<Date> {
        *self.since.get(item.index() - self.rows.start)?
    }

    fn set(&mut self, ledger: &Ledger, event: &Event, opened: bool) {
        self.since.resize(self.rows.len(), None);
        let mut apply = |row: usize| {
            let since = &mut self.since[row - self.rows.start];
            *since = if opened { since.or(Some(event.date)) } else { None };
        };
        match event.invoice {
            None => self.rows.clone().for_each(apply),
            Some(number) => {
                for item in ledger.rows_of(number) {
                    if event.instalment.is_none() || event.instalment.as_deref() == ledger.instalment(item) {
                        apply(item.index());
                    }
                }
            }
        }
    }
}
