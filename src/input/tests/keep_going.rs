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

/// Returns each customer who is named by a refused row, or may be, with the first such row.
fn named(payments: &str, invoices: &str, events: &str) -> Vec<String> {
    let sound = "C1,2026-01-10,2026-02-10,100.00,,\n";
    let folder = Folder::of(&[
        ("customers.csv", "customer_id,name\nC1,Un\nC2,Deux\nC3,Trois\n".to_owned()),
        (
            "invoices.csv",
            format!(
                "invoice_id,customer_id,issue_date,due_date,amount,kind,instalment\nF1,{sound}F2,C2,2026-01-10,2026-02-10,5.00,,\n\
                 F3,C3,2026-01-10,2026-02-10,5.00,,\n{invoices}"
            ),
        ),
        ("payments.csv", format!("payment_id,date,amount,customer_id,invoice_id,reference\n{payments}")),
        ("events.csv", format!("date,event,customer_id,invoice_id,level,event_id,reference\n{events}")),
    ]);
    let reading = folder.keep_going();
    let ledger = reading.ledger.expect("a ledger of the good part");
    let refused = |customer| {
        let row = ledger.refused().of(customer)?;
        let whom = if row.names_somebody { "" } else { " anybody" };
        Some(format!("{} {}:{}{whom}", ledger.customer(customer).id, row.role.file_name(), row.line))
    };
    ledger.customer_ids().filter_map(refused).collect()
}

#[test]
fn whom_a_refused_row_names_is_known() {
    // By customer or by invoice, whatever the fault; both when they contradict each other.
    assert_eq!(named("P1,2026-02-01,30O.00,C1,,\n", "", ""), ["C1 payments.csv:2"]);
    assert_eq!(
        named("P1,2026-02-30,30.00,,F2,\n,2026-02-01,3.00,,F1,\n", "", ""),
        ["C1 payments.csv:3", "C2 payments.csv:2"]
    );
    assert_eq!(named("P1,2026-02-01,30.00,C1,F2,\n", "", ""), ["C1 payments.csv:2", "C2 payments.csv:2"]);
    assert_eq!(named("P1,2026-02-01,30.00,C1,F9,\n", "", ""), ["C1 payments.csv:2"]);
    // A row that is too long still shows whom it names.
    assert_eq!(named("P1,2026-02-01,30,50,C2,F2,\n", "", ""), ["C2 payments.csv:2"]);
    // A payment of an invoice that was refused itself is of the customer whom that one names.
    assert_eq!(named("P1,2026-02-01,3.00,,F4,\n", "F4,C1,2026-01-10,x,5.00,,\n", ""), ["C1 invoices.csv:5"]);
    assert_eq!(named("", "", "2026-02-01,promise,C2,,,,\n2026-02-01,hold,,F3,,,\n"), ["C2 events.csv:2"]);
    assert_eq!(
        named("", "", "2026-02-01,notice,,F3,,,\n2026-02-01,undo,C1,,,,E9\n"),
        ["C1 events.csv:3", "C3 events.csv:2"]
    );
}

#[test]
fn a_refused_invoice_or_credit_note_protects_its_customer() {
    let invoices = "F4,C1,2026-01-10,x,5.00,,\nF5,C2,2026-01-10,2026-02-10,5O.00,,\n";
    assert_eq!(named("", invoices, ""), ["C1 invoices.csv:5", "C2 invoices.csv:6"]);
    // Two customers under one number: nobody knows whose it is.
    assert_eq!(named("", "F3,C2,2026-01-10,2026-02-10,5.00,,2\n", ""), ["C2 invoices.csv:4", "C3 invoices.csv:4"]);
    // One that names nobody who is known takes nothing off what others owe; a credit note may.
    assert_eq!(named("", "F4,,2026-01-10,x,5.00,,\nF5,C9,2026-01-10,2026-02-10,5.00,,\n", ""), [""; 0]);
    assert_eq!(named("", "A4,,2026-01-10,x,-5.00,,\n", "")[0], "C1 invoices.csv:5 anybody");
    let credits = "A1,C1,2026-01-10,x,5.00,credit_note,\nA2,C2,x,,-5.00,,\nA3,C3,2026-01-10,,5.00,avoirr,\n";
    assert_eq!(named("", credits, ""), ["C1 invoices.csv:5", "C2 invoices.csv:6", "C3 invoices.csv:7"]);
}

#[test]
fn a_refused_row_that_names_nobody_who_is_known_concerns_anybody() {
    let everybody = ["C1 payments.csv:2 anybody", "C2 payments.csv:2 anybody", "C3 payments.csv:2 anybody"];
    for row in ["P1,2026-02-01,30.00,,,\n", "P1,2026-02-01,30.00,C9,,\n", "P1,2026-02-01,30.00,,F9,\n", "P1,2026\n"] {
        assert_eq!(named(row, "", ""), everybody, "{row}");
    }
    // Whoever another row names is told that one.
    let both = named("P1,2026-02-01,30.00,,,\nP2,2026-02-01,x,C2,,\n", "", "");
    assert_eq!(both[1], "C2 payments.csv:3");
}

#[test]
fn one_number_on_many_rows_concerns_each_customer_that_they_name() {
    // 10,000 rows of F1, of customers C0000 to C4999 twice each: none says which is right, and each may be anybody's.
    let rows: String = (0..10_000).map(|row| format!("F1,C{:04},2026-01-10,2026-02-10,1\n", row % 5_000)).collect();
    let reading = Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]).keep_going();
    assert_eq!(reading.refused, 10_000);
    let ledger = reading.ledger.unwrap();
    // The first row stands on line 2, and names through the invoice's number whomever the others name.
    let first = ledger.customer_ids().map(|customer| ledger.refused().of(customer).unwrap().line);
    assert_eq!(first.collect::<Vec<_>>(), vec![2; 5_000]);
}

#[test]
fn customers_whose_ids_differ_by_their_case_are_cited_where_they_first_stand() {
    // C0000a to C9999a on the even lines from 2 on, c0000A to c9999A on the odd ones: 10,000 pairs.
    let row = |row: u32| {
        let id = format!("C{:04}a", row / 2);
        let id = if row.is_multiple_of(2) { id } else { format!("c{:04}A", row / 2) };
        format!("F{row:05},{id},2026-01-10,2026-02-10,1\n")
    };
    let rows: String = (0..20_000).map(row).collect();
    let found = Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]).findings();
    assert_eq!(found.len(), 10_000);
    let last = "id-lookalike invoices.csv:20000 customer_id \"C9999a\" invoices.csv:20001 customer_id \"c9999A\"";
    assert_eq!(found.last().unwrap(), last);
}
