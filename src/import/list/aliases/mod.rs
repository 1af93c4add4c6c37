//! What the columns of a list mean, by the names that programs give them in French and English.
//!
//! Names are compared without case, accents, blanks, punctuation and articles; of two columns with one meaning, the one
//! whose name stands first in `words` is taken. What a list as a whole is (invoices, payments, customers) follows from
//! its columns.

mod bands;
mod customers;
mod facts;
mod invoices;
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
use self::words::{ANY_NUMBER, CURRENCY, DUE, LAST_PAID_ON, Names, TERMS};
use super::doubts::Doubt;
use super::titles::Title;
use crate::input::columns::{self, Column};
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
            invoices::of(&mut header, samples)
        }
        Reading::Payments | Reading::NoPayments => payments::of(&mut header, samples),
        Reading::Either => {
            let rival = payments::of(&mut header.clone(), samples);
            Found { rival: Some(Box::new(rival)), ..invoices::of(&mut header, samples) }
        }
        Reading::Customers => customers::of(&mut header, samples),
        Reading::Debts => {
            let rival = customers::of(&mut header.clone(), samples);
            let rival = Some(Box::new(rival)).filter(|rival| rival.is_clear());
            Found { rival, ..invoices::of(&mut header, samples) }
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

fn name_of(role: FileRole, column: Column) -> &'static str {
    columns::of(role).iter().find(|entry| entry.column == column).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests;
