//! What came of promises and payment plans: whether what must have been paid by a day was.

use chrono::Days;

use super::commitment::{Commitment, Sum, total};
use super::contested::Contested;
use super::course::Course;
use crate::engine::allocation::Balances;
use crate::model::{Amount, Date, Ledger};

/// Where a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was missed so far.
    Running {
        /// The day by which the next sum is due.
        next: Date,
        /// The last day that is waited for it.
        last_day: Date,
    },
    /// A sum was missed: the commitment is over since that day.
    Broken(Date),
    /// Every sum was paid in time: it is kept, and over, since the day on which the last one came.
    Over(Date),
}

impl Commitment {
    /// Returns where it stands on the day of the balances, each day being waited for `grace_days` longer.
    pub fn outcome(&self, ledger: &Ledger, balances: &Balances, grace_days: u32) -> Outcome {
        let course = Course::of(self, ledger, balances);
        let mut kept_on = self.date;
        for sum in self.sums_by_day() {
            match outcome_of(&course, balances.as_of(), sum, grace_days) {
                Outcome::Over(day) => kept_on = kept_on.max(day),
                other => return other,
            }
        }
        Outcome::Over(kept_on)
    }

    /// Returns what came of the sum that is due by a day, in addition to those before; nothing when none is.
    pub fn outcome_by(&self, ledger: &Ledger, balances: &Balances, until: Date, grace_days: u32) -> Option<Outcome> {
        let sum = self.sums_by_day().into_iter().rfind(|(day, _)| *day == until)?;
        Some(outcome_of(&Course::of(self, ledger, balances), balances.as_of(), sum, grace_days))
    }

    /// Returns the day of the next sum that was not there by a day, and what of it was not; nothing for all that is
    /// open.
    pub fn awaited(&self, ledger: &Ledger, balances: &Balances, day: Date) -> Option<Sum> {
        self.to_come(ledger, balances, day).into_iter().next()
    }

    /// Returns the sums that were not there by a day, and what of each was not; nothing for all that is open.
    pub fn to_come(&self, ledger: &Ledger, balances: &Balances, day: Date) -> Vec<Sum> {
        let mut paid = Course::of(self, ledger, balances).paid_by(day);
        let left = |&(until, amount): &Sum| {
            let Some(amount) = amount else { return Some((until, None)) };
            let of_it = paid.min(amount);
            paid -= of_it;
            (amount > of_it).then_some((until, Some(amount - of_it)))
        };
        self.instalments.iter().filter_map(left).collect()
    }

    /// Returns how much of its sums is more than was open on its day of what it covers: interest and indemnity.
    pub fn beyond_principal(&self, ledger: &Ledger, balances: &Balances) -> Amount {
        let principal = || Course::of(self, ledger, balances).uncontested(&self.items, self.date);
        total(&self.instalments).map_or(Amount::ZERO, |sum| (sum - principal()).max(Amount::ZERO))
    }

    /// Takes what is contested for promised where nothing else is: who contests all that he owes, and promises, can
    /// mean nothing else.
    pub(super) fn weigh_contested(&mut self, ledger: &Ledger, balances: &Balances) {
        for day in self.contested.days() {
            if Course::of(self, ledger, balances).uncontested(&self.items, day).is_positive() {
                continue;
            }
            if day == self.date {
                self.contested = Contested::default();
                return;
            }
            self.contested.forget(day);
        }
    }
}

/// Returns where a sum stands that is due by a day.
fn outcome_of(course: &Course<'_>, as_of: Date, (next, due): Sum, grace_days: u32) -> Outcome {
    let last_day = next + Days::new(u64::from(grace_days));
    let by = last_day.min(as_of);
    if course.met(due, by) {
        Outcome::Over(course.met_on(due, by))
    } else if last_day < as_of {
        Outcome::Broken(last_day + Days::new(1))
    } else {
        Outcome::Running { next, last_day }
    }
}
