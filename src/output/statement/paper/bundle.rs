//! A customer's file as one PDF: a contents page, then piece after piece, each on a page of its own, all pages counted
//! through.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::page::Setter;
use super::piece::{Body, Piece as Set, Registered, Shown as Page};
use super::{Paper, Written};
use crate::letter::formats::pdf::frame::Pages;
use crate::letter::formats::pdf::{Fault, Foreign, Promise, Unfit, look};
use crate::model::{Bilingual, Lang};
use crate::output::statement::contents::{Piece, Shown};
use crate::output::statement::document::{Document, Head};

/// The most bytes of other documents in one file.
const LARGEST: usize = 256 * 1024 * 1024;

/// A bound file, and what could not be bound into it.
pub struct Bound {
    /// The file.
    pub written: Written,
    /// The pieces that are files of their own: their places in the list, and why.
    pub apart: BTreeMap<usize, Bilingual>,
}

impl Paper<'_> {
    /// Binds a file: PDF/A-2b when all of it is ours, else plain PDF, since nobody can answer for another's pages.
    ///
    /// # Errors
    /// What the writer says of our pages; there is none unless they are at fault.
    pub fn bundle(&self, cover: &Document, head: &Head, pieces: &[Piece<'_>]) -> Result<Bound, Fault> {
        let mut binding = Binding { paper: self, cover, head, pieces, others: others(pieces) };
        let written = match binding.written() {
            // What looked sound cannot be shown for all that: it is left out, and the rest is bound.
            Err(fault) => {
                let unsound = binding.unsound();
                if unsound.is_empty() {
                    return Err(fault);
                }
                binding.others.extend(unsound.into_iter().map(|place| (place, Err(Unfit::Unreadable))));
                binding.written()?
            }
            Ok(written) => written,
        };
        let apart = binding.others.into_iter().filter_map(|(place, found)| Some((place, why(found.err()?)))).collect();
        Ok(Bound { written, apart })
    }
}

/// A document of others: its pages, or why they cannot be shown.
type Other = Result<Vec<Page>, Unfit>;

/// A file that is being bound.
pub(super) struct Binding<'a> {
    pub paper: &'a Paper<'a>,
    /// What the contents page says besides the list of pieces, which takes the place of its list of files.
    pub cover: &'a Document,
    pub head: &'a Head,
    pub pieces: &'a [Piece<'a>],
    /// The documents of others, by the places of their pieces.
    pub others: BTreeMap<usize, Other>,
}

/// Looks over the documents of others, as many as one file can hold.
pub(super) fn others(pieces: &[Piece<'_>]) -> BTreeMap<usize, Other> {
    let mut room = LARGEST;
    let mut found = BTreeMap::new();
    for (place, piece) in pieces.iter().enumerate() {
        let Shown::File(bytes) = piece.shown else { continue };
        let other = if bytes.len() > room { Err(Unfit::Large) } else { pages(bytes) };
        room -= if other.is_ok() { bytes.len() } else { 0 };
        found.insert(place, other);
    }
    found
}

impl Binding<'_> {
    /// Lays all of it out, and tells what the file can promise.
    pub fn laid(&self) -> (Pages, BTreeSet<char>, Promise) {
        let setter = self.paper.setter(self.cover.lang, self.head);
        let places: Vec<usize> = (0..self.pieces.len()).filter(|&place| !self.is_apart(place)).collect();
        let sets: Vec<_> = places.iter().map(|&place| self.set(&setter, place)).collect();
        let counts: Vec<usize> = sets.iter().map(|(pages, _)| pages.len()).collect();
        // The contents page says on which page each piece begins: behind itself, however many sheets it takes.
        let mut before = 1;
        let front = loop {
            let mut next = before + 1;
            let firsts = places.iter().zip(&counts).map(|(&place, count)| {
                next += count;
                (place, next - count)
            });
            let front = self.front(&setter, &firsts.collect());
            match front.0.len() {
                taken if taken > before => before = taken,
                _ => break front,
            }
        };
        let is_foreign = self.others.values().flatten().flatten().any(|page| !page.enlarged);
        let promise = if is_foreign { Promise::Nothing } else { Promise::Archive };
        let pages = setter.numbered([front].into_iter().chain(sets).collect());
        (self.paper.pages(self.cover, self.head, pages), setter.missing.into_inner(), promise)
    }

    fn written(&self) -> Result<Written, Fault> {
        let (pages, missing, promise) = self.laid();
        Ok(Written { bytes: self.write(&pages, promise)?, missing })
    }

    fn write(&self, pages: &Pages, promise: Promise) -> Result<Vec<u8>, Fault> {
        let ident = self.paper.ident(&self.cover.title, self.head);
        match self.paper.engine.write_sheet(pages, &ident, promise) {
            // A picture in the colours of a printing press is no PDF/A either.
            Err(_) if promise == Promise::Archive => self.paper.engine.write_sheet(pages, &ident, Promise::Nothing),
            written => written,
        }
    }

    /// Returns the places of those documents that cannot even be written alone.
    fn unsound(&self) -> Vec<usize> {
        let alone = |place: usize| {
            let setter = self.paper.setter(self.cover.lang, self.head);
            let pages = setter.numbered(vec![self.set(&setter, place)]);
            self.write(&self.paper.pages(self.cover, self.head, pages), Promise::Nothing)
        };
        let sound = self.others.iter().filter(|(_, other)| other.is_ok()).map(|(&place, _)| place);
        sound.filter(|&place| alone(place).is_err()).collect()
    }

    fn is_apart(&self, place: usize) -> bool {
        matches!(self.others.get(&place), Some(Err(_)))
    }

    fn set(&self, setter: &Setter<'_>, place: usize) -> super::page::Set {
        let piece = &self.pieces[place];
        let body = match piece.shown {
            Shown::Document(document) => Body::Blocks(&document.blocks),
            Shown::Text(text) => Body::Typed(text),
            Shown::File(_) => {
                Body::Shown(self.others.get(&place).and_then(|other| other.as_deref().ok()).unwrap_or_default())
            }
        };
        setter.set(&Set { number: place + 1, title: numbered(place + 1, piece.title, self.cover.lang), body })
    }

    /// Returns the contents page: the parties, the pieces with the pages where they begin, what is missing.
    fn front(&self, setter: &Setter<'_>, firsts: &BTreeMap<usize, usize>) -> super::page::Set {
        let lang = self.cover.lang;
        let note = |why: Bilingual| {
            format!("{}{}", lang.pick(("a file of its own: ", "fichier à part\u{a0}: ")), why.get(lang))
        };
        let entries = self.pieces.iter().enumerate().map(|(place, piece)| Registered {
            number: place + 1,
            title: piece.title.to_owned(),
            file: (piece.entry.file.clone(), piece.entry.sha256.clone()),
            page: firsts.get(&place).map_or_else(|| lang.pick(("apart", "à part")).to_owned(), usize::to_string),
            is_here: firsts.contains_key(&place),
            note: self.others.get(&place).and_then(|other| other.as_ref().err()).map(|&unfit| note(why(unfit))),
        });
        let entries: Vec<Registered> = entries.collect();
        let body = Body::Front(&self.cover.blocks, &entries);
        setter.set(&Set { number: 0, title: self.cover.title.clone(), body })
    }
}

/// Returns the title of a piece with its number, as it is cited.
fn numbered(number: usize, title: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("Pièce n°\u{a0}{number} — {title}"),
        Lang::En => format!("Exhibit\u{a0}{number} — {title}"),
    }
}

/// Returns the pages of a document.
fn pages(bytes: &[u8]) -> Other {
    Ok(match look(bytes)? {
        Foreign::Pages(pages) => pages
            .into_iter()
            .map(|(picture, size)| Page { picture: Arc::new(picture), size, enlarged: false })
            .collect(),
        Foreign::Picture(picture) => {
            vec![Page { size: picture.size(), picture: Arc::new(picture), enlarged: true }]
        }
    })
}

/// Says why a document is a file of its own.
fn why(unfit: Unfit) -> Bilingual {
    let (en, fr) = match unfit {
        Unfit::Kind => ("it is neither a PDF nor a picture", "ni PDF ni image"),
        Unfit::Unreadable => ("it cannot be read as a PDF or a picture", "PDF ou image illisible"),
        Unfit::Locked => ("it is protected by a password", "protégé par un mot de passe"),
        Unfit::Layers => ("it has layers", "il comporte des calques"),
        Unfit::Notes => (
            "notes, stamps or form fields on its pages would be lost",
            "des annotations, tampons ou champs de formulaire de ses pages seraient perdus",
        ),
        Unfit::Version => ("its version of PDF is too recent", "version de PDF trop récente"),
        Unfit::Large => ("it is too large", "trop volumineux"),
    };
    Bilingual::new(en, fr)
}
