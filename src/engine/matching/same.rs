//! The same money in two sources: a statement of the bank, accounts, a list, what somebody entered by hand.
//!
//! Payments of one customer, sum and time are the same money, once: each of one source stands for one of the other, the
//! earliest for the earliest, so that as many as can be find theirs, whatever the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use crate::model::date::days_between;
use crate::model::payment::{DAYS_APART, DAYS_DECLARED};
use crate::model::{Amount, Date, InvoiceNo};

/// How many days apart two sources book the same money when both name the same invoice, and less than that is left
/// open.
const DAYS_APART_NAMED: i64 = 31;

/// What was left to pay on an invoice at the end of a day.
pub type Owed<'f> = &'f dyn Fn(InvoiceNo, Date) -> Amount;

/// Money of one customer and currency, as a source tells it.
#[derive(Clone, Debug)]
pub struct Money {
    /// Its day.
    pub date: Date,
    /// How much it is.
    pub amount: Amount,
    /// The invoices that it names.
    pub invoices: Vec<InvoiceNo>,
    /// The day on which it was taken back: what comes from then on is further money.
    pub gone: Option<Date>,
    /// Whether a status of an electronic invoice declares it.
    pub is_declared: bool,
}

/// What two tellings of a sum have to have in common.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// They name the same invoice, on about the same day.
    Named,
    /// They name no different ones, on about the same day.
    Near,
    /// One of them is what a status declares, and they name no different ones.
    Declared,
    /// They name the same invoice, on which less is left to pay: of some days later it can be no further money.
    Settled,
}

impl Money {
    pub(super) fn names_the_same(&self, other: &Money) -> bool {
        self.invoices.iter().any(|number| other.invoices.contains(number))
    }

    /// Tells whether so much is left to pay on the invoices that both name, when both have come, that the other may be
    /// further money.
    fn leaves_room_for(&self, other: &Money, owed: Owed<'_>) -> bool {
        let shared = other.invoices.iter().filter(|number| self.invoices.contains(number));
        let left: Amount = shared.map(|&number| owed(number, self.date.max(other.date))).sum();
        // What was taken back since was never paid, if the policy has it so.
        let own = if self.gone.is_some() { self.amount } else { Amount::ZERO };
        left - own >= other.amount
    }

    fn names_another(&self, other: &Money) -> bool {
        !self.invoices.is_empty() && !other.invoices.is_empty() && !self.names_the_same(other)
    }

    /// Tells whether money that is known stood when this came.
    pub(super) fn finds_standing(&self, known: &Money) -> bool {
        known.gone.is_none_or(|gone| gone > self.date)
    }
}

impl Rule {
    const fn window(self) -> i64 {
        match self {
            Rule::Named | Rule::Near => DAYS_APART,
            Rule::Declared => DAYS_DECLARED,
            Rule::Settled => DAYS_APART_NAMED,
        }
    }

    fn holds(self, told: &Money, known: &Money, owed: Owed<'_>) -> bool {
        let names = match self {
            Rule::Named => told.names_the_same(known),
            Rule::Near => !told.names_another(known),
            Rule::Declared => told.is_declared != known.is_declared && !told.names_another(known),
            Rule::Settled => told.names_the_same(known) && !known.leaves_room_for(told, owed),
        };
        names && told.finds_standing(known)
    }
}

/// Places by sum and day, those of one day in their order.
type Left = BTreeSet<(Amount, Date, usize)>;

/// Returns which money that a source tells is known, as places in both: one for one, or all of a day that come to one.
pub fn pair(told: &[Money], known: &[Money], owed: Owed<'_>) -> Vec<(Vec<usize>, Vec<usize>)> {
    let left = |all: &[Money]| -> Left { (0..).zip(all).map(|(at, one)| (one.amount, one.date, at)).collect() };
    let (mut told_left, mut known_left) = (left(told), left(known));
    let mut pairs = Vec::new();
    for rule in [Rule::Named, Rule::Near, Rule::Declared, Rule::Settled] {
        told_left.retain(|&(amount, day, one)| {
            let [from, until] = around(day, rule.window());
            let mut near = known_left.range((amount, from, 0)..=(amount, until, usize::MAX));
            let found = near.find(|&&(_, _, at)| rule.holds(&told[one], &known[at], owed)).copied();
            let Some(found) = found else { return true };
            known_left.remove(&found);
            pairs.push((vec![one], vec![found.2]));
            false
        });
        if matches!(rule, Rule::Near) {
            let stands = |one: usize, part: usize| told[one].finds_standing(&known[part]);
            let days = days_that_come_to((told, &mut told_left), (known, &mut known_left), stands);
            pairs.extend(days.into_iter().map(|(one, parts)| (vec![one], parts)));
            let stands = |one: usize, part: usize| told[part].finds_standing(&known[one]);
            let days = days_that_come_to((known, &mut known_left), (told, &mut told_left), stands);
            pairs.extend(days.into_iter().map(|(one, parts)| (parts, vec![one])));
        }
    }
    pairs
}

/// Returns the money of one side that the parts of a day of the other come to, all that may be parts of it; and takes
/// both out of what is left.
fn days_that_come_to(
    (wholes, wholes_left): (&[Money], &mut Left),
    (parts, parts_left): (&[Money], &mut Left),
    stands: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, Vec<usize>)> {
    let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    parts_left.iter().for_each(|&(_, date, at)| days.entry(date).or_default().push(at));
    let mut found = Vec::new();
    wholes_left.retain(|&(amount, date, one)| {
        let [from, until] = around(date, DAYS_APART);
        let mut near: Vec<Date> = days.range(from..=until).map(|(&day, _)| day).collect();
        near.sort_by_key(|&day| (apart(day, date), day));
        let of_day = |day: Date| -> Option<Vec<usize>> {
            let may_be = |at: &usize| stands(one, *at) && !wholes[one].names_another(&parts[*at]);
            let of_it: Vec<usize> = days.get(&day)?.iter().copied().filter(may_be).collect();
            let sum: Amount = of_it.iter().map(|&at| parts[at].amount).sum();
            (of_it.len() > 1 && sum == amount).then_some(of_it)
        };
        let Some((day, of_it)) = near.into_iter().find_map(|day| Some((day, of_day(day)?))) else { return true };
        days.entry(day).or_default().retain(|at| !of_it.contains(at));
        found.push((one, of_it));
        false
    });
    let taken: BTreeSet<usize> = found.iter().flat_map(|(_, parts)| parts.iter().copied()).collect();
    parts_left.retain(|(_, _, at)| !taken.contains(at));
    found
}

/// Returns the first and the last day of those that are so near.
fn around(day: Date, window: i64) -> [Date; 2] {
    let window = Days::new(window.unsigned_abs());
    [day.checked_sub_days(window).unwrap_or(Date::MIN), day.checked_add_days(window).unwrap_or(Date::MAX)]
}

/// Tells whether they may where both name the same invoice, and nothing speaks for further money.
pub(super) fn is_near_if_settled(one: Date, other: Date) -> bool {
    apart(one, other) <= DAYS_APART_NAMED
}

pub(super) fn apart(a: Date, b: Date) -> i64 {
    days_between(a, b).abs()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    /// Returns money of one sum on days of January, by nobody's invoice.
    fn on(days: &[u32]) -> Vec<Money> {
        let date = |&of: &u32| day(&format!("2026-01-{of:02}"));
        let amount = Amount::from_minor(100);
        let on = |of| Money { date: date(of), amount, invoices: Vec::new(), gone: None, is_declared: false };
        days.iter().map(on).collect()
    }

    /// Returns the days of those that are the same.
    fn paired(told: &[u32], known: &[u32]) -> Vec<(u32, u32)> {
        let pairs = pair(&on(told), &on(known), &|_, _| Amount::ZERO);
        let mut days: Vec<(u32, u32)> = pairs.iter().map(|(one, other)| (told[one[0]], known[other[0]])).collect();
        days.sort_unstable();
        days
    }

    /// Returns how many can find theirs at most, by trying all ways.
    fn most(told: &[u32], known: &[u32]) -> usize {
        let Some((&first, rest)) = told.split_first() else { return 0 };
        let with = (0..known.len()).filter(|&at| first.abs_diff(known[at]) <= 5);
        let with = with.map(|at| 1 + most(rest, &[&known[..at], &known[at + 1..]].concat()));
        with.max().unwrap_or_default().max(most(rest, known))
    }

    proptest! {
        #[test]
        fn as_many_as_can_find_theirs_in_whatever_order(
            (told, shuffled) in prop::collection::vec(1_u32..29, 0..6)
                .prop_flat_map(|told| (Just(told.clone()), Just(told).prop_shuffle())),
            known in prop::collection::vec(1_u32..29, 0..6),
        ) {
            let pairs = paired(&told, &known);
            prop_assert_eq!(pairs.len(), most(&told, &known));
            prop_assert_eq!(&paired(&shuffled, &known), &pairs);
        }
    }

    #[test]
    fn the_earliest_finds_the_earliest() {
        assert_eq!(paired(&[8, 2], &[5, 12]), [(2, 5), (8, 12)]);
        assert_eq!(paired(&[6, 10], &[1, 5]), [(6, 1), (10, 5)]);
    }

    #[test]
    fn what_a_status_declares_may_be_some_days_further_away() {
        let declared = |days: &[u32]| {
            let money = on(days).into_iter();
            money.map(|one| Money { is_declared: true, ..one }).collect::<Vec<_>>()
        };
        let pairs = |told: &[Money], known: &[Money]| pair(told, known, &|_, _| Amount::ZERO).len();
        assert_eq!([pairs(&on(&[1]), &on(&[11])), pairs(&on(&[1]), &on(&[6]))], [0, 1]);
        assert_eq!([pairs(&declared(&[11]), &on(&[1])), pairs(&on(&[1]), &declared(&[11]))], [1, 1]);
        assert_eq!([pairs(&declared(&[12]), &on(&[1])), pairs(&declared(&[11]), &declared(&[1]))], [0, 0]);
    }

    #[test]
    fn all_of_a_day_come_to_one_on_either_side() {
        let one = |amount: i64, date: &str| Money {
            amount: Amount::from_minor(amount),
            date: day(date),
            ..on(&[1])[0].clone()
        };
        let whole = [one(300, "2026-01-05")];
        let parts = [one(100, "2026-01-07"), one(50, "2026-01-08"), one(200, "2026-01-07")];
        assert_eq!(pair(&whole, &parts, &|_, _| Amount::ZERO), [(vec![0], vec![0, 2])]);
        assert_eq!(pair(&parts, &whole, &|_, _| Amount::ZERO), [(vec![0, 2], vec![0])]);
    }
}
