//! Documents that the files of a folder name: invoices, proofs. Nothing is read from outside the receivables folder.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::cli::disk::files::{note_read, open_regular};
use crate::cli::disk::passing::is_same;
use crate::cli::disk::target;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, code};
use crate::output::statement::dossier::Found;
use crate::policy::PolicyFile;

/// The most bytes of one document.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The documents below a receivables folder.
#[derive(Debug)]
pub struct Documents {
    folder: PathBuf,
    /// The folder without links; nothing when it is not there.
    root: Option<PathBuf>,
    /// The folder's own files, without links: they tell of every customer.
    own: Vec<PathBuf>,
}

/// One document that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it is, from the receivables folder: `pdf/F1.pdf`.
    pub name: String,
    /// Where it is, without links.
    place: PathBuf,
    /// How large it is, in bytes.
    pub size: u64,
}

impl Documents {
    /// Returns those that the files of a folder may name, whose policy is made of these.
    pub fn of(files: &Files, policy: &[PolicyFile]) -> Documents {
        let mut own = target::of_folder(files);
        own.extend(policy.iter().map(|file| file.path.clone()));
        Documents::below(&files.folder, &own)
    }

    fn below(folder: &Path, own: &[PathBuf]) -> Documents {
        Documents {
            folder: folder.to_owned(),
            root: folder.canonicalize().ok(),
            own: own.iter().filter_map(|path| path.canonicalize().ok()).collect(),
        }
    }

    /// Follows a path, links and all: a cell of a list must not be able to put any file of the machine into what is
    /// handed over or sent.
    ///
    /// # Errors
    /// What became of it instead.
    pub fn find(&self, path: &str) -> Result<Document, Found> {
        let gone = || Found::Missing(path.to_owned());
        let mut name = Vec::new();
        for part in Path::new(path).components() {
            match part {
                Component::Normal(part) => name.push(part.to_str().ok_or_else(gone)?),
                Component::CurDir => {}
                _ => return Err(Found::Outside(path.to_owned())),
            }
        }
        let root = self.root.as_deref().ok_or_else(gone)?;
        let place = self.folder.join(path).canonicalize().map_err(|_| gone())?;
        let Ok(inner) = place.strip_prefix(root) else { return Err(Found::Outside(path.to_owned())) };
        if self.is_own(&place, inner) {
            return Err(Found::Own(path.to_owned()));
        }
        // A pipe or a device may never end.
        let found = fs::metadata(&place).ok().filter(fs::Metadata::is_file).ok_or_else(gone)?;
        if found.len() > LARGEST {
            return Err(Found::TooLarge(path.to_owned()));
        }
        Ok(Document { name: name.join("/"), place, size: found.len() })
    }

    /// Tells whether a file is one of the folder's own, by whatever name or link it is reached: what tells of every
    /// customer is handed over to nobody. Letters are taken over by the manifests, hidden files are nobody's documents.
    fn is_own(&self, place: &Path, inner: &Path) -> bool {
        let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        if inner.starts_with("letters") || inner.components().any(is_hidden) {
            return true;
        }
        let file = open_regular(place).ok();
        self.own.iter().any(|own| own == place || file.as_ref().is_some_and(|file| is_same(file, own)))
    }
}

impl Document {
    /// Reads it.
    pub fn read(&self) -> Option<Vec<u8>> {
        read(&self.place).ok()
    }
}

/// Reads a plain file of a bearable size.
///
/// # Errors
/// Whether it is too large, else not there.
pub fn read(path: &Path) -> Result<Vec<u8>, Unread> {
    let found = fs::metadata(path).ok().filter(fs::Metadata::is_file).ok_or(Unread::Missing)?;
    if found.len() > LARGEST {
        return Err(Unread::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or_default());
    note_read(path);
    let file = File::open(path).map_err(|_| Unread::Missing)?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|_| Unread::Missing)?;
    Ok(bytes)
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is not there, or no plain file.
    Missing,
    /// It is larger than what is taken over.
    TooLarge,
}

/// Says that a document is not taken over, and the way out; nothing of one that is.
pub fn absence(of: &str, found: &Found, place: Place) -> Option<Diagnostic> {
    let copy = (
        "copy it into the receivables folder, or add it by hand",
        "le copier dans le dossier de créances, ou l'ajouter à la main",
    );
    let (code, path, (en, fr), help) = match found {
        Found::None | Found::Copied(_) => return None,
        Found::Missing(path) => {
            (code::letter::DOCUMENT_MISSING, path, ("the document is not there", "le document n'est pas là"), copy)
        }
        Found::Altered(path) => (
            code::letter::DOCUMENT_ALTERED,
            path,
            (
                "the letter was changed since it was written, and is left out",
                "la lettre a été modifiée depuis son écriture, et elle est écartée",
            ),
            copy,
        ),
        Found::Outside(path) => (
            code::letter::DOCUMENT_OUTSIDE,
            path,
            (
                "the document lies outside the folder, and is left out",
                "le document est hors du dossier, et il est écarté",
            ),
            copy,
        ),
        Found::Own(path) => (
            code::letter::DOCUMENT_OWN,
            path,
            (
                "this is a file of the folder itself, which tells of others too, and is left out",
                "c'est un fichier du dossier lui-même, qui parle aussi d'autres que lui, et il est écarté",
            ),
            ("name the document in the column file", "indiquer le document dans la colonne file"),
        ),
        Found::TooLarge(path) => (
            code::letter::DOCUMENT_TOO_LARGE,
            path,
            ("the document is larger than 64 MiB, and is left out", "le document dépasse 64 Mio, et il est écarté"),
            ("make it smaller, or hand it in apart", "le réduire, ou le remettre à part"),
        ),
    };
    let place = Place { text: Some(path.clone()).filter(|path| !path.is_empty()), ..place };
    let finding = Diagnostic::new(code, format!("{of}: {en}"), format!("{of} : {fr}"));
    Some(finding.at(place).help(help.0, help.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_the_folder_are_taken() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("folder");
        fs::create_dir_all(folder.join("pdf")).unwrap();
        fs::write(scratch.path().join("secret"), "x").unwrap();
        fs::write(folder.join("pdf/F1.PDF"), "x").unwrap();
        let own = [folder.join("invoices.csv")];
        fs::write(&own[0], "x").unwrap();
        fs::hard_link(&own[0], folder.join("pdf/F3.pdf")).unwrap();
        fs::create_dir(folder.join("letters")).unwrap();
        fs::write(folder.join("letters/all.txt"), "x").unwrap();
        let documents = Documents::below(&folder, &own);
        let why = |path: &str| documents.find(path).unwrap_err();
        for outside in ["../secret", "/etc/passwd", "pdf/../../secret"] {
            assert_eq!(why(outside), Found::Outside(outside.to_owned()));
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(scratch.path().join("secret"), folder.join("link.pdf")).unwrap();
            assert_eq!(why("link.pdf"), Found::Outside("link.pdf".to_owned()));
        }
        for absent in ["pdf/F2.PDF", "pdf"] {
            assert_eq!(why(absent), Found::Missing(absent.to_owned()));
        }
        for path in ["invoices.csv", "./invoices.csv", "pdf/F3.pdf", "letters/all.txt"] {
            assert_eq!(why(path), Found::Own(path.to_owned()));
        }
        let found = documents.find("./pdf/F1.PDF").unwrap();
        assert_eq!((found.name.as_str(), found.size, found.read().unwrap()), ("pdf/F1.PDF", 1, b"x".to_vec()));
        assert_eq!(read(&folder.join("pdf")), Err(Unread::Missing));
    }
}
