//! The place where files are put together before they get their names, and what runs that were killed left in it.
//!
//! Beside the target stands a folder `.relance-passing`, in it one folder for each run, and in that one a mark: a file
//! that names whatever else the run puts there, and that the run locks for as long as it lives. A later run removes
//! what a mark names once nobody holds it, and nothing else: neither what bears no mark nor what a mark does not name.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::interrupt::{self, Leaving};
use super::owner::Owner;

/// The folder beside the target.
pub const PLACE: &str = ".relance-passing";

/// How the folders of runs are called in it; letters and digits follow.
const RUN: &str = "run-";

/// The file in the folder of a run that names the others.
const MARK: &str = "mark";

/// The first line of a mark.
const SAYS: &str = "relance: on the way to other names; the next run here removes what a dead one left\n";

/// How often another run may take the folder away between its making and its lock, before something else is wrong.
const TRIES: usize = 200;

/// The files that a run puts together in one place; what of them got no name is removed when this is dropped.
#[derive(Debug)]
pub struct Passing {
    place: PathBuf,
    own: PathBuf,
    names: Vec<String>,
    /// Locked as long as it is open.
    mark: File,
    _leaving: Leaving,
}

impl Passing {
    /// Makes room beside a target for files of these names, each at most one folder deep, and removes what dead runs
    /// left there.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn beside(folder: &Path, names: Vec<String>) -> io::Result<Passing> {
        sweep(folder);
        let place = folder.join(PLACE);
        let _placing = interrupt::placing();
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        for _ in 0..TRIES {
            make_place(folder, &place)?;
            match room(&place, &names) {
                Ok((own, mark)) => {
                    let leaving = interrupt::leaving(&own, abandon);
                    return Ok(Passing { place, own, names, mark, _leaving: leaving });
                }
                // Another run that ended, or swept, took away what was not locked yet.
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::WouldBlock) => {
                    last = error;
                }
                Err(error) => {
                    // Empty, as on a full disk; where another run has something in it, it stays.
                    let _ = fs::remove_dir(&place);
                    return Err(error);
                }
            }
        }
        Err(last)
    }

    /// Makes room for one more file, at most one folder deep: whoever finds the mark knows of it before it is there.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn announce(&mut self, name: &str) -> io::Result<()> {
        self.mark.write_all(format!("{name}\n").as_bytes())?;
        self.names.push(name.to_owned());
        Ok(())
    }

    /// Returns where a file of that name is put together; of no name, where all are.
    pub fn path(&self, name: &str) -> PathBuf {
        self.own.join(name)
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        remove(&self.own, self.names.iter().map(String::as_str));
        // Another run may still be there.
        let _ = fs::remove_dir(&self.place);
    }
}

/// Removes what this run has put together, when a signal ends it.
fn abandon(own: &Path) {
    let text = fs::read_to_string(own.join(MARK)).unwrap_or_default();
    remove(own, text.strip_prefix(SAYS).unwrap_or_default().lines());
    let _ = own.parent().map(fs::remove_dir);
}

/// Removes what runs that were killed left beside a target. What a run still writes is locked by it.
pub fn sweep(folder: &Path) {
    let place = folder.join(PLACE);
    if !is_folder(&place) {
        return;
    }
    for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
        let is_run = entry.file_name().to_str().is_some_and(|name| name.starts_with(RUN));
        if is_run && is_folder(&entry.path()) {
            sweep_run(&entry.path());
        }
    }
    // It stays where something is left in it.
    let _ = fs::remove_dir(&place);
}

/// Removes what a run left, when its mark is ours and nobody's.
fn sweep_run(own: &Path) {
    let path = own.join(MARK);
    match fs::symlink_metadata(&path) {
        // It died before it had a mark: then there is nothing in it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => drop(fs::remove_dir(own)),
        Ok(found) if found.is_file() => {
            let Some(mut mark) = File::open(&path).ok().filter(|mark| mark.try_lock().is_ok()) else { return };
            let mut text = String::new();
            if mark.read_to_string(&mut text).is_err() || !is_same(&mark, &path) {
                return;
            }
            match text.strip_prefix(SAYS) {
                Some(names) => remove(own, names.lines()),
                // It died before it wrote its mark.
                None if text.is_empty() => remove(own, std::iter::empty()),
                None => {}
            }
        }
        _ => {}
    }
}

/// Removes the files of these names, then the mark, then the folders as far as nothing else is in them.
fn remove<'n>(own: &Path, names: impl Iterator<Item = &'n str>) {
    let is_plain =
        |name: &&str| !name.is_empty() && !name.starts_with('/') && !name.split('/').any(|part| part == "..");
    let mut inner = None;
    for name in names.filter(is_plain) {
        let path = own.join(name);
        let _ = fs::remove_file(&path);
        inner = path.parent().filter(|parent| *parent != own).map(Path::to_owned).or(inner);
    }
    if let Some(inner) = inner {
        let _ = fs::remove_dir(inner);
    }
    // Something that no mark names keeps its folder, and the mark that explains it.
    if fs::read_dir(own).is_ok_and(|entries| entries.flatten().all(|entry| entry.file_name() == MARK)) {
        let _ = fs::remove_file(own.join(MARK));
        let _ = fs::remove_dir(own);
    }
}

fn make_place(folder: &Path, place: &Path) -> io::Result<()> {
    match fs::create_dir(place) {
        Ok(()) => {
            // Whoever may write beside the target may put files together there, whoever runs first.
            Owner::of(folder).share(place);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // One look at it: between two, another run can take it away and make it anew. Where it is gone again the
            // next try makes it.
            match fs::symlink_metadata(place) {
                Ok(found) if !found.is_dir() => Err(io::ErrorKind::NotADirectory.into()),
                _ => Ok(()),
            }
        }
        Err(error) => Err(error),
    }
}

/// Makes the folder of this run with its mark, locked before anybody else could lock it.
fn room(place: &Path, names: &[String]) -> io::Result<(PathBuf, File)> {
    let mut builder = Builder::new();
    builder.prefix(RUN).rand_bytes(12);
    let own = builder.tempdir_in(place).map_err(|error| io::Error::from(error.kind()))?;
    let path = own.path().join(MARK);
    let mut mark = File::options().read(true).write(true).create_new(true).open(&path)?;
    // Where there are no locks nobody sweeps either.
    if matches!(mark.try_lock(), Err(fs::TryLockError::WouldBlock)) || !is_same(&mark, &path) {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    let mut text = SAYS.to_owned();
    for name in names {
        text.push_str(name);
        text.push('\n');
    }
    mark.write_all(text.as_bytes())?;
    Ok((own.keep(), mark))
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Tells whether a path still leads to an open file or folder.
#[cfg(unix)]
pub fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let number = |found: fs::Metadata| (found.dev(), found.ino());
    file.metadata().map(number).ok().zip(fs::symlink_metadata(path).map(number).ok()).is_some_and(|(a, b)| a == b)
}

/// Tells whether a path still leads to an open file or folder: it cannot be removed there while it is open.
#[cfg(not(unix))]
pub fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Leaves what a run leaves that is killed: everything but its lock.
    fn killed(folder: &Path, files: &[&str]) -> PathBuf {
        let passing = Passing::beside(folder, files.iter().map(|&name| name.to_owned()).collect()).unwrap();
        for name in files {
            let path = passing.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "half").unwrap();
        }
        let kept = folder.join("kept");
        fs::rename(&passing.own, &kept).unwrap();
        let own = passing.own.clone();
        drop(passing);
        fs::create_dir_all(own.parent().unwrap()).unwrap();
        fs::rename(&kept, &own).unwrap();
        own
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_a_run_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        killed(folder.path(), &["a.csv", "b.csv"]);
        killed(folder.path(), &["new/a.txt", "new/b.txt"]);
        fs::create_dir(folder.path().join(PLACE).join("run-0123456789ab")).unwrap();
        let alive = Passing::beside(folder.path(), vec!["c.csv".to_owned()]).unwrap();
        fs::write(alive.path("c.csv"), "whole").unwrap();
        assert_eq!(names(&folder.path().join(PLACE)).len(), 1);
        sweep(folder.path());
        assert_eq!(fs::read(alive.path("c.csv")).unwrap(), b"whole");
        drop(alive);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn nothing_of_the_users_is_ever_removed() {
        let folder = tempfile::tempdir().unwrap();
        let own = killed(folder.path(), &["a.csv"]);
        let users = [
            folder.path().join(".relance-backup/2026/invoices.csv"),
            folder.path().join(".relance-AbC123"),
            folder.path().join(PLACE).join("notes.txt"),
            folder.path().join(PLACE).join("run-mine/invoices.csv"),
            folder.path().join(PLACE).join("run-marked/mark"),
            folder.path().join(PLACE).join("run-marked/a.csv"),
            own.join("mine.txt"),
        ];
        for path in &users {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "mine\na.csv\n").unwrap();
        }
        sweep(folder.path());
        for path in &users {
            assert_eq!(fs::read_to_string(path).unwrap(), "mine\na.csv\n", "{}", path.display());
        }
        assert!(!own.join("a.csv").exists());
    }

    #[test]
    fn a_mark_names_nothing_outside_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let own = killed(folder.path(), &["a.csv"]);
        fs::write(folder.path().join("invoices.csv"), "mine").unwrap();
        let outside = folder.path().join("invoices.csv");
        fs::write(own.join(MARK), format!("{SAYS}../../invoices.csv\n{}\n", outside.display())).unwrap();
        sweep(folder.path());
        assert!(outside.exists());
    }

    #[test]
    fn many_runs_in_one_place_take_nothing_from_each_other() {
        let folder = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for run in 0..8 {
                let folder = folder.path();
                scope.spawn(move || {
                    for step in 0..60 {
                        let passing = Passing::beside(folder, vec!["x".to_owned()]).unwrap();
                        fs::write(passing.path("x"), "x").unwrap();
                        fs::rename(passing.path("x"), folder.join(format!("{run}-{step}"))).unwrap();
                    }
                });
            }
        });
        assert_eq!(names(folder.path()).len(), 480);
    }
}
