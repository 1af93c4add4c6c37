//! MT940 (SWIFT): `:61:` is a movement, `:86:` what is said of it. Its sub-fields are the German ones (`?20`...) or
//! free text.

use super::{Fault, Movement, Read, Statement, What, kinds};
use crate::import::numbers::{amount, short_day};
use crate::model::{Amount, Currency, Date};

pub(super) fn is_mt940(text: &str) -> bool {
    text.contains(":20:") && text.contains(":25:") && [":60F:", ":60M:"].iter().any(|tag| text.contains(tag))
}

pub(super) fn read(text: &str) -> Read {
    let read = Read { format: "MT940".to_owned(), ..Read::default() };
    let mut reading = Reading { read, current: None, is_of_movement: false };
    fields(text).iter().for_each(|field| reading.take(field));
    let Reading { mut read, current, .. } = reading;
    read.statements.extend(current);
    // A statement ends with its closing balance: without one it is cut off, and nobody knows what is lacking.
    if read.statements.iter().any(|statement| statement.opening.is_some() && statement.closing.is_none()) {
        let line = text.lines().count().max(1) as u32;
        read.faults.push(Fault { line, field: ":62:".into(), text: String::new(), what: What::Structure });
    }
    read
}

/// A text as far as it was read.
struct Reading {
    read: Read,
    /// The statement that is being read.
    current: Option<Statement>,
    /// Whether what is said next is said of its last movement.
    is_of_movement: bool,
}

impl Reading {
    fn take(&mut self, field: &Field<'_>) {
        match field.tag {
            "20" => self.read.statements.extend(self.current.take()),
            "25" => field.text.trim().clone_into(&mut self.statement().account),
            "60F" | "60M" => match balance(&field.text) {
                Some((sum, currency)) => {
                    let statement = self.statement();
                    (statement.opening, statement.currency) = (Some(sum), Some(currency));
                }
                None => self.fault(field, What::Amount),
            },
            "61" => self.take_movement(field),
            "86" => {
                let is_of_movement = std::mem::take(&mut self.is_of_movement);
                let last = self.current.as_mut().and_then(|statement| statement.movements.last_mut());
                if let Some(movement) = last.filter(|_| is_of_movement) {
                    describe(&field.text, movement);
                }
            }
            "62F" | "62M" => {
                self.is_of_movement = false;
                let statement = self.statement();
                match balance(&field.text) {
                    Some((sum, _)) => statement.closing = Some(sum),
                    None => self.fault(field, What::Amount),
                }
            }
            _ => self.is_of_movement = false,
        }
    }

    fn take_movement(&mut self, field: &Field<'_>) {
        self.is_of_movement = false;
        let Some(currency) = self.statement().currency else {
            self.fault(field, What::Currency);
            return;
        };
        match movement(field, currency) {
            Ok(movement) => {
                self.statement().movements.push(movement);
                self.is_of_movement = true;
            }
            Err(what) => self.fault(field, what),
        }
    }

    /// Returns the statement that is being read: a text may begin without the head of one.
    fn statement(&mut self) -> &mut Statement {
        self.current.get_or_insert_with(Statement::default)
    }

    fn fault(&mut self, field: &Field<'_>, what: What) {
        let (line, text) = (field.line, field.text.clone());
        self.read.faults.push(Fault { line, field: field.tag_name().into(), text, what });
    }
}

/// A field: its tag, and its lines.
struct Field<'a> {
    line: u32,
    tag: &'a str,
    text: String,
}

impl Field<'_> {
    fn tag_name(&self) -> &'static str {
        match self.tag {
            "61" => ":61:",
            "60F" | "60M" => ":60:",
            "62F" | "62M" => ":62:",
            _ => ":86:",
        }
    }
}

fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let tagged = line.strip_prefix(':').and_then(|rest| rest.split_once(':')).filter(|(tag, _)| tag.len() <= 3);
        match (tagged, fields.last_mut()) {
            (Some((tag, rest)), _) => fields.push(Field { line: number, tag, text: rest.trim_end().to_owned() }),
            (None, Some(field)) if !line.trim().is_empty() && line.trim() != "-" && !line.starts_with('{') => {
                field.text.push('\n');
                field.text.push_str(line.trim_end());
            }
            _ => {}
        }
    }
    fields
}

/// Reads `C110522EUR3236,28`.
fn balance(text: &str) -> Option<(Amount, Currency)> {
    let is_debit = text.starts_with('D');
    let currency = Currency::parse(text.get(7..10)?)?;
    let sum = amount(text.get(10..)?.lines().next()?, currency)?;
    Some((if is_debit { -sum } else { sum }, currency))
}

/// Reads `0709040904CR300,NTRFREF//BANKREF`: value day, booking day, side, amount, type, references.
fn movement(field: &Field<'_>, currency: Currency) -> Result<Movement, What> {
    let first = field.text.lines().next().unwrap_or_default();
    let digits = |from: usize, to: usize| first.get(from..to).unwrap_or_default();
    let value = short_day(digits(0, 2), digits(2, 4), digits(4, 6)).ok_or(What::Date)?;
    let has_booking = digits(6, 10).len() == 4 && digits(6, 10).bytes().all(|byte| byte.is_ascii_digit());
    let date = if has_booking { booking(value, digits(6, 8), digits(8, 10)).ok_or(What::Date)? } else { value };
    let rest = first.get(if has_booking { 10 } else { 6 }..).unwrap_or_default();
    let (mark, rest) = match rest {
        _ if rest.starts_with("RC") || rest.starts_with("RD") => rest.split_at(2),
        _ if rest.starts_with(['C', 'D']) => rest.split_at(1),
        _ => return Err(What::Structure),
    };
    // The third letter of the currency may stand before the amount.
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    // The kind of transaction follows, so that a sum that was cut off is seen.
    if !rest[end..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(What::Structure);
    }
    let sum = amount(&rest[..end], currency).ok_or(What::Amount)?;
    let sum = if matches!(mark, "C" | "RD") { sum } else { -sum };
    let references = rest.get(end + 4..).unwrap_or_default();
    let (ours, theirs) = references.split_once("//").unwrap_or((references, ""));
    let ours = if ["NONREF", "KREF+"].contains(&ours.trim()) { "" } else { ours.trim() };
    let code = rest.get(end + 1..end + 4).unwrap_or_default();
    let is_turned_back = mark.len() == 2 || code == "RTI";
    let more = field.text.lines().skip(1).collect::<Vec<_>>().join(" ");
    let text = [ours, more.trim()].join(" ").trim().to_owned();
    Ok(Movement {
        parts: super::Parts::Untold,
        line: field.line,
        date,
        amount: sum,
        currency,
        told_by_bank: String::new(),
        bank_reference: theirs.trim().to_owned(),
        reference: String::new(),
        kind: kinds::kind(sum, true, is_turned_back.then_some(""), &text),
        text,
        payer: String::new(),
        payer_account: String::new(),
    })
}

/// Returns the booking day. It has no year: it is the day nearest to the value day.
fn booking(value: Date, month: &str, day: &str) -> Option<Date> {
    use chrono::Datelike;
    let in_year = |year: i32| short_day(&format!("{:02}", year.rem_euclid(100)), month, day);
    let candidates = [value.year() - 1, value.year(), value.year() + 1].map(in_year);
    candidates.into_iter().flatten().min_by_key(|date| (*date - value).num_days().abs())
}

/// Reads what is said of a movement: the sub-fields of German banks, else free text.
fn describe(text: &str, movement: &mut Movement) {
    let is_german = text.get(3..6).is_some_and(|part| part.starts_with('?')) && text.contains("?20");
    let joined: String = if is_german { text.lines().collect() } else { text.lines().collect::<Vec<_>>().join(" ") };
    if !is_german {
        movement.text = format!("{} {}", movement.text, joined.split_whitespace().collect::<Vec<_>>().join(" "));
        movement.text = movement.text.trim().to_owned();
    } else {
        let (mut words, mut payer) = (String::new(), String::new());
        let mut booking_text = "";
        for part in joined.split('?').skip(1) {
            let (code, value) = part.split_at_checked(2).unwrap_or((part, ""));
            match code.parse::<u8>() {
                Ok(0) => booking_text = value,
                Ok(20..=29 | 60..=63) => words.push_str(value),
                Ok(31) => movement.payer_account = value.trim().to_owned(),
                Ok(32 | 33) => payer.push_str(value),
                _ => {}
            }
        }
        movement.payer = payer.trim().to_owned();
        movement.text = format!("{} {}", booking_text, separated(&words)).trim().to_owned();
        movement.told_by_bank = text.get(..3).unwrap_or_default().to_owned();
        let returned = booking_text.to_ascii_uppercase();
        let is_turned_back = returned.contains("RETOUR") || returned.contains("STORNO") || returned.contains("RUECK");
        if is_turned_back {
            movement.kind = kinds::kind(movement.amount, true, Some(""), &movement.text);
            return;
        }
    }
    if !matches!(movement.kind, super::Kind::Return { .. })
        && movement.kind != super::Kind::LeftOut(super::Why::OwnReturned)
    {
        movement.kind = kinds::kind(movement.amount, true, None, &movement.text);
    }
}

/// Puts a blank before each keyword, which German banks write against the words before it.
fn separated(words: &str) -> String {
    let keys = ["EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "MTLG:"];
    keys.iter()
        .fold(words.to_owned(), |text, key| text.replace(key, &format!(" {key} ")))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
