//! Every sentence of the design's paragraph on allocation has its test here, with the figures worked out by hand.

mod deposits;
mod laws;
mod losses;
mod named;
mod returns;

use super::{Allocation, Cause, allocate};
use crate::model::{Amount, Ledger, PaymentId};
use crate::policy::{AllocationRules, CreditNotesFrom, Deposits, ReturnsFrom, Sums};
use crate::testing::{day, eur, item, ledger};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const RULES: AllocationRules = AllocationRules {
    tolerance: Sums { any: Decimal::ZERO, of: BTreeMap::new() },
    credit_notes: CreditNotesFrom::Date,
    returns: ReturnsFrom::Origin,
    deposits: Deposits::Deducted,
};

/// A payment counts until the day of its return.
const UNTIL_RETURNED: AllocationRules = AllocationRules {
    tolerance: Sums { any: Decimal::ZERO, of: BTreeMap::new() },
    credit_notes: CreditNotesFrom::Date,
    returns: ReturnsFrom::Date,
    deposits: Deposits::Deducted,
};

const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to,instalment,currency,\
    discount_rate,discount_until,discount_rate_2,discount_until_2\n";
const PAYMENTS: &str = "payment_id,customer_id,date,amount,invoice_id,kind,reverses,instalment,currency\n";
const EVENTS: &str = "date,event,customer_id,invoice_id,event_id,amount,reference,instalment,interest\n";

/// A small ledger, allocated at one day.
struct Case {
    ledger: Ledger,
    allocation: Allocation,
}

impl Case {
    fn with(rules: &AllocationRules, invoices: &str, payments: &str, events: &str, as_of: &str) -> Case {
        let text = |header: &str, rows: &str| format!("{header}{}", rows.replace(' ', ""));
        let ledger = ledger("", &text(INVOICES, invoices), &text(PAYMENTS, payments), &text(EVENTS, events));
        let allocation = allocate(&ledger, rules, day(as_of));
        Case { ledger, allocation }
    }

    fn new(invoices: &str, payments: &str, as_of: &str) -> Case {
        Case::with(&RULES, invoices, payments, "", as_of)
    }

    /// Returns what is owed on each of the named items.
    fn open<const N: usize>(&self, names: [&str; N]) -> [Amount; N] {
        names.map(|name| self.allocation.balances.open(&self.ledger, item(&self.ledger, name)))
    }

    fn settled(&self, name: &str) -> Option<String> {
        let date = self.allocation.balances.settled_on(&self.ledger, item(&self.ledger, name));
        date.map(|date| date.to_string())
    }

    fn credit(&self) -> Amount {
        self.allocation.balances.credits().iter().map(|credit| credit.amount).sum()
    }

    fn codes(&self) -> Vec<&str> {
        self.allocation.findings.iter().map(|finding| finding.code.slug).collect()
    }

    /// Returns date, change and cause of each move of an item.
    fn moves(&self, name: &str) -> Vec<(String, Amount, Cause)> {
        let moves = self.allocation.balances.moves(item(&self.ledger, name));
        moves.iter().map(|step| (step.date.to_string(), step.change, step.cause())).collect()
    }
}

#[test]
fn a_payment_that_names_its_invoice_goes_there() {
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\n",
        "P,C,2026-02-10,50.00,B\n",
        "2026-03-01",
    );
    assert_eq!(case.open(["A", "B"]), [eur("100.00"), eur("0.00")]);
    assert_eq!(case.settled("B").as_deref(), Some("2026-02-10"));
    assert_eq!(case.settled("A"), None);
}

#[test]
fn a_part_payment_leaves_the_rest_open_from_its_day_on() {
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\n",
        "P,C,2026-02-10,30.00,A\nQ,C,2026-02-20,70.00,A\n",
        "2026-02-19",
    );
    assert_eq!(case.open(["A"]), [eur("70.00")]);
    assert_eq!(case.moves("A"), [("2026-02-10".into(), eur("-30.00"), Cause::Payment(PaymentId(0)))]);
}

#[test]
fn a_credit_note_with_applies_to_goes_there_whatever_its_sign() {
    for sign in ["-", ""] {
        let case = Case::new(
            &format!("A,C,2026-01-01,2026-01-31,100.00\nN,C,2026-02-05,,{sign}40.00,credit_note,A\n"),
            "",
            "2026-03-01",
        );
        assert_eq!(case.open(["A"]), [eur("60.00")]);
    }
}

#[test]
fn what_names_only_a_customer_goes_by_due_date_then_issue_date() {
    // 120 pays A (due first) whole, then B (same due date as D, issued before it) in part.
    let case = Case::new(
        "A,C,2026-01-10,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\nD,C,2026-01-02,2026-02-28,50.00\n",
        "P,C,2026-02-01,120.00\n",
        "2026-03-01",
    );
    assert_eq!(case.open(["A", "B", "D"]), [eur("0.00"), eur("30.00"), eur("50.00")]);
}

#[test]
fn an_unnamed_credit_note_goes_where_unnamed_money_goes() {
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\nN,C,2026-02-05,,-120.00,credit_note\n",
        "",
        "2026-03-01",
    );
    assert_eq!(case.open(["A", "B"]), [eur("0.00"), eur("30.00")]);
}

#[test]
fn debts_equal_in_everything_share_pro_rata_and_spare_cents_go_by_id() {
    // 10.00 over 10, 10 and 10: 3.33 each, the spare cent to A. 10.00 over 20 and 10: 6.66 + 3.33, spare to A.
    let rows = |b: &str| format!("A,C,2026-01-01,2026-01-31,{b}\nB,C,2026-01-01,2026-01-31,10.00\n");
    let case = Case::new(
        &format!("{}D,C,2026-01-01,2026-01-31,10.00\n", rows("10.00")),
        "P,C,2026-02-01,10.00\n",
        "2026-03-01",
    );
    assert_eq!(case.open(["A", "B", "D"]), [eur("6.66"), eur("6.67"), eur("6.67")]);
    let case = Case::new(&rows("20.00"), "P,C,2026-02-01,10.00\n", "2026-03-01");
    assert_eq!(case.open(["A", "B"]), [eur("13.33"), eur("6.67")]);
}

#[test]
fn unnamed_money_left_over_waits_as_credit_and_goes_the_day_an_item_is_issued() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-03-10,2026-04-10,50.00\n";
    let payments = "P,C,2026-02-01,130.00\n";
    let before = Case::new(rows, payments, "2026-03-09");
    assert_eq!((before.open(["A", "B"]), before.credit()), ([eur("0.00"), eur("0.00")], eur("30.00")));
    let after = Case::new(rows, payments, "2026-03-10");
    assert_eq!((after.open(["A", "B"]), after.credit()), ([eur("0.00"), eur("20.00")], eur("0.00")));
    assert_eq!(after.moves("B")[0].0, "2026-03-10");
}

#[test]
fn money_that_names_an_invoice_not_yet_issued_waits_for_it() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-03-10,2026-04-10,50.00\n";
    let payments = "P,C,2026-02-01,50.00,B\n";
    let before = Case::new(rows, payments, "2026-03-09");
    assert_eq!((before.open(["A", "B"]), before.credit()), ([eur("100.00"), eur("0.00")], eur("50.00")));
    let after = Case::new(rows, payments, "2026-03-10");
    assert_eq!((after.open(["A", "B"]), after.credit()), ([eur("100.00"), eur("0.00")], eur("0.00")));
    assert_eq!(after.settled("B").as_deref(), Some("2026-03-10"));
}

#[test]
fn what_exceeds_a_named_invoice_stays_credit() {
    // The other invoice, and one issued later, are left alone: nobody said that the money is for them.
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\nD,C,2026-03-01,2026-03-31,10.00\n",
        "P,C,2026-02-10,120.00,A\n",
        "2026-03-05",
    );
    assert_eq!(case.open(["A", "B", "D"]), [eur("0.00"), eur("50.00"), eur("10.00")]);
    assert_eq!(case.credit(), eur("20.00"));
    assert_eq!(case.allocation.balances.credits()[0].named, case.ledger.find_number("A"));
}

#[test]
fn on_an_invoice_with_instalments_named_money_goes_by_due_date() {
    let rows = "A,C,2026-01-01,2026-02-28,50.00,,,2\nA,C,2026-01-01,2026-01-31,50.00,,,1\n\
        A,C,2026-03-01,2026-03-31,50.00,,,3\n";
    let case = Case::new(rows, "P,C,2026-02-10,70.00,A\n", "2026-03-05");
    assert_eq!(case.open(["A/1", "A/2", "A/3"]), [eur("0.00"), eur("30.00"), eur("50.00")]);
    // 110: the two instalments that exist are settled, the excess waits for the third, issued on 1 March.
    let case = Case::new(rows, "P,C,2026-02-10,110.00,A\n", "2026-03-05");
    assert_eq!(
        (case.open(["A/1", "A/2", "A/3"]), case.credit()),
        ([eur("0.00"), eur("0.00"), eur("40.00")], eur("0.00"))
    );
    let case = Case::new(rows, "P,C,2026-02-10,50.00,A,,,2\n", "2026-03-05");
    assert_eq!(case.open(["A/1", "A/2"]), [eur("50.00"), eur("0.00")]);
}

#[test]
fn currencies_never_mix() {
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-01-31,100.00,,,,CHF\n",
        "P,C,2026-02-10,100.00,,,,,CHF\nQ,C,2026-02-10,30.00,,,,,USD\n",
        "2026-03-05",
    );
    assert_eq!(case.open(["A", "B"]), [eur("100.00"), eur("0.00")]);
    assert_eq!(case.allocation.balances.credits()[0].currency.code(), "USD");
}

#[test]
fn a_refund_lowers_the_credit_and_is_refused_beyond_it() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let case = Case::new(rows, "P,C,2026-02-10,130.00,A\nR,C,2026-02-20,-20.00,,refund\n", "2026-03-05");
    assert_eq!((case.credit(), case.codes()), (eur("10.00"), vec![]));
    let case = Case::new(rows, "P,C,2026-02-10,130.00,A\nR,C,2026-02-20,-30.01,,refund\n", "2026-03-05");
    assert_eq!((case.credit(), case.codes()), (eur("30.00"), vec!["refund-exceeds-credit"]));
}

#[test]
fn a_refund_takes_what_is_kept_under_the_row_that_it_names_first() {
    // The credit note went to A, so that A's payment is 30 too much: naming the credit note is no mistake.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nN,C,2026-01-05,,-30.00,credit_note\n";
    let paid = "P,C,2026-01-20,100.00,A\n";
    let case = Case::new(rows, &format!("{paid}R,C,2026-03-01,-30.00,N,refund\n"), "2026-03-05");
    assert_eq!((case.credit(), case.codes()), (eur("0.00"), vec![]));
    // 20 waits unnamed since 1 January and 10 is kept under A: the refund of 10 that names A leaves the 20.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let paid = "P,C,2026-01-20,110.00,A\nQ,C,2026-02-01,20.00\n";
    let case = Case::new(rows, &format!("{paid}R,C,2026-03-01,-10.00,A,refund\n"), "2026-03-05");
    assert_eq!((case.credit(), case.allocation.balances.credits()[0].named), (eur("20.00"), None));
    // One that names a payment gives that payment back and nothing else.
    let case = Case::new(rows, &format!("{paid}R,C,2026-03-01,-25.00,,refund,Q\n"), "2026-03-05");
    assert_eq!(case.codes(), ["refund-exceeds-credit"]);
}

#[test]
fn a_day_has_a_fixed_order_of_kinds() {
    // All on 10 February: A is issued, its credit note (60) and the payment that names it (30) go first, so that
    // the money that names nothing (25) finds 10 open on A, and the rest waits; then 15 of it are given back.
    let case = Case::new(
        "A,C,2026-02-10,2026-03-31,100.00\nN,C,2026-02-10,,-60.00,credit_note,A\n",
        "A1,C,2026-02-10,-15.00,,refund\nB1,C,2026-02-10,25.00\nC1,C,2026-02-10,30.00,A\n",
        "2026-02-10",
    );
    assert_eq!((case.open(["A"]), case.credit(), case.codes()), ([eur("0.00")], eur("0.00"), vec![]));
    assert_eq!(
        case.moves("A").iter().map(|step| step.1).collect::<Vec<_>>(),
        [eur("-60.00"), eur("-30.00"), eur("-10.00")]
    );
}

#[test]
fn credit_notes_act_from_their_date_or_by_policy_from_the_origin() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nN,C,2026-02-05,,-40.00,credit_note,A\n";
    assert_eq!(Case::new(rows, "", "2026-03-01").moves("A")[0].0, "2026-02-05");
    let origin = AllocationRules { credit_notes: CreditNotesFrom::Origin, ..RULES };
    assert_eq!(Case::with(&origin, rows, "", "", "2026-03-01").moves("A")[0].0, "2026-01-01");
    // Before the credit note exists it has not happened, whatever it will correct.
    assert_eq!(Case::with(&origin, rows, "", "", "2026-02-04").open(["A"]), [eur("100.00")]);
}

/// 1,000.00 with 2 % for payment by 15 January: 980.00 settles it.
const DISCOUNTED: &str = "A,C,2026-01-01,2026-01-31,1000.00,,,,,2,2026-01-15\n";

#[test]
fn a_discount_taken_in_time_settles_the_invoice() {
    let case = Case::new(DISCOUNTED, "P,C,2026-01-15,980.00,A\n", "2026-03-01");
    assert_eq!(case.open(["A"]), [eur("0.00")]);
    assert_eq!(case.moves("A")[1], ("2026-01-15".into(), eur("-20.00"), Cause::Discount));
}

#[test]
fn a_discount_taken_late_or_short_is_a_part_payment() {
    for payment in ["P,C,2026-01-16,980.00,A\n", "P,C,2026-01-15,979.99,A\n", "P,C,2026-01-15,980.00\n"] {
        let case = Case::new(DISCOUNTED, payment, "2026-03-01");
        assert!(case.open(["A"])[0] >= eur("20.00"), "{payment}");
    }
}

#[test]
fn the_discount_counts_several_payments_and_the_amount_less_credit_notes() {
    // (1000 - 100) x 0.98 = 882.00, paid as 400 and 482.
    let case = Case::new(
        &format!("{DISCOUNTED}N,C,2026-01-05,,-100.00,credit_note,A\n"),
        "P,C,2026-01-10,400.00,A\nQ,C,2026-01-15,482.00,A\n",
        "2026-03-01",
    );
    assert_eq!(case.open(["A"]), [eur("0.00")]);
    assert_eq!(case.moves("A")[3].1, eur("-18.00"));
}

#[test]
fn the_discount_falls_away_with_the_payment_that_earned_it() {
    let case = Case::new(DISCOUNTED, "P,C,2026-01-15,980.00,A\nR,C,2026-01-25,-980.00,A,return\n", "2026-03-01");
    assert_eq!(case.open(["A"]), [eur("1000.00")]);
}

#[test]
fn of_several_discounts_each_can_be_earned_by_its_day() {
    let rows = "A,C,2026-01-01,2026-01-31,1000.00,,,,,2,2026-01-10,1,2026-01-20\n";
    for (payments, open, discount) in [
        ("P,C,2026-01-10,980.00,A\n", "0.00", "-20.00"),
        // A day too late for 2 %: ten more by the 20th make 990, and 1 % is earned.
        ("P,C,2026-01-11,980.00,A\nQ,C,2026-01-20,10.00,A\n", "0.00", "-10.00"),
        ("P,C,2026-01-05,500.00,A\nQ,C,2026-01-15,490.00,A\n", "0.00", "-10.00"),
        ("P,C,2026-01-05,500.00,A\nQ,C,2026-01-15,480.00,A\n", "20.00", "0.00"),
        ("P,C,2026-01-21,990.00,A\n", "10.00", "0.00"),
        // The cheque of the 10th bounces: what came by the 20th earns 1 % all the same.
        ("P,C,2026-01-10,980.00,A\nR,C,2026-01-14,-980.00,A,return\nQ,C,2026-01-18,990.00,A\n", "0.00", "-10.00"),
    ] {
        let case = Case::new(rows, payments, "2026-03-01");
        let granted =
            case.moves("A").iter().filter(|step| step.2 == Cause::Discount).map(|step| step.1).sum::<Amount>();
        assert_eq!((case.open(["A"]), granted), ([eur(open)], eur(discount)), "{payments}");
    }
}

#[test]
fn the_tolerance_settles_a_small_rest_and_shows_it() {
    let rules = AllocationRules { tolerance: Sums { any: Decimal::new(50, 2), of: BTreeMap::new() }, ..RULES };
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-01-31,0.40\n";
    let case = Case::with(&rules, rows, "P,C,2026-02-01,99.50,A\n", "", "2026-03-01");
    // B was never paid at all: a small debt is not a small rest.
    assert_eq!(case.open(["A", "B"]), [eur("0.00"), eur("0.40")]);
    assert_eq!(case.moves("A")[1], ("2026-02-01".into(), eur("-0.50"), Cause::Tolerance));
    let case = Case::with(&rules, rows, "P,C,2026-02-01,99.49,A\n", "", "2026-03-01");
    assert_eq!(case.open(["A"]), [eur("0.51")]);
}

#[test]
fn written_off_lowers_the_balance_by_its_amount_else_by_all_and_undo_restores_it() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let all = "2026-02-10,written_off,,A,E1\n";
    let undo = "2026-02-20,undo,C,,E2,,E1\n";
    let at = |events: &str, as_of: &str| Case::with(&RULES, rows, "", events, as_of).open(["A"])[0];
    assert_eq!(at(all, "2026-02-09"), eur("100.00"));
    assert_eq!(at(all, "2026-02-10"), eur("0.00"));
    assert_eq!(at("2026-02-10,written_off,,A,E1,30.00\n", "2026-02-10"), eur("70.00"));
    assert_eq!(at(&format!("{all}{undo}"), "2026-02-19"), eur("0.00"));
    assert_eq!(at(&format!("{all}{undo}"), "2026-02-20"), eur("100.00"));
    let undone_undo = "2026-02-25,undo,C,,E3,,E2\n";
    assert_eq!(at(&format!("{all}{undo}{undone_undo}"), "2026-02-25"), eur("0.00"));
    // Undos that take each other back take back nothing.
    let circle = "2026-02-20,undo,C,,E4,,E2\n2026-02-20,undo,C,,E2,,E4\n";
    assert_eq!(at(&format!("{all}{undo}{circle}"), "2026-02-25"), eur("0.00"));
    let case = Case::with(&RULES, rows, "", "2026-02-10,written_off,C,,E1,30.00\n", "2026-03-01");
    assert_eq!((case.codes(), case.open(["A"])), (vec!["write-off-unclear"], [eur("100.00")]));
    let case = Case::with(&RULES, rows, "", "2026-02-10,written_off,,A,E1,130.00\n", "2026-03-01");
    assert_eq!((case.codes(), case.open(["A"])), (vec!["write-off-capped"], [eur("0.00")]));
}

#[test]
fn nothing_dated_after_the_day_has_happened() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-02-01,2026-02-28,50.00\n";
    let payments = "P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-100.00,A,return\n";
    for (as_of, open) in [
        ("2025-12-31", ["0.00", "0.00"]),
        ("2026-01-31", ["100.00", "0.00"]),
        ("2026-02-09", ["100.00", "50.00"]),
        ("2026-02-19", ["0.00", "50.00"]),
        ("2026-02-20", ["100.00", "50.00"]),
    ] {
        assert_eq!(Case::new(rows, payments, as_of).open(["A", "B"]), open.map(eur), "{as_of}");
    }
}

#[test]
fn a_batch_of_equal_debts_and_its_payments_take_no_long_search() {
    // 5,000 payments of 0.07 over 20,000 debts of 10.00: 350.00 of 200,000.00.
    let invoices: String = (0..20_000).map(|i| format!("F{i:05},C,2026-01-01,2026-01-31,10.00\n")).collect();
    let payments: String = (0..5_000).map(|i| format!("P{i:05},C,2026-02-{:02},0.07\n", i % 28 + 1)).collect();
    let started = std::time::Instant::now();
    let case = Case::new(&invoices, &payments, "2026-03-01");
    let open: Amount =
        (0..20_000).map(|row| case.allocation.balances.open(&case.ledger, crate::model::ItemId(row))).sum();
    assert_eq!((open, case.credit()), (eur("199650.00"), eur("0.00")));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
