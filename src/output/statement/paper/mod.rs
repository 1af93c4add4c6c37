//! Documents as PDF: a computation sheet alone, and a customer's file with all its pieces.
//!
//! `data` is what the page design reads, `columns` how wide the columns of its tables are, `bundle` the file. The engine
//! is the one of the letters.

mod bundle;
mod columns;
mod data;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use self::bundle::Bound;
use self::data::{Data, Piece};
use super::document::{Document, Head};
use crate::letter::design::Design;
use crate::letter::pdf::{Engine, Fault, Pages, Promise, Shown, each};
use crate::model::{Date, Lang, figures};
use crate::policy::Color;

/// Is what documents of a day are set with.
pub struct Paper {
    engine: Engine,
    color: Color,
    day: Date,
}

/// Is a file, and the letters that no font has: each is set as its number, `[U+65E5]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// What was set as numbers.
    pub missing: BTreeSet<char>,
}

impl Paper {
    /// Prepares what documents of a day share: the firm's colour and fonts, on a page of ours.
    ///
    /// # Errors
    /// When a font file of the design holds no font.
    pub fn new(design: &Design, day: Date) -> Result<Paper, Fault> {
        Ok(Paper { engine: Engine::sheets(design, day)?, color: design.color, day })
    }

    /// Returns one document as PDF/A-2b.
    ///
    /// # Errors
    /// What the engine says of our page; there is none unless it is at fault.
    pub fn document(&self, document: &Document, head: &Head) -> Result<Written, Fault> {
        let (blocks, wide) = data::set(&document.blocks);
        let piece = Piece { number: 0, title: document.title.clone(), wide, blocks, pages: Vec::new() };
        let (pages, missing) = self.lay(document.lang, &document.title, head, vec![piece], Shown::new())?;
        let bytes = self.engine.write_sheet(&pages, &self.ident(&document.title, head), Promise::Archive)?;
        Ok(Written { bytes, missing })
    }

    /// Returns many documents as PDF/A-2b, set on all cores.
    pub fn documents(&self, all: &[(&Document, Head)]) -> Vec<Result<Written, Fault>> {
        each(all, |(document, head)| self.document(document, head))
    }

    fn lay(
        &self,
        lang: Lang,
        title: &str,
        head: &Head,
        pieces: Vec<Piece>,
        shown: Shown,
    ) -> Result<(Pages, BTreeSet<char>), Fault> {
        let data = Data {
            lang: lang.tag(),
            title: title.to_owned(),
            author: head.creditor.clone(),
            color: self.color.hex(),
            head: head.creditor.iter().chain([&head.debtor]).cloned().collect(),
            day: figures::date_in_words(self.day, lang),
            pieces,
        };
        self.engine.set_sheet(&serde_json::to_string(&data).expect("a document is plain data"), shown)
    }

    /// Returns what tells one file from another: the same for the same document.
    fn ident(&self, title: &str, head: &Head) -> String {
        format!("{title} {} {}", head.debtor, self.day)
    }
}
