//! What bears interest and what of it is claimed: disputes, notices that come too early, invoices due before their
//! issue.

use super::*;

/// Returns the interest of an item and the part of it that is not claimed.
fn split(folder: &Folder<'_>, as_of: &str) -> (Amount, Amount) {
    let ledger = folder.ledger();
    let policy = policy::load(folder.policy, "policy.toml").unwrap();
    let allocation = allocate(&ledger, &policy.allocation, day(as_of));
    let rates = Rates::builtin();
    let penalties = Penalties::new(&ledger, &allocation.balances, &policy, &rates);
    let mut pieces = Vec::new();
    let row = penalties.for_item(ItemId(0), &mut pieces).unwrap().unwrap();
    let claimed = penalties.claimed_pieces(ItemId(0), &pieces);
    if policy.penalties.rounding != policy::Rounding::Total {
        let sum: Amount = claimed.iter().map(|piece| piece.interest).sum();
        assert_eq!(sum + row.disputed_interest, row.interest);
    }
    (row.interest, row.disputed_interest)
}

#[test]
fn the_interest_of_a_disputed_part_runs_and_is_not_claimed() {
    let disputed = Folder {
        payments: "P,2026-03-02,300.00,F\n",
        events: "2026-02-10,dispute_opened,C,F,,400.00\n",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    // 30 days of 1000 at 12.15, 9.9863..., and 29 of 700, 6.7573...: 16.75. Claimed: 30 days of 600, 5.9917..., and 29
    // of 300, 2.8960...: 8.89.
    assert_eq!(split(&disputed, "2026-03-31"), (eur("16.75"), eur("7.86")));
    // The contract may say otherwise, and what is no longer disputed is claimed.
    let claimed = Folder { policy: "[penalties]\ndisputed = \"claimed\"\n", ..disputed };
    assert_eq!(split(&claimed, "2026-03-31"), (eur("16.75"), eur("0.00")));
    let closed =
        Folder { events: "2026-02-10,dispute_opened,C,F,,400.00\n2026-03-20,dispute_closed,C,F\n", ..disputed };
    assert_eq!(split(&closed, "2026-03-31"), (eur("16.75"), eur("0.00")));
    // Rounded once: 30 x 600 + 29 x 300 = 26700; x 12.15 / 36500 = 8.8878...; 16.7436... in all.
    let once = Folder { policy: "[penalties]\nrounding = \"total\"\n", ..disputed };
    assert_eq!(split(&once, "2026-03-31"), (eur("16.74"), eur("7.85")));
}

#[test]
fn an_invoice_due_before_its_issue_bears_nothing_before_it() {
    // Due on 31 January, issued on 28 February: interest from 1 March: 31 days: 10.3191...
    let folder = invoices("F,C,2026-02-28,2026-01-31,1000.00\n");
    assert_eq!(folder.pieces("2026-03-31"), "2026-03-01 2026-03-31 31 x 1000.00 at 12.15: 10.32\n");
    assert_eq!(folder.rows("2026-03-31"), "F late 59 open 1000.00 interest 10.32 indemnity 40.00 total 1050.32\n");
    // Paid on the day of issue it was never late, and on that day nothing is owed for lateness.
    let paid = Folder { payments: "P,2026-02-28,1000.00,F\n", ..folder };
    assert_eq!((paid.rows("2026-03-31"), folder.rows("2026-02-28")), (String::new(), String::new()));
}

#[test]
fn a_formal_notice_before_the_due_date_puts_no_consumer_in_default() {
    let noticed = |events| {
        let folder = invoices("F,K,2026-01-01,2026-01-31,1000.00\n");
        Folder { customers: "K,consumer,\n", events, ..folder }.pieces("2026-03-31")
    };
    assert_eq!(noticed("2026-01-30,notice,K,F,formal-notice\n"), "");
    // On the due date the debt can be asked for: from 1 February, 59 days at 2.62: 4.2350...
    assert_eq!(noticed("2026-01-31,notice,K,F,formal-notice\n"), "2026-02-01 2026-03-31 59 x 1000.00 at 2.62: 4.24\n");
    // Of two, the one that came too early does not count: from 11 March, 21 days: 1.5074...
    let both = "2026-01-30,notice,K,F,formal-notice\n2026-03-10,notice,K,F,formal-notice\n";
    assert_eq!(noticed(both), "2026-03-11 2026-03-31 21 x 1000.00 at 2.62: 1.51\n");
}

#[test]
fn a_call_puts_no_consumer_in_default() {
    let noticed = |events| {
        let folder = invoices("F,K,2026-01-01,2026-01-31,1000.00\n");
        Folder { customers: "K,consumer,\n", events, ..folder }.pieces("2026-03-31")
    };
    // At whichever level it is noted, it is no letter (C. civ. 1344).
    assert_eq!(noticed("2026-03-01,call,K,F,formal-notice\n"), "");
    assert_eq!(noticed("2026-03-01,call,K,F,unknown\n"), "");
    // From 11 March, 21 days of 1,000.00 at 2.62: 1.5074...
    let both = "2026-03-01,call,K,F,formal-notice\n2026-03-10,notice,K,F,formal-notice\n";
    assert_eq!(noticed(both), "2026-03-11 2026-03-31 21 x 1000.00 at 2.62: 1.51\n");
}
