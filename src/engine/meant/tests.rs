//! What is said of money that went astray, from small ledgers.

use super::strays;
use crate::engine::allocation::allocate;
use crate::policy;
use crate::testing::{day, ledger};

#[test]
fn many_payments_that_bounced_are_looked_through_once() {
    let rows = |row: &dyn Fn(usize) -> String| -> String { (0..3_000).map(row).collect() };
    let due = |i: usize| format!("{}-{:02}-{:02}", 2010 + i / 336, i / 28 % 12 + 1, i % 28 + 1);
    let invoices = rows(&|i| format!("F{i},C,{},{},10.00\n", due(i), due(i)));
    let payments = rows(&|i| format!("P{i},C,2026-02-10,10.00,,\nR{i},C,2026-02-20,-10.00,return,P{i}\n"));
    let ledger = ledger(
        "",
        &format!("invoice_id,customer_id,issue_date,due_date,amount\n{invoices}"),
        &format!("payment_id,customer_id,date,amount,kind,reverses\n{payments}"),
        "date,event,customer_id\n2026-02-05,insolvency,C\n",
    );
    let from_date = policy::load("[allocation]\nreturns = \"from-date\"\n", "policy.toml").unwrap();
    let balances = allocate(&ledger, &from_date.allocation, day("2026-03-01")).balances;
    let started = std::time::Instant::now();
    // What went back is astray no more.
    assert!(strays(&ledger, &balances).is_empty());
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
