//! Wall time, processor time and peak memory of `age` and `penalties` on folders of 100, 10,000 and 1,000,000
//! invoices, beside "the walk": the time in which the bare `csv` crate reads the same two files into byte records on
//! one thread; and of an import of the invoices as a list into a new folder, written but for the disk. Then those of
//! `plan` on a hundred thousand open items, and of an import of accounts (FEC) of a million lines.
//!
//! ```text
//! cargo bench                                         # all of it
//! cargo bench --bench folders -- generate 1000000 DIR # only write a folder
//! cargo bench --bench folders -- open-items 100000 DIR # the same, of open items
//! cargo bench --bench folders -- accounts 333335 FILE  # only write accounts, of entries of three lines
//! ```

mod generator;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

const SIZES: [u32; 3] = [100, 10_000, 1_000_000];
const OPEN_ITEMS: u32 = 100_000;
const ENTRIES: u32 = 333_335;
const AS_OF: &str = "2026-03-31";
const TIMES: usize = 7;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", count, folder] => {
            let count = count.parse().expect("a number of invoices");
            generator::write_folder(Path::new(folder), count).expect("the folder can be written");
        }
        ["open-items", count, folder] => {
            let count = count.parse().expect("a number of invoices");
            generator::write_open_items(Path::new(folder), count).expect("the folder can be written");
        }
        ["accounts", count, file] => {
            let count = count.parse().expect("a number of entries");
            generator::write_accounts(Path::new(file), count).expect("the file can be written");
        }
        ["walk", folder] => show_walk(Path::new(folder)),
        ["measure", ..] => show_child(&arguments[1..]),
        _ => compare(),
    }
}

fn compare() {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    show(format!(
        "{:>9}  {:<10} {:>10} {:>10} {:>9} {:>10} {:>8}",
        "invoices", "what", "wall ms", "cpu ms", "peak MB", "written MB", "walks"
    ));
    for size in SIZES {
        let folder = root.join(format!("folder-{size}"));
        generator::write_folder(&folder, size).expect("the folder can be written");
        let walk = best(&["walk".into(), path(&folder)]);
        row(size, "walk", &walk, &walk, 0);
        for command in ["age", "penalties"] {
            measure(&root, &folder, size, command, &walk);
        }
        measure_import(&root, &folder, size, &walk);
    }
    let folder = root.join("open-items");
    generator::write_open_items(&folder, OPEN_ITEMS).expect("the folder can be written");
    let walk = best(&["walk".into(), path(&folder)]);
    measure(&root, &folder, OPEN_ITEMS, "plan", &walk);
    measure_accounts(&root, &walk);
}

/// Runs a command on a folder and shows what it cost.
fn measure(root: &Path, folder: &Path, size: u32, command: &str, walk: &Figures) {
    let output = root.join("output.csv");
    let mut line = vec!["measure".to_owned(), env!("CARGO_BIN_EXE_relance").to_owned(), command.to_owned()];
    line.extend(["-C".into(), path(folder), "--as-of".into(), AS_OF.into()]);
    line.extend(["--format".into(), "csv".into(), "--output".into(), path(&output)]);
    let figures = best(&line);
    row(size, command, &figures, walk, fs::metadata(&output).map_or(0, |file| file.len()));
}

/// Imports the invoices of a folder as a list of another program into one that is not there, without writing it.
fn measure_import(root: &Path, folder: &Path, size: u32, walk: &Figures) {
    let line = ["measure", env!("CARGO_BIN_EXE_relance"), "import", "--dry-run", "-q", "-C"].map(str::to_owned);
    let line: Vec<String> =
        line.into_iter().chain([path(&root.join("none")), path(&folder.join("invoices.csv"))]).collect();
    row(size, "import", &best(&line), walk, 0);
}

/// Imports accounts into a folder that is not there, without writing it.
fn measure_accounts(root: &Path, walk: &Figures) {
    let file = root.join("accounts.txt");
    generator::write_accounts(&file, ENTRIES).expect("the file can be written");
    let line = ["measure", env!("CARGO_BIN_EXE_relance"), "import", "--dry-run", "-q", "--terms", "30 days", "-C"];
    let line: Vec<String> =
        line.map(str::to_owned).into_iter().chain([path(&root.join("none")), path(&file)]).collect();
    row(3 * ENTRIES, "accounts", &best(&line), walk, 0);
}

/// Is what one run cost.
#[derive(Clone, Copy)]
struct Figures {
    wall: Duration,
    cpu: Duration,
    peak_kib: u64,
}

/// Runs this program again for each measurement, so that its only child's peak memory is what is read; returns the
/// run of least wall time.
fn best(line: &[String]) -> Figures {
    let this = std::env::current_exe().expect("this program has a path");
    let runs = (0..TIMES).map(|_| {
        let output = Command::new(&this).args(line).output().expect("this program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("figures");
        let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().expect("a figure")).collect();
        Figures { wall: Duration::from_nanos(numbers[0]), cpu: Duration::from_nanos(numbers[1]), peak_kib: numbers[2] }
    });
    runs.min_by_key(|figures| figures.wall).expect("at least one run")
}

fn show_child(line: &[String]) {
    let start = Instant::now();
    let status = Command::new(&line[0]).args(&line[1..]).stdout(Stdio::null()).status().expect("the command runs");
    let wall = start.elapsed();
    assert!(status.success(), "{line:?} failed");
    show_figures(wall, UsageWho::RUSAGE_CHILDREN);
}

fn show_walk(folder: &Path) {
    let start = Instant::now();
    let mut rows = 0_u64;
    for file in ["invoices.csv", "payments.csv"] {
        let mut reader = csv::Reader::from_path(folder.join(file)).expect("the file opens");
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).expect("the file reads") {
            rows += 1;
        }
    }
    let wall = start.elapsed();
    assert!(rows > 0);
    show_figures(wall, UsageWho::RUSAGE_SELF);
}

fn show_figures(wall: Duration, who: UsageWho) {
    let usage = getrusage(who).expect("the system counts");
    let micros = |time: nix::sys::time::TimeVal| (time.tv_sec() * 1_000_000 + time.tv_usec()) as u64;
    let cpu = (micros(usage.user_time()) + micros(usage.system_time())) * 1_000;
    show(format!("{} {cpu} {}", wall.as_nanos(), usage.max_rss()));
}

fn row(size: u32, what: &str, figures: &Figures, walk: &Figures, written: u64) {
    let millis = |time: Duration| time.as_micros() as u64;
    let thousandths = |micros: u64| format!("{}.{:02}", micros / 1000, micros % 1000 / 10);
    let walks = 100 * figures.wall.as_nanos() / walk.wall.as_nanos().max(1);
    show(format!(
        "{size:>9}  {what:<10} {:>10} {:>10} {:>9} {:>10} {:>8}",
        thousandths(millis(figures.wall)),
        thousandths(millis(figures.cpu)),
        figures.peak_kib / 1024,
        thousandths(written / 1000),
        format!("{}.{:02}", walks / 100, walks % 100),
    ));
}

fn path(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

#[expect(clippy::disallowed_macros, reason = "a benchmark has no other output than its figures")]
fn show(line: String) {
    println!("{line}");
}
