//! Writing files so that a run that dies leaves the old file or the new one, never half of either.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::interrupt;
use super::owner::Owner;
use super::passing::Passing;
pub use crate::model::unread::{NotRegular, why};

/// How long bytes must last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// They can be computed again: the system writes them when it likes.
    Cached,
    /// They are the only record of an act: they are on the disk when the function returns.
    Synced,
}

/// Puts a file together beside its place, then gives it its name; a link is followed, owner and permissions are kept.
///
/// What is not a regular file (`/dev/stdout`, a named pipe) is written to directly.
///
/// # Errors
/// Those of `write` and of the file system; the file is then as it was.
pub fn replace(
    path: &Path,
    durability: Durability,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    held(path, durability, write).map(drop)
}

/// Replaces a file like [`replace`], and returns it open and locked: the lock was taken before the file had its name.
/// Nothing is returned of what is not a regular file.
///
/// # Errors
/// As there.
pub fn held(
    path: &Path,
    durability: Durability,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Option<File>> {
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return write(&mut File::options().write(true).open(path)?).map(|()| None);
    }
    let target = if existing.is_some() { path.canonicalize()? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let placing = interrupt::placing();
    let passing = Passing::beside(folder, vec![CONTENT.to_owned()])?;
    let content = passing.path(CONTENT);
    let mut file = File::options().read(true).write(true).create_new(true).open(&content)?;
    // Where there are no locks nobody asks for it.
    let _ = file.try_lock();
    match existing {
        Some(metadata) => {
            Owner::in_metadata(&metadata).give(&file);
            // A new owner takes some rights away.
            file.set_permissions(metadata.permissions())?;
        }
        None => Owner::of(folder).give(&file),
    }
    // A long result is no reason to wait: without its name it is nothing.
    drop(placing);
    let mut out = BufWriter::with_capacity(128 * 1024, &mut file);
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if durability == Durability::Synced {
        file.sync_all()?;
    }
    let _placing = interrupt::placing();
    fs::rename(&content, &target)?;
    drop(passing);
    #[cfg(unix)]
    if durability == Durability::Synced {
        File::open(folder)?.sync_all()?;
    }
    Ok(Some(file))
}

/// The most bytes of a manifest: one of a hundred thousand letters has a tenth of them.
pub const LARGEST_LIST: u64 = 1024 * 1024 * 1024;

/// How the one file is called as long as it passes.
const CONTENT: &str = "content";

/// Reads a regular file of no more than so many bytes: a pipe or a device may never end.
///
/// # Errors
/// [`NotRegular`], or those of the file system.
pub fn read_regular(path: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.take(largest.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Opens a regular file: a pipe that nobody writes to is waited for without end.
///
/// # Errors
/// [`NotRegular`], or those of the file system.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let found = fs::metadata(path)?;
    if found.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else if !found.is_file() {
        Err(io::Error::other(NotRegular))
    } else {
        note_read(path);
        File::open(path)
    }
}

/// What this run has read beside the files of the ledger. It is for the whole of a run to know, and for no function of
/// it.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Notes that a file is read: the result of the run may not take its place.
pub fn note_read(path: &Path) {
    READ.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
}

/// Returns the files that were read until now.
pub fn read_until_now() -> BTreeSet<PathBuf> {
    READ.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Tells whether the system said that a file system knows no locks, and not that somebody holds one.
pub fn knows_no_locks(error: &io::Error) -> bool {
    /// No lock is to be had: a share without its lock service.
    const ENOLCK: i32 = if cfg!(any(target_os = "linux", target_os = "android")) { 37 } else { 77 };
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
        || cfg!(unix) && error.raw_os_error() == Some(ENOLCK)
}

/// Tells whether two paths lead to the same file or folder, links and all; both must be there.
pub fn leads_to_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let failed = replace(&path, Durability::Cached, |out| {
            out.write_all(b"half of the new")?;
            Err(io::Error::other("disk on fire"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.csv"), folder.path().join("link.csv"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        replace(&link, Durability::Synced, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_stays_its_owners_and_a_new_one_belongs_to_whom_its_folder_does() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.csv"), folder.path().join("new.csv"));
        fs::write(&old, "old").unwrap();
        // Only root gives files away.
        if chown(&old, Some(1234), Some(4321)).is_err() || chown(folder.path(), Some(1235), Some(4322)).is_err() {
            return;
        }
        fs::set_permissions(&old, fs::Permissions::from_mode(0o660)).unwrap();
        for path in [&old, &new] {
            replace(path, Durability::Synced, |out| out.write_all(b"1")).unwrap();
        }
        let owner = |path: &Path| fs::metadata(path).map(|found| (found.uid(), found.gid())).unwrap();
        assert_eq!((owner(&old), owner(&new)), ((1234, 4321), (1235, 4322)));
        assert_eq!(fs::metadata(&old).unwrap().permissions().mode() & 0o7777, 0o660);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_of_a_bearable_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "12345").unwrap();
        let why = |path: &Path, largest| why(&read_regular(path, largest).unwrap_err()).en;
        assert_eq!(read_regular(&file, 5).unwrap(), b"12345");
        assert_eq!(why(&file, 4), "the file is too large");
        assert_eq!(why(Path::new("/dev/zero"), 4), "this is a pipe, a device or a socket, not a file");
        assert_eq!(why(folder.path(), 4), "this is a directory, not a file");
    }
}
