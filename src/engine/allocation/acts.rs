//! Write-offs and moves of credit, as dated steps; and the notices that claim more than the principal.

use std::collections::BTreeSet;

use crate::engine::history::Undone;
use crate::model::{Currency, CustomerId, Date, Event, EventKind, InvoiceNo, Ledger};

/// One row that is in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    /// Whose items it concerns.
    pub customer: CustomerId,
    /// The place of the row in [`Ledger::events`].
    pub event: u32,
    /// The day since which it has been in force.
    pub date: Date,
    /// Which of them it is.
    pub kind: EventKind,
}

/// The write-offs and moves of credit of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Acts {
    /// Those in force, customer by customer.
    pub in_force: Vec<Act>,
    /// The rows of notices in force that claim interest or indemnity of an invoice, customer by customer.
    notices: Vec<Act>,
    /// On which days some of a customer's were undone, or such an undo was.
    turned: BTreeSet<(CustomerId, Date)>,
}

impl Acts {
    /// Returns the days on which acts of a customer were undone, or stood again.
    pub fn turns(&self, customer: CustomerId) -> impl Iterator<Item = Date> {
        self.turned.range((customer, Date::MIN)..=(customer, Date::MAX)).map(|&(_, day)| day)
    }

    /// Returns the rows of notices to a customer that claim interest or indemnity of an invoice.
    pub fn notices_to(&self, customer: CustomerId) -> &[Act] {
        let start = self.notices.partition_point(|act| act.customer < customer);
        let end = self.notices.partition_point(|act| act.customer <= customer);
        &self.notices[start..end]
    }

    /// Finds those of a ledger by a day, as far as what was undone is known until another.
    ///
    /// One that was undone never was: the debt was owed all the while, and no day of its delay is lost. One whose undo was
    /// undone counts from that day on: what was open meanwhile stays so.
    pub fn of(ledger: &Ledger, as_of: Date, news: Date) -> Acts {
        let is_act =
            |event: &Event| matches!(event.kind, EventKind::WrittenOff | EventKind::Allocated) && event.date <= as_of;
        let is_claim = |event: &Event| {
            event.kind == EventKind::Notice
                && event.date <= as_of
                && event.invoice.is_some_and(|number| event.claims_in(currency_of(ledger, number)).is_positive())
        };
        if !ledger.events().iter().any(|event| is_act(event) || is_claim(event)) {
            return Acts::default();
        }
        let undone = Undone::new(ledger, news);
        let mut acts = Acts::default();
        for (place, event) in ledger.events().iter().enumerate() {
            let date = undone.in_force_since(event);
            if event.kind == EventKind::Undo && event.date <= news {
                acts.turned.insert((event.customer, event.date));
            } else if (is_act(event) || is_claim(event)) && undone.since(event).is_none() && date <= as_of {
                let Event { customer, kind, .. } = *event;
                let act = Act { customer, event: place as u32, date, kind };
                if kind == EventKind::Notice { acts.notices.push(act) } else { acts.in_force.push(act) }
            }
        }
        acts.in_force.sort_by_key(|act| (act.customer, act.event));
        acts.notices.sort_by_key(|act| (act.customer, act.event));
        acts
    }
}

fn currency_of(ledger: &Ledger, number: InvoiceNo) -> Currency {
    ledger.invoice(ledger.rows_of(number).next().expect("a number has a row")).currency
}
