use std::borrow::Cow;

use super::*;
use crate::model::{Amount, Currency, Date};
use crate::output::{Column, CsvStyle, csv, json};
use crate::testing::day;

/// A report of names and cents, written down.
struct Sample {
    key: &'static str,
    rows: Vec<(&'static str, i64, i64)>,
    currency: Currency,
}

impl Report for Sample {
    fn command(&self) -> &'static str {
        "sample"
    }

    fn as_of(&self) -> Option<Date> {
        Some(day("2026-03-31"))
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Sample", "Essai"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new(self.key, "Name", "Nom"),
            Column::currency(),
            Column::new("open", "Open", "Ouvert"),
            Column::new("credits", "Credits", "Crédits").when_used(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.rows.iter().try_for_each(|&(name, open, credits)| each(&self.row(Cell::text(name), open, credits)))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let sum = |pick: fn(&(&'static str, i64, i64)) -> i64| self.rows.iter().map(pick).sum();
        vec![self.row(Cell::Empty, sum(|row| row.1), sum(|row| row.2)).to_vec()]
    }
}

impl Sample {
    fn new(rows: &[(&'static str, i64, i64)]) -> Sample {
        Sample { key: "name", rows: rows.to_vec(), currency: Currency::EUR }
    }

    fn row<'a>(&'a self, name: Cell<'a>, open: i64, credits: i64) -> [Cell<'a>; 4] {
        let amount = |minor| Cell::Amount(Amount::from_minor(minor), self.currency);
        [name, Cell::Word(self.currency.code()), amount(open), amount(credits)]
    }

    fn table(&self, lang: Lang, width: usize, long_names: LongNames) -> String {
        let mut out = Vec::new();
        write(self, Page { lang, width, long_names, colour: false }, &mut out).unwrap();
        String::from_utf8(out).unwrap().replace('\u{202f}', "_")
    }
}

#[test]
fn decimals_are_aligned_and_the_one_currency_is_said_once() {
    let sample = Sample::new(&[("Dupont", 123_456, 0), ("Éts Œuvre", -50, 0), ("Zéro", 0, 0)]);
    assert_eq!(
        sample.table(Lang::Fr, 80, LongNames::Whole),
        "Essai au 31/03/2026, en EUR\n\nNom          Ouvert\n───────────────────\n\
         Dupont     1_234,56\nÉts Œuvre     -0,50\nZéro              –\n───────────────────\nTotal EUR  1_234,06\n"
    );
}

#[test]
fn a_column_is_shown_once_something_is_in_it() {
    let table = Sample::new(&[("Dupont", 100, -50)]).table(Lang::En, 80, LongNames::Whole);
    assert!(table.contains("Credits") && table.contains("-0.50"), "{table}");
}

#[test]
fn names_are_cut_on_a_terminal_and_wrapped_or_set_over_the_figures_elsewhere() {
    let sample = Sample::new(&[("A very long name of a customer", 100, 0)]);
    let cut = sample.table(Lang::En, 24, LongNames::Cut);
    assert!(cut.contains("\nA very long name…   1.00\n"), "{cut}");
    let whole = sample.table(Lang::En, 24, LongNames::Whole);
    assert!(whole.contains("\nA very long name    1.00\nof a customer\n"), "{whole}");
    let whole = Sample::new(&[("A very, very long name of a customer, and longer", 100, 0)]).table(
        Lang::En,
        24,
        LongNames::Whole,
    );
    assert!(whole.contains("\nA very, very long name of a customer, and longer\n    1.00\n"), "{whole}");
}

#[test]
fn a_number_that_is_typed_again_is_never_cut() {
    let rows = &[("N-20260407-f4d53ca924edb", 100, 0)];
    let sample = Sample { key: "notice_id", ..Sample::new(rows) };
    for width in [24, 30, 80] {
        let cut = sample.table(Lang::En, width, LongNames::Cut);
        assert!(cut.contains(rows[0].0), "{cut}");
    }
    // But where no page could hold it, the rest of the table counts.
    assert!(sample.table(Lang::En, 20, LongNames::Cut).contains('…'));
}

/// A report whose names are headings, with a joined column, one for another, a note, parts and sentences.
struct Grouped;

impl Report for Grouped {
    fn command(&self) -> &'static str {
        "grouped"
    }

    fn as_of(&self) -> Option<Date> {
        None
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Grouped", "Groupé"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("name", "Name", "Nom").heading(),
            Column::new("invoice_id", "Invoice", "Facture"),
            Column::new("instalment", "Instalment", "Tranche").joined('/'),
            Column::currency(),
            Column::new("open", "Open", "Ouvert"),
            Column::new("waived", "waived", "abandonné").noted(),
            Column::new("action", "To do", "À faire"),
            Column::new("reason", "Reason", "Motif").instead_of("action"),
            Column::new("because", "Because", "Parce que").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        for (name, invoice, instalment, currency, open, waived, action, reason, because) in [
            ("Dupont", "F-1", Some("2"), "EUR", 100, 0, Some("call"), "due", "Because."),
            ("Dupont", "F-2", None, "EUR", 12_345, 50, None, "hold", "Because."),
            ("Dupont", "F-3", Some("1/3"), "EUR", 1, 0, None, "hold", "Because."),
            ("Dupont", "F-4", None, "CHF", 1, 0, None, "not-yet", "Not told."),
            ("Martin", "F-5", None, "EUR", 1, 0, None, "hold", "Because."),
        ] {
            let currency = Currency::parse(currency).unwrap();
            let amount = |minor| Cell::Amount(Amount::from_minor(minor), currency);
            each(&[
                Cell::text(name),
                Cell::text(invoice),
                Cell::maybe(instalment, Cell::text),
                Cell::Word(currency.code()),
                amount(open),
                amount(waived),
                Cell::maybe(action, Cell::Word),
                Cell::Word(reason),
                Cell::text(because),
            ])?;
        }
        Ok(())
    }

    fn part(&self, row: &[Cell<'_>]) -> Option<Bilingual> {
        let is_due = row[6] != Cell::Empty;
        Some(if is_due { Bilingual::new("Due", "Dû") } else { Bilingual::new("Rest", "Reste") })
    }

    fn is_explained(&self, row: &[Cell<'_>]) -> bool {
        row[7] != Cell::Word("not-yet")
    }
}

#[test]
fn what_rows_share_stands_once_over_or_under_them() {
    let mut out = Vec::new();
    let page = Page { lang: Lang::En, width: 40, long_names: LongNames::Cut, colour: false };
    write(&Grouped, page, &mut out).unwrap();
    let expected = "\
Grouped, in EUR unless said otherwise

  Invoice    Open  To do
──────────────────────────
Due

Dupont
  F-1/2      1.00  call
    Because.

Rest

Dupont
  F-2      123.45  hold
    waived 0.50
  F-3 1/3    0.01  hold
    Because.
Dupont, in CHF
  F-4        0.01  not-yet
Martin
  F-5        0.01  hold
    Because.
";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn no_line_is_wider_than_the_page_while_its_cells_are_not() {
    let rows = [("Boulangerie du Vieux-Port", 123_456_789, -123_456_789), ("B", 1, -1)];
    for width in 25..60 {
        let table = Sample::new(&rows).table(Lang::Fr, width, LongNames::Whole);
        let widest = table.lines().skip(2).map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{width}:\n{table}");
        assert!(table.contains("Boulangerie") && table.contains("Vieux-Port"), "{table}");
        assert!(table.contains("1_234_567,89"), "{table}");
    }
}

#[test]
fn an_empty_report_says_so() {
    assert_eq!(Sample::new(&[]).table(Lang::Fr, 80, LongNames::Whole).lines().last(), Some("Rien à afficher."));
}

#[test]
fn names_are_cut_to_a_width() {
    assert_eq!(cut("Boulangerie", 6), "Boula…");
}

/// Promise 8: what is special in a format is neutralised in it.
#[test]
fn strangers_text_is_text_in_every_format() {
    let sample = Sample::new(&[("=HYPERLINK(\"x\"),\u{1b}[2J\n\u{202e}", 100, 0)]);
    let table = sample.table(Lang::En, 80, LongNames::Whole);
    assert!(table.contains("=HYPERLINK(\"x\"),\\u{1b}[2J\\n\\u{202e}"), "{table}");
    let mut out = Vec::new();
    csv::write(&sample, CsvStyle::Plain, &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "name,currency,open,credits\n\"'=HYPERLINK(\"\"x\"\"),\\u{1b}[2J\n\\u{202e}\",EUR,1.00,0.00\n"
    );
    let mut out = Vec::new();
    json::write(&sample, &crate::output::Nested::Values(vec![Cell::Text(Cow::Borrowed("w"))]), &mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\n\"schema\": \"relance.sample/1\",\n\"as_of\": \"2026-03-31\",\n\"rows\": [\n\
         {\"name\": \"=HYPERLINK(\\\"x\\\"),\\u001b[2J\\n\\u202e\", \"currency\": \"EUR\", \"open\": \"1.00\", \
         \"credits\": \"0.00\"}\n],\n\"totals\": [\n{\"currency\": \"EUR\", \"open\": \"1.00\", \"credits\": \"0.00\"}\n],\n\
         \"warnings\": [\n\"w\"\n]\n}\n"
    );
}

#[test]
fn a_french_spreadsheet_reads_its_csv_at_a_double_click() {
    let sample = Sample::new(&[("Dupont; Fils, SA", 123_456, -1)]);
    let mut out = Vec::new();
    csv::write(&sample, CsvStyle::FrenchSpreadsheet, &mut out).unwrap();
    let expected = "\u{feff}name;currency;open;credits\n\"Dupont; Fils, SA\";EUR;1234,56;-0,01\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
