//! Which customers an answer is about.

use std::collections::BTreeSet;

use super::CustomerId;

/// All customers, or those that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection(Option<BTreeSet<CustomerId>>);

impl Selection {
    /// Every customer.
    pub const ALL: Selection = Selection(None);

    /// Selects these customers only.
    pub fn only(customers: impl IntoIterator<Item = CustomerId>) -> Selection {
        Selection(Some(customers.into_iter().collect()))
    }

    /// Tells whether the answer is about this customer.
    pub fn has(&self, customer: CustomerId) -> bool {
        self.0.as_ref().is_none_or(|customers| customers.contains(&customer))
    }

    /// Returns the customers, in the order of their ids, out of all there are.
    pub fn among<'s>(&'s self, all: impl Iterator<Item = CustomerId> + 's) -> impl Iterator<Item = CustomerId> + 's {
        // Going through all to find one is too slow for who asks for each customer in turn.
        let listed = self.0.iter().flatten().copied();
        let all = self.is_all().then_some(all);
        listed.chain(all.into_iter().flatten())
    }

    /// Tells whether nobody is left out.
    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }
}
