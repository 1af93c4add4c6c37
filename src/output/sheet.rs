//! A report as typed cells: the one shape that tables, CSV and JSON are written from.

use std::borrow::Cow;
use std::io;

use rust_decimal::Decimal;

use super::calendar::Entry;
use crate::model::{Amount, Bilingual, Currency, Date, Lang, Rate, Term};

/// One value of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing known or nothing meant: an empty cell, `null`.
    Empty,
    /// Text that came from outside, or a sentence: what is special in it is neutralised in each format.
    Text(Cow<'a, str>),
    /// One of our own codes and keys: written as it is.
    Word(&'a str),
    /// A code that people have a name for: CSV and JSON write the code, a table the name.
    Named(&'a str, Term<'a>),
    /// Money: with exactly the currency's decimals.
    Amount(Amount, Currency),
    /// A day.
    Date(Date),
    /// A number of days or things, or a score.
    Count(i64),
    /// A number of days that was computed, with one decimal.
    Days(Decimal),
    /// A yearly rate in percent.
    Rate(Rate),
    /// A probability or a part of a whole, from 0 to 1, shown with four decimals.
    Share(Decimal),
    /// A plain figure with all its decimals, such as a measure or a mean.
    Figure(Decimal),
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

/// A list inside a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Nested<'a> {
    /// Plain values: `["F-1", "F-2"]`.
    Values(Vec<Cell<'a>>),
    /// Objects that share their keys: `[{"name": "late", "points": 12}]`.
    Objects(&'a [&'a str], Vec<Vec<Cell<'a>>>),
}

/// One column of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name that CSV, JSON and `--fail-if` use; a promise to scripts.
    pub key: Cow<'static, str>,
    /// The title that people read over a table.
    pub title: Bilingual,
    /// Where it is written.
    pub shown: Shown,
    /// What may stand in it.
    pub words: Words,
}

/// What may stand in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Anything.
    Any,
    /// The words of a closed list, with what people call them.
    Listed(Vec<(String, Bilingual)>),
    /// The codes of currencies.
    Currencies,
}

/// Where a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In every format.
    Everywhere,
    /// In CSV and JSON always, in a table only when a row or total has something other than zero or no in it.
    WhenUsed,
    /// In every format; a table whose rows do not fit the page writes it on a line over its figures.
    Lead,
    /// In every format; a table writes it once, on a line over the rows that share it.
    Heading,
    /// In every format; a table writes it behind the columns before it, after this character.
    Joined(char),
    /// In every format; a table writes it in the place of the column of that key, in rows where that one is empty.
    InsteadOf(&'static str),
    /// In every format; a table writes it with its title under the rows that have something other than zero in it.
    Noted,
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
        Column { key: key.into(), title: Bilingual::new(en, fr), shown: Shown::Everywhere, words: Words::Any }
    }

    /// Returns the column of currencies.
    pub fn currency() -> Column {
        Column { words: Words::Currencies, ..Column::new("currency", "Currency", "Devise") }
    }

    /// Returns a column that no table shows.
    pub fn data(key: impl Into<Cow<'static, str>>) -> Column {
        Column { key: key.into(), title: Bilingual::new("", ""), shown: Shown::Data, words: Words::Any }
    }

    /// Names a column that no table shows, for a workbook.
    pub fn titled(self, en: impl Into<String>, fr: impl Into<String>) -> Column {
        Column { title: Bilingual::new(en, fr), ..self }
    }

    /// Returns a column of lists: JSON only.
    pub fn nested(key: impl Into<Cow<'static, str>>) -> Column {
        Column { key: key.into(), title: Bilingual::new("", ""), shown: Shown::Json, words: Words::Any }
    }

    /// Hides the column from a table in which it is empty or zero everywhere.
    pub fn when_used(self) -> Column {
        Column { shown: Shown::WhenUsed, ..self }
    }

    /// Lets a table that is too wide for the page write the column over the figures of its row.
    pub fn lead(self) -> Column {
        Column { shown: Shown::Lead, ..self }
    }

    /// Lets a table write the column once for the rows that share it, over them.
    pub fn heading(self) -> Column {
        Column { shown: Shown::Heading, ..self }
    }

    /// Lets a table write the column behind the one before it, after a character: `F-12/2`.
    pub fn joined(self, separator: char) -> Column {
        Column { shown: Shown::Joined(separator), ..self }
    }

    /// Lets a table write the column in the place of another, where that one is empty.
    pub fn instead_of(self, key: &'static str) -> Column {
        Column { shown: Shown::InsteadOf(key), ..self }
    }

    /// Lets a table write the column, with its title, under those rows that have something in it.
    pub fn noted(self) -> Column {
        Column { shown: Shown::Noted, ..self }
    }

    /// Puts the column on lines of its own under each row of a table.
    pub fn below(self) -> Column {
        Column { shown: Shown::Below, ..self }
    }

    /// Says that its values are words of a closed list.
    pub fn among<'w>(self, words: impl IntoIterator<Item = (&'w str, Term<'w>)>) -> Column {
        let word =
            |(word, term): (&str, Term<'_>)| (word.to_owned(), Bilingual::new(term.get(Lang::En), term.get(Lang::Fr)));
        Column { words: Words::Listed(words.into_iter().map(word).collect()), ..self }
    }

    /// Says that its values are of a closed list of words that people are told as they are.
    pub fn of<'w>(self, words: impl IntoIterator<Item = &'w str>) -> Column {
        self.among(words.into_iter().map(|word| (word, Term::new(word, word))))
    }

    /// Tells whether it has ids, which other commands take.
    pub fn is_id(&self) -> bool {
        self.key == "id" || self.key.ends_with("_id")
    }

    /// Tells whether CSV has the column.
    pub fn in_csv(&self) -> bool {
        self.shown != Shown::Json
    }
}

/// The answer of one command. Rows have as many cells as there are columns, in their order.
pub trait Report: Sync {
    /// Returns the command's name: the schema is `relance.<command>/1`.
    fn command(&self) -> &'static str;

    /// Returns the day the answer is about.
    fn as_of(&self) -> Option<Date>;

    /// Returns the line over the table, without the day, which is added.
    fn title(&self) -> Option<Bilingual> {
        None
    }

    /// Tells whether the title names the days itself.
    fn title_has_days(&self) -> bool {
        false
    }

    /// Returns the columns.
    ///
    /// A table leaves out the column `currency` when all rows share one, and says it once; over rows with a heading,
    /// it says there which are in another currency than most.
    fn columns(&self) -> Vec<Column>;

    /// Streams the rows; nothing is collected, so that a million rows cost one row of memory.
    /// It may be called several times and gives the same rows each time.
    ///
    /// # Errors
    /// Those of `each`, which end the stream.
    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()>;

    /// Returns into how many slices the rows fall, to be made at the same time; only long reports have several.
    fn slices(&self) -> usize {
        1
    }

    /// Streams the rows of one slice; those of all slices, one after the other, are those of [`Report::rows`].
    ///
    /// # Errors
    /// Those of `each`, which end the stream.
    fn slice(&self, _slice: usize, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.rows(each)
    }

    /// Returns the part of a table that a row belongs to, as its title over it; rows come part by part.
    fn part(&self, _row: &[Cell<'_>]) -> Option<Bilingual> {
        None
    }

    /// Tells whether a table writes the sentences of a row under it: not where its cells say as much.
    fn is_explained(&self, _row: &[Cell<'_>]) -> bool {
        true
    }

    /// Returns the totals, one row per currency; cells without meaning there are empty.
    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        Vec::new()
    }

    /// Returns the rows that a table sets under its totals to be compared with them, each with its label: what is usual
    /// elsewhere. CSV and JSON have the same figures in columns of their own.
    fn beside(&self) -> Vec<(Bilingual, Vec<Cell<'_>>)> {
        Vec::new()
    }

    /// Returns the days of the report as entries of a calendar, by day; nothing when it is not about days to come.
    fn calendar(&self) -> Option<Vec<Entry>> {
        None
    }

    /// Returns further lists of the JSON object, each under its key; a table tells of them in its remarks.
    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        Vec::new()
    }

    /// Returns the lines under the table, such as a proof or a legend. CSV and JSON have none.
    fn remarks(&self) -> Vec<Bilingual> {
        Vec::new()
    }
}
