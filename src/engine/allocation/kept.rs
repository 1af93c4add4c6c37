//! Money that is no credit any more, though it is set against no item: it has paid interest and indemnity.
//!
//! What lateness costs is worked out from the balances, and what of the credit paid it after that. But a refund and a
//! move of credit come into the balances, and may only take what had paid nothing by their day. So what had is found
//! before, draw by draw, by whoever knows what lateness costs.

use std::collections::BTreeMap;

use super::CreditSource;
use crate::model::{Amount, Date, PaymentId};

/// Which money what is given back or moved leaves alone, by the day on which that happens.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    paid: BTreeMap<(Date, PaymentId), Amount>,
    /// The first day on which nothing is given back or moved any more.
    until: Option<Date>,
}

impl Kept {
    /// Keeps so much more of a payment from what is given back or moved on a day.
    pub fn keep(&mut self, day: Date, payment: PaymentId, amount: Amount) {
        *self.paid.entry((day, payment)).or_default() += amount;
    }

    /// Lets nothing be given back or moved from a day on; without a day nothing is held up.
    pub fn draw_until(&mut self, day: Option<Date>) {
        self.until = day;
    }

    /// Tells whether nothing is given back or moved on a day.
    pub(super) fn forbids_draws(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until <= day)
    }

    /// Returns what was kept from what was given back or moved last by a day.
    pub(super) fn last_by(&self, day: Date) -> KeptOn<'_> {
        let last = self.paid.range(..=(day, PaymentId(u32::MAX))).next_back();
        KeptOn { kept: self, day: last.map_or(day, |(&(last, _), _)| last) }
    }

    /// Returns what is kept from what is given back or moved on a day.
    pub(super) fn on(&self, day: Date) -> KeptOn<'_> {
        KeptOn { kept: self, day }
    }
}

/// What is kept from what is given back or moved on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptOn<'k> {
    kept: &'k Kept,
    day: Date,
}

impl KeptOn<'_> {
    /// Tells whether that is nothing.
    pub(super) fn is_nothing(self) -> bool {
        let day = (self.day, PaymentId(0))..=(self.day, PaymentId(u32::MAX));
        self.kept.paid.range(day).next().is_none()
    }

    /// Returns how much may be taken of money of which so much is left.
    pub(super) fn free(self, source: CreditSource, left: Amount) -> Amount {
        let CreditSource::Payment(payment) = source else { return left };
        let kept = self.kept.paid.get(&(self.day, payment)).copied().unwrap_or_default();
        (left - kept).max(Amount::ZERO)
    }
}
