//! Lists of other programs: a table with any header, read as rows of ours through the names of its columns.
//!
//! One pass gives the rows for each of our files. Titles above the header, sections, totals and repeated headers are
//! no rows, and are counted apart.

mod meaning;
mod no_row;
mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

pub use self::meaning::{ANY, OTHERS, meant};
pub use self::no_row::is_sum;
use self::reader::Reader;
use super::columns::Column;
use super::edit::PlainRows;
use super::faults::Faults;
use super::header::Wanted;
use super::sheet::{Sheet, View};
use super::source::Source;
use super::table::{Next, Table};
use super::text::foreign_date;
use crate::diag::{Diagnostic, Place};
use crate::model::dialect::{DateOrder, Declared};
use crate::model::{Currency, Date, FileRole};

/// Where the cells of one of our columns come from: a column of the list, or the one text that every row gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellSource {
    /// The list's column of that name.
    Column(String),
    /// The same text in every row.
    Fixed(String),
}

/// What a list gives to one of our files.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file that gets the rows.
    pub role: FileRole,
    /// Its columns, and where each comes from.
    pub columns: Vec<(Column, CellSource)>,
    /// A row in which this column is empty has nothing to give: its cells are all empty then. In a list of payments one
    /// that bears the number of a payment lacks it.
    pub needed: Option<Column>,
}

/// Which rows of a list are taken, by what stands in one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The list's name of the column.
    pub column: String,
    /// The words of the rows that are taken; all but the others where there is none.
    pub takes: Vec<String>,
    /// The words of the rows that are not.
    pub leaves: Vec<String>,
    /// Of the words of rows that are not taken, those whose invoices are told all the same.
    pub noted: Vec<String>,
    /// What is told of those.
    pub why: NoRow,
}

/// What is wanted of a list.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// What it gives to which file; the first part says what a row of the list is.
    pub parts: &'a [Part],
    /// How many lines stand before the header.
    pub lines_before: u32,
    /// What is declared of the list.
    pub declared: Declared,
    /// The order of day and month in columns that have another than the rest.
    pub date_orders: &'a BTreeMap<String, DateOrder>,
    /// Which rows are taken.
    pub filters: &'a [Filter],
    /// For columns of the list, its words and ours.
    pub values: &'a BTreeMap<String, BTreeMap<String, String>>,
    /// The currency of rows that name none.
    pub currency: Currency,
}

/// Why a row of a list is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoRow {
    /// The mapping does not take it.
    Filtered,
    /// The mapping does not take it, and its invoice is told.
    Noted,
    /// It is in another currency than the sums of the list.
    Foreign,
    /// A title between rows.
    Section,
    /// A sum of rows.
    Total,
    /// The header once more.
    Header,
}

/// A sum of rows, as a list states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Its line.
    pub line: u32,
    /// How many rows stand before it.
    pub rows: usize,
    /// What stands in the column of sums.
    pub text: String,
    /// What stands in that of the balances.
    pub balance: String,
}

/// What a list gives.
#[derive(Clone, Debug, Default)]
pub struct ListRows {
    /// For each part, as many rows as `lines`, in plain form.
    pub parts: Vec<PlainRows>,
    /// The line on which each row begins.
    pub lines: Vec<u32>,
    /// The lines of the rows that could not be read: no part has them.
    pub refused: Vec<u32>,
    /// The invoices that they name: other rows may tell of the same.
    pub refused_invoices: BTreeSet<String>,
    /// The lines that are not taken and whose invoices are told, with their numbers.
    pub noted: Vec<(u32, String)>,
    /// The totals between and below the rows.
    pub totals: Vec<Total>,
    /// How many rows were none.
    pub no_rows: BTreeMap<NoRow, usize>,
    /// The first and the last date of the first part.
    pub days: Option<(Date, Date)>,
    /// How the file turned out to be written.
    pub dialect: Option<super::DialectFound>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Whether the list as a whole cannot be read.
    pub is_unusable: bool,
}

/// Reads a list.
///
/// Dates and amounts are read column by column like those of the folder's own files, and in the forms of other programs
/// besides; other cells are kept as they are but for the blanks around them.
pub fn read(source: &Source, wish: &Wish<'_>) -> ListRows {
    let mut faults = Faults::default();
    let mut views: Vec<View<'_>> = wish
        .parts
        .iter()
        .map(|part| View {
            role: part.role,
            names: part.columns.iter().filter_map(|(column, from)| Some((*column, from.name()?))).collect(),
        })
        .collect();
    // A filter's column need not be one of ours; each has a view of its own.
    views.extend(
        wish.filters
            .iter()
            .map(|filter| View { role: FileRole::Invoices, names: vec![(Column::Note, filter.column.as_str())] }),
    );
    let found = source.again().map_err(|finding| faults.fatal(*finding)).ok();
    let sheet = found.and_then(|source| Sheet::over(source, wish.lines_before, &views, wish.declared, &mut faults));
    let mut list = match sheet {
        Some(sheet) => Reader::new(sheet, wish).read(&mut faults),
        None => ListRows::default(),
    };
    list.is_unusable = faults.is_fatal();
    list.findings = faults.into_list();
    list
}

/// Goes through some columns of a list, row by row, until `visit` breaks off: it finds their cells by their places
/// among the names.
pub fn walk(
    source: &Source,
    lines_before: u32,
    declared: Declared,
    names: &[String],
    mut visit: impl FnMut(&Table) -> ControlFlow<()>,
) {
    let wanted: Vec<Wanted<'_>> = names.iter().map(|name| Wanted { required: true, names: vec![name] }).collect();
    let mut unread = Faults::default();
    let source = source.again().ok();
    let opened = source.and_then(|source| Table::open_below(source, lines_before, &wanted, declared, &mut unread));
    let Some(mut table) = opened else { return };
    while table.next(&mut unread) != Next::End && visit(&table).is_continue() {}
}

/// Returns the texts of a column of a list, but for its name and what announces sums: no more than a person would read.
pub fn texts(source: &Source, lines_before: u32, declared: Declared, column: &str) -> BTreeSet<String> {
    const MOST: usize = 1000;
    let mut texts = BTreeSet::new();
    walk(source, lines_before, declared, &[column.to_owned()], |row| {
        let text = row.text(0);
        if !text.is_empty() && text != column && !is_sum(&text) && !texts.contains(&*text) {
            texts.insert(text.into_owned());
        }
        if texts.len() < MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    texts
}

/// Returns the lines of a list that announce a sum of the rows above, and have no day.
pub fn lines_of_totals(source: &Source, lines_before: u32, declared: Declared, names: &[String]) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    walk(source, lines_before, declared, names, |row| {
        let is_dated = || (0..names.len()).any(|at| foreign_date(row.text(at).as_bytes()).is_some());
        if is_sum(&row.first_text()) && !is_dated() {
            lines.insert(row.line());
        }
        ControlFlow::Continue(())
    });
    lines
}

/// Puts into places of a list the text that stands there, as it is written.
pub fn quote(source: &Source, lines_before: u32, declared: Declared, mut places: Vec<&mut Place>) {
    let mut names: Vec<String> = places.iter().filter_map(|place| place.column.clone()).collect();
    names.sort_unstable();
    names.dedup();
    places.sort_by_key(|place| place.line);
    let mut places = places.into_iter().peekable();
    walk(source, lines_before, declared, &names, |row| {
        while let Some(place) = places.next_if(|place| place.line.is_none_or(|line| line <= row.line())) {
            let column = names.iter().position(|name| place.column.as_ref() == Some(name));
            if let Some(column) = column.filter(|_| place.line == Some(row.line())) {
                place.text = Some(row.text(column).into_owned()).filter(|text| !text.is_empty());
            }
        }
        if places.peek().is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
}

impl CellSource {
    /// Returns the list's name of the column.
    pub fn name(&self) -> Option<&str> {
        match self {
            CellSource::Column(name) => Some(name),
            CellSource::Fixed(_) => None,
        }
    }
}
