//! The early-payment discount (escompte): earned when the payments that name the invoice, made in time, reach its
//! price less the discount.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::CreditSource;
use super::money::Money;
use crate::model::{Amount, Currency, Date, ItemId, Ledger, Payment};

/// Is the discounts of one customer's items.
#[derive(Debug, Default)]
pub(super) struct Discounts {
    of_item: BTreeMap<ItemId, Discount>,
}

/// Is how far the discount on one item has been earned.
#[derive(Debug)]
struct Discount {
    amount: Amount,
    currency: Currency,
    rate_percent: Decimal,
    until: Date,
    credit_notes: Amount,
    paid_in_time: Amount,
    granted: Amount,
}

impl Discounts {
    /// Forgets everything, for the next customer.
    pub(super) fn clear(&mut self) {
        self.of_item.clear();
    }

    /// Notes that money was set against an item.
    pub(super) fn note(&mut self, ledger: &Ledger, item: ItemId, money: &Money<'_>, amount: Amount) {
        let Some(discount) = self.entry(ledger, item) else { return };
        match money.source {
            CreditSource::CreditNote(_) => discount.credit_notes += amount,
            CreditSource::Payment(_) if money.named.is_some() && money.date <= discount.until => {
                discount.paid_in_time += amount;
            }
            CreditSource::Payment(_) => {}
        }
    }

    /// Returns the open rest of an item when it has become earned discount.
    pub(super) fn earn(&mut self, item: ItemId, open: Amount) -> Option<Amount> {
        let discount = self.of_item.get_mut(&item)?;
        if !open.is_positive() || !discount.reached() {
            return None;
        }
        discount.granted += open;
        Some(open)
    }

    /// Notes that a payment was taken back, and returns the discount that is lost with it.
    pub(super) fn lose(&mut self, ledger: &Ledger, item: ItemId, payment: &Payment, amount: Amount) -> Option<Amount> {
        let discount = self.entry(ledger, item)?;
        if payment.invoice.is_some() && payment.date <= discount.until {
            discount.paid_in_time -= amount;
        }
        if discount.granted.is_zero() || discount.reached() {
            return None;
        }
        Some(std::mem::take(&mut discount.granted))
    }

    fn entry(&mut self, ledger: &Ledger, item: ItemId) -> Option<&mut Discount> {
        let more = ledger.more(item)?;
        let (rate_percent, until) = (more.discount_rate?, more.discount_until?);
        let invoice = ledger.invoice(item);
        Some(self.of_item.entry(item).or_insert(Discount {
            amount: invoice.amount,
            currency: invoice.currency,
            rate_percent,
            until,
            credit_notes: Amount::ZERO,
            paid_in_time: Amount::ZERO,
            granted: Amount::ZERO,
        }))
    }
}

impl Discount {
    /// Tells whether the payments made in time reach (amount less credit notes) x (1 - rate), rounded half away
    /// from zero to the minor unit.
    fn reached(&self) -> bool {
        let price = (self.amount - self.credit_notes).to_decimal(self.currency);
        let reduced = price * (Decimal::ONE_HUNDRED - self.rate_percent) / Decimal::ONE_HUNDRED;
        let rounded = reduced.round_dp_with_strategy(self.currency.decimals(), RoundingStrategy::MidpointAwayFromZero);
        self.paid_in_time.is_positive() && self.paid_in_time.to_decimal(self.currency) >= rounded
    }
}
