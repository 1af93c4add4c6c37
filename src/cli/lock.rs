//! Keeps two writing runs out of one folder. Commands that only read take no lock.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::exit::Exit;
use super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};

/// The file whose lock is taken. It stays there, empty: removing it would let a third run lock another file of
/// the same name.
const LOCK_FILE: &str = ".relance.lock";

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
        let file = match File::options().create(true).append(true).open(&path) {
            Ok(file) => file,
            Err(error) => {
                ui.finding(
                    Diagnostic::new(
                        code::cli::OUTPUT_UNWRITABLE,
                        format!("the folder cannot be written to: {error}"),
                        format!("impossible d’écrire dans le dossier : {error}"),
                    )
                    .at(Place::file(path.display().to_string())),
                );
                return Err(Exit::CouldNotRun);
            }
        };
        match file.try_lock() {
            Ok(()) => Ok(FolderLock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                ui.finding(
                    Diagnostic::new(
                        code::cli::FOLDER_LOCKED,
                        "another run of relance is writing in this folder",
                        "une autre exécution de relance écrit dans ce dossier",
                    )
                    .at(Place::file(path.display().to_string()))
                    .help("try again when it has ended", "réessayez quand elle sera terminée"),
                );
                Err(Exit::Locked)
            }
            // File systems without locks (some network shares): a lock that nobody can take protects nobody.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
                Ok(FolderLock { _file: file })
            }
            Err(TryLockError::Error(error)) => {
                ui.finding(
                    Diagnostic::new(
                        code::cli::OUTPUT_UNWRITABLE,
                        format!("the folder's lock cannot be taken: {error}"),
                        format!("impossible de verrouiller le dossier : {error}"),
                    )
                    .at(Place::file(path.display().to_string())),
                );
                Err(Exit::CouldNotRun)
            }
        }
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
