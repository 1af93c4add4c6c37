//! Early-payment discounts (escompte): what a row grants, and what the terms of sale grant where it says nothing.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Amount, Currency, Date};

/// A discount, or one of several: percent off the price when it is paid by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Discount {
    /// In percent; zero says that there is none.
    pub rate: Decimal,
    /// The last day to earn it.
    pub until: Date,
}

impl Discount {
    /// Returns a price less the discount, rounded half away from zero to the minor unit.
    pub fn reduced(&self, price: Amount, currency: Currency) -> Amount {
        let reduced = price.to_decimal(currency) * (Decimal::ONE_HUNDRED - self.rate) / Decimal::ONE_HUNDRED;
        let rounded = reduced.round_dp_with_strategy(currency.decimals(), RoundingStrategy::MidpointAwayFromZero);
        Amount::from_decimal(rounded, currency).expect("no more than the price")
    }
}

/// A discount of the terms of sale: percent off an invoice that is paid within so many days of its issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscountTier {
    /// Counted from the day of issue.
    pub days: u32,
    /// In percent.
    pub rate: Decimal,
}

impl DiscountTier {
    /// Returns the discount on an invoice of that day of issue.
    pub fn on(&self, issue: Date) -> Option<Discount> {
        let until = issue.checked_add_days(chrono::Days::new(self.days.into()))?;
        Some(Discount { rate: self.rate, until })
    }
}

/// The discounts that the terms of sale grant, soonest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiscountTerms {
    /// To everybody.
    pub tiers: Vec<DiscountTier>,
    /// To the customers of a segment, in place of those; none where the list is empty.
    pub segments: BTreeMap<String, Vec<DiscountTier>>,
}

impl DiscountTerms {
    /// Tells whether there is none for anybody.
    pub fn is_empty(&self) -> bool {
        self.tiers.is_empty() && self.segments.is_empty()
    }

    /// Returns those of a customer of that segment.
    pub fn of(&self, segment: Option<&str>) -> &[DiscountTier] {
        segment.and_then(|segment| self.segments.get(segment)).unwrap_or(&self.tiers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    #[test]
    fn a_reduced_price_is_rounded_half_away_from_zero() {
        // 1000.25 x 0.98 = 980.245.
        let discount = Discount { rate: Decimal::TWO, until: day("2026-01-10") };
        assert_eq!(discount.reduced(eur("1000.25"), Currency::EUR), eur("980.25"));
        assert_eq!(discount.reduced(eur("-1000.25"), Currency::EUR), eur("-980.25"));
    }

    #[test]
    fn a_segment_has_terms_of_its_own_or_none() {
        let tier = |days, rate| DiscountTier { days, rate: Decimal::from(rate) };
        let terms = DiscountTerms {
            tiers: vec![tier(8, 2)],
            segments: [("grossistes".to_owned(), vec![tier(10, 3), tier(20, 1)]), ("public".to_owned(), vec![])].into(),
        };
        assert_eq!(terms.of(None), [tier(8, 2)]);
        assert_eq!(terms.of(Some("détail")), [tier(8, 2)]);
        assert_eq!(terms.of(Some("grossistes")), [tier(10, 3), tier(20, 1)]);
        assert_eq!(terms.of(Some("public")), []);
        // From 25 February 2024, eight days are the 4 March of a leap year.
        assert_eq!(tier(8, 2).on(day("2024-02-25")).unwrap().until, day("2024-03-04"));
    }
}
