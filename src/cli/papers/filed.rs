//! Where the letters of a run are filed: what the history calls them, and where they are looked for afterwards.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::lists::LETTERS;
use super::unrecorded;
use crate::cli::disk::target::within;
use crate::cli::reading::documents;
use crate::diag::{Diagnostic, Place};
use crate::model::{Bilingual, shell};
use crate::output::statement::dossier::Found;

/// Returns what the history calls a letter: by its name alone in a folder of `letters/`, where runs write when nobody
/// says otherwise, and by its path where it is elsewhere in the receivables folder.
pub fn reference(folder: &Path, out: &Path, file: &str) -> String {
    match within(folder, out) {
        Some(place) if !place.is_empty() && !is_usual(&place) => format!("{place}/{file}"),
        _ => file.to_owned(),
    }
}

/// Tells whether a place in the folder is one of `letters/`.
fn is_usual(place: &str) -> bool {
    place.split_once('/').is_some_and(|(first, day)| first == LETTERS && !day.contains('/'))
}

/// Returns what to do with letters that are recorded and lie outside the receivables folder: a customer's file takes
/// nothing from there.
pub fn outside(folder: &Path, out: &Path) -> Option<Bilingual> {
    let place = out.display();
    within(folder, out).is_none().then(|| {
        Bilingual::new(
            format!(
                "{place} is outside the receivables folder, where `relance bundle` looks for letters: put a copy of it, \
                 with its manifest.json, into {LETTERS}/ there"
            ),
            format!(
                "{place} est hors du dossier de créances, où `relance dossier` cherche les lettres : en mettre une copie, \
                 avec son manifest.json, dans {LETTERS}/ de ce dossier"
            ),
        )
    })
}

/// Says that a letter is not taken over, where it was looked for, and the way out.
pub fn absence(of: &str, found: &Found, folder: &Path, customer: &str, place: Place) -> Option<Diagnostic> {
    let finding = documents::absence(of, found, place)?;
    if !matches!(found, Found::Missing(_)) {
        return Some(finding);
    }
    let command = |verb: &str, path: &str| {
        format!("`relance {verb} note {}{} --file {path}`", shell::word(customer), unrecorded::place(folder))
    };
    let said = Bilingual::new(
        format!(
            "{of}: the letter is not found beside a manifest.json that lists it, in {LETTERS}/ or another folder here"
        ),
        format!(
            "{of} : la lettre est introuvable à côté d'un manifest.json qui la nomme, dans {LETTERS}/ ou un autre sous-dossier"
        ),
    );
    Some(Diagnostic { sentence: said, ..finding }.help(
        format!(
            "put the folder that it was written into, manifest.json included, into {LETTERS}/ of the receivables folder; \
             or note a copy that is there: {}",
            command("record", "PATH")
        ),
        format!(
            "mettre le dossier où elle a été écrite, manifest.json compris, dans {LETTERS}/ du dossier de créances ; ou \
             noter une copie qui s'y trouve : {}",
            command("noter", "CHEMIN")
        ),
    ))
}

/// Returns the folders in which letters of the history may lie, the surest last: those directly in the receivables
/// folder, those of `letters/`, and those that the history names.
pub fn folders<'a>(folder: &Path, references: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
    let below = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        folders.sort();
        folders
    };
    let mut found = vec![folder.to_owned()];
    found.extend(below(folder).into_iter().filter(|path| within(folder, path).is_some()));
    found.extend(below(&folder.join(LETTERS)));
    found.extend(references.filter_map(|reference| named(folder, reference)));
    found
}

/// Returns the folder of a letter that the history names by its path. A cell of a list leads nowhere outside.
fn named(folder: &Path, reference: &str) -> Option<PathBuf> {
    let parent = Path::new(reference).parent()?;
    let is_inner = parent.components().all(|part| matches!(part, Component::Normal(_)));
    let place = folder.join(parent);
    (is_inner && within(folder, &place).is_some()).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_called_by_its_path_unless_it_is_where_runs_write() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("desk");
        fs::create_dir(&folder).unwrap();
        let called = |out: &Path| reference(&folder, out, "a.txt");
        assert_eq!(called(&folder.join("letters/2026-09-07")), "a.txt");
        assert_eq!(called(&folder.join("sent")), "sent/a.txt");
        assert_eq!(called(&folder.join("letters")), "letters/a.txt");
        assert_eq!(called(&folder.join("sent/../mail/september")), "mail/september/a.txt");
        assert_eq!(called(&folder), "a.txt");
        assert_eq!(called(&scratch.path().join("elsewhere")), "a.txt");
        assert!(outside(&folder, &folder.join("sent")).is_none() && outside(&folder, scratch.path()).is_some());
    }

    #[test]
    fn the_history_leads_nowhere_outside() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("desk");
        fs::create_dir_all(folder.join("sent/september")).unwrap();
        fs::create_dir(scratch.path().join("other")).unwrap();
        assert_eq!(named(&folder, "sent/september/a.txt"), Some(folder.join("sent/september")));
        for reference in ["../other/a.txt", "/etc/a.txt", "sent/../../other/a.txt"] {
            assert_eq!(named(&folder, reference), None, "{reference}");
        }
    }
}
