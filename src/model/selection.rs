//! Which customers an answer is about.

use std::collections::BTreeSet;

use super::CustomerId;

/// Is all customers, or those that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(Option<BTreeSet<CustomerId>>);

impl Selection {
    /// Is every customer.
    pub const ALL: Selection = Selection(None);

    /// Is these customers only.
    pub fn only(customers: impl IntoIterator<Item = CustomerId>) -> Selection {
        Selection(Some(customers.into_iter().collect()))
    }

    /// Tells whether the answer is about this customer.
    pub fn has(&self, customer: CustomerId) -> bool {
        self.0.as_ref().is_none_or(|customers| customers.contains(&customer))
    }

    /// Tells whether nobody is left out.
    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }
}
