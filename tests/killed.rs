//! A run that is killed at any moment loses nothing and leaves nothing half-written; the next one completes it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
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
        assert_eq!(passing(scratch.path()), Vec::<PathBuf>::new());
    }
    assert!(cut_short > 0, "no run was killed before its end");
}

#[test]
fn a_result_is_whole_or_not_there_and_the_next_one_tidies_up() {
    let scratch = tempfile::tempdir().unwrap();
    folder(scratch.path());
    let results = scratch.path().join("results");
    fs::create_dir(&results).unwrap();
    let age = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
        command.args(["age", "--as-of", DAY, "--detail", "--format", "json", "-q", "-C"]).arg(scratch.path());
        command.arg("--output").arg(results.join(name));
        command
    };
    let start = Instant::now();
    assert!(age("whole").status().unwrap().success());
    let takes = start.elapsed();
    let expected = fs::read(results.join("whole")).unwrap();
    for step in 0..STEPS {
        let mut run = age("killed").spawn().unwrap();
        thread::sleep(takes * step / STEPS);
        let _ = run.kill();
        let _ = run.wait();
        assert!(
            fs::read(results.join("killed")).is_ok_and(|bytes| bytes == expected) || !results.join("killed").exists()
        );
        let _ = fs::remove_file(results.join("killed"));
    }
    assert!(age("whole").status().unwrap().success());
    assert_eq!(fs::read_dir(&results).unwrap().count(), 1, "nothing is left but the result");
}

#[test]
fn many_folders_write_into_one_place_and_take_nothing_from_each_other() {
    const FOLDERS: usize = 16;
    const AT_ONCE: usize = 8;
    let scratch = tempfile::tempdir().unwrap();
    let place = scratch.path().join("place");
    fs::create_dir_all(place.join(".relance-backup")).unwrap();
    fs::write(place.join(".relance-backup/mine"), "mine").unwrap();
    let desk = scratch.path().join("desk");
    fs::create_dir(&desk).unwrap();
    folder(&desk);
    thread::scope(|scope| {
        for first in 0..AT_ONCE {
            let (place, desk) = (&place, &desk);
            scope.spawn(move || {
                for i in (first..FOLDERS).step_by(AT_ONCE) {
                    let run = |arguments: &[&str], option: &str, name: String| {
                        let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
                        command.args(arguments).args(["--as-of", DAY, "-q", "-C"]).arg(desk);
                        let output = command.arg(option).arg(place.join(name)).output().unwrap();
                        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                    };
                    run(&["age", "--format", "json"], "--output", format!("{i}.json"));
                    run(&["letters", "--formats", "text"], "--out", format!("{i}"));
                    // All into one folder, of which the list names what each has.
                    run(
                        &["letters", "--formats", "text", "--customer", &format!("C{}", i % COUNT)],
                        "--out",
                        "all".to_owned(),
                    );
                }
            });
        }
    });
    for i in 0..FOLDERS {
        assert_eq!(fs::read(place.join(format!("{i}.json"))).unwrap(), fs::read(place.join("0.json")).unwrap());
        assert!(files(&place.join(i.to_string())) == files(&place.join("0")), "{i}");
    }
    let list: serde_json::Value = serde_json::from_slice(&fs::read(place.join("all/manifest.json")).unwrap()).unwrap();
    assert_eq!(list["notices"].as_array().unwrap().len(), FOLDERS);
    assert_eq!(fs::read_dir(place.join("all")).unwrap().count(), FOLDERS + 1);
    assert_eq!(fs::read_dir(&place).unwrap().count(), 2 * FOLDERS + 2, "and nothing is left over");
    assert_eq!(fs::read_to_string(place.join(".relance-backup/mine")).unwrap(), "mine");
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

/// Returns the folders below a folder in which files pass.
fn passing(folder: &Path) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let is_passing = |path: &PathBuf| path.file_name().is_some_and(|name| name == ".relance-passing");
    folders.flat_map(|path| if is_passing(&path) { vec![path] } else { passing(&path) }).collect()
}
