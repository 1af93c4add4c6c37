//! A report as a workbook (XLSX): typed cells under the titles that people read, totals below, the head frozen.
//!
//! It has the rows of CSV. Sums and days are numbers to the spreadsheet, codes and ids stay text, so that nothing is
//! read anew: an id keeps its zeros, and no text becomes a formula.

use std::io::{self, Write};

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Column, Report};
use crate::model::visible::visible_in_cell;
use crate::model::{Currency, Date, Lang};

/// The most rows of a sheet, its head included: what the format has room for.
const MOST_ROWS: u32 = 1_048_576;

/// The widest column that is fitted to its text, in characters.
const WIDEST: u32 = 60;

/// Writes a report in words of that language.
pub(super) fn write(report: &dyn Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report, lang));
    let mut sheet = Sheet::new(report, lang);
    sheet.page.set_name(report.command()).map_err(failed)?;
    sheet.head()?;
    report.rows(&mut |row| sheet.row(row, None))?;
    let last = sheet.next;
    for total in report.totals() {
        sheet.row(&total, Some("Total"))?;
    }
    sheet.finish(last)?;
    workbook.push_worksheet(sheet.page);
    let bytes = workbook.save_to_buffer().map_err(failed)?;
    out.write_all(&bytes)
}

/// Returns what the file says of itself: its day is that of the answer, so that the same answer gives the same bytes.
fn properties(report: &dyn Report, lang: Lang) -> DocProperties {
    let day = report.as_of().unwrap_or(Date::from_ymd_opt(2000, 1, 1).expect("a day of the calendar"));
    let title = report.title().map_or(String::new(), |title| title.get(lang).to_owned());
    DocProperties::new().set_title(title).set_author("relance").set_creation_datetime(&day)
}

/// A sheet that is being filled.
struct Sheet {
    page: Worksheet,
    columns: Vec<Column>,
    /// The places of the report's columns that are written.
    wanted: Vec<usize>,
    lang: Lang,
    /// The row that comes next.
    next: u32,
}

impl Sheet {
    fn new(report: &dyn Report, lang: Lang) -> Sheet {
        let columns = report.columns();
        let wanted = (0..columns.len()).filter(|&place| columns[place].in_csv()).collect();
        Sheet { page: Worksheet::new(), columns, wanted, lang, next: 0 }
    }

    fn head(&mut self) -> io::Result<()> {
        let bold = Format::new().set_bold();
        for (at, &place) in self.wanted.iter().enumerate() {
            let column = &self.columns[place];
            let title = column.title.get(self.lang);
            let title = if title.is_empty() { &*column.key } else { title };
            // In a table the title of a note stands before what it says.
            let title = title.trim_end_matches(['\u{a0}', ' ', ':']);
            self.page.write_string_with_format(0, at as u16, title, &bold).map_err(failed)?;
        }
        self.next = 1;
        self.page.set_freeze_panes(1, 0).map_err(failed)?;
        Ok(())
    }

    /// Writes a row; one with a label is a total.
    fn row(&mut self, row: &[Cell<'_>], label: Option<&str>) -> io::Result<()> {
        if self.next >= MOST_ROWS {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a sheet has room for 1,048,576 rows: use CSV"));
        }
        for at in 0..self.wanted.len() {
            self.cell(at, &row[self.wanted[at]], label.is_some())?;
        }
        if let Some(label) = label.filter(|_| self.wanted.first().is_some_and(|&first| row[first] == Cell::Empty)) {
            self.page.write_string_with_format(self.next, 0, label, &Format::new().set_bold()).map_err(failed)?;
        }
        self.next += 1;
        Ok(())
    }

    fn cell(&mut self, at: usize, cell: &Cell<'_>, is_total: bool) -> io::Result<()> {
        let at = at as u16;
        let plain = if is_total { Format::new().set_bold() } else { Format::new() };
        let (page, line) = (&mut self.page, self.next);
        let written = match cell {
            Cell::Empty | Cell::List(_) => return Ok(()),
            Cell::Text(text) => page.write_string_with_format(line, at, visible_in_cell(text), &plain),
            Cell::Word(word) => page.write_string_with_format(line, at, *word, &plain),
            Cell::Named(_, name) => page.write_string_with_format(line, at, name.get(self.lang), &plain),
            Cell::Amount(amount, currency) => {
                let format = plain.set_num_format(money_format(*currency));
                page.write_with_format(line, at, amount.to_decimal(*currency), &format)
            }
            Cell::Date(date) => page.write_with_format(line, at, date, &plain.set_num_format("dd/mm/yyyy")),
            Cell::Count(count) => page.write_with_format(line, at, *count, &plain.set_num_format("#,##0")),
            Cell::Days(days) => page.write_with_format(line, at, *days, &plain.set_num_format("#,##0.0")),
            // Excel keeps a percentage as a part of one.
            Cell::Rate(rate) => {
                let part = rate.percent() / Decimal::ONE_HUNDRED;
                page.write_with_format(line, at, part, &plain.set_num_format("0.00##%"))
            }
            Cell::Share(share) => page.write_with_format(line, at, *share, &plain.set_num_format("0.0%")),
            Cell::Figure(figure) => page.write_with_format(line, at, *figure, &plain),
            Cell::Flag(flag) => page.write_boolean_with_format(line, at, *flag, &plain),
        };
        written.map(drop).map_err(failed)
    }

    /// Fits the columns, and lets the rows be filtered: `last` is the one behind them.
    fn finish(&mut self, last: u32) -> io::Result<()> {
        if last > 1 && !self.wanted.is_empty() {
            self.page.autofilter(0, 0, last - 1, self.wanted.len() as u16 - 1).map_err(failed)?;
        }
        self.page.set_autofit_max_width(WIDEST).autofit();
        Ok(())
    }
}

/// Returns how a sum is shown: with the decimals of its currency.
fn money_format(currency: Currency) -> String {
    match currency.decimals() {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(decimals as usize)),
    }
}

fn failed(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::model::{Amount, Bilingual, Term};
    use crate::testing::day;

    struct Sample;

    impl Report for Sample {
        fn command(&self) -> &'static str {
            "sample"
        }

        fn as_of(&self) -> Option<Date> {
            Some(day("2026-03-31"))
        }

        fn title(&self) -> Option<Bilingual> {
            Some(Bilingual::new("Sample", "Exemple"))
        }

        fn columns(&self) -> Vec<Column> {
            vec![
                Column::new("id", "Number", "Numéro"),
                Column::new("state", "State", "État"),
                Column::data("due_date"),
                Column::new("open", "Open", "Reste dû"),
                Column::nested("parts"),
            ]
        }

        fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
            for id in ["007", "=1+1"] {
                each(&[
                    Cell::text(id),
                    Cell::Named("not-due", Term::new("not due", "non échue")),
                    Cell::Date(day("2026-02-28")),
                    Cell::Amount(Amount::from_minor(123_456), Currency::EUR),
                    Cell::Empty,
                ])?;
            }
            Ok(())
        }

        fn totals(&self) -> Vec<Vec<Cell<'_>>> {
            let sum = Cell::Amount(Amount::from_minor(246_912), Currency::EUR);
            vec![vec![Cell::Empty, Cell::Empty, Cell::Empty, sum, Cell::Empty]]
        }
    }

    fn written(lang: Lang) -> Vec<u8> {
        let mut out = Vec::new();
        write(&Sample, lang, &mut out).unwrap();
        out
    }

    #[test]
    fn a_workbook_has_titles_typed_cells_and_totals() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(Lang::Fr))).unwrap();
        let sheet = book.worksheet_range("sample").unwrap();
        let text = |row, column| match sheet.get_value((row, column)) {
            Some(Data::String(text)) => text.clone(),
            other => panic!("{row},{column}: {other:?}"),
        };
        let head: Vec<String> = (0..4).map(|column| text(0, column)).collect();
        assert_eq!(head, ["Numéro", "État", "due_date", "Reste dû"]);
        // An id keeps its zeros, and nobody's text is a formula.
        assert_eq!([text(1, 0), text(2, 0)], ["007", "=1+1"]);
        assert_eq!(text(1, 1), "non échue");
        assert!(matches!(sheet.get_value((1, 2)), Some(Data::DateTime(day)) if day.is_datetime()));
        assert_eq!(sheet.get_value((2, 3)), Some(&Data::Float(1234.56)));
        assert_eq!(text(3, 0), "Total");
        assert_eq!(sheet.get_value((3, 3)), Some(&Data::Float(2469.12)));
    }

    #[test]
    fn the_same_answer_gives_the_same_bytes() {
        assert_eq!(written(Lang::En), written(Lang::En));
        assert_ne!(written(Lang::En), written(Lang::Fr));
    }
}
