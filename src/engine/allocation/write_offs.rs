//! Write-offs and their undoing, as dated steps.

use crate::engine::history::Undone;
use crate::model::{CustomerId, Date, EventKind, Ledger};

/// Is one `written_off` row, and from when on it is undone.
#[derive(Clone, Copy, Debug)]
pub(super) struct WriteOffStep {
    /// Whose items it concerns.
    pub customer: CustomerId,
    /// The place of the row in [`Ledger::events`].
    pub event: u32,
    /// Its day.
    pub date: Date,
    /// The day of the `undo` that takes it back.
    pub undone: Option<Date>,
}

/// Returns the write-offs dated on or before `as_of`, customer by customer.
///
/// An undo works from its own date on: one that is dated before the write-off, or on its day, leaves nothing of it.
pub(super) fn steps(ledger: &Ledger, as_of: Date) -> Vec<WriteOffStep> {
    let undone = Undone::new(ledger, as_of);
    let mut steps: Vec<WriteOffStep> = ledger
        .events()
        .iter()
        .enumerate()
        .filter(|(_, event)| event.kind == EventKind::WrittenOff && event.date <= as_of)
        .map(|(place, event)| WriteOffStep {
            customer: event.customer,
            event: place as u32,
            date: event.date,
            undone: undone.since(event),
        })
        .filter(|step| step.undone.is_none_or(|undone| undone > step.date))
        .collect();
    steps.sort_by_key(|step| (step.customer, step.event));
    steps
}
