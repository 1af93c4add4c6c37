//! Invoice numbers in the words of a receipt: as whole tokens, however blanks, dashes and leading zeros are written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hashbrown::HashMap;

use super::words::{Words, remainder, squeeze};
use crate::model::{Amount, Currency, Date, InvoiceNo, Ledger, Receipt};

/// Returns which invoices each text names beyond doubt: a payment's, of that sum. Invoices are told by their places
/// among the numbers.
pub fn names(listed: &[&str], texts: &[(&str, (Amount, Currency))]) -> Vec<BTreeSet<usize>> {
    let mut numbers = Numbers::default();
    for (number, place) in listed.iter().zip(0..) {
        numbers.add(number, InvoiceNo::at(place));
    }
    let named = |&(text, sum): &(&str, (Amount, Currency))| {
        let words = Words::of(text);
        // Of each invoice the longest way to read its number counts.
        let found = |at| -> BTreeMap<usize, usize> {
            let found = numbers.all_from(&words, at).into_iter();
            found.flat_map(|(end, invoices)| invoices.into_iter().map(move |invoice| (invoice.index(), end))).collect()
        };
        let sure = |at: usize| {
            let found = found(at).into_iter();
            found
                .filter(|&(place, end)| is_sure(&words, at..end, listed[place], sum))
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        (0..words.len()).flat_map(sure).collect()
    };
    texts.iter().map(named).collect()
}

/// How many tokens of a text may make one number.
const MOST_TOKENS: usize = 6;

/// The words behind which digits without letters are no invoice's.
const OTHER_NUMBERS: &[&str] = &[
    "SIREN",
    "SIRET",
    "RCS",
    "TVA",
    "TEL",
    "TELEPHONE",
    "FAX",
    "MANDAT",
    "RUM",
    "CHQ",
    "CHEQUE",
    "CLIENT",
    "CONTRAT",
    "COMMANDE",
    "CDE",
    "DEVIS",
    "CODE",
    "CP",
    "BP",
    "CS",
];

/// Months as people shorten them: with a year they are a time, not a number.
const MONTHS: &[&str] = &[
    "JAN",
    "JANV",
    "JANVIER",
    "FEV",
    "FEVR",
    "FEVRIER",
    "MARS",
    "AVR",
    "AVRIL",
    "MAI",
    "JUIN",
    "JUIL",
    "JUILLET",
    "AOUT",
    "SEP",
    "SEPT",
    "SEPTEMBRE",
    "OCT",
    "OCTOBRE",
    "NOV",
    "NOVEMBRE",
    "DEC",
    "DECEMBRE",
];

/// The invoices of a ledger by their numbers, as payers may write them.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// By all letters and digits, and by runs of them without leading zeros; several where they are written alike.
    by_key: HashMap<String, Vec<InvoiceNo>>,
    longest: usize,
}

/// A number found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Whose number it may be.
    pub invoices: Vec<InvoiceNo>,
    /// Whether it can be something else.
    pub certainty: Certainty,
}

/// Whether a number that was found can be something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It can: a day, an amount, a part of another number.
    Doubtful,
    /// It is written as the invoice writes it, in letters and digits, but is so short that other things are called so
    /// too.
    Short,
    /// It cannot.
    Sure,
}

impl Hit {
    pub fn is_sure(&self) -> bool {
        self.certainty == Certainty::Sure
    }
}

impl Numbers {
    pub fn of(ledger: &Ledger) -> Numbers {
        let mut numbers = Numbers::default();
        numbers.by_key.reserve(2 * ledger.number_count());
        for number in (0..ledger.number_count() as u32).map(InvoiceNo::at) {
            if ledger.rows_of(number).next().is_none() {
                continue;
            }
            numbers.add(ledger.number(number), number);
        }
        numbers
    }

    pub fn add(&mut self, text: &str, number: InvoiceNo) {
        let words = Words::of(text);
        let whole: String = words.iter().collect();
        if !whole.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let mut squeezed = String::new();
        words.iter().for_each(|token| squeeze(token, &mut squeezed));
        // A squeezed key has points; one without is a run of its own, and may be a whole number as well.
        self.longest = self.longest.max(whole.len());
        self.enter(whole, number);
        self.enter(squeezed, number);
    }

    fn enter(&mut self, key: String, number: InvoiceNo) {
        let of_key = self.by_key.entry(key).or_default();
        if !of_key.contains(&number) {
            of_key.push(number);
        }
    }

    /// Returns the numbers in a text, the longest first where one holds another.
    pub fn find(&self, words: &Words, receipt: &Receipt, ledger: &Ledger) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest_from(words, at) {
                Some((end, invoices)) => {
                    let sum = (receipt.amount, receipt.currency);
                    let certainty = match invoices[..] {
                        [only] if is_sure(words, at..end, ledger.number(only), sum) => Certainty::Sure,
                        [only] if is_as_written(words, at..end, ledger.number(only)) => Certainty::Short,
                        _ => Certainty::Doubtful,
                    };
                    let hit = Hit { invoices, certainty };
                    match hits.iter_mut().find(|known| known.invoices == hit.invoices) {
                        Some(known) => known.certainty = known.certainty.max(hit.certainty),
                        None => hits.push(hit),
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// Returns the longest number that begins with a token, with the token behind it.
    pub fn longest_from(&self, words: &Words, at: usize) -> Option<(usize, Vec<InvoiceNo>)> {
        self.all_from(words, at).pop()
    }

    /// Returns the numbers that begin with a token, each with the token behind it, the longest last.
    fn all_from(&self, words: &Words, at: usize) -> Vec<(usize, Vec<InvoiceNo>)> {
        let (mut whole, mut squeezed) = (String::new(), String::new());
        let mut found = Vec::new();
        for end in at..words.len().min(at + MOST_TOKENS) {
            let token = words.token(end);
            whole.push_str(token);
            squeeze(token, &mut squeezed);
            // Leading zeros make a text longer than the number.
            if whole.len() > self.longest + 12 {
                break;
            }
            if !token.bytes().any(|byte| byte.is_ascii_digit()) && end == at {
                continue;
            }
            let known = [&whole, &squeezed].map(|key| self.by_key.get(key));
            if known.iter().all(Option::is_none) {
                continue;
            }
            let mut invoices: Vec<InvoiceNo> = known.into_iter().flatten().flatten().copied().collect();
            invoices.sort_unstable();
            invoices.dedup();
            found.push((end + 1, invoices));
        }
        found
    }

    /// Returns the invoice of a creditor reference (ISO 11649): `RF`, two check digits, the number.
    pub fn of_reference(&self, words: &Words) -> Option<InvoiceNo> {
        words.iter().find_map(|token| {
            let number = token.strip_prefix("RF").and_then(|rest| rest.get(2..)).filter(|number| !number.is_empty())?;
            let is_sound = remainder(&format!("{number}{}", &token[..4])) == Some(1);
            match self.by_key.get(number).map(Vec::as_slice) {
                Some([only]) if is_sound => Some(*only),
                _ => None,
            }
        })
    }
}

/// Tells whether the tokens at that place can only be this invoice's number: nothing is joined to them, they are long
/// enough, and no day, amount, registration or telephone number.
pub(super) fn is_sure(words: &Words, at: Range<usize>, number: &str, (sum, currency): (Amount, Currency)) -> bool {
    let tokens = || at.clone().map(|place| words.token(place));
    let whole: String = tokens().collect();
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let letters = whole.len() - digits;
    if is_joined(words, &at) {
        return false;
    }
    if letters > 0 {
        let name: String = whole.chars().take_while(char::is_ascii_alphabetic).collect();
        return digits >= 3 && !(MONTHS.contains(&name.as_str()) && digits <= 4);
    }
    let before = at.start.checked_sub(1).map(|place| words.token(place)).unwrap_or_default();
    let own = Words::of(number).len();
    digits >= 5
        && (at.len() == 1 || at.len() == own)
        && !is_day(&tokens().collect::<Vec<_>>())
        && !is_amount(&whole, sum, currency)
        && !(at.len() == 1 && is_registration(&whole))
        && !OTHER_NUMBERS.contains(&before)
        && !["EUR", "EUROS", "E"].contains(&words_behind(words, at.end))
}

/// Tells whether the tokens at that place are an invoice's number as it is written, of letters and digits and in one
/// go, and no digits stand beside them: `F1 2026` is a time, `FR76 3000` the beginning of an account.
fn is_as_written(words: &Words, at: Range<usize>, number: &str) -> bool {
    let whole: String = at.clone().map(|place| words.token(place)).collect();
    let own: String = Words::of(number).iter().collect();
    let letters: String = whole.chars().take_while(char::is_ascii_alphabetic).collect();
    let before = at.start.checked_sub(1).map(|place| words.token(place)).unwrap_or_default();
    let is_number = |token: &str| token.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let is_in_one_go = |place: usize| matches!(words.gap_behind(place), "-" | "." | "_" | "/");
    whole == own
        && !letters.is_empty()
        && !MONTHS.contains(&letters.as_str())
        && (at.start..at.end - 1).all(is_in_one_go)
        && !is_joined(words, &at)
        && !is_number(before)
        && !OTHER_NUMBERS.contains(&before)
        && !is_number(words_behind(words, at.end))
}

fn words_behind(words: &Words, at: usize) -> &str {
    if at < words.len() { words.token(at) } else { "" }
}

/// Tells whether the tokens go on without a blank: `F26-001-2` is not `F26-001`, nor is 98765 in `98765,20`. A label
/// may stand before a number with a point or a dash: `REF.F26-001`.
fn is_joined(words: &Words, at: &Range<usize>) -> bool {
    let is_joint = |gap: &str| matches!(gap, "-" | "." | "_" | "#");
    let divides_figures = |gap: &str| matches!(gap, "/" | ",");
    let is_number = |place: usize| words.token(place).bytes().all(|byte| byte.is_ascii_digit());
    let behind = words.gap_behind(at.end - 1);
    let is_followed = at.end < words.len() && (is_joint(behind) || (divides_figures(behind) && is_number(at.end)));
    let is_preceded = at.start.checked_sub(1).is_some_and(|place| {
        let gap = words.gap_behind(place);
        let has_digit = words.token(place).bytes().any(|byte| byte.is_ascii_digit());
        (is_joint(gap) && has_digit) || (divides_figures(gap) && is_number(place) && is_number(at.start))
    });
    is_followed || is_preceded
}

fn is_day(tokens: &[&str]) -> bool {
    let number = |text: &str| text.parse::<i32>().ok();
    let day = |year: &str, month: &str, day: &str| {
        let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else { return false };
        let year = if year < 100 { 2000 + year } else { year };
        (1990..2100).contains(&year) && Date::from_ymd_opt(year, month as u32, day as u32).is_some()
    };
    match tokens {
        [one] if one.len() == 8 => day(&one[..4], &one[4..6], &one[6..]) || day(&one[4..], &one[2..4], &one[..2]),
        [one] if one.len() == 6 => day(&one[..2], &one[2..4], &one[4..]) || day(&one[4..], &one[2..4], &one[..2]),
        [a, b, c] => day(a, b, c) || day(c, b, a),
        _ => false,
    }
}

fn is_amount(digits: &str, amount: Amount, currency: Currency) -> bool {
    let minor = amount.abs().minor();
    let unit = 10_i64.pow(currency.decimals());
    digits.parse::<i64>().is_ok_and(|number| number == minor || (minor % unit == 0 && number == minor / unit))
}

/// Tells whether digits look like a SIREN, a SIRET (by their check digit) or a French telephone number.
fn is_registration(digits: &str) -> bool {
    let is_telephone = digits.len() == 10 && digits.starts_with('0') && !digits[1..].starts_with('0');
    is_telephone || (matches!(digits.len(), 9 | 14) && has_luhn_check(digits))
}

fn has_luhn_check(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_names_the_listed_invoices_that_are_in_it_as_wholes() {
        let listed = ["F26-001", "F26-001-2", "F26-010", "F26-010"];
        let sum = (Amount::from_minor(10_000), Currency::EUR);
        let texts = ["VIR F26 001 ET F26-010", "VIR F26-001-2", "VIR F26-0013", ""].map(|text| (text, sum));
        let named = names(&listed, &texts).into_iter().map(|places| places.into_iter().collect::<Vec<_>>());
        assert_eq!(named.collect::<Vec<_>>(), [vec![0, 2, 3], vec![1], vec![], vec![]]);
    }
}
