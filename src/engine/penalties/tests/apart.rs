//! A sum that names nothing, and is just the indemnity in euros which a notice asked for besides an invoice in francs.

use super::{Folder, Shown};

/// An invoice in francs, late, of which a notice of 16 March asked for the indemnity.
const FRANCS: &str = "G,C,2026-01-05,2026-02-04,2000.00,,,CHF\n";
const ASKED: &str = "2026-03-16,notice,C,G,formal-notice,2000.00,,,26.63,40.00\n";

/// Returns what the folder shows on 15 April with one more invoice, of euros, some payments and some more events.
fn shown(invoice: &str, payments: &str, events: &str) -> Shown {
    let rows = format!("{FRANCS}{invoice}");
    let events = format!("{ASKED}{events}");
    Folder { invoices: &rows, payments, events: &events, ..Folder::default() }.on("2026-04-15")
}

/// Returns the totals in euros.
fn euros(shown: &Shown) -> &str {
    shown.totals.lines().find(|line| line.starts_with("EUR")).expect("an indemnity is owed in euros")
}

#[test]
fn it_pays_that_though_an_invoice_in_euros_is_open_or_comes_later() {
    let paid = "Q,2026-03-20,40.00,,,EUR,,C\n";
    // 40.00 of each of the two; 31 days of 500.00 at 12.15 of the older, 5.1595...
    let open = shown("E,C,2026-02-13,2026-03-15,500.00\n", paid, "");
    assert_eq!(euros(&open), "EUR open 500.00 interest 5.16 indemnity 80.00 waived 0.00 charged 0.00 total 545.16");
    let later = shown("E,C,2026-03-25,2026-05-24,500.00\n", paid, "");
    assert_eq!(euros(&later), "EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 0.00 total 0.00");
    assert_eq!((open.credit, later.credit), ("0.00".to_owned(), "0.00".to_owned()));
}

#[test]
fn it_pays_a_debt_of_just_that_sum() {
    let shown = shown("E,C,2026-02-13,2026-03-15,40.00\n", "Q,2026-03-20,40.00,,,EUR,,C\n", "");
    // 5 days of 40.00 at 12.15: 0.0665...
    assert_eq!(euros(&shown), "EUR open 0.00 interest 0.07 indemnity 80.00 waived 0.00 charged 0.00 total 80.07");
}

#[test]
fn it_pays_the_oldest_debt_where_the_indemnity_is_owed_no_more() {
    let invoice = "E,C,2026-03-25,2026-05-24,500.00\n";
    let waived = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\n", "2026-03-18,waived,C,G,\n");
    assert_eq!(waived.open, "G 2000.00\nE 460.00\n");
    // The second sum of forty is for what is owed.
    let twice = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-03-21,40.00,,,EUR,,C\n", "");
    assert_eq!(twice.open, "G 2000.00\nE 460.00\n");
    // A waiver that comes after the money does not give it back.
    let after = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\n", "2026-03-21,waived,C,G,\n");
    assert_eq!(after.open, "G 2000.00\nE 500.00\n");
}

#[test]
fn what_comes_back_has_paid_nothing() {
    let invoice = "E,C,2026-03-25,2026-05-24,500.00\n";
    let back = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-04-02,-40.00,,,EUR,,C,Q\n", "");
    assert_eq!(back.open, "G 2000.00\nE 500.00\n");
    assert_eq!(euros(&back), "EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 0.00 total 40.00");
}
