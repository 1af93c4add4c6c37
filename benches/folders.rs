//! Wall time, processor time and peak memory of the commands on folders of 100 to 1,000,000 invoices, beside "the
//! walk": the time in which the bare `csv` crate reads the two large files into byte records on one thread; and of an
//! import of the invoices as a list into a new folder, written but for the disk. Where `duckdb`, `sqlite3` and `mawk`
//! are on the path, the aged balance by the scripts of `benches/peers/`. Then `plan` on a hundred thousand open items,
//! and an import of accounts (FEC) of a million lines.
//!
//! Each round runs everything once, so that a busy minute falls on all alike; the figures are those of the best run.
//!
//! ```text
//! cargo bench                                         # all of it
//! cargo bench --bench folders -- 10000000             # folders of other sizes
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

const SIZES: [u32; 4] = [100, 10_000, 100_000, 1_000_000];
const COMMANDS: [&str; 6] = ["age", "penalties", "plan", "score", "kpi", "check"];
const OPEN_ITEMS: u32 = 100_000;
const ENTRIES: u32 = 333_335;
const AS_OF: &str = "2026-03-31";
const ROUNDS: usize = 7;

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
        [] => compare(&SIZES),
        ref sizes => {
            let sizes: Vec<u32> = sizes.iter().map(|size| size.parse().expect("a number of invoices")).collect();
            compare(&sizes);
        }
    }
}

fn compare(sizes: &[u32]) {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    show(format!(
        "{:>9}  {:<10} {:>10} {:>10} {:>9} {:>10} {:>8}",
        "invoices", "what", "wall ms", "cpu ms", "peak MB", "written MB", "walks"
    ));
    for &size in sizes {
        let folder = root.join(format!("folder-{size}"));
        generator::write_folder(&folder, size).expect("the folder can be written");
        let mut contenders = vec![Contender::walk(&folder)];
        contenders.extend(COMMANDS.map(|command| Contender::of(command, &folder)));
        contenders.push(Contender::import(&root, &folder));
        contenders.extend(peers(&folder));
        run_all(size, &mut contenders);
    }
    let folder = root.join("open-items");
    generator::write_open_items(&folder, OPEN_ITEMS).expect("the folder can be written");
    run_all(OPEN_ITEMS, &mut [Contender::walk(&folder), Contender::of("plan", &folder)]);
    run_all(3 * ENTRIES, &mut [Contender::walk(&folder), Contender::accounts(&root)]);
}

/// Runs the walk, which is the first, and all others in turn, and shows the best run of each.
fn run_all(size: u32, contenders: &mut [Contender]) {
    for _ in 0..ROUNDS {
        contenders.iter_mut().for_each(Contender::run);
    }
    let walk = contenders[0].best.expect("it was run");
    for contender in contenders {
        row(size, &contender.name, &contender.best.expect("it was run"), &walk, contender.written());
    }
}

/// One program that is measured.
struct Contender {
    name: String,
    /// The arguments with which this program measures it.
    line: Vec<String>,
    /// The folder in which it runs, if not in this one.
    folder: Option<PathBuf>,
    /// What it writes.
    output: Option<PathBuf>,
    best: Option<Figures>,
}

impl Contender {
    fn new(name: &str, line: Vec<String>) -> Contender {
        Contender { name: name.to_owned(), line, folder: None, output: None, best: None }
    }

    fn walk(folder: &Path) -> Contender {
        Contender::new("walk", vec!["walk".into(), path(folder)])
    }

    fn of(command: &str, folder: &Path) -> Contender {
        let output = folder.join("output.csv");
        let mut line = vec!["measure".to_owned(), env!("CARGO_BIN_EXE_relance").to_owned(), command.to_owned()];
        line.extend(["-C".into(), path(folder), "--as-of".into(), AS_OF.into()]);
        line.extend(["--format".into(), "csv".into(), "--output".into(), path(&output)]);
        Contender { output: Some(output), ..Contender::new(command, line) }
    }

    /// Imports the invoices of a folder as a list of another program into one that is not there, without writing it.
    fn import(root: &Path, folder: &Path) -> Contender {
        let line = ["measure", env!("CARGO_BIN_EXE_relance"), "import", "--dry-run", "-q", "-C"].map(str::to_owned);
        let line = line.into_iter().chain([path(&root.join("none")), path(&folder.join("invoices.csv"))]).collect();
        Contender::new("import", line)
    }

    /// Imports accounts into a folder that is not there, without writing it.
    fn accounts(root: &Path) -> Contender {
        let file = root.join("accounts.txt");
        generator::write_accounts(&file, ENTRIES).expect("the file can be written");
        let line = ["measure", env!("CARGO_BIN_EXE_relance"), "import", "--dry-run", "-q", "--terms", "30 days", "-C"];
        let line = line.map(str::to_owned).into_iter().chain([path(&root.join("none")), path(&file)]).collect();
        Contender::new("accounts", line)
    }

    /// Runs once: this program again, so that the peak memory of its only child is what is read.
    fn run(&mut self) {
        if let Some(output) = &self.output {
            let _ = fs::remove_file(output);
        }
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let output = command.args(&self.line).output().expect("this program runs");
        assert!(output.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("figures");
        let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().expect("a figure")).collect();
        let figures = Figures {
            wall: Duration::from_nanos(numbers[0]),
            cpu: Duration::from_nanos(numbers[1]),
            peak_kib: numbers[2],
        };
        self.best = self.best.filter(|best| best.wall <= figures.wall).or(Some(figures));
    }

    fn written(&self) -> u64 {
        self.output.as_ref().and_then(|output| fs::metadata(output).ok()).map_or(0, |file| file.len())
    }
}

/// Returns other programs on the path, each with its script for the aged balance.
fn peers(folder: &Path) -> Vec<Contender> {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    let script = |name: &str| path(&scripts.join(name));
    let lines = [
        ("duckdb", format!("duckdb < {}", script("age.duckdb.sql"))),
        ("sqlite3", format!("sqlite3 :memory: < {}", script("age.sql"))),
        ("mawk", format!("mawk -F, -f {} payments.csv invoices.csv > output.csv", script("age.awk"))),
    ];
    let is_there = |name: &str| {
        let mut asked = Command::new(name);
        asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let there = lines.into_iter().filter(|(name, _)| is_there(name));
    there
        .map(|(name, line)| Contender {
            folder: Some(folder.to_owned()),
            output: Some(folder.join("output.csv")),
            ..Contender::new(name, ["measure", "sh", "-c", &line].map(str::to_owned).to_vec())
        })
        .collect()
}

/// What one run cost.
#[derive(Clone, Copy)]
struct Figures {
    wall: Duration,
    cpu: Duration,
    peak_kib: u64,
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
