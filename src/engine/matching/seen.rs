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

    /// Returns the evidence of a number that is not beyond doubt.
    pub fn evidence_of_number(agrees: bool) -> Evidence {
        if agrees { Evidence::LikelyNumber } else { Evidence::DoubtfulNumber }
    }
}
