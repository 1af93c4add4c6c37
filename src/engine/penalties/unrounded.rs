//! Interest before it is rounded: exact, however small.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

use rust_decimal::Decimal;

use super::anchors::UNIT_DECIMALS;
use crate::model::{Amount, Currency};

/// What a product of base, rate in units and days is divided by: 365 days whatever the year, percent, decimals.
const DIVISOR: i128 = 365 * 100 * 10_i128.pow(UNIT_DECIMALS);

/// How many decimals more than its currency a figure before rounding shows.
const EXTRA_DECIMALS: u32 = 2;

/// An exact sum of products of base, rate and days: interest before it is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unrounded(i128);

impl Unrounded {
    /// Returns the interest of a base, a rate in units and some days.
    pub(super) fn new(base: Amount, units: i64, days: i64) -> Unrounded {
        Unrounded(i128::from(base.minor()) * i128::from(units) * i128::from(days))
    }

    /// Returns that many times a whole amount.
    pub(super) fn times(amount: Amount, times: i128) -> Unrounded {
        Unrounded(times * DIVISOR * i128::from(amount.minor()))
    }

    /// Tells whether there is none.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns the interest, rounded half away from zero to the minor unit.
    pub fn rounded(self) -> Amount {
        // Nearly every product fits in 64 bits, where dividing is many times faster.
        let minor = match i64::try_from(self.0) {
            Ok(product) => {
                let (whole, rest) = (product / DIVISOR as i64, product % DIVISOR as i64);
                whole + if 2 * rest.abs() >= DIVISOR as i64 { rest.signum() } else { 0 }
            }
            Err(_) => {
                let (whole, rest) = (self.0 / DIVISOR, self.0 % DIVISOR);
                let whole = whole + if 2 * rest.abs() >= DIVISOR { rest.signum() } else { 0 };
                i64::try_from(whole).expect("interest is below its ceiling")
            }
        };
        Amount::from_minor(minor)
    }

    /// Returns the first digits, two more than the currency has, cut and not rounded, and whether more follow.
    pub fn digits(self, currency: Currency) -> (Decimal, bool) {
        let scaled = self.0 * 10_i128.pow(EXTRA_DECIMALS);
        let digits = Decimal::from_i128_with_scale(scaled / DIVISOR, currency.decimals() + EXTRA_DECIMALS);
        (digits, scaled % DIVISOR != 0)
    }
}

impl Add for Unrounded {
    type Output = Unrounded;
    fn add(self, other: Unrounded) -> Unrounded {
        Unrounded(self.0 + other.0)
    }
}

impl AddAssign for Unrounded {
    fn add_assign(&mut self, other: Unrounded) {
        self.0 += other.0;
    }
}

impl Sum for Unrounded {
    fn sum<I: Iterator<Item = Unrounded>>(parts: I) -> Unrounded {
        parts.fold(Unrounded::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::eur;

    #[test]
    fn digits_are_cut_so_that_they_never_look_like_another_rounding() {
        // 1000 × 12.15 × 38 / 36500 = 12.64931...; 365 × 10 × 1 / 36500 = 0.1 exactly.
        let of = |base: &str, units, days| {
            let (digits, more) = Unrounded::new(eur(base), units, days).digits(Currency::EUR);
            (digits.to_string(), more)
        };
        assert_eq!(of("1000.00", 1_215_000_000, 38), ("12.6493".to_owned(), true));
        assert_eq!(of("365.00", 1_000_000_000, 1), ("0.1000".to_owned(), false));
    }

    #[test]
    fn halves_go_away_from_zero() {
        // 18.25 × 10 × 1 / 36500 = 0.005.
        assert_eq!(Unrounded::new(eur("18.25"), 1_000_000_000, 1).rounded(), eur("0.01"));
        assert_eq!(Unrounded::new(eur("18.24"), 1_000_000_000, 1).rounded(), eur("0.00"));
        assert_eq!(Unrounded::new(eur("-18.25"), 1_000_000_000, 1).rounded(), eur("-0.01"));
    }
}
