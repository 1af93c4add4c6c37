//! The rows that a file of the folder has, as new rows look for their own among them.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::{Implied, differing, fills, key, written};
use crate::import::sums::thousandths;
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, PlainRow, PlainRows};
use crate::input::text::Thousandths;
use crate::model::FileRole;
use crate::model::text::Interner;

/// The rows that a file of the folder has.
pub(super) struct Old<'a> {
    pub file: &'a CsvFile,
    pub rows: PlainRows,
    /// The line on which each begins.
    pub lines: Vec<u32>,
    keys: Interner,
    /// The first row of each key.
    firsts: Vec<usize>,
    /// The rows of the invoices that it has in instalments.
    instalments: HashMap<String, Vec<usize>>,
}

/// What the file has of an invoice, where it has not what a row is.
pub(super) enum Beside<'o> {
    Nothing,
    /// Its instalments, of which the row is the whole.
    Instalments(&'o [usize]),
    /// The whole, of which the row is an instalment.
    Whole(usize),
}

impl<'a> Old<'a> {
    pub fn of(role: FileRole, file: &'a CsvFile, columns: &[Column]) -> Old<'a> {
        // A list need not have the column of instalments, and the folder's rows are told apart by it.
        let is_lacking = role == FileRole::Invoices && !columns.contains(&Column::Instalment);
        let columns: Vec<Column> = columns.iter().copied().chain(is_lacking.then_some(Column::Instalment)).collect();
        let (rows, lines) = file.rows(&columns);
        let (mut keys, mut firsts, mut instalments) = (Interner::default(), Vec::new(), HashMap::new());
        for (i, row) in rows.iter().enumerate() {
            if role == FileRole::Invoices && !row.get(Column::Instalment).is_empty() {
                let theirs: &mut Vec<usize> = instalments.entry(row.get(Column::InvoiceId).to_owned()).or_default();
                theirs.push(i);
            }
            if keys.intern(&written(key(role, row))).0 as usize == firsts.len() {
                firsts.push(i);
            }
        }
        Old { file, rows, lines, keys, firsts, instalments }
    }

    /// Returns what the file has of an invoice when it lacks the row itself: its whole row, or its instalments.
    pub fn beside(&self, role: FileRole, row: PlainRow<'_>) -> Beside<'_> {
        let number = row.get(Column::InvoiceId);
        if role != FileRole::Invoices {
            return Beside::Nothing;
        }
        if row.get(Column::Instalment).is_empty() {
            self.instalments.get(number).map_or(Beside::Nothing, |parts| Beside::Instalments(parts))
        } else {
            match self.keys.find(number) {
                Some(whole) => Beside::Whole(self.firsts[whole.0 as usize]),
                None => Beside::Nothing,
            }
        }
    }

    pub fn find(&self, role: FileRole, row: PlainRow<'_>) -> Option<usize> {
        self.keys.find(&written(key(role, row))).map(|id| self.firsts[id.0 as usize])
    }

    /// Returns in which columns a row of a whole invoice says something else than its instalments do together: each may
    /// have a due date and a sum of its own.
    pub fn differing_from_whole(&self, row: PlainRow<'_>, instalments: &[usize], implied: Implied) -> Vec<Column> {
        let role = FileRole::Invoices;
        let parts = || instalments.iter().map(|&part| self.rows.row(part));
        let contradicted = parts().flat_map(|part| {
            let said = differing(row, part).into_iter();
            said.filter(move |&column| !implied.says(role, column, (row, part)) && !fills(role, column, part))
        });
        let mut contradicted: BTreeSet<Column> = contradicted.collect();
        contradicted.remove(&Column::DueDate);
        let sum = parts().map(thousandths).try_fold(0_i64, |sum, part| sum.checked_add(part?.0)).map(Thousandths);
        if sum.is_some() && sum == thousandths(row) {
            contradicted.remove(&Column::Amount);
        }
        contradicted.into_iter().collect()
    }
}
