//! Foreign lists become rows of ours.
//!
//! ```text
//! list ──mapping──▶ Incoming (rows in plain form, each with its place) ──merge──▶ Changes of each file of the folder
//! ```
//!
//! A reader of another format (accounts, bank files, electronic invoices) makes an [`Incoming`] too; what follows is
//! the same for all of them. Nothing here writes: `cli` does, once the folder with its changes reads without error.

pub mod control;
pub mod list;
pub mod mapping;
pub mod merge;
mod payment_ids;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place};
use crate::input::columns::Column;
use crate::input::edit::PlainRows;
use crate::model::FileRole;

pub use payment_ids::name_payments;

/// Is what lists say, as rows of ours.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The lists' names in messages.
    pub lists: Vec<String>,
    /// The rows for each of our files.
    pub files: BTreeMap<FileRole, IncomingRows>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// Whether a list as a whole cannot be read: then no row of it can be trusted.
    pub is_unusable: bool,
}

/// Is what lists say for one of our files.
#[derive(Clone, Debug, Default)]
pub struct IncomingRows {
    /// The rows that could be read.
    pub rows: PlainRows,
    /// Where each comes from: the place of its list in [`Incoming::lists`], and its line.
    pub places: Vec<(u32, u32)>,
    /// For each column of the rows, the list's name of the column it comes from; nothing for a fixed value.
    pub sources: Vec<Option<String>>,
    /// How many rows say that there is nothing for this file: a payment without a date.
    pub skipped: usize,
    /// The places of those that could not be read.
    pub refused: Vec<(u32, u32)>,
    /// Whether each row shows all there is of its invoice, payments included: a changed payment is no further one.
    pub is_snapshot: bool,
}

impl IncomingRows {
    /// Returns the place of a cell in its list; of the row, when the list has no such cell.
    pub fn place(&self, lists: &[String], row: usize, column: Option<Column>) -> Place {
        let (list, line) = self.places[row];
        let place = Place::line(&lists[list as usize], line);
        let source = column.and_then(|column| {
            let at = self.rows.columns().iter().position(|&known| known == column)?;
            Some((self.sources[at].as_deref()?, self.rows.row(row).get(column)))
        });
        match source {
            Some((name, text)) => place.cell(name, text),
            None => place,
        }
    }
}
