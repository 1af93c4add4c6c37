//! The words of a list that a mapping of its own has to say the meaning of.

use std::collections::BTreeSet;

use super::{Name, Samples};
use crate::import::list::kinds::{self, Document};
use crate::import::list::statuses::Status;
use crate::policy::ImportMapping;

/// What stands for the meaning of a word that is not known: it is none of ours, so that nobody forgets to fill it in.
pub const UNKNOWN: &str = "?";

/// What a mapping of the columns that say what a document is and what became of it has to say of their words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// For a column, its words and ours.
    pub values: Vec<(String, Vec<(String, String)>)>,
    /// For a column, the words of what is no invoice, each behind a `!`.
    pub filters: Vec<(String, Vec<String>)>,
}

impl Words {
    /// Adds a column that says what documents are, and its words.
    pub fn add_kinds(&mut self, column: &str, words: impl IntoIterator<Item = String>) {
        let words: BTreeSet<String> = words.into_iter().collect();
        let (quotes, others): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word| kinds::document(word, true) == Some(Document::Quote));
        let others = others.into_iter().filter(|word| !kinds::is_own(word));
        let meant = |word: String| {
            let ours = kinds::ours(&word).unwrap_or(UNKNOWN).to_owned();
            (word, ours)
        };
        self.add(column, others.map(meant).collect());
        if !quotes.is_empty() {
            self.filters.push((column.to_owned(), quotes.into_iter().map(|word| format!("!{word}")).collect()));
        }
    }

    fn add(&mut self, column: &str, values: Vec<(String, String)>) {
        if !values.is_empty() {
            self.values.push((column.to_owned(), values));
        }
    }
}

/// Returns what a mapping has to say of the words of a list.
pub(super) fn of(written: &ImportMapping, samples: Samples<'_>) -> Words {
    let mut words = Words::default();
    let kind = written.invoices.get("kind");
    if let Some(column) = kind {
        words.add_kinds(column, samples(column));
    }
    if let Some(column) = &written.status {
        let name = Name::of(column);
        let is_unknown = |word: &String| Status::of(word).or_else(|| Status::answered(word, &name)).is_none();
        let unknown: BTreeSet<String> = samples(column).into_iter().filter(is_unknown).collect();
        words.add(column, unknown.into_iter().map(|word| (word, UNKNOWN.to_owned())).collect());
    }
    // Drafts by a column that is read for nothing else.
    let others = written.filters.iter().filter(|(column, _)| kind != Some(*column));
    words.filters.extend(others.map(|(column, leaves)| (column.clone(), leaves.clone())));
    words
}
