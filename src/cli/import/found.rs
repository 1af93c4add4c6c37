//! Which invoice or payment of the ledger each row of the files is, once the folder with them was read.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::attempt::Attempt;
use crate::import::Incoming;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::model::{FileRole, ItemId, Ledger, PaymentId};

/// The rows of the files in the ledger.
pub struct Found<'a> {
    incoming: &'a Incoming,
    ledger: &'a Ledger,
    items: Places<'a>,
    payments: Places<'a>,
}

impl<'a> Found<'a> {
    /// Looks for the rows of an import in the ledger of the folder with them.
    pub fn of(attempt: &'a Attempt<'_>, ledger: &'a Ledger) -> Found<'a> {
        let lines = |role: FileRole| attempt.lines.get(&role).map_or(&[][..], Vec::as_slice);
        let rows = |role: FileRole| attempt.incoming.files.get(&role).map(|rows| &rows.rows);
        let item_key = |at: u32| {
            let item = ItemId(at);
            (ledger.number(ledger.invoice(item).number), ledger.instalment(item).unwrap_or(""))
        };
        let row_key = |row: PlainRow<'a>| (row.get(Column::InvoiceId), row.get(Column::Instalment));
        let items = Places {
            rows: rows(FileRole::Invoices),
            row_key,
            by_line: by_line(lines(FileRole::Invoices), ledger.invoices().iter().map(|invoice| invoice.line)),
            count: ledger.invoices().len() as u32,
            key: Box::new(item_key),
            by_key: OnceCell::new(),
        };
        let payments = Places {
            rows: rows(FileRole::Payments),
            row_key: |row| (row.get(Column::PaymentId), ""),
            by_line: by_line(lines(FileRole::Payments), ledger.payment_rows().map(|row| ledger.payment_line(row))),
            count: ledger.payments().len() as u32,
            key: Box::new(|at| (ledger.payment_id(PaymentId(at)), "")),
            by_key: OnceCell::new(),
        };
        Found { incoming: &attempt.incoming, ledger, items, payments }
    }

    /// Returns the item that a row for `invoices.csv` is, the first of several instalments; nothing when it was
    /// refused.
    pub fn item(&self, row: usize) -> Option<ItemId> {
        // The folder may have the invoice of a row that was refused: that is not what the row says.
        let place = self.incoming.files.get(&FileRole::Invoices)?.places.get(row)?;
        if self.incoming.refused.contains(place) {
            return None;
        }
        self.items.get(row).map(ItemId)
    }

    /// Returns the items that a row for `invoices.csv` is: without an instalment, all of its invoice.
    pub fn items(&self, row: usize) -> impl Iterator<Item = ItemId> {
        let item = self.item(row);
        let is_whole = self.items.rows.is_some_and(|rows| rows.row(row).get(Column::Instalment).is_empty());
        let number = item.filter(|_| is_whole).map(|item| self.ledger.invoice(item).number);
        let whole = number.into_iter().flat_map(|number| self.ledger.rows_of(number));
        item.into_iter().filter(move |_| !is_whole).chain(whole)
    }

    /// Returns the payment that a row for `payments.csv` is; nothing when it was refused.
    pub fn payment(&self, row: usize) -> Option<PaymentId> {
        self.payments.get(row).map(PaymentId)
    }
}

/// What names a row of a file: its id, and of an invoice its instalment.
type Key<'a> = (&'a str, &'a str);

/// The rows for one file of the folder, and their places in the ledger.
struct Places<'a> {
    rows: Option<&'a PlainRows>,
    row_key: fn(PlainRow<'a>) -> Key<'a>,
    /// For each row its place, as far as it is known on which line of the folder's file it stands.
    by_line: Vec<Option<u32>>,
    /// How many places there are, and what stands at each.
    count: u32,
    key: Box<dyn Fn(u32) -> Key<'a> + 'a>,
    /// The places by what stands there: for a row that another file has too, or whose file was written anew.
    by_key: OnceCell<BTreeMap<Key<'a>, u32>>,
}

impl Places<'_> {
    fn get(&self, row: usize) -> Option<u32> {
        let by_key = || {
            let wanted = (self.row_key)(self.rows?.row(row));
            let places = || (0..self.count).rev().map(|place| ((self.key)(place), place)).collect();
            // An invoice without an instalment is found by the first that the folder has of it.
            let found = self.by_key.get_or_init(places).range(wanted..).next();
            found.filter(|(key, _)| key.0 == wanted.0 && (wanted.1.is_empty() || key.1 == wanted.1)).map(|(_, at)| *at)
        };
        self.by_line.get(row).copied().flatten().or_else(by_key)
    }
}

/// Returns the place of each row in the ledger; nothing where its line is not known, which is 0 then. `there` are the
/// lines of all places.
fn by_line(lines: &[u32], there: impl Iterator<Item = u32>) -> Vec<Option<u32>> {
    let mut on_line: Vec<Option<u32>> = vec![None; lines.iter().max().map_or(0, |last| *last as usize + 1)];
    for (place, line) in (0..).zip(there) {
        if let Some(here) = on_line.get_mut(line as usize) {
            *here = Some(place);
        }
    }
    lines.iter().map(|&line| on_line[line as usize].filter(|_| line > 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_on_their_lines_and_else_by_their_ids() {
        const LEDGER: [Key<'_>; 4] = [("F-1", ""), ("F-2", ""), ("F-3", "2"), ("F-3", "1")];
        let mut rows = PlainRows::new(vec![Column::InvoiceId, Column::Instalment]);
        for (id, instalment) in [("F-2", ""), ("F-1", ""), ("F-3", "1"), ("F-9", ""), ("F-3", "2"), ("F-3", "")] {
            rows.push([id, instalment]);
        }
        for lines in [&[2, 3, 4, 0, 7][..], &[2, 0, 4], &[]] {
            let places = Places {
                rows: Some(&rows),
                row_key: |row| (row.get(Column::InvoiceId), row.get(Column::Instalment)),
                by_line: by_line(lines, [3, 2, 7, 4].into_iter()),
                count: 4,
                key: Box::new(|at| LEDGER[at as usize]),
                by_key: OnceCell::new(),
            };
            let found: Vec<_> = (0..6).map(|row| places.get(row)).collect();
            assert_eq!(found, [Some(1), Some(0), Some(3), None, Some(2), Some(3)], "{lines:?}");
        }
    }
}
