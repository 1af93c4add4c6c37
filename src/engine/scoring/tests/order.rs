//! May a customer order for a sum, and what must he pay first.

use super::*;

/// Returns the answer for customer C, who owes 3,000.00 under a limit of 5,000.00, with a score that blocks nobody.
fn asked(limit: &str, amount: &str, blocked: &str) -> Order {
    let customers = format!("customer_id,name,credit_limit\nC,Cie,{limit}\n");
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\nF,C,2026-03-01,2026-04-30,3000.00\n";
    let ledger = ledger(&customers, invoices, "", "");
    let mut policy = crate::policy::builtin::fr_b2b();
    policy.score.watch_below = 0;
    policy.score.deposit_percent = [0; 5];
    let as_of = day("2026-03-31");
    let balances = allocate(&ledger, &policy.allocation, as_of).balances;
    let history = History::new(&ledger, as_of);
    let scores = score(&ledger, &balances, &history, &policy, |_| true);
    scores.rows()[0].order(&policy.score, eur(amount), eur(blocked))
}

#[test]
fn an_order_within_the_limit_is_taken_and_one_above_it_asks_for_the_difference() {
    // 3,000.00 + 500.00 is 70 % of 5,000.00; 3,000.00 + 2,500.00 is 500.00 above it.
    let small = asked("5000.00", "500.00", "0.00");
    assert_eq!((small.verdict(), small.pay_first, small.exposure_after), (Verdict::Ok, eur("0.00"), eur("3500.00")));
    let large = asked("5000.00", "2500.00", "0.00");
    assert_eq!((large.verdict(), large.pay_first), (Verdict::Block, eur("500.00")));
    assert_eq!(large.reasons[0].code(), "over-limit");
    // Without a limit the sum alone stops nothing.
    assert_eq!(asked("", "90000.00", "0.00").verdict(), Verdict::Ok);
}

#[test]
fn a_level_that_blocks_sales_does_so_until_what_is_late_is_paid() {
    let held = asked("5000.00", "100.00", "1200.00");
    assert_eq!((held.verdict(), held.pay_first), (Verdict::Block, eur("1200.00")));
    assert_eq!(held.reasons[0].code(), "sales-blocked");
}
