//! What the parts of a receipt pay.

use crate::model::{Amount, InvoiceNo};

/// What one part of a receipt pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The invoice; nothing for money of the customer that goes where his money goes.
    pub invoice: Option<InvoiceNo>,
    /// How much of the receipt.
    pub amount: Amount,
}
