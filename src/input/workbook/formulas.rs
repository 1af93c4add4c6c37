//! Formulas of which a workbook does not say what they come to: programs that write one without computing it leave
//! their cells empty, or put a zero there. Both would be read as if nothing were owed.

use std::io::{Cursor, Read};

use calamine::Data;
use zip::ZipArchive;

use super::grid::{Content, Position};

/// The most that is read of what a workbook says of itself, in bytes.
const LARGEST: u64 = 1 << 20;

/// A cell, by the number of its line from 1, and of its column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: usize,
}

impl Cell {
    /// Returns what a spreadsheet calls it: `F2`.
    pub fn name(self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + (left % 26) as u8));
            left /= 26;
        }
        letters.iter().rev().collect::<String>() + &self.line.to_string()
    }
}

/// Returns the cells of a sheet whose formula has no value. `are_zeros_blank`: nobody has opened the workbook yet, so
/// that its zeros are not believed, unless another formula of the sheet has come to something.
pub(super) fn uncomputed(Content { values, formulas }: &Content, are_zeros_blank: bool) -> Vec<Cell> {
    let is_something = |place: &Position| match values.get(*place) {
        None | Some(Data::Empty) => false,
        Some(Data::Float(number)) => *number != 0.0,
        Some(Data::Int(number)) => *number != 0,
        Some(Data::String(text)) => !text.is_empty(),
        Some(_) => true,
    };
    let are_zeros_blank = are_zeros_blank && !formulas.iter().any(is_something);
    let is_blank = |place: &&Position| match values.get(**place) {
        None | Some(Data::Empty) => true,
        Some(Data::Float(number)) => are_zeros_blank && *number == 0.0,
        Some(Data::Int(number)) => are_zeros_blank && *number == 0,
        Some(_) => false,
    };
    let blank = formulas.iter().filter(is_blank);
    blank.map(|(row, column)| Cell { line: row.saturating_add(1), column: *column as usize }).collect()
}

/// Tells whether an XLSX asks for its formulas to be computed when it is opened, as those do that no spreadsheet has
/// saved.
pub(super) fn is_to_be_computed(bytes: &[u8]) -> bool {
    let book = || -> Option<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut text = Vec::new();
        archive.by_name("xl/workbook.xml").ok()?.take(LARGEST).read_to_end(&mut text).ok()?;
        Some(text)
    };
    let has = |text: &[u8], attribute: &[u8]| memchr::memmem::find(text, attribute).is_some();
    book().is_some_and(|text| has(&text, b"fullCalcOnLoad=\"1\"") || has(&text, b"fullCalcOnLoad=\"true\""))
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;

    #[test]
    fn a_formula_without_a_value_is_one_whose_cell_is_empty() {
        let content = |last: f64| Content {
            values: Grid::of(vec![
                ((1, 1), Data::Float(0.0)),
                ((2, 1), Data::String(String::new())),
                ((3, 1), Data::Float(last)),
            ]),
            formulas: vec![(1, 1), (1, 5), (2, 1), (3, 1)],
        };
        let names = |last: f64, are_zeros_blank| -> Vec<String> {
            uncomputed(&content(last), are_zeros_blank).into_iter().map(Cell::name).collect()
        };
        // A text that a formula made is empty because it is so.
        assert_eq!(names(500.0, false), ["F2"]);
        // One of 500 was computed, so that a zero is one too.
        assert_eq!(names(500.0, true), ["F2"]);
        assert_eq!(names(0.0, true), ["B2", "F2", "B4"]);
        assert_eq!(Cell { line: 12, column: 27 }.name(), "AB12");
    }
}
