//! What a desk's books say, worked out anew from all that happened: the small model that the program is held against.
//!
//! It shares nothing with the program but the calendar, and takes the plainest way: customer by customer and day by day,
//! from the beginning each time. One currency, no instalments, no discounts.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::money::{Account, Money};

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
