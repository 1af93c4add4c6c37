//! Lives a year in each folder of `tests/replay/`, day by day, one event at a time.
//!
//! A folder has the files of a receivables folder (plain CSV, ISO dates, no quotes). Each day begins with what the
//! files date on it; then whatever the plan calls for is sent and recorded, as `letters --record` would, and the answer
//! for each item is noted where it differs from the day before: `2026-03-09 F hold`, or `2026-03-06 F > reminder` for
//! what was sent. `expected` holds those lines; `RELANCE_BLESS=1 cargo test --test replay` writes them.
//!
//! Every folder is also held to two laws: a second run on the same day finds nothing to do, and when the year is over,
//! each past day still gives the answer that it gave then (nothing dated later has happened).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use relance::engine::allocation::allocate;
use relance::engine::planning::plan;
use relance::input::{Files, ReadOptions, read_folder};
use relance::model::{Date, Ledger, Selection};
use relance::policy::{self, Policy};

const FILES: [&str; 4] = ["customers.csv", "invoices.csv", "payments.csv", "events.csv"];
/// The columns of `events.csv` that a notice fills.
const NOTICE: [&str; 5] = ["date", "event", "invoice_id", "instalment", "level"];

/// The answers of one evening: item to answer.
type Answers = BTreeMap<String, String>;

#[test]
fn each_year_goes_as_expected() {
    let mut folders: Vec<PathBuf> =
        fs::read_dir("tests/replay").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let faults: Vec<String> = folders.iter().filter_map(|folder| fault(folder)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Lives the year of a folder and returns how it differs from what is expected.
fn fault(folder: &Path) -> Option<String> {
    let happened = Year::of(folder).live();
    let expected = folder.join("expected");
    if std::env::var_os("RELANCE_BLESS").is_some() {
        fs::write(expected, happened).unwrap();
        return None;
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default().replace("\r\n", "\n");
    let first = happened.lines().zip(wanted.lines()).find(|(happened, wanted)| happened != wanted);
    let counts = (happened.lines().count(), wanted.lines().count());
    (happened != wanted).then(|| format!("{}: (happened, expected) {first:?}, lines {counts:?}", folder.display()))
}

/// A folder that is lived through.
struct Year {
    folder: PathBuf,
    policy: Policy,
    /// The rows of each file, header first; those of `events.csv` grow.
    files: Vec<Vec<String>>,
    lines: String,
}

impl Year {
    fn of(folder: &Path) -> Year {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let text = read("policy.toml");
        let policy =
            policy::load(&text, "policy.toml").unwrap_or_else(|found| panic!("{}: {found:?}", folder.display()));
        let files = FILES.map(|name| read(name).lines().map(str::to_owned).collect()).to_vec();
        Year { folder: folder.to_owned(), policy, files, lines: String::new() }
    }

    fn live(mut self) -> String {
        let first: Date = "2026-01-01".parse().unwrap();
        let days: Vec<Date> = first.iter_days().take(365).collect();
        let mut evenings: Vec<Answers> = Vec::new();
        let mut known = self.read(first);
        let mut rows_so_far = self.so_far(first).concat().len();
        for &day in &days {
            let rows = self.so_far(day).concat().len();
            if rows != rows_so_far {
                (known, rows_so_far) = (self.read(day), rows);
            }
            let sent = self.send(&known, day);
            if !sent.is_empty() {
                known = self.read(day);
                rows_so_far = self.so_far(day).concat().len();
                assert_eq!(self.send(&known, day), Vec::<String>::new(), "{}: twice on {day}", self.folder.display());
            }
            let answers = self.answers(&known, day);
            self.note(day, &sent, evenings.last(), &answers);
            evenings.push(answers);
        }
        let whole = self.read(*days.last().unwrap());
        for (day, evening) in days.iter().zip(&evenings) {
            let again = self.answers(&whole, *day);
            assert_eq!(&again, evening, "{}: {day}, seen from the end of the year", self.folder.display());
        }
        self.lines
    }

    /// Returns the rows of each file that are dated on or before a day.
    fn so_far(&self, day: Date) -> Vec<Vec<&str>> {
        let column = |header: &str, names: &[&str]| header.split(',').position(|name| names.contains(&name));
        self.files
            .iter()
            .map(|rows| {
                let Some(header) = rows.first() else { return Vec::new() };
                let place = column(header, &["date", "issue_date"]);
                let is_past = |row: &&String| {
                    place.is_none_or(|place| row.split(',').nth(place).unwrap().parse::<Date>().unwrap() <= day)
                };
                let past = rows[1..].iter().filter(is_past);
                std::iter::once(header).chain(past).map(String::as_str).collect()
            })
            .collect()
    }

    /// Reads the folder as its files are on a day.
    fn read(&self, day: Date) -> Ledger {
        let scratch = tempfile::tempdir().unwrap();
        for (name, rows) in FILES.iter().zip(self.so_far(day)).filter(|(_, rows)| !rows.is_empty()) {
            fs::write(scratch.path().join(name), rows.join("\n") + "\n").unwrap();
        }
        let files = Files { folder: scratch.path().to_owned(), ..Files::default() };
        let reading = read_folder(ReadOptions {
            files: &files,
            declared: &self.policy.files,
            currency: self.policy.currency,
            customer_kind: self.policy.customer_kind,
            terms: &self.policy.terms,
            law: self.policy.penalties.law,
            is_french: true,
            keep_going: false,
        });
        reading.ledger.unwrap_or_else(|| panic!("{}: {:?}", self.folder.display(), reading.findings))
    }

    /// Records what the plan calls for on a day and returns it: `F > reminder`.
    fn send(&mut self, ledger: &Ledger, day: Date) -> Vec<String> {
        let balances = allocate(ledger, &self.policy.allocation, day).balances;
        let plan = plan(ledger, &balances, &self.policy, &Selection::ALL);
        let lines = plan.notices().iter().flat_map(|notice| &notice.lines).map(|&line| &plan.rows()[line]);
        let (mut sent, mut recorded) = (Vec::new(), Vec::new());
        let header = self.files[3].first().cloned().unwrap_or_else(|| NOTICE.join(","));
        for row in lines {
            let level = &row.action().expect("a line is due").name;
            let number = ledger.number(ledger.invoice(row.item).number);
            let instalment = ledger.instalment(row.item).unwrap_or("");
            let values = [&day.to_string(), "notice", number, instalment, level];
            let value = |name: &str| NOTICE.iter().position(|known| *known == name).map_or("", |place| values[place]);
            recorded.push(header.split(',').map(value).collect::<Vec<_>>().join(","));
            sent.push(format!("{} > {level}", name(number, instalment)));
        }
        drop(plan);
        if self.files[3].is_empty() {
            self.files[3].push(header);
        }
        self.files[3].extend(recorded);
        sent
    }

    fn answers(&self, ledger: &Ledger, day: Date) -> Answers {
        let balances = allocate(ledger, &self.policy.allocation, day).balances;
        let plan = plan(ledger, &balances, &self.policy, &Selection::ALL);
        let answer = |row: &relance::engine::planning::PlanRow<'_>| {
            let number = ledger.number(ledger.invoice(row.item).number);
            let also: Vec<&str> = row.also().collect();
            let also = if also.is_empty() { String::new() } else { format!(" ({})", also.join(" ")) };
            let rest = if row.chased == row.open { String::new() } else { format!(" of {}", row.chased.minor()) };
            let lapse = row.lapse.expect("French law").last_day;
            let answer = format!("{}{rest}{also}, limitation {lapse}", row.reason());
            (name(number, ledger.instalment(row.item).unwrap_or("")), answer)
        };
        plan.rows().iter().map(answer).collect()
    }

    /// Writes down what was sent, and each answer that differs from the evening before; what has none is settled.
    fn note(&mut self, day: Date, sent: &[String], before: Option<&Answers>, answers: &Answers) {
        for line in sent {
            self.lines.push_str(&format!("{day} {line}\n"));
        }
        let nothing = Answers::new();
        let before = before.unwrap_or(&nothing);
        for (item, answer) in answers.iter().filter(|(item, answer)| before.get(*item) != Some(*answer)) {
            self.lines.push_str(&format!("{day} {item} {answer}\n"));
        }
        for item in before.keys().filter(|item| !answers.contains_key(*item)) {
            self.lines.push_str(&format!("{day} {item} settled\n"));
        }
    }
}

fn name(number: &str, instalment: &str) -> String {
    if instalment.is_empty() { number.to_owned() } else { format!("{number}/{instalment}") }
}
