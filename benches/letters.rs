//! Wall time of `letters`: ten thousand letters as text, a thousand of one page as PDF, and, beside them, one process
//! per letter, as a script would call a program that knows one letter only.
//!
//! ```text
//! cargo bench --bench letters
//! cargo bench --bench letters -- generate 1000 DIR # only write a folder
//! ```

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const TEXTS: usize = 10_000;
const PDFS: usize = 1_000;
/// How many letters are written one by one; the figure is that of a letter.
const ALONE: usize = 20;
const TIMES: usize = 3;
const AS_OF: &str = "2026-03-31";

const POLICY: &str = r#"extends = "fr-b2b"
[creditor]
name = "Atelier Moreau"
legal_form = "SARL"
siren = "907 314 629"
rcs = "Angers"
address_1 = "8 rue des Copeaux"
postal_code = "49000"
city = "Angers"
iban = "FR76 3000 1007 9412 3456 7890 185"
[[procedure]]
name = "standard"
[[procedure.level]]
name = "letter"
days_after_due = 10
channel = "letter"
template = "second-reminder"
payment_deadline_days = 10
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let ["generate", count, folder] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return write_folder(Path::new(folder), count.parse().expect("a number of letters"));
    }
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("letters");
    for (what, format, count) in [("text", "text", TEXTS), ("PDF, and the lots to print", "pdf", PDFS)] {
        let folder = root.join(format!("folder-{count}"));
        write_folder(&folder, count);
        let wall = best(|| letters(&folder, &root.join("out"), format, &[]));
        show(what, count, wall);
        let alone = best(|| {
            for place in 0..ALONE {
                letters(&folder, &root.join("out"), format, &["--customer", &format!("K{place:06}")]);
            }
        });
        show(&format!("{what}, one process a letter"), ALONE, alone);
    }
}

/// Writes as many customers with one late invoice each.
fn write_folder(folder: &Path, count: usize) {
    let mut customers = "customer_id,name,address_1,postal_code,city\n".to_owned();
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned();
    for place in 0..count {
        let street = place % 90 + 1;
        writeln!(customers, "K{place:06},Menuiserie Lefèvre no {place},{street} rue de la Gare,49000,Angers")
            .expect("memory");
        writeln!(invoices, "F-{place:06},K{place:06},2026-01-10,2026-02-28,{}.50", 100 + place % 900).expect("memory");
    }
    fs::create_dir_all(folder).expect("the folder can be written");
    for (name, text) in [("policy.toml", POLICY), ("customers.csv", &customers), ("invoices.csv", &invoices)] {
        fs::write(folder.join(name), text).expect("the folder can be written");
    }
}

fn letters(folder: &Path, out: &Path, format: &str, more: &[&str]) {
    let _ = fs::remove_dir_all(out);
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    command.arg("letters").arg("-C").arg(folder).arg("--out").arg(out);
    command.args(["--as-of", AS_OF, "--formats", format, "-q"]).args(more);
    let status = command.stdout(Stdio::null()).status().expect("the command runs");
    assert!(status.success(), "{command:?} failed");
}

fn best(mut run: impl FnMut()) -> Duration {
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..TIMES).map(|_| time(&mut run)).min().expect("at least one run")
}

fn show(what: &str, count: usize, wall: Duration) {
    let (seconds, millis) = (wall.as_secs(), wall.subsec_millis());
    let per_letter = wall.as_micros() / count as u128;
    let line = format!("{count:>6} {what:<45} {seconds:>4}.{millis:03} s {per_letter:>8} µs a letter\n");
    std::io::stdout().write_all(line.as_bytes()).expect("somebody listens");
}
