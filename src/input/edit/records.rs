//! Where each record of a CSV file stands among its bytes, so that what is not changed is copied as it is.

use std::ops::Range;

/// One record of a file.
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

/// What stands before a byte.
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
    let mut cells = vec![Vec::new()];
    let mut state = State::CellStart;
    for &byte in record {
        let before = state;
        state = state.after(byte, delimiter);
        match (before, state) {
            // A quote that opens or closes, unless it is the second of two inside a quoted cell.
            (State::CellStart, State::Quoted) | (_, State::AfterQuote) => {}
            (_, State::CellStart) => cells.push(Vec::new()),
            _ => cells.last_mut().expect("there is a first cell").push(byte),
        }
    }
    cells
}

/// Adds a record: cells in quotes where they need them, and what ends a line.
pub(super) fn write(cells: &[Vec<u8>], delimiter: u8, line_end: &str, out: &mut Vec<u8>) {
    for (place, cell) in cells.iter().enumerate() {
        let start = begin_cell(place, delimiter, out);
        out.extend_from_slice(cell);
        end_cell(start, cells.len() == 1, delimiter, out);
    }
    out.extend_from_slice(line_end.as_bytes());
}

/// Begins a cell at that place of its record; its bytes come behind. Returns where they start.
pub(super) fn begin_cell(place: usize, delimiter: u8, out: &mut Vec<u8>) -> usize {
    if place > 0 {
        out.push(delimiter);
    }
    out.len()
}

/// Ends the cell that started there: puts it in quotes where it needs them. A line without a character is no record.
pub(super) fn end_cell(start: usize, is_alone: bool, delimiter: u8, out: &mut Vec<u8>) {
    // Without an early exit the loop looks at many bytes at once.
    let is_special = |byte: u8| (byte == delimiter) | (byte == b'"') | (byte == b'\r') | (byte == b'\n');
    let needs_quotes = out[start..].iter().fold(false, |found, &byte| found | is_special(byte));
    if needs_quotes || (is_alone && out.len() == start) {
        let cell = out.split_off(start);
        out.push(b'"');
        for byte in cell {
            out.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
        }
        out.push(b'"');
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
        // Every text of four parts: 7^4.
        for number in 0..7_usize.pow(4) {
            let text: String = (0..4_u32).map(|i| parts[number / 7_usize.pow(i) % 7]).collect();
            let ours: Vec<Vec<Vec<u8>>> = records(text.as_bytes(), 0, b',', b'\n')
                .iter()
                .map(|record| cells(&text.as_bytes()[record.bytes.clone()], b','))
                .collect();
            let mut written = Vec::new();
            ours.iter().for_each(|cells| write(cells, b',', "\n", &mut written));
            for text in [text.as_bytes(), &written] {
                let mut reader = csv::ReaderBuilder::new();
                let mut reader = reader.has_headers(false).flexible(true).buffer_capacity(64).from_reader(text);
                let theirs: Vec<Vec<Vec<u8>>> =
                    reader.byte_records().map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect()).collect();
                assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(text));
            }
        }
    }
}
