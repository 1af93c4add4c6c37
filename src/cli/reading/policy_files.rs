//! The files that a policy is made of: the folder's own and those that it extends, one after the other.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::disk::files;
use crate::cli::disk::plain_text;
use crate::cli::disk::steady;
use crate::cli::typed::common::Files;
use crate::diag::{Code, Diagnostic, Place, code};
use crate::model::{Bilingual, FileRole};
use crate::policy::{self, Layered, Named, PolicyFile, Written, builtin};

/// The longest policy that is read.
const LONGEST: u64 = 16 * 1024 * 1024;

/// How many files one policy is made of at the most.
const MOST: usize = 8;

/// Reads the policy of a folder: the one that `--policy` names, else the folder's; nothing when it has none.
///
/// # Errors
/// When the first file cannot be read, or one keeps changing.
pub fn of_folder(files: &Files) -> Result<Option<Layered>, Box<Diagnostic>> {
    let path = files.policy.clone().unwrap_or_else(|| files.folder.join(FileRole::Policy.file_name()));
    let named = files.policy.as_ref().map(|path| path.display().to_string());
    let name = named.unwrap_or_else(|| FileRole::Policy.file_name().to_owned());
    match read(&path, &name) {
        Ok(layered) => Ok(Some(layered)),
        Err(finding) if finding.code == code::input::FILE_MISSING && files.policy.is_none() => Ok(None),
        // No such file: the name may be that of a built-in policy.
        Err(finding) if finding.code == code::input::FILE_MISSING => match builtin::text(&name) {
            Some(text) => Ok(Some(policy::lay(vec![Written::read(PolicyFile { name, path, text: text.to_owned() })]))),
            None => Err(finding),
        },
        Err(finding) => Err(finding),
    }
}

/// Reads a policy's file and those that it extends, all of them in one state.
///
/// # Errors
/// When the first file cannot be read, or one keeps changing.
pub fn read(path: &Path, name: &str) -> Result<Layered, Box<Diagnostic>> {
    let mut chain = chain(path, name);
    loop {
        let paths = paths(&chain, path);
        // A last line that is not ended is what half a file shows.
        let is_in_doubt = |chain: &Result<Vec<Written>, _>| {
            chain.as_ref().is_ok_and(|files| files.iter().any(|written| !written.file().text.ends_with('\n')))
        };
        chain = steady::read(&paths, || self::chain(path, name), is_in_doubt)?;
        if self::paths(&chain, path) == paths {
            return chain.map(policy::lay);
        }
    }
}

/// Returns where the files of a policy are.
fn paths(chain: &Result<Vec<Written>, Box<Diagnostic>>, first: &Path) -> Vec<PathBuf> {
    match chain {
        Ok(files) => files.iter().map(|written| written.file().path.clone()).collect(),
        Err(_) => vec![first.to_owned()],
    }
}

/// Reads a file and those that it extends; what cannot be had of these is a fault of the file that names it.
fn chain(path: &Path, name: &str) -> Result<Vec<Written>, Box<Diagnostic>> {
    let mut keys: Vec<(PathBuf, Place)> = Vec::new();
    let mut files = vec![Written::read(file(path.to_owned(), name.to_owned())?)];
    while let Some(last) = files.last_mut()
        && let Some(extended) = last.extends()
    {
        keys.push((real(&last.file().path), extended.place.clone()));
        match next(extended, &keys) {
            Ok(file) => files.push(Written::read(file)),
            Err(fault) => last.extends_nothing(*fault),
        }
    }
    Ok(files)
}

/// Reads the file that is extended, unless that would never end.
fn next(extended: Named, keys: &[(PathBuf, Place)]) -> Result<PolicyFile, Box<Diagnostic>> {
    let target = real(&extended.path);
    if let Some(first) = keys.iter().position(|(path, _)| *path == target) {
        let finding = Diagnostic::new(
            code::policy::EXTENDS_CIRCLE,
            "policies extend each other in a circle",
            "des politiques partent l'une de l'autre, en cercle",
        );
        // The last one closes the circle.
        let places = keys[first..].iter().rev().map(|(_, place)| place.clone());
        return Err(Box::new(places.fold(finding, Diagnostic::at).help(
            "the last policy of them names a built-in one: extends = \"fr-b2b\"",
            "la dernière d'entre elles nomme une politique intégrée : extends = \"fr-b2b\"",
        )));
    }
    if keys.len() >= MOST {
        return Err(Box::new(
            Diagnostic::new(
                code::policy::EXTENDS_CIRCLE,
                format!("more than {MOST} policies extend one another"),
                format!("plus de {MOST} politiques partent l'une de l'autre"),
            )
            .at(extended.place),
        ));
    }
    file(extended.path, extended.name).map_err(|mut fault| {
        if fault.code == code::input::FILE_MISSING {
            fault.places.clear();
            *fault = fault.help(
                "a path begins beside the file that names it",
                "un chemin part du dossier du fichier qui le nomme",
            );
        }
        fault.places.push(extended.place);
        fault
    })
}

/// Returns what a path leads to; the path itself where that cannot be told.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Reads one file.
fn file(path: PathBuf, name: String) -> Result<PolicyFile, Box<Diagnostic>> {
    let unreadable = |code: Code, why: Bilingual| {
        let en = format!("the policy cannot be read: {}", why.en);
        let fr = format!("la politique ne peut pas être lue : {}", why.fr);
        Err(Box::new(Diagnostic::new(code, en, fr).at(Place::file(&name))))
    };
    match files::read_regular(&path, LONGEST) {
        Ok(bytes) => plain_text::in_utf8(bytes, &name).map(|text| PolicyFile { name: name.clone(), path, text }),
        Err(error) => {
            let code = match error.kind() {
                // A link that leads nowhere is a policy that somebody wanted: no other one takes its place.
                io::ErrorKind::NotFound if path.is_symlink() => {
                    let why = Bilingual::new("the link leads to no file", "le lien ne mène à aucun fichier");
                    return unreadable(code::input::FILE_UNREADABLE, why);
                }
                io::ErrorKind::NotFound => code::input::FILE_MISSING,
                io::ErrorKind::IsADirectory => code::input::NOT_A_FILE,
                _ => code::input::FILE_UNREADABLE,
            };
            unreadable(code, files::why(&error))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_chain_of_eight_is_read_and_a_longer_one_refused_at_the_key_that_is_too_many() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..9 {
            let text = format!("extends = \"{}.toml\"\n", number + 1);
            fs::write(folder.path().join(format!("{number}.toml")), text).unwrap();
        }
        let read = |first: &str| read(&folder.path().join(first), first).unwrap();
        fs::write(folder.path().join("9.toml"), "extends = \"gb-b2b\"\n").unwrap();
        let laid = read("2.toml");
        assert_eq!((laid.files.len(), laid.faults.len()), (8, 0));
        let laid = read("1.toml");
        assert_eq!(laid.files.len(), 8);
        assert_eq!(laid.faults[0].places[0].file, "8.toml");
    }

    #[cfg(unix)]
    #[test]
    fn a_circle_is_seen_whatever_names_its_links_have() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), "extends = \"link.toml\"\n").unwrap();
        std::os::unix::fs::symlink("a.toml", folder.path().join("link.toml")).unwrap();
        let laid = read(&folder.path().join("a.toml"), "a.toml").unwrap();
        assert_eq!((laid.files.len(), laid.faults[0].code), (1, code::policy::EXTENDS_CIRCLE));
    }
}
