//! Files of several years, and newer ones of the same.

use super::*;

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
fn the_next_year_alone_names_the_invoice_that_the_folder_knows_where_the_line_keeps_its_number() {
    let [_, second] = two_years();
    let second = second
        .replace("411000\tCompte\tDUP\tSociété DUP\t\t20260101", "411000\tCompte\tDUP\tSociété DUP\tF2\t20251205");
    let incoming = read_with(std::slice::from_ref(&second), &["411"], &LastYear);
    assert_eq!(invoices(&incoming), ["F3 DUP 2026-03-01 1.00  "]);
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-02-01 250.00 DUP F2"]);
    // A third year in the same run goes on from there: 250 + 1 - 250 = 1.
    let third = file(&[
        ("AN", "1", "20270101", "411000", "DUP", "", 100, ""),
        ("AN", "1", "20270101", "120000", "", "", -100, ""),
    ]);
    let incoming = read_with(&[second, third], &["411"], &LastYear);
    assert!(incoming.findings.is_empty(), "{:?}", incoming.findings);
    assert_eq!(owed(&incoming), BTreeMap::from([("DUP", 100)]));
}

#[test]
fn of_two_invoices_of_one_sum_the_one_is_paid_whose_number_the_line_keeps() {
    let first = [
        invoice("1", "20251010", "DUP", "F1", 60_000, ""),
        invoice("2", "20251120", "DUP", "F2", 60_000, ""),
        invoice("3", "20251125", "DUP", "F3", 50_000, ""),
    ];
    let forward = |number: &'static str, piece: &'static str, cents: i64, letter: &'static str| {
        [
            ("AN", number, "20260101", "411000", "DUP", piece, cents, letter),
            ("AN", number, "20260101", "120000", "", "", -cents, ""),
        ]
    };
    let second = [
        forward("1", "F1", 60_000, ""),
        forward("2", "F2", 60_000, "AB"),
        forward("3", "F3", 50_000, ""),
        paid("4", "20260115", "DUP", 60_000, "AB"),
    ];
    let second = file(&second.concat()).replace("F1\t20260101", "F1\t20251010").replace("F2\t20260101", "F2\t20251120");
    let incoming = told(&[file(&first.concat()), second]);
    assert_eq!(payments(&incoming), ["2026-BQ-4 2026-01-15 600.00 DUP F2"]);
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
