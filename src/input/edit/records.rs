//! Where each record of a CSV file stands among its bytes, so that what is not changed is copied as it is.

use std::ops::Range;

/// Is one record of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Its bytes, without what ends its line.
    pub bytes: Range<usize>,
    /// The line, from 1, on which it begins.
    pub line: u32,
}

/// Returns the records of the bytes from `start` on, in order; empty lines are none.
///
/// Quotes are understood as the `csv` crate does: one opens a quoted cell only at the cell's start, two inside one
/// stand for one. Lines are counted by `newline`.
pub(super) fn records(bytes: &[u8], start: usize, delimiter: u8, newline: u8) -> Vec<Record> {
    let mut found = Vec::new();
    let mut state = State::CellStart;
    let (mut line, mut from, mut from_line) = (1, start, 1);
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        line += u32::from(byte == newline);
        if state != State::Quoted && matches!(byte, b'\r' | b'\n') {
            if at > from {
                found.push(Record { bytes: from..at, line: from_line });
            }
            (from, from_line) = (at + 1, line);
            state = State::CellStart;
        } else {
            state = state.after(byte, delimiter);
        }
    }
    if bytes.len() > from {
        found.push(Record { bytes: from..bytes.len(), line: from_line });
    }
    found
}

/// Is what stands before a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// A quote that ends the quoted cell, unless another one follows.
    AfterQuote,
}

impl State {
    fn after(self, byte: u8, delimiter: u8) -> State {
        match (self, byte) {
            (State::CellStart | State::AfterQuote, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::AfterQuote,
            (State::Quoted, _) => State::Quoted,
            (_, byte) if byte == delimiter => State::CellStart,
            _ => State::Plain,
        }
    }
}

/// Returns the cells of one record, without their quotes.
pub(super) fn cells(record: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(record);
    let mut cells = csv::ByteRecord::new();
    match reader.read_byte_record(&mut cells) {
        Ok(true) => cells.iter().map(<[u8]>::to_vec).collect(),
        // Reading from memory without asking for UTF-8 or equal lengths does not fail.
        Ok(false) | Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(&str, u32)> {
        records(text.as_bytes(), 0, b',', b'\n')
            .iter()
            .map(|record| (&text[record.bytes.clone()], record.line))
            .collect()
    }

    #[test]
    fn records_end_with_their_lines_but_not_inside_quotes() {
        assert_eq!(texts("a,b\n1,2\n"), [("a,b", 1), ("1,2", 2)]);
        assert_eq!(texts("a,b\r\n\r\n1,2"), [("a,b", 1), ("1,2", 3)]);
        assert_eq!(texts("a\n\"x\ny\",2\nz\n"), [("a", 1), ("\"x\ny\",2", 2), ("z", 4)]);
        assert_eq!(texts("\"a\"\"\n\",1\nb"), [("\"a\"\"\n\",1", 1), ("b", 3)]);
        assert_eq!(texts("a 5\" pipe,1\nb"), [("a 5\" pipe,1", 1), ("b", 2)]);
        assert_eq!(texts("a,\"\"\nb"), [("a,\"\"", 1), ("b", 2)]);
        assert_eq!(texts(""), []);
    }

    #[test]
    fn they_are_the_records_that_the_csv_crate_reads() {
        let parts = ["a", "\"", ",", "\n", "\"\"", "x\"y", " "];
        // Every text of five parts: 7^5.
        for number in 0..7_usize.pow(5) {
            let text: String = (0..5_u32).map(|i| parts[number / 7_usize.pow(i) % 7]).collect();
            let ours: Vec<Vec<Vec<u8>>> = records(text.as_bytes(), 0, b',', b'\n')
                .iter()
                .map(|record| cells(&text.as_bytes()[record.bytes.clone()], b','))
                .collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<Vec<u8>>> =
                reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
