//! `--fail-if KEY=VALUE`, `KEY>NUMBER`, `KEY<NUMBER`: a threshold tested on every row, whatever the format.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::io;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::unfit::Unfit;
use crate::diag::{Diagnostic, code, nearest};
use crate::model::{Bilingual, Currency, Date};
use crate::output::{Cell, Column, Report, Words};

/// One threshold, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailIf {
    key: String,
    sign: char,
    wanted: Ordering,
    value: String,
}

impl FromStr for FailIf {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<FailIf, Unfit> {
        let expected = || {
            Unfit::new("expected KEY=VALUE, KEY>NUMBER or KEY<NUMBER", "attendu : CLÉ=VALEUR, CLÉ>NOMBRE ou CLÉ<NOMBRE")
        };
        let at = text.find(['=', '<', '>']).filter(|&at| at > 0).ok_or_else(expected)?;
        let (key, rest) = text.split_at(at);
        let (sign, wanted) = match rest.as_bytes()[0] {
            b'<' => ('<', Ordering::Less),
            b'>' => ('>', Ordering::Greater),
            _ => ('=', Ordering::Equal),
        };
        let value = rest[1..].trim();
        if wanted != Ordering::Equal && number(value).is_none() && iso_date(value).is_none() {
            return Err(Unfit::new(
                format!("expected a number such as 1200.50, or a date such as 2026-03-31, after {sign}"),
                format!("attendu après {sign} : un nombre tel que 1200.50, ou une date telle que 2026-03-31"),
            ));
        }
        Ok(FailIf { key: key.trim().to_owned(), sign, wanted, value: value.to_owned() })
    }
}

impl FailIf {
    /// Returns how many rows of the report meet the threshold.
    ///
    /// # Errors
    /// When the report has no such key, or when a row's cell cannot be compared with the value.
    pub fn count(&self, report: &dyn Report) -> Result<u64, Box<Diagnostic>> {
        let columns = report.columns();
        let keys = columns.iter().filter(|column| column.in_csv()).map(|column| &*column.key);
        let Some(column) = columns.iter().position(|column| column.in_csv() && column.key == self.key) else {
            let keys = keys.collect::<Vec<_>>().join(", ");
            let finding = Diagnostic::new(
                code::cli::FAIL_IF_KEY,
                format!("--fail-if: the rows have no key \"{}\"", self.key),
                format!("--fail-if : les lignes n'ont pas de clé « {} »", self.key),
            );
            let help = (format!("the keys are {keys}"), format!("les clés sont {keys}"));
            return Err(Box::new(finding.help(help.0, help.1)));
        };
        let test = self.in_words_of(&columns[column]);
        let mut count = 0;
        let mut fault = None;
        // A fault ends the stream; it is a finding, which an I/O error cannot carry.
        let _ = report.rows(&mut |row| match test.is_met(&row[column]) {
            Some(is_met) => {
                count += u64::from(is_met);
                Ok(())
            }
            None => {
                fault = Some(self.not_comparable());
                Err(io::ErrorKind::InvalidInput.into())
            }
        });
        // A word that was recorded, such as a level of another procedure, may stand in a row all the same.
        let is_unmet = fault.is_none() && count == 0;
        let fault = fault.or_else(|| test.word_unknown(&columns[column]).filter(|_| is_unmet));
        fault.map_or(Ok(count), |finding| Err(Box::new(finding)))
    }

    /// Returns the threshold with the word of a closed list for what people call it, where one word alone is called so.
    fn in_words_of(&self, column: &Column) -> FailIf {
        let listed = match &column.words {
            Words::Any => return self.clone(),
            Words::Currencies => {
                let code = Currency::parse(&self.value).map(|currency| currency.code().to_owned());
                return FailIf { value: code.unwrap_or_else(|| self.value.clone()), ..self.clone() };
            }
            Words::Listed(listed) => listed,
        };
        let typed = self.value.to_lowercase();
        let is_it = |(_, called): &&(String, Bilingual)| {
            [&called.en, &called.fr].into_iter().any(|called| called.to_lowercase() == typed)
        };
        let is_word = listed.iter().any(|(word, _)| *word == self.value);
        let meant: BTreeSet<&String> = listed.iter().filter(is_it).map(|(word, _)| word).collect();
        match meant.first() {
            Some(&word) if meant.len() == 1 && !is_word => FailIf { value: word.clone(), ..self.clone() },
            _ => self.clone(),
        }
    }

    /// Returns the finding that a value is no word of a closed list, so that no row can ever have it.
    fn word_unknown(&self, column: &Column) -> Option<Diagnostic> {
        let is_word = match &column.words {
            Words::Any => true,
            Words::Listed(listed) => listed.iter().any(|(word, _)| *word == self.value),
            Words::Currencies => Currency::parse(&self.value).is_some(),
        };
        if is_word || self.value.is_empty() || self.wanted != Ordering::Equal {
            return None;
        }
        let finding = Diagnostic::new(
            code::cli::FAIL_IF_VALUE,
            format!("--fail-if: \"{}\" never has the value \"{}\"", self.key, self.value),
            format!("--fail-if : « {} » n'a jamais la valeur « {} »", self.key, self.value),
        );
        let Words::Listed(listed) = &column.words else {
            return Some(finding.help(
                "its values are the three letters of a currency, such as EUR",
                "ses valeurs sont les trois lettres d'une devise, comme EUR",
            ));
        };
        let words: BTreeSet<&str> = listed.iter().map(|(word, _)| word.as_str()).collect();
        let (meant, voulu) = match nearest(&self.value, words.iter().copied()) {
            Some(near) => (format!("did you mean {near}? "), format!("vouliez-vous dire {near} ? ")),
            None => Default::default(),
        };
        let words = words.into_iter().collect::<Vec<_>>().join(", ");
        Some(finding.help(format!("{meant}its values are {words}"), format!("{voulu}ses valeurs sont {words}")))
    }

    /// Returns the threshold as it was typed.
    pub fn typed(&self) -> String {
        format!("{}{}{}", self.key, self.sign, self.value)
    }

    /// Tells whether a cell meets the threshold; nothing when the two cannot be compared.
    fn is_met(&self, cell: &Cell<'_>) -> Option<bool> {
        let is_equality = self.wanted == Ordering::Equal;
        let decimal = |cell: Decimal| number(&self.value).map(|value| cell.cmp(&value) == self.wanted);
        match cell {
            Cell::Empty => Some(is_equality && self.value.is_empty()),
            Cell::Text(text) => is_equality.then(|| *text == self.value),
            Cell::Word(word) | Cell::Named(word, _) => is_equality.then(|| *word == self.value),
            Cell::Flag(flag) if is_equality => match self.value.to_lowercase().as_str() {
                "true" | "yes" | "oui" => Some(*flag),
                "false" | "no" | "non" => Some(!flag),
                "" => Some(false),
                _ => None,
            },
            Cell::Date(date) => match iso_date(&self.value) {
                Some(value) => Some(date.cmp(&value) == self.wanted),
                None => self.value.is_empty().then_some(false),
            },
            Cell::Amount(amount, currency) => decimal(amount.to_decimal(*currency)),
            Cell::Count(count) => decimal(Decimal::from(*count)),
            Cell::Days(days) => decimal(*days),
            Cell::Rate(rate) => decimal(rate.percent()),
            Cell::Share(share) | Cell::Figure(share) => decimal(*share),
            Cell::Flag(_) | Cell::List(_) => None,
        }
    }

    fn not_comparable(&self) -> Diagnostic {
        Diagnostic::new(
            code::cli::FAIL_IF_VALUE,
            format!("--fail-if: \"{}\" cannot be compared in {}", self.key, self.typed()),
            format!("--fail-if : « {} » ne peut pas être comparé dans {}", self.key, self.typed()),
        )
        .help(
            "text is compared with =, yes and no as true and false, amounts and numbers with digits and a point (1200.50), \
             dates as 2026-03-31",
            "un texte se compare avec =, oui et non s'écrivent true et false, un montant ou un nombre 1200.50, une date \
             2026-03-31",
        )
    }
}

/// Reads digits, perhaps with a sign and a decimal point.
fn number(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let is_plain = unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.') && unsigned.as_bytes().first()? != &b'.';
    if is_plain { Decimal::from_str_exact(text).ok() } else { None }
}

/// Reads `YYYY-MM-DD`, exactly that.
fn iso_date(text: &str) -> Option<Date> {
    let is_formed = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| is_formed && !text.starts_with("0000"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Currency;
    use crate::testing::{day, eur};

    fn met(typed: &str, cell: &Cell<'_>) -> Option<bool> {
        typed.parse::<FailIf>().unwrap().is_met(cell)
    }

    #[test]
    fn amounts_are_compared_as_decimals() {
        let amount = Cell::Amount(eur("1200.50"), Currency::EUR);
        assert_eq!(met("open>1200.5", &amount), Some(false));
        assert_eq!(met("open=1200.500", &amount), Some(true));
        assert_eq!(met("open>999", &amount), Some(true));
        assert_eq!(met("credits<0", &Cell::Amount(eur("-0.01"), Currency::EUR)), Some(true));
        assert_eq!(met("open=lots", &amount), None);
    }

    #[test]
    fn words_dates_and_blanks_are_compared_as_they_are_written() {
        assert_eq!(met("verdict=block", &Cell::Word("block")), Some(true));
        assert_eq!(met("verdict>1", &Cell::Word("block")), None);
        assert_eq!(met("due_on<2026-04-01", &Cell::Date(day("2026-03-31"))), Some(true));
        assert_eq!(met("action=", &Cell::Empty), Some(true));
        assert_eq!(met("score>5", &Cell::Empty), Some(false));
    }

    #[test]
    fn what_cannot_be_a_threshold_is_refused() {
        for typed in ["", "=", "open", "open>", "open>much", ">5", "open>1e3", "open>1_000"] {
            assert!(typed.parse::<FailIf>().is_err(), "{typed}");
        }
    }

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(iso_date("2026-03-31"), Some(day("2026-03-31")));
        for wrong in [
            "",
            "31/03/2026",
            "2026-3-31",
            "2026-02-30",
            "+026-03-31",
            "0000-01-01",
            "20260331",
            "2026-03-31 ",
            "2026-03-3١",
        ] {
            assert!(iso_date(wrong).is_none(), "{wrong}");
        }
    }
}
