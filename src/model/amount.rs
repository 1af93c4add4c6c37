//! Money: an exact, signed number of minor units (cents for the euro).

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Currency;

/// An exact amount in the minor units of a currency that the owner knows (cents for EUR).
///
/// Plain addition cannot overflow: a ledger whose amounts, taken without sign, add up to more than
/// [`Amount::LEDGER_MAX`] is refused when it is built, which leaves room for three centuries of interest.
///
/// It is laid out like two numbers of four bytes, so that the rows of a ledger, a million each, have no gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(Rust, packed(4))]
pub struct Amount(i64);

impl Amount {
    /// Nothing owed and nothing paid.
    pub const ZERO: Amount = Amount(0);

    /// The largest sum of absolute amounts that one ledger may hold, in minor units.
    pub const LEDGER_MAX: i128 = 1_000_000_000_000_000;

    /// Returns the amount of that many minor units.
    pub const fn from_minor(minor: i64) -> Amount {
        Amount(minor)
    }

    /// Returns what falls to a part of a whole, rounded down to the minor unit.
    pub fn share_of(self, part: Amount, whole: Amount) -> Amount {
        let product = i128::from(self.minor()) * i128::from(part.minor());
        Amount::from_minor((product / i128::from(whole.minor())) as i64)
    }

    /// Returns the number of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Returns the amount of a decimal number of major units (euros), when the currency can hold it exactly.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Option<Amount> {
        let scaled = value.checked_mul(Decimal::from(10_i64.pow(currency.decimals())))?;
        if scaled.fract().is_zero() { scaled.to_i64().map(Amount) } else { None }
    }

    /// Returns the amount in major units, with exactly the currency's decimals.
    pub fn to_decimal(self, currency: Currency) -> Decimal {
        Decimal::new(self.0, currency.decimals())
    }

    /// Tells whether nothing is left.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Tells whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Tells whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Returns the amount without its sign.
    pub const fn abs(self) -> Amount {
        Amount(self.0.abs())
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(-self.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        self.0 += other.0;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Amount) {
        self.0 -= other.0;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_becomes_minor_units_only_when_it_is_exact() {
        let eur = Currency::EUR;
        assert_eq!(Amount::from_decimal(Decimal::new(12345, 2), eur), Some(Amount(12345)));
        assert_eq!(Amount::from_decimal(Decimal::new(5, 1), eur), Some(Amount(50)));
        assert_eq!(Amount::from_decimal(Decimal::new(12345, 3), eur), None);
    }

    #[test]
    fn decimals_follow_the_currency() {
        let yen = Currency::parse("JPY").unwrap();
        let dinar = Currency::parse("TND").unwrap();
        assert_eq!(Amount(1500).to_decimal(yen).to_string(), "1500");
        assert_eq!(Amount(1500).to_decimal(dinar).to_string(), "1.500");
        assert_eq!(Amount(-1500).to_decimal(Currency::EUR).to_string(), "-15.00");
    }
}
