//! `[allocation]`: how money is set against debts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::{Amount, Currency};

/// How money is set against debts.
#[derive(Clone, Debug)]
pub struct AllocationRules {
    /// An item whose rest after a payment is not above it is settled.
    pub tolerance: Sums,
    /// From which day a credit note that names its invoice lowers it.
    pub credit_notes: CreditNotesFrom,
    /// From which day a payment that was taken back no longer counts.
    pub returns: ReturnsFrom,
    /// Whether the amount of a final invoice is the price, or what remains after its deposits.
    pub deposits: Deposits,
}

/// A sum that differs by currency: one for those that are named, another for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// In major units of any currency that is not named.
    pub any: Decimal,
    /// In the currencies that are named.
    pub of: BTreeMap<Currency, Amount>,
}

impl Sums {
    /// Returns the sum in a currency, in whole minor units.
    pub fn of(&self, currency: Currency) -> Amount {
        if let Some(&named) = self.of.get(&currency) {
            return named;
        }
        if self.any.is_zero() {
            return Amount::ZERO;
        }
        Amount::from_decimal(self.any.trunc_with_scale(currency.decimals()), currency).unwrap_or_default()
    }
}

/// What the amount of a final invoice is that deposits name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deposits {
    /// The whole price: the deposits are deducted from it.
    Deducted,
    /// What remains after the deposits.
    Stated,
}

/// From which day a payment that was taken back no longer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnsFrom {
    /// From its own: a cheque or debit that bounces never paid (C. mon. fin. L131-67).
    Origin,
    /// From the day of the return.
    Date,
}

/// From which day a credit note that names its invoice lowers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditNotesFrom {
    /// From its own date.
    Date,
    /// From the invoice's issue: it corrects an over-billing.
    Origin,
}
