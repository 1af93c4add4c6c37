//! Receipts that are payments from elsewhere, or returns that somebody noted: the same money, once.

use super::*;

#[test]
fn the_same_money_from_elsewhere_is_one() {
    let header = "payment_id,date,amount,customer_id,invoice_id\n";
    let payments =
        format!("{header}P1,2026-02-07,120.00,,F26-001\nP2,2026-02-08,50.00,C2,\nP3,2026-02-08,250.00,C2,\n");
    assert_eq!(told_with(&payments, ["120.00", "", "", "F26-001"]), "same P1");
    // All rows of one day together; another sum, or another month, is other money.
    assert_eq!(told_with(&payments, ["300.00", "", "DE", "F26-010"]), "same P2 P3");
    assert_eq!(told_with(&payments, ["121.00", "", "", "F26-001"]), "post C1 F26-001 121.00");
    let payments = format!("{header}P1,2025-11-07,120.00,,F26-001\n");
    assert_eq!(told_with(&payments, ["120.00", "", "", "F26-001"]), "post C1 F26-001 120.00");
    // Twice the same sum is twice the money: each payment is one receipt, in this run and before.
    let payments = format!("{header}P1,2026-02-07,120.00,,F26-001\n");
    let twice = format!("{SUSPENSE}B-1,2026-02-10,120.00,,,F26-001,,\nB-2,2026-02-10,120.00,,,F26-001,,\n");
    assert_eq!(told(&payments, &twice), ["same P1", "post C1 F26-001 120.00"]);
    let known = "payment_id,date,amount,reference,customer_id,candidates\n\
        B-1,2026-02-10,120.00,F26-001,ignore,P1\nB-2,2026-02-10,120.00,F26-001,,\n";
    assert_eq!(told(&payments, known), ["post C1 F26-001 120.00"]);
    // A receipt of another statement is no other source.
    let payments = format!("{header}B-9,2026-02-07,120.00,,F26-001\n");
    assert_eq!(told_with(&payments, ["120.00", "", "", "F26-001"]), "post C1 F26-001 120.00");
}

#[test]
fn what_comes_after_a_payment_was_taken_back_is_further_money() {
    let header = "payment_id,date,amount,customer_id,invoice_id,kind,reverses\n";
    let cheque = format!("{header}P1,2026-02-01,120.00,,F26-001,,\n");
    let words = ["120.00", "", "", "F26-001"];
    // The receipt is of the 10th. Bounced before, the cheque is not that money; whether the return names it or not.
    for named in ["P1", ""] {
        let bounced = format!("{cheque}R1,2026-02-05,-120.00,,F26-001,return,{named}\n");
        assert_eq!(told_with(&bounced, words), "post C1 F26-001 120.00");
    }
    let both = format!("{cheque}R1,2026-02-10,-120.00,,F26-001,return,P1\n");
    assert_eq!(told_with(&both, words), "post C1 F26-001 120.00");
    // What bounces later came in first, and what came back in part is still a payment.
    let later = format!("{cheque}R1,2026-02-11,-120.00,,F26-001,return,P1\n");
    assert_eq!(told_with(&later, words), "same P1");
    let part = format!("{cheque}R1,2026-02-05,-20.00,,F26-001,return,P1\n");
    assert_eq!(told_with(&part, words), "same P1");
}

#[test]
fn a_further_payment_of_the_same_sum_is_not_the_same_money_while_something_is_open() {
    let header = "payment_id,date,amount,customer_id,invoice_id,method\n";
    // F26-003 is of 1000.00: 100.00 was noted 10 days before, and 900.00 is open still.
    let part = format!("{header}P1,2026-01-31,100.00,,F26-003,\n");
    assert_eq!(told_with(&part, ["100.00", "", "", "F26-003"]), "wait number C1: F26-003");
    // Within a few days it is that money; and where it is what is left, it is the rest.
    let near = format!("{header}P1,2026-02-06,100.00,,F26-003,\n");
    assert_eq!(told_with(&near, ["100.00", "", "", "F26-003"]), "same P1");
    let half = format!("{header}P1,2026-01-20,500.00,,F26-003,\n");
    assert_eq!(told_with(&half, ["500.00", "", "", "F26-003"]), "post C1 F26-003 500.00");
    // Where nothing is left open, another day is another day of the same money.
    let whole = format!("{header}P1,2026-01-20,120.00,,F26-001,\n");
    assert_eq!(told_with(&whole, ["120.00", "", "", "F26-001"]), "same P1");
}

#[test]
fn an_instalment_of_a_plan_is_not_the_one_before() {
    let payments = "payment_id,date,amount,invoice_id,method\nP1,2026-02-01,100.00,F26-010,cash\n";
    let plan = "date,event,invoice_id,until,amount\n2026-01-20,plan,F26-010,2026-02-01,100.00\n\
        2026-01-20,plan,F26-010,2026-02-15,100.00\n2026-01-20,plan,F26-010,2026-03-15,100.00\n";
    let second = format!("{SUSPENSE}B-1,2026-02-15,100.00,,,F26-010,,\n");
    let ledger = with_suspense(CUSTOMERS, INVOICES, payments, plan, &second);
    assert_eq!(told_of(&ledger), ["post C2 F26-010 100.00"]);
}

#[test]
fn each_receipt_finds_its_payment_whichever_is_nearer() {
    // 1 and 5 February against 6 and 10 February: the nearest of the 6th would leave the 10th without any.
    let payments = "payment_id,date,amount,customer_id\nX1,2026-02-01,90.00,C2\nX2,2026-02-05,90.00,C2\n";
    let account = "FR7630001007941234567890185";
    let receipts = format!("{SUSPENSE}B-1,2026-02-06,90.00,,{account},VIR,,\nB-2,2026-02-10,90.00,,{account},VIR,,\n");
    assert_eq!(told(payments, &receipts), ["same X1", "same X2"]);
}

#[test]
fn what_a_list_says_was_paid_in_all_is_told_again_by_its_parts() {
    let header = "payment_id,date,amount,customer_id,invoice_id,method\n";
    let parts = format!("{SUSPENSE}B-1,2026-02-10,100.00,,,F26-003,,\nB-2,2026-02-20,200.00,,,F26-003,,\n");
    // With the day of the last part, they are this money; without, they take its place.
    let stated = format!("{header}F26-003-1,2026-02-20,300.00,,F26-003,\n");
    assert_eq!(told(&stated, &parts), ["same F26-003-1", "same F26-003-1"]);
    let assumed = format!("{header}F26-003-1,2026-02-19,300.00,,F26-003,assumed\n");
    let taken = ["post C1 F26-003 100.00 for F26-003-1 100.00", "post C1 F26-003 200.00 for F26-003-1 200.00"];
    assert_eq!(told(&assumed, &parts), taken);
    // One part alone may be a part of it, or not.
    assert_eq!(told_with(&stated, ["100.00", "", "", "F26-003"]), "wait number C1: F26-003");
    assert_eq!(told_with(&assumed, ["100.00", "", "", "F26-003"]), "wait number C1: F26-003");
    // What is just what is left is the rest.
    assert_eq!(told_with(&stated, ["700.00", "", "", "F26-003"]), "post C1 F26-003 700.00");
}

#[test]
fn the_banks_day_is_the_true_one_of_a_payment_whose_day_was_assumed() {
    let header = "payment_id,date,amount,customer_id,invoice_id,method\n";
    let whole =
        format!("{header}F26-001-1,2026-02-04,120.00,,F26-001,assumed\nF26-002-1,2026-02-09,80.00,,F26-002,assumed\n");
    let late = |amount, words| told(&whole, &format!("{SUSPENSE}B-1,2026-04-20,{amount},,,{words},,\n")).remove(0);
    assert_eq!(late("120.00", "F26-001"), "post C1 F26-001 120.00 for F26-001-1 120.00");
    assert_eq!(
        late("200.00", "F26-001 F26-002"),
        "post C1 F26-001 120.00 F26-002 80.00 for F26-001-1 120.00 F26-002-1 80.00"
    );
    // A part of it may be a part, or what is paid of penalties.
    assert_eq!(late("40.00", "F26-001"), "wait number C1: F26-001");
    // An invoice that is open still may have been paid that sum twice.
    let part = format!("{header}F26-003-1,2026-02-19,300.00,,F26-003,assumed\n");
    let again = format!("{SUSPENSE}B-1,2026-04-20,300.00,,,F26-003,,\n");
    assert_eq!(told(&part, &again), ["wait number C1: F26-003; (C2: F26-010)"]);
}

#[test]
fn a_debit_that_takes_back_what_was_paid_since_is_not_the_return_before() {
    let header = "payment_id,date,amount,customer_id,invoice_id,kind,reverses\n";
    let payments = format!("{header}P1,2026-02-01,120.00,,F26-001,,\nR1,2026-02-05,-120.00,,F26-001,return,P1\n");
    let posted = format!("{payments}B-8,2026-02-20,120.00,,F26-001,,\n");
    let debit = format!("{SUSPENSE}B-9,2026-02-25,-120.00,,,REJET F26-001,,\n");
    assert_eq!(told(&posted, &debit), ["reverse B-8"]);
    // Told by the same statement it is no payment yet; once it is, the debit takes it back.
    let both = format!("{SUSPENSE}B-8,2026-02-20,120.00,,,PRLV F26-001,,\nB-9,2026-02-25,-120.00,,,REJET F26-001,,\n");
    assert_eq!(told(&payments, &both), ["post C1 F26-001 120.00", "wait"]);
}

#[test]
fn a_debit_that_somebody_noted_as_a_return_takes_nothing_else_back() {
    // A cheque bounced and a transfer took its place; then the bank shows the cheque's debit.
    let payments = "payment_id,date,amount,customer_id,invoice_id,kind,reverses\n\
        P1,2026-02-01,120.00,,F26-001,,\nR1,2026-02-05,-120.00,,F26-001,return,P1\n\
        B-8,2026-02-09,120.00,,F26-001,,\n";
    assert_eq!(told_with(payments, ["-120.00", "", "", "REJET CHEQUE F26-001"]), "same R1");
    // A second one alike takes the transfer back.
    let twice = format!("{SUSPENSE}B-1,2026-02-10,-120.00,,,F26-001,,\nB-2,2026-02-10,-120.00,,,F26-001,,\n");
    assert_eq!(told(payments, &twice), ["same R1", "reverse B-8"]);
    let known = "payment_id,date,amount,reference,customer_id,candidates\n\
        B-1,2026-02-10,-120.00,F26-001,ignore,R1\nB-2,2026-02-10,-120.00,F26-001,,\n";
    assert_eq!(told(payments, known), ["reverse B-8"]);
    // Of an account that one customer pays from, without an invoice.
    let payments = "payment_id,date,amount,customer_id,kind,reverses\n\
        P1,2026-02-01,90.00,C2,,\nR1,2026-02-06,-90.00,C2,return,P1\nP2,2026-02-07,90.00,C2,,\n";
    let account = "FR7630001007941234567890185";
    assert_eq!(told_with(payments, ["-90.00", "", account, "REJET"]), "same R1");
}

#[test]
fn what_was_noted_by_hand_and_shown_by_the_bank_is_taken_back_by_the_same_statement() {
    let payments = "payment_id,date,amount,customer_id,invoice_id\nP1,2026-02-09,120.00,,F26-001\n";
    let statement = format!("{SUSPENSE}B-1,2026-02-10,120.00,,,F26-001,,\nB-2,2026-02-20,-120.00,,,REJET F26-001,,\n");
    assert_eq!(told(payments, &statement), ["same P1", "reverse P1"]);
}
