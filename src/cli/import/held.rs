//! What the folder's payments paid before an import, for the lists that say what was paid.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::cli::reading::trial::Survey;
use crate::engine::allocation::{Balances, Cause, CreditSource, TakenBack, payments_taken_back};
use crate::import::Incoming;
use crate::import::held::{Beyond, Held};
use crate::import::unnamed::Unnamed;
use crate::input::columns::Column;
use crate::model::{Amount, CustomerId, FileRole, ItemId, Ledger, PaymentId};

/// Returns what the folder's payments came to before an import; of nothing where its lists say nothing of payments.
pub fn of(incoming: &Incoming, before: &Survey) -> Held {
    let mut held = Held::default();
    let (Some(ledger), Some(balances)) = (&before.reading.ledger, &before.balances) else { return held };
    if incoming.stated.is_empty() && incoming.settled.is_empty() {
        return held;
    }
    let before = Before::new(incoming, ledger, balances);
    before.add_what_was_paid(&mut held);
    before.add_credit(&mut held);
    held
}

/// The folder before an import, and what the lists tell of it.
struct Before<'a> {
    incoming: &'a Incoming,
    ledger: &'a Ledger,
    balances: &'a Balances,
    /// The ids of the payments that the files tell.
    told: BTreeSet<&'a str>,
    /// The places of what lists say was paid, by the numbers of invoices.
    listed: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Before<'a> {
    fn new(incoming: &'a Incoming, ledger: &'a Ledger, balances: &'a Balances) -> Before<'a> {
        let payments = incoming.files.get(&FileRole::Payments);
        let told = payments.into_iter().flat_map(|rows| rows.rows.iter()).map(|row| row.get(Column::PaymentId));
        let mut before = Before { incoming, ledger, balances, told: told.collect(), listed: BTreeMap::new() };
        for place in 0..incoming.settled.len() {
            before.listed.entry(before.cell(place, Column::InvoiceId)).or_default().push(place);
        }
        before
    }

    /// Returns a cell of the invoice of which a list tells at that place what was paid.
    fn cell(&self, place: usize, column: Column) -> &'a str {
        let invoices = self.incoming.files.get(&FileRole::Invoices);
        invoices.map_or("", |rows| rows.rows.row(self.incoming.settled[place].invoice).get(column))
    }

    fn is_told(&self, payment: PaymentId) -> bool {
        let id = self.ledger.payment_id(payment);
        self.told.contains(id) || self.incoming.replaced.contains_key(id)
    }

    /// Adds what was paid of each item of which a list tells that.
    fn add_what_was_paid(&self, held: &mut Held) {
        let ledger = self.ledger;
        let named = LazyCell::new(|| self.incoming.named_invoices());
        let mut taken_back: BTreeMap<CustomerId, TakenBack> = BTreeMap::new();
        for item in ledger.items() {
            let invoice = ledger.invoice(item);
            let is_of_it = |place: &&usize| {
                let instalment = self.cell(**place, Column::Instalment);
                instalment.is_empty() || ledger.instalment(item) == Some(instalment)
            };
            let places = self.listed.get(ledger.number(invoice.number)).into_iter().flatten();
            for &place in places.filter(is_of_it) {
                held.known.insert(place);
                let theirs = taken_back.entry(invoice.customer);
                let theirs = theirs.or_insert_with(|| payments_taken_back(ledger, invoice.customer));
                self.add_payments((item, place), theirs, held);
                self.add_credit_notes((item, place), |note| named.contains(note), held);
            }
        }
    }

    /// Adds what payments paid of an item, which a list tells at that place; without those that the files tell.
    fn add_payments(&self, (item, place): (ItemId, usize), taken_back: &TakenBack, held: &mut Held) {
        let ledger = self.ledger;
        let invoice = ledger.invoice(item);
        let whose = || (ledger.customer(invoice.customer).id.clone(), invoice.currency);
        for change in self.balances.moves(item) {
            let payment = match change.cause() {
                Cause::Payment(payment) => payment,
                Cause::Return(row) => taken_back.get(&row).copied().unwrap_or(row),
                _ => continue,
            };
            if self.is_told(payment) {
                continue;
            }
            if ledger.payment(payment).invoice == Some(invoice.number) {
                *held.named.entry(place).or_default() -= change.change;
            } else {
                held.add(whose(), unnamed(ledger, payment, Some(place), -change.change));
            }
        }
    }

    /// Adds what credit notes took off an item that a list tells at that place; without those that the lists name.
    fn add_credit_notes(&self, (item, place): (ItemId, usize), is_named: impl Fn(&str) -> bool, held: &mut Held) {
        let ledger = self.ledger;
        for change in self.balances.moves(item) {
            let Cause::CreditNote(note) = change.cause() else { continue };
            let (invoice, note) = (ledger.invoice(item), ledger.number(ledger.invoice(note).number));
            if !is_named(note) {
                let whose = (ledger.customer(invoice.customer).id.clone(), invoice.currency);
                held.notes.entry(whose).or_default().insert(note.to_owned());
                *held.credited.entry(place).or_default() -= change.change;
            }
        }
    }

    /// Adds what payments left as credit; without those that the files tell.
    fn add_credit(&self, held: &mut Held) {
        let ledger = self.ledger;
        for credit in self.balances.credits() {
            let CreditSource::Payment(payment) = credit.source else { continue };
            if self.is_told(payment) {
                continue;
            }
            let whose = (ledger.customer(credit.customer).id.clone(), credit.currency);
            let Some(number) = credit.named else {
                held.add(whose, unnamed(ledger, payment, None, credit.amount));
                continue;
            };
            let new = || Beyond { payment: ledger.payment_id(payment).to_owned(), ..Beyond::default() };
            let beyond = held.beyond.entry(whose).or_insert_with(new);
            beyond.last = beyond.last.max(Some(ledger.payment(payment).date));
            let number = ledger.number(number);
            let is_listed = self.listed.contains_key(number);
            let sum =
                if is_listed { beyond.listed.entry(number.to_owned()).or_default() } else { &mut beyond.unlisted };
            *sum += credit.amount;
        }
    }
}

fn unnamed(ledger: &Ledger, payment: PaymentId, on: Option<usize>, left: Amount) -> Unnamed {
    let more = ledger.payment_more(payment);
    let words = more.and_then(|more| more.reference.as_deref()).unwrap_or_default().to_owned();
    let (id, row) = (ledger.payment_id(payment).to_owned(), ledger.payment(payment));
    Unnamed { payment: id, date: row.date, words, sum: row.amount, on, left }
}
