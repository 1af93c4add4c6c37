//! Writing files so that a run that dies leaves the old file or the new one, never half of either.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::Builder;

use crate::model::Bilingual;

/// Is how long the bytes must last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// They can be computed again: the system writes them when it likes.
    Cached,
    /// They are the only record of an act: they are on the disk when the function returns.
    Synced,
}

/// How passing names begin; six letters or digits follow.
pub const PASSING: &str = ".relance-";

/// Removes what runs that were killed left in a folder under passing names. What a run still writes is locked by it.
pub fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(PASSING));
        let is_passing = rest.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()));
        let Some(kind) = entry.file_type().ok().filter(|kind| is_passing && !kind.is_symlink()) else { continue };
        let Some(_lock) = File::open(entry.path()).ok().filter(|file| file.try_lock().is_ok()) else { continue };
        // What cannot be removed does no harm.
        let _ = if kind.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
    }
}

/// Writes a file under a passing name beside it, then gives it its name; a link is followed, permissions are kept.
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
    let existing = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if existing.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return write(&mut File::options().write(true).open(path)?);
    }
    let target = if existing.is_some() { path.canonicalize()? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(PASSING);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Like any new file: readable and writable as far as the umask allows.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut passing = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    // Where there are no locks nobody removes it either.
    let _ = passing.as_file().try_lock();
    if let Some(metadata) = existing {
        passing.as_file().set_permissions(metadata.permissions())?;
    }
    let mut out = BufWriter::with_capacity(128 * 1024, passing.as_file_mut());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if durability == Durability::Synced {
        passing.as_file().sync_all()?;
    }
    passing.persist(&target).map_err(|failed| failed.error)?;
    #[cfg(unix)]
    if durability == Durability::Synced {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Returns why a file could not be read or written, in words; what is rare, in the system's own.
pub fn why(error: &io::Error) -> Bilingual {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Bilingual::new("there is no such file or folder", "ce fichier ou dossier n'existe pas")
        }
        io::ErrorKind::PermissionDenied => Bilingual::new("permission denied", "accès refusé"),
        io::ErrorKind::IsADirectory => {
            Bilingual::new("this is a directory, not a file", "c'est un dossier, pas un fichier")
        }
        io::ErrorKind::NotADirectory => {
            Bilingual::new("a part of the path is not a folder", "une partie du chemin n'est pas un dossier")
        }
        io::ErrorKind::StorageFull => Bilingual::new("the disk is full", "le disque est plein"),
        io::ErrorKind::ReadOnlyFilesystem => Bilingual::new("the disk is read-only", "le disque est en lecture seule"),
        _ => Bilingual::new(error.to_string(), error.to_string()),
    }
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
    fn what_a_killed_run_left_is_removed_and_what_a_run_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [".relance-AbC123", ".relance.lock", ".relance-notes", ".relance-a.bcde"] {
            fs::write(at(name), "").unwrap();
        }
        fs::create_dir_all(at(".relance-Def456/sub")).unwrap();
        let mut left = Vec::new();
        replace(&at("a.csv"), Durability::Cached, |_| {
            remove_leftovers(folder.path());
            left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            Ok(())
        })
        .unwrap();
        assert_eq!(left.len(), 4, "{left:?}");
        assert!(at("a.csv").exists() && !at(".relance-AbC123").exists() && !at(".relance-Def456").exists());
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
}
