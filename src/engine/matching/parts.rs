//! What the parts of a receipt pay.

use crate::model::{Amount, InvoiceNo, ItemId};

/// What one part of a receipt pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The invoice; nothing for money of the customer that goes where his money goes.
    pub invoice: Option<InvoiceNo>,
    /// The row of the invoice whose instalment is meant, where that is known.
    pub item: Option<ItemId>,
    /// How much of the receipt.
    pub amount: Amount,
}
