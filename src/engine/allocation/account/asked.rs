//! What of a payment is interest and indemnity, since it is of just the sum that a notice asked for.
//!
//! Who pays to the cent what he was asked for pays that, and nothing else (C. civ. 1342-10): no later instalment, no part
//! that he contests, nothing that was written off, and no penalty note that the notice did not ask for.

use super::{Account, Money};
use crate::engine::allocation::money::ForClaims;
use crate::engine::history::concerns;
use crate::model::{Amount, Event, ItemId};

impl Account<'_> {
    /// Returns what of a payment that names an invoice is interest and indemnity: what the last notice claimed of them, where
    /// the payment is that and the principal that was asked for, or as much of it as is left, less his credit or not.
    pub(super) fn asked_beside_debts(&self, money: &Money<'_>) -> Option<ForClaims> {
        let (items, rows) = self.last_notice(money)?;
        let claims: Amount = rows.iter().map(|row| row.claims_in(money.currency)).sum();
        let open: Amount = items.iter().map(|&item| self.open(item)).sum();
        let asked = rows.iter().map(|row| row.amount).sum::<Option<Amount>>().unwrap_or(open);
        let credit = self.credits.sum_of(money.currency);
        let is_it = money.left == asked + claims
            || money.left == open.min(asked) + claims
            || credit.is_positive() && money.left > claims && money.left + credit == asked + claims;
        is_it.then_some(ForClaims { since: rows[0].date, amount: claims })
    }

    /// Returns the rows of the last notice that claims interest or indemnity of the invoice, or instalment, that some money
    /// names, and the items that they are about.
    fn last_notice(&self, money: &Money<'_>) -> Option<(Vec<ItemId>, Vec<&Event>)> {
        let (ledger, number) = (self.ledger, money.named?);
        let is_named = |item: &ItemId| money.instalment.is_none() || ledger.instalment(*item) == money.instalment;
        let named: Vec<ItemId> = ledger.rows_of(number).filter(is_named).collect();
        let rows = self.acts.notices_on(ledger, number, self.today);
        let rows = rows.filter(|event| named.iter().any(|&item| concerns(ledger, event, item)));
        let mut rows: Vec<&Event> = rows.collect();
        let letter = |event: &Event| (event.date, event.event_id.clone());
        let last = rows.iter().map(|event| letter(event)).max()?;
        rows.retain(|event| letter(event) == last);
        let items = named.into_iter().filter(|&item| rows.iter().any(|event| concerns(ledger, event, item)));
        Some((items.collect(), rows))
    }
}
