//! Letters as PDF pages, for the printer and as attachments; and what sheets are set with too.
//!
//! From words to a file, each on top of the one before:
//!
//! - `face`: fonts, and words as glyphs; `bidi`: names that run from right to left;
//! - `text`: lines; `grid`: rows of cells; `picture` and `drawing`: what is no text;
//! - `frame`: what is drawn where, and which part of the document it is; `flow`: where pages end;
//! - `arrange`: what goes into an annex; `letter` and `parts`: the page of a letter; sheets have theirs in
//!   `output::statement::paper`;
//! - `write`: the file; `engine`: all of it for a run; `foreign`: others' files.

#![expect(clippy::float_arithmetic, reason = "places on paper, no money")]

mod arrange;
mod bidi;
mod drawing;
mod engine;
pub mod face;
mod flaw;
pub mod flow;
mod foreign;
pub mod frame;
pub mod grid;
mod letter;
mod parts;
pub mod picture;
pub mod text;
mod theme;
mod write;

pub use self::engine::Engine;
#[cfg(test)]
pub use self::engine::texts;
pub use self::flaw::Flaw;
pub use self::foreign::{Foreign, Unfit, look};
pub use self::letter::sides;
pub use self::parts::{items_of, join};
pub use self::write::Promise;
use crate::model::Bilingual;

/// Why a page cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No font has this letter.
    Letter(char),
    /// A file, as the user knows it, is of no use to a page.
    File(String, Bilingual),
    /// What keeps pages from being the file that was meant, in the words of the library.
    Unwritable(String),
}

impl Fault {
    /// Says that a file holds no font.
    pub fn no_font(file: &str) -> Fault {
        Fault::File(file.to_owned(), Bilingual::new("this file holds no font", "ce fichier ne contient pas de police"))
    }

    /// Says that a font that the policy names is not there.
    pub fn absent_font(name: &str) -> Fault {
        let why = Bilingual::new(
            "letters.page names this font, and letter-templates/fonts does not have it",
            "letters.page nomme cette police, et letter-templates/fonts ne l'a pas",
        );
        Fault::File(name.to_owned(), why)
    }

    /// Says why a picture cannot be shown.
    pub fn picture(file: &str, flaw: Flaw) -> Fault {
        let (en, fr) = match flaw {
            Flaw::Kind | Flaw::Unreadable => ("this picture cannot be read", "cette image est illisible"),
            Flaw::Large => ("this picture has too many dots", "cette image a trop de points"),
            Flaw::Effects => (
                "this drawing has texts, pictures, masks, patterns or effects, which letters do not show: save it with \
                    all of it as paths",
                "ce dessin a des textes, images, masques, motifs ou effets, que les lettres ne montrent pas : \
                    l'enregistrer avec tout en tracés",
            ),
        };
        Fault::File(file.to_owned(), Bilingual::new(en, fr))
    }
}
