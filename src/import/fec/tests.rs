//! Whole files, from bytes to rows. The texts are written as packages write them; the sums are added up by hand.

use std::collections::BTreeMap;

use super::*;
use crate::import::source::{KnownReceipt, NoFolder};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::FileRole;
use crate::testing::day;

const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";

/// One line: journal, number, day, account, customer, piece, debit less credit in cents, letter.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, i64, &'a str);

fn line(&(journal, number, date, account, customer, piece, amount, letter): &Line<'_>) -> String {
    let label = if journal == "AN" { "A nouveaux" } else { "Journal" };
    let name = if customer.is_empty() { String::new() } else { format!("Société {customer}") };
    let figure = |cents: i64| format!("{},{:02}", cents / 100, cents % 100);
    let (debit, credit) = (figure(amount.max(0)), figure((-amount).max(0)));
    format!(
        "{journal}\t{label}\t{number}\t{date}\t{account}\tCompte\t{customer}\t{name}\t{piece}\t{date}\tTexte {number}\t{debit}\t{credit}\t{letter}\t\t{date}\t\t"
    )
}

fn file(lines: &[Line<'_>]) -> String {
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"))
}

/// An invoice of one customer: two lines.
fn invoice<'a>(
    number: &'a str,
    date: &'a str,
    customer: &'a str,
    piece: &'a str,
    cents: i64,
    letter: &'a str,
) -> [Line<'a>; 2] {
    [
        ("VE", number, date, "411000", customer, piece, cents, letter),
        ("VE", number, date, "706000", "", piece, -cents, ""),
    ]
}

/// A payment of one customer.
fn paid<'a>(number: &'a str, date: &'a str, customer: &'a str, cents: i64, letter: &'a str) -> [Line<'a>; 2] {
    [("BQ", number, date, "512000", "", "", cents, ""), ("BQ", number, date, "411000", customer, "", -cents, letter)]
}

fn read_with(files: &[String], accounts: &[&str], folder: &dyn Folder) -> Incoming {
    let mut incoming = Incoming::default();
    let wanted = accounts.iter().map(|account| account.as_bytes().to_vec()).collect();
    let mut reader = Accounts { wanted, ..Accounts::default() };
    for (place, text) in files.iter().enumerate() {
        reader.add(&format!("FEC{place}.txt"), text.as_bytes(), None, &mut incoming);
    }
    reader.tell(folder, &mut incoming);
    incoming
}

fn told(files: &[String]) -> Incoming {
    read_with(files, &["411"], &NoFolder)
}

/// The rows of a file of the folder, each as the cells of some columns.
fn rows(incoming: &Incoming, role: FileRole, columns: &[Column]) -> Vec<String> {
    let rows =
        incoming.files.get(&role).map(|rows| rows.rows.iter().collect::<Vec<PlainRow<'_>>>()).unwrap_or_default();
    rows.iter().map(|row| columns.iter().map(|&column| row.get(column)).collect::<Vec<_>>().join(" ")).collect()
}

const INVOICE: &[Column] =
    &[Column::InvoiceId, Column::CustomerId, Column::IssueDate, Column::Amount, Column::Kind, Column::AppliesTo];
const PAYMENT: &[Column] = &[Column::PaymentId, Column::Date, Column::Amount, Column::CustomerId, Column::InvoiceId];

fn invoices(incoming: &Incoming) -> Vec<String> {
    rows(incoming, FileRole::Invoices, INVOICE)
}

fn payments(incoming: &Incoming) -> Vec<String> {
    rows(incoming, FileRole::Payments, PAYMENT)
}

fn owed(incoming: &Incoming) -> BTreeMap<&str, i64> {
    let owed = |stated: &'_ Stated| match &stated.whose {
        Whose::Customer(id) => Some(id.clone()),
        Whose::Invoice(_) => None,
    };
    incoming
        .stated
        .iter()
        .filter_map(|stated| {
            owed(stated)?;
            let Whose::Customer(id) = &stated.whose else { return None };
            Some((id.as_str(), stated.open.minor()))
        })
        .collect()
}

#[test]
fn invoices_payments_and_what_is_owed() {
    let lines =
        [invoice("1", "20260105", "DUP", "F1", 12_000, "AA"), paid("2", "20260210", "DUP", 12_000, "AA")].concat();
    let more =
        [invoice("3", "20260211", "DUP", "F2", 5000, ""), invoice("4", "20260212", "MAR", "F3", 700, "")].concat();
    let incoming = told(&[file(&[lines, more].concat())]);
    assert_eq!(
        invoices(&incoming),
        ["F1 DUP 2026-01-05 120.00  ", "F2 DUP 2026-02-11 50.00  ", "F3 MAR 2026-02-12 7.00  "]
    );
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-02-10 120.00 DUP F1"]);
    // 120 - 120 + 50, and 7.
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 5000), ("MAR", 700)]));
    let report = &incoming.sources[0];
    assert_eq!((report.days, report.read), (Some((day("2026-01-05"), day("2026-02-12"))), 8));
    assert_eq!(report.encoding, "UTF-8");
    assert!(incoming.findings.is_empty(), "{:?}", incoming.findings);
}

#[test]
fn one_payment_of_several_invoices_is_a_row_for_each_oldest_first() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "AA"),
        invoice("2", "20260120", "DUP", "F2", 5000, "AA"),
        // 150 less a credit note of 20.
        [
            ("VE", "3", "20260121", "411000", "DUP", "A1", -2000, "AA"),
            ("VE", "3", "20260121", "706000", "", "A1", 2000, ""),
        ],
        paid("4", "20260210", "DUP", 13_000, "AA"),
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(invoices(&incoming)[2], "A1 DUP 2026-01-21 -20.00 credit_note F1");
    assert_eq!(payments(&incoming), ["2026-BQ-4 2026-02-10 80.00 DUP F1", "2026-BQ-4/2 2026-02-10 50.00 DUP F2"]);
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 0)]));
}

#[test]
fn a_group_that_does_not_balance_is_open_for_its_difference() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "AA"),
        paid("2", "20260210", "DUP", 4000, "AA"),
        // Lettered with an invoice that is in no file: the money counts, and names nothing.
        paid("3", "20260211", "MAR", 900, "AA"),
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-02-10 40.00 DUP F1", "2026-BQ-3 2026-02-11 9.00 MAR "]);
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 6000), ("MAR", -900)]));
}

#[test]
fn letters_in_capitals_and_in_small_letters_are_two_codes() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "AA"),
        invoice("2", "20260106", "DUP", "F2", 10_000, "aa"),
        paid("3", "20260210", "DUP", 10_000, "aa"),
    ]
    .concat();
    assert_eq!(payments(&told(&[file(&lines)])), ["2026-BQ-3 2026-02-10 100.00 DUP F2"]);
}

#[test]
fn balances_brought_forward_are_owed_and_money_for_them_finds_them() {
    let lines = [
        vec![
            ("AN", "1", "20260101", "411000", "DUP", "", 30_000, "AA"),
            ("AN", "1", "20260101", "411000", "MAR", "", -500, ""),
            ("AN", "1", "20260101", "120000", "", "", -29_500, ""),
        ],
        paid("2", "20260115", "DUP", 30_000, "AA").to_vec(),
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(invoices(&incoming), ["AN-2026-DUP DUP 2026-01-01 300.00 opening "]);
    assert_eq!(payments(&incoming), ["2026-AN-1 2026-01-01 5.00 MAR ", "2026-BQ-2 2026-01-15 300.00 DUP AN-2026-DUP"]);
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 0), ("MAR", -500)]));
}

#[test]
fn a_returned_payment_takes_back_each_row_of_it() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "AA"),
        invoice("2", "20260106", "DUP", "F2", 5000, "AA"),
        paid("3", "20260210", "DUP", 15_000, "AA"),
        [
            ("BQ", "4", "20260220", "512000", "", "", -15_000, ""),
            ("BQ", "4", "20260220", "411000", "DUP", "", 15_000, ""),
        ],
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    let columns = [Column::PaymentId, Column::Amount, Column::InvoiceId, Column::Kind, Column::Reverses];
    assert_eq!(
        rows(&incoming, FileRole::Payments, &columns),
        [
            "2026-BQ-3 100.00 F1  ",
            "2026-BQ-3/2 50.00 F2  ",
            "2026-BQ-4 -100.00 F1 return 2026-BQ-3",
            "2026-BQ-4/2 -50.00 F2 return 2026-BQ-3/2"
        ]
    );
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 15_000)]));
}

#[test]
fn money_paid_out_for_a_credit_note_is_set_against_it() {
    let lines = [
        [
            ("VE", "1", "20260121", "411000", "DUP", "A1", -2000, "AA"),
            ("VE", "1", "20260121", "706000", "", "A1", 2000, ""),
        ],
        [
            ("BQ", "2", "20260220", "512000", "", "", -2000, ""),
            ("BQ", "2", "20260220", "411000", "DUP", "", 2000, "AA"),
        ],
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(
        invoices(&incoming),
        ["2026-BQ-2 DUP 2026-02-20 20.00 opening ", "A1 DUP 2026-01-21 -20.00 credit_note 2026-BQ-2"]
    );
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 0)]));
}

#[test]
fn losses_and_discounts_are_no_payments() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 100_000, "AA").to_vec(),
        vec![
            ("BQ", "2", "20260115", "512000", "", "", 98_000, ""),
            ("BQ", "2", "20260115", "665000", "", "", 2000, ""),
            ("BQ", "2", "20260115", "411000", "DUP", "", -100_000, "AA"),
        ],
        invoice("3", "20260105", "MAR", "F2", 7000, "AA").to_vec(),
        vec![
            ("OD", "4", "20260601", "654000", "", "", 7000, ""),
            ("OD", "4", "20260601", "411000", "MAR", "", -7000, "AA"),
        ],
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-01-15 980.00 DUP F1"]);
    assert_eq!(invoices(&incoming)[2], "2026-BQ-2-2 DUP 2026-01-15 -20.00 credit_note F1");
    let columns = [Column::Date, Column::Event, Column::EventId, Column::InvoiceId, Column::Amount];
    assert_eq!(rows(&incoming, FileRole::Events, &columns), ["2026-06-01 written_off 2026-OD-4 F2 70.00"]);
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 0), ("MAR", 0)]));
}

#[test]
fn a_batch_reference_is_no_invoice_number() {
    let lines: Vec<Line<'_>> = [
        invoice("0001", "20260105", "DUP", "VE 0126", 100, ""),
        invoice("0002", "20260106", "DUP", "VE 0126", 200, ""),
        invoice("0003", "20260107", "MAR", "VE 0126", 300, ""),
    ]
    .concat();
    let incoming = told(&[file(&lines)]);
    assert_eq!(rows(&incoming, FileRole::Invoices, &[Column::InvoiceId]), ["0001", "0002", "0003"]);
    assert!(incoming.sources[0].choices[0].fr.contains("EcritureNum"), "{:?}", incoming.sources[0].choices);
}

#[test]
fn due_dates_of_one_invoice_are_instalments() {
    let header = format!("{HEADER}\tDateLimitReglmt\tNumFacture");
    let mut lines = [
        ("VE", "1", "20260105", "411000", "DUP", "P1", 6000, ""),
        ("VE", "1", "20260105", "411000", "DUP", "P1", 4000, ""),
        ("VE", "1", "20260105", "706000", "", "P1", -10_000, ""),
    ]
    .map(|row| line(&row));
    for (line, due) in lines.iter_mut().zip(["20260204", "20260306", ""]) {
        line.push_str(&format!("\t{due}\tFA-1"));
    }
    let incoming = told(&[format!("{header}\n{}\n", lines.join("\n"))]);
    let columns = [Column::InvoiceId, Column::Instalment, Column::DueDate, Column::Amount];
    assert_eq!(rows(&incoming, FileRole::Invoices, &columns), ["FA-1 1 2026-02-04 60.00", "FA-1 2 2026-03-06 40.00"]);
}

/// Two years: an invoice of the first is open at its end, is brought forward, and is paid in the second.
fn two_years() -> [String; 2] {
    let first = [
        invoice("1", "20250105", "DUP", "F1", 10_000, "AA"),
        paid("2", "20250201", "DUP", 10_000, "AA"),
        invoice("3", "20251205", "DUP", "F2", 25_000, ""),
    ]
    .concat();
    let second = [
        vec![
            ("AN", "1", "20260101", "411000", "DUP", "", 25_000, "AA"),
            ("AN", "1", "20260101", "120000", "", "", -25_000, ""),
        ],
        paid("2", "20260201", "DUP", 25_000, "AA").to_vec(),
        invoice("3", "20260301", "DUP", "F3", 100, "").to_vec(),
    ]
    .concat();
    [file(&first), file(&second)]
}

#[test]
fn what_is_brought_forward_is_dropped_when_the_year_before_is_known() {
    let [first, second] = two_years();
    for files in [[first.clone(), second.clone()], [second, first]] {
        let incoming = told(&files);
        let numbers = rows(&incoming, FileRole::Invoices, &[Column::InvoiceId]);
        assert_eq!(numbers.iter().filter(|number| number.starts_with("AN")).count(), 0, "{numbers:?}");
        // The payment is lettered with the line brought forward, which stands for F2.
        assert!(
            payments(&incoming).contains(&"2026-BQ-2 2026-02-01 250.00 DUP F2".to_owned()),
            "{:?}",
            payments(&incoming)
        );
        assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 100)]));
        assert!(incoming.findings.is_empty(), "{:?}", incoming.findings);
    }
}

#[test]
fn an_opening_balance_that_is_another_one_is_refused() {
    let [first, second] = two_years();
    let incoming = told(&[first, second.replace("250,00", "251,00")]);
    assert_eq!(incoming.findings[0].code, crate::diag::code::import::OPENING_DIFFERS);
    assert!(incoming.findings[0].sentence.fr.contains("251"), "{:?}", incoming.findings[0].sentence);
}

/// A folder into which the first year was imported on another day.
#[derive(Debug)]
struct LastYear;

impl Folder for LastYear {
    fn invoice(&self, number: &str) -> Option<(&str, Date)> {
        (number == "F2").then(|| ("DUP", day("2025-12-05")))
    }

    fn receipt(&self, _: &str) -> Option<KnownReceipt> {
        None
    }

    fn owed_before(&self, _: Date) -> BTreeMap<String, Amount> {
        BTreeMap::from([("DUP".to_owned(), Amount::from_minor(25_000))])
    }
}

#[test]
fn the_next_year_alone_brings_nothing_twice_into_a_folder_that_knows_the_year_before() {
    let [_, second] = two_years();
    let incoming = read_with(&[second], &["411"], &LastYear);
    assert_eq!(invoices(&incoming), ["F3 DUP 2026-03-01 1.00  "]);
    // 250 brought forward, 250 paid, 1 invoiced: what the folder must answer with F2, which it knows.
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 100)]));
    // The folder knows F2; the file does not say what the payment is for.
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-02-01 250.00 DUP "]);
}

#[test]
fn the_same_file_twice_and_an_older_export_tell_nothing_new() {
    let [first, second] = two_years();
    let short: String = first.lines().take(5).map(|line| format!("{line}\r\n")).collect();
    let once = told(&[first.clone(), second.clone()]);
    let again = told(&[first.clone(), second, short, first]);
    assert_eq!((invoices(&once), payments(&once)), (invoices(&again), payments(&again)));
    assert_eq!(owed(&once), owed(&again));
}

#[test]
fn doubtful_customers_are_read_when_asked_and_told_otherwise() {
    let lines = [
        invoice("1", "20260105", "DUP", "F1", 10_000, "").to_vec(),
        vec![
            ("OD", "2", "20260601", "416000", "DUP", "", 10_000, ""),
            ("OD", "2", "20260601", "411000", "DUP", "", -10_000, ""),
        ],
    ]
    .concat();
    let narrow = told(&[file(&lines)]);
    assert_eq!(owed(&narrow), BTreeMap::from([("DUP", 0)]));
    assert_eq!(narrow.findings[0].code, crate::diag::code::import::ACCOUNT_NOT_READ);
    let wide = read_with(&[file(&lines)], &["411", "416"], &NoFolder);
    assert_eq!((invoices(&wide).len(), payments(&wide).len()), (1, 0));
    assert_eq!(owed(&wide), BTreeMap::from([("DUP", 10_000)]));
}

#[test]
fn one_account_for_all_customers_is_told() {
    let lines = invoice("1", "20260105", "", "F1", 10_000, "");
    let incoming = told(&[file(&lines)]);
    assert_eq!(incoming.findings[0].code, crate::diag::code::import::CUSTOMER_COLLECTIVE);
    assert_eq!(invoices(&incoming), ["F1 411000 2026-01-05 100.00  "]);
}

#[test]
fn amount_and_side_in_two_columns_say_the_same() {
    let lines =
        [invoice("1", "20260105", "DUP", "F1", 12_000, "AA"), paid("2", "20260210", "DUP", 12_000, "AA")].concat();
    let plain = file(&lines);
    let sided: String = plain
        .lines()
        .map(|line| {
            let mut cells: Vec<&str> = line.split('\t').collect();
            let (debit, credit) = (cells[11], cells[12]);
            (cells[11], cells[12]) = match (debit, credit) {
                ("Debit", _) => ("Montant", "Sens"),
                ("0,00", credit) => (credit, "C"),
                (debit, _) => (debit, "D"),
            };
            format!("{}\n", cells.join("|"))
        })
        .collect();
    assert_eq!(invoices(&told(&[plain])), invoices(&told(&[sided])));
}
