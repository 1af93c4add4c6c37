//! What one row says and another one says otherwise.

use crate::import::sums::is_credit_note;
use crate::input::columns::Column;
use crate::input::edit::{PlainRow, comparable};
use crate::input::words::{self, INVOICE_KINDS, PAYMENT_KINDS};
use crate::model::{InvoiceKind, PaymentKind};

/// Returns the columns in which a row says something else than another one. A customer's name that is his id was not
/// told.
pub(in crate::import) fn differing(new: PlainRow<'_>, old: PlainRow<'_>) -> Vec<Column> {
    new.said()
        .filter(|&(column, text)| column != Column::Name || text != new.get(Column::CustomerId))
        .filter(|&(column, _)| !say_the_same(column, new, old))
        .map(|(column, _)| column)
        .collect()
}

/// Tells whether two rows say the same in a column. A credit note takes off what it says whatever its sign, and by its
/// sign alone a row is one.
fn say_the_same(column: Column, new: PlainRow<'_>, old: PlainRow<'_>) -> bool {
    let [said, known] = [new, old].map(|row| row.get(column));
    let are_credits = || [new, old].into_iter().all(takes_off);
    let is_one_sum = |said: &str, known: &str| said.trim_start_matches('-') == known.trim_start_matches('-');
    let [sum, known_sum] = [said, known].map(|text| comparable(column, text));
    match column {
        _ if sum == known_sum => true,
        Column::Kind => kind(said) == kind(known) || are_credits(),
        Column::Amount => is_one_sum(&sum, &known_sum) && are_credits(),
        _ => false,
    }
}

/// Returns our word for a kind. Without one a row is an invoice or a payment.
fn kind(text: &str) -> &str {
    let invoice = words::find(INVOICE_KINDS, text).map(InvoiceKind::word);
    let known = invoice.or_else(|| words::find(PAYMENT_KINDS, text).map(PaymentKind::word)).unwrap_or(text);
    if known == InvoiceKind::Invoice.word() || known == PaymentKind::Payment.word() { "" } else { known }
}

/// Tells whether a row of `invoices.csv` takes something off what is owed.
fn takes_off(row: PlainRow<'_>) -> bool {
    let is_below_zero = row.get(Column::Kind).is_empty() && row.get(Column::Amount).starts_with('-');
    !row.get(Column::InvoiceId).is_empty() && (is_credit_note(row) || is_below_zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::edit::PlainRows;

    #[test]
    fn a_credit_note_is_one_by_its_kind_or_by_its_sign() {
        let mut rows = PlainRows::new(vec![Column::InvoiceId, Column::Amount, Column::Kind]);
        for (amount, kind) in
            [("200.00", "credit_note"), ("-200.00", ""), ("200.00", ""), ("200", "Facture"), ("-90.00", "")]
        {
            rows.push(["A-1", amount, kind]);
        }
        let [by_kind, by_sign, unsaid, invoice, other] = [0, 1, 2, 3, 4].map(|row| rows.row(row));
        let none: Vec<Column> = Vec::new();
        assert_eq!(differing(by_kind, by_sign), none);
        assert_eq!(differing(by_sign, by_kind), none);
        assert_eq!(differing(invoice, unsaid), none);
        assert_eq!(differing(by_kind, unsaid), [Column::Kind]);
        assert_eq!(differing(by_sign, unsaid), [Column::Amount]);
        assert_eq!(differing(by_kind, other), [Column::Amount]);
        assert_eq!(differing(invoice, by_sign), [Column::Amount]);
    }
}
