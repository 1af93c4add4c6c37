//! A file to read, open, under the name by which the user knows it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::{SpooledData, spooled_tempfile};

use super::{Refusal, messages};

/// How much of a pipe is kept in memory; what is longer goes to a passing file.
const KEPT: usize = 64 * 1024 * 1024;

/// The longest pipe that is read: one that never ends is given up before the disk is full.
const LONGEST_PIPE: u64 = 1024 * 1024 * 1024;

/// The bytes of a file, held by all who look at them.
pub type Bytes = Arc<Vec<u8>>;

/// One open file. It is read more than once, so what cannot be rewound (a pipe) is copied first.
#[derive(Debug)]
pub struct Source {
    /// The name in messages: inside the folder, or as given on the command line.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    held: Held,
}

/// Where the bytes are.
#[derive(Debug)]
enum Held {
    File(File),
    Memory(Bytes),
}

impl Source {
    /// Opens a file, or copies a pipe.
    ///
    /// # Errors
    /// Returns the finding when there is no such file, when it is a directory or a device, when a pipe is too long, or
    /// when it may not be read.
    pub fn open(path: &Path, name: &str) -> Result<Source, Refusal> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => messages::file_missing(name),
            // Windows says "denied" where Unix opens a directory.
            _ if path.is_dir() => messages::not_a_file(name),
            _ => messages::file_unreadable(name, &error),
        };
        let kind = Kind::of(&path.metadata().map_err(failed)?);
        let held = match kind {
            Kind::Folder => return Err(messages::not_a_file(name)),
            Kind::Other => return Err(messages::not_regular(name)),
            Kind::File => Held::File(File::open(path).map_err(failed)?),
            Kind::Pipe => match spool(File::open(path).map_err(failed)?).map_err(failed)? {
                Some(held) => held,
                None => return Err(messages::pipe_too_long(name, LONGEST_PIPE)),
            },
        };
        Ok(Source { name: name.to_owned(), path: path.to_owned(), held })
    }

    /// Returns a source of bytes that are to stand at that path.
    pub fn of(path: &Path, name: &str, bytes: Bytes) -> Source {
        Source { name: name.to_owned(), path: path.to_owned(), held: Held::Memory(bytes) }
    }

    /// Returns another hold on the same file, whatever stands at its path by now.
    ///
    /// # Errors
    /// Returns the finding when the system gives no other handle.
    pub fn again(&self) -> Result<Source, Refusal> {
        let held = match &self.held {
            Held::File(file) => Held::File(file.try_clone().map_err(|error| self.failed(&error))?),
            Held::Memory(bytes) => Held::Memory(Arc::clone(bytes)),
        };
        Ok(Source { name: self.name.clone(), path: self.path.clone(), held })
    }

    /// Returns the same file with all of its bytes in memory, where nobody changes them.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn in_memory(self) -> Result<(Source, Bytes), Refusal> {
        let bytes = match &self.held {
            Held::File(_) => Arc::new(self.bytes()?),
            Held::Memory(bytes) => Arc::clone(bytes),
        };
        Ok((Source { held: Held::Memory(Arc::clone(&bytes)), ..self }, bytes))
    }

    /// Returns all bytes of the file that was opened: of a pipe too, and of a file that was replaced since.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        self.part(0, u64::MAX)
    }

    /// Returns the finding that says why the file cannot be read.
    pub(super) fn failed(&self, error: &io::Error) -> Refusal {
        messages::file_unreadable(&self.name, error)
    }

    /// Reads what stands from that byte on, as much as there is room for and is read at once; nothing at the end.
    pub(super) fn read(&self, offset: u64, room: &mut [u8]) -> Result<usize, Refusal> {
        match &self.held {
            Held::File(file) => read_at(file, offset, room).map_err(|error| self.failed(&error)),
            Held::Memory(bytes) => {
                let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
                let count = rest.len().min(room.len());
                room[..count].copy_from_slice(&rest[..count]);
                Ok(count)
            }
        }
    }

    /// Returns the bytes of a part of the file.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn part(&self, from: u64, to: u64) -> Result<Vec<u8>, Refusal> {
        let wanted = to.min(self.length()?).saturating_sub(from) as usize;
        let mut bytes = vec![0; wanted];
        let mut there = 0;
        while there < wanted {
            match self.read(from + there as u64, &mut bytes[there..])? {
                0 => break,
                count => there += count,
            }
        }
        bytes.truncate(there);
        Ok(bytes)
    }

    /// Returns the length in bytes.
    pub(super) fn length(&self) -> Result<u64, Refusal> {
        match &self.held {
            Held::File(file) => file.metadata().map(|data| data.len()).map_err(|error| self.failed(&error)),
            Held::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }
}

/// What a path leads to.
enum Kind {
    File,
    Folder,
    #[cfg_attr(not(unix), expect(dead_code, reason = "elsewhere no path leads to a pipe"))]
    Pipe,
    Other,
}

impl Kind {
    #[cfg(unix)]
    fn of(found: &std::fs::Metadata) -> Kind {
        use std::os::unix::fs::FileTypeExt;
        if found.file_type().is_fifo() { Kind::Pipe } else { Kind::of_any(found) }
    }

    #[cfg(not(unix))]
    fn of(found: &std::fs::Metadata) -> Kind {
        Kind::of_any(found)
    }

    fn of_any(found: &std::fs::Metadata) -> Kind {
        if found.is_file() {
            Kind::File
        } else if found.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        }
    }
}

/// Copies a pipe; nothing when it is too long.
fn spool(pipe: File) -> io::Result<Option<Held>> {
    let mut copy = spooled_tempfile(KEPT);
    if io::copy(&mut pipe.take(LONGEST_PIPE + 1), &mut copy)? > LONGEST_PIPE {
        return Ok(None);
    }
    Ok(Some(match copy.into_inner() {
        SpooledData::InMemory(bytes) => Held::Memory(Arc::new(bytes.into_inner())),
        SpooledData::OnDisk(file) => Held::File(file),
    }))
}

#[cfg(unix)]
fn read_at(file: &File, offset: u64, room: &mut [u8]) -> io::Result<usize> {
    use std::os::unix::fs::FileExt;
    loop {
        match file.read_at(room, offset) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Reads from an offset: two threads read one file, and neither may depend on where the other left it.
#[cfg(windows)]
fn read_at(file: &File, offset: u64, room: &mut [u8]) -> io::Result<usize> {
    use std::os::windows::fs::FileExt;
    file.seek_read(room, offset)
}

#[cfg(test)]
impl Source {
    /// Returns a source of those bytes.
    pub(super) fn of_bytes(name: &str, bytes: &[u8]) -> Source {
        Source::of(Path::new(name), name, Arc::new(bytes.to_vec()))
    }
}
