//! What of each item a commitment holds back.

use std::collections::{BTreeMap, BTreeSet};

use super::commitment::{Commitment, Sum, total};
use super::course::Course;
use crate::engine::allocation::Balances;
use crate::model::{Amount, ItemId, Ledger};

/// What is promised of each item that a commitment covers, and still to come.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    held: BTreeMap<ItemId, Amount>,
    /// The items of a sum that was, on its day, all that was owed on them.
    whole: BTreeSet<ItemId>,
}

impl Shares {
    /// Returns how much of an item is promised and still to come: all of it, or what is left of the sum.
    pub fn held(&self, item: ItemId) -> Amount {
        self.held.get(&item).copied().unwrap_or_default()
    }

    /// Tells whether the commitment was, on its day, of all that is owed on the items among which this one is.
    pub fn is_for_all(&self, item: ItemId) -> bool {
        self.whole.contains(&item)
    }
}

impl Commitment {
    /// Returns what it holds back on the day of the balances: what is left of a sum goes to the oldest items first.
    pub fn shares(&self, ledger: &Ledger, balances: &Balances) -> Shares {
        let course = Course::of(self, ledger, balances);
        let open = |item: ItemId| self.promised(item, balances.open(ledger, item), balances.as_of());
        // The instalments of a plan that are of the same items are one sum.
        let mut sums: BTreeMap<&[ItemId], Vec<Sum>> = BTreeMap::new();
        for (items, sum) in &self.parts {
            sums.entry(items).or_default().push(*sum);
        }
        let mut held: BTreeMap<ItemId, Amount> = BTreeMap::new();
        let (mut all, mut whole): (BTreeSet<ItemId>, BTreeSet<ItemId>) = Default::default();
        for (items, sums) in sums {
            let Some(amount) = total(&sums) else {
                all.extend(items.iter().copied());
                continue;
            };
            if amount >= course.uncontested(items, self.date) {
                whole.extend(items.iter().copied());
            }
            let mut left = (amount - course.paid_of_part(items, &sums)).max(Amount::ZERO);
            for &item in items {
                let part = left.min(open(item));
                *held.entry(item).or_default() += part;
                left -= part;
            }
        }
        held.extend(all.iter().map(|&item| (item, open(item))));
        whole.append(&mut all);
        for (&item, amount) in &mut held {
            *amount = (*amount).min(open(item));
        }
        Shares { held, whole }
    }
}
