//! Receipts whose debtor is not certain: `posting` brings them into the books, `nowhere` knows what stands elsewhere.

pub mod nowhere;
pub mod posting;
