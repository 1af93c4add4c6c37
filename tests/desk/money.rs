//! Where one customer's money goes: to what it names, to the oldest debts, back to the customer, or nowhere yet.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::books::{Cents, Invoice};

/// Money on its way. In the order in which it is used: by day, credit notes before payments, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    pub day: Date,
    pub is_payment: bool,
    pub id: String,
    pub of: Option<usize>,
    pub left: Cents,
}

/// One customer's account while it is worked out.
#[derive(Debug, Default)]
pub struct Account {
    pub open: BTreeMap<usize, Cents>,
    /// What was owed on each invoice from which day on.
    pub steps: BTreeMap<usize, Vec<(Date, Cents)>>,
    /// The invoices on which anything came but credit notes that name them.
    pub paid: BTreeSet<usize>,
    pub lost: BTreeMap<usize, Cents>,
    pub over: Vec<Money>,
    /// What each payment paid, in turn: the invoice, the sum, whether it took that of a write-off back.
    pub paid_by: BTreeMap<String, Vec<(usize, Cents, bool)>>,
    /// What each refund gave back of which money.
    pub given: Vec<Vec<(String, Cents)>>,
    /// What was given back and never came in.
    pub owed: Cents,
}

impl Account {
    pub fn set(&mut self, invoice: usize, open: Cents, day: Date) {
        self.open.insert(invoice, open);
        self.steps.entry(invoice).or_default().push((day, open));
    }

    /// Returns the money of a kind that is over and the day's, in its turn.
    pub fn in_turn<'m>(
        &mut self,
        today: impl Iterator<Item = &'m Money>,
        waits: impl Fn(&Money) -> bool,
    ) -> Vec<Money> {
        let mut money: Vec<Money> = self.over.extract_if(.., |money| waits(money)).collect();
        money.extend(today.cloned());
        money.sort();
        money
    }

    fn pay(&mut self, invoice: usize, money: &mut Money, most: Cents, day: Date) {
        let open = self.open[&invoice];
        let part = most.min(open).min(money.left);
        if part > 0 {
            money.left -= part;
            if money.is_payment || money.of.is_none() {
                self.paid.insert(invoice);
            }
            self.set(invoice, open - part, day);
            self.note_paid(money, (invoice, part, false));
        }
    }

    fn note_paid(&mut self, money: &Money, paid: (usize, Cents, bool)) {
        if money.is_payment {
            self.paid_by.entry(money.id.clone()).or_default().push(paid);
        }
    }

    /// Sets money against the invoice that it names; a payment beyond it takes a write-off of it back.
    pub fn pay_named(&mut self, mut money: Money, day: Date) {
        let invoice = money.of.expect("it names one");
        if self.open.contains_key(&invoice) {
            self.pay(invoice, &mut money, Cents::MAX, day);
            let lost = self.lost.get(&invoice).copied().unwrap_or_default();
            if money.is_payment && lost > 0 {
                let part = lost.min(money.left);
                money.left -= part;
                self.lost.insert(invoice, lost - part);
                self.paid.insert(invoice);
                self.note_paid(&money, (invoice, part, true));
            }
        }
        self.keep(money);
    }

    /// Sets money against the oldest debts: by due date, then issue date, among equals in proportion, spare cents by id.
    pub fn pay_oldest(&mut self, mut money: Money, day: Date, invoices: &[Invoice]) {
        loop {
            let rank = |invoice: &usize| (invoices[*invoice].due, invoices[*invoice].issue);
            let owed: Vec<usize> =
                self.open.iter().filter(|(_, open)| **open > 0).map(|(&invoice, _)| invoice).collect();
            let Some(first) = owed.iter().map(rank).min().filter(|_| money.left > 0) else { break };
            let mut equals: Vec<usize> = owed.into_iter().filter(|invoice| rank(invoice) == first).collect();
            equals.sort_by_key(|&invoice| &invoices[invoice].id);
            let all: Cents = equals.iter().map(|invoice| self.open[invoice]).sum();
            let sum = money.left.min(all);
            let share = |open: Cents| (i128::from(sum) * i128::from(open) / i128::from(all)) as Cents;
            let mut shares: Vec<Cents> = equals.iter().map(|invoice| share(self.open[invoice])).collect();
            let spare = sum - shares.iter().sum::<Cents>();
            shares.iter_mut().take(spare as usize).for_each(|share| *share += 1);
            for (invoice, share) in equals.into_iter().zip(shares) {
                self.pay(invoice, &mut money, share, day);
            }
        }
        self.keep(money);
    }

    /// Lowers what is over by a refund: what names nothing first, the oldest of it first. Returns what it gave back.
    pub fn give_back(&mut self, mut sum: Cents) -> Vec<(String, Cents)> {
        self.over.sort_by_key(|money| (money.of.is_some(), money.clone()));
        let mut parts = Vec::new();
        for money in &mut self.over {
            let part = sum.min(money.left);
            money.left -= part;
            sum -= part;
            parts.push((money.id.clone(), part));
        }
        assert_eq!(sum, 0, "no more is given back than is over");
        self.over.retain(|money| money.left > 0);
        parts.retain(|(_, part)| *part > 0);
        parts
    }

    /// Gives the same money back now that more bounced: what is over of it, then what a payment has come to pay, the
    /// last first; what never came in, and what a credit note has taken off since, is owed.
    pub fn give_back_again(&mut self, parts: &[(String, Cents)], day: Date) -> Vec<(String, Cents)> {
        for (id, sum) in parts {
            let mut sum = *sum;
            for money in self.over.iter_mut().filter(|money| money.id == *id) {
                let part = sum.min(money.left);
                money.left -= part;
                sum -= part;
            }
            self.over.retain(|money| money.left > 0);
            while sum > 0 {
                let Some((invoice, paid, was_lost)) = self.paid_by.get_mut(id).and_then(Vec::pop) else { break };
                let part = sum.min(paid);
                sum -= part;
                if part < paid {
                    self.paid_by.get_mut(id).unwrap().push((invoice, paid - part, was_lost));
                }
                if was_lost {
                    *self.lost.entry(invoice).or_default() += part;
                } else {
                    self.set(invoice, self.open[&invoice] + part, day);
                }
            }
            self.owed += sum;
        }
        parts.to_vec()
    }

    fn keep(&mut self, money: Money) {
        if money.left > 0 {
            self.over.push(money);
        }
    }
}
