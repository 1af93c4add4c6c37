//! Columns of a sheet that are not read. Those with words are named; where the words that are read say nothing of who paid, and
//! those of such a column do, the statement is refused: whoever paid would be chased.

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
    if receipts.iter().any(|movement| !movement.payer.is_empty()) {
        return;
    }
    let are_mute = receipts.iter().all(|movement| !says(&movement.text));
    let are_one = receipts.len() > 1 && receipts.iter().all(|movement| movement.text == first.text);
    let paid = |row: &&Row| receipts.iter().any(|movement| movement.line == row.line);
    let found = free.into_iter().find_map(|at| {
        let cells: Vec<(&Row, &str)> = rows.iter().filter(paid).map(|row| (row, row.cell(at))).collect();
        let differ = cells.iter().any(|(_, cell)| *cell != cells[0].1);
        let told = cells.iter().find(|(_, cell)| says(cell))?;
        (are_mute || (are_one && differ)).then(|| (told.0.line, header.name(at), told.1.to_owned()))
    });
    if let Some((line, field, text)) = found {
        read.faults.push(Fault { line, field: field.into(), text, what: What::WordsUnread });
    }
}

/// Tells whether a text has a word that is not the bank's own.
fn says(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| !OWN.contains(&fold(word).as_str()) && word.contains(char::is_alphabetic))
}
