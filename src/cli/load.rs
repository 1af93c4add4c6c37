//! From what was typed to what every command works on: the policy, the ledger, the balances, the day.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::clock;
use super::common::{Common, Files};
use super::exit::Exit;
use super::files;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::{self, Balances};
use crate::input::{self, ReadOptions};
use crate::model::{Bilingual, Date, FileRole, Ledger, Selection};
use crate::policy::{self, Policy};

/// Is what every command on a receivables folder works on.
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
}

/// Reads the policy and the folder and sets money against debts; says everything that is found on the way.
///
/// # Errors
/// [`Exit::CouldNotRun`] when something is refused, unless `--keep-going` can set it aside; said already.
pub fn desk(common: &Common, ui: &mut Ui) -> Result<Desk, Exit> {
    let policy = policy(&common.files, ui)?;
    let as_of = common.answer.as_of.unwrap_or_else(clock::today);
    let reading =
        ui.working(&Bilingual::new("reading", "lecture"), || input::read_folder(&options(&common.files, &policy)));
    for (name, dialect) in &reading.dialects {
        let words = dialect.describe();
        ui.detail(&Bilingual::new(format!("{name}: {}", words.en), format!("{name} : {}", words.fr)));
    }
    let mut findings = reading.findings;
    let allocated = reading.ledger.map(|ledger| {
        let allocated = allocation::allocate(&ledger, &policy.allocation, as_of);
        findings.extend(allocated.findings);
        (ledger, allocated.balances)
    });
    let has_errors = findings.iter().any(Diagnostic::is_error);
    ui.findings(findings);
    let Some((ledger, balances)) = allocated.filter(|_| !has_errors || common.files.keep_going) else {
        return Err(Exit::CouldNotRun);
    };
    if has_errors {
        ui.note_found();
        ui.say(&Bilingual::new(
            "the rows with an error are set aside; the rest is answered for",
            "les lignes en erreur sont mises de côté ; la réponse porte sur le reste",
        ));
    }
    let selection = selection(&common.answer.customer, &ledger, ui)?;
    Ok(Desk { policy, ledger, balances, as_of, selection })
}

/// Reads the policy, `--policy`, else the folder's, else the built-in one, and speaks its language from then on.
///
/// # Errors
/// [`Exit::CouldNotRun`] when the folder is not there or the policy has faults; said already.
pub fn policy(files: &Files, ui: &mut Ui) -> Result<Policy, Exit> {
    if !files.folder.is_dir() {
        let name = files.folder.display().to_string();
        ui.finding(
            Diagnostic::new(code::cli::FOLDER_MISSING, "there is no such folder", "ce dossier n'existe pas")
                .at(Place::file(name))
                .help("-C names the receivables folder", "-C désigne le dossier des créances"),
        );
        return Err(Exit::CouldNotRun);
    }
    let policy = match policy_text(files) {
        Ok(Some((name, text))) => policy::load(&text, &name),
        Ok(None) => {
            ui.detail(&Bilingual::new(
                "there is no policy.toml: the built-in fr-b2b applies",
                "il n'y a pas de policy.toml : la politique intégrée fr-b2b s'applique",
            ));
            return Ok(policy::builtin::fr_b2b());
        }
        Err(finding) => Err(vec![*finding]),
    };
    match policy {
        Ok(policy) => {
            ui.speak(policy.language);
            Ok(policy)
        }
        Err(findings) => {
            ui.findings(findings);
            Err(Exit::CouldNotRun)
        }
    }
}

/// Returns how the folder's files are to be read.
pub fn options<'a>(files: &Files, policy: &'a Policy) -> ReadOptions<'a> {
    let mut options = ReadOptions::new(&files.folder, policy);
    options.keep_going = files.keep_going;
    for role in [FileRole::Customers, FileRole::Invoices, FileRole::Payments, FileRole::Events] {
        if let Some(path) = files.named(role) {
            options.named.insert(role, path.clone());
        }
    }
    options
}

/// Returns the name and text of the policy's file; nothing when none is named and the folder has none.
fn policy_text(files: &Files) -> Result<Option<(String, String)>, Box<Diagnostic>> {
    let in_folder = FileRole::Policy.file_name();
    let (path, name): (PathBuf, String) = match &files.policy {
        Some(path) => (path.clone(), path.display().to_string()),
        None => (files.folder.join(in_folder), in_folder.to_owned()),
    };
    let refused = |code, why: Bilingual| {
        let en = format!("the policy cannot be read: {}", why.en);
        let fr = format!("la politique ne peut pas être lue : {}", why.fr);
        Err(Box::new(Diagnostic::new(code, en, fr).at(Place::file(name.clone()))))
    };
    match fs::read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some((name, text))),
            Err(_) => {
                let why = Bilingual::new("it is not text in UTF-8", "ce n'est pas un texte en UTF-8");
                refused(code::input::ENCODING_INVALID, why)
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound && files.policy.is_none() => Ok(None),
        Err(error) => {
            let code = match error.kind() {
                io::ErrorKind::NotFound => code::input::FILE_MISSING,
                io::ErrorKind::IsADirectory => code::input::NOT_A_FILE,
                _ => code::input::FILE_UNREADABLE,
            };
            refused(code, files::why(&error))
        }
    }
}

/// Returns the customers that `--customer` names.
fn selection(ids: &[String], ledger: &Ledger, ui: &mut Ui) -> Result<Selection, Exit> {
    if ids.is_empty() {
        return Ok(Selection::ALL);
    }
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    for id in ids {
        match ledger.find_customer(id) {
            Some(customer) => found.push(customer),
            None => unknown.push(unknown_customer(id, ledger)),
        }
    }
    if unknown.is_empty() {
        return Ok(Selection::only(found));
    }
    ui.findings(unknown);
    Err(Exit::CouldNotRun)
}

fn unknown_customer(id: &str, ledger: &Ledger) -> Diagnostic {
    let finding = Diagnostic::new(
        code::cli::CUSTOMER_OPTION,
        format!("--customer {id}: the folder knows no such customer"),
        format!("--customer {id} : ce client est inconnu du dossier"),
    );
    let near = |known: &str| strsim::osa_distance(known, id);
    match ledger.customers().iter().map(|customer| (near(&customer.id), &customer.id)).min() {
        Some((distance, nearest)) if distance <= 2 => {
            finding.help(format!("did you mean {nearest}?"), format!("vouliez-vous dire {nearest} ?"))
        }
        _ => finding.help("ids are those of the column customer_id", "les codes sont ceux de la colonne customer_id"),
    }
}
