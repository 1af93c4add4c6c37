//! OFX 1.x (SGML, tags of values left open) and 2.x (XML): one scanner reads both, for both are tags and values. No
//! entity but those for signs is known, and nothing is nested but by the names that are looked for.

use std::borrow::Cow;

use super::{Fault, Kind, Movement, Read, Statement, What, kinds};
use crate::import::numbers::{amount, compact_day};
use crate::model::{Amount, Currency};

pub(super) fn is_ofx(text: &str) -> bool {
    text.starts_with("OFXHEADER:") || text.contains("<OFX>") || text.contains("<?OFX")
}

pub(super) fn read(text: &str) -> Read {
    let mut read = Read { format: "OFX".to_owned(), ..Read::default() };
    let mut reader = Reader::default();
    for tag in tags(text) {
        reader.take(&tag, &mut read);
    }
    if reader.transaction.is_some() || reader.statement.is_some() {
        reader.broken(reader.line, &mut read);
    }
    read
}

/// A tag and what follows it up to the next one.
struct Tag<'a> {
    name: &'a str,
    value: Cow<'a, str>,
    line: u32,
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut line = 1 + text.split('<').next().unwrap_or("").matches('\n').count() as u32;
    text.split('<').skip(1).map(move |part| {
        let (name, value) = part.split_once('>').unwrap_or((part, ""));
        let here = line;
        line += part.matches('\n').count() as u32;
        Tag { name: name.trim(), value: plain(value.trim()), line: here }
    })
}

/// Reads the few entities that SGML and XML files have for signs.
fn plain(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    Cow::Owned(signs.iter().fold(value.to_owned(), |text, (entity, sign)| text.replace(entity, sign)))
}

#[derive(Debug, Default)]
struct Reader {
    statement: Option<Statement>,
    transaction: Option<Transaction>,
    is_in_balance: bool,
    /// Whether what follows says in what the sum was before it was changed: ORIGCURRENCY, where CURRENCY says in what
    /// it is (OFX 2.2, 5.2).
    is_in_origin: bool,
    line: u32,
}

/// The values of a STMTTRN.
#[derive(Debug, Default)]
struct Transaction {
    line: u32,
    kind: String,
    posted: String,
    amount: String,
    id: String,
    name: String,
    memo: String,
    check: String,
    currency: String,
    /// The id of the transaction that it corrects.
    corrects: String,
}

impl Reader {
    fn take(&mut self, tag: &Tag<'_>, read: &mut Read) {
        self.line = tag.line;
        let value = || tag.value.clone().into_owned();
        match (tag.name.to_ascii_uppercase().as_str(), &mut self.transaction) {
            // Ends of values may be left out, those of what holds values may not: what follows would be lost.
            ("STMTRS" | "CCSTMTRS", _) => {
                if self.transaction.is_some() || self.statement.is_some() {
                    self.broken(tag.line, read);
                }
                read.statements.extend(self.statement.replace(Statement::default()));
            }
            ("/STMTRS" | "/CCSTMTRS", None) => read.statements.extend(self.statement.take()),
            ("/STMTRS" | "/CCSTMTRS" | "/BANKTRANLIST" | "/OFX", Some(open)) => {
                let line = open.line;
                self.transaction = None;
                self.broken(line, read);
            }
            ("STMTTRN", open) => {
                let line = open.as_ref().map(|open| open.line);
                self.transaction = Some(Transaction { line: tag.line, ..Transaction::default() });
                self.is_in_origin = false;
                line.into_iter().for_each(|line| self.broken(line, read));
            }
            ("/STMTTRN", Some(_)) if self.statement.is_some() => self.finish(read),
            ("/STMTTRN", _) => self.broken(tag.line, read),
            ("TRNTYPE", Some(transaction)) => transaction.kind = value(),
            ("DTPOSTED", Some(transaction)) => transaction.posted = value(),
            ("TRNAMT", Some(transaction)) => transaction.amount = value(),
            ("FITID", Some(transaction)) => transaction.id = value(),
            ("NAME", Some(transaction)) => transaction.name = value(),
            ("MEMO", Some(transaction)) => transaction.memo = value(),
            ("CHECKNUM", Some(transaction)) => transaction.check = value(),
            ("ORIGCURRENCY", _) => self.is_in_origin = true,
            ("/ORIGCURRENCY" | "CURRENCY", _) => self.is_in_origin = false,
            ("CURSYM", Some(transaction)) if !self.is_in_origin => transaction.currency = value(),
            ("CORRECTFITID", Some(transaction)) => transaction.corrects = value(),
            ("CURDEF", None) => {
                if let Some(statement) = &mut self.statement {
                    statement.currency = Currency::parse(&tag.value);
                }
            }
            ("ACCTID", None) => {
                if let Some(statement) = &mut self.statement
                    && statement.account.is_empty()
                {
                    statement.account = value();
                }
            }
            ("LEDGERBAL", _) => self.is_in_balance = true,
            ("/LEDGERBAL", _) => self.is_in_balance = false,
            ("BALAMT", None) if self.is_in_balance => {
                if let Some(statement) = &mut self.statement {
                    let currency = statement.currency.unwrap_or(Currency::EUR);
                    statement.closing = amount(&tag.value, currency);
                }
                self.is_in_balance = false;
            }
            _ => {}
        }
    }

    fn broken(&self, line: u32, read: &mut Read) {
        read.faults.push(Fault { line, field: "OFX".into(), text: String::new(), what: What::Structure });
    }

    fn finish(&mut self, read: &mut Read) {
        let (Some(transaction), Some(statement)) = (self.transaction.take(), &mut self.statement) else { return };
        let mut fault = |field: &'static str, text: &str, what| {
            read.faults.push(Fault { line: transaction.line, field: field.into(), text: text.to_owned(), what });
        };
        let currency = Currency::parse(&transaction.currency).or(statement.currency);
        let Some(currency) = currency else {
            return fault("CURDEF", &transaction.currency, What::Currency);
        };
        let date = compact_day(&transaction.posted);
        if date.is_none() {
            fault("DTPOSTED", &transaction.posted, What::Date);
        }
        let sum = amount(&transaction.amount, currency);
        if sum.is_none() {
            fault("TRNAMT", &transaction.amount, What::Amount);
        }
        // A debit without a minus may be one, or money that came back: sums have signs in OFX.
        if transaction.kind.eq_ignore_ascii_case("DEBIT") && sum.is_some_and(Amount::is_positive) {
            return fault("TRNTYPE", &format!("{} {}", transaction.kind, transaction.amount), What::Side);
        }
        // It counts instead of another one, or undoes it, which is told already: both would count.
        if !transaction.corrects.is_empty() {
            return fault("CORRECTFITID", &transaction.corrects, What::Correction);
        }
        let (Some(date), Some(sum)) = (date, sum) else { return };
        let text = words(&transaction);
        statement.movements.push(Movement {
            parts: super::Parts::Untold,
            line: transaction.line,
            date,
            amount: sum,
            currency,
            told_by_bank: String::new(),
            bank_reference: transaction.id,
            reference: String::new(),
            payer: transaction.name,
            payer_account: String::new(),
            kind: kind(sum, &transaction.kind, &text),
            text,
        });
    }
}

fn kind(amount: Amount, word: &str, text: &str) -> Kind {
    kinds::kind(amount, !word.eq_ignore_ascii_case("HOLD"), None, text)
}

/// Returns NAME and MEMO as one text: NAME is cut off after 32 letters, and MEMO often begins with it.
fn words(transaction: &Transaction) -> String {
    let (name, memo) = (transaction.name.as_str(), transaction.memo.as_str());
    let mut words = vec![if memo.starts_with(name) { memo.to_owned() } else { format!("{name} {memo}") }];
    words.extend(Some(transaction.check.clone()).filter(|check| check.bytes().any(|byte| byte != b'0')));
    words.join(" ").trim().to_owned()
}
