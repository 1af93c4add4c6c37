//! The early-payment discount that a letter can still offer: what to pay by which day instead of the whole.

use super::build::Desk;
use super::draft::Line;
use crate::letter::model;
use crate::model::{Amount, Date, Discount, ItemId, Lang, figures};

impl Desk<'_> {
    /// Returns the discount on a letter's lines that can still be earned, up to the first of their days. Money that
    /// waits names no invoice and earns none: where there is some, nothing is offered.
    pub(in crate::letter) fn discount(
        &self,
        lines: &[Line<'_>],
        total: Amount,
        credits: Amount,
        lang: Lang,
    ) -> Option<model::Discount> {
        let currency = self.plan.ledger().invoice(lines.first()?.item).currency;
        if !credits.is_zero() {
            return None;
        }
        let offers = lines.iter().filter(|line| line.days_late == 0 && line.disputed.is_zero());
        let offers: Vec<(Date, Amount)> = offers.filter_map(|line| self.saving(line.item, line.open)).collect();
        let until = offers.iter().map(|&(day, _)| day).min()?;
        let saving: Amount = offers.iter().map(|&(_, saving)| saving).sum();
        Some(model::Discount {
            amount: figures::money(saving, currency, lang),
            total: figures::money(total - saving, currency, lang),
            until: figures::date_in_words(until, lang),
        })
    }

    /// Returns the discount on an item that saves most of those that can still be earned, when what is still lacking is
    /// paid in time: its last day, and what is saved.
    fn saving(&self, item: ItemId, open: Amount) -> Option<(Date, Amount)> {
        let ledger = self.plan.ledger();
        let can_be_earned = ledger.discounts(item).into_iter().filter(|discount| discount.until >= self.plan.as_of());
        let lacking = |discount: &Discount| self.balances.lacking_for(ledger, item, discount);
        let savings = can_be_earned.map(|discount| (discount.until, open - lacking(&discount)));
        // Of equal ones the later leaves more time.
        savings.filter(|(_, saving)| saving.is_positive()).max_by_key(|&(until, saving)| (saving, until))
    }
}
