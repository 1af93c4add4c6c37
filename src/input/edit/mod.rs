//! Changes a CSV file of the folder: rows are added or replaced, and every other byte stays as it is.
//!
//! The file keeps its dialect (encoding, delimiter, decimal mark, form of dates, line ends), its unknown columns and
//! their content. This makes the new bytes; `cli` writes them, whole or not at all.

mod chain;
mod events;
mod format;
mod records;
mod rows;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

pub use super::columns::column_name;
pub use chain::{Chain, State, sealed_behind, sealed_for};
pub use events::{Appending, EventRow, append};
pub(super) use format::written_amount;
pub use format::{CellForm, comparable, form};
pub use rows::{PlainRow, PlainRows};
pub use seal::Seal;

use self::records::{Record, cells, records};
use super::columns::{self, Column};
use super::dialect::{DialectFound, LineEnding};
use super::encoding::decode;
use super::faults::Faults;
use super::marks::{AmountColumn, DateColumn};
use super::sheet::Sheet;
use super::source::Source;
use super::table::Next;
use super::text::trim;
use crate::diag::{Diagnostic, Place, code};
use crate::model::FileRole;
use crate::model::dialect::{Declared, Encoding};

/// A file as it stands, or one that is still to be made.
#[derive(Clone, Debug)]
pub struct CsvFile {
    role: FileRole,
    /// The name in messages.
    name: String,
    bytes: Arc<[u8]>,
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

/// A file as it is after some changes.
#[derive(Clone, Debug)]
pub struct After {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The lines on which the added rows begin.
    pub lines: Vec<u32>,
    /// One finding per cell that its encoding or no file should hold: then it is not to be written.
    pub unwritable: Vec<Diagnostic>,
}

impl CsvFile {
    /// Returns a file that is not there yet, in the dialect that we write, with those columns and the required ones.
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
        let entries = columns::of(role).iter().filter(|entry| entry.required || wanted(entry.column));
        let (names, columns): (Vec<&str>, Vec<_>) = entries.map(|entry| (entry.name, Some(entry.column))).unzip();
        let bytes = format!("{}\n", names.join(",")).into_bytes();
        let records = records(&bytes, 0, b',', b'\n');
        let names = names.into_iter().map(str::to_owned).collect();
        CsvFile { role, name: name.to_owned(), bytes: bytes.into(), dialect, columns, records, names }
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
                    for column in &mut amounts {
                        let _ = column.read(&sheet, 0, &mut unread);
                    }
                    for column in &mut dates {
                        let _ = column.read(&sheet, &mut unread);
                    }
                }
            }
        }
        let mut dialect = sheet.table().dialect().clone();
        dialect.decimal = amounts.iter().find_map(AmountColumn::mark);
        dialect.dates = dates.iter().find_map(DateColumn::form);
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
    pub fn bytes(&self) -> &[u8] {
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
                    cell.map_or_else(String::new, |cell| format::plain(column, cell, &self.dialect))
                })
                .collect();
            rows.push(texts.iter().map(String::as_str));
            lines.push(record.line);
        }
        (rows, lines)
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

    /// Returns the file as it is after the changes.
    pub fn after(&self, changes: &Changes) -> After {
        let mut unwritable = Vec::new();
        let new_columns = self.missing(changes);
        let mut bytes = Vec::with_capacity(self.bytes.len() + 96 * changes.added.len());
        if new_columns.is_empty() && changes.replacing.is_empty() && changes.removed_lines.is_empty() {
            bytes.extend_from_slice(&self.bytes);
        } else {
            self.rewrite(&new_columns, changes, &mut bytes, &mut unwritable);
        }
        if !matches!(bytes.last(), None | Some(b'\n' | b'\r')) {
            bytes.extend_from_slice(self.dialect.line_ending.text().as_bytes());
        }
        let mut all = self.columns.clone();
        let at = self.place_of_new(all.len());
        all.splice(at..at, new_columns.iter().map(|&column| Some(column)));
        let mut line = 1 + self.lines(&bytes);
        let mut lines = Vec::with_capacity(changes.added.len());
        for row in changes.added.iter() {
            lines.push(line);
            let cells: Vec<Vec<u8>> = all.iter().map(|column| self.cell(*column, row, line, &mut unwritable)).collect();
            let from = bytes.len();
            self.write_record(&cells, &mut bytes);
            line += self.lines(&bytes[from..]);
        }
        After { bytes, lines, unwritable }
    }

    /// Returns the columns that the changes need and the file lacks, in the order of the table.
    fn missing(&self, changes: &Changes) -> Vec<Column> {
        let lacking = columns::of(self.role).iter().map(|entry| entry.column);
        lacking.filter(|column| !self.columns.contains(&Some(*column)) && changes.says(*column)).collect()
    }

    /// Copies the file, with the new columns at the end of each row, the replaced rows in their places, and without
    /// those that go away.
    fn rewrite(&self, new: &[Column], changes: &Changes, out: &mut Vec<u8>, unwritable: &mut Vec<Diagnostic>) {
        let replacing: BTreeMap<u32, PlainRow<'_>> =
            changes.replaced_lines.iter().copied().zip(changes.replacing.iter()).collect();
        let mut copied = 0;
        for (i, record) in self.records.iter().enumerate() {
            out.extend_from_slice(&self.bytes[copied..record.bytes.start]);
            copied = record.bytes.end;
            if i > 0 && changes.removed_lines.contains(&record.line) {
                let ends = self.bytes[copied..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
                copied += ends.count().min(self.dialect.line_ending.text().len());
                continue;
            }
            let old = &self.bytes[record.bytes.clone()];
            if let (true, Some(row)) = (i > 0, replacing.get(&record.line)) {
                let mut cells = cells(old, self.dialect.delimiter);
                cells.resize(cells.len() + self.cells_lacking(old), Vec::new());
                for (place, column) in self.columns.iter().enumerate() {
                    let says = |column: Column| !row.get(column).is_empty() || changes.emptied.contains(&column);
                    if place < cells.len() && column.is_some_and(says) {
                        cells[place] = self.cell(*column, *row, record.line, unwritable);
                    }
                }
                let at = self.place_of_new(cells.len());
                cells.splice(at..at, new.iter().map(|&column| self.cell(Some(column), *row, record.line, unwritable)));
                self.write_record(&cells, out);
                out.truncate(out.len() - self.dialect.line_ending.text().len());
                continue;
            }
            out.extend_from_slice(old);
            let delimiter = self.dialect.delimiter;
            if !new.is_empty() {
                out.extend(std::iter::repeat_n(delimiter, self.cells_lacking(old)));
            }
            for column in new {
                let name = if i == 0 { column_name(self.role, *column) } else { "" };
                if self.dialect.trailing_delimiter {
                    out.extend(name.bytes().chain([delimiter]));
                } else {
                    out.extend([delimiter].into_iter().chain(name.bytes()));
                }
            }
        }
        out.extend_from_slice(&self.bytes[copied..]);
    }

    /// Returns the bytes of one cell, not yet quoted, of a row that begins on that line.
    fn cell(&self, column: Option<Column>, row: PlainRow<'_>, line: u32, unwritable: &mut Vec<Diagnostic>) -> Vec<u8> {
        let Some(column) = column else { return Vec::new() };
        let plain = row.get(column);
        if plain.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            unwritable.push(self.steering(column, plain, line));
        }
        let text = format::written(column, plain, &self.dialect);
        let encoding = match self.dialect.encoding {
            Encoding::Utf8 => return text.into_owned().into_bytes(),
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Iso8859_15 => ISO_8859_15,
        };
        let (bytes, _, has_failed) = encoding.encode(&text);
        if has_failed {
            unwritable.push(self.unwritable(column, plain, line));
        }
        bytes.into_owned()
    }

    fn unwritable(&self, column: Column, text: &str, line: u32) -> Diagnostic {
        let encoding = if self.dialect.encoding == Encoding::Windows1252 { "Windows-1252" } else { "ISO-8859-15" };
        Diagnostic::new(
            code::write::LETTER_UNWRITABLE,
            format!("{} is in {encoding}, which lacks a letter of this text", self.name),
            format!("{} est en {encoding}, à qui il manque une lettre de ce texte", self.name),
        )
        .at(Place::line(&self.name, line).cell(column_name(self.role, column), text))
        .help("save the file as UTF-8 first", "enregistrez d'abord le fichier en UTF-8")
    }

    fn steering(&self, column: Column, text: &str, line: u32) -> Diagnostic {
        Diagnostic::new(
            code::write::CONTROL_CHARACTER,
            "this text holds a control character, which steers a terminal instead of being read",
            "ce texte contient un caractère de contrôle, qui commande un terminal au lieu d'être lu",
        )
        .at(Place::line(&self.name, line).cell(column_name(self.role, column), text))
        .help("take the character out", "retirez ce caractère")
    }

    /// Returns how many cells a row lacks to be as wide as the header: a row may leave out the cell of a last column that
    /// has no name. New cells would stand in its place.
    fn cells_lacking(&self, record: &[u8]) -> usize {
        let is_nameless = self.names.last().is_some_and(String::is_empty);
        if !is_nameless || self.dialect.trailing_delimiter {
            return 0;
        }
        self.columns.len().saturating_sub(cells(record, self.dialect.delimiter).len())
    }

    /// Returns where new columns go in a row of that many cells: at its end, but before the empty cell that a trailing
    /// delimiter makes.
    fn place_of_new(&self, cells: usize) -> usize {
        if self.dialect.trailing_delimiter && cells == self.columns.len() { cells - 1 } else { cells }
    }

    fn write_record(&self, cells: &[Vec<u8>], out: &mut Vec<u8>) {
        records::write(cells, self.dialect.delimiter, self.dialect.line_ending.text(), out);
    }

    /// Returns how many lines end in those bytes.
    fn lines(&self, bytes: &[u8]) -> u32 {
        let end = newline(&self.dialect);
        bytes.iter().filter(|&&byte| byte == end).count() as u32
    }
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
