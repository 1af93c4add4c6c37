//! Money that names nothing and is just the indemnity, in euros, which a notice by that day asked for beside invoices
//! in another currency.
//!
//! Who pays to the cent what he was asked for pays that (C. civ. 1342-10): no debt in euros gets it, unless it may as
//! well be one of those, or all of them. What of the indemnity is owed is worked out from the balances; what of the
//! money is not needed for it stays credit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Account, Money};
use crate::engine::allocation::CreditSource;
use crate::engine::allocation::money::ForClaims;
use crate::engine::history::concerns;
use crate::model::{Amount, Currency, CustomerId, Date, Event, InvoiceNo, ItemId, PaymentId};

/// What notices to a customer asked for apart, and nobody paid or gave up yet.
#[derive(Debug, Default)]
pub(super) struct AskedApart {
    /// The first day from which on it may be something else.
    until: Option<Date>,
    /// The notices, the first one first.
    letters: Vec<Letter>,
    /// Which of them asked for the indemnity of an invoice.
    of_invoice: BTreeMap<InvoiceNo, Vec<usize>>,
    /// Which of them are left with a sum.
    of_sum: BTreeMap<Amount, BTreeSet<usize>>,
}

/// What is left of what a notice asked for apart.
#[derive(Debug)]
struct Letter {
    since: Date,
    left: Amount,
    of: BTreeMap<InvoiceNo, Amount>,
}

impl AskedApart {
    fn new(letters: Vec<Letter>, until: Option<Date>) -> AskedApart {
        let mut asked = AskedApart { until, letters, ..AskedApart::default() };
        for (place, letter) in asked.letters.iter().enumerate() {
            asked.of_sum.entry(letter.left).or_default().insert(place);
            for &number in letter.of.keys() {
                asked.of_invoice.entry(number).or_default().push(place);
            }
        }
        asked
    }

    /// Returns the first notice of which just that sum is left: of those behind a day, where one is given.
    fn of(&self, sum: Amount, behind: Option<Date>) -> Option<&Letter> {
        let is_before = |letter: &Letter| behind.is_some_and(|day| letter.since <= day);
        let first = self.letters.partition_point(is_before);
        self.of_sum.get(&sum)?.range(first..).next().map(|&place| &self.letters[place])
    }

    /// Takes the indemnity of an invoice out, which was paid.
    fn settle(&mut self, number: InvoiceNo) {
        for place in self.of_invoice.remove(&number).unwrap_or_default() {
            let letter = &mut self.letters[place];
            self.of_sum.entry(letter.left).or_default().remove(&place);
            letter.left -= letter.of.remove(&number).unwrap_or_default();
            self.of_sum.entry(letter.left).or_default().insert(place);
        }
    }
}

impl<'a> Account<'a> {
    /// Returns money that names nothing, for no debt where it is just what a notice asked for apart.
    pub(super) fn kept_apart(&mut self, money: Money<'a>) -> Money<'a> {
        let CreditSource::Payment(payment) = money.source else { return money };
        let row = self.ledger.payment(payment);
        let is_whole = money.currency == Currency::EUR && money.left == row.amount && money.for_claims.is_none();
        if !is_whole || self.acts.asked_apart(self.ledger, row.customer).next().is_none() {
            return money;
        }
        self.follow_asked_apart(row.customer);
        // What waits was held against the notices before it when it came.
        let behind = (money.date < self.today).then_some(money.date);
        let asked = self.asked_apart.as_ref().and_then(|asked| asked.of(money.left, behind));
        let Some(asked) = asked.filter(|asked| !self.is_of_debts(&money, asked)) else { return money };
        let (since, of): (Date, Vec<InvoiceNo>) = (asked.since, asked.of.keys().copied().collect());
        for number in of {
            self.paid_apart.insert(number, payment);
            self.asked_apart.iter_mut().for_each(|asked| asked.settle(number));
        }
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

    /// Takes back what a payment paid apart.
    pub(super) fn forget_paid_apart(&mut self, payment: PaymentId) {
        self.paid_apart.retain(|_, by| *by != payment);
        self.asked_apart = None;
    }

    /// Works out what notices by today asked for apart, unless that is known.
    fn follow_asked_apart(&mut self, customer: CustomerId) {
        if self.asked_apart.as_ref().is_some_and(|asked| asked.until.is_none_or(|until| self.today < until)) {
            return;
        }
        let (ledger, today) = (self.ledger, self.today);
        let mut letters: BTreeMap<(Date, Option<&str>), Letter> = BTreeMap::new();
        let mut days: Vec<Date> = self.acts.waivers_of(ledger, customer).map(|waiver| waiver.date).collect();
        for event in self.acts.asked_apart(ledger, customer) {
            let Some(number) = event.invoice else { continue };
            days.push(event.date);
            days.extend(self.notes_on(number).map(|note| ledger.invoice(note).issue));
            if event.date > today || self.is_settled_apart(number, event) {
                continue;
            }
            let key = (event.date, event.event_id.as_deref());
            let empty = Letter { since: event.date, left: Amount::ZERO, of: BTreeMap::new() };
            let (letter, sum) = (letters.entry(key).or_insert(empty), event.indemnity.unwrap_or_default());
            letter.left += sum;
            *letter.of.entry(number).or_default() += sum;
        }
        let until = days.into_iter().filter(|&day| day > today).min();
        self.asked_apart = Some(AskedApart::new(letters.into_values().collect(), until));
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
        self.notes_on(number).filter(|&note| self.ledger.invoice(note).issue <= self.today)
    }

    /// Returns the notes in euros on an invoice.
    fn notes_on(&self, number: InvoiceNo) -> impl Iterator<Item = ItemId> {
        let notes = self.steps.notes_on(number).map(|place| self.steps.note(place));
        notes.filter(|&note| self.ledger.invoice(note).currency == Currency::EUR)
    }

    fn notes_apart(&self, payment: PaymentId) -> Vec<ItemId> {
        let own = self.paid_apart.iter().filter(|(_, by)| **by == payment);
        own.flat_map(|(&number, _)| self.issued_notes_on(number)).collect()
    }

    /// Tells whether money is of just the sum of one of the open debts, or of all of them: the notes that charge what
    /// was asked for apart are none.
    fn is_of_debts(&self, money: &Money<'_>, asked: &Letter) -> bool {
        let charging: Vec<ItemId> = asked.of.keys().flat_map(|&number| self.issued_notes_on(number)).collect();
        let debts = self.open_from(money.currency, ItemId(0)).filter(|item| !charging.contains(item));
        let (mut all, mut is_one) = (Amount::ZERO, false);
        for open in debts.map(|item| self.open(item)) {
            all += open;
            is_one |= open == money.left;
        }
        is_one || all == money.left
    }
}
