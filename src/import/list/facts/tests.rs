//! Rows and what is owed on them, figures worked out by hand.

use super::*;
use crate::input::edit::PlainRows;
use crate::testing::day;

fn verdict(kind: &str, total: &str, balance: &str, paid: &str, status: &str) -> Verdict {
    said(ListFacts::default(), Sum::Total, [kind, total, balance, paid, status, ""])
}

fn said(list: ListFacts, sum: Sum, [kind, total, balance, paid, status, paid_on]: [&str; 6]) -> Verdict {
    let mut judge = Judge::new(ListFacts { today: day("2026-06-30"), ..list });
    let mut invoice = PlainRows::new(vec![Column::Kind, Column::Amount]);
    invoice.push([kind, total]);
    let mut facts = PlainRows::new(vec![Column::Balance, Column::Paid, Column::Status, Column::PaidOn]);
    facts.push([balance, paid, status, paid_on]);
    let (invoice, facts) = (invoice.row(0), facts.row(0));
    let claim = Claim { invoice, facts, currency: Currency::EUR, sum, has_payments: false };
    judge.judge(claim, |_| Place::file("list.csv"))
}

fn owed(minor: i64, of: i64) -> Verdict {
    Verdict::Owed { open: Amount::from_minor(minor), total: Amount::from_minor(of), is_stated: true }
}

#[test]
fn the_balance_is_what_is_owed_and_a_status_stands_for_one() {
    // 1200 less 700 paid: 500 are left.
    assert_eq!(verdict("", "1200.00", "500.00", "", ""), owed(50_000, 120_000));
    assert_eq!(verdict("", "1200.00", "", "700.00", "partiellement payée"), owed(50_000, 120_000));
    assert_eq!(verdict("", "1200.00", "", "", "Payée"), owed(0, 120_000));
    assert_eq!(verdict("", "1200.00", "", "", "En retard"), owed(120_000, 120_000));
    // Paid too much: he is owed 50.
    assert_eq!(verdict("", "1200.00", "-50.00", "", ""), owed(-5_000, 120_000));
    assert_eq!(verdict("", "1200.00", "", "", ""), Verdict::Taken);
}

#[test]
fn drafts_and_used_credit_notes_are_no_debts() {
    assert_eq!(verdict("", "1200.00", "", "", "Brouillon"), Verdict::Draft);
    assert_eq!(verdict("", "1200.00", "1200.00", "", "Annulée"), Verdict::Cancelled);
    let credit = |open: i64| Verdict::Credit { open: Amount::from_minor(open), total: Amount::from_minor(-20_000) };
    assert_eq!(verdict("avoir", "200.00", "0.00", "", ""), credit(0));
    assert_eq!(verdict("", "-200.00", "-80.00", "", ""), credit(-8_000));
    assert_eq!(verdict("avoir", "200.00", "200.00", "", ""), owed(-20_000, -20_000));
    // ERPNext: 0 invoiced, 1 200 credited, -1 200 outstanding.
    let whole = Amount::from_minor(-120_000);
    assert_eq!(verdict("", "0.00", "-1200.00", "", ""), Verdict::Credit { open: whole, total: whole });
}

#[test]
fn what_contradicts_itself_is_refused() {
    for (total, balance, paid, status) in [
        ("1200.00", "500.00", "800.00", ""),
        ("1200.00", "500.00", "", "Payée"),
        ("1200.00", "0.00", "", "En retard"),
        ("1200.00", "1300.00", "", ""),
        ("1200.00", "", "", "Partiellement payée"),
        ("1200.00", "", "", "Abandonnée"),
    ] {
        assert!(matches!(verdict("", total, balance, paid, status), Verdict::Refused(_)), "{balance} {paid} {status}");
    }
}

/// Judges a row of 1200 with a day of payment.
fn paid_on(balance: &str, paid: &str, status: &str, paid_on: &str) -> Verdict {
    said(ListFacts::default(), Sum::Total, ["", "1200.00", balance, paid, status, paid_on])
}

#[test]
fn a_day_of_payment_pays_what_was_only_sent() {
    assert_eq!(paid_on("", "", "Comptabilisée", "2026-04-02"), owed(0, 120_000));
    assert_eq!(paid_on("500.00", "", "Sent", "2026-04-02"), owed(50_000, 120_000));
    assert_eq!(paid_on("0.00", "", "Sent", "2026-04-02"), owed(0, 120_000));
    for (balance, paid, status) in
        [("", "", "En retard"), ("", "", "Impayée"), ("1200.00", "", "Sent"), ("", "0.00", "")]
    {
        let refused = paid_on(balance, paid, status, "2026-04-02");
        assert!(matches!(refused, Verdict::Refused(_)), "{balance} {paid} {status}: {refused:?}");
    }
    // What is planned for after the day of the import has paid nothing.
    assert_eq!(paid_on("", "", "Sent", "2026-07-01"), owed(120_000, 120_000));
    assert_eq!(paid_on("", "", "", "2026-07-01"), Verdict::Taken);
    // The last payment need not have paid all.
    let last = |balance: &str, status: &str| {
        let list = ListFacts { is_last_day: true, ..ListFacts::default() };
        said(list, Sum::Total, ["", "1200.00", balance, "", status, "2026-04-02"])
    };
    assert!(matches!(last("", "Sent"), Verdict::Refused(_)));
    assert_eq!(last("500.00", "Sent"), owed(50_000, 120_000));
    assert_eq!(last("", "Payée"), owed(0, 120_000));
}

#[test]
fn an_empty_balance_is_what_the_total_below_shows_or_refused() {
    let empty = |blank: Blank, paid: &str, status: &str| {
        said(ListFacts { blank, ..ListFacts::default() }, Sum::Total, ["", "1200.00", "", paid, status, ""])
    };
    assert_eq!(empty(Blank::Nothing, "", ""), Verdict::Taken);
    assert_eq!(empty(Blank::Zero, "", "Sent"), owed(0, 120_000));
    assert_eq!(empty(Blank::Whole, "", ""), owed(120_000, 120_000));
    assert!(matches!(empty(Blank::Unclear, "", ""), Verdict::Refused(_)));
    assert!(matches!(empty(Blank::Unclear, "", "Sent"), Verdict::Refused(_)));
    // What was paid, or the status, says it.
    assert_eq!(empty(Blank::Unclear, "700.00", ""), owed(50_000, 120_000));
    assert_eq!(empty(Blank::Unclear, "", "Payée"), owed(0, 120_000));
    assert_eq!(empty(Blank::Unclear, "", "Impayée"), owed(120_000, 120_000));
}

#[test]
fn a_balance_without_a_total_is_of_what_the_folder_knows() {
    let balance = |known: Option<i64>, balance: &str, paid: &str, status: &str| {
        let sum = Sum::Balance(known.map(Amount::from_minor));
        said(ListFacts::default(), sum, ["", balance, balance, paid, status, ""])
    };
    // 850 in the folder, 500 left: 350 were paid.
    assert_eq!(balance(Some(85_000), "500.00", "", ""), owed(50_000, 85_000));
    assert_eq!(balance(None, "500.00", "", ""), owed(50_000, 50_000));
    assert_eq!(balance(None, "500.00", "", "Partiellement payée"), owed(50_000, 50_000));
    // 500 left and 350 paid are 850.
    assert_eq!(balance(None, "500.00", "350.00", ""), owed(50_000, 85_000));
    // Paid too much: he is owed 50 of an invoice.
    assert_eq!(balance(Some(85_000), "-50.00", "", ""), owed(-5_000, 85_000));
}

#[test]
fn yes_and_no_answer_columns_that_ask() {
    let under = |column: &str, word: &str| {
        said(
            ListFacts { status: Name::of(column), ..ListFacts::default() },
            Sum::Total,
            ["", "1200.00", "", "", word, ""],
        )
    };
    assert_eq!(under("Payée", "1"), owed(0, 120_000));
    assert_eq!(under("Facture réglée", "Non"), owed(120_000, 120_000));
    assert!(matches!(under("Statut de la facture", "1"), Verdict::Refused(_)));
}
