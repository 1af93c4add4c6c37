//! Rates that contracts agree, by kind of debtor, and debts older than the law.

use super::*;

const TERMS: &str = "[penalties]\nrate = \"12.15\"\n";

#[test]
fn the_rate_of_the_policy_is_for_businesses_only() {
    let three = Folder {
        customers: "B,business,\nK,consumer,\nP,public,\n",
        events: "2026-01-31,notice,K,K1,formal-notice\n",
        policy: TERMS,
        ..invoices(
            "B1,B,2026-01-01,2026-01-31,1000.00\nK1,K,2026-01-01,2026-01-31,1000.00\nP1,P,2026-01-01,2026-01-31,1000.00\n",
        )
    };
    // 59 days of 1000: at 12.15, 19.6397...; the consumer at the legal rate 2.62, 4.2350...; the public buyer at
    // 2.15 + 8, 16.4068...
    assert_eq!(
        three.pieces("2026-03-31"),
        "2026-02-01 2026-03-31 59 x 1000.00 at 12.15: 19.64\n\
         2026-02-01 2026-03-31 59 x 1000.00 at 2.62: 4.24\n\
         2026-02-01 2026-03-31 59 x 1000.00 at 10.15: 16.41\n"
    );
    // With keys of their own: 59 days at 5.00, 8.0821...; at 11.00, 17.7808...
    let own = "[penalties]\nrate = \"12.15\"\npublic_rate = \"11.00\"\nconsumer_rate = \"5.00\"\n";
    let shown = Folder { policy: own, ..three }.on("2026-03-31");
    assert!(shown.pieces.contains("at 5.00: 8.08\n") && shown.pieces.contains("at 11.00: 17.78\n"), "{}", shown.pieces);
    assert_eq!(shown.findings, "");
}

#[test]
fn a_public_buyer_cannot_be_let_off_a_part_of_the_rate() {
    let warned = |rate: &str, customer: &str| {
        let customers = format!("P,public,{customer}\n");
        let policy = format!("[penalties]\npublic_rate = \"{rate}\"\n");
        let folder =
            Folder { customers: &customers, policy: &policy, ..invoices("F,P,2025-05-01,2025-05-31,1000.00\n") };
        folder.on("2026-03-31").findings
    };
    // Interest began in 2025 S1: 3.15 + 8 = 11.15 for the whole delay, although 2026 S1 would give 10.15.
    let finding = warned("11.00", "");
    assert!(finding.starts_with("warning[rate-below-floor]: the contract rate 11.00 is below 11.15"), "{finding}");
    assert!(finding.contains("CCP L2192-14"), "{finding}");
    assert_eq!(warned("11.15", ""), "");
    assert!(warned("12.00", "9.00").contains("9.00 is below 11.15"));
}

#[test]
fn a_debt_has_the_rule_of_its_time() {
    // Issued in 2012: the most recent operation plus 10, cut where the ECB's rate changes (1.00, and 0.75 from 11 July
    // 2012), no half-year and no indemnity. 10 days at 11.00: 3.0136...; 10 days at 10.75: 2.9452...
    let folder = invoices("F,C,2012-05-31,2012-06-30,1000.00\n");
    assert_eq!(
        folder.pieces("2012-07-20"),
        "2012-07-01 2012-07-10 10 x 1000.00 at 11.00: 3.01\n2012-07-11 2012-07-20 10 x 1000.00 at 10.75: 2.95\n"
    );
    assert_eq!(folder.rows("2012-07-20"), "F late 20 open 1000.00 interest 5.96 indemnity 0.00 total 1005.96\n");
    // Issued in 2008: plus 7. The rate was 2.50 from 10 December 2008 to 20 January 2009: 31 days at 9.50: 8.0684...
    let older = invoices("F,C,2008-11-20,2008-12-20,1000.00\n");
    assert_eq!(older.pieces("2009-01-20"), "2008-12-21 2009-01-20 31 x 1000.00 at 9.50: 8.07\n");
    // From 2013 on, the half-year's: 0.75 on 1 January 2013. 28 days at 10.75: 8.2465...
    let later = invoices("F,C,2013-01-01,2013-01-31,1000.00\n");
    assert_eq!(later.rows("2013-02-28"), "F late 28 open 1000.00 interest 8.25 indemnity 40.00 total 1048.25\n");
}

#[test]
fn where_the_rule_of_its_time_is_not_known_nothing_is_claimed_by_todays() {
    let of = |law: &str, row: &str| {
        let policy = format!("[penalties]\nlaw = \"{law}\"\n");
        Folder { policy: &policy, customers: "C,business,\nP,public,\n", ..invoices(row) }.on("2015-03-31")
    };
    for (law, row, since) in [
        ("fr", "F,C,2001-05-15,2001-06-15,100.00\n", "2001-05-16"),
        ("fr", "F,P,2013-03-15,2013-04-15,100.00\n", "2013-03-16"),
        ("gb", "F,C,2002-08-06,2002-09-06,100.00\n", "2002-08-07"),
        ("de", "F,C,2014-07-28,2014-08-28,100.00\n", "2014-07-29"),
        ("ie", "F,C,2013-03-15,2013-04-15,100.00\n", "2013-03-16"),
    ] {
        let shown = of(law, row);
        let start =
            format!("error[late-payment-rule-unknown]: the late-payment rule of before {since} is not known here");
        assert!(
            shown.findings.starts_with(&start) && shown.rows.is_empty(),
            "{law}: {} {}",
            shown.rows,
            shown.findings
        );
    }
    // The contract's rate is the way out: no indemnity of today's law. 125 days of 2014 at 5.00, 1.7123...; 90 of 2015,
    // 1.2328...
    let row = "F,C,2014-07-28,2014-08-28,100.00,,,,5.00\n";
    assert_eq!(of("de", row).rows, "F late 215 open 100.00 interest 2.94 indemnity 0.00 total 102.94\n");
    // What was paid in time needs no rule.
    let paid = Folder { payments: "P,2001-06-15,100.00,F\n", ..invoices("F,C,2001-05-15,2001-06-15,100.00\n") };
    assert_eq!((paid.on("2015-03-31").findings, paid.rows("2015-03-31")), (String::new(), String::new()));
}
