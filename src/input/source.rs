//! A file to read, open, under the name by which the user knows it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Refusal, messages};

/// Is one open file. It is read more than once, so what cannot be rewound (a pipe) is copied first.
#[derive(Debug)]
pub struct Source {
    /// The name in messages: inside the folder, or as given on the command line.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    file: File,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// Returns the finding when there is no such file, when it is a directory, or when it may not be read.
    pub fn open(path: &Path, name: &str) -> Result<Source, Refusal> {
        let open = || -> io::Result<(File, bool)> {
            let file = File::open(path)?;
            let kind = file.metadata()?.file_type();
            if kind.is_file() || kind.is_dir() { Ok((file, kind.is_dir())) } else { Ok((copy(file)?, false)) }
        };
        match open() {
            Ok((_, true)) => Err(messages::not_a_file(name)),
            Ok((file, false)) => Ok(Source { name: name.to_owned(), path: path.to_owned(), file }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(messages::file_missing(name)),
            // Windows says "denied" where Unix opens a directory.
            Err(_) if path.is_dir() => Err(messages::not_a_file(name)),
            Err(error) => Err(messages::file_unreadable(name, &error)),
        }
    }

    /// Returns another hold on the same file, whatever stands at its path by now; both read from one place on.
    ///
    /// # Errors
    /// Returns the finding when the system gives no other handle.
    pub fn again(&self) -> Result<Source, Refusal> {
        let file = self.file.try_clone().map_err(|error| self.failed(&error))?;
        Ok(Source { name: self.name.clone(), path: self.path.clone(), file })
    }

    /// Returns all bytes of the file that was opened: of a pipe too, and of a file that was replaced since.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        self.from(0)?.read_to_end(&mut bytes).map_err(|error| self.failed(&error))?;
        Ok(bytes)
    }

    /// Returns the finding that says why the file cannot be read.
    pub(super) fn failed(&self, error: &io::Error) -> Refusal {
        messages::file_unreadable(&self.name, error)
    }

    /// Returns the file, to be read from that byte on.
    pub(super) fn from(&self, offset: u64) -> Result<&File, Refusal> {
        (&self.file).seek(SeekFrom::Start(offset)).map_err(|error| self.failed(&error))?;
        Ok(&self.file)
    }

    /// Returns the bytes of a part of the file; where reading stood before does not change.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn part(&self, from: u64, to: u64) -> Result<Vec<u8>, Refusal> {
        let read = || -> io::Result<Vec<u8>> {
            let mut file = &self.file;
            let here = file.stream_position()?;
            file.seek(SeekFrom::Start(from))?;
            let mut bytes = Vec::new();
            file.take(to.saturating_sub(from)).read_to_end(&mut bytes)?;
            file.seek(SeekFrom::Start(here))?;
            Ok(bytes)
        };
        read().map_err(|error| self.failed(&error))
    }

    /// Returns the length in bytes.
    pub(super) fn length(&self) -> Result<u64, Refusal> {
        self.file.metadata().map(|data| data.len()).map_err(|error| self.failed(&error))
    }
}

fn copy(mut pipe: File) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut pipe, &mut file)?;
    Ok(file)
}

#[cfg(test)]
impl Source {
    /// Returns a source of those bytes.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Source {
        use std::io::Write;
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Source { name: name.to_owned(), path: PathBuf::from(name), file }
    }
}
