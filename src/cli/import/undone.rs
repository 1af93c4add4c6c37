//! Payments that count in the folder and that a list says failed or were taken back since.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::taken_back_whole;
use crate::import::Incoming;
use crate::import::source::Undone;
use crate::input::columns::Column;
use crate::input::edit::comparable;
use crate::model::shell::word;
use crate::model::{FileRole, Lang, Ledger, PaymentId, PaymentKind, figures, plain};

/// Returns a finding for each payment that a list says failed or was taken back, and that counts in the folder: it has
/// no return there. One without an id is that of the same invoice or customer, day and sum, but for those that the
/// files tell as received: a card that failed was perhaps tried again.
pub fn findings(incoming: &Incoming, ledger: &Ledger) -> Vec<Diagnostic> {
    if incoming.undone.is_empty() {
        return Vec::new();
    }
    let taken_back = taken_back_whole(ledger);
    let counts = |id: &PaymentId| ledger.payment(*id).kind == PaymentKind::Payment && !taken_back.contains_key(id);
    let rows = incoming.files.get(&FileRole::Payments).into_iter().flat_map(|rows| rows.rows.iter());
    let received: BTreeSet<&str> = rows.map(|row| row.get(Column::PaymentId)).collect();
    let mut by_id: BTreeMap<&str, PaymentId> = BTreeMap::new();
    let mut by_content: BTreeMap<[String; 3], PaymentId> = BTreeMap::new();
    for id in ledger.payment_rows().filter(counts) {
        by_id.insert(ledger.payment_id(id), id);
        if !received.contains(ledger.payment_id(id)) {
            by_content.insert(content(id, ledger), id);
        }
    }
    let found = |undone: &Undone| match undone.id.as_str() {
        "" => by_content.get(&said(undone)).copied(),
        id => by_id.get(id).copied(),
    };
    let undone = incoming.undone.iter().filter_map(|undone| Some((undone, found(undone)?)));
    undone.map(|(undone, payment)| finding(payment, ledger).at(place(undone, incoming))).collect()
}

/// Returns what tells a payment without an id from others: whose it is, its day, its sum.
fn content(id: PaymentId, ledger: &Ledger) -> [String; 3] {
    let payment = ledger.payment(id);
    let whose = match payment.invoice {
        Some(number) => ledger.number(number),
        None => &ledger.customer(payment.customer).id,
    };
    let amount = plain::amount(payment.amount, payment.currency);
    [whose.to_owned(), payment.date.to_string(), comparable(Column::Amount, amount.as_str()).into_owned()]
}

/// Returns the same of a row.
fn said(undone: &Undone) -> [String; 3] {
    let whose = if undone.invoice.is_empty() { &undone.customer } else { &undone.invoice };
    let amount = comparable(Column::Amount, undone.amount.trim_start_matches('-')).into_owned();
    [whose.clone(), undone.date.clone(), amount]
}

fn place(undone: &Undone, incoming: &Incoming) -> Place {
    let (list, line) = undone.place;
    Place::line(&incoming.lists[list as usize], line)
}

fn finding(payment: PaymentId, ledger: &Ledger) -> Diagnostic {
    let (id, row) = (ledger.payment_id(payment), ledger.payment(payment));
    let [(sum_en, day_en), (sum_fr, day_fr)] = [Lang::En, Lang::Fr]
        .map(|lang| (figures::money(row.amount, row.currency, lang), figures::date(row.date, lang)));
    let named = word(id);
    Diagnostic::new(
        code::import::UNDONE_SINCE,
        format!(
            "payment {id}, {sum_en} of {day_en}, failed or was taken back according to the list, and counts in the folder"
        ),
        format!(
            "le règlement {id}, {sum_fr} du {day_fr}, est rejeté, annulé ou remboursé d'après la liste, et compte dans le \
             dossier"
        ),
    )
    .help(
        format!(
            "what it paid would not be claimed: note when it went back, `relance record return {named} --date DAY`; if it never \
             came, take its row out of payments.csv"
        ),
        format!(
            "ce qu'il a payé ne serait plus réclamé : noter quand il est reparti, `relance noter rejet {named} --date JOUR` ; \
             s'il n'est jamais venu, ôter sa ligne de payments.csv"
        ),
    )
}
