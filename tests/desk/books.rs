//! What a desk's books say, worked out anew from all that happened: the small model that the program is held against.
//!
//! It shares nothing with the program but the calendar, and takes the plainest way: customer by customer and day by day,
//! from the beginning each time. One currency, no instalments, no discounts.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

/// A sum in cents.
pub type Cents = i64;

/// The contract's late-payment rate, in percent a year.
const RATE: i64 = 12;

/// The recovery indemnity.
const INDEMNITY: Cents = 4000;

#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: String,
    pub customer: usize,
    pub issue: Date,
    pub due: Date,
    pub amount: Cents,
}

#[derive(Clone, Debug)]
pub struct CreditNote {
    pub id: String,
    pub customer: usize,
    pub day: Date,
    pub amount: Cents,
    /// The invoice that it corrects.
    pub of: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub id: String,
    pub customer: usize,
    pub day: Date,
    pub amount: Cents,
    /// The invoice that it names.
    pub of: Option<usize>,
    /// What the bank took back of it.
    pub returned: Vec<(Date, Cents)>,
}

impl Payment {
    /// Returns what is left of it, as one knows on a day.
    pub fn left(&self, as_of: Date) -> Cents {
        self.amount - self.returned.iter().filter(|(day, _)| *day <= as_of).map(|(_, sum)| sum).sum::<Cents>()
    }
}

#[derive(Clone, Debug)]
pub struct Refund {
    pub customer: usize,
    pub day: Date,
    pub amount: Cents,
}

/// A notice or a stop, and the day of its undo.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub kind: ActKind,
    pub customer: usize,
    /// The invoices; none when it concerns the customer.
    pub invoices: Vec<usize>,
    pub day: Date,
    pub until: Option<Date>,
    pub undone: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActKind {
    /// A notice of that level.
    Notice(usize),
    Dispute,
    EndOfDispute,
    Promise,
    Hold,
    Release,
    Insolvency,
    WriteOff,
}

impl Act {
    pub fn stands(&self, as_of: Date) -> bool {
        self.day <= as_of && self.undone.is_none_or(|undone| undone > as_of)
    }
}

/// All that happened.
#[derive(Clone, Debug, Default)]
pub struct Books {
    pub invoices: Vec<Invoice>,
    pub notes: Vec<CreditNote>,
    pub payments: Vec<Payment>,
    pub refunds: Vec<Refund>,
    pub acts: Vec<Act>,
}

/// What the books say on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What is owed on each invoice that is issued.
    pub open: BTreeMap<usize, Cents>,
    /// What each customer has over.
    pub credit: BTreeMap<usize, Cents>,
    /// What lateness costs: interest, indemnity, and what was paid of them.
    pub claims: BTreeMap<usize, (Cents, Cents, Cents)>,
}

/// Money on its way. In the order in which it is used: by day, credit notes before payments, by id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Money {
    day: Date,
    is_payment: bool,
    id: String,
    of: Option<usize>,
    left: Cents,
}

/// One customer's account while it is worked out.
#[derive(Debug, Default)]
struct Account {
    open: BTreeMap<usize, Cents>,
    /// What was owed on each invoice from which day on.
    steps: BTreeMap<usize, Vec<(Date, Cents)>>,
    /// The invoices on which anything came but credit notes that name them.
    paid: BTreeSet<usize>,
    lost: BTreeMap<usize, Cents>,
    over: Vec<Money>,
    /// What each payment paid, in turn: the invoice, the sum, whether it took that of a write-off back.
    paid_by: BTreeMap<String, Vec<(usize, Cents, bool)>>,
    /// What each refund gave back of which money.
    given: Vec<Vec<(String, Cents)>>,
    /// What was given back and never came in.
    owed: Cents,
}

impl Books {
    /// Works out what the books say on a day.
    pub fn balance(&self, as_of: Date) -> Balance {
        let mut balance = Balance::default();
        let customers: BTreeSet<usize> = self.invoices.iter().map(|invoice| invoice.customer).collect();
        for customer in customers {
            let mut account = self.account(customer, as_of);
            // What was given back and never came in takes what is over, and the rest of it is owed.
            let covered = account.over.iter().map(|money| money.left).sum::<Cents>().min(account.owed);
            account.give_back(covered);
            let owed = account.owed - covered;
            let mut over: Cents = account.over.iter().map(|money| money.left).sum();
            for (&invoice, steps) in &account.steps {
                let (interest, indemnity) = self.claim(invoice, steps, account.paid.contains(&invoice), as_of);
                let excess = account.over.iter().filter(|money| money.of == Some(invoice) && money.is_payment);
                let excess: Cents = excess.map(|money| money.left).sum();
                let paid = if self.is_claimed(invoice, as_of) { excess.min(interest + indemnity) } else { 0 };
                over -= paid;
                balance.claims.insert(invoice, (interest, indemnity, paid));
            }
            balance.open.extend(account.open);
            balance.credit.insert(customer, over - owed);
        }
        balance
    }

    /// Returns what was owed on each invoice of a customer from which day on, as one knows on a day.
    pub fn steps(&self, customer: usize, as_of: Date) -> BTreeMap<usize, Vec<(Date, Cents)>> {
        self.account(customer, as_of).steps
    }

    /// Works out an account: first what each refund gave back as its day knew it, then all of it as one knows now.
    fn account(&self, customer: usize, as_of: Date) -> Account {
        let refunds = self.refunds.iter().filter(|refund| refund.customer == customer && refund.day <= as_of);
        let days: BTreeSet<Date> = refunds.map(|refund| refund.day).collect();
        let given = days.into_iter().fold(Vec::new(), |given, day| self.account_given(customer, day, &given).given);
        self.account_given(customer, as_of, &given)
    }

    /// Works out an account whose first refunds gave back known money.
    fn account_given(&self, customer: usize, as_of: Date, given: &[Vec<(String, Cents)>]) -> Account {
        let notes: Vec<Money> = self
            .notes
            .iter()
            .filter(|note| note.customer == customer)
            .map(|note| Money { day: note.day, is_payment: false, id: note.id.clone(), of: note.of, left: note.amount })
            .collect();
        let payments: Vec<Money> = self
            .payments
            .iter()
            .filter(|payment| payment.customer == customer)
            .map(|payment| Money {
                day: payment.day,
                is_payment: true,
                id: payment.id.clone(),
                of: payment.of,
                left: payment.left(as_of),
            })
            .collect();
        let invoices: Vec<usize> =
            (0..self.invoices.len()).filter(|&i| self.invoices[i].customer == customer).collect();
        let refunds: Vec<&Refund> = self.refunds.iter().filter(|refund| refund.customer == customer).collect();
        let losses: Vec<&Act> =
            self.acts.iter().filter(|act| act.customer == customer && act.kind == ActKind::WriteOff).collect();
        let days = invoices.iter().map(|&i| self.invoices[i].issue);
        let days = days.chain(notes.iter().chain(&payments).map(|money| money.day));
        let days = days.chain(refunds.iter().map(|refund| refund.day)).chain(losses.iter().map(|loss| loss.day));
        let days: BTreeSet<Date> = days.filter(|day| *day <= as_of).collect();
        let mut account = Account::default();
        for day in days {
            for &invoice in invoices.iter().filter(|&&i| self.invoices[i].issue == day) {
                account.set(invoice, self.invoices[invoice].amount, day);
            }
            for (all, are_payments) in [(&notes, false), (&payments, true)] {
                let named = all.iter().filter(|money| money.day == day && money.of.is_some());
                for money in account.in_turn(named, |money| money.of.is_some() && money.is_payment == are_payments) {
                    account.pay_named(money, day);
                }
            }
            for loss in losses.iter().filter(|loss| loss.day == day && loss.stands(as_of)) {
                for &invoice in &loss.invoices {
                    let open = account.open.get(&invoice).copied().unwrap_or_default();
                    *account.lost.entry(invoice).or_default() += open;
                    account.set(invoice, 0, day);
                }
            }
            let unnamed = notes.iter().chain(&payments).filter(|money| money.day == day && money.of.is_none());
            for money in account.in_turn(unnamed, |money| money.of.is_none()) {
                account.pay_oldest(money, day, &self.invoices);
            }
            for refund in refunds.iter().filter(|refund| refund.day == day) {
                let parts = match given.get(account.given.len()) {
                    Some(parts) => account.give_back_again(parts, day),
                    None => account.give_back(refund.amount),
                };
                account.given.push(parts);
                // What that opened again, other money may wait for.
                for are_payments in [false, true] {
                    let waits = |money: &Money| money.of.is_some() && money.is_payment == are_payments;
                    for money in account.in_turn([].iter(), waits) {
                        account.pay_named(money, day);
                    }
                }
                for money in account.in_turn([].iter(), |money| money.of.is_none()) {
                    account.pay_oldest(money, day, &self.invoices);
                }
            }
        }
        account
    }

    /// Returns the interest and the indemnity that an invoice bears.
    fn claim(&self, invoice: usize, steps: &[(Date, Cents)], is_paid: bool, as_of: Date) -> (Cents, Cents) {
        let Invoice { customer, issue, due, .. } = self.invoices[invoice];
        let open_at_the_end_of =
            |day: Date| steps.iter().rfind(|(since, _)| *since <= day).map_or(0, |(_, open)| *open);
        let is_written_off = self
            .acts
            .iter()
            .any(|act| act.kind == ActKind::WriteOff && act.invoices.contains(&invoice) && act.stands(as_of));
        if open_at_the_end_of(as_of) == 0 && !is_paid && !is_written_off {
            return (0, 0); // Credit notes that name it, and nothing else: it was not owed.
        }
        let judgment = self.judgment(customer, as_of).filter(|judgment| issue < *judgment);
        let mut pieces: Vec<(Cents, bool, i64)> = Vec::new();
        for day in due.iter_days().skip(1).take_while(|day| *day <= as_of && judgment.is_none_or(|stop| *day < stop)) {
            let base = open_at_the_end_of(day.pred_opt().unwrap());
            let is_second_half = day >= "2026-07-01".parse().unwrap();
            match pieces.last_mut() {
                Some((last, half, days)) if (*last, *half) == (base, is_second_half) => *days += 1,
                _ => pieces.push((base, is_second_half, 1)),
            }
        }
        let is_late = as_of > due && open_at_the_end_of(due) > 0 && judgment.is_none_or(|judgment| judgment > due);
        let interest = pieces.iter().map(|(base, _, days)| {
            let (above, below) = (base * RATE * days, 100 * 365);
            (2 * above + below) / (2 * below)
        });
        (interest.sum(), if is_late { INDEMNITY } else { 0 })
    }

    /// Tells whether a notice that stands claims what lateness costs: the last level does.
    fn is_claimed(&self, invoice: usize, as_of: Date) -> bool {
        let claims = |act: &&Act| act.kind == ActKind::Notice(2) && act.invoices.contains(&invoice);
        self.acts.iter().filter(claims).any(|act| act.stands(as_of))
    }

    /// Returns the level that an invoice has reached.
    pub fn reached(&self, invoice: usize, as_of: Date) -> Option<usize> {
        let acts = self.acts.iter().filter(|act| act.invoices.contains(&invoice) && act.stands(as_of));
        acts.filter_map(|act| if let ActKind::Notice(level) = act.kind { Some(level) } else { None }).max()
    }

    /// Returns the day of a customer's insolvency.
    pub fn judgment(&self, customer: usize, as_of: Date) -> Option<Date> {
        let acts = self.acts.iter().filter(|act| act.customer == customer && act.kind == ActKind::Insolvency);
        acts.filter(|act| act.stands(as_of)).map(|act| act.day).min()
    }

    /// Returns the act of a kind that holds an invoice, or its customer, on a day and was not ended.
    pub fn holding(&self, kind: ActKind, end: Option<ActKind>, invoice: usize, as_of: Date) -> Option<&Act> {
        let concerns = |act: &&Act| {
            act.stands(as_of)
                && act.customer == self.invoices[invoice].customer
                && (act.invoices.is_empty() || act.invoices.contains(&invoice))
        };
        let begun = self.acts.iter().filter(concerns).filter(|act| act.kind == kind).max_by_key(|act| act.day)?;
        let mut ends = self.acts.iter().filter(concerns).filter(|act| Some(act.kind) == end);
        let is_over = begun.until.is_some_and(|until| until < as_of) || ends.any(|act| act.day >= begun.day);
        (!is_over).then_some(begun)
    }
}

impl Account {
    fn set(&mut self, invoice: usize, open: Cents, day: Date) {
        self.open.insert(invoice, open);
        self.steps.entry(invoice).or_default().push((day, open));
    }

    /// Returns the money of a kind that is over and the day's, in its turn.
    fn in_turn<'m>(&mut self, today: impl Iterator<Item = &'m Money>, waits: impl Fn(&Money) -> bool) -> Vec<Money> {
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
    fn pay_named(&mut self, mut money: Money, day: Date) {
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
    fn pay_oldest(&mut self, mut money: Money, day: Date, invoices: &[Invoice]) {
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
    fn give_back(&mut self, mut sum: Cents) -> Vec<(String, Cents)> {
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
    fn give_back_again(&mut self, parts: &[(String, Cents)], day: Date) -> Vec<(String, Cents)> {
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

/// Writes a sum as files do.
pub fn decimal(sum: Cents) -> String {
    format!("{}{}.{:02}", if sum < 0 { "-" } else { "" }, sum.abs() / 100, sum.abs() % 100)
}

/// Reads a sum of an answer.
pub fn cents(text: &str) -> Cents {
    let (whole, part) = text.split_once('.').unwrap_or_else(|| panic!("{text} has two decimals"));
    let sum = whole.trim_start_matches('-').parse::<Cents>().unwrap() * 100 + part.parse::<Cents>().unwrap();
    if text.starts_with('-') { -sum } else { sum }
}
