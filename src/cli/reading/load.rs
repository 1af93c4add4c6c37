//! From what was typed to what every command works on: the policy, the ledger, the balances, the day.

use std::path::{Path, PathBuf};

use super::policy_files;
use super::rate_tables;
use crate::cli::clock;
use crate::cli::disk::pending;
use crate::cli::disk::steady;
use crate::cli::disk::target;
use crate::cli::exit::Exit;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::{Answer, Common, Files};
use crate::cli::typed::whom;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::{Allocation, Balances};
use crate::engine::{meant, penalties};
use crate::input::{self, ReadOptions, Reading, Source, damage};
use crate::law::rates::Rates;
use crate::law::regimes::Law;
use crate::model::{Bilingual, Date, FileRole, Ledger, Selection};
use crate::policy::{self, Layered, Policy, PolicyFile};

/// What every command on a receivables folder works on.
#[derive(Debug)]
pub struct Desk {
    /// The policy, the folder's or the built-in one.
    pub policy: Policy,
    /// What the files say.
    pub ledger: Ledger,
    /// Where the money went.
    pub balances: Balances,
    /// The day to answer for.
    pub as_of: Date,
    /// The customers to answer for.
    pub selection: Selection,
    /// The files of the policy, each before the one that it extends; none when the built-in policy applies.
    pub policy_files: Vec<PolicyFile>,
    /// The files that were read, still open.
    pub files: Vec<(FileRole, Source)>,
    /// Whether the answer goes on without what is refused (`--keep-going`).
    pub keeps_going: bool,
    /// How many rows it goes on without.
    pub set_aside: usize,
}

/// Reads the policy and the folder and sets money against debts; says everything that is found on the way.
///
/// # Errors
/// [`Exit::CouldNotRun`] when something is refused, unless `--keep-going` can set it aside; said already.
pub fn desk(common: &Common, ui: &mut Ui) -> Result<Desk, Exit> {
    let (policy, policy_files) = sound_policy(&common.files, ui)?;
    judged(common, policy, policy_files, ui)
}

/// Reads one folder of several like [`desk`]: the customers of `--customer` need not be all in each. Returns the ids
/// that are not in this one.
///
/// # Errors
/// As there.
pub fn desk_of_several<'c>(
    common: &'c Common,
    (folder, as_of): (&Path, Date),
    ui: &mut Ui,
) -> Result<(Desk, Vec<&'c str>), Exit> {
    let files = Files { folder: folder.to_owned(), ..common.files.clone() };
    let answer = Answer { as_of: Some(as_of), customer: Vec::new(), ..common.answer.clone() };
    let mut desk = desk(&Common { answer, files, speech: common.speech.clone() }, ui)?;
    let unknown;
    (desk.selection, unknown) = selected(&common.answer.customer, &desk.ledger);
    Ok((desk, unknown))
}

/// Reads the folder like [`desk`], under another policy than its own; what was said already is not said again.
///
/// # Errors
/// As there.
pub fn desk_under(common: &Common, policy: Policy, ui: &mut Ui) -> Result<Desk, Exit> {
    judged(common, policy, Vec::new(), ui)
}

/// Sets money against debts as it was on another day.
///
/// # Errors
/// [`Exit::CouldNotRun`] when something of that day is refused, unless `--keep-going` can set it aside; said already.
pub fn balances_on(desk: &Desk, files: &Files, day: Date, ui: &mut Ui) -> Result<Balances, Exit> {
    let allocated = allocated(files, &desk.ledger, &desk.policy, day);
    let has_errors = allocated.findings.iter().any(Diagnostic::is_error);
    ui.new_findings(allocated.findings);
    if has_errors {
        ui.note_found();
    }
    if has_errors && !desk.keeps_going { Err(Exit::CouldNotRun) } else { Ok(allocated.balances) }
}

/// Sets money against debts, and what exceeds its invoice against the interest and indemnity claimed of it. What is
/// wrong with the folder's rates is for the commands to say that show what they make.
pub fn allocated(files: &Files, ledger: &Ledger, policy: &Policy, as_of: Date) -> Allocation {
    let mut allocation =
        penalties::allocate_and_pay_claims(ledger, policy, || rate_tables::read(files, policy).0.0, as_of);
    allocation.findings.extend(meant::strays(ledger, &allocation.balances));
    allocation
}

/// Sets money against debts as the books do, which know of no interest before a note bills it: what has paid claims is
/// credit there still.
pub fn booked(files: &Files, ledger: &Ledger, policy: &Policy, as_of: Date) -> Balances {
    let mut balances = allocated(files, ledger, policy, as_of).balances;
    balances.forget_claims();
    balances
}

/// Returns the balances under another imputation of payments: the same, but for the money that pays interest.
pub fn balances_under(desk: &Desk, policy: &Policy, rates: &Rates) -> Balances {
    let mut balances = desk.balances.clone();
    penalties::pay_claims(&desk.ledger, policy, || rates.clone(), &mut balances);
    balances
}

/// Reads the policy of a file that is not the folder's.
///
/// # Errors
/// [`Exit::CouldNotRun`] when it cannot be read or has faults; said already.
pub fn other_policy(path: &Path, ui: &mut Ui) -> Result<Policy, Exit> {
    let name = path.display().to_string();
    match policy_files::read(path, &name) {
        Ok(Layered { policy: Some(policy), faults, .. }) if faults.is_empty() => Ok(policy),
        Ok(Layered { faults, .. }) => Err(ui.refuse(faults)),
        Err(finding) => {
            let builtin = policy::builtin::names().collect::<Vec<_>>().join(", ");
            Err(ui.refuse(vec![finding.help(
                format!("--diff takes a day such as 2026-03-31, a built-in policy ({builtin}) or a policy's file"),
                format!("--diff prend un jour comme 2026-03-31, une politique intégrée ({builtin}) ou un fichier"),
            )]))
        }
    }
}

fn judged(common: &Common, policy: Policy, policy_files: Vec<PolicyFile>, ui: &mut Ui) -> Result<Desk, Exit> {
    let as_of = common.answer.as_of.map_or_else(clock::today, Ok).map_err(|finding| ui.refuse(vec![*finding]))?;
    let reading = read(&common.files, &policy, ui);
    if let Some(cut_off) = pending::cut_off(&common.files) {
        return Err(ui.refuse(vec![cut_off.finding()]));
    }
    let mut findings = reading.findings;
    let allocated = reading.ledger.map(|ledger| {
        let allocated = allocated(&common.files, &ledger, &policy, as_of);
        findings.extend(allocated.findings);
        (ledger, allocated.balances)
    });
    let has_errors = findings.iter().any(Diagnostic::is_error);
    ui.new_findings(findings);
    let Some((ledger, balances)) = allocated.filter(|_| !has_errors || common.files.keep_going) else {
        return Err(Exit::CouldNotRun);
    };
    let rows = if has_errors { reading.refused + balances.refused().len() } else { 0 };
    if has_errors {
        ui.note_found();
        ui.say(&set_aside(rows));
    }
    let selection = selection(&common.answer.customer, &ledger, ui)?;
    let keeps_going = common.files.keep_going;
    Ok(Desk {
        policy,
        ledger,
        balances,
        as_of,
        selection,
        policy_files,
        files: reading.files,
        keeps_going,
        set_aside: rows,
    })
}

/// Reads the policy, `--policy`, else the folder's, else the built-in one, and speaks its language from then on.
///
/// # Errors
/// [`Exit::CouldNotRun`] when the folder is not there or the policy has faults; said already.
pub fn policy(files: &Files, ui: &mut Ui) -> Result<Policy, Exit> {
    match judged_policy(files, ui)? {
        Layered { policy: Some(policy), faults, .. } if faults.is_empty() => Ok(policy),
        Layered { faults, .. } => Err(ui.refuse(faults)),
    }
}

/// Reads the policy like [`policy()`], and returns its files with it; what is wrong with the folder's files is said
/// with the policy's faults.
///
/// # Errors
/// [`Exit::CouldNotRun`] as there.
pub fn sound_policy(files: &Files, ui: &mut Ui) -> Result<(Policy, Vec<PolicyFile>), Exit> {
    let Layered { policy, mut faults, files: written } = judged_policy(files, ui)?;
    match policy {
        Some(policy) if faults.is_empty() => return Ok((policy, written)),
        Some(policy) => faults.extend(read(files, &policy, ui).findings.into_iter().filter(Diagnostic::is_error)),
        // Nobody knows what it declares of the files.
        None => {}
    }
    Err(ui.refuse(faults))
}

/// Reads the policy like [`policy()`], and returns its faults with it.
///
/// # Errors
/// [`Exit::CouldNotRun`] when the folder is not there, `--output` names a file that is read, or the policy cannot be
/// read at all; said already.
pub fn judged_policy(files: &Files, ui: &mut Ui) -> Result<Layered, Exit> {
    if !files.folder.is_dir() {
        let finding = Diagnostic::new(code::cli::FOLDER_MISSING, "there is no such folder", "ce dossier n'existe pas");
        let finding = finding.at(Place::file(files.folder.display().to_string()));
        let finding = finding.help("-C names the receivables folder", "-C désigne le dossier des créances");
        return Err(ui.refuse(vec![finding]));
    }
    ui.keep_output_from(&target::of_folder(files))?;
    match policy_files::of_folder(files) {
        Ok(Some(mut layered)) => {
            let shared = layered.policy.as_ref().and_then(|policy| policy.rates.as_ref());
            let mut read: Vec<PathBuf> = layered.files.iter().map(|file| file.path.clone()).collect();
            read.extend(shared.into_iter().flat_map(|shared| target::tables(&shared.path)));
            layered.faults.extend(shared.and_then(rate_tables::missing));
            ui.keep_output_from(&read)?;
            if let Some(policy) = layered.policy.as_ref().filter(|_| layered.faults.is_empty()) {
                ui.speak(policy.language);
            }
            Ok(layered)
        }
        Ok(None) => {
            ui.detail(&Bilingual::new(
                "there is no policy.toml: the built-in fr-b2b applies",
                "il n'y a pas de policy.toml : la politique intégrée fr-b2b s'applique",
            ));
            Ok(Layered { policy: Some(policy::builtin::fr_b2b()), faults: Vec::new(), files: Vec::new() })
        }
        Err(finding) => Err(ui.refuse(vec![*finding])),
    }
}

/// Reads the folder's files as the policy declares them, and shows with `-v` how each is written.
pub fn read(files: &Files, policy: &Policy, ui: &Ui) -> Reading {
    let work = Bilingual::new("reading", "lecture");
    let reading = ui.working(&work, || read_files(&files.sources(), policy, files.keep_going));
    show_dialects(&reading, ui);
    reading
}

/// Reads those files as the policy declares them, all of them in one state.
pub fn read_files(sources: &input::Files, policy: &Policy, keep_going: bool) -> Reading {
    let mut paths = vec![pending::path(&sources.folder)];
    let roles = FileRole::OF_LEDGER;
    paths.extend(
        roles.into_iter().filter(|role| !sources.instead.contains_key(role)).map(|role| sources.locate(role).path),
    );
    let read = || {
        pending::wait(&sources.folder)?;
        Ok(input::read_folder(ReadOptions {
            files: sources,
            declared: &policy.files,
            currency: policy.currency,
            customer_kind: policy.customer_kind,
            terms: &policy.terms,
            law: policy.penalties.law,
            is_french: is_french(policy),
            keep_going,
        }))
    };
    // An error or a last line that is not ended is what half a file shows.
    let is_in_doubt = |read: &Result<Reading, _>| {
        read.as_ref().is_ok_and(|reading| {
            reading.findings.iter().any(Diagnostic::is_error)
                || reading.dialects.iter().any(|(_, dialect)| !dialect.final_newline)
        })
    };
    steady::read(&paths, read, is_in_doubt).and_then(|read| read).unwrap_or_else(|finding| Reading::refused(*finding))
}

/// Returns which findings say that a file could not be read this time: what the others say is half the truth then.
pub fn unread(findings: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let is_unread = |code| code == code::input::FILE_UNREADABLE || code == code::cli::FOLDER_CHANGING;
    findings.into_iter().filter(|finding| is_unread(finding.code)).collect()
}

/// Tells whether the creditor is in France, where an address without a country is then.
fn is_french(policy: &Policy) -> bool {
    policy.penalties.law == Law::France && damage::is_in_france(policy.creditor.country.as_deref().unwrap_or_default())
}

/// Shows with `-v` how each file is written.
pub fn show_dialects(reading: &Reading, ui: &Ui) {
    for (role, dialect) in &reading.dialects {
        let name =
            reading.files.iter().find(|(read, _)| read == role).map_or(role.file_name(), |(_, source)| &source.name);
        let words = dialect.describe();
        ui.detail(&Bilingual::new(format!("{name}: {}", words.en), format!("{name} : {}", words.fr)));
    }
}

/// Says that the answer is not about everything.
pub fn set_aside(rows: usize) -> Bilingual {
    if rows == 1 {
        return Bilingual::new(
            "1 row is set aside; the answer is about the rest",
            "1 ligne est mise de côté ; la réponse porte sur le reste",
        );
    }
    Bilingual::new(
        format!("{rows} rows are set aside; the answer is about the rest"),
        format!("{rows} lignes sont mises de côté ; la réponse porte sur le reste"),
    )
}

/// Returns the customers that `--customer` names.
fn selection(ids: &[String], ledger: &Ledger, ui: &mut Ui) -> Result<Selection, Exit> {
    let (selection, unknown) = selected(ids, ledger);
    if unknown.is_empty() {
        return Ok(selection);
    }
    Err(ui.refuse(unknown.into_iter().map(|id| whom::unknown_customer(id, ledger)).collect()))
}

/// Returns the customers of those ids, all without any, and the ids that the ledger does not know.
fn selected<'i>(ids: &'i [String], ledger: &Ledger) -> (Selection, Vec<&'i str>) {
    if ids.is_empty() {
        return (Selection::ALL, Vec::new());
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        match ledger.find_customer(id) {
            Some(customer) => known.push(customer),
            None => unknown.push(id.as_str()),
        }
    }
    (Selection::only(known), unknown)
}
