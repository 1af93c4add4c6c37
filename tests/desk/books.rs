//! What a desk's books say, worked out anew from all that happened: the small model that the program is held against.
//!
//! It shares nothing with the program but the calendar, and takes the plainest way: customer by customer and day by
//! day, from the beginning each time. `days` goes through the days of an account, `money` is where money goes on each
//! of them, `claims` what lateness costs.

use std::collections::{BTreeMap, BTreeSet};

use relance::model::Date;

use crate::claims::Claims;

/// A sum in cents.
pub type Cents = i64;

/// A currency, as files name it.
pub type Currency = &'static str;

/// Who a customer is, before the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Debtor {
    Business,
    Public,
    Consumer,
}

impl Debtor {
    /// Returns what the files call such a customer.
    pub fn word(self) -> &'static str {
        match self {
            Debtor::Business => "business",
            Debtor::Public => "public",
            Debtor::Consumer => "consumer",
        }
    }
}

/// What an invoice bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bills {
    Goods,
    /// A part of the price of another invoice, by its first row, which is lower by it.
    Deposit(usize),
    /// What lateness costs on another invoice, by its first row: a penalty note.
    Lateness(usize),
}

/// A row of an invoice: the invoice itself, or an instalment of it.
#[derive(Clone, Debug)]
pub struct Invoice {
    pub id: String,
    pub bills: Bills,
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
    /// Whether it claims what lateness costs.
    pub claims: bool,
    /// What a notice asked for of its row: principal, and what lateness costs.
    pub asked: (Cents, Cents),
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
    /// Interest and indemnity that are given up.
    Waiver,
    /// Money that is moved to an invoice.
    Move,
}

impl Act {
    pub fn new(kind: ActKind, customer: usize, invoices: Vec<usize>, day: Date) -> Act {
        Act {
            id: String::new(),
            kind,
            customer,
            invoices,
            amount: None,
            source: None,
            claims: false,
            asked: (0, 0),
            day,
            until: None,
            undone: None,
        }
    }

    pub fn stands(&self, as_of: Date) -> bool {
        self.day <= as_of && !self.is_undone(as_of)
    }

    pub fn is_undone(&self, by: Date) -> bool {
        self.undone.is_some_and(|undone| undone <= by)
    }
}

/// All that happened, and what of the policy matters for it.
#[derive(Clone, Debug)]
pub struct Books {
    /// Who the customers are; businesses where nothing is said.
    pub debtors: Vec<Debtor>,
    /// The late-payment rate of the contract with businesses, in percent a year.
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
            debtors: Vec::new(),
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
    /// What lateness costs.
    pub claims: Claims,
}

impl Balance {
    /// Returns what a customer has over in all, which nothing adds up but a look whether there is any.
    pub fn any_credit(&self, customer: usize) -> bool {
        self.credit.iter().any(|((whose, _), sum)| *whose == customer && *sum > 0)
    }
}

impl Books {
    /// Works out what the books say on a day.
    pub fn balance(&self, as_of: Date) -> Balance {
        let mut balance = Balance::default();
        let billed = self.invoices.iter().map(|row| (row.customer, row.currency));
        let paid = self.payments.iter().map(|payment| (payment.customer, payment.currency));
        let whose: BTreeSet<Whose> = billed.chain(paid).collect();
        for whose in whose {
            let account = self.account(whose, as_of);
            let (claims, used) = self.claims(&account, as_of);
            let over: Cents = account.over.iter().map(|money| money.left).sum();
            balance.claims.extend(claims);
            balance.open.extend(account.open);
            balance.credit.insert(whose, over - account.owed - used.iter().map(|used| used.sum).sum::<Cents>());
        }
        balance
    }

    /// Returns what was owed on each row of a customer from which day on, as one knows on a day.
    pub fn steps(&self, whose: Whose, as_of: Date) -> BTreeMap<usize, Vec<(Date, Cents)>> {
        self.account(whose, as_of).steps
    }

    /// Tells whether all that was given back was there.
    pub fn is_sound(&self, as_of: Date) -> bool {
        let whose: BTreeSet<Whose> = self.refunds.iter().map(|refund| (refund.customer, refund.currency)).collect();
        whose.into_iter().all(|whose| !self.account(whose, as_of).is_overdrawn)
    }

    pub fn debtor(&self, customer: usize) -> Debtor {
        self.debtors.get(customer).copied().unwrap_or(Debtor::Business)
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
