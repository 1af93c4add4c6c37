//! Payment terms in words, and the due date they give (C. com. L441-10 I).

/// Is a payment term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms;
