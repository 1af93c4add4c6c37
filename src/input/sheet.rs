//! One of the folder's own files: its columns by meaning, and its cells as values or findings.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::columns::{self, Column};
use super::dialect::DateForm;
use super::faults::Faults;
use super::header::Wanted;
use super::messages::{self, Subject};
use super::source::Source;
use super::table::{Next, Table};
use super::words::{self, Words};
use crate::diag::Place;
use crate::model::dialect::{DecimalMark, Declared, Encoding};
use crate::model::guard::unguard;
use crate::model::rate::RateRule;
use crate::model::{Currency, FileRole};

/// Is a cell that was refused: its finding is among the faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refused;

/// The longest id that is read, in bytes.
const LONGEST_ID: usize = 255;

/// Marks a meaning that the file has no column for.
const NOWHERE: u16 = u16::MAX;

/// Is one of the folder's own files.
#[derive(Debug)]
pub(super) struct Sheet {
    table: Table,
    role: FileRole,
    /// For each meaning, the place of its column.
    places: [u16; Column::COUNT],
    utf8: bool,
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
        let sheet = Sheet::wanting(source, role, entries.iter().map(|entry| entry.column), &wanted, declared, faults)?;
        if let Some(note) = messages::columns_unknown(&sheet.table) {
            faults.push(note);
        }
        Some(sheet)
    }

    /// Opens a list of another program, in which some of our columns have these names; all of them must be there.
    pub fn over(
        source: Source,
        role: FileRole,
        names: &[(Column, &str)],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Sheet> {
        let wanted: Vec<Wanted<'_>> =
            names.iter().map(|(_, name)| Wanted { required: true, names: vec![name] }).collect();
        Sheet::wanting(source, role, names.iter().map(|(column, _)| *column), &wanted, declared, faults)
    }

    fn wanting(
        source: Source,
        role: FileRole,
        columns: impl Iterator<Item = Column>,
        wanted: &[Wanted<'_>],
        declared: Declared,
        faults: &mut Faults,
    ) -> Option<Sheet> {
        let table = Table::open(source, wanted, declared, faults)?;
        let mut places = [NOWHERE; Column::COUNT];
        for (i, column) in columns.enumerate() {
            if let Some(place) = table.place(i) {
                places[column as usize] = u16::try_from(place).unwrap_or(NOWHERE);
            }
        }
        let utf8 = table.dialect().encoding == Encoding::Utf8;
        Some(Sheet { table, role, places, utf8 })
    }

    /// Goes to the next row that is not blank.
    pub fn next(&mut self, faults: &mut Faults) -> Next {
        self.table.next(faults)
    }

    /// Starts again at the first row.
    pub fn rewind(&mut self) {
        self.table.rewind();
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
            place => self.table.at(place as usize),
        }
    }

    /// Returns the cell's bytes in UTF-8, without the blanks around; empty where there is no such column.
    #[inline]
    pub fn bytes(&self, column: Column) -> Cow<'_, [u8]> {
        let cell = self.cell(column);
        if self.utf8 || cell.is_ascii() {
            return Cow::Borrowed(cell);
        }
        Cow::Owned(self.table.decode(cell).into_owned().into_bytes())
    }

    /// Returns the cell's text as written, without the blanks around; empty where there is no such column.
    #[inline]
    pub fn text(&self, column: Column) -> Cow<'_, str> {
        self.table.decode(self.cell(column))
    }

    /// Returns the texts of the row's cells, whatever their columns.
    pub fn cells(&self) -> Vec<String> {
        let cells = (0..self.table.cells()).map(|place| self.table.decode(self.table.at(place)));
        cells.map(|cell| unguard(&cell).to_owned()).collect()
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
            FileRole::Events | FileRole::Policy => Column::EventId,
        };
        Subject { role: self.role, id: unguard(&self.text(column)).to_owned() }
    }

    /// Returns the id in the cell, nothing when it is empty.
    #[inline]
    pub fn id(&self, column: Column, faults: &mut Faults) -> Result<Option<Cow<'_, str>>, Refused> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let printable = || self.table.is_printable() || cell.iter().all(|byte| (b' '..0x7f).contains(byte));
        match str::from_utf8(cell) {
            Ok(text) if cell.len() <= LONGEST_ID && cell[0] != b'\'' && printable() => Ok(Some(Cow::Borrowed(text))),
            _ => self.unusual_id(column, faults),
        }
    }

    fn unusual_id(&self, column: Column, faults: &mut Faults) -> Result<Option<Cow<'_, str>>, Refused> {
        let text = match self.text(column) {
            Cow::Borrowed(text) => Cow::Borrowed(unguard(text)),
            Cow::Owned(text) => Cow::Owned(unguard(&text).to_owned()),
        };
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > LONGEST_ID || text.chars().any(char::is_control) {
            faults.push(messages::id_invalid(self.place(column), text.len(), LONGEST_ID));
            return Err(Refused);
        }
        Ok(Some(text))
    }

    /// Returns the id in the cell, which may not be empty.
    pub fn required_id(&self, column: Column, faults: &mut Faults) -> Result<Cow<'_, str>, Refused> {
        self.id(column, faults)?.ok_or_else(|| self.missing(column, faults))
    }

    /// Refuses a cell that may not be empty.
    pub fn missing(&self, column: Column, faults: &mut Faults) -> Refused {
        faults.push(messages::value_missing(self.place(column), self.name(column), &self.subject()));
        Refused
    }

    /// Returns the free text in the cell.
    pub fn free(&self, column: Column) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| unguard(&text).to_owned())
    }

    /// Returns the meaning of the word in the cell.
    pub fn word<T: Copy>(&self, column: Column, known: Words<T>, faults: &mut Faults) -> Result<Option<T>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        words::find(known, &text).map(Some).ok_or_else(|| {
            faults.push(messages::word_unknown(self.place(column), &words::known(known)));
            Refused
        })
    }

    /// Returns the currency in the cell.
    pub fn currency(&self, faults: &mut Faults) -> Result<Option<Currency>, Refused> {
        if self.is_empty(Column::Currency) {
            return Ok(None);
        }
        let text = self.text(Column::Currency);
        Currency::parse(&text).map(Some).ok_or_else(|| {
            faults.push(messages::currency_unknown(self.place(Column::Currency)));
            Refused
        })
    }

    /// Returns the late-payment rate in the cell.
    pub fn rate_rule(&self, column: Column, faults: &mut Faults) -> Result<Option<RateRule>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        RateRule::parse(&text).map(Some).ok_or_else(|| {
            faults.push(messages::rate_invalid(self.place(column), false));
            Refused
        })
    }

    /// Returns the percentage in the cell, from 0 to 100.
    pub fn percent(&self, column: Column, faults: &mut Faults) -> Result<Option<Decimal>, Refused> {
        if self.is_empty(column) {
            return Ok(None);
        }
        let text = self.text(column);
        percent(&text).map(Some).ok_or_else(|| {
            faults.push(messages::rate_invalid(self.place(column), true));
            Refused
        })
    }
}

/// Reads digits, perhaps with a point or comma and up to four decimals, from 0 to 100.
fn percent(text: &str) -> Option<Decimal> {
    let text = text.strip_suffix('%').map_or(text, |text| text.trim_end_matches([' ', '\u{a0}', '\u{202f}']));
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) {
        return None;
    }
    let value = Decimal::from_str_exact(&format!("{whole}.{decimals}")).ok()?;
    (value <= Decimal::ONE_HUNDRED).then(|| value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_read_strictly() {
        assert_eq!(percent("2"), Some(Decimal::from(2)));
        assert_eq!(percent("1,50 %"), Some(Decimal::new(15, 1)));
        assert_eq!(percent("100"), Some(Decimal::from(100)));
        for wrong in ["", "-1", "100.1", "2.", ".5", "1e1", "%", "1 2", "0.12345"] {
            assert_eq!(percent(wrong), None, "{wrong}");
        }
    }
}
