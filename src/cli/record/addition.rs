//! Adds acts to the history: what they come to is read before it is written.

use super::super::exit::Exit;
use super::book::Book;
use super::{refused, sense};
use crate::cli::disk::journal::{self, Prepared};
use crate::cli::reading::trial::{self, FAR, FolderFile};
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::input::edit::{CsvFile, EventRow};
use crate::model::{EventKind, Ledger};

/// What was recorded, and the folder with it; nothing where it stood there already.
#[derive(Debug)]
pub(super) struct Recording {
    pub prepared: Prepared,
    pub after: Option<Ledger>,
    /// Whether it stood there already, and something ended it on its own day.
    pub is_over: bool,
}

/// Says of what was typed, or of the file that was named, what is found on the lines that come of it.
pub(super) type Blame<'b> = dyn Fn(&mut [Diagnostic], Option<&CsvFile>, &dyn Fn(&Diagnostic, &Place) -> bool) + 'b;

impl Book<'_> {
    /// Adds the rows to the history, unless they stand there already.
    ///
    /// # Errors
    /// [`Exit::CouldNotRun`] when `judge` refuses the rows that are new or the folder with them has new errors; said
    /// already. When the file cannot be written.
    pub fn append(
        &self,
        rows: &[EventRow],
        judge: &dyn Fn(&Prepared) -> Vec<Diagnostic>,
        blame: &Blame<'_>,
        ui: &mut Ui,
    ) -> anyhow::Result<Recording> {
        let prepared = self.open().and_then(|file| {
            let in_force = |id: &str| self.undone.id_in_force(id);
            Ok((journal::prepare(file.file.as_ref(), &file.name, rows, &in_force)?, file))
        });
        let (prepared, file) = match prepared {
            Ok(prepared) => prepared,
            Err(mut findings) => {
                blame(&mut findings, None, &|finding, _| {
                    [code::write::LETTER_UNWRITABLE, code::write::CONTROL_CHARACTER].contains(&finding.code)
                });
                return Err(refused(findings, ui).into());
            }
        };
        if prepared.appended.added == 0 {
            let may_be_over = |row: &EventRow| matches!(row.event, EventKind::Hold | EventKind::DisputeOpened);
            let over =
                if rows.iter().any(may_be_over) { sense::over(self, &prepared.appended.ids) } else { Vec::new() };
            let is_over = !over.is_empty();
            ui.findings(over);
            return Ok(Recording { prepared, after: None, is_over });
        }
        let mut brought = judge(&prepared);
        let (found, after) = self.brought(&file, &prepared, blame);
        brought.extend(found);
        if let Some(after) = after.as_ref().filter(|_| !brought.iter().any(Diagnostic::is_error)) {
            let judged = sense::judge(self, after, &prepared.appended.ids);
            // What an act would do that cannot be is of no use.
            brought.retain(|_| !judged.iter().any(Diagnostic::is_error));
            brought.extend(judged);
        }
        let is_refused = brought.iter().any(Diagnostic::is_error);
        ui.findings(brought);
        if is_refused {
            return Err(Exit::CouldNotRun.into());
        }
        file.write(&prepared.bytes)?;
        ui.note_written();
        Ok(Recording { prepared, after, is_over: false })
    }

    /// Returns what is found in the folder with the new rows, and was not before; and that folder.
    fn brought(&self, file: &FolderFile, prepared: &Prepared, blame: &Blame<'_>) -> (Vec<Diagnostic>, Option<Ledger>) {
        let after = trial::survey(self.files, self.policy, FAR, &[(file, &prepared.bytes)]);
        let mut brought = trial::brought(self.found, after.findings);
        blame(&mut brought, file.file.as_ref(), &|_, place| {
            place.file == file.name && place.line.is_some_and(|line| prepared.lines.contains(&line))
        });
        (brought, after.reading.ledger)
    }
}
