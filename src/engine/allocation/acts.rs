//! Write-offs and moves of credit, as dated steps.

use crate::engine::history::Undone;
use crate::model::{CustomerId, Date, Event, EventKind, Ledger};

/// One `written_off` or `allocated` row that is in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    /// Whose items it concerns.
    pub customer: CustomerId,
    /// The place of the row in [`Ledger::events`].
    pub event: u32,
    /// The day since which it has been in force.
    pub date: Date,
    /// Which of the two it is.
    pub kind: EventKind,
}

/// Returns the write-offs and moves of credit in force on a day, customer by customer.
///
/// One that was undone never was: the debt was owed all the while, and no day of its delay is lost. One whose undo was
/// undone counts from that day on: what was open meanwhile stays so.
pub(super) fn in_force(ledger: &Ledger, as_of: Date) -> Vec<Act> {
    let is_act =
        |event: &Event| matches!(event.kind, EventKind::WrittenOff | EventKind::Allocated) && event.date <= as_of;
    if !ledger.events().iter().any(is_act) {
        return Vec::new();
    }
    let undone = Undone::new(ledger, as_of);
    let events = ledger.events().iter().enumerate();
    let in_force = events.filter(|(_, event)| is_act(event) && undone.since(event).is_none());
    let act = |(place, event): (usize, &Event)| Act {
        customer: event.customer,
        event: place as u32,
        date: undone.in_force_since(event),
        kind: event.kind,
    };
    let mut acts: Vec<Act> = in_force.map(act).collect();
    acts.sort_by_key(|act| (act.customer, act.event));
    acts
}
