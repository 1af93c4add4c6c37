//! What the columns of a list mean, by the names that programs give them in French and English.
//!
//! Names are compared without case, accents, blanks, punctuation and articles; of two columns with one meaning, the one whose
//! name stands first in `words` is taken. What a list as a whole is (invoices, payments, customers) follows from its columns.

mod customers;
pub mod name;
mod payments;
mod total;
mod words;

use self::name::Name;
use self::words::{
    ANY_METHOD, BALANCE, CREDIT, CURRENCY, DEBIT, DEDUCTIONS, DUE, INVOICE_DATE, INVOICE_MORE, ISSUED, KIND,
    LAST_PAID_ON, METHOD, NET, NUMBER, Names, OWN_SUMS, PAID, PAID_ON, PAID_OR_WHETHER, PAID_SO_FAR, PAYMENT_AMOUNT,
    PAYMENT_ID, PAYMENT_ID_OR_METHOD, PLAIN_AMOUNT, STATUS, TERMS,
};
use super::doubts::Doubt;
use super::kinds;
use super::statuses::Status;
use crate::input::columns::{self, Column};
use crate::model::FileRole;
use crate::policy::ImportMapping;

/// The table of the policy that declares how lists are written which are read by the names of their columns.
pub const BY_NAMES: &str = "list";

/// What a list's header says.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The mapping, complete or not.
    pub written: ImportMapping,
    /// Our columns without which the list cannot be read, and that no column is known to be: file and column.
    pub open: Vec<(&'static str, &'static str)>,
    /// How many columns have a meaning.
    pub known: usize,
    /// Whether the list has no total, and what is still owed stands for it.
    pub balance_is_amount: bool,
    /// Whether these are the lines of an account.
    pub is_ledger: bool,
    /// The column that is not taken for what is owed, since something else is taken off it that nobody paid.
    pub net: Option<String>,
    /// The column whose name says that the sums are in euros.
    pub euros: Option<String>,
    /// The columns of the name of people who have no code, and of their first name, which is not read.
    pub first_name: Option<(String, String)>,
    /// What may be one thing or another.
    pub doubt: Option<Doubt>,
    /// The other thing that it may be as well: then it is neither.
    pub rival: Option<Box<Found>>,
}

impl Found {
    /// Tells whether the list can be read so.
    pub fn is_clear(&self) -> bool {
        self.open.is_empty() && self.rival.is_none() && self.doubt.is_none()
    }
}

/// Names of a header, of which each is taken once.
#[derive(Clone)]
struct Header<'a> {
    names: &'a [String],
    compared: Vec<Name>,
    taken: Vec<bool>,
}

impl Header<'_> {
    fn of(names: &[String]) -> Header<'_> {
        let compared: Vec<Name> = names.iter().map(|name| Name::of(name)).collect();
        Header { names, taken: compared.iter().map(|name| name.whole.is_empty()).collect(), compared }
    }

    /// Returns the first column that has one of the names, and takes it.
    fn take(&mut self, names: Names) -> Option<String> {
        let at = self.find(names)?;
        Some(self.take_at(at))
    }

    /// Returns the first column of sums that has one of the names, whether or not it says that tax is in them, and takes it.
    fn take_sum(&mut self, names: Names) -> Option<String> {
        let at = names.iter().find_map(|name| self.free().find(|&at| self.is_sum(at, name)))?;
        Some(self.take_at(at))
    }

    fn take_at(&mut self, at: usize) -> String {
        self.taken[at] = true;
        self.names[at].clone()
    }

    fn find(&self, names: Names) -> Option<usize> {
        names.iter().find_map(|name| self.free().find(|&at| self.is(at, name)))
    }

    /// Returns how many columns have a name.
    fn named(&self) -> usize {
        self.compared.iter().filter(|name| !name.whole.is_empty()).count()
    }

    /// Returns the columns that are not taken.
    fn free(&self) -> impl Iterator<Item = usize> {
        (0..self.names.len()).filter(|&at| !self.taken[at])
    }

    /// Tells whether a column has one of the names.
    fn has(&self, names: Names) -> bool {
        names.iter().any(|name| (0..self.names.len()).any(|at| self.is(at, name)))
    }

    /// Tells whether a column of sums has one of the names.
    fn has_sum(&self, names: Names) -> bool {
        names.iter().any(|name| (0..self.names.len()).any(|at| self.is_sum(at, name)))
    }

    fn is(&self, at: usize, name: &str) -> bool {
        letters(name).eq(self.compared[at].whole.bytes())
    }

    fn is_sum(&self, at: usize, name: &str) -> bool {
        letters(name).eq(self.compared[at].untaxed.bytes())
    }

    fn is_one_of(&self, at: usize, names: Names) -> bool {
        names.iter().any(|name| self.is(at, name))
    }
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| *byte != b' ')
}

/// Tells whether the column of a day is that of the last payment, which need not have settled the invoice.
pub fn is_last_payment(name: &Name) -> bool {
    LAST_PAID_ON.iter().any(|last| letters(last).eq(name.whole.bytes()))
}

/// Returns the column of a header that names the currency.
pub fn currency(names: &[String]) -> Option<&String> {
    let found = Header::of(names).take(CURRENCY)?;
    names.iter().find(|name| **name == found)
}

/// Returns what a header says. `samples` returns the first cells of a column.
pub fn find(names: &[String], samples: impl Fn(&str) -> Vec<String>) -> Found {
    let mut header = Header::of(names);
    let samples: Samples<'_> = &samples;
    let mut found = match kind(&header) {
        Kind::Invoices => invoices_of(&mut header, samples),
        Kind::Payments => payments::of(&mut header, samples),
        Kind::Either => {
            let rival = payments::of(&mut header.clone(), samples);
            Found { rival: Some(Box::new(rival)), ..invoices_of(&mut header, samples) }
        }
        Kind::Customers => customers::of(&mut header, samples),
    };
    let named = |(taken, name): &(&bool, &Name)| **taken && !name.whole.is_empty();
    found.known = header.taken.iter().zip(&header.compared).filter(named).count();
    found
}

/// Returns the first cells of a column.
type Samples<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// What the rows of a list are.
enum Kind {
    Invoices,
    Payments,
    /// Invoices or payments: the columns do not tell.
    Either,
    Customers,
}

/// Returns what the rows of a list are: invoices taken for payments would be paid, and owed by nobody.
fn kind(header: &Header<'_>) -> Kind {
    let is_dated = header.has(ISSUED) || header.has(DUE);
    let total = total::place(header);
    let has_sum = total.is_some() || header.has_sum(BALANCE);
    let are_payments = header.has(PAYMENT_AMOUNT) || header.has(PAYMENT_ID);
    let has_method = header.has(METHOD);
    let may_be_payments = has_method || header.has(ANY_METHOD) || header.has(PAYMENT_ID_OR_METHOD);
    if !is_dated || !has_sum {
        let is_money = is_dated || has_sum || header.has_sum(PAID);
        // What has a total, a balance and the day of a payment is what was sold.
        let is_sale = !are_payments && total.is_some() && header.has_sum(BALANCE) && !header.has_sum(PAID);
        let are_payments = are_payments || header.has(PAID_ON) || (may_be_payments && is_money);
        return match (is_sale && header.has(PAID_ON), are_payments) {
            (true, _) => Kind::Invoices,
            (false, true) => Kind::Payments,
            (false, false) => Kind::Customers,
        };
    }
    let has_total = total.is_some_and(|at| !header.is_one_of(at, PLAIN_AMOUNT));
    let is_plain = header.has(PLAIN_AMOUNT);
    // A payment has no total beside what is left of it.
    let states_debt = header.has_sum(BALANCE) && (has_total || (!is_plain && !header.has_sum(PAID)));
    if header.has(INVOICE_DATE) || header.has(DUE) || !(are_payments || may_be_payments) {
        Kind::Invoices
    } else if are_payments {
        Kind::Payments
    } else if states_debt {
        Kind::Invoices
    } else if has_method && !has_total {
        Kind::Payments
    } else {
        Kind::Either
    }
}

fn invoices_of(header: &mut Header<'_>, samples: Samples<'_>) -> Found {
    let mut found = Found::default();
    let mut set = |ours: &str, theirs: Option<String>| match theirs {
        Some(theirs) => {
            found.written.invoices.insert(ours.to_owned(), theirs);
            true
        }
        None => false,
    };
    let mut open = Vec::new();
    if !set("invoice_id", header.take(NUMBER)) {
        open.push(("invoices", "invoice_id"));
    }
    if !set("issue_date", header.take(ISSUED)) {
        open.push(("invoices", "issue_date"));
    }
    if !set("due_date", header.take(DUE)) {
        set("terms", header.take(TERMS));
    }
    // The sum of the bands of an aged balance is what is left.
    let balance = header.take_sum(BALANCE).or_else(|| total::of_bands(header));
    let (total, doubt) = total::take(header);
    let has_amount = set("amount", total.clone());
    found.is_ledger = !has_amount && header.has(DEBIT) && header.has(CREDIT);
    if !has_amount {
        match &balance {
            Some(balance) if !found.is_ledger => drop(set("amount", Some(balance.clone()))),
            _ => open.push(("invoices", "amount")),
        }
    }
    set("currency", header.take(CURRENCY));
    set("kind", header.take(KIND));
    for (column, names) in INVOICE_MORE {
        set(name_of(FileRole::Invoices, *column), header.take(names));
    }
    found.doubt = doubt;
    found.balance_is_amount = !has_amount && balance.is_some();
    found.written.balance = balance.clone().filter(|_| !found.is_ledger);
    statuses(header, &mut found);
    found.written.paid = header.take_sum(PAID_SO_FAR).or_else(|| header.take_sum(PAID));
    let says_paid = found.written.balance.is_some() || found.written.status.is_some() || found.written.paid.is_some();
    if !says_paid && has_amount && !header.has_sum(PAID_OR_WHETHER) {
        // What was paid on account is taken off it already; a retention or a discount is no payment.
        let is_deduction = |name: &Name| DEDUCTIONS.iter().any(|word| name.whole.contains(word));
        let net = header.take(NET);
        if header.compared.iter().any(is_deduction) { found.net = net } else { found.written.balance = net }
    }
    whether_paid(header, &mut found, samples);
    paid_on(header, &mut found, samples);
    own_sums(&mut found, [total, balance]);
    if let Some(kind) = found.written.invoices.get("kind").cloned() {
        kinds::know(&mut found.written, &kind);
    }
    customers::add(header, &mut found, samples);
    match found.written.customers.get("customer_id") {
        Some(id) => drop(found.written.invoices.insert("customer_id".to_owned(), id.clone())),
        None => open.push(("invoices", "customer_id")),
    }
    found.open = open;
    found
}

/// Finds the column of the invoice's status; beside that of the payment, the one of the document itself.
fn statuses(header: &mut Header<'_>, found: &mut Found) {
    found.written.status = header.take(STATUS);
    if let Some(document) = header.take(STATUS) {
        let drafts = Status::of_none().map(|word| format!("!{word}")).collect();
        found.written.filters.insert(document, drafts);
    }
}

/// Finds the column that says whether an invoice is paid, or how much was: its cells tell. One that says neither is left.
fn whether_paid(header: &mut Header<'_>, found: &mut Found, samples: Samples<'_>) {
    let Some(at) = PAID_OR_WHETHER.iter().find_map(|name| header.free().find(|&at| header.is_sum(at, name))) else {
        return;
    };
    let cells = samples(&header.names[at]);
    let is_amount = |cell: &String| cell.contains(|c: char| c.is_ascii_digit()) && cell.len() > 1;
    // The letters by which accounts mark what belongs together are no words.
    let are_letters = header.compared[at].whole == "lettrage" || header.compared[at].whole.starts_with("lettre");
    let is_word = |cell: &String| Status::of(cell).or_else(|| Status::answered(cell, &header.compared[at])).is_some();
    if are_letters && !cells.iter().all(is_word) {
        return;
    }
    let place = match cells.iter().any(is_amount) {
        true => &mut found.written.paid,
        false => &mut found.written.status,
    };
    if place.is_none() {
        *place = Some(header.take_at(at));
    }
}

/// Finds the column of the day on which an invoice was paid; with a sum beside it, each row is a payment.
fn paid_on(header: &mut Header<'_>, found: &mut Found, samples: Samples<'_>) {
    let written = &mut found.written;
    let says_how_much = written.balance.is_some() || written.status.is_some() || written.paid.is_some();
    let last = |header: &mut Header<'_>| if says_how_much { header.take(LAST_PAID_ON) } else { None };
    let paid_on = header.take(PAID_ON).or_else(|| last(header));
    match (paid_on, header.take(PAYMENT_AMOUNT)) {
        (Some(date), Some(amount)) => {
            written.payments.insert("date".to_owned(), date);
            written.payments.insert("amount".to_owned(), amount);
            payments::add_words(header, written, samples);
            // Each row is a payment: what they come to is in the rows already.
            written.paid = None;
        }
        (paid_on, _) => written.paid_on = paid_on,
    }
}

/// Finds out whether sums are in the currency of whoever wrote the list, whatever the one of the invoice is.
fn own_sums(found: &mut Found, sums: [Option<String>; 2]) {
    let compared = sums.into_iter().chain([found.written.paid.clone()]).flatten();
    let compared: Vec<(String, Name)> = compared.map(|name| (name.clone(), Name::of(&name))).collect();
    let is_own = |name: &Name| OWN_SUMS.iter().any(|own| letters(own).eq(name.untaxed.bytes()));
    found.euros = compared.iter().find(|(_, name)| name.is_in_euros).map(|(name, _)| name.clone());
    found.written.own_currency = compared.iter().any(|(_, name)| is_own(name));
}

fn name_of(role: FileRole, column: Column) -> &'static str {
    columns::of(role).iter().find(|entry| entry.column == column).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests;
