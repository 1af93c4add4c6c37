//! Figures computed by hand.

mod apart;
mod credit;
mod laws;
mod order;

use super::*;
use crate::engine::allocation::allocate;
use crate::model::Amount;
use crate::testing::{day, eur, ledger};

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount,kind,currency,applies_to\n";
const PAYMENTS: &str = "payment_id,customer_id,date,amount,invoice_id,reverses\n";
const EVENTS: &str = "date,event,customer_id,invoice_id,amount,event_id,reference\n";
const CUSTOMERS: &str = "customer_id,name,credit_limit,credit_limit_from,credit_limit_until\n";

/// A folder on one day, under the built-in policy: 3 pseudo-invoices, serious after 30 days, little history below 3.
struct Folder {
    ledger: Ledger,
    balances: Balances,
    policy: Policy,
}

impl Folder {
    fn new(customers: &str, invoices: &str, payments: &str, events: &str, as_of: &str) -> Folder {
        let text = |header: &str, rows: &str| if rows.is_empty() { String::new() } else { format!("{header}{rows}") };
        let ledger = ledger(
            &text(CUSTOMERS, customers),
            &text(INVOICES, invoices),
            &text(PAYMENTS, payments),
            &text(EVENTS, events),
        );
        let policy = crate::policy::builtin::fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
        Folder { ledger, balances, policy }
    }

    fn with<T>(&self, look: impl FnOnce(&Scores<'_>) -> T) -> T {
        let history = History::new(&self.ledger, self.balances.as_of());
        look(&score(&self.ledger, &self.balances, &history, &self.policy, |_| true))
    }

    fn habit(&self, id: &str) -> Habit {
        self.with(|scores| row(scores, id).habit.clone())
    }
}

fn row<'s>(scores: &'s Scores<'_>, id: &str) -> &'s CustomerScore {
    let customer = scores.ledger().find_customer(id).unwrap();
    scores.rows().iter().find(|row| row.customer == customer).unwrap()
}

fn points(row: &CustomerScore) -> Vec<i32> {
    row.card.factors.iter().map(|factor| factor.points).collect()
}

fn tally(bad: u32, known: u32) -> Tally {
    Tally { bad, known }
}

/// C pays twice late (10 and 40 days) of four, and has one invoice overdue by 12 days and one not due; D pays four in
/// time.
const TWO_PAYERS: (&str, &str) = (
    "F1,C,2026-01-01,2026-01-31,100.00\nF2,C,2026-02-01,2026-02-28,100.00\nF3,C,2026-03-01,2026-03-31,100.00\n\
     F4,C,2026-04-01,2026-04-30,100.00\nF5,C,2026-05-01,2026-06-18,100.00\nF6,C,2026-06-01,2026-07-31,100.00\n\
     G1,D,2026-01-01,2026-01-31,50.00\nG2,D,2026-02-01,2026-02-28,50.00\nG3,D,2026-03-01,2026-03-31,50.00\n\
     G4,D,2026-04-01,2026-04-30,50.00\n",
    "P1,C,2026-02-10,100.00,F1\nP2,C,2026-04-09,100.00,F2\nP3,C,2026-03-31,100.00,F3\nP4,C,2026-04-28,100.00,F4\n\
     Q1,D,2026-01-30,50.00,G1\nQ2,D,2026-02-26,50.00,G2\nQ3,D,2026-03-28,50.00,G3\nQ4,D,2026-04-26,50.00,G4\n",
);

fn two_payers() -> Folder {
    Folder::new("", TWO_PAYERS.0, TWO_PAYERS.1, "", "2026-06-30")
}

#[test]
fn ratios_are_shrunk_towards_the_portfolio_and_points_add_up() {
    two_payers().with(|scores| {
        // C: F1 (10 days), F2 (40) and the overdue F5 (12) are late, of F1-F5: 3 of 5. D: 0 of 4. Together 3 of 9.
        assert_eq!(scores.portfolio().late, tally(3, 9));
        // Serious: F2 of F1-F4; of F5, 12 days late, nothing is known yet. Together 1 of 8.
        assert_eq!(scores.portfolio().serious, tally(1, 8));
        let c = row(scores, "C");
        // (3 + 3 x 3/9) / (5 + 3) = 4 / 8; (1 + 3 x 1/8) / (4 + 3) = 1.375 / 7 = 0.19643.
        assert_eq!(c.late.to_decimal().to_string(), "0.5000");
        assert_eq!(c.serious.to_decimal().to_string(), "0.1964");
        // 50 x 0.5 = 25; 15 x (1 - 0.1964 / 0.3) = 5.2: 5; newest 3 of 5, (3 + 1) / 8: 10 x 0.5 = 5; 10 x (1 - 12
        // / 30) = 6; all amounts alike: 3; no incident: 4 and 4; 4 x 180 / 730 = 0.99: 1.
        assert_eq!(points(c), [25, 5, 5, 6, 3, 4, 4, 1]);
        assert_eq!((c.card.score(), c.grade), (53, Grade::C));
        let d = row(scores, "D");
        // (0 + 1) / 7 = 0.142857; (0 + 0.375) / 7 = 0.05357.
        // 50 x 0.8571 = 42.9: 43; 15 x (1 - 0.0536 / 0.3) = 12.3: 12; newest 0 of 4, 0.1429: 8.6: 9; 10; 3; 4; 4; 1.
        assert_eq!(d.late.to_decimal().to_string(), "0.1429");
        assert_eq!(d.serious.to_decimal().to_string(), "0.0536");
        assert_eq!(points(d), [43, 12, 9, 10, 3, 4, 4, 1]);
        assert_eq!((d.card.score(), d.grade), (86, Grade::A));
        assert_eq!((c.verdict(), d.verdict(), c.little_history), (Verdict::Ok, Verdict::Ok, false));
    });
}

#[test]
fn the_expected_delay_is_a_weighed_median_with_early_days_below_zero() {
    two_payers().with(|scores| {
        // All: -4 -3 -2 -2 -1 0 10 40 paid, 12 unpaid: 4/9 by -2, 6/9 by 0, 7/9 by 10; 3 invoices weigh 60.
        // C, the newest first: 12 weighs 20, -2 19, 0 18, 40 17, 10 16; 150 in all.
        // By -1: 19 + 60 x 5/9 = 52; by 0: 37 + 40 = 77, more than half.
        assert_eq!(row(scores, "C").expected_delay_days, 0);
        // D: -4 weighs 20, -3 19, -2 18, -1 17; 134 in all. By -3: 39 + 13 = 52; by -2: 57 + 27 = 84.
        assert_eq!(row(scores, "D").expected_delay_days, -2);
    });
}

#[test]
fn each_open_item_has_its_probabilities_and_date() {
    two_payers().with(|scores| {
        let forecasts: Vec<Forecast> = scores.forecasts(row(scores, "C")).collect();
        let [f5, f6] = forecasts[..] else { panic!("two items are open") };
        // F5 is late by 12 days. Nobody paid 12 to 30 days late, one did 1 to 30: with one more each, a half of those
        // late but not seriously are left. 0.1964 / (0.1964 + 0.3036 / 2) = 0.5640.
        // The only one paid later still took 40 days: after 18 June.
        assert_eq!((f5.late, f5.days_late, f5.open), (Share::WHOLE, 12, eur("100.00")));
        assert_eq!(f5.serious.to_decimal().to_string(), "0.5640");
        assert_eq!(f5.expected, Some(day("2026-07-28")));
        assert_eq!(f5.interval, (Some(day("2026-07-28")), Some(day("2026-07-28"))));
        // F6 is not due, and nobody pays more than 31 days before: as C pays, on 31 July. A tenth of the weight, 15 of
        // 150, is reached at -2, nine tenths at 40: 120 by 12.
        assert_eq!(f6.late.to_decimal().to_string(), "0.5000");
        assert_eq!(f6.serious.to_decimal().to_string(), "0.1964");
        assert_eq!(f6.expected, Some(day("2026-07-31")));
        assert_eq!(f6.interval, (Some(day("2026-07-29")), Some(day("2026-09-09"))));
    });
    // On 1 September F5 is 75 days late, longer than any other: nothing is known. F6 is 32 days late: seriously.
    let later = Folder::new("", TWO_PAYERS.0, TWO_PAYERS.1, "", "2026-09-01");
    later.with(|scores| {
        let forecasts: Vec<Forecast> = scores.forecasts(row(scores, "C")).collect();
        assert_eq!((forecasts[0].expected, forecasts[0].serious), (None, Share::WHOLE));
        assert_eq!((forecasts[1].late, forecasts[1].serious), (Share::WHOLE, Share::WHOLE));
        // Beyond 32 days C has F2 at 40 (16) and F5 at 75 so far (19); of the portfolio's 60, 3/10 are left, half of it
        // paid at 40, half never. By 40: 25 of 53; by 75: 44.
        assert_eq!(forecasts[1].expected, Some(day("2026-10-14")));
    });
}

#[test]
fn nothing_is_expected_before_tomorrow() {
    // C pays 20 days early, always; his open invoice is due in 5 days.
    let invoices =
        "F1,C,2026-01-01,2026-01-31,10.00\nF2,C,2026-02-01,2026-02-28,10.00\nF3,C,2026-03-01,2026-03-31,10.00\n";
    let payments = "P1,C,2026-01-11,10.00,F1\nP2,C,2026-02-08,10.00,F2\n";
    Folder::new("", invoices, payments, "", "2026-03-26").with(|scores| {
        let c = row(scores, "C");
        assert_eq!(c.expected_delay_days, -20);
        assert_eq!(scores.forecasts(c).next().unwrap().expected, Some(day("2026-03-27")));
    });
}

#[test]
fn only_what_was_known_on_the_day_counts() {
    // On 31 March F1 has been paid 10 days late; F2 is open and 31 days late, its payment of 9 April has not happened.
    let march = Folder::new("", TWO_PAYERS.0, TWO_PAYERS.1, "", "2026-03-31");
    let habit = march.habit("C");
    assert_eq!((habit.late, habit.serious), (tally(2, 3), tally(1, 3)));
    assert_eq!(habit.worst_overdue_days, 31);
}

#[test]
fn a_customer_without_history_gets_the_portfolio_s_figures() {
    let folder = Folder::new("C,C,,,\nD,D,,,\nN,N,,,\n", TWO_PAYERS.0, TWO_PAYERS.1, "", "2026-06-30");
    folder.with(|scores| {
        let new = row(scores, "N");
        // 3/9 and 1/8; the median of all delays.
        assert_eq!(new.late.to_decimal().to_string(), "0.3333");
        assert_eq!(new.serious.to_decimal().to_string(), "0.1250");
        assert_eq!(new.expected_delay_days, -1);
        assert!(new.little_history);
    });
    // Nobody has paid anything, nothing is due: the built-in figures.
    let first_day = Folder::new("", "F1,C,2026-01-01,2026-01-31,100.00\n", "", "", "2026-01-01");
    first_day.with(|scores| {
        let c = row(scores, "C");
        assert_eq!((scores.portfolio().late, scores.portfolio().late_base()), (tally(0, 0), tally(40, 100)));
        assert_eq!(c.late.to_decimal().to_string(), "0.4000");
        assert_eq!(c.serious.to_decimal().to_string(), "0.0200");
        assert_eq!(c.expected_delay_days, 0);
    });
    // The day before, the customer is not known, unless customers.csv names him.
    Folder::new("", "F1,C,2026-01-01,2026-01-31,100.00\n", "", "", "2025-12-31")
        .with(|scores| assert!(scores.rows().is_empty()));
}

#[test]
fn what_is_no_payment_habit_is_left_out() {
    // F1 is cancelled by a credit note, F2 is penalties: neither says how C pays. F3 is paid less a credit note.
    let invoices = "F1,C,2026-01-01,2026-01-31,100.00\nF2,C,2026-01-01,2026-01-31,40.00,penalty\n\
        F3,C,2026-01-01,2026-01-31,100.00\nA1,C,2026-03-01,,100.00,credit_note,,F1\n\
        A3,C,2026-01-10,,30.00,credit_note,,F3\n";
    let payments = "P3,C,2026-01-31,70.00,F3\n";
    let habit = Folder::new("", invoices, payments, "", "2026-06-30").habit("C");
    assert_eq!((habit.late, habit.serious), (tally(0, 1), tally(0, 1)));
    assert_eq!(habit.worst_overdue_days, 0);
}

#[test]
fn a_written_off_invoice_stays_late_and_is_no_longer_waited_for() {
    let invoices = "F1,C,2026-01-01,2026-01-31,100.00\n";
    let events = "2026-02-10,written_off,C,F1\n";
    let habit = Folder::new("", invoices, "", events, "2026-06-30").habit("C");
    assert_eq!((habit.late, habit.serious, habit.worst_overdue_days), (tally(1, 1), tally(1, 1), 0));
}

#[test]
fn a_return_undoes_the_settlement() {
    // Paid in time, taken back on 10 February: unpaid since, 28 days late on 28 February.
    let invoices = "F1,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "P1,C,2026-01-20,100.00,F1,\nR1,C,2026-02-10,-100.00,F1,P1\n";
    let before = Folder::new("", invoices, payments, "", "2026-02-09").habit("C");
    assert_eq!(before.late, tally(0, 1));
    let after = Folder::new("", invoices, payments, "", "2026-02-28").habit("C");
    assert_eq!((after.late, after.worst_overdue_days), (tally(1, 1), 28));
}

#[test]
fn an_invoice_under_an_open_dispute_says_nothing() {
    let invoices =
        "F1,C,2026-01-01,2026-01-31,100.00\nF2,C,2026-01-01,2026-01-31,100.00\nF3,C,2026-01-01,2026-02-28,10.00\n";
    let payments = "P1,C,2026-01-31,100.00,F1\n";
    // The dispute is about all that C owes: F1 had been paid before, in time.
    let opened = "2026-02-10,dispute_opened,C,,,E1\n";
    let habit = Folder::new("", invoices, payments, opened, "2026-03-31").habit("C");
    assert_eq!((habit.late, habit.disputed, habit.worst_overdue_days), (tally(0, 1), 2, 0));
    // Closed, or undone, all that is overdue counts.
    for end in ["2026-03-20,dispute_closed,C,\n", "2026-03-20,undo,C,,,,E1\n"] {
        let habit = Folder::new("", invoices, payments, &format!("{opened}{end}"), "2026-03-31").habit("C");
        assert_eq!((habit.late, habit.disputed, habit.worst_overdue_days), (tally(2, 3), 0, 59), "{end}");
    }
    // The item is open all the same, late, and nobody can tell when it is paid.
    Folder::new("", invoices, payments, opened, "2026-03-31").with(|scores| {
        let c = row(scores, "C");
        let first = scores.forecasts(c).next().unwrap();
        assert_eq!((first.late, first.expected, first.disputed), (Share::WHOLE, None, first.open));
        assert_eq!(c.exposure.main, eur("110.00"));
    });
}

#[test]
fn exposure_is_what_is_open_less_credits_in_the_policy_s_currency() {
    let invoices = "F1,C,2026-01-01,2026-01-31,100.00\nF2,C,2026-01-01,2026-12-31,50.00\n\
        U1,C,2026-01-01,2026-12-31,20.00,,USD\n";
    // P1 pays F1 and 30.00 too much.
    let payments = "P1,C,2026-01-31,130.00,F1\n";
    Folder::new("", invoices, payments, "", "2026-06-30").with(|scores| {
        let exposure = &row(scores, "C").exposure;
        assert_eq!(exposure.main, eur("20.00"));
        let usd = Currency::parse("USD").unwrap();
        assert_eq!(exposure.other.iter().collect::<Vec<_>>(), [(&usd, &Amount::from_minor(2000))]);
    });
}

#[test]
fn the_verdict_compares_exposure_with_the_limit_in_force() {
    let invoices = "F1,C,2026-06-01,2026-12-31,100.00\n";
    let codes = |customer: &str| {
        Folder::new(customer, invoices, "", "", "2026-06-30").with(|scores| {
            let row = row(scores, "C");
            (row.verdict().word(), row.reasons.iter().map(|reason| reason.code()).collect::<Vec<_>>())
        })
    };
    assert_eq!(codes("C,C,,,\n"), ("ok", vec![]));
    assert_eq!(codes("C,C,111.12,,\n"), ("ok", vec![]));
    // 100 of 111.11 is 90.0009 %; the limit itself is not over the limit.
    assert_eq!(codes("C,C,111.11,,\n"), ("watch", vec!["near-limit"]));
    assert_eq!(codes("C,C,100.00,,\n"), ("watch", vec!["near-limit"]));
    assert_eq!(codes("C,C,99.99,,\n"), ("block", vec!["over-limit"]));
    assert_eq!(codes("C,C,0.00,,\n"), ("block", vec!["over-limit"]));
    // The first and the last day of a limit are included.
    assert_eq!(codes("C,C,500.00,2026-06-30,2026-06-30\n"), ("ok", vec![]));
    assert_eq!(codes("C,C,500.00,,2026-06-29\n"), ("watch", vec!["limit-expired"]));
    assert_eq!(codes("C,C,500.00,2026-07-01,\n"), ("watch", vec!["limit-not-yet"]));
}

#[test]
fn a_low_score_blocks_only_who_has_a_history() {
    // Three invoices, all unpaid and more than 30 days late: 12 are left of the score, for amounts alike, no incident
    // and 180 days.
    let three = "F1,C,2026-01-01,2026-01-31,1.00\nF2,C,2026-01-01,2026-01-31,1.00\nF3,C,2026-01-01,2026-01-31,1.00\n";
    // D has one, of 1 known: little history.
    let invoices = format!("{three}G1,D,2026-01-01,2026-01-31,1.00\n");
    let events = "2026-02-01,insolvency,D,\n";
    Folder::new("", &invoices, "", "", "2026-06-30").with(|scores| {
        assert_eq!((row(scores, "C").card.score(), row(scores, "C").verdict()), (12, Verdict::Block));
        assert_eq!((row(scores, "D").card.score(), row(scores, "D").verdict()), (12, Verdict::Watch));
    });
    Folder::new("", &invoices, "", events, "2026-06-30").with(|scores| {
        let d = row(scores, "D");
        assert_eq!((d.verdict(), d.reasons[0].code()), (Verdict::Block, "insolvency"));
        assert_eq!(scores.forecasts(d).next().unwrap().expected, None);
    });
}

/// Of three invoices of 1,000 paid in time the usual amount is 1,000; a balance of 2,500 brought forward and a penalty
/// note of 40 are no invoices.
#[test]
fn what_is_no_invoice_is_not_compared_with_the_usual_amount() {
    let invoices = "F1,C,2026-01-05,2026-02-04,1000.00\nF2,C,2026-02-05,2026-03-07,1000.00\nF3,C,2026-03-05,2026-04-04,1000.00\n\
        AN,C,2026-01-01,2026-01-01,2500.00,opening\nPEN,C,2026-03-10,2026-03-10,40.00,penalty,EUR,F1\n";
    let payments = "P1,C,2026-02-04,1000.00,F1\nP2,C,2026-03-07,1000.00,F2\nP3,C,2026-04-04,1000.00,F3\n";
    let amount = |rows: &str| {
        let folder = Folder::new("", &format!("{invoices}{rows}"), payments, "", "2026-04-30");
        folder.with(|scores| scores.amount_against_habit(row(scores, "C").customer, &row(scores, "C").habit))
    };
    assert_eq!(amount(""), None);
    // 1500 / ((3000 + 1500 - 1500) / 3).
    assert_eq!(amount("F4,C,2026-04-05,2026-05-04,1500.00\n"), Some(150));
}

/// 300 billed by a deposit, and 700 by the final invoice of 1,000 from which it is deducted.
#[test]
fn the_sales_of_a_recommendation_count_a_deposit_once() {
    let invoices = "D,C,2026-01-01,2026-01-31,300.00,deposit,EUR,F\nF,C,2026-02-01,2026-03-03,1000.00\n";
    Folder::new("", invoices, "P,C,2026-01-31,300.00,D\n", "", "2026-02-28")
        .with(|scores| assert_eq!(row(scores, "C").recommendation.unwrap().sales, eur("1000")));
}
