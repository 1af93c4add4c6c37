//! A folder and the program that works on it: command lines that are run, cut off and run again.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use fastrand::Rng;
use relance::model::Date;
use serde_json::Value;

use crate::files::{self, Files};

/// A folder in a place of its own.
pub struct Office {
    place: tempfile::TempDir,
    /// The library that makes a run fail, where there is one.
    faults: Option<PathBuf>,
    /// What was done, for whoever reads why it went wrong.
    pub log: Vec<String>,
    /// How many runs were cut off.
    pub cut_off: u32,
}

/// A command line that is to be run, with the file that it reads.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub line: Vec<String>,
    /// The name and the text of a file beside the folder.
    pub file: Option<(String, String)>,
    /// Command lines that are run before the same again once a run was cut off.
    pub mends: Vec<Vec<String>>,
    /// The code that it ends with.
    pub code: i32,
}

impl Order {
    pub fn of(line: &[&str]) -> Order {
        Order { line: line.iter().map(|&word| word.to_owned()).collect(), ..Order::default() }
    }

    pub fn reading(mut self, name: &str, text: String) -> Order {
        self.file = Some((name.to_owned(), text));
        self
    }

    pub fn refused(mut self) -> Order {
        self.code = 2;
        self
    }
}

impl Office {
    pub fn new(faults: Option<PathBuf>, policy: &str, customers: &str) -> Office {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("desk")).unwrap();
        fs::write(place.path().join("desk/policy.toml"), policy).unwrap();
        fs::write(place.path().join("desk/customers.csv"), customers).unwrap();
        Office { place, faults, log: Vec::new(), cut_off: 0 }
    }

    pub fn folder(&self) -> PathBuf {
        self.place.path().join("desk")
    }

    /// Leaves the folder where it is when all is over.
    pub fn keep(&mut self) -> PathBuf {
        self.place.disable_cleanup(true);
        self.folder()
    }

    /// Returns the text of a file of the folder; nothing when it is not there.
    pub fn text(&self, name: &str) -> String {
        let bytes = fs::read(self.folder().join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Returns the first cell of each row of a file that holds some words: the id.
    pub fn ids(&self, name: &str, words: &str) -> Vec<String> {
        let text = self.text(name);
        let id = |line: &str| line.split([',', ';']).next().unwrap_or_default().trim_matches('"').to_owned();
        text.lines().skip(1).filter(|line| line.contains(words)).map(id).collect()
    }

    /// Returns the files of the folder that are the user's.
    pub fn files(&self) -> Files {
        let mut files = files::read(&self.folder());
        files.retain(|path, _| !path.iter().any(|part| part.to_string_lossy().starts_with(".relance")));
        files
    }

    /// Runs an order; one in several is cut off first, and one in several is run twice. Returns its answer.
    ///
    /// `is_sound` is asked whether the folder is as before or as after when a run was cut off.
    pub fn run(&mut self, order: &Order, rng: &mut Rng, mut is_sound: impl FnMut(&mut Office)) -> Value {
        if let Some((name, text)) = &order.file {
            self.log.push(format!("{name}:\n{text}"));
            fs::write(self.place.path().join(name), text).unwrap();
        }
        let before = self.files();
        if order.code == 0 && rng.u8(..4) == 0 && self.cut(&order.line, rng) {
            self.cut_off += 1;
            if rng.bool() {
                is_sound(self);
            }
            for line in &order.mends {
                self.shell(line, &[]);
            }
        }
        let output = self.shell(&order.line, &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let is_expected = output.status.code() == Some(order.code) || !order.mends.is_empty();
        assert!(is_expected, "{:?} instead of {}: {said}", output.status, order.code);
        if order.code != 0 {
            assert!(self.files() == before, "what was refused changed the folder");
            return Value::Null;
        }
        if rng.u8(..4) == 0 {
            let done = self.files();
            let again = self.shell(&order.line, &[]);
            assert!(again.status.success() || !order.mends.is_empty(), "{}", String::from_utf8_lossy(&again.stderr));
            assert!(self.files() == done, "the same again changed the folder");
        }
        serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
    }

    /// Runs a command line that fails somewhere on its way, and tells whether it did.
    fn cut(&mut self, line: &[String], rng: &mut Rng) -> bool {
        let Some(library) = self.faults.clone() else { return false };
        let hit = self.place.path().join("hit");
        let _ = fs::remove_file(&hit);
        let call = rng.choice(["write", "open", "sync", "name", "name"]).unwrap();
        let does = rng.choice(["kill", "kill", "once", "full"]).unwrap();
        let at = rng.u8(1..=10).to_string();
        let faults = [
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("FAULT_CALL", call),
            ("FAULT_AT", &at),
            ("FAULT_DOES", does),
            ("FAULT_HIT", hit.to_str().unwrap()),
        ];
        let output = self.shell(line, &faults);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{said}");
        hit.exists()
    }

    /// Asks for an answer in JSON.
    pub fn ask(&mut self, line: &[&str], as_of: Date) -> Value {
        let mut line: Vec<String> = line.iter().map(|&word| word.to_owned()).collect();
        line.extend(["--as-of".to_owned(), as_of.to_string(), "--format".to_owned(), "json".to_owned()]);
        let output = self.shell(&line, &[]);
        assert!(output.status.success(), "{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Tells whether it refuses an answer since an import was cut off between two files.
    pub fn says_cut_off(&mut self) -> bool {
        let output = self.shell(&["age".to_owned()], &[]);
        output.status.code() == Some(2) && String::from_utf8_lossy(&output.stderr).contains("import-cut-off")
    }

    fn shell(&mut self, line: &[String], environment: &[(&str, &str)]) -> Output {
        let words: Vec<String> = environment.iter().map(|(name, value)| format!("{name}={value} ")).collect();
        self.log.push(format!("{}relance {}", words.concat(), line.join(" ")));
        let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
        command.args(line).current_dir(self.folder()).env_clear().envs(environment.iter().copied());
        let output = command.output().unwrap();
        if !output.status.success() {
            self.log.push(format!("    {}", output.status));
        }
        output
    }

    /// Writes a file of the folder anew.
    pub fn write(&mut self, name: &str, text: &str) {
        self.log.push(format!("{name} is written anew"));
        files::write(&self.folder(), &Files::from([(name.into(), text.as_bytes().to_vec())]));
    }

    /// Saves a file as a French spreadsheet does: semicolons, decimal commas, days first, a byte order mark.
    pub fn save_in_a_spreadsheet(&mut self, name: &str) {
        let Ok(bytes) = fs::read(self.folder().join(name)) else { return };
        self.log.push(format!("{name} is saved in a spreadsheet"));
        files::write(&self.folder(), &Files::from([(name.into(), respelt(&bytes))]));
    }

    /// Puts the rows of a file in another order.
    pub fn shuffle(&mut self, name: &str, rng: &mut Rng) {
        let text = self.text(name);
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.len() > 2 {
            rng.shuffle(&mut lines[1..]);
            self.log.push(format!("the rows of {name} are shuffled"));
            files::write(&self.folder(), &Files::from([(name.into(), (lines.join("\n") + "\n").into_bytes())]));
        }
    }
}

fn respelt(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
    let delimiter = if text.lines().next().is_some_and(|header| header.contains(';')) { b';' } else { b',' };
    let mut rows = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let amounts = ["amount", "interest", "indemnity"].map(|name| rows[0].iter().position(|column| column == name));
    for row in &rows {
        let cells = row.iter().enumerate().map(|(at, cell)| match cell.parse::<Date>() {
            Ok(day) => day.format("%d/%m/%Y").to_string(),
            Err(_) if amounts.contains(&Some(at)) => cell.replace('.', ","),
            Err(_) => cell.to_owned(),
        });
        out.write_record(cells).unwrap();
    }
    out.into_inner().unwrap()
}

/// Returns the rows that are about an invoice, by its name and that of its instalment.
pub fn by_item(rows: &Value) -> BTreeMap<String, &Value> {
    let named = rows.as_array().unwrap().iter().filter_map(|row| Some((row["invoice_id"].as_str()?, row)));
    let item = |(id, row): (&str, &Value)| match row["instalment"].as_str() {
        Some(number) => format!("{id}/{number}"),
        None => id.to_owned(),
    };
    named.map(|(id, row)| (item((id, row)), row)).collect()
}
