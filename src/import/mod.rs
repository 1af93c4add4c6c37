//! What other programs, banks and platforms give becomes rows of ours.
//!
//! ```text
//! files ──readers::of──▶ a Reader per kind ──▶ Incoming (plain rows, each with its place)
//!                     ──join (files that speak of the same)──▶ Incoming ──merge──▶ Changes of each file of the folder
//! ```
//!
//! Nothing here writes: `cli` does, once the folder with its changes reads without error and the control agrees.
//!
//! # How a reader is plugged in
//!
//! A format has a module of its own here and a [`source::Reader`] in [`readers::READERS`]: its kind, a function that
//! tells from the content of a file whether it is of that kind (`Err` says why not), and one that reads all files of
//! that kind of a run into an [`Incoming`]:
//!
//! - [`Incoming::lists`] and [`Incoming::sources`] get one entry per file, in the order of the files;
//! - [`Incoming::files`] gets rows in plain form (ISO dates, point decimals) for `customers.csv`, `invoices.csv`,
//!   `payments.csv` and `events.csv`, with the place of each (`add_row` of [`IncomingRows`]); payments may come without
//!   an id, events may not;
//! - what cannot be read is a finding with file and line, its place stands in [`Incoming::refused`], and nothing of
//!   it is among the rows; what is left out on purpose is counted in [`source::SourceReport::left_out`];
//! - where the file says what customers owe, [`Incoming::stated`] holds it: the folder must answer the same.
//!
//! Ids, references, duplicates, signs, terms and currencies are judged by reading the folder with the new rows, and
//! said of the cells of the file: a reader need not check them.

pub mod ahead;
pub mod bank;
mod before;
mod choices;
pub mod control;
mod counted;
mod currencies;
pub mod einvoice;
pub mod fec;
pub mod guessed_encoding;
pub mod held;
pub mod join;
pub mod known;
pub mod lifecycle;
pub mod list;
pub mod mapping;
pub mod merge;
mod namesakes;
mod numbers;
mod payment_ids;
pub mod readers;
mod renaming;
pub mod settle;
pub mod source;
mod spellings;
pub mod sums;
pub mod terms;
#[cfg(test)]
mod testing;
pub mod transfer;
mod unlisted;
pub mod unnamed;
mod unread;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place};
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, PlainRows};
use crate::model::{Amount, Currency, FileRole};

pub use payment_ids::{name_payments, recognise_payments};
use settle::{Settled, UsedCredit};
use source::{Cancelled, Kind, SourceReport, Stated, Undone};

/// The files that are filled, in the order in which they are written: every prefix is a sound folder.
pub const TARGETS: [FileRole; 5] =
    [FileRole::Customers, FileRole::Invoices, FileRole::Payments, FileRole::Events, FileRole::Suspense];

/// What files say, as rows of ours.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The files' names in messages.
    pub lists: Vec<String>,
    /// What is to be told of each of them.
    pub sources: Vec<SourceReport>,
    /// The rows for each of our files.
    pub files: BTreeMap<FileRole, IncomingRows>,
    /// The places of what could not be read: the place of the file in `lists`, and the line.
    pub refused: BTreeSet<(u32, u32)>,
    /// The numbers of the invoices that rows name which could not be read.
    pub refused_invoices: BTreeSet<String>,
    /// What the files say that customers owe.
    pub stated: Vec<Stated>,
    /// The places in `lists` of those without totals, whose amounts are what is left.
    pub balances: BTreeSet<u32>,
    /// What they say was paid so far on invoices, where they do not tell of the single payments.
    pub settled: Vec<Settled>,
    /// The invoices that lists say are cancelled.
    pub cancelled: Vec<Cancelled>,
    /// The payments that lists say failed or were taken back.
    pub undone: Vec<Undone>,
    /// What lists say was used of credit notes that the folder knows.
    pub used_credits: Vec<UsedCredit>,
    /// What was used of those and settles no invoice of its list, nor one of the folder that it no longer names: by the
    /// list's place, customer and currency.
    pub given_back: BTreeMap<(u32, String, Currency), Amount>,
    /// What was used of those on invoices of the folder that the list no longer names, likewise.
    pub absorbed: BTreeMap<(u32, String, Currency), Amount>,
    /// The payments of the folder that give way to rows of the files, which say when they came; with the places of
    /// those.
    pub replaced: BTreeMap<String, Vec<(u32, u32)>>,
    /// What customers have paid into the folder that nothing in the lists was paid with.
    pub credit: BTreeMap<unnamed::Whose, held::Credit>,
    /// Mappings to be completed, for lists of which a column is open.
    pub proposals: Vec<String>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// Whether a file as a whole cannot be read: then no row of it can be trusted.
    pub is_unusable: bool,
}

impl Incoming {
    /// Returns the rows for one of our files, each with where it comes from: the place of its file in `lists`, and its
    /// line.
    pub fn rows_of(&self, role: FileRole) -> impl Iterator<Item = (PlainRow<'_>, (u32, u32))> {
        let rows = self.files.get(&role).into_iter();
        rows.flat_map(|rows| rows.rows.iter().zip(rows.places.iter().copied()))
    }

    /// Returns what a file is, by its place in `lists`.
    pub fn kind_of(&self, list: u32) -> Option<Kind> {
        self.sources.get(list as usize)?.kind
    }

    /// Returns the numbers of the invoices that the files name, in whichever row: one that is refused, or says that it
    /// is cancelled, names its invoice all the same.
    pub fn named_invoices(&self) -> BTreeSet<&str> {
        let rows = self.rows_of(FileRole::Invoices);
        let cancelled = self.cancelled.iter().map(|one| one.number.as_str());
        let refused = self.refused_invoices.iter().map(String::as_str);
        rows.map(|(row, _)| row.get(Column::InvoiceId)).chain(cancelled).chain(refused).collect()
    }
}

/// What files say for one of our files.
#[derive(Clone, Debug, Default)]
pub struct IncomingRows {
    /// The rows that could be read.
    pub rows: PlainRows,
    /// Where each comes from: the place of its file in [`Incoming::lists`], and its line.
    pub places: Vec<(u32, u32)>,
    /// For each file of [`Incoming::lists`] and each column of the rows, the file's name of the column that it comes
    /// from; nothing for a fixed value.
    pub sources: BTreeMap<u32, Vec<Option<String>>>,
    /// How many rows say that there is nothing for this file: a payment without a date.
    pub skipped: usize,
    /// The places of those that could not be read.
    pub refused: Vec<(u32, u32)>,
    /// Whether each row shows all there is of its invoice, payments included: a changed payment is no further one.
    pub is_snapshot: bool,
    /// The files that tell of the same payment again once it is known what it is for: then the invoice that they name,
    /// and their part of the sum, take the place of a row that names none.
    pub corrections: BTreeSet<u32>,
}

impl IncomingRows {
    /// Returns no row yet, of rows with those columns.
    pub fn new(columns: &[Column]) -> IncomingRows {
        IncomingRows { rows: PlainRows::new(columns.to_vec()), ..IncomingRows::default() }
    }

    /// Gives the rows further columns, in which they say nothing so far.
    pub fn widen(&mut self, columns: &[Column]) {
        let lacking: Vec<Column> =
            columns.iter().copied().filter(|column| !self.rows.columns().contains(column)).collect();
        if lacking.is_empty() {
            return;
        }
        let columns: Vec<Column> = self.rows.columns().iter().copied().chain(lacking).collect();
        self.sources.values_mut().for_each(|names| names.resize(columns.len(), None));
        self.rows = std::mem::take(&mut self.rows).with_columns(columns);
    }

    /// Writes cells anew: `change` returns the new text of a cell, or nothing where it stays.
    pub fn rewrite(&mut self, change: impl FnMut(usize, Column) -> Option<String>) {
        self.rows = self.rows.rewritten(change);
    }

    /// Keeps some of the rows alone, in the order in which they are named.
    pub fn keep(&mut self, rows: &[usize]) {
        self.rows = self.rows.pick(rows.iter().copied());
        self.places = rows.iter().map(|&row| self.places[row]).collect();
    }

    /// Adds a row that stands on that line of the file at that place of [`Incoming::lists`].
    pub fn add_row<'a>(&mut self, list: u32, line: u32, cells: impl IntoIterator<Item = &'a str>) {
        self.rows.push(cells);
        self.places.push((list, line));
    }

    /// Drops the columns in which no row says anything.
    pub fn drop_silent_columns(&mut self) {
        let columns = self.rows.columns().to_vec();
        let said: Vec<bool> =
            columns.iter().map(|&column| self.rows.iter().any(|row| !row.get(column).is_empty())).collect();
        let kept = |at: &usize| said[*at];
        let said_columns = (0..columns.len()).filter(kept).map(|at| columns[at]).collect();
        self.rows = std::mem::take(&mut self.rows).with_columns(said_columns);
        for names in self.sources.values_mut() {
            *names = (0..columns.len()).filter(kept).map(|at| names[at].take()).collect();
        }
    }

    /// Returns the place of a cell in its file; of the row, when the file has no such cell.
    pub fn place(&self, lists: &[String], row: usize, column: Option<Column>) -> Place {
        let (list, line) = self.places[row];
        let place = Place::line(&lists[list as usize], line);
        let source = column.and_then(|column| {
            let at = self.rows.columns().iter().position(|&known| known == column)?;
            Some((self.sources.get(&list)?.get(at)?.as_deref()?, self.rows.row(row).get(column)))
        });
        match source {
            Some((name, text)) => place.cell(name, text),
            None => place,
        }
    }
}
