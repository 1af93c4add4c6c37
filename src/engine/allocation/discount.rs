//! The early-payment discount (escompte): earned when the payments that name the invoice, made in time, reach its price
//! less the discount. Of several tiers each is looked at by itself: the first that is reached settles the invoice.

use std::collections::BTreeMap;

use super::CreditSource;
use super::money::Money;
use crate::model::{Amount, Currency, Discount, ItemId, Ledger, Payment};

/// The discounts of one customer's items.
#[derive(Debug, Default)]
pub(super) struct Discounts {
    of_item: BTreeMap<ItemId, Earning>,
}

/// How far the discounts on one item have been earned.
#[derive(Clone, Debug)]
struct Earning {
    amount: Amount,
    currency: Currency,
    tiers: Vec<Tier>,
    granted: Amount,
}

/// How far one of them has.
#[derive(Clone, Copy, Debug)]
struct Tier {
    discount: Discount,
    credit_notes: Amount,
    paid_in_time: Amount,
}

impl Discounts {
    /// Notes that money was set against an item. A credit note that names nothing lowers the price only while the
    /// discount can be earned: one that comes later wins none after the fact.
    pub(super) fn note(&mut self, ledger: &Ledger, item: ItemId, money: &Money<'_>, amount: Amount) {
        let Some(earning) = self.entry(ledger, item) else { return };
        for tier in &mut earning.tiers {
            let (is_named, is_in_time) = (money.named.is_some(), money.date <= tier.discount.until);
            match money.source {
                CreditSource::CreditNote(_) if is_named || is_in_time => tier.credit_notes += amount,
                CreditSource::Payment(_) if is_named && is_in_time => tier.paid_in_time += amount,
                CreditSource::CreditNote(_) | CreditSource::Payment(_) => {}
            }
        }
    }

    /// Notes that a deposit was deducted from an item, or given back: the discount is on what remains.
    pub(super) fn note_deposit(&mut self, ledger: &Ledger, item: ItemId, amount: Amount) {
        if let Some(earning) = self.entry(ledger, item) {
            earning.tiers.iter_mut().for_each(|tier| tier.credit_notes += amount);
        }
    }

    /// Returns the rows whose rest has become earned discount by money set against an item: the item itself, or all
    /// instalments with its discount once together they are paid but for it.
    pub(super) fn earned(&mut self, ledger: &Ledger, item: ItemId) -> Vec<ItemId> {
        let Some(own) = self.of_item.get(&item).map(Earning::reached) else { return Vec::new() };
        let together = self.together(ledger, item);
        if self.reached(&together) { together } else { own.then_some(item).into_iter().collect() }
    }

    /// Notes that the open rest of an item was settled as discount.
    pub(super) fn grant(&mut self, item: ItemId, rest: Amount) {
        if let Some(earning) = self.of_item.get_mut(&item) {
            earning.granted += rest;
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
        let Some(earning) = self.entry(ledger, item) else { return Vec::new() };
        let is_in_time = |tier: &&mut Tier| payment.invoice.is_some() && payment.date <= tier.discount.until;
        earning.tiers.iter_mut().filter(is_in_time).for_each(|tier| tier.paid_in_time -= amount);
        let together = self.together(ledger, item);
        if self.reached(&together) {
            return Vec::new();
        }
        let mut lost = Vec::new();
        for row in together {
            let Some(earning) = self.of_item.get_mut(&row) else { continue };
            if !earning.granted.is_zero() && !earning.reached() {
                lost.push((row, std::mem::take(&mut earning.granted)));
            }
        }
        lost
    }

    /// Returns the rows of an item's invoice that have its discounts.
    fn together(&mut self, ledger: &Ledger, item: ItemId) -> Vec<ItemId> {
        let own = ledger.discounts(item);
        let rows = ledger.rows_of(ledger.invoice(item).number).filter(|&row| ledger.discounts(row) == own);
        let rows: Vec<ItemId> = rows.collect();
        rows.iter().for_each(|&row| _ = self.entry(ledger, row));
        rows
    }

    /// Tells whether rows that have the same discounts are together paid but for one of them.
    fn reached(&self, rows: &[ItemId]) -> bool {
        let all = rows.iter().filter_map(|row| self.of_item.get(row)).cloned().reduce(Earning::with);
        all.is_some_and(|all| all.reached())
    }

    fn entry(&mut self, ledger: &Ledger, item: ItemId) -> Option<&mut Earning> {
        let invoice = ledger.invoice(item);
        if !ledger.may_be_discounted(invoice) {
            return None;
        }
        let (amount, currency) = (invoice.amount, invoice.currency);
        let earning = self.of_item.entry(item).or_insert_with(|| {
            let zero = Amount::ZERO;
            let tier = |discount| Tier { discount, credit_notes: zero, paid_in_time: zero };
            Earning { amount, currency, tiers: ledger.discounts(item).into_iter().map(tier).collect(), granted: zero }
        });
        Some(earning).filter(|earning| !earning.tiers.is_empty())
    }
}

impl Earning {
    /// Adds an item that has the same discounts.
    fn with(mut self, other: Earning) -> Earning {
        self.amount += other.amount;
        for (tier, more) in self.tiers.iter_mut().zip(other.tiers) {
            tier.credit_notes += more.credit_notes;
            tier.paid_in_time += more.paid_in_time;
        }
        self
    }

    /// Tells whether the payments made in time reach (amount less credit notes) x (1 - rate), rounded half away
    /// from zero to the minor unit.
    fn reached(&self) -> bool {
        self.tiers.iter().any(|tier| {
            let price = tier.discount.reduced(self.amount - tier.credit_notes, self.currency);
            tier.paid_in_time.is_positive() && tier.paid_in_time >= price
        })
    }
}
