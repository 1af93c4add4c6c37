//! Customers by the words of their names, as banks write and cut them.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::words::Words;
use crate::model::name_words::OF_NAMES;
use crate::model::{CustomerId, Ledger};

/// How many customers may share a word before it names nobody.
const MOST_SHARING: usize = 64;

/// How many letters of a name tell whose it is where the bank cut it; and how many of two words or more.
const CUT_LETTERS: usize = 12;
const CUT_LETTERS_OF_TWO: usize = 8;

/// How much of a name a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// Every word of it, or its beginning, cut where the text ends.
    Whole,
    /// Every word of it, but the text goes on as another's does.
    Within,
    /// All that the payer calls himself, but not all of it.
    Part,
}

/// The words of customers' names.
#[derive(Debug, Default)]
pub(super) struct Names {
    of_customer: Vec<Vec<String>>,
    /// Whether the name begins with a legal form or a title.
    has_form: Vec<bool>,
    with_word: HashMap<String, Vec<CustomerId>>,
    /// By all their words, and by those behind the legal form: banks cut names by their length.
    in_full: BTreeSet<(String, CustomerId)>,
}

impl Names {
    pub fn of(ledger: &Ledger) -> Names {
        let mut names = Names::default();
        for customer in ledger.customer_ids() {
            let known = ledger.customer(customer);
            // Without a list of customers the id is the name too, and a number says nothing.
            let all = if known.name == known.id { Words::default() } else { Words::of(&known.name) };
            let words = significant(&all);
            let form = all.iter().take_while(|word| OF_NAMES.contains(word)).count();
            names.has_form.push(form > 0);
            for start in [0, form] {
                names.in_full.insert((joined(&all, start), customer));
            }
            for word in &words {
                names.with_word.entry(word.clone()).or_default().push(customer);
            }
            names.of_customer.push(words);
        }
        names
    }

    /// Returns the customers whom the payer's name or the text names, those with all their words first.
    pub fn find(&self, payer: &Words, text: &Words) -> Vec<(CustomerId, Named)> {
        let payer_words = significant(payer);
        let text_words = significant(text);
        let cut = payer_words.last().filter(|word| word.len() >= 3);
        let has = |word: &str| {
            payer_words.iter().chain(&text_words).any(|known| known == word)
                || cut.is_some_and(|cut| payer_words.len() > 1 && word.starts_with(cut.as_str()))
        };
        let mut found: Vec<(CustomerId, Named)> = Vec::new();
        let mut seen: Vec<CustomerId> = Vec::new();
        for word in payer_words.iter().chain(&text_words) {
            let Some(customers) = self.with_word.get(word).filter(|list| list.len() <= MOST_SHARING) else { continue };
            for &customer in customers {
                if seen.contains(&customer) {
                    continue;
                }
                seen.push(customer);
                let name = &self.of_customer[customer.0 as usize];
                let letters: usize = name.iter().map(String::len).sum();
                if letters >= 3 && name.iter().all(|word| has(word)) {
                    found.push((customer, Named::Whole));
                } else if word.len() >= 4
                    && payer_words.contains(word)
                    && payer_words.iter().all(|word| name.contains(word))
                {
                    found.push((customer, Named::Part));
                }
            }
        }
        self.add_cut([payer, text], &mut found);
        found.sort_unstable_by_key(|&(customer, named)| (named, customer));
        found
    }

    /// Tells whether a customer's name begins with the words of a payer's.
    pub fn begins_with(&self, customer: CustomerId, payer: &Words) -> bool {
        self.of_customer[customer.0 as usize].starts_with(&significant(payer))
    }

    /// Adds the customers whose name begins with what a text ends with. Where somebody is named in full, only those
    /// whose name may begin with his: of "SARL MARTIN TRANS" it is SARL Martin Transports rather than SARL Martin.
    fn add_cut(&self, texts: [&Words; 2], found: &mut Vec<(CustomerId, Named)>) {
        let is_whole = |(_, named): &&(CustomerId, Named)| *named == Named::Whole;
        let whole: Vec<CustomerId> = found.iter().filter(is_whole).map(|(customer, _)| *customer).collect();
        for text in texts {
            let Some((start, cut)) = self.cut(text) else { continue };
            let end = || (start..text.len()).map(|at| text.token(at));
            let name = |customer: CustomerId| &self.of_customer[customer.0 as usize];
            let is_within = |customer: CustomerId| name(customer).iter().all(|word| end().any(|known| known == word));
            if !whole.is_empty() && !whole.iter().any(|&customer| is_within(customer)) {
                continue;
            }
            let goes_on = |customer: CustomerId| {
                end().any(|word| {
                    word.len() > 1 && !OF_NAMES.contains(&word) && !name(customer).iter().any(|known| known == word)
                })
            };
            found.retain(|(customer, _)| !cut.contains(customer));
            for (customer, named) in &mut *found {
                if is_within(*customer) && goes_on(*customer) {
                    *named = Named::Within;
                }
            }
            found.extend(cut.into_iter().map(|customer| (customer, Named::Whole)));
        }
    }

    /// Returns the customers whose name begins with what a text ends with, and where that begins.
    fn cut(&self, text: &Words) -> Option<(usize, Vec<CustomerId>)> {
        let tells = |start: &usize| {
            let letters: usize = (*start..text.len()).map(|at| text.token(at).len()).sum();
            let words = (*start..text.len()).filter(|&at| !OF_NAMES.contains(&text.token(at))).count();
            letters >= CUT_LETTERS || words >= 2 && letters >= CUT_LETTERS_OF_TWO
        };
        let some = |found: &Vec<CustomerId>| !found.is_empty() && found.len() <= MOST_SHARING;
        let mut starts = (0..text.len()).take_while(tells);
        let (start, mut found) =
            starts.find_map(|start| Some((start, Some(self.beginning(&joined(text, start))).filter(some)?)))?;
        // Who is listed without his legal form may have any.
        let behind = (start..text.len()).find(|&at| !OF_NAMES.contains(&text.token(at)));
        if let Some(behind) = behind.filter(|behind| *behind > start).filter(tells) {
            let bare = self.beginning(&joined(text, behind));
            found.extend(bare.into_iter().filter(|customer| !self.has_form[customer.0 as usize]));
        }
        found.sort_unstable();
        found.dedup();
        Some((start, found))
    }

    /// Returns the customers whose name begins so.
    fn beginning(&self, text: &str) -> Vec<CustomerId> {
        let names = self.in_full.range((text.to_owned(), CustomerId(0))..);
        let names = names.take_while(|(name, _)| name.starts_with(text));
        names.map(|(_, customer)| *customer).collect::<BTreeSet<CustomerId>>().into_iter().collect()
    }
}

/// Tells whether two names have a word in common, or the beginning of one where a bank cut it.
pub fn have_in_common(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| significant(&Words::of(name)));
    let begins = |word: &str, other: &str| word == other || word.len() >= 4 && other.starts_with(word);
    one.iter().any(|word| other.iter().any(|known| begins(word, known) || begins(known, word)))
}

fn joined(words: &Words, start: usize) -> String {
    words.iter().skip(start).collect::<Vec<_>>().join(" ")
}

fn significant(words: &Words) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words.iter().filter(|word| word.len() > 1 && !OF_NAMES.contains(word)) {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}
