//! Money that names an invoice and is of the sum of the penalty notes on it.

use crate::model::{Amount, InvoiceKind, InvoiceNo, ItemId, Ledger};

/// Returns the penalty notes on an invoice that money which names it pays by its sum: what is open on the only one of that
/// sum, or on all of them together. None where it is as much as the invoice itself, which is paid first. `open` is what is
/// owed on an item.
pub fn notes_of_sum(
    ledger: &Ledger,
    number: InvoiceNo,
    sum: Amount,
    open: impl Fn(ItemId) -> Amount,
) -> Vec<InvoiceNo> {
    let rows = || ledger.rows_of(number);
    let Some(first) = rows().next().filter(|_| sum < rows().map(&open).sum()) else { return Vec::new() };
    let of_customer = ledger.invoices_of(ledger.invoice(first).customer).map(|row| ItemId(row as u32));
    let is_on_it = |&item: &ItemId| {
        ledger.invoice(item).kind == InvoiceKind::Penalty
            && ledger.more(item).and_then(|more| more.applies_to) == Some(number)
    };
    let notes = of_customer.filter(is_on_it).map(|item| (ledger.invoice(item).number, open(item)));
    let notes: Vec<(InvoiceNo, Amount)> = notes.filter(|(_, open)| open.is_positive()).collect();
    let of_sum: Vec<InvoiceNo> = notes.iter().filter(|(_, open)| *open == sum).map(|(note, _)| *note).collect();
    let is_all = notes.iter().map(|(_, open)| *open).sum::<Amount>() == sum;
    match of_sum[..] {
        [_] => of_sum,
        _ if is_all => notes.into_iter().map(|(note, _)| note).collect(),
        _ => Vec::new(),
    }
}
