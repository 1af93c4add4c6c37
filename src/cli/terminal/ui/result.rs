//! The result of a run: where it goes, in what form, and what is said when it cannot be written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::super::warnings;
use super::Ui;
use crate::cli::disk::files::{self, Durability};
use crate::cli::disk::target;
use crate::cli::env;
use crate::cli::exit::Exit;
use crate::cli::typed::common::FormatName;
use crate::diag::{Diagnostic, Place, code};
use crate::model::Bilingual;
use crate::output::{self, Format, LongNames, Page, Report};

impl Ui {
    /// Writes a report where and how the options say, after testing its rows for `--fail-if`.
    ///
    /// # Errors
    /// When a `--fail-if` does not fit the report, or the result cannot be written.
    pub fn report(&mut self, report: &dyn Report) -> anyhow::Result<Exit> {
        for test in self.fail_if.clone() {
            let count = test.count(report).map_err(|finding| anyhow!(*finding))?;
            if count > 0 {
                self.note_found();
                let typed = test.typed();
                self.say(&Bilingual::new(
                    format!("--fail-if {typed}: {count} row{}", if count > 1 { "s" } else { "" }),
                    format!("--fail-if {typed} : {count} ligne{}", if count > 1 { "s" } else { "" }),
                ));
            }
        }
        let format = match self.format {
            FormatName::Table => Format::Table(self.page()),
            FormatName::Csv => Format::Csv(self.csv),
            FormatName::Xlsx => Format::Workbook(self.lang),
            FormatName::Json => Format::Json,
            FormatName::Ndjson => Format::JsonLines,
            FormatName::Ics if report.calendar().is_none() => return Err(anyhow!(no_calendar())),
            FormatName::Ics => Format::Calendar(self.lang),
        };
        let warnings = warnings::nested(&self.said, self.lang);
        self.result(|out| output::write(report, format, &warnings, out))
    }

    /// Refuses a form that no result has, before anything is done: that of a calendar, but of a plan, and two forms at
    /// once.
    ///
    /// # Errors
    /// When it was asked for.
    pub fn refuse_forms(&self, has_calendar: bool) -> anyhow::Result<()> {
        match self.format {
            _ if self.has_two_forms => Err(anyhow!(two_forms())),
            FormatName::Ics if !has_calendar => Err(anyhow!(no_calendar())),
            _ => Ok(()),
        }
    }

    /// Writes a text to stdout or to `--output`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn text(&mut self, text: &str) -> anyhow::Result<Exit> {
        self.result(|out| out.write_all(text.as_bytes()))
    }

    /// Refuses to write the result over files that the run writes for itself, or anything else that is no result,
    /// before something is written.
    ///
    /// # Errors
    /// [`Exit::CouldNotRun`] when `--output` names one of them; said already.
    pub fn keep_output_from(&mut self, own: &[PathBuf]) -> Result<(), Exit> {
        match self.output.as_deref().map_or(Ok(()), |target| target::judge(target, own)) {
            Ok(()) => Ok(()),
            Err(finding) => {
                self.finding(*finding);
                Err(Exit::CouldNotRun)
            }
        }
    }

    fn page(&self) -> Page {
        let to_terminal = self.output.is_none() && env::stdout_is_terminal();
        Page {
            lang: self.lang,
            width: env::line_width(to_terminal),
            long_names: if to_terminal { LongNames::Cut } else { LongNames::Whole },
            colour: self.colours(to_terminal),
        }
    }

    fn result(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<Exit> {
        if let Some(path) = &self.output {
            // Now all is read that is.
            target::judge(path, &[]).map_err(|finding| anyhow!(*finding))?;
        }
        let written = match &self.output {
            Some(path) => files::replace(path, Durability::Cached, write),
            None => to_stdout(write),
        };
        match written {
            Ok(()) => Ok(Exit::Done),
            Err(error) if self.output.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Done),
            Err(error) => Err(anyhow!(self.unwritable(&error))),
        }
    }

    fn unwritable(&self, error: &io::Error) -> Diagnostic {
        let finding = unwritten(error);
        let finding = if self.has_written {
            finding.help(
                "all that was to be written and recorded in the folder is: only this report of it is missing",
                "tout ce qui devait être écrit et enregistré dans le dossier l'est : seul ce compte rendu manque",
            )
        } else {
            finding
        };
        match self.output.as_deref().map(Path::display) {
            Some(path) => finding.at(Place::file(path.to_string())),
            None => finding,
        }
    }
}

/// Says why an answer could not be written.
pub fn unwritten(error: &io::Error) -> Diagnostic {
    let why = files::why(error);
    Diagnostic::new(
        code::cli::OUTPUT_UNWRITABLE,
        format!("the result cannot be written: {}", why.en),
        format!("impossible d'écrire le résultat : {}", why.fr),
    )
}

/// Writes to stdout in large pieces: the standard handle would look for the end of each line.
fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

/// Says that a result has one form.
fn two_forms() -> Diagnostic {
    Diagnostic::new(
        code::cli::FORMAT_TWICE,
        "--csv asks for CSV, and --format for something else",
        "--csv demande du CSV, et --format autre chose",
    )
    .help("leave one of them out", "n'en garder qu'une")
}

/// Says that a result has no days for a calendar.
fn no_calendar() -> Diagnostic {
    Diagnostic::new(
        code::cli::FORMAT_CALENDAR,
        "this result has no days for a calendar",
        "ce résultat n'a pas de jours à mettre dans un calendrier",
    )
    .help(
        "--format ics is for relance plan and relance plan --forecast",
        "--format ics est fait pour relance relances et relance relances --forecast",
    )
}
