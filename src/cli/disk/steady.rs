//! Files that stay as they are while they are read: what another program writes meanwhile is read again.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::cli::clock;
use crate::diag::{Diagnostic, Place, code};

/// How long files that keep changing are read again.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a file has to have been left alone: a program that writes it in parts may be between two of them, and
/// clocks of file systems tick at most every ten milliseconds.
const SETTLED: Duration = Duration::from_millis(30);

/// How long where what was read looks cut off.
const SETTLED_IN_DOUBT: Duration = Duration::from_millis(300);

/// One state of a file: with another number, length or time it is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    number: (u64, u64),
    length: u64,
    modified: Option<SystemTime>,
    changed: (i64, i64),
}

impl Stamp {
    /// Returns the state of a regular file; nothing of what is none, or not there.
    pub fn of(path: &Path) -> Option<Stamp> {
        let found = fs::metadata(path).ok().filter(Metadata::is_file)?;
        let (number, changed) = identity(&found);
        Some(Stamp { number, changed, length: found.len(), modified: found.modified().ok() })
    }

    /// Returns how long the file still has to be left alone.
    fn unsettled(&self, settled: Duration) -> Option<Duration> {
        settled.checked_sub(clock::since(self.modified?)?).filter(|rest| !rest.is_zero())
    }
}

#[cfg(unix)]
fn identity(found: &Metadata) -> ((u64, u64), (i64, i64)) {
    use std::os::unix::fs::MetadataExt;
    ((found.dev(), found.ino()), (found.ctime(), found.ctime_nsec()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> ((u64, u64), (i64, i64)) {
    Default::default()
}

/// Reads files until all of them are the same before and after. What is in doubt may be half of what a program is just
/// writing: it has to have been left alone for longer.
///
/// # Errors
/// Returns the finding when they keep changing, or when what changed cannot be read twice.
pub fn read<T>(
    paths: &[PathBuf],
    read: impl FnMut() -> T,
    is_in_doubt: impl Fn(&T) -> bool,
) -> Result<T, Box<Diagnostic>> {
    read_within(PATIENCE, paths, read, is_in_doubt)
}

fn read_within<T>(
    patience: Duration,
    paths: &[PathBuf],
    mut read: impl FnMut() -> T,
    is_in_doubt: impl Fn(&T) -> bool,
) -> Result<T, Box<Diagnostic>> {
    let since = Instant::now();
    // A pipe gives what it holds once.
    let is_once = paths.iter().any(|path| fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()));
    loop {
        let stamps = || paths.iter().map(|path| Stamp::of(path)).collect::<Vec<_>>();
        let before = stamps();
        let result = read();
        let mut after = stamps();
        let settled = if is_in_doubt(&result) { SETTLED_IN_DOUBT } else { SETTLED };
        if before == after
            && let Some(rest) = after.iter().flatten().filter_map(|stamp| stamp.unsettled(settled)).max()
        {
            thread::sleep(rest);
            after = stamps();
        }
        if before == after {
            return Ok(result);
        }
        if is_once || since.elapsed() > patience {
            let changed = before.iter().zip(&after).position(|(before, after)| before != after);
            return Err(Box::new(changing(&paths[changed.unwrap_or_default()])));
        }
    }
}

/// Returns the finding that a file changes while it is read.
pub fn changing(path: &Path) -> Diagnostic {
    Diagnostic::new(
        code::cli::FOLDER_CHANGING,
        "another program is writing this file while it is read",
        "un autre programme écrit ce fichier pendant sa lecture",
    )
    .at(Place::file(path.display().to_string()))
    .help("try again when it has ended", "réessayer quand il aura terminé")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_meanwhile_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let mut count = 0;
        let text = read(
            &[path.clone(), folder.path().join("absent")],
            || {
                count += 1;
                let text = fs::read_to_string(&path).unwrap();
                if count == 1 {
                    fs::write(&path, "new").unwrap();
                }
                text
            },
            |_| false,
        );
        assert_eq!((text.unwrap().as_str(), count), ("new", 2));
    }

    #[test]
    fn files_that_keep_changing_are_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("payments.csv");
        let found = read_within(
            2 * SETTLED,
            std::slice::from_ref(&path),
            || {
                fs::write(&path, format!("{:?}", Instant::now())).unwrap();
            },
            |()| true,
        );
        assert_eq!(found.unwrap_err().code, code::cli::FOLDER_CHANGING);
    }
}
