//! A notice with what its files say.

use super::document::Document;
use super::draft::Draft;

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
