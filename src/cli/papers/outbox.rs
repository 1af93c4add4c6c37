//! The folder that letters or computation sheets are put into: all of them or none, never over other ones unasked, and
//! by one run at a time.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::tray::{Document, Tray};
use crate::cli::disk::files::Durability;
use crate::cli::disk::interrupt::{self, Leaving};
use crate::cli::disk::owner::Owner;
use crate::cli::disk::passing;

/// How long a run waits for another one to put its documents into the folder.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it waits before it asks again.
const BREATH: Duration = Duration::from_millis(10);

/// What became of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// They are there now.
    Written,
    /// They were there already, byte for byte, or there was none.
    Unchanged,
}

/// Whether files that are there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// A file with other bytes is left alone, and nothing is written.
    Never,
    /// Only the list of that name, which was made from the one that is there.
    List(&'static str),
    /// `--force`.
    Asked,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Undelivered {
    /// Files of the same names hold other bytes: these.
    Different(Vec<String>),
    /// Another run is writing there.
    Held,
    /// The file system said no.
    Failed(io::Error),
}

impl From<io::Error> for Undelivered {
    fn from(error: io::Error) -> Undelivered {
        Undelivered::Failed(error)
    }
}

/// A folder for documents, which no other run writes to until this is dropped.
#[derive(Debug)]
pub struct Outbox<'f> {
    folder: &'f Path,
    /// Whether this run made it.
    is_new: bool,
    /// The folder itself, locked: whatever a lock beside the letters were called, it would be sent with them.
    lock: Option<File>,
    /// What was not there before, and goes away with a signal where nothing is in it.
    _leaving: Vec<Leaving>,
}

impl<'f> Outbox<'f> {
    /// Returns a folder that nothing is to be put into: it need not be there.
    pub fn untouched(folder: &'f Path) -> Outbox<'f> {
        Outbox { folder, is_new: false, lock: None, _leaving: Vec::new() }
    }

    /// Makes the folder where there is none, and waits until no other run writes to it.
    ///
    /// # Errors
    /// When another run takes too long, when something else is there, or when the file system refuses.
    pub fn open(folder: &'f Path) -> Result<Outbox<'f>, Undelivered> {
        let parent = parent(folder);
        folder.ancestors().for_each(passing::sweep);
        let since = Instant::now();
        let mut is_new = false;
        let missing = folder.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.exists());
        let leaving = missing.map(|made| interrupt::leaving(made, |made| drop(fs::remove_dir(made)))).collect();
        loop {
            is_new |= {
                let _placing = interrupt::placing();
                make(folder, parent)?
            };
            let Ok(lock) = File::open(folder) else {
                // Some systems do not open folders: there is no lock then.
                return Ok(Outbox { folder, is_new, lock: None, _leaving: leaving });
            };
            match lock.try_lock() {
                Ok(()) if passing::is_same(&lock, folder) => {
                    return Ok(Outbox { folder, is_new, lock: Some(lock), _leaving: leaving });
                }
                // Another run put its folder in the place of this one.
                Ok(()) => is_new = false,
                Err(TryLockError::Error(_)) => {
                    return Ok(Outbox { folder, is_new, lock: None, _leaving: leaving });
                }
                Err(TryLockError::WouldBlock) if since.elapsed() > PATIENCE => return Err(Undelivered::Held),
                Err(TryLockError::WouldBlock) => thread::sleep(BREATH),
            }
        }
    }

    /// Returns where it is.
    pub fn folder(&self) -> &'f Path {
        self.folder
    }

    /// Puts the documents of a tray into the folder, the last one last: the list of the others comes there.
    ///
    /// They wait beside it, so that a full disk or an end of the run leaves the folder as it was. Files of other names
    /// stay.
    ///
    /// # Errors
    /// When files of these names hold other bytes, unless that was asked for; when the file system refuses.
    pub fn deliver(&mut self, tray: Tray<'_>, overwrite: Overwrite) -> Result<Delivered, Undelivered> {
        if tray.documents().is_empty() {
            return Ok(Delivered::Unchanged);
        }
        let _placing = interrupt::placing();
        let is_empty = || fs::read_dir(self.folder).map(|mut found| found.next().is_none());
        match tray.whole() {
            Some(new) if cfg!(unix) && self.is_new && is_empty()? => match self.as_a_whole(&new, tray.durability()) {
                Ok(()) => Ok(Delivered::Written),
                // Somebody who takes no locks has put something into it this moment.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => self.one_by_one(&tray, overwrite),
                Err(error) => Err(error.into()),
            },
            _ => self.one_by_one(&tray, overwrite),
        }
    }

    /// Puts a folder with all documents in the place of the empty one that was made.
    fn as_a_whole(&mut self, new: &Path, durability: Durability) -> io::Result<()> {
        let parent = parent(self.folder);
        let lock = File::open(new)?;
        // Nobody else knows it yet; where there are no locks nobody asks for it.
        let _ = lock.try_lock();
        Owner::of(parent).give(&lock);
        fs::rename(new, self.folder)?;
        self.lock = Some(lock);
        self.is_new = false;
        sync(self.folder, durability)?;
        sync(parent, durability)
    }

    fn one_by_one(&self, tray: &Tray<'_>, overwrite: Overwrite) -> Result<Delivered, Undelivered> {
        let folder = self.folder;
        let mut different = Vec::new();
        let mut news: Vec<&Document> = Vec::new();
        for document in tray.documents() {
            let path = folder.join(&document.name);
            if document.is_at(&path)? {
                continue;
            }
            if !document.waits {
                // It was there when it was made.
                return Err(Undelivered::Held);
            }
            if let Ok(found) = fs::symlink_metadata(&path) {
                let is_list = matches!(overwrite, Overwrite::List(list) if document.name == list && found.is_file());
                if !is_list {
                    different.push(document.name.clone());
                }
            }
            news.push(document);
        }
        if news.is_empty() {
            return Ok(Delivered::Unchanged);
        }
        if !different.is_empty() && overwrite != Overwrite::Asked {
            return Err(Undelivered::Different(different));
        }
        for document in news {
            if let Some(waiting) = tray.path(document) {
                fs::rename(waiting, folder.join(&document.name))?;
            }
        }
        sync(folder, tray.durability())?;
        Ok(Delivered::Written)
    }
}

impl Drop for Outbox<'_> {
    fn drop(&mut self) {
        if self.is_new {
            // It stays where something is in it.
            let _ = fs::remove_dir(self.folder);
        }
    }
}

fn parent(folder: &Path) -> &Path {
    folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a folder with those above it, and tells whether it was not there.
fn make(folder: &Path, parent: &Path) -> io::Result<bool> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(false),
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    if !parent.exists() {
        let above = parent.ancestors().find(|above| above.exists()).map(Owner::of).unwrap_or_default();
        fs::create_dir_all(parent)?;
        File::open(parent).iter().for_each(|made| above.give(made));
    }
    match fs::create_dir(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the names of a folder last.
fn sync(folder: &Path, durability: Durability) -> io::Result<()> {
    if cfg!(unix) && durability == Durability::Synced { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::run::files::Output;

    fn tray<'f>(folder: &'f Path, documents: &[(&str, &str)], durability: Durability) -> Tray<'f> {
        let mut tray = Tray::new(folder, durability);
        for (name, text) in documents {
            tray.take(Output::new(*name, *text)).unwrap();
        }
        tray
    }

    fn deliver(
        folder: &Path,
        documents: &[(&str, &str)],
        overwrite: Overwrite,
        durability: Durability,
    ) -> Result<Delivered, Undelivered> {
        let tray = tray(folder, documents, durability);
        let mut outbox = if documents.is_empty() { Outbox::untouched(folder) } else { Outbox::open(folder)? };
        outbox.deliver(tray, overwrite)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_run_with_equal_bytes_changes_nothing_and_other_bytes_are_refused() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("letters/2026-09-07");
        let first = &[("a.txt", "1"), ("manifest.json", "{}")];
        assert_eq!(deliver(&out, first, Overwrite::Never, Durability::Synced).unwrap(), Delivered::Written);
        assert_eq!(deliver(&out, first, Overwrite::Never, Durability::Synced).unwrap(), Delivered::Unchanged);
        assert_eq!(deliver(&out, &[], Overwrite::Never, Durability::Synced).unwrap(), Delivered::Unchanged);
        let second = &[("a.txt", "2"), ("b.txt", "3"), ("manifest.json", "{}")];
        match deliver(&out, second, Overwrite::Never, Durability::Synced) {
            Err(Undelivered::Different(names)) => assert_eq!(names, ["a.txt"]),
            other => panic!("{other:?}"),
        }
        assert_eq!(names(&out), ["a.txt", "manifest.json"]);
        assert_eq!(deliver(&out, second, Overwrite::Asked, Durability::Synced).unwrap(), Delivered::Written);
        assert_eq!((names(&out).len(), fs::read_to_string(out.join("a.txt")).unwrap()), (3, "2".to_owned()));
        assert_eq!(names(out.parent().unwrap()), ["2026-09-07"]);
    }

    #[test]
    fn what_waits_is_gone_with_the_run_and_what_changed_meanwhile_is_asked_for_again() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("letters/2026-09-07");
        drop(tray(&out, &[("a.txt", "1")], Durability::Cached));
        assert_eq!(names(scratch.path()), [""; 0]);
        deliver(&out, &[("a.txt", "1")], Overwrite::Never, Durability::Cached).unwrap();
        let again = tray(&out, &[("a.txt", "1"), ("b.txt", "2")], Durability::Cached);
        fs::write(out.join("a.txt"), "mine").unwrap();
        let found = Outbox::open(&out).unwrap().deliver(again, Overwrite::Asked);
        assert!(matches!(found, Err(Undelivered::Held)), "{found:?}");
        assert_eq!(
            (names(&out), fs::read_to_string(out.join("a.txt")).unwrap()),
            (vec!["a.txt".to_owned()], "mine".to_owned())
        );
    }

    #[test]
    fn a_list_that_grew_is_replaced_and_what_it_lists_is_not() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("out");
        let overwrite = Overwrite::List("manifest.json");
        deliver(&out, &[("a.txt", "1"), ("manifest.json", "a")], overwrite, Durability::Cached).unwrap();
        let both = &[("b.txt", "2"), ("manifest.json", "a, b")];
        assert_eq!(deliver(&out, both, overwrite, Durability::Cached).unwrap(), Delivered::Written);
        assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), "a, b");
        let other = &[("b.txt", "3"), ("manifest.json", "a, b'")];
        match deliver(&out, other, overwrite, Durability::Cached) {
            Err(Undelivered::Different(names)) => assert_eq!(names, ["b.txt"]),
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), "a, b");
    }

    #[test]
    fn a_run_that_was_killed_between_two_names_is_completed_by_the_next() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("out");
        let overwrite = Overwrite::List("manifest.json");
        deliver(&out, &[("a.txt", "1"), ("manifest.json", "a")], overwrite, Durability::Cached).unwrap();
        // It had given b.txt its name, but neither c.txt nor the list.
        fs::write(out.join("b.txt"), "2").unwrap();
        let all = &[("b.txt", "2"), ("c.txt", "3"), ("manifest.json", "a, b, c")];
        assert_eq!(deliver(&out, all, overwrite, Durability::Cached).unwrap(), Delivered::Written);
        assert_eq!(names(&out), ["a.txt", "b.txt", "c.txt", "manifest.json"]);
        assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), "a, b, c");
    }

    #[test]
    fn nothing_to_write_makes_no_folder_and_a_file_in_its_place_is_left_alone() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("out");
        deliver(&out, &[], Overwrite::Never, Durability::Synced).unwrap();
        assert!(!out.exists());
        fs::write(&out, "mine").unwrap();
        assert!(matches!(
            deliver(&out, &[("a", "1")], Overwrite::Asked, Durability::Synced),
            Err(Undelivered::Failed(_))
        ));
        assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_folder_is_replaced_never_followed() {
        let scratch = tempfile::tempdir().unwrap();
        let (out, outside) = (scratch.path().join("out"), scratch.path().join("outside.txt"));
        fs::create_dir(&out).unwrap();
        fs::write(&outside, "1").unwrap();
        std::os::unix::fs::symlink(&outside, out.join("a.txt")).unwrap();
        let documents = &[("a.txt", "1")];
        assert!(matches!(
            deliver(&out, documents, Overwrite::Never, Durability::Synced),
            Err(Undelivered::Different(_))
        ));
        deliver(&out, documents, Overwrite::Asked, Durability::Synced).unwrap();
        assert!(fs::symlink_metadata(out.join("a.txt")).unwrap().is_file());
        assert_eq!(fs::read_to_string(&outside).unwrap(), "1");
    }

    #[test]
    fn runs_that_fill_a_new_folder_at_once_wait_for_each_other() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("letters/out");
        thread::scope(|scope| {
            for run in 0..8 {
                let out = &out;
                scope.spawn(move || {
                    // Like letters: the list is made from the one that is there.
                    let mut outbox = Outbox::open(out).unwrap();
                    let list = fs::read_to_string(out.join("list")).unwrap_or_default() + &format!("{run};");
                    let tray = tray(out, &[(&format!("{run}.txt"), "1"), ("list", &list)], Durability::Cached);
                    outbox.deliver(tray, Overwrite::List("list")).unwrap();
                });
            }
        });
        let list = fs::read_to_string(out.join("list")).unwrap();
        assert_eq!((list.matches(';').count(), names(&out).len()), (8, 9), "{list}");
        assert_eq!(names(out.parent().unwrap()), ["out"]);
    }

    #[test]
    fn a_folder_that_was_made_for_nothing_goes_away() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("out");
        drop(Outbox::open(&out).unwrap());
        assert!(!out.exists());
        fs::create_dir(&out).unwrap();
        drop(Outbox::open(&out).unwrap());
        assert!(out.exists(), "another's stays");
    }
}
