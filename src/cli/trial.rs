//! The folder as it would be after a change, read before anything is written.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::common::Files;
use super::files::{self as disk, Durability};
use super::load;
use super::steady::{self, Stamp};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::{self, Balances};
use crate::input::Reading;
use crate::input::edit::CsvFile;
use crate::model::{Date, FileRole};
use crate::policy::Policy;

/// Is one file of the folder: where it is, how messages call it, and what it holds.
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
        let (path, name, _) = sources.locate(role);
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

/// Is a day by which all that is written anywhere has happened: what is added is judged on its own day.
pub const FAR: Date = Date::from_ymd_opt(9999, 12, 31).expect("a day of the calendar");

/// Is what the folder reads as.
#[derive(Debug)]
pub struct Survey {
    /// The reading, with every row that could be kept; what was found in it stands in `findings`.
    pub reading: Reading,
    /// Everything that was found, where the money went included.
    pub findings: Vec<Diagnostic>,
    /// Where the money went; nothing where the folder cannot be read.
    pub balances: Option<Balances>,
}

/// Reads the folder and sets money against debts, going on past errors.
///
/// The files of `instead` are read in the place of the folder's own.
pub fn survey(files: &Files, policy: &Policy, as_of: Date, instead: &[(&FolderFile, &[u8])]) -> Survey {
    let mut sources = files.sources();
    sources.instead.extend(instead.iter().map(|(file, bytes)| (file.role, Arc::from(*bytes))));
    let mut reading = load::read_files(&sources, policy, true);
    let mut findings = std::mem::take(&mut reading.findings);
    let balances = reading.ledger.as_ref().map(|ledger| {
        let allocated = allocation::allocate(ledger, &policy.allocation, as_of);
        findings.extend(allocated.findings);
        allocated.balances
    });
    Survey { reading, findings, balances }
}

/// Returns the findings of `after` that are not among those of `before`: what a change brings.
pub fn brought(before: &[Diagnostic], after: Vec<Diagnostic>) -> Vec<Diagnostic> {
    fn key(finding: &Diagnostic) -> (&str, &str, Option<(&str, Option<u32>)>) {
        let place = finding.places.first().map(|place| (place.file.as_str(), place.line));
        (finding.code.slug, &finding.sentence.en, place)
    }
    let known: BTreeSet<_> = before.iter().map(key).collect();
    after.into_iter().filter(|finding| !known.contains(&key(finding))).collect()
}
