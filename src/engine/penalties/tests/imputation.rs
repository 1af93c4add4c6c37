//! Where payments pay interest before principal: which money pays it, and that what is paid whole bears none any more.

use super::*;

const INTEREST_FIRST: &str = "[penalties]\nimputation = \"interest-first\"\n";

fn rows(invoices: &str, payments: &str, events: &str) -> String {
    Folder { invoices, payments, events, policy: INTEREST_FIRST, ..Folder::default() }.rows("2026-12-31")
}

#[test]
fn two_transfers_that_name_nothing_pay_what_one_does() {
    // 150 days of 1000 at 12.15: 49.9315...
    let one = rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1049.93,,,,,C,\n", "");
    assert_eq!(one, "F settled 2026-06-30 late 150 open 0.00 interest 49.93 indemnity 40.00 paid 49.93 total 40.00\n");
    for payments in [
        "P,2026-06-30,1000.00,,,,,C,\nQ,2026-06-30,49.93,,,,,C,\n",
        "P,2026-06-30,1000.00,F\nQ,2026-06-30,49.93,,,,,C,\n",
        "P,2026-06-30,49.93,,,,,C,\nQ,2026-06-30,1000.00,,,,,C,\n",
    ] {
        assert_eq!(rows("F,C,2026-01-01,2026-01-31,1000.00\n", payments, ""), one, "{payments}");
    }
    // A day later interest has run for a day on what was left of the principal: 49.93 x 12.40 / 36500 = 0.0169...
    let late = rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1000.00,F\nQ,2026-07-01,49.95,,,,,C,\n", "");
    assert!(late.contains("interest 49.95 indemnity 40.00 paid 49.95 total 40.00"), "{late}");
    // Of two invoices the one that was due first, and money in another currency pays neither.
    let two = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-01,2026-03-31,1000.00\n";
    let shown = rows(two, "P,2026-06-30,2000.00,,,,,C,\nQ,2026-06-30,49.93,,,,,C,\n", "");
    assert!(shown.starts_with(&one), "{shown}");
    let dollars =
        rows("F,C,2026-01-01,2026-01-31,1000.00\n", "P,2026-06-30,1000.00,F\nQ,2026-06-30,49.93,,,USD,,C,\n", "");
    assert!(dollars.contains("principal 49.93"), "{dollars}");
}

#[test]
fn a_letter_with_a_penalty_note_in_it_is_paid_whole_by_what_it_asks() {
    // To 11 March 50 days of 5000 at 12.15, 83.2191...; to 4 May 104 days: 173.0958...
    let invoices = "F,C,2026-01-05,2026-01-20,5000.00\nN,C,2026-03-11,2026-03-11,123.22,,penalty,,,F\n";
    let notice = "2026-05-04,notice,C,F,penalty-letter,,,,89.88,0.00\n";
    let paid = "F settled 2026-05-04 late 104 open 0.00 interest 173.10 indemnity 40.00 charged 123.22 paid 89.88 total 0.00\n";
    for payments in [
        "P,2026-05-04,5089.88,F\nP/2,2026-05-04,123.22,N\n",
        "P,2026-05-04,5213.10,F\n",
        "P,2026-05-04,123.22,N\nQ,2026-05-04,5089.88,F\n",
    ] {
        assert_eq!(rows(invoices, payments, notice), paid, "{payments}");
    }
    // Interest that was given up is paid by nobody: 89.88 less 20.00.
    let waived = format!("2026-05-03,waived,C,F,,20.00\n{notice}");
    let shown = rows(invoices, "P,2026-05-04,5089.88,F\nP/2,2026-05-04,123.22,N\n", &waived);
    assert!(shown.contains("waived 20.00 charged 123.22 paid 69.88"), "{shown}");
}
