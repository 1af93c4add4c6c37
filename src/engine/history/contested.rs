//! How much a customer contests, day by day, of what he promised without naming it: nobody promises that.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Amount, Date, ItemId};

/// How much of each item is contested, from which day on.
#[derive(Clone, Debug, Default)]
pub struct Contested(BTreeMap<ItemId, Vec<(Date, Amount)>>);

impl Contested {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes how much of an item is contested from a day on, which is no earlier than what was noted before.
    pub(super) fn note(&mut self, item: ItemId, day: Date, amount: Amount) {
        let steps = self.0.entry(item).or_default();
        steps.retain(|&(since, _)| since != day);
        steps.push((day, amount));
    }

    /// Returns how much of an item is contested on a day.
    pub(super) fn on(&self, item: ItemId, day: Date) -> Amount {
        let steps = self.0.get(&item).map_or(&[][..], Vec::as_slice);
        let at = steps.partition_point(|(since, _)| *since <= day);
        at.checked_sub(1).map_or(Amount::ZERO, |last| steps[last].1)
    }

    /// Returns the days on which that changes of an item.
    pub(super) fn days_of(&self, item: ItemId) -> impl Iterator<Item = Date> {
        self.0.get(&item).into_iter().flatten().map(|&(since, _)| since)
    }

    /// Returns the days on which that changes.
    pub(super) fn days(&self) -> BTreeSet<Date> {
        self.0.values().flatten().map(|&(since, _)| since).collect()
    }

    /// Forgets what is contested from a day on.
    pub(super) fn forget(&mut self, day: Date) {
        self.0.values_mut().for_each(|steps| steps.retain(|&(since, _)| since != day));
    }
}
