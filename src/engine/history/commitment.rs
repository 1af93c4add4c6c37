//! Promises to pay and payment plans: what must have been paid by when, and whether it was.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use chrono::Days;

use super::beside::Purse;
use super::contested::Contested;
use crate::engine::allocation::{Balances, Cause, Move, payments_taken_back};
use crate::model::{Amount, Date, ItemId, Ledger, PaymentId};

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
}

/// Where a commitment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was missed so far.
    Running {
        /// The day by which the next sum is due.
        next: Date,
        /// The last day that is waited for it.
        last_day: Date,
    },
    /// A sum was missed: the commitment is over since that day.
    Broken(Date),
    /// Every sum was paid in time: it is kept, and over, since the day on which the last one came.
    Over(Date),
}

impl Commitment {
    /// Returns where it stands on the day of the balances, each day being waited for `grace_days` longer.
    pub fn outcome(&self, ledger: &Ledger, balances: &Balances, grace_days: u32) -> Outcome {
        let mut kept_on = self.date;
        for (next, due) in self.sums_by_day() {
            match self.outcome_of(ledger, balances, (next, due), grace_days) {
                Outcome::Over(day) => kept_on = kept_on.max(day),
                other => return other,
            }
        }
        Outcome::Over(kept_on)
    }

    /// Returns what came of the sum that is due by a day, in addition to those before; nothing when none is.
    pub fn outcome_by(&self, ledger: &Ledger, balances: &Balances, until: Date, grace_days: u32) -> Option<Outcome> {
        let sum = self.sums_by_day().into_iter().rfind(|(day, _)| *day == until)?;
        Some(self.outcome_of(ledger, balances, sum, grace_days))
    }

    /// Returns what must have been paid by each day in all; nothing for all that is open.
    fn sums_by_day(&self) -> Vec<Sum> {
        let sums = self.instalments.iter().scan(Some(Amount::ZERO), |due, &(until, amount)| {
            *due = due.zip(amount).map(|(due, amount)| due + amount);
            Some((until, *due))
        });
        sums.collect()
    }

    fn outcome_of(&self, ledger: &Ledger, balances: &Balances, (next, due): Sum, grace_days: u32) -> Outcome {
        let as_of = balances.as_of();
        let last_day = next + Days::new(u64::from(grace_days));
        let by = last_day.min(as_of);
        if self.met(ledger, balances, due, by) {
            Outcome::Over(self.met_on(ledger, balances, due, by))
        } else if last_day < as_of {
            Outcome::Broken(last_day + Days::new(1))
        } else {
            Outcome::Running { next, last_day }
        }
    }

    /// Returns the day of the next sum that was not there by a day, and what of it was not; nothing for all that is open.
    pub fn awaited(&self, ledger: &Ledger, balances: &Balances, day: Date) -> Option<Sum> {
        let paid = self.paid(ledger, balances, (&self.items, &self.instalments), day);
        let mut due = Some(Amount::ZERO);
        for &(until, amount) in &self.instalments {
            due = due.zip(amount).map(|(due, amount)| due + amount);
            if due.is_none_or(|due| due > paid) {
                return Some((until, due.map(|due| due - paid)));
            }
        }
        None
    }

    /// Returns how much of an item is promised and still to come: all of it, or what is left of the sum, which goes to the
    /// oldest items first.
    pub fn held(&self, ledger: &Ledger, balances: &Balances, item: ItemId) -> Amount {
        let open = |item: ItemId| self.promised(item, balances.open(ledger, item), balances.as_of());
        let mut held = Amount::ZERO;
        for (items, sums) in self.sums_on(item) {
            let Some(amount) = total(&sums) else { return open(item) };
            let paid = self.paid(ledger, balances, (items, &sums), balances.as_of());
            let mut left = (amount - paid).max(Amount::ZERO);
            for &other in items {
                let part = left.min(open(other));
                if other == item {
                    held += part;
                }
                left -= part;
            }
        }
        held.min(open(item))
    }

    /// Tells whether it was, on its day, of all that is owed on the items among which this one is.
    pub fn is_for_all(&self, ledger: &Ledger, balances: &Balances, item: ItemId) -> bool {
        let covers = |(items, sums): (&[ItemId], Vec<Sum>)| {
            total(&sums).is_none_or(|amount| amount >= self.uncontested(ledger, balances, items, self.date))
        };
        self.sums_on(item).into_iter().any(covers)
    }

    /// Returns the sums that cover an item, day by day, each with the items that it is of: the instalments of a plan together.
    fn sums_on(&self, item: ItemId) -> Vec<(&[ItemId], Vec<Sum>)> {
        let mut sums: Vec<(&[ItemId], Vec<Sum>)> = Vec::new();
        for (items, sum) in self.parts.iter().filter(|(items, _)| items.contains(&item)) {
            match sums.iter_mut().find(|(own, _)| own == items) {
                Some((_, sums)) => sums.push(*sum),
                None => sums.push((items, vec![*sum])),
            }
        }
        sums
    }

    /// Returns the first day on which the sum was there, being there by the end of another.
    fn met_on(&self, ledger: &Ledger, balances: &Balances, due: Option<Amount>, by: Date) -> Date {
        let moves = self.items.iter().flat_map(|&item| balances.moves(item)).map(|step| step.date);
        // Money that came before is taken for a sum on the day of that.
        let days = moves.chain(self.contested.days()).chain(self.instalments.iter().map(|&(until, _)| until));
        let mut days: Vec<Date> = days.filter(|&day| day >= self.date && day <= by).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().find(|&day| self.met(ledger, balances, due, day)).unwrap_or(self.date)
    }

    /// Tells whether the sum, or else all, was paid by the end of a day; nothing is left to pay once all is settled, but of a
    /// sum that is of what he contests too.
    fn met(&self, ledger: &Ledger, balances: &Balances, due: Option<Amount>, day: Date) -> bool {
        let paid = || self.paid(ledger, balances, (&self.items, &self.instalments), day);
        if due.is_some_and(|due| paid() >= due) {
            return true;
        }
        let is_of_contested = self.is_of_contested(ledger, balances, due, day);
        let left = |item: ItemId| {
            let open = balances.open_on(ledger, item, day);
            if is_of_contested { open } else { self.promised(item, open, day) }
        };
        self.items.iter().all(|&item| left(item).is_zero())
    }

    /// Tells whether a sum of it is more than what it covers and is not contested on a day.
    fn is_of_contested(&self, ledger: &Ledger, balances: &Balances, sum: Option<Amount>, day: Date) -> bool {
        !self.contested.is_empty() && sum.is_some_and(|sum| sum > self.uncontested(ledger, balances, &self.items, day))
    }

    /// Returns how much was open of items on its day, and is not contested on another.
    fn uncontested(&self, ledger: &Ledger, balances: &Balances, items: &[ItemId], day: Date) -> Amount {
        items.iter().map(|&item| self.promised(item, balances.open_on(ledger, item, self.date), day)).sum()
    }

    /// Takes what is contested for promised where nothing else is: who contests all that he owes, and promises, can mean
    /// nothing else.
    pub(super) fn weigh_contested(&mut self, ledger: &Ledger, balances: &Balances) {
        for day in self.contested.days() {
            if self.uncontested(ledger, balances, &self.items, day).is_positive() {
                continue;
            }
            if day == self.date {
                self.contested = Contested::default();
                return;
            }
            self.contested.forget(day);
        }
    }

    /// Returns how much of what is open of an item it is of on a day: not what he contested when it was made, nor what he
    /// contests on that day.
    pub fn promised(&self, item: ItemId, open: Amount, day: Date) -> Amount {
        let contested = self.contested.on(item, self.date).max(self.contested.on(item, day));
        if contested.is_zero() { open } else { (open - contested).max(Amount::ZERO) }
    }

    /// Returns the day by which the last sum is due.
    pub(super) fn until(&self) -> Option<Date> {
        self.instalments.iter().map(|&(until, _)| until).max()
    }

    /// Returns what was paid of sums by the end of a day, each of the same items.
    fn paid(&self, ledger: &Ledger, balances: &Balances, (items, sums): (&[ItemId], &[Sum]), day: Date) -> Amount {
        let mut money: BTreeMap<Date, Amount> = BTreeMap::new();
        for &item in items {
            for (date, amount) in self.money(ledger, balances, item, day) {
                *money.entry(date).or_default() += amount;
            }
        }
        let all = || money.values().copied().sum();
        let Some(sums) = sums.iter().map(|&(until, amount)| Some((until, amount?))).collect::<Option<Vec<_>>>() else {
            return all();
        };
        // Owed before the money of a day; it counts from the day of the commitment itself on.
        let owed = |date: Date| -> Amount {
            let open = |&item: &ItemId| self.promised(item, balances.open_on(ledger, item, date), date);
            items.iter().map(open).sum::<Amount>() + money.get(&date).copied().unwrap_or_default()
        };
        let left_out = owed(self.date) - sums.iter().map(|&(_, amount)| amount).sum();
        if !left_out.is_positive() {
            return all();
        }
        let mut purse = Purse::new(&sums, left_out);
        for (&date, &amount) in money.iter().filter(|(_, amount)| !amount.is_zero()) {
            purse.add(date, amount, owed(date));
        }
        purse.credited(day)
    }

    /// Returns the payments set against an item from the day of the commitment to another, by their days, less what was
    /// taken back of each. Of what is contested whole on their day those alone count that name nothing, unless it is of that
    /// too: they were not meant for it.
    fn money(&self, ledger: &Ledger, balances: &Balances, item: ItemId, day: Date) -> Vec<(Date, Amount)> {
        let is_contested = |day: Date| {
            let open = balances.open_on(ledger, item, self.date);
            open.is_positive()
                && self.promised(item, open, day).is_zero()
                && !self.is_of_contested(ledger, balances, total(&self.instalments), day)
        };
        let is_meant = |row: PaymentId| {
            let row = ledger.payment(row);
            self.contested.is_empty() || row.invoice.is_none() || !is_contested(row.date.max(self.date))
        };
        // Mostly nothing was taken back.
        let taken_back = LazyCell::new(|| payments_taken_back(ledger, ledger.invoice(item).customer));
        let came_on = |step: &Move| match step.cause() {
            Cause::Payment(row) => is_meant(row).then_some(step.date),
            // The return of an older payment takes back nothing that was paid under the commitment.
            Cause::Return(row) => {
                let Some(&payment) = taken_back.get(&row) else { return is_meant(row).then_some(step.date) };
                let is_of_it = |step: &&Move| step.cause() == Cause::Payment(payment);
                let paid_on = balances.moves(item).iter().find(is_of_it).map_or(step.date, |paid| paid.date);
                (is_meant(payment) && ledger.payment(payment).date >= self.date).then_some(paid_on)
            }
            Cause::CreditNote(_)
            | Cause::Discount
            | Cause::Tolerance
            | Cause::WriteOff(_)
            | Cause::Recovery(_)
            | Cause::Deposit(_) => None,
        };
        let moves = balances.moves(item).iter().filter(|step| step.date >= self.date && step.date <= day);
        moves.filter_map(|step| Some((came_on(step)?, -step.change))).collect()
    }
}

/// Returns what sums come to; nothing for all that is open.
fn total(sums: &[Sum]) -> Option<Amount> {
    sums.iter().map(|&(_, amount)| amount).sum()
}
