//! How a commitment ran: what was paid of its sums, and on which day they were there. All of it is asked of many days, so
//! that what each item says of each day is added up once.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::beside::{Purse, Sums};
use super::commitment::{Commitment, Sum, total};
use crate::engine::allocation::{Balances, Cause, Move, TakenBack, payments_taken_back};
use crate::model::{Amount, Date, ItemId, Ledger, PaymentId};

/// A commitment against what was owed and paid.
pub(super) struct Course<'a> {
    commitment: &'a Commitment,
    ledger: &'a Ledger,
    balances: &'a Balances,
    /// What was paid of all its sums.
    paid: OnceCell<Paid>,
    /// The payments that were taken back: mostly none was.
    taken_back: OnceCell<TakenBack>,
    /// By day, how much of what it covers is not contested.
    uncontested: RefCell<BTreeMap<Date, Amount>>,
}

/// What was paid of sums, each of the same items, since a commitment was made.
struct Paid {
    /// The day of the commitment.
    since: Date,
    /// The day since which he is asked for what it leaves out, if he is.
    asked: Option<Date>,
    /// What is due by which day; nothing where a sum is all that is open.
    sums: Option<Sums>,
    /// By the day on which it was there and the one from which it counts.
    money: BTreeMap<(Date, Date), Amount>,
    /// From which day on how much was owed in all.
    owed: Vec<(Date, Amount)>,
}

impl<'a> Course<'a> {
    pub fn of(commitment: &'a Commitment, ledger: &'a Ledger, balances: &'a Balances) -> Course<'a> {
        Course {
            commitment,
            ledger,
            balances,
            paid: OnceCell::new(),
            taken_back: OnceCell::new(),
            uncontested: RefCell::default(),
        }
    }

    /// Tells whether the sum, or else all, was paid by the end of a day; nothing is left to pay once all is settled, but of a
    /// sum that is of what he contests too.
    pub fn met(&self, due: Option<Amount>, day: Date) -> bool {
        if due.is_some_and(|due| self.paid_by(day) >= due) {
            return true;
        }
        let is_of_contested = self.is_of_contested(due, day);
        let left = |item: ItemId| {
            let open = self.balances.open_on(self.ledger, item, day);
            if is_of_contested { open } else { self.commitment.promised(item, open, day) }
        };
        self.commitment.items.iter().all(|&item| left(item).is_zero())
    }

    /// Returns the first day on which the sum was there, being there by the end of another.
    pub fn met_on(&self, due: Option<Amount>, by: Date) -> Date {
        let Commitment { items, instalments, contested, date, .. } = self.commitment;
        let moves = items.iter().flat_map(|&item| self.balances.moves(item)).map(|step| step.date);
        // Money that came before is taken for a sum on the day of that.
        let days = moves.chain(contested.days()).chain(instalments.iter().map(|&(until, _)| until));
        let mut days: Vec<Date> = days.filter(|day| day >= date && *day <= by).collect();
        days.sort_unstable();
        days.dedup();
        days.into_iter().find(|&day| self.met(due, day)).unwrap_or(*date)
    }

    /// Returns what was paid of all its sums by the end of a day.
    pub fn paid_by(&self, day: Date) -> Amount {
        let paid = || self.paid_of(&self.commitment.items, &self.commitment.instalments);
        self.paid.get_or_init(paid).by(day)
    }

    /// Returns what was paid of some sums of it, each of the same items, by the day of the balances.
    pub fn paid_of_part(&self, items: &[ItemId], sums: &[Sum]) -> Amount {
        self.paid_of(items, sums).by(self.balances.as_of())
    }

    /// Returns how much was open of items on the day of the commitment, and is not contested on another.
    pub fn uncontested(&self, items: &[ItemId], day: Date) -> Amount {
        let open = |item| self.balances.open_on(self.ledger, item, self.commitment.date);
        items.iter().map(|&item| self.commitment.promised(item, open(item), day)).sum()
    }

    /// Tells whether a sum of it is more than what it covers and is not contested on a day.
    fn is_of_contested(&self, sum: Option<Amount>, day: Date) -> bool {
        let Some(sum) = sum.filter(|_| !self.commitment.contested.is_empty()) else { return false };
        let mut known = self.uncontested.borrow_mut();
        sum > *known.entry(day).or_insert_with(|| self.uncontested(&self.commitment.items, day))
    }

    fn paid_of(&self, items: &[ItemId], sums: &[Sum]) -> Paid {
        let mut money: BTreeMap<(Date, Date), Amount> = BTreeMap::new();
        for (days, amount) in items.iter().flat_map(|&item| self.money(item)) {
            *money.entry(days).or_default() += amount;
        }
        let sums = sums.iter().map(|&(until, amount)| Some((until, amount?))).collect::<Option<Vec<_>>>();
        let sums = sums.as_deref().map(Sums::new);
        let Commitment { date, is_plan, asked, .. } = *self.commitment;
        let asked = if is_plan { Some(date) } else { asked };
        Paid { since: date, asked, sums, money, owed: self.owed(items) }
    }

    /// Returns from which day on how much is owed in all of items that is not contested.
    fn owed(&self, items: &[ItemId]) -> Vec<(Date, Amount)> {
        let mut changes: BTreeMap<Date, Amount> = BTreeMap::new();
        for &item in items {
            let invoice = self.ledger.invoice(item);
            if !invoice.is_item() {
                continue;
            }
            let mut moves = self.balances.moves(item).iter().peekable();
            let days = moves.clone().map(|step| step.date).chain(self.commitment.contested.days_of(item));
            let mut days: Vec<Date> = days.map(|day| day.max(invoice.issue)).chain([invoice.issue]).collect();
            days.sort_unstable();
            days.dedup();
            let (mut open, mut before) = (invoice.amount, Amount::ZERO);
            for day in days {
                while let Some(step) = moves.next_if(|step| step.date <= day) {
                    open += step.change;
                }
                let promised = self.commitment.promised(item, open, day);
                *changes.entry(day).or_default() += promised - before;
                before = promised;
            }
        }
        let steps = changes.into_iter().scan(Amount::ZERO, |owed, (day, change)| {
            *owed += change;
            Some((day, *owed))
        });
        steps.collect()
    }

    /// Returns the payments set against an item from the day of the commitment on, by the day on which they were there and the
    /// one of which they are, less what was taken back of each. Of what is contested whole on their day those alone count
    /// that name nothing, unless it is of that too: they were not meant for it.
    fn money(&self, item: ItemId) -> Vec<((Date, Date), Amount)> {
        let (ledger, balances, made) = (self.ledger, self.balances, self.commitment);
        let is_contested = |day: Date| {
            let open = balances.open_on(ledger, item, made.date);
            open.is_positive()
                && made.promised(item, open, day).is_zero()
                && !self.is_of_contested(total(&made.instalments), day)
        };
        let is_meant = |row: PaymentId| {
            let row = ledger.payment(row);
            made.contested.is_empty() || row.invoice.is_none() || !is_contested(row.date.max(made.date))
        };
        let taken_back = || payments_taken_back(ledger, ledger.invoice(item).customer);
        let came_on = |step: &Move| match step.cause() {
            Cause::Payment(row) => is_meant(row).then_some(step.date),
            // The return of an older payment takes back nothing that was paid under the commitment.
            Cause::Return(row) => {
                let taken_back = self.taken_back.get_or_init(taken_back);
                let Some(&payment) = taken_back.get(&row) else { return is_meant(row).then_some(step.date) };
                let is_of_it = |step: &&Move| step.cause() == Cause::Payment(payment);
                let paid_on = balances.moves(item).iter().find(is_of_it).map_or(step.date, |paid| paid.date);
                (is_meant(payment) && ledger.payment(payment).date >= made.date).then_some(paid_on)
            }
            Cause::CreditNote(_)
            | Cause::Discount
            | Cause::Tolerance
            | Cause::WriteOff(_)
            | Cause::Recovery(_)
            | Cause::Deposit(_) => None,
        };
        let moves = balances.moves(item).iter().filter(|step| step.date >= made.date);
        moves.filter_map(|step| Some(((step.date, came_on(step)?), -step.change))).collect()
    }
}

impl Paid {
    /// Returns how much that was by the end of a day.
    fn by(&self, day: Date) -> Amount {
        let mut money: BTreeMap<Date, Amount> = BTreeMap::new();
        for (&(_, of), &amount) in self.money.range(..=(day, Date::MAX)) {
            *money.entry(of).or_default() += amount;
        }
        let all = || money.values().copied().sum();
        let Some(sums) = &self.sums else { return all() };
        // Owed before the money of a day; it counts from the day of the commitment itself on.
        let owed = |date: Date| self.owed_on(date) + money.get(&date).copied().unwrap_or_default();
        let left_out = owed(self.since) - sums.all();
        if !left_out.is_positive() {
            return all();
        }
        let mut purse = Purse::new(sums, left_out);
        for (&date, &amount) in money.iter().filter(|(_, amount)| !amount.is_zero()) {
            let is_asked = self.asked.is_some_and(|day| day <= date);
            purse.add(date, amount, owed(date), is_asked);
        }
        purse.credited(day)
    }

    fn owed_on(&self, day: Date) -> Amount {
        let at = self.owed.partition_point(|&(since, _)| since <= day);
        at.checked_sub(1).map_or(Amount::ZERO, |last| self.owed[last].1)
    }
}
