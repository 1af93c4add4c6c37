//! A CSV file of any header: its dialect, its columns, and its rows one after the other.

use std::borrow::Cow;

use super::dialect::{DateForm, DialectFound, LineEnding};
use super::encoding;
use super::faults::Faults;
use super::header::{self, Delimiter, Wanted};
use super::messages;
use super::records::{Record, Records, Step};
use super::scan::{Mark, Scan};
use super::source::Source;
use super::text::{trim, trim_one_byte, without_formula};
use crate::diag::Diagnostic;
use crate::diag::code::input as code;
use crate::model::dialect::{DecimalMark, Declared, Encoding};

/// The longest file that is read: rows and ids are counted in 32 bits.
const LONGEST_FILE: u64 = u32::MAX as u64;

/// The most columns that are read: as many as a spreadsheet has.
const WIDEST: usize = 16_384;

/// Is an open table. [`Table::next`] goes from row to row.
#[derive(Debug)]
pub struct Table {
    source: Source,
    dialect: DialectFound,
    names: Vec<String>,
    places: Vec<Option<usize>>,
    unknown: Vec<usize>,
    start: Start,
    records: Records,
    record: Record,
}

/// Is where the header begins: after a byte-order mark and a line `sep=;`.
#[derive(Clone, Copy, Debug)]
struct Start {
    offset: u64,
    lines_before: u32,
}

/// Is whether there is another row, and whether it has the header's number of cells.
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
    /// Opens a table in which some columns are wanted. Its faults (encoding, delimiter, missing and doubled columns) go to
    /// `faults`, and then there is no table.
    pub fn open(source: Source, wanted: &[Wanted<'_>], declared: Declared, faults: &mut Faults) -> Option<Table> {
        Table::open_below(source, 0, wanted, declared, faults)
    }

    /// Opens a table whose header stands below that many lines of something else.
    pub fn open_below(
        source: Source,
        lines: u32,
        wanted: &[Wanted<'_>],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Table> {
        let opened = Table::try_open(source, lines, wanted, declared);
        match opened {
            Ok(table) => Some(table),
            Err(findings) => {
                findings.into_iter().for_each(|finding| faults.fatal(finding));
                None
            }
        }
    }

    fn try_open(
        source: Source,
        lines: u32,
        wanted: &[Wanted<'_>],
        declared: Declared,
    ) -> Result<Table, Vec<Diagnostic>> {
        let one = |finding: Box<Diagnostic>| vec![*finding];
        if source.length().map_err(one)? > LONGEST_FILE {
            return Err(vec![messages::file_too_long(&source.name)]);
        }
        let scan = Scan::of(&source).map_err(one)?;
        let encoding = encoding::decide(&source, &scan, declared.encoding).map_err(one)?;
        let announced = header::announced(&scan.head);
        let before = match announced {
            Some((_, length)) if lines == 0 => length,
            _ => header::length_of_lines(&scan.head, lines, scan.line_ending),
        };
        let start = Start {
            offset: scan.mark.len() as u64 + before as u64,
            lines_before: if lines == 0 { u32::from(announced.is_some()) } else { lines },
        };
        let head = &scan.head[before..];
        if head.iter().all(|byte| b",;|\t \r\n\"".contains(byte)) {
            return Err(vec![messages::file_empty(&source.name)]);
        }
        let delimiter = match (declared.delimiter, announced) {
            (Some(delimiter), _) | (None, Some((delimiter, _))) => delimiter,
            (None, None) => match header::delimiter(head, encoding, wanted) {
                Delimiter::One(delimiter) => delimiter,
                Delimiter::Two(one, two) => return Err(vec![messages::two_delimiters(&source.name, one, two)]),
            },
        };
        let dialect = DialectFound {
            encoding,
            byte_order_mark: scan.mark == Mark::Utf8,
            delimiter,
            line_ending: scan.line_ending,
            final_newline: scan.final_newline,
            decimal: None,
            dates: None,
            trailing_delimiter: false,
        };
        if scan.has_end_mark {
            return Err(vec![messages::end_mark(&source.name)]);
        }
        let records = start.records(&dialect);
        let mut table = Table {
            source,
            dialect,
            names: Vec::new(),
            places: Vec::new(),
            unknown: Vec::new(),
            start,
            records,
            record: Record::default(),
        };
        table.read_header(wanted)?;
        Ok(table)
    }

    fn read_header(&mut self, wanted: &[Wanted<'_>]) -> Result<(), Vec<Diagnostic>> {
        loop {
            match self.records.next(&self.source, &mut self.record).map_err(|finding| vec![*finding])? {
                Step::Row if self.is_blank() => {}
                Step::Row => break,
                Step::End => return Err(vec![messages::file_empty(&self.source.name)]),
                Step::BrokenQuote { opened, closed } => {
                    return Err(vec![messages::quote_unclosed(&self.source.name, opened, closed)]);
                }
                Step::StrayText { line } => return Err(vec![messages::quote_invalid(&self.source.name, line)]),
            }
        }
        if self.is_conflict_mark() {
            return Err(vec![messages::merge_conflict(&self.source.name, self.record.line)]);
        }
        if self.record.len() > WIDEST {
            return Err(vec![messages::too_wide(&self.source.name, self.record.len(), WIDEST)]);
        }
        let encoding = self.dialect.encoding;
        self.names = self.record.iter().map(|cell| header::name(cell, encoding)).collect();
        self.dialect.trailing_delimiter = self.names.len() > 1 && self.names.last().is_some_and(String::is_empty);
        let resolved = header::resolve(&self.names, wanted);
        let mut findings = Vec::new();
        let (file, line) = (&self.source.name, self.record.line);
        for &(one, two) in &resolved.twice {
            findings.push(messages::column_duplicate(file, line, &self.names[one], &self.names[two]));
        }
        for &i in &resolved.missing {
            findings.push(messages::column_missing(file, line, &wanted[i].names, &self.names, &resolved.unknown));
        }
        self.places = resolved.places;
        self.unknown = resolved.unknown;
        if findings.is_empty() { Ok(()) } else { Err(findings) }
    }

    /// Goes to the next row that is not blank. What cannot be read at all goes to `faults` and ends the table.
    pub fn next(&mut self, faults: &mut Faults) -> Next {
        loop {
            match self.records.next(&self.source, &mut self.record) {
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
            let (cells, columns) = (self.record.len(), self.names.len());
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

    #[cold]
    fn report_misfit(&self, faults: &mut Faults) {
        if self.is_conflict_mark() {
            if !faults.has(code::MERGE_CONFLICT) {
                faults.condemn(messages::merge_conflict(&self.source.name, self.record.line));
            }
        } else if self.is_total() {
            faults.push(messages::total_row(&self.source.name, self.record.line));
        } else {
            faults.push(messages::field_count(self));
        }
    }

    /// Tells whether the row is one of the lines that version control puts between two versions.
    fn is_conflict_mark(&self) -> bool {
        let is_mark = |cell: &[u8]| {
            let mark = cell.first().copied().filter(|byte| b"<=>|".contains(byte));
            mark.is_some_and(|mark| cell.len() >= 7 && cell[..7].iter().all(|&byte| byte == mark))
                && cell.get(7).is_none_or(|&byte| byte == b' ')
        };
        self.record.get(0).is_some_and(is_mark)
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
        self.record.iter().any(|cell| says(self.trim(cell)))
    }

    /// Returns the lines inside the current row but its first, with their numbers, each cut into cells as if no quote
    /// had opened before it: those that have the header's number of cells, as the first must have for a row to be lost.
    pub(super) fn inner_lines(&self) -> impl Iterator<Item = (u32, Vec<&[u8]>)> {
        // Every line of the row, and the cells of each: a cell with line ends ends one line and begins another.
        let mut lines: Vec<Vec<&[u8]>> = vec![Vec::new()];
        for cell in self.record.iter() {
            let is_tall = cell.contains(&b'\n');
            for (i, part) in cell.split(|&byte| byte == b'\n').enumerate() {
                if i > 0 {
                    lines.push(Vec::new());
                }
                let cells = part.split(|&byte| is_tall && byte == self.dialect.delimiter).map(|cell| self.trim(cell));
                lines.last_mut().expect("there is a first line").extend(cells);
            }
        }
        let columns = self.names.len();
        let can_be_two = lines[0].len() == columns;
        (self.line()..).zip(lines).skip(1).filter(move |(_, cells)| can_be_two && cells.len() == columns)
    }

    /// Returns the text of the wanted column `i` in the current row, without the blanks around; empty where the file has no
    /// such column.
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
        self.record.get(place).map_or(b"", |cell| self.trim(cell))
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
        let first = self.record.iter().map(|cell| self.trim(cell)).find(|cell| !cell.is_empty());
        first.map_or(Cow::Borrowed(""), |cell| self.decode(cell))
    }

    /// Returns the text under a name of the header in the current row.
    pub(super) fn under(&self, name: &str) -> Option<String> {
        let place = self.names.iter().position(|known| known == name)?;
        let cell = self.trim(self.record.get(place)?);
        Some(self.decode(cell).into_owned())
    }

    /// Returns the cell without the blanks around that are so in every encoding it can be in.
    #[inline]
    fn trim<'a>(&self, cell: &'a [u8]) -> &'a [u8] {
        if self.dialect.encoding == Encoding::Utf8 { trim(cell) } else { trim_one_byte(cell) }
    }

    fn is_blank(&self) -> bool {
        self.record.iter().all(|cell| self.trim(cell).is_empty())
    }

    /// Returns the name of the wanted column `i`, as the header writes it.
    pub fn name(&self, i: usize) -> &str {
        self.places[i].map_or("", |place| &self.names[place])
    }

    /// Returns the line on which the current row begins.
    pub fn line(&self) -> u32 {
        self.record.line
    }

    /// Tells whether the current row is known to hold nothing but printable ASCII.
    pub(super) fn is_printable(&self) -> bool {
        self.record.is_printable
    }

    /// Returns how many lines the current row spans.
    pub fn height(&self) -> u32 {
        self.record.height
    }

    /// Returns how many cells the current row has.
    pub fn cells(&self) -> usize {
        self.record.len()
    }

    /// Returns how many bytes the current row takes, quotes aside.
    pub fn row_length(&self) -> usize {
        self.record.iter().map(|cell| cell.len() + 1).sum::<usize>().max(1)
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

    /// Starts again at the first row after the header.
    pub fn rewind(&mut self) {
        self.records = self.start.records(&self.dialect);
        while let Ok(Step::Row) = self.records.next(&self.source, &mut self.record) {
            if !self.is_blank() {
                break;
            }
        }
    }

    /// Gives back the memory of reading; [`Table::rewind`] takes it again.
    pub fn rest(&mut self) {
        self.records = self.start.records(&self.dialect);
        self.record = Record::default();
    }
}

impl Start {
    fn records(self, dialect: &DialectFound) -> Records {
        Records::new(self.offset, self.lines_before, dialect.delimiter, dialect.line_ending == LineEnding::Cr)
    }
}
