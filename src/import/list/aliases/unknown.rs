//! The words of a list that a mapping of its own has to say the meaning of.

use std::collections::BTreeSet;

use super::Name;
use crate::import::list::kinds;
use crate::import::list::statuses::Status;
use crate::input::words::{self, INVOICE_KINDS};
use crate::policy::ImportMapping;

/// What stands for the meaning of a word that is not known: it is none of ours, so that nobody forgets to fill it in.
pub const UNKNOWN: &str = "?";

/// More words that are not known make no kinds of documents: the column tells something else.
pub const MOST_KINDS: usize = 50;

/// What a mapping of the columns that say what a document is and what became of it has to say of their words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Columns whose words are to be told.
    pub asked: Vec<Asked>,
    /// For a column, the words of what is no invoice, each behind a `!`.
    pub filters: Vec<(String, Vec<String>)>,
}

/// A column whose words are to be told.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The column.
    pub column: String,
    /// Our words.
    pub known: String,
    /// Its words, and ours as far as they are known.
    pub meanings: Vec<(String, String)>,
}

impl Words {
    /// Returns what a mapping has to say of the words of a list, of which `texts` returns those of a column. A column
    /// of too many is taken out of the mapping.
    pub fn of(written: &mut ImportMapping, texts: impl Fn(&str) -> BTreeSet<String>) -> Words {
        let mut told = Words::default();
        let kind = written.invoices.get("kind").cloned();
        // Drafts by a column that is read for nothing else.
        let others = written.filters.iter().filter(|(column, _)| kind.as_ref() != Some(*column));
        told.filters.extend(others.map(|(column, leaves)| (column.clone(), leaves.clone())));
        if let Some(column) = kind {
            let texts = texts(&column);
            if texts.iter().filter(|text| !kinds::is_known(text)).count() > MOST_KINDS {
                written.invoices.remove("kind");
                written.ignore.push(column);
            } else {
                told.add_kinds(&column, texts);
            }
        }
        if let Some(column) = &written.status {
            let name = Name::of(column);
            let is_unknown = |word: &String| Status::of(word).or_else(|| Status::answered(word, &name)).is_none();
            let unknown = texts(column).into_iter().filter(is_unknown);
            told.ask(column, Status::known(), unknown.collect());
        }
        told
    }

    /// Adds the words of a column that says what documents are.
    fn add_kinds(&mut self, column: &str, texts: BTreeSet<String>) {
        let (quotes, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(|word| kinds::is_no_invoice(word));
        let others = others.into_iter().filter(|word| !kinds::is_own(word));
        let meant = |word: String| {
            let ours = kinds::ours(&word).unwrap_or(UNKNOWN).to_owned();
            (word, ours)
        };
        self.add(column, words::known(INVOICE_KINDS), others.map(meant).collect());
        if !quotes.is_empty() {
            self.filters.push((column.to_owned(), quotes.into_iter().map(|word| format!("!{word}")).collect()));
        }
    }

    /// Adds a column with words of which a person has to say the meaning.
    pub fn ask(&mut self, column: &str, known: String, unknown: BTreeSet<String>) {
        self.add(column, known, unknown.into_iter().map(|word| (word, UNKNOWN.to_owned())).collect());
    }

    /// Adds a column with its words and ours.
    pub fn add(&mut self, column: &str, known: String, meanings: Vec<(String, String)>) {
        if !meanings.is_empty() {
            self.asked.push(Asked { column: column.to_owned(), known, meanings });
        }
    }
}
