//! Receipts whose words bear the id of a customer.

use super::*;

#[test]
fn the_id_of_a_customer_makes_him_a_candidate_and_books_nothing() {
    let customers = "customer_id,name,iban\nCLI-0042,Beta Conseil,\nCLI-0043,Gamma Transports,FR7630001007941234567890185\n\
        75001,Delta Bois,\nB1,Epsilon,\nF26-005,Zeta,\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F26-001,CLI-0042,2026-01-05,2026-02-04,700.00\nF26-002,CLI-0042,2026-01-05,2026-02-05,50.00\n\
        F26-003,CLI-0043,2026-01-05,2026-02-06,33.00\nF26-004,75001,2026-01-05,2026-02-06,34.00\n\
        F26-005,B1,2026-01-05,2026-02-06,35.00\n";
    let found = |[amount, account, words]: [&str; 3]| {
        let suspense = format!("{SUSPENSE}B-1,2026-02-10,{amount},,{account},{words},,\n");
        told_of(&with_suspense(customers, invoices, "", "", &suspense)).remove(0)
    };
    let iban = "FR7630001007941234567890185";
    for (cells, expected) in [
        // As it is written, or with what a bank makes of it; the sum is of both invoices, or of none.
        (["750.00", "", "VIR CLI-0042"], "wait customer-id CLI-0042: F26-001 + F26-002"),
        (["123.00", "", "VIR CLI 0042"], "wait customer-id CLI-0042"),
        (["123.00", "", "VIR CLI0042 MERCI"], "wait customer-id CLI-0042"),
        // A part of something else.
        (["123.00", "", "VIR CLI-0042-7"], "wait"),
        // A post code and a short id: the sum has to agree, or a word before says that it is one.
        (["123.00", "", "VIR 75001 PARIS"], "wait"),
        (["123.00", "", "VIR BAT B1"], "wait"),
        (["34.00", "", "VIR 75001 PARIS"], "wait likely-customer-id 75001: F26-004"),
        (["123.00", "", "VIR CLIENT 75001"], "wait customer-id 75001"),
        (["35.00", "", "VIR BAT B1"], "wait likely-customer-id B1: F26-005"),
        (["123.00", "", "VIR CLIENT B1"], "wait customer-id B1"),
        // The number of an invoice is that.
        (["35.00", "", "VIR F26-005"], "post B1 F26-005 35.00"),
        // With an invoice of his it is certain, with somebody else's or from another's account nothing is.
        (["700.00", "", "CLI-0042 F26-001"], "post CLI-0042 F26-001 700.00"),
    ] {
        assert_eq!(found(cells), expected, "{cells:?}");
    }
    assert!(found(["33.00", "", "CLI-0042 F26-003"]).starts_with("wait"));
    assert!(found(["700.00", iban, "VIR CLI-0042"]).starts_with("wait"));
    assert_eq!(found(["700.00", iban, "VIR CLI-0043"]), "post CLI-0043 - 700.00");
}

#[test]
fn the_number_of_a_house_goes_behind_a_name_and_a_sum() {
    let customers = "customer_id,name\n12,Delta\nB1,Omega\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F26-003,12,2026-01-05,2026-02-04,60.00\nF26-004,B1,2026-01-05,2026-02-04,60.00\n";
    // Both owe 60.00: Omega is named, and 12 may be where he lives.
    let suspense = format!("{SUSPENSE}B-1,2026-02-10,60.00,,,VIR OMEGA 12 RUE DE PARIS,,\n");
    let told = told_of(&with_suspense(customers, invoices, "", "", &suspense)).remove(0);
    assert_eq!(told, "wait name-and-sum B1: F26-004; 12: F26-003");
}
