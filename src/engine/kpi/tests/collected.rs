//! What was to be collected and what was: deposits count once, and what was owed before counts as owed before.

use super::*;

/// A deposit of 300 is deducted from the final invoice of 1000: both together are 1000.
///
/// | row | due | amount | paid |
/// |---|---|---|---|
/// | D, deposit on A | 2026-01-31 | 300 | 2026-01-31, in time |
/// | A | 2026-02-28 | 1000 less 300 | 2026-03-10, 10 days late |
/// | B | 2026-02-28 | 1000 | open |
#[test]
fn a_deposit_is_not_billed_twice() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\n\
        D,C,2026-01-01,2026-01-31,300.00,deposit,A\nA,C,2026-02-01,2026-02-28,1000.00,,\nB,C,2026-02-01,2026-02-28,1000.00,,\n";
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-01-31,300.00,D\nP2,2026-03-10,700.00,A\n";
    let inputs = &answer(&ledger("", invoices, payments, ""), By::Portfolio, 3).rows[0].inputs;
    // 300 + 700 + 1000; of these 1000 are open: half.
    assert_eq!([inputs.fell_due, inputs.fell_due_open], [eur("2000"), eur("1000")]);
    assert_eq!(Measure::UnpaidRate.of(inputs), decimal("0.5"));
    // (300 x 0 + 700 x 10) / 1000.
    assert_eq!(inputs.paid_amount, eur("1000"));
    assert_eq!(Measure::DaysLateByAmount.of(inputs), decimal("7"));
}

/// 10,000 are brought forward on 1 January, 4,000 of them paid in the period; 1,000 are sold and paid.
#[test]
fn a_balance_brought_forward_was_owed_when_the_period_began() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount,kind\n\
        AN,C,2026-01-01,2026-01-01,10000.00,opening\nF,C,2026-01-05,2026-02-04,1000.00,\n";
    let payments = "payment_id,date,amount,invoice_id\nP1,2026-02-04,1000.00,F\nP2,2026-03-04,4000.00,AN\n";
    let inputs = &answer(&ledger("", invoices, payments, ""), By::Portfolio, 3).rows[0].inputs;
    assert_eq!([inputs.opening, inputs.sales], [eur("10000"), eur("1000")]);
    // (10000 + 1000 - 6000) / (10000 + 1000 - 0) = 5 / 11.
    assert_eq!(Measure::CollectionEffectiveness.of(inputs), decimal("0.4545"));
}

/// F was paid in December and the payment came back in February: its 100 were to be collected, and were not. The
/// payment of G came and went in the period: that is no other debt.
#[test]
fn a_payment_that_bounced_left_its_sum_to_be_collected() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F,C,2025-11-01,2025-12-01,100.00\nG,C,2025-11-01,2025-12-01,60.00\n";
    let payments = "payment_id,date,amount,invoice_id,kind,reverses\n\
        P1,2025-12-01,100.00,F,,\nP2,2026-01-05,60.00,G,,\nR1,2026-02-02,-100.00,F,return,P1\n\
        R2,2026-02-02,-60.00,G,return,P2\nP3,2026-03-02,60.00,G,,\n";
    let ledger = ledger("", invoices, payments, "");
    let inputs = &answer(&ledger, By::Portfolio, 3).rows[0].inputs;
    // 60 of G were open on 31 December, 100 of F became so again; those are open.
    assert_eq!([inputs.opening, inputs.open()], [eur("160"), eur("100")]);
    // (160 - 100) / 160.
    assert_eq!(Measure::CollectionEffectiveness.of(inputs), decimal("0.375"));
    let months = answer(&ledger, By::Month, 3).rows;
    let effective: Vec<_> = months.iter().map(|row| Measure::CollectionEffectiveness.of(&row.inputs)).collect();
    // January: all 60. February: the 160 came back, nothing was collected. March: 60 of 160.
    assert_eq!(effective, [decimal("1"), decimal("0"), decimal("0.375")]);
}

/// A credit note that is set against nothing yet takes off sales what was not open: less than nothing is no figure.
#[test]
fn less_than_nothing_is_no_figure() {
    let inputs = Inputs { opening: eur("5000"), sales: eur("-1000"), overdue: eur("6000"), ..Inputs::default() };
    assert_eq!(Measure::CollectionEffectiveness.of(&inputs), None);
}

#[test]
fn where_nothing_is_owed_and_nothing_was_sold_the_count_back_is_zero_days() {
    let invoices =
        "invoice_id,customer_id,issue_date,due_date,amount,kind\nAN,C,2026-01-01,2026-01-01,500.00,opening\n";
    let ledger = ledger("", invoices, "payment_id,date,amount,invoice_id\nP,2026-03-04,500.00,AN\n", "");
    assert_eq!(Measure::DsoCountBack.of(&answer(&ledger, By::Portfolio, 3).rows[0].inputs), decimal("0"));
}

/// The notice of 20 March has 15 days: on 31 March nothing of it is counted, its promise neither.
#[test]
fn promises_of_notices_that_still_run_are_not_counted() {
    let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F,C,2026-01-01,2026-01-31,100.00\nG,C,2026-01-01,2026-01-31,100.00\n";
    let events = "date,event,event_id,customer_id,invoice_id,level,channel,amount,until\n\
        2026-02-10,notice,N1,C,F,reminder,email,,\n2026-02-12,promise,P1,C,F,,,100.00,2026-02-20\n\
        2026-03-20,notice,N2,C,G,reminder,email,,\n2026-03-22,promise,P2,C,G,,,100.00,2026-03-25\n";
    let ledger = ledger("", invoices, "", events);
    let policy = builtin::fr_b2b();
    let balances = allocate(&ledger, &policy.allocation, day("2026-03-31")).balances;
    let history = History::new(&ledger, day("2026-03-31"));
    let period = Period { from: day("2026-01-01"), to: day("2026-03-31") };
    let question = ResponseQuestion { by: ResponseBy::Level, period, within: 15 };
    let found = responses(&ledger, &balances, &policy, &history, question, |_| true);
    let [ResponseRow { response: row, .. }] = &found.rows[..] else { panic!("one level") };
    assert_eq!((row.notices, row.running, row.promises, row.broken), (1, 1, 1, 1));
}
