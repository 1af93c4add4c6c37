//! The accounts as they were read: entries with what their other lines say, and the lines of customers.

use super::layout::Field;
use super::nature::Sides;
use crate::import::guessed_encoding::GuessedEncoding;
use crate::input::header::fold;
use crate::model::text::Interner;
use crate::model::{Date, TextId, Texts};

/// One entry: lines of one journal, number and day, or that balance.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The file, by its place among those that are read.
    pub file: u32,
    /// Its journal's code.
    pub journal: TextId,
    /// Its number; empty where the program gives none.
    pub number: TextId,
    /// Its accounting date.
    pub date: Date,
    /// What its lines on other accounts come to.
    pub sides: Sides,
    /// Debit less credit of its customers' lines.
    pub customers: i64,
    /// How many of those are credits.
    pub credits: u32,
    /// What kinds of account it has, as bits of [`Seen`].
    pub seen: u8,
}

/// What shows that an entry carries balances forward.
pub(super) struct Seen;

impl Seen {
    pub const OPENING_JOURNAL: u8 = 1;
    pub const RESULT: u8 = 2;
    pub const CAPITAL: u8 = 4;
    pub const OPENING_ACCOUNT: u8 = 8;
}

impl Entry {
    /// Tells whether it has a line on a customer's account.
    pub(super) fn has_customers(&self) -> bool {
        self.customers != 0 || self.credits > 0
    }

    /// Tells whether the entry balances.
    pub(super) fn balances(&self) -> bool {
        self.customers + self.sides.iter().sum::<i64>() == 0
    }

    /// Tells whether it carries balances forward into a year that begins on that day.
    pub(super) fn is_opening(&self, first_day: Date) -> bool {
        let has = |bit: u8| self.seen & bit != 0;
        if has(Seen::RESULT) {
            return false;
        }
        has(Seen::OPENING_JOURNAL) || (self.date == first_day && (has(Seen::CAPITAL) || has(Seen::OPENING_ACCOUNT)))
    }
}

/// One line on a customer's account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its entry.
    pub entry: u32,
    /// Whose account it is on.
    pub customer: u32,
    /// Debit less credit, in cents.
    pub amount: i64,
    /// The day of its document, else of its entry.
    pub document: Date,
    /// The day on which it is due, where the file says so.
    pub due: Option<Date>,
    /// The account and lettering code that it shares with what it is set against.
    pub letter: Option<TextId>,
    /// The day on which it was lettered.
    pub lettered: Option<Date>,
    /// The reference of its document, squeezed; empty for none.
    pub piece: TextId,
    /// The invoice's number, where the file has such a column.
    pub invoice: TextId,
    /// Its text.
    pub label: TextId,
    /// Whether it is on an account of retention money.
    pub is_retention: bool,
    /// Its line in the file.
    pub line: u32,
}

/// A customer: an auxiliary account, or a general account of his own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Customer {
    /// The code.
    pub id: String,
    /// The label that the accounts have for him.
    pub name: String,
    /// The general account.
    pub account: String,
    /// Whether the lines name no auxiliary account.
    pub is_collective: bool,
}

/// What several files say, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub entries: Vec<Entry>,
    pub lines: Vec<Line>,
    pub customers: Vec<Customer>,
    pub texts: Interner,
    /// Labels, which are hardly ever the same twice.
    pub labels: Texts,
    /// Where each file stands in the order of their years.
    pub ranks: Vec<u32>,
    customer_keys: Interner,
}

/// What reading one file comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct FileRead {
    /// How many lines it has, without the header.
    pub read: usize,
    /// How many are on customers' accounts.
    pub taken: usize,
    /// The first and the last accounting date.
    pub days: Option<(Date, Date)>,
    /// The last day on which money went through a bank account.
    pub last_bank: Option<Date>,
    /// Lines that cannot be read.
    pub faults: Vec<Fault>,
    /// Lines with fewer cells than the header, and how many they have.
    pub short: Vec<(u32, usize)>,
    /// How many lines are the header once more.
    pub headers: usize,
    /// How many entries without a customer do not balance.
    pub unbalanced_others: usize,
    /// How many lines are in another currency than the accounts.
    pub foreign: usize,
    /// How many entries with a customer do not balance.
    pub unbalanced: usize,
    /// What went out of the selected accounts to bills (413) and doubtful customers (416), in cents.
    pub moved: [i64; 2],
}

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: u32,
    pub field: Field,
    pub text: String,
}

impl Book {
    /// Returns the file of a line, by their places.
    pub(super) fn file_of(&self, line: u32) -> u32 {
        self.entries[self.lines[line as usize].entry as usize].file
    }

    /// Returns where an entry stands when the years follow each other, whatever the order in which they were read.
    pub(super) fn rank(&self, entry: u32) -> (u32, u32) {
        (self.ranks[self.entries[entry as usize].file as usize], entry)
    }

    /// Returns the customer of a line, entering him when he is new.
    pub(super) fn customer(
        &mut self,
        encoding: GuessedEncoding,
        account: &[u8],
        auxiliary: &[u8],
        names: [&[u8]; 2],
    ) -> u32 {
        let code = if auxiliary.is_empty() { account } else { auxiliary };
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or(code);
        let (id, account) = (encoding.decode(code), String::from_utf8_lossy(account));
        // One code under two accounts is one customer when it has one name.
        let place = self.customer_keys.intern(&id).0 as usize;
        if place == self.customers.len() {
            self.customers.push(Customer {
                id: id.into_owned(),
                name: encoding.decode(name).into_owned(),
                account: account.into_owned(),
                is_collective: auxiliary.is_empty(),
            });
            return place as u32;
        }
        let known = &self.customers[place];
        if known.account == account {
            return place as u32;
        }
        let name = encoding.decode(name);
        if fold(&known.name) == fold(&name) {
            return place as u32;
        }
        let own = format!("{account}-{id}");
        let place = self.customer_keys.intern(&own).0 as usize;
        if place == self.customers.len() {
            let (name, account) = (name.into_owned(), account.into_owned());
            self.customers.push(Customer { id: own, name, account, is_collective: false });
        }
        place as u32
    }
}
