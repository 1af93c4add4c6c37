//! A customer's file as one PDF: a contents page, then piece after piece, each on a page of its own, all pages counted
//! through.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{self, File, Piece as Set, Registered, Shown as Page};
use super::{Paper, Written};
use crate::letter::pdf::{Fault, Foreign, Pages, Promise, Shown as Files, Unfit, look};
use crate::model::{Bilingual, Lang};
use crate::output::statement::contents::{Entry, Piece, Shown};
use crate::output::statement::document::{Block, Document, Head};

/// Is the most bytes of other documents in one file.
const LARGEST: usize = 256 * 1024 * 1024;

/// Is a bound file, and what could not be bound into it.
pub struct Bound {
    /// The file.
    pub written: Written,
    /// The pieces that are files of their own: their places in the list, and why.
    pub apart: BTreeMap<usize, Bilingual>,
}

impl Paper {
    /// Binds a file: PDF/A-2b when all of it is ours, else plain PDF, since nobody can answer for another's pages.
    ///
    /// # Errors
    /// What the engine says of our page; there is none unless it is at fault.
    pub fn bundle(&self, cover: &Document, head: &Head, pieces: &[Piece<'_>]) -> Result<Bound, Fault> {
        let mut binding = Binding { paper: self, cover, head, pieces, others: others(pieces) };
        let written = match binding.written() {
            // What looked sound cannot be set for all that: it is left out, and the rest is bound.
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

/// Is a document of others: its pages, or why they cannot be shown.
type Other = Result<Vec<Page>, Unfit>;

/// Is a file that is being bound.
pub(super) struct Binding<'a> {
    pub paper: &'a Paper,
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
        let other = if bytes.len() > room { Err(Unfit::Large) } else { pages(bytes, place) };
        room -= if other.is_ok() { bytes.len() } else { 0 };
        found.insert(place, other);
    }
    found
}

impl Binding<'_> {
    /// Lays all of it out, and tells what the file can promise.
    pub fn laid(&self) -> Result<(Pages, BTreeSet<char>, Promise), Fault> {
        let places: Vec<usize> = (0..self.pieces.len()).filter(|place| !self.is_apart(*place)).collect();
        let mut sets = vec![self.front()];
        sets.extend(places.iter().map(|&place| self.set(place)));
        self.lay(&places, sets)
    }

    fn lay(&self, places: &[usize], sets: Vec<Set>) -> Result<(Pages, BTreeSet<char>, Promise), Fault> {
        let is_foreign = sets.iter().flat_map(|set| &set.pages).any(|page| page.page.is_some());
        let promise = if is_foreign { Promise::Nothing } else { Promise::Archive };
        let mut files = Files::new();
        for &place in places {
            if let (Shown::File(bytes), Some(Ok(pages))) = (self.pieces[place].shown, self.others.get(&place)) {
                files.extend(pages.first().map(|page| (page.file.clone(), bytes.to_vec())));
            }
        }
        let (pages, missing) = self.paper.lay(self.cover.lang, &self.cover.title, self.head, sets, files)?;
        Ok((pages, missing, promise))
    }

    fn written(&self) -> Result<Written, Fault> {
        let (pages, missing, promise) = self.laid()?;
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

    /// Returns the places of those documents that cannot even be set alone.
    fn unsound(&self) -> Vec<usize> {
        let alone = |place: usize| {
            let (pages, _, promise) = self.lay(&[place], vec![self.set(place)])?;
            self.write(&pages, promise)
        };
        self.others
            .iter()
            .filter(|(_, other)| other.is_ok())
            .map(|(&place, _)| place)
            .filter(|&p| alone(p).is_err())
            .collect()
    }

    fn is_apart(&self, place: usize) -> bool {
        matches!(self.others.get(&place), Some(Err(_)))
    }

    fn set(&self, place: usize) -> Set {
        let piece = &self.pieces[place];
        let (blocks, wide) = match piece.shown {
            Shown::Document(document) => data::set(&document.blocks),
            Shown::Text(text) => (vec![data::Set::Typed { text: text.to_owned() }], false),
            Shown::File(_) => (Vec::new(), false),
        };
        let pages = self.others.get(&place).and_then(|other| other.as_ref().ok()).cloned().unwrap_or_default();
        Set { number: place + 1, title: numbered(place + 1, piece.title, self.cover.lang), wide, blocks, pages }
    }

    /// Returns the contents page: the parties, the pieces, what is missing.
    fn front(&self) -> Set {
        let lang = self.cover.lang;
        let say = |en: &'static str, fr: &'static str| if lang == Lang::Fr { fr } else { en };
        let note =
            |why: Bilingual| format!("{}{}", say("a file of its own: ", "fichier à part\u{a0}: "), why.get(lang));
        let entries = self.pieces.iter().enumerate().map(|(place, piece)| Registered {
            number: place + 1,
            title: piece.title.to_owned(),
            file: file(piece.entry),
            apart: self.is_apart(place).then(|| say("apart", "à part").to_owned()),
            note: self.others.get(&place).and_then(|other| other.as_ref().err()).map(|&unfit| note(why(unfit))),
        });
        let titles = [say("No.", "N°"), say("Exhibit", "Pièce"), say("Page", "Page")].map(str::to_owned);
        let register = data::Set::Register { titles, entries: entries.collect() };
        // The list of files gives way to the list of pieces.
        let at = self.cover.blocks.iter().position(|block| matches!(block, Block::Table(_)));
        let (mut blocks, _) = data::set(&self.cover.blocks);
        match at {
            Some(at) => blocks[at] = register,
            None => blocks.push(register),
        }
        Set { number: 0, title: self.cover.title.clone(), wide: false, blocks, pages: Vec::new() }
    }
}

/// Returns the title of a piece with its number, as it is cited.
fn numbered(number: usize, title: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr => format!("Pièce n°\u{a0}{number} — {title}"),
        Lang::En => format!("Exhibit\u{a0}{number} — {title}"),
    }
}

fn file(entry: &Entry) -> File {
    // Names of files are ASCII.
    let parts =
        |text: &str| text.as_bytes().chunks(32).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    File { name: parts(&entry.file), sha256: parts(&entry.sha256) }
}

/// Returns the pages of a document, with its virtual name.
fn pages(bytes: &[u8], place: usize) -> Other {
    let found = look(bytes)?;
    let is_picture = matches!(found, Foreign::Picture(_));
    let file = format!("/piece-{}{}", place + 1, if is_picture { "" } else { ".pdf" });
    let page = |page: Option<usize>, (width, height): (u32, u32)| Page {
        file: file.clone(),
        page,
        width,
        height,
        enlarged: is_picture,
    };
    Ok(match found {
        Foreign::Pages(sizes) => (1..).zip(sizes).map(|(number, size)| page(Some(number), size)).collect(),
        Foreign::Picture(size) => vec![page(None, size)],
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
