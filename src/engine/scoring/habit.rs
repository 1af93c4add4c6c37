//! How a customer pays, as far as it is known on the day: what his [`Timeline`] adds up to.

use super::curve::{Delays, Expectation};
use super::disputes::Disputes;
use super::knowledge::{Facts, Invoiced, Knowledge};
use super::model::{Beside, Precedent};
use super::recency::NEWEST;
use super::share::Tally;
use super::timeline::{Day, Known, Piece, Timeline, is_weekend, number};
use super::trend::{Calendar, Course};
use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::model::{Amount, CustomerId, Date, Invoice, Ledger};

/// How a customer pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// Late at all.
    pub late: Tally,
    /// Late by more than the policy's `serious_days`.
    pub serious: Tally,
    /// Late at all, of the newest outcomes.
    pub recent: Tally,
    /// How many days the oldest unpaid item is overdue now; written-off items are no longer waited for.
    pub worst_overdue_days: u32,
    /// How many items are left out because a dispute is open.
    pub disputed: u32,
    /// The day on which insolvency proceedings were opened.
    pub insolvent_since: Option<Date>,
    pub(super) facts: Facts,
    pub(super) expectation: Expectation,
    /// What was invoiced, by currency.
    pub(super) invoiced: Vec<Invoiced>,
}

impl Habit {
    /// Returns what a model looks at in one of his invoices.
    pub(super) fn beside(&self, invoice: &Invoice) -> Beside {
        let due_on_weekend = is_weekend(number(invoice.due));
        Beside { amount: invoice.amount, others: self.others(invoice), due_on_weekend }
    }

    /// Returns what was invoiced to him besides one invoice in its currency: the sum, and on how many items. There is
    /// nothing to compare with what is no invoice: it is not in the sum either.
    pub(super) fn others(&self, invoice: &Invoice) -> (Amount, i64) {
        let sum = self.invoiced.iter().find(|known| invoice.kind.is_sale() && known.currency == invoice.currency);
        sum.map_or((Amount::ZERO, 0), |invoiced| invoiced.without(invoice.amount))
    }
}

/// What is asked of the past.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub ledger: &'a Ledger,
    pub balances: &'a Balances,
    /// The balances that tell which items are paid on a day that is only assumed: the same, or later ones.
    pub later: &'a Balances,
    pub history: &'a History<'a>,
    pub serious_days: i32,
    pub pseudo_invoices: u32,
}

/// The buffers of a walk, used again for each customer.
#[derive(Debug, Default)]
pub(super) struct Bench {
    timeline: Timeline,
    knowledge: Knowledge,
    stops: Vec<(Day, u32)>,
    known: Vec<Known>,
}

/// One invoice on its issue date.
pub(super) struct Stop<'b> {
    pub piece: &'b Piece,
    pub precedent: Precedent,
    knowledge: &'b Knowledge,
    timeline: &'b Timeline,
}

impl Stop<'_> {
    /// Returns when the customer was expected to pay, that day; the curve of all weighs as much as that many invoices.
    pub(super) fn expectation(&self, pseudo_invoices: u32) -> Expectation {
        let own = self.knowledge.delays(self.timeline, self.piece.issue);
        Expectation::new(own, u64::from(pseudo_invoices) * NEWEST)
    }
}

impl Walk<'_> {
    /// Follows a customer to the day of the balances and returns his habit, stopping on the issue date of each item
    /// that is `wanted`.
    pub(super) fn follow(
        &self,
        customer: CustomerId,
        bench: &mut Bench,
        wanted: impl Fn(&Piece) -> bool,
        mut each: impl FnMut(&Stop<'_>),
    ) -> Habit {
        let disputes = Disputes::of(self.ledger, self.history, customer);
        let Bench { timeline, knowledge, stops, .. } = bench;
        timeline.fill(self.ledger, self.balances, self.later, &disputes, self.serious_days, customer);
        knowledge.clear(timeline);
        stops.clear();
        let pieces = timeline.pieces.iter().enumerate().filter(|(_, piece)| wanted(piece));
        stops.extend(pieces.map(|(place, piece)| (piece.issue, place as u32)));
        stops.sort_unstable();
        let as_of = number(self.balances.as_of());
        for &(day, place) in &*stops {
            knowledge.advance(timeline, day, self.serious_days);
            let piece = &timeline.pieces[place as usize];
            let precedent = Precedent {
                day,
                facts: knowledge.facts(day, self.serious_days),
                beside: Beside {
                    amount: piece.amount,
                    others: knowledge.others(piece.currency, piece.amount),
                    due_on_weekend: is_weekend(piece.due),
                },
                // Not before the day on which it is known of all that fell due with it: those paid by then would count
                // alone.
                late: piece.known.late().filter(|_| piece.due < as_of),
                serious: piece.known.serious(self.serious_days).filter(|_| piece.due + self.serious_days < as_of),
            };
            each(&Stop { piece, precedent, knowledge, timeline });
        }
        knowledge.advance(timeline, as_of, self.serious_days);
        let facts = knowledge.facts(as_of, self.serious_days);
        Habit {
            late: facts.late.tally,
            serious: facts.serious.tally,
            recent: knowledge.recent(),
            worst_overdue_days: facts.overdue_days,
            disputed: timeline.pieces.iter().filter(|piece| piece.disputed).count() as u32,
            insolvent_since: disputes.insolvent_since,
            facts,
            expectation: Expectation::new(knowledge.delays(timeline, as_of), u64::from(self.pseudo_invoices) * NEWEST),
            invoiced: knowledge.invoiced().to_vec(),
        }
    }

    /// Adds what became known of the customer followed last to what became known of all.
    pub(super) fn note_outcomes(&self, bench: &mut Bench, calendar: &mut Calendar) {
        calendar.note(&bench.timeline, self.serious_days, &mut bench.known);
    }

    /// Returns what became known of all customers.
    pub(super) fn course(&self) -> Course {
        let (mut calendar, mut bench) = (Calendar::default(), Bench::default());
        for customer in self.ledger.customer_ids() {
            let disputes = Disputes::of(self.ledger, self.history, customer);
            bench.timeline.fill(self.ledger, self.balances, self.later, &disputes, self.serious_days, customer);
            self.note_outcomes(&mut bench, &mut calendar);
        }
        calendar.summed()
    }

    /// Adds when the customer followed last paid to what is known of all.
    pub(super) fn note_delays(&self, bench: &Bench, delays: &mut Delays) {
        let as_of = number(self.balances.as_of());
        bench.timeline.pieces.iter().for_each(|piece| delays.note(piece.known, piece.due, as_of));
    }
}
