//! Documents as PDF: a computation sheet alone, and a customer's file with all its pieces.
//!
//! `piece` is what is set, `page` how, `columns` how wide the columns of its tables are, `register` the list of pieces,
//! `bundle` the file. The fonts and the writer are those of the letters.

#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]

mod bundle;
mod columns;
mod page;
mod piece;
mod register;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use self::bundle::Bound;
use self::page::Setter;
use self::piece::{Body, Piece};
use super::document::{Document, Head};
use crate::letter::formats::design::Design;
use crate::letter::formats::pdf::frame::{Frame, Pages, Tree};
use crate::letter::formats::pdf::{Engine, Fault, Promise};
use crate::model::{Date, Lang, figures};

/// What documents of a day are set with.
pub struct Paper<'a> {
    engine: Engine<'a>,
    day: Date,
}

/// A file, and the letters that no font has: each is set as its number, `[U+65E5]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// What was set as numbers.
    pub missing: BTreeSet<char>,
}

impl<'a> Paper<'a> {
    /// Prepares what documents of a day share: the firm's colour and fonts, on a page of ours.
    ///
    /// # Errors
    /// When a font file of the design holds no font.
    pub fn new(design: &'a Design, day: Date) -> Result<Paper<'a>, Fault> {
        Ok(Paper { engine: Engine::new(design, day)?, day })
    }

    /// Returns one document as PDF/A-2b.
    ///
    /// # Errors
    /// What the writer says of our page; there is none unless it is at fault.
    pub fn document(&self, document: &Document, head: &Head) -> Result<Written, Fault> {
        let (pages, missing) = self.laid(document, head);
        let bytes = self.engine.write_sheet(&pages, &self.ident(&document.title, head), Promise::Archive)?;
        Ok(Written { bytes, missing })
    }

    fn laid(&self, document: &Document, head: &Head) -> (Pages, BTreeSet<char>) {
        let setter = self.setter(document.lang, head);
        let piece = Piece { number: 0, title: document.title.clone(), body: Body::Blocks(&document.blocks) };
        let pages = setter.numbered(vec![setter.set(&piece)]);
        (self.pages(document, head, pages), setter.missing.into_inner())
    }

    fn setter(&self, lang: Lang, head: &Head) -> Setter<'_> {
        let parties: Vec<&str> = head.creditor.iter().map(String::as_str).chain([&*head.debtor]).collect();
        Setter::new(&self.engine, lang, &parties.join(" / "), &figures::date_in_words(self.day, lang))
    }

    fn pages(&self, document: &Document, head: &Head, pages: Vec<Frame>) -> Pages {
        Pages {
            pages,
            tree: Tree::default(),
            title: document.title.clone(),
            author: head.creditor.clone(),
            lang: document.lang.tag(),
        }
    }

    /// Returns what tells one file from another: the same for the same document.
    fn ident(&self, title: &str, head: &Head) -> String {
        format!("{title} {} {}", head.debtor, self.day)
    }
}
