//! One of the folder's own files: its columns by meaning, and its cells as values or findings.

mod cells;
mod usual;

use std::borrow::Cow;

use super::columns::{self, Column};
use super::dialect::DateForm;
use super::edit::{CellForm, form};
use super::faults::Faults;
use super::header::{Wanted, same};
use super::messages::{self, Subject};
use super::source::Source;
use super::table::{Next, Table};
use super::text::{parse_amount, parse_date, trim};
use super::unread;
use crate::diag::Place;
use crate::model::FileRole;
use crate::model::dialect::{DecimalMark, Declared, Encoding};
use crate::model::guard::unguard;

/// A cell that was refused: its finding is among the faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused;

/// The longest id that is read, in bytes.
const LONGEST_ID: usize = 255;

/// Marks a meaning that the file has no column for.
const NOWHERE: u16 = u16::MAX;

/// One of the folder's own files.
#[derive(Debug)]
pub(super) struct Sheet {
    table: Table,
    role: FileRole,
    /// For each meaning, the place of its column.
    places: [u16; Column::COUNT],
    views: Vec<([u16; Column::COUNT], FileRole)>,
}

/// One way to look at a list: which of its columns are which of ours, for one of our files.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    /// The file.
    pub role: FileRole,
    /// Our columns, and the list's names for them.
    pub names: Vec<(Column, &'a str)>,
}

impl Sheet {
    /// Opens the file of that role. Faults that leave nothing to read go to `faults`.
    pub fn open(source: Source, role: FileRole, declared: Declared, faults: &mut Faults) -> Option<Sheet> {
        let entries = columns::of(role);
        let wanted: Vec<Wanted<'_>> = entries
            .iter()
            .map(|entry| Wanted {
                required: entry.required,
                names: [entry.name].iter().chain(entry.aliases).copied().collect(),
            })
            .collect();
        Sheet::wanting(source, role, entries.iter().map(|entry| entry.column), &wanted, declared, faults)
    }

    /// Opens a list of another program, whose header stands below that many lines. Each view names some of its columns;
    /// all of them must be there. The first view is the one that is looked through.
    pub fn over(
        source: Source,
        lines: u32,
        views: &[View<'_>],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Sheet> {
        let names = || views.iter().flat_map(|view| view.names.iter());
        let wanted: Vec<Wanted<'_>> = names().map(|(_, name)| Wanted { required: true, names: vec![name] }).collect();
        let table = Table::open_below(source, lines, &wanted, declared, faults)?;
        let mut at = 0;
        let views: Vec<_> = views
            .iter()
            .map(|view| {
                let columns = view.names.iter().map(|(column, _)| *column);
                let places = places(&table, at, columns);
                at += view.names.len();
                (places, view.role)
            })
            .collect();
        let (places, role) = views.first().copied()?;
        Some(Sheet { table, role, places, views })
    }

    /// Looks at a list through one of its views.
    pub fn turn(&mut self, view: usize) {
        (self.places, self.role) = self.views[view];
    }

    fn wanting(
        source: Source,
        role: FileRole,
        columns: impl Iterator<Item = Column>,
        wanted: &[Wanted<'_>],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Sheet> {
        let table = Table::open_to_read(source, wanted, declared, faults)?;
        let places = places(&table, 0, columns);
        Some(Sheet { table, role, places, views: Vec::new() })
    }

    /// Reports the columns of the folder's own file that are not read: those that look like balances or statuses are
    /// errors, unless they are knowingly ignored.
    pub fn judge_columns(&self, ignored: &[String], faults: &mut Faults) {
        let unknown = self.table.unknown().filter(|name| !ignored.iter().any(|ignored| same(ignored, name)));
        let (suspect, others): (Vec<&str>, Vec<&str>) =
            unknown.partition(|name| unread::looks_like_balance(self.role, name));
        for name in suspect {
            faults.condemn(messages::column_unread(self.file(), self.line(), name));
        }
        if let Some(note) = messages::columns_unknown(self.file(), &others) {
            faults.push(note);
        }
    }

    /// Goes to the next row that is not blank.
    pub fn next(&mut self, faults: &mut Faults) -> Next {
        let next = self.table.next(faults);
        if next == Next::Row && self.table.height() > 1 {
            return self.tall_row(faults);
        }
        next
    }

    /// Refuses the current row, which spans several lines, when one of them looks like a row of its own: a quote that
    /// opens in one row and closes in another makes one of both.
    #[cold]
    fn tall_row(&self, faults: &mut Faults) -> Next {
        let is_required =
            |column: Column| columns::of(self.role).iter().any(|entry| entry.required && entry.column == column);
        let place = |column: Column| Some(self.places[column as usize] as usize).filter(|_| self.has(column));
        let all = columns::of(self.role).iter().map(|entry| entry.column);
        let telling: Vec<(CellForm, usize)> = all
            .filter(|&column| is_required(column) && column != Column::DueDate)
            .filter_map(|column| Some((form(column), place(column)?)))
            .collect();
        let fits = |(form, cell): (CellForm, &[u8])| match form {
            CellForm::Text => !cell.is_empty(),
            CellForm::Amount => parse_amount(cell).is_ok(),
            CellForm::Date => parse_date(cell).is_some(),
        };
        // Few cells are in any sentence with commas.
        let is_row = |cells: &[&[u8]]| cells.len() > 3 && telling.iter().all(|&(form, at)| fits((form, cells[at])));
        match self.table.inner_row(is_row) {
            None => Next::Row,
            Some(line) => {
                faults.push(messages::row_swallowed(self.file(), self.line(), line));
                Next::Misfit
            }
        }
    }

    /// Starts again at the first row.
    pub fn rewind(&mut self) {
        self.table.rewind();
    }

    /// Returns the second half of the rows to come as a sheet of its own, and where it begins; see
    /// [`Table::second_half`].
    pub fn second_half(&self) -> Option<(Sheet, u64)> {
        let (table, at) = self.table.second_half()?;
        Some((Sheet { table, role: self.role, places: self.places, views: self.views.clone() }, at))
    }

    /// Gives back the memory of reading.
    pub fn rest(&mut self) {
        self.table.rest();
    }

    /// Adds to the dialect what the cells showed.
    pub fn found(&mut self, decimal: Option<DecimalMark>, dates: impl Iterator<Item = DateForm>) {
        self.table.found(decimal, dates);
    }

    /// Returns the table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the line of the current row.
    pub fn line(&self) -> u32 {
        self.table.line()
    }

    /// Returns how many rows the file has, at a guess from its length and that of the current row.
    pub fn rows_at_a_guess(&self) -> usize {
        let length = self.table.source().length().unwrap_or(0) as usize;
        length / self.table.row_length() + 1
    }

    /// Tells whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.places[column as usize] != NOWHERE
    }

    /// Tells whether the cell is empty, or there is no such column.
    #[inline]
    pub fn is_empty(&self, column: Column) -> bool {
        self.cell(column).is_empty()
    }

    /// Returns the cell's bytes as they stand in the file, without the blanks around.
    #[inline]
    fn cell(&self, column: Column) -> &[u8] {
        match self.places[column as usize] {
            NOWHERE => b"",
            place => self.table.cell(place as usize),
        }
    }

    /// Returns the cell's text, if it is known to be printable ASCII as most are; see [`Table::usual_cell`].
    #[inline]
    fn usual_cell(&self, column: Column) -> Option<&str> {
        match self.places[column as usize] {
            NOWHERE => None,
            place => self.table.usual_cell(place as usize),
        }
    }

    /// Returns the cell's bytes in UTF-8, without the blanks around; empty where there is no such column.
    #[inline]
    pub fn bytes(&self, column: Column) -> Cow<'_, [u8]> {
        if let Some(text) = self.usual_cell(column) {
            return Cow::Borrowed(text.as_bytes());
        }
        let cell = self.cell(column);
        if cell.is_ascii() || self.table.dialect().encoding == Encoding::Utf8 {
            return Cow::Borrowed(cell);
        }
        Cow::Owned(self.table.decode(cell).into_owned().into_bytes())
    }

    /// Returns the cell's text as written, without the blanks around; empty where there is no such column.
    #[inline]
    pub fn text(&self, column: Column) -> Cow<'_, str> {
        match self.usual_cell(column) {
            Some(text) => Cow::Borrowed(text),
            None if !self.has(column) => Cow::Borrowed(""),
            None => self.table.decode(self.cell(column)),
        }
    }

    /// Returns the texts of the row's cells, whatever their columns; of a cell that runs over several lines those that
    /// it may have swallowed.
    pub fn cells(&self) -> Vec<String> {
        let delimiter = self.table.dialect().delimiter;
        let cells = (0..self.table.cells()).map(|place| self.table.at(place));
        let parts = cells.flat_map(|cell| {
            let is_tall = cell.contains(&b'\n');
            cell.split(move |&byte| is_tall && (byte == b'\n' || byte == delimiter))
        });
        parts.map(|cell| unguard(&self.table.decode(trim(cell))).to_owned()).collect()
    }

    /// Returns the column's name as the header writes it.
    pub fn name(&self, column: Column) -> &str {
        match self.places[column as usize] {
            NOWHERE => "",
            place => &self.table.names()[place as usize],
        }
    }

    /// Returns the place of the current row's cell.
    pub fn place(&self, column: Column) -> Place {
        Place::line(self.file(), self.line()).cell(self.name(column), self.text(column))
    }

    /// Returns the place of a cell of a row that was read before; its text is filled in at the end, from another pass.
    pub fn cite(&self, line: u32, column: Column) -> Place {
        let name = Some(self.name(column)).filter(|name| !name.is_empty());
        Place { column: name.map(str::to_owned), ..Place::line(self.file(), line) }
    }

    /// Returns the file's name.
    pub fn file(&self) -> &str {
        &self.table.source().name
    }

    /// Returns what the current row is about.
    pub fn subject(&self) -> Subject {
        let column = match self.role {
            FileRole::Invoices => Column::InvoiceId,
            FileRole::Payments => Column::PaymentId,
            FileRole::Customers => Column::CustomerId,
            FileRole::Suspense => Column::PaymentId,
            FileRole::Events | FileRole::Policy => Column::EventId,
        };
        Subject { role: self.role, id: unguard(&self.text(column)).to_owned() }
    }
}

/// Tells whether an id begins as one does that a spreadsheet guarded or spoilt: `'=1`, `#REF!`, `4,11E+07`, `Err:502`.
#[inline]
fn is_suspect(id: &[u8]) -> bool {
    matches!(id, [b'\'' | b'#', ..] | [b'0'..=b'9', b'E' | b'e' | b',' | b'.', ..] | [b'E', b'r', b'r', ..])
}

/// Returns where each meaning stands in a table whose wanted columns, from that one on, are those of the meanings.
fn places(table: &Table, from: usize, columns: impl Iterator<Item = Column>) -> [u16; Column::COUNT] {
    let mut places = [NOWHERE; Column::COUNT];
    for (i, column) in columns.enumerate() {
        if let Some(place) = table.place(from + i) {
            places[column as usize] = u16::try_from(place).unwrap_or(NOWHERE);
        }
    }
    places
}
