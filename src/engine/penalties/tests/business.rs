//! The traps of debts between professionals.

use super::*;

#[test]
fn the_payment_day_bears_interest_and_the_due_date_does_not() {
    let folder = invoices("F,C,2026-01-01,2026-01-31,1000.00\n");
    // Nothing on the due date, nor before.
    assert_eq!(folder.rows("2026-01-31"), "");
    // One day: 1000 × 12.15 / 36500 = 0.3328...
    assert_eq!(folder.rows("2026-02-01"), "F late 1 open 1000.00 interest 0.33 indemnity 40.00 total 1040.33\n");
    assert_eq!(folder.pieces("2026-02-01"), "2026-02-01 2026-02-01 1 x 1000.00 at 12.15: 0.33\n");
    let paid = |date: &str| format!("P,{date},1000.00,F\n");
    let settled = |payments: &str| Folder { payments, ..folder }.rows("2026-06-15");
    assert_eq!(settled(&paid("2026-01-31")), "");
    // Settled late: the row stays, with the indemnity (D441-5) and the interest of the one day.
    assert_eq!(
        settled(&paid("2026-02-01")),
        "F settled 2026-02-01 late 1 open 0.00 interest 0.33 indemnity 40.00 total 40.33\n"
    );
    // 10 days: 1000 × 12.15 × 10 / 36500 = 3.3287...
    assert_eq!(
        settled(&paid("2026-02-10")),
        "F settled 2026-02-10 late 10 open 0.00 interest 3.33 indemnity 40.00 total 43.33\n"
    );
}

#[test]
fn each_half_year_takes_its_own_rate_for_the_days_in_it() {
    let folder = invoices("F,C,2025-05-01,2025-05-31,10000.00\n");
    // 1 to 30 June 2025: 30 days at 13.15: 10000 × 13.15 × 30 / 36500 = 108.0821...
    // July to December 2025: 184 days at 12.15: 612.4931...
    // January to June 2026: 181 days at 12.15: 602.5068...
    // 1 July 2026: 1 day at 12.40 (the rise of 17 June counts from 1 July): 3.3972...
    assert_eq!(
        folder.pieces("2026-07-01"),
        "2025-06-01 2025-06-30 30 x 10000.00 at 13.15: 108.08\n\
         2025-07-01 2025-12-31 184 x 10000.00 at 12.15: 612.49\n\
         2026-01-01 2026-06-30 181 x 10000.00 at 12.15: 602.51\n\
         2026-07-01 2026-07-01 1 x 10000.00 at 12.40: 3.40\n"
    );
    // 108.08 + 612.49 + 602.51 + 3.40 = 1326.48
    assert_eq!(folder.rows("2026-07-01"), "F late 396 open 10000.00 interest 1326.48 indemnity 40.00 total 11366.48\n");
}

#[test]
fn due_on_the_last_day_of_a_half_year_the_first_day_late_has_the_new_rate() {
    // Due 30 June 2026, paid 1 July: the day counts from the day after the due date to the payment day: 12.40.
    // 50000 × 12.40 / 36500 = 16.9863...; at the rate of the due date it would be 16.64.
    let folder = invoices("F,C,2026-06-01,2026-06-30,50000.00\n");
    assert_eq!(folder.pieces("2026-07-01"), "2026-07-01 2026-07-01 1 x 50000.00 at 12.40: 16.99\n");
    // Due 31 December 2024, paid 1 January 2025: 13.15. 50000 × 13.15 / 36500 = 18.0136...
    let folder = invoices("F,C,2024-12-01,2024-12-31,50000.00\n");
    assert_eq!(folder.pieces("2025-01-01"), "2025-01-01 2025-01-01 1 x 50000.00 at 13.15: 18.01\n");
}

#[test]
fn a_leap_year_has_366_days_of_a_365th() {
    // 2024 whole: 182 days at 14.50: 10000 × 14.50 × 182 / 36500 = 723.0136...; 184 days at 14.25: 718.3561...
    let folder = invoices("F,C,2023-12-01,2023-12-31,10000.00\n");
    assert_eq!(
        folder.pieces("2024-12-31"),
        "2024-01-01 2024-06-30 182 x 10000.00 at 14.50: 723.01\n2024-07-01 2024-12-31 184 x 10000.00 at 14.25: 718.36\n"
    );
}

#[test]
fn a_part_payment_lowers_the_base_from_the_day_after_it() {
    let folder = Folder { payments: "P,2026-03-10,400.00,F\n", ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") };
    // 1 Feb to 10 Mar: 38 days of 1000 at 12.15: 12.6493...; 11 to 31 Mar: 21 days of 600: 4.1942...
    assert_eq!(
        folder.pieces("2026-03-31"),
        "2026-02-01 2026-03-10 38 x 1000.00 at 12.15: 12.65\n2026-03-11 2026-03-31 21 x 600.00 at 12.15: 4.19\n"
    );
    // Paid in part before the due date: only the rest is late. 59 days of 600: 11.7838...
    let early = Folder { payments: "P,2026-01-10,400.00,F\n", ..folder };
    assert_eq!(early.rows("2026-03-31"), "F late 59 open 600.00 interest 11.78 indemnity 40.00 total 651.78\n");
}

#[test]
fn a_payment_that_bounced_never_was_one() {
    let folder = Folder {
        payments: "P1,2026-02-05,10000.00,F1,,,\nR1,2026-02-15,-10000.00,F1,,,return\nP2,2026-03-01,10000.00,F1,,,\n",
        ..invoices("F1,C,2026-01-01,2026-01-31,10000.00\n")
    };
    // Until the bank took it back, 5 days were late: 10000 x 12.15 x 5 / 36500 = 16.6438...
    assert_eq!(
        folder.rows("2026-02-14"),
        "F1 settled 2026-02-05 late 5 open 0.00 interest 16.64 indemnity 40.00 total 56.64\n"
    );
    // C. mon. fin. L131-67. 1 Feb to 1 Mar: 29 days of 10000 at 12.15: 96.5342...
    assert_eq!(
        folder.rows("2026-04-01"),
        "F1 settled 2026-03-01 late 29 open 0.00 interest 96.53 indemnity 40.00 total 136.53\n"
    );
    // Where it counts until its return: 5 days, then 16 Feb to 1 Mar, 14 days: 46.6027...
    let until = Folder { policy: "[allocation]\nreturns = \"from-date\"", ..folder };
    assert_eq!(
        until.pieces("2026-04-01"),
        "2026-02-01 2026-02-05 5 x 10000.00 at 12.15: 16.64\n2026-02-16 2026-03-01 14 x 10000.00 at 12.15: 46.60\n"
    );
}

#[test]
fn a_returned_payment_opens_the_debt_again_from_the_day_after_where_the_policy_says_so() {
    let folder = Folder {
        payments: "P,2026-01-20,1000.00,F,,,\nR,2026-02-10,-1000.00,F,,,return\n",
        policy: "[allocation]\nreturns = \"from-date\"",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    // Paid in time, so nothing was owed until the return; 11 to 28 Feb: 18 days: 5.9917...
    assert_eq!(folder.rows("2026-02-09"), "");
    assert_eq!(folder.rows("2026-02-10"), "F late 10 open 1000.00 interest 0.00 indemnity 40.00 total 1040.00\n");
    assert_eq!(folder.pieces("2026-02-28"), "2026-02-11 2026-02-28 18 x 1000.00 at 12.15: 5.99\n");
    assert_eq!(folder.rows("2026-02-28"), "F late 28 open 1000.00 interest 5.99 indemnity 40.00 total 1045.99\n");
}

#[test]
fn a_payment_taken_back_on_its_own_day_cuts_nothing() {
    let folder = Folder {
        payments: "P,2026-02-10,400.00,F,,,\nR,2026-02-10,-400.00,F,,,return\n",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    // 1 to 28 Feb: 28 days: 9.3205...
    assert_eq!(folder.pieces("2026-02-28"), "2026-02-01 2026-02-28 28 x 1000.00 at 12.15: 9.32\n");
}

#[test]
fn a_credit_note_lowers_the_base_from_its_date_or_from_the_origin() {
    let folder = invoices("F,C,2026-01-01,2026-01-31,1000.00,,,,,,\nA,C,2026-02-20,,-300.00,,credit_note,,,F,\n");
    // 20 days of 1000: 6.6575...; 8 days of 700: 1.8641...
    assert_eq!(
        folder.pieces("2026-02-28"),
        "2026-02-01 2026-02-20 20 x 1000.00 at 12.15: 6.66\n2026-02-21 2026-02-28 8 x 700.00 at 12.15: 1.86\n"
    );
    // 28 days of 700: 6.5243...
    let origin = Folder { policy: "[allocation]\ncredit_notes = \"from-origin\"", ..folder };
    assert_eq!(origin.pieces("2026-02-28"), "2026-02-01 2026-02-28 28 x 700.00 at 12.15: 6.52\n");
}

#[test]
fn the_indemnity_is_owed_once_per_invoice_on_its_first_late_instalment() {
    let folder = Folder {
        payments: "P1,2026-01-31,500.00,F,1\nP2,2026-03-05,500.00,F,2\n",
        ..invoices(
            "F,C,2026-01-01,2026-01-31,500.00,1\nF,C,2026-01-01,2026-02-28,500.00,2\nF,C,2026-01-01,2026-03-31,500.00,3\n",
        )
    };
    // The first was paid in time; the second, paid late, carries it: 5 days of 500 = 0.8321...; the third has none.
    assert_eq!(
        folder.rows("2026-04-10"),
        "F/2 settled 2026-03-05 late 5 open 0.00 interest 0.83 indemnity 40.00 total 40.83\n\
         F/3 late 10 open 500.00 interest 1.66 indemnity 0.00 total 501.66\n"
    );
}

#[test]
fn credit_notes_and_penalty_notes_bear_nothing() {
    let folder = invoices(
        "A,C,2026-01-01,,-50.00,,credit_note\nN,C,2026-01-01,2026-01-31,60.00,,penalty\nZ,C,2026-01-01,2026-01-31,0.00\n",
    );
    assert_eq!(folder.rows("2026-04-10"), "");
    assert_eq!(folder.on("2026-04-10").totals, "");
}

#[test]
fn a_contract_rate_is_the_invoices_else_the_customers_else_the_policys() {
    let folder = Folder {
        customers: "C,business,legal*3\nD,business,\n",
        policy: "[penalties]\nrate = \"ecb+12\"",
        ..invoices(
            "F1,C,2026-01-01,2026-06-20,1000.00,,,,18.5\nF2,C,2026-01-01,2026-06-20,1000.00\nF3,D,2026-01-01,2026-06-20,1000.00\n",
        )
    };
    // 10 days each side of 1 July, cut there whatever the rate: 18.50: 5.0684...; legal 2.62 × 3 = 7.86: 2.1534...,
    // 2.75 × 3 = 8.25: 2.2602...; ECB 2.15 + 12 = 14.15: 3.8767..., 2.40 + 12 = 14.40: 3.9452...
    let shown = folder.pieces("2026-07-10");
    assert_eq!(
        shown,
        "2026-06-21 2026-06-30 10 x 1000.00 at 18.50: 5.07\n2026-07-01 2026-07-10 10 x 1000.00 at 18.50: 5.07\n\
         2026-06-21 2026-06-30 10 x 1000.00 at 7.86: 2.15\n2026-07-01 2026-07-10 10 x 1000.00 at 8.25: 2.26\n\
         2026-06-21 2026-06-30 10 x 1000.00 at 14.15: 3.88\n2026-07-01 2026-07-10 10 x 1000.00 at 14.40: 3.95\n"
    );
}

#[test]
fn in_2024_the_default_rate_stays_though_three_times_the_legal_rate_is_above_it() {
    // 3 × 5.07 = 15.21 bounds contract clauses only: the default stays 14.50. 100 days: 397.2602...
    let folder = invoices("F,C,2024-01-01,2024-01-31,10000.00\n");
    assert_eq!(folder.pieces("2024-05-10"), "2024-02-01 2024-05-10 100 x 10000.00 at 14.50: 397.26\n");
}

#[test]
fn a_contract_rate_under_the_floor_is_used_as_written_and_reported_with_both_numbers() {
    let folder = Folder {
        customers: "C,business,5.00\nM,public,5.00\n",
        ..invoices("F,C,2026-05-01,2026-05-31,1000.00\nG,M,2026-05-01,2026-05-31,1000.00\n")
    };
    let shown = folder.on("2026-06-10");
    // 10 days at 5.00: 1.3698...; the floor of 2026 S1 is 3 × 2.62; a public buyer owes 2.15 + 8 at least (L2192-14).
    assert!(shown.pieces.starts_with("2026-06-01 2026-06-10 10 x 1000.00 at 5.00: 1.37\n"));
    assert_eq!(
        shown.findings,
        "warning[rate-below-floor]: the contract rate 5.00 is below 7.86, three times the legal rate, on 2026-06-01; \
         late items: 1, first F\n  --> customers.csv:2\n  \
         = C. com. L441-10 II; the rate is used as written, and a fine is possible (L441-16)\n\
         warning[rate-below-floor]: the contract rate 5.00 is below 10.15, the rate that a public buyer owes by law, \
         on 2026-06-01; late items: 1, first G\n  --> customers.csv:3\n  \
         = CCP L2192-14: giving up interest is void, so the difference may still be claimed; the rate is used as written\n"
    );
}

#[test]
fn rounding_per_piece_and_rounding_once() {
    // 11.18 at 12.15, then 12.40: 30 days to 30 June: 0.11164..., 30 days of July: 0.11394...: 0.11 + 0.11 or 0.2256 =
    // 0.23.
    let folder = invoices("F,C,2026-05-01,2026-05-31,11.18\n");
    assert!(folder.rows("2026-07-30").contains("interest 0.22 "), "{}", folder.rows("2026-07-30"));
    let once = Folder { policy: "[penalties]\nrounding = \"total\"", ..folder };
    assert!(once.rows("2026-07-30").contains("interest 0.23 "), "{}", once.rows("2026-07-30"));
    // Half a cent goes up: 36.50 at 10 percent for one day is 0.01 exactly, 18.25 is half of it.
    let half = invoices("F,C,2026-01-01,2026-01-31,18.25,,,,10.00\n");
    assert_eq!(half.pieces("2026-02-01"), "2026-02-01 2026-02-01 1 x 18.25 at 10.00: 0.01\n");
}

#[test]
fn thousands_of_instalments_bear_one_indemnity() {
    // 30 days at 12.15 on 10.00: 0.0998..., 4,000 times; 40.00 once, on the first, and none where that was never owed.
    let row = |part: u32| format!("F1,C,2026-01-01,2026-01-31,10.00,{part}\n");
    let instalments: String = (1000..5000).map(row).collect();
    let shown = invoices(&instalments).on("2026-03-02");
    let totals = "EUR open 40000.00 interest 400.00 indemnity 40.00 waived 0.00 charged 0.00 total 40440.00\n";
    assert_eq!(shown.totals, totals);
    assert!(shown.rows.starts_with("F1/1000 late 30 open 10.00 interest 0.10 indemnity 40.00 total 50.10\n"));
    let cancelled = format!("{instalments}A1,C,2026-02-20,,-40000.00,,credit_note,,,F1\n");
    assert!(!invoices(&cancelled).on("2026-03-02").rows.contains("indemnity 40.00"));
}
