//! Write-offs and moves of credit, as dated steps.

use std::collections::BTreeSet;

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

/// The write-offs and moves of credit of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Acts {
    /// Those in force, customer by customer.
    pub in_force: Vec<Act>,
    /// On which days some of a customer's were undone, or such an undo was.
    turned: BTreeSet<(CustomerId, Date)>,
}

impl Acts {
    /// Returns the days on which acts of a customer were undone, or stood again.
    pub fn turns(&self, customer: CustomerId) -> impl Iterator<Item = Date> {
        self.turned.range((customer, Date::MIN)..=(customer, Date::MAX)).map(|&(_, day)| day)
    }

    /// Finds those of a ledger by a day, as far as what was undone is known until another.
    ///
    /// One that was undone never was: the debt was owed all the while, and no day of its delay is lost. One whose undo was
    /// undone counts from that day on: what was open meanwhile stays so.
    pub fn of(ledger: &Ledger, as_of: Date, news: Date) -> Acts {
        let is_act =
            |event: &Event| matches!(event.kind, EventKind::WrittenOff | EventKind::Allocated) && event.date <= as_of;
        if !ledger.events().iter().any(is_act) {
            return Acts::default();
        }
        let undone = Undone::new(ledger, news);
        let mut acts = Acts::default();
        for (place, event) in ledger.events().iter().enumerate() {
            let date = undone.in_force_since(event);
            if event.kind == EventKind::Undo && event.date <= news {
                acts.turned.insert((event.customer, event.date));
            } else if is_act(event) && undone.since(event).is_none() && date <= as_of {
                let Event { customer, kind, .. } = *event;
                acts.in_force.push(Act { customer, event: place as u32, date, kind });
            }
        }
        acts.in_force.sort_by_key(|act| (act.customer, act.event));
        acts
    }
}
