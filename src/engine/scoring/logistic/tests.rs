//! What a model learns from examples.

use super::super::recency::Weighed;
use super::*;

/// Returns the degrees of so many outcomes that were wholly late.
fn degrees(bad: u32, times: u64) -> Degrees {
    Degrees([u64::from(bad) * WHOLE * times; SPANS])
}

fn case(bad: u32, known: u32) -> Case {
    let weighed = Weighed { bad: degrees(bad, NEWEST), all: u64::from(known) * NEWEST };
    let strand = Strand { tally: Tally { bad, known }, degrees: degrees(bad, 1), recent: [weighed; 2] };
    let amount = (100, 0, 0);
    Case { strand, known, overdue_days: 0, amount, trend: Trend::default(), due_on_weekend: false }
}

fn base(bad: u32, known: u32) -> Base {
    Base { tally: Tally { bad, known }, degrees: degrees(bad, 1) }
}

#[test]
fn logarithm_and_exponential_agree_with_the_platform_s() {
    for x in [0.001, 0.125, 0.5, 0.999, 1.0, 1.5, 2.0, 8.0, 332.0] {
        assert!((ln(x) - x.ln()).abs() < 1e-13, "{x}");
        assert!((exp(x.ln()) / x - 1.0).abs() < 1e-11, "{x}");
    }
    assert!(exp(-500.0) > 0.0 && exp(500.0).is_finite());
}

#[test]
fn few_examples_make_no_model() {
    let example = |bad| Example { case: case(1, 4), bad };
    let examples = |good: usize, bad: usize| [vec![example(false); good], vec![example(true); bad]].concat();
    let base = base(1, 4);
    assert!(Fitted::of(&examples(59, 20), base).is_none());
    assert!(Fitted::of(&examples(200, 19), base).is_none());
    assert!(!Fitted::of(&examples(60, 20), base).unwrap().has_enough());
    assert!(Fitted::of(&examples(180, 20), base).unwrap().has_enough());
}

#[test]
fn what_the_past_shares_predict_truly_is_left_alone() {
    // Ten outcomes of which one, five or nine were bad, and just as much became bad: nothing is to be learnt.
    let mut examples = Vec::new();
    for bad in [1, 5, 9] {
        examples.extend((0..1_000).map(|i| Example { case: case(bad, 10), bad: i % 10 < bad }));
    }
    let fitted = Fitted::of(&examples, base(1, 2)).unwrap();
    assert_eq!(fitted.shrinkage(), ([(1, 0), (1, 0)], 5));
    for bad in [1, 5, 9] {
        let percent = fitted.probability(&case(bad, 10)).to_decimal() * Decimal::ONE_HUNDRED;
        assert!((percent.round() - Decimal::from(bad * 10)).abs() <= 1.into(), "{percent}");
    }
}

#[test]
fn what_the_newest_outcomes_predict_is_learnt() {
    // All alike over all time; who paid the last ones late pays late again in 9 of 10 cases.
    let turned = |late: bool, i: u32| {
        let mut case = case(5, 10);
        case.strand.recent = [Weighed { bad: degrees(if late { 5 } else { 0 }, NEWEST), all: 5 * NEWEST }; 2];
        Example { case, bad: (i % 10 < 9) == late }
    };
    let examples: Vec<Example> = (0..400).flat_map(|i| [turned(true, i), turned(false, i)]).collect();
    let fitted = Fitted::of(&examples, base(1, 2)).unwrap();
    let high = fitted.probability(&turned(true, 0).case).to_decimal();
    assert!(high > Decimal::new(85, 2), "{high}");
}

#[test]
fn between_the_model_and_a_plain_share_is_the_mean_of_the_log_odds() {
    let examples: Vec<Example> = (0..1_000).map(|i| Example { case: case(1, 10), bad: i % 10 < 2 }).collect();
    let fitted = Fitted::of(&examples, base(2, 10)).unwrap();
    let share = Share::from_ten_thousandths;
    // The model says about 0.2, odds 1/4; the plain share 0.5, odds 1: odds 1/2, a third.
    let given = fitted.probability(&case(1, 10)).ten_thousandths();
    assert!((1_900..2_100).contains(&given), "{given}");
    let between = fitted.probability_between(&case(1, 10), share(5_000)).ten_thousandths();
    assert!((3_250..3_450).contains(&between), "{between}");
    // Half way to itself is itself.
    assert_eq!(fitted.probability_between(&case(1, 10), share(given)), share(given));
}
