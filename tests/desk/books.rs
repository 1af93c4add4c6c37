//! What a desk's books say, worked out anew from all that happened: the small model that the program is held against.
//!
//! It shares nothing with the program but the calendar, and takes the plainest way: customer by customer and day by day,
//! from the beginning each time.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::claims::{Claims, Used};
use crate::money::{Account, Money};

/// A sum in cents.
pub type Cents = i64;

/// A currency, as files name it.
pub type Currency = &'static str;

/// A row of an invoice: the invoice itself, or an instalment of it.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: String,
    pub instalment: Option<u8>,
    pub customer: usize,
    pub currency: Currency,
    pub issue: Date,
    pub due: Date,
    pub amount: Cents,
    /// The percent that come off when it is paid by that day.
    pub discount: Option<(i64, Date)>,
}

#[derive(Clone, Debug)]
pub struct CreditNote {
    pub id: String,
    pub customer: usize,
    pub currency: Currency,
    pub day: Date,
    pub amount: Cents,
    /// The invoice that it corrects, by its first row.
    pub of: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Payment {
    pub id: String,
    pub customer: usize,
    pub currency: Currency,
    pub day: Date,
    pub amount: Cents,
    /// The invoice that it names, by its first row.
    pub of: Option<usize>,
    /// The instalment of it that it names.
    pub part: Option<usize>,
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
    pub currency: Currency,
    pub day: Date,
    pub amount: Cents,
}

/// A notice or a stop, and the day of its undo.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub kind: ActKind,
    pub customer: usize,
    /// The rows of invoices; none when it concerns the customer.
    pub invoices: Vec<usize>,
    /// How much of them, if not all.
    pub amount: Option<Cents>,
    /// The money that is moved, by its id.
    pub source: Option<String>,
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
    /// Money that is moved to an invoice.
    Move,
}

impl Act {
    pub fn stands(&self, as_of: Date) -> bool {
        self.day <= as_of && self.undone.is_none_or(|undone| undone > as_of)
    }
}

/// All that happened, and what of the policy matters for it.
#[derive(Clone, Debug)]
pub struct Books {
    /// The contract's late-payment rate, in percent a year.
    pub rate: i64,
    /// The small rest that is let go.
    pub tolerance: Cents,
    pub invoices: Vec<Invoice>,
    pub notes: Vec<CreditNote>,
    pub payments: Vec<Payment>,
    pub refunds: Vec<Refund>,
    pub acts: Vec<Act>,
}

impl Default for Books {
    fn default() -> Books {
        Books {
            rate: 12,
            tolerance: 0,
            invoices: Vec::new(),
            notes: Vec::new(),
            payments: Vec::new(),
            refunds: Vec::new(),
            acts: Vec::new(),
        }
    }
}

/// Whose account, and in what.
pub type Whose = (usize, Currency);

/// What the books say on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// What is owed on each row that is issued.
    pub open: BTreeMap<usize, Cents>,
    /// What each customer has over.
    pub credit: BTreeMap<Whose, Cents>,
    /// What lateness costs: interest, indemnity, and what was paid of them.
    pub claims: Claims,
}

impl Balance {
    /// Returns what a customer has over in all, which nothing adds up but a look whether there is any.
    pub fn any_credit(&self, customer: usize) -> bool {
        self.credit.iter().any(|((whose, _), sum)| *whose == customer && *sum > 0)
    }
}

/// What each refund gave back of which money.
type Given = Vec<Vec<(String, Cents)>>;

impl Books {
    /// Works out what the books say on a day.
    pub fn balance(&self, as_of: Date) -> Balance {
        let mut balance = Balance::default();
        let billed = self.invoices.iter().map(|row| (row.customer, row.currency));
        let paid = self.payments.iter().map(|payment| (payment.customer, payment.currency));
        let whose: BTreeSet<Whose> = billed.chain(paid).collect();
        for whose in whose {
            let mut account = self.account(whose, as_of);
            // What was given back and never came in takes what is over, and the rest of it is owed.
            let covered = account.over.iter().map(|money| money.left).sum::<Cents>().min(account.owed);
            account.give_back(covered, (as_of, &[]));
            let owed = account.owed - covered;
            let (claims, used) = self.claims(&account, as_of);
            let over: Cents = account.over.iter().map(|money| money.left).sum();
            balance.claims.extend(claims);
            balance.open.extend(account.open);
            balance.credit.insert(whose, over - owed - used.iter().map(|used| used.sum).sum::<Cents>());
        }
        balance
    }

    /// Returns what was owed on each row of a customer from which day on, as one knows on a day.
    pub fn steps(&self, whose: Whose, as_of: Date) -> BTreeMap<usize, Vec<(Date, Cents)>> {
        self.account(whose, as_of).steps
    }

    /// Returns the rows of the invoice that a row is of.
    pub fn rows_of(&self, row: usize) -> Vec<usize> {
        (0..self.invoices.len()).filter(|&other| self.invoices[other].id == self.invoices[row].id).collect()
    }

    /// Returns what a row is called: the invoice, and the instalment of it.
    pub fn name(&self, row: usize) -> String {
        let Invoice { id, instalment, .. } = &self.invoices[row];
        instalment.map_or(id.clone(), |number| format!("{id}/{number}"))
    }

    /// Returns the money that a customer has over and that has paid no claim, by its id.
    pub fn over(&self, customer: usize, currency: Currency, as_of: Date) -> Vec<(String, Cents)> {
        let account = self.account((customer, currency), as_of);
        let (_, used) = self.claims(&account, as_of);
        let free = account.over.iter().map(|money| {
            let used = used.iter().filter(|used| used.id == money.id).map(|used| used.sum);
            (money.id.clone(), money.left - used.sum::<Cents>())
        });
        free.filter(|(_, left)| *left > 0).collect()
    }

    /// Works out an account: first what each refund gave back as its day knew it, then all of it as one knows now.
    fn account(&self, whose: Whose, as_of: Date) -> Account<'_> {
        let refunds: BTreeSet<Date> = self.refunds_of(whose).map(|refund| refund.day).collect();
        let mut given = Given::new();
        for day in refunds.into_iter().filter(|day| *day <= as_of) {
            given = self.account_given(whose, day, &given, Some(&self.kept(whose, day))).given;
        }
        self.account_given(whose, as_of, &given, Some(&self.kept(whose, as_of)))
    }

    /// Returns what has paid claims, and is not there to be given back or moved afterwards.
    fn kept(&self, whose: Whose, as_of: Date) -> Vec<Used> {
        self.claims(&self.account_given(whose, as_of, &[], None), as_of).1
    }

    fn refunds_of(&self, whose: Whose) -> impl Iterator<Item = &Refund> {
        self.refunds.iter().filter(move |refund| (refund.customer, refund.currency) == whose)
    }

    /// Works out an account whose first refunds gave back known money, and the others what is not kept; nothing is given
    /// back or moved where nobody says what is kept.
    fn account_given(
        &self,
        whose: Whose,
        as_of: Date,
        given: &[Vec<(String, Cents)>],
        kept: Option<&[Used]>,
    ) -> Account<'_> {
        let (notes, payments) = (self.notes_of(whose), self.payments_of(whose, as_of));
        let is_his = |&row: &usize| (self.invoices[row].customer, self.invoices[row].currency) == whose;
        let rows: Vec<usize> = (0..self.invoices.len()).filter(is_his).collect();
        let is_act = |act: &&Act| {
            let of_money = act.kind == ActKind::WriteOff || act.kind == ActKind::Move && kept.is_some();
            of_money && act.stands(as_of) && act.invoices.iter().any(is_his)
        };
        let acts: Vec<&Act> = self.acts.iter().filter(is_act).collect();
        let refunds: Vec<&Refund> = self.refunds_of(whose).filter(|_| kept.is_some()).collect();
        let kept = kept.unwrap_or_default();
        let days = rows.iter().map(|&row| self.invoices[row].issue);
        let days = days.chain(notes.iter().chain(&payments).map(|money| money.day));
        let days = days.chain(refunds.iter().map(|refund| refund.day)).chain(acts.iter().map(|act| act.day));
        let days: BTreeSet<Date> = days.filter(|day| *day <= as_of).collect();
        let mut account = Account::new(&self.invoices, self.tolerance);
        for day in days {
            for &row in rows.iter().filter(|&&row| self.invoices[row].issue == day) {
                account.set(row, self.invoices[row].amount, day);
            }
            for (all, are_payments) in [(&notes, false), (&payments, true)] {
                let named = all.iter().filter(|money| money.day == day && money.of.is_some());
                for money in account.in_turn(named, |money| money.of.is_some() && money.is_payment == are_payments) {
                    account.pay_named(money, day);
                }
            }
            for act in acts.iter().filter(|act| act.day == day && act.kind == ActKind::WriteOff) {
                account.write_off(act.invoices[0], act.amount, day);
            }
            for act in acts.iter().filter(|act| act.day == day && act.kind == ActKind::Move) {
                let source = act.source.as_ref().expect("it moves some");
                account.move_to(source, act.invoices[0], act.amount, (day, kept));
            }
            let unnamed = notes.iter().chain(&payments).filter(|money| money.day == day && money.of.is_none());
            for money in account.in_turn(unnamed, |money| money.of.is_none()) {
                account.pay_oldest(money, day);
            }
            for refund in refunds.iter().filter(|refund| refund.day == day) {
                let parts = match given.get(account.given.len()) {
                    Some(parts) => account.give_back_again(parts, day),
                    None => account.give_back(refund.amount, (day, kept)),
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
                    account.pay_oldest(money, day);
                }
            }
        }
        account
    }

    fn notes_of(&self, whose: Whose) -> Vec<Money> {
        let notes = self.notes.iter().filter(|note| (note.customer, note.currency) == whose);
        notes
            .map(|note| Money {
                day: note.day,
                is_payment: false,
                id: note.id.clone(),
                of: note.of,
                part: None,
                left: note.amount,
            })
            .collect()
    }

    fn payments_of(&self, whose: Whose, as_of: Date) -> Vec<Money> {
        let payments = self.payments.iter().filter(|payment| (payment.customer, payment.currency) == whose);
        payments
            .map(|payment| Money {
                day: payment.day,
                is_payment: true,
                id: payment.id.clone(),
                of: payment.of,
                part: payment.part,
                left: payment.left(as_of),
            })
            .collect()
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

/// Takes so many percent off a price, rounded half up to the cent.
pub fn reduced(price: Cents, percent: i64) -> Cents {
    (price * (100 - percent) + 50).div_euclid(100)
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
