//! One file of the folder, read as far as a change needs it, and written whole or not at all.

use std::io;
use std::path::PathBuf;

use super::files::{self as disk, Durability};
use super::steady::{self, Stamp};
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, code};
use crate::input::edit::CsvFile;
use crate::input::{Bytes, Located};
use crate::model::FileRole;
use crate::policy::Policy;

/// A file of the folder, and what it is to hold.
pub type Written = (FolderFile, Bytes);

/// One file of the folder: where it is, how messages call it, and what it holds.
#[derive(Debug)]
pub struct FolderFile {
    /// Which one it is.
    pub role: FileRole,
    /// Where it is, or will be.
    pub path: PathBuf,
    /// Its name in messages.
    pub name: String,
    /// What it holds; nothing when it is not there.
    pub file: Option<CsvFile>,
    /// The state of it that was read.
    stamp: Option<Stamp>,
}

impl FolderFile {
    /// Reads a file of the folder as far as a change needs it.
    ///
    /// # Errors
    /// Returns what keeps its dialect or columns from being known.
    pub fn open(role: FileRole, files: &Files, policy: &Policy) -> Result<FolderFile, Vec<Diagnostic>> {
        let sources = files.sources();
        let Located { path, name, .. } = sources.locate(role);
        let stamp = Stamp::of(&path);
        let source = sources.open(role).map_err(|finding| vec![*finding])?;
        let file = source.map(|source| CsvFile::of(role, source, policy.files.of(role))).transpose()?;
        Ok(FolderFile { role, path, name, file, stamp })
    }

    /// Writes the file's new content, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written, or another program wrote it since it was read: what that one wrote is not lost.
    pub fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        if Stamp::of(&self.path) != self.stamp {
            return Err(steady::changing(&self.path).into());
        }
        disk::replace(&self.path, Durability::Synced, |out| out.write_all(bytes))
            .map_err(|error| unwritable(&self.name, &error).into())
    }
}

/// Returns the finding that says why a file of the folder was not written.
pub fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    let why = disk::why(error);
    Diagnostic::new(
        code::cli::OUTPUT_UNWRITABLE,
        format!("{name} cannot be written: {}", why.en),
        format!("{name} ne peut pas être écrit : {}", why.fr),
    )
    .at(Place::file(name))
}
