//! `relance check`: is this folder sound? Every finding of every file in one go, and an exit code for a CI job.

mod claims;
mod folder;
mod thresholds;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};

use self::folder::Found;
use super::clock;
use super::exit::Exit;
use super::reading::folders;
use super::terminal::ui::Ui;
use super::typed::common::{CsvName, Files, FormatName, Shape, Speech};
use super::typed::day;
use crate::diag::{self, Diagnostic, Severity, code};
use crate::model::cores::each;
use crate::model::{Bilingual, Date};
use crate::output::reports::check::{Check, Machine, Verdict, distinct, github, junit, sarif};

/// Is this folder sound: every finding, with its place and the way out
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
It reads on past errors, so that those of all files are listed at once, and it looks the policy over: levels that never
come on their day, templates that are not there, exceptions that match nobody, claims the law does not grant. The
folder's own templates, page design, logo and fonts are judged as `letters` does. It exits 1 when a finding is at or
above `fail_on` of [check] in the policy (errors, unless it says otherwise); [check.severity] sets the severity of a code,
[check.thresholds] how far the figures of the folder may go.

Examples:
  relance check
  relance check -C clients/dupont --format json --output findings.json
  relance check clients/*/                several folders, one report; what they share is told once
  relance check clients/*/ --format sarif --output relance.sarif
  relance check --strict -q --format github    in a job of GitHub Actions
  relance check -q --format csv           for a script: the exit code tells")]
pub struct Args {
    /// Several folders, in one report [default: the one of -C]
    #[arg(value_name = "DIR", conflicts_with_all = [
        "folder", "policy", "invoices_file", "payments_file", "customers_file", "events_file",
    ])]
    dirs: Vec<PathBuf>,
    /// The day to answer for; nothing dated later has happened [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    as_of: Option<Date>,
    /// Fail on warnings and notes too
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    shape: CheckShape,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

/// Options of how findings are written.
#[derive(ClapArgs, Clone, Debug)]
#[command(next_help_heading = "Answer")]
struct CheckShape {
    /// How the findings are written [default: table]
    #[arg(long, value_name = "FORMAT")]
    format: Option<CheckFormat>,
    /// Write CSV, and how: for programs, or for a French spreadsheet
    #[arg(long, value_name = "STYLE")]
    csv: Option<CsvName>,
    /// Write the result to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How findings are written, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For a person
    Table,
    /// One line per finding
    Csv,
    /// One object: findings and warnings
    Json,
    /// One object a line for each finding
    Ndjson,
    /// A workbook for a spreadsheet
    Xlsx,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// JUnit XML, for CI systems
    Junit,
    /// Annotations of GitHub Actions
    Github,
}

/// How findings are written for other programs than ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foreign {
    Sarif,
    Junit,
    Github,
}

impl CheckFormat {
    /// Returns our own format, or that of another program.
    const fn sorted(self) -> Result<FormatName, Foreign> {
        match self {
            CheckFormat::Table => Ok(FormatName::Table),
            CheckFormat::Csv => Ok(FormatName::Csv),
            CheckFormat::Json => Ok(FormatName::Json),
            CheckFormat::Ndjson => Ok(FormatName::Ndjson),
            CheckFormat::Xlsx => Ok(FormatName::Xlsx),
            CheckFormat::Sarif => Err(Foreign::Sarif),
            CheckFormat::Junit => Err(Foreign::Junit),
            CheckFormat::Github => Err(Foreign::Github),
        }
    }
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        // What is written for other programs is no table either, and takes no style of CSV.
        let format = self.shape.format.map(|format| format.sorted().unwrap_or(FormatName::Table));
        let shape = Shape { format, csv: self.shape.csv, output: self.shape.output.clone() };
        Ui::new(&self.speech).writing(&shape)
    }

    /// Returns the files that options name: their paths begin here.
    fn named(&self) -> Vec<&Path> {
        let Files { policy, invoices_file, payments_file, customers_file, events_file, .. } = &self.files;
        [policy, invoices_file, payments_file, customers_file, events_file, &self.shape.output]
            .into_iter()
            .flatten()
            .map(|p| &**p)
            .collect()
    }
}

/// Lists everything that is found, the faults of the policy among it.
///
/// # Errors
/// When there is no such folder or the policy cannot be read at all, unless several folders are asked about: then that
/// is a finding like others.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let as_of = args.as_of.map_or_else(clock::today, Ok)?;
    let (verdicts, shown, summary, is_none_read) = if args.dirs.is_empty() {
        let found = folder::examine(&args.files, as_of, args.speech.verbose, ui)?;
        let verdict = args.verdict(&args.files.folder, &found);
        (vec![verdict], found.findings, found.summary, false)
    } else {
        let (verdicts, is_none_read) = several(args, as_of, ui);
        let mut findings = verdicts.iter().flat_map(|verdict| &verdict.findings);
        if let Some(taken) = findings.find(|finding| finding.code == code::cli::OUTPUT_TAKEN) {
            return Err(taken.clone().into());
        }
        let shown = distinct(&verdicts).cloned().collect();
        let summary = summary(&verdicts);
        (verdicts, shown, summary, is_none_read)
    };
    let exit = match args.shape.format.map_or(Ok(FormatName::Table), CheckFormat::sorted) {
        Ok(_) => ui.report(&Check { findings: &shown, lang: ui.lang(), as_of, summary: &summary })?,
        Err(foreign) => {
            let findings = Machine { folders: &verdicts, lang: ui.lang() };
            ui.say(&summary);
            ui.text(&match foreign {
                Foreign::Sarif => sarif::write(&findings),
                Foreign::Junit => junit::write(&findings),
                Foreign::Github => github::write(&findings),
            })?
        }
    };
    let fails = verdicts.iter().any(|verdict| verdict.failures() > 0);
    Ok(match fails {
        _ if is_none_read => Exit::CouldNotRun,
        true => exit.max(Exit::Found),
        false => exit,
    })
}

impl Args {
    fn verdict(&self, folder: &Path, found: &Found) -> Verdict {
        Verdict {
            folder: folder.display().to_string(),
            findings: folders::from_here(&found.findings, folder, &self.named()),
            fail_on: if self.strict { Severity::Note } else { found.fail_on },
        }
    }
}

/// Returns what is found in each folder, and whether none of them could be examined; what keeps one from it is found in
/// it.
fn several(args: &Args, as_of: Date, ui: &Ui) -> (Vec<Verdict>, bool) {
    let verdicts = each(&args.dirs, |folder| {
        let folder: PathBuf = folder.components().collect();
        let mut own = ui.muted();
        let files = Files { folder: folder.clone(), ..args.files.clone() };
        match folder::examine(&files, as_of, args.speech.verbose, &mut own) {
            Ok(found) => (args.verdict(&folder, &found), true),
            Err(error) => {
                own.failed(error);
                let findings: Vec<Diagnostic> = own.into_findings();
                let found = Found { findings, summary: Bilingual::new("", ""), fail_on: Severity::Error };
                (args.verdict(&folder, &found), false)
            }
        }
    });
    let is_none_read = !verdicts.iter().any(|(_, is_read)| *is_read);
    (verdicts.into_iter().map(|(verdict, _)| verdict).collect(), is_none_read)
}

/// Returns the line that sums several folders up: `3 folders, 1 of which fails: 2 errors, 1 warning`.
fn summary(verdicts: &[Verdict]) -> Bilingual {
    let count = verdicts.len();
    let failing = verdicts.iter().filter(|verdict| verdict.failures() > 0).count();
    let found = |lang| diag::summary(distinct(verdicts), lang);
    let (mut en, mut fr) = (
        format!("{count} folder{}", if count == 1 { "" } else { "s" }),
        format!("{count} dossier{}", if count > 1 { "s" } else { "" }),
    );
    match failing {
        0 => (en += ", none of which fails", fr += ", dont aucun n'est en échec"),
        1 => (en += ", 1 of which fails", fr += ", dont 1 en échec"),
        _ => (en += &format!(", {failing} of which fail"), fr += &format!(", dont {failing} en échec")),
    };
    if let (Some(found_en), Some(found_fr)) = (found(crate::model::Lang::En), found(crate::model::Lang::Fr)) {
        en += &format!(": {found_en}");
        fr += &format!(" : {found_fr}");
    }
    Bilingual::new(en, fr)
}
