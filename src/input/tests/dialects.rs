//! Whole files: encodings, delimiters, headers, line ends, quotes, and what is no file at all.

use super::*;
use crate::model::dialect::{DateOrder, DecimalMark, Encoding};
use crate::testing::day;

/// A French spreadsheet's file, in UTF-8.
const FRENCH: &str = "N° facture;Code client;Date facture;Échéance;Montant TTC;Nature\r\n\
    F1;C1;10/01/2026;10/02/2026;1 234,50;Facture\r\n\
    F2;C1;20/01/2026;;-20,00;\r\n";

#[test]
fn a_french_spreadsheet_is_read_as_it_is() {
    let folder = Folder::of(&[("invoices.csv", FRENCH)]);
    let ledger = folder.ledger();
    let rows: Vec<_> = ledger.invoices().iter().map(|row| (row.amount.minor(), row.due, row.kind.word())).collect();
    assert_eq!(rows, [(-2000, day("2026-01-20"), "credit_note"), (123_450, day("2026-02-10"), "invoice")]);
    assert_eq!(
        folder.dialect(FileRole::Invoices),
        DialectFound {
            encoding: Encoding::Utf8,
            byte_order_mark: false,
            delimiter: b';',
            line_ending: LineEnding::CrLf,
            final_newline: true,
            decimal: Some(DecimalMark::Comma),
            dates: Some(DateForm::Slash(DateOrder::DayFirst)),
            trailing_delimiter: false,
        }
    );
}

#[test]
fn the_same_content_is_read_from_every_dialect() {
    let expected = format!("{:?}", Folder::of(&[("invoices.csv", FRENCH)]).ledger());
    let one_byte: Vec<u8> = FRENCH.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let marked = [b"\xef\xbb\xbf", FRENCH.as_bytes()].concat();
    let tabs = FRENCH.replace(';', "\t");
    let bars = FRENCH.replace(';', "|");
    let cr = FRENCH.replace("\r\n", "\r");
    let lf = FRENCH.replace("\r\n", "\n");
    let unended = FRENCH.trim_end();
    let trailing = FRENCH.replace("\r\n", ";\r\n");
    let quoted = FRENCH.replace("F1;", "\"F1\";").replace("1 234,50", "\"1\u{a0}234,50\"");
    let nnbsp = FRENCH.replace("1 234", "1\u{202f}234").replace("C1;", "\u{a0}C1 ;");
    let texts = [&tabs, &bars, &cr, &lf, unended, &trailing, &quoted, &nnbsp];
    for bytes in texts.into_iter().map(str::as_bytes).chain([one_byte.as_slice(), marked.as_slice()]) {
        let folder = Folder::of(&[("invoices.csv", bytes)]);
        assert_eq!(format!("{:?}", folder.ledger()), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
    // The line of `sep=;` counts.
    let announced = Folder::of(&[("invoices.csv", format!("sep=;\r\n{FRENCH}"))]).ledger();
    assert_eq!(announced.invoices()[1].line, 3);
    let blank = Folder::of(&[("invoices.csv", FRENCH.replacen("\r\n", "\r\n;;;;;\r\n\r\n", 1))]).ledger();
    assert_eq!(blank.invoices()[1].line, 4);
}

#[test]
fn names_are_read_in_every_encoding() {
    let names = |bytes: &[u8]| {
        let folder = Folder::with(&[]);
        fs::write(folder.place.path().join("customers.csv"), bytes).unwrap();
        let ledger = folder.ledger();
        (ledger.customers()[0].name.clone(), folder.dialect(FileRole::Customers).encoding)
    };
    let utf8 = "customer_id,name\nC1,Sœurs « É » €\nC2,x\n";
    assert_eq!(names(utf8.as_bytes()), ("Sœurs « É » €".to_owned(), Encoding::Utf8));
    assert_eq!(names(b"customer_id,name\nC1,S\x9curs \x80\nC2,x\n"), ("Sœurs €".to_owned(), Encoding::Windows1252));
    assert_eq!(names(b"customer_id,name\nC1,S\xbdurs \xa4\nC2,x\n"), ("Sœurs €".to_owned(), Encoding::Iso8859_15));
    assert_eq!(names(b"customer_id,name\nC1,\xa0\xc9t\xe9\xa0\nC2,x\n"), ("Été".to_owned(), Encoding::Windows1252));
}

#[test]
fn doubtful_letters_are_refused_unless_declared() {
    let bytes: &[u8] = b"customer_id,name\nC1,C\xbdur l\x92\xe9t\xe9\nC2,x\n";
    let folder = || {
        let folder = Folder::with(&[]);
        fs::write(folder.place.path().join("customers.csv"), bytes).unwrap();
        folder
    };
    assert_eq!(folder().findings(), ["encoding-ambiguous customers.csv:2 customers.csv:2"]);
    let declared = Declared { encoding: Some(Encoding::Iso8859_15), ..Declared::default() };
    assert_eq!(folder().declare(declared).ledger().customers()[0].name, "Cœur l\u{92}été");
    let dos = Folder::of(&[("invoices.csv", b"invoice_id,customer_id,\nF1,Soci\x82t\x82\n")]);
    assert_eq!(dos.findings(), ["encoding-ambiguous invoices.csv:2"]);
    let utf16 = Folder::of(&[("invoices.csv", b"\xff\xfei\0n\0")]);
    assert_eq!(utf16.findings(), ["encoding-invalid invoices.csv"]);
    let nul = Folder::of(&[("invoices.csv", format!("{INVOICES}F1,C1\0,2026-01-01,2026-01-01,1\n"))]);
    assert_eq!(nul.findings(), ["nul-byte invoices.csv:2"]);
}

#[test]
fn what_is_no_file_is_said() {
    let empty = Folder::of::<&str>(&[]);
    assert_eq!(empty.findings(), ["file-missing invoices.csv"]);
    fs::create_dir(empty.place.path().join("invoices.csv")).unwrap();
    fs::create_dir(empty.place.path().join("payments.csv")).unwrap();
    assert_eq!(empty.findings(), ["not-a-file invoices.csv", "not-a-file payments.csv"]);
    for nothing in ["", "\u{feff}", "\n\n", ";;;\n", "sep=;\n", "  \r\n"] {
        assert_eq!(Folder::of(&[("invoices.csv", nothing)]).findings(), ["file-empty invoices.csv"], "{nothing:?}");
    }
}

#[test]
fn a_header_alone_is_an_empty_list() {
    let folder = Folder::of(&[("invoices.csv", INVOICES), ("payments.csv", "payment_id,date,amount,invoice_id\n")]);
    let ledger = folder.ledger();
    assert_eq!((ledger.invoices().len(), ledger.payments().len(), ledger.customers().len()), (0, 0, 0));
    assert_eq!(Folder::of(&[("invoices.csv", INVOICES.trim_end())]).ledger().invoices().len(), 0);
}

#[test]
fn absent_files_are_noted() {
    let reading = Folder::with(&[]).read();
    let notes: Vec<String> = reading.findings.iter().map(line).collect();
    assert_eq!(notes, ["file-absent customers.csv", "file-absent events.csv", "file-absent payments.csv"]);
}

#[test]
fn headers_are_checked() {
    let of = |header: &str| Folder::of(&[("invoices.csv", format!("{header}\n"))]).findings();
    assert_eq!(
        of("invoice_id,customer_id,issue_date,due_date"),
        ["column-missing invoices.csv:1 \"invoice_id | customer_id | issue_date | due_date\""]
    );
    assert_eq!(
        of("facture;client;date;echeance;amount;montant_ttc"),
        ["column-duplicate invoices.csv:1 amount invoices.csv:1 montant_ttc"]
    );
    assert_eq!(of("a,b\n1,2").len(), 5);
    let two = "customer_id,name,x;client;nom\n";
    assert_eq!(Folder::with(&[("customers.csv", two)]).findings(), ["delimiter-ambiguous customers.csv"]);
    let declared = Declared { delimiter: Some(b';'), ..Declared::default() };
    let folder = Folder::of(&[("invoices.csv", INVOICES.replace(',', ";")), ("customers.csv", two.into())]);
    assert_eq!(folder.declare(declared).findings(), [""; 0]);
}

#[test]
fn unknown_columns_are_noted_once() {
    let text = format!("{},Commercial,Région\nF1,C1,2026-01-01,2026-01-01,1,x,y\n", INVOICES.trim_end());
    let reading = Folder::of(&[("invoices.csv", text)]).read();
    let note = reading.findings.iter().find(|finding| finding.code.slug == "column-unknown").unwrap();
    assert!(note.sentence.en.ends_with(": Commercial, Région"));
    assert!(reading.ledger.is_some());
}

#[test]
fn rows_have_as_many_cells_as_the_header() {
    let rows = "F1,C1,2026-01-01,2026-01-01\nF2,C1,2026-01-01,2026-01-01,1200,50\nF3,C1,2026-01-01,2026-01-01,1\n";
    assert_eq!(invoices(rows), ["fields-missing invoices.csv:2", "fields-extra invoices.csv:3"]);
    let reading = Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]).read();
    let help = reading.findings.iter().find(|finding| finding.code.slug == "fields-extra").unwrap().help.clone();
    assert!(help.unwrap().en.contains("\"1200,50\""));
    // A header that ends with a delimiter has no name there; rows may end with one or not.
    let trailing = format!("{},\nF1,C1,2026-01-01,2026-01-01,1,\nF2,C1,2026-01-01,2026-01-01,1\n", INVOICES.trim_end());
    assert_eq!(Folder::of(&[("invoices.csv", trailing)]).ledger().invoices().len(), 2);
}

#[test]
fn quotes_that_swallow_rows_are_found_where_they_open() {
    assert_eq!(
        invoices("F1,\"C1,2026-01-01,2026-01-01,1\nF2,C1,2026-01-01,2026-01-01,1\n"),
        ["quote-unclosed invoices.csv:2"]
    );
    assert_eq!(
        invoices("F1,\"C1,2026-01-01,2026-01-01,1\nF2,\"C1\",2026-01-01,2026-01-01,1\n"),
        ["quote-unclosed invoices.csv:2 invoices.csv:3"]
    );
    assert_eq!(
        invoices("F1,\"C1\n\",2026-01-01,2026-01-01,1\nF2,\"C\n1\",2026-01-01,2026-01-01,1\nF3,C1,x,2026-01-01,1\n"),
        ["id-invalid invoices.csv:4 customer_id \"C\\n1\"", "date-invalid invoices.csv:6 issue_date \"x\""]
    );
}

#[test]
fn quoted_line_ends_in_texts_are_text() {
    let folder = Folder::with(&[("customers.csv", "customer_id,name,address_1\nC1,A,\"1 rue X\nBât. B\"\nC2,B,\n")]);
    let ledger = folder.ledger();
    assert_eq!(ledger.customers()[0].more().address_1.as_deref(), Some("1 rue X\nBât. B"));
    assert_eq!(ledger.customers()[1].line, 4);
}
