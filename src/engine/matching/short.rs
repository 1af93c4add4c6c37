//! Short invoice numbers, such as FA12: other things are called so too, so they count where the sum or the name agrees.

use super::books::Books;
use super::names::Named;
use super::numbers::{Certainty, Hit};
use super::seen::Seen;
use super::sums::{self, Fit};
use crate::model::InvoiceNo;

/// Two letters and digits in all say so little that the sum has to agree.
const SHORTEST: usize = 2;

/// Returns what is seen of a receipt, its short numbers beyond doubt where all that its text names are such numbers of
/// one customer's invoices, nobody else is named, and the sum is of them or the name is his.
pub(super) fn weighed<'a>(books: &Books<'a, '_>, mut seen: Seen<'a>) -> Seen<'a> {
    if agree(books, &seen) {
        seen.hits.iter_mut().for_each(|hit| hit.certainty = Certainty::Sure);
    }
    seen
}

fn agree(books: &Books<'_, '_>, seen: &Seen<'_>) -> bool {
    let Some(first) = seen.hits.first() else { return false };
    let customer = books.customer_of(first.invoices[0]);
    let is_his = |hit: &Hit| hit.certainty == Certainty::Short && books.customer_of(hit.invoices[0]) == customer;
    if !seen.hits.iter().all(is_his) {
        return false;
    }
    let names = books.names.find(&seen.payer, &seen.text);
    if names.iter().any(|&(other, _)| other != customer) {
        return false;
    }
    let numbers: Vec<InvoiceNo> = seen.hits.iter().map(|hit| hit.invoices[0]).collect();
    let length = |number: InvoiceNo| books.ledger.number(number).chars().filter(|c| c.is_alphanumeric()).count();
    let is_named = names.contains(&(customer, Named::Whole)) && numbers.iter().all(|&number| length(number) > SHORTEST);
    is_named || matches!(sums::fit(books, &numbers, seen.receipt), Fit::Exact | Fit::Discount | Fit::Asked)
}
