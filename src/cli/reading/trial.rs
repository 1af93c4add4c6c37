//! The folder as it would be after a change, read before anything is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::load;
pub use crate::cli::disk::folder_file::{FolderFile, Written, unwritable};
use crate::cli::typed::common::Files;
use crate::diag::Diagnostic;
use crate::engine::allocation::Balances;
use crate::input::{Bytes, Reading};
use crate::model::Date;
use crate::policy::Policy;

/// A day by which all that is written anywhere has happened: what is added is judged on its own day.
pub const FAR: Date = Date::from_ymd_opt(9999, 12, 31).expect("a day of the calendar");

/// What the folder reads as.
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
pub fn survey(files: &Files, policy: &Policy, as_of: Date, instead: &[(&FolderFile, &Bytes)]) -> Survey {
    let mut sources = files.sources();
    sources.instead.extend(instead.iter().map(|(file, bytes)| (file.role, Arc::clone(bytes))));
    let mut reading = load::read_files(&sources, policy, true);
    let mut findings = std::mem::take(&mut reading.findings);
    let balances = reading.ledger.as_ref().map(|ledger| {
        let allocated = load::allocated(files, ledger, policy, as_of);
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
