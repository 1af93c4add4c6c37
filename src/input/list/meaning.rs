//! What a text of a list means by a table of its words and ours.

use std::collections::BTreeMap;

use crate::input::header::{fold, same};

/// What stands behind the beginning of texts that mean one thing.
pub const ANY: char = '*';

/// It alone: every text that a table of words does not name.
pub const OTHERS: &str = "*";

/// Returns the word that stands for a text, and ours. The text itself goes before its beginning, and of two beginnings
/// the longer one.
pub fn meant<'a>(text: &str, words: &'a BTreeMap<String, String>) -> Option<(&'a str, &'a str)> {
    let all = words.iter().map(|(theirs, ours)| (theirs.as_str(), ours.as_str()));
    let beginning = |theirs: &'a str| theirs.strip_suffix(ANY);
    let whole = all.clone().find(|(theirs, _)| beginning(theirs).is_none() && same(theirs, text));
    whole.or_else(|| {
        let mut beginnings = all.filter(|(theirs, _)| beginning(theirs).is_some()).peekable();
        // An empty cell is no text.
        beginnings.peek().filter(|_| !text.is_empty())?;
        let text = fold(text);
        let begins =
            |(theirs, _): &(&'a str, &str)| beginning(theirs).is_some_and(|begins| text.starts_with(&fold(begins)));
        beginnings.filter(begins).max_by_key(|(theirs, _)| fold(theirs).len())
    })
}

/// The words of one column of a list, and ours; the text before is looked up no more, which most rows have too.
#[derive(Default)]
pub(super) struct Meanings<'a> {
    words: Option<&'a BTreeMap<String, String>>,
    last: String,
    ours: Option<&'a str>,
}

impl<'a> Meanings<'a> {
    /// Returns the meanings of a column, by the table of its words if it has one.
    pub fn of(words: Option<&'a BTreeMap<String, String>>) -> Meanings<'a> {
        let ours = words.and_then(|words| meant("", words)).map(|(_, ours)| ours);
        Meanings { words, last: String::new(), ours }
    }

    /// Returns our word for a text of the list, or the text itself.
    pub fn ours<'b>(&mut self, text: &'b str) -> &'b str
    where
        'a: 'b,
    {
        let Some(words) = self.words else { return text };
        if text != self.last {
            text.clone_into(&mut self.last);
            self.ours = meant(text, words).map(|(_, ours)| ours);
        }
        self.ours.unwrap_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_before_its_beginning_and_a_longer_beginning_before_a_shorter_one() {
        let words = [("*", ""), ("Avoir*", "credit_note"), ("Avoir confirmation*", ""), ("Avoir confirmé", "invoice")];
        let words: BTreeMap<String, String> =
            words.iter().map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned())).collect();
        for (text, ours) in [
            ("AVOIR sur F12", "credit_note"),
            ("Avoir", "credit_note"),
            ("avoir confirmation du client", ""),
            ("Avoir confirme", "invoice"),
            ("Pose de mai", ""),
        ] {
            assert_eq!(meant(text, &words).map(|(_, ours)| ours), Some(ours), "{text}");
        }
        // An empty cell says nothing, whatever all other texts mean.
        assert_eq!(meant("", &words), None);
    }
}
