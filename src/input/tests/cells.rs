//! Cells: ids, amounts, dates, words, rates, terms.

use super::*;
use crate::law::terms::Terms;
use crate::model::dialect::{DateOrder, DecimalMark};
use crate::model::{Amount, InvoiceKind, PaymentKind};
use crate::testing::day;

/// Returns the findings of one-row invoice files whose amounts are those, one row each.
fn amounts(cells: &[&str]) -> Vec<String> {
    invoices(&amount_rows(cells))
}

fn amount_rows(cells: &[&str]) -> String {
    let rows = cells.iter().enumerate();
    rows.map(|(i, cell)| format!("F{i},C1,2026-01-10,2026-02-10,\"{cell}\"\n")).collect()
}

fn read_amounts(cells: &[&str], declared: Declared) -> Vec<i64> {
    let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}{}", amount_rows(cells)))]).declare(declared);
    let ledger = folder.ledger();
    let mut rows: Vec<_> = ledger.invoices().iter().map(|row| (row.line, row.amount.minor())).collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, amount)| amount).collect()
}

#[test]
fn leading_zeros_of_ids_live() {
    let folder = Folder::of(&[(
        "invoices.csv",
        format!("{INVOICES}007,0042,2026-01-10,2026-02-10,1\n7,42,2026-01-10,2026-02-10,1\n"),
    )]);
    let reading = folder.read();
    // They are told, since a spreadsheet makes one of the other, and stay two.
    assert_eq!(
        shown(&reading),
        [
            "id-lookalike invoices.csv:2 customer_id \"0042\" invoices.csv:3 customer_id \"42\"",
            "id-lookalike invoices.csv:2 invoice_id \"007\" invoices.csv:3 invoice_id \"7\""
        ]
    );
    let ledger = reading.ledger.unwrap();
    assert!(ledger.find_number("007").is_some() && ledger.find_number("7").is_some());
    assert_eq!(ledger.customers().iter().map(|customer| customer.id.as_str()).collect::<Vec<_>>(), ["0042", "42"]);
}

#[test]
fn ids_that_cannot_be_are_refused() {
    let long = "x".repeat(256);
    let found = invoices(&format!("{long},C1,2026-01-10,2026-02-10,1\n\"F\t1\",C1,2026-01-10,2026-02-10,1\n"));
    assert_eq!(
        found,
        [
            format!("id-invalid invoices.csv:2 invoice_id {long:?}"),
            "id-invalid invoices.csv:3 invoice_id \"F\\t1\"".to_owned()
        ]
    );
    assert_eq!(invoices(&format!("{},C1,2026-01-10,2026-02-10,1\n", "é".repeat(127))), [""; 0]);
}

#[test]
fn guarded_texts_come_back() {
    let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}'-1,'=C,2026-01-10,2026-02-10,1\n"))]);
    let ledger = folder.ledger();
    assert!(ledger.find_number("-1").is_some());
    assert_eq!(ledger.customers()[0].id, "=C");
}

#[test]
fn required_cells_are_filled() {
    assert_eq!(
        invoices(",C1,2026-01-10,2026-02-10,1\nF2,,,2026-02-10,\nF3,C1,2026-01-10,,1\n"),
        [
            "value-missing invoices.csv:2 invoice_id \"\"",
            "value-missing invoices.csv:3 amount \"\"",
            "value-missing invoices.csv:3 customer_id \"\"",
            "value-missing invoices.csv:3 issue_date \"\"",
            "due-missing invoices.csv:4 due_date \"\"",
        ]
    );
}

#[test]
fn amounts_that_cannot_be_read_are_refused_one_by_one() {
    assert_eq!(
        amounts(&["1e3", "10 €", "12.345.6", "1.200,5O", "12.00"]),
        [
            "amount-invalid invoices.csv:2 amount \"1e3\"",
            "amount-invalid invoices.csv:3 amount \"10 €\"",
            "amount-invalid invoices.csv:4 amount \"12.345.6\"",
            "amount-invalid invoices.csv:5 amount \"1.200,5O\"",
        ]
    );
}

#[test]
fn an_amount_with_two_readings_needs_another_to_tell() {
    assert_eq!(
        amounts(&["1,234", "12", "5.000"]),
        ["amount-ambiguous invoices.csv:2 amount \"1,234\"", "amount-ambiguous invoices.csv:4 amount \"5.000\""]
    );
}

#[test]
fn a_column_shows_its_mark_anywhere() {
    let none = Declared::default();
    assert_eq!(read_amounts(&["1.234", "7", "1,50", "2.000"], none), [123_400, 700, 150, 200_000]);
    assert_eq!(read_amounts(&["1,234", "1.50"], none), [123_400, 150]);
    assert_eq!(read_amounts(&["-1,234", "1.50"], none), [-123_400, 150]);
    assert_eq!(read_amounts(&["29.1000", "1 200"], none), [2910, 120_000]);
    let comma = Declared { decimal: Some(DecimalMark::Comma), ..none };
    let point = Declared { decimal: Some(DecimalMark::Point), ..none };
    assert_eq!(read_amounts(&["1.234"], comma), [123_400]);
    assert_eq!(read_amounts(&["1,234"], point), [123_400]);
    assert_eq!(read_amounts(&["1,230"], comma), [123]);
}

#[test]
fn a_resolved_amount_is_checked_like_any_other() {
    // Where the comma stands before the cents, 1,234 has a third decimal, which the euro has not.
    assert_eq!(amounts(&["1,234", "1,50"]), ["amount-precision invoices.csv:2 amount \"1,234\""]);
    let rows = "F0,C1,2026-01-10,2026-02-10,1.234,TND\nF1,C1,2026-01-10,2026-02-10,1.50,TND\n";
    let folder = Folder::of(&[("invoices.csv", format!("{},currency\n{rows}", INVOICES.trim_end()))]);
    assert_eq!(folder.ledger().invoices().iter().map(|row| row.amount.minor()).collect::<Vec<_>>(), [1234, 1500]);
}

#[test]
fn two_marks_in_one_column_condemn_the_file() {
    let found = ["amount-mixed invoices.csv:3 amount \"1,50\" invoices.csv:2 amount \"2.50\""];
    assert_eq!(amounts(&["2.50", "1,50", "3.50", "1,234"]), found);
    let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}{}", amount_rows(&["2.50", "1,50"])))]);
    assert!(folder.keep_going().ledger.is_none());
    let declared = Declared { decimal: Some(DecimalMark::Comma), ..Declared::default() };
    assert_eq!(folder.declare(declared).findings(), ["amount-invalid invoices.csv:2 amount \"2.50\""]);
}

#[test]
fn amounts_fit_their_currency_and_the_ledger() {
    let header = format!("{},currency\n", INVOICES.trim_end());
    let of = |rows: &str| Folder::of(&[("invoices.csv", format!("{header}{rows}"))]).findings();
    assert_eq!(
        of("F1,C1,2026-01-10,2026-02-10,10.5,JPY\nF2,C1,2026-01-10,2026-02-10,10.505,EUR\n\
            F3,C1,2026-01-10,2026-02-10,10.505,TND\nF4,C1,2026-01-10,2026-02-10,10,XYZ\n"),
        [
            "amount-precision invoices.csv:2 amount \"10.5\"",
            "amount-precision invoices.csv:3 amount \"10.505\"",
            "currency-unknown invoices.csv:5 currency \"XYZ\"",
        ]
    );
    assert_eq!(amounts(&["100000000000.01"]), ["amount-too-large invoices.csv:2 amount \"100000000000.01\""]);
    let most = vec!["100000000000.00"; 100];
    assert_eq!(amounts(&most), [""; 0]);
    assert_eq!(amounts(&[most.as_slice(), &["0.01"]].concat()), ["amount-too-large invoices.csv"]);
}

#[test]
fn signs_say_what_a_row_is() {
    let header = format!("{},kind\n", INVOICES.trim_end());
    let folder = Folder::of(&[(
        "invoices.csv",
        format!(
            "{header}A,C1,2026-01-10,2026-02-10,-5,\nB,C1,2026-01-10,2026-02-10,5,avoir\n\
             C,C1,2026-01-10,2026-02-10,-5,credit_note\nD,C1,2026-01-10,2026-02-10,5,Acompte\n"
        ),
    )]);
    let rows: Vec<_> = folder.ledger().invoices().iter().map(|row| (row.kind, row.amount.minor())).collect();
    let credit = (InvoiceKind::CreditNote, -500);
    assert_eq!(rows, [credit, credit, credit, (InvoiceKind::Deposit, 500)]);
    let wrong = format!(
        "{header}A,C1,2026-01-10,2026-02-10,-5,invoice\nB,C1,2026-01-10,2026-02-10,-5,acompte\n\
         C,C1,2026-01-10,2026-02-10,\"-5\",penalty\nD,C1,2026-01-10,2026-02-10,5,proforma\n"
    );
    assert_eq!(
        Folder::of(&[("invoices.csv", wrong)]).findings(),
        [
            "sign-invalid invoices.csv:2 amount \"-5\"",
            "sign-invalid invoices.csv:3 amount \"-5\"",
            "sign-invalid invoices.csv:4 amount \"-5\"",
            "word-unknown invoices.csv:5 kind \"proforma\"",
        ]
    );
}

#[test]
fn payments_are_kept_without_sign() {
    let rows = "P1,2026-02-01,-5,C1,\nP2,2026-02-01,5,C1,rejet\nP3,2026-02-01,-5,C1,refund\nP4,2026-02-01,5,C1,\n";
    let folder = Folder::with(&[("payments.csv", &format!("payment_id,date,amount,customer_id,kind\n{rows}"))]);
    let ledger = folder.ledger();
    let kinds: Vec<_> = ledger.payments().iter().map(|row| (row.kind, row.amount)).collect();
    let five = Amount::from_minor(500);
    let expected = [PaymentKind::Return, PaymentKind::Return, PaymentKind::Refund, PaymentKind::Payment];
    assert_eq!(kinds, expected.map(|kind| (kind, five)));
    let wrong = "payment_id,date,amount,customer_id,kind\nP1,2026-02-01,-5,C1,payment\n";
    let folder = Folder::with(&[("payments.csv", wrong)]);
    assert_eq!(folder.findings(), ["sign-invalid payments.csv:2 amount \"-5\""]);
}

#[test]
fn odd_rows_are_used_and_warned_of() {
    let folder = Folder::of(&[(
        "invoices.csv",
        format!(
            "{INVOICES}A,C1,2026-01-10,2026-02-10,0.00\nB,C1,2026-02-10,2026-01-10,5\n\
             C,C1,1926-01-10,2126-02-10,5\nD,C1,2026-02-10,2026-01-10,-5\n"
        ),
    )]);
    let reading = folder.read();
    assert_eq!(
        shown(&reading),
        [
            "amount-zero invoices.csv:2 amount \"0.00\"",
            "due-before-issue invoices.csv:3 due_date \"2026-01-10\"",
            "date-distant invoices.csv:4 issue_date \"1926-01-10\"",
            "date-distant invoices.csv:4 due_date \"2126-02-10\"",
        ]
    );
    assert_eq!(reading.ledger.unwrap().invoices().len(), 4);
}

/// Returns rows with those issue dates.
fn dated(cells: &[&str]) -> String {
    let rows = cells.iter().enumerate();
    rows.map(|(i, cell)| format!("F{i},C1,{cell},2026-12-31,1\n")).collect()
}

#[test]
fn slash_dates_are_day_first() {
    let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}{}", dated(&["03/04/2026", "9/4/2026"])))]);
    let ledger = folder.ledger();
    let dates: Vec<_> = ledger.invoices().iter().map(|row| row.issue).collect();
    assert_eq!(dates, [day("2026-04-03"), day("2026-04-09")]);
    let declared = Declared { date_order: Some(DateOrder::MonthFirst), ..Declared::default() };
    let ledger = folder.declare(declared).ledger();
    assert_eq!(ledger.invoices()[0].issue, day("2026-03-04"));
}

#[test]
fn a_date_that_cannot_be_day_first_condemns_the_file() {
    assert_eq!(
        invoices(&dated(&["13/04/2026", "04/13/2026", "05/14/2026"])),
        ["date-ambiguous invoices.csv:3 issue_date \"04/13/2026\" invoices.csv:2 issue_date \"13/04/2026\""]
    );
    let alone = dated(&["04/13/2026", "01/02/2026"]);
    assert_eq!(invoices(&alone), ["date-ambiguous invoices.csv:2 issue_date \"04/13/2026\""]);
    let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}{alone}"))]);
    assert!(folder.keep_going().ledger.is_none());
    let declared = Declared { date_order: Some(DateOrder::MonthFirst), ..Declared::default() };
    assert_eq!(folder.declare(declared).ledger().invoices().len(), 2);
    let mixed = Folder::of(&[("invoices.csv", format!("{INVOICES}{}", dated(&["13/04/2026", "04/13/2026"])))]);
    assert_eq!(
        mixed.declare(declared).findings(),
        ["date-ambiguous invoices.csv:2 issue_date \"13/04/2026\" invoices.csv:3 issue_date \"04/13/2026\""]
    );
}

#[test]
fn days_that_do_not_exist_are_refused_one_by_one() {
    let cells = ["31/02/2026", "29/02/2024", "29/02/2025", "45/99/2026", "3.4.2026", "26-01-01", "2026-02-29"];
    assert_eq!(
        invoices(&dated(&cells)),
        [
            "date-invalid invoices.csv:2 issue_date \"31/02/2026\"",
            "date-invalid invoices.csv:4 issue_date \"29/02/2025\"",
            "date-invalid invoices.csv:5 issue_date \"45/99/2026\"",
            "date-invalid invoices.csv:6 issue_date \"3.4.2026\"",
            "date-invalid invoices.csv:7 issue_date \"26-01-01\"",
            "date-invalid invoices.csv:8 issue_date \"2026-02-29\"",
        ]
    );
}

#[test]
fn mixed_date_forms_are_warned_of() {
    assert_eq!(
        invoices(&dated(&["2026-01-10", "13/04/2026"])),
        ["date-mixed invoices.csv:2 issue_date \"2026-01-10\" invoices.csv:3 issue_date \"13/04/2026\""]
    );
}

#[test]
fn due_dates_come_from_terms() {
    let header = format!("{},terms\n", INVOICES.trim_end());
    let rows = "A,C1,2026-01-10,,1,30 days\nB,C1,2026-01-10,,1,\nC,C2,2026-01-10,,1,\nD,C1,2026-01-10,2026-01-31,1,\n\
                E,C1,2026-01-10,,-1,\n";
    let customers = "customer_id,name,terms\nC1,X,\nC2,Y,60 jours\n";
    let mut folder =
        Folder::of(&[("invoices.csv", format!("{header}{rows}")), ("customers.csv", customers.to_owned())]);
    assert_eq!(folder.findings(), ["due-missing invoices.csv:3 due_date \"\""]);
    folder.terms.default = Terms::parse("45 days");
    let ledger = folder.ledger();
    let due = |number: &str| ledger.invoice(crate::testing::item(&ledger, number)).due;
    // 10 January plus 30, 45 and 60 days.
    assert_eq!([due("A"), due("B"), due("C")], ["2026-02-09", "2026-02-24", "2026-03-11"].map(day));
    assert_eq!([due("D"), due("E")], ["2026-01-31", "2026-01-10"].map(day));
}

#[test]
fn terms_matter_where_the_due_date_hangs_on_them() {
    let header = format!("{},terms\n", INVOICES.trim_end());
    let text = format!("{header}A,C1,2026-01-10,,1,soon\nB,C1,2026-01-10,2026-02-10,1,as agreed\n");
    let reading = Folder::of(&[("invoices.csv", text)]).read();
    assert_eq!(
        shown(&reading),
        ["terms-invalid invoices.csv:2 terms \"soon\"", "terms-invalid invoices.csv:3 terms \"as agreed\""]
    );
    let severities: Vec<_> = reading.findings.iter().map(|finding| finding.severity).take(4).collect();
    assert!(severities.contains(&Severity::Error) && severities.contains(&Severity::Warning));
}

#[test]
fn rates_words_and_limits_are_checked() {
    let header = format!("{},penalty_rate,discount_rate,discount_until\n", INVOICES.trim_end());
    let rows = "A,C1,2026-01-10,2026-02-10,1,ecb+10,2,2026-01-20\nB,C1,2026-01-10,2026-02-10,1,1e3,101,soon\n";
    assert_eq!(
        Folder::of(&[("invoices.csv", format!("{header}{rows}"))]).findings(),
        [
            "date-invalid invoices.csv:3 discount_until \"soon\"",
            "rate-invalid invoices.csv:3 penalty_rate \"1e3\"",
            "rate-invalid invoices.csv:3 discount_rate \"101\"",
        ]
    );
    let customers = "customer_id,name,kind,language,credit_limit,insured_limit,terms\n\
                     C1,,alien,xx,-5,0.005,soon\nC2,B,Particulier,en-GB,1 000.00,,\n";
    let mut found = Folder::with(&[("customers.csv", customers)]).findings();
    found.sort();
    assert_eq!(
        found,
        [
            "amount-precision customers.csv:2 insured_limit \"0.005\"",
            "sign-invalid customers.csv:2 credit_limit \"-5\"",
            "terms-invalid customers.csv:2 terms \"soon\"",
            "value-missing customers.csv:2 name \"\"",
            "word-unknown customers.csv:2 kind \"alien\"",
            "word-unknown customers.csv:2 language \"xx\"",
        ]
    );
}
