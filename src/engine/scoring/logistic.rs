//! A small logistic model, fitted on the folder's own history.
//!
//! The odds of lateness are those of two shrunk shares of the customer's past, of all of it and of the newest part,
//! each raised to a power, times what little history, the amount and what is overdue now add:
//!
//! ```text
//! ln(p / (1 - p)) = w0 + w1 x ln odds(all) + w2 x ln odds(newest) + w3 / (1 + known)
//!                   + w4 x ln(amount / usual amount) + w5 x overdue days / 30
//!                   + w6 x ln(odds of all customers lately / their odds so far)
//! ```
//!
//! Before anything is learnt, w1 and w2 are a half, w6 is 1 and the others nothing: the odds are then the mean of both
//! shares', moved as those of all customers have moved.
//! The fit may move away from that as far as the examples insist (ridge penalty), which keeps it close to the plain
//! share where there are few. How strongly each share is shrunk, and how long the newest part is, is what would have
//! predicted the examples best, each being predicted from what was known on its issue date.
//!
//! This file is the only one with floating-point numbers: what comes in and goes out are whole numbers. Only the four
//! operations are used, which every processor rounds alike; logarithm and exponential are our own for the same reason.

#![expect(clippy::float_arithmetic, reason = "a model's estimate, not money or rates; rounded to four decimals")]

use super::knowledge::{MEMORIES, Strand};
use super::recency::{NEWEST, Weighed};
use super::share::{Share, Tally};
use super::trend::Trend;

/// How many weights a model has.
pub(super) const WEIGHTS: usize = 7;
/// What the weights are while nothing is learnt.
const START: [f64; WEIGHTS] = [0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 1.0];
/// How strongly each weight is held there: as if so many examples of middling doubt spoke for it.
const HOLD: [f64; WEIGHTS] = [3.0, 10.0, 10.0, 10.0, 30.0, 10.0, 10.0];
/// By how many outcomes the newest of all customers are held to those so far.
const TREND_HOLD: f64 = 30.0;
/// How many pseudo-invoices a share may be shrunk with, in halves.
const STRENGTHS: [u32; 8] = [1, 2, 3, 4, 6, 9, 12, 18];
/// How many examples a model needs, and how many of each outcome.
const LEAST: usize = 200;
/// See [`LEAST`].
const LEAST_OF_EACH: usize = 30;
/// How many times the weights are improved; they stand still long before.
const ROUNDS: usize = 20;

/// Is what a model looks at in one case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    /// The outcomes of the kind that is predicted.
    pub strand: Strand,
    /// How many outcomes of any kind are known.
    pub known: u32,
    /// How many days the oldest unpaid item is overdue.
    pub overdue_days: u32,
    /// The amount, the sum of the customer's others, and how many those are.
    pub amount: (i64, i64, i64),
    /// How all customers have paid lately, and so far.
    pub trend: Trend,
}

/// Is a case with what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example {
    /// What was known on the issue date.
    pub case: Case,
    /// What became of it.
    pub bad: bool,
}

/// Is a fitted model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    shrinkage: Shrinkage,
    weights: [f64; WEIGHTS],
    base: f64,
    /// How many examples it was fitted on.
    pub examples: Tally,
}

/// Is how shares are shrunk: pseudo-invoices in halves, and which of the memories weighs the newest part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shrinkage {
    all: u32,
    newest: u32,
    memory: usize,
}

impl Fitted {
    /// Fits a model, when there are examples enough; `base` is what shares are shrunk towards.
    pub(super) fn of(examples: &[Example], base: Tally) -> Option<Fitted> {
        let bad = examples.iter().filter(|example| example.bad).count();
        if examples.len() < LEAST || bad < LEAST_OF_EACH || examples.len() - bad < LEAST_OF_EACH {
            return None;
        }
        let base_share = f64::from(base.bad) / f64::from(base.known);
        let shrinkage = Shrinkage::of(examples, base_share);
        let rows: Vec<([f64; WEIGHTS], bool)> =
            examples.iter().map(|example| (shrinkage.features(&example.case, base_share), example.bad)).collect();
        let weights = improved(&rows)?;
        let examples = Tally { bad: bad as u32, known: examples.len() as u32 };
        Some(Fitted { shrinkage, weights, base: base_share, examples })
    }

    /// Returns the probability in a case.
    pub(super) fn probability(&self, case: &Case) -> Share {
        let features = self.shrinkage.features(case, self.base);
        let odds = exp(dot(&self.weights, &features));
        Share::from_ten_thousandths((odds / (1.0 + odds) * 10_000.0 + 0.5) as u32)
    }

    /// Returns the weights in thousandths, rounded half away from zero.
    pub(super) fn thousandths(&self) -> [i64; WEIGHTS] {
        self.weights
            .map(|weight| if weight < 0.0 { (weight * 1000.0 - 0.5) as i64 } else { (weight * 1000.0 + 0.5) as i64 })
    }

    /// Returns with how many halves of pseudo-invoices the share of all and that of the newest are shrunk, and after
    /// how many outcomes the weight of the latter is halved.
    pub(super) fn shrinkage(&self) -> (u32, u32, u32) {
        (self.shrinkage.all, self.shrinkage.newest, MEMORIES[self.shrinkage.memory].0)
    }
}

impl Shrinkage {
    /// Returns what would have predicted the examples best.
    fn of(examples: &[Example], base: f64) -> Shrinkage {
        let best = |share: &dyn Fn(&Example, u32) -> f64| -> (u32, f64) {
            let surprise = |halves: u32| -> f64 {
                examples.iter().map(|example| surprise(share(example, halves), example.bad)).sum()
            };
            let tried = STRENGTHS.map(|halves| (halves, surprise(halves)));
            tried.into_iter().fold(tried[0], |best, next| if next.1 < best.1 { next } else { best })
        };
        let (all, _) = best(&|example, halves| share_of_all(&example.case.strand, halves, base));
        let newest = [0, 1].map(|memory| best(&|example, halves| newest(&example.case.strand, memory, halves, base)));
        let memory = usize::from(newest[1].1 < newest[0].1);
        Shrinkage { all, newest: newest[memory].0, memory }
    }

    fn features(self, case: &Case, base: f64) -> [f64; WEIGHTS] {
        let (amount, others, count) = case.amount;
        let usual = if count > 0 && others > 0 && amount > 0 {
            ln((amount as f64 * count as f64 / others as f64).clamp(0.125, 8.0))
        } else {
            0.0
        };
        [
            1.0,
            log_odds(share_of_all(&case.strand, self.all, base)),
            log_odds(newest(&case.strand, self.memory, self.newest, base)),
            1.0 / (1.0 + f64::from(case.known)),
            usual,
            f64::from(case.overdue_days.min(30)) / 30.0,
            moved(case.trend, base),
        ]
    }
}

/// Returns by how much ln odds of all customers have moved lately from what they were so far.
fn moved(trend: Trend, base: f64) -> f64 {
    let share = |tally: Tally, pseudo: f64, base: f64| {
        (f64::from(tally.bad) + pseudo * base) / (f64::from(tally.known) + pseudo)
    };
    let so_far = share(trend.all, 1.0, base);
    log_odds(share(trend.newest, TREND_HOLD, so_far)) - log_odds(so_far)
}

fn share_of_all(strand: &Strand, halves: u32, base: f64) -> f64 {
    let pseudo = f64::from(halves) / 2.0;
    (f64::from(strand.tally.bad) + pseudo * base) / (f64::from(strand.tally.known) + pseudo)
}

fn newest(strand: &Strand, memory: usize, halves: u32, base: f64) -> f64 {
    let Weighed { bad, all } = strand.recent[memory];
    let pseudo = f64::from(halves) / 2.0;
    (bad as f64 / NEWEST as f64 + pseudo * base) / (all as f64 / NEWEST as f64 + pseudo)
}

/// Returns -ln of the probability that was given to what happened.
fn surprise(share: f64, bad: bool) -> f64 {
    let share = share.clamp(0.001, 0.999);
    -ln(if bad { share } else { 1.0 - share })
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(0.003, 0.997);
    ln(share / (1.0 - share))
}

/// Returns the weights that predict the rows best while held at [`START`] by [`HOLD`] (Newton's method).
fn improved(rows: &[([f64; WEIGHTS], bool)]) -> Option<[f64; WEIGHTS]> {
    let mut weights = START;
    for _ in 0..ROUNDS {
        let mut slope = [0.0; WEIGHTS];
        let mut bend = [[0.0; WEIGHTS]; WEIGHTS];
        for i in 0..WEIGHTS {
            slope[i] = HOLD[i] * (weights[i] - START[i]);
            bend[i][i] = HOLD[i];
        }
        for (row, bad) in rows {
            let odds = exp(dot(&weights, row));
            let share = odds / (1.0 + odds);
            let miss = share - if *bad { 1.0 } else { 0.0 };
            let doubt = share * (1.0 - share);
            for i in 0..WEIGHTS {
                slope[i] += miss * row[i];
                for (sum, value) in bend[i].iter_mut().zip(row) {
                    *sum += doubt * row[i] * value;
                }
            }
        }
        let step = solved(bend, slope);
        for i in 0..WEIGHTS {
            weights[i] -= step[i];
        }
    }
    weights.iter().all(|weight| weight.is_finite() && (-20.0..20.0).contains(weight)).then_some(weights)
}

/// Solves `matrix` x = `right` by elimination. The matrix is that of a ridge: every pivot is above zero.
fn solved(mut matrix: [[f64; WEIGHTS]; WEIGHTS], mut right: [f64; WEIGHTS]) -> [f64; WEIGHTS] {
    for i in 0..WEIGHTS {
        for j in i + 1..WEIGHTS {
            let factor = matrix[j][i] / matrix[i][i];
            let above = matrix[i];
            matrix[j].iter_mut().zip(above).for_each(|(cell, above)| *cell -= factor * above);
            right[j] -= factor * right[i];
        }
    }
    for i in (0..WEIGHTS).rev() {
        for j in i + 1..WEIGHTS {
            right[i] -= matrix[i][j] * right[j];
        }
        right[i] /= matrix[i][i];
    }
    right
}

fn dot(a: &[f64; WEIGHTS], b: &[f64; WEIGHTS]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the natural logarithm of a number above zero: of its power of two, and of the rest by the series of
/// artanh, which leaves less than 1e-15 after 16 terms.
fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let rest = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    let ratio = (rest - 1.0) / (rest + 1.0);
    let square = ratio * ratio;
    let series = (0..16).rev().fold(0.0, |sum, i| sum * square + 1.0 / f64::from(2 * i + 1));
    f64::from(exponent) * std::f64::consts::LN_2 + 2.0 * ratio * series
}

/// Returns e to a power, which is kept between -30 and 30: a 1,024th of it by its series, then squared ten times.
fn exp(x: f64) -> f64 {
    let small = x.clamp(-30.0, 30.0) / 1024.0;
    let start = (1..=8).rev().fold(1.0, |sum, i| 1.0 + sum * small / f64::from(i));
    (0..10).fold(start, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(bad: u32, known: u32) -> Case {
        let weighed = Weighed { bad: u64::from(bad) * NEWEST, all: u64::from(known) * NEWEST };
        let strand = Strand { tally: Tally { bad, known }, recent: [weighed; 2] };
        Case { strand, known, overdue_days: 0, amount: (100, 0, 0), trend: Trend::default() }
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
        let base = Tally { bad: 1, known: 4 };
        assert!(Fitted::of(&examples(169, 30), base).is_none());
        assert!(Fitted::of(&examples(200, 29), base).is_none());
        assert!(Fitted::of(&examples(170, 30), base).is_some());
    }

    #[test]
    fn what_the_past_shares_predict_truly_is_left_alone() {
        // Ten outcomes of which one, five or nine were bad, and just as much became bad: nothing is to be learnt.
        let mut examples = Vec::new();
        for bad in [1, 5, 9] {
            examples.extend((0..1_000).map(|i| Example { case: case(bad, 10), bad: i % 10 < bad }));
        }
        let fitted = Fitted::of(&examples, Tally { bad: 1, known: 2 }).unwrap();
        assert_eq!(fitted.shrinkage(), (1, 1, 5));
        for bad in [1, 5, 9] {
            let percent = fitted.probability(&case(bad, 10)).to_decimal() * rust_decimal::Decimal::ONE_HUNDRED;
            assert!((percent.round() - rust_decimal::Decimal::from(bad * 10)).abs() <= 1.into(), "{percent}");
        }
    }

    #[test]
    fn what_the_newest_outcomes_predict_is_learnt() {
        // All alike over all time; who paid the last ones late pays late again in 9 of 10 cases.
        let turned = |late: bool, i: u32| {
            let mut case = case(5, 10);
            case.strand.recent = [Weighed { bad: if late { 5 * NEWEST } else { 0 }, all: 5 * NEWEST }; 2];
            Example { case, bad: (i % 10 < 9) == late }
        };
        let examples: Vec<Example> = (0..400).flat_map(|i| [turned(true, i), turned(false, i)]).collect();
        let fitted = Fitted::of(&examples, Tally { bad: 1, known: 2 }).unwrap();
        let high = fitted.probability(&turned(true, 0).case).to_decimal();
        assert!(high > rust_decimal::Decimal::new(85, 2), "{high}");
    }
}
