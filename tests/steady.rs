//! An answer is of one state of the folder, whatever other programs write there meanwhile.

use std::fmt::Write;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

fn relance(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relance")).args(arguments).arg("-C").arg(folder).output().unwrap()
}

/// Returns what `age` says is open; nothing when it told to try again.
fn open(folder: &Path) -> Option<String> {
    let output = relance(folder, &["age", "--as-of", "2026-12-31", "--format", "json", "-q"]);
    match output.status.code() {
        Some(0) => {
            let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let total = answer["totals"][0]["total"].as_str().unwrap_or("0.00");
            Some(total.to_owned())
        }
        Some(3) => None,
        code => panic!("{code:?}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Does something again and again while the other is done some times.
fn while_doing(mut again: impl FnMut(usize) + Send, mut look: impl FnMut(), times: usize) {
    /// Ends the other's work, however this one ends.
    struct Done<'a>(&'a AtomicBool);
    impl Drop for Done<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut count = 0;
            while !is_done.load(Ordering::Relaxed) {
                again(count);
                count += 1;
            }
        });
        let _done = Done(&is_done);
        (0..times).for_each(|_| look());
    });
}

#[test]
fn invoices_that_are_imported_with_their_payments_are_never_seen_open() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("desk");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("policy.toml"),
        "extends = \"fr-b2b\"\n[import.x.invoices]\ninvoice_id = \"no\"\ncustomer_id = \"who\"\nissue_date = \"day\"\n\
         due_date = \"day\"\namount = \"sum\"\n[import.x.payments]\ninvoice_id = \"no\"\ndate = \"day\"\namount = \"sum\"\n",
    )
    .unwrap();
    let import = |run: usize| {
        let mut list = "no,who,day,sum\n".to_owned();
        for i in 0..200 {
            let _ = writeln!(list, "F-{run}-{i},C{i},2026-01-01,100.00");
        }
        let path = scratch.path().join("list.csv");
        fs::write(&path, list).unwrap();
        let output = relance(&folder, &["import", "--mapping", "x", path.to_str().unwrap()]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    import(0);
    let mut answers = 0;
    while_doing(
        |count| import(count + 1),
        || {
            if let Some(total) = open(&folder) {
                assert_eq!(total, "0.00");
                answers += 1;
            }
        },
        20,
    );
    assert!(answers > 0);
}

#[test]
fn a_file_that_is_saved_in_parts_is_read_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoices.csv");
    let state = |amount: &str| {
        let mut text = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
        for i in 0..1000 {
            let _ = writeln!(text, "F-{i},C{i},2026-01-01,2026-01-31,{amount}");
        }
        text
    };
    let states = [state("1.00"), state("2.00")];
    let save = |count: usize| {
        let mut file = OpenOptions::new().create(true).write(true).truncate(true).open(&path).unwrap();
        for part in states[count % 2].as_bytes().chunks(8 * 1024) {
            file.write_all(part).unwrap();
        }
        drop(file);
        thread::sleep(Duration::from_millis(60));
    };
    save(0);
    let mut answers = 0;
    while_doing(
        save,
        || {
            if let Some(total) = open(folder.path()) {
                assert!(["1000.00", "2000.00"].contains(&total.as_str()), "{total} is of no state of the file");
                answers += 1;
            }
        },
        20,
    );
    assert!(answers > 0);
}

/// Returns every file below a folder with what it holds.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn documents_are_the_same_on_every_run_and_on_one_core() {
    let folder = Path::new("examples/atelier-moreau");
    let scratch = tempfile::tempdir().unwrap();
    for (i, command) in
        [&["letters", "--out"][..], &["penalties", "--customer", "C-0009", "--sheet"], &["bundle", "C-0009", "--out"]]
            .iter()
            .enumerate()
    {
        let made = |name: &str, wrapper: &[&str]| {
            let out = scratch.path().join(format!("{name}-{i}"));
            let program = [wrapper, &[env!("CARGO_BIN_EXE_relance")]].concat();
            let output = Command::new(program[0])
                .args(&program[1..])
                .args(*command)
                .arg(&out)
                .args(["--as-of", "2026-11-20", "-C"])
                .arg(folder)
                .output();
            let output = output.ok().filter(|_| wrapper.is_empty() || out.is_dir())?;
            assert!(out.is_dir(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(files(&out))
        };
        let first = made("first", &[]);
        assert!(first.iter().flatten().any(|(name, _)| name.ends_with(".pdf")));
        assert_eq!(made("second", &[]), first);
        // Where a program can be bound to one core, it works alone.
        let alone = made("alone", &["taskset", "-c", "0"]);
        assert!(alone.is_none() || alone == first, "{command:?}");
    }
}
