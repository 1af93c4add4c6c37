//! Rows in plain form (ISO dates, point decimals, text as it is), kept close together: a million of them fit.

use crate::input::columns::Column;
use crate::model::{TextId, Texts};

/// A list of rows that have the same columns.
#[derive(Clone, Debug, Default)]
pub struct PlainRows {
    columns: Vec<Column>,
    cells: Texts,
}

impl PlainRows {
    /// Returns no row yet, of rows with those columns.
    pub fn new(columns: Vec<Column>) -> PlainRows {
        PlainRows { columns, cells: Texts::default() }
    }

    /// Adds a row with one cell for each column, in their order; an empty cell says nothing.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for cell in cells {
            self.cells.push(cell);
        }
        debug_assert!(self.cells.len().is_multiple_of(self.columns.len().max(1)));
    }

    /// Adds a row of another list, as far as it has these columns.
    pub fn copy(&mut self, row: PlainRow<'_>) {
        for i in 0..self.columns.len() {
            self.cells.push(row.get(self.columns[i]));
        }
    }

    /// Returns the columns that every row has.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.cells.len() / self.columns.len().max(1)
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Returns one row.
    pub fn row(&self, i: usize) -> PlainRow<'_> {
        PlainRow { rows: self, start: i * self.columns.len() }
    }

    /// Returns every row.
    pub fn iter(&self) -> impl Iterator<Item = PlainRow<'_>> {
        (0..self.len()).map(|i| self.row(i))
    }
}

/// One row of a [`PlainRows`].
#[derive(Clone, Copy, Debug)]
pub struct PlainRow<'a> {
    rows: &'a PlainRows,
    start: usize,
}

impl<'a> PlainRow<'a> {
    /// Returns what the row says in a column; an empty text where it says nothing.
    pub fn get(self, column: Column) -> &'a str {
        let place = self.rows.columns.iter().position(|&known| known == column);
        place.map_or("", |place| self.cell(place))
    }

    /// Returns the cells that say something, in the order of the columns.
    pub fn said(self) -> impl Iterator<Item = (Column, &'a str)> {
        let cells = self.rows.columns.iter().enumerate().map(move |(place, &column)| (column, self.cell(place)));
        cells.filter(|(_, text)| !text.is_empty())
    }

    /// Returns every cell, in the order of the columns.
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.rows.columns.len()).map(move |place| self.cell(place))
    }

    /// Returns the columns.
    pub fn columns(self) -> impl Iterator<Item = Column> + 'a {
        self.rows.columns.iter().copied()
    }

    fn cell(self, place: usize) -> &'a str {
        self.rows.cells.get(TextId((self.start + place) as u32))
    }
}
