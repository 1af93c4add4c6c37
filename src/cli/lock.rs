//! Keeps two writing runs out of one folder. Commands that only read take no lock.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::exit::Exit;
use super::files;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};

/// The file whose lock is taken. It stays there, empty: removing it would let a third run lock another file of
/// the same name.
pub const LOCK_FILE: &str = ".relance.lock";

/// Is the folder, ours alone until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder's lock, without waiting.
    ///
    /// # Errors
    /// [`Exit::Locked`] when another run holds it, [`Exit::CouldNotRun`] when the folder cannot be written; said
    /// already.
    pub fn take(folder: &Path, ui: &mut Ui) -> Result<FolderLock, Exit> {
        let path = folder.join(LOCK_FILE);
        let locked =
            File::options().create(true).append(true).open(&path).map_err(TryLockError::Error).and_then(|file| {
                match file.try_lock() {
                    // Some network shares know no locks; a run there is no worse off than without this one.
                    Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
                    result => result.map(|()| file),
                }
            });
        let (exit, finding) = match locked {
            Ok(file) => {
                files::remove_leftovers(folder);
                return Ok(FolderLock { _file: file });
            }
            Err(TryLockError::WouldBlock) => (
                Exit::Locked,
                Diagnostic::new(
                    code::cli::FOLDER_LOCKED,
                    "another run of relance is writing in this folder",
                    "une autre exécution de relance écrit dans ce dossier",
                )
                .help("try again when it has ended", "réessayer quand elle sera terminée"),
            ),
            Err(TryLockError::Error(error)) => {
                let why = files::why(&error);
                let en = format!("the folder cannot be locked for writing: {}", why.en);
                let fr = format!("impossible de verrouiller le dossier pour y écrire : {}", why.fr);
                (Exit::CouldNotRun, Diagnostic::new(code::cli::OUTPUT_UNWRITABLE, en, fr))
            }
        };
        ui.finding(finding.at(Place::file(path.display().to_string())));
        Err(exit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_told_to_try_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut ui = Ui::for_tests();
        let first = FolderLock::take(folder.path(), &mut ui).unwrap();
        assert_eq!(FolderLock::take(folder.path(), &mut ui).unwrap_err(), Exit::Locked);
        drop(first);
        assert!(FolderLock::take(folder.path(), &mut ui).is_ok());
    }
}
