//! Money that names an invoice and is of the sum of the penalty notes on it.

use super::Readings;
use crate::engine::penalties::notes::notes_on;
use crate::model::{Amount, Currency, Date, InvoiceNo, ItemId};

impl Readings<'_, '_> {
    /// Returns the penalty notes on an invoice that money of a day which names it pays by its sum: what is open on the
    /// only one of that sum, or on all of them together. None where the sum is as much as the invoice itself, which is
    /// paid first, or is of an instalment of it, or promised. `open` is what is owed on an item.
    pub fn notes_of_sum(
        &self,
        number: InvoiceNo,
        (currency, sum, day): (Currency, Amount, Date),
        open: impl Fn(ItemId) -> Amount,
    ) -> Vec<InvoiceNo> {
        let ledger = self.ledger;
        let owed: Vec<(ItemId, Amount)> = ledger.rows_of(number).map(|item| (item, open(item))).collect();
        let Some(&(first, _)) = owed.first() else { return Vec::new() };
        let is_more = owed.iter().map(|(_, open)| *open).sum::<Amount>() > sum;
        if !is_more || owed.iter().any(|(_, open)| *open == sum) {
            return Vec::new();
        }
        let is_known = |&note: &ItemId| {
            let note = ledger.invoice(note);
            note.issue <= day && note.currency == currency
        };
        let notes = notes_on(ledger, number).filter(is_known).map(|item| (ledger.invoice(item).number, open(item)));
        let notes: Vec<(InvoiceNo, Amount)> = notes.filter(|(_, open)| open.is_positive()).collect();
        // What is promised is asked last: it takes the customer's whole history.
        if notes.is_empty() || !self.promised(ledger.invoice(first).customer, &owed, (currency, sum, day)).is_empty() {
            return Vec::new();
        }
        let of_sum: Vec<InvoiceNo> = notes.iter().filter(|(_, open)| *open == sum).map(|(note, _)| *note).collect();
        let is_all = notes.iter().map(|(_, open)| *open).sum::<Amount>() == sum;
        match of_sum[..] {
            [_] => of_sum,
            _ if is_all => notes.into_iter().map(|(note, _)| note).collect(),
            _ => Vec::new(),
        }
    }
}
