//! Invoices that credit notes have cancelled: they were not owed.

use super::*;

#[test]
fn what_credit_notes_alone_bring_to_zero_was_not_owed() {
    let rows = "F1,C,2026-01-01,2026-01-31,10000.00\nA1,C,2026-06-01,,10000.00,,credit_note,,,F1\n";
    let voided = invoices(rows);
    assert_eq!(
        voided.rows("2026-12-31"),
        "F1 settled 2026-06-01 late 121 open 0.00 interest 0.00 indemnity 0.00 total 0.00\n"
    );
    // 121 days of 10000 at 12.15: 402.7808...
    let claimed = Folder { policy: "[penalties]\nvoided = \"claim\"\n", ..voided };
    assert_eq!(
        claimed.rows("2026-12-31"),
        "F1 settled 2026-06-01 late 121 open 0.00 interest 402.78 indemnity 40.00 total 442.78\n"
    );
    // A payment beside a credit note of the rest: it was owed, and paid late. So it was where a credit note that names
    // nothing paid it.
    let rest = Folder { invoices: &rows.replace(",,10000.00", ",,9999.00"), ..voided };
    let paid = Folder { payments: "P,2026-05-01,1.00,F1\n", ..rest };
    assert!(paid.rows("2026-12-31").contains("indemnity 40.00"));
    let unnamed = invoices("F1,C,2026-01-01,2026-01-31,10000.00\nA1,C,2026-06-01,,10000.00,,credit_note\n");
    assert!(unnamed.rows("2026-12-31").contains("interest 402.78"));
    // Of two instalments the voided one bears nothing, and leaves the indemnity to the other.
    let parts = invoices(
        "F1,C,2026-01-01,2026-01-31,500.00,1\nF1,C,2026-01-01,2026-02-28,500.00,2\nA1,C,2026-03-10,,500.00,,credit_note,,,F1\n",
    );
    // 1 to 31 Mar: 31 days of 500 at 12.15: 5.1596...
    assert_eq!(
        parts.rows("2026-03-31"),
        "F1/1 settled 2026-03-10 late 38 open 0.00 interest 0.00 indemnity 0.00 total 0.00\n\
         F1/2 late 31 open 500.00 interest 5.16 indemnity 40.00 total 545.16\n"
    );
}

#[test]
fn what_is_cancelled_whole_was_not_owed_whatever_was_paid_on_it_before() {
    let cancelled = |notes: &str, payments: &str, policy: &str, events: &str| {
        let rows = format!("F,C,2026-01-05,2026-02-04,1000.00\n{notes}");
        Folder { payments, policy, events, ..invoices(&rows) }.on("2026-05-05")
    };
    let bears_nothing = |shown: &Shown| shown.rows.contains("open 0.00 interest 0.00 indemnity 0.00 total 0.00");
    let part = "P,2026-02-20,400.00,F\n";
    let at_once = |day: &str| format!("A,C,{day},,1000.00,,credit_note,,,F\n");
    for policy in
        ["", "[allocation]\ncredit_notes = \"from-origin\"\n", "[penalties]\nimputation = \"interest-first\"\n"]
    {
        for day in ["2026-02-10", "2026-02-20", "2026-03-01"] {
            let shown = cancelled(&at_once(day), part, policy, "");
            assert!(shown.rows.is_empty() || bears_nothing(&shown), "{policy}{day}: {}", shown.rows);
            assert_eq!(shown.credit, "400.00", "{policy}{day}");
        }
        // Partly before the payment and partly after; paid whole and late.
        let twice = "A,C,2026-02-10,,300.00,,credit_note,,,F\nB,C,2026-03-01,,700.00,,credit_note,,,F\n";
        let whole = "P,2026-02-20,1000.00,F\n";
        for (notes, payments) in [(twice, part), (&at_once("2026-03-01"), whole)] {
            let shown = cancelled(notes, payments, policy, "");
            assert!(shown.rows.is_empty() || bears_nothing(&shown), "{policy}{}", shown.rows);
        }
    }
    // Taken back by the bank, where that counts from its own day: the payment was among what moved the balance.
    let back = format!("{part}R,2026-02-25,-400.00,F,,,return\n");
    let from_date = "[allocation]\nreturns = \"from-date\"\n";
    assert!(bears_nothing(&cancelled(&at_once("2026-03-01"), &back, from_date, "")));
    // What a notice had claimed of it by then is owed no more either: the money is credit.
    let notice = "2026-02-20,notice,C,F,formal-notice,,,,5.00,40.00\n";
    let shown = cancelled(&at_once("2026-03-01"), "P,2026-02-20,1045.00,F\n", "", notice);
    assert!(bears_nothing(&shown), "{}", shown.rows);
    assert_eq!(shown.credit, "1045.00");
    // Before the day of the credit note nobody knew.
    let rows = format!("F,C,2026-01-05,2026-02-04,1000.00\n{}", at_once("2026-03-01"));
    let before = Folder { payments: part, ..invoices(&rows) }.rows("2026-02-28");
    assert!(before.contains("open 600.00") && before.contains("indemnity 40.00"), "{before}");
    // A cent less was cancelled: of 600.00, then of a cent, interest ran.
    let less = cancelled(&at_once("2026-03-01").replace("1000.00", "999.99"), part, "", "");
    assert!(less.rows.contains("indemnity 40.00"), "{}", less.rows);
    // Billed again under another number: that one is owed.
    let again = format!("{}G,C,2026-03-01,2026-03-31,1000.00\n", at_once("2026-03-01"));
    let again = cancelled(&again, part, "", "");
    assert!(again.rows.contains("G late 35 open 1000.00"), "{}", again.rows);
    // Less what a deposit billed, and in instalments.
    let deposit = "D,C,2026-01-05,2026-01-10,300.00,,deposit,,,F\nA,C,2026-03-01,,700.00,,credit_note,,,F\n";
    let shown = cancelled(deposit, &format!("{part}Q,2026-01-08,300.00,D\n"), "", "");
    assert!(bears_nothing(&shown), "{}", shown.rows);
    let parts = Folder {
        payments: part,
        ..invoices(
            "F,C,2026-01-05,2026-02-04,500.00,1\nF,C,2026-01-05,2026-03-04,500.00,2\nA,C,2026-03-10,,1000.00,,credit_note,,,F\n",
        )
    };
    let shown = parts.on("2026-05-05");
    assert_eq!(shown.rows.matches("interest 0.00 indemnity 0.00 total 0.00").count(), 2, "{}", shown.rows);
}
