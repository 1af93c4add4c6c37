//! Receipts that are ignored as money that another statement told, where that is ignored too, or gone: nobody has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place, code};
use crate::model::payment::receipt_of;
use crate::model::{FileRole, Lang, Ledger, Receipt, figures, shell};

/// Warns of each.
pub fn findings(ledger: &Ledger) -> Vec<Diagnostic> {
    let again = || ledger.suspense().iter().filter(|receipt| !receipt.waits() && receipt.told_before().is_some());
    if again().next().is_none() {
        return Vec::new();
    }
    let suspense: BTreeMap<&str, &Receipt> = ledger.suspense().iter().map(|one| (one.id.as_str(), one)).collect();
    let posted = ledger.payment_rows().map(|row| ledger.payment_id(row)).flat_map(|id| [id, receipt_of(id)]);
    let posted: BTreeSet<&str> = posted.collect();
    // The parts of a batch stand for it together.
    let stands = |receipt: &Receipt| {
        let firsts = receipt.told_before().into_iter().flat_map(|ids| ids.split("; "));
        let is_there = |id: &str| posted.contains(id) || suspense.get(id).is_some_and(|first| first.waits());
        firsts.map(|id| root(id, &suspense)).any(is_there)
    };
    again().filter(|receipt| !stands(receipt)).map(finding).collect()
}

/// Returns the receipt that was told first, of one that may be told again itself.
fn root<'a>(id: &'a str, suspense: &BTreeMap<&'a str, &'a Receipt>) -> &'a str {
    let mut first = id;
    // Rows that name each other are followed no further than there are rows.
    for _ in 0..suspense.len() {
        let before = suspense.get(first).filter(|receipt| !receipt.waits()).and_then(|receipt| receipt.told_before());
        match before {
            Some(before) => first = before,
            None => break,
        }
    }
    first
}

fn finding(receipt: &Receipt) -> Diagnostic {
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(receipt.amount, receipt.currency, lang));
    let (id, first) = (&receipt.id, receipt.told_before().unwrap_or_default());
    let named = shell::word(id);
    Diagnostic::new(
        code::planning::RECEIPT_NOWHERE,
        format!(
            "receipt {id} of {en} is ignored as the same money as {first}, which is ignored too or no longer there: it \
             counts nowhere"
        ),
        format!(
            "l'encaissement {id} de {fr} est ignoré parce que c'est la même somme que {first}, lui-même ignoré ou absent \
             du dossier : il n'est compté nulle part"
        ),
    )
    .at(Place::line(FileRole::Suspense.file_name(), receipt.line))
    .help(
        format!("`relance match {named} --undo` lets it wait again; if it concerns no customer, empty the cell candidates of its row"),
        format!(
            "`relance rapprocher {named} --undo` le remet en attente ; s'il ne concerne aucun client, vider la cellule \
             candidates de sa ligne"
        ),
    )
}
