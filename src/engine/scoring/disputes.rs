//! Which of a customer's items were disputed when, and since when a factor has them: a dispute is not a payment habit,
//! and what is paid to a factor is not seen here.

use std::ops::Range;

use crate::engine::history::{History, concerned};
use crate::model::{Amount, CustomerId, Date, Event, EventKind, ItemId, Ledger};

/// The disputes about one customer's items, and whether he is insolvent.
pub(super) struct Disputes {
    rows: Range<usize>,
    /// For each row the days from which it was disputed, and on which that ended; empty when nothing ever was.
    spans: Vec<Vec<Span>>,
    /// The day on which insolvency proceedings were opened.
    pub insolvent_since: Option<Date>,
}

/// The days of one dispute, or those since which an item is a factor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The first day of the dispute, whatever part it was about.
    pub since: Date,
    /// The first day on which it is about this part.
    pub from: Date,
    /// The day on which it was closed, or is about another part; nothing while that is not so.
    pub to: Option<Date>,
    /// How much of the item it is about; nothing where that is all of it, or is not said of it alone.
    pub part: Option<Amount>,
    /// Whether it is a factor's: such a span never ends.
    pub is_assigned: bool,
}

impl Span {
    /// Tells whether it is about all of what is open.
    pub(super) fn covers(&self, open: Amount) -> bool {
        self.part.is_none_or(|part| open <= part)
    }
}

impl Disputes {
    pub(super) fn of(ledger: &Ledger, history: &History<'_>, customer: CustomerId) -> Disputes {
        let mut disputes = Disputes { rows: ledger.invoices_of(customer), spans: Vec::new(), insolvent_since: None };
        for event in history.of(customer) {
            match event.kind {
                EventKind::DisputeOpened => {
                    let is_alone = event.invoice.is_some() && concerned(ledger, event).count() == 1;
                    let part = event.amount.filter(|_| is_alone);
                    disputes.each(ledger, event, |spans| {
                        let before = end(spans, event.date);
                        let since = before.map_or(event.date, |before| before.since);
                        let part = before.map_or(part, |before| Some(before.part? + part?));
                        spans.push(Span { since, from: event.date, to: None, part, is_assigned: false });
                    });
                }
                EventKind::DisputeClosed => disputes.each(ledger, event, |spans| {
                    let Some(before) = end(spans, event.date) else { return };
                    let left = before.part.zip(event.amount).map(|(part, closed)| part - closed);
                    if let Some(left) = left.filter(|left| left.is_positive()) {
                        spans.push(Span { from: event.date, part: Some(left), ..before });
                    }
                }),
                EventKind::Assigned => disputes.each(ledger, event, |spans| {
                    let date = event.date;
                    spans.push(Span { since: date, from: date, to: None, part: None, is_assigned: true });
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

    /// Tells whether a dispute about an item is open, or a factor has it.
    pub(super) fn is_open(&self, item: ItemId) -> bool {
        self.about(item).iter().any(|span| span.to.is_none())
    }

    fn each(&mut self, ledger: &Ledger, event: &Event, change: impl Fn(&mut Vec<Span>)) {
        self.spans.resize(self.rows.len(), Vec::new());
        for item in concerned(ledger, event) {
            change(&mut self.spans[item.index() - self.rows.start]);
        }
    }
}

/// Ends the dispute that is open, if one is, and returns it as it was.
fn end(spans: &mut [Span], day: Date) -> Option<Span> {
    let open = spans.iter_mut().find(|span| !span.is_assigned && span.to.is_none())?;
    let before = *open;
    open.to = Some(day);
    Some(before)
}
