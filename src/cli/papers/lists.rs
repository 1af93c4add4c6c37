//! The lists that `letters` leaves beside its documents: one that is named, or those of the last runs in a folder.
//!
//! A list that cannot be read is told: what it named would pass for sent, and nobody would ask for it again.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::disk::files;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::letter::run::manifest::{FILE_NAME, Manifest};
use crate::model::Date;

/// Where `letters` writes when nobody says otherwise.
pub const LETTERS: &str = "letters";

/// How many runs are looked back at: a month of days.
const LOOKED_AT: usize = 31;

/// One run of `letters`.
#[derive(Debug)]
pub struct Run {
    /// Where its list is.
    pub list: PathBuf,
    /// The day of its letters.
    pub day: Date,
    /// What the list says.
    pub manifest: Manifest,
}

/// The last runs of `letters` in a folder.
#[derive(Debug, Default)]
pub struct Runs {
    /// Those whose list says what was written, oldest first.
    pub read: Vec<Run>,
    /// One warning for each other one.
    pub damaged: Vec<Diagnostic>,
}

impl Runs {
    /// Reads the last runs of those days.
    pub fn of(folder: &Path, is_wanted: impl Fn(Date) -> bool) -> Runs {
        let shown = |path: &Path| path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let mut runs = Runs::default();
        let letters = folder.join(LETTERS);
        let entries = match fs::read_dir(&letters) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return runs,
            Err(error) => {
                runs.damaged.push(looked_back(unreadable(&error, &shown(&letters))));
                return runs;
            }
        };
        let mut written: Vec<(Date, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let day: Date = entry.file_name().to_str()?.parse().ok()?;
                is_wanted(day).then(|| (day, entry.path().join(FILE_NAME)))
            })
            .collect();
        written.sort_unstable();
        for (day, list) in written.split_off(written.len().saturating_sub(LOOKED_AT)) {
            // Whoever took the letters away took their list with them.
            if matches!(fs::symlink_metadata(&list), Err(error) if error.kind() == io::ErrorKind::NotFound) {
                continue;
            }
            match read(&list, &shown(&list)) {
                Ok(manifest) => runs.read.push(Run { list, day, manifest }),
                Err(finding) => runs.damaged.push(looked_back(*finding)),
            }
        }
        runs
    }
}

/// Reads a list, which findings call by that name.
///
/// # Errors
/// What is wrong with the file.
pub fn read(path: &Path, name: &str) -> Result<Manifest, Box<Diagnostic>> {
    let bytes = files::read_regular(path, files::LARGEST_LIST).map_err(|error| Box::new(unreadable(&error, name)))?;
    Manifest::read(&bytes).ok_or_else(|| Box::new(invalid(name)))
}

fn unreadable(error: &io::Error, name: &str) -> Diagnostic {
    let why = files::why(error);
    let finding = Diagnostic::new(
        code::input::FILE_UNREADABLE,
        format!("the manifest cannot be read: {}", why.en),
        format!("le manifeste ne peut pas être lu : {}", why.fr),
    );
    finding.at(Place::file(name)).help(
        "it is the manifest.json that `relance letters` wrote beside the letters",
        "c'est le manifest.json que `relance lettres` a écrit à côté des lettres",
    )
}

/// Returns the finding for a file that is no list, or one that was tampered with.
pub fn invalid(name: &str) -> Diagnostic {
    Diagnostic::new(
        code::write::MANIFEST_INVALID,
        "this is no manifest that `letters` wrote",
        "ce n'est pas un manifeste écrit par `relance lettres`",
    )
    .at(Place::file(name))
    .help(
        "it is the manifest.json beside the letters; put it back from a copy if it was damaged",
        "c'est le manifest.json à côté des lettres ; s'il a été abîmé, le remettre d'après une copie",
    )
}

/// Returns a finding about a run that is only looked back at: the others are answered for all the same.
fn looked_back(mut finding: Diagnostic) -> Diagnostic {
    finding.severity = Severity::Warning;
    finding.help(
        "whether its letters were noted as sent is not known. Put it back from a copy; without one, note each letter that \
         went out with `relance record notice`, and move this folder out of letters/: what was not sent is asked for again",
        "rien ne dit si ses lettres ont été notées comme envoyées. Le remettre d'après une copie ; à défaut, noter chaque \
         lettre partie par `relance noter relance`, et sortir ce dossier de letters/ : ce qui n'est pas parti sera redemandé",
    )
}
