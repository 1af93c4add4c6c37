//! A report as typed cells: the one shape that tables, CSV and JSON are written from.

use std::borrow::Cow;
use std::io;

use rust_decimal::Decimal;

use crate::model::{Amount, Bilingual, Currency, Date, Rate};

/// Is one value of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing known or nothing meant: an empty cell, `null`.
    Empty,
    /// Text that came from outside, or a sentence: what is special in it is neutralised in each format.
    Text(Cow<'a, str>),
    /// One of our own codes and keys: written as it is.
    Word(&'a str),
    /// Money: with exactly the currency's decimals.
    Amount(Amount, Currency),
    /// A day.
    Date(Date),
    /// A number of days or things, or a score.
    Count(i64),
    /// A yearly rate in percent.
    Rate(Rate),
    /// A probability or a part of a whole, from 0 to 1, shown with four decimals.
    Share(Decimal),
    /// Yes or no.
    Flag(bool),
    /// The parts of a row: in JSON only. Its column is a [`Column::nested`] one.
    List(Nested<'a>),
}

impl<'a> Cell<'a> {
    /// Returns a cell of text that came from outside.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::Text(text.into())
    }

    /// Returns the cell of a value, or an empty one when there is none.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell<'a>) -> Cell<'a> {
        value.map_or(Cell::Empty, cell)
    }
}

/// Is a list inside a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Nested<'a> {
    /// Plain values: `["F-1", "F-2"]`.
    Values(Vec<Cell<'a>>),
    /// Objects that share their keys: `[{"name": "late", "points": 12}]`.
    Objects(&'a [&'a str], Vec<Vec<Cell<'a>>>),
}

/// Is one column of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name that CSV, JSON and `--fail-if` use; a promise to scripts.
    pub key: Cow<'static, str>,
    /// The title that people read over a table.
    pub title: Bilingual,
    /// Where it is written.
    pub shown: Shown,
}

/// Is where a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In every format.
    Everywhere,
    /// In CSV and JSON always, in a table only when a row or total has something other than zero in it.
    WhenUsed,
    /// In every format; a table writes it on lines of its own under the row: for sentences.
    Below,
    /// In CSV and JSON.
    Data,
    /// In JSON: for lists.
    Json,
}

impl Column {
    /// Returns a column of every format.
    pub fn new(key: impl Into<Cow<'static, str>>, en: impl Into<String>, fr: impl Into<String>) -> Column {
        Column { key: key.into(), title: Bilingual::new(en, fr), shown: Shown::Everywhere }
    }

    /// Returns a column that no table shows.
    pub fn data(key: impl Into<Cow<'static, str>>) -> Column {
        Column { key: key.into(), title: Bilingual::new("", ""), shown: Shown::Data }
    }

    /// Returns a column of lists: JSON only.
    pub fn nested(key: impl Into<Cow<'static, str>>) -> Column {
        Column { key: key.into(), title: Bilingual::new("", ""), shown: Shown::Json }
    }

    /// Hides the column from a table in which it is empty or zero everywhere.
    pub fn when_used(self) -> Column {
        Column { shown: Shown::WhenUsed, ..self }
    }

    /// Puts the column on lines of its own under each row of a table.
    pub fn below(self) -> Column {
        Column { shown: Shown::Below, ..self }
    }

    /// Tells whether CSV has the column.
    pub fn in_csv(&self) -> bool {
        self.shown != Shown::Json
    }
}

/// Is the answer of one command. Rows have as many cells as there are columns, in their order.
pub trait Report {
    /// Returns the command's name: the schema is `relance.<command>/1`.
    fn command(&self) -> &'static str;

    /// Returns the day the answer is about.
    fn as_of(&self) -> Option<Date>;

    /// Returns the line over the table, without the day, which is added.
    fn title(&self) -> Option<Bilingual> {
        None
    }

    /// Returns the columns.
    ///
    /// A table leaves out the column `currency` when all rows share one, and says it once.
    fn columns(&self) -> Vec<Column>;

    /// Streams the rows; nothing is collected, so that a million rows cost one row of memory.
    /// It may be called several times and gives the same rows each time.
    ///
    /// # Errors
    /// Those of `each`, which end the stream.
    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()>;

    /// Returns the totals, one row per currency; cells without meaning there are empty.
    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        Vec::new()
    }

    /// Returns the lines under the table, such as a proof or a legend. CSV and JSON have none.
    fn remarks(&self) -> Vec<Bilingual> {
        Vec::new()
    }
}
