//! One pass over the lines of a FEC, which fills the book.

use std::fmt::Write;

use chrono::Datelike;
use memchr::memchr_iter;

use super::book::{Book, Entry, Fault, FileRead, Line, Seen};
use super::cells::{carries_forward, cents, day, names_nothing, squeezed};
use super::layout::{Field, Fields, Layout};
use super::nature::{Side, Sides};
use crate::import::guessed_encoding::GuessedEncoding;
use crate::input::header::fold;
use crate::model::Date;
use crate::model::text::Interner;

/// How lines are put together into entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grouping {
    /// By journal, number and day.
    ByNumber,
    /// Lines that follow each other until they balance: some programs number lines, or nothing.
    ByBalance,
}

impl Book {
    /// Reads one file: by the numbers of its entries, unless more of them balance when lines are added up in a row.
    ///
    /// `file` is its place among the files of the run, and `wanted` are the accounts of customers.
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        layout: &Layout,
        encoding: GuessedEncoding,
        (file, wanted): (u32, &[Vec<u8>]),
    ) -> FileRead {
        let start = (self.entries.len(), self.lines.len());
        let by_number = self.read_by(bytes, layout, encoding, (file, wanted), Grouping::ByNumber);
        if by_number.unbalanced == 0 {
            return by_number;
        }
        let kept = (self.entries.split_off(start.0), self.lines.split_off(start.1));
        let by_balance = self.read_by(bytes, layout, encoding, (file, wanted), Grouping::ByBalance);
        if by_balance.unbalanced < by_number.unbalanced {
            return by_balance;
        }
        self.entries.truncate(start.0);
        self.lines.truncate(start.1);
        self.entries.extend(kept.0);
        self.lines.extend(kept.1);
        by_number
    }

    fn read_by(
        &mut self,
        bytes: &[u8],
        layout: &Layout,
        encoding: GuessedEncoding,
        (file, wanted): (u32, &[Vec<u8>]),
        grouping: Grouping,
    ) -> FileRead {
        let first = self.entries.len();
        let mut pass = Pass {
            layout,
            encoding,
            wanted,
            file,
            grouping,
            keys: Interner::default(),
            name: String::new(),
            entry_of_key: Vec::new(),
            journals: Vec::new(),
            key: Vec::new(),
            current: None,
            running: 0,
            found: FileRead::default(),
        };
        let mut fields = Fields::default();
        let header = header(bytes);
        for (number, line) in numbered(bytes) {
            // Parts that were put behind each other have their headers still.
            if line == header {
                pass.found.read += 1;
                pass.found.headers += 1;
            } else {
                pass.line(self, &mut fields, line, number - layout.lines_before);
            }
        }
        let mut found = pass.found;
        let unbalanced = self.entries[first..].iter().filter(|entry| !entry.balances());
        let with_customers = unbalanced.clone().filter(|entry| entry.has_customers()).count();
        (found.unbalanced, found.unbalanced_others) = (with_customers, unbalanced.count() - with_customers);
        found
    }
}

/// Returns the lines of a file, each with its number, without the header and without blank ones. Lines end with LF, CR
/// LF, CR, or CR CR LF, which leaves a blank line after each.
fn numbered(bytes: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let starts = std::iter::once(0).chain(memchr_iter(end, bytes).map(|end| end + 1));
    let ends = memchr_iter(end, bytes).chain([bytes.len()]);
    let lines = (1_u32..).zip(starts.zip(ends).map(|(start, end)| bare(&bytes[start..end])));
    lines.filter(|(_, line)| !line.iter().all(|byte| matches!(byte, b' ' | 0 | 0x1a))).skip(1)
}

fn bare(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., b'\r'] = line {
        line = rest;
    }
    line
}

/// Returns the first line that says something: the header.
pub(super) fn header(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.find(|line| !line.iter().all(|byte| matches!(byte, b' ' | 0))).unwrap_or(b"")
}

struct Pass<'a> {
    layout: &'a Layout,
    encoding: GuessedEncoding,
    wanted: &'a [Vec<u8>],
    file: u32,
    grouping: Grouping,
    /// Journal, number and day of every numbered entry.
    keys: Interner,
    /// The one that is looked for.
    name: String,
    /// Which entry each of those is.
    entry_of_key: Vec<u32>,
    /// The journals seen so far, by code and label, and whether they carry balances forward.
    journals: Vec<([Vec<u8>; 2], bool)>,
    /// Journal and number of the line before; empty when its entry is put together by balance.
    key: Vec<u8>,
    /// The entry of the line before.
    current: Option<u32>,
    /// What the lines of an entry come to that is put together until it balances.
    running: i64,
    found: FileRead,
}

/// What the accounts of retention money begin with.
const RETENTION: &[u8] = b"4117";

impl Pass<'_> {
    fn line(&mut self, book: &mut Book, fields: &mut Fields, line: &[u8], number: u32) {
        self.found.read += 1;
        let count = fields.find(line, self.layout.delimiter);
        let get = |field: Field| fields.get(line, self.layout, field);
        let fault =
            |field: Field, text: &[u8]| Fault { line: number, field, text: self.encoding.decode(text).into_owned() };
        let account = get(Field::CompteNum);
        if count < self.layout.width {
            self.found.short.push((number, count));
            return;
        }
        if account.is_empty() {
            self.found.faults.push(fault(Field::CompteNum, account));
            return;
        }
        let date = get(Field::EcritureDate);
        let Some(date) = day(date) else {
            self.found.faults.push(fault(Field::EcritureDate, date));
            return;
        };
        let amount = match self.amount(&get) {
            Ok(amount) => amount,
            Err(field) => {
                self.found.faults.push(fault(field, get(field)));
                return;
            }
        };
        let days = self.found.days.unwrap_or((date, date));
        self.found.days = Some((days.0.min(date), days.1.max(date)));
        let at =
            self.entry(book, [get(Field::JournalCode), get(Field::EcritureNum), get(Field::JournalLib)], date, amount);
        let entry = &mut book.entries[at as usize];
        if self.wanted.iter().any(|prefix| account.starts_with(prefix)) {
            entry.customers += amount;
            entry.credits += u32::from(amount < 0);
            self.customer_line(book, &get, (at, account, date, amount, number));
            return;
        }
        let side = Side::of(account);
        entry.sides[side as usize] += amount;
        entry.seen |= match account {
            [b'6' | b'7', ..] => Seen::RESULT,
            [b'8', b'9', ..] => Seen::OPENING_ACCOUNT,
            [b'1', b'0' | b'1' | b'2', ..] => Seen::CAPITAL,
            _ => 0,
        };
        if side == Side::Bank && account.starts_with(b"51") && entry.seen & Seen::OPENING_JOURNAL == 0 {
            self.found.last_bank = self.found.last_bank.max(Some(date));
        }
        match account {
            [b'4', b'1', b'3', ..] => self.found.moved[0] += amount.max(0),
            [b'4', b'1', b'6', ..] => self.found.moved[1] += amount.max(0),
            _ => {}
        }
    }

    /// Returns debit less credit, or the column that cannot be read.
    fn amount<'a>(&self, get: &impl Fn(Field) -> &'a [u8]) -> Result<i64, Field> {
        let read = |field: Field| cents(get(field)).ok_or(field);
        if self.layout.has(Field::Debit) {
            return Ok(read(Field::Debit)? - read(Field::Credit)?);
        }
        let amount = read(Field::Montant)?;
        match get(Field::Sens) {
            b"D" | b"d" | b"+1" | b"1" | b"+" => Ok(amount),
            b"C" | b"c" | b"-1" | b"-" => Ok(-amount),
            word => match &*fold(&self.encoding.decode(word)) {
                "debit" => Ok(amount),
                "credit" => Ok(-amount),
                _ => Err(Field::Sens),
            },
        }
    }

    /// Returns the entry of a line.
    fn entry(&mut self, book: &mut Book, [journal, number, label]: [&[u8]; 3], date: Date, amount: i64) -> u32 {
        let has_number = number.iter().any(|byte| !matches!(byte, b'0' | b'-' | b'.'));
        let is_by_balance = self.grouping == Grouping::ByBalance || !has_number;
        if is_by_balance {
            let goes_on = self.current.filter(|&at| {
                let entry = &book.entries[at as usize];
                self.running != 0 && entry.date == date && book.texts.texts().get(entry.journal).as_bytes() == journal
            });
            let at = goes_on.unwrap_or_else(|| {
                self.running = 0;
                self.new_entry(book, [journal, if has_number { number } else { b"" }, label], date)
            });
            self.running += amount;
            self.current = Some(at);
            self.key.clear();
            return at;
        }
        let is_same = self.key.len() == journal.len() + number.len()
            && self.key.starts_with(journal)
            && self.key.ends_with(number);
        if let Some(at) = self.current.filter(|&at| is_same && book.entries[at as usize].date == date) {
            return at;
        }
        self.key.clear();
        self.key.extend_from_slice(journal);
        self.key.extend_from_slice(number);
        let [code, count] = [journal, number].map(String::from_utf8_lossy);
        self.name.clear();
        let _ = write!(self.name, "{code}\0{count}\0{}", date.num_days_from_ce());
        let place = self.keys.intern(&self.name).0 as usize;
        if place == self.entry_of_key.len() {
            let at = self.new_entry(book, [journal, number, label], date);
            self.entry_of_key.push(at);
        }
        let at = self.entry_of_key[place];
        self.current = Some(at);
        at
    }

    /// Tells whether a journal carries balances forward. There are few of them, and many entries.
    fn is_opening_journal(&mut self, journal: &[u8], label: &[u8]) -> bool {
        if let Some((_, is)) = self.journals.iter().find(|(known, _)| known[0] == journal && known[1] == label) {
            return *is;
        }
        let is = carries_forward(&self.encoding.decode(journal), &self.encoding.decode(label));
        // A program that writes a label of its own on each line has no list of journals.
        if self.journals.len() < 64 {
            self.journals.push(([journal.to_vec(), label.to_vec()], is));
        }
        is
    }

    /// Tells whether an account holds retention money: one that is the customer himself, 4117 among his like, does not,
    /// unless its label says so.
    fn is_retention(&self, account: &[u8], auxiliary: &[u8], label: &[u8]) -> bool {
        let is_the_customer = || auxiliary.is_empty() || auxiliary == account;
        let is_said = || {
            let label = self.encoding.decode(label).to_lowercase();
            let mut words = label.split(|c: char| !c.is_alphanumeric());
            words.any(|word| matches!(word, "retenue" | "retenues" | "garantie" | "garanties" | "rg"))
        };
        account.starts_with(RETENTION) && (!is_the_customer() || is_said())
    }

    fn new_entry(&mut self, book: &mut Book, [journal, number, label]: [&[u8]; 3], date: Date) -> u32 {
        let is_opening = self.is_opening_journal(journal, label);
        book.entries.push(Entry {
            file: self.file,
            journal: book.texts.intern(&self.encoding.decode(journal)),
            number: book.texts.intern(&self.encoding.decode(number)),
            date,
            sides: Sides::default(),
            customers: 0,
            credits: 0,
            seen: if is_opening { Seen::OPENING_JOURNAL } else { 0 },
        });
        book.entries.len() as u32 - 1
    }

    /// Takes a line on a customer's account.
    fn customer_line<'a>(
        &mut self,
        book: &mut Book,
        get: &impl Fn(Field) -> &'a [u8],
        (entry, account, date, amount, line): (u32, &[u8], Date, i64, u32),
    ) {
        self.found.taken += 1;
        let currency = get(Field::Idevise);
        self.found.foreign += usize::from(!currency.is_empty() && !currency.eq_ignore_ascii_case(b"EUR"));
        if amount == 0 {
            return;
        }
        let auxiliary = get(Field::CompAuxNum);
        let names = [get(Field::CompAuxLib), if auxiliary.is_empty() { get(Field::CompteLib) } else { b"" }];
        let customer = book.customer(self.encoding, account, auxiliary, names);
        let code = get(Field::EcritureLet);
        let letter = (!code.is_empty() && !code.starts_with(b"*")).then(|| {
            let [account, auxiliary, code] = [account, auxiliary, code].map(|part| self.encoding.decode(part));
            book.texts.intern(&format!("{account}\0{auxiliary}\0{code}"))
        });
        let mut text = |field: Field| {
            let text = self.encoding.decode(get(field));
            let text = squeezed(&text);
            book.texts.intern(if names_nothing(&text) { "" } else { &text })
        };
        let (piece, invoice) = (text(Field::PieceRef), text(Field::NumFacture));
        let label = self.encoding.decode(get(Field::EcritureLib));
        let label = squeezed(&label);
        let label = book.labels.push(if names_nothing(&label) { "" } else { &label });
        book.lines.push(Line {
            entry,
            customer,
            amount,
            document: day(get(Field::PieceDate)).unwrap_or(date),
            due: day(get(Field::DateLimitReglmt)),
            letter,
            lettered: day(get(Field::DateLet)),
            piece,
            invoice,
            label,
            is_retention: self.is_retention(account, auxiliary, get(Field::CompteLib)),
            line,
        });
    }
}

#[cfg(test)]
mod tests;
