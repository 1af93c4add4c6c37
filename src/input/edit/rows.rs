//! Rows in plain form (ISO dates, point decimals, text as it is), kept close together: a million of them fit.

use std::sync::Arc;

use crate::input::columns::Column;
use crate::model::{TextId, Texts};

/// A list of rows that have the same columns.
///
/// Rows that are picked out of others, or said once more, share their cells: such a row costs a number.
#[derive(Clone, Debug)]
pub struct PlainRows {
    columns: Vec<Column>,
    /// Where each meaning stands among them.
    places: [u8; Column::COUNT],
    cells: Arc<Texts>,
    /// Which cells each row has; nothing as long as they are those of all rows, in their order.
    picked: Option<Vec<u32>>,
}

/// Marks a meaning that the rows have no column for.
const NOWHERE: u8 = u8::MAX;

impl Default for PlainRows {
    fn default() -> PlainRows {
        PlainRows::new(Vec::new())
    }
}

impl PlainRows {
    /// Returns no row yet, of rows with those columns.
    pub fn new(columns: Vec<Column>) -> PlainRows {
        let mut places = [NOWHERE; Column::COUNT];
        for (place, &column) in columns.iter().enumerate() {
            places[column as usize] = places[column as usize].min(place as u8);
        }
        PlainRows { columns, places, cells: Arc::default(), picked: None }
    }

    /// Adds a row with one cell for each column, in their order; an empty cell says nothing.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        self.add(|_, own| cells.into_iter().for_each(|cell| _ = own.push(cell)));
    }

    /// Adds a row of another list, as far as it has these columns.
    pub fn copy(&mut self, row: PlainRow<'_>) {
        self.add(|columns, own| columns.iter().for_each(|&column| _ = own.push(row.get(column))));
    }

    fn add(&mut self, fill: impl FnOnce(&[Column], &mut Texts)) {
        let row = self.cells.len() / self.width();
        fill(&self.columns, Arc::make_mut(&mut self.cells));
        debug_assert!(self.cells.len().is_multiple_of(self.width()));
        if let Some(picked) = &mut self.picked {
            picked.push(row as u32);
        }
    }

    /// Adds a row once more.
    pub fn push_again(&mut self, row: usize) {
        let (cells, all) = (self.cells_of(row), self.len() as u32);
        self.picked.get_or_insert_with(|| (0..all).collect()).push(cells);
    }

    /// Adds the rows of another list, as far as it has these columns.
    pub fn append(&mut self, other: PlainRows) {
        if self.is_empty() && self.columns == other.columns {
            *self = other;
            return;
        }
        const UNSEEN: usize = usize::MAX;
        let mut first_with = vec![UNSEEN; other.cells.len() / other.width()];
        for row in 0..other.len() {
            match &mut first_with[other.cells_of(row) as usize] {
                first if *first == UNSEEN => {
                    *first = self.len();
                    self.copy(other.row(row));
                }
                first => self.push_again(*first),
            }
        }
    }

    /// Adds the rows of a list that has the same columns.
    pub(in crate::input) fn join(&mut self, other: PlainRows) {
        debug_assert_eq!(self.columns, other.columns);
        let (rows, cells) = (self.len() as u32, (self.cells.len() / self.width()) as u32);
        if self.picked.is_some() || other.picked.is_some() {
            let theirs = (0..other.len()).map(|row| cells + other.cells_of(row));
            self.picked.get_or_insert_with(|| (0..rows).collect()).extend(theirs);
        }
        Arc::make_mut(&mut self.cells).append(&other.cells);
    }

    /// Returns the same rows with other columns.
    pub fn with_columns(self, columns: Vec<Column>) -> PlainRows {
        let mut rows = PlainRows::new(columns);
        rows.append(self);
        rows
    }

    /// Returns the rows with other cells: `change` returns the new text of one, or nothing where it stays.
    pub fn rewritten(&self, mut change: impl FnMut(usize, Column) -> Option<String>) -> PlainRows {
        let mut rows = PlainRows::new(self.columns.clone());
        for (i, row) in self.iter().enumerate() {
            let new: Vec<Option<String>> = self.columns.iter().map(|&column| change(i, column)).collect();
            rows.push(new.iter().zip(row.cells()).map(|(new, old)| new.as_deref().unwrap_or(old)));
        }
        rows
    }

    /// Returns some of the rows, in the order in which they are named.
    pub fn pick(&self, rows: impl Iterator<Item = usize>) -> PlainRows {
        let picked = Some(rows.map(|row| self.cells_of(row)).collect());
        PlainRows { columns: self.columns.clone(), places: self.places, cells: Arc::clone(&self.cells), picked }
    }

    /// Returns which cells a row has: two rows that have the same ones say the same.
    pub fn cells_of(&self, row: usize) -> u32 {
        self.picked.as_ref().map_or(row as u32, |picked| picked[row])
    }

    /// Returns the columns that every row has.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.picked.as_ref().map_or_else(|| self.cells.len() / self.width(), Vec::len)
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns one row.
    pub fn row(&self, i: usize) -> PlainRow<'_> {
        PlainRow { rows: self, start: self.cells_of(i) as usize * self.columns.len() }
    }

    /// Returns every row.
    pub fn iter(&self) -> impl Iterator<Item = PlainRow<'_>> {
        (0..self.len()).map(|i| self.row(i))
    }

    /// Returns how many cells a row has, and one where rows have none, to divide by.
    fn width(&self) -> usize {
        self.columns.len().max(1)
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
    #[inline]
    pub fn get(self, column: Column) -> &'a str {
        match self.rows.places[column as usize] {
            NOWHERE => "",
            place => self.cell(usize::from(place)),
        }
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

    #[inline]
    fn cell(self, place: usize) -> &'a str {
        self.rows.cells.get(TextId((self.start + place) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(rows: &PlainRows) -> Vec<&str> {
        rows.iter().map(|row| row.get(Column::CustomerId)).collect()
    }

    #[test]
    fn rows_of_the_same_columns_are_joined_as_they_are() {
        let list = |names: &[&str]| {
            let mut rows = PlainRows::new(vec![Column::CustomerId, Column::Name]);
            names.iter().for_each(|name| rows.push([*name, ""]));
            rows
        };
        let mut all = list(&["C1", "C2"]);
        all.join(list(&["C3"]));
        assert_eq!((ids(&all), all.cells_of(2)), (vec!["C1", "C2", "C3"], 2));
        let mut again = list(&["C4"]);
        again.push_again(0);
        all.join(again);
        assert_eq!((ids(&all), all.cells_of(3), all.cells_of(4)), (vec!["C1", "C2", "C3", "C4", "C4"], 3, 3));
        all.push(["C5", ""]);
        assert_eq!(ids(&all).last(), Some(&"C5"));
    }

    #[test]
    fn rows_that_are_picked_or_said_again_say_the_same_and_others_follow_them() {
        let mut rows = PlainRows::new(vec![Column::CustomerId, Column::Name]);
        rows.push(["C1", "Durand"]);
        rows.push(["C2", "Martin"]);
        rows.push_again(0);
        rows.push(["C3", ""]);
        assert_eq!(ids(&rows), ["C1", "C2", "C1", "C3"]);
        assert_eq!((rows.cells_of(0), rows.cells_of(2), rows.cells_of(3)), (0, 0, 2));
        let mut picked = rows.pick([3, 2].into_iter());
        picked.push(["C4", "Petit"]);
        assert_eq!((ids(&picked), rows.len()), (vec!["C3", "C1", "C4"], 4));
        assert_eq!(picked.row(1).said().collect::<Vec<_>>(), [(Column::CustomerId, "C1"), (Column::Name, "Durand")]);
        assert_eq!(picked.row(1).get(Column::Amount), "");
    }

    #[test]
    fn rows_of_another_list_keep_what_they_share() {
        let mut rows = PlainRows::new(vec![Column::CustomerId]);
        rows.push(["C1"]);
        rows.push_again(0);
        let wide = rows.clone().with_columns(vec![Column::Name, Column::CustomerId]);
        assert_eq!((ids(&wide), wide.row(0).get(Column::Name)), (vec!["C1", "C1"], ""));
        let mut all = wide;
        all.append(rows);
        all.push(["Petit", "C2"]);
        assert_eq!(ids(&all), ["C1", "C1", "C1", "C1", "C2"]);
        assert_eq!((0..5).map(|row| all.cells_of(row)).collect::<Vec<_>>(), [0, 0, 1, 1, 2]);
        let changed = all.rewritten(|row, column| (row == 4 && column == Column::Name).then(|| "Grand".to_owned()));
        assert_eq!(changed.row(4).cells().collect::<Vec<_>>(), ["Grand", "C2"]);
        assert_eq!(ids(&changed), ids(&all));
    }
}
