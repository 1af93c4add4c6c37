//! Whose receipt it is that comes to what a notice to him asked for, or what is left of it: his beyond doubt where its
//! texts name him and say nothing else. Other customers, and strangers, pay such sums too.

use super::books::Books;
use super::names::Named;
use super::seen::Seen;
use super::sums;
use super::words::Words;
use crate::model::receipt::is_of_banks;
use crate::model::{Amount, CustomerId};

/// How many letters of a name's word the bank leaves of it at the least.
const CUT_LETTERS: usize = 3;

/// Returns the customer whom the texts name, and nobody else, and whose notices alone ask for just that sum, interest
/// or indemnity in it; no item of that sum is open, and no other customer's items come to it.
pub(super) fn of(books: &Books<'_, '_>, seen: &Seen<'_>) -> Option<CustomerId> {
    let receipt = seen.receipt;
    let notices = books.notices_of_sum(receipt);
    let [(customer, ref notice)] = notices[..] else { return None };
    // What was asked for before a judgment, an assignment or a dispute says nothing of money after it.
    if books.readings.is_any_barred(customer, &notice.parts, receipt.date) {
        return None;
    }
    let named = books.names.find(&seen.payer, &seen.text);
    let mut numbers = seen.hits.iter().flat_map(|hit| &hit.invoices);
    let is_his = !named.is_empty()
        && named.iter().all(|&named| named == (customer, Named::Whole))
        && numbers.all(|&number| books.customer_of(number) == customer)
        && says_only(&Words::of(&books.ledger.customer(customer).name), [&seen.payer, &seen.text])
        && books.items_of_sum(receipt.currency, receipt.amount).next().is_none();
    let comes_from = |other: CustomerId| {
        let owed: Amount = books.items_of(other, receipt.currency).map(|(_, open)| open).sum();
        owed >= receipt.amount && sums::fitting(books, other, receipt).is_some()
    };
    (is_his && !books.ledger.customer_ids().any(|other| other != customer && comes_from(other))).then_some(customer)
}

/// Tells whether texts have no words but a name's, the last perhaps cut, a bank's, and references and days.
fn says_only(name: &Words, texts: [&Words; 2]) -> bool {
    texts.into_iter().all(|text| {
        text.iter().enumerate().all(|(at, word)| {
            let is_cut = at + 1 == text.len() && word.len() >= CUT_LETTERS;
            word.bytes().any(|byte| byte.is_ascii_digit())
                || is_of_banks(word)
                || name.iter().any(|known| known == word || is_cut && known.starts_with(word))
        })
    })
}
