//! Receipts that are ignored as money that stands elsewhere, in another statement or in `payments.csv`, where that is
//! ignored too, or gone: nobody has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place, code};
use crate::model::payment::{is_of_hand, receipt_of};
use crate::model::{FileRole, Lang, Ledger, Receipt, figures, shell};

/// Warns of each.
pub fn findings(ledger: &Ledger) -> Vec<Diagnostic> {
    let again = || {
        let ignored = ledger.suspense().iter().filter(|receipt| !receipt.waits());
        ignored.filter_map(|receipt| Some((receipt, same_as(receipt, ledger)?)))
    };
    if again().next().is_none() {
        return Vec::new();
    }
    let suspense: BTreeMap<&str, &Receipt> = ledger.suspense().iter().map(|one| (one.id.as_str(), one)).collect();
    let posted = ledger.payment_rows().map(|row| ledger.payment_id(row)).flat_map(|id| [id, receipt_of(id)]);
    let posted: BTreeSet<&str> = posted.collect();
    // The parts of a batch stand for it together.
    let stands = |firsts: &str| {
        let is_there = |id: &str| posted.contains(id) || suspense.get(id).is_some_and(|first| first.waits());
        firsts.split("; ").map(|id| root(id, &suspense)).any(is_there)
    };
    again().filter(|(_, firsts)| !stands(firsts)).map(|(receipt, firsts)| finding(receipt, firsts)).collect()
}

/// Returns the ids of the money that an ignored receipt is, as its row says: another statement's, or rows of
/// `payments.csv` that the accounts, a list or a person told of. Who ignores a receipt himself may leave the customers
/// there whom it was thought to be from.
fn same_as<'l>(receipt: &'l Receipt, ledger: &Ledger) -> Option<&'l str> {
    let is_payment = |id: &str| {
        let is_told = || receipt.why.contains(FileRole::Payments.file_name()) && receipt.why.contains(id);
        !id.is_empty() && ledger.find_customer(id).is_none() && (is_of_hand(id) || is_told())
    };
    let noted = || Some(receipt.candidates.as_str()).filter(|ids| ids.split("; ").all(is_payment));
    receipt.told_before().or_else(noted)
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

fn finding(receipt: &Receipt, first: &str) -> Diagnostic {
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::money(receipt.amount, receipt.currency, lang));
    let id = &receipt.id;
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
