//! How a table is opened: from its bytes to its dialect and its columns.

use super::{Start, Table};
use crate::diag::Diagnostic;
use crate::input::DialectFound;
use crate::input::encoding;
use crate::input::faults::Faults;
use crate::input::header::{self, Delimiter, Wanted};
use crate::input::messages;
use crate::input::records::Step;
use crate::input::scan::{Mark, Scan};
use crate::input::source::Source;
use crate::model::dialect::Declared;

/// The longest file that is read: rows and ids are counted in 32 bits.
const LONGEST_FILE: u64 = u32::MAX as u64;

/// The most columns that are read: as many as a spreadsheet has.
const WIDEST: usize = 16_384;

impl Table {
    /// Opens a table in which some columns are wanted. Its faults (encoding, delimiter, missing and doubled columns) go
    /// to `faults`, and then there is no table.
    pub fn open(source: Source, wanted: &[Wanted<'_>], declared: Declared, faults: &mut Faults) -> Option<Table> {
        Table::open_below(source, 0, wanted, declared, faults)
    }

    /// Opens a table all of whose rows will be read: where its head is plain, the rest is looked at when it is read.
    /// When the rows show that it is not plain, `faults` are what [`Table::open`] says of it.
    pub(in crate::input) fn open_to_read(
        source: Source,
        wanted: &[Wanted<'_>],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Table> {
        let plain = Table::open_plain(&source, wanted, declared);
        if plain.is_some() { plain } else { Table::open(source, wanted, declared, faults) }
    }

    /// Returns the table of a file whose head is plain and has no fault.
    fn open_plain(source: &Source, wanted: &[Wanted<'_>], declared: Declared) -> Option<Table> {
        if source.length().ok()? > LONGEST_FILE {
            return None;
        }
        let head = Scan::of_head(source).ok()??;
        let table = Table::with_scan(source.again().ok()?, 0, &head, wanted, declared).ok()?;
        Some(Table { presumed: Some(declared), ..table })
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
        Table::with_scan(source, lines, &scan, wanted, declared)
    }

    fn with_scan(
        source: Source,
        lines: u32,
        scan: &Scan,
        wanted: &[Wanted<'_>],
        declared: Declared,
    ) -> Result<Table, Vec<Diagnostic>> {
        let one = |finding: Box<Diagnostic>| vec![*finding];
        let encoding = encoding::decide(&source, scan, declared.encoding).map_err(one)?;
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
        let delimiter = match declared.delimiter.or(announced.map(|(delimiter, _)| delimiter)) {
            Some(delimiter) => delimiter,
            None => match header::delimiter(head, encoding, wanted) {
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
            presumed: None,
        };
        table.read_header(wanted)?;
        Ok(table)
    }

    fn read_header(&mut self, wanted: &[Wanted<'_>]) -> Result<(), Vec<Diagnostic>> {
        loop {
            match self.records.next(&self.source).map_err(|finding| vec![*finding])? {
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
            return Err(vec![messages::merge_conflict(&self.source.name, self.records.line())]);
        }
        if self.records.len() > WIDEST {
            return Err(vec![messages::too_wide(&self.source.name, self.records.len(), WIDEST)]);
        }
        let encoding = self.dialect.encoding;
        self.names = self.records.iter().map(|cell| header::name(cell, encoding)).collect();
        self.dialect.trailing_delimiter = self.names.len() > 1 && self.names.last().is_some_and(String::is_empty);
        let resolved = header::resolve(&self.names, wanted);
        let mut findings = Vec::new();
        let (file, line) = (&self.source.name, self.records.line());
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
}
