//! What notices asked for: of each item what its last one noted of interest and indemnity, besides what is open.

use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::engine::history::{History, concerned};
use crate::model::{Amount, Currency, CustomerId, Date, Event, EventKind, ItemId, Ledger};

/// The last notice of each item of a customer.
#[derive(Debug)]
pub struct Notices<'l, 'b> {
    ledger: &'l Ledger,
    balances: &'b Balances,
    /// By item: its row, and the number of the notice.
    last: BTreeMap<ItemId, (&'l Event, usize)>,
}

/// A notice, and what is left of what it asked for.
#[derive(Debug)]
pub struct Notice {
    /// Its day.
    pub date: Date,
    /// What it asked for it in.
    pub currency: Currency,
    /// Its items, and how much it asked for on each.
    pub parts: Vec<(ItemId, Amount)>,
}

impl<'l, 'b> Notices<'l, 'b> {
    /// Reads the notices to a customer: the rows of one id are one letter, and so are those of one day that have none.
    pub(super) fn of(
        ledger: &'l Ledger,
        balances: &'b Balances,
        history: &History<'l>,
        customer: CustomerId,
    ) -> Notices<'l, 'b> {
        let mut numbers: BTreeMap<(Date, Option<&str>), usize> = BTreeMap::new();
        let mut last = BTreeMap::new();
        for event in history.of(customer).filter(|event| event.kind == EventKind::Notice && event.invoice.is_some()) {
            let count = numbers.len();
            let number = *numbers.entry((event.date, event.event_id.as_deref())).or_insert(count);
            for item in concerned(ledger, event) {
                last.insert(item, (event, number));
            }
        }
        Notices { ledger, balances, last }
    }

    /// Returns what was asked for of an item by a day besides what is open: the interest and indemnity that its last notice
    /// noted, less what was paid of them since.
    pub fn claimed(&self, item: ItemId, day: Date) -> Amount {
        let Some((event, _)) = self.last.get(&item).filter(|(event, _)| event.date <= day) else { return Amount::ZERO };
        let is_in_euros = self.ledger.invoice(item).currency == Currency::EUR;
        let indemnity = event.indemnity.filter(|_| is_in_euros).unwrap_or_default();
        let paid = self.balances.claims_paid(item).iter().filter(|paid| paid.date >= event.date);
        let paid: Amount = paid.map(|paid| paid.amount).sum();
        (event.interest.unwrap_or_default() + indemnity - paid).max(Amount::ZERO)
    }

    /// Returns the notices that asked for exactly a sum by a day, as far as it is still owed; `open` is what is left of an
    /// item then.
    pub fn fitting(&self, currency: Currency, sum: Amount, day: Date, open: impl Fn(ItemId) -> Amount) -> Vec<Notice> {
        let is_it = |notice: &Notice| notice.currency == currency && notice.total() == sum;
        self.asking(day, open).into_iter().filter(is_it).collect()
    }

    /// Returns what is left of every notice of a day or before.
    pub fn asking(&self, day: Date, open: impl Fn(ItemId) -> Amount) -> Vec<Notice> {
        let mut notices: BTreeMap<(usize, Currency), Notice> = BTreeMap::new();
        for (&item, &(event, number)) in &self.last {
            let currency = self.ledger.invoice(item).currency;
            let asked = open(item).max(Amount::ZERO) + self.claimed(item, day);
            if event.date <= day && asked.is_positive() {
                let notice = notices.entry((number, currency));
                let notice = notice.or_insert(Notice { date: event.date, currency, parts: Vec::new() });
                notice.parts.push((item, asked));
            }
        }
        notices.into_values().collect()
    }
}

impl Notice {
    /// Returns what it asked for in all.
    pub fn total(&self) -> Amount {
        self.parts.iter().map(|(_, asked)| *asked).sum()
    }
}
