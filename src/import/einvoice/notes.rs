//! The notes of an invoice (BT-21 and BT-22): which of them are the mentions that late-payment penalties rest on.

use crate::model::Mentions;

/// The subject codes of the notes of one document.
#[derive(Debug, Default)]
pub(super) struct Notes {
    codes: Vec<String>,
}

impl Notes {
    /// Adds a note; one without words says nothing.
    pub fn add(&mut self, code: &str, words: &str) {
        if !words.trim().is_empty() {
            self.codes.push(code.trim().to_ascii_uppercase());
        }
    }

    /// Adds a note that has its code in front of its words: `#PMT#words`.
    pub fn add_marked(&mut self, note: &str) {
        let marked = note.trim_start().strip_prefix('#').and_then(|rest| rest.split_once('#'));
        if let Some((code, words)) = marked {
            self.add(code, words);
        }
    }

    /// Returns the mentions of the document. One that is no whole invoice is known by what it bears only.
    pub fn mentions(&self, is_whole: bool) -> Option<Mentions> {
        let borne = Mentions::parse(&self.codes.join(" "));
        (is_whole || borne.lacking().next().is_none()).then_some(borne)
    }
}
