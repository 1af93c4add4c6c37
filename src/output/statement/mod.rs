//! Penalties in words and figures that a reader with a calculator can follow: the derivation of one invoice
//! (`penalties --explain`) and the computation sheet of one customer (`penalties --sheet`).
//!
//! `explain` and `sheet` turn the engine's derivations into a `document`, with the `words` of both and the list of
//! `rates` that they refer to; `text`, `markdown` and `html` write a document. Everything in a document is text: what
//! is special in a format is neutralised where that format is written, and nowhere else. `abridged` is what of a long
//! one is set on paper.

mod abridged;
mod account;
mod chronology;
pub mod contents;
pub mod document;
pub mod dossier;
mod explain;
mod html;
mod markdown;
pub mod paper;
mod rates;
mod sheet;
mod text;
mod words;

pub use account::account;
pub use explain::explain;
pub use sheet::{Sheet, sheet};

use crate::model::FileRole;

/// How messages name the files of a run.
#[derive(Clone, Debug, Default)]
pub struct FileNames(Vec<(FileRole, String)>);

impl FileNames {
    /// Returns the names of the files that were read; one that is not among them has its name of the folder.
    pub fn new(names: impl IntoIterator<Item = (FileRole, String)>) -> FileNames {
        FileNames(names.into_iter().collect())
    }

    fn get(&self, role: FileRole) -> &str {
        self.0.iter().find(|(known, _)| *known == role).map_or(role.file_name(), |(_, name)| name)
    }
}
