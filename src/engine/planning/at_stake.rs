//! What a customer would be sued for, all debts together: what the ceilings of the legal routes are held against.

use std::collections::BTreeMap;

use super::{Plan, PlanRow, Stop};
use crate::engine::penalties::Penalties;
use crate::model::{Amount, Currency, CustomerId};

/// The late debts of each customer whose procedure is at its end for some item.
pub(super) type AtStake = BTreeMap<CustomerId, Together>;

/// The late debts of one customer in EUR that are nobody else's, not barred and not disputed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Together {
    pub principal: Amount,
    /// The interest claimed on them, where it was computed.
    pub interest: Option<Amount>,
    /// Whether more has run than that: at a rate that is not known yet.
    pub lacks_a_rate: bool,
}

impl Plan<'_> {
    /// Adds up the late debts of the customers whose procedure is at its end.
    pub(super) fn add_up_what_is_at_stake(&mut self) {
        let is_at_end = |row: &&PlanRow<'_>| row.stops.contains(&Stop::EndOfProcedure);
        let mut at_stake: AtStake =
            self.rows.iter().filter(is_at_end).map(|row| (row.customer, Together::default())).collect();
        for row in self.rows.iter().filter(|row| self.counts(row)) {
            if let Some(together) = at_stake.get_mut(&row.customer) {
                together.principal += row.chased;
            }
        }
        self.at_stake = at_stake;
    }

    /// Tells whether some item's procedure is at its end, so that the legal routes are named.
    pub fn names_routes(&self) -> bool {
        !self.at_stake.is_empty()
    }

    /// Tells whether a rate is missing for some of the interest that counts with an item.
    pub(super) fn lacks_a_rate(&self, row: &PlanRow<'_>) -> bool {
        self.at_stake.get(&row.customer).is_some_and(|together| together.lacks_a_rate)
    }

    /// Lets the interest claimed so far count under the ceilings of the legal routes. Where a rate is not known, what
    /// ran before it counts all the same: a claim above a ceiling does not come below it again.
    pub fn count_interest(&mut self, penalties: &Penalties<'_>) {
        let mut pieces = Vec::new();
        let mut sums: BTreeMap<CustomerId, (Amount, bool)> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| self.at_stake.contains_key(&row.customer) && self.counts(row)) {
            let (cost, lacks_a_rate) = penalties.as_far_as_known(row.item, &mut pieces);
            let sum = sums.entry(row.customer).or_default();
            sum.0 += cost.map_or(Amount::ZERO, |cost| cost.interest_claimed());
            sum.1 |= lacks_a_rate;
        }
        for (customer, together) in &mut self.at_stake {
            let (interest, lacks_a_rate) = sums.get(customer).copied().unwrap_or_default();
            (together.interest, together.lacks_a_rate) = (Some(interest), lacks_a_rate);
        }
    }

    /// Tells whether a row would be claimed with the customer's others.
    fn counts(&self, row: &PlanRow<'_>) -> bool {
        let is_elsewhere = |stop: &Stop<'_>| {
            matches!(
                stop,
                Stop::Insolvency { .. }
                    | Stop::OverIndebtedness { .. }
                    | Stop::CourtFiled { .. }
                    | Stop::HandedOver { .. }
                    | Stop::Assigned { .. }
            )
        };
        row.days_late > 0
            && self.ledger.invoice(row.item).currency == Currency::EUR
            && row.chased.is_positive()
            && !row.is_lapsed(self.as_of)
            && !row.stops.iter().any(is_elsewhere)
    }
}
