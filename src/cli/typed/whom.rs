//! Who may be meant by an id that the folder does not have: people know customers by their names, and slip.

use std::iter;

use crate::diag::{Diagnostic, Place, code, nearest};
use crate::input::header::fold;
use crate::model::Ledger;

/// How many customers are named to somebody who typed a part of their names.
const SHOWN: usize = 3;

/// Where the ids of customers stand, for who typed none of them.
pub const IDS: (&str, &str) =
    ("ids are those of the column customer_id", "les codes sont ceux de la colonne customer_id");

/// Returns the finding that nobody and nothing of the folder has an id that was typed behind a command, with who may be
/// meant, or what is asked for where nobody comes near.
pub fn unknown(typed: &str, command: &str, ledger: &Ledger, asked: (&str, &str)) -> Diagnostic {
    let finding = Diagnostic::new(
        code::write::WHOM_UNKNOWN,
        format!("{typed} is no customer and no invoice of the folder"),
        format!("{typed} n'est ni un client ni une facture du dossier"),
    )
    .at(Place { text: Some(typed.to_owned()), ..Place::file(command) });
    let numbers = ledger.invoices().iter().map(|row| ledger.number(row.number));
    helped(finding, typed, ledger, numbers, asked)
}

/// Returns the finding that the folder has no customer of an id that an option gave.
pub fn unknown_customer(typed: &str, ledger: &Ledger) -> Diagnostic {
    let finding = Diagnostic::new(
        code::cli::CUSTOMER_OPTION,
        format!("--customer {typed}: the folder knows no such customer"),
        format!("--customer {typed} : ce client est inconnu du dossier"),
    );
    helped(finding, typed, ledger, iter::empty(), IDS)
}

/// Asks who is meant: the id most like what was typed, of customers and of others, else the customers whose names have
/// it.
fn helped<'l>(
    finding: Diagnostic,
    typed: &str,
    ledger: &'l Ledger,
    others: impl Iterator<Item = &'l str>,
    asked: (&str, &str),
) -> Diagnostic {
    let customers = ledger.customers().iter().map(|customer| customer.id.as_str());
    match nearest(typed, customers.chain(others)).map(str::to_owned).or_else(|| called(typed, ledger)) {
        Some(meant) => finding.help(format!("did you mean {meant}?"), format!("vouliez-vous dire {meant} ?")),
        None => finding.help(asked.0, asked.1),
    }
}

/// Returns the first customers whose names have every word that was typed.
fn called(typed: &str, ledger: &Ledger) -> Option<String> {
    let words: Vec<String> = typed.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    let has_all = |name: &str| {
        let name = fold(name);
        !words.is_empty() && words.iter().all(|word| name.contains(word.as_str()))
    };
    let found = ledger.customers().iter().filter(|customer| has_all(&customer.name));
    let shown: Vec<String> = found.take(SHOWN).map(|customer| format!("{} ({})", customer.id, customer.name)).collect();
    (!shown.is_empty()).then(|| shown.join(", "))
}
