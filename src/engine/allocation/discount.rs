//! The early-payment discount (escompte): earned when the payments that name the invoice, made in time, reach its
//! price less the discount.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::CreditSource;
use super::money::Money;
use crate::model::{Amount, Currency, Date, ItemId, Ledger, Payment};

/// The discounts of one customer's items.
#[derive(Debug, Default)]
pub(super) struct Discounts {
    of_item: BTreeMap<ItemId, Discount>,
}

/// How far the discount on one item has been earned.
#[derive(Clone, Copy, Debug)]
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

    /// Notes that money was set against an item. A credit note that names nothing lowers the price only while the discount
    /// can be earned: one that comes later wins none after the fact.
    pub(super) fn note(&mut self, ledger: &Ledger, item: ItemId, money: &Money<'_>, amount: Amount) {
        let Some(discount) = self.entry(ledger, item) else { return };
        let (is_named, is_in_time) = (money.named.is_some(), money.date <= discount.until);
        match money.source {
            CreditSource::CreditNote(_) if is_named || is_in_time => discount.credit_notes += amount,
            CreditSource::Payment(_) if is_named && is_in_time => discount.paid_in_time += amount,
            CreditSource::CreditNote(_) | CreditSource::Payment(_) => {}
        }
    }

    /// Notes that a deposit was deducted from an item, or given back: the discount is on what remains.
    pub(super) fn note_deposit(&mut self, ledger: &Ledger, item: ItemId, amount: Amount) {
        if let Some(discount) = self.entry(ledger, item) {
            discount.credit_notes += amount;
        }
    }

    /// Returns the rows whose rest has become earned discount by money set against an item: the item itself, or all
    /// instalments with its discount once together they are paid but for it.
    pub(super) fn earned(&mut self, ledger: &Ledger, item: ItemId) -> Vec<ItemId> {
        let Some(own) = self.of_item.get(&item).map(Discount::reached) else { return Vec::new() };
        let together = self.together(ledger, item);
        if self.reached(&together) { together } else { own.then_some(item).into_iter().collect() }
    }

    /// Notes that the open rest of an item was settled as discount.
    pub(super) fn grant(&mut self, item: ItemId, rest: Amount) {
        if let Some(discount) = self.of_item.get_mut(&item) {
            discount.granted += rest;
        }
    }

    /// Notes that a payment was taken back, and returns the discounts that are lost with it, row by row.
    pub(super) fn lose(
        &mut self,
        ledger: &Ledger,
        item: ItemId,
        payment: &Payment,
        amount: Amount,
    ) -> Vec<(ItemId, Amount)> {
        let Some(discount) = self.entry(ledger, item) else { return Vec::new() };
        if payment.invoice.is_some() && payment.date <= discount.until {
            discount.paid_in_time -= amount;
        }
        let together = self.together(ledger, item);
        if self.reached(&together) {
            return Vec::new();
        }
        let mut lost = Vec::new();
        for row in together {
            let Some(discount) = self.of_item.get_mut(&row) else { continue };
            if !discount.granted.is_zero() && !discount.reached() {
                lost.push((row, std::mem::take(&mut discount.granted)));
            }
        }
        lost
    }

    /// Returns the rows of an item's invoice that have its discount.
    fn together(&mut self, ledger: &Ledger, item: ItemId) -> Vec<ItemId> {
        let terms = |row: ItemId| ledger.more(row).map(|more| (more.discount_rate, more.discount_until));
        let rows = ledger.rows_of(ledger.invoice(item).number).filter(|&row| terms(row) == terms(item));
        let rows: Vec<ItemId> = rows.collect();
        rows.iter().for_each(|&row| _ = self.entry(ledger, row));
        rows
    }

    /// Tells whether rows that have one discount are together paid but for it.
    fn reached(&self, rows: &[ItemId]) -> bool {
        let all = rows.iter().filter_map(|row| self.of_item.get(row)).copied().reduce(|one, other| Discount {
            amount: one.amount + other.amount,
            credit_notes: one.credit_notes + other.credit_notes,
            paid_in_time: one.paid_in_time + other.paid_in_time,
            ..one
        });
        all.is_some_and(|all| all.reached())
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
