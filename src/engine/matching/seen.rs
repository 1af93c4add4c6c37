//! A receipt as it is looked at: its texts taken apart, and what they name.

use super::Evidence;
use super::numbers::Hit;
use super::words::Words;
use crate::model::{CustomerId, InvoiceNo, Receipt};

/// A receipt with its texts taken apart and what they name.
pub(super) struct Seen<'a> {
    pub receipt: &'a Receipt,
    pub payer: Words,
    pub text: Words,
    /// Invoice numbers in the text, of invoices in its currency.
    pub hits: Vec<Hit>,
    /// The customers whose ids are in the text, and whether each can be nothing else.
    pub ids: Vec<(CustomerId, bool)>,
    /// The customers who pay from its account.
    pub account_of: Vec<CustomerId>,
}

impl Seen<'_> {
    /// Returns the invoices that the text names beyond doubt.
    pub fn sure(&self) -> Vec<InvoiceNo> {
        let mut sure: Vec<InvoiceNo> =
            self.hits.iter().filter(|hit| hit.is_sure()).map(|hit| hit.invoices[0]).collect();
        sure.sort_unstable();
        sure.dedup();
        sure
    }

    /// Tells whether the text bears the id of others beyond doubt, and not that of this customer.
    pub fn is_of_another(&self, customer: CustomerId) -> bool {
        let mut sure = self.ids.iter().filter(|(_, is_sure)| *is_sure).map(|&(whose, _)| whose).peekable();
        sure.peek().is_some() && sure.all(|whose| whose != customer)
    }

    /// Returns the evidence of a number that is not beyond doubt.
    pub fn evidence_of_number(agrees: bool) -> Evidence {
        if agrees { Evidence::LikelyNumber } else { Evidence::DoubtfulNumber }
    }
}
