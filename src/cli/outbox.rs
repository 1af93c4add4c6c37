//! The folder that letters or computation sheets are written to: all of them or none, and never over other ones unasked.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

use super::files::{self, Durability, PASSING};

/// Is one file to be written: its name, one safe component, and its bytes.
pub type Document = (String, Vec<u8>);

/// Is what became of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// They are there now.
    Written,
    /// They were there already, byte for byte, or there was none.
    Unchanged,
}

/// Is whether files that are there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// A file with other bytes is left alone, and nothing is written.
    Never,
    /// Only the list of that name, which was made from the one that is there.
    List(&'static str),
    /// `--force`.
    Asked,
}

/// Is why nothing was written.
#[derive(Debug)]
pub enum Undelivered {
    /// Files of the same names hold other bytes: these.
    Different(Vec<String>),
    /// The file system said no.
    Failed(io::Error),
}

impl From<io::Error> for Undelivered {
    fn from(error: io::Error) -> Undelivered {
        Undelivered::Failed(error)
    }
}

/// Puts the documents into a folder, the last one last: the list of the others comes there.
///
/// They are written under a passing name on the same disk first, so that a full disk or an end of the run leaves the
/// folder as it was. Files of other names stay.
///
/// # Errors
/// When files of these names hold other bytes, unless that was asked for; when the file system refuses.
pub fn deliver(
    folder: &Path,
    documents: &[Document],
    overwrite: Overwrite,
    durability: Durability,
) -> Result<Delivered, Undelivered> {
    let mut names = BTreeSet::new();
    for (name, _) in documents {
        let is_safe = !name.starts_with('.') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        assert!(is_safe && names.insert(name.to_ascii_lowercase()), "file names are made safe and different: {name}");
    }
    if documents.is_empty() {
        return Ok(Delivered::Unchanged);
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::remove_leftovers(parent);
    files::remove_leftovers(folder);
    match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => Err(io::Error::from(io::ErrorKind::NotADirectory).into()),
        Ok(_) => into_existing(folder, documents, overwrite, durability),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            let (staged, _lock) = stage(parent, documents, durability)?;
            // On Unix a directory takes the place of an empty one only: a run beside this one is not run over.
            fs::rename(staged.path(), folder)?;
            // It is no passing folder any more.
            let _ = staged.keep();
            sync(folder, durability)?;
            sync(parent, durability)?;
            Ok(Delivered::Written)
        }
        Err(error) => Err(error.into()),
    }
}

fn into_existing(
    folder: &Path,
    documents: &[Document],
    overwrite: Overwrite,
    durability: Durability,
) -> Result<Delivered, Undelivered> {
    let mut different = Vec::new();
    let mut news = Vec::new();
    for document in documents {
        let (name, bytes) = document;
        match fs::symlink_metadata(folder.join(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => news.push(document),
            Err(error) => return Err(error.into()),
            Ok(found) if found.is_file() && fs::read(folder.join(name))? == *bytes => {}
            Ok(found) => {
                let is_list = matches!(overwrite, Overwrite::List(list) if name == list && found.is_file());
                if !is_list {
                    different.push(name.clone());
                }
                news.push(document);
            }
        }
    }
    if news.is_empty() {
        return Ok(Delivered::Unchanged);
    }
    if !different.is_empty() && overwrite != Overwrite::Asked {
        return Err(Undelivered::Different(different));
    }
    let (staged, _lock) = stage(folder, news.iter().copied(), durability)?;
    for (name, _) in news {
        fs::rename(staged.path().join(name), folder.join(name))?;
    }
    sync(folder, durability)?;
    Ok(Delivered::Written)
}

/// Writes the documents into a passing folder, which goes away when it is dropped; it is locked as long as it passes.
fn stage<'d>(
    parent: &Path,
    documents: impl IntoIterator<Item = &'d Document>,
    durability: Durability,
) -> io::Result<(tempfile::TempDir, Option<File>)> {
    let mut builder = Builder::new();
    builder.prefix(PASSING);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Like any new folder: as far as the umask allows.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let staged = builder.tempdir_in(parent).map_err(|error| io::Error::from(error.kind()))?;
    let lock = File::open(staged.path()).ok().filter(|folder| folder.try_lock().is_ok());
    for (name, bytes) in documents {
        let mut file = File::create(staged.path().join(name))?;
        file.write_all(bytes)?;
        if durability == Durability::Synced {
            file.sync_all()?;
        }
    }
    Ok((staged, lock))
}

/// Makes the names of a folder last.
fn sync(folder: &Path, durability: Durability) -> io::Result<()> {
    if cfg!(unix) && durability == Durability::Synced { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(texts: &[(&str, &str)]) -> Vec<Document> {
        texts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
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
        let first = documents(&[("a.txt", "1"), ("manifest.json", "{}")]);
        assert_eq!(deliver(&out, &first, Overwrite::Never, Durability::Synced).unwrap(), Delivered::Written);
        assert_eq!(deliver(&out, &first, Overwrite::Never, Durability::Synced).unwrap(), Delivered::Unchanged);
        assert_eq!(deliver(&out, &[], Overwrite::Never, Durability::Synced).unwrap(), Delivered::Unchanged);
        let second = documents(&[("a.txt", "2"), ("b.txt", "3"), ("manifest.json", "{}")]);
        match deliver(&out, &second, Overwrite::Never, Durability::Synced) {
            Err(Undelivered::Different(names)) => assert_eq!(names, ["a.txt"]),
            other => panic!("{other:?}"),
        }
        assert_eq!(names(&out), ["a.txt", "manifest.json"]);
        assert_eq!(deliver(&out, &second, Overwrite::Asked, Durability::Synced).unwrap(), Delivered::Written);
        assert_eq!((names(&out).len(), fs::read_to_string(out.join("a.txt")).unwrap()), (3, "2".to_owned()));
        assert_eq!(names(out.parent().unwrap()), ["2026-09-07"]);
    }

    #[test]
    fn a_list_that_grew_is_replaced_and_what_it_lists_is_not() {
        let scratch = tempfile::tempdir().unwrap();
        let out = scratch.path().join("out");
        let overwrite = Overwrite::List("manifest.json");
        deliver(&out, &documents(&[("a.txt", "1"), ("manifest.json", "a")]), overwrite, Durability::Cached).unwrap();
        let both = documents(&[("b.txt", "2"), ("manifest.json", "a, b")]);
        assert_eq!(deliver(&out, &both, overwrite, Durability::Cached).unwrap(), Delivered::Written);
        assert_eq!(fs::read_to_string(out.join("manifest.json")).unwrap(), "a, b");
        let other = documents(&[("b.txt", "3"), ("manifest.json", "a, b'")]);
        match deliver(&out, &other, overwrite, Durability::Cached) {
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
        deliver(&out, &documents(&[("a.txt", "1"), ("manifest.json", "a")]), overwrite, Durability::Cached).unwrap();
        // It had given b.txt its name, but neither c.txt nor the list, and left its passing folder.
        fs::write(out.join("b.txt"), "2").unwrap();
        fs::create_dir(out.join(".relance-AbC123")).unwrap();
        fs::write(out.join(".relance-AbC123/c.txt"), "hal").unwrap();
        let all = documents(&[("b.txt", "2"), ("c.txt", "3"), ("manifest.json", "a, b, c")]);
        assert_eq!(deliver(&out, &all, overwrite, Durability::Cached).unwrap(), Delivered::Written);
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
            deliver(&out, &documents(&[("a", "1")]), Overwrite::Asked, Durability::Synced),
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
        let documents = documents(&[("a.txt", "1")]);
        assert!(matches!(
            deliver(&out, &documents, Overwrite::Never, Durability::Synced),
            Err(Undelivered::Different(_))
        ));
        deliver(&out, &documents, Overwrite::Asked, Durability::Synced).unwrap();
        assert!(fs::symlink_metadata(out.join("a.txt")).unwrap().is_file());
        assert_eq!(fs::read_to_string(&outside).unwrap(), "1");
    }
}
