//! Money on its way to a debt, and the credit of one customer: money that is set against nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::kept::KeptOn;
use super::{Credit, CreditSource};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, ItemId, Ledger, Payment, PaymentId};

/// What of some money is interest and indemnity that a notice asked for: no debt gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ForClaims {
    /// The day of the notice.
    pub since: Date,
    /// How much.
    pub amount: Amount,
}

/// What is left of a payment or credit note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money<'a> {
    /// The row it comes from.
    pub source: CreditSource,
    /// The row's own date.
    pub date: Date,
    /// What is not set against anything yet.
    pub left: Amount,
    /// What of that is for interest and indemnity.
    pub for_claims: Option<ForClaims>,
    /// What it is in.
    pub currency: Currency,
    /// The invoice that the row names.
    pub named: Option<InvoiceNo>,
    /// The instalment that the row names.
    pub instalment: Option<&'a str>,
}

impl<'a> Money<'a> {
    /// Returns what came in with a payment, less what of it is taken back.
    pub(super) fn of_payment(ledger: &'a Ledger, id: PaymentId, taken_back: Amount) -> Money<'a> {
        let row = ledger.payment(id);
        Money {
            source: CreditSource::Payment(id),
            date: row.date,
            left: row.amount - taken_back,
            for_claims: None,
            currency: row.currency,
            named: row.invoice,
            instalment: ledger.payment_more(id).and_then(|more| more.instalment.as_deref()),
        }
    }

    /// Returns what a credit note takes off.
    pub(super) fn of_credit_note(ledger: &'a Ledger, id: ItemId) -> Money<'a> {
        let row = ledger.invoice(id);
        Money {
            source: CreditSource::CreditNote(id),
            date: row.issue,
            left: -row.amount,
            for_claims: None,
            currency: row.currency,
            named: ledger.more(id).and_then(|more| more.applies_to),
            instalment: None,
        }
    }

    /// Returns what of it can pay debts.
    pub(super) fn for_debts(&self) -> Amount {
        self.left - self.for_claims.map_or(Amount::ZERO, |claims| claims.amount)
    }

    /// Returns what of it can pay a penalty note of a day: one that is of the notice's day or later charges what that
    /// asked for.
    pub(super) fn for_note_of(&self, issue: Date) -> Amount {
        if self.for_claims.is_some_and(|claims| claims.since <= issue) { self.left } else { self.for_debts() }
    }

    /// Takes so much of it, what can pay debts first.
    pub(super) fn take(&mut self, amount: Amount) {
        self.left -= amount;
        if let Some(claims) = &mut self.for_claims {
            claims.amount = claims.amount.min(self.left);
        }
    }

    fn is_credit_note(&self) -> bool {
        matches!(self.source, CreditSource::CreditNote(_))
    }

    /// Returns where the money is kept.
    fn place(&self) -> Place {
        (self.named, self.currency, self.date, self.source)
    }

    /// Returns the order in which a refund uses it: money that names nothing before the rest, oldest first, credit
    /// notes before payments, then by id.
    fn age(&self) -> Age {
        (self.currency, self.named.is_some(), self.date, self.source, self.named)
    }
}

type Place = (Option<InvoiceNo>, Currency, Date, CreditSource);
type Age = (Currency, bool, Date, CreditSource, Option<InvoiceNo>);

/// The least of all sources, from which a search among the money of one day begins.
const FIRST: CreditSource = CreditSource::CreditNote(ItemId(0));

/// The credit of one customer. What names an invoice, beyond what is owed on it, is kept under that invoice.
#[derive(Debug, Default)]
pub(super) struct Credits<'a> {
    /// What names nothing first, then invoice by invoice; each oldest first, credit notes before payments, then by id.
    kept: BTreeMap<Place, Money<'a>>,
    by_age: BTreeSet<Age>,
    /// What there is of each currency.
    sums: BTreeMap<Currency, Amount>,
}

impl<'a> Credits<'a> {
    /// Keeps what is left of some money.
    pub(super) fn keep(&mut self, money: Money<'a>) {
        if money.left.is_positive() {
            self.by_age.insert(money.age());
            *self.sums.entry(money.currency).or_default() += money.left;
            let before = self.kept.get(&money.place()).copied();
            let (left, for_claims) = before.map_or((Amount::ZERO, None), |kept| (kept.left, kept.for_claims));
            let all = Money { left: money.left + left, for_claims: money.for_claims.max(for_claims), ..money };
            self.kept.insert(money.place(), all);
        }
    }

    /// Takes the money out that names no invoice, oldest first.
    pub(super) fn take_waiting(&mut self) -> Vec<Money<'a>> {
        let waiting = self.kept.keys().take_while(|(named, ..)| named.is_none());
        let places: Vec<Place> = waiting.copied().collect();
        let mut taken: Vec<Money<'a>> = places.iter().filter_map(|place| self.take_out(place)).collect();
        taken.sort_by_key(|money| (money.date, money.source));
        taken
    }

    /// Returns what there is of a currency.
    pub(super) fn sum_of(&self, currency: Currency) -> Amount {
        self.sums.get(&currency).copied().unwrap_or_default()
    }

    /// Returns what there is of a currency that can pay debts; what has paid claims cannot.
    pub(super) fn for_debts_in(&self, currency: Currency, claims: KeptOn<'_>) -> Amount {
        let free = |money: &Money<'_>| money.for_debts().min(claims.free(money.source, money.left));
        self.kept.values().filter(|money| money.currency == currency).map(free).sum()
    }

    /// Returns the payments that there is something of in a currency.
    pub(super) fn payments_in(&self, currency: Currency) -> impl Iterator<Item = PaymentId> {
        let own = self.kept.values().filter(move |money| money.currency == currency);
        own.filter_map(|money| match money.source {
            CreditSource::Payment(payment) => Some(payment),
            CreditSource::CreditNote(_) => None,
        })
    }

    /// Tells whether money is kept that names an invoice.
    pub(super) fn any_parked(&self) -> bool {
        self.kept.last_key_value().is_some_and(|((named, ..), _)| named.is_some())
    }

    /// Returns the money that is kept under an invoice.
    pub(super) fn parked_under(&self, number: InvoiceNo) -> impl Iterator<Item = &Money<'a>> {
        self.kept.values().filter(move |money| money.named == Some(number))
    }

    /// Takes out the credit notes, or the payments, that name an invoice, oldest first.
    pub(super) fn take_parked(&mut self, number: InvoiceNo, currency: Currency, credit_notes: bool) -> Vec<Money<'a>> {
        let from = self.kept.range((Some(number), currency, Date::MIN, FIRST)..);
        let parked = from.take_while(|((named, ..), _)| *named == Some(number));
        let wanted = parked.filter(|(_, money)| money.is_credit_note() == credit_notes);
        let places: Vec<Place> = wanted.map(|(place, _)| *place).collect();
        places.iter().filter_map(|place| self.take_out(place)).collect()
    }

    fn take_out(&mut self, place: &Place) -> Option<Money<'a>> {
        let money = self.kept.remove(place)?;
        self.by_age.remove(&money.age());
        if let Some(sum) = self.sums.get_mut(&money.currency) {
            *sum -= money.left;
        }
        Some(money)
    }

    /// Takes out at most so much of what is left of a row, and returns how much that is.
    pub(super) fn take_of(&mut self, row: &Money<'_>, most: Amount) -> Amount {
        let Some(mut money) = self.take_out(&row.place()) else { return Amount::ZERO };
        let part = most.min(money.left);
        money.take(part);
        self.keep(money);
        part
    }

    /// Returns what is left of a row.
    pub(super) fn left_of(&self, row: &Money<'_>) -> Amount {
        self.kept.get(&row.place()).map_or(Amount::ZERO, |money| money.left)
    }

    /// Returns the credit that a refund can come from: all there is, or what is left of the payment that it gives back;
    /// less what has paid claims.
    pub(super) fn refundable(
        &self,
        ledger: &'a Ledger,
        row: &Payment,
        reverses: Option<PaymentId>,
        claims: KeptOn<'_>,
    ) -> Amount {
        let free = |money: &Money<'_>| claims.free(money.source, money.left);
        if let Some(payment) = reverses {
            let place = Money::of_payment(ledger, payment, Amount::ZERO).place();
            return self.kept.get(&place).map_or(Amount::ZERO, free);
        }
        if claims.is_nothing() {
            return self.sum_of(row.currency);
        }
        self.kept.values().filter(|money| money.currency == row.currency).map(free).sum()
    }

    /// Lowers the credit by an amount of a refund, at most by what there is, and returns the money that it gives back.
    ///
    /// A refund that names a payment gives that payment back and nothing else. One that names an invoice or credit
    /// note takes what is kept under it first; then, like any other, it takes the money that names nothing, then the
    /// rest, oldest first.
    pub(super) fn refund(
        &mut self,
        ledger: &'a Ledger,
        (row, amount): (&Payment, Amount),
        reverses: Option<PaymentId>,
        claims: KeptOn<'_>,
    ) -> Vec<(CreditSource, Amount)> {
        let mut first: Vec<Money<'a>> = Vec::new();
        if let Some(payment) = reverses {
            first.push(Money::of_payment(ledger, payment, Amount::ZERO));
        } else if let Some(number) = row.invoice {
            first.extend(ledger.rows_of(number).map(|note| Money::of_credit_note(ledger, note)));
            let parked = self.kept.range((Some(number), row.currency, Date::MIN, FIRST)..);
            first.extend(parked.map(|(_, money)| *money).take_while(|money| money.named == Some(number)));
        }
        let mut due = amount;
        let mut taken = Vec::new();
        for money in first {
            let free = claims.free(money.source, self.left_of(&money));
            let part = self.take_of(&money, due.min(free));
            due -= part;
            taken.push((money.source, part));
        }
        if reverses.is_none() {
            taken.extend(self.take_by_age(row.currency, due, |money| claims.free(money.source, money.left)));
        }
        taken.retain(|(_, part)| part.is_positive());
        taken
    }

    /// Takes out at most so much of the credit, what has paid claims last, and returns how much that is.
    pub(super) fn take_oldest(&mut self, currency: Currency, most: Amount, claims: KeptOn<'_>) -> Amount {
        let mut taken = self.take_by_age(currency, most, |money| claims.free(money.source, money.left));
        let free: Amount = taken.iter().map(|(_, part)| *part).sum();
        taken.extend(self.take_by_age(currency, most - free, |money| money.left));
        taken.into_iter().map(|(_, part)| part).sum()
    }

    /// Takes out at most so much: the money that names nothing, then the rest, oldest first; of each what is `free`.
    fn take_by_age(
        &mut self,
        currency: Currency,
        most: Amount,
        free: impl Fn(&Money<'_>) -> Amount,
    ) -> Vec<(CreditSource, Amount)> {
        let mut due = most;
        let mut taken = Vec::new();
        let mut from = Bound::Included((currency, false, Date::MIN, FIRST, None));
        while due.is_positive() {
            let next = self.by_age.range((from, Bound::Unbounded)).next().filter(|age| age.0 == currency);
            let Some(&age) = next else { break };
            from = Bound::Excluded(age);
            let (_, _, date, source, named) = age;
            let Some(money) = self.kept.get(&(named, currency, date, source)).copied() else { break };
            let part = self.take_of(&money, due.min(free(&money)));
            due -= part;
            taken.push((source, part));
        }
        taken
    }

    /// Empties the account's credit into the credits that people see.
    pub(super) fn drain(&mut self, customer: CustomerId) -> impl Iterator<Item = Credit> {
        self.by_age.clear();
        self.sums.clear();
        std::mem::take(&mut self.kept).into_values().map(move |money| Credit {
            customer,
            currency: money.currency,
            amount: money.left,
            date: money.date,
            source: money.source,
            named: money.named,
        })
    }
}
