//! Parts of a whole, exact until they are rounded once to four decimals.

use rust_decimal::Decimal;

/// How many of the outcomes that are known were bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were bad.
    pub bad: u32,
    /// How many are known.
    pub known: u32,
}

impl Tally {
    /// Counts one more outcome.
    pub(super) fn note(&mut self, bad: bool) {
        self.known += 1;
        self.bad += u32::from(bad);
    }

    /// Takes back an outcome and counts another, where there is one.
    pub(super) fn replace(&mut self, before: Option<bool>, now: Option<bool>) {
        if let Some(bad) = before {
            self.known -= 1;
            self.bad -= u32::from(bad);
        }
        if let Some(bad) = now {
            self.note(bad);
        }
    }

    /// Adds those of another.
    pub(super) fn add(&mut self, other: Tally) {
        self.known += other.known;
        self.bad += other.bad;
    }

    /// Returns (bad + `pseudo` x base) / (known + `pseudo`), where base is the share of `prior`, which must know
    /// something. Computed in whole numbers and rounded once, half away from zero, to four decimals.
    pub(super) fn shrunk(self, pseudo: u32, prior: Tally) -> Share {
        let [bad, known, pseudo] = [self.bad, self.known, pseudo].map(u128::from);
        let [base_bad, base_known] = [prior.bad, prior.known].map(u128::from);
        if known + pseudo == 0 {
            return Share::of(base_bad, base_known);
        }
        Share::of(bad * base_known + pseudo * base_bad, (known + pseudo) * base_known)
    }
}

/// A part of a whole from 0 to 1 with four decimals: what is shown, and what points are computed from, so that
/// whoever reads the figure can go on with it by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u32);

/// How many units a [`Share`] of 1 has.
const ONE: u32 = 10_000;

impl Share {
    /// All of it.
    pub const WHOLE: Share = Share(ONE);

    /// Returns `part` / `whole`, rounded half away from zero; more than the whole is the whole.
    pub(super) fn of(part: u128, whole: u128) -> Share {
        Share(divided(part * u128::from(ONE), whole).min(u128::from(ONE)) as u32)
    }

    /// Returns the share as a decimal: `0.3712`.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(i64::from(self.0), 4)
    }

    /// Returns how many ten-thousandths it is.
    pub(super) const fn ten_thousandths(self) -> u32 {
        self.0
    }

    /// Returns `points` x (1 - share / `limit`), nothing from `limit` on, rounded half away from zero.
    pub(super) fn points_left(self, points: u32, limit: Share) -> i32 {
        let left = limit.0.saturating_sub(self.0);
        divided(u128::from(points) * u128::from(left), u128::from(limit.0)) as i32
    }

    /// Returns the share of that many ten-thousandths.
    pub(super) const fn from_ten_thousandths(units: u32) -> Share {
        Share(units)
    }
}

/// Returns a quotient rounded half away from zero; neither number is negative.
pub(super) const fn divided(part: u128, whole: u128) -> u128 {
    (2 * part + whole) / (2 * whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(bad: u32, known: u32) -> Tally {
        Tally { bad, known }
    }

    #[test]
    fn a_ratio_is_shrunk_towards_the_prior() {
        // (2 + 3 x 1/4) / (5 + 3) = 2.75 / 8 = 0.34375, half way to the last decimal: up.
        assert_eq!(tally(2, 5).shrunk(3, tally(1, 4)).to_decimal().to_string(), "0.3438");
        // Nothing known: the prior itself, 1/3.
        assert_eq!(tally(0, 0).shrunk(3, tally(1, 3)).to_decimal().to_string(), "0.3333");
        assert_eq!(tally(0, 0).shrunk(0, tally(1, 3)).to_decimal().to_string(), "0.3333");
        // No pseudo-invoices: the plain ratio, 2/3.
        assert_eq!(tally(2, 3).shrunk(0, tally(1, 4)).to_decimal().to_string(), "0.6667");
    }

    #[test]
    fn points_fall_in_proportion_and_end_at_the_limit() {
        let share = Share::from_ten_thousandths;
        // 70 x (1 - 0.3712) = 44.016.
        assert_eq!(share(3712).points_left(70, Share::WHOLE), 44);
        // 20 x (1 - 0.0375 / 0.3) = 17.5, half way: up.
        assert_eq!(share(375).points_left(20, share(3000)), 18);
        assert_eq!(share(3000).points_left(20, share(3000)), 0);
        assert_eq!(share(9000).points_left(20, share(3000)), 0);
    }

    #[test]
    fn the_largest_ledgers_overflow_nothing() {
        let all = tally(u32::MAX, u32::MAX);
        assert_eq!(all.shrunk(1000, all), Share::WHOLE);
    }
}
