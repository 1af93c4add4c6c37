//! What all pages of a run share: the fonts, the firm's look, the day.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Fault;
use super::face::Faces;
use super::frame::{Frame, Ink, Mark, Pages};
use super::letter;
use super::picture::Picture;
use super::theme::Theme;
use super::write::{Identity, Promise, write};
use crate::letter::formats::design::{Design, Image, ImageFormat};
use crate::letter::formats::document::{Document, Part};
use crate::letter::formats::transfer;
use crate::model::Date;

/// What all letters, or sheets, of a run share.
pub struct Engine<'a> {
    faces: Faces<'a>,
    theme: Theme,
    two_sided: bool,
    day: Date,
}

impl<'a> Engine<'a> {
    /// Prepares what the pages of a day share.
    ///
    /// # Errors
    /// When a font file that the design gives holds no font, or its logo cannot be shown.
    pub fn new(design: &'a Design, day: Date) -> Result<Engine<'a>, Fault> {
        let given: Vec<(&str, &[u8])> = design.fonts.iter().map(|(file, bytes)| (file.as_str(), &bytes[..])).collect();
        let logo = design.logo.as_ref().map(logo).transpose()?;
        Ok(Engine {
            faces: Faces::new(&given, &design.page.fonts)?,
            theme: Theme::new(&design.page, Ink::Color(design.color), logo),
            two_sided: design.two_sided,
            day,
        })
    }

    /// Returns the fonts.
    pub fn faces(&self) -> &Faces<'a> {
        &self.faces
    }

    /// Returns the colour of heads and rules.
    pub fn accent(&self) -> Ink {
        self.theme.accent
    }

    /// Lays a letter out.
    ///
    /// # Errors
    /// A letter of the alphabet that no font has.
    pub fn set(&self, document: &Document) -> Result<Pages, Fault> {
        let payload = document.parts.iter().find_map(|part| match part {
            Part::Facts { transfer, .. } => transfer.as_deref(),
            _ => None,
        });
        let code = payload.and_then(transfer::code).map(Arc::new);
        let pages = letter::set(&self.faces, &self.theme, document, code);
        missing(&pages).map_or(Ok(pages), |letter| Err(Fault::Letter(letter)))
    }

    /// Returns a text of which every letter has a font; one that has none is set as its number, `[U+65E5]`: what is
    /// evidence must not wait for a font. Notes these letters.
    pub fn printable<'t>(&self, text: &'t str, missing: &mut BTreeSet<char>) -> Cow<'t, str> {
        if text.is_ascii() || text.chars().all(|c| self.faces.has(c)) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.faces.has(c) {
                out.push(c);
            } else {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
                missing.insert(c);
            }
        }
        Cow::Owned(out)
    }

    /// Returns a letter as PDF/A-2b and PDF/UA-1, with the fonts it uses.
    ///
    /// # Errors
    /// What keeps the pages from being PDF/A.
    pub fn write(&self, pages: &Pages, id: &str) -> Result<Vec<u8>, Fault> {
        let identity = Identity { id, title: Some(&pages.title), day: self.day };
        write(&self.faces, &[pages], identity, Promise::Spoken)
    }

    /// Returns a sheet as one file that promises so much.
    ///
    /// It has bookmarks and no tags: those of every cell make a file of long tables many times as large, and courts
    /// take ten megabytes or so. The same sheet in HTML says to a screen reader what is a head and what a row.
    ///
    /// # Errors
    /// What keeps the pages from being what the file promises.
    pub fn write_sheet(&self, pages: &Pages, id: &str, promise: Promise) -> Result<Vec<u8>, Fault> {
        let identity = Identity { id, title: Some(&pages.title), day: self.day };
        write(&self.faces, &[pages], identity, promise)
    }

    /// Returns several letters as one file for the printer, fonts shared: their pages as they are.
    ///
    /// # Errors
    /// What keeps the pages from being PDF/A.
    pub fn merge(&self, letters: &[&Pages], id: &str) -> Result<Vec<u8>, Fault> {
        let blank = |of: &Pages| Pages {
            pages: of.pages.last().map(|last| Frame::new(last.width, last.height)).into_iter().collect(),
            ..Pages::default()
        };
        // No letter begins on the back of another one.
        let backs: Vec<Option<Pages>> = letters
            .iter()
            .map(|letter| (self.two_sided && !letter.pages.len().is_multiple_of(2)).then(|| blank(letter)))
            .collect();
        let all: Vec<&Pages> =
            letters.iter().zip(&backs).flat_map(|(letter, back)| [*letter].into_iter().chain(back)).collect();
        // Tags are of one letter each: in a merged file they would say so of several.
        write(&self.faces, &all, Identity { id, title: None, day: self.day }, Promise::Archive)
    }
}

/// Returns the first letter that no font draws.
fn missing(pages: &Pages) -> Option<char> {
    pages.pages.iter().flat_map(|page| &page.marks).find_map(|(_, _, mark, _)| {
        let Mark::Text(run) = mark else { return None };
        let glyph = run.glyphs.iter().find(|glyph| glyph.id == 0)?;
        run.text[glyph.text.start..].chars().next()
    })
}

fn logo(image: &Image) -> Result<Arc<Picture>, Fault> {
    let read = match image.format {
        ImageFormat::Svg => Picture::drawing(&image.bytes),
        ImageFormat::Png | ImageFormat::Jpeg => Picture::dots(&image.bytes),
    };
    read.map(Arc::new).map_err(|flaw| Fault::picture(&image.file, flaw))
}

/// Returns the texts of each page, in the order they were set.
#[cfg(test)]
pub fn texts(pages: &Pages) -> Vec<String> {
    let text = |page: &Frame| {
        let runs = page.marks.iter().filter_map(|(_, _, mark, _)| match mark {
            Mark::Text(run) => Some(format!("{}\n", run.text)),
            _ => None,
        });
        runs.collect()
    };
    pages.pages.iter().map(text).collect()
}
