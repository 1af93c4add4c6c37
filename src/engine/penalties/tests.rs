//! Figures computed by hand. Interest is base × rate × days / 36500, rounded half away from zero.
//!
//! Default rates (law.md, section 2): 2023 S2 14.00, 2024 14.50 and 14.25, 2025 13.15 and 12.15, 2026 12.15 and 12.40.

use super::*;
use crate::diag::render;
use crate::engine::allocation::allocate;
use crate::model::Lang;
use crate::policy;
use crate::testing::{day, ledger};

/// Is a small folder: CSV rows without their header lines.
#[derive(Clone, Copy, Default)]
struct Folder<'a> {
    /// `customer_id,kind,penalty_rate`
    customers: &'a str,
    /// `invoice_id,customer_id,issue_date,due_date,amount,instalment,kind,currency,penalty_rate,applies_to,supply_date`
    invoices: &'a str,
    /// `payment_id,date,amount,invoice_id,instalment,currency,kind`
    payments: &'a str,
    /// `date,event,customer_id,invoice_id,level,amount,event_id,reference`
    events: &'a str,
    policy: &'a str,
}

/// Is what a test reads: a line per item that was late, its pieces under it, the totals, the findings.
#[derive(Debug, Default)]
struct Shown {
    rows: String,
    pieces: String,
    totals: String,
    findings: String,
}

impl Folder<'_> {
    fn on(&self, as_of: &str) -> Shown {
        self.with(as_of, &Rates::builtin())
    }

    fn with(&self, as_of: &str, rates: &Rates) -> Shown {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount,instalment,kind,currency,penalty_rate,applies_to,supply_date";
        let ledger = ledger(
            &format!("customer_id,kind,penalty_rate\n{}", self.customers),
            &format!("{invoices}\n{}", self.invoices),
            &format!("payment_id,date,amount,invoice_id,instalment,currency,kind\n{}", self.payments),
            &format!("date,event,customer_id,invoice_id,level,amount,event_id,reference\n{}", self.events),
        );
        let policy = policy::load(self.policy, "policy.toml").unwrap();
        let allocation = allocate(&ledger, &policy.allocation, day(as_of));
        assert!(allocation.findings.is_empty(), "{:?}", allocation.findings);
        let penalties = Penalties::new(&ledger, &allocation.balances, &policy, rates);
        let mut shown = Shown::default();
        let findings = [penalties.obstacles(&Selection::ALL), penalties.warnings(&Selection::ALL)].concat();
        shown.findings = findings.iter().map(|finding| render(finding, Lang::En)).collect();
        let mut pieces = Vec::new();
        for item in penalties.items(&Selection::ALL) {
            let Ok(Some(row)) = penalties.for_item(item, &mut pieces) else { continue };
            shown.add_row(&ledger, &row);
            for piece in &pieces {
                shown.add_piece(&ledger, item, piece);
            }
        }
        for total in penalties.totals(&Selection::ALL) {
            let PenaltyTotal { currency, open, interest, indemnity, waived, charged, total, .. } = total;
            let show = |amount: Amount| amount.to_decimal(currency);
            shown.totals += &format!(
                "{currency} open {} interest {} indemnity {} waived {} charged {} total {}\n",
                show(open),
                show(interest),
                show(indemnity),
                show(waived),
                show(charged),
                show(total)
            );
        }
        shown
    }

    fn rows(&self, as_of: &str) -> String {
        self.on(as_of).rows
    }

    fn pieces(&self, as_of: &str) -> String {
        self.on(as_of).pieces
    }
}

impl Shown {
    fn add_row(&mut self, ledger: &Ledger, row: &PenaltyRow) {
        let invoice = ledger.invoice(row.item);
        let show = |amount: Amount| amount.to_decimal(invoice.currency);
        let part = ledger.instalment(row.item).map(|part| format!("/{part}")).unwrap_or_default();
        let settled = row.settled_on.map(|day| format!(" settled {day}")).unwrap_or_default();
        self.rows += &format!(
            "{}{part}{settled} late {} open {} interest {} indemnity {}",
            ledger.number(invoice.number),
            row.days_late,
            show(row.open),
            show(row.interest),
            show(row.indemnity)
        );
        for (word, amount) in [("waived", row.waived), ("charged", row.charged)] {
            if !amount.is_zero() {
                self.rows += &format!(" {word} {}", show(amount));
            }
        }
        if row.principal_due != row.open {
            self.rows += &format!(" principal {} interest due {}", show(row.principal_due), show(row.interest_due));
        }
        self.rows += &format!(" total {}\n", show(row.total()));
    }

    fn add_piece(&mut self, ledger: &Ledger, item: ItemId, piece: &Piece) {
        let currency = ledger.invoice(item).currency;
        let (base, interest) = (piece.base.to_decimal(currency), piece.interest.to_decimal(currency));
        self.pieces +=
            &format!("{} {} {} x {base} at {}: {interest}\n", piece.from, piece.to, piece.days, piece.rate());
    }
}

fn invoices(invoices: &str) -> Folder<'_> {
    Folder { invoices, ..Folder::default() }
}

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
fn a_returned_payment_opens_the_debt_again_from_the_day_after() {
    let folder = Folder {
        payments: "P,2026-01-20,1000.00,F,,,\nR,2026-02-10,-1000.00,F,,,return\n",
        ..invoices("F,C,2026-01-01,2026-01-31,1000.00\n")
    };
    // Paid in time, so nothing was owed until the return; 11 to 28 Feb: 18 days: 5.9917...
    assert_eq!(folder.rows("2026-02-10"), "");
    assert_eq!(folder.pieces("2026-02-28"), "2026-02-11 2026-02-28 18 x 1000.00 at 12.15: 5.99\n");
    assert_eq!(folder.rows("2026-02-28"), "F late 28 open 1000.00 interest 5.99 indemnity 40.00 total 1045.99\n");
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
    // 10 days at 5.00: 1.3698...; the floor of 2026 S1 is 3 × 2.62; public buyers are under another text.
    assert!(shown.pieces.starts_with("2026-06-01 2026-06-10 10 x 1000.00 at 5.00: 1.37\n"));
    assert_eq!(
        shown.findings,
        "warning[rate-below-floor]: the contract rate 5.00 is below 7.86, three times the legal rate, on 2026-06-01; \
         late items: 1, first F\n  --> customers.csv:2\n  \
         = C. com. L441-10 II; the rate is used as written, and a fine is possible (L441-16)\n"
    );
}

#[test]
fn rounding_per_piece_and_rounding_once() {
    // 11.18 at 12.15, then 12.40: 30 days to 30 June: 0.11164..., 30 days of July: 0.11394...: 0.11 + 0.11 or 0.2256 = 0.23.
    let folder = invoices("F,C,2026-05-01,2026-05-31,11.18\n");
    assert!(folder.rows("2026-07-30").contains("interest 0.22 "), "{}", folder.rows("2026-07-30"));
    let once = Folder { policy: "[penalties]\nrounding = \"total\"", ..folder };
    assert!(once.rows("2026-07-30").contains("interest 0.23 "), "{}", once.rows("2026-07-30"));
    // Half a cent goes up: 36.50 at 10 percent for one day is 0.01 exactly, 18.25 is half of it.
    let half = invoices("F,C,2026-01-01,2026-01-31,18.25,,,,10.00\n");
    assert_eq!(half.pieces("2026-02-01"), "2026-02-01 2026-02-01 1 x 18.25 at 10.00: 0.01\n");
}

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
    let returned = Folder { payments: "P,2026-03-10,400.00,F\nR,2026-03-20,-400.00,F,,,return\n", ..folder };
    assert!(returned.pieces("2026-03-31").ends_with("2026-03-21 2026-03-31 11 x 1000.00 at 12.15: 3.66\n"));
}

#[test]
fn a_missing_rate_is_an_error_that_says_how_to_add_it() {
    let folder = invoices("F,C,2026-01-01,2026-12-20,1000.00\nG,C,2026-01-01,2027-01-31,1000.00,,,,5.00\n");
    let shown = folder.on("2027-07-01");
    assert_eq!(
        shown.findings,
        "error[rate-missing]: the rate ecb-main-refinancing of 2027-01-01 is not known; late items that need it: 1, first F\n  \
         --> invoices.csv:2\n  \
         = write it into rates/ecb-main-refinancing.csv of the folder, under the header \
         valid_from,rate,source,confidence: 2027-01-01,RATE,SOURCE,high\n\
         error[rate-missing]: the rate ecb-main-refinancing of 2027-07-01 is not known; late items that need it: 1, first F\n  \
         --> invoices.csv:2\n  \
         = write it into rates/ecb-main-refinancing.csv of the folder, under the header \
         valid_from,rate,source,confidence: 2027-07-01,RATE,SOURCE,high\n"
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
