//! What the rows of a list are: invoices taken for payments would be paid and owed by nobody, and a list of debts taken
//! for a directory of customers would be owed by nobody either.

use super::invoices::{CreditNumbers, credit_numbers};
use super::words::{
    ANY_METHOD, ANY_NUMBER, BALANCE, BARE_KIND, BARE_TOTAL, CUSTOMER, DUE, FOREIGN_TOTAL, GROSS_TOTAL, INVOICE_DATE,
    ISSUED, KIND, METHOD, NAME, NUMBER, PAID, PAID_ON, PAID_SO_FAR, PAYMENT_AMOUNT, PAYMENT_ID, PAYMENT_ID_OR_METHOD,
    PLAIN_AMOUNT, PLAIN_DATE, STATUS, TAX, TERMS, WITHOUT_TAX,
};
use super::{Header, Samples, bands, total};
use crate::import::list::receipt_words::{self, Receipt};
use crate::import::list::statuses::Status;
use crate::input::header::fold;

/// What the columns of a list show that its rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// Invoices: their day, when they are due, or what is left of a total.
    Invoices,
    /// Credit notes: each has the number of one.
    Credits,
    /// Invoices, by a total or a word, though payments may have as much.
    Sales,
    /// A day, somebody and a plain sum: invoices or payments.
    Bare,
    /// Payments, by how they are made, which invoices may say too.
    Receipts,
    /// Payments: their sum, number or day.
    Payments,
    /// They tell what is owed, though not all that makes an invoice: no directory of customers.
    Debts,
    Customers,
}

/// Returns what the columns of a list show that its rows are.
pub(super) fn of(header: &Header<'_>, samples: Samples<'_>) -> Columns {
    let is_dated = header.has(ISSUED) || header.has(DUE);
    let total = total::place(header);
    let has_sum = total.is_some() || header.has_sum(BALANCE);
    let are_payments = header.has(PAYMENT_AMOUNT) || header.has(PAYMENT_ID);
    let has_method = header.has(METHOD);
    let may_be_payments = has_method || header.has(ANY_METHOD) || header.has(PAYMENT_ID_OR_METHOD);
    if !is_dated || !has_sum {
        let is_money = is_dated || has_sum || header.has_sum(PAID);
        // What has a total, a balance and the day of a payment is what was sold.
        let is_sale = !are_payments && total.is_some() && header.has_sum(BALANCE) && !header.has_sum(PAID);
        // The day on which an invoice was paid, beside that of its issue, is a fact of the invoice.
        let is_of_payment = header.has(PAID_ON) && !header.has(INVOICE_DATE);
        return if is_sale && header.has(PAID_ON) {
            Columns::Invoices
        } else if is_owed(header) {
            Columns::Debts
        } else if are_payments || is_of_payment {
            Columns::Payments
        } else if may_be_payments && is_money {
            Columns::Receipts
        } else if tells_debts(header) {
            Columns::Debts
        } else {
            Columns::Customers
        };
    }
    let has_total = total.is_some_and(|at| !header.is_one_of(at, PLAIN_AMOUNT));
    let is_plain = header.has(PLAIN_AMOUNT);
    // A payment has no total beside what is left of it, or beside all that was paid so far.
    let states_debt = (header.has_sum(BALANCE) && (has_total || (!is_plain && !header.has_sum(PAID))))
        || (header.has_sum(PAID_SO_FAR) && has_total);
    let is_of_invoices = header.has(INVOICE_DATE) || header.has(DUE);
    if are_payments && !is_of_invoices {
        Columns::Payments
    } else if matches!(credit_numbers(header, samples), Some(CreditNumbers::Own(_))) {
        Columns::Credits
    } else if is_of_invoices || states_debt {
        Columns::Invoices
    } else if has_method && !has_total {
        Columns::Receipts
    } else if may_be_payments || is_bare(header, has_total, samples) {
        Columns::Bare
    } else {
        Columns::Sales
    }
}

/// Tells whether a header names a due date, and no sum of a payment: then how each row is to be paid makes it none.
fn is_owed(header: &Header<'_>) -> bool {
    let has_payment = header.has_sum(PAYMENT_AMOUNT) || header.has_sum(PAID);
    header.has(DUE) && (!has_payment || total::are_sides(header))
}

/// Tells whether a header names a day, a number of anything or somebody, a sum, and no more: a payment has as much.
fn is_bare(header: &Header<'_>, has_total: bool, samples: Samples<'_>) -> bool {
    let is_taxed = header.compared.iter().any(|name| name.has_word(&TAX) || name.has_word(&WITHOUT_TAX));
    let says_state = STATUS.iter().any(|name| {
        let at = (0..header.names.len()).find(|&at| header.is(at, name));
        at.is_some_and(|at| samples(&header.names[at]).iter().any(|cell| is_of_invoice(cell)))
    });
    !has_total
        && header.has(PLAIN_DATE)
        && [NUMBER, ANY_NUMBER, CUSTOMER, NAME].into_iter().any(|names| header.has(names))
        && !(is_taxed || says_state || header.has_sum(BALANCE) || header.has_sum(PAID_SO_FAR))
        && !header.has(TERMS)
        && ![KIND, BARE_KIND].into_iter().any(|names| header.has(names))
}

/// Tells whether a status is one that no payment has: of a debt, or agreeing with "facture". "Encaissée" is said of
/// both.
fn is_of_invoice(cell: &str) -> bool {
    let status = Status::of(cell);
    let claims_debt = status.is_some_and(Status::claims_debt);
    match receipt_words::state(cell) {
        None => claims_debt || status == Some(Status::Draft) || fold(cell).ends_with("ee"),
        // A payment that failed is no debt, and no payment is unpaid.
        Some(Receipt::Undone) => claims_debt,
        Some(Receipt::Received | Receipt::Awaited) => false,
    }
}

/// Tells whether a header names what only a debt has: its number, its days, or a sum that is owed.
fn tells_debts(header: &Header<'_>) -> bool {
    let has_day = header.has(DUE) || header.has(INVOICE_DATE);
    let has_sum = [BALANCE, PAID, PAID_SO_FAR, GROSS_TOTAL, BARE_TOTAL, FOREIGN_TOTAL]
        .into_iter()
        .any(|names| header.has_sum(names));
    header.has(NUMBER) || has_day || has_sum || bands::are_there(header)
}
