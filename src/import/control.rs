//! The sums by which an import can be checked: what the lists say was invoiced and paid, by currency.

use std::collections::BTreeMap;

use crate::model::{Amount, Currency, ItemId, Ledger, PaymentId};

/// What rows of one currency come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Invoices less credit notes.
    pub invoiced: Amount,
    /// Payments less returns and refunds.
    pub paid: Amount,
}

/// Adds up rows of the ledger.
pub fn totals(
    ledger: &Ledger,
    items: impl Iterator<Item = ItemId>,
    payments: impl Iterator<Item = PaymentId>,
) -> BTreeMap<Currency, Control> {
    let mut totals: BTreeMap<Currency, Control> = BTreeMap::new();
    for item in items {
        let invoice = ledger.invoice(item);
        totals.entry(invoice.currency).or_default().invoiced += invoice.amount;
    }
    for payment in payments.map(|id| ledger.payment(id)) {
        totals.entry(payment.currency).or_default().paid += payment.received();
    }
    totals
}
