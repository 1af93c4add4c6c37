//! What the early-payment discount granted to a customer costs a year, against the day on which he usually pays.
//!
//! Who gives 2 % to be paid at 8 days rather than at 68 gives 2 on 98 for 60 days: 2 / 98 x 365 / 60 = 12.41 % a year.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{CustomerScore, Scores};
use crate::model::date::days_between;
use crate::model::{DiscountTier, ItemId};

/// What a discount costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiscountCost {
    /// The discount: of several the one that costs least a year.
    pub tier: DiscountTier,
    /// How many days after the issue he usually pays: the mean term, and the expected delay.
    pub usual_days: i64,
    /// Percent a year, with two decimals; nothing where he usually pays by the last day of the discount anyway.
    pub yearly: Option<Decimal>,
    /// Whether that is no more than what money costs (`[terms.discount] financing_rate`).
    pub pays: bool,
}

impl Scores<'_> {
    /// Returns what the discount granted to a customer costs; nothing where none is, or where nothing is known of how
    /// he pays.
    pub(super) fn discount_cost(&self, row: &CustomerScore) -> Option<DiscountCost> {
        let tiers = self.granted(row);
        let term = row.recommendation.filter(|_| row.habit.late.known > 0)?.term_days;
        let usual_days = i64::from(term) + row.expected_delay_days;
        let cost = |tier: DiscountTier| {
            let yearly = yearly(tier, usual_days);
            let pays = yearly.is_some_and(|yearly| yearly <= self.financing_rate);
            DiscountCost { tier, usual_days, yearly, pays }
        };
        tiers.into_iter().map(cost).min_by_key(|cost| (cost.yearly.is_none(), cost.yearly, cost.tier.days))
    }

    /// Returns the discounts of the terms of sale, else those that his newest invoice states.
    fn granted(&self, row: &CustomerScore) -> Vec<DiscountTier> {
        let terms = self.ledger.discount_tiers(row.customer);
        if !terms.is_empty() {
            return terms.to_vec();
        }
        let items = self.ledger.invoices_of(row.customer).map(|place| ItemId(place as u32));
        let known = items.filter(|&item| self.balances.issued(self.ledger, item));
        let stating = known.filter(|&item| !self.ledger.discounts(item).is_empty());
        let Some(newest) = stating.max_by_key(|&item| (self.ledger.invoice(item).issue, item)) else {
            return Vec::new();
        };
        let issue = self.ledger.invoice(newest).issue;
        let tier = |until| u32::try_from(days_between(issue, until)).ok();
        let stated = self.ledger.discounts(newest).into_iter();
        stated.filter_map(|stated| Some(DiscountTier { days: tier(stated.until)?, rate: stated.rate })).collect()
    }
}

/// Returns rate / (100 - rate) x 365 / (days by which the money comes sooner), in percent.
fn yearly(tier: DiscountTier, usual_days: i64) -> Option<Decimal> {
    let sooner = usual_days - i64::from(tier.days);
    if sooner <= 0 {
        return None;
    }
    let rest = Decimal::ONE_HUNDRED - tier.rate;
    let yearly = (tier.rate * Decimal::from(36_500)).checked_div(rest * Decimal::from(sooner))?;
    Some(yearly.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_costs_what_is_given_for_the_days_that_money_comes_sooner() {
        let tier = |days, rate: &str| DiscountTier { days, rate: Decimal::from_str_exact(rate).unwrap() };
        let shown = |tier, usual| yearly(tier, usual).map(|yearly| yearly.to_string());
        // 2 / 98 x 365 / 60 = 0.124149...
        assert_eq!(shown(tier(8, "2"), 68).as_deref(), Some("12.41"));
        // 0.5 / 99.5 x 365 / 30 = 0.061139...
        assert_eq!(shown(tier(10, "0.5"), 40).as_deref(), Some("6.11"));
        // He pays by then anyway: it is a gift.
        assert_eq!((shown(tier(8, "2"), 8), shown(tier(8, "2"), -3)), (None, None));
    }
}
