//! Documents that others made: which of them can stand in a file of ours, page by page.
//!
//! A page is taken over as it was drawn. What is no part of the drawing would be lost without a word: notes and stamps
//! stuck on it, filled-in fields, layers that are switched off. A document with such things is left as it is.

use std::sync::Arc;

use hayro_syntax::object::{Array, Dict, Name, Rect};
use hayro_syntax::page::Page;
use hayro_syntax::{LoadPdfError, Pdf, PdfVersion};

use super::flaw::Flaw;
use super::picture::{Picture, pages};

/// A document that can be shown.
#[derive(Clone, Debug)]
pub enum Foreign {
    /// A PDF: each page, and its size in points.
    Pages(Vec<(Picture, (f32, f32))>),
    /// A picture.
    Picture(Picture),
}

/// Why a document cannot be shown.
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

/// The most pages of one document.
const MOST_PAGES: usize = 2_000;

/// The largest and the smallest side of a page, in points: five metres, and a stamp.
const SIDES: std::ops::RangeInclusive<f32> = 20.0..=14_400.0;

/// Looks a document over.
///
/// # Errors
/// Why it cannot be shown.
pub fn look(bytes: &[u8]) -> Result<Foreign, Unfit> {
    if !bytes[..bytes.len().min(1024)].windows(5).any(|part| part == b"%PDF-") {
        return Picture::dots(bytes).map(Foreign::Picture).map_err(|flaw| match flaw {
            Flaw::Kind => Unfit::Kind,
            Flaw::Large => Unfit::Large,
            Flaw::Unreadable | Flaw::Effects => Unfit::Unreadable,
        });
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
    let found = pdf.pages();
    if found.is_empty() {
        return Err(Unfit::Unreadable);
    }
    if found.len() > MOST_PAGES {
        return Err(Unfit::Large);
    }
    if found.iter().any(has_notes) {
        return Err(Unfit::Notes);
    }
    let sizes = found.iter().map(|page| {
        let (width, height) = page.render_dimensions();
        (SIDES.contains(&width) && SIDES.contains(&height)).then_some((width, height))
    });
    let sizes = sizes.collect::<Option<Vec<_>>>().ok_or(Unfit::Unreadable)?;
    Ok(Foreign::Pages(pages(Arc::new(pdf)).into_iter().zip(sizes).collect()))
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
