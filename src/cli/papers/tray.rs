//! Documents on their way into a folder: each is written beside it as soon as it is made, so that a run holds in memory
//! only what is in work. They get their names there all at once ([`super::outbox`]), or are removed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::disk::files::Durability;
use crate::cli::disk::interrupt;
use crate::cli::disk::owner::Owner;
use crate::cli::disk::passing::Passing;
use crate::letter::run::file_names;
use crate::letter::run::files::Output;
use crate::letter::safe::sha256_hex;

/// The folder in which documents pass, when it becomes the folder that they go to.
const NEW: &str = "new";

/// One document on its way.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name, one safe component.
    pub name: String,
    length: u64,
    sha256: String,
    /// Whether it waits beside the folder; else it was there already when it was made.
    pub waits: bool,
}

impl Document {
    /// Tells whether a file holds what the document holds.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn is_at(&self, path: &Path) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
            Ok(found) => {
                Ok(found.is_file() && found.len() == self.length && sha256_hex(&fs::read(path)?) == self.sha256)
            }
        }
    }
}

/// The documents of a run on their way into a folder.
#[derive(Debug)]
pub struct Tray<'f> {
    folder: &'f Path,
    durability: Durability,
    documents: Vec<Document>,
    /// Their names as file systems may compare them.
    names: BTreeSet<String>,
    /// Where they wait, and whose they are; nothing before the first one.
    room: Option<(Passing, Owner)>,
}

impl<'f> Tray<'f> {
    /// Returns an empty tray for a folder, which need not be there.
    pub fn new(folder: &'f Path, durability: Durability) -> Tray<'f> {
        Tray { folder, durability, documents: Vec::new(), names: BTreeSet::new(), room: None }
    }

    /// Takes a document. What the folder holds already, byte for byte, is not written again.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn take(&mut self, file: Output) -> io::Result<()> {
        let Output { name, bytes, sha256 } = file;
        let is_new = self.names.insert(name.to_lowercase());
        assert!(file_names::is_one(&name) && is_new, "file names are made safe and different: {name}");
        let mut document = Document { name, length: bytes.len() as u64, sha256, waits: false };
        if !document.is_at(&self.folder.join(&document.name)).unwrap_or(false) {
            self.write(&document.name, &bytes)?;
            document.waits = true;
        }
        self.documents.push(document);
        Ok(())
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let _placing = interrupt::placing();
        let (passing, owner) = match &mut self.room {
            Some(room) => room,
            None => self.room.insert(room(self.folder)?),
        };
        let name = format!("{NEW}/{name}");
        passing.announce(&name)?;
        if self.documents.iter().all(|document| !document.waits) {
            fs::create_dir(passing.path(NEW))?;
        }
        let mut file = File::create_new(passing.path(&name))?;
        owner.give(&file);
        file.write_all(bytes)?;
        if self.durability == Durability::Synced {
            file.sync_all()?;
        }
        Ok(())
    }

    /// Returns the folder that they go to.
    pub fn folder(&self) -> &'f Path {
        self.folder
    }

    /// Returns how long they must last.
    pub fn durability(&self) -> Durability {
        self.durability
    }

    /// Returns the documents, in the order they were taken.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Returns where a document waits.
    pub fn path(&self, document: &Document) -> Option<PathBuf> {
        self.room.as_ref().map(|(passing, _)| passing.path(&format!("{NEW}/{}", document.name)))
    }

    /// Returns the folder in which all of them wait.
    pub fn whole(&self) -> Option<PathBuf> {
        let all_wait = self.documents.iter().all(|document| document.waits);
        self.room.as_ref().filter(|_| all_wait).map(|(passing, _)| passing.path(NEW))
    }
}

/// Makes room on the file system of a folder: in it, or in what is nearest above it.
fn room(folder: &Path) -> io::Result<(Passing, Owner)> {
    let above = |path: &Path| if path.as_os_str().is_empty() { Path::new(".") } else { path }.to_owned();
    let place = folder.ancestors().map(above).find(|place| place.is_dir()).unwrap_or_else(|| PathBuf::from("."));
    Ok((Passing::beside(&place, Vec::new())?, Owner::of(&place)))
}
