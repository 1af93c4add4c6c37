//! `--keep-going`: refused rows are set aside with what refers to them, and the rest is a ledger.

use super::*;

/// Returns the numbers and payment ids that are left, and how many rows were refused.
fn left(folder: &Folder) -> (Vec<String>, Vec<String>, usize) {
    let reading = folder.keep_going();
    let ledger = reading.ledger.expect("a ledger of the good part");
    let mut numbers: Vec<String> = ledger.invoices().iter().map(|row| ledger.number(row.number).to_owned()).collect();
    numbers.sort();
    let ids = (0..ledger.payments().len() as u32).map(crate::model::PaymentId);
    let mut payments: Vec<String> = ids.map(|id| ledger.payment_id(id).to_owned()).collect();
    payments.sort();
    (numbers, payments, reading.refused)
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn what_refers_to_a_refused_row_goes_with_it_and_is_listed() {
    let folder = Folder::of(&[
        (
            "invoices.csv",
            "invoice_id,customer_id,issue_date,due_date,amount,instalment,applies_to\n\
             F1,C1,2026-01-10,2026-02-10,x,1,\nF1,C1,2026-01-10,2026-03-10,5,2,\nF2,C1,2026-01-10,2026-02-10,5,,\n\
             A1,C1,2026-01-10,,-1,,F1\nA2,C1,2026-01-10,,-1,,F2\n",
        ),
        (
            "payments.csv",
            "payment_id,date,amount,customer_id,invoice_id,kind,reverses\n\
             P1,2026-02-01,1,,F1,,\nP2,2026-02-01,1,,F2,,\nP3,2026-02-01,-1,C1,,,P1\nP4,2026-02-01,-1,C1,,,P2\n\
             P5,2026-02-01,1,C1,A1,refund,\n",
        ),
        (
            "events.csv",
            "date,event,invoice_id,event_id,reference\n2026-02-01,call,F1,E1,\n2026-02-01,call,F2,E2,\n\
             2026-02-02,undo,F2,E3,E1\n2026-02-02,undo,F2,E4,E2\n",
        ),
    ]);
    assert_eq!(left(&folder), (strings(&["A2", "F2"]), strings(&["P2", "P4"]), 8));
    let reading = folder.keep_going();
    assert_eq!(
        shown(&reading),
        [
            "set-aside events.csv:2 invoice_id \"F1\"",
            "set-aside events.csv:4 reference \"E1\"",
            "amount-invalid invoices.csv:2 amount \"x\"",
            "set-aside invoices.csv:3 invoice_id \"F1\"",
            "set-aside invoices.csv:5 applies_to \"F1\"",
            "set-aside payments.csv:2 invoice_id \"F1\"",
            "set-aside payments.csv:4 reverses \"P1\"",
            "set-aside payments.csv:6 invoice_id \"A1\"",
        ]
    );
    let ledger = reading.ledger.unwrap();
    let note = crate::testing::item(&ledger, "A2");
    assert_eq!(ledger.more(note).unwrap().applies_to, ledger.find_number("F2"));
    let returned = (0..2).map(crate::model::PaymentId).find_map(|id| ledger.payment_more(id)?.reverses).unwrap();
    assert_eq!(ledger.payment_id(returned), "P2");
    assert_eq!(ledger.events().len(), 2);
    assert_eq!(ledger.number_count(), 2);
    assert_eq!(ledger.events()[0].invoice, ledger.find_number("F2"));
    // Without it only the fault itself is told.
    assert_eq!(folder.findings(), ["amount-invalid invoices.csv:2 amount \"x\""]);
    assert!(folder.read().ledger.is_none());
}

#[test]
fn both_rows_of_a_duplicate_go() {
    let folder = Folder::of(&[
        (
            "invoices.csv",
            format!("{INVOICES}F1,C1,2026-01-10,2026-02-10,1\nF2,C1,2026-01-10,2026-02-10,1\nF1,C1,2026-01-10,2026-02-10,1\n"),
        ),
        (
            "payments.csv",
            "payment_id,date,amount,invoice_id\nP1,2026-02-01,1,F2\nP2,2026-02-01,1,F2\nP1,2026-02-01,1,F2\nP3,2026-02-01,1,F1\n"
                .to_owned(),
        ),
    ]);
    assert_eq!(left(&folder), (strings(&["F2"]), strings(&["P2"]), 5));
}

#[test]
fn a_refused_customer_takes_everything_of_his() {
    let folder = Folder::with(&[
        ("customers.csv", "customer_id,name,kind\nC1,A,alien\nC2,B,\n"),
        (
            "payments.csv",
            "payment_id,date,amount,invoice_id,customer_id\nP1,2026-02-01,1,F1,\nP2,2026-02-01,1,,C1\nP3,2026-02-01,1,,C2\n",
        ),
        ("events.csv", "date,event,customer_id\n2026-02-01,call,C1\n2026-02-01,call,C2\n"),
    ]);
    assert_eq!(left(&folder), (strings(&["F2"]), strings(&["P3"]), 5));
    assert_eq!(folder.keep_going().ledger.unwrap().events().len(), 1);
}

#[test]
fn a_row_that_cannot_even_be_named_is_counted() {
    let folder = Folder::of(&[(
        "invoices.csv",
        format!("{INVOICES},C1,2026-01-10,,\"1,234\"\nF2,C1,2026-01-10,2026-02-10,1.50\n"),
    )]);
    assert_eq!(left(&folder), (strings(&["F2"]), vec![], 1));
    assert_eq!(folder.keep_going().ledger.unwrap().invoices()[0].amount.minor(), 150);
}

#[test]
fn a_fault_of_a_whole_file_leaves_no_good_part() {
    for (name, text) in [
        ("invoices.csv", "invoice_id,customer_id\nF1,C1\n"),
        ("payments.csv", "payment_id,date\nP1,2026-01-01\n"),
        ("payments.csv", "payment_id,date,amount,customer_id\nP1,2026-01-01,1,\"C1\n"),
        ("customers.csv", ""),
    ] {
        let folder = Folder::with(&[(name, text)]);
        assert!(folder.keep_going().ledger.is_none(), "{text}");
    }
}
