//! The name of a column as it is compared: without case, accents, blanks, punctuation and articles, and without what it
//! says of its currency and its clock.

use super::words::{ARTICLES, BEFORE_OWED, BEHIND_OWED, CLOCK, EUROS};
use crate::input::header::fold;

/// A name as it is compared.
#[derive(Clone, Debug, Default)]
pub(in crate::import::list) struct Name {
    /// Its words that count, folded.
    pub words: Vec<String>,
    /// All of them in one.
    pub whole: String,
    /// The same without what says that tax is in it.
    pub untaxed: String,
    /// Whether it says that its sums are in euros.
    pub is_in_euros: bool,
    /// Whether it says that tax is in it.
    pub is_gross: bool,
}

impl Name {
    /// Reads a name.
    pub fn of(name: &str) -> Name {
        // What stands for a share or for another currency is part of the name.
        let is_between =
            |c: char| !c.is_alphanumeric() && !matches!(c, '°' | 'º' | '%' | '$' | '£' | '\u{300}'..='\u{36f}');
        let folded = |word: &str| match word {
            "%" | "$" | "£" => word.to_owned(),
            _ => fold(word),
        };
        let parts = name.split(is_between).flat_map(|word| humps(word)).map(|word| (word, folded(word)));
        let mut words: Vec<(&str, String)> = parts.filter(|(_, word)| !word.is_empty()).collect();
        if words.len() > 1 {
            words.pop_if(|(_, word)| word == CLOCK);
        }
        let mut is_in_euros = name.contains('€');
        if words.len() > 1 && words.pop_if(|(_, word)| EUROS.contains(&word.as_str())).is_some() {
            is_in_euros = true;
            words.pop_if(|(_, word)| word == "en");
        }
        let is_kept =
            |at: &usize| at + 1 == words.len() || !ARTICLES.contains(&words[*at].1.as_str()) || is_owed(&words, *at);
        let words: Vec<String> = (0..words.len()).filter(is_kept).map(|at| words[at].1.clone()).collect();
        let untaxed = untaxed(&words);
        let is_gross = untaxed.len() < words.len() || words.iter().any(|word| word == "gross");
        Name { whole: words.concat(), untaxed: untaxed.concat(), words, is_in_euros, is_gross }
    }

    /// Tells whether it has one of these words.
    pub fn has_word(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

/// Returns the words that are written as one: `InvoiceAmountPaid`.
fn humps(word: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before_is_small = false;
    for (at, c) in word.char_indices() {
        if before_is_small && c.is_uppercase() {
            words.push(&word[start..at]);
            start = at;
        }
        before_is_small = c.is_lowercase();
    }
    words.push(&word[start..]);
    words
}

/// Tells whether the word at that place, as written and folded, is what is owed and no article: capitals often bear no
/// accent.
fn is_owed(words: &[(&str, String)], at: usize) -> bool {
    let (written, folded) = &words[at];
    let is = |at: Option<usize>, some: &[&str]| {
        at.and_then(|at| words.get(at)).is_some_and(|(_, word)| some.contains(&word.as_str()))
    };
    folded == "du" && (!written.is_ascii() || is(at.checked_sub(1), &BEFORE_OWED) || is(Some(at + 1), &BEHIND_OWED))
}

/// Returns the words without those that say that tax is in a sum.
fn untaxed(words: &[String]) -> Vec<&str> {
    const PAIRS: [[&str; 2]; 9] = [
        ["incl", "vat"],
        ["incl", "tax"],
        ["incl", "gst"],
        ["including", "vat"],
        ["including", "tax"],
        ["inc", "vat"],
        ["tax", "included"],
        ["taxes", "comprises"],
        ["tva", "comprise"],
    ];
    let mut kept = Vec::new();
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let pair = |next: &&str| PAIRS.contains(&[word, next]);
        if !matches!(word, "ttc" | "tvac") && words.next_if(pair).is_none() {
            kept.push(word);
        }
    }
    kept
}
