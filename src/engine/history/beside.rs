//! What money is for that comes while a promise or plan of a part runs: for that part, or for what it leaves out.
//!
//! Nobody can tell by a look at the balance. A sum that is just what was left out pays that where he was asked for it,
//! as a plan does by itself and a promise once a letter has gone out since; one that is the next sums, or less than the
//! next, pays those. Of one that is either or neither he has said nothing: like money that names no debt it pays what
//! is due (C. civ. 1342-10), which a sum to come is not until its day. On that day it counts for the sum as well:
//! nobody breaks his word who has paid as much.

use crate::model::{Amount, Date};

/// The sums of a commitment: by day, what must be paid, in addition to what stands before.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    /// What is due by each day in all.
    due: Vec<(Date, Amount)>,
    /// What must be paid up to each sum, in all, from the least on.
    stages: Vec<Amount>,
    /// The most of that up to each sum, in their order.
    highest: Vec<Amount>,
    all: Amount,
}

impl Sums {
    pub(super) fn new(sums: &[(Date, Amount)]) -> Sums {
        let cumulated = |sums: &[(Date, Amount)]| -> Vec<(Date, Amount)> {
            let each = sums.iter().scan(Amount::ZERO, |sum, &(until, amount)| {
                *sum += amount;
                Some((until, *sum))
            });
            each.collect()
        };
        let mut stages: Vec<Amount> = cumulated(sums).into_iter().map(|(_, sum)| sum).collect();
        let most = stages.iter().scan(Amount::ZERO, |most, &sum| {
            *most = sum.max(*most);
            Some(*most)
        });
        let highest = most.collect();
        stages.sort_unstable();
        let mut by_day = sums.to_vec();
        by_day.sort_by_key(|&(until, _)| until);
        let all = sums.iter().map(|&(_, amount)| amount).sum();
        Sums { due: cumulated(&by_day), stages, highest, all }
    }

    /// Returns what they come to.
    pub(super) fn all(&self) -> Amount {
        self.all
    }

    /// Returns the days by which one is due, in order.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.due.iter().map(|&(until, _)| until)
    }

    /// Returns what is due by a day.
    fn due_by(&self, day: Date) -> Amount {
        let at = self.due.partition_point(|&(until, _)| until <= day);
        at.checked_sub(1).map_or(Amount::ZERO, |last| self.due[last].1)
    }

    /// Tells whether a sum is what must be paid up to one of them.
    fn is_stage(&self, sum: Amount) -> bool {
        self.stages.binary_search(&sum).is_ok()
    }

    /// Returns what must be paid up to the first that is more than what was paid, in all; that where none is.
    fn next(&self, paid: Amount) -> Amount {
        self.highest.get(self.highest.partition_point(|&sum| sum <= paid)).copied().unwrap_or(paid)
    }
}

/// The money that came since a commitment of a part.
#[derive(Clone, Debug)]
pub(super) struct Purse<'a> {
    sums: &'a Sums,
    /// What it left out, of what was owed when it was made.
    left_out: Amount,
    /// What was paid of its sums.
    own: Amount,
    /// What was paid of what it left out.
    beside: Amount,
    /// What may be either.
    loose: Amount,
}

impl<'a> Purse<'a> {
    pub(super) const fn new(sums: &'a Sums, left_out: Amount) -> Purse<'a> {
        Purse { sums, left_out, own: Amount::ZERO, beside: Amount::ZERO, loose: Amount::ZERO }
    }

    /// Adds the money of a day, before which so much was owed, and which he was asked for or not.
    pub(super) fn add(&mut self, day: Date, money: Amount, owed: Amount, is_asked: bool) {
        let to_come = self.sums.all() - self.credited(day);
        let asked = (owed - to_come).max(Amount::ZERO);
        let next = self.sums.next(self.own) - self.own;
        let is_own = money == to_come || self.sums.is_stage(self.own + money);
        if money == asked && is_asked && !is_own {
            self.beside += money;
        } else if money != asked && (is_own || money < next || asked.is_zero()) {
            self.own += money;
        } else if money == asked + next || money == owed {
            self.beside += asked;
            self.own += money - asked;
        } else {
            self.loose += money;
        }
    }

    /// Returns how much of the sums counts as paid on a day: of what may be either, no more than is due by then, and
    /// what exceeds all that was left out.
    pub(super) fn credited(&self, day: Date) -> Amount {
        let for_due = (self.sums.due_by(day) - self.own).min(self.loose);
        let spare = self.loose + self.beside - self.left_out;
        self.own + for_due.max(spare).max(Amount::ZERO)
    }
}
