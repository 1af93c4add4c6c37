//! Write-offs as dated steps.

use crate::engine::history::Undone;
use crate::model::{CustomerId, Date, EventKind, Ledger};

/// One `written_off` row that is in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct WriteOffStep {
    /// Whose items it concerns.
    pub customer: CustomerId,
    /// The place of the row in [`Ledger::events`].
    pub event: u32,
    /// The day since which it has been in force.
    pub date: Date,
}

/// Returns the write-offs in force on a day, customer by customer.
///
/// One that was undone never was: the debt was owed all the while, and no day of its delay is lost. One whose undo was
/// undone counts from that day on: what was open meanwhile stays so.
pub(super) fn steps(ledger: &Ledger, as_of: Date) -> Vec<WriteOffStep> {
    let is_write_off = |event: &crate::model::Event| event.kind == EventKind::WrittenOff && event.date <= as_of;
    if !ledger.events().iter().any(is_write_off) {
        return Vec::new();
    }
    let undone = Undone::new(ledger, as_of);
    let events = ledger.events().iter().enumerate();
    let in_force = events.filter(|(_, event)| is_write_off(event) && undone.since(event).is_none());
    let step = |(place, event): (usize, &crate::model::Event)| WriteOffStep {
        customer: event.customer,
        event: place as u32,
        date: undone.in_force_since(event),
    };
    let mut steps: Vec<WriteOffStep> = in_force.map(step).collect();
    steps.sort_by_key(|step| (step.customer, step.event));
    steps
}
