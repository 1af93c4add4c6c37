//! The measures, computed by hand in the comments.

mod cash;
mod collected;

use rust_decimal::Decimal;

use super::*;
use crate::engine::allocation::allocate;
use crate::engine::history::History;
use crate::engine::scoring;
use crate::model::Amount;
use crate::policy::builtin;
use crate::testing::{day, eur, ledger};

fn decimal(text: &str) -> Option<Decimal> {
    Some(Decimal::from_str_exact(text).unwrap())
}

/// Three months of one customer, 100 days of sales for the DSO so that the figures are round.
///
/// | invoice | issued | due | amount | paid |
/// |---|---|---|---|---|
/// | O | 2025-12-10 | 2026-01-09 | 400 | 2026-01-29, 20 days late |
/// | A | 2026-01-10 | 2026-02-09 | 1000 | 2026-02-09, in time |
/// | B | 2026-02-15 | 2026-03-17 | 600 | 150 on 2026-03-27; the rest is open, 14 days late on 2026-03-31 |
/// | C | 2026-03-20 | 2026-04-19 | 300 | open, not due |
fn three_months() -> Ledger {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        O,C1,2025-12-10,2026-01-09,400.00\nA,C1,2026-01-10,2026-02-09,1000.00\n\
        B,C1,2026-02-15,2026-03-17,600.00\nC,C1,2026-03-20,2026-04-19,300.00\n";
    let payments = "payment_id,date,amount,invoice_id\n\
        P1,2026-01-29,400.00,O\nP2,2026-02-09,1000.00,A\nP3,2026-03-27,150.00,B\n";
    ledger("", invoices, payments, "")
}

/// A penalty note of 40 is no sale, and the credit note that undoes it takes nothing off what was sold.
///
/// | row | issued | amount |
/// |---|---|---|
/// | A | 2026-01-10 | 1000 |
/// | PEN, penalty note on A | 2026-03-01 | 40 |
/// | AV, credit note on PEN | 2026-03-20 | -40 |
#[test]
fn what_undoes_a_penalty_note_takes_nothing_off_sales() {
    let header = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n";
    let sold = "A,C1,2026-01-10,2026-02-09,1000.00,,\n";
    let note = "PEN,C1,2026-03-01,2026-03-01,40.00,penalty,A\n";
    let undone = "AV,C1,2026-03-20,,-40.00,credit_note,PEN\n";
    let inputs = |rows: &str| {
        let ledger = ledger("", &format!("{header}{sold}{rows}"), "", "");
        answer(&ledger, By::Portfolio, 3).rows[0].inputs.clone()
    };
    let [plain, charged, undone] = ["", note, &format!("{note}{undone}")].map(inputs);
    assert_eq!([plain.sales, charged.sales, undone.sales], [eur("1000"); 3]);
    assert_eq!([plain.recent_sales, undone.recent_sales], [eur("1000"); 2]);
    assert_eq!(undone.by_month, plain.by_month);
    assert_eq!([plain.penalties, charged.penalties, undone.penalties], [eur("0"), eur("40"), eur("0")]);
    // 1000 open x 100 / 1000; with the note 1040 x 100 / 1000.
    assert_eq!(Measure::Dso.of(&charged), decimal("104.0"));
    assert_eq!(Measure::Dso.of(&undone), decimal("100.0"));
    // (0 + 1000 + 0 - 1000) / (0 + 1000 + 0 - 0).
    assert_eq!(Measure::CollectionEffectiveness.of(&undone), decimal("0"));
}

fn answer(ledger: &Ledger, by: By, months: u32) -> Kpis {
    let mut policy = builtin::fr_b2b();
    policy.kpi.dso_days = 100;
    let balances = allocate(ledger, &policy.allocation, day("2026-03-31")).balances;
    kpis(ledger, &balances, &policy, (by, months), |_| true, |day| allocate(ledger, &policy.allocation, day).balances)
}

#[test]
fn each_measure_is_its_formula() {
    let ledger = three_months();
    let found = answer(&ledger, By::Portfolio, 3);
    assert_eq!(found.period, Period { from: day("2026-01-01"), to: day("2026-03-31") });
    let [row] = &found.rows[..] else { panic!("one currency") };
    let inputs = &row.inputs;
    // Open: 450 of B, overdue, and 300 of C, not due. On 2025-12-31: the 400 of O.
    assert_eq!([inputs.overdue, inputs.not_due, inputs.opening], [eur("450"), eur("300"), eur("400")]);
    // 1000 + 600 + 300; the 100 days from 2025-12-22 hold the same.
    assert_eq!([inputs.sales, inputs.recent_sales], [eur("1900"), eur("1900")]);
    // 750 x 100 / 1900 = 39.47; 300 x 100 / 1900 = 15.79; 39.5 - 15.8 = 23.7.
    assert_eq!(Measure::Dso.of(inputs), decimal("39.5"));
    assert_eq!(Measure::DsoBest.of(inputs), decimal("15.8"));
    assert_eq!(Measure::DaysDelinquent.of(inputs), decimal("23.7"));
    // March sold 300 in 31 days: 450 are left; February sold 600 in 28: 450 / 600 x 28 = 21. 31 + 21 = 52.
    assert_eq!(Measure::DsoCountBack.of(inputs), decimal("52.0"));
    // O 20 days late, A in time: 20 / 2; by amount (400 x 20 + 1000 x 0) / 1400 = 5.71.
    assert_eq!(Measure::DaysLate.of(inputs), decimal("10.0"));
    assert_eq!(Measure::DaysLateByAmount.of(inputs), decimal("5.7"));
    // Fell due in the period: O, A and B, 2000; 450 are open: 0.225.
    assert_eq!(Measure::UnpaidRate.of(inputs), decimal("0.2250"));
    // (400 + 1900 - 750) / (400 + 1900 - 300) = 1550 / 2000.
    assert_eq!(Measure::CollectionEffectiveness.of(inputs), decimal("0.7750"));
    assert_eq!(Measure::Over90Share.of(inputs), decimal("0"));
    assert_eq!(Measure::Top1Share.of(inputs), decimal("1"));
}

#[test]
fn a_month_is_seen_as_it_stood_on_its_last_day() {
    let found = answer(&three_months(), By::Month, 3);
    let january = &found.rows[0];
    assert_eq!(january.group, Group::Month(day("2026-01-01")));
    // O was paid on the 29th; A is open and not due: (400 + 1000 - 1000) / (400 + 1000 - 1000) = 1.
    assert_eq!([january.inputs.not_due, january.inputs.overdue], [eur("1000"), Amount::ZERO]);
    assert_eq!(Measure::CollectionEffectiveness.of(&january.inputs), decimal("1"));
    // February: A was paid on its due date, and B is open; what was open at its beginning is January's end.
    let february = &found.rows[1].inputs;
    assert_eq!([february.opening, february.not_due], [eur("1000"), eur("600")]);
    assert_eq!((february.paid, february.late_days), (1, 0));
    // The totals are the portfolio over the three months, not the sum of the months.
    assert_eq!(found.totals[0].inputs.open(), eur("750"));
}

#[test]
fn a_month_that_is_not_over_counts_its_days_so_far() {
    let ledger =
        ledger("", "invoice_id,customer_id,issue_date,due_date,amount\nA,C,2026-03-05,2026-04-04,100.00\n", "", "");
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-10")).balances;
    let found = kpis(&ledger, &balances, &policy, (By::Portfolio, 1), |_| true, |_| balances.clone());
    // All of what was sold in the first ten days of March is open: 10 days of sales.
    assert_eq!(Measure::DsoCountBack.of(&found.rows[0].inputs), decimal("10"));
}

#[test]
fn where_there_is_nothing_to_divide_by_there_is_no_figure() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\nA,C,2025-01-05,2025-02-04,100.00\n";
    let ledger = ledger("", invoices, "", "");
    let inputs = &answer(&ledger, By::Portfolio, 3).rows[0].inputs;
    // No sale for a year: no DSO by balance, but one by count-back, of the days since the first of January 2025 (365
    // + 90) less nothing: the 100 are all of January's sales.
    assert_eq!(Measure::Dso.of(inputs), None);
    assert_eq!(Measure::DsoCountBack.of(inputs), decimal("455"));
    assert_eq!(Measure::DaysLate.of(inputs), None);
    assert_eq!(Measure::UnpaidRate.of(inputs), None);
    assert_eq!(Measure::Over90Share.of(inputs), decimal("1"));
    assert_eq!(inputs.doubtful, eur("100"));
}

#[test]
fn groups_add_up_to_the_portfolio() {
    let customers = "customer_id,name,segment\nC1,One,hotels\nC2,Two,hotels\nC3,Three,\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind\n\
        A,C1,2026-01-10,2026-02-09,100.00,\nB,C2,2026-01-10,2026-02-09,200.00,\nC,C3,2026-03-10,2026-04-09,400.00,\n\
        D,C3,2026-03-11,2026-04-09,-50.00,\nE,C3,2026-03-12,2026-04-09,40.00,penalty\n";
    let ledger = ledger(customers, invoices, "payment_id,date,amount,customer_id\nP,2026-03-01,130.00,C1\n", "");
    let portfolio = answer(&ledger, By::Portfolio, 3).rows.remove(0).inputs;
    // A penalty note is owed but is no sale; a credit note is less of one. C1 paid 30 too much; the credit note of C3
    // went to his invoice: 200 + 350 + 40 open, 30 of credit.
    assert_eq!([portfolio.sales, portfolio.open(), portfolio.credits], [eur("650"), eur("590"), eur("-30")]);
    assert_eq!(portfolio.debtors, [eur("390"), eur("200")]);
    // Of 650 + 40 charged nothing but the 100 of A was collected, and 390 are not due: (690 - 590) / (690 - 390).
    assert_eq!(Measure::CollectionEffectiveness.of(&portfolio), decimal("0.3333"));
    for by in [By::Customer, By::Segment] {
        let rows = answer(&ledger, by, 3).rows;
        let sum = |figure: fn(&Inputs) -> Amount| rows.iter().map(|row| figure(&row.inputs)).sum::<Amount>();
        assert_eq!(sum(Inputs::outstanding), portfolio.outstanding(), "{by:?}");
        assert_eq!(sum(|inputs| inputs.sales), portfolio.sales, "{by:?}");
    }
    let segments = answer(&ledger, By::Segment, 3).rows;
    assert_eq!(segments[1].group, Group::Segment(Some("hotels".to_owned())));
    assert_eq!(segments[1].inputs.open(), eur("200"));
}

/// What is read from the balances of a later day is what was known on the day: credits that were used since, payments
/// that came back since, money that waited for its invoice, a write-off that was taken back since.
#[test]
fn months_are_as_they_were_known_whatever_came_later() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        A,C1,2026-01-05,2026-01-25,100.00,,\nB,C1,2026-02-05,2026-02-20,70.00,,\nD,C1,2026-03-05,2026-03-25,500.00,,\n\
        E,C2,2026-01-05,2026-01-25,40.00,,\nN,C1,2026-03-08,,-30.00,credit_note,B\n";
    let payments = "payment_id,date,amount,customer_id,invoice_id,kind,reverses\n\
        P1,2026-01-20,130.00,C1,,,\nP2,2026-01-28,25.00,,D,,\nP3,2026-02-25,40.00,,B,,\nP4,2026-03-10,-40.00,C1,B,return,P3\n";
    let events = "date,event,invoice_id,event_id,reference\n\
        2026-02-10,written_off,E,E1,\n2026-03-15,undo,E,E2,E1\n";
    let policy = builtin::fr_b2b();
    let mut rows = Vec::new();
    for events in ["", events] {
        let ledger = ledger("", invoices, payments, events);
        rows = answer(&ledger, By::Month, 3).rows;
        for (row, last) in rows.iter().zip(["2026-01-31", "2026-02-28", "2026-03-31"]) {
            let then = allocate(&ledger, &policy.allocation, day(last)).balances;
            let items = ledger.items();
            let open: Amount = items.map(|item| then.open(&ledger, item)).sum();
            let credits: Amount = then.credits().iter().map(|credit| credit.amount).sum();
            assert_eq!([row.inputs.open(), row.inputs.credits], [open, -credits], "{last}");
        }
    }
    // January: 30 of P1 and the 25 that wait for D; E is open. February: E is written off, B is paid.
    assert_eq!([rows[0].inputs.credits, rows[0].inputs.open()], [eur("-55"), eur("40")]);
    assert_eq!([rows[1].inputs.credits, rows[1].inputs.open()], [eur("-25"), eur("0")]);
}

#[test]
fn cash_comes_in_the_week_of_its_expected_date_and_adds_up_to_what_is_open() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        A,C,2026-03-10,2026-04-01,100.00\nB,C,2026-03-10,2026-04-06,200.00\nC,C,2026-03-10,2026-12-31,400.00\n\
        D,C,2026-01-01,2026-01-31,800.00\nE,C,2026-03-10,2026-04-01,50.00\n";
    // Of E a part of 20.00 is disputed: the rest is expected like A.
    let events = "date,event,invoice_id,amount\n2026-03-01,dispute_opened,D,\n2026-03-15,dispute_opened,E,20.00\n";
    let ledger = ledger("", invoices, "", events);
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, day("2026-03-31"));
    let scores = scoring::score(&ledger, &balances, &history, &policy, |_| true);
    let found = cash(&scores, &balances, |_| true);
    let sum: Amount = found.iter().map(|cash| cash.amount).sum();
    assert_eq!(sum, eur("1550"));
    // 2026-03-31 is a Tuesday: the first week has its five days that are left of it, up to Sunday 5 April.
    assert_eq!(found[0].when, When::Week { from: day("2026-03-31"), to: day("2026-04-05") });
    assert_eq!((found[0].amount, found[0].by_then.unwrap().expected), (eur("130"), eur("130")));
    assert_eq!(found.len() as u64, WEEKS + 2);
    let last = found.last().unwrap();
    assert_eq!((last.when, last.amount, last.overdue), (When::Disputed, eur("820"), eur("800")));
    assert_eq!(found[13].amount, eur("400"), "due in December, which is later than 13 weeks");
}

/// Eight of nine invoices were paid on the due date, one 8 days later: no interval ends after the weeks that are shown.
#[test]
fn what_came_in_by_a_week_lies_between_the_ends_of_the_intervals() {
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
    let mut payments = "payment_id,date,amount,invoice_id\n".to_owned();
    for i in 1..=9 {
        invoices += &format!("F{i},C,2025-0{i}-01,2025-0{i}-20,10.00\n");
        payments += &format!("P{i},2025-0{i}-{},10.00,F{i}\n", if i == 5 { 28 } else { 20 });
    }
    invoices += "A,C,2026-03-20,2026-04-20,100.00\nB,C,2026-03-20,2026-05-20,50.00\n";
    let ledger = ledger("", &invoices, &payments, "");
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, day("2026-03-31"));
    let scores = scoring::score(&ledger, &balances, &history, &policy, |_| true);
    let found = cash(&scores, &balances, |_| true);
    let mut before = ByThen::default();
    let mut sum = Amount::ZERO;
    for week in found.iter().filter(|cash| matches!(cash.when, When::Week { .. })) {
        let by_then = week.by_then.unwrap();
        sum += week.amount;
        assert_eq!(by_then.expected, sum);
        assert!(by_then.least <= by_then.expected && by_then.expected <= by_then.most);
        assert!(before.least <= by_then.least && before.most <= by_then.most);
        before = by_then;
    }
    // In the end both have come, even at the latest.
    assert_eq!([before.expected, before.most, before.least], [eur("150"), eur("150"), eur("150")]);
}

#[test]
fn what_customers_owe_who_are_left_out_of_the_score_comes_on_no_known_day() {
    let customers = "customer_id,name,kind\nC1,One,\nC2,Two,consumer\n";
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        A,C1,2026-03-10,2026-04-01,100.00\nB,C2,2026-01-10,2026-02-06,30.00\n";
    let ledger = ledger(customers, invoices, "", "");
    let mut policy = builtin::fr_b2b();
    policy.score.natural_persons = crate::policy::NaturalPersons::LeaveOut;
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, day("2026-03-31"));
    let scores = scoring::score(&ledger, &balances, &history, &policy, |_| true);
    let found = cash(&scores, &balances, |_| true);
    assert_eq!(found.iter().map(|cash| cash.amount).sum::<Amount>(), eur("130"));
    let last = found.last().unwrap();
    assert_eq!((last.when, last.amount, last.overdue), (When::Unknown, eur("30"), eur("30")));
}

#[test]
fn an_item_due_on_the_last_day_of_a_month_fell_due_in_the_next_one() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,30.00\nD,C,2026-02-01,2026-03-31,5.00\n";
    let found = answer(&ledger("", invoices, "", ""), By::Month, 3);
    let fell_due: Vec<Amount> = found.rows.iter().map(|row| row.inputs.fell_due).collect();
    // On 31 January A can be paid in time; on 31 March D can.
    assert_eq!(fell_due, [eur("0"), eur("100"), eur("30")]);
    assert_eq!(found.totals[0].inputs.fell_due, eur("130"));
}

/// What is given up or cancelled was not paid: it says nothing of how late payers pay.
#[test]
fn what_is_written_off_is_unpaid_and_what_is_cancelled_was_never_paid() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,applies_to\n\
        A,C,2026-01-01,2026-01-31,100.00,\nB,C,2026-01-01,2026-01-31,40.00,\nD,C,2026-01-01,2026-01-31,60.00,\n\
        E,C,2026-01-01,2026-01-31,200.00,\nN,C,2026-03-02,,-60.00,D\n";
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-02-10,100.00,A\nP2,2026-02-10,10.00,B\n";
    let events = "date,event,invoice_id\n2026-03-20,written_off,B\n";
    let found = answer(&ledger("", invoices, payments, events), By::Portfolio, 3);
    let inputs = &found.rows[0].inputs;
    // Paid to the end: A alone, 10 days late. B was given up for 30, D cancelled, E is open.
    assert_eq!((inputs.paid, inputs.late_days, inputs.paid_amount), (1, 10, eur("100")));
    assert_eq!([inputs.fell_due_open, inputs.fell_due_written_off], [eur("200"), eur("30")]);
    // (200 + 30) / 400.
    assert_eq!(Measure::UnpaidRate.of(inputs), decimal("0.5750"));
}

#[test]
fn all_that_an_insolvent_customer_owes_is_doubtful_from_that_day_on() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        A,C1,2026-03-01,2026-04-30,100.00\nB,C2,2025-06-01,2025-07-01,10.00\nC,C2,2026-03-01,2026-03-02,1.00\n";
    let ledger = ledger("", invoices, "", "date,event,customer_id\n2026-03-15,insolvency,C1\n");
    let doubtful = |kpis: &Kpis| kpis.rows.iter().map(|row| row.inputs.doubtful).collect::<Vec<_>>();
    // 100 of the insolvent one, not due yet, and the 10 that are more than 180 days late; in February only these.
    assert_eq!(doubtful(&answer(&ledger, By::Portfolio, 1)), [eur("110")]);
    assert_eq!(doubtful(&answer(&ledger, By::Month, 2)), [eur("10"), eur("110")]);
}

#[test]
fn an_insolvency_that_was_taken_back_makes_nothing_doubtful_from_then_on() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\nA,C1,2026-01-01,2026-04-30,100.00\n";
    let events = "date,event,customer_id,event_id,reference\n\
        2026-02-15,insolvency,C1,E1,\n2026-03-10,undo,C1,E2,E1\n";
    let ledger = ledger("", invoices, "", events);
    let doubtful: Vec<Amount> = answer(&ledger, By::Month, 3).rows.iter().map(|row| row.inputs.doubtful).collect();
    assert_eq!(doubtful, [eur("0"), eur("100"), eur("0")]);
}
