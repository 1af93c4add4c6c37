//! When all customers pay, taken together: how many by which day after the due date.
//!
//! What is unpaid today is not left out: it will be paid later than by now, and is counted with those that were
//! (the product-limit estimate of Kaplan and Meier, in whole numbers).

use super::timeline::{Day, Known};

/// The earliest day counted: what is paid earlier counts here.
const FIRST: i32 = -400;
/// The last day counted.
const LAST: i32 = 1_200;
const DAYS: usize = (LAST - FIRST + 1) as usize;
/// All of the invoices.
pub(super) const ALL: u64 = 1 << 32;

/// How many invoices were paid on each day after their due date, and how many are unpaid since then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Delays {
    paid: Vec<u32>,
    unpaid: Vec<u32>,
}

impl Default for Delays {
    fn default() -> Delays {
        Delays { paid: vec![0; DAYS], unpaid: vec![0; DAYS] }
    }
}

fn place(delay: i32) -> usize {
    (delay.clamp(FIRST, LAST) - FIRST) as usize
}

impl Delays {
    /// Counts what is known of an item on a day.
    pub(super) fn note(&mut self, known: Known, due: Day, day: Day) {
        match known {
            Known::Nothing => {}
            Known::Settled(delay) => self.paid[place(delay)] += 1,
            Known::Overdue | Known::Seriously => self.unpaid[place(day - due)] += 1,
        }
    }

    /// Adds the counts of another.
    pub(super) fn add(&mut self, other: &Delays) {
        self.paid.iter_mut().zip(&other.paid).for_each(|(sum, more)| *sum += more);
        self.unpaid.iter_mut().zip(&other.unpaid).for_each(|(sum, more)| *sum += more);
    }
}

/// What part of all invoices is paid by which day after the due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Curve {
    /// Of [`ALL`]; the last one is less than that when what is unpaid longest may never be paid.
    by: Vec<u64>,
    /// How many were paid by which day.
    paid_by: Vec<u32>,
    /// How many were paid by which day or are unpaid since so many days at most.
    known_by: Vec<u32>,
}

impl Curve {
    /// Computes the curve.
    pub(super) fn of(delays: &Delays) -> Curve {
        let mut at_risk: u64 = delays.paid.iter().chain(&delays.unpaid).map(|&count| u64::from(count)).sum();
        let mut left = ALL;
        let [mut paid_by, mut known_by] = [(); 2].map(|()| Vec::with_capacity(DAYS));
        let (mut by, mut paid, mut known) = (Vec::with_capacity(DAYS), 0, 0);
        for (&paid_then, &unpaid_then) in delays.paid.iter().zip(&delays.unpaid) {
            if paid_then > 0 {
                let rest = u128::from(left) * u128::from(at_risk - u64::from(paid_then)) / u128::from(at_risk);
                left = rest as u64;
            }
            at_risk -= u64::from(paid_then) + u64::from(unpaid_then);
            paid += paid_then;
            by.push(ALL - left);
            paid_by.push(paid);
            known += paid_then + unpaid_then;
            known_by.push(known);
        }
        Curve { by, paid_by, known_by }
    }

    /// Tells whether no settlement is known at all.
    pub(super) fn is_empty(&self) -> bool {
        self.paid_by[DAYS - 1] == 0
    }

    /// Returns the part of [`ALL`] paid by a day after the due date.
    pub(super) fn by(&self, delay: i32) -> u64 {
        if delay < FIRST { 0 } else { self.by[place(delay)] }
    }

    /// Returns the median of all delays so far: of what is unpaid, the days until now. It is less than what will be,
    /// and stands in where half of all may never be paid.
    pub(super) fn median_so_far(&self) -> Option<i32> {
        let all = self.known_by[DAYS - 1];
        let place = self.known_by.partition_point(|&known| u64::from(known) * 2 < u64::from(all));
        (all > 0).then(|| FIRST + place as i32)
    }

    /// Returns how many were paid from one day after the due date to another, both included.
    pub(super) fn paid(&self, from: i32, to: i32) -> u32 {
        let before = if from <= FIRST { 0 } else { self.paid_by[place(from - 1)] };
        self.paid_by[place(to)].saturating_sub(before)
    }
}

/// When one customer will probably pay: his own delays, the newest weighing most, with the curve of all customers
/// as so many invoices besides.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Expectation {
    /// Delays, rising, each with the weight of those up to it.
    own: Vec<(i32, u64)>,
    /// The weight of the curve.
    others: u64,
}

impl Expectation {
    /// Takes weighed delays that rise, and the weight of the curve.
    pub(super) fn new(mut own: Vec<(i32, u64)>, others: u64) -> Expectation {
        let mut sum = 0;
        own.iter_mut().for_each(|(_, weight)| {
            sum += *weight;
            *weight = sum;
        });
        Expectation { own, others }
    }

    fn weight_by(&self, curve: &Curve, delay: i32) -> u128 {
        let place = self.own.partition_point(|&(own, _)| own <= delay);
        let own = if place == 0 { 0 } else { self.own[place - 1].1 };
        (u128::from(own) << 32) + u128::from(self.others) * u128::from(curve.by(delay))
    }

    fn weight(&self) -> u128 {
        u128::from(self.own.last().map_or(0, |own| own.1) + self.others) << 32
    }

    /// Tells whether no delay of anybody is known.
    pub(super) fn is_unknown(&self, curve: &Curve) -> bool {
        curve.is_empty() && self.own.is_empty()
    }

    /// Tells whether everything is paid by a day after the due date.
    pub(super) fn is_over(&self, curve: &Curve, delay: i32) -> bool {
        self.weight_by(curve, delay) == self.weight()
    }

    /// Returns by which day after the due date `percent` of the weight is paid that was not paid by `after`; nothing
    /// when what is left may never be paid.
    pub(super) fn quantile(&self, curve: &Curve, percent: u32, after: Option<i32>) -> Option<i32> {
        if self.is_unknown(curve) {
            return None;
        }
        let all = self.weight();
        let before = after.map_or(0, |after| self.weight_by(curve, after));
        let wanted = before * 100 + (all - before) * u128::from(percent);
        if all == before {
            return None;
        }
        let first = after.map_or(FIRST, |after| after + 1);
        let reached = |delay: i32| self.weight_by(curve, delay) * 100 >= wanted;
        let (mut low, mut high) = (first, LAST.max(first));
        if !reached(high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if reached(middle) { high = middle } else { low = middle + 1 }
        }
        Some(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(paid: &[i32], unpaid: &[i32]) -> Curve {
        let mut delays = Delays::default();
        paid.iter().for_each(|&delay| delays.note(Known::Settled(delay), 0, 0));
        unpaid.iter().for_each(|&days| delays.note(Known::Overdue, 0, days));
        Curve::of(&delays)
    }

    #[test]
    fn what_is_unpaid_counts_with_what_was_paid_later() {
        // Four paid on days 0, 0, 10, 20: a half by day 0, all by day 20.
        let plain = curve(&[0, 0, 10, 20], &[]);
        assert_eq!([plain.by(-1), plain.by(0), plain.by(10), plain.by(20)], [0, ALL / 2, ALL / 4 * 3, ALL]);
        assert_eq!((plain.paid(0, 9), plain.paid(1, 30), plain.paid(-500, 1000)), (2, 2, 4));
        // One unpaid since 5 days besides: 2/5 by day 0, a half of the other 3/5 by day 10, all by day 20.
        let with_unpaid = curve(&[0, 0, 10, 20], &[5]);
        let tenths = |part: u64| (part * 10 + ALL / 2) / ALL;
        assert_eq!([-1, 0, 10, 20].map(|day| tenths(with_unpaid.by(day))), [0, 4, 7, 10]);
        // Nobody ever paid that late: a part may never be paid.
        assert_eq!(curve(&[0], &[5]).by(1_200), ALL / 2);
        assert_eq!(curve(&[0], &[5, 7]).median_so_far(), Some(5));
        assert_eq!(curve(&[], &[]).median_so_far(), None);
    }

    #[test]
    fn a_quantile_is_of_what_is_left() {
        let curve = curve(&[0, 0, 10, 20], &[]);
        let nobody = Expectation::new(Vec::new(), 1);
        assert_eq!(nobody.quantile(&curve, 50, None), Some(0));
        assert_eq!(nobody.quantile(&curve, 90, None), Some(20));
        // Unpaid after 5 days: day 10 or day 20, each as likely.
        assert_eq!(nobody.quantile(&curve, 50, Some(5)), Some(10));
        assert_eq!(nobody.quantile(&curve, 51, Some(5)), Some(20));
        assert_eq!(nobody.quantile(&curve, 50, Some(20)), None);
        // His own two delays of 30 days weigh 2 x 2, the curve 1: 4 of 5 parts are at 30.
        let own = Expectation::new(vec![(30, 2), (30, 2)], 1);
        assert_eq!(own.quantile(&curve, 20, None), Some(20));
        assert_eq!(own.quantile(&curve, 21, None), Some(30));
    }
}
