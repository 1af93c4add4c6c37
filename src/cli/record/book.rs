//! The folder that acts are added to.

use super::super::exit::Exit;
use super::refused;
use crate::cli::reading::trial::{self, FAR, FolderFile};
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::history::Undone;
use crate::input::edit::{Changes, CsvFile, PlainRows};
use crate::model::{FileRole, Ledger};
use crate::policy::Policy;

/// Where what was typed stands.
const TYPED: &str = "relance record";

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

    /// Adds rows to a file of invoices or payments once the folder with them reads without a new error, and returns
    /// that folder. What is found on the new rows is said of the command.
    ///
    /// # Errors
    /// [`Exit::CouldNotRun`] when the rows are refused, said already; when the file cannot be written.
    pub fn add(
        &self,
        file: &FolderFile,
        added: PlainRows,
        besides: impl IntoIterator<Item = Diagnostic>,
        ui: &mut Ui,
    ) -> anyhow::Result<Option<Ledger>> {
        let new = CsvFile::new(file.role, &file.name, |_| true);
        let csv = file.file.as_ref().unwrap_or(&new);
        let after = csv.after(&Changes { added, ..Changes::default() });
        if !after.unwritable.is_empty() {
            return Err(refused(after.unwritable, ui).into());
        }
        let survey = trial::survey(self.files, self.policy, FAR, &[(file, &after.bytes)]);
        let mut brought = trial::brought(self.found, survey.findings);
        for place in brought.iter_mut().flat_map(|finding| &mut finding.places) {
            if place.file == file.name && place.line.is_some_and(|line| after.lines.contains(&line)) {
                *place = Place { text: place.text.take(), ..Place::file(TYPED) };
            }
        }
        // What is about to be given back can still be kept.
        let is_typed = |finding: &Diagnostic| finding.places.iter().any(|place| place.file == TYPED);
        for refund in brought.iter_mut().filter(|found| found.code == code::ledger::REFUND_OF_CLAIMS && is_typed(found))
        {
            refund.severity = Severity::Error;
            *refund = refund.clone().help(
                "give back at most what is left as credit: `relance age --detail` shows it",
                "rendre au plus ce qui reste en crédit : `relance balance --detail` le montre",
            );
        }
        brought.extend(besides);
        let is_refused = brought.iter().any(Diagnostic::is_error);
        ui.findings(brought);
        if is_refused {
            return Err(Exit::CouldNotRun.into());
        }
        file.write(&after.bytes)?;
        ui.note_written();
        Ok(survey.reading.ledger)
    }
}
