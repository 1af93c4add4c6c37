//! A sum that names nothing, and is just the indemnity in euros which a notice asked for besides an invoice in francs.

use super::{Folder, Shown};

/// An invoice in francs, late, of which a notice of 16 March asked for the indemnity.
const FRANCS: &str = "G,C,2026-01-05,2026-02-04,2000.00,,,CHF\n";
const PAID: &str = "Q,2026-03-20,40.00,,,EUR,,C\n";
const ASKED: &str = "2026-03-16,notice,C,G,formal-notice,2000.00,,,26.63,40.00\n";

/// Returns what the folder shows on 15 April with more invoices, of euros, some payments and some more events.
fn shown(invoices: &str, payments: &str, events: &str) -> Shown {
    shown_on("2026-04-15", invoices, payments, &format!("{ASKED}{events}"))
}

fn shown_on(day: &str, invoices: &str, payments: &str, events: &str) -> Shown {
    let rows = format!("{FRANCS}{invoices}");
    Folder { invoices: &rows, payments, events, ..Folder::default() }.on(day)
}

/// Returns the totals in euros.
fn euros(shown: &Shown) -> &str {
    shown.totals.lines().find(|line| line.starts_with("EUR")).expect("an indemnity is owed in euros")
}

#[test]
fn it_pays_that_though_an_invoice_in_euros_is_open_or_comes_later() {
    // 40.00 of each of the two; 31 days of 500.00 at 12.15 of the older, 5.1595...
    let open = shown("E,C,2026-02-13,2026-03-15,500.00\n", PAID, "");
    assert_eq!(euros(&open), "EUR open 500.00 interest 5.16 indemnity 80.00 waived 0.00 charged 0.00 total 545.16");
    let later = shown("E,C,2026-03-25,2026-05-24,500.00\n", PAID, "");
    assert_eq!(euros(&later), "EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 0.00 total 0.00");
    assert_eq!((open.credit, later.credit), ("0.00".to_owned(), "0.00".to_owned()));
}

#[test]
fn it_pays_a_debt_of_just_that_sum() {
    let shown = shown("E,C,2026-02-13,2026-03-15,40.00\n", PAID, "");
    // 5 days of 40.00 at 12.15: 0.0665...
    assert_eq!(euros(&shown), "EUR open 0.00 interest 0.07 indemnity 80.00 waived 0.00 charged 0.00 total 80.07");
}

#[test]
fn it_pays_the_oldest_debt_where_the_indemnity_is_owed_no_more() {
    let invoice = "E,C,2026-03-25,2026-05-24,500.00\n";
    let waived = shown(invoice, PAID, "2026-03-18,waived,C,G,\n");
    assert_eq!(waived.open, "G 2000.00\nE 460.00\n");
    // The second sum of forty is for what is owed.
    let twice = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-03-21,40.00,,,EUR,,C\n", "");
    assert_eq!(twice.open, "G 2000.00\nE 460.00\n");
    // A waiver that comes after the money does not give it back.
    let after = shown(invoice, PAID, "2026-03-21,waived,C,G,\n");
    assert_eq!(after.open, "G 2000.00\nE 500.00\n");
}

#[test]
fn what_comes_back_has_paid_nothing() {
    let invoice = "E,C,2026-03-25,2026-05-24,500.00\n";
    let back = shown(invoice, "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-04-02,-40.00,,,EUR,,C,Q\n", "");
    assert_eq!(back.open, "G 2000.00\nE 500.00\n");
    assert_eq!(euros(&back), "EUR open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 0.00 total 40.00");
}

#[test]
fn small_sums_beside_it_go_to_debts() {
    let debts = "E,C,2026-02-13,2026-05-15,40.00\nF,C,2026-02-13,2026-05-30,500.00\n";
    // After the first 20.00 no debt is of 40.00, and all of them are of 520.00.
    let paid = shown(debts, "P,2026-03-18,20.00,,,EUR,,C\nQ,2026-03-20,40.00,,,EUR,,C\n", "");
    assert_eq!(paid.open, "G 2000.00\nE 20.00\nF 500.00\n");
    // The second sum of 40.00 is the rest of E, and the third one the indemnity.
    let debts = debts.replace("40.00", "60.00");
    let payments = "P,2026-03-18,20.00,,,EUR,,C\nQ,2026-03-20,40.00,,,EUR,,C\nR,2026-03-21,40.00,,,EUR,,C\n";
    let paid = shown(&debts, payments, "");
    assert_eq!(paid.open, "G 2000.00\nE 0.00\nF 500.00\n");
}

#[test]
fn a_notice_that_comes_later_takes_nothing_from_a_debt() {
    let others = "H,C,2026-01-06,2026-02-05,1000.00,,,CHF\nE,C,2026-01-13,2026-02-15,500.00\n";
    let both = "2026-02-20,notice,C,G,formal-notice,2000.00,n1,,5.00,40.00\n2026-02-20,notice,C,H,formal-notice,1000.00,n1,,5.00,40.00\n";
    let events = format!("{both}2026-03-15,notice,C,G,formal-notice,2000.00,n2,,5.00,40.00\n");
    let on = |day: &str| shown_on(day, others, "Q,2026-03-03,40.00,,,EUR,,C\n", &events).open;
    assert_eq!(on("2026-03-15"), on("2026-03-14"));
    assert!(on("2026-03-15").contains("E 460.00\n"), "{}", on("2026-03-15"));
    // Both at once are asked for by the first one.
    assert!(shown_on("2026-03-14", others, "Q,2026-03-03,80.00,,,EUR,,C\n", &events).open.contains("E 500.00\n"));
}

#[test]
fn what_waits_for_the_notice_is_kept_from_debts_that_come_after_it() {
    let later = "E,C,2026-03-25,2026-05-24,500.00\n";
    assert_eq!(shown(later, "Q,2026-03-10,40.00,,,EUR,,C\n", "").open, "G 2000.00\nE 500.00\n");
    let earlier = "E,C,2026-03-12,2026-05-11,500.00\n";
    assert_eq!(shown(earlier, "Q,2026-03-10,40.00,,,EUR,,C\n", "").open, "G 2000.00\nE 460.00\n");
}

#[test]
fn what_waits_is_no_rest_of_a_notice_before_it() {
    let rows = "H,C,2026-01-05,2026-02-04,1000.00,,,CHF\nI,C,2026-01-05,2026-02-04,1000.00,,,CHF\n\
                E,C,2026-04-08,2026-05-08,500.00\n";
    let notice = |day: &str, id: &str, of: [&str; 2]| {
        of.map(|of| format!("{day},notice,C,{of},formal-notice,1000.00,{id},,5.00,40.00\n")).concat()
    };
    let events = notice("2026-03-04", "n0", ["G", "H"]) + &notice("2026-03-12", "n1", ["I", "H"]);
    // Nobody asked for 40.00 when it came; what is left of the second notice is 40.00 since 27 March.
    let payments = "P,2026-03-18,40.00,,,EUR,,C\nQ,2026-03-27,80.00,,,EUR,,C\nR,2026-04-11,40.00,,,EUR,,C\n";
    let shown = shown_on("2026-04-12", rows, payments, &events);
    assert!(shown.open.contains("E 460.00\n"), "{}", shown.open);
    assert_eq!(shown.credit, "0.00");
    assert!(euros(&shown).contains("indemnity 120.00 waived 0.00 charged 0.00 total 0.00"), "{}", euros(&shown));
}

#[test]
fn a_note_that_charges_it_is_paid_by_it() {
    let rows = "E,C,2026-02-13,2026-03-15,500.00\nN,C,2026-03-18,2026-03-18,40.00,,penalty,EUR,,G\n";
    let before = shown(rows, PAID, "");
    assert_eq!(before.open, "G 2000.00\nE 500.00\nN 0.00\n");
    let later = rows.replace("2026-03-18", "2026-03-25");
    assert_eq!(shown(&later, PAID, "").open, "G 2000.00\nE 500.00\nN 0.00\n");
}

#[test]
fn what_is_refunded_or_comes_back_later_moves_no_debt() {
    let open = "E,C,2026-02-13,2026-03-15,500.00\n";
    let refunded = "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-04-02,-40.00,,,EUR,refund,C\n";
    let after = shown(open, refunded, "");
    assert_eq!(after.open, "G 2000.00\nE 500.00\n");
    assert!(after.findings.contains("refund-of-claims"), "{}", after.findings);
    let folder = Folder { policy: "[allocation]\nreturns = \"from-date\"\n", events: ASKED, ..Folder::default() };
    let rows = format!("{FRANCS}{open}");
    let back =
        Folder { invoices: &rows, payments: "Q,2026-03-20,40.00,,,EUR,,C\nR,2026-04-02,-40.00,,,EUR,,C,Q\n", ..folder };
    // 18 days of 500.00 at 12.15 by 2 April, 2.9958...: nothing ever paid of it.
    assert!(
        back.on("2026-04-02").rows.contains("E late 18 open 500.00 interest 3.00"),
        "{}",
        back.on("2026-04-02").rows
    );
}
