//! Where `--output` may not go: a result never takes the place of a file that is something else already: one that the
//! run reads or writes otherwise, a file of the folder, a document that is kept there, a letter or a piece of a
//! customer's file that a list vouches for.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::files;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, code};
use crate::law::rates::Series;
use crate::letter::run::manifest::{FILE_NAME, Manifest};
use crate::model::FileRole;
use crate::output::statement::contents;

/// The file whose lock is taken. It stays there, empty: removing it would let a third run lock another file of
/// the same name.
pub const LOCK_FILE: &str = ".relance.lock";

/// The note in the folder that several files are being written.
pub const NOTE: &str = ".relance.import";

/// The folder of tables of rates in a receivables folder.
pub const RATES: &str = "rates";

/// The folder of documents in a receivables folder: those of invoices that were imported from elsewhere.
pub const SHELF: &str = "documents";

/// The folder of templates in a receivables folder.
const TEMPLATES: &str = "letter-templates";

/// Returns the files of a folder that commands read or write, there or not.
pub fn of_folder(files: &Files) -> Vec<PathBuf> {
    let mut own = in_folder(&files.folder);
    let named = [&files.policy, &files.invoices_file, &files.payments_file, &files.customers_file, &files.events_file];
    own.extend(named.into_iter().flatten().cloned());
    own
}

/// Returns the files that a folder has by their own names.
pub fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let roles = [FileRole::Policy].into_iter().chain(FileRole::OF_LEDGER);
    let mut own: Vec<PathBuf> = roles.map(|role| folder.join(role.file_name())).collect();
    own.extend(tables(&folder.join(RATES)));
    own.extend([LOCK_FILE, NOTE].map(|name| folder.join(name)));
    own.extend(below(&folder.join(TEMPLATES)));
    own
}

/// Returns the tables of rates that a folder of them can hold.
pub fn tables(folder: &Path) -> impl Iterator<Item = PathBuf> {
    Series::ALL.into_iter().map(|series| folder.join(format!("{}.csv", series.name())))
}

/// Returns the files of a folder of templates: those of its languages.
pub fn below(templates: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries(templates).filter(|path| path.is_dir()).flat_map(|folder| entries(&folder).collect::<Vec<_>>()).collect()
}

/// Refuses a target that is one of those files, that this run has read, or that is kept, by whatever path or link it is
/// reached.
///
/// # Errors
/// Returns the finding that names the target.
pub fn judge(target: &Path, own: &[PathBuf]) -> Result<(), Box<Diagnostic>> {
    let real = real(target);
    let read = files::read_until_now();
    if !is_kept(&real) && !own.iter().chain(&read).any(|path| self::real(path) == real) {
        return Ok(());
    }
    let finding = Diagnostic::new(
        code::cli::OUTPUT_TAKEN,
        "--output names a file that is read, written or kept for something else; it is left as it is",
        "--output désigne un fichier qui est lu, écrit ou gardé pour autre chose ; il reste tel quel",
    );
    Err(Box::new(
        finding
            .at(Place::file(target.display().to_string()))
            .help("give the result a name of its own", "donner au résultat un nom qui n'est qu'à lui"),
    ))
}

/// Tells whether a file is a document on the shelf of a folder, or the list of a run of `letters` or `bundle`, or one
/// that it names: lists are beside their files, which are at most one folder below.
fn is_kept(real: &Path) -> bool {
    let folders: Vec<&Path> = real.ancestors().skip(1).take(2).collect();
    let is_on_shelf = |folder: &&Path| {
        let invoices = folder.with_file_name(FileRole::Invoices.file_name());
        // The import puts e-invoices there. A result of an earlier run may be written again.
        let is_einvoice = real.extension().is_some_and(|kind| kind == "pdf" || kind == "xml");
        folder.ends_with(SHELF) && is_einvoice && real.exists() && invoices.exists()
    };
    let is_in_list = |folder: &&Path| {
        let Some(inner) = real.strip_prefix(folder).ok().and_then(Path::to_str) else { return false };
        let is_letter = || Manifest::read(&list(&folder.join(FILE_NAME))?).map(|list| list.has(inner));
        let is_piece = || {
            let page = list(&folder.join(contents::PAGES[0]))?;
            Some(contents::names(&String::from_utf8_lossy(&page), inner))
        };
        is_letter().unwrap_or(false) || is_piece().unwrap_or(false)
    };
    folders.iter().any(|folder| is_on_shelf(folder) || is_in_list(folder))
}

/// Reads a list, if one is there: to have looked at it is no reason to keep a result from its place.
fn list(path: &Path) -> Option<Vec<u8>> {
    let file = fs::metadata(path).ok()?.is_file().then(|| File::open(path))?.ok()?;
    let mut bytes = Vec::new();
    file.take(files::LARGEST_LIST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns where a place is in a folder, both of them followed: `sent/september`; nothing of one outside.
pub fn within(folder: &Path, place: &Path) -> Option<String> {
    let (place, folder) = (real(place), real(folder));
    let parts = place.strip_prefix(folder).ok()?.components().map(|part| part.as_os_str().to_str());
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Returns where a path leads, the part of it that is not there yet as it is written.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let parent = match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return path.to_owned(),
    };
    match path.components().next_back() {
        Some(Component::Normal(name)) => real(parent).join(name),
        Some(Component::ParentDir) => real(parent).parent().map_or_else(|| path.to_owned(), Path::to_owned),
        _ => real(parent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_where_it_is_not_by_how_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let own = in_folder(folder.path());
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("invoices.csv"), "").unwrap();
        let is_refused = |target: &str| judge(&folder.path().join(target), &own).is_err();
        // events.csv and letters/ are not there.
        for target in ["invoices.csv", "sub/../invoices.csv", "events.csv", "./sub/../events.csv"] {
            assert!(is_refused(target), "{target}");
        }
        for target in ["result.csv", "sub/invoices.csv", "letters/invoices.csv"] {
            assert!(!is_refused(target), "{target}");
        }
    }

    #[test]
    fn what_was_read_or_is_kept_is_no_target() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir_all(place("letters/2026-09-07")).unwrap();
        fs::create_dir(place("documents")).unwrap();
        let list = r#"{"as_of": "2026-09-07", "policy_sha256": "", "inputs": [], "notices": [],
            "outputs": [{"file": "C1.pdf", "sha256": ""}]}"#;
        fs::write(place("letters/2026-09-07/manifest.json"), list).unwrap();
        for name in ["invoices.csv", "soft.toml", "hard.toml", "documents/F1.pdf"] {
            fs::write(place(name), "").unwrap();
        }
        files::read_regular(&place("soft.toml"), 10).unwrap();
        let kept = ["soft.toml", "documents/F1.pdf", "letters/2026-09-07/manifest.json", "letters/2026-09-07/C1.pdf"];
        assert_eq!(kept.map(|name| judge(&place(name), &[]).is_err()), [true; 4]);
        let free = ["hard.toml", "documents/age.csv", "letters/age.csv", "letters/2026-09-07/age.csv"];
        assert_eq!(free.map(|name| judge(&place(name), &[]).is_err()), [false; 4]);
    }

    #[test]
    fn what_a_contents_page_names_is_no_target_and_a_page_of_another_kind_is() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir_all(place("file/notes")).unwrap();
        let page = "# Dossier\n\n| Pièce | Fichier | Contenu | SHA-256 |\n| ---: | --- | --- | --- |\n\
            | 1 | invoice\\_\\_F1.pdf | Facture F1 | b9c0 |\n";
        fs::write(place("file/contents.md"), page).unwrap();
        fs::write(place("contents.md"), "# Notes\n").unwrap();
        let kept = ["file/invoice__F1.pdf", "file/contents.md", "file/contents.html"];
        assert_eq!(kept.map(|name| judge(&place(name), &[]).is_err()), [true; 3]);
        // Asked twice: a page that was only looked at is not read for something.
        let free = ["file/F1.pdf", "file/age.csv", "file/notes/contents.html", "contents.md", "contents.md"];
        assert_eq!(free.map(|name| judge(&place(name), &[]).is_err()), [false; 5]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("payments.csv"), "").unwrap();
        std::os::unix::fs::symlink("payments.csv", folder.path().join("result.csv")).unwrap();
        assert!(judge(&folder.path().join("result.csv"), &in_folder(folder.path())).is_err());
    }
}
