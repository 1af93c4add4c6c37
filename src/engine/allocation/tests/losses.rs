//! Write-offs, their undoing, and money that comes after them.

use super::*;

const ROWS: &str = "F1,C,2026-01-01,2026-01-31,500.00\n";

#[test]
fn a_payment_after_a_write_off_takes_it_back_up_to_its_amount() {
    let events = "2026-02-10,written_off,,F1,E1\n";
    let case = Case::with(&RULES, ROWS, "P,C,2026-03-01,500.00,F1\n", events, "2026-04-01");
    assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("0.00")));
    let expected = [
        ("2026-02-10".into(), eur("-500.00"), Cause::WriteOff(0)),
        ("2026-03-01".into(), eur("500.00"), Cause::Recovery(0)),
        ("2026-03-01".into(), eur("-500.00"), Cause::Payment(PaymentId(0))),
    ];
    assert_eq!(case.moves("F1"), expected);
    // 200 were written off; 300 pay the rest, 150 recover, and of 250 the last 50 are credit.
    let events = "2026-02-10,written_off,,F1,E1,200.00\n";
    for (paid, recovered, credit) in
        [("300.00", "0.00", "0.00"), ("450.00", "150.00", "0.00"), ("550.00", "200.00", "50.00")]
    {
        let case = Case::with(&RULES, ROWS, &format!("P,C,2026-03-01,{paid},F1\n"), events, "2026-04-01");
        let back = case.moves("F1").into_iter().filter(|step| step.2 == Cause::Recovery(0));
        assert_eq!((back.map(|step| step.1).sum::<Amount>(), case.credit()), (eur(recovered), eur(credit)));
        assert_eq!(case.open(["F1"]), [eur("0.00")]);
    }
    // Money that names nothing is for what is owed.
    let case = Case::with(&RULES, ROWS, "P,C,2026-03-01,500.00\n", "2026-02-10,written_off,,F1,E1\n", "2026-04-01");
    assert_eq!(case.credit(), eur("500.00"));
}

#[test]
fn a_recovery_that_bounces_leaves_the_write_off_as_it_was() {
    let events = "2026-02-10,written_off,,F1,E1\n";
    let payments = "P,C,2026-03-01,500.00,F1\nR,C,2026-03-10,-500.00,F1,return\n";
    for rules in [&RULES, &UNTIL_RETURNED] {
        let case = Case::with(rules, ROWS, payments, events, "2026-04-01");
        assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("0.00")));
        let lost =
            case.moves("F1").into_iter().filter(|step| matches!(step.2, Cause::WriteOff(_) | Cause::Recovery(_)));
        assert_eq!(lost.map(|step| step.1).sum::<Amount>(), eur("-500.00"));
    }
}

#[test]
fn a_credit_goes_where_it_is_allocated_and_comes_back_when_that_is_undone() {
    let rows =
        "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\nN,C,2026-02-05,,-30.00,credit_note,A\n";
    let paid = "P,C,2026-02-01,120.00,A\n";
    let at = |events: &str, as_of: &str| {
        let case = Case::with(&RULES, rows, paid, events, as_of);
        let codes: Vec<String> = case.codes().into_iter().map(str::to_owned).collect();
        (case.open(["A", "B"]), case.credit(), codes.join(" "))
    };
    // P left 20.00 on A, and the credit note is all credit: 50.00.
    assert_eq!(at("", "2026-03-01"), ([eur("0.00"), eur("50.00")], eur("50.00"), String::new()));
    let both = "2026-02-10,allocated,,B,E1,,P\n2026-02-11,allocated,,B,E2,10.00,N\n";
    assert_eq!(at(both, "2026-03-01"), ([eur("0.00"), eur("20.00")], eur("20.00"), String::new()));
    assert_eq!(at(both, "2026-02-09").1, eur("50.00"));
    let undone = format!("{both}2026-02-12,undo,C,,E3,,E1\n");
    assert_eq!(at(&undone, "2026-03-01"), ([eur("0.00"), eur("40.00")], eur("40.00"), String::new()));
    let more = "2026-02-10,allocated,,B,E1,25.00,P\n";
    assert_eq!(at(more, "2026-03-01"), ([eur("0.00"), eur("30.00")], eur("30.00"), "allocation-capped".to_owned()));
    assert_eq!(at("2026-02-10,allocated,,B,E1,,X\n", "2026-03-01").2, "credit-unknown");
    // Taken back since, it is in nobody's way, on the days between either.
    let lost = "2026-02-10,allocated,,B,E1,,X\n2026-02-20,undo,C,,E2,,E1\n";
    for day in ["2026-02-15", "2026-03-01"] {
        assert_eq!(at(lost, day).2, "", "{day}");
    }
}

#[test]
fn a_small_rest_that_was_let_go_can_be_paid_after_all() {
    let rules = AllocationRules { tolerance: Sums { any: Decimal::ONE, of: BTreeMap::new() }, ..RULES };
    let case = Case::with(&rules, ROWS, "P,C,2026-02-01,499.60,F1\nQ,C,2026-02-09,0.40,F1\n", "", "2026-04-01");
    assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("0.00")));
}

#[test]
fn an_undone_write_off_never_was_also_when_it_is_undone_on_its_own_day() {
    for undone_on in ["2026-02-10", "2026-02-20"] {
        let events = format!("2026-02-10,written_off,,F1,E1\n{undone_on},undo,C,,E2,,E1\n");
        let case = Case::with(&RULES, ROWS, "", &events, "2026-03-01");
        assert_eq!((case.open(["F1"]), case.moves("F1").len()), ([eur("500.00")], 0));
    }
}

#[test]
fn what_was_open_while_an_undo_was_in_force_stays_so_when_the_undo_is_undone() {
    let events = "2026-02-10,written_off,,F1,E1\n2026-02-20,undo,C,,E2,,E1\n2026-03-05,undo,C,,E3,,E2\n";
    assert_eq!(Case::with(&RULES, ROWS, "", events, "2026-03-04").moves("F1"), []);
    let case = Case::with(&RULES, ROWS, "", events, "2026-04-01");
    assert_eq!(case.moves("F1"), [("2026-03-05".into(), eur("-500.00"), Cause::WriteOff(0))]);
    // And undone once more, it never was again.
    let again = format!("{events}2026-03-20,undo,C,,E4,,E3\n");
    assert_eq!(Case::with(&RULES, ROWS, "", &again, "2026-04-01").moves("F1"), []);
}

#[test]
fn what_was_given_back_before_a_write_off_was_undone_stays_given_back() {
    // F1 was lost when 500 came that named nothing, and went back to the payer; it was not lost: 500 are owed on it.
    let paid = "P,C,2026-03-01,500.00\nQ,C,2026-03-05,-500.00,,refund\n";
    for (rules, undone_on) in [(&RULES, "2026-03-05"), (&RULES, "2026-03-10"), (&UNTIL_RETURNED, "2026-03-10")] {
        let events = format!("2026-02-10,written_off,,F1,E1\n{undone_on},undo,C,,E2,,E1\n");
        let case = Case::with(rules, ROWS, paid, &events, "2026-04-01");
        assert_eq!((case.codes(), case.open(["F1"]), case.credit()), (vec![], [eur("500.00")], eur("0.00")));
        // And of the day after the refund that is still so.
        let case = Case::with(rules, ROWS, paid, &events, "2026-03-04");
        assert_eq!((case.open(["F1"]), case.credit()), ([eur("0.00")], eur("500.00")));
    }
    // Undone before it, the refund gives back what is no credit.
    let events = "2026-02-10,written_off,,F1,E1\n2026-03-04,undo,C,,E2,,E1\n";
    assert_eq!(Case::with(&RULES, ROWS, paid, events, "2026-04-01").codes(), ["refund-exceeds-credit"]);
}

#[test]
fn what_was_given_back_before_a_move_was_undone_stays_given_back() {
    // N was moved to A, so that P was over and went back; without the move P is the only money for A, and it went back.
    let rows = "A,C,2026-01-01,2026-01-31,100.00\nB,C,2026-01-01,2026-02-28,50.00\nN,C,2026-02-05,,100.00,credit_note,B\n\
        M,C,2026-02-05,,50.00,credit_note,B\n";
    let paid = "P,C,2026-02-10,100.00\nQ,C,2026-03-05,-100.00,,refund\n";
    let events = "2026-02-06,allocated,,A,E1,100.00,N\n2026-03-10,undo,C,,E2,,E1\n";
    let case = Case::with(&RULES, rows, paid, events, "2026-04-01");
    assert_eq!((case.codes(), case.open(["A", "B"])), (vec![], [eur("100.00"), eur("0.00")]));
    assert_eq!(case.credit(), eur("100.00"));
}
