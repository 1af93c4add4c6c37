//! Ids for payments that come without one: the invoice's id and a number, whatever the order of the list.

use std::collections::{BTreeMap, BTreeSet};

use super::IncomingRows;
use super::merge::differing;
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow, PlainRows};

/// Gives an id to every payment that has none.
///
/// One that says what a payment of the folder says gets that one's id: the same list twice is no change. In a list
/// that shows all there is of its invoices, one that says something else takes the id of the payment that the list
/// no longer shows, so that it is seen to contradict it. Any other gets the next free number of its invoice.
///
/// Returns a finding and the rows for each two that say the same: whether it is one payment or two, nobody can tell.
pub fn name_payments(
    incoming: &mut IncomingRows,
    lists: &[String],
    file: Option<&CsvFile>,
) -> Vec<(Diagnostic, [usize; 2])> {
    let columns = incoming.rows.columns().to_vec();
    if !columns.contains(&Column::PaymentId) {
        return Vec::new();
    }
    let mut nameless: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, row) in incoming.rows.iter().enumerate() {
        // Without a base, it is said to lack its id and party when the rows are judged.
        if row.get(Column::PaymentId).is_empty() && !base(row).is_empty() {
            nameless.entry(base(row)).or_default().push(i);
        }
    }
    if nameless.is_empty() {
        return Vec::new();
    }
    let (old, _) = file.map_or_else(|| (PlainRows::new(columns.clone()), Vec::new()), |file| file.rows(&columns));
    let mut used: BTreeSet<String> =
        old.iter().chain(incoming.rows.iter()).map(|row| row.get(Column::PaymentId).to_owned()).collect();
    let mut known: BTreeMap<&str, Vec<PlainRow<'_>>> = BTreeMap::new();
    for row in old.iter() {
        if nameless.contains_key(base(row)) {
            known.entry(base(row)).or_default().push(row);
        }
    }
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    let mut twins = Vec::new();
    for (base, mut rows) in nameless {
        // By what they say, not by their place.
        rows.sort_by(|&a, &b| incoming.rows.row(a).said().cmp(incoming.rows.row(b).said()));
        let is_twin = |a: usize, b: usize| incoming.rows.row(a).said().eq(incoming.rows.row(b).said());
        let pairs = rows.windows(2).filter(|pair| is_twin(pair[0], pair[1]));
        twins.extend(pairs.map(|pair| (twice(incoming, lists, pair[1], pair[0]), [pair[0], pair[1]])));
        let mut known = known.remove(base).unwrap_or_default();
        known.sort_by_key(|row| row.get(Column::PaymentId));
        rows.retain(|&i| {
            let same = known.iter().position(|&row| differing(incoming.rows.row(i), row).is_empty());
            same.map(|place| ids.insert(i, known.remove(place).get(Column::PaymentId).to_owned())).is_none()
        });
        let ours = |row: &PlainRow<'_>| number_of(base, row.get(Column::PaymentId)).is_some();
        let mut left = known.into_iter().filter(ours).filter(|_| incoming.is_snapshot);
        let mut number = 0_u32;
        for i in rows {
            let id = left.next().map(|row| row.get(Column::PaymentId).to_owned()).unwrap_or_else(|| {
                loop {
                    number += 1;
                    let id = format!("{base}-{number}");
                    if used.insert(id.clone()) {
                        break id;
                    }
                }
            });
            ids.insert(i, id);
        }
    }
    incoming.rewrite(|i, column| if column == Column::PaymentId { ids.remove(&i) } else { None });
    twins
}

fn twice(incoming: &IncomingRows, lists: &[String], second: usize, first: usize) -> Diagnostic {
    let base = base(incoming.rows.row(second));
    Diagnostic::new(
        code::import::PAYMENT_TWICE,
        format!("two rows tell of the same payment for {base}, and neither has an id: is it one or two?"),
        format!("deux lignes parlent du même paiement pour {base}, sans identifiant : est-ce un ou deux paiements ?"),
    )
    .at(incoming.place(lists, second, Some(Column::Amount)))
    .at(incoming.place(lists, first, Some(Column::Amount)))
    .help(
        "give payments an id (payment_id = \"their column\" in the mapping), or leave one of the rows out",
        "donner un identifiant aux paiements (payment_id = \"leur colonne\" dans la correspondance), ou ôter une ligne",
    )
}

/// Returns what a payment's id begins with: its invoice, else its customer.
fn base(row: PlainRow<'_>) -> &str {
    let invoice = row.get(Column::InvoiceId);
    if invoice.is_empty() { row.get(Column::CustomerId) } else { invoice }
}

/// Returns the number of an id that was made here.
fn number_of(base: &str, id: &str) -> Option<u32> {
    id.strip_prefix(base)?.strip_prefix('-')?.parse().ok()
}
