//! Money that names its invoice: it comes back there whenever that opens, and pays the penalty note on it.

use super::*;

#[test]
fn money_that_was_too_much_is_the_payment_once_the_other_one_bounced() {
    // P1 never was: P2 settled F1 in time, and nothing is left over.
    let rows = "F1,C,2026-01-01,2026-01-31,1000.00\n";
    let payments = "P1,C,2026-01-10,1000.00,F1\nP2,C,2026-01-12,1000.00,F1\nR,C,2026-01-15,-1000.00,F1,return,P1\n";
    let case = Case::new(rows, payments, "2026-01-14");
    assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("1000.00")));
    let case = Case::new(rows, payments, "2026-03-01");
    assert_eq!((case.settled("F1").as_deref(), case.credit()), (Some("2026-01-12"), eur("0.00")));
    // Where P1 counts until its return, P2 comes back to F1 that day.
    let case = Case::with(&UNTIL_RETURNED, rows, payments, "", "2026-03-01");
    assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("0.00")));
    assert_eq!(case.moves("F1").last().unwrap().0, "2026-01-15");
}

#[test]
fn money_comes_back_to_its_invoice_when_a_write_off_is_undone() {
    // Written off on the 10th, paid on the 20th by mistake of nobody: with the write-off undone the payment is one.
    let rows = "F1,C,2026-01-01,2026-01-31,100.00\n";
    let events = "2026-02-10,written_off,,F1,E1\n2026-02-25,undo,C,,E2,,E1\n";
    let case = Case::with(&RULES, rows, "P1,C,2026-02-20,100.00,F1\n", events, "2026-03-01");
    assert_eq!(case.moves("F1"), [("2026-02-20".into(), eur("-100.00"), Cause::Payment(PaymentId(0)))]);
    assert_eq!(case.credit(), eur("0.00"));
}

#[test]
fn an_instalment_paid_before_its_issue_settles_the_others_as_on_the_day_of_issue() {
    let rows = "F1,C,2026-01-10,2026-01-31,500.00,,,1\nF1,C,2026-01-10,2026-02-28,500.00,,,2\n";
    for paid_on in ["2026-01-09", "2026-01-10"] {
        let case = Case::new(rows, &format!("P,C,{paid_on},1000.00,F1,,,1\n"), "2026-03-01");
        assert_eq!((case.open(["F1/1", "F1/2"]), case.credit()), ([eur("0.00"); 2], eur("0.00")), "{paid_on}");
        assert_eq!(case.settled("F1/2").as_deref(), Some("2026-01-10"));
    }
}

#[test]
fn what_exceeds_the_principal_pays_the_penalty_note_on_it() {
    // F1 1,000.00 and the note of 89.93 on it: one transfer of 1,089.93 that names F1 settles both.
    let rows = "F1,C,2026-01-01,2026-01-31,1000.00\nN1,C,2026-03-01,2026-03-31,89.93,penalty,F1\n";
    let case = Case::new(rows, "P,C,2026-03-10,1089.93,F1\n", "2026-04-15");
    assert_eq!((case.open(["F1", "N1"]), case.credit()), ([eur("0.00"); 2], eur("0.00")));
    // Paid before the note was written, it waits for it.
    let case = Case::new(rows, "P,C,2026-02-20,1089.93,F1\n", "2026-04-15");
    assert_eq!((case.settled("N1").as_deref(), case.credit()), (Some("2026-03-01"), eur("0.00")));
    // Money for an instalment that is still to be issued waits for it.
    let parts = "F1,C,2026-01-01,2026-01-31,500.00,,,1\nF1,C,2026-04-01,2026-04-30,500.00,,,2\n\
        N1,C,2026-03-01,2026-03-31,50.00,penalty,F1\n";
    let case = Case::new(parts, "P,C,2026-03-10,1000.00,F1\n", "2026-04-15");
    assert_eq!(
        (case.open(["F1/1", "F1/2", "N1"]), case.credit()),
        ([eur("0.00"), eur("0.00"), eur("50.00")], eur("0.00"))
    );
    // A credit note takes off the price: what exceeds it is the customer's.
    let case = Case::new(&format!("{rows}A1,C,2026-03-10,,1089.93,credit_note,F1\n"), "", "2026-04-15");
    assert_eq!((case.open(["F1", "N1"]), case.credit()), ([eur("0.00"), eur("89.93")], eur("89.93")));
}
