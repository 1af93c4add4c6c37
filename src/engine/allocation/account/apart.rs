//! Money that names nothing and is just the indemnity, in euros, which a notice by that day asked for beside invoices
//! in another currency.
//!
//! Who pays to the cent what he was asked for pays that (C. civ. 1342-10): no debt in euros gets it, unless it may as
//! well be one of those, or all of them. What of the indemnity is owed is worked out from the balances; what of the
//! money is not needed for it stays credit.

use std::collections::BTreeMap;

use super::{Account, Money};
use crate::engine::allocation::CreditSource;
use crate::engine::allocation::money::ForClaims;
use crate::engine::history::concerns;
use crate::model::{Amount, Currency, CustomerId, Date, Event, InvoiceNo, ItemId, PaymentId};

/// What a notice asked for apart, and nobody paid or gave up yet.
#[derive(Debug, Default)]
struct AskedApart {
    sum: Amount,
    of: Vec<InvoiceNo>,
}

impl<'a> Account<'a> {
    /// Returns money that names nothing, for no debt where it is just what a notice asked for apart.
    pub(super) fn kept_apart(&mut self, money: Money<'a>) -> Money<'a> {
        let CreditSource::Payment(payment) = money.source else { return money };
        let row = self.ledger.payment(payment);
        if money.currency != Currency::EUR || money.left != row.amount || money.for_claims.is_some() {
            return money;
        }
        let fitting = self.asked_apart(row.customer).into_iter().find(|(_, asked)| asked.sum == money.left);
        let Some(((since, _), AskedApart { of, .. })) = fitting.filter(|(_, asked)| !self.is_of_debts(&money, asked))
        else {
            return money;
        };
        self.paid_apart.extend(of.into_iter().map(|number| (number, payment)));
        Money { for_claims: Some(ForClaims { since, amount: money.left }), ..money }
    }

    /// Lets money that is kept apart pay the notes that charge those indemnities.
    pub(super) fn pay_notes_apart(&mut self, money: &mut Money<'a>) {
        let (CreditSource::Payment(payment), Some(_)) = (money.source, money.for_claims) else { return };
        for note in self.notes_apart(payment) {
            let most = money.for_note_of(self.ledger.invoice(note).issue);
            self.pay_at_most(note, money, most);
        }
    }

    /// Returns what notices to a customer by today asked for apart, the first one first.
    fn asked_apart(&self, customer: CustomerId) -> BTreeMap<(Date, Option<&'a str>), AskedApart> {
        let mut letters: BTreeMap<(Date, Option<&str>), AskedApart> = BTreeMap::new();
        for event in self.acts.asked_apart(self.ledger, customer).filter(|event| event.date <= self.today) {
            let Some(number) = event.invoice.filter(|&number| !self.is_settled_apart(number, event)) else { continue };
            let letter = letters.entry((event.date, event.event_id.as_deref())).or_default();
            letter.sum += event.indemnity.unwrap_or_default();
            letter.of.push(number);
        }
        letters
    }

    /// Tells whether the indemnity of an invoice that a notice asked for was paid, or given up whole.
    fn is_settled_apart(&self, number: InvoiceNo, notice: &Event) -> bool {
        let ledger = self.ledger;
        let is_waived = |waiver: &Event| {
            let is_later = notice.date <= waiver.date && waiver.date <= self.today;
            is_later && waiver.amount.is_none() && ledger.rows_of(number).any(|item| concerns(ledger, waiver, item))
        };
        let mut notes = self.issued_notes_on(number).peekable();
        let is_charged_and_paid = notes.peek().is_some() && notes.all(|note| self.open(note).is_zero());
        self.paid_apart.contains_key(&number)
            || is_charged_and_paid
            || self.acts.waivers_of(ledger, notice.customer).any(is_waived)
    }

    /// Returns the notes in euros on an invoice that were issued by today.
    fn issued_notes_on(&self, number: InvoiceNo) -> impl Iterator<Item = ItemId> {
        let notes = self.steps.notes_on(number).map(|place| self.steps.note(place));
        notes.filter(|&note| {
            let row = self.ledger.invoice(note);
            row.currency == Currency::EUR && row.issue <= self.today
        })
    }

    fn notes_apart(&self, payment: PaymentId) -> Vec<ItemId> {
        let own = self.paid_apart.iter().filter(|(_, by)| **by == payment);
        own.flat_map(|(&number, _)| self.issued_notes_on(number)).collect()
    }

    /// Tells whether money is of just the sum of one of the open debts, or of all of them: the notes that charge what
    /// was asked for apart are none.
    fn is_of_debts(&self, money: &Money<'_>, asked: &AskedApart) -> bool {
        let charging: Vec<ItemId> = asked.of.iter().flat_map(|&number| self.issued_notes_on(number)).collect();
        let rows = self.open_rows.as_ref().expect("open rows are kept when money names no invoice");
        let rows = rows.range((money.currency, ItemId(0))..=(money.currency, ItemId(u32::MAX)));
        let debts = rows.map(|&(_, item)| item).filter(|item| !charging.contains(item));
        let (mut all, mut is_one) = (Amount::ZERO, false);
        for open in debts.map(|item| self.open(item)) {
            all += open;
            is_one |= open == money.left;
        }
        is_one || all == money.left
    }
}
