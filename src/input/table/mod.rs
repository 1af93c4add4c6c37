//! A CSV file of any header: its dialect, its columns, and its rows one after the other.

mod open;

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2_iter};

use super::Refusal;
use super::dialect::{DateForm, DialectFound, LineEnding};
use super::encoding;
use super::faults::Faults;
use super::header;
use super::messages;
use super::records::{Records, Step};
use super::scan::Scan;
use super::source::Source;
use super::text::{trim, trim_one_byte, without_formula};
use crate::diag::code::input as code;
use crate::model::dialect::{DecimalMark, Declared, Encoding};

/// An open table. [`Table::next`] goes from row to row.
#[derive(Debug)]
pub struct Table {
    source: Source,
    dialect: DialectFound,
    names: Vec<String>,
    places: Vec<Option<usize>>,
    unknown: Vec<usize>,
    start: Start,
    records: Records,
    /// What is declared of a file of which only the head was looked at: the rest is presumed to be plain ASCII too.
    presumed: Option<Declared>,
}

/// Where the header begins: after a byte-order mark and a line `sep=;`.
#[derive(Clone, Copy, Debug)]
struct Start {
    offset: u64,
    lines_before: u32,
}

/// Whether there is another row, and whether it has the header's number of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A row like the header.
    Row,
    /// A row with too few or too many cells, or whose quotes cannot be read: its finding is among the faults.
    Misfit,
    /// No more rows.
    End,
}

impl Table {
    /// Goes to the next row that is not blank. What cannot be read at all goes to `faults` and ends the table.
    pub fn next(&mut self, faults: &mut Faults) -> Next {
        loop {
            let step = self.records.next(&self.source);
            if self.records.is_beyond_printable()
                && let Some(declared) = self.presumed.take()
                && let Err(finding) = self.look_closer(declared)
            {
                *faults = Faults::default();
                faults.fatal(*finding);
                return Next::End;
            }
            match step {
                Ok(Step::Row) => {}
                Ok(Step::End) => return Next::End,
                Ok(Step::BrokenQuote { opened, closed }) => {
                    faults.fatal(messages::quote_unclosed(&self.source.name, opened, closed));
                    return Next::End;
                }
                Ok(Step::StrayText { line }) => {
                    faults.push(messages::quote_invalid(&self.source.name, line));
                    return Next::Misfit;
                }
                Err(finding) => {
                    faults.fatal(*finding);
                    return Next::End;
                }
            }
            let (cells, columns) = (self.records.len(), self.names.len());
            if cells == columns {
                if !self.is_blank() {
                    return Next::Row;
                }
            } else if !self.is_blank() {
                if self.dialect.trailing_delimiter && cells + 1 == columns {
                    return Next::Row;
                }
                self.report_misfit(faults);
                return Next::Misfit;
            }
        }
    }

    /// Looks at all of a file that was presumed to be plain and is not.
    #[cold]
    fn look_closer(&mut self, declared: Declared) -> Result<(), Refusal> {
        let scan = Scan::of(&self.source)?;
        self.dialect.encoding = encoding::decide(&self.source, &scan, declared.encoding)?;
        Ok(())
    }

    #[cold]
    fn report_misfit(&self, faults: &mut Faults) {
        if self.is_conflict_mark() {
            if !faults.has(code::MERGE_CONFLICT) {
                faults.condemn(messages::merge_conflict(&self.source.name, self.records.line()));
            }
        } else if self.is_total() {
            faults.push(messages::total_row(&self.source.name, self.records.line()));
        } else {
            faults.push(messages::field_count(messages::Misfit {
                file: &self.source.name,
                line: self.line(),
                height: self.height(),
                cells: self.cells(),
                columns: self.names.len(),
                delimiter: self.dialect.delimiter,
            }));
        }
    }

    /// Tells whether the row is one of the lines that version control puts between two versions.
    fn is_conflict_mark(&self) -> bool {
        let is_mark = |cell: &[u8]| {
            let mark = cell.first().copied().filter(|byte| b"<=>|".contains(byte));
            mark.is_some_and(|mark| cell.len() >= 7 && cell[..7].iter().all(|&byte| byte == mark))
                && cell.get(7).is_none_or(|&byte| byte == b' ')
        };
        self.records.get(0).is_some_and(is_mark)
    }

    /// Tells whether a cell of the current row calls it a total.
    pub(super) fn is_total(&self) -> bool {
        let says = |cell: &[u8]| {
            let name = header::fold(&self.decode(cell));
            matches!(&*name, "total" | "totaux" | "totalgeneral" | "grandtotal" | "subtotal" | "totals")
                || ["totalclient", "totalfacture", "totalttc", "totaleur", "soustotal"]
                    .iter()
                    .any(|start| name.starts_with(start))
        };
        self.records.iter().any(|cell| says(self.trim(cell)))
    }

    /// Returns the first line inside the current row, but for its own first, that looks like a row. Each is cut into
    /// cells as if no quote had opened before it, and asked about where it has the header's number of cells, as the
    /// first must have for a row to be lost.
    pub(super) fn inner_row(&self, is_row: impl Fn(&[&[u8]]) -> bool) -> Option<u32> {
        let columns = self.names.len();
        // One line at a time, and of a long one no more than shows that it is: a cell may hold millions.
        let (mut line, mut cells): (u32, Vec<&[u8]>) = (self.line(), Vec::new());
        for cell in self.records.iter() {
            let is_tall = cell.contains(&b'\n');
            for (i, part) in cell.split(|&byte| byte == b'\n').enumerate() {
                if i > 0 {
                    match line == self.line() {
                        true if cells.len() != columns => return None,
                        false if cells.len() == columns && is_row(&cells) => return Some(line),
                        _ => {}
                    }
                    line += 1;
                    cells.clear();
                }
                let parts = part.split(|&byte| is_tall && byte == self.dialect.delimiter);
                cells.extend(parts.take(columns + 1 - cells.len()).map(|cell| self.trim(cell)));
            }
        }
        (line > self.line() && cells.len() == columns && is_row(&cells)).then_some(line)
    }

    /// Returns the text of the wanted column `i` in the current row, without the blanks around; empty where the file
    /// has no such column.
    pub fn text(&self, i: usize) -> Cow<'_, str> {
        self.places[i].map_or(Cow::Borrowed(""), |place| self.decode(self.at(place)))
    }

    /// Returns the place of the wanted column `i` in a row, if the file has it.
    pub fn place(&self, i: usize) -> Option<usize> {
        self.places[i]
    }

    /// Returns the bytes at a place of the current row, without the blanks around.
    #[inline]
    pub(super) fn at(&self, place: usize) -> &[u8] {
        self.records.get(place).map_or(b"", |cell| self.trim(cell))
    }

    /// Returns the cell at a place of the current row, if it is known to hold printable ASCII alone, and not to be
    /// empty or to begin or end with a blank.
    #[inline]
    pub(super) fn usual_cell(&self, place: usize) -> Option<&str> {
        let text = self.records.usual_cell(place)?;
        let [first, .., last] = text.as_bytes() else { return None };
        (*first != b' ' && *last != b' ').then_some(text)
    }

    /// Returns the current row, if it was cut from printable ASCII: its cells with what divides them, and where each
    /// ends.
    #[inline]
    pub(super) fn usual_row(&self) -> Option<(&str, &[usize])> {
        self.records.usual_row()
    }

    /// Returns what the cell at a place says, without the blanks around and what keeps it a text in a spreadsheet.
    #[inline]
    pub(super) fn cell(&self, place: usize) -> &[u8] {
        match self.at(place) {
            cell @ [b'=', ..] => self.trim(without_formula(cell)),
            cell => cell,
        }
    }

    /// Returns the text of a cell's bytes, without the blanks around.
    #[inline]
    pub(super) fn decode<'a>(&self, cell: &'a [u8]) -> Cow<'a, str> {
        match str::from_utf8(cell) {
            Ok(text) if self.dialect.encoding == Encoding::Utf8 || cell.is_ascii() => Cow::Borrowed(text),
            _ => encoding::decode(cell, self.dialect.encoding),
        }
    }

    /// Returns the first cell of the current row that is not blank.
    pub(super) fn first_text(&self) -> Cow<'_, str> {
        let first = self.records.iter().map(|cell| self.trim(cell)).find(|cell| !cell.is_empty());
        first.map_or(Cow::Borrowed(""), |cell| self.decode(cell))
    }

    /// Returns the cell of the current row that is not blank; nothing where there are several.
    pub(super) fn only_text(&self) -> Option<Cow<'_, str>> {
        let mut told = self.records.iter().map(|cell| self.trim(cell)).filter(|cell| !cell.is_empty());
        let only = told.next()?;
        told.next().is_none().then(|| self.decode(only))
    }

    /// Returns the text under a name of the header in the current row.
    pub(super) fn under(&self, name: &str) -> Option<String> {
        let place = self.names.iter().position(|known| known == name)?;
        let cell = self.trim(self.records.get(place)?);
        Some(self.decode(cell).into_owned())
    }

    /// Returns the cell without the blanks around that are so in every encoding it can be in.
    #[inline]
    fn trim<'a>(&self, cell: &'a [u8]) -> &'a [u8] {
        if self.dialect.encoding == Encoding::Utf8 { trim(cell) } else { trim_one_byte(cell) }
    }

    fn is_blank(&self) -> bool {
        // Mostly the first letter tells.
        !matches!(self.records.get(0), Some([b'!'..=b'~', ..]))
            && self.records.iter().all(|cell| self.trim(cell).is_empty())
    }

    /// Returns the name of the wanted column `i`, as the header writes it.
    pub fn name(&self, i: usize) -> &str {
        self.places[i].map_or("", |place| &self.names[place])
    }

    /// Returns the line on which the current row begins.
    pub fn line(&self) -> u32 {
        self.records.line()
    }

    /// Returns how many lines the current row spans.
    pub fn height(&self) -> u32 {
        self.records.height()
    }

    /// Returns how many cells the current row has.
    pub fn cells(&self) -> usize {
        self.records.len()
    }

    /// Returns how many bytes the current row takes, quotes aside.
    pub fn row_length(&self) -> usize {
        self.records.iter().map(|cell| cell.len() + 1).sum::<usize>().max(1)
    }

    /// Returns the header's names as written.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the names of the header's columns that nobody wants.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown.iter().map(|&place| self.names[place].as_str())
    }

    /// Returns how the file is written, as far as its header shows; cells show the rest.
    pub fn dialect(&self) -> &DialectFound {
        &self.dialect
    }

    /// Adds to the dialect what the cells showed.
    pub(super) fn found(&mut self, decimal: Option<DecimalMark>, mut dates: impl Iterator<Item = DateForm>) {
        self.dialect.decimal = decimal;
        self.dialect.dates = dates.next();
    }

    /// Returns the file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns another reader of the same rows that begins about where the second half of those to come does, and where
    /// that is. Nothing when no line there is known to begin a row, as far as quotes go.
    pub(super) fn second_half(&self) -> Option<(Table, u64)> {
        if self.dialect.line_ending == LineEnding::Cr {
            return None;
        }
        let (from, lines) = self.records.here();
        let (at, lines) = middle(&self.source, from, lines)?;
        let records = Records::new(at, lines, self.dialect.delimiter, false);
        let (dialect, names, places) = (self.dialect.clone(), self.names.clone(), self.places.clone());
        let (unknown, presumed) = (self.unknown.clone(), self.presumed);
        let source = self.source.again().ok()?;
        Some((Table { source, dialect, names, places, unknown, start: self.start, records, presumed }, at))
    }

    /// Returns where what follows the current row begins.
    pub(super) fn offset(&self) -> u64 {
        self.records.here().0
    }

    /// Starts again at the first row after the header.
    pub fn rewind(&mut self) {
        self.records = self.start.records(&self.dialect);
        while let Ok(Step::Row) = self.records.next(&self.source) {
            if !self.is_blank() {
                break;
            }
        }
    }

    /// Gives back the memory of reading; [`Table::rewind`] takes it again.
    pub fn rest(&mut self) {
        self.records = self.start.records(&self.dialect);
    }
}

/// Returns where a line begins behind the middle of what follows `from`, and how many lines end before it, `lines` of
/// them before `from`. No quote is open there.
fn middle(source: &Source, from: u64, lines: u32) -> Option<(u64, u32)> {
    const STEP: u64 = 1024 * 1024;
    let half = from + source.length().ok()?.checked_sub(from)? / 2;
    let (mut at, mut lines, mut is_quoted) = (from, lines, false);
    while at < half {
        let part = source.part(at, half.min(at + STEP)).ok().filter(|part| !part.is_empty())?;
        lines += memchr_iter(b'\n', &part).count() as u32;
        is_quoted ^= memchr_iter(b'"', &part).count() % 2 == 1;
        at += part.len() as u64;
    }
    let part = source.part(at, at + STEP).ok()?;
    for place in memchr2_iter(b'\n', b'"', &part) {
        if part[place] == b'"' {
            is_quoted = !is_quoted;
            continue;
        }
        lines += 1;
        if !is_quoted {
            return Some((at + place as u64 + 1, lines));
        }
    }
    None
}

impl Start {
    fn records(self, dialect: &DialectFound) -> Records {
        Records::new(self.offset, self.lines_before, dialect.delimiter, dialect.line_ending == LineEnding::Cr)
    }
}
