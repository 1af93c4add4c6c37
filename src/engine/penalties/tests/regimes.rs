//! Other regimes, and what events, notes, currencies and missing rates do.

use super::*;

#[test]
fn a_public_buyer_keeps_the_rate_of_the_half_year_in_which_interest_began() {
    let folder = Folder { customers: "M,public,\n", ..invoices("F,M,2025-05-01,2025-05-31,10000.00\n") };
    // Began in 2025 S1: 3.15 + 8 = 11.15 for all of it (R2192-31): 396 days: 1209.6986...; one line, no cut.
    assert_eq!(folder.pieces("2026-07-01"), "2025-06-01 2026-07-01 396 x 10000.00 at 11.15: 1209.70\n");
    // Due on 30 June, it began on 1 July: 2.15 + 8. 10 days: 27.8082...
    let next = Folder { invoices: "F,M,2025-05-01,2025-06-30,10000.00\n", ..folder };
    assert_eq!(next.pieces("2025-07-10"), "2025-07-01 2025-07-10 10 x 10000.00 at 10.15: 27.81\n");
}

#[test]
fn a_consumer_owes_interest_from_the_day_after_the_formal_notice_and_no_indemnity() {
    let folder = Folder { customers: "K,consumer,\n", ..invoices("F,K,2026-01-01,2026-01-31,1000.00\n") };
    assert_eq!(folder.rows("2026-03-31"), "F late 59 open 1000.00 interest 0.00 indemnity 0.00 total 1000.00\n");
    // A reminder is no formal notice; from 11 March the legal rate, professional column, 2.62: 21 days: 1.5074...
    let noticed = Folder {
        events: "2026-02-10,notice,K,F,reminder\n2026-03-10,notice,K,F,formal-notice\n2026-03-20,notice,K,F,formal-notice\n",
        ..folder
    };
    assert_eq!(noticed.pieces("2026-03-31"), "2026-03-11 2026-03-31 21 x 1000.00 at 2.62: 1.51\n");
    // A contract rate, too, runs from the formal notice only: 21 days at 10.00: 5.7534...
    let contract = Folder { customers: "K,consumer,10.00\n", ..noticed };
    assert_eq!(contract.pieces("2026-03-31"), "2026-03-11 2026-03-31 21 x 1000.00 at 10.00: 5.75\n");
}

#[test]
fn insolvency_stops_interest_the_day_before_the_judgment() {
    let folder = Folder {
        events: "2026-03-01,insolvency,C,\n",
        ..invoices(
            "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-01,2026-03-01,1000.00\nH,C,2026-03-02,2026-03-12,1000.00\n",
        )
    };
    // F: February only, 28 days: 9.3205...; the indemnity stays, it was late before.
    // G: fell due on the day of the judgment: no interest, no indemnity (L622-7). H: born after it, runs on: 19 days.
    assert_eq!(
        folder.rows("2026-03-31"),
        "F late 59 open 1000.00 interest 9.32 indemnity 40.00 total 1049.32\n\
         G late 30 open 1000.00 interest 0.00 indemnity 0.00 total 1000.00\n\
         H late 19 open 1000.00 interest 6.32 indemnity 40.00 total 1046.32\n"
    );
}

#[test]
fn another_currency_has_its_indemnity_in_euros_in_the_totals() {
    let folder = invoices("F,C,2026-01-01,2026-01-31,1000.00,,,USD\nG,C,2026-01-01,2026-02-28,100000,,,JPY\n");
    let shown = folder.on("2026-03-31");
    // 59 days of 1000: 19.6397...; 31 days of 100000 yen: 1031.9178..., in whole yen.
    assert_eq!(
        shown.rows,
        "F late 59 open 1000.00 interest 19.64 indemnity 0.00 total 1019.64\n\
         G late 31 open 100000 interest 1032 indemnity 0 total 101032\n"
    );
    assert_eq!(
        shown.totals,
        "EUR open 0.00 interest 0.00 indemnity 80.00 waived 0.00 charged 0.00 total 80.00\n\
         JPY open 100000 interest 1032 indemnity 0 waived 0 charged 0 total 101032\n\
         USD open 1000.00 interest 19.64 indemnity 0.00 waived 0.00 charged 0.00 total 1019.64\n"
    );
    assert!(shown.findings.starts_with("warning[indemnity-currency]"), "{}", shown.findings);
}

#[test]
fn a_waiver_gives_up_interest_then_indemnity_and_never_principal() {
    let late = invoices("F,C,2026-01-01,2026-01-31,1000.00\n");
    let waived = |events: &str| Folder { events, ..late }.rows("2026-03-31");
    let row = |tail: &str| format!("F late 59 open 1000.00 interest 19.64 indemnity 40.00 {tail}\n");
    assert_eq!(waived("2026-03-01,waived,C,F,,30.00\n"), row("waived 30.00 total 1029.64"));
    assert_eq!(waived("2026-03-01,waived,C,F,,\n"), row("waived 59.64 total 1000.00"));
    assert_eq!(waived("2026-03-01,waived,C,F,,5000.00\n"), row("waived 59.64 total 1000.00"));
    // Dated later, or taken back: it has not happened.
    assert_eq!(waived("2026-04-01,waived,C,F,,\n"), row("total 1059.64"));
    assert_eq!(waived("2026-03-01,waived,C,F,,,E1,\n2026-03-02,undo,C,,,,U1,E1\n"), row("total 1059.64"));
    let public = Folder { customers: "C,public,\n", events: "2026-03-01,waived,C,F,,\n", ..late };
    assert!(public.on("2026-03-31").findings.starts_with("warning[waiver-public]"));
}

#[test]
fn a_waiver_gives_up_no_principal_that_payments_left_when_they_paid_interest_first() {
    // Of the 400.00 12.65 paid the interest of 38 days: 612.65 of principal are left, and by 31 March 4.28 of interest.
    let folder = Folder {
        payments: "P,2026-03-10,400.00,F\n",
        policy: "[penalties]\nimputation = \"interest-first\"",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    let waived = |events: &str| Folder { events, ..folder }.rows("2026-03-31");
    let row = |tail: &str| format!("F late 59 open 600.00 interest 16.93 indemnity 40.00 {tail}\n");
    for event in ["2026-03-15,waived,C,F,,5000.00\n", "2026-03-15,waived,C,F,,\n"] {
        let expected = row("waived 44.28 principal 612.65 interest due 0.00 total 612.65");
        assert_eq!(waived(event), expected, "{event}");
    }
    // Before the payment, the 12.65 were there to be given up, and it pays principal alone: 600 x 12.15 x 21 / 36500 =
    // 4.1942.
    assert!(waived("2026-03-05,waived,C,F,,56.00\n").ends_with("total 600.84\n"));
}

#[test]
fn a_waived_sum_needs_its_invoice_where_there_are_several() {
    let rows = "F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-01,2026-02-28,1000.00\n";
    let ledger = Folder { events: "2026-03-01,waived,C,,,30.00\n", ..invoices(rows) }.ledger();
    let policy = policy::builtin::fr_b2b();
    let allocation = allocate(&ledger, &policy.allocation, day("2026-03-31"));
    let found: String = allocation.findings.iter().map(|finding| render(finding, Lang::En)).collect();
    assert!(found.starts_with("error[waiver-unclear]"), "{found}");
    // Without an amount it is for all; of a customer's only invoice it needs no name.
    let all = Folder { events: "2026-03-01,waived,C,,,\n", ..invoices(rows) };
    assert!(all.on("2026-03-31").totals.contains("waived 109.96"), "{}", all.on("2026-03-31").totals);
    let only = Folder { events: "2026-03-01,waived,C,,,30.00\n", ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n") };
    assert!(only.rows("2026-03-31").contains("waived 30.00"));
    // An invoice that is issued later, or in another currency, is none of those that it could be for.
    for second in ["G,C,2026-03-02,2026-03-31,1000.00\n", "G,C,2026-01-01,2026-02-28,1000.00,,,USD\n"] {
        let rows = format!("F,C,2026-01-01,2026-01-31,1000.00\n{second}");
        let folder = Folder { events: "2026-03-01,waived,C,,,30.00\n", ..invoices(&rows) };
        assert!(folder.rows("2026-03-31").contains("waived 30.00"), "{second}");
    }
}

#[test]
fn what_penalty_notes_charge_is_not_claimed_twice() {
    let folder = invoices("F,C,2026-01-01,2026-01-31,1000.00,,,,,,\nN,C,2026-03-01,2026-03-31,50.00,,penalty,,,F,\n");
    assert_eq!(
        folder.rows("2026-03-31"),
        "F late 59 open 1000.00 interest 19.64 indemnity 40.00 charged 50.00 total 1009.64\n"
    );
}

#[test]
fn interest_first_takes_a_payment_for_the_interest_that_has_run() {
    let folder = Folder {
        payments: "P,2026-03-10,400.00,F\n",
        policy: "[penalties]\nimputation = \"interest-first\"",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    // 38 days of 1000: 12.65 of interest, so 387.35 of the 400 pay principal: 612.65 for 21 days: 4.2826...
    assert_eq!(
        folder.pieces("2026-03-31"),
        "2026-02-01 2026-03-10 38 x 1000.00 at 12.15: 12.65\n2026-03-11 2026-03-31 21 x 612.65 at 12.15: 4.28\n"
    );
    // The books say 600.00 open; 600.00 + 16.93 = 612.65 + 4.28.
    assert_eq!(
        folder.rows("2026-03-31"),
        "F late 59 open 600.00 interest 16.93 indemnity 40.00 principal 612.65 interest due 4.28 total 656.93\n"
    );
    // The return of the payment takes its split back: 1000 again from 21 March on, 11 days: 3.6616...
    let returned = Folder {
        payments: "P,2026-03-10,400.00,F\nR,2026-03-20,-400.00,F,,,return\n",
        policy: "[penalties]\nimputation = \"interest-first\"\n[allocation]\nreturns = \"from-date\"",
        ..folder
    };
    assert!(returned.pieces("2026-03-31").ends_with("2026-03-21 2026-03-31 11 x 1000.00 at 12.15: 3.66\n"));
}

#[test]
fn a_missing_rate_is_an_error_that_says_how_to_add_it() {
    let folder = invoices("F,C,2026-01-01,2026-12-20,1000.00\nG,C,2026-01-01,2027-01-31,1000.00,,,,5.00\n");
    let shown = folder.on("2027-07-01");
    assert_eq!(
        shown.findings,
        "error[rate-missing]: the ECB main refinancing rate from 2027-01-01 to 2027-12-31 is not known; late items that \
         need it: 1, first F\n  \
         --> invoices.csv:2\n  \
         = write a row for each half-year into rates/ecb-main-refinancing.csv of the folder, under the header \
         valid_from,rate,source,confidence: 2027-01-01,RATE,SOURCE,high and so on; until then `relance penalties \
         --assume-rate-until DATE` continues the last known rate\n"
    );
    // Only what claims interest needs it: with a contract rate, or settled before, nothing is missing.
    let settled = Folder { payments: "P,2026-12-28,1000.00,F\n", ..folder };
    assert_eq!(settled.on("2027-07-01").findings, "");
    // With the rows added it is computed: 11 days of 2026 at 12.40, 181 at 13.00, 1 at 12.90.
    let mut rates = Rates::builtin();
    let rows = "valid_from,rate,source,confidence\n2027-01-01,3.00,decision,high\n2027-07-01,2.90,decision,high\n";
    rates.table_mut(Series::Ecb).add(rows).unwrap();
    let shown = folder.with("2027-07-01", &rates);
    assert_eq!(shown.findings, "");
    assert!(shown.pieces.contains("2027-01-01 2027-06-30 181 x 1000.00 at 13.00: 64.47\n"), "{}", shown.pieces);
}

#[test]
fn the_basis_names_the_official_row_and_the_article_or_the_file() {
    let ledger = ledger(
        "",
        "invoice_id,customer_id,issue_date,due_date,amount,penalty_rate\n\
         F,C,2026-01-01,2026-06-30,1000.00,\nG,C,2026-01-01,2026-06-30,1000.00,legal*3\nH,C,2026-01-01,2026-06-30,1000.00,9.5\n",
        "",
        "",
    );
    let (policy, rates) = (policy::builtin::fr_b2b(), Rates::builtin());
    let balances = allocate(&ledger, &policy.allocation, day("2026-07-31")).balances;
    let penalties = Penalties::new(&ledger, &balances, &policy, &rates);
    let mut pieces = Vec::new();
    let bases: Vec<String> = penalties
        .items(&Selection::ALL)
        .map(|item| {
            penalties.for_item(item, &mut pieces).unwrap();
            penalties.basis(&pieces[0])
        })
        .collect();
    assert_eq!(
        bases,
        [
            "ecb-main-refinancing 2026-06-17 2.40 + 10 (C. com. L441-10 II)",
            "fr-legal-interest 2026-07-01 2.75 * 3 (invoices.csv)",
            "9.50 (invoices.csv)",
        ]
    );
}

#[test]
fn interest_too_large_to_add_up_is_refused() {
    let folder = invoices("F,C,0001-01-01,0001-01-31,1000000000.00,,,,1000\n");
    let shown = folder.on("2026-01-01");
    assert!(shown.findings.starts_with("error[amount-too-large]"), "{}", shown.findings);
}

#[test]
fn interest_of_a_full_year_joins_the_base_where_the_contract_provides_it() {
    let folder = Folder {
        policy: "[penalties]\ncapitalisation = \"contract\"",
        ..invoices("F,C,2023-12-01,2023-12-31,10000.00,,,,10.00\n")
    };
    // 2024, a leap year: 182 and 184 days of 10000 at 10.00: 498.6301..., 504.1095...: 1002.74 join the base.
    // 2025: 181 and 184 days of 11002.74: 545.6153..., 554.6586...: 2103.02 by then.
    // 2026: 10 days of 12103.02: 33.1589...
    assert_eq!(
        folder.pieces("2026-01-10"),
        "2024-01-01 2024-06-30 182 x 10000.00 at 10.00: 498.63\n2024-07-01 2024-12-31 184 x 10000.00 at 10.00: 504.11\n\
         2025-01-01 2025-06-30 181 x 11002.74 at 10.00: 545.62\n2025-07-01 2025-12-31 184 x 11002.74 at 10.00: 554.66\n\
         2026-01-01 2026-01-10 10 x 12103.02 at 10.00: 33.16\n"
    );
    // Not one day before the year is full; and simple interest without the contract's word.
    assert!(folder.pieces("2024-12-31").ends_with("184 x 10000.00 at 10.00: 504.11\n"));
    let simple = Folder { policy: "", ..folder };
    assert!(simple.pieces("2026-01-10").ends_with("10 x 10000.00 at 10.00: 27.40\n"));
}

#[test]
fn interest_that_a_note_charged_and_money_paid_joins_no_base() {
    // 2025 of 100000: 181 days at 13.15 and 184 at 12.15, 6520.96 + 6124.93 = 12645.89, charged with the 40.00 and paid
    // on the last day of the year: 181 days at 12.15 on 100000 alone follow, 6025.07.
    for imputation in ["principal-first", "interest-first"] {
        let folder = Folder {
            invoices: "F,C,2024-12-01,2024-12-31,100000.00\nN,C,2025-12-31,2025-12-31,12685.89,,penalty,,,F\n",
            payments: "P,2025-12-31,12685.89,N\n",
            policy: &format!("[penalties]\ncapitalisation = \"contract\"\nimputation = \"{imputation}\""),
            ..Folder::default()
        };
        let shown = folder.rows("2026-06-30");
        assert!(shown.contains("charged 12685.89") && shown.contains("total 106025.07"), "{shown}");
    }
}

#[test]
fn a_waiver_cuts_no_piece_while_no_interest_has_joined_the_base() {
    // 109 days of 777.77 at 13.15: 30.5424..., where 33 and 76 days apart come to 9.25 and 21.30.
    let folder = Folder {
        policy: "[penalties]\ncapitalisation = \"contract\"",
        events: "2025-03-05,waived,C,F,,1.00\n",
        ..invoices("F,C,2025-01-01,2025-01-31,777.77\n")
    };
    assert_eq!(folder.pieces("2025-05-20"), "2025-02-01 2025-05-20 109 x 777.77 at 13.15: 30.54\n");
}

#[test]
fn years_of_capitalisation_count_from_the_day_that_the_policy_names() {
    let policy = "[penalties]\ncapitalisation = \"judgment\"\ncapitalisation_from = \"2025-03-01\"";
    let folder = Folder { policy, ..invoices("F,M,2024-11-01,2024-12-31,1000.00,,,,10.00\n") };
    let folder = Folder { customers: "M,public,\n", ..folder };
    // A public buyer's delay is cut by the years alone. 1 January 2025 to 28 February 2026: 424 days of 1000:
    // 116.1643...; March: 31 days of 1116.16: 9.4797...
    assert_eq!(
        folder.pieces("2026-03-31"),
        "2025-01-01 2026-02-28 424 x 1000.00 at 10.00: 116.16\n2026-03-01 2026-03-31 31 x 1116.16 at 10.00: 9.48\n"
    );
}

#[test]
fn a_payment_that_goes_to_interest_first_pays_what_joined_the_base() {
    let policy = "[penalties]\ncapitalisation = \"contract\"\nimputation = \"interest-first\"";
    let folder = Folder {
        policy,
        customers: "M,public,\n",
        payments: "P,2026-01-10,60.00,F\n",
        ..invoices("F,M,2024-11-01,2024-12-31,1000.00,,,,10.00\n")
    };
    // 2025: 100.00 joins. 10 days of 1100: 3.0136...: 103.01 owed, of which 60.00 are paid: 40.00 of the 100.00 stay.
    // 11 to 20 January: 10 days of 1040: 2.8493...
    assert_eq!(
        folder.pieces("2026-01-20"),
        "2025-01-01 2025-12-31 365 x 1000.00 at 10.00: 100.00\n2026-01-01 2026-01-10 10 x 1100.00 at 10.00: 3.01\n\
         2026-01-11 2026-01-20 10 x 1040.00 at 10.00: 2.85\n"
    );
}
