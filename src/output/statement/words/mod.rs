//! What explanation and sheet say in the same words: amounts and places here, then `balance`, `interest`, `indemnity`.

mod balance;
mod indemnity;
mod interest;

use super::FileNames;
use crate::engine::penalties::{Penalties, Unrounded};
use crate::law::regimes::Law;
use crate::letter::safe::one_line;
use crate::model::{Amount, Bilingual, Currency, Date, FileRole, InvoiceKind, ItemId, Lang, figures};

/// Who speaks: in which language, of which penalties, and whether to somebody who has the folder before him.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice<'a> {
    pub lang: Lang,
    pub penalties: &'a Penalties<'a>,
    /// How files are named; nothing for readers outside, to whom lines of our files mean nothing.
    pub files: Option<&'a FileNames>,
}

impl Voice<'_> {
    /// Returns a sentence in the language, with the French blanks that do not break.
    pub fn say(&self, en: impl Into<String>, fr: impl Into<String>) -> String {
        Bilingual::new(en, fr).get(self.lang).to_owned()
    }

    pub fn money(&self, amount: Amount, currency: Currency) -> String {
        figures::money(amount, currency, self.lang)
    }

    pub fn amount(&self, amount: Amount, currency: Currency) -> String {
        figures::amount(amount, currency, self.lang)
    }

    /// Returns a date in figures.
    pub fn date(&self, date: Date) -> String {
        figures::date(date, self.lang)
    }

    /// Returns a date in words.
    pub fn day(&self, date: Date) -> String {
        figures::date_in_words(date, self.lang)
    }

    /// Returns a figure before rounding: `8,3884…`, where `…` stands for more digits.
    pub fn unrounded(&self, exact: Unrounded, currency: Currency) -> String {
        let (digits, more) = exact.digits(currency);
        let digits = figures::figure(digits, self.lang);
        if more { format!("{digits}…") } else { digits }
    }

    /// Returns ` (payments.csv, line 3)`, or nothing for readers outside.
    pub fn place(&self, role: FileRole, line: u32) -> String {
        match self.files {
            Some(files) if line > 0 => {
                let file = files.get(role);
                self.say(format!(" ({file}, line {line})"), format!(" ({file}, ligne {line})"))
            }
            _ => String::new(),
        }
    }

    /// Returns an invoice's number, with its instalment where it has one.
    pub fn number(&self, item: ItemId) -> String {
        let ledger = self.penalties.ledger();
        let number = one_line(ledger.number(ledger.invoice(item).number));
        match ledger.instalment(item).map(one_line) {
            Some(part) => self.say(format!("{number}, instalment {part}"), format!("{number}, tranche {part}")),
            None => number,
        }
    }

    /// Returns what a row is, with its number: `facture F-1`.
    pub fn named(&self, item: ItemId) -> String {
        let (en, fr) = match self.penalties.ledger().invoice(item).kind {
            InvoiceKind::Invoice => ("invoice", "facture"),
            InvoiceKind::Deposit => ("deposit invoice", "facture d’acompte"),
            InvoiceKind::Penalty => ("penalty note", "note de pénalités"),
            InvoiceKind::Retention => ("retention money", "retenue de garantie"),
            InvoiceKind::CreditNote => ("credit note", "avoir"),
            InvoiceKind::Opening => ("balance brought forward", "reprise de solde"),
        };
        format!("{} {}", self.say(en, fr), self.number(item))
    }

    /// Returns the name of a currency inside a sentence, in English and French.
    pub fn in_currency(&self, currency: Currency) -> (&'static str, &'static str) {
        if currency == Currency::EUR { ("euros", "euros") } else { (currency.code(), currency.code()) }
    }

    /// Returns ` (C. civ. 1343-1)`, or nothing where no article is known.
    pub fn cited(&self, article: Option<&str>) -> String {
        article.map(|article| format!(" ({article})")).unwrap_or_default()
    }

    /// Returns the law that the statement follows.
    pub fn law(&self) -> Law {
        self.penalties.policy().penalties.law
    }
}

/// Returns a text that begins with a small letter.
pub(super) fn lower_first(text: &str) -> String {
    changed_first(text, |c| c.to_lowercase().collect())
}

/// Returns a text that begins with a capital.
pub(super) fn upper_first(text: &str) -> String {
    changed_first(text, |c| c.to_uppercase().collect())
}

fn changed_first(text: &str, change: fn(char) -> String) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| change(first) + rest.as_str())
}
