//! What is said of a part of a file that is none of what it should be, whatever the format.

use crate::diag::{Diagnostic, code};
use crate::model::Bilingual;

/// The way out where a table holds the lines of an account.
pub(super) const ACCOUNT_LINES: [&str; 2] = [
    "debit and credit side by side are the lines of an account: export the accounts as a FEC, or a list of invoices",
    "débit et crédit côte à côte sont les lignes d'un compte : exporter la comptabilité en FEC, ou une liste de factures",
];

/// Says that an amount cannot be read.
pub(super) fn amount() -> Diagnostic {
    Diagnostic::new(code::input::AMOUNT_INVALID, "the amount cannot be read", "le montant est illisible")
}

/// Says that a day cannot be read.
pub(super) fn day() -> Diagnostic {
    Diagnostic::new(code::input::DATE_INVALID, "the day cannot be read", "la date est illisible")
}

/// Says that a currency is none.
pub(super) fn currency() -> Diagnostic {
    Diagnostic::new(
        code::input::CURRENCY_UNKNOWN,
        "the currency is not in ISO 4217",
        "la devise n'est pas dans ISO 4217",
    )
}

/// Tells of columns that are not read.
pub(super) fn columns(names: &[&str]) -> Option<Bilingual> {
    let list = names.join(", ");
    let told = || Bilingual::new(format!("columns not read: {list}"), format!("colonnes non lues : {list}"));
    (!names.is_empty()).then(told)
}
