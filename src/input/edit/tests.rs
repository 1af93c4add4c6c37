//! Files that are changed keep their ways, and read afterwards as they did before.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::*;
use crate::input::text::Thousandths;
use crate::model::Currency;

fn open(bytes: &[u8]) -> CsvFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payments.csv");
    fs::write(&path, bytes).unwrap();
    CsvFile::open(FileRole::Payments, &path, "payments.csv", Declared::default()).unwrap()
}

fn rows(columns: &[Column], cells: &[&[&str]]) -> PlainRows {
    let mut rows = PlainRows::new(columns.to_vec());
    cells.iter().for_each(|row| rows.push(row.iter().copied()));
    rows
}

const PAYMENT: [Column; 4] = [Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId];

/// Returns the file with one payment more.
fn with_one_more(bytes: &[u8]) -> String {
    let added = rows(&PAYMENT, &[&["P9", "2026-03-04", "1200.50", "F-9"]]);
    let after = open(bytes).after(&Changes { added, ..Changes::default() });
    assert!(after.unwritable.is_empty());
    assert_eq!(open(&after.bytes).rows(&PAYMENT).1.last(), after.lines.last(), "the line that is said is the row's");
    String::from_utf8(after.bytes.to_vec()).unwrap()
}

#[test]
fn the_last_line_is_ended_as_the_others_are() {
    let expected = "payment_id,date,amount,invoice_id\nP1,2026-01-02,5.00,F-1\nP9,2026-03-04,1200.50,F-9\n";
    for before in ["payment_id,date,amount,invoice_id\nP1,2026-01-02,5.00,F-1", &expected[..57]] {
        assert_eq!(with_one_more(before.as_bytes()), expected);
    }
    for end in ["\r\n", "\r"] {
        let before = expected[..56].replace('\n', end);
        assert_eq!(with_one_more(before.as_bytes()), expected.replace('\n', end), "{end:?}");
    }
}

#[test]
fn what_precedes_the_header_stays() {
    let before = "\u{feff}sep=;\r\nNuméro paiement;Date;Montant;Facture\r\nP1;02/01/2026;5,00;F-1\r\n";
    assert_eq!(with_one_more(before.as_bytes()), format!("{before}P9;04/03/2026;1200,50;F-9\r\n"));
}

#[test]
fn a_file_of_semicolons_that_shows_no_mark_and_no_day_is_written_as_french_spreadsheets_do() {
    let header = "payment_id;date;amount;invoice_id\r\n";
    for rows in ["", "P1;02/01/2026;5;F-1\r\n"] {
        let before = format!("{header}{rows}");
        assert_eq!(with_one_more(before.as_bytes()), format!("{before}P9;04/03/2026;1200,50;F-9\r\n"));
    }
    // What it shows counts, and so does what it is declared to be; other files are written plain.
    let shown = format!("{header}P1;2026-01-02;5.5;F-1\r\n");
    assert_eq!(with_one_more(shown.as_bytes()), format!("{shown}P9;2026-03-04;1200.50;F-9\r\n"));
    let plain = "payment_id\tdate\tamount\tinvoice_id\n";
    assert_eq!(with_one_more(plain.as_bytes()), format!("{plain}P9\t2026-03-04\t1200.50\tF-9\n"));
    // Three digits behind the mark are decimals of a dinar: a comma below would make them fifteen hundred.
    let dinars = "payment_id;date;amount;currency;invoice_id\nP1;02/01/2026;1.500;KWD;F-1\n";
    assert_eq!(with_one_more(dinars.as_bytes()), format!("{dinars}P9;04/03/2026;1200.50;;F-9\n"));
}

#[test]
fn a_column_that_lacks_is_added_to_every_row() {
    assert_eq!(
        with_one_more(
            b"payment_id,date,amount,customer_id\nP1,2026-01-02,5.00,C1\n\nP2,2026-01-02,\"5.00\",\"a\nb\"\n"
        ),
        "payment_id,date,amount,customer_id,invoice_id\nP1,2026-01-02,5.00,C1,\n\nP2,2026-01-02,\"5.00\",\"a\nb\",\n\
         P9,2026-03-04,1200.50,,F-9\n"
    );
    // Every line ends with a delimiter: the new column goes before the end.
    assert_eq!(
        with_one_more(b"payment_id;date;amount;customer_id;\nP1;2026-01-02;5,00;C1;\n"),
        "payment_id;date;amount;customer_id;invoice_id;\nP1;2026-01-02;5,00;C1;;\nP9;2026-03-04;1200,50;;F-9;\n"
    );
}

#[test]
fn a_last_column_without_a_name_keeps_its_cells() {
    // One row leaves the cell out, as readers allow.
    assert_eq!(
        with_one_more(b"payment_id,date,amount,customer_id,\nP1,2026-01-02,5.00,C1,z\nP2,2026-01-02,5.00,C1\n"),
        "payment_id,date,amount,customer_id,,invoice_id\nP1,2026-01-02,5.00,C1,z,\nP2,2026-01-02,5.00,C1,,\n\
         P9,2026-03-04,1200.50,,,F-9\n"
    );
}

#[test]
fn a_row_that_is_replaced_keeps_what_nothing_is_said_about() {
    let file = open(b"payment_id,date,amount,invoice_id,seen by,method\nP1,2026-01-02,5.00,F-1,\"A, B\",VIR\nP2,2026-01-02,6.00,F-2,x,\n");
    let columns = [Column::PaymentId, Column::Amount, Column::Method, Column::Reference];
    let replacing = rows(&columns, &[&["P1", "7.00", "", "new"]]);
    let after = file.after(&Changes { replacing, replaced_lines: vec![2], ..Changes::default() });
    assert_eq!(
        String::from_utf8(after.bytes.to_vec()).unwrap(),
        "payment_id,date,amount,invoice_id,seen by,method,reference\nP1,2026-01-02,7.00,F-1,\"A, B\",VIR,new\n\
         P2,2026-01-02,6.00,F-2,x,,\n"
    );
}

#[test]
fn a_row_that_is_replaced_is_found_where_it_stands_then() {
    let file = open(b"payment_id,date,amount\nP1,2026-01-02,5.00\nP2,2026-01-02,6.00\nP3,2026-01-02,7.00\n");
    let columns = [Column::PaymentId, Column::Amount, Column::Reference];
    let replacing = rows(&columns, &[&["P3", "8.00", ""], &["P2", "9.00", "two\nlines"]]);
    // The last of those that go away is written anew: it stays.
    let changes = Changes { replacing, replaced_lines: vec![4, 3], removed_lines: vec![2, 4], ..Changes::default() };
    let after = file.after(&changes);
    assert_eq!(
        String::from_utf8(after.bytes.to_vec()).unwrap(),
        "payment_id,date,amount,reference\nP2,2026-01-02,9.00,\"two\nlines\"\nP3,2026-01-02,8.00,\n"
    );
    assert_eq!((after.replaced_lines, after.keeps_lines), (vec![4, 2], false));
}

#[test]
fn cells_are_read_in_plain_form_whatever_the_dialect() {
    let file = open("Paiement;Date;Montant;Facture\nP1;2/1/2026;1\u{a0}200,5;'-1\n".as_bytes());
    let (rows, lines) = file.rows(&PAYMENT);
    assert_eq!(rows.row(0).cells().collect::<Vec<_>>(), ["P1", "2026-01-02", "1200.5", "-1"]);
    assert_eq!(lines, [2]);
    assert_eq!(comparable(Column::Amount, "1200.50"), comparable(Column::Amount, "1200.5"));
    assert_ne!(comparable(Column::InvoiceId, "1.0"), comparable(Column::InvoiceId, "1"));
}

#[test]
fn amounts_are_written_so_that_they_have_one_reading() {
    let written = |thousandths, currency| written_amount(Thousandths(thousandths), currency).as_str().to_owned();
    let eur = |thousandths| written(thousandths, Currency::EUR);
    assert_eq!([eur(94_000), eur(55_940), eur(-10), eur(1_234)], ["94.00", "55.94", "-0.01", "1.2340"]);
    let dinar = Currency::parse("TND").unwrap();
    assert_eq!(written(1500, dinar), "1.5000", "1.500 alone could be fifteen hundred");
    let yen = Currency::parse("JPY").unwrap();
    assert_eq!((written(1_500_000, yen), written(1_500, yen)), ("1500".to_owned(), "1.5".to_owned()));
}

/// What a random file of payments is made of.
#[derive(Clone, Debug)]
struct Written {
    delimiter: char,
    line_end: &'static str,
    has_mark: bool,
    ends_last_line: bool,
    /// The columns behind the three that every file has; `""` has no name.
    columns: Vec<&'static str>,
    rows: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    cells: Vec<String>,
    is_quoted: bool,
    follows_blank: bool,
    leaves_last_out: bool,
}

impl Written {
    fn header(&self) -> Vec<&str> {
        ["payment_id", "date", "amount"].into_iter().chain(self.columns.iter().copied()).collect()
    }

    /// Returns the cells of a row, and whether it leaves out the last one, which has no name.
    fn row(&self, place: usize) -> (Vec<String>, bool) {
        let line = &self.rows[place];
        let mut cells = vec![format!("P{place}"), "2026-01-02".to_owned(), "5.00".to_owned()];
        cells.extend(line.cells.iter().take(self.columns.len()).cloned());
        let leaves_out = line.leaves_last_out && self.columns.last() == Some(&"");
        if leaves_out {
            cells.last_mut().unwrap().clear();
        }
        (cells, leaves_out)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut text = if self.has_mark { "\u{feff}".to_owned() } else { String::new() };
        let mut lines = vec![self.header().join(&self.delimiter.to_string())];
        for (place, line) in self.rows.iter().enumerate() {
            let (mut cells, leaves_out) = self.row(place);
            cells.truncate(cells.len() - usize::from(leaves_out));
            let quoted = |cell: &String| {
                let needs = line.is_quoted || cell.contains([self.delimiter, '"', '\n', '\r']);
                if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
            };
            let cells: Vec<String> = cells.iter().map(quoted).collect();
            lines.extend(line.follows_blank.then(String::new));
            lines.push(cells.join(&self.delimiter.to_string()));
        }
        text.push_str(&lines.join(self.line_end));
        text.push_str(if self.ends_last_line { self.line_end } else { "" });
        text.into_bytes()
    }
}

fn written() -> impl Strategy<Value = Written> {
    let names = ["invoice_id", "method", "reference", "seen by", "Remarque", ""];
    let columns = prop::sample::subsequence(names.to_vec(), 1..=6);
    let cells = prop::collection::vec("[a-z\u{e9}=,;\"\n ]{0,5}", 6);
    let line = (cells, any::<[bool; 3]>()).prop_map(|(cells, [is_quoted, follows_blank, leaves_last_out])| Line {
        cells: cells.into_iter().map(|cell| cell.trim().to_owned()).collect(),
        is_quoted,
        follows_blank,
        leaves_last_out,
    });
    let rows = prop::collection::vec(line, 0..5);
    let ends = prop::sample::select(vec!["\n", "\r\n"]);
    (prop::sample::select(vec![',', ';', '\t']), ends, any::<[bool; 2]>(), columns, rows).prop_map(
        |(delimiter, line_end, [has_mark, ends_last_line], columns, rows)| Written {
            delimiter,
            line_end,
            has_mark,
            ends_last_line,
            columns,
            rows,
        },
    )
}

/// Returns the rows of a file as the `csv` crate reads them, each cell under the name of its column.
fn read(bytes: &[u8], delimiter: char) -> Vec<BTreeMap<String, String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.flexible(true).delimiter(delimiter as u8).from_reader(bytes);
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        assert!(row.len() <= names.len(), "{row:?} is wider than {names:?}");
        let cell = |place: usize| row.get(place).unwrap_or_default().replace('\r', "").trim().to_owned();
        names.iter().enumerate().map(|(place, name)| (name.to_owned(), cell(place))).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

proptest! {
    /// Old rows read afterwards as before, whatever columns come; new ones read as they were given.
    #[test]
    fn an_edit_changes_nothing_but_what_it_says(
        written in written(),
        new in prop::sample::subsequence(vec![Column::CustomerId, Column::InvoiceId, Column::Method, Column::Currency], 1..=4),
        replaced in any::<prop::sample::Index>(),
        replaces in any::<bool>(),
    ) {
        let before = written.bytes();
        let file = open(&before);
        let columns: Vec<Column> = PAYMENT[..3].iter().chain(&new).copied().collect();
        let given = |id: &str| -> Vec<String> {
            let new = new.iter().map(|column| if *column == Column::Currency { "USD".to_owned() } else { format!("{column:?}") });
            [id, "2026-03-04", "7.00"].into_iter().map(str::to_owned).chain(new).collect()
        };
        let row = |id: &str| {
            let cells = given(id);
            rows(&columns, &[&cells.iter().map(String::as_str).collect::<Vec<_>>()])
        };
        let mut changes = Changes { added: row("P99"), ..Changes::default() };
        let target = (replaces && !written.rows.is_empty()).then(|| replaced.index(written.rows.len()));
        if let Some(target) = target {
            changes.replacing = row(&format!("P{target}"));
            changes.replaced_lines = vec![file.rows(&[Column::PaymentId]).1[target]];
        }
        let after = file.after(&changes);
        prop_assert!(after.unwritable.is_empty());
        prop_assert!(target.is_some() || after.bytes.starts_with(&before[..3]));
        let (old, found) = (read(&before, written.delimiter), read(&after.bytes, written.delimiter));
        prop_assert_eq!(found.len(), old.len() + 1);
        // Where nothing shows the form of days and sums, a file of semicolons is a French spreadsheet's.
        let french = |cell: &str| match cell {
            "2026-03-04" => "04/03/2026".to_owned(),
            "7.00" => "7,00".to_owned(),
            other => other.to_owned(),
        };
        let says = |row: &BTreeMap<String, String>, id: &str| {
            columns.iter().zip(given(id)).all(|(&column, cell)| {
                let found = &row[column_name(FileRole::Payments, column)];
                *found == cell || (written.delimiter == ';' && *found == french(&cell))
            })
        };
        for (place, (old, found)) in old.iter().zip(&found).enumerate() {
            let is_target = target == Some(place);
            let id = format!("P{place}");
            prop_assert!(!is_target || says(found, &id));
            for (name, cell) in found {
                let is_said = is_target && columns.iter().any(|&column| column_name(FileRole::Payments, column) == name);
                let expected = old.get(name).map_or("", String::as_str);
                prop_assert!(is_said || cell == expected, "{name}: {cell:?} was {expected:?}");
            }
        }
        prop_assert!(says(found.last().unwrap(), "P99"), "{:?}", found.last());
        // And it is a file that is read like any other.
        let (_, lines) = open(&after.bytes).rows(&[Column::PaymentId]);
        prop_assert_eq!(lines.last(), after.lines.last());
    }
}
