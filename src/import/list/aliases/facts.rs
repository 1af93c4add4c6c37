//! The columns that say what became of an invoice: its status, whether it is paid and when.

use super::words::{LAST_PAID_ON, PAID_ON, PAID_OR_WHETHER, PAYMENT_AMOUNT, STATUS};
use super::{Found, Header, Samples, payments};
use crate::import::list::statuses::Status;
use crate::input::text::is_dash;

/// Finds the column of the invoice's status; beside that of the payment, the one of the document itself.
pub(super) fn statuses(header: &mut Header<'_>, found: &mut Found) {
    found.written.status = header.take(STATUS);
    if let Some(document) = header.take(STATUS) {
        let drafts = Status::of_none().map(|word| format!("!{word}")).collect();
        found.written.filters.insert(document, drafts);
    }
}

/// Finds the column that says whether an invoice is paid, or how much was: its cells tell. One that says neither is
/// left.
pub(super) fn whether_paid(header: &mut Header<'_>, found: &mut Found, samples: Samples<'_>) {
    let Some(at) = PAID_OR_WHETHER.iter().find_map(|name| header.free().find(|&at| header.is_sum(at, name))) else {
        return;
    };
    let cells = samples(&header.names[at]);
    let is_amount = |cell: &String| cell.contains(|c: char| c.is_ascii_digit()) && cell.len() > 1;
    // The letters by which accounts mark what belongs together are no words.
    let are_letters = header.compared[at].whole == "lettrage" || header.compared[at].whole.starts_with("lettre");
    let is_word = |cell: &String| Status::of(cell).or_else(|| Status::answered(cell, &header.compared[at])).is_some();
    if are_letters && !cells.iter().all(is_word) {
        return;
    }
    // Where nothing is paid yet, spreadsheets show a column of sums as dashes.
    let are_sums = cells.iter().any(is_amount) || (!cells.is_empty() && cells.iter().all(|cell| is_dash(cell)));
    let place = match are_sums {
        true => &mut found.written.paid,
        false => &mut found.written.status,
    };
    if place.is_none() {
        *place = Some(header.take_at(at));
    }
}

/// Finds the column of the day on which an invoice was paid; with a sum beside it, each row is a payment.
pub(super) fn paid_on(header: &mut Header<'_>, found: &mut Found, samples: Samples<'_>) {
    let written = &mut found.written;
    let says_how_much = written.balance.is_some() || written.status.is_some() || written.paid.is_some();
    let last = |header: &mut Header<'_>| if says_how_much { header.take(LAST_PAID_ON) } else { None };
    let paid_on = header.take(PAID_ON).or_else(|| last(header));
    match (paid_on, header.take(PAYMENT_AMOUNT)) {
        (Some(date), Some(amount)) => {
            written.payments.insert("date".to_owned(), date);
            written.payments.insert("amount".to_owned(), amount);
            payments::add_words(header, written, samples);
            // Each row is a payment: what they come to is in the rows already.
            written.paid = None;
        }
        (paid_on, _) => written.paid_on = paid_on,
    }
}
