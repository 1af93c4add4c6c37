//! How the second desk sets money against bills, day by day.

use super::{Cents, Day, Role, World};

/// Money that was not used up.
#[derive(Clone, Debug)]
pub(super) struct Purse {
    pub day: Day,
    pub is_payment: bool,
    pub id: usize,
    pub names: Option<usize>,
    pub left: Cents,
}

/// The desk in the evening of a day.
pub(super) struct Evening<'w> {
    pub world: &'w World,
    pub open: Vec<Cents>,
    /// By bill: what payments and unnamed credit notes paid, what was written off, what credit notes that name it took
    /// off.
    pub paid: Vec<Cents>,
    pub lost: Vec<Cents>,
    pub corrected: Vec<Cents>,
    /// What of each deposit is deducted from its final invoice.
    pub deducted: Vec<Cents>,
    /// What money was set against which bill: of a payment or not, named or not, from which day, how much.
    pub used: Vec<Vec<(bool, bool, Day, Cents)>>,
    pub purses: Vec<Purse>,
}

impl Evening<'_> {
    fn order(&self, bill: usize) -> (Day, Day, usize) {
        (self.world.bills[bill].due, self.world.bills[bill].issue, bill)
    }

    fn set(&mut self, bill: usize, purse: usize, most: Cents) {
        let part = self.open[bill].min(self.purses[purse].left).min(most);
        self.open[bill] -= part;
        self.purses[purse].left -= part;
        let corrects = !self.purses[purse].is_payment && self.purses[purse].names == Some(bill);
        *(if corrects { &mut self.corrected[bill] } else { &mut self.paid[bill] }) += part;
        if part > 0 {
            let Purse { is_payment, names, day, .. } = self.purses[purse];
            self.used[bill].push((is_payment, names.is_some(), day, part));
            self.discount(bill);
        }
    }

    /// Lets the rest of a bill go once what named payments paid of it in time reaches its price less a discount.
    fn discount(&mut self, bill: usize) {
        for &(percent, until) in &self.world.bills[bill].discounts {
            let sum = |counts: &dyn Fn(bool, bool, bool) -> bool| -> Cents {
                let used = self.used[bill].iter();
                used.filter(|(payment, named, day, _)| counts(*payment, *named, *day <= until)).map(|used| used.3).sum()
            };
            let paid = sum(&|payment, named, in_time| payment && named && in_time);
            let credited = sum(&|payment, named, in_time| !payment && (named || in_time));
            let price = ((self.world.bills[bill].amount - credited) * (100 - percent) + 50) / 100;
            if paid > 0 && paid >= price {
                self.open[bill] = 0;
            }
        }
    }

    /// Deducts deposits from final invoices on the day on which the later of both is issued.
    pub(super) fn deduct(&mut self, today: Day) {
        let mut deposits: Vec<usize> = (0..self.open.len()).collect();
        deposits.sort_by_key(|&bill| self.order(bill));
        for bill in deposits {
            let Role::Deposit(on) = self.world.bills[bill].role else { continue };
            if self.world.bills[bill].issue.max(self.world.bills[on].issue) == today {
                let price = self.world.bills[bill].amount - self.corrected[bill];
                self.deducted[bill] = price.min(self.open[on]);
                self.open[on] -= self.deducted[bill];
            }
        }
    }

    /// Gives back to final invoices what credit notes took off their deposits.
    pub(super) fn give_back(&mut self) {
        for bill in 0..self.open.len() {
            let Role::Deposit(on) = self.world.bills[bill].role else { continue };
            let price = self.world.bills[bill].amount - self.corrected[bill];
            let more = (self.deducted[bill] - price).max(0);
            self.deducted[bill] -= more;
            self.open[on] += more;
        }
    }

    /// Sets all money of a kind that names a bill, oldest first.
    pub(super) fn use_named(&mut self, payments: bool, today: Day) {
        let mut order: Vec<usize> = (0..self.purses.len()).collect();
        order.sort_by_key(|&i| (self.purses[i].day, self.purses[i].id));
        for purse in order {
            let Some(bill) = self.purses[purse].names.filter(|_| self.purses[purse].is_payment == payments) else {
                continue;
            };
            self.set(bill, purse, Cents::MAX);
            if !payments || self.world.bills[bill].issue > today {
                continue;
            }
            let back = self.lost[bill].min(self.purses[purse].left);
            self.lost[bill] -= back;
            self.paid[bill] += back;
            self.purses[purse].left -= back;
            let mut notes: Vec<usize> = (0..self.world.bills.len())
                .filter(|&note| {
                    self.world.bills[note].role == Role::Note(bill) && self.world.bills[note].issue <= today
                })
                .collect();
            notes.sort_by_key(|&note| self.order(note));
            notes.into_iter().for_each(|note| self.set(note, purse, Cents::MAX));
        }
    }

    /// Sets all money that names nothing, oldest first: to the oldest debts, pro rata among equals.
    pub(super) fn use_unnamed(&mut self) {
        let mut order: Vec<usize> = (0..self.purses.len()).filter(|&i| self.purses[i].names.is_none()).collect();
        order.sort_by_key(|&i| (self.purses[i].day, self.purses[i].is_payment, self.purses[i].id));
        for purse in order {
            while self.purses[purse].left > 0 {
                let mut due: Vec<usize> = (0..self.open.len()).filter(|&bill| self.open[bill] > 0).collect();
                due.sort_by_key(|&bill| self.order(bill));
                let Some(&first) = due.first() else { break };
                let days = |bill: usize| (self.world.bills[bill].due, self.world.bills[bill].issue);
                due.retain(|&bill| days(bill) == days(first));
                let owed: Cents = due.iter().map(|&bill| self.open[bill]).sum();
                let money = self.purses[purse].left.min(owed);
                let shares: Vec<Cents> = due.iter().map(|&bill| money * self.open[bill] / owed).collect();
                let spare = (money - shares.iter().sum::<Cents>()) as usize;
                for (i, (bill, share)) in due.into_iter().zip(shares).enumerate() {
                    self.set(bill, purse, share + Cents::from(i < spare));
                }
            }
        }
    }
}
