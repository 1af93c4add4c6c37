//! The folder that acts are added to.

use super::super::common::Files;
use super::super::trial::FolderFile;
use crate::diag::Diagnostic;
use crate::engine::history::Undone;
use crate::model::{FileRole, Ledger};
use crate::policy::Policy;

/// The folder as it stands.
#[derive(Debug)]
pub(super) struct Book<'a> {
    pub files: &'a Files,
    pub policy: &'a Policy,
    pub ledger: &'a Ledger,
    /// The acts that were ever taken back.
    pub undone: Undone<'a>,
    /// What is found in it already.
    pub found: &'a [Diagnostic],
}

impl Book<'_> {
    /// Returns the history as it stands.
    pub fn open(&self) -> Result<FolderFile, Vec<Diagnostic>> {
        FolderFile::open(FileRole::Events, self.files, self.policy)
    }
}
