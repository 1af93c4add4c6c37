//! The folders of `tests/cases/` and how their commands are run.

pub mod files;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use files::Files;
use tempfile::TempDir;

/// Runs a command line where nothing of the machine's settings is seen but `PATH`, with our program before others.
pub fn shell(command: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_relance"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new("sh").arg("-c").arg(command).current_dir(folder).env_clear().env("PATH", path).output().unwrap()
}

/// Returns the folders that hold a `cmd`.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.join("cmd").is_file() {
            found.push(path);
        } else if path.is_dir() {
            found.extend(folders(&path));
        }
    }
    found.sort();
    found
}

/// Returns an empty folder in which `in/` is a copy of the case's, and what that holds.
pub fn prepared(case: &Path) -> (TempDir, Files) {
    let scratch = tempfile::tempdir().unwrap();
    let before = files::read(&case.join("in"));
    fs::create_dir(scratch.path().join("in")).unwrap();
    files::write(&scratch.path().join("in"), &before);
    (scratch, before)
}
