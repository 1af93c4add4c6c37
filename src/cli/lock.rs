//! Keeps two writing runs out of one folder. Commands that only read take no lock.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::disk::files;
use super::disk::owner::Owner;
use super::disk::passing;
use super::disk::target::{LOCK_FILE, SHELF};
use super::exit::Exit;
use super::terminal::ui::Ui;
use crate::diag::{Diagnostic, Place, Severity, code};

/// The folder, ours alone until this is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder's lock, without waiting.
    ///
    /// Where the file system knows no locks, the run goes on and says so.
    ///
    /// # Errors
    /// [`Exit::Locked`] when another run holds it, [`Exit::CouldNotRun`] when the folder cannot be written; said
    /// already.
    pub fn take(folder: &Path, ui: &mut Ui) -> Result<FolderLock, Exit> {
        let path = folder.join(LOCK_FILE);
        let locked = open(folder, &path).map_err(TryLockError::Error).and_then(|file| match file.try_lock() {
            Err(TryLockError::Error(error)) if files::knows_no_locks(&error) => {
                ui.finding(unknown().at(Place::file(path.display().to_string())));
                Ok(file)
            }
            result => result.map(|()| file),
        });
        let (exit, finding) = match locked {
            Ok(file) => {
                // A copy of a document may have been on its way too.
                [folder, &folder.join(SHELF)].into_iter().for_each(passing::sweep);
                return Ok(FolderLock { _file: file });
            }
            Err(TryLockError::WouldBlock) => (Exit::Locked, held()),
            Err(TryLockError::Error(error)) => {
                let why = files::why(&error);
                let en = format!("the folder cannot be locked for writing: {}", why.en);
                let fr = format!("impossible de verrouiller le dossier pour y écrire : {}", why.fr);
                let finding = Diagnostic::new(code::cli::OUTPUT_UNWRITABLE, en, fr);
                (Exit::CouldNotRun, if path.exists() { with_way_out(finding) } else { finding })
            }
        };
        ui.finding(finding.at(Place::file(path.display().to_string())));
        Err(exit)
    }
}

/// Opens the file of the lock, which every user who may write the folder can open: whoever's run made it.
fn open(folder: &Path, path: &Path) -> io::Result<File> {
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Err(io::Error::other(files::NotRegular)),
        Ok(_) => {}
        Err(_) => match File::options().read(true).append(true).create_new(true).open(path) {
            Ok(file) => {
                Owner::of(folder).let_write(&file);
                return Ok(file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        },
    }
    // To lock it, reading is enough, but on some network shares.
    File::options().read(true).append(true).open(path).or_else(|_| File::open(path))
}

/// Returns the finding that another run writes.
pub fn held() -> Diagnostic {
    Diagnostic::new(
        code::cli::FOLDER_LOCKED,
        "another run of relance is writing in this folder",
        "une autre exécution de relance écrit dans ce dossier",
    )
    .help("try again when it has ended", "réessayer quand elle sera terminée")
}

fn unknown() -> Diagnostic {
    let finding = Diagnostic::new(
        code::cli::LOCK_UNKNOWN,
        "this file system knows no locks: nothing keeps two runs out of the folder at once",
        "ce système de fichiers ne connaît pas les verrous : rien n'empêche deux exécutions d'écrire ensemble dans le dossier",
    );
    Diagnostic { severity: Severity::Warning, ..finding }.help(
        "let one command at a time write there, for instance under `flock` on a local file, or mount the share with locks",
        "n'y laisser écrire qu'une commande à la fois, par exemple sous `flock` avec un fichier local, ou monter le partage \
         avec ses verrous",
    )
}

fn with_way_out(finding: Diagnostic) -> Diagnostic {
    finding.help(
        "when no run is going on, remove that file: the next run makes one that every user of the folder can open",
        "quand aucune exécution n'est en cours, supprimer ce fichier : la prochaine en fera un que chaque utilisateur du \
         dossier peut ouvrir",
    )
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

    #[cfg(unix)]
    #[test]
    fn whoever_may_write_the_folder_may_open_its_lock() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let folder = tempfile::tempdir().unwrap();
        for (mode, expected) in [(0o700, 0o600), (0o750, 0o600), (0o770, 0o660), (0o777, 0o666)] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
            drop(FolderLock::take(folder.path(), &mut Ui::for_tests()).unwrap());
            let lock = folder.path().join(LOCK_FILE);
            assert_eq!(fs::metadata(&lock).unwrap().mode() & 0o777, expected, "{mode:o}");
            fs::remove_file(lock).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join(LOCK_FILE)).unwrap();
        let mut ui = Ui::for_tests();
        assert_eq!(FolderLock::take(folder.path(), &mut ui).unwrap_err(), Exit::CouldNotRun);
    }
}
