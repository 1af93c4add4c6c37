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
    let named = LazyCell::new(|| incoming.named_invoices());
    let payments = incoming.files.get(&FileRole::Payments);
    let told: BTreeSet<&str> =
        payments.into_iter().flat_map(|rows| rows.rows.iter()).map(|row| row.get(Column::PaymentId)).collect();
    let is_told = |payment: PaymentId| {
        let id = ledger.payment_id(payment);
        told.contains(id) || incoming.replaced.contains_key(id)
    };
    let invoices = incoming.files.get(&FileRole::Invoices);
    let mut listed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, one) in incoming.settled.iter().enumerate() {
        let number = invoices.map_or("", |rows| rows.rows.row(one.invoice).get(Column::InvoiceId));
        listed.entry(number).or_default().push(place);
    }
    let mut taken_back: BTreeMap<CustomerId, TakenBack> = BTreeMap::new();
    for item in ledger.items() {
        let invoice = ledger.invoice(item);
        let instalment = |place: &&usize| {
            let said =
                invoices.map_or("", |rows| rows.rows.row(incoming.settled[**place].invoice).get(Column::Instalment));
            said.is_empty() || ledger.instalment(item) == Some(said)
        };
        let places = listed.get(ledger.number(invoice.number)).into_iter().flatten();
        for &place in places.filter(instalment) {
            held.known.insert(place);
            let theirs = taken_back.entry(invoice.customer);
            let theirs = theirs.or_insert_with(|| payments_taken_back(ledger, invoice.customer));
            paid_on((item, place), (ledger, balances), theirs, is_told, &mut held);
            credited_on((item, place), (ledger, balances), |note| named.contains(note), &mut held);
        }
    }
    for credit in balances.credits() {
        let CreditSource::Payment(payment) = credit.source else { continue };
        if is_told(payment) {
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
        let is_listed = listed.contains_key(number);
        let sum = if is_listed { beyond.listed.entry(number.to_owned()).or_default() } else { &mut beyond.unlisted };
        *sum += credit.amount;
    }
    held
}

/// Adds what payments paid of an item, which a list tells at that place; without those that the files tell.
fn paid_on(
    (item, place): (ItemId, usize),
    (ledger, balances): (&Ledger, &Balances),
    taken_back: &TakenBack,
    is_told: impl Fn(PaymentId) -> bool,
    held: &mut Held,
) {
    let invoice = ledger.invoice(item);
    let whose = || (ledger.customer(invoice.customer).id.clone(), invoice.currency);
    for change in balances.moves(item) {
        let payment = match change.cause() {
            Cause::Payment(payment) => payment,
            Cause::Return(row) => taken_back.get(&row).copied().unwrap_or(row),
            _ => continue,
        };
        if is_told(payment) {
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
fn credited_on(
    (item, place): (ItemId, usize),
    (ledger, balances): (&Ledger, &Balances),
    is_named: impl Fn(&str) -> bool,
    held: &mut Held,
) {
    for change in balances.moves(item) {
        let Cause::CreditNote(note) = change.cause() else { continue };
        let (invoice, note) = (ledger.invoice(item), ledger.number(ledger.invoice(note).number));
        if !is_named(note) {
            let whose = (ledger.customer(invoice.customer).id.clone(), invoice.currency);
            held.notes.entry(whose).or_default().insert(note.to_owned());
            *held.credited.entry(place).or_default() -= change.change;
        }
    }
}

fn unnamed(ledger: &Ledger, payment: PaymentId, on: Option<usize>, left: Amount) -> Unnamed {
    let more = ledger.payment_more(payment);
    let words = more.and_then(|more| more.reference.as_deref()).unwrap_or_default().to_owned();
    let (id, row) = (ledger.payment_id(payment).to_owned(), ledger.payment(payment));
    Unnamed { payment: id, date: row.date, words, sum: row.amount, on, left }
}
