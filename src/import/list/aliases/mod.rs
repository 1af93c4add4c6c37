//! What the columns of a list mean, by the names that programs give them in French and English.
//!
//! Names are compared without case, accents, blanks, punctuation and articles; of two columns with one meaning, the one
//! whose name stands first in `words` is taken. What a list as a whole is (invoices, payments, customers) follows from
//! its columns.

mod bands;
mod customers;
mod facts;
pub mod kind;
pub mod name;
mod payments;
mod reading;
mod rows;
mod total;
mod unknown;
mod words;

use self::name::Name;
pub use self::reading::Reading;
pub use self::unknown::{Asked, MOST_KINDS, UNKNOWN, Words};
use self::words::{
    ANY_NUMBER, BALANCE, BARE_CREDIT, CREDIT_NUMBER, CURRENCY, DEDUCTIONS, DOCUMENT_NUMBER, DUE, INVOICE_DATE,
    INVOICE_MORE, ISSUED, ISSUED_BESIDE_DUE, LAST_PAID_ON, NET, NUMBER, NUMBER_BESIDE_DUE, Names, OWN_SUMS, PAID,
    PAID_OR_WHETHER, PAID_SO_FAR, TERMS,
};
use super::doubts::Doubt;
use super::kinds;
use super::titles::Title;
use crate::input::columns::{self, Column};
use crate::input::text::parse_amount;
use crate::law::terms::Terms;
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
    /// What the rows are that no mapping makes invoices of.
    pub no_list: Option<NoList>,
    /// The column that is not taken for what is owed, since something else is taken off it that nobody paid.
    pub net: Option<String>,
    /// The column whose name says that the sums are in euros.
    pub euros: Option<String>,
    /// The columns of the name of people who have no code, and of their first name, which is not read.
    pub first_name: Option<(String, String)>,
    /// What a mapping would have to say of its words.
    pub words: Words,
    /// What its rows are read as, and the title that decided it.
    pub reading: Reading,
    pub title: Option<String>,
    /// What may be one thing or another.
    pub doubt: Option<Doubt>,
    /// The other thing that it may be as well: then it is neither.
    pub rival: Option<Box<Found>>,
}

/// What tells what is owed, and not by invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoList {
    /// The lines of an account.
    Ledger,
    /// What each customer owes, by age.
    Aged,
    /// Invoices of customers whom no column names: each stands on a line above his.
    Nameless,
}

impl Found {
    /// Tells whether the list can be read so.
    pub fn is_clear(&self) -> bool {
        self.open.is_empty() && self.rival.is_none() && self.doubt.is_none()
    }

    /// Tells whether a column says what is paid or still owed.
    fn says_what_is_paid(&self) -> bool {
        let written = &self.written;
        let facts = [&written.balance, &written.paid, &written.paid_on, &written.status];
        facts.into_iter().any(Option::is_some) || !written.payments.is_empty()
    }
}

/// Names of a header, of which each is taken once.
#[derive(Clone)]
struct Header<'a> {
    names: &'a [String],
    compared: Vec<Name>,
    /// The columns that have a name: a sheet may have thousands that have none.
    named: Vec<usize>,
    taken: Vec<bool>,
}

impl Header<'_> {
    fn of(names: &[String]) -> Header<'_> {
        let compared: Vec<Name> = names.iter().map(|name| Name::of(name)).collect();
        let named = (0..names.len()).filter(|&at| !compared[at].whole.is_empty()).collect();
        Header { names, taken: compared.iter().map(|name| name.whole.is_empty()).collect(), named, compared }
    }

    /// Returns the first column that has one of the names, and takes it.
    fn take(&mut self, names: Names) -> Option<String> {
        let at = self.find(names)?;
        Some(self.take_at(at))
    }

    /// Returns the first column of sums that has one of the names, whether or not it says that tax is in them, and
    /// takes it.
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
        self.named.len()
    }

    /// Returns the columns that are not taken.
    fn free(&self) -> impl Iterator<Item = usize> {
        self.named.iter().copied().filter(|&at| !self.taken[at])
    }

    /// Tells whether a column has one of the names.
    fn has(&self, names: Names) -> bool {
        names.iter().any(|name| self.named.iter().any(|&at| self.is(at, name)))
    }

    /// Tells whether a column of sums has one of the names.
    fn has_sum(&self, names: Names) -> bool {
        names.iter().any(|name| self.named.iter().any(|&at| self.is_sum(at, name)))
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

/// Tells whether the column of a number may be that of anything.
pub fn is_any_number(name: &Name) -> bool {
    ANY_NUMBER.iter().any(|any| letters(any).eq(name.whole.bytes()))
}

/// Returns the column of a header that names the currency.
pub fn currency(names: &[String]) -> Option<&String> {
    let found = Header::of(names).take(CURRENCY)?;
    names.iter().find(|name| **name == found)
}

/// Returns what a header says, below a title that may say what is listed. `samples` returns the first cells of a
/// column.
pub fn find(names: &[String], title: Option<&Title>, samples: impl Fn(&str) -> Vec<String>) -> Found {
    let mut header = Header::of(names);
    let samples: Samples<'_> = &samples;
    know_terms(&mut header, samples);
    let columns = rows::of(&header, samples);
    let reading = reading::of(columns, title.map(|title| title.listed));
    let mut found = match reading {
        Reading::Invoices | Reading::Settled | Reading::Credits | Reading::NoInvoices => {
            invoices_of(&mut header, samples)
        }
        Reading::Payments | Reading::NoPayments => payments::of(&mut header, samples),
        Reading::Either => {
            let rival = payments::of(&mut header.clone(), samples);
            Found { rival: Some(Box::new(rival)), ..invoices_of(&mut header, samples) }
        }
        Reading::Customers => customers::of(&mut header, samples),
        Reading::Debts => {
            let rival = customers::of(&mut header.clone(), samples);
            let rival = Some(Box::new(rival)).filter(|rival| rival.is_clear());
            Found { rival, ..invoices_of(&mut header, samples) }
        }
    };
    match reading {
        Reading::Credits => are_credits(&mut found),
        Reading::Settled if !found.says_what_is_paid() => found.doubt = found.doubt.or(Some(Doubt::Settled)),
        _ => {}
    }
    found.reading = reading;
    found.title = title.filter(|_| reading != reading::of(columns, None)).map(|title| title.text.clone());
    let named = |(taken, name): &(&bool, &Name)| **taken && !name.whole.is_empty();
    found.known = header.taken.iter().zip(&header.compared).filter(named).count();
    found
}

/// Lets a column that is called due and holds terms ("30 jours fin de mois") be one of terms.
fn know_terms(header: &mut Header<'_>, samples: Samples<'_>) {
    let are_terms = |at: usize| {
        let cells = samples(&header.names[at]);
        !cells.is_empty() && cells.iter().all(|cell| Terms::parse(cell).is_some())
    };
    if let Some(at) = header.find(DUE).filter(|&at| are_terms(at)) {
        header.compared[at] = Name::of(TERMS[0]);
    }
}

/// What gives the first cells of a column.
type Samples<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// Lets the documents of a list that says nothing of their kind be credit notes.
fn are_credits(found: &mut Found) {
    let written = &mut found.written;
    if !written.invoices.is_empty() && !written.invoices.contains_key("kind") {
        written.fixed.insert("invoices.kind".to_owned(), "credit_note".to_owned());
    }
}

/// What a column of the numbers of credit notes makes of the rows.
enum CreditNumbers {
    /// They are credit notes: each has such a number, and one of an invoice beside it is of the one that it corrects.
    Own(usize),
    /// They are invoices or credit notes: nobody can tell where both numbers stand beside each other.
    Perhaps(usize),
}

/// Returns what a column of the numbers of credit notes makes of the rows. Beside another number, one that is called a
/// credit note and no more may hold what was credited, or yes and no.
fn credit_numbers(header: &Header<'_>, samples: Samples<'_>) -> Option<CreditNumbers> {
    let cells = |at: usize| samples(&header.names[at]);
    let other = header.find(NUMBER).or_else(|| header.find(DOCUMENT_NUMBER));
    let is_number =
        |cell: &String| cell.contains(|c: char| c.is_ascii_digit()) && parse_amount(cell.as_bytes()).is_err();
    let bare = || header.find(BARE_CREDIT).filter(|&at| other.is_none() || cells(at).iter().any(is_number));
    let at = header.find(CREDIT_NUMBER).or_else(bare)?;
    let Some(other) = other else { return Some(CreditNumbers::Own(at)) };
    let is_of_invoices = header.has(DUE) || header.has(INVOICE_DATE);
    match cells(at).len() {
        0 => None,
        count if count >= cells(other).len() && !is_of_invoices => Some(CreditNumbers::Own(at)),
        _ => Some(CreditNumbers::Perhaps(at)),
    }
}

/// Takes the column of the document's number.
fn number(header: &mut Header<'_>) -> Option<String> {
    let number = header.take(NUMBER).or_else(|| header.take(ANY_NUMBER));
    let beside_due = |header: &mut Header<'_>| if header.has(DUE) { header.take(NUMBER_BESIDE_DUE) } else { None };
    number.or_else(|| beside_due(header))
}

fn invoices_of(header: &mut Header<'_>, samples: Samples<'_>) -> Found {
    let mut found = Found::default();
    let credits = credit_numbers(header, samples);
    let perhaps = match credits {
        Some(CreditNumbers::Perhaps(at)) => Some(header.take_at(at)),
        _ => None,
    };
    let credit = match credits {
        Some(CreditNumbers::Own(at)) => Some(header.take_at(at)),
        _ => None,
    };
    let is_of_credits = credit.is_some();
    let of_invoice = if is_of_credits { header.take(NUMBER) } else { None };
    let number = credit.or_else(|| number(header));
    let mut set = |ours: &str, theirs: Option<String>| match theirs {
        Some(theirs) => {
            found.written.invoices.insert(ours.to_owned(), theirs);
            true
        }
        None => false,
    };
    let mut open = Vec::new();
    if !set("invoice_id", number) {
        open.push(("invoices", "invoice_id"));
    }
    let beside_due = |header: &mut Header<'_>| if header.has(DUE) { header.take(ISSUED_BESIDE_DUE) } else { None };
    if !set("issue_date", header.take(ISSUED).or_else(|| beside_due(header))) {
        open.push(("invoices", "issue_date"));
    }
    if !set("due_date", header.take(DUE)) {
        set("terms", header.take(TERMS));
    }
    // The sum of the bands of an aged balance is what is left.
    let balance = header.take_sum(BALANCE).or_else(|| bands::take_total(header));
    let (total, doubt) = total::take(header);
    let has_amount = set("amount", total.clone());
    let is_ledger = !has_amount && rows::is_ledger(header);
    if !has_amount {
        match &balance {
            Some(balance) if !is_ledger => drop(set("amount", Some(balance.clone()))),
            _ => open.push(("invoices", "amount")),
        }
    }
    set("currency", header.take(CURRENCY));
    set("kind", kind::take(header));
    set("applies_to", of_invoice);
    for (column, names) in INVOICE_MORE {
        let ours = name_of(FileRole::Invoices, *column);
        if ours != "applies_to" || !is_of_credits {
            set(ours, header.take(names));
        }
    }
    found.doubt = doubt.or_else(|| perhaps.clone().map(|column| Doubt::Credited { column }));
    found.written.ignore.extend(perhaps);
    found.balance_is_amount = !has_amount && balance.is_some();
    found.written.balance = balance.clone().filter(|_| !is_ledger);
    facts::statuses(header, &mut found);
    found.written.paid = header.take_sum(PAID_SO_FAR).or_else(|| header.take_sum(PAID));
    let says_paid = found.written.balance.is_some() || found.written.status.is_some() || found.written.paid.is_some();
    if !says_paid && has_amount && !header.has_sum(PAID_OR_WHETHER) {
        // What was paid on account is taken off it already; a retention or a discount is no payment.
        let is_deduction = |name: &Name| DEDUCTIONS.iter().any(|word| name.whole.contains(word));
        let net = header.take(NET);
        if header.compared.iter().any(is_deduction) { found.net = net } else { found.written.balance = net }
    }
    facts::whether_paid(header, &mut found, samples);
    facts::paid_on(header, &mut found, samples);
    own_sums(&mut found, [total, balance]);
    if let Some(kind) = found.written.invoices.get("kind").cloned() {
        kinds::know(&mut found.written, &kind);
    }
    customers::add(header, &mut found, samples);
    match found.written.customers.get("customer_id") {
        Some(id) => drop(found.written.invoices.insert("customer_id".to_owned(), id.clone())),
        None => open.push(("invoices", "customer_id")),
    }
    if is_of_credits {
        are_credits(&mut found);
    }
    found.no_list = if is_ledger {
        Some(NoList::Ledger)
    } else if open.contains(&("invoices", "invoice_id")) && bands::are_there(header) {
        Some(NoList::Aged)
    } else if open == [("invoices", "customer_id")] && !has_free_words(header, samples) {
        Some(NoList::Nameless)
    } else {
        None
    };
    found.open = open;
    found
}

/// Tells whether a column without a meaning holds words. Terms mean nothing more beside a due date.
fn has_free_words(header: &Header<'_>, samples: Samples<'_>) -> bool {
    let holds_words = |at: usize| samples(&header.names[at]).iter().any(|cell| cell.contains(char::is_alphabetic));
    header.free().any(|at| !header.is_one_of(at, TERMS) && holds_words(at))
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
