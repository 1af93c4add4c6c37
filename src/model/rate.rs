//! Yearly rates, in percent.

use std::fmt;
use std::ops::Add;

use rust_decimal::Decimal;

/// A yearly rate in percent: `12.40` means 12.40 % a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(Decimal);

impl Rate {
    /// No percent at all.
    pub const ZERO: Rate = Rate(Decimal::ZERO);

    /// Returns the rate of that many percent.
    pub const fn from_percent(percent: Decimal) -> Rate {
        Rate(percent)
    }

    /// Returns the number of percent.
    pub const fn percent(self) -> Decimal {
        self.0
    }
}

impl Add for Rate {
    type Output = Rate;
    fn add(self, other: Rate) -> Rate {
        Rate(self.0 + other.0)
    }
}

/// Writes at least two decimals, and more where the rate has them: `12.40`, `0.125`.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut percent = self.0.normalize();
        if percent.scale() < 2 {
            percent.rescale(2);
        }
        write!(f, "{percent}")
    }
}

/// An official rate that is published by date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Series {
    /// The European Central Bank's main refinancing rate.
    Ecb,
    /// The French legal interest rate for claims held by professionals (CMF L313-2, "tous les autres cas").
    Legal,
    /// The Bank of England's Bank Rate on 30 June and 31 December.
    BankOfEngland,
    /// The German base rate (Basiszinssatz, BGB 247).
    GermanBase,
    /// The Belgian rate for commercial transactions, as published: ECB + 8, rounded up to the half point.
    Belgian,
}

/// How a rate is found: as written in a contract, or from a dated official rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateRule {
    /// The same rate for every day: `"12.5"`.
    Fixed(Rate),
    /// An official rate plus points: `"ecb+10"` is the European Central Bank's main refinancing rate plus ten.
    Plus(Series, Rate),
    /// An official rate times a number: `"legal*3"` is three times the French legal interest rate.
    Times(Series, Decimal),
}

impl RateRule {
    /// Returns the official rate that it starts from, if it does.
    pub const fn series(self) -> Option<Series> {
        match self {
            RateRule::Fixed(_) => None,
            RateRule::Plus(series, _) | RateRule::Times(series, _) => Some(series),
        }
    }

    /// Reads `ecb+N`, `boe+N`, `legal*N` or a number of percent with a decimal point; nothing for any other text.
    pub fn parse(text: &str) -> Option<RateRule> {
        for (prefix, series) in [("ecb+", Series::Ecb), ("boe+", Series::BankOfEngland)] {
            if let Some(points) = text.strip_prefix(prefix) {
                return Some(RateRule::Plus(series, Rate(plain_decimal(points)?)));
            }
        }
        if let Some(times) = text.strip_prefix("legal*") {
            let times = plain_decimal(times)?;
            return (times <= Decimal::ONE_HUNDRED).then_some(RateRule::Times(Series::Legal, times));
        }
        Some(RateRule::Fixed(Rate(plain_decimal(text.trim_end_matches('%').trim_end())?)))
    }
}

/// Reads digits, perhaps with a decimal point or comma and up to four decimals, from 0 to 1000.
fn plain_decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() > 4 || fraction.len() > 4 {
        return None;
    }
    let value = Decimal::from_str_exact(&format!("{whole}.{fraction}")).ok()?;
    (value <= Decimal::from(1000)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_rules_are_read_strictly() {
        let rate = |m, s| Rate(Decimal::new(m, s));
        assert_eq!(RateRule::parse("ecb+10"), Some(RateRule::Plus(Series::Ecb, rate(10, 0))));
        assert_eq!(RateRule::parse("boe+4.5"), Some(RateRule::Plus(Series::BankOfEngland, rate(45, 1))));
        assert_eq!(RateRule::parse("legal*3"), Some(RateRule::Times(Series::Legal, Decimal::from(3))));
        assert_eq!(RateRule::parse("12.5"), Some(RateRule::Fixed(rate(125, 1))));
        assert_eq!(RateRule::parse("12,5 %"), Some(RateRule::Fixed(rate(125, 1))));
        for wrong in ["", "ecb", "ecb+", "1e3", "-5", "1_0", "12.", ".5", "99999", "ecb +10", "legal*101"] {
            assert_eq!(RateRule::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_rate_shows_at_least_two_decimals() {
        assert_eq!(Rate(Decimal::new(124, 1)).to_string(), "12.40");
        assert_eq!(Rate(Decimal::new(125, 3)).to_string(), "0.125");
        assert_eq!(Rate(Decimal::new(10, 0)).to_string(), "10.00");
    }
}
