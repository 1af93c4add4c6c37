//! What the columns of a list of payments mean.

use super::words::{
    ANY_METHOD, ANY_NUMBER, CURRENCY, DUE, LAST_PAID_ON, METHOD, NAME, NUMBER, PAID, PAID_ON, PAID_SO_FAR,
    PAYMENT_AMOUNT, PAYMENT_DATE, PAYMENT_ID, PAYMENT_ID_OR_METHOD, PAYMENT_KIND, PAYMENT_REFERENCE, PAYMENT_STATUS,
    PLAIN_AMOUNT,
};
use super::{Found, Header, NoList, Samples, customers, total};
use crate::import::list::receipt_words;
use crate::policy::ImportMapping;

pub(super) fn of(header: &mut Header<'_>, samples: Samples<'_>) -> Found {
    let mut found = Found::default();
    let written = &mut found.written;
    let number = |header: &mut Header<'_>| header.take(NUMBER).or_else(|| header.take(ANY_NUMBER));
    let (date, invoice, currency) = (header.take(PAID_ON), number(header), header.take(CURRENCY));
    for (ours, theirs) in [("date", date), ("invoice_id", invoice), ("currency", currency)] {
        written.payments.extend(theirs.map(|theirs| (ours.to_owned(), theirs)));
    }
    add_words(header, written, samples);
    let customer = customers::code(header, samples).or_else(|| header.take(NAME));
    written.payments.extend(customer.map(|theirs| ("customer_id".to_owned(), theirs)));
    written.payments.extend(amount(header).map(|theirs| ("amount".to_owned(), theirs)));
    if !written.payments.contains_key("date") {
        let date = header.take(PAYMENT_DATE).or_else(|| header.take(LAST_PAID_ON));
        written.payments.extend(date.map(|theirs| ("date".to_owned(), theirs)));
    }
    written.status = header.take(PAYMENT_STATUS);
    for needed in ["date", "amount"] {
        if !written.payments.contains_key(needed) {
            found.open.push(("payments", needed));
        }
    }
    // A title may call them payments.
    if found.open.contains(&("payments", "amount")) && header.has(DUE) && total::are_sides(header) {
        found.no_list = Some(NoList::Ledger);
    }
    if !written.payments.contains_key("invoice_id") && !written.payments.contains_key("customer_id") {
        found.open.push(("payments", "invoice_id"));
    }
    found
}

/// Adds the columns of what is said of payments beside day and sum.
pub(super) fn add_words(header: &mut Header<'_>, written: &mut ImportMapping, samples: Samples<'_>) {
    let id = header.take(PAYMENT_ID);
    // With a method beside it, or a number, it is the other one.
    let method = header.take(METHOD).or_else(|| header.take(ANY_METHOD));
    let id = id.or_else(|| header.take(PAYMENT_ID_OR_METHOD));
    let words = [("payment_id", id), ("method", method), ("reference", header.take(PAYMENT_REFERENCE))];
    written.payments.extend(words.into_iter().filter_map(|(ours, theirs)| Some((ours.to_owned(), theirs?))));
    if written.invoices.is_empty() {
        kind(header, written, samples);
    }
}

/// Finds the column that says whether money came in or went back. How it was paid is mostly a word of its own.
fn kind(header: &mut Header<'_>, written: &mut ImportMapping, samples: Samples<'_>) {
    let Some(at) = header.find(PAYMENT_KIND) else { return };
    let cells = samples(&header.names[at]);
    let is_method = !cells.is_empty() && cells.iter().all(|cell| receipt_words::is_method(cell));
    let ours = if is_method && !written.payments.contains_key("method") { "method" } else { "kind" };
    let theirs = header.take_at(at);
    if ours == "kind" {
        let words = receipt_words::kinds().map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned()));
        written.values.insert(theirs.clone(), words.collect());
        if cells.iter().any(|cell| receipt_words::is_of_paypal(cell)) {
            written.filters.insert(theirs.clone(), receipt_words::own().map(|word| format!("!{word}")).collect());
        }
    }
    written.payments.insert(ours.to_owned(), theirs);
}

/// Returns the column of the sum of a payment. Beside what was paid so far, a total is the invoice's.
fn amount(header: &mut Header<'_>) -> Option<String> {
    let own = header.take_sum(PAYMENT_AMOUNT).or_else(|| header.take(PLAIN_AMOUNT)).or_else(|| header.take_sum(PAID));
    own.or_else(|| {
        let at = total::place(header).filter(|_| !header.has_sum(PAID_SO_FAR))?;
        Some(header.take_at(at))
    })
}
