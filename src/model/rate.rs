//! Yearly rates, in percent.

use std::fmt;
use std::ops::Add;

use rust_decimal::Decimal;

/// Is a yearly rate in percent: `12.40` means 12.40 % a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(Decimal);

impl Rate {
    /// Is no percent at all.
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

/// Is how a rate is found: as written in a contract, or from a dated official rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateRule {
    /// The same rate for every day: `"12.5"`.
    Fixed(Rate),
    /// The European Central Bank's main refinancing rate plus points: `"ecb+10"`.
    EcbPlus(Rate),
    /// The French legal interest rate (professional column) times a number: `"legal*3"`.
    LegalTimes(Decimal),
}

impl RateRule {
    /// Reads `ecb+N`, `legal*N` or a number of percent with a decimal point; nothing for any other text.
    pub fn parse(text: &str) -> Option<RateRule> {
        if let Some(points) = text.strip_prefix("ecb+") {
            return Some(RateRule::EcbPlus(Rate(plain_decimal(points)?)));
        }
        if let Some(times) = text.strip_prefix("legal*") {
            let times = plain_decimal(times)?;
            return (times <= Decimal::ONE_HUNDRED).then_some(RateRule::LegalTimes(times));
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
        assert_eq!(RateRule::parse("ecb+10"), Some(RateRule::EcbPlus(rate(10, 0))));
        assert_eq!(RateRule::parse("legal*3"), Some(RateRule::LegalTimes(Decimal::from(3))));
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
