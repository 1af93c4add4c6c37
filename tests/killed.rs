//! A run that is killed at any moment loses nothing and leaves nothing half-written; the next one completes it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

const DAY: &str = "2026-09-30";

const LOCK: &str = ".relance.lock";

/// How many customers get a letter.
const COUNT: usize = 30;

/// At how many moments of a run it is killed.
const STEPS: u32 = 12;

#[test]
fn letters_and_their_record_survive_a_kill_at_any_moment() {
    let whole = tempfile::tempdir().unwrap();
    folder(whole.path());
    let start = Instant::now();
    assert!(letters(whole.path()).status().unwrap().success());
    let takes = start.elapsed();
    let mut expected = files(whole.path());
    expected.remove(LOCK);
    let history = &expected["events.csv"];
    let mut cut_short = 0;
    for step in 0..STEPS {
        let scratch = tempfile::tempdir().unwrap();
        folder(scratch.path());
        let mut run = letters(scratch.path()).spawn().unwrap();
        thread::sleep(takes * step / STEPS);
        let _ = run.kill();
        cut_short += usize::from(!run.wait().unwrap().success());
        let left = files(scratch.path());
        for (name, bytes) in left.iter().filter(|(name, _)| !name.contains(".relance")) {
            if name == "events.csv" {
                let is_old = String::from_utf8_lossy(bytes).lines().count() == 1;
                assert!(is_old || bytes == history, "the history is the old one or the new one");
            } else {
                assert!(expected.get(name) == Some(bytes), "{name} is not as it should be");
            }
        }
        assert!(letters(scratch.path()).status().unwrap().success());
        let mut after = files(scratch.path());
        after.remove(LOCK);
        assert!(after == expected, "the second run completes the first, and tidies up");
    }
    assert!(cut_short > 0, "no run was killed before its end");
}

fn letters(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    // Setting pages would take nearly all of the time, and no kill would fall on what writes.
    command.args(["letters", "--as-of", DAY, "--formats", "text", "--record", "-q", "-C"]).arg(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn folder(path: &Path) {
    let mut customers = "customer_id,name,email\n".to_owned();
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
    for i in 0..COUNT {
        let _ = writeln!(customers, "C{i},Client {i},c{i}@example.com");
        let _ = writeln!(invoices, "F-{i},C{i},2026-08-01,2026-08-31,100.00");
    }
    fs::write(path.join("customers.csv"), customers).unwrap();
    fs::write(path.join("invoices.csv"), invoices).unwrap();
    fs::write(path.join("payments.csv"), format!("payment_id,date,amount,customer_id\nP1,{DAY},1.00,C0\n")).unwrap();
    fs::write(path.join("events.csv"), "date,event,customer_id,invoice_id\n").unwrap();
}

/// Returns every file below a folder by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
