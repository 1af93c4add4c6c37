//! CFONB 120: records of 120 positions. 01 begins an account with its old balance, 04 is a movement, 05 completes it,
//! 07 ends the account with its new balance. The last digit of an amount carries its sign.

use super::{Fault, Movement, Read, Statement, What, kinds};
use crate::import::numbers::short_day;
use crate::model::{Amount, Currency, Date};

pub(super) fn is_cfonb(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.next().is_some_and(|line| {
        let is_record = ["01", "04", "05", "07"].iter().any(|code| line.starts_with(code));
        is_record && line.len() >= 90 && line.get(16..19).is_some_and(|code| Currency::parse(code).is_some())
    })
}

pub(super) fn read(text: &str) -> Read {
    let read = Read { format: "CFONB 120".to_owned(), ..Read::default() };
    let mut reading = Reading { read, current: None, is_open: false };
    let records = records(text);
    records.iter().for_each(|record| reading.take(record));
    let Reading { mut read, current, .. } = reading;
    if current.as_ref().is_some_and(has_begun) {
        let line = records.last().map_or(1, |record| record.line);
        read.faults.push(Fault { line, field: "07".into(), text: String::new(), what: What::Structure });
    }
    read.statements.extend(current);
    for movement in read.statements.iter_mut().flat_map(|statement| &mut statement.movements) {
        let reason = match &movement.kind {
            super::Kind::Return { reason } => Some(reason.clone()),
            _ => None,
        };
        movement.kind = kinds::kind(movement.amount, true, reason.as_deref(), &movement.text);
    }
    read
}

/// A text as far as it was read.
struct Reading {
    read: Read,
    /// The statement that is being read.
    current: Option<Statement>,
    /// Whether more may be said of its last movement.
    is_open: bool,
}

impl Reading {
    fn take(&mut self, record: &Record) {
        if let Some(statement) = self.current.take_if(|statement| !record.is_of(statement)) {
            if has_begun(&statement) {
                self.structure(record, "07");
            }
            self.read.statements.push(statement);
        }
        match record.part(0, 2).as_str() {
            "01" => {
                let opening = record.sum(&mut self.read);
                self.current = Some(Statement { opening, ..record.account() });
                self.is_open = false;
            }
            // A file may begin with movements; an end that nothing began is a part of one that is missing.
            "04" => {
                let statement = self.current.get_or_insert_with(|| record.account());
                let movement = record.movement(&mut self.read);
                self.is_open = movement.is_some();
                statement.movements.extend(movement);
            }
            "05" => {
                let last = self.current.as_mut().and_then(|statement| statement.movements.last_mut());
                match last.filter(|_| self.is_open) {
                    Some(movement) => record.complete(movement),
                    None => self.structure(record, "05"),
                }
            }
            "07" => match self.current.take() {
                Some(mut statement) => {
                    statement.closing = record.sum(&mut self.read);
                    self.read.statements.push(statement);
                    self.is_open = false;
                }
                None => self.structure(record, "07"),
            },
            _ => self.structure(record, "01-07"),
        }
    }

    fn structure(&mut self, record: &Record, field: &'static str) {
        let text = record.part(0, 48);
        self.read.faults.push(Fault { line: record.line, field: field.into(), text, what: What::Structure });
    }
}

/// Tells whether an account began with its old balance. It ends with its new one: without that it is cut off, and
/// nobody knows what is lacking; an extract may have neither.
fn has_begun(statement: &Statement) -> bool {
    statement.opening.is_some()
}

/// How long a record is.
const LENGTH: usize = 120;

struct Record {
    /// Its line; where no line ends, its number.
    line: u32,
    text: Vec<char>,
}

/// Takes a text apart: a line is a record. What comes straight from a bank may have no lines.
fn records(text: &str) -> Vec<Record> {
    let lines = (1_u32..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let lines: Vec<(u32, Vec<char>)> = lines.map(|(line, text)| (line, text.chars().collect())).collect();
    match &lines[..] {
        [(_, only)] if only.len() > LENGTH => {
            (1..).zip(only.chunks(LENGTH)).map(|(line, text)| Record { line, text: text.to_vec() }).collect()
        }
        _ => lines.into_iter().map(|(line, text)| Record { line, text }).collect(),
    }
}

impl Record {
    /// Returns some positions, counted from 0, without blanks around; short records are blank behind.
    fn part(&self, from: usize, to: usize) -> String {
        let end = to.min(self.text.len());
        self.text.get(from.min(end)..end).unwrap_or_default().iter().collect::<String>().trim().to_owned()
    }

    fn currency(&self) -> Currency {
        Currency::parse(&self.part(16, 19)).unwrap_or(Currency::EUR)
    }

    fn account(&self) -> Statement {
        let account = format!("{}{}{}", self.part(2, 7), self.part(11, 16), self.part(21, 32));
        Statement { account, currency: Some(self.currency()), ..Statement::default() }
    }

    /// Tells whether it may belong to a statement that has begun: the next one of an account begins with 01.
    fn is_of(&self, statement: &Statement) -> bool {
        match self.part(0, 2).as_str() {
            "01" => false,
            "04" | "07" => self.account().account == statement.account,
            _ => true,
        }
    }

    fn date(&self) -> Option<Date> {
        short_day(&self.part(38, 40), &self.part(36, 38), &self.part(34, 36))
    }

    /// Reads the amount: fourteen digits, of which the last carries the sign.
    fn sum(&self, read: &mut Read) -> Option<Amount> {
        let text = self.part(90, 104);
        let sum = overpunched(&text, self.part(19, 20).parse().unwrap_or(2), self.currency());
        if sum.is_none() {
            read.faults.push(Fault { line: self.line, field: "90-103".into(), text, what: What::Amount });
        }
        sum
    }

    fn movement(&self, read: &mut Read) -> Option<Movement> {
        let amount = self.sum(read)?;
        let Some(date) = self.date() else {
            read.faults.push(Fault {
                line: self.line,
                field: "34-39".into(),
                text: self.part(34, 40),
                what: What::Date,
            });
            return None;
        };
        let reject = self.part(40, 42);
        let is_rejected = !reject.is_empty() && reject != "00";
        Some(Movement {
            parts: super::Parts::Untold,
            line: self.line,
            date,
            amount,
            currency: self.currency(),
            told_by_bank: String::new(),
            bank_reference: String::new(),
            reference: String::new(),
            text: [self.part(48, 79), self.part(81, 88), self.part(104, 120)].join(" ").trim().to_owned(),
            payer: String::new(),
            payer_account: String::new(),
            kind: if is_rejected { super::Kind::Return { reason: reject } } else { super::Kind::Receipt },
        })
    }

    /// Adds what a record of 05 says of its movement.
    fn complete(&self, movement: &mut Movement) {
        let words = self.part(48, 118);
        match self.part(45, 48).as_str() {
            "NPY" => movement.payer = words,
            "NBE" if movement.payer.is_empty() => movement.payer = words,
            "RCN" => {
                movement.text = [movement.text.as_str(), &self.part(48, 83), &self.part(83, 118)].join(" ");
            }
            "LIB" | "LCC" | "LC2" | "LCS" | "REF" => movement.text = format!("{} {words}", movement.text),
            _ => {}
        }
        movement.text = movement.text.trim().to_owned();
    }
}

/// Reads digits of which the last is punched over: `{` and A to I are +0 to +9, `}` and J to R are -0 to -9.
fn overpunched(text: &str, decimals: u32, currency: Currency) -> Option<Amount> {
    let (head, last) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let (digit, is_negative) = match last.as_bytes()[0] {
        b'{' => (0, false),
        byte @ b'A'..=b'I' => (byte - b'A' + 1, false),
        b'}' => (0, true),
        byte @ b'J'..=b'R' => (byte - b'J' + 1, true),
        byte @ b'0'..=b'9' => (byte - b'0', false),
        _ => return None,
    };
    let whole: i64 = format!("{head}{digit}").parse().ok()?;
    let minor = match currency.decimals().checked_sub(decimals) {
        Some(more) => whole.checked_mul(10_i64.pow(more))?,
        None => {
            let step = 10_i64.pow(decimals - currency.decimals());
            (whole % step == 0).then_some(whole / step)?
        }
    };
    Some(Amount::from_minor(if is_negative { -minor } else { minor }))
}
