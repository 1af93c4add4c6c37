//! The statutory regimes of other countries. The policies are the built-in ones, so that their files are tried too.

use super::*;

fn under<'a>(policy: &'a str, invoices: &'a str) -> Folder<'a> {
    Folder { policy, invoices, ..Folder::default() }
}

const IRELAND: &str = "extends = \"ie-b2b\"";
const BRITAIN: &str = "extends = \"gb-b2b\"";

#[test]
fn ireland_keeps_the_rate_of_the_half_year_in_which_the_payment_became_late() {
    // Due 31 May 2025: 3.15 + 8 = 11.15 for all 304 days of 5000, though 2.15 + 8 from July on: 464.3287...
    let folder = under(IRELAND, "F,C,2025-05-01,2025-05-31,5000.00\n");
    assert_eq!(folder.pieces("2026-03-31"), "2025-06-01 2026-03-31 304 x 5000.00 at 11.15: 464.33\n");
    // Due 30 June, late on 1 July: 10.15. 31 days of 5000: 43.1027...
    let folder = under(IRELAND, "F,C,2025-05-01,2025-06-30,5000.00\n");
    assert_eq!(folder.pieces("2025-07-31"), "2025-07-01 2025-07-31 31 x 5000.00 at 10.15: 43.10\n");
}

#[test]
fn irish_compensation_follows_what_was_owed_when_the_payment_became_late() {
    let compensation = |amount: &str, payments: &str| {
        let row = format!("F,C,2026-01-01,2026-01-31,{amount}\n");
        let rows = Folder { payments, ..under(IRELAND, &row) }.rows("2026-02-10");
        rows.split("indemnity ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(compensation("1000.00", ""), "40.00");
    assert_eq!(compensation("1000.01", ""), "70.00");
    assert_eq!(compensation("10000.00", ""), "70.00");
    assert_eq!(compensation("10000.01", ""), "100.00");
    // 200 paid in time leave a debt of 1000; 200 paid late do not lower the debt that was late.
    assert_eq!(compensation("1200.00", "P,2026-01-31,200.00,F\n"), "40.00");
    assert_eq!(compensation("1200.00", "P,2026-02-01,200.00,F\n"), "70.00");
    // Paid in time and returned: the debt is that of the day on which it is open again.
    assert_eq!(compensation("1200.00", "P,2026-01-31,1200.00,F\nR,2026-02-05,-1200.00,F,,,return\n"), "70.00");
}

#[test]
fn the_united_kingdom_takes_bank_rate_before_interest_starts_for_the_whole_debt() {
    // Due 28 February 2026: Bank Rate of 31 December 2025, 3.75, + 8. 153 days of 1000: 49.2534...
    let row = |due: &str| format!("F,C,2025-01-01,{due},1000.00,,,GBP\n");
    let first = row("2026-02-28");
    let folder = under(BRITAIN, &first);
    assert_eq!(folder.pieces("2026-07-31"), "2026-03-01 2026-07-31 153 x 1000.00 at 11.75: 49.25\n");
    assert_eq!(folder.rows("2026-07-31"), "F late 153 open 1000.00 interest 49.25 indemnity 70.00 total 1119.25\n");
    // Interest starts on 1 July: the rate of 30 June, 4.25; on 30 June: that of 31 December, 4.75.
    // 10 days of 1000: 3.3561...; 3.4931...
    let july = row("2025-06-30");
    assert_eq!(under(BRITAIN, &july).pieces("2025-07-10"), "2025-07-01 2025-07-10 10 x 1000.00 at 12.25: 3.36\n");
    let june = row("2025-06-29");
    assert_eq!(under(BRITAIN, &june).pieces("2025-07-09"), "2025-06-30 2025-07-09 10 x 1000.00 at 12.75: 3.49\n");
}

#[test]
fn the_daily_amount_is_rounded_first_only_where_the_policy_says_so() {
    // law.md section 3: 1000 at 0.5 + 8 for 50 days: 11.6438...; a day is 0.2328..., so 0.23 x 50 = 11.50.
    let row = "F,C,2014-01-01,2014-01-31,1000.00,,,GBP\n";
    assert_eq!(under(BRITAIN, row).pieces("2014-03-22"), "2014-02-01 2014-03-22 50 x 1000.00 at 8.50: 11.64\n");
    let daily = "extends = \"gb-b2b\"\n[penalties]\nrounding = \"day\"";
    assert_eq!(under(daily, row).pieces("2014-03-22"), "2014-02-01 2014-03-22 50 x 1000.00 at 8.50: 11.50\n");
}

#[test]
fn the_british_fixed_sum_is_in_pounds_whatever_the_debt() {
    let shown = under(BRITAIN, "F,C,2026-01-01,2026-01-31,20000.00,,,EUR\n").on("2026-02-01");
    // 1 day of 20000 at 11.75: 6.4383...; the band of a debt in euros is not known: the least.
    assert_eq!(
        shown.totals,
        "EUR open 20000.00 interest 6.44 indemnity 0.00 waived 0.00 charged 0.00 total 20006.44\n\
         GBP open 0.00 interest 0.00 indemnity 40.00 waived 0.00 charged 0.00 total 40.00\n"
    );
    assert!(shown.findings.contains("owed in GBP") && shown.findings.contains("the least one"), "{}", shown.findings);
}

#[test]
fn germany_and_its_consumers() {
    let folder = under("extends = \"de-b2b\"", "F,C,2026-05-01,2026-05-31,1000.00\n");
    // Base rate 1.27 + 9, then 1.52 + 9: 30 days 8.4410..., 31 days 8.9347...
    assert_eq!(
        folder.pieces("2026-07-31"),
        "2026-06-01 2026-06-30 30 x 1000.00 at 10.27: 8.44\n2026-07-01 2026-07-31 31 x 1000.00 at 10.52: 8.93\n"
    );
    // A base rate below zero: -0.88 + 9. 30 days of 1000: 6.6739...
    let negative = under("extends = \"de-b2b\"", "F,C,2020-01-01,2020-01-31,1000.00\n");
    assert_eq!(negative.pieces("2020-03-01"), "2020-02-01 2020-03-01 30 x 1000.00 at 8.12: 6.67\n");
    // Against a consumer + 5, from the warning on, and no lump sum: 21 days of 1000 at 6.27: 3.6073...
    let consumer = Folder {
        customers: "C,consumer,\n",
        events: "2026-06-09,notice,C,F,formal-notice\n",
        ..under("extends = \"de-b2b\"", "F,C,2026-05-01,2026-05-31,1000.00\n")
    };
    assert_eq!(consumer.rows("2026-06-30"), "F late 30 open 1000.00 interest 3.61 indemnity 0.00 total 1003.61\n");
}

#[test]
fn belgium_takes_the_rate_published_for_each_half_year() {
    let folder = under("extends = \"be-b2b\"", "F,C,2025-05-01,2025-05-31,1000.00\n");
    // 11.5 until June: 30 days 9.4520...; 10.5 (2.15 + 8, up to the half point): 31 days 8.9178...
    assert_eq!(
        folder.pieces("2025-07-31"),
        "2025-06-01 2025-06-30 30 x 1000.00 at 11.50: 9.45\n2025-07-01 2025-07-31 31 x 1000.00 at 10.50: 8.92\n"
    );
}

#[test]
fn luxembourg_takes_eight_points_over_the_rate_of_each_half_year() {
    let folder = under("extends = \"lu-b2b\"", "F,C,2026-06-01,2026-06-30,1000.00\n");
    // 2.40 + 8: 31 days of 1000: 8.8328...
    assert_eq!(folder.rows("2026-07-31"), "F late 31 open 1000.00 interest 8.83 indemnity 40.00 total 1048.83\n");
}

#[test]
fn dutch_interest_of_a_full_year_joins_the_base_by_statute() {
    let folder = under("extends = \"nl-b2b\"", "F,C,2024-12-01,2024-12-31,10000.00\n");
    // 2025: 181 days at 3.15 + 8: 552.9178...; 184 at 2.15 + 8: 511.6712...; 1064.59 join. 31 days of 11064.59:
    // 95.3828...
    assert_eq!(
        folder.pieces("2026-01-31"),
        "2025-01-01 2025-06-30 181 x 10000.00 at 11.15: 552.92\n2025-07-01 2025-12-31 184 x 10000.00 at 10.15: 511.67\n\
         2026-01-01 2026-01-31 31 x 11064.59 at 10.15: 95.38\n"
    );
    // By statute only: a rate of the contract bears simple interest. 31 days of 10000 at 10: 84.9315...
    let agreed = under("extends = \"nl-b2b\"", "F,C,2024-12-01,2024-12-31,10000.00,,,,10.00\n");
    assert!(agreed.pieces("2026-01-31").ends_with("31 x 10000.00 at 10.00: 84.93\n"));
}

#[test]
fn a_consumer_whom_the_statute_leaves_out_owes_what_the_contract_provides() {
    for policy in [IRELAND, BRITAIN, "extends = \"be-b2b\"", "extends = \"lu-b2b\"", "extends = \"nl-b2b\""] {
        let none = Folder { customers: "C,consumer,\n", ..under(policy, "F,C,2026-01-01,2026-01-31,1000.00,,,EUR\n") };
        let row = "F late 59 open 1000.00 interest 0.00 indemnity 0.00 total 1000.00\n";
        assert_eq!(none.rows("2026-03-31"), row, "{policy}");
        // 59 days of 1000 at 5.00: 8.0821...
        let agreed = Folder { customers: "C,consumer,5.00\n", ..none };
        assert!(agreed.rows("2026-03-31").contains("interest 8.08 indemnity 0.00"), "{policy}");
    }
}

#[test]
fn what_only_french_law_says_is_not_said_of_others() {
    let folder = Folder {
        customers: "C,business,1.00\nM,public,\n",
        events: "2026-03-01,waived,M,G,,5.00\n",
        ..under(BRITAIN, "F,C,2026-01-01,2026-01-31,1000.00,,,GBP\nG,M,2026-01-01,2026-01-31,1000.00,,,GBP\n")
    };
    assert_eq!(folder.on("2026-03-31").findings, "");
    assert!(Folder { policy: "", ..folder }.on("2026-03-31").findings.contains("rate-below-floor"));
}

#[test]
fn a_bank_rate_that_is_not_known_is_an_error_and_a_row_of_the_folder_mends_it() {
    let folder = under(BRITAIN, "F,C,2026-12-01,2026-12-31,1000.00,,,GBP\n");
    let shown = folder.on("2027-01-10");
    assert!(
        shown.findings.contains("the Bank of England’s Bank Rate of 2026-12-31 is not known"),
        "{}",
        shown.findings
    );
    assert!(shown.findings.contains("rates/bank-of-england.csv"), "{}", shown.findings);
    let mut rates = Rates::builtin();
    let rows = "valid_from,rate,source,confidence\n2026-12-31,3.50,decision,high\n";
    rates.table_mut(Series::BankOfEngland).add(rows).unwrap();
    // 10 days of 1000 at 11.50: 3.1506...
    let shown = folder.with("2027-01-10", &rates);
    assert_eq!(shown.pieces, "2027-01-01 2027-01-10 10 x 1000.00 at 11.50: 3.15\n");
    assert_eq!(rates.table(Series::BankOfEngland).known_until(), Some(day("2027-06-30")));
    assert_eq!(Rates::builtin().table(Series::BankOfEngland).known_until(), Some(day("2026-12-31")));
}
