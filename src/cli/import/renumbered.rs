//! Invoices that a list has under new numbers: the folder's of the same customer, days and sum would count twice.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::found::Found;
use crate::diag::{Diagnostic, Place, code};
use crate::import::source::{Folder, Kind};
use crate::import::{Incoming, IncomingRows};
use crate::input::columns::Column;
use crate::model::{Amount, Currency, CustomerId, Date, FileRole, InvoiceKind, InvoiceNo, Ledger, several};

/// How many of them are named.
const NAMED: usize = 3;

/// What two invoices of one sale have in common: whose it is, issued and due when, and the sum.
type Sale = (CustomerId, Date, Date, Currency, Amount);

/// An invoice that a list brings, and the folder's that it may be.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// The row of the list.
    row: usize,
    new: InvoiceNo,
    /// The number that the folder has.
    pub old: InvoiceNo,
}

/// Returns the invoices that lists bring in and that the folder may have had under other numbers, which no list names;
/// each stands for one.
pub fn pairs(incoming: &Incoming, found: &Found<'_>, ledger: &Ledger, before: &dyn Folder) -> Vec<Pair> {
    let Some(rows) = incoming.files.get(&FileRole::Invoices) else { return Vec::new() };
    let mut news: Vec<(usize, InvoiceNo)> = new_numbers(incoming, rows, before)
        .filter_map(|row| Some((row, ledger.invoice(found.item(row)?).number)))
        .collect();
    if news.is_empty() {
        return Vec::new();
    }
    let named = incoming.named_invoices();
    let mut olds: BTreeMap<Sale, Vec<InvoiceNo>> = BTreeMap::new();
    for item in ledger.items() {
        let number = ledger.invoice(item).number;
        if !named.contains(ledger.number(number))
            && let Some(sale) = sale(ledger, number)
        {
            olds.entry(sale).or_default().push(number);
        }
    }
    // The order of rows decides nothing: the first number is the first number's.
    news.sort_by_key(|&(_, new)| ledger.number(new));
    olds.values_mut().for_each(|numbers| numbers.sort_by_key(|&old| Reverse(ledger.number(old))));
    let pair = |(row, new)| Some(Pair { row, new, old: olds.get_mut(&sale(ledger, new)?)?.pop()? });
    news.into_iter().filter_map(pair).collect()
}

/// Returns the rows of lists whose invoices the folder did not have.
fn new_numbers<'a>(
    incoming: &'a Incoming,
    rows: &'a IncomingRows,
    before: &'a dyn Folder,
) -> impl Iterator<Item = usize> + 'a {
    let of_list = |list: u32| incoming.kind_of(list) == Some(Kind::List);
    let places = rows.rows.iter().zip(&rows.places).enumerate();
    let new = places
        .filter(move |(_, (row, place))| of_list(place.0) && before.invoice(row.get(Column::InvoiceId)).is_none());
    new.map(|(at, _)| at)
}

/// Returns what an invoice of one row is of; nothing of instalments, credit notes and other rows.
fn sale(ledger: &Ledger, number: InvoiceNo) -> Option<Sale> {
    let mut rows = ledger.rows_of(number).map(|item| ledger.invoice(item));
    let invoice = rows.next().filter(|invoice| invoice.kind == InvoiceKind::Invoice)?;
    let is_alone = rows.next().is_none();
    is_alone.then_some((invoice.customer, invoice.issue, invoice.due, invoice.currency, invoice.amount))
}

/// Says which they are.
pub fn finding(incoming: &Incoming, pairs: &[Pair], ledger: &Ledger) -> Option<Diagnostic> {
    let rows = incoming.files.get(&FileRole::Invoices)?;
    let first = pairs.first()?;
    let told: Vec<String> =
        pairs.iter().map(|pair| format!("{} ({})", ledger.number(pair.new), ledger.number(pair.old))).collect();
    let names = several(&told, NAMED);
    let (en, fr) = match pairs.len() {
        1 => (
            format!(
                "an invoice of the list has the customer, days and sum of one that the folder has under another number, \
                 and that the list does not name: {}",
                names.en
            ),
            format!(
                "une facture de la liste a le client, les dates et le montant d'une autre que le dossier a sous un autre \
                 numéro, et que la liste ne nomme pas : {}",
                names.fr
            ),
        ),
        count => (
            format!(
                "{count} invoices of the list have the customer, days and sum of others that the folder has under other \
                 numbers, and that the list does not name: {}",
                names.en
            ),
            format!(
                "{count} factures de la liste ont le client, les dates et le montant d'autres que le dossier a sous d'autres \
                 numéros, et que la liste ne nomme pas : {}",
                names.fr
            ),
        ),
    };
    let finding = Diagnostic::new(code::import::INVOICE_RENUMBERED, en, fr).help(
        "both count: where they are one, take the old number's row out of invoices.csv, and write the new number where \
         payments.csv has the old one",
        "les deux comptent : si c'est la même, supprimer de invoices.csv la ligne de l'ancien numéro, et écrire le \
         nouveau dans payments.csv là où l'ancien y figure",
    );
    let (list, line) = rows.places[first.row];
    Some(finding.at(Place::line(&incoming.lists[list as usize], line)))
}
