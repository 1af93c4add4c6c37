//! What rows in plain form come to.

use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::input::text::{Thousandths, parse_amount};
use crate::input::words::{self, Words};
use crate::model::dialect::DecimalMark;
use crate::model::{InvoiceKind, PaymentKind};

/// Returns the amount of a row in plain form.
pub(super) fn thousandths(row: PlainRow<'_>) -> Option<Thousandths> {
    parse_amount(row.get(Column::Amount).as_bytes()).ok()?.under(DecimalMark::Point)
}

/// Returns what a row says that it stands for. Most rows say nothing.
fn kind<T: Copy>(row: PlainRow<'_>, known: Words<T>) -> Option<T> {
    Some(row.get(Column::Kind)).filter(|kind| !kind.is_empty()).and_then(|kind| words::find(known, kind))
}

/// Tells whether a row of `invoices.csv` says that it is a credit note.
pub(super) fn is_credit_note(row: PlainRow<'_>) -> bool {
    kind(row, words::INVOICE_KINDS) == Some(InvoiceKind::CreditNote)
}

/// Returns what a row of `payments.csv` brought: below zero where it was taken or given back.
pub fn received(row: PlainRow<'_>) -> Option<Thousandths> {
    let is_back = matches!(kind(row, words::PAYMENT_KINDS), Some(PaymentKind::Return | PaymentKind::Refund));
    let Thousandths(amount) = thousandths(row)?;
    Some(Thousandths(if is_back { -amount.abs() } else { amount }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::edit::PlainRows;

    #[test]
    fn every_word_for_a_credit_note_is_one() {
        let mut rows = PlainRows::new(vec![Column::Kind]);
        for word in ["credit_note", "avoir", "Note de crédit", "Facture d'avoir", "", "facture", "?"] {
            rows.push([word]);
        }
        let found: Vec<bool> = rows.iter().map(is_credit_note).collect();
        assert_eq!(found, [true, true, true, true, false, false, false]);
    }
}
