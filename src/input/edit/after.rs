//! What a file holds after some changes: the bytes that stay, and the cells that are written anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

use super::records::{self, cells};
use super::rows::PlainRow;
use super::{Changes, CsvFile, format, newline};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::{self, Column, column_name};
use crate::input::source::Bytes;
use crate::model::dialect::Encoding;

/// A file as it is after some changes.
#[derive(Clone, Debug)]
pub struct After {
    /// What it holds.
    pub bytes: Bytes,
    /// The lines on which the added rows begin.
    pub lines: Vec<u32>,
    /// The lines on which those begin whose cells are written anew.
    pub replaced_lines: Vec<u32>,
    /// Whether the rows that were there begin on the lines where they began.
    pub keeps_lines: bool,
    /// One finding per cell that its encoding or no file should hold: then it is not to be written.
    pub unwritable: Vec<Diagnostic>,
}

impl CsvFile {
    /// Returns the file as it is after the changes.
    pub fn after(&self, changes: &Changes) -> After {
        let mut unwritable = Vec::new();
        let new_columns = self.missing(changes);
        let mut bytes = Vec::with_capacity(self.bytes.len() + 96 * changes.added.len());
        let stays = new_columns.is_empty() && changes.replacing.is_empty() && changes.removed_lines.is_empty();
        let (keeps_lines, replaced_lines) = if stays {
            bytes.extend_from_slice(&self.bytes);
            (true, Vec::new())
        } else {
            self.rewrite(&new_columns, changes, &mut bytes, &mut unwritable)
        };
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
            let from = bytes.len();
            for (place, &column) in all.iter().enumerate() {
                let start = records::begin_cell(place, self.dialect.delimiter, &mut bytes);
                self.write_cell(column, row, line, &mut bytes, &mut unwritable);
                records::end_cell(start, all.len() == 1, self.dialect.delimiter, &mut bytes);
            }
            bytes.extend_from_slice(self.dialect.line_ending.text().as_bytes());
            line += self.lines(&bytes[from..]);
        }
        After { bytes: Arc::new(bytes), lines, replaced_lines, keeps_lines, unwritable }
    }

    /// Returns the columns that the changes need and the file lacks, in the order of the table.
    fn missing(&self, changes: &Changes) -> Vec<Column> {
        let lacking = columns::of(self.role).iter().map(|entry| entry.column);
        lacking.filter(|column| !self.columns.contains(&Some(*column)) && changes.says(*column)).collect()
    }

    /// Copies the file, with the new columns at the end of each row, the replaced rows in their places, and without
    /// those that go away; a row that is written anew does not. Tells whether the rows that stay begin on the lines
    /// where they began, and on which the replaced ones do.
    fn rewrite(
        &self,
        new: &[Column],
        changes: &Changes,
        out: &mut Vec<u8>,
        unwritable: &mut Vec<Diagnostic>,
    ) -> (bool, Vec<u32>) {
        let replacing: BTreeMap<u32, PlainRow<'_>> =
            changes.replaced_lines.iter().copied().zip(changes.replacing.iter()).collect();
        let gone = changes.removed_lines.iter().copied().filter(|line| !replacing.contains_key(line));
        let removed: BTreeSet<u32> = gone.collect();
        let (mut copied, mut keeps_lines) = (0, removed.is_empty());
        // How far the lines of what is written were counted, and where each replaced row begins among them.
        let (mut counted, mut line, mut moved) = (0, 1, BTreeMap::new());
        for (i, record) in self.records.iter().enumerate() {
            out.extend_from_slice(&self.bytes[copied..record.bytes.start]);
            copied = record.bytes.end;
            if i > 0 && removed.contains(&record.line) {
                let ends = self.bytes[copied..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
                copied += ends.count().min(self.dialect.line_ending.text().len());
                continue;
            }
            let old = &self.bytes[record.bytes.clone()];
            if let (true, Some(row)) = (i > 0, replacing.get(&record.line)) {
                line += self.lines(&out[counted..]);
                counted = out.len();
                moved.insert(record.line, line);
                let cells = self.replaced(old, (*row, line), new, changes, unwritable);
                let from = out.len();
                self.write_record(&cells, out);
                out.truncate(out.len() - self.dialect.line_ending.text().len());
                keeps_lines &= self.lines(&out[from..]) == self.lines(old);
                continue;
            }
            out.extend_from_slice(old);
            self.widen(old, i == 0, new, out);
        }
        out.extend_from_slice(&self.bytes[copied..]);
        (keeps_lines, changes.replaced_lines.iter().filter_map(|line| moved.get(line).copied()).collect())
    }

    /// Returns the cells of a row that takes the place of another one and begins on that line.
    fn replaced(
        &self,
        old: &[u8],
        (row, line): (PlainRow<'_>, u32),
        new: &[Column],
        changes: &Changes,
        unwritable: &mut Vec<Diagnostic>,
    ) -> Vec<Vec<u8>> {
        let mut cells = cells(old, self.dialect.delimiter);
        cells.resize(cells.len() + self.cells_lacking(old), Vec::new());
        for (place, column) in self.columns.iter().enumerate() {
            let says = |column: Column| !row.get(column).is_empty() || changes.emptied.contains(&column);
            if place < cells.len() && column.is_some_and(says) {
                cells[place] = self.cell(*column, row, line, unwritable);
            }
        }
        let at = self.place_of_new(cells.len());
        cells.splice(at..at, new.iter().map(|&column| self.cell(Some(column), row, line, unwritable)));
        cells
    }

    /// Adds the cells of new columns behind a record that stays: the names behind the header, empty ones behind a row.
    fn widen(&self, record: &[u8], is_header: bool, new: &[Column], out: &mut Vec<u8>) {
        let delimiter = self.dialect.delimiter;
        if !new.is_empty() {
            out.extend(std::iter::repeat_n(delimiter, self.cells_lacking(record)));
        }
        for column in new {
            let name = if is_header { column_name(self.role, *column) } else { "" };
            if self.dialect.trailing_delimiter {
                out.extend(name.bytes().chain([delimiter]));
            } else {
                out.extend([delimiter].into_iter().chain(name.bytes()));
            }
        }
    }

    /// Returns the bytes of one cell, not yet quoted, of a row that begins on that line.
    fn cell(&self, column: Option<Column>, row: PlainRow<'_>, line: u32, unwritable: &mut Vec<Diagnostic>) -> Vec<u8> {
        let mut cell = Vec::new();
        self.write_cell(column, row, line, &mut cell, unwritable);
        cell
    }

    /// Adds the bytes of one cell, not yet quoted, of a row that begins on that line.
    fn write_cell(
        &self,
        column: Option<Column>,
        row: PlainRow<'_>,
        line: u32,
        out: &mut Vec<u8>,
        unwritable: &mut Vec<Diagnostic>,
    ) {
        let Some(column) = column else { return };
        let plain = row.get(column);
        if has_steering(plain) {
            unwritable.push(self.steering(column, plain, line));
        }
        let text = format::written(column, plain, &self.dialect);
        let encoding = match self.dialect.encoding {
            Encoding::Utf8 => return out.extend_from_slice(text.as_bytes()),
            Encoding::Windows1252 => WINDOWS_1252,
            Encoding::Iso8859_15 => ISO_8859_15,
        };
        let (bytes, _, has_failed) = encoding.encode(&text);
        if has_failed {
            unwritable.push(self.unwritable(column, plain, line));
        }
        out.extend_from_slice(&bytes);
    }

    fn unwritable(&self, column: Column, text: &str, line: u32) -> Diagnostic {
        let encoding = if self.dialect.encoding == Encoding::Windows1252 { "Windows-1252" } else { "ISO-8859-15" };
        Diagnostic::new(
            code::write::LETTER_UNWRITABLE,
            format!("{} is in {encoding}, which lacks a letter of this text", self.name),
            format!("{} est en {encoding}, à qui il manque une lettre de ce texte", self.name),
        )
        .at(Place::line(&self.name, line).cell(column_name(self.role, column), text))
        .help("save the file as UTF-8 first", "enregistrer d'abord le fichier en UTF-8")
    }

    fn steering(&self, column: Column, text: &str, line: u32) -> Diagnostic {
        Diagnostic::new(
            code::write::CONTROL_CHARACTER,
            "this text holds a control character, which steers a terminal instead of being read",
            "ce texte contient un caractère de contrôle, qui commande un terminal au lieu d'être lu",
        )
        .at(Place::line(&self.name, line).cell(column_name(self.role, column), text))
        .help("take the character out", "retirer ce caractère")
    }

    /// Returns how many cells a row lacks to be as wide as the header: a row may leave out the cell of a last column
    /// that has no name. New cells would stand in its place.
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

/// Tells whether a text has control characters beside tabs and the ends of lines.
fn has_steering(text: &str) -> bool {
    // Nearly no text is worth a closer look.
    let is_plain = text.bytes().fold(true, |all, byte| all & (b' '..0x7f).contains(&byte));
    !is_plain && text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}
