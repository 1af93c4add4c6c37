//! What the bank takes back: which payment, or none for certain.

use super::{SUSPENSE, told, told_with};

#[test]
fn what_the_bank_takes_back_is_the_payment_that_it_shows() {
    let payments = "payment_id,date,amount,customer_id,invoice_id,reference\n\
        B-1,2026-02-01,120.00,,F26-001,VIR A\nB-2,2026-02-01,120.00,C2,,VIR B\nB-3,2026-02-02,80.00,,F26-002,VIR C\n\
        B-3/2,2026-02-02,20.00,,F26-003,VIR C\n";
    assert_eq!(told_with(payments, ["-120.00", "", "", "REJET F26-001"]), "reverse B-1");
    assert_eq!(told_with(payments, ["-120.00", "", "", "VIR B"]), "reverse B-2");
    assert_eq!(told_with(payments, ["-100.00", "", "", "VIR C"]), "reverse B-3 B-3/2");
    assert_eq!(told_with(payments, ["-120.00", "DUPONT FILS", "", "REJET"]), "wait name-and-sum C1: F26-001; (C2)");
    assert_eq!(told_with(payments, ["-119.00", "", "", "REJET F26-001"]), "wait");
}

#[test]
fn of_payments_alike_the_bank_takes_back_the_one_whose_id_it_repeats_or_whose_invoice_somebody_names() {
    let payments = |second: &str| {
        format!(
            "payment_id,date,amount,customer_id,invoice_id,reference\nB-1,2026-01-05,50.00,,F26-001,ABO E2E-AUG-000017 MANDAT0001\n\
             B-2,2026-02-05,50.00,,F26-002,ABO {second} MANDAT0001\n"
        )
    };
    let (own, two) = ("E2E-SEP-000018", payments("E2E-SEP-000018"));
    let debit = |words: &str| ["-50.00".to_owned(), "DUPONT FILS".to_owned(), String::new(), words.to_owned()];
    let found = |payments: &str, words: &str| told_with(payments, debit(words).each_ref().map(String::as_str));
    assert_eq!(found(&two, "E2E-AUG-000017 MD06"), "reverse B-1");
    assert_eq!(found(&two, &format!("{own} MD06")), "reverse B-2");
    // An id that several bear is a mandate; the name of another customer speaks against it.
    assert!(found(&two, "MANDAT0001 MD06").starts_with("wait name-and-sum C1"));
    assert!(told_with(&two, ["-50.00", "BOULANGERIE MARTIN", "", "E2E-AUG-000017"]).starts_with("wait"));
    // Somebody names the customer: of those the invoice that the text names, else there are two.
    let decided = |words: &str| {
        let suspense =
            format!("payment_id,date,amount,payer,reference,customer_id\nB-9,2026-02-10,-50.00,DUPONT,{words},C1\n");
        told(&two, &suspense).remove(0)
    };
    assert_eq!(decided("MD06 F26-001"), "reverse B-1");
    assert_eq!(decided("MD06 F26-002"), "reverse B-2");
    assert_eq!(decided("MD06"), "wait");
}

#[test]
fn an_id_that_another_receipt_bears_which_waits_is_a_mandate() {
    let payments =
        "payment_id,date,amount,customer_id,invoice_id,reference\nB-1,2026-01-05,50.00,,F26-001,MANDAT0001\n";
    let waits = "B-2,2026-02-05,50.00,,,PRLV MANDAT0001,,wait\n";
    let debit = "B-3,2026-02-10,-50.00,,,MANDAT0001 MD06,,\n";
    assert_eq!(told(payments, &format!("{SUSPENSE}{debit}")), ["reverse B-1"]);
    let both = told(payments, &format!("{SUSPENSE}{waits}{debit}"));
    assert!(both[1].starts_with("wait"), "{both:?}");
    // One that a run cut off left in both files is one, whatever its reference ends with.
    let stroke = payments.replace("B-1,", "B-AB/12,");
    let posted = "B-AB/12,2026-01-05,50.00,,,MANDAT0001,,\n";
    let found = told(&stroke, &format!("{SUSPENSE}{posted}{debit}"));
    assert_eq!(found.last().map(String::as_str), Some("reverse B-AB/12"), "{found:?}");
}

#[test]
fn a_return_that_is_to_wait_takes_nothing_back_until_somebody_decides() {
    let payments = "payment_id,date,amount,customer_id,invoice_id,reference\nB-1,2026-02-01,120.00,,F26-001,VIR A\n";
    let debit = |decision| format!("{SUSPENSE}B-9,2026-02-10,-120.00,,,REJET F26-001,,{decision}\n");
    assert_eq!(told(payments, &debit("")), ["reverse B-1"]);
    assert_eq!(told(payments, &debit("wait")), ["wait"]);
    assert_eq!(told(payments, &debit("C1")), ["reverse B-1"]);
    // What waits takes nothing from another debit.
    let both = format!("{}B-10,2026-02-11,-120.00,,,F26-001 AM04,,\n", debit("wait"));
    assert_eq!(told(payments, &both), ["wait", "reverse B-1"]);
    assert_eq!(told("", &debit("wait")), ["wait"]);
}

#[test]
fn a_batch_that_is_to_wait_is_not_left_out_for_its_parts() {
    let rows = |decision: &str| {
        format!(
            "{SUSPENSE}B-BOOKED-01,2026-02-10,200.00,,,REMISE,,{decision}\nB-BOOKED-01-1,2026-02-10,120.00,,,X,,\n\
             B-BOOKED-01-2,2026-02-10,80.00,,,Y,,\n"
        )
    };
    assert_eq!(told("", &rows(""))[0], "batch B-BOOKED-01-1 B-BOOKED-01-2");
    assert!(told("", &rows("wait"))[0].starts_with("wait"));
}
