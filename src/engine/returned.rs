//! Money that the bank took back, and why: a technical reject says nothing of who pays, a want of funds does.

use crate::engine::allocation::Balances;
use crate::model::{CustomerId, Ledger, PaymentId, PaymentKind, ReturnReason};

/// Returns the payments of a customer that were taken back by the day of the balances, by date, each with the bank's
/// reason where it gave one.
pub fn returned<'a>(
    ledger: &'a Ledger,
    balances: &'a Balances,
    customer: CustomerId,
) -> impl Iterator<Item = (PaymentId, Option<ReturnReason>)> + use<'a> {
    let rows = ledger.payment_rows_of(customer);
    let counts = |&id: &PaymentId| {
        let row = ledger.payment(id);
        row.kind == PaymentKind::Return && row.date <= balances.as_of() && !balances.refused().contains(&id)
    };
    rows.filter(counts).map(|id| (id, reason(ledger, id)))
}

/// Returns why the bank took a payment back, where its words end with a code.
pub fn reason(ledger: &Ledger, id: PaymentId) -> Option<ReturnReason> {
    ReturnReason::of(ledger.payment_more(id)?.reference.as_deref()?)
}
