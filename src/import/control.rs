//! The sums by which an import can be checked: what the lists say was invoiced and paid, by currency.

use std::collections::BTreeMap;

use super::IncomingRows;
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::text::Interner;
use crate::model::{Amount, Currency, FileRole, ItemId, Ledger, PaymentId, PaymentKind};

/// What rows of one currency come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Invoices less credit notes.
    pub invoiced: Amount,
    /// Payments less returns and refunds.
    pub paid: Amount,
}

/// Adds up the rows of the lists that are in the ledger: those among `accepted`.
pub fn totals<'a>(
    ledger: &Ledger,
    accepted: impl Fn(FileRole) -> Option<(&'a IncomingRows, Vec<usize>)>,
) -> BTreeMap<Currency, Control> {
    let mut totals: BTreeMap<Currency, Control> = BTreeMap::new();
    if let Some((incoming, rows)) = accepted(FileRole::Invoices) {
        let key = |row: PlainRow<'a>| (row.get(Column::InvoiceId), row.get(Column::Instalment));
        let mut keys = Interner::default();
        for &row in &rows {
            let (number, instalment) = key(incoming.rows.row(row));
            keys.intern(&format!("{number}\n{instalment}"));
        }
        for (i, invoice) in ledger.invoices().iter().enumerate() {
            let instalment = ledger.instalment(ItemId(i as u32)).unwrap_or("");
            if keys.find(&format!("{}\n{instalment}", ledger.number(invoice.number))).is_some() {
                totals.entry(invoice.currency).or_default().invoiced += invoice.amount;
            }
        }
    }
    if let Some((incoming, rows)) = accepted(FileRole::Payments) {
        let mut ids = Interner::default();
        for &row in &rows {
            ids.intern(incoming.rows.row(row).get(Column::PaymentId));
        }
        for (i, payment) in ledger.payments().iter().enumerate() {
            if ids.find(ledger.payment_id(PaymentId(i as u32))).is_some() {
                let paid = &mut totals.entry(payment.currency).or_default().paid;
                match payment.kind {
                    PaymentKind::Payment => *paid += payment.amount,
                    PaymentKind::Return | PaymentKind::Refund => *paid -= payment.amount,
                }
            }
        }
    }
    totals
}
