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

#[test]
fn a_rejected_debit_with_fees_that_are_charged_on_is_a_return_and_a_claim() {
    // 100 paid and rejected, 15 of fees: 115 are owed.
    let lines = [
        invoice("1", "20260110", "C1", "FA1", 10_000, "").to_vec(),
        paid("2", "20260201", "C1", 10_000, "").to_vec(),
        vec![
            ("BQ", "3", "20260220", "411000", "C1", "IMP", 11_500, ""),
            ("BQ", "3", "20260220", "512000", "", "IMP", -10_000, ""),
            ("BQ", "3", "20260220", "708500", "", "IMP", -1500, ""),
        ],
    ];
    let incoming = told(&[file(&lines.concat())]);
    assert_eq!(invoices(&incoming), ["FA1 C1 2026-01-10 100.00  ", "IMP C1 2026-02-20 15.00  "]);
    assert_eq!(payments(&incoming), ["2026-BQ-2 2026-02-01 100.00 C1 ", "2026-BQ-3 2026-02-20 -100.00 C1 "]);
    assert_eq!(rows(&incoming, FileRole::Payments, &[Column::Kind, Column::Reverses]), [" ", "return 2026-BQ-2"]);
    assert_eq!(owed(&incoming), BTreeMap::from([("C1", 11_500)]));
}

#[test]
fn what_was_laid_out_for_a_customer_is_a_part_of_his_invoice() {
    // 100 of sales, 20 of VAT and 30 that the till paid for him: 150, of which nothing was paid before.
    let lines = [
        ("VE", "1", "20260105", "411000", "C1", "FA1", 15_000, ""),
        ("VE", "1", "20260105", "706000", "", "FA1", -10_000, ""),
        ("VE", "1", "20260105", "445710", "", "FA1", -2000, ""),
        ("VE", "1", "20260105", "530000", "", "FA1", -3000, ""),
    ];
    let incoming = told(&[file(&lines)]);
    assert_eq!(invoices(&incoming), ["FA1 C1 2026-01-05 150.00  "]);
    assert_eq!(owed(&incoming), BTreeMap::from([("C1", 15_000)]));
}

#[test]
fn a_bill_that_is_not_paid_takes_back_what_was_set_off_against_it() {
    for account in ["512000", "413000"] {
        let lines = [
            invoice("1", "20260110", "C1", "FA1", 120_000, "A").to_vec(),
            vec![
                ("OD", "2", "20260131", "413000", "", "EFF", 120_000, ""),
                ("OD", "2", "20260131", "411000", "C1", "EFF", -120_000, "A"),
                ("BQ", "3", "20260310", "411000", "C1", "IMP", 120_000, ""),
                ("BQ", "3", "20260310", account, "", "IMP", -120_000, ""),
            ],
        ];
        let incoming = told(&[file(&lines.concat())]);
        assert_eq!(invoices(&incoming), ["FA1 C1 2026-01-10 1200.00  "]);
        assert_eq!(
            payments(&incoming),
            ["2026-OD-2 2026-01-31 1200.00 C1 FA1", "2026-BQ-3 2026-03-10 -1200.00 C1 FA1"],
            "{account}"
        );
    }
}

#[test]
fn retention_money_is_an_invoice_of_its_own() {
    let sale = |lines: &[Line<'static>]| told(&[file(lines)]);
    let kinds = &[Column::InvoiceId, Column::Amount, Column::Kind, Column::DueDate];
    // In the entry of its invoice, 1200 with 60 held back; and afterwards.
    let at_once = sale(&[
        ("VE", "1", "20260110", "411000", "C1", "FA1", 114_000, ""),
        ("VE", "1", "20260110", "411700", "C1", "FA1", 6000, ""),
        ("VE", "1", "20260110", "706000", "", "FA1", -120_000, ""),
    ]);
    let told = rows(&at_once, FileRole::Invoices, kinds);
    assert_eq!(told, ["FA1-RG 60.00 retention 2027-01-10", "FA1 1140.00  "]);
    let later = sale(&[
        ("VE", "1", "20260110", "411000", "C1", "FA1", 120_000, "A"),
        ("VE", "1", "20260110", "706000", "", "FA1", -120_000, ""),
        ("OD", "1", "20260110", "411700", "C1", "FA1", 6000, ""),
        ("OD", "1", "20260110", "411000", "C1", "FA1", -6000, "A"),
    ]);
    let told = rows(&later, FileRole::Invoices, kinds);
    assert_eq!(told, ["FA1 1200.00  ", "FA1-RG 60.00 retention 2027-01-10"]);
    assert_eq!(payments(&later), ["2026-OD-1 2026-01-10 60.00 C1 FA1"]);
    for incoming in [at_once, later] {
        assert_eq!(owed(&incoming), BTreeMap::from([("C1", 120_000)]));
    }
}

#[test]
fn numbers_that_begin_anew_each_month_have_the_day_beside_them() {
    let months = |months: std::ops::RangeInclusive<u32>| {
        let days = ["", "20260120", "20260220", "20260320"];
        let lines = months.flat_map(|month| paid("1", days[month as usize], "C1", 5000, ""));
        file(&lines.collect::<Vec<_>>())
    };
    let three = [
        "2026-BQ-1 2026-01-20 50.00 C1 ",
        "2026-02-20-BQ-1 2026-02-20 50.00 C1 ",
        "2026-03-20-BQ-1 2026-03-20 50.00 C1 ",
    ];
    assert_eq!(payments(&told(&[months(1..=3)])), three);
    // The first month keeps the names that it had alone.
    assert_eq!(payments(&told(&[months(1..=1)])), three[..1]);
    assert_eq!(payments(&read_with(&[months(3..=3)], &["411"], &January)), three[2..]);

    /// A folder with the payment of January.
    #[derive(Debug)]
    struct January;

    impl Folder for January {
        fn receipt(&self, id: &str) -> Option<KnownReceipt> {
            let place = crate::import::source::ReceiptPlace::Posted;
            let known = KnownReceipt {
                amount: Amount::from_minor(5000),
                currency: Currency::EUR,
                date: day("2026-01-20"),
                place,
            };
            (id == "2026-BQ-1").then_some(known)
        }
    }
}
