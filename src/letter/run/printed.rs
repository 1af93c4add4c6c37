//! A notice with what its files say.

use crate::letter::content::draft::Draft;
use crate::letter::formats::document::Document;

/// One notice, composed.
#[derive(Clone, Debug)]
pub struct Printed<'a> {
    /// The notice.
    pub draft: Draft<'a>,
    /// What its files say.
    pub document: Document,
    /// The names of its files, the one that stands for it first.
    pub files: Vec<String>,
}
