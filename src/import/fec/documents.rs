//! Lines on customers' accounts become claims, what lowers them, and payments taken back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use super::book::{Book, Entry, Line};
use super::nature::{self, Credit, Debit, Side};
use crate::model::{Date, TextId};

/// What a claim is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimKind {
    /// An invoice.
    Invoice,
    /// An invoice for money on account.
    Deposit,
    /// A note of penalties.
    Penalty,
    /// What of an invoice the customer holds back until the work has stood for a year.
    Retention,
    /// A balance brought forward without its invoices.
    Forward,
    /// A debit of which no document is known.
    Unexplained,
    /// An invoice of the folder, brought forward: it is told only so that lettering can name it.
    Known,
}

/// What a customer owes by one document.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub kind: ClaimKind,
    pub customer: u32,
    pub entry: u32,
    /// The first of its lines, by its place in [`Book::lines`].
    pub first: u32,
    pub amount: i64,
    pub issue: Date,
    pub due: Option<Date>,
    /// Its number among the due dates of one document, from 1; nothing when there is one.
    pub instalment: Option<u32>,
}

/// A part of a claim that has one letter: each of its lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub claim: u32,
    pub amount: i64,
    pub letter: Letter,
}

/// The lettering of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    /// Account and code; nothing when the line is not lettered.
    pub code: Option<TextId>,
    /// The day on which it was lettered.
    pub day: Option<Date>,
    /// The file, by its place.
    pub file: u32,
}

/// What lowers a customer's debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MoneyKind {
    /// A credit note.
    Note,
    /// A discount or difference: in the folder a credit note too.
    Discount,
    /// A claim given up.
    WriteOff,
    /// Money received.
    Payment,
    /// Set against something else than money.
    SetOff,
    /// A credit brought forward.
    Forward,
}

/// One credit of a customer's account, or a part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Money {
    pub kind: MoneyKind,
    pub customer: u32,
    pub entry: u32,
    /// Its line, by its place in [`Book::lines`].
    pub line: u32,
    /// Positive.
    pub amount: i64,
    pub letter: Letter,
}

/// Money that went back: a payment returned, or paid out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returned {
    pub customer: u32,
    pub entry: u32,
    /// Its line, by its place in [`Book::lines`].
    pub line: u32,
    pub amount: i64,
    pub letter: Letter,
}

/// What the lines of customers come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Documents {
    pub claims: Vec<Claim>,
    pub shares: Vec<Share>,
    pub money: Vec<Money>,
    pub returned: Vec<Returned>,
    /// The numbers of claims that the folder knows, by their first lines.
    pub known: BTreeMap<u32, String>,
    /// How many lines moved a debt from one of a customer's accounts to another.
    pub moved_within: usize,
    /// How many debits no document is known for, and how many credits set against something else than money.
    pub unexplained: usize,
}

/// Turns lines into documents. `first_days` says when the year of each file begins; `last` is the last day that the
/// files tell of; lines that are `dropped` are not taken; `known` has the folder's invoices that some of them stand
/// for.
pub(super) fn documents(
    book: &Book,
    first_days: &[Date],
    last: Date,
    dropped: &BTreeSet<u32>,
    known: &BTreeMap<u32, String>,
) -> Documents {
    let mut order: Vec<u32> = (0..book.lines.len() as u32).filter(|at| !dropped.contains(at)).collect();
    order.sort_by_key(|&at| (book.rank(book.lines[at as usize].entry), book.lines[at as usize].customer, at));
    let mut maker = Maker { book, last, credited: credited(book), made: Documents::default() };
    let line = |at: u32| &book.lines[at as usize];
    for lines in order.chunk_by(|&a, &b| (line(a).entry, line(a).customer) == (line(b).entry, line(b).customer)) {
        let entry = &book.entries[line(lines[0]).entry as usize];
        if entry.is_opening(first_days[entry.file as usize]) {
            lines.iter().for_each(|&at| maker.brought_forward(entry, at));
        } else {
            maker.ordinary(entry, lines);
        }
    }
    for &at in known.keys() {
        maker.claim(ClaimKind::Known, &[at], line(at).amount, line(at).document);
    }
    maker.made.known.clone_from(known);
    maker.made
}

/// Returns on which day a customer was first credited with a sum.
fn credited(book: &Book) -> BTreeMap<(u32, i64), Date> {
    let mut credited: BTreeMap<(u32, i64), Date> = BTreeMap::new();
    for line in book.lines.iter().filter(|line| line.amount < 0) {
        let day = book.entries[line.entry as usize].date;
        let first = credited.entry((line.customer, -line.amount)).or_insert(day);
        *first = day.min(*first);
    }
    credited
}

struct Maker<'a> {
    book: &'a Book,
    last: Date,
    /// The first day on which a customer was credited with a sum.
    credited: BTreeMap<(u32, i64), Date>,
    made: Documents,
}

impl Maker<'_> {
    fn brought_forward(&mut self, entry: &Entry, at: u32) {
        let line = self.book.lines[at as usize];
        if line.amount < 0 {
            return self.credit(MoneyKind::Forward, at, -line.amount);
        }
        // Some programs keep the number and day of each invoice that they carry forward.
        let has_document = !self.book.texts.texts().get(line.piece).is_empty() && line.document < entry.date;
        let (kind, issue) =
            if has_document { (ClaimKind::Invoice, line.document) } else { (ClaimKind::Forward, entry.date) };
        self.claim(kind, &[at], line.amount, issue);
    }

    fn ordinary(&mut self, entry: &Entry, lines: &[u32]) {
        let amount = |at: &u32| self.book.lines[*at as usize].amount;
        let net: i64 = lines.iter().map(amount).sum();
        let is_mixed = lines.iter().any(|at| amount(at) > 0) && lines.iter().any(|at| amount(at) < 0);
        let side = |side: Side| entry.sides[side as usize];
        if is_mixed && net == 0 && entry.sides.iter().all(|&side| side == 0) {
            // What is held back of invoices leaves their account.
            if lines.iter().all(|&at| self.is_retention(at) == (amount(&at) > 0)) {
                for &at in lines {
                    match amount(&at) {
                        sum if sum > 0 => self.retention(entry, at),
                        sum => self.credit(MoneyKind::SetOff, at, -sum),
                    }
                }
                return;
            }
            self.made.moved_within += lines.len();
            return;
        }
        // A sale of which a part is taken off on the customer's own account is one document.
        if is_mixed && side(Side::Sales) != 0 && side(Side::Bank) == 0 {
            return self.netted(entry, lines, net);
        }
        let (debits, credits): (Vec<u32>, Vec<u32>) = lines.iter().partition(|at| amount(at) > 0);
        self.debits(entry, &debits);
        for at in credits {
            let whole = -self.book.lines[at as usize].amount;
            for (credit, part) in nature::credit(&entry.sides, whole, entry.credits == 1) {
                let kind = match credit {
                    Credit::Note => MoneyKind::Note,
                    Credit::Discount => MoneyKind::Discount,
                    Credit::WriteOff => MoneyKind::WriteOff,
                    Credit::Payment => MoneyKind::Payment,
                    Credit::SetOff => MoneyKind::SetOff,
                };
                if part > 0 {
                    self.made.unexplained += usize::from(kind == MoneyKind::SetOff);
                    self.credit(kind, at, part);
                }
            }
        }
    }

    fn debits(&mut self, entry: &Entry, lines: &[u32]) {
        if let &[at] = lines {
            let whole = self.book.lines[at as usize].amount;
            let is_alone = entry.credits == 0 && entry.customers == whole;
            let customer = self.book.lines[at as usize].customer;
            let paid = |sum: i64| self.credited.get(&(customer, sum)).is_some_and(|day| *day <= entry.date);
            if let Some(money) = nature::taken_back(&entry.sides, whole, is_alone).filter(|&sum| paid(sum)) {
                self.returned(at, money);
                let claim = self.claim(ClaimKind::Invoice, &[at], whole - money, self.issue(entry, at));
                self.share_of(claim, whole - money, self.letter(&self.book.lines[at as usize]));
                return;
            }
        }
        let kind = match nature::debit(&entry.sides) {
            Debit::Returned => {
                return lines.iter().for_each(|&at| self.returned(at, self.book.lines[at as usize].amount));
            }
            Debit::Invoice => ClaimKind::Invoice,
            Debit::Deposit => ClaimKind::Deposit,
            Debit::Penalty => ClaimKind::Penalty,
            Debit::Other => {
                self.made.unexplained += lines.len();
                lines.iter().for_each(|&at| {
                    self.claim(ClaimKind::Unexplained, &[at], self.book.lines[at as usize].amount, entry.date);
                });
                return;
            }
        };
        let (held_back, lines): (Vec<u32>, Vec<u32>) = lines.iter().partition(|&&at| self.is_retention(at));
        held_back.into_iter().for_each(|at| self.retention(entry, at));
        let due = |at: &u32| self.book.lines[*at as usize].due;
        let mut by_due = lines;
        by_due.sort_by_key(|at| (due(at), *at));
        let parts: Vec<&[u32]> = by_due.chunk_by(|a, b| due(a) == due(b)).collect();
        let count = parts.len();
        for (number, part) in (1..).zip(parts) {
            let amount = part.iter().map(|&at| self.book.lines[at as usize].amount).sum();
            let claim = self.claim(kind, part, amount, self.issue(entry, part[0]));
            self.made.claims[claim as usize].instalment = (count > 1).then_some(number);
        }
    }

    /// Takes debits and credits of one sale as what is left of them. They keep a letter only when all have the same.
    fn netted(&mut self, entry: &Entry, lines: &[u32], net: i64) {
        let letter_of = |at: u32| self.letter(&self.book.lines[at as usize]);
        let first = lines[0];
        let letter = if lines.iter().all(|&at| letter_of(at) == letter_of(first)) {
            letter_of(first)
        } else {
            Letter { file: entry.file, ..Letter::default() }
        };
        if net > 0 {
            let claim = self.claim(ClaimKind::Invoice, &[first], net, self.issue(entry, first));
            self.share_of(claim, net, letter);
        } else if net < 0 {
            self.credit(MoneyKind::Note, first, -net);
            self.made.money.last_mut().expect("it was just added").letter = letter;
        }
    }

    /// Adds a claim of some lines, and the share of each.
    fn claim(&mut self, kind: ClaimKind, lines: &[u32], amount: i64, issue: Date) -> u32 {
        let claim = self.made.claims.len() as u32;
        let first = &self.book.lines[lines[0] as usize];
        let due = first.due.filter(|due| *due >= issue);
        let (customer, entry) = (first.customer, first.entry);
        self.made.claims.push(Claim { kind, customer, entry, first: lines[0], amount, issue, due, instalment: None });
        for &at in lines {
            let line = &self.book.lines[at as usize];
            let share = Share { claim, amount: line.amount, letter: self.letter(line) };
            self.made.shares.push(share);
        }
        claim
    }

    fn is_retention(&self, at: u32) -> bool {
        self.book.lines[at as usize].is_retention
    }

    /// Adds retention money. It is due a year after the acceptance of the work, which does not come before its invoice
    /// (law 71-584, art. 2).
    fn retention(&mut self, entry: &Entry, at: u32) {
        let line = &self.book.lines[at as usize];
        let (amount, issue) = (line.amount, self.issue(entry, at));
        let claim = self.claim(ClaimKind::Retention, &[at], amount, issue);
        let due = &mut self.made.claims[claim as usize].due;
        *due = due.or_else(|| issue.checked_add_months(Months::new(12)));
    }

    /// Gives the claim that was just added, of one line, a share that is not its line.
    fn share_of(&mut self, claim: u32, amount: i64, letter: Letter) {
        let share = self.made.shares.last_mut().expect("a claim has a share");
        *share = Share { claim, amount, letter };
    }

    fn returned(&mut self, at: u32, amount: i64) {
        let line = &self.book.lines[at as usize];
        let (customer, entry, letter) = (line.customer, line.entry, self.letter(line));
        self.made.returned.push(Returned { customer, entry, line: at, amount, letter });
    }

    fn credit(&mut self, kind: MoneyKind, at: u32, amount: i64) {
        let line = &self.book.lines[at as usize];
        let (customer, entry, letter) = (line.customer, line.entry, self.letter(line));
        self.made.money.push(Money { kind, customer, entry, line: at, amount, letter });
    }

    /// Returns the day of a document: its own, unless it lies behind the last day of the accounts or years before its
    /// entry, which is a typing error.
    fn issue(&self, entry: &Entry, at: u32) -> Date {
        let document = self.book.lines[at as usize].document;
        let is_likely = document <= self.last && (entry.date - document).num_days() < 3 * 366;
        if is_likely { document } else { entry.date }
    }

    fn letter(&self, line: &Line) -> Letter {
        let file = self.book.entries[line.entry as usize].file;
        Letter { code: line.letter, day: line.lettered, file }
    }
}
