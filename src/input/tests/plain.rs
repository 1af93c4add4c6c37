//! A row like most is read on a short way. What it says there is what it says on the long one, which quoted cells take.

use proptest::prelude::*;

use super::*;

/// A cell: mostly one of the first, which are like most; now and then one of the others.
fn cell(usual: &'static [&'static str], odd: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop_oneof![20 => prop::sample::select(usual), 1 => prop::sample::select(odd)]
}

const IDS: (&[&str], &[&str]) = (
    &["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "7", "a b"],
    &["", " ", " F1", "F1 ", "=F1", "'=F1", "#REF!", "4E+07", "Err:502", "f1", "007", "-"],
);
const CUSTOMERS: (&[&str], &[&str]) = (&["C1", "C2", "C3", "a customer of a long name"], &["", "C1 ", "c1", "'C1"]);
const ISO: (&[&str], &[&str]) =
    (&["2026-01-10", "2026-02-28", "2024-02-29"], &["", "2026-02-30", "1925-01-01", "2101-01-01", "10/01/2026", "x"]);
const SLASHES: (&[&str], &[&str]) =
    (&["10/01/2026", "28/02/2026", "3/4/2026"], &["", "30/02/2026", "01/28/2026", "01/01/1925", "2026-01-10"]);
const AMOUNTS: (&[&str], &[&str]) =
    (&["10.00", "7", "1234.5", "0.01"], &["", "0", "-5.00", "+1", "1,234", "1,50", "1.234", "1 000.00", "x", "1.2345"]);
const CURRENCIES: (&[&str], &[&str]) = (&["", "EUR"], &["USD", "usd", "JPY", "TND", "XXX", "EU"]);
const KINDS: (&[&str], &[&str]) = (&[""], &["invoice", "payment", "avoir", "return", "?"]);
const NOTES: (&[&str], &[&str]) = (&[""], &["1", "F1", "x"]);

type Cells = (&'static [&'static str], &'static [&'static str]);

/// Returns rows of a file whose columns hold such cells.
fn rows(columns: &'static [Cells]) -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let row: Vec<_> = columns.iter().map(|&(usual, odd)| cell(usual, odd)).collect();
    prop::collection::vec(row, 0..12)
}

fn text(header: &str, rows: &[Vec<&str>], quote: &str) -> String {
    let line = |row: &Vec<&str>| row.iter().map(|cell| format!("{quote}{cell}{quote}")).collect::<Vec<_>>().join(";");
    let lines: Vec<String> = rows.iter().map(line).collect();
    format!("{header}\n{}\n", lines.join("\n"))
}

/// Returns all that a folder of those rows says: every finding with its sentence, and the rows of the ledger.
fn said(invoices: &[Vec<&str>], payments: &[Vec<&str>], quote: &str) -> String {
    const INVOICES: &str = "invoice_id;customer_id;issue_date;due_date;amount;currency;kind;instalment";
    const PAYMENTS: &str = "payment_id;customer_id;invoice_id;date;amount;currency;kind;reference";
    let reading = Folder::of(&[
        ("invoices.csv", text(INVOICES, invoices, quote)),
        ("payments.csv", text(PAYMENTS, payments, quote)),
    ])
    .keep_going();
    let found: Vec<String> = reading.findings.iter().map(|finding| format!("{finding:?}\n")).collect();
    let rows = reading.ledger.map(|ledger| format!("{ledger:?}"));
    format!("{}{rows:?}{:?}", found.concat(), reading.dialects)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_rows_say_is_the_same_on_the_short_way_and_on_the_long(
        invoices in rows(&[IDS, CUSTOMERS, ISO, ISO, AMOUNTS, CURRENCIES, KINDS, NOTES]),
        payments in rows(&[IDS, CUSTOMERS, IDS, SLASHES, AMOUNTS, CURRENCIES, KINDS, NOTES]),
    ) {
        prop_assert_eq!(said(&invoices, &payments, ""), said(&invoices, &payments, "\""));
    }
}
