//! Runs the commands that the README, the examples and pages of `docs/` show, and compares what they show with what
//! happens.
//!
//! In a ```` ```console ```` block, a line `$ relance …`, `$ printf …` or `$ find …` is run by `sh` in a copy of the
//! README's folder, or of the folder below it that a `$ cd …` line before it named; the lines under it, up to the next
//! `$`, are what it prints on stdout and stderr. A line `…` stands for any lines. Where nothing is shown, only the exit
//! code is looked at: it must not be 2 or 3. Commands of one document share a copy, so that what one writes the next
//! can read.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH and its own switches")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn documents_show_what_happens() {
    let mut faults = Vec::new();
    for document in documents() {
        faults.extend(faults_of(&document));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

#[test]
fn an_ellipsis_stands_for_any_lines() {
    assert!(fits(&["a", "…", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["a", "…"], &["a"]));
    assert!(!fits(&["a", "…", "e"], &["a", "b"]));
    assert!(!fits(&["a"], &["a", "b"]));
}

/// Receipts get their ids from the bank, notices from their letters, and both are not there before.
#[test]
fn the_examples_of_the_help_name_what_the_example_folder_has() {
    let scratch = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_relance")).args(["man", "-q"]).arg(scratch.path()).output().unwrap();
    assert!(made.status.success());
    let ledger: String = ["customers", "invoices", "payments", "events"]
        .map(|file| fs::read_to_string(format!("examples/atelier-moreau/{file}.csv")).unwrap())
        .concat();
    let is_id = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let (letters, digits) = (word.len() - digits.len(), digits.trim_start_matches('-'));
        (1..=2).contains(&letters) && digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    let (mut count, mut unknown) = (0, Vec::new());
    for page in ["man1", "fr/man1"].iter().flat_map(|pages| fs::read_dir(scratch.path().join(pages)).unwrap()) {
        let text = fs::read_to_string(page.unwrap().path()).unwrap().replace("\\-", "-");
        for line in text.lines().filter(|line| line.starts_with("  relance ")) {
            let ids = line.split_whitespace().filter(|word| is_id(word) && !word.starts_with("B-"));
            for id in ids {
                count += 1;
                if !ledger.split([',', '\n']).any(|cell| cell == id) {
                    unknown.push(line.to_owned());
                }
            }
        }
    }
    assert!(count > 40 && unknown.is_empty(), "{count} ids, unknown in\n{}", unknown.join("\n"));
}

/// Returns the README, those of the examples, the French guide, and the pages that are run too.
fn documents() -> Vec<PathBuf> {
    let mut found = vec![PathBuf::from("README.md")];
    for entry in fs::read_dir("examples").into_iter().flatten() {
        found.push(entry.unwrap().path().join("README.md"));
    }
    found.extend(fs::read_dir("docs/fr").unwrap().map(|entry| entry.unwrap().path()));
    found.push(PathBuf::from("docs/einvoices.md"));
    found.push(PathBuf::from("docs/bank.md"));
    found.push(PathBuf::from("docs/machines.md"));
    found.retain(|path| path.is_file());
    found.sort();
    found
}

fn faults_of(document: &Path) -> Vec<String> {
    let home = document.parent().unwrap();
    let scratch = tempfile::tempdir().unwrap();
    // The README's own folder is the whole repository, of which commands need the examples.
    if home.as_os_str().is_empty() || home.starts_with("docs") {
        copy(Path::new("examples"), &scratch.path().join("examples"));
    }
    if !home.as_os_str().is_empty() {
        copy(home, scratch.path());
    }
    let mut folder = scratch.path().to_owned();
    let mut faults = Vec::new();
    for step in steps(&fs::read_to_string(document).unwrap()) {
        if let Some(name) = step.command.strip_prefix("cd ") {
            let inside = folder.join(name.trim());
            folder = if inside.is_dir() { inside } else { scratch.path().to_owned() };
        }
        if !["relance ", "printf ", "find "].iter().any(|program| step.command.starts_with(program)) {
            continue;
        }
        let (status, happened) = shell(&step.command, &folder);
        let happened: Vec<&str> = happened.lines().map(str::trim_end).collect();
        let shown: Vec<&str> = step.shown.iter().map(String::as_str).collect();
        if status > 1 || (!shown.is_empty() && !fits(&shown, &happened)) {
            faults.push(format!(
                "{}:{}: $ {}\n--- shown\n{}\n--- happens (exit code {status})\n{}",
                document.display(),
                step.line,
                step.command,
                shown.join("\n"),
                happened.join("\n")
            ));
        }
    }
    faults
}

/// A command of a document and what the document shows of its output.
struct Step {
    line: usize,
    command: String,
    shown: Vec<String>,
}

fn steps(document: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_console = false;
    for (i, line) in document.lines().enumerate() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_console) {
            steps.push(Step { line: i + 1, command: command.to_owned(), shown: vec![] });
        } else if let Some(step) = steps.last_mut().filter(|_| is_console) {
            step.shown.push(line.trim_end().to_owned());
        }
    }
    for step in &mut steps {
        while step.shown.last().is_some_and(String::is_empty) {
            step.shown.pop();
        }
    }
    steps
}

fn shell(command: &str, folder: &Path) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_relance"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .current_dir(folder)
        .env_clear()
        .env("PATH", path)
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Tells whether lines are as shown, where `…` stands for any of them.
fn fits(shown: &[&str], happened: &[&str]) -> bool {
    match shown.split_first() {
        None => happened.is_empty(),
        Some((&"…", rest)) => (0..=happened.len()).any(|skipped| fits(rest, &happened[skipped..])),
        Some((line, rest)) => happened.first() == Some(line) && fits(rest, &happened[1..]),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).into_iter().flatten() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
