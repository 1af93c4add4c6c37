//! Changes a CSV file of the folder: rows are added or replaced, and every other byte stays as it is.
//!
//! The file keeps its dialect (encoding, delimiter, decimal mark, form of dates, line ends), its unknown columns and
//! their content. This makes the new bytes; `cli` writes them, whole or not at all.

mod after;
mod chain;
mod events;
mod format;
mod records;
mod rows;
mod seal;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use super::columns::column_name;
pub use after::After;
pub use chain::{Chain, State, sealed_behind, sealed_for};
pub use events::{Appending, EventRow, append};
pub(super) use format::written_amount;
pub use format::{CellForm, comparable, form};
pub use rows::{PlainRow, PlainRows};
pub use seal::Seal;

use self::records::{Record, cells, records};
use super::columns::{self, Column};
use super::dialect::{DateForm, DialectFound, LineEnding};
use super::encoding::decode;
use super::faults::Faults;
use super::marks::{AmountColumn, DateColumn};
use super::sheet::Sheet;
use super::source::{Bytes, Source};
use super::table::Next;
use super::text::trim;
use crate::diag::{Diagnostic, Place};
use crate::model::FileRole;
use crate::model::dialect::{DecimalMark, Declared, Encoding};

/// A file as it stands, or one that is still to be made.
#[derive(Clone, Debug)]
pub struct CsvFile {
    role: FileRole,
    /// The name in messages.
    name: String,
    bytes: Bytes,
    dialect: DialectFound,
    /// What each column of the file means; nothing for a column that is not ours.
    columns: Vec<Option<Column>>,
    /// What the header calls each column.
    names: Vec<String>,
    /// The header, then the rows.
    records: Vec<Record>,
}

/// What is to be done to a file.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Rows to add at the end, in this order.
    pub added: PlainRows,
    /// Rows whose cells are written anew; what they say nothing about stays.
    pub replacing: PlainRows,
    /// For each of those, the line on which the row begins that it replaces.
    pub replaced_lines: Vec<u32>,
    /// The columns that such a row empties where it says nothing.
    pub emptied: Vec<Column>,
    /// The lines on which rows begin that go away.
    pub removed_lines: Vec<u32>,
}

impl Changes {
    /// Tells whether the file stays as it is.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.replacing.is_empty() && self.removed_lines.is_empty()
    }

    /// Tells whether a row says something in a column.
    fn says(&self, column: Column) -> bool {
        let says =
            |rows: &PlainRows| rows.columns().contains(&column) && rows.iter().any(|row| !row.get(column).is_empty());
        says(&self.added) || says(&self.replacing)
    }
}

impl CsvFile {
    /// Returns a file that is not there yet, in the dialect that we write, with those columns and the required ones;
    /// all of `suspense.csv`, where a person fills in what no statement says.
    pub fn new(role: FileRole, name: &str, wanted: impl Fn(Column) -> bool) -> CsvFile {
        let dialect = DialectFound {
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            delimiter: b',',
            line_ending: LineEnding::Lf,
            final_newline: true,
            decimal: None,
            dates: None,
            trailing_delimiter: false,
        };
        let is_wanted = |column| role == FileRole::Suspense || wanted(column);
        let entries = columns::of(role).iter().filter(|entry| entry.required || is_wanted(entry.column));
        let (names, columns): (Vec<&str>, Vec<_>) = entries.map(|entry| (entry.name, Some(entry.column))).unzip();
        let bytes = format!("{}\n", names.join(",")).into_bytes();
        let records = records(&bytes, 0, b',', b'\n');
        let names = names.into_iter().map(str::to_owned).collect();
        CsvFile { role, name: name.to_owned(), bytes: Arc::new(bytes), dialect, columns, records, names }
    }

    /// Reads a file as it stands.
    ///
    /// # Errors
    /// Returns what keeps its dialect or its columns from being known.
    pub fn of(role: FileRole, source: Source, declared: Declared) -> Result<CsvFile, Vec<Diagnostic>> {
        let mut faults = Faults::default();
        match CsvFile::read(role, source, declared, &mut faults) {
            Some(file) if !faults.is_fatal() => Ok(file),
            _ => Err(faults.into_list()),
        }
    }

    fn read(role: FileRole, source: Source, declared: Declared, faults: &mut Faults) -> Option<CsvFile> {
        let name = source.name.clone();
        // What is looked at and what is changed are the same bytes, whatever becomes of the file meanwhile.
        let (source, bytes) = source.in_memory().map_err(|finding| faults.fatal(*finding)).ok()?;
        let mut sheet = Sheet::open(source, role, declared, faults)?;
        let header_line = sheet.line();
        let has = |sheet: &Sheet, wanted| {
            let columns = columns::of(role).iter().map(|entry| entry.column);
            columns.filter(|&column| form(column) == wanted && sheet.has(column)).collect::<Vec<_>>()
        };
        let mut amounts: Vec<AmountColumn> = has(&sheet, CellForm::Amount)
            .into_iter()
            .map(|column| AmountColumn::new(column, declared.decimal))
            .collect();
        let mut dates: Vec<DateColumn> = has(&sheet, CellForm::Date)
            .into_iter()
            .map(|column| DateColumn::new(column, declared.date_order))
            .collect();
        // Cells that cannot be read are the reader's business; here they tell nothing.
        let mut unread = Faults::default();
        // A last column without a name is what a delimiter at the end of each line makes, unless a row fills it.
        let last = sheet.table().names().len() - 1;
        let mut is_last_filled = false;
        loop {
            match sheet.next(faults) {
                Next::End => break,
                Next::Misfit => {}
                Next::Row => {
                    is_last_filled |= !sheet.table().at(last).is_empty();
                    let currency = sheet.currency(&mut unread).ok().flatten();
                    for column in &mut amounts {
                        let _ = column.read(&sheet, 0, currency, &mut unread);
                    }
                    for column in &mut dates {
                        let _ = column.read(&sheet, &mut unread);
                    }
                }
            }
        }
        let mut dialect = dialect_of(&sheet, &amounts, &dates, declared);
        dialect.trailing_delimiter &= !is_last_filled;
        let names = sheet.table().names().to_vec();
        let meaning = |name: &String| {
            let known = columns::of(role).iter().map(|entry| entry.column);
            known.into_iter().find(|&column| sheet.has(column) && sheet.name(column) == name.as_str())
        };
        let columns: Vec<Option<Column>> = names.iter().map(meaning).collect();
        let start = if dialect.byte_order_mark { 3 } else { 0 };
        let mut records = records(&bytes, start, dialect.delimiter, newline(&dialect));
        // What precedes the header (`sep=;`, blank cells) is no row.
        records.retain(|record| record.line >= header_line);
        Some(CsvFile { role, name, bytes, dialect, columns, records, names })
    }

    /// Returns the file's name in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what a column of the header means, a column that is still to be added included.
    pub fn meaning(&self, name: &str) -> Option<Column> {
        let there = self.names.iter().position(|known| known == name).and_then(|place| self.columns[place]);
        there.or_else(|| columns::of(self.role).iter().find(|entry| entry.name == name).map(|entry| entry.column))
    }

    /// Returns the bytes as they stand.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns what the file's rows say in some columns, and the line on which each begins.
    pub fn rows(&self, wanted: &[Column]) -> (PlainRows, Vec<u32>) {
        let mut rows = PlainRows::new(wanted.to_vec());
        let mut lines = Vec::with_capacity(self.records.len().saturating_sub(1));
        let places: Vec<Option<usize>> =
            wanted.iter().map(|&column| self.columns.iter().position(|&known| known == Some(column))).collect();
        for record in self.records.iter().skip(1) {
            let cells = cells(&self.bytes[record.bytes.clone()], self.dialect.delimiter);
            let texts: Vec<String> = places
                .iter()
                .zip(wanted)
                .map(|(place, &column)| {
                    let cell = place.and_then(|place| cells.get(place));
                    cell.map_or_else(String::new, |cell| format::plain_cell(column, cell, &self.dialect))
                })
                .collect();
            rows.push(texts.iter().map(String::as_str));
            lines.push(record.line);
        }
        (rows, lines)
    }

    /// Returns the line on which the first row begins that has a text in a column.
    pub fn line_of(&self, column: Column, text: &str) -> Option<u32> {
        let (rows, lines) = self.rows(&[column]);
        let place = rows.iter().position(|row| row.get(column) == text)?;
        Some(lines[place])
    }

    /// Returns the place of a cell, by the line on which its row begins.
    pub fn place(&self, line: u32, column: Column) -> Place {
        let place = Place::line(&self.name, line);
        let Some(at) = self.columns.iter().position(|&known| known == Some(column)) else { return place };
        let record = self.records.iter().find(|record| record.line == line);
        let cells = record.map(|record| cells(&self.bytes[record.bytes.clone()], self.dialect.delimiter));
        let text = cells.as_ref().and_then(|cells| cells.get(at)).map(|cell| decode(trim(cell), self.dialect.encoding));
        place.cell(&self.names[at], text.unwrap_or_default())
    }
}

/// Returns how a file is written, its amounts and days as far as they show it.
fn dialect_of(sheet: &Sheet, amounts: &[AmountColumn], dates: &[DateColumn], declared: Declared) -> DialectFound {
    let mut dialect = sheet.table().dialect().clone();
    // What parts its cells by semicolons has a comma before its cents and the day first, as French spreadsheets
    // save it: whoever goes on typing there types it so, and a point beside a comma would make the file unreadable.
    let is_french = dialect.delimiter == b';';
    let shown = amounts.iter().find_map(AmountColumn::mark).or_else(|| amounts.iter().find_map(AmountColumn::leaning));
    dialect.decimal = shown.or(is_french.then_some(DecimalMark::Comma));
    let day_first = || is_french.then(|| DateForm::Slash(declared.date_order.unwrap_or_default()));
    dialect.dates = dates.iter().find_map(DateColumn::form).or_else(day_first);
    dialect
}

#[cfg(test)]
impl CsvFile {
    /// Reads the file at a path.
    pub(crate) fn open(
        role: FileRole,
        path: &std::path::Path,
        name: &str,
        declared: Declared,
    ) -> Result<CsvFile, Vec<Diagnostic>> {
        CsvFile::of(role, Source::open(path, name).map_err(|finding| vec![*finding])?, declared)
    }
}

/// Returns the byte by which lines are counted.
fn newline(dialect: &DialectFound) -> u8 {
    if dialect.line_ending == LineEnding::Cr { b'\r' } else { b'\n' }
}
