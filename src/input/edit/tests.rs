//! Files that are changed keep their ways, and read afterwards as they did before.

use std::fs;

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
    String::from_utf8(after.bytes).unwrap()
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
fn a_row_that_is_replaced_keeps_what_nothing_is_said_about() {
    let file = open(b"payment_id,date,amount,invoice_id,seen by,method\nP1,2026-01-02,5.00,F-1,\"A, B\",VIR\nP2,2026-01-02,6.00,F-2,x,\n");
    let columns = [Column::PaymentId, Column::Amount, Column::Method, Column::Reference];
    let replacing = rows(&columns, &[&["P1", "7.00", "", "new"]]);
    let after = file.after(&Changes { replacing, replaced_lines: vec![2], ..Changes::default() });
    assert_eq!(
        String::from_utf8(after.bytes).unwrap(),
        "payment_id,date,amount,invoice_id,seen by,method,reference\nP1,2026-01-02,7.00,F-1,\"A, B\",VIR,new\n\
         P2,2026-01-02,6.00,F-2,x,,\n"
    );
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
    let eur = |thousandths| written_amount(Thousandths(thousandths), Currency::EUR);
    assert_eq!((eur(94_000), eur(55_940), eur(-10)), ("94.00".to_owned(), "55.94".to_owned(), "-0.01".to_owned()));
    let dinar = Currency::parse("TND").unwrap();
    assert_eq!(written_amount(Thousandths(1500), dinar), "1.5000", "1.500 alone could be fifteen hundred");
    let yen = Currency::parse("JPY").unwrap();
    assert_eq!(written_amount(Thousandths(1_500_000), yen), "1500");
}
