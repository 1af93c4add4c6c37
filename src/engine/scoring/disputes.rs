//! Which of a customer's items were disputed when: a dispute is not a payment habit.

use std::ops::Range;

use crate::engine::history::{History, concerned};
use crate::model::{CustomerId, Date, Event, EventKind, ItemId, Ledger};

/// The disputes about one customer's items, and whether he is insolvent.
pub(super) struct Disputes {
    rows: Range<usize>,
    /// For each row the days from which it was disputed, and on which that ended; empty when nothing ever was.
    spans: Vec<Vec<Span>>,
    /// The day on which insolvency proceedings were opened.
    pub insolvent_since: Option<Date>,
}

/// The days of one dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Its first day.
    pub from: Date,
    /// The day on which it was closed; nothing while it is open.
    pub to: Option<Date>,
}

impl Disputes {
    pub(super) fn of(ledger: &Ledger, history: &History<'_>, customer: CustomerId) -> Disputes {
        let mut disputes = Disputes { rows: ledger.invoices_of(customer), spans: Vec::new(), insolvent_since: None };
        for event in history.of(customer) {
            match event.kind {
                EventKind::DisputeOpened => disputes.each(ledger, event, |spans| {
                    if spans.last().is_none_or(|span| span.to.is_some()) {
                        spans.push(Span { from: event.date, to: None });
                    }
                }),
                EventKind::DisputeClosed => disputes.each(ledger, event, |spans| {
                    if let Some(span) = spans.last_mut() {
                        span.to.get_or_insert(event.date);
                    }
                }),
                EventKind::Insolvency | EventKind::OverIndebtedness => {
                    disputes.insolvent_since.get_or_insert(event.date);
                }
                _ => {}
            }
        }
        disputes
    }

    /// Returns the disputes about an item, by date.
    pub(super) fn about(&self, item: ItemId) -> &[Span] {
        self.spans.get(item.index() - self.rows.start).map_or(&[], Vec::as_slice)
    }

    /// Tells whether a dispute about an item is open.
    pub(super) fn is_open(&self, item: ItemId) -> bool {
        self.about(item).last().is_some_and(|span| span.to.is_none())
    }

    fn each(&mut self, ledger: &Ledger, event: &Event, change: impl Fn(&mut Vec<Span>)) {
        self.spans.resize(self.rows.len(), Vec::new());
        for item in concerned(ledger, event) {
            change(&mut self.spans[item.index() - self.rows.start]);
        }
    }
}
