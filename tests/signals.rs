//! SIGINT and SIGTERM, at any moment: the process dies of the signal, the folder is as before or as after, and nothing
//! is left lying about.
#![cfg(unix)]

#[path = "running/files.rs"]
mod files;

use std::fmt::Write;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use files::Files;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const DAY: &str = "2026-09-30";

/// How many customers get a letter.
const COUNT: usize = 30;

/// At how many moments of a run it is ended.
const STEPS: u32 = 10;

const LINES: [&[&str]; 4] = [
    &["letters", "--as-of", DAY, "--formats", "text", "--record"],
    &["import", "../statement.csv"],
    &["match", "--post", "--as-of", DAY],
    &["bundle", "C0", "--as-of", DAY, "--out", "bundle/of/today"],
];

#[test]
fn a_signal_leaves_the_folder_as_before_or_as_after() {
    let mut died = 0;
    for (line, signal) in LINES.iter().zip([Signal::SIGINT, Signal::SIGTERM].into_iter().cycle()) {
        let whole = desk(line);
        let before = files::read(&whole.path().join("desk"));
        let start = Instant::now();
        assert!(spawn(whole.path(), line).wait().unwrap().success(), "{line:?}");
        let takes = start.elapsed();
        let after = kept(files::read(&whole.path().join("desk")));
        for step in 1..=STEPS {
            let place = desk(line);
            let mut run = spawn(place.path(), line);
            thread::sleep(takes * step / (STEPS + 1));
            let _ = kill(Pid::from_raw(run.id() as i32), signal);
            let status = run.wait().unwrap();
            let is_dead = status.signal() == Some(signal as i32);
            assert!(is_dead || status.success(), "{line:?}: {status}");
            died += u32::from(is_dead);
            let now = kept(files::read(&place.path().join("desk")));
            assert!(now == before || now == after, "{line:?} at {step}: {:?}", now.keys().collect::<Vec<_>>());
            let is_before = now == before;
            for folder in ["desk/.relance-passing", "desk/letters", "desk/bundle"] {
                let is_expected = !is_before && !folder.ends_with("passing");
                assert!(is_expected || !place.path().join(folder).exists(), "{line:?} at {step} leaves {folder}");
            }
        }
    }
    assert!(died >= STEPS, "only {died} runs died of it");
}

/// A run that was started to go on at an interrupt goes on.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_ends_nothing() {
    let place = desk(LINES[0]);
    let program = env!("CARGO_BIN_EXE_relance");
    let line = format!("trap '' INT; exec {program} {} -q", LINES[0].join(" "));
    let mut command = Command::new("sh");
    let mut run =
        command.args(["-c", &line]).current_dir(place.path().join("desk")).stdout(Stdio::null()).spawn().unwrap();
    for _ in 0..20 {
        thread::sleep(Duration::from_millis(5));
        let _ = kill(Pid::from_raw(run.id() as i32), Signal::SIGINT);
    }
    assert!(run.wait().unwrap().success());
}

fn spawn(place: &Path, line: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    command.args(line).arg("-q").current_dir(place.join("desk")).env_clear();
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Returns the files but the lock, which every run that writes leaves.
fn kept(mut files: Files) -> Files {
    files.remove(Path::new(".relance.lock"));
    files
}

/// Makes a folder, with receipts that a person has decided where they are to be posted.
fn desk(line: &[&str]) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let (mut customers, mut invoices) =
        ("customer_id,name,email\n".to_owned(), "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned());
    let mut statement = "Date;Libellé;Montant(EUROS)\n".to_owned();
    let mut suspense = "payment_id,date,amount,reference,customer_id\n".to_owned();
    for i in 0..COUNT {
        let _ = writeln!(customers, "C{i},Client {i},c{i}@example.com");
        let _ = writeln!(invoices, "FA-{i:04},C{i},2026-08-01,2026-08-31,100.00");
        let _ = writeln!(statement, "10/09/2026;VIR FACTURE FA-{i:04};{},00", 10 + i);
        let _ = writeln!(statement, "11/09/2026;VIR INCONNU {i};{},50", 10 + i);
        let _ = writeln!(suspense, "B-{i},2026-09-12,5.00,VIR {i},C{i}");
    }
    let mut all = Files::from([
        ("customers.csv".into(), customers.into_bytes()),
        ("invoices.csv".into(), invoices.into_bytes()),
        ("events.csv".into(), b"date,event,customer_id,invoice_id\n".to_vec()),
    ]);
    if line[0] == "match" {
        all.insert("suspense.csv".into(), suspense.into_bytes());
    }
    fs::create_dir(place.path().join("desk")).unwrap();
    files::write(&place.path().join("desk"), &all);
    fs::write(place.path().join("statement.csv"), statement).unwrap();
    place
}
