//! What the rows of a list are: invoices taken for payments would be paid and owed by nobody, and a list of debts taken for
//! a directory of customers would be owed by nobody either.

use super::words::{
    ANY_METHOD, BALANCE, BARE_TOTAL, DUE, FOREIGN_TOTAL, GROSS_TOTAL, INVOICE_DATE, ISSUED, KIND, METHOD, NUMBER, PAID,
    PAID_ON, PAID_SO_FAR, PAYMENT_AMOUNT, PAYMENT_ID, PAYMENT_ID_OR_METHOD, PLAIN_AMOUNT, PLAIN_DATE, STATUS, TAX,
    TERMS, WITHOUT_TAX,
};
use super::{Header, Samples, total};
use crate::import::list::statuses::Status;
use crate::import::list::titles::Listed;
use crate::input::header::fold;

/// What the rows of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Invoices,
    Payments,
    /// Invoices or payments: the columns do not tell.
    Either,
    Customers,
    /// They tell what is owed, though not all that makes an invoice: no directory of customers.
    Debts,
}

/// Returns what the rows of a list are; where its columns leave two readings, its title tells.
pub(super) fn kind(header: &Header<'_>, title: Option<Listed>, samples: Samples<'_>) -> Kind {
    match (by_columns(header, samples), title) {
        (Kind::Either, Some(Listed::Payments)) => Kind::Payments,
        (Kind::Either, Some(Listed::Invoices | Listed::Credits)) => Kind::Invoices,
        (kind, _) => kind,
    }
}

fn by_columns(header: &Header<'_>, samples: Samples<'_>) -> Kind {
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
        let are_payments = are_payments || is_of_payment || (may_be_payments && is_money);
        return match (is_sale && header.has(PAID_ON), are_payments) {
            (true, _) => Kind::Invoices,
            (false, true) => Kind::Payments,
            (false, false) if tells_debts(header) => Kind::Debts,
            (false, false) => Kind::Customers,
        };
    }
    let has_total = total.is_some_and(|at| !header.is_one_of(at, PLAIN_AMOUNT));
    let is_plain = header.has(PLAIN_AMOUNT);
    // A payment has no total beside what is left of it.
    let states_debt = header.has_sum(BALANCE) && (has_total || (!is_plain && !header.has_sum(PAID)));
    if header.has(INVOICE_DATE) || header.has(DUE) {
        Kind::Invoices
    } else if are_payments {
        Kind::Payments
    } else if states_debt {
        Kind::Invoices
    } else if has_method && !has_total {
        Kind::Payments
    } else if may_be_payments || is_bare(header, has_total, samples) {
        Kind::Either
    } else {
        Kind::Invoices
    }
}

/// Tells whether a header names a day, a number, somebody and a sum, and no more: a payment has as much.
fn is_bare(header: &Header<'_>, has_total: bool, samples: Samples<'_>) -> bool {
    let is_taxed = header.compared.iter().any(|name| name.has_word(&TAX) || name.has_word(&WITHOUT_TAX));
    let says_state = STATUS.iter().any(|name| {
        let at = (0..header.names.len()).find(|&at| header.is(at, name));
        at.is_some_and(|at| samples(&header.names[at]).iter().any(|cell| is_of_invoice(cell)))
    });
    !has_total
        && header.has(PLAIN_DATE)
        && header.has(NUMBER)
        && !(is_taxed || says_state || header.has_sum(BALANCE) || header.has_sum(PAID_SO_FAR))
        && !header.has(TERMS)
        && !header.has(KIND)
}

/// Tells whether a status is one that no payment has: of a debt, or agreeing with "facture".
fn is_of_invoice(cell: &str) -> bool {
    let claims = Status::of(cell).is_some_and(|status| status.claims_debt() || status == Status::Draft);
    claims || fold(cell).ends_with("ee")
}

/// Tells whether a header names what only a debt has: its number, its days, or a sum that is owed.
fn tells_debts(header: &Header<'_>) -> bool {
    let has_day = header.has(DUE) || header.has(INVOICE_DATE);
    let has_sum = [BALANCE, PAID, PAID_SO_FAR, GROSS_TOTAL, BARE_TOTAL, FOREIGN_TOTAL]
        .into_iter()
        .any(|names| header.has_sum(names));
    header.has(NUMBER) || has_day || has_sum || are_aged(header)
}

/// Tells whether columns hold what is owed by its age: "31-60 jours", "Non échu".
pub(super) fn are_aged(header: &Header<'_>) -> bool {
    header.compared.iter().any(|name| {
        let is_counted = name.words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        let is_range = is_counted && name.has_word(&["jours", "j", "days"]);
        is_range || matches!(name.whole.as_str(), "nonechu" | "nonechus" | "notdue")
    })
}
