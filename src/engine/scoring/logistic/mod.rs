//! A small logistic model, fitted on the folder's own history.
//!
//! The odds of lateness are those of two shrunk shares of the customer's past, of all of it and of the newest part,
//! each raised to a power, times what little history, the amount and what is overdue now add:
//!
//! ```text
//! ln(p / (1 - p)) = w0 + w1 x ln odds(all) + w2 x ln odds(newest) + w3 / (1 + known)
//!                   + w4 x ln(amount / usual amount) + w5 x overdue days / 30
//!                   + w6 x ln(odds of all customers lately / their odds so far) + w7 x (due on a weekend)
//! ```
//!
//! Before anything is learnt, w1, w2 and w6 are a half and the others nothing: the odds are then the mean of both
//! shares', moved half as far as those of all customers have moved.
//! The fit may move away from that as far as the examples insist (ridge penalty), which keeps it close to the plain
//! share where there are few. How strongly each share is shrunk, how near to lateness an outcome counts for part of one
//! ([`super::degrees`]), and how long the newest part is, is what would have predicted the examples best, each being
//! predicted from what was known on its issue date.
//!
//! This file is the only one with floating-point numbers: what comes in and goes out are whole numbers. Only the four
//! operations are used, which every processor rounds alike; logarithm and exponential are our own for the same reason.

#![expect(clippy::float_arithmetic, reason = "a model's estimate, not money or rates; rounded to four decimals")]

use rust_decimal::Decimal;

use super::degrees::{Degrees, SPANS, WHOLE};
use super::knowledge::{MEMORIES, Strand};
use super::recency::NEWEST;
use super::share::{Share, Tally};
use super::trend::Trend;

/// How many weights a model has.
pub(super) const WEIGHTS: usize = 8;
/// What the weights are while nothing is learnt.
const START: [f64; WEIGHTS] = [0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.5, 0.0];
/// How strongly each weight is held there: as if so many examples of middling doubt spoke for it.
const HOLD: [f64; WEIGHTS] = [3.0, 10.0, 10.0, 10.0, 30.0, 10.0, 10.0, 30.0];
/// By how many outcomes the newest of all customers are held to those so far.
const TREND_HOLD: f64 = 30.0;
/// How many pseudo-invoices a share may be shrunk with, in halves.
const STRENGTHS: [u32; 8] = [1, 2, 3, 4, 6, 9, 12, 18];
/// How many examples a model needs, and how many of each outcome.
const LEAST: usize = 80;
/// See [`LEAST`].
const LEAST_OF_EACH: usize = 20;
/// How many examples a model needs to be believed alone.
const ENOUGH: u32 = 200;
/// How many times the weights are improved at most.
const ROUNDS: usize = 20;
/// They stand still when none of them moves by more than this.
const STILL: f64 = 1e-9;

/// What a model looks at in one case.
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
    /// Whether it falls due on a Saturday or Sunday.
    pub due_on_weekend: bool,
}

/// A case with what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Example {
    /// What was known on the issue date.
    pub case: Case,
    /// What became of it.
    pub bad: bool,
}

/// One term of a model's sum: what was found, and what it is multiplied by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What it is multiplied by.
    pub weight: Decimal,
    /// What was found.
    pub value: Decimal,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fitted {
    /// How the share of all outcomes and that of the newest are made.
    makings: [Making; 2],
    weights: [f64; WEIGHTS],
    base: Shares,
    /// How many examples it was fitted on.
    pub examples: Tally,
}

/// The outcomes of all customers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    /// Which must know something.
    pub tally: Tally,
    pub degrees: Degrees,
}

/// The share of all customers with each span; the first is that of what was late.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shares([f64; SPANS]);

/// How a share is made of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Making {
    /// Of the newest outcomes, by which of the memories; of all when by none.
    memory: Option<usize>,
    /// The place of the span.
    span: usize,
    /// Pseudo-invoices, in halves.
    halves: u32,
}

impl Fitted {
    /// Fits a model, when there are examples enough; `base` is what shares are shrunk towards.
    pub(super) fn of(examples: &[Example], base: Base) -> Option<Fitted> {
        let bad = examples.iter().filter(|example| example.bad).count();
        if examples.len() < LEAST || bad < LEAST_OF_EACH || examples.len() - bad < LEAST_OF_EACH {
            return None;
        }
        let shares = Shares::of(base);
        let all = Making::best(examples, &[None], &shares);
        let newest = Making::best(examples, &[Some(0), Some(1)], &shares);
        let makings = [all, newest];
        let rows: Vec<([f64; WEIGHTS], bool)> =
            examples.iter().map(|example| (features(&example.case, makings, &shares), example.bad)).collect();
        let weights = improved(&rows)?;
        let examples = Tally { bad: bad as u32, known: examples.len() as u32 };
        Some(Fitted { makings, weights, base: shares, examples })
    }

    /// Tells whether it was fitted on so many examples that nothing else need be asked.
    pub(super) fn has_enough(&self) -> bool {
        self.examples.known >= ENOUGH
    }

    /// Returns the probability in a case.
    pub(super) fn probability(&self, case: &Case) -> Share {
        probability(self.log_odds(case))
    }

    /// Returns the probability half way, by the logarithm of the odds, between that in a case and a plain share.
    pub(super) fn probability_between(&self, case: &Case, plain: Share) -> Share {
        let plain = f64::from(plain.ten_thousandths().clamp(1, 9_999)) / 10_000.0;
        probability((self.log_odds(case) + ln(plain / (1.0 - plain))) / 2.0)
    }

    fn log_odds(&self, case: &Case) -> f64 {
        dot(&self.weights, &features(case, self.makings, &self.base))
    }

    /// Returns what ln odds are the sum of in a case, each with four decimals.
    pub(super) fn terms(&self, case: &Case) -> [Term; WEIGHTS] {
        let values = features(case, self.makings, &self.base);
        std::array::from_fn(|i| Term { weight: decimal(self.weights[i]), value: decimal(values[i]) })
    }

    /// Returns with how many halves of pseudo-invoices and with which span the share of all and that of the newest are
    /// made, and after how many outcomes the weight of the latter is halved.
    pub(super) fn shrinkage(&self) -> ([(u32, usize); 2], u32) {
        let memory = self.makings[1].memory.unwrap_or(0);
        (self.makings.map(|making| (making.halves, making.span)), MEMORIES[memory].0)
    }
}

impl Shares {
    fn of(base: Base) -> Shares {
        Shares(base.degrees.0.map(|sum| sum as f64 / (WHOLE as f64 * f64::from(base.tally.known))))
    }

    /// Returns by what the odds of a share with a span are multiplied to make those of being late: with that, the share
    /// of all customers with this span becomes their share of what was late.
    fn scale(&self, span: usize) -> f64 {
        odds(self.0[0]) / odds(self.0[span])
    }
}

impl Making {
    /// Returns what would have predicted the examples best, the simplest of those that are alike.
    fn best(examples: &[Example], memories: &[Option<usize>], base: &Shares) -> Making {
        let mut best = (Making { memory: memories[0], span: 0, halves: STRENGTHS[0] }, f64::INFINITY);
        for span in 0..SPANS {
            for &memory in memories {
                let making = Making { memory, span, halves: 0 };
                let outcomes: Vec<_> =
                    examples.iter().map(|example| (making.counted(&example.case.strand), example.bad)).collect();
                for halves in STRENGTHS {
                    let making = Making { halves, ..making };
                    let mut surprise = Surprise::default();
                    outcomes.iter().for_each(|&(counted, bad)| surprise.note(making.odds(counted, base), bad));
                    let surprise = surprise.total();
                    if surprise < best.1 {
                        best = (making, surprise);
                    }
                }
            }
        }
        best.0
    }

    /// Returns how many outcomes there are, and how many of them were late.
    fn counted(self, strand: &Strand) -> (f64, f64) {
        let (bad, all) = match self.memory {
            None => (strand.degrees, u64::from(strand.tally.known) * NEWEST),
            Some(memory) => (strand.recent[memory].bad, strand.recent[memory].all),
        };
        let unit = (WHOLE * if self.memory.is_some() { NEWEST } else { 1 }) as f64;
        (bad.0[self.span] as f64 / unit, all as f64 / NEWEST as f64)
    }

    /// Returns the odds that the shrunk share of outcomes stands for.
    fn odds(self, (bad, all): (f64, f64), base: &Shares) -> f64 {
        let pseudo = f64::from(self.halves) / 2.0;
        odds((bad + pseudo * base.0[self.span]) / (all + pseudo)) * base.scale(self.span)
    }
}

/// The negative logarithm of the probabilities that were given to what happened, added up.
struct Surprise {
    sum: f64,
    product: f64,
}

impl Default for Surprise {
    fn default() -> Surprise {
        Surprise { sum: 0.0, product: 1.0 }
    }
}

impl Surprise {
    /// Adds what happened when lateness had those odds. Multiplying first saves nearly all logarithms.
    fn note(&mut self, odds: f64, bad: bool) {
        let given = if bad { odds } else { 1.0 } / (1.0 + odds);
        self.product *= given.max(0.001);
        if self.product < 1e-200 {
            self.sum -= ln(self.product);
            self.product = 1.0;
        }
    }

    fn total(&self) -> f64 {
        self.sum - ln(self.product)
    }
}

fn probability(log_odds: f64) -> Share {
    let odds = exp(log_odds);
    Share::from_ten_thousandths((odds / (1.0 + odds) * 10_000.0 + 0.5) as u32)
}

/// Returns a number with four decimals, rounded half away from zero.
fn decimal(x: f64) -> Decimal {
    let units = if x < 0.0 { x * 10_000.0 - 0.5 } else { x * 10_000.0 + 0.5 };
    Decimal::new(units as i64, 4)
}

fn features(case: &Case, [all, newest]: [Making; 2], base: &Shares) -> [f64; WEIGHTS] {
    let (amount, others, count) = case.amount;
    let usual = if count > 0 && others > 0 && amount > 0 {
        ln((amount as f64 * count as f64 / others as f64).clamp(0.125, 8.0))
    } else {
        0.0
    };
    [
        1.0,
        ln(all.odds(all.counted(&case.strand), base)),
        ln(newest.odds(newest.counted(&case.strand), base)),
        1.0 / (1.0 + f64::from(case.known)),
        usual,
        f64::from(case.overdue_days.min(30)) / 30.0,
        moved(case.trend, base.0[0]),
        if case.due_on_weekend { 1.0 } else { 0.0 },
    ]
}

/// Returns by how much ln odds of all customers have moved lately from what they were so far.
fn moved(trend: Trend, base: f64) -> f64 {
    let share = |tally: Tally, pseudo: f64, base: f64| {
        (f64::from(tally.bad) + pseudo * base) / (f64::from(tally.known) + pseudo)
    };
    let so_far = share(trend.all, 1.0, base);
    ln(odds(share(trend.newest, TREND_HOLD, so_far)) / odds(so_far))
}

/// Returns the odds of a share, which is kept between 0.001 and 0.999.
fn odds(share: f64) -> f64 {
    let share = share.clamp(0.001, 0.999);
    share / (1.0 - share)
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
        if step.iter().all(|step| step.abs() < STILL) {
            break;
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
mod tests;
