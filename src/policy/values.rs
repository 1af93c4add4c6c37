//! The readings of single values of a policy file: words, texts of some form, numbers, sums, names.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use rust_decimal::Decimal;

use super::faults::Faults;
use super::raw::{Number, Text};
use crate::model::{Amount, Currency, CustomerKind};

/// The words of a key and what each stands for.
pub type Words<T> = [(&'static str, T)];

/// The words of customer kinds.
pub const KINDS: &Words<CustomerKind> =
    &[("business", CustomerKind::Business), ("public", CustomerKind::Public), ("consumer", CustomerKind::Consumer)];

/// What an amount in the policy looks like.
pub const AMOUNT: (&str, &str) = (
    "digits with a point before the cents, such as \"40.00\"",
    "des chiffres avec un point avant les centimes, comme \"40.00\"",
);

/// What a name looks like.
pub const NAME: (&str, &str) =
    ("letters, digits, hyphens and underscores, 64 at most", "des lettres, chiffres, tirets et soulignés, 64 au plus");

/// The readings of single values: each leaves the place untouched when nothing is written or it cannot be used.
impl Faults<'_> {
    /// Reads one of the words of a key.
    pub fn word<T: Copy>(&mut self, key: &str, text: Option<&Text>, words: &Words<T>, into: &mut T) {
        if let Some(value) = self.choose(key, text, words) {
            *into = value;
        }
    }

    /// Reads one of the words of a key that may stay without value.
    pub fn declare<T: Copy>(&mut self, key: &str, text: Option<&Text>, words: &Words<T>, into: &mut Option<T>) {
        *into = self.choose(key, text, words).or(*into);
    }

    fn choose<T: Copy>(&mut self, key: &str, text: Option<&Text>, words: &Words<T>) -> Option<T> {
        let text = text?;
        let found = words.iter().find(|(word, _)| word == text.get_ref());
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.unknown_word(text.span(), key, text.get_ref(), &known);
        }
        found.map(|&(_, value)| value)
    }

    /// Reads a text of some form.
    pub fn value<T>(
        &mut self,
        key: &str,
        text: Option<&Text>,
        parse: impl Fn(&str) -> Option<T>,
        accepted: (&str, &str),
        into: &mut T,
    ) {
        let Some(text) = text else { return };
        match parse(text.get_ref()) {
            Some(value) => *into = value,
            None => self.invalid(text.span(), key, accepted),
        }
    }

    /// Reads a text of some form for a key that may stay without value.
    pub fn option<T>(
        &mut self,
        key: &str,
        text: Option<&Text>,
        parse: impl Fn(&str) -> Option<T>,
        accepted: (&str, &str),
        into: &mut Option<T>,
    ) {
        self.value(key, text, |text| parse(text).map(Some), accepted, into);
    }

    /// Reads a whole number within bounds.
    pub fn count<T>(&mut self, key: &str, number: Option<&Number>, bounds: RangeInclusive<T>, into: &mut T)
    where
        T: TryFrom<i64> + PartialOrd + Display,
    {
        let Some(number) = number else { return };
        match T::try_from(*number.get_ref()).ok().filter(|value| bounds.contains(value)) {
            Some(value) => *into = value,
            None => {
                let (low, high) = (bounds.start(), bounds.end());
                let accepted =
                    (format!("a whole number from {low} to {high}"), format!("un nombre entier de {low} à {high}"));
                self.invalid(number.span(), key, (&accepted.0, &accepted.1));
            }
        }
    }
}

/// Reads digits, perhaps with a point and up to four decimals.
pub fn decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str, max: usize| !s.is_empty() && s.len() <= max && s.bytes().all(|b| b.is_ascii_digit());
    if digits(whole, 12) && digits(fraction, 4) { Decimal::from_str_exact(text).ok() } else { None }
}

/// Reads the sums of the currencies that are named.
pub fn sums_by_currency(key: &str, each: &BTreeMap<Text, Text>, faults: &mut Faults<'_>) -> BTreeMap<Currency, Amount> {
    let mut sums = BTreeMap::new();
    for (code, text) in each {
        let Some(currency) = Currency::parse(code.get_ref()) else {
            let accepted = ("codes of ISO 4217 such as EUR", "des codes ISO 4217 comme EUR");
            faults.invalid(code.span(), key, accepted);
            continue;
        };
        let mut sum = Amount::ZERO;
        let amount = |text: &str| Amount::from_decimal(decimal(text)?, currency);
        faults.value(key, Some(text), amount, AMOUNT, &mut sum);
        sums.insert(currency, sum);
    }
    sums
}

/// Takes a name that can stand in a file name and in a cell without quotes.
pub fn plain_name(text: &str) -> Option<String> {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!text.is_empty() && text.chars().count() <= 64 && text.chars().all(fits)).then(|| text.to_owned())
}

/// Where each name, kind and segment stood first.
#[derive(Default)]
pub struct Seen(BTreeMap<(&'static str, String), Range<usize>>);

impl Seen {
    /// Reports what stands a second time.
    pub fn once(
        &mut self,
        what: &'static str,
        text: &Text,
        faults: &mut Faults<'_>,
        say: impl Fn(&str) -> (String, String),
    ) {
        let first = self.0.entry((what, text.get_ref().clone())).or_insert_with(|| text.span());
        if *first != text.span() {
            faults.twice(first.clone(), text.span(), say(text.get_ref()));
        }
    }
}
