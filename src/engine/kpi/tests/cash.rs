//! What comes on other days than the payer's habit says, or to somebody else.

use super::*;

fn expected(invoices: &str, events: &str) -> Vec<Cash> {
    let invoices = format!("invoice_id,customer_id,issue_date,due_date,amount\n{invoices}");
    let ledger = ledger("", &invoices, "", events);
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-12-01")).balances;
    let history = History::new(&ledger, day("2026-12-01"));
    let scores = scoring::score(&ledger, &balances, &history, &policy, |_| true);
    cash(&scores, &balances, |_| true).into_iter().filter(|cash| cash.amount.is_positive()).collect()
}

#[test]
fn a_payment_plan_says_when_its_sums_come() {
    let events = "date,event,event_id,customer_id,invoice_id,amount,until\n\
        2026-11-05,plan,A,C,F,2500.00,2027-02-01\n2026-11-05,plan,A,C,F,2000.00,2027-03-15\n";
    let found = expected("F,C,2026-11-01,2026-12-01,5000.00\n", events);
    // 500 are in no sum: they are due today. The 13 weeks from Monday 30 November end on 28 February.
    let rows: Vec<_> = found.iter().map(|cash| (cash.when, cash.amount)).collect();
    assert_eq!(rows[0].1, eur("500"));
    assert_eq!(rows[1], (When::Week { from: day("2027-02-01"), to: day("2027-02-07") }, eur("2500")));
    assert_eq!(rows[2], (When::Later { from: day("2027-03-01") }, eur("2000")));
}

#[test]
fn what_a_factor_has_does_not_come_here() {
    let events = "date,event,customer_id,invoice_id,reference\n2026-11-05,assigned,C,F,Factor SA\n";
    let found = expected("F,C,2026-10-01,2026-11-01,5000.00\nG,C,2026-11-01,2026-12-01,100.00\n", events);
    let rows: Vec<_> = found.iter().map(|cash| (cash.when, cash.amount)).collect();
    assert_eq!((rows[0].1, rows[1]), (eur("100"), (When::Assigned, eur("5000"))));
}
