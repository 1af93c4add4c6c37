//! `relance import`: another program's list becomes rows of the folder's files.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::attempt::{Attempt, Outcome};
use super::common::{Files, Shape, Speech};
use super::exit::Exit;
use super::load;
use super::lock::FolderLock;
use super::pending;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::import::control;
use crate::import::list;
use crate::import::mapping::{Mapping, TARGETS};
use crate::import::merge::{Fate, OnChange};
use crate::model::{Bilingual, FileRole};
use crate::output::reports::import::{Imported, ImportedFile, Skipped};
use crate::policy::Policy;

/// Turn another program's list into the folder's files
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
The policy says what is what: [import.NAME.invoices] has lines such as amount = \"Total TTC\" (our column = their
column), likewise .payments and .customers; [import.NAME.fixed] gives a column the same value in every row, and
[import.NAME] declares date_order, decimal, encoding, delimiter where the list leaves them open.

A row whose id and content are in the folder already is no change. What a list leaves empty says nothing. Payments
without an id get their invoice's id and a number. Nothing is written unless every row can be.

Examples:
  relance import --mapping ibm receivables.csv
  relance import --mapping sage --dry-run factures.csv   what would be written
  relance import --mapping sage --update factures.csv    what changed since is written too")]
pub struct Args {
    /// The lists to read
    #[arg(value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    /// A mapping of the policy: its table [import.NAME]
    #[arg(long, value_name = "NAME")]
    mapping: String,
    /// Write nothing, report what would be written
    #[arg(long)]
    dry_run: bool,
    /// Replace rows of the folder that the list contradicts
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).writing(&self.shape)
    }
}

/// Reads the lists, tries the folder with their rows, and writes it when it is sound.
///
/// # Errors
/// When the lists or the folder cannot be read, or a file cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    ui.keep_output_from(&args.lists)?;
    let policy = load::policy(&args.files, ui)?;
    let _lock = if args.dry_run { None } else { Some(FolderLock::take(&args.files.folder, ui)?) };
    let refused = |findings: Vec<Diagnostic>, ui: &mut Ui| {
        ui.findings(findings);
        Ok(Exit::CouldNotRun)
    };
    let mapping = match mapping(&args.mapping, &policy) {
        Ok(mapping) => mapping,
        Err(findings) => return refused(findings, ui),
    };
    let lists: Vec<(&Path, String)> =
        args.lists.iter().map(|path| (path.as_path(), path.display().to_string())).collect();
    let names: Vec<String> = lists.iter().map(|(_, name)| name.clone()).collect();
    // The same lists again write what is missing; any others would leave it so.
    if let Some(cut_off) = pending::cut_off(&args.files).filter(|cut_off| cut_off.lists != names) {
        return refused(vec![cut_off.finding()], ui);
    }
    let work = Bilingual::new("importing", "import");
    let on_change = if args.update { OnChange::Update } else { OnChange::Refuse };
    let outcome = ui.working(&work, || {
        let incoming = list::read(&lists, &mapping, policy.currency);
        Attempt::new(incoming, &args.files, &policy, on_change).run(args.files.keep_going)
    });
    let Outcome { attempt, mut findings, candidates, ledger } = outcome;
    list::quote(&lists, &mapping, &mut findings);
    let has_errors = findings.iter().any(Diagnostic::is_error);
    let Some(ledger) = ledger.filter(|_| !has_errors || args.files.keep_going) else {
        return refused(findings, ui);
    };
    ui.findings(findings);
    if has_errors {
        ui.note_found();
    }
    if !args.dry_run {
        pending::write(&args.files.folder, &names, &candidates)?;
    }
    let accepted = |role: FileRole| {
        let merged = attempt.merged.get(&role)?;
        let rows = [Fate::Added, Fate::Unchanged, Fate::Updated].into_iter().flat_map(|fate| merged.rows(fate));
        Some((attempt.incoming.files.get(&role)?, rows.collect()))
    };
    let totals = control::totals(&ledger, accepted);
    ui.report(&Imported {
        files: TARGETS.into_iter().filter_map(|role| imported(role, &attempt)).collect(),
        totals: totals.into_iter().map(|(currency, sums)| (currency, (sums.invoiced, sums.paid))).collect(),
        is_dry_run: args.dry_run,
    })
}

/// Returns the mapping of that name.
fn mapping(name: &str, policy: &Policy) -> Result<Mapping, Vec<Diagnostic>> {
    if let Some(written) = policy.imports.get(name) {
        return Mapping::of(name, written);
    }
    let known: Vec<&str> = policy.imports.keys().map(String::as_str).collect();
    let finding = Diagnostic::new(
        code::import::MAPPING_UNKNOWN,
        format!("the policy has no table [import.{name}]"),
        format!("la politique n'a pas de table [import.{name}]"),
    )
    .at(Place::file(FileRole::Policy.file_name()));
    Err(vec![match (nearest(name, known.iter().copied()), known.join(", ")) {
        (Some(near), list) => finding.help(
            format!("did you mean {near}? mappings: {list}"),
            format!("vouliez-vous dire {near} ? correspondances : {list}"),
        ),
        (None, list) if list.is_empty() => finding.help(
            "a mapping is written in policy.toml; `relance import --help` says how",
            "une correspondance s'écrit dans policy.toml ; `relance import --help` dit comment",
        ),
        (None, list) => finding.help(format!("mappings: {list}"), format!("correspondances : {list}")),
    }])
}

fn imported(role: FileRole, attempt: &Attempt<'_>) -> Option<ImportedFile> {
    let (incoming, merged) = (attempt.incoming.files.get(&role)?, attempt.merged.get(&role)?);
    let skipped = [(Skipped::NotPaid, incoming.skipped), (Skipped::Repeated, merged.count(Fate::Repeated))];
    Some(ImportedFile {
        file: role.file_name(),
        added: merged.count(Fate::Added),
        unchanged: merged.count(Fate::Unchanged),
        updated: merged.count(Fate::Updated),
        refused: merged.count(Fate::Refused) + incoming.refused.len(),
        skipped: skipped.into_iter().filter(|(_, count)| *count > 0).collect(),
    })
}
