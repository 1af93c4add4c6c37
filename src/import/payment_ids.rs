//! Ids for payments that come without one: that of the folder's payment that says the same, else the invoice's id and a
//! number, whatever the order of the list.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::IncomingRows;
use super::merge::{differing, fills};
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow, PlainRows, comparable};
use crate::model::FileRole;
use crate::model::payment::is_of_program;

/// What a payment of the folder and one without an id have in common when they say the same: base, day and sum.
type Key<'a> = (&'a str, &'a str, Cow<'a, str>);

/// Gives every payment without an id that says what one of the folder says, which lists told too, the id of that one:
/// the same list twice is no change, and what is known is no money told again. What the folder leaves empty may be said
/// now.
///
/// Of two rows that say the same nobody can tell whether they are one: they get none here.
pub fn recognise_payments(incoming: &mut IncomingRows, file: &CsvFile) {
    let nameless = nameless(&incoming.rows);
    if nameless.is_empty() {
        return;
    }
    let (old, _) = file.rows(incoming.rows.columns());
    let mut known: BTreeMap<Key<'_>, Vec<PlainRow<'_>>> = BTreeMap::new();
    let is_told = |row: &PlainRow<'_>| is_of_program(row.get(Column::PaymentId)) && nameless.contains_key(base(*row));
    for row in old.iter().filter(is_told) {
        known.entry(key(row)).or_default().push(row);
    }
    known.values_mut().for_each(|rows| rows.sort_by_key(|row| row.get(Column::PaymentId)));
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for mut rows in nameless.into_values() {
        let twins = twins(&incoming.rows, &rows).flatten().collect::<BTreeSet<usize>>();
        rows.retain(|row| !twins.contains(row));
        // What says all the same comes before what says more.
        for may_fill in [false, true] {
            rows.retain(|&i| {
                let row = incoming.rows.row(i);
                let is_said = |known: &PlainRow<'_>| {
                    let may_differ = |column: Column| may_fill && fills(FileRole::Payments, column, *known);
                    differing(row, *known).into_iter().all(may_differ)
                };
                let Some(alike) = known.get_mut(&key(row)) else { return true };
                let Some(place) = alike.iter().position(is_said) else { return true };
                ids.insert(i, alike.remove(place).get(Column::PaymentId).to_owned());
                false
            });
        }
    }
    incoming.rewrite(|i, column| if column == Column::PaymentId { ids.remove(&i) } else { None });
}

/// Gives an id to every payment that has none still.
///
/// In a list that shows all there is of its invoices it is that of the payment that the list no longer shows, so that
/// it is seen to contradict it; not of one that gives way (`replaced`). Any other gets the next free number of its
/// invoice.
///
/// Returns a finding and the rows for each two that say the same: whether it is one payment or two, nobody can tell.
pub fn name_payments(
    incoming: &mut IncomingRows,
    lists: &[String],
    file: Option<&CsvFile>,
    replaced: impl Fn(&str) -> bool,
) -> Vec<(Diagnostic, [usize; 2])> {
    let nameless = nameless(&incoming.rows);
    if nameless.is_empty() {
        return Vec::new();
    }
    let columns = incoming.rows.columns().to_vec();
    let (old, _) = file.map_or_else(|| (PlainRows::new(columns.clone()), Vec::new()), |file| file.rows(&columns));
    let told: BTreeSet<&str> = incoming.rows.iter().map(|row| row.get(Column::PaymentId)).collect();
    let mut used: BTreeSet<String> =
        old.iter().map(|row| row.get(Column::PaymentId)).chain(told.iter().copied()).map(str::to_owned).collect();
    let mut unshown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in old.iter().filter(|row| incoming.is_snapshot && nameless.contains_key(base(*row))) {
        let (base, id) = (base(row), row.get(Column::PaymentId));
        if number_of(base, id).is_some() && !told.contains(id) && !replaced(id) {
            unshown.entry(base).or_default().push(id);
        }
    }
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for (base, rows) in nameless {
        let pairs = twins(&incoming.rows, &rows);
        findings.extend(pairs.map(|[first, second]| (twice(incoming, lists, second, first), [first, second])));
        let mut unshown = unshown.remove(base).unwrap_or_default();
        unshown.sort_unstable();
        let mut unshown = unshown.into_iter();
        let mut number = 0_u32;
        for i in rows {
            let id = unshown.next().map(str::to_owned).unwrap_or_else(|| {
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
    findings
}

/// Returns the payments without an id by what it is to begin with, each by what they say, not by their place.
fn nameless(rows: &PlainRows) -> BTreeMap<&str, Vec<usize>> {
    let mut nameless: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    if !rows.columns().contains(&Column::PaymentId) {
        return nameless;
    }
    for (i, row) in rows.iter().enumerate() {
        // Without a base, it is said to lack its id and party when the rows are judged.
        if row.get(Column::PaymentId).is_empty() && !base(row).is_empty() {
            nameless.entry(base(row)).or_default().push(i);
        }
    }
    nameless.values_mut().for_each(|theirs| theirs.sort_by(|&a, &b| rows.row(a).said().cmp(rows.row(b).said())));
    nameless
}

/// Returns each two rows that say the same, of rows in the order of what they say.
fn twins<'a>(all: &'a PlainRows, rows: &'a [usize]) -> impl Iterator<Item = [usize; 2]> + 'a {
    let pairs = rows.windows(2).map(|pair| [pair[0], pair[1]]);
    pairs.filter(|&[a, b]| all.row(a).said().eq(all.row(b).said()))
}

fn key(row: PlainRow<'_>) -> Key<'_> {
    (base(row), row.get(Column::Date), comparable(Column::Amount, row.get(Column::Amount)))
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
