//! Write-offs and moves of credit, as dated steps; and the notices whose sums may say what money pays.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::engine::history::Undone;
use crate::model::{Amount, Currency, CustomerId, Date, Event, EventKind, InvoiceNo, Ledger};

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
    /// Whether it is a move of credit that is taken back on a later day.
    pub is_taken_back: bool,
}

/// The write-offs and moves of credit of a ledger.
#[derive(Clone, Debug, Default)]
pub(super) struct Acts {
    /// Those in force, customer by customer.
    pub in_force: Vec<Act>,
    /// The rows of notices in force that claim interest or indemnity of an invoice, or are about one in instalments, by
    /// their places in [`Ledger::events`], invoice by invoice.
    notices: Vec<(InvoiceNo, u32)>,
    /// All rows of notices in force that name an invoice, letter by letter, where there is such a one.
    letters: Vec<u32>,
    /// The rows of notices in force that claim the indemnity of an invoice in another currency than euros, customer by
    /// customer.
    apart: Vec<(CustomerId, u32)>,
    /// The waivers of interest and indemnity in force, customer by customer, where there is such a notice.
    waivers: Vec<(CustomerId, u32)>,
    /// On which days some of a customer's were undone, or such an undo was.
    turned: BTreeSet<(CustomerId, Date)>,
}

impl Acts {
    /// Returns the days on which acts of a customer were undone, or stood again.
    pub fn turns(&self, customer: CustomerId) -> impl Iterator<Item = Date> {
        self.turned.range((customer, Date::MIN)..=(customer, Date::MAX)).map(|&(_, day)| day)
    }

    /// Returns those rows about an invoice by a day.
    pub fn notices_on<'l>(
        &self,
        ledger: &'l Ledger,
        number: InvoiceNo,
        day: Date,
    ) -> impl Iterator<Item = &'l Event> + use<'_, 'l> {
        let start = self.notices.partition_point(|&(on, _)| on < number);
        let rows = self.notices[start..].iter().take_while(move |(on, _)| *on == number);
        rows.map(|&(_, place)| &ledger.events()[place as usize]).filter(move |event| event.date <= day)
    }

    /// Returns the rows of the letter that a row of a notice is of.
    pub fn rows_with<'l>(&self, ledger: &'l Ledger, row: &'l Event) -> impl Iterator<Item = &'l Event> {
        let letter = letter_of(row);
        let event = |&place: &u32| &ledger.events()[place as usize];
        let start = self.letters.partition_point(|place| letter_of(event(place)) < letter);
        self.letters[start..].iter().map(event).take_while(move |other| letter_of(other) == letter)
    }

    /// Returns the rows of notices to a customer that claim, in euros, the indemnity of an invoice in another currency.
    pub fn asked_apart<'l>(
        &self,
        ledger: &'l Ledger,
        customer: CustomerId,
    ) -> impl Iterator<Item = &'l Event> + use<'_, 'l> {
        of_customer(&self.apart, ledger, customer)
    }

    /// Returns the waivers of a customer's interest and indemnity.
    pub fn waivers_of<'l>(
        &self,
        ledger: &'l Ledger,
        customer: CustomerId,
    ) -> impl Iterator<Item = &'l Event> + use<'_, 'l> {
        of_customer(&self.waivers, ledger, customer)
    }

    /// Finds those of a ledger by a day, as far as what was undone is known until another.
    ///
    /// One that was undone never was: the debt was owed all the while, and no day of its delay is lost. One whose undo
    /// was undone counts from that day on: what was open meanwhile stays so.
    pub fn of(ledger: &Ledger, as_of: Date, known_until: Date) -> Acts {
        let is_act =
            |event: &Event| matches!(event.kind, EventKind::WrittenOff | EventKind::Allocated) && event.date <= as_of;
        let is_letter =
            |event: &Event| event.kind == EventKind::Notice && event.invoice.is_some() && event.date <= as_of;
        let asked = |event: &Event| {
            let of = event.invoice.filter(|_| is_letter(event));
            of.filter(|&number| {
                let is_in_instalments = ledger.rows_of(number).nth(1).is_some();
                is_in_instalments || event.claims_in(currency_of(ledger, number)).is_positive()
            })
        };
        let is_apart = |event: &Event| {
            let in_another = |number| currency_of(ledger, number) != Currency::EUR;
            event.indemnity.is_some_and(Amount::is_positive) && event.invoice.is_some_and(in_another)
        };
        let is_asked = |event: &Event| is_letter(event) && (asked(event).is_some() || is_apart(event));
        if !ledger.events().iter().any(|event| is_act(event) || is_asked(event)) {
            return Acts::default();
        }
        let undone = Undone::new(ledger, known_until);
        let ever_undone = LazyCell::new(|| Undone::new(ledger, Date::MAX));
        let mut acts = Acts::default();
        for (place, event) in ledger.events().iter().enumerate() {
            let date = undone.in_force_since(event);
            let is_in_force = || undone.since(event).is_none() && date <= as_of;
            if event.kind == EventKind::Undo && event.date <= known_until {
                acts.turned.insert((event.customer, event.date));
            } else if is_act(event) && is_in_force() {
                let Event { customer, kind, .. } = *event;
                let is_taken_back = kind == EventKind::Allocated && ever_undone.since(event).is_some();
                acts.in_force.push(Act { customer, event: place as u32, date, kind, is_taken_back });
            } else if is_letter(event) && is_in_force() {
                acts.letters.push(place as u32);
                acts.notices.extend(asked(event).map(|number| (number, place as u32)));
                acts.apart.extend(is_apart(event).then_some((event.customer, place as u32)));
            } else if event.kind == EventKind::Waived && is_in_force() {
                acts.waivers.push((event.customer, place as u32));
            }
        }
        acts.in_force.sort_by_key(|act| (act.customer, act.event));
        acts.notices.sort_unstable();
        acts.letters.sort_by_key(|&place| letter_of(&ledger.events()[place as usize]));
        acts.apart.sort_unstable();
        acts.waivers.sort_unstable();
        acts
    }
}

/// Returns those of some rows of events that are a customer's.
fn of_customer<'a, 'l>(
    rows: &'a [(CustomerId, u32)],
    ledger: &'l Ledger,
    customer: CustomerId,
) -> impl Iterator<Item = &'l Event> + use<'a, 'l> {
    let start = rows.partition_point(|&(whose, _)| whose < customer);
    let rows = rows[start..].iter().take_while(move |(whose, _)| *whose == customer);
    rows.map(|&(_, place)| &ledger.events()[place as usize])
}

/// Returns what the rows of one letter share.
fn letter_of(event: &Event) -> (CustomerId, Date, Option<&str>) {
    (event.customer, event.date, event.event_id.as_deref())
}

fn currency_of(ledger: &Ledger, number: InvoiceNo) -> Currency {
    ledger.invoice(ledger.rows_of(number).next().expect("a number has a row")).currency
}
