//! What of a payment is interest and indemnity, since it is of just the sum that a notice asked for.
//!
//! Who pays to the cent what he was asked for pays that, and nothing else (C. civ. 1342-10): no later instalment, no part
//! that he contests, nothing that was written off, and no penalty note that the notice did not ask for.

use std::collections::BTreeMap;

use super::{Account, Money};
use crate::engine::allocation::money::ForClaims;
use crate::engine::history::concerns;
use crate::model::{Amount, Date, Event, InvoiceNo, ItemId};

/// What one notice asked for of an invoice, or an instalment.
struct Letter<'l> {
    date: Date,
    items: Vec<ItemId>,
    rows: Vec<&'l Event>,
}

/// What a payment left for the interest and indemnity of items.
#[derive(Clone, Debug)]
pub(super) struct SetAside {
    date: Date,
    items: Vec<ItemId>,
    amount: Amount,
}

impl<'a> Account<'a> {
    /// Returns what of a payment that names an invoice is interest and indemnity: what is left of what a notice claimed of
    /// them, the last one first, where the payment is that and the principal that was asked for, or as much of it as is left,
    /// less his credit or not.
    pub(super) fn asked_beside_debts(&mut self, money: &Money<'_>) -> Option<ForClaims> {
        let letters = self.letters(money.named?, money.instalment);
        let claims = |letter: Letter<'a>| Some((self.claims_in(&letter, money)?, letter));
        let (amount, Letter { date: since, items, .. }) = letters.into_iter().rev().find_map(claims)?;
        self.set_aside.push(SetAside { date: self.today, items, amount });
        Some(ForClaims { since, amount })
    }

    /// Returns what of some money is for what a notice claimed, if it is of the sum of it.
    fn claims_in(&self, letter: &Letter<'_>, money: &Money<'_>) -> Option<Amount> {
        let claims: Amount = letter.rows.iter().map(|row| row.claims_in(money.currency)).sum();
        let left = (claims - self.settled_since(letter)?).max(Amount::ZERO);
        let open: Amount = letter.items.iter().map(|&item| self.open(item)).sum();
        let asked = letter.rows.iter().map(|row| row.amount).sum::<Option<Amount>>().unwrap_or(open);
        let since = self.moves.iter().filter(|(item, step)| step.date >= letter.date && letter.items.contains(item));
        let paid = -since.map(|(_, step)| step.change).sum::<Amount>();
        let credit = self.credits.for_debts_in(money.currency);
        let principals = [asked, open.min(asked), (asked - paid).max(Amount::ZERO)];
        let is_it = principals.iter().any(|&principal| money.left == principal + left)
            || money.left == asked + claims
            || credit.is_positive() && money.left > left && money.left + credit == asked + left;
        Some(left).filter(|left| is_it && left.is_positive())
    }

    /// Returns what of the claims of a notice was paid or given up since; nothing where all was given up.
    fn settled_since(&self, letter: &Letter<'_>) -> Option<Amount> {
        let concerns_it = |event: &Event| letter.items.iter().any(|&item| concerns(self.ledger, event, item));
        let first = letter.items.first().map(|&item| self.ledger.invoice(item).customer)?;
        let waivers = self.acts.waivers_of(self.ledger, first);
        let waivers =
            waivers.filter(|event| letter.date < event.date && event.date <= self.today && concerns_it(event));
        let waived = waivers.map(|event| event.amount).sum::<Option<Amount>>()?;
        let is_of_it =
            |one: &&SetAside| one.date >= letter.date && one.items.iter().any(|item| letter.items.contains(item));
        Some(waived + self.set_aside.iter().filter(is_of_it).map(|one| one.amount).sum())
    }

    /// Returns the notices by today that claim interest or indemnity of an invoice or instalment, the first one first.
    fn letters(&self, number: InvoiceNo, instalment: Option<&str>) -> Vec<Letter<'a>> {
        let ledger = self.ledger;
        // Mostly none does, and this is asked for each payment.
        if self.acts.notices_on(ledger, number, self.today).next().is_none() {
            return Vec::new();
        }
        let is_named = |item: &ItemId| instalment.is_none() || ledger.instalment(*item) == instalment;
        let named: Vec<ItemId> = ledger.rows_of(number).filter(is_named).collect();
        let mut letters: BTreeMap<(Date, Option<&str>), Letter<'a>> = BTreeMap::new();
        for event in self.acts.notices_on(ledger, number, self.today) {
            let items = named.iter().copied().filter(|&item| concerns(ledger, event, item));
            let items: Vec<ItemId> = items.collect();
            if !items.is_empty() {
                let none = || Letter { date: event.date, items: Vec::new(), rows: Vec::new() };
                let letter = letters.entry((event.date, event.event_id.as_deref())).or_insert_with(none);
                letter.items.extend(items);
                letter.rows.push(event);
            }
        }
        let mut letters: Vec<Letter<'a>> = letters.into_values().collect();
        for letter in &mut letters {
            letter.items.sort_unstable();
            letter.items.dedup();
        }
        letters
    }
}
