//! The ids of customers in the words of a receipt: letters about an account tell the payer to quote his.
//!
//! They are found like invoice numbers, as whole tokens, and where a text names an invoice they are not looked for. An
//! id says who, by what a stranger may have typed, and never what is paid: it makes a candidate, and nothing is booked
//! by it.

use std::ops::Range;

use super::numbers::{Numbers, is_sure};
use super::words::Words;
use crate::model::{CustomerId, InvoiceNo, Ledger, Receipt};

/// The words behind which any id stands as such.
const LABELS: &[&str] = &["CLIENT", "CUSTOMER"];

/// The customers of a ledger by their ids, as payers may write them.
#[derive(Debug)]
pub(super) struct Ids(Numbers);

impl Ids {
    pub fn of(ledger: &Ledger) -> Ids {
        let mut ids = Numbers::default();
        for customer in ledger.customer_ids() {
            ids.add(&ledger.customer(customer).id, InvoiceNo::at(customer.0));
        }
        Ids(ids)
    }

    /// Returns the customers whose ids are in a text beside the numbers of invoices, and whether each can be nothing
    /// else.
    pub fn find(
        &self,
        words: &Words,
        receipt: &Receipt,
        ledger: &Ledger,
        numbers: &Numbers,
    ) -> Vec<(CustomerId, bool)> {
        let mut found: Vec<(CustomerId, bool)> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            if let Some((end, _)) = numbers.longest_from(words, at) {
                at = end;
                continue;
            }
            let Some((end, customers)) = self.0.longest_from(words, at) else {
                at += 1;
                continue;
            };
            for &place in &customers {
                let customer = CustomerId(place.index() as u32);
                let is_sure = customers.len() == 1 && is_meant(words, at..end, &ledger.customer(customer).id, receipt);
                match found.iter_mut().find(|(known, _)| *known == customer) {
                    Some((_, known)) => *known |= is_sure,
                    None => found.push((customer, is_sure)),
                }
            }
            at = end;
        }
        found
    }
}

/// Tells whether tokens can only be that id: it has letters, and they could be no other thing if it were an invoice's
/// number, or a word before them says so. Digits alone may be a post code, or the payer's own reference.
fn is_meant(words: &Words, at: Range<usize>, id: &str, receipt: &Receipt) -> bool {
    let before = at.start.checked_sub(1).map(|place| words.token(place)).unwrap_or_default();
    let has_letters = id.bytes().any(|byte| byte.is_ascii_alphabetic());
    LABELS.contains(&before) || (has_letters && is_sure(words, at, id, (receipt.amount, receipt.currency)))
}
