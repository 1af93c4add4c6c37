//! Receipts that were divided among debts: the first row keeps the receipt's id, the others are numbered behind a
//! stroke. Ids that somebody gave by hand may look so too (2026/101, 2026/102): where no row has the id before the
//! stroke, each is a receipt of its own.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use crate::model::payment::{OF_BANK, receipt_of};
use crate::model::{Ledger, PaymentId};

/// Returns the rows of `payments.csv` by the money that they are, the parts of one receipt together and in their order:
/// they are alike but for what they pay and how much.
pub fn receipts(ledger: &Ledger, rows: &[PaymentId]) -> Vec<Vec<PaymentId>> {
    let key = |id: PaymentId, text| {
        let row = ledger.payment(id);
        (row.customer, row.date, row.currency, row.kind, text)
    };
    let whole: BTreeSet<_> = rows.iter().map(|&id| key(id, ledger.payment_id(id))).collect();
    let mut receipts: HashMap<_, Vec<PaymentId>> = HashMap::new();
    for &id in rows {
        let own = ledger.payment_id(id);
        let head = key(id, receipt_of(own));
        receipts.entry(if whole.contains(&head) { head } else { key(id, own) }).or_default().push(id);
    }
    let mut receipts: Vec<Vec<PaymentId>> = receipts.into_values().collect();
    receipts.iter_mut().for_each(|rows| rows.sort_by_key(|&id| (ledger.payment_id(id).len(), ledger.payment_id(id))));
    receipts.sort_unstable();
    receipts
}

/// The rows of `payments.csv` that came from the bank. A reference of a bank may end as a part does (`B-ABC/12`).
#[derive(Debug)]
pub struct BankRows<'l>(HashSet<&'l str>);

impl<'l> BankRows<'l> {
    /// Returns those of a ledger.
    pub fn of(ledger: &'l Ledger) -> BankRows<'l> {
        let ids = ledger.payment_rows().map(|row| ledger.payment_id(row));
        BankRows(ids.filter(|id| id.starts_with(OF_BANK)).collect())
    }

    /// Returns the id of the receipt that a row is of. The id of a part leads to its receipt only where that has rows
    /// too.
    pub fn receipt_of<'i>(&self, id: &'i str) -> &'i str {
        let head = receipt_of(id);
        if id.starts_with(OF_BANK) && !self.0.contains(head) { id } else { head }
    }
}

/// Returns the rows of the receipt of an id; of a part of one, that part alone.
pub fn receipt(ledger: &Ledger, id: &str) -> Vec<PaymentId> {
    let Some(own) = ledger.find_payment(id) else { return Vec::new() };
    let whole = receipt_with(ledger, own);
    if whole[0] == own { whole } else { vec![own] }
}

/// Returns the rows of the receipt that a row is of.
pub fn receipt_with(ledger: &Ledger, row: PaymentId) -> Vec<PaymentId> {
    let rows = ledger.payment_rows_of(ledger.payment(row).customer);
    let whole = receipts(ledger, &rows.collect::<Vec<_>>()).into_iter().find(|rows| rows.contains(&row));
    whole.unwrap_or_else(|| vec![row])
}
