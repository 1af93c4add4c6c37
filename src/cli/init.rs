//! `relance init`: starts a receivables folder. What is there stays.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};

use super::disk::files::{self, Durability};
use super::disk::interrupt;
use super::disk::target;
use super::exit::Exit;
use super::lock::FolderLock;
use super::reading::trial::unwritable;
use super::terminal::ask;
use super::terminal::ui::Ui;
use super::typed::common::{Shape, Speech};
use crate::input::columns::is_further_tier;
use crate::input::edit::CsvFile;
use crate::model::{Bilingual, FileRole, Lang};
use crate::output::reports::init::{Init, Started};
use crate::policy::builtin;

/// Start a folder: a commented policy and empty files with their headers; what is there is left as it is
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance init                            in the folder you are in
  relance init clients/dupont             in another one, made when it is not there
  relance init --backlog                  old invoices do not begin with a friendly reminder
Nothing is ever overwritten: a file that is there is left as it is, and said.
Whoever sits at a terminal and says nothing of a backlog is asked; a script is not, and has none.")]
pub struct Args {
    /// The folder to start [default: the one of -C]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// There are old invoices that nobody chased: each begins at the level of its age (first_level = "by-age"); with
    /// =no there are none
    #[arg(long, value_name = "YES|NO", num_args = 0..=1, require_equals = true, default_missing_value = "yes")]
    backlog: Option<Choice>,
    /// The folder to start
    #[arg(short = 'C', long, value_name = "DIR", default_value = ".", help_heading = "Files")]
    folder: PathBuf,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    speech: Speech,
}

/// An answer given beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choice {
    #[value(alias = "oui")]
    Yes,
    #[value(alias = "non")]
    No,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).about(&self.folder).writing(&self.shape)
    }

    /// Tells whether there are old invoices that nobody chased: as the option says, else as whoever sits there does. A
    /// policy that stands is not asked about.
    fn has_backlog(&self, folder: &Path, ui: &Ui) -> bool {
        let is_asked = !self.speech.quiet && !stands(&folder.join(FileRole::Policy.file_name()));
        let asked = || is_asked.then(|| ask::at_terminal(&backlog(), ui.lang())).flatten();
        self.backlog.map(|choice| choice == Choice::Yes).or_else(asked).unwrap_or(false)
    }
}

/// Returns the question about old invoices.
fn backlog() -> Bilingual {
    Bilingual::new(
        "Are there old unpaid invoices that nobody has chased yet?\n\
         If so, each begins at the level of its age; if not, or if you do not know, with\nthe first reminder.",
        "Y a-t-il d'anciennes factures impayées que personne n'a encore relancées ?\n\
         Si oui, chacune commence au niveau de son âge ; sinon, ou dans le doute, par la\npremière relance.",
    )
}

/// Tells whether something stands there: a link that leads nowhere is something too.
fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes the files that are not there.
///
/// # Errors
/// When the folder or a file cannot be made.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let folder = args.dir.as_deref().unwrap_or(&args.folder);
    ui.keep_output_from(&target::in_folder(folder))?;
    fs::create_dir_all(folder).map_err(|error| unwritable(&folder.display().to_string(), &error))?;
    let start = Start { lang: ui.lang(), backlog: args.has_backlog(folder, ui) };
    let _lock = FolderLock::take(folder, ui)?;
    // All or nothing, whatever signal comes.
    let placing = interrupt::placing();
    let mut files = Vec::new();
    for role in [FileRole::Policy, FileRole::Customers, FileRole::Invoices, FileRole::Payments, FileRole::Events] {
        files.push((role.file_name(), make(folder, role, start)?));
    }
    drop(placing);
    let is_here = folder.canonicalize().ok() == Path::new(".").canonicalize().ok();
    let place = if is_here { String::new() } else { format!(" -C {}", folder.display()) };
    let is_new =
        |(name, started): &(&str, Started)| *name == FileRole::Policy.file_name() && *started == Started::Created;
    let backlog = files.iter().any(is_new).then_some(start.backlog);
    ui.report(&Init { files, place, backlog })
}

/// How a new folder's policy is written.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// The language of its comments.
    pub lang: Lang,
    /// Whether old invoices begin at the level of their age.
    pub backlog: bool,
}

impl Start {
    /// Returns the policy.
    fn policy(self) -> String {
        let text = builtin::commented(self.lang);
        if !self.backlog {
            return text.to_owned();
        }
        let by_age = "first_level = \"by-age\"";
        let text = text.replace("first_level = \"sequential\"", by_age);
        // The other procedures leave the key to its default.
        let others = ["public", "consumer"].map(|kind| format!("kinds = [\"{kind}\"]\n"));
        others.iter().fold(text, |text, kinds| text.replace(kinds.as_str(), &format!("{kinds}{by_age}\n")))
    }
}

/// Makes one file of a new folder; what is there stays.
///
/// # Errors
/// When it cannot be written.
pub fn make(folder: &Path, role: FileRole, how: Start) -> anyhow::Result<Started> {
    let name = role.file_name();
    let path = folder.join(name);
    if stands(&path) {
        return Ok(Started::Kept);
    }
    let bytes = match role {
        FileRole::Policy => how.policy().into_bytes(),
        _ => CsvFile::new(role, name, |column| !is_further_tier(column)).bytes().to_vec(),
    };
    files::replace(&path, Durability::Synced, |out| out.write_all(&bytes)).map_err(|error| unwritable(name, &error))?;
    Ok(Started::Created)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{FirstLevel, load};

    #[test]
    fn a_backlog_begins_at_the_level_of_its_age_in_every_procedure() {
        for lang in [Lang::Fr, Lang::En] {
            let first = |backlog| {
                let policy = load(&Start { lang, backlog }.policy(), "policy.toml").unwrap();
                policy.procedures.iter().map(|procedure| procedure.first_level).collect::<Vec<_>>()
            };
            assert_eq!(first(true), [FirstLevel::ByAge; 3]);
            assert_eq!(first(false), [FirstLevel::Sequential; 3]);
        }
    }
}
