//! An import that writes several files, seen while it goes on and when it was cut off.
//!
//! Before the first file a note is put into the folder, which says what each file holds before and after; behind the
//! last one it goes away. The run locks it as long as it lives: a reader waits for one that is held, and tells of one
//! that nobody holds, when some files are as they were and others as they were to be.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::files::{self, Durability};
use super::folder_file::{Written, unwritable};
use super::interrupt;
use super::passing;
use super::steady;
use super::target::NOTE;
use crate::cli::typed::common::Files;

use crate::diag::{Diagnostic, Place, code};
use crate::letter::safe::sha256_hex;
use crate::model::{FileRole, cores};

/// Its first line.
const SAYS: &str = "relance: an import is writing these files; when no run is going on, import the same lists again";

/// How long a reader waits for an import that goes on.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it waits before it looks again.
const BREATH: Duration = Duration::from_millis(10);

/// The longest note that is read.
const LONGEST: u64 = 1024 * 1024;

/// An import that did not write all of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// The lists that it read, as they were typed.
    pub lists: Vec<String>,
    /// The files that are still as they were.
    old: Vec<String>,
}

impl CutOff {
    /// Returns the finding that says so.
    pub fn finding(&self) -> Diagnostic {
        let (old, lists) = (self.old.join(", "), self.lists.join(" "));
        Diagnostic::new(
            code::cli::IMPORT_CUT_OFF,
            format!("an import was cut off before it wrote {old}: the files do not go together"),
            format!("un import a été interrompu avant d'écrire {old} : les fichiers ne vont pas ensemble"),
        )
        .at(Place::file(NOTE))
        .help(
            format!("import {lists} again; or remove {NOTE} when the files are as they should be"),
            format!("importer de nouveau {lists} ; ou supprimer {NOTE} si les fichiers sont comme ils doivent être"),
        )
    }
}

/// Returns where the note is.
pub fn path(folder: &Path) -> PathBuf {
    folder.join(NOTE)
}

/// Waits until no import is writing.
///
/// # Errors
/// Returns the finding when it takes too long.
pub fn wait(folder: &Path) -> Result<(), Box<Diagnostic>> {
    let since = Instant::now();
    let path = path(folder);
    loop {
        // Where there are no locks, nobody can tell whether it goes on.
        let is_going_on = match File::open(&path).map(|note| note.try_lock_shared()) {
            Err(_) | Ok(Ok(())) => false,
            Ok(Err(TryLockError::WouldBlock)) => true,
            Ok(Err(TryLockError::Error(_))) => since.elapsed() < PATIENCE / 10,
        };
        if !is_going_on {
            return Ok(());
        }
        if since.elapsed() > PATIENCE {
            return Err(Box::new(steady::changing(&path)));
        }
        thread::sleep(BREATH);
    }
}

/// Returns the import that was cut off in a folder; nothing of one that goes on.
pub fn cut_off(files: &Files) -> Option<CutOff> {
    let path = path(&files.folder);
    loop {
        wait(&files.folder).ok()?;
        let note = File::open(&path).ok()?;
        let found = judged(files, &files::read_regular(&path, LONGEST).ok()?);
        // A new import has begun meanwhile, and moves what was looked at.
        if matches!(note.try_lock_shared(), Err(TryLockError::WouldBlock)) || !passing::is_same(&note, &path) {
            continue;
        }
        return found;
    }
}

/// Tells from a note that nobody holds what of its import is missing.
fn judged(files: &Files, note: &[u8]) -> Option<CutOff> {
    let mut lines = std::str::from_utf8(note).ok()?.lines();
    lines.next().filter(|says| *says == SAYS)?;
    let sources = files.sources();
    let (mut lists, mut old, mut is_begun) = (Vec::new(), Vec::new(), false);
    for line in lines {
        if let Some(list) = line.strip_prefix("list ") {
            lists.push(list.to_owned());
        } else if let [before, after, name] = line.splitn(3, ' ').collect::<Vec<_>>()[..] {
            let role = FileRole::OF_LEDGER.into_iter().find(|role| role.file_name() == name)?;
            let now = hash(&sources.locate(role).path);
            // What other hands changed since is begun too.
            is_begun |= now != before;
            if now != after {
                old.push(name.to_owned());
            }
        }
    }
    (is_begun && !old.is_empty()).then_some(CutOff { lists, old })
}

/// Writes the files of an import in their order; when more than one changes, the note stands there meanwhile. The note
/// of an import that was cut off goes away.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, lists: &[String], changes: &[Written]) -> anyhow::Result<()> {
    let path = path(folder);
    let _placing = interrupt::placing();
    let mut held = None;
    if changes.len() > 1 {
        let mut text = format!("{SAYS}\n");
        for list in lists {
            text.push_str(&format!("list {}\n", list.replace(['\n', '\r'], " ")));
        }
        // A file of a million rows takes a while.
        let hashes = cores::each(changes, |(file, bytes)| (hash(&file.path), sha256_hex(bytes)));
        for ((file, _), (before, after)) in changes.iter().zip(hashes) {
            text.push_str(&format!("{before} {after} {}\n", file.role.file_name()));
        }
        held = files::held(&path, Durability::Synced, |out| out.write_all(text.as_bytes()))
            .map_err(|error| unwritable(NOTE, &error))?;
    }
    for (file, bytes) in changes {
        file.write(bytes)?;
    }
    // Without the note every file is as it should be; with it, the next import finds that out.
    let _ = fs::remove_file(&path);
    drop(held);
    Ok(())
}

/// Returns the SHA-256 of a file; of one that is not there, a dash.
fn hash(path: &Path) -> String {
    files::read_regular(path, u64::MAX).map_or_else(|_| "-".to_owned(), |bytes| sha256_hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::disk::folder_file::FolderFile;
    use crate::cli::typed::common::Files;
    use crate::policy::builtin;

    const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n";

    fn files(folder: &Path) -> Files {
        Files {
            folder: folder.to_owned(),
            policy: None,
            invoices_file: None,
            payments_file: None,
            customers_file: None,
            events_file: None,
            keep_going: false,
            then: Default::default(),
        }
    }

    /// Returns what an import changes: an invoice and its payment.
    fn changes(files: &Files) -> Vec<Written> {
        let open = |role| FolderFile::open(role, files, &builtin::fr_b2b()).unwrap();
        vec![
            (open(FileRole::Invoices), format!("{INVOICES}F-1,C1,2026-01-01,2026-01-31,10.00\n").into_bytes().into()),
            (open(FileRole::Payments), b"payment_id,date,amount,invoice_id\nP1,2026-01-02,10.00,F-1\n".to_vec().into()),
        ]
    }

    #[test]
    fn an_import_that_was_cut_off_between_two_files_is_seen_until_it_is_done_again() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("invoices.csv"), INVOICES).unwrap();
        let files = files(folder.path());
        let lists = ["list of today.csv".to_owned()];
        let mut cut = changes(&files);
        cut[1].0.path = folder.path().join("no such folder/payments.csv");
        assert!(write(folder.path(), &lists, &cut).is_err());
        let found = cut_off(&files).unwrap();
        assert_eq!(
            (found.lists.as_slice(), found.old.as_slice()),
            (lists.as_slice(), ["payments.csv".to_owned()].as_slice())
        );
        // By whatever hand it was completed, there is nothing to tell.
        fs::write(folder.path().join("payments.csv"), cut[1].1.as_slice()).unwrap();
        assert_eq!(cut_off(&files), None);
        fs::remove_file(folder.path().join("payments.csv")).unwrap();
        write(folder.path(), &lists, &changes(&files)[1..]).unwrap();
        assert_eq!((cut_off(&files), path(folder.path()).exists()), (None, false));
    }

    #[test]
    fn an_import_that_wrote_nothing_yet_left_the_folder_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("invoices.csv"), INVOICES).unwrap();
        let files = files(folder.path());
        let cut = changes(&files);
        // Saved by another program since it was read: nothing is written over that.
        fs::write(folder.path().join("invoices.csv"), INVOICES).unwrap();
        assert!(write(folder.path(), &[], &cut).is_err());
        assert_eq!(cut_off(&files), None);
    }

    #[test]
    fn a_reader_waits_for_an_import_that_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let held = files::held(&path(folder.path()), Durability::Cached, |_| Ok(())).unwrap();
        thread::scope(|scope| {
            let reader = scope.spawn(|| wait(folder.path()).is_ok());
            thread::sleep(3 * BREATH);
            assert!(!reader.is_finished());
            drop(held);
            assert!(reader.join().unwrap());
        });
    }
}
