//! How a commitment ran: what was paid of its sums, and on which day they were there. All of it is asked of many days,
//! so that what each item says of each day is added up once.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::beside::{Purse, Sums};
use super::commitment::{Commitment, Sum, total};
use crate::engine::allocation::{Balances, Cause, Move, TakenBack, payments_taken_back};
use crate::model::{Amount, Date, ItemId, Ledger, PaymentId};

/// A commitment against what was owed and paid.
pub(super) struct Course<'a> {
    commitment: &'a Commitment,
    ledger: &'a Ledger,
    balances: &'a Balances,
    /// From which day on how much was paid of all its sums.
    paid: OnceCell<Steps>,
    /// From which day on how much was owed of all that it covers.
    owed: OnceCell<Steps>,
    /// The payments that were taken back: mostly none was.
    taken_back: OnceCell<TakenBack>,
    /// By day, how much of what it covers is not contested.
    uncontested: RefCell<BTreeMap<Date, Amount>>,
}

/// From which day on a sum is how much; nothing before.
#[derive(Debug, PartialEq, Eq)]
struct Steps(Vec<(Date, Amount)>);

/// The money that was set against items since a commitment was made, and what of it is for sums, each of the same
/// items.
struct Paid {
    /// The day of the commitment.
    since: Date,
    /// The day since which he is asked for what it leaves out, if he is.
    asked: Option<Date>,
    /// What is due by which day; nothing where a sum is all that is open.
    sums: Option<Sums>,
    /// By the day on which it was there and the one from which it counts.
    money: BTreeMap<(Date, Date), Amount>,
    /// What was owed in all.
    owed: Steps,
}

impl<'a> Course<'a> {
    pub fn of(commitment: &'a Commitment, ledger: &'a Ledger, balances: &'a Balances) -> Course<'a> {
        Course {
            commitment,
            ledger,
            balances,
            paid: OnceCell::new(),
            owed: OnceCell::new(),
            taken_back: OnceCell::new(),
            uncontested: RefCell::default(),
        }
    }

    /// Tells whether the sum, or else all, was paid by the end of a day; nothing is left to pay once all is settled,
    /// but of a sum that is of what he contests too.
    pub fn met(&self, due: Option<Amount>, day: Date) -> bool {
        if due.is_some_and(|due| self.paid_by(day) >= due) {
            return true;
        }
        let items = &self.commitment.items;
        if self.is_of_contested(due, day) {
            return items.iter().all(|&item| self.balances.open_on(self.ledger, item, day).is_zero());
        }
        self.owed.get_or_init(|| self.owed(items)).on(day).is_zero()
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
        let Commitment { items, instalments, date, .. } = self.commitment;
        self.paid.get_or_init(|| self.paid_of(items, instalments, *date)).on(day)
    }

    /// Returns what was paid of some sums of it, each of the same items, by the day of the balances.
    pub fn paid_of_part(&self, items: &[ItemId], sums: &[Sum]) -> Amount {
        let as_of = self.balances.as_of();
        self.paid_of(items, sums, as_of).on(as_of)
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

    /// Returns what was paid of some sums, each of the same items, by each day from one on.
    fn paid_of(&self, items: &[ItemId], sums: &[Sum], from: Date) -> Steps {
        let mut money: BTreeMap<(Date, Date), Amount> = BTreeMap::new();
        for ((there, of), amount) in items.iter().flat_map(|&item| self.money(item)) {
            *money.entry((there.max(from), of)).or_default() += amount;
        }
        let sums = sums.iter().map(|&(until, amount)| Some((until, amount?))).collect::<Option<Vec<_>>>();
        let sums = sums.as_deref().map(Sums::new);
        let Commitment { date, is_plan, asked, .. } = *self.commitment;
        let asked = if is_plan { Some(date) } else { asked };
        Paid { since: date, asked, sums, money, owed: self.owed(items) }.by_day()
    }

    /// Returns how much is owed in all of items that is not contested.
    fn owed(&self, items: &[ItemId]) -> Steps {
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
        Steps(steps.collect())
    }

    /// Returns the payments set against an item from the day of the commitment on, by the day on which they were there
    /// and the one of which they are, less what was taken back of each. Of what is contested whole on their day those
    /// alone count that name nothing, unless it is of that too: they were not meant for it.
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

impl Steps {
    /// Returns how much it is at the end of a day.
    fn on(&self, day: Date) -> Amount {
        let at = self.0.partition_point(|&(since, _)| since <= day);
        at.checked_sub(1).map_or(Amount::ZERO, |last| self.0[last].1)
    }
}

impl Paid {
    /// Returns how much counts as paid of the sums by each day. The money of a day is added to that before; where some
    /// was taken back of an earlier day, all is added up anew, as if that had never come.
    fn by_day(&self) -> Steps {
        let days_of_money = self.money.keys().map(|&(there, _)| there);
        let days: BTreeSet<Date> = days_of_money.chain(self.sums.iter().flat_map(Sums::days)).collect();
        let mut money = BTreeMap::new();
        let mut all = Amount::ZERO;
        let mut purse = self.purse(&money);
        let mut steps = Vec::with_capacity(days.len());
        for day in days {
            let mut is_next = day > self.since;
            for (&(_, of), &amount) in self.money.range((day, Date::MIN)..=(day, Date::MAX)) {
                *money.entry(of).or_default() += amount;
                all += amount;
                is_next &= of == day;
            }
            if !is_next {
                purse = self.purse(&money);
            } else if let Some(purse) = &mut purse {
                self.add(purse, day, money.get(&day).copied().unwrap_or_default());
            }
            steps.push((day, purse.as_ref().map_or(all, |purse| purse.credited(day))));
        }
        Steps(steps)
    }

    /// Returns the purse that holds money, by the day from which it counts; none where the sums are all that was owed.
    fn purse(&self, money: &BTreeMap<Date, Amount>) -> Option<Purse<'_>> {
        let sums = self.sums.as_ref()?;
        let on_its_day = money.get(&self.since).copied().unwrap_or_default();
        // It counts from the day of the commitment itself on.
        let left_out = self.owed.on(self.since) + on_its_day - sums.all();
        let mut purse = left_out.is_positive().then(|| Purse::new(sums, left_out))?;
        money.iter().for_each(|(&day, &amount)| self.add(&mut purse, day, amount));
        Some(purse)
    }

    /// Adds the money of a day to what came before, if any did; so much more was owed before it.
    fn add(&self, purse: &mut Purse<'_>, day: Date, money: Amount) {
        if !money.is_zero() {
            purse.add(day, money, self.owed.on(day) + money, self.asked.is_some_and(|asked| asked <= day));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::allocation::allocate;
    use crate::engine::history::contested::Contested;
    use crate::policy::builtin::fr_b2b;
    use crate::policy::{AllocationRules, ReturnsFrom};
    use crate::testing::{day, eur, ledger};

    const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n\
        F,C,2026-01-01,2026-01-31,1000.00\nG,C,2026-01-10,2026-02-09,500.00\n";

    /// Returns what counts as paid by some days of a plan of 3 March for 300.00 by 10 March and 400.00 by 20 March:
    /// asked of all days in turn, and asked of each alone.
    fn paid_by(payments: &str, days: &[&str]) -> [Vec<Amount>; 2] {
        let header = "payment_id,customer_id,date,amount,invoice_id,reverses\n";
        let ledger = ledger("", INVOICES, &format!("{header}{payments}"), "");
        let rules = AllocationRules { returns: ReturnsFrom::Date, ..fr_b2b().allocation };
        let balances = allocate(&ledger, &rules, day("2026-03-31")).balances;
        let sums = [("2026-03-10", "300.00"), ("2026-03-20", "400.00")];
        let commitment = Commitment {
            date: day("2026-03-03"),
            is_plan: true,
            items: vec![ItemId(0), ItemId(1)],
            instalments: sums.iter().map(|(until, sum)| (day(until), Some(eur(sum)))).collect(),
            parts: Vec::new(),
            contested: Contested::default(),
            asked: None,
        };
        let course = Course::of(&commitment, &ledger, &balances);
        let alone = |day| course.paid_of(&commitment.items, &commitment.instalments, day).on(day);
        [days.iter().map(|at| course.paid_by(day(at))).collect(), days.iter().map(|at| alone(day(at))).collect()]
    }

    #[test]
    fn what_is_paid_of_a_plan_follows_the_money_day_by_day() {
        // 200.00 are less than the next sum, and of it; 800.00 are just what the plan leaves out of 1,500.00; 150.00
        // are of the sums again. The 200.00 come back on the 16th, as if they had never been there: the 800.00 may be
        // of either then, and pay what was due by the 10th, 300.00.
        let payments = "P,C,2026-03-05,200.00,F,\nQ,C,2026-03-09,800.00,F,\nR,C,2026-03-12,150.00,G,\n\
            X,C,2026-03-16,-200.00,F,P\n";
        let days = ["2026-03-04", "2026-03-05", "2026-03-09", "2026-03-12", "2026-03-15", "2026-03-16"];
        let paid = ["0.00", "200.00", "200.00", "350.00", "350.00", "300.00"].map(eur);
        assert_eq!(paid_by(payments, &days), [paid.to_vec(), paid.to_vec()]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_day_that_is_asked_alone_knows_the_same(
            rows in prop::collection::vec((1_u32..=28, 1_u32..40, any::<bool>(), prop::option::weighted(0.3, 0_u32..6)), 0..12)
        ) {
            let mut payments = String::new();
            for (i, (on, tens, is_first, back)) in rows.into_iter().enumerate() {
                let number = if is_first { "F" } else { "G" };
                payments += &format!("P{i},C,2026-03-{on:02},{tens}0.00,{number},\n");
                if let Some(later) = back {
                    payments += &format!("X{i},C,2026-03-{:02},-{tens}0.00,{number},P{i}\n", (on + later).min(31));
                }
            }
            let days: Vec<String> = (3..=31).map(|on| format!("2026-03-{on:02}")).collect();
            let [in_turn, alone] = paid_by(&payments, &days.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(in_turn, alone);
        }
    }
}
