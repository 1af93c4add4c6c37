//! Documents that others made: which of them can stand in a file of ours, page by page.
//!
//! A page is taken over as it was drawn. What is no part of the drawing would be lost without a word: notes and stamps
//! stuck on it, filled-in fields, layers that are switched off. A document with such things is left as it is.

use hayro_syntax::object::{Array, Dict, Name, Rect};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf, PdfVersion};

use super::engine;

/// Is a document that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF: the size of each page, in points.
    Pages(Vec<(u32, u32)>),
    /// A picture: its size in dots.
    Picture((u32, u32)),
}

/// Is why a document cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is neither a PDF nor a picture.
    Kind,
    /// It cannot be read.
    Unreadable,
    /// It asks for a password.
    Locked,
    /// It has layers, of which some may be hidden.
    Layers,
    /// Notes, stamps or fields are stuck on its pages.
    Notes,
    /// It is of a later version than the file.
    Version,
    /// It is very large.
    Large,
}

/// Is the most pages of one document.
const MOST_PAGES: usize = 2_000;

/// Is the largest and the smallest side of a page, in points: five metres, and a stamp.
const SIDES: std::ops::RangeInclusive<u32> = 20..=14_400;

/// Looks a document over.
///
/// # Errors
/// Why it cannot be shown.
pub fn look(bytes: &[u8]) -> Result<Foreign, Unfit> {
    if !bytes[..bytes.len().min(1024)].windows(5).any(|part| part == b"%PDF-") {
        return match engine::picture(bytes) {
            Some(Some(size)) => Ok(Foreign::Picture(size)),
            Some(None) => Err(Unfit::Unreadable),
            None => Err(Unfit::Kind),
        };
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|why| match why {
        LoadPdfError::Decryption(_) => Unfit::Locked,
        LoadPdfError::Invalid => Unfit::Unreadable,
    })?;
    if pdf.version() > PdfVersion::Pdf17 {
        return Err(Unfit::Version);
    }
    if pdf.xref().has_optional_content_groups() {
        return Err(Unfit::Layers);
    }
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(Unfit::Unreadable);
    }
    if pages.len() > MOST_PAGES {
        return Err(Unfit::Large);
    }
    if pages.iter().any(has_notes) {
        return Err(Unfit::Notes);
    }
    let sizes = pages.iter().map(|page| {
        let (width, height) = page.render_dimensions();
        let size = (width.round() as u32, height.round() as u32);
        (SIDES.contains(&size.0) && SIDES.contains(&size.1)).then_some(size)
    });
    sizes.collect::<Option<Vec<_>>>().map(Foreign::Pages).ok_or(Unfit::Unreadable)
}

/// Tells whether something is stuck on a page that shows: links do not, nor do signatures without a picture.
fn has_notes(page: &Page<'_>) -> bool {
    let shows = |note: Dict<'_>| {
        let kind = note.get::<Name<'_>>("Subtype");
        let is_mute = kind.is_some_and(|kind| [&b"Link"[..], b"Popup"].contains(&&*kind));
        let has_room = note.get::<Rect>("Rect").is_none_or(|rect| rect.x0 < rect.x1 && rect.y0 < rect.y1);
        !is_mute && has_room
    };
    page.raw().get::<Array<'_>>("Annots").is_some_and(|notes| notes.iter::<Dict<'_>>().any(shows))
}
