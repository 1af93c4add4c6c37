//! What money is for that comes while a promise or plan of a part runs: for that part, or for what it leaves out.
//!
//! Nobody can tell by a look at the balance. A sum that is just what was left out pays that, for that is what he was asked
//! for; one that is the next sums, or less than the next, pays those. Of one that is either or neither he has said nothing:
//! like money that names no debt it pays what is due (C. civ. 1342-10), which a sum to come is not until its day. On that day
//! it counts for the sum as well: nobody breaks his word who has paid as much.

use crate::model::{Amount, Date};

/// The money that came since a commitment of a part.
#[derive(Clone, Debug)]
pub(super) struct Purse<'a> {
    /// By day, what must be paid, in addition to what stands before.
    sums: &'a [(Date, Amount)],
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
    pub(super) const fn new(sums: &'a [(Date, Amount)], left_out: Amount) -> Purse<'a> {
        Purse { sums, left_out, own: Amount::ZERO, beside: Amount::ZERO, loose: Amount::ZERO }
    }

    /// Adds the money of a day, before which so much was owed.
    pub(super) fn add(&mut self, day: Date, money: Amount, owed: Amount) {
        let to_come = self.all() - self.credited(day);
        let asked = (owed - to_come).max(Amount::ZERO);
        let next = self.next() - self.own;
        let is_own = money == to_come || self.stages().any(|sum| sum == self.own + money);
        if money == asked && !is_own {
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

    /// Returns how much of the sums counts as paid on a day: of what may be either, no more than is due by then, and what
    /// exceeds all that was left out.
    pub(super) fn credited(&self, day: Date) -> Amount {
        let due: Amount = self.sums.iter().filter(|(until, _)| *until <= day).map(|&(_, amount)| amount).sum();
        let for_due = (due - self.own).min(self.loose);
        let spare = self.loose + self.beside - self.left_out;
        self.own + for_due.max(spare).max(Amount::ZERO)
    }

    fn all(&self) -> Amount {
        self.sums.iter().map(|&(_, amount)| amount).sum()
    }

    /// Returns what must be paid up to each sum, in all.
    fn stages(&self) -> impl Iterator<Item = Amount> {
        self.sums.iter().scan(Amount::ZERO, |sum, &(_, amount)| {
            *sum += amount;
            Some(*sum)
        })
    }

    /// Returns what must be paid up to the next sum that was not, in all.
    fn next(&self) -> Amount {
        self.stages().find(|&sum| sum > self.own).unwrap_or(self.own)
    }
}
