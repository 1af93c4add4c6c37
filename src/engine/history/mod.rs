//! What was said and done so far: the events that count on a day, and where they leave each item.
//!
//! [`History`] leaves out what is dated after the day (design, promise 4) and what an `undo` took back;
//! [`Dossier`] follows one customer's events to the [`Standing`] of each of his items.

mod beside;
mod clerk;
mod commitment;
mod concerned;
mod contested;
mod course;
pub mod dated;
mod declared;
mod dossier;
mod insolvency;
mod known;
mod outcome;
mod over_indebted;
mod shares;
mod undo;

pub use clerk::disputed_on;
pub use commitment::Commitment;
pub use concerned::{concerned, concerns};
pub use declared::declared_without_judgment;
pub use dossier::{Contact, Dispute, Dossier, Hold, Passed, Standing};
pub use insolvency::{Judgment, Proceedings};
pub use outcome::Outcome;
pub use over_indebted::over_indebted_in_business;
pub use shares::Shares;
pub use undo::Undone;

use std::collections::BTreeMap;

use crate::model::{CustomerId, Date, Event, EventKind, Ledger};

/// The events in force on a day, customer by customer.
#[derive(Clone, Debug)]
pub struct History<'a> {
    ledger: &'a Ledger,
    /// Places in [`Ledger::events`], in its order within a customer.
    places: Vec<u32>,
    /// Where each customer's places begin, and where the last one's end.
    starts: Vec<u32>,
    /// The events that were taken back, and since when.
    lifted: BTreeMap<CustomerId, Vec<(&'a Event, Date)>>,
}

impl<'a> History<'a> {
    /// Returns the events dated on or before `as_of` that no `undo` in force has taken back.
    pub fn new(ledger: &'a Ledger, as_of: Date) -> History<'a> {
        let undone = Undone::new(ledger, as_of);
        let counts =
            |event: &Event| event.date <= as_of && event.kind != EventKind::Undo && undone.since(event).is_none();
        let places = 0..ledger.events().len() as u32;
        let mut places: Vec<u32> = places.filter(|&place| counts(&ledger.events()[place as usize])).collect();
        places.sort_by_key(|&place| ledger.events()[place as usize].customer);
        let mut starts = vec![0; ledger.customers().len() + 1];
        for &place in &places {
            starts[ledger.events()[place as usize].customer.0 as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut lifted: BTreeMap<CustomerId, Vec<(&Event, Date)>> = BTreeMap::new();
        for event in ledger.events().iter().filter(|event| event.date <= as_of && event.kind != EventKind::Undo) {
            if let Some(day) = undone.since(event) {
                lifted.entry(event.customer).or_default().push((event, day));
            }
        }
        History { ledger, places, starts, lifted }
    }

    /// Returns one customer's events that were taken back, and since when.
    pub fn lifted(&self, customer: CustomerId) -> &[(&'a Event, Date)] {
        self.lifted.get(&customer).map_or(&[], Vec::as_slice)
    }

    /// Returns one customer's events, in the order in which they happened.
    pub fn of(&self, customer: CustomerId) -> impl ExactSizeIterator<Item = &'a Event> + '_ {
        let i = customer.0 as usize;
        let places = &self.places[self.starts[i] as usize..self.starts[i + 1] as usize];
        places.iter().map(|&place| &self.ledger.events()[place as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, ledger};

    /// Returns the notes of the events in force.
    fn in_force(events: &str, as_of: &str) -> Vec<String> {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\nF,C,2026-01-01,2026-01-31,10.00\n";
        let header = "date,event,customer_id,event_id,reference,note\n";
        let ledger = ledger("", invoices, "", &format!("{header}{events}"));
        History::new(&ledger, day(as_of)).of(CustomerId(0)).map(|event| event.note.clone().unwrap()).collect()
    }

    #[test]
    fn nothing_dated_after_the_day_has_happened() {
        let events = "2026-02-01,note,C,,,a\n2026-02-03,note,C,,,b\n";
        assert_eq!(in_force(events, "2026-02-02"), ["a"]);
        assert_eq!(in_force(events, "2026-02-03"), ["a", "b"]);
    }

    #[test]
    fn an_undo_works_from_its_own_date_and_takes_back_the_whole_act() {
        let events = "2026-02-01,note,C,E1,,a\n2026-02-01,note,C,E1,,b\n2026-02-01,note,C,E2,,c\n\
            2026-02-05,undo,C,U1,E1,\n";
        assert_eq!(in_force(events, "2026-02-04"), ["a", "b", "c"]);
        assert_eq!(in_force(events, "2026-02-05"), ["c"]);
    }

    #[test]
    fn an_undone_undo_counts_not_and_its_undoing_can_be_undone() {
        let events = "2026-02-01,note,C,E1,,a\n2026-02-02,undo,C,U1,E1,\n2026-02-03,undo,C,U2,U1,\n\
            2026-02-04,undo,C,U3,U2,\n";
        assert_eq!(in_force(events, "2026-02-01").len(), 1);
        assert_eq!(in_force(events, "2026-02-02").len(), 0);
        assert_eq!(in_force(events, "2026-02-03").len(), 1);
        assert_eq!(in_force(events, "2026-02-04").len(), 0);
    }

    #[test]
    fn undos_that_take_each_other_back_take_back_nothing() {
        let events = "2026-02-01,note,C,E1,,a\n2026-02-02,undo,C,E1,U2,\n2026-02-02,undo,C,U2,E1,\n\
            2026-02-02,undo,C,U3,U3,\n";
        assert_eq!(in_force(events, "2026-02-02"), ["a"]);
    }

    #[test]
    fn undos_are_sorted_out_in_time_that_grows_with_their_number() {
        // A chain of 20,000 undos, each of the one before: the last is in force, so every second one is undone.
        let chain: String = (1..=20_000).map(|i| format!("2026-02-02,undo,C,E{i},E{},\n", i - 1)).collect();
        assert_eq!(in_force(&format!("2026-02-01,note,C,E0,,a\n{chain}"), "2026-02-02"), ["a"]);
    }
}
