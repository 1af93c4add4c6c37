//! The catalogue of what can be found: each code has a case that shows its exact words.
//!
//! `tests/cases/broken/<code>/` holds the smallest folder in which it is found, unless the cases of a command show it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use relance::diag::{Severity, code};

/// Codes that no folder can bring about on a sound computer.
const OUT_OF_REACH: &[&str] = &["proof-failed", "lock-unknown", "folder-changing", "clock-unset"];

#[test]
fn each_code_has_a_case_with_its_exact_words() {
    let mut shown = BTreeSet::new();
    gather(Path::new("tests/cases"), &mut shown);
    let lacking: Vec<&str> = code::all()
        .filter(|code| code.severity > Severity::Note && !OUT_OF_REACH.contains(&code.slug))
        .map(|code| code.slug)
        .filter(|slug| !shown.contains(*slug))
        .collect();
    assert!(lacking.is_empty(), "no case shows {lacking:?}: add tests/cases/broken/<code>/");
}

#[test]
fn a_broken_case_shows_the_code_that_it_is_named_after() {
    for case in fs::read_dir("tests/cases/broken").unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_str().unwrap();
        let mut shown = BTreeSet::new();
        gather(&case, &mut shown);
        assert!(code::find(name).is_some() && shown.contains(name), "{}: shows {shown:?}", case.display());
    }
}

/// Adds the codes of every case below a folder: those in square brackets of `stderr`, and those that `check` lists
/// on `stdout`, each before its severity.
fn gather(folder: &Path, shown: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, shown);
        } else if path.file_name().is_some_and(|name| name == "stderr") {
            let text = fs::read_to_string(&path).unwrap();
            let codes = text.lines().filter_map(|line| line.split_once('[')?.1.split_once(']'));
            shown.extend(codes.map(|(code, _)| code.to_owned()));
        } else if path.file_name().is_some_and(|name| name == "stdout") {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            for line in text.lines() {
                let mut words = line.split_whitespace();
                if let (Some(code), Some("error" | "warning" | "erreur" | "avertissement")) =
                    (words.next(), words.next())
                {
                    shown.insert(code.to_owned());
                }
            }
        }
    }
}
