//! Workbooks (XLSX, XLS, ODS): a sheet becomes a table of text, so that one reader serves every list.
//!
//! A row of the sheet is a line of the text, under the same number. A day is written as such, a number with the fifteen
//! digits that a spreadsheet itself shows, never through arithmetic; a formula counts as the value it last had, and one
//! that never had any is told.

mod archive;
mod currency;
mod formulas;
mod grid;
mod ods;
mod shown;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, StyleRange};
use rust_decimal::Decimal;

pub use self::formulas::Cell;
use self::grid::{Grid, Obstacle};
use self::ods::Currencies;
use super::source::Source;
use super::{Refusal, messages};
use crate::model::Date;

/// One sheet of a workbook, as a table of text.
#[derive(Debug)]
pub struct SheetText {
    /// Its name.
    pub name: String,
    /// Its rows in CSV, under the name of the workbook.
    pub source: Source,
    /// Whether a person who opens the workbook sees it.
    pub is_visible: bool,
    /// Its cells whose formula has no value.
    pub uncomputed: Vec<Cell>,
}

impl SheetText {
    /// Returns the finding that says of a cell, in a column of that name, that its formula has no value.
    pub fn without_value(&self, cell: Cell, column: &str) -> Refusal {
        messages::formula_uncomputed(&self.source.name, &self.name, cell, column)
    }

    /// Tells whether anything stands below a cell in its column, a formula without a value included.
    pub fn goes_on_below(&self, cell: Cell) -> bool {
        let Ok(text) = self.source.bytes() else { return true };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&*text);
        let mut rows = reader.byte_records().map_while(Result::ok);
        rows.any(|row| {
            let is_below = row.position().is_some_and(|place| place.line() > u64::from(cell.line));
            is_below && row.get(cell.column).is_some_and(|text| !text.is_empty())
        }) || self.uncomputed.iter().any(|other| other.column == cell.column && other.line > cell.line)
    }
}

/// Returns the format of a workbook by its first bytes; nothing for any other file.
pub fn format(head: &[u8]) -> Option<&'static str> {
    let holds = |text: &str| head.windows(text.len()).any(|window| window == text.as_bytes());
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        Some("XLS")
    } else if !head.starts_with(b"PK\x03\x04") {
        None
    } else if holds("application/vnd.oasis.opendocument.spreadsheet") {
        Some("ODS")
    } else {
        Some("XLSX")
    }
}

/// Returns the sheets of a workbook that hold anything, in their order; those that are hidden come last. A damaged one
/// is empty.
///
/// # Errors
/// Returns the finding when it or each of its sheets is damaged, when it is too large, protected by a password, or no
/// workbook.
pub fn sheets(source: &Source) -> Result<Vec<SheetText>, Refusal> {
    let bytes = source.bytes()?;
    let unreadable = |error: &dyn std::fmt::Display| messages::workbook_unreadable(&source.name, &error.to_string());
    let too_long = || messages::workbook_too_long(&source.name, archive::LARGEST);
    if archive::is_too_large(&bytes) {
        return Err(too_long());
    }
    let are_zeros_blank = formulas::is_to_be_computed(&bytes);
    let currencies = if format(&bytes) == Some("ODS") { ods::currencies(&bytes) } else { Ok(BTreeMap::new()) };
    let currencies = currencies.map_err(|obstacle| match obstacle {
        ods::Obstacle::CutOff => messages::workbook_cut_off(&source.name),
        ods::Obstacle::TooLarge(sheet, corner) => messages::sheet_too_large(&source.name, &sheet, corner),
    })?;
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(&*bytes)).map_err(|error| {
        if archive::is_other(&bytes) { messages::archive(&source.name) } else { unreadable(&error) }
    })?;
    // What all sheets are written with.
    let mut room = archive::LARGEST as usize;
    let mut found = Vec::new();
    let (mut damage, mut has_read) = (None, false);
    let sheets = book.sheets_metadata().iter();
    let sheets: Vec<_> = sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
    for (name, is_visible) in sheets {
        let content = match grid::read(&mut book, &name, &mut room) {
            Ok(content) => content,
            Err(Obstacle::TooLong) => return Err(too_long()),
            // Another sheet may be the one that counts: this one is among those that are not read.
            Err(Obstacle::Damage(error)) => {
                damage = damage.or(Some(error));
                let source = Source::of(&source.path, &source.name, Vec::new().into());
                found.push(SheetText { name, source, is_visible, uncomputed: Vec::new() });
                continue;
            }
        };
        let Some(content) = content.filter(|content| !content.values.is_empty()) else { continue };
        if let Some((row, column)) = content.values.too_large() {
            let corner = Cell { line: row.saturating_add(1), column: column as usize };
            return Err(messages::sheet_too_large(&source.name, &name, corner));
        }
        // Formats of which nothing can be known say nothing.
        let styles = book.worksheet_style(&name).unwrap_or_else(|_| StyleRange::empty());
        let text = text_of(&content.values, &styles, currencies.get(&name).unwrap_or(&Currencies::default()))
            .map_err(|error| unreadable(&error))?;
        room = room.checked_sub(text.len()).ok_or_else(too_long)?;
        let source = Source::of(&source.path, &source.name, text.into());
        let uncomputed = formulas::uncomputed(&content, are_zeros_blank);
        found.push(SheetText { name, source, is_visible, uncomputed });
        has_read = true;
    }
    if let Some(error) = damage.filter(|_| !has_read) {
        return Err(unreadable(&error));
    }
    found.sort_by_key(|sheet| !sheet.is_visible);
    Ok(found)
}

fn text_of(grid: &Grid, styles: &StyleRange, currencies: &Currencies) -> Result<Vec<u8>, csv::Error> {
    let (width, commas) = (grid.width(), typed_with_commas(grid));
    let quoted = |text| csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).flexible(true).from_writer(text);
    let mut writer = quoted(Vec::new());
    let mut line = 0;
    for (row, cells) in grid.rows() {
        // Rows in which nothing stands keep their numbers: those above all others are blank lines.
        if line == 0 {
            writer = quoted(vec![b'\n'; row as usize]);
            line = row;
        }
        for _ in line..row {
            writer.write_record([""])?;
        }
        let mut cells = cells.iter().peekable();
        let texts = (0..width).map(|column| match cells.next_if(|((_, at), _)| *at as usize == column) {
            Some((position, data)) => text(*position, data, commas[column], styles, currencies),
            None => String::new(),
        });
        writer.write_record(texts)?;
        line = row + 1;
    }
    writer.flush()?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Returns the text of a cell with what its format and its currency add.
fn text(
    position: grid::Position,
    data: &Data,
    has_comma: bool,
    styles: &StyleRange,
    currencies: &Currencies,
) -> String {
    let text = match data {
        // One mark for all of its column: next to what was typed as text a number has no other reading.
        Data::Float(number) if has_comma => figure(*number).replace('.', ","),
        _ => cell(data),
    };
    let number = match data {
        Data::Float(number) => *number,
        Data::Int(number) => *number as f64,
        _ => return text,
    };
    if let Some(currency) = currencies.of(position) {
        return format!("{text} {currency}");
    }
    let format = styles.get(position).and_then(|style| style.number_format.as_ref());
    in_format(number, text, format.map_or("", |format| &format.format_code))
}

/// Returns a number with what its format adds: the currency of a sum, else the zeros and letters of a number of a
/// document.
fn in_format(number: f64, text: String, format: &str) -> String {
    match currency::of(format) {
        Some(currency) => format!("{text} {currency}"),
        None => shown::shown(number, format).unwrap_or(text),
    }
}

/// Tells of each column whether sums were typed into it as text, with a comma before the cents: `1 200,00 €`.
fn typed_with_commas(grid: &Grid) -> Vec<bool> {
    let mut found = vec![(false, false); grid.width()];
    for ((_, column), data) in grid.cells() {
        if let Data::String(text) = data {
            let (comma, point) = &mut found[column as usize];
            *comma |= has_cents(text, ',');
            *point |= has_cents(text, '.');
        }
    }
    found.into_iter().map(|(comma, point)| comma && !point).collect()
}

/// Tells whether a text is a sum that ends in one or two decimals behind that mark.
fn has_cents(text: &str, mark: char) -> bool {
    let sum = text.trim_matches(|c: char| !c.is_ascii_digit());
    let is_figure = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.' | '\'' | '\u{2019}');
    let decimals = sum.rsplit_once(mark).map(|(_, decimals)| decimals);
    sum.chars().all(is_figure)
        && decimals.is_some_and(|text| matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the text of a cell; a line end in it would shift the numbers of the lines below.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.replace(['\r', '\n'], " ").trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => figure(*number),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = Date::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            day.map_or_else(|| moment.to_string(), |day| day.to_string())
        }
        Data::DateTime(moment) => moment.to_string(),
        Data::DateTimeIso(text) => text.get(..10).unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    }
}

/// Returns a number with the digits that a spreadsheet shows: 1199.9999999999998 is 1200.
///
/// One with three decimals gets a zero more: `1.500` alone in its column would have two readings.
fn figure(number: f64) -> String {
    let Ok(exact) = Decimal::from_scientific(&format!("{number:.14e}")) else { return number.to_string() };
    let mut exact = exact.normalize();
    if exact.scale() == 3 {
        exact.rescale(4);
    }
    exact.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_mark_of_the_sums_that_were_typed_beside_it() {
        let typed = |text: &str| Data::String(text.to_owned());
        let grid = Grid::of(vec![
            ((2, 0), typed("Total")),
            ((3, 0), Data::Float(1200.5)),
            ((5, 0), typed("1 200,00 €")),
            ((3, 1), Data::Float(1200.5)),
            ((5, 1), typed("1,200.00")),
        ]);
        let text = String::from_utf8(text_of(&grid, &StyleRange::empty(), &Currencies::default()).unwrap()).unwrap();
        // Two rows above all others, and one between them.
        let rows = "\"Total\",\"\"\n\"1200,5\",\"1200.5\"\n\"\"\n\"1 200,00 €\",\"1,200.00\"\n";
        assert_eq!(text, format!("\n\n{rows}"));
        assert!(!has_cents("12,345", ',') && !has_cents("1,2 ou 3,5 mois", ',') && !has_cents("Dupont", ','));
    }

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        // 0.1 + 0.2 in binary, and what sums of cents come to.
        for (number, text) in [
            (0.300_000_000_000_000_04, "0.3"),
            (1_199.999_999_999_999_8, "1200"),
            (1234.56, "1234.56"),
            (-0.01, "-0.01"),
            (411_000_017.0, "411000017"),
            (1.5, "1.5"),
            (1.234, "1.2340"),
            (0.0, "0"),
            (12_345_678_901.23, "12345678901.23"),
        ] {
            assert_eq!(figure(number), text);
        }
    }
}
