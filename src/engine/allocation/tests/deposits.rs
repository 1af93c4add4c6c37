//! Deposits, and the final invoice that they name.

use super::{Case, RULES};
use crate::engine::allocation::Cause;
use crate::policy::{AllocationRules, Deposits};
use crate::testing::{eur, item};

/// A deposit of 300.00 and the final invoice of the whole price, 1,000.00.
const DEPOSIT: &str = "D,C,2026-01-01,2026-01-15,300.00,deposit,F\nF,C,2026-02-01,2026-02-28,1000.00\n";

#[test]
fn a_deposit_is_deducted_from_its_final_invoice() {
    // Paid before: 1,000.00 less 300.00 on the day of issue.
    let paid = "P,C,2026-01-10,300.00,D\n";
    let case = Case::new(DEPOSIT, paid, "2026-02-01");
    assert_eq!(case.open(["D", "F"]), [eur("0.00"), eur("700.00")]);
    let deposit = item(&case.ledger, "D");
    assert_eq!(case.moves("F"), [("2026-02-01".to_owned(), eur("-300.00"), Cause::Deposit(deposit))]);
    // The rest, named, settles it; nothing is left over.
    let case = Case::new(DEPOSIT, &format!("{paid}Q,C,2026-02-28,700.00,F\n"), "2026-03-01");
    assert_eq!((case.open(["D", "F"]), case.credit()), ([eur("0.00"); 2], eur("0.00")));
    assert!(case.codes().is_empty());
}

#[test]
fn an_unpaid_deposit_is_claimed_once_on_its_own_row() {
    let case = Case::new(DEPOSIT, "", "2026-03-01");
    assert_eq!(case.open(["D", "F"]), [eur("300.00"), eur("700.00")]);
    // Who pays the whole price, naming the final invoice, has 300.00 left, which nobody sets elsewhere unasked; it is
    // told.
    let case = Case::new(DEPOSIT, "P,C,2026-02-10,1000.00,F\n", "2026-03-01");
    assert_eq!((case.open(["D", "F"]), case.credit()), ([eur("300.00"), eur("0.00")], eur("300.00")));
    assert_eq!(case.codes(), ["deposit-doubtful"]);
    // Unnamed, 400.00 goes to the deposit, due first, then to the final invoice.
    let case = Case::new(DEPOSIT, "P,C,2026-02-10,400.00\n", "2026-03-01");
    assert_eq!(case.open(["D", "F"]), [eur("0.00"), eur("600.00")]);
    // Its payment bounces: open again on the deposit alone.
    let bounced = "P,C,2026-01-10,300.00,D\nR,C,2026-02-10,-300.00,D,return,P\n";
    assert_eq!(Case::new(DEPOSIT, bounced, "2026-03-01").open(["D", "F"]), [eur("300.00"), eur("700.00")]);
}

#[test]
fn a_credited_deposit_is_claimed_again_on_the_final_invoice() {
    // Before the final invoice: 1,000.00 less 300.00 - 100.00. After it: 100.00 comes back on the note's day.
    for day in ["2026-01-20", "2026-02-10"] {
        let case = Case::new(&format!("{DEPOSIT}N,C,{day},{day},-100.00,credit_note,D\n"), "", "2026-03-01");
        assert_eq!(case.open(["D", "F"]), [eur("200.00"), eur("800.00")], "{day}");
    }
}

#[test]
fn instalments_are_lowered_by_due_date() {
    // 900.00 of deposits: 600.00 off the first of two halves, 300.00 off the second; then 400.00 of them credited.
    let rows = "D,C,2026-01-01,2026-01-15,900.00,deposit,F,,,,\nF,C,2026-02-01,2026-02-28,600.00,,,1,,,\n\
        F,C,2026-02-01,2026-03-31,600.00,,,2,,,\n";
    let open = |rows: &str| {
        let case = Case::new(rows, "", "2026-03-01");
        let of = |row| case.allocation.balances.open(&case.ledger, row);
        let number = case.ledger.find_number("F").unwrap();
        case.ledger.rows_of(number).map(of).collect::<Vec<_>>()
    };
    assert_eq!(open(rows), [eur("0.00"), eur("300.00")]);
    assert_eq!(
        open(&format!("{rows}N,C,2026-02-10,2026-02-10,-400.00,credit_note,D\n")),
        [eur("100.00"), eur("600.00")]
    );
}

#[test]
fn a_final_invoice_that_states_the_rest_is_told_apart() {
    // The policy says so: 700.00 is what remains.
    let rest = DEPOSIT.replace("1000.00", "700.00");
    let stated = AllocationRules { deposits: Deposits::Stated, ..RULES };
    let paid = "P,C,2026-01-10,300.00,D\n";
    let case = Case::with(&stated, &rest, paid, "", "2026-03-01");
    assert_eq!(case.open(["D", "F"]), [eur("0.00"), eur("700.00")]);
    // So does a deposit that names nothing.
    let case = Case::new(&rest.replace(",deposit,F", ",deposit,"), paid, "2026-03-01");
    assert_eq!(case.open(["D", "F"]), [eur("0.00"), eur("700.00")]);
    // Otherwise 400.00 is claimed; 700.00 paid exceeds it by the deposit, to the cent, and that is told.
    let case = Case::new(&rest, &format!("{paid}Q,C,2026-02-28,700.00,F\n"), "2026-03-01");
    assert_eq!((case.codes(), case.credit()), (vec!["deposit-doubtful"], eur("300.00")));
    // A price below its deposits is none: refused.
    assert_eq!(Case::new(&DEPOSIT.replace("1000.00", "299.99"), "", "2026-03-01").codes(), ["deposit-unclear"]);
}

#[test]
fn the_discount_is_on_what_remains() {
    // 1,000.00 less 300.00, less 2 %: 686.00 in time settles the final invoice, 685.99 does not.
    let rows = "D,C,2026-01-01,2026-01-15,300.00,deposit,F,,,,\nF,C,2026-02-01,2026-02-28,1000.00,,,,,2,2026-02-10\n";
    let open = |paid: &str| Case::new(rows, &format!("P,C,2026-02-09,{paid},F\n"), "2026-03-01").open(["F"]);
    assert_eq!((open("686.00"), open("685.99")), ([eur("0.00")], [eur("14.01")]));
}
