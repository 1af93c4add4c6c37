//! Columns of a sheet that are not read. Those with words are named; where the words that are read say nothing of who
//! paid, and those of such a column do, the statement is refused: whoever paid would be chased. What is the same beside
//! every receipt, and what its name calls the account's or the bank's, says nothing of a payer.

use std::collections::BTreeSet;

use super::layout::Header;
use super::records::Row;
use super::{Fault, Kind, Movement, Read, What};
use crate::input::fold::fold;

/// The bank's own words for money that came in.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "vir", "virement", "virements", "vrt", "recu", "recus", "sepa", "inst", "instantane", "prlv", "prelevement", "prelevements", "cb",
    "carte", "cheque", "cheques", "remise", "versement", "transfert", "transfer", "credit", "crediteur", "received", "incoming",
    "payment", "paiement", "operation", "ordre", "enregistrement", "comptable", "encaissement", "en", "votre", "faveur", "de", "du",
    "d", "un", "tip",
];

/// What the names of columns say that speak of the account, or of how the bank or the desk sorts movements.
#[rustfmt::skip]
const SORTED: &[&str] = &[
    "categorie", "categories", "category", "parent", "type", "nature", "rubrique", "compte", "account", "devise", "currency",
    "monnaie", "banque", "bank", "agence", "branch", "statut", "status", "mode", "moyen", "method",
];

/// What may stand beside that in such a name.
const BESIDE: &[&str] = &[
    "sous",
    "paiement",
    "reglement",
    "payment",
    "nom",
    "name",
    "libelle",
    "label",
    "numero",
    "n",
    "no",
    "de",
    "du",
    "la",
    "of",
    "the",
    "operation",
    "transaction",
];

/// Looks at what is not read: names it, and refuses what says too little without it.
pub(super) fn look(header: &Header, rows: &[Row], read: &mut Read) {
    let free: Vec<usize> = (0..header.names.len())
        .filter(|&at| !header.names[at].is_empty() && !header.columns.has(at))
        .filter(|&at| rows.iter().any(|row| row.cell(at).contains(char::is_alphabetic)))
        .collect();
    read.unread = free.iter().map(|&at| header.names[at].clone()).collect();
    let is_receipt = |movement: &&Movement| matches!(movement.kind, Kind::Receipt);
    let receipts: Vec<&Movement> =
        read.statements.iter().flat_map(|statement| &statement.movements).filter(is_receipt).collect();
    let Some(first) = receipts.first() else { return };
    let are_mute = || receipts.iter().all(|movement| !says(&movement.text));
    let are_one = || receipts.len() > 1 && receipts.iter().all(|movement| movement.text == first.text);
    if free.is_empty() || receipts.iter().any(|movement| !movement.payer.is_empty()) || !(are_mute() || are_one()) {
        return;
    }
    let paid: BTreeSet<u32> = receipts.iter().map(|movement| movement.line).collect();
    // Beside one receipt alone, what stands beside other movements shows whether it is of him.
    let is_looked_at = |row: &&Row| paid.len() == 1 || paid.contains(&row.line);
    let looked_at: Vec<&Row> = rows.iter().filter(is_looked_at).collect();
    let found = free.into_iter().filter(|&at| !is_sorted(&header.names[at])).find_map(|at| {
        let differ = looked_at.len() == 1 || looked_at.iter().any(|row| row.cell(at) != looked_at[0].cell(at));
        let told = looked_at.iter().find(|row| paid.contains(&row.line) && says(row.cell(at)))?;
        differ.then(|| (told.line, header.name(at), told.cell(at).to_owned()))
    });
    if let Some((line, field, text)) = found {
        read.faults.push(Fault { line, field: field.into(), text, what: What::WordsUnread });
    }
}

/// Tells whether a column speaks of the account, or of how movements are sorted.
fn is_sorted(name: &str) -> bool {
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    words().any(|word| SORTED.contains(&word.as_str()))
        && words().all(|word| SORTED.contains(&word.as_str()) || BESIDE.contains(&word.as_str()))
}

/// Tells whether a text has a word that is not the bank's own.
fn says(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| !OWN.contains(&fold(word).as_str()) && word.contains(char::is_alphabetic))
}
