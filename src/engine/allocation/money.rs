//! Money on its way to a debt, and the credit of one customer: money that is set against nothing.

use std::collections::BTreeMap;

use super::{Credit, CreditSource};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, ItemId, Ledger, Payment, PaymentId};

/// Is what is left of a payment or credit note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money<'a> {
    /// The row it comes from.
    pub source: CreditSource,
    /// The row's own date.
    pub date: Date,
    /// What is not set against anything yet.
    pub left: Amount,
    /// What it is in.
    pub currency: Currency,
    /// The invoice that the row names.
    pub named: Option<InvoiceNo>,
    /// The instalment that the row names.
    pub instalment: Option<&'a str>,
}

impl<'a> Money<'a> {
    pub(super) fn of_payment(ledger: &'a Ledger, id: PaymentId) -> Money<'a> {
        let row = ledger.payment(id);
        Money {
            source: CreditSource::Payment(id),
            date: row.date,
            left: row.amount,
            currency: row.currency,
            named: row.invoice,
            instalment: ledger.payment_more(id).and_then(|more| more.instalment.as_deref()),
        }
    }

    pub(super) fn of_credit_note(ledger: &'a Ledger, id: ItemId) -> Money<'a> {
        let row = ledger.invoice(id);
        Money {
            source: CreditSource::CreditNote(id),
            date: row.issue,
            left: -row.amount,
            currency: row.currency,
            named: ledger.more(id).and_then(|more| more.applies_to),
            instalment: None,
        }
    }

    /// Is the order in which credit is used: oldest first, credit notes before payments, then by id.
    fn age(&self) -> (Date, CreditSource) {
        (self.date, self.source)
    }
}

/// Is the credit of one customer.
#[derive(Debug, Default)]
pub(super) struct Credits<'a> {
    /// Money that names no invoice: it goes to whatever opens next.
    waiting: Vec<Money<'a>>,
    /// Money that names an invoice, beyond what is owed on it.
    parked: BTreeMap<InvoiceNo, Vec<Money<'a>>>,
}

impl<'a> Credits<'a> {
    /// Keeps money that names no invoice, if any of it is left.
    pub(super) fn wait(&mut self, money: Money<'a>) {
        if money.left.is_positive() {
            self.waiting.push(money);
        }
    }

    /// Keeps money that names an invoice, if any of it is left.
    pub(super) fn park(&mut self, money: Money<'a>) {
        if let (true, Some(number)) = (money.left.is_positive(), money.named) {
            self.parked.entry(number).or_default().push(money);
        }
    }

    /// Takes the money out that names no invoice, oldest first.
    pub(super) fn take_waiting(&mut self) -> Vec<Money<'a>> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(Money::age);
        waiting
    }

    /// Tells whether money is kept that names an invoice.
    pub(super) fn any_parked(&self) -> bool {
        !self.parked.is_empty()
    }

    /// Takes out the credit notes, or the payments, that name an invoice, oldest first.
    pub(super) fn take_parked(&mut self, number: InvoiceNo, credit_notes: bool) -> Vec<Money<'a>> {
        let Some(parked) = self.parked.remove(&number) else { return Vec::new() };
        let wanted = |money: &Money<'_>| matches!(money.source, CreditSource::CreditNote(_)) == credit_notes;
        let (mut taken, kept): (Vec<_>, Vec<_>) = parked.into_iter().partition(wanted);
        if !kept.is_empty() {
            self.parked.insert(number, kept);
        }
        taken.sort_by_key(Money::age);
        taken
    }

    /// Returns what is left of a row.
    pub(super) fn left_of(&self, source: CreditSource) -> Amount {
        self.all().filter(|money| money.source == source).map(|money| money.left).sum()
    }

    /// Removes what is left of a row.
    pub(super) fn remove(&mut self, source: CreditSource) {
        self.waiting.retain(|money| money.source != source);
        for parked in self.parked.values_mut() {
            parked.retain(|money| money.source != source);
        }
        self.parked.retain(|_, parked| !parked.is_empty());
    }

    /// Lowers the credit that a refund can come from by its amount, unless there is too little, and returns how
    /// much there was.
    ///
    /// A refund that names a payment gives that payment back and nothing else. One that names an invoice or credit
    /// note takes what is kept under it first; then, like any other, it takes the money that names nothing, then the
    /// rest, oldest first.
    pub(super) fn refund(&mut self, ledger: &Ledger, row: &Payment, reverses: Option<PaymentId>) -> Amount {
        let fits = |money: &Money<'_>| {
            money.currency == row.currency
                && reverses.is_none_or(|payment| money.source == CreditSource::Payment(payment))
        };
        let is_named = |money: &Money<'_>| {
            row.invoice.is_some_and(|number| {
                money.named == Some(number)
                    || matches!(money.source, CreditSource::CreditNote(note) if ledger.invoice(note).number == number)
            })
        };
        let waiting = self.waiting.iter_mut().map(|money| (false, money));
        let parked = self.parked.values_mut().flatten().map(|money| (true, money));
        let mut sources: Vec<(bool, &mut Money<'a>)> = waiting.chain(parked).filter(|(_, money)| fits(money)).collect();
        sources.sort_by_key(|(is_parked, money)| (!is_named(money), *is_parked, money.age()));
        let available: Amount = sources.iter().map(|(_, money)| money.left).sum();
        if available >= row.amount {
            let mut due = row.amount;
            for (_, money) in sources {
                let part = due.min(money.left);
                money.left -= part;
                due -= part;
            }
        }
        available
    }

    /// Empties the account's credit into the credits that people see, oldest first.
    pub(super) fn drain(&mut self, customer: CustomerId) -> Vec<Credit> {
        let mut all: Vec<Money<'a>> = self.all().copied().filter(|money| money.left.is_positive()).collect();
        all.sort_by_key(Money::age);
        self.waiting.clear();
        self.parked.clear();
        all.into_iter()
            .map(|money| Credit {
                customer,
                currency: money.currency,
                amount: money.left,
                date: money.date,
                source: money.source,
                named: money.named,
            })
            .collect()
    }

    fn all(&self) -> impl Iterator<Item = &Money<'a>> {
        self.waiting.iter().chain(self.parked.values().flatten())
    }
}
