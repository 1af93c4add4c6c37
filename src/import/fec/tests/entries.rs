//! What the entries of one file become.

use super::*;

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
