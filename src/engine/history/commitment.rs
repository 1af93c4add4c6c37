//! Promises to pay and payment plans: what must have been paid by when.

use super::contested::Contested;
use crate::model::{Amount, Date, ItemId};

/// What is due by a day, or nothing for all that is open.
pub type Sum = (Date, Option<Amount>);

/// One promise or one plan: a promise is a plan of one instalment.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// The day it was made: payments count from here on.
    pub date: Date,
    /// Whether it is a payment plan, and no promise.
    pub is_plan: bool,
    /// The items it covers.
    pub items: Vec<ItemId>,
    /// By day: what is due by then, in addition to what stands before.
    pub instalments: Vec<Sum>,
    /// Row by row, the items that it covers, with the sum that is due by a day.
    pub parts: Vec<(Vec<ItemId>, Sum)>,
    /// What he contests of items that it covers without naming them, until it is over.
    pub contested: Contested,
    /// The day of the first letter about what a promise covers that went out since: it asked for what the promise
    /// leaves out.
    pub asked: Option<Date>,
}

impl Commitment {
    /// Returns what must have been paid by each day in all, once a day; nothing for all that is open.
    pub(super) fn sums_by_day(&self) -> Vec<Sum> {
        let sums = self.instalments.iter().scan(Some(Amount::ZERO), |due, &(until, amount)| {
            *due = due.zip(amount).map(|(due, amount)| due + amount);
            Some((until, *due))
        });
        let mut sums: Vec<Sum> = sums.collect();
        // What was paid of the last sum of a day was paid of those before.
        sums.dedup_by(|later, kept| {
            let is_same_day = later.0 == kept.0;
            if is_same_day {
                *kept = *later;
            }
            is_same_day
        });
        sums
    }

    /// Returns how much of what is open of an item it is of on a day: not what he contested when it was made, nor what
    /// he contests on that day.
    pub fn promised(&self, item: ItemId, open: Amount, day: Date) -> Amount {
        let contested = self.contested.on(item, self.date).max(self.contested.on(item, day));
        if contested.is_zero() { open } else { (open - contested).max(Amount::ZERO) }
    }

    /// Returns the day by which the last sum is due.
    pub(super) fn until(&self) -> Option<Date> {
        self.instalments.iter().map(|&(until, _)| until).max()
    }
}

/// Returns what sums come to; nothing for all that is open.
pub(super) fn total(sums: &[Sum]) -> Option<Amount> {
    sums.iter().map(|&(_, amount)| amount).sum()
}
