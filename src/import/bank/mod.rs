//! Bank statements: OFX 1 and 2, CFONB 120, CAMT.053 and .054, MT940, and the CSV files of French banks.
//!
//! ```text
//! bytes ─ofx · cfonb · camt · mt940 · sheet─▶ Statement: account, balances, movements ─kinds─▶ receipts and returns
//! ```
//!
//! Only what a customer paid, and what was taken back of it, is used; everything else is left out and counted. Where a
//! statement says what the account came to, its movements must lead from one balance to the other.

mod accounts;
mod again;
mod bookings;
mod camt;
mod cfonb;
mod figures;
mod findings;
#[cfg(test)]
mod hostile_tests;
mod ids;
mod kinds;
mod likeness;
mod mt940;
mod ofx;
mod pairing;
mod reader;
mod said;
mod sheet;
mod telling;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use reader::READER;

use self::sheet::{Reading, WhatIsRead};
use super::guessed_encoding::GuessedEncoding;
use crate::model::dialect::Declared;
use crate::model::{Amount, Bilingual, Currency, Date};

/// One account over some days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// The account's number, as the statement writes it.
    pub account: String,
    /// What it is kept in; nothing where the statement does not say.
    pub currency: Option<Currency>,
    /// What was on it before the movements.
    pub opening: Option<Amount>,
    /// What was on it after them.
    pub closing: Option<Amount>,
    /// What happened, in the order of the statement.
    pub movements: Vec<Movement>,
}

impl Statement {
    /// Returns how far the movements miss the closing balance; nothing when they lead there, or nobody can tell.
    pub fn gap(&self) -> Option<Amount> {
        let (opening, closing) = (self.opening?, self.closing?);
        // The balances of a table of several currencies are one of the one and one of the other.
        if self.movements.iter().any(|movement| movement.currency != self.movements[0].currency) {
            return None;
        }
        let booked = self.movements.iter().filter(|movement| movement.kind != Kind::LeftOut(Why::Pending));
        let gap = closing - opening - booked.map(|movement| movement.amount).sum::<Amount>();
        Some(gap).filter(|gap| !gap.is_zero())
    }
}

/// One movement of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Its line in the file.
    pub line: u32,
    /// The day on which the bank booked it.
    pub date: Date,
    /// Positive for money that came in.
    pub amount: Amount,
    /// What the amount is in.
    pub currency: Currency,
    /// The bank's own reference of it; empty where it has none.
    pub bank_reference: String,
    /// The payment reference that the payer gave back to us, in a field of its own.
    pub reference: String,
    /// All other words.
    pub text: String,
    /// Codes and words of the bank's that say what kind of movement it is: nothing is known again by them.
    pub told_by_bank: String,
    /// Who paid, or was paid.
    pub payer: String,
    /// From which account.
    pub payer_account: String,
    /// What it is for us.
    pub kind: Kind,
    /// Whether it is a part of a booking.
    pub parts: Parts,
}

/// Whether a movement is a part of what the bank booked at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Parts {
    /// It is a booking: of one payment, or of several that are not told.
    #[default]
    Untold,
    /// It is one of the payments of a booking.
    Told {
        /// What was booked.
        of: Amount,
        /// Whether it is the first of them.
        is_first: bool,
        /// The bank's reference of the booking; empty where it has none.
        booking: String,
    },
}

/// What a movement is for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money that somebody paid.
    Receipt,
    /// Money taken back of what somebody paid.
    Return {
        /// The bank's reason: a code of the SEPA or CFONB list; empty where it gives none.
        reason: String,
    },
    /// Nothing that concerns customers.
    LeftOut(Why),
}

/// Why a movement is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Money that we paid.
    Debit,
    /// A payment of ours that came back.
    OwnReturned,
    /// The bank has not booked it yet.
    Pending,
    /// It came from an account of ours.
    Own,
    /// It is of nothing.
    Zero,
    /// A pattern of the policy says so.
    Ignored,
    /// It was cancelled or refused.
    Failed,
    /// It is no movement, but what the account came to.
    Balance,
}

impl Why {
    /// Returns the word of JSON and what people read, after a number of movements.
    pub fn told(self) -> (&'static str, Bilingual) {
        match self {
            Why::Debit => ("debit", Bilingual::new("debits", "débits")),
            Why::OwnReturned => {
                ("own-returned", Bilingual::new("payments of ours that came back", "paiements émis revenus"))
            }
            Why::Pending => ("pending", Bilingual::new("not booked yet", "non encore comptabilisés")),
            Why::Own => ("own-transfer", Bilingual::new("from our own accounts", "depuis nos propres comptes")),
            Why::Zero => ("zero", Bilingual::new("of nothing", "à zéro")),
            Why::Ignored => ("ignored", Bilingual::new("by [bank] ignore", "selon [bank] ignore")),
            Why::Failed => ("failed", Bilingual::new("cancelled or refused", "annulés ou rejetés")),
            Why::Balance => ("balance", Bilingual::new("balances and totals", "soldes et totaux")),
        }
    }
}

/// What keeps a statement, or a part of one, from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its line.
    pub line: u32,
    /// The field, as its format or its header calls it; may be empty.
    pub field: Cow<'static, str>,
    /// The text as written.
    pub text: String,
    /// What is the matter.
    pub what: What,
}

/// What is the matter with a part of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is no amount.
    Amount,
    /// It is an amount in two readings, `1,200`.
    TwoReadings,
    /// It is no day.
    Date,
    /// It is no day as people write it.
    Day,
    /// It is a day only with the month first, which puts the whole column in doubt.
    MonthFirst,
    /// It is no currency.
    Currency,
    /// No line of a sheet is a header whose columns are known.
    Header,
    /// It shows that a table holds the lines of an account in the books.
    Ledger,
    /// It shows the same: a balance that rises by debits.
    BalanceByDebits,
    /// It has words, is not read, and what is read says nothing of who paid.
    WordsUnread,
    /// It does not tell which way the money went.
    Side,
    /// It does not tell whether the movement has taken place.
    Status,
    /// It corrects another movement, which is told already.
    Correction,
    /// The file is cut off, or its records come in no order that has a meaning.
    Structure,
}

impl What {
    /// Tells whether it shows that the file is no statement at all.
    fn is_of_books(self) -> bool {
        matches!(self, What::Ledger | What::BalanceByDebits)
    }
}

/// What a file comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The format: `OFX`, `CAMT.053`...
    pub format: String,
    /// Its statements.
    pub statements: Vec<Statement>,
    /// What cannot be read of it.
    pub faults: Vec<Fault>,
    /// How many of its rows are no movements, or have not taken place.
    pub left_out: BTreeMap<Why, usize>,
    /// The columns of a sheet that have words and are not read.
    pub unread: Vec<String>,
}

impl Read {
    fn leave_out(&mut self, why: Why) {
        *self.left_out.entry(why).or_default() += 1;
    }
}

/// A format of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CAMT.053 and .054.
    Camt,
    /// OFX 1 and 2.
    Ofx,
    /// CFONB 120.
    Cfonb,
    /// MT940.
    Mt940,
    /// A table of movements.
    Sheet,
}

impl Format {
    /// Every format, in the order in which a file is held against them.
    const ALL: [Format; 5] = [Format::Camt, Format::Ofx, Format::Cfonb, Format::Mt940, Format::Sheet];

    /// Tells whether a text begins as the format does.
    fn begins(self, text: &str) -> bool {
        match self {
            Format::Camt => camt::is_camt(text),
            Format::Ofx => ofx::is_ofx(text),
            Format::Cfonb => cfonb::is_cfonb(text),
            Format::Mt940 => mt940::is_mt940(text),
            Format::Sheet => sheet::is_sheet(text),
        }
    }

    fn read(self, text: &str, declared: Declared) -> Read {
        match self {
            Format::Camt => camt::read(text),
            Format::Ofx => ofx::read(text),
            Format::Cfonb => cfonb::read(text),
            Format::Mt940 => mt940::read(text),
            Format::Sheet => sheet::read(text, declared),
        }
    }
}

/// Tells which format a file is in by its first bytes; nothing for one that is no statement.
pub fn format_of(head: &[u8]) -> Option<Format> {
    let text = GuessedEncoding::of(head).decode(head);
    let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    Format::ALL.into_iter().find(|format| format.begins(text))
}

/// Reads a statement; of a table, as is declared of its sums and days.
pub fn read(format: Format, bytes: &[u8], encoding: GuessedEncoding, declared: Declared) -> Read {
    let text = encoding.decode(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    paired(format.read(text, declared))
}

/// Tells whether a sheet of a workbook is a statement, from its text.
fn is_sheet(text: &[u8]) -> bool {
    sheet::is_sheet(&String::from_utf8_lossy(text))
}

/// Reads the sheets of a workbook that are statements.
fn read_sheets(form: &str, sheets: &[Vec<u8>], declared: Declared) -> Read {
    let mut all = Read { format: form.to_owned(), ..Read::default() };
    for text in sheets {
        let read = sheet::read(&String::from_utf8_lossy(text), declared);
        all.statements.extend(read.statements);
        all.faults.extend(read.faults);
        all.unread.extend(read.unread);
        read.left_out.into_iter().for_each(|(why, count)| *all.left_out.entry(why).or_default() += count);
    }
    paired(all)
}

/// Sees the debits that take back credits of the same account.
fn paired(mut read: Read) -> Read {
    for statement in &mut read.statements {
        kinds::pair_reversals(&mut statement.movements);
    }
    read
}
