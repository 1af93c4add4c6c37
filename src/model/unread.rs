//! Why the system reads or writes a file not, in words of both languages.

use std::error::Error;
use std::{fmt, io};

use super::Bilingual;

/// The reason why a pipe, a device or a socket is not read.
#[derive(Clone, Copy, Debug)]
pub struct NotRegular;

impl fmt::Display for NotRegular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is a pipe, a device or a socket, not a file")
    }
}

impl Error for NotRegular {}

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
        io::ErrorKind::FileTooLarge => Bilingual::new("the file is too large", "le fichier est trop gros"),
        _ if error.get_ref().is_some_and(|inner| inner.is::<NotRegular>()) => {
            Bilingual::new(NotRegular.to_string(), "c'est un tube, un périphérique ou une socket, pas un fichier")
        }
        _ if cfg!(unix) && error.raw_os_error() == Some(EIO) => {
            Bilingual::new("the disk does not answer", "le disque ne répond pas")
        }
        _ => Bilingual::new(error.to_string(), error.to_string()),
    }
}

/// What Unix systems say of a disk, or a share of a network, that fails.
const EIO: i32 = 5;
