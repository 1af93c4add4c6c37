//! What notices asked for: what each noted of interest and indemnity, besides what is open.

use std::collections::BTreeMap;

use super::{Ground, first_of, owed, sum_of};
use crate::engine::allocation::{Balances, Cause, Move, still_left_out};
use crate::engine::history::{History, concerned};
use crate::model::{Amount, Currency, CustomerId, Date, Event, EventKind, ItemId, Ledger};

/// The notices to a customer.
#[derive(Debug)]
pub struct Notices<'l, 'b> {
    ledger: &'l Ledger,
    balances: &'b Balances,
    /// By the notice, and by item: the row of it. The rows of one id are one letter, and so are those of one day that
    /// have none.
    letters: BTreeMap<(Date, Option<&'l str>), BTreeMap<ItemId, &'l Event>>,
}

/// A notice, and what is left of what it asked for.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its day.
    pub date: Date,
    /// What it asked for it in.
    pub currency: Currency,
    /// Its items, and how much of what it asked for is left on each.
    pub parts: Vec<(ItemId, Amount)>,
    /// How much of that is interest and indemnity.
    pub claims: Amount,
    /// What it asked for in all, on its day.
    asked: Amount,
    /// How much of that credit notes took off since.
    credited: Amount,
    /// How much of what they took off is paid with it all the same: they crossed the money.
    pub crossed: Amount,
    /// The principal that is left of each item.
    principals: Vec<(ItemId, Amount)>,
    /// Whether something of it was paid or credited since.
    pub is_rest: bool,
    /// Whether it stands for several of one day.
    are_several: bool,
    /// How much of the customer's credit is taken off the principal of which item, where it is.
    pub credit: Vec<(ItemId, Amount)>,
}

impl<'l, 'b> Notices<'l, 'b> {
    /// Reads the notices to a customer.
    pub(super) fn of(
        ledger: &'l Ledger,
        balances: &'b Balances,
        history: &History<'l>,
        customer: CustomerId,
    ) -> Notices<'l, 'b> {
        let mut letters: BTreeMap<_, BTreeMap<ItemId, &'l Event>> = BTreeMap::new();
        for event in history.of(customer).filter(|event| event.kind == EventKind::Notice && event.invoice.is_some()) {
            let letter = letters.entry((event.date, event.event_id.as_deref())).or_default();
            letter.extend(concerned(ledger, event).map(|item| (item, event)));
        }
        Notices { ledger, balances, letters }
    }

    /// Returns what was asked for of an item by a day besides what is open: the interest and indemnity that its last
    /// notice noted, less what was paid of them since.
    pub fn claimed(&self, item: ItemId, day: Date) -> Amount {
        let by_day = self.letters.iter().take_while(|((date, _), _)| *date <= day);
        let rows = by_day.filter_map(|(_, letter)| letter.get(&item));
        rows.last().map_or(Amount::ZERO, |event| self.left_of(item, event))
    }

    /// Returns what a notice noted of interest and indemnity of an item, less what was paid of them since.
    fn left_of(&self, item: ItemId, event: &Event) -> Amount {
        let paid = self.balances.claims_paid(item).iter().filter(|paid| paid.date >= event.date && !paid.is_apart);
        let paid: Amount = paid.map(|paid| paid.amount).sum();
        (event.claims_in(self.ledger.invoice(item).currency) - paid).max(Amount::ZERO)
    }

    /// Returns the notices that asked for exactly a sum by a day, as far as it is still owed; `open` is what is left of
    /// an item then. Of those that ask for the same, the last that was of all of it.
    pub fn fitting(&self, currency: Currency, sum: Amount, day: Date, open: impl Fn(ItemId) -> Amount) -> Vec<Notice> {
        let is_it = |notice: &Notice| notice.currency == currency && notice.total() == sum;
        let mut fitting: Vec<Notice> = self.asking(day, &open).into_iter().filter(is_it).collect();
        // Whoever pays what is left knows of the credit note.
        if fitting.iter().any(|notice| notice.crossed.is_zero()) {
            fitting.retain(|notice| notice.crossed.is_zero());
        }
        fitting.retain(|notice| !notice.are_several || !self.is_of_the_oldest(notice, sum, &open));
        fitting.sort_by(|a, b| (&a.parts, a.is_rest, b.date).cmp(&(&b.parts, b.is_rest, a.date)));
        fitting.dedup_by(|other, kept| other.parts == kept.parts);
        fitting
    }

    /// Tells whether a sum that several notices come to is that of the oldest debts too, which are others: who says
    /// nothing else may mean those.
    fn is_of_the_oldest(&self, notice: &Notice, sum: Amount, open: impl Fn(ItemId) -> Amount) -> bool {
        let Some(&(first, _)) = notice.parts.first() else { return false };
        let owed = owed(self.ledger, self.ledger.invoice(first).customer, notice.currency, open);
        let oldest = first_of(&owed, sum);
        let is_whole = sum_of(&oldest) == sum && oldest.iter().all(|part| owed.contains(part));
        let mut others = oldest.iter().filter(|(item, _)| !notice.parts.iter().any(|(of, _)| of == item));
        is_whole && others.next().is_some()
    }

    /// Returns what is left of every notice of a day or before, and of all those of one day together; each also with
    /// the customer's credit taken off, and as if no credit note had come since.
    pub fn asking(&self, day: Date, open: impl Fn(ItemId) -> Amount) -> Vec<Notice> {
        let letters = self.letters.iter().take_while(|((date, _), _)| *date <= day);
        let left = letters.flat_map(|(&(date, _), letter)| self.left(date, letter, &open));
        let mut left: Vec<Notice> = left.filter(|notice| !notice.parts.is_empty()).collect();
        let together = together(&left);
        left.extend(together);
        let all = left.into_iter();
        all.flat_map(|notice| [self.less_credit(&notice), notice.before_credit_notes(), Some(notice)])
            .flatten()
            .collect()
    }

    /// Returns a notice with the customer's credit taken off its principal, line by line; nothing where he has none, or
    /// as much as that.
    fn less_credit(&self, notice: &Notice) -> Option<Notice> {
        let &(first, _) = notice.parts.first()?;
        let credit = self.balances.credit_in(self.ledger.invoice(first).customer, notice.currency);
        if !credit.is_positive() || credit >= sum_of(&notice.principals) {
            return None;
        }
        let mut less = Notice { credit: first_of(&notice.principals, credit), ..notice.clone() };
        for (item, left) in &mut less.parts {
            *left -= less.credit.iter().filter(|(of, _)| of == item).map(|(_, part)| *part).sum();
        }
        less.parts.retain(|(_, left)| left.is_positive());
        Some(less)
    }

    /// Returns what credit notes took off an item since a notice: after its day, and on it as far as it asked for more
    /// than was open that evening, for what it counted already did not cross it.
    fn credited_since(&self, item: ItemId, day: Date, unseen: Amount) -> Amount {
        let by_credit_notes = |is_then: fn(&Date, &Date) -> bool| -> Amount {
            let is_it = |step: &&Move| is_then(&step.date, &day) && matches!(step.cause(), Cause::CreditNote(_));
            self.balances.moves(item).iter().filter(is_it).map(|step| -step.change).sum()
        };
        by_credit_notes(Date::gt) + by_credit_notes(Date::eq).min(unseen.max(Amount::ZERO))
    }

    /// Returns what is left of a notice, by currency.
    fn left(&self, date: Date, letter: &BTreeMap<ItemId, &Event>, open: impl Fn(ItemId) -> Amount) -> Vec<Notice> {
        let mut notices: Vec<Notice> = Vec::new();
        let is_of_one = |event: &Event| letter.values().filter(|other| other.line == event.line).count() == 1;
        for (&item, event) in letter {
            let currency = self.ledger.invoice(item).currency;
            let place = notices.iter().position(|notice| notice.currency == currency).unwrap_or_else(|| {
                notices.push(Notice {
                    date,
                    currency,
                    parts: Vec::new(),
                    claims: Amount::ZERO,
                    asked: Amount::ZERO,
                    credited: Amount::ZERO,
                    crossed: Amount::ZERO,
                    principals: Vec::new(),
                    is_rest: false,
                    are_several: false,
                    credit: Vec::new(),
                });
                notices.len() - 1
            });
            let then = self.balances.open_on(self.ledger, item, date);
            let asked = event.amount.unwrap_or(then);
            let claims = self.left_of(item, event);
            notices[place].claims += claims;
            // What it left out it does not ask for since.
            let given_up = self.balances.given_up_after(item, date);
            let (left_out, unseen) = match is_of_one(event) {
                true => (still_left_out(then - asked, given_up), asked - then),
                false => (Amount::ZERO, Amount::ZERO),
            };
            let principal = (open(item) - left_out).max(Amount::ZERO);
            let left = principal + claims;
            notices[place].is_rest |= left < asked + event.claims_in(currency);
            notices[place].asked += asked + event.claims_in(currency);
            let credited = self.credited_since(item, date, unseen);
            notices[place].credited += credited.min(asked - principal).max(Amount::ZERO);
            if left.is_positive() {
                notices[place].principals.push((item, principal));
                notices[place].parts.push((item, left));
            }
        }
        notices
    }
}

impl Notice {
    /// Returns what its sum says, as what it is meant for.
    pub fn ground(&self) -> Ground {
        match (self.credit.is_empty(), self.is_rest) {
            (false, _) if self.are_several => Ground::NoticesLessCredit(self.date),
            (false, _) => Ground::NoticeLessCredit(self.date),
            (true, true) if self.are_several => Ground::RestOfNotices(self.date),
            (true, true) => Ground::RestOfNotice(self.date),
            (true, false) if self.are_several => Ground::Notices(self.date),
            (true, false) => Ground::Notice(self.date),
        }
    }

    /// Returns what is left of what it asked for in all.
    pub fn total(&self) -> Amount {
        sum_of(&self.parts) + self.crossed
    }

    /// Returns it as it would stand without the credit notes since; nothing where there are none.
    fn before_credit_notes(&self) -> Option<Notice> {
        let is_rest = sum_of(&self.parts) + self.credited < self.asked;
        self.credited.is_positive().then(|| Notice { crossed: self.credited, is_rest, ..self.clone() })
    }
}

/// Returns what all notices of a day ask for together in a currency, where there are several: who gets two letters pays
/// them in one transfer. Two about one item are not added up.
fn together(notices: &[Notice]) -> Vec<Notice> {
    let mut by_day: BTreeMap<(Date, Currency), Vec<&Notice>> = BTreeMap::new();
    for notice in notices {
        by_day.entry((notice.date, notice.currency)).or_default().push(notice);
    }
    by_day.into_values().filter(|of_day| of_day.len() > 1).filter_map(|of_day| joined(&of_day)).collect()
}

/// Returns several notices as one; nothing where two are about one item.
fn joined(notices: &[&Notice]) -> Option<Notice> {
    let sum = |of: fn(&Notice) -> Amount| notices.iter().map(|notice| of(notice)).sum();
    let items = |of: fn(&Notice) -> &Vec<(ItemId, Amount)>| {
        let mut all: Vec<(ItemId, Amount)> = notices.iter().flat_map(|notice| of(notice)).copied().collect();
        all.sort_unstable_by_key(|(item, _)| *item);
        all
    };
    let parts = items(|notice| &notice.parts);
    let are_apart = parts.windows(2).all(|pair| pair[0].0 != pair[1].0);
    are_apart.then(|| Notice {
        date: notices[0].date,
        currency: notices[0].currency,
        claims: sum(|notice| notice.claims),
        asked: sum(|notice| notice.asked),
        credited: sum(|notice| notice.credited),
        crossed: Amount::ZERO,
        principals: items(|notice| &notice.principals),
        is_rest: notices.iter().any(|notice| notice.is_rest),
        are_several: true,
        credit: Vec::new(),
        parts,
    })
}
