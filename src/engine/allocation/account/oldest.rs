//! The debts that money goes to which names no invoice: by due date, then issue date, and among equals pro rata
//! (C. civ. 1342-10).

use std::collections::{BTreeMap, BTreeSet};

use super::{Account, Money, Step};
use crate::model::{Amount, Currency, Date, ItemId};

/// What is known of the open debts of one currency that are equal in due and issue date, so that none of the many
/// payments that a batch of them may get looks at them all.
#[derive(Debug, Default)]
pub(super) struct Equals {
    owed: Amount,
    /// The debts by what is owed on each.
    by_open: BTreeSet<(Amount, ItemId)>,
}

/// What today's money that names no invoice is going to pay, of the debts as far as they were gone through.
#[derive(Debug)]
pub(super) struct Coming {
    currency: Currency,
    left: Amount,
    /// The debt from which on they were not.
    from: ItemId,
    parts: BTreeMap<ItemId, Amount>,
}

impl<'a> Account<'a> {
    /// Sets money that names no invoice against what is open: debts already due come first, for they stand by due date.
    pub(super) fn set_against_oldest(&mut self, mut money: Money<'a>) {
        self.pay_notes_apart(&mut money);
        while money.for_debts().is_positive() {
            let Some((first, has_equals)) = self.oldest_open(money.currency) else { break };
            if !has_equals {
                self.pay(first, &mut money);
                continue;
            }
            let owed = self.equals_of(first).owed;
            if money.for_debts() >= owed {
                for item in self.equal_to(first, usize::MAX) {
                    self.pay(item, &mut money);
                }
            } else {
                for (item, share) in self.shares(first, money.for_debts()) {
                    self.pay_at_most(item, &mut money, share);
                }
                break;
            }
        }
        self.credits.keep(money);
    }

    /// Returns what today's money that names no invoice is going to pay, before any debt was gone through.
    pub(super) fn coming(&mut self, currency: Currency) -> Coming {
        let key = (self.today, currency);
        // It is the same for all payments of the day that name one: nothing is taken back before them.
        let left = self.unnamed.filter(|(of, _)| *of == key).map(|(_, sum)| sum);
        let left = left.unwrap_or_else(|| self.unnamed_of_today(currency));
        self.unnamed = Some((key, left));
        Coming { currency, left, from: ItemId(0), parts: BTreeMap::new() }
    }

    fn unnamed_of_today(&self, currency: Currency) -> Amount {
        let money = self.steps.unnamed_on(self.today).filter_map(|step| match step {
            Step::CreditNote(note) => Some(Money::of_credit_note(self.ledger, note)),
            Step::Payment(payment) => Some(self.money_of(payment)),
            _ => None,
        });
        money.filter(|money| money.currency == currency).map(|money| money.left).sum()
    }

    /// Returns what of it a debt gets, going through the debts as far as that one.
    pub(super) fn coming_to(&mut self, item: ItemId, coming: &mut Coming) -> Amount {
        while coming.left.is_positive() && coming.from <= item {
            let first = self.open_from(coming.currency, coming.from).next().filter(|&first| first <= item);
            let Some(first) = first else { break };
            let equals = self.equal_to(first, usize::MAX);
            let owed = self.equals_of(first).owed;
            let shares = if coming.left >= owed {
                equals.iter().map(|&item| (item, self.open(item))).collect()
            } else {
                self.shares(first, coming.left)
            };
            coming.left -= coming.left.min(owed);
            coming.parts.extend(shares);
            coming.from = ItemId(equals.last().unwrap_or(&first).0 + 1);
        }
        coming.parts.get(&item).copied().unwrap_or_default()
    }

    /// Returns the open debt of a currency that comes first, and whether others are equal to it.
    fn oldest_open(&self, currency: Currency) -> Option<(ItemId, bool)> {
        let first = self.open_from(currency, ItemId(0)).next()?;
        Some((first, self.equal_to(first, 2).len() > 1))
    }

    /// Returns the open debts of a currency, by due date, from one of them on.
    pub(super) fn open_from(&self, currency: Currency, first: ItemId) -> impl Iterator<Item = ItemId> {
        let rows = self.open_rows.as_ref().expect("open rows are kept when money names no invoice");
        rows.range((currency, first)..=(currency, ItemId(u32::MAX))).map(|&(_, item)| item)
    }

    /// Returns that many of the open debts equal to the first of them, by id.
    fn equal_to(&self, first: ItemId, most: usize) -> Vec<ItemId> {
        let (currency, due, issue) = self.days(first);
        let from = self.open_from(currency, first);
        from.take_while(|&item| self.days(item) == (currency, due, issue)).take(most).collect()
    }

    fn days(&self, item: ItemId) -> (Currency, Date, Date) {
        let invoice = self.ledger.invoice(item);
        (invoice.currency, invoice.due, invoice.issue)
    }

    /// Returns what is known of the open debts equal to the first of them, looking at them all the first time.
    fn equals_of(&mut self, first: ItemId) -> &Equals {
        let key = self.days(first);
        if !self.equals.contains_key(&key) {
            let by_open: BTreeSet<(Amount, ItemId)> =
                self.equal_to(first, usize::MAX).into_iter().map(|item| (self.open(item), item)).collect();
            let owed = by_open.iter().map(|&(open, _)| open).sum();
            self.equals.insert(key, Equals { owed, by_open });
        }
        &self.equals[&key]
    }

    /// Follows a change of what is owed on an item.
    pub(super) fn follow_equals(&mut self, item: ItemId, before: Amount, open: Amount) {
        let Some(equals) = self.equals.get_mut(&self.days(item)) else { return };
        equals.owed += open - before;
        equals.by_open.remove(&(before, item));
        if open.is_positive() {
            equals.by_open.insert((open, item));
        }
    }

    /// Splits money, less than is owed, among equals in proportion to what is open on each; spare minor units go one
    /// each, by id.
    fn shares(&self, first: ItemId, money: Amount) -> BTreeMap<ItemId, Amount> {
        let equals = &self.equals[&self.days(first)];
        // The largest debts first: once a share is nothing, so are the others.
        let parts = equals.by_open.iter().rev().map(|&(open, item)| (item, money.share_of(open, equals.owed)));
        let mut shares: BTreeMap<ItemId, Amount> = parts.take_while(|(_, share)| share.is_positive()).collect();
        let spare = money - shares.values().copied().sum();
        // Rounding down loses less than a unit each, so the spare units are fewer than the debts; and none gets more
        // than is owed on it, for its share was below that.
        for item in self.equal_to(first, spare.minor() as usize) {
            *shares.entry(item).or_default() += Amount::from_minor(1);
        }
        shares
    }
}
