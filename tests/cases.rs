//! Runs every folder `tests/cases/<command>/<case>/`, so that a case needs no Rust.
//!
//! `cmd` is what a person would type, run by `sh` in an empty folder in which `in/` is a copy of the case's `in/` (an
//! empty folder when the case has none). Expected are `stdout`, `stderr`, `status` (absent: nothing, nothing, 0) and,
//! in `out/`, every file that is new or changed afterwards; of a PDF only that it is one.
//! `RELANCE_BLESS=1 cargo test --test cases` writes what happened as what is expected; `RELANCE_CASES=age/` runs only
//! the cases whose path has that text in it.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH and its own switches")]

mod running;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use relance::model::cores::each;
use running::files::{Files, read, write};
use running::{folders, prepared, shell};

#[test]
fn cases() {
    let wanted = std::env::var("RELANCE_CASES").unwrap_or_default();
    let cases: Vec<PathBuf> =
        folders(Path::new("tests/cases")).into_iter().filter(|case| case.to_string_lossy().contains(&wanted)).collect();
    assert!(!cases.is_empty(), "there is no case called {wanted}");
    let mut faults: Vec<String> = each(&cases, |case| run(case)).into_iter().flatten().collect();
    faults.sort();
    assert!(faults.is_empty(), "\n\n{}\n{} of {} cases differ", faults.join("\n"), faults.len(), cases.len());
}

/// Runs a case and returns what differs from what it expects, if anything does.
fn run(case: &Path) -> Option<String> {
    let (scratch, before) = prepared(case);
    let command =
        fs::read_to_string(case.join("cmd")).unwrap_or_else(|error| panic!("{}/cmd: {error}", case.display()));
    let happened = happened(&shell(&command, scratch.path()), &before, scratch.path());
    if std::env::var_os("RELANCE_BLESS").is_some() {
        bless(case, &happened);
        return None;
    }
    let mut expected: Files =
        read(&case.join("out")).into_iter().map(|(path, bytes)| (Path::new("out").join(path), bytes)).collect();
    for name in ["stdout", "stderr", "status"] {
        if let Ok(bytes) = fs::read(case.join(name)) {
            expected.insert(name.into(), bytes);
        }
    }
    let mut differences = String::new();
    let mut names: Vec<&PathBuf> = expected.keys().chain(happened.keys()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let text = |files: &Files| files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let (expected, happened) = (text(&expected).unwrap_or_default(), text(&happened).unwrap_or_default());
        if expected != happened {
            differences.push_str(&format!("  {}:\n{}", name.display(), difference(&expected, &happened)));
        }
    }
    (!differences.is_empty()).then(|| format!("{}\n  $ {}\n{differences}", case.display(), command.trim_end()))
}

/// Returns what a run left, under the names that a case gives it.
fn happened(output: &Output, before: &Files, folder: &Path) -> Files {
    let mut happened = Files::new();
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            happened.insert(name.into(), bytes.clone());
        }
    }
    if output.status.code() != Some(0) {
        let status = output.status.code().map_or("killed".to_owned(), |code| code.to_string());
        happened.insert("status".into(), format!("{status}\n").into_bytes());
    }
    for (path, bytes) in read(folder) {
        let was = path.strip_prefix("in").ok().and_then(|path| before.get(path));
        if was != Some(&bytes) && !path.ends_with(".relance.lock") {
            happened.insert(Path::new("out").join(path), without_pdf(bytes));
        }
    }
    for path in before.keys().filter(|path| !folder.join("in").join(path).exists()) {
        happened.insert(Path::new("out/in").join(path), b"(deleted)\n".to_vec());
    }
    happened
}

/// Returns the bytes with what is a PDF left out, whole or in a message: its hash stands in the manifest.
fn without_pdf(bytes: Vec<u8>) -> Vec<u8> {
    let attached = b"Content-Type: application/pdf";
    match bytes.windows(attached.len()).position(|part| part == attached) {
        _ if bytes.starts_with(b"%PDF-") => b"(PDF)\n".to_vec(),
        Some(start) if bytes.starts_with(b"From:") || bytes.starts_with(b"To:") => {
            [&bytes[..start + attached.len()], b"\r\n(PDF)\r\n"].concat()
        }
        _ => bytes,
    }
}

/// Writes what happened as what the case expects.
fn bless(case: &Path, happened: &Files) {
    for name in ["stdout", "stderr", "status"] {
        let _ = fs::remove_file(case.join(name));
    }
    let _ = fs::remove_dir_all(case.join("out"));
    write(case, happened);
}

/// Returns the lines that differ, with the lines before and after them that are the same left out.
fn difference(expected: &str, happened: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), happened.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let lines =
        |sign: char, lines: &[&str]| lines.iter().map(|line| format!("    {sign} {line}\n")).collect::<String>();
    let changed = lines('-', &old[same..old.len() - end]) + &lines('+', &new[same..new.len() - end]);
    format!("    (line {})\n{changed}", same + 1)
}
