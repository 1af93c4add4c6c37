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

#[test]
fn money_that_waits_for_a_penalty_note_pays_it_in_the_order_of_days() {
    // P0, 8 June, names the note N1 of 29 June; P1, 21 June, exceeds F1 by 299.30: the note takes 50.00 of P0, the
    // older one.
    let rows = "F1,C,2026-06-04,2026-06-24,100.00\nN1,C,2026-06-29,2026-07-06,50.00,penalty,F1\n";
    let case = Case::new(rows, "P0,C,2026-06-08,298.32,N1\nP1,C,2026-06-21,399.30,F1\n", "2026-07-01");
    assert_eq!(case.moves("N1"), [("2026-06-29".into(), eur("-50.00"), Cause::Payment(PaymentId(0)))]);
    let left: Vec<Amount> = case.allocation.balances.credits().iter().map(|credit| credit.amount).collect();
    assert_eq!(left, [eur("248.32"), eur("299.30")]);
}

#[test]
fn a_discount_on_instalments_is_earned_by_all_of_them_together() {
    // 2 x 500.00 at 2 %: 980.00 in time, naming the invoice, settles both; 979.99 leaves 20.01; each can be earned
    // alone.
    let rows =
        "F,C,2026-01-01,2026-01-31,500.00,,,1,,2,2026-01-20\nF,C,2026-01-01,2026-02-28,500.00,,,2,,2,2026-01-20\n";
    let open = |paid: &str| {
        let case = Case::new(rows, paid, "2026-03-31");
        let number = case.ledger.find_number("F").unwrap();
        case.ledger.rows_of(number).map(|row| case.allocation.balances.open(&case.ledger, row)).collect::<Vec<_>>()
    };
    assert_eq!(open("P,C,2026-01-20,980.00,F\n"), [eur("0.00"); 2]);
    assert_eq!(open("P,C,2026-01-20,979.99,F\n"), [eur("0.00"), eur("20.01")]);
    assert_eq!(open("P,C,2026-01-21,980.00,F\n"), [eur("0.00"), eur("20.00")]);
    assert_eq!(open("P,C,2026-01-20,490.00,F,,,1\n"), [eur("0.00"), eur("500.00")]);
    assert_eq!(open("P,C,2026-01-20,490.00,F,,,1\nQ,C,2026-01-20,490.00,F,,,2\n"), [eur("0.00"); 2]);
    // Its return, from its own day, takes the discount of both back.
    let rules = UNTIL_RETURNED;
    let paid = "P,C,2026-01-20,980.00,F\nR,C,2026-02-01,-980.00,F,return,P\n";
    let case = Case::with(&rules, rows, paid, "", "2026-03-31");
    let number = case.ledger.find_number("F").unwrap();
    let open: Vec<_> =
        case.ledger.rows_of(number).map(|row| case.allocation.balances.open(&case.ledger, row)).collect();
    assert_eq!(open, [eur("500.00"); 2]);
}

#[test]
fn an_unnamed_credit_note_that_comes_later_wins_no_discount() {
    // 931.00 of 1,000.00 in time, 2 %. A note of 50.00 in June would make 950.00 x 98 % = 931.00: 19.00 stays owed. The
    // same note naming the invoice corrects its price; an unnamed one in time lowers it too.
    let rows = "F,C,2026-01-01,2026-01-31,1000.00,,,,,2,2026-01-20\n";
    let open = |note: &str| Case::new(&format!("{rows}{note}"), "P,C,2026-01-15,931.00,F\n", "2026-06-30").open(["F"]);
    assert_eq!(open("N,C,2026-06-01,2026-06-01,-50.00,credit_note\n"), [eur("19.00")]);
    assert_eq!(open("N,C,2026-06-01,2026-06-01,-50.00,credit_note,F\n"), [eur("0.00")]);
    assert_eq!(open("N,C,2026-01-18,2026-01-18,-50.00,credit_note\n"), [eur("0.00")]);
}
