//! Money that was taken back: a payment that bounced never was one, unless the policy counts it until its return.

use super::*;

#[test]
fn a_return_takes_back_the_payment_that_it_names() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\n";
    let payments = "P,C,2026-02-10,120.00\nQ,C,2026-02-12,30.00\nR,C,2026-02-20,-120.00,,return,P\n";
    // P never was: Q is the first money that came, and goes to the oldest debt.
    let case = Case::new(rows, payments, "2026-03-05");
    assert_eq!(case.open(["A", "B"]), [eur("70.00"), eur("50.00")]);
    assert_eq!(case.codes(), Vec::<&str>::new());
    assert_eq!(case.settled("A"), None);
    // Until the day of the return P had settled A and paid 20.00 on B, and Q had paid the rest of B.
    assert_eq!(Case::new(rows, payments, "2026-02-19").open(["A", "B"]), [eur("0.00"), eur("0.00")]);
    // Where P counts until its return, that opens both again, and what Q paid stays where it went.
    let case = Case::with(&UNTIL_RETURNED, rows, payments, "", "2026-03-05");
    assert_eq!(case.open(["A", "B"]), [eur("100.00"), eur("20.00")]);
}

#[test]
fn a_return_without_reverses_takes_back_the_only_payment_that_fits() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,100.00\n";
    let case = Case::new(rows, "P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-100.00,A,return\n", "2026-03-05");
    assert_eq!(case.open(["A", "B"]), [eur("100.00"), eur("100.00")]);
    // Two payments of 100: which one came back? Refused, unless the invoice tells them apart.
    let two = "P,C,2026-02-10,100.00,A\nQ,C,2026-02-11,100.00,B\n";
    let case = Case::new(rows, &format!("{two}R,C,2026-02-20,-100.00,,return\n"), "2026-03-05");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec!["return-ambiguous"], [eur("0.00"), eur("0.00")]));
    let case = Case::new(rows, &format!("{two}R,C,2026-02-20,-100.00,B,return\n"), "2026-03-05");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec![], [eur("0.00"), eur("100.00")]));
    // One was taken back already, by name: the other is the only one left.
    let named = "R,C,2026-02-20,-100.00,,return,P\nS,C,2026-02-21,-100.00,,return\n";
    let case = Case::new(rows, &format!("{two}{named}"), "2026-03-05");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec![], [eur("100.00"), eur("100.00")]));
}

#[test]
fn a_return_that_fits_no_payment_is_refused_and_changes_nothing() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    for (payments, code) in [
        ("P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-90.00,A,return\n", "return-unmatched"),
        ("P,C,2026-02-10,100.00,A\nR,C,2026-02-09,-100.00,A,return\n", "return-unmatched"),
        ("P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-110.00,A,return,P\n", "return-mismatch"),
        (
            "P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-100.00,A,return,P\nS,C,2026-02-21,-100.00,A,return,P\n",
            "return-mismatch",
        ),
    ] {
        let case = Case::new(rows, payments, "2026-03-05");
        assert_eq!(case.codes(), [code], "{payments}");
    }
}

#[test]
fn a_return_on_the_day_of_its_unnamed_payment_leaves_nothing_of_it() {
    // Returns come before unnamed payments in a day, and yet the payment must not survive its return.
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\n",
        "P,C,2026-02-10,100.00\nR,C,2026-02-10,-100.00,,return\n",
        "2026-03-05",
    );
    assert_eq!((case.open(["A"]), case.credit(), case.codes()), ([eur("100.00")], eur("0.00"), vec![]));
}

#[test]
fn waiting_money_goes_to_what_a_return_opens_again() {
    let case = Case::new(
        "A,C,2026-01-01,2026-01-31,100.00\n",
        "P,C,2026-02-10,100.00,A\nQ,C,2026-02-12,30.00\nR,C,2026-02-20,-100.00,A,return\n",
        "2026-03-05",
    );
    assert_eq!((case.open(["A"]), case.credit()), ([eur("70.00")], eur("0.00")));
}

#[test]
fn settling_and_opening_again_on_one_day_does_not_move_the_day_of_settlement() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "P,C,2026-02-10,100.00,A\nR,C,2026-02-20,-100.00,,return,P\nS,C,2026-02-20,100.00\n";
    let case = Case::with(&UNTIL_RETURNED, rows, payments, "", "2026-03-05");
    assert_eq!(case.settled("A").as_deref(), Some("2026-02-10"));
    // P never was: S settles.
    assert_eq!(Case::new(rows, payments, "2026-03-05").settled("A").as_deref(), Some("2026-02-20"));
}

#[test]
fn a_payment_that_bounced_leaves_no_trace_in_the_balance_once_it_is_known() {
    let rows = "F1,C,2026-01-01,2026-01-31,10000.00\n";
    let payments = "P1,C,2026-02-05,10000.00,F1\nR1,C,2026-02-15,-10000.00,F1,return\nP2,C,2026-03-01,10000.00,F1\n";
    assert_eq!(Case::new(rows, payments, "2026-02-14").open(["F1"]), [eur("0.00")]);
    let case = Case::new(rows, payments, "2026-04-01");
    assert_eq!(case.moves("F1"), [("2026-03-01".into(), eur("-10000.00"), Cause::Payment(PaymentId(2)))]);
    let case = Case::with(&UNTIL_RETURNED, rows, payments, "", "2026-04-01");
    let days: Vec<String> = case.moves("F1").into_iter().map(|step| step.0).collect();
    assert_eq!(days, ["2026-02-05", "2026-02-15", "2026-03-01"]);
}

#[test]
fn a_part_of_a_payment_can_be_taken_back_and_the_rest_later() {
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\n";
    let payments = "P,C,2026-02-10,130.00\nR,C,2026-02-20,-40.00,,return,P\nS,C,2026-02-25,-90.00,,return,P\n";
    for rules in [&RULES, &UNTIL_RETURNED] {
        let open = |as_of: &str| {
            let case = Case::with(rules, rows, payments, "", as_of);
            assert_eq!(case.codes(), Vec::<&str>::new());
            case.open(["A", "B"])
        };
        // 130 pays A and 30 of B; 40 less pays 90 of A.
        assert_eq!(open("2026-02-19"), [eur("0.00"), eur("20.00")]);
        assert_eq!(open("2026-02-24"), [eur("10.00"), eur("50.00")]);
        assert_eq!(open("2026-02-25"), [eur("100.00"), eur("50.00")]);
    }
    // 40 + 91 is more than came in.
    let more = payments.replace("-90.00", "-91.00");
    let case = Case::new(rows, &more, "2026-03-05");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec!["return-mismatch"], [eur("10.00"), eur("50.00")]));
}

#[test]
fn what_was_refunded_of_a_payment_that_bounces_is_owed_too() {
    // 120 on 100, and the 20 of credit went back to the payer. The bank takes 100 back, and the books are even again;
    // or it takes the whole cheque back, and the 20 were given for nothing: 100 on A and 20 besides.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    for (rules, names) in [(&RULES, "P"), (&RULES, ""), (&UNTIL_RETURNED, "P"), (&UNTIL_RETURNED, "")] {
        let paid = format!("P,C,2026-02-10,120.00,A\nF,C,2026-02-12,-20.00,,refund,{names}\n");
        let on = |more: &str, as_of: &str| {
            let case = Case::with(rules, rows, &format!("{paid}{more}"), "", as_of);
            let codes: Vec<String> = case.codes().into_iter().map(str::to_owned).collect();
            (codes, case.open(["A"]), case.credit())
        };
        let told = vec!["refund-bounced".to_owned()];
        let part = "R,C,2026-02-20,-100.00,A,return,P\n";
        assert_eq!(on(part, "2026-03-05"), (vec![], [eur("100.00")], eur("0.00")));
        let whole = "R,C,2026-02-20,-120.00,A,return,P\n";
        assert_eq!(on(whole, "2026-02-19"), (vec![], [eur("0.00")], eur("0.00")));
        assert_eq!(on(whole, "2026-03-05"), (told.clone(), [eur("100.00")], eur("-20.00")));
        // Paid again, 120 or in two parts: even.
        let again = format!("{whole}Q,C,2026-03-01,120.00,A\n");
        assert_eq!(on(&again, "2026-03-05"), (vec![], [eur("0.00")], eur("0.00")));
        let in_parts = format!("{whole}Q,C,2026-03-01,110.00\nS,C,2026-03-02,10.00\n");
        assert_eq!(on(&in_parts, "2026-03-01"), (told, [eur("0.00")], eur("-10.00")));
        assert_eq!(on(&in_parts, "2026-03-02"), (vec![], [eur("0.00")], eur("0.00")));
        // More than came in cannot be taken back.
        let more = "R,C,2026-02-20,-121.00,A,return,P\n";
        assert_eq!(on(more, "2026-03-05"), (vec!["return-mismatch".to_owned()], [eur("0.00")], eur("0.00")));
    }
}

#[test]
fn a_refund_gives_back_the_money_that_was_credit_on_its_day() {
    // Q paid A; P, of 120, paid nothing and went back. P bounces: A stays paid by Q, and the 120 given back are owed.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "Q,C,2026-02-01,100.00,A\nP,C,2026-02-02,120.00\nF,C,2026-02-05,-120.00,,refund\n\
        R,C,2026-02-10,-120.00,,return,P\n";
    for rules in [&RULES, &UNTIL_RETURNED] {
        let case = Case::with(rules, rows, payments, "", "2026-03-05");
        assert_eq!((case.codes(), case.open(["A"])), (vec!["refund-bounced"], [eur("0.00")]));
        assert_eq!((case.credit(), case.settled("A").as_deref()), (eur("-120.00"), Some("2026-02-01")));
    }
    // The credit note was given back in cash; once Q has bounced it pays A in its place, and 50 are owed besides.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nN,C,2026-02-02,,50.00,credit_note\n";
    let payments = "Q,C,2026-02-01,100.00,A\nF,C,2026-02-05,-50.00,,refund\nR,C,2026-02-10,-100.00,A,return,Q\n";
    let case = Case::new(rows, payments, "2026-03-05");
    assert_eq!(
        (case.codes(), case.open(["A"]), case.credit()),
        (vec!["refund-bounced"], [eur("50.00")], eur("-50.00"))
    );
    // P and Q were credit of 50 each, and P's 50 went back. Half of P bounces: its other 75, and 25 of Q, settle A on
    // the days they came. 50 of the 75 went back on 5 February, and the 25 that are left of Q come to A that day: 25
    // are owed.
    let payments = "P,C,2026-02-01,150.00,A\nQ,C,2026-02-02,50.00,A\nF,C,2026-02-05,-50.00,,refund\n\
        R,C,2026-02-10,-75.00,A,return,P\n";
    for named in ["A", ""] {
        let payments = payments.replace("50.00,A\nF", &format!("50.00,{named}\nF"));
        let case = Case::new("A,C,2026-01-01,2026-01-31,100.00\n", &payments, "2026-03-05");
        assert_eq!((case.codes(), case.open(["A"]), case.credit()), (vec![], [eur("25.00")], eur("0.00")), "{named}");
    }
    // Q bounced before the refund: P had settled A in its place, and B was open, while N was left over under the name
    // of A and went back. When P bounces too, the refund of N stands as it did: both invoices are owed.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-02,2026-02-01,100.00\n";
    let payments = "Q,C,2026-02-02,100.00,A\nP,C,2026-02-03,100.00\nS,C,2026-02-04,-100.00,A,return,Q\n\
        N,C,2026-02-05,100.00,A\nF,C,2026-02-06,-100.00,,refund\nR,C,2026-02-10,-100.00,,return,P\n";
    let case = Case::new(rows, payments, "2026-02-09");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec![], [eur("0.00"), eur("100.00")]));
    let case = Case::new(rows, payments, "2026-03-05");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec![], [eur("100.00"), eur("100.00")]));
    assert_eq!(case.credit(), eur("0.00"));
    // A refund that no credit covered on its day is refused, though a return after it might have hidden it.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "P,C,2026-02-10,100.00,A\nF,C,2026-02-12,-100.00,,refund\nR,C,2026-02-20,-100.00,A,return,P\n";
    for rules in [&RULES, &UNTIL_RETURNED] {
        let case = Case::with(rules, rows, payments, "", "2026-03-05");
        assert_eq!((case.codes(), case.open(["A"])), (vec!["refund-exceeds-credit"], [eur("100.00")]));
        assert_eq!(case.credit(), eur("0.00"));
    }
}

#[test]
fn a_refund_that_was_sound_stays_so_when_another_payment_bounces_later() {
    // Q settles A, so P is credit and goes back to the payer. Q bounces: P is the only payment, and it went back.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "Q,C,2026-02-01,100.00,A\nP,C,2026-02-02,120.00\nF,C,2026-02-05,-120.00,,refund\n\
        R,C,2026-02-10,-100.00,A,return,Q\n";
    assert_eq!(Case::new(rows, payments, "2026-02-09").open(["A"]), [eur("0.00")]);
    let case = Case::new(rows, payments, "2026-03-05");
    assert_eq!((case.codes(), case.open(["A"]), case.credit()), (vec![], [eur("100.00")], eur("0.00")));
    // More than ever was credit is refused as before.
    let case = Case::new(rows, &payments.replace("-120.00", "-240.00"), "2026-03-05");
    assert_eq!(case.codes(), ["refund-exceeds-credit"]);
}

#[test]
fn a_refund_stands_when_the_bank_takes_its_money_back_on_the_same_day() {
    // Told in the morning, it could be made; at noon the cheque bounced. What bounced before it lowers what it may
    // give.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "P,C,2026-02-10,120.00,A\nF,C,2026-02-12,-20.00,,refund\nR,C,2026-02-12,-120.00,A,return,P\n";
    for rules in [&RULES, &UNTIL_RETURNED] {
        let case = Case::with(rules, rows, payments, "", "2026-03-05");
        assert_eq!((case.codes(), case.open(["A"])), (vec!["refund-bounced"], [eur("100.00")]));
        assert_eq!(case.credit(), eur("-20.00"));
        let more = Case::with(rules, rows, &payments.replace("-20.00", "-20.01"), "", "2026-03-05");
        assert_eq!((more.codes(), more.credit()), (vec!["refund-exceeds-credit"], eur("0.00")));
    }
}

#[test]
fn a_tolerance_does_not_let_go_what_a_bounced_payment_had_settled_whole() {
    let tolerance = Sums { any: Decimal::new(50, 2), of: BTreeMap::new() };
    let rows = "A,C,2026-01-01,2026-01-31,0.40\nB,C,2026-01-01,2026-01-31,100.00\n";
    let payments = "P,C,2026-02-01,0.40,A\nR,C,2026-02-10,-0.40,A,return\n\
        Q,C,2026-02-01,99.80,B\nS,C,2026-02-10,-99.80,B,return\n";
    for rules in [RULES, UNTIL_RETURNED] {
        let rules = AllocationRules { tolerance: tolerance.clone(), ..rules };
        let case = Case::with(&rules, rows, payments, "", "2026-03-01");
        assert_eq!(case.open(["A", "B"]), [eur("0.40"), eur("100.00")]);
    }
}

#[test]
fn thousands_of_returns_that_name_nothing_take_no_long_search() {
    let day = |i: usize| format!("2026-{:02}-{:02}", i % 12 + 1, i % 28 + 1);
    let payments: String = (0..5_000)
        .map(|i| {
            format!(
                "P{i},C,{},{}.{:02},A\nR{i},C,2027-01-01,-{}.{:02},,return\n",
                day(i),
                i / 100 + 1,
                i % 100,
                i / 100 + 1,
                i % 100
            )
        })
        .collect();
    let started = std::time::Instant::now();
    let case = Case::new("A,C,2026-01-01,2026-01-31,100.00\n", &payments, "2027-02-01");
    assert_eq!((case.codes(), case.open(["A"])), (vec![], [eur("100.00")]));
    // All of one amount: no return says which, and no finding lists them all.
    let same: String =
        (0..5_000).map(|i| format!("P{i},C,{},10.00,A\nR{i},C,2027-01-01,-10.00,,return\n", day(i))).collect();
    let case = Case::new("A,C,2026-01-01,2026-01-31,100.00\n", &same, "2027-02-01");
    assert_eq!(case.codes().len(), 5_000);
    assert!(case.allocation.findings.iter().all(|finding| finding.places.len() <= 11));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
