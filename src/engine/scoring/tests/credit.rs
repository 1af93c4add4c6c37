//! What is owed, how it is covered, and what incidents, ratings and persons change.

use super::*;

const HEADER: &str = "customer_id,name,kind,credit_limit,insured_limit,group,natural_person,rating,rating_date\n";
const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n";

/// Returns the scores under the built-in policy with more in `[score]`.
fn with<T>(policy: &str, customers: &str, invoices: &str, as_of: &str, look: impl FnOnce(&Scores<'_>) -> T) -> T {
    let ledger = ledger(&format!("{HEADER}{customers}"), &format!("{INVOICES}{invoices}"), "", "");
    let policy = crate::policy::load(&format!("extends = \"fr-b2b\"\n{policy}"), "policy.toml").unwrap();
    let balances = allocate(&ledger, &policy.allocation, day(as_of)).balances;
    let history = History::new(&ledger, balances.as_of());
    look(&score(&ledger, &balances, &history, &policy, |_| true))
}

fn codes(row: &CustomerScore) -> Vec<&'static str> {
    row.reasons.iter().map(|reason| reason.code()).collect()
}

#[test]
fn exposure_has_parts_and_the_insurer_bears_one_of_them() {
    // 100 due on the day itself is not overdue; 40 was due the day before.
    let invoices = "F1,C,2026-01-01,2026-01-31,40.00\nF2,C,2026-01-01,2026-02-01,100.00\n";
    let customers = "C,C,,200.00,90.00,,,,\n";
    with("", customers, invoices, "2026-02-01", |scores| {
        let c = row(scores, "C");
        assert_eq!([c.exposure.not_due, c.exposure.overdue, c.exposure.main], ["100.00", "40.00", "140.00"].map(eur));
        assert_eq!(c.insured, (eur("90.00"), eur("50.00")));
        // 140 of 200 is 70 %.
        assert_eq!((c.exposure.part_of(eur("200.00")), c.threshold(scores.rules())), (Some(7_000), Some(70)));
        assert!(!codes(c).contains(&"near-limit"));
    });
}

#[test]
fn a_group_shares_its_limit() {
    let invoices =
        "F1,A,2026-01-01,2026-03-31,60.00\nF2,B,2026-01-01,2026-03-31,50.00\nF3,D,2026-01-01,2026-03-31,1.00\n";
    let customers = "A,A,,,,Nord,,,\nB,B,,,,Nord,,,\nD,D,,,,Sud,,,\n";
    with("[score.group_limits]\nNord = \"100.00\"\n", customers, invoices, "2026-02-01", |scores| {
        for id in ["A", "B"] {
            let member = row(scores, id);
            assert_eq!(member.group, Some(Group { exposure: eur("110.00"), limit: Some(eur("100.00")) }));
            assert_eq!((codes(member), member.verdict()), (vec!["group-over-limit"], Verdict::Block));
        }
        assert_eq!(row(scores, "D").group, Some(Group { exposure: eur("1.00"), limit: None }));
    });
}

#[test]
fn a_rating_counts_from_its_day_on_and_for_a_year() {
    let invoices = "F1,C,2026-01-01,2026-03-31,10.00\n";
    let rating = |cells: &str| {
        with("[score.ratings]\n\"3++\" = 95\n", &format!("C,C,,,,,,{cells}\n"), invoices, "2026-02-01", |scores| {
            let c = row(scores, "C");
            let points: i32 = c.card.factors.iter().skip(8).map(|factor| factor.points).sum();
            (c.rating, points)
        })
    };
    let known = |value, date| Rating::Known { value, date: day(date) };
    // Little history: 20 x (95 - 50) / 50 = 18; 20 x (30 - 50) / 50 = -8; a letter of the built-in policy.
    assert_eq!(rating("3++,2026-02-01"), (known(95, "2026-02-01"), 18));
    assert_eq!(rating("30,2025-02-02"), (known(30, "2025-02-02"), -8));
    assert_eq!(rating("C,2026-01-01"), (known(50, "2026-01-01"), 0));
    assert_eq!(rating("30,2026-02-02"), (Rating::None, 0));
    assert_eq!(rating("30,2025-02-01"), (Rating::Old(day("2025-02-01")), 0));
    assert_eq!(rating("30,"), (Rating::Undated, 0));
    assert_eq!(rating("101,2026-01-01"), (Rating::NotInPolicy, 0));
    assert_eq!(rating(","), (Rating::None, 0));
}

#[test]
fn no_natural_person_is_blocked_by_the_score_alone() {
    let unpaid =
        |id: &str| -> String { (1..=3).map(|i| format!("{id}{i},{id},2026-01-01,2026-01-31,1.00\n")).collect() };
    let invoices = ["B", "P", "S"].map(unpaid).concat();
    // B is a company, P a consumer, S a sole trader; a consumer that says no is none.
    let customers = "B,B,,,,,,,\nP,P,consumer,,,,,,\nS,S,,,,,yes,,\nN,N,consumer,,,,no,,\n";
    with("", customers, &invoices, "2026-06-30", |scores| {
        let verdicts = ["B", "P", "S"].map(|id| row(scores, id).verdict());
        assert_eq!(verdicts, [Verdict::Block, Verdict::Watch, Verdict::Watch]);
        assert_eq!(["B", "P", "S", "N"].map(|id| row(scores, id).is_natural_person), [false, true, true, false]);
    });
    with("[score]\nnatural_persons = \"leave-out\"\n", customers, &invoices, "2026-06-30", |scores| {
        let ids: Vec<&str> = scores.rows().iter().map(|row| &*scores.ledger().customer(row.customer).id).collect();
        assert_eq!((ids, scores.left_out()), (vec!["B", "N"], 2));
        // They are part of the portfolio all the same.
        assert_eq!(scores.portfolio().late, tally(9, 9));
    });
}

#[test]
fn incidents_of_the_last_year_cost_points() {
    let invoices = "F1,C,2026-01-01,2026-01-31,100.00\nF2,C,2026-01-01,2026-06-30,100.00\n";
    let payments = "P1,C,2026-01-20,100.00,F1,\nR1,C,2026-02-10,-100.00,F1,P1\n";
    // Promised on 1 March for the same day, not paid: broken after the days of grace.
    let events = "2026-03-01,promise,C,F1\n";
    let folder = |as_of: &str| Folder::new("", invoices, payments, events, as_of);
    let incidents = |as_of: &str| folder(as_of).with(|scores| points(row(scores, "C"))[5..7].to_vec());
    assert_eq!(incidents("2026-02-09"), [4, 4]);
    assert_eq!(incidents("2026-02-10"), [4, 2]);
    assert_eq!(incidents("2026-03-31"), [2, 2]);
    // The return of 10 February 2026 is remembered for 365 days.
    assert_eq!(incidents("2027-02-09"), [2, 2]);
    assert_eq!(incidents("2027-02-10"), [2, 4]);
}

#[test]
fn the_recommended_limit_is_what_is_owed_on_average_times_the_grade() {
    // 3,650.00 in the year before 1 July, at 30 days, and a credit note of 365.00.
    let invoices = "F0,C,2024-01-01,2024-01-31,999.00\nF1,C,2025-07-02,2025-08-01,3650.00\nA1,C,2026-01-01,,-365.00\n";
    with("", "C,C,,,,,,,\n", invoices, "2026-07-01", |scores| {
        let c = row(scores, "C");
        let it = c.recommendation.unwrap();
        assert_eq!((it.sales, it.days, it.term_days), (eur("3285.00"), 365, 30));
        // 9.00 a day x (30 + late) x the grade's percent, up to hundreds.
        let exact = 900 * i64::from(30 + it.late_days) * i64::from(it.percent) / 100;
        assert_eq!(it.limit.minor(), (exact + 9_999) / 10_000 * 10_000);
        assert_eq!(it.percent, scores.rules().limit_percent[c.grade as usize]);
    });
    // A penalty note is no sale, and neither is what undoes it.
    let note = "invoice_id,customer_id,issue_date,due_date,amount,kind,applies_to\nF1,C,2025-07-02,2025-08-01,3650.00,,\n\
        PEN,C,2026-01-01,2026-01-01,40.00,penalty,F1\nAV,C,2026-02-01,,-40.00,credit_note,PEN\n";
    let noted = ledger(&format!("{HEADER}C,C,,,,,,,\n"), note, "", "");
    let policy = crate::policy::builtin::fr_b2b();
    let balances = allocate(&noted, &policy.allocation, day("2026-07-01")).balances;
    let history = History::new(&noted, balances.as_of());
    let scores = score(&noted, &balances, &history, &policy, |_| true);
    assert_eq!(row(&scores, "C").recommendation.unwrap().sales, eur("3650.00"));
    // Nothing was sold in the last year.
    with("", "C,C,,,,,,,\n", invoices, "2027-07-03", |scores| assert_eq!(row(scores, "C").recommendation, None));
}
