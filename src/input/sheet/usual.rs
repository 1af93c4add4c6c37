//! Rows like most: printable ASCII without quotes, ids that are nothing but texts, cells written like those before.
//!
//! What is read here is what the cells' own readers read; where they would have anything to say or to remember, nothing
//! is returned, and they read the row.

use super::{LONGEST_ID, NOWHERE, Sheet, is_suspect};
use crate::input::columns::Column;
use crate::model::Currency;

/// The current row, cut from printable ASCII.
#[derive(Clone, Copy, Debug)]
pub(in crate::input) struct UsualRow<'a> {
    /// The cells with what divides them.
    line: &'a str,
    /// Where each cell ends.
    ends: &'a [usize],
    /// For each meaning, the place of its column.
    places: &'a [u16; Column::COUNT],
}

impl Sheet {
    /// Returns the current row if it was cut from printable ASCII.
    #[inline]
    pub fn usual_row(&self) -> Option<UsualRow<'_>> {
        let (line, ends) = self.table.usual_row()?;
        Some(UsualRow { line, ends, places: &self.places })
    }
}

impl<'a> UsualRow<'a> {
    /// Returns the cell's text, empty where there is no such column; nothing when there are blanks around it.
    #[inline]
    pub fn cell(self, column: Column) -> Option<&'a str> {
        let place = match self.places[column as usize] {
            NOWHERE => return Some(""),
            place => usize::from(place),
        };
        let Some(&end) = self.ends.get(place) else { return Some("") };
        let start = if place == 0 { 0 } else { self.ends[place - 1] + 1 };
        let text = self.line.get(start..end)?;
        (!matches!(text.as_bytes(), [b' ', ..] | [.., b' '])).then_some(text)
    }

    /// Tells whether the cell is empty, or there is no such column.
    #[inline]
    pub fn is_empty(self, column: Column) -> bool {
        self.cell(column) == Some("")
    }

    /// Returns the id in the cell, empty where there is none.
    #[inline]
    pub fn id(self, column: Column) -> Option<&'a str> {
        self.cell(column).filter(|id| id.len() <= LONGEST_ID && !is_suspect(id.as_bytes()))
    }

    /// Returns the currency that the row names, if it names one.
    #[inline]
    pub fn currency(self) -> Option<Option<Currency>> {
        match self.cell(Column::Currency)? {
            "" => Some(None),
            code => Currency::parse(code).map(Some),
        }
    }
}
