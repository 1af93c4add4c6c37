//! A call sheet's commands are run as they are printed: for each outcome, in both languages, with hostile ids.

#![expect(clippy::disallowed_methods, reason = "a test may read PATH")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Ids that mean something to a shell, to an option parser, to a spreadsheet or to the eye: customer and invoice.
const IDS: [(&str, &str); 6] = [
    ("C1", "F-1"),
    ("d'Artagnan & Fils; touch harm", "F 2026  (2)"),
    ("$(touch harm)", "`touch harm`"),
    ("\"\"a\"\"\\n%s", "-rf"),
    ("O\u{202e}cilA", "F\u{a0}7"),
    ("*~{a,b}!#", "1' OR '1'='1"),
];

/// The outcomes that a sheet knows, in its order, as it names them in English.
const IN_ENGLISH: [&str; 10] = [
    "reached",
    "promise",
    "announced",
    "plan",
    "dispute",
    "refused",
    "call-back",
    "no-answer",
    "wrong-number",
    "insolvency",
];

/// The same in French, of a business; of a consumer the last is another.
const IN_FRENCH: [&str; 10] = [
    "joint",
    "promesse",
    "paiement annoncé",
    "échéancier",
    "litige",
    "refus",
    "à rappeler",
    "sans réponse",
    "faux numéro",
    "procédure collective",
];

#[test]
fn every_command_of_a_call_sheet_records_what_it_says() {
    let mut of_consumer = IN_FRENCH;
    of_consumer[9] = "surendettement";
    for (lang, kind, day, sum, ids, titles, record) in [
        ("fr", "business", "AAAA-MM-JJ", "SOMME", &IDS[..], IN_FRENCH, "relance noter "),
        ("fr", "consumer", "AAAA-MM-JJ", "SOMME", &IDS[..1], of_consumer, "relance noter "),
        ("en", "business", "YYYY-MM-DD", "SUM", &IDS[..1], IN_ENGLISH, "relance record "),
    ] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("in");
        fs::create_dir(&folder).unwrap();
        write(&folder, (lang, kind), ids);
        let written = run("relance letters --as-of 2026-09-30 --formats text --out ../out", &folder);
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        let sheets: Vec<String> = fs::read_dir(scratch.path().join("out"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "txt"))
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        assert_eq!(sheets.len(), ids.len());
        for sheet in sheets {
            let mut told: Vec<String> = Vec::new();
            for (title, command) in commands(&sheet, &titles) {
                assert!(command.starts_with(record), "{command}");
                let filled = command.replace(day, "2026-11-30").replace(sum, "10.00");
                if filled != command && ids.len() == 1 {
                    assert_eq!(run(&command, &folder).status.code(), Some(2), "{command}");
                }
                let done = run(&format!("{filled} --as-of 2026-11-30"), &folder);
                assert!(done.status.success(), "{filled}\n{}", String::from_utf8_lossy(&done.stderr));
                let events = fs::read_to_string(folder.join("events.csv")).unwrap();
                assert!(events.lines().count() > 1, "{filled}\n{events}");
                write(&folder, (lang, kind), ids);
                if told.last() != Some(&title) {
                    told.push(title);
                }
            }
            assert_eq!(told, titles, "{sheet}");
        }
        assert!(!folder.join("harm").exists());
    }
}

/// Writes a folder in which every customer is to be called today, with nothing noted yet.
fn write(folder: &Path, (lang, kind): (&str, &str), ids: &[(&str, &str)]) {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut invoices = "invoice_id,customer_id,issue_date,due_date,amount,instalment\n".to_owned();
    let mut customers = "customer_id,name,kind\n".to_owned();
    for &(customer, invoice) in ids {
        let (customer, other) = (cell(customer), cell(&format!("{invoice}B")));
        customers.push_str(&format!("{customer},X,{kind}\n"));
        invoices.push_str(&format!("{},{customer},2026-07-01,2026-07-31,100.00,\n", cell(invoice)));
        for part in ["1/2", "2 'of' 2"] {
            invoices.push_str(&format!("{other},{customer},2026-07-01,2026-07-31,50.00,{}\n", cell(part)));
        }
    }
    // Whoever calls reads the language of the policy.
    let policy = format!(
        "language = \"{lang}\"\n[[procedure]]\nname = \"p\"\n[[procedure.level]]\nname = \"call\"\n\
         days_after_due = 1\nchannel = \"phone\"\n"
    );
    let events = "date,event,customer_id,invoice_id,event_id\n";
    let files = [("invoices.csv", invoices.as_str()), ("customers.csv", &customers), ("policy.toml", &policy)];
    for (name, text) in files.into_iter().chain([("events.csv", events)]) {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Returns the commands of a sheet, each after the title that it stands under; lines that go on are joined.
fn commands(sheet: &str, titles: &[&str]) -> Vec<(String, String)> {
    let joined = sheet.replace(" \\\n   ", "");
    let mut title = String::new();
    let mut found = Vec::new();
    for line in joined.lines() {
        // A French text has narrow and no-break spaces around its dash.
        let name = line.split_once('–').map(|(name, _)| name.trim());
        if let Some(known) = titles.iter().find(|known| name == Some(**known)) {
            title = (*known).to_owned();
        } else if line.trim_start().starts_with("relance ") {
            found.push((title.clone(), line.trim().to_owned()));
        }
    }
    found
}

/// Runs a command line by `sh` in a folder, with our program before others.
fn run(command: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_relance"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new("sh").arg("-c").arg(command).current_dir(folder).env_clear().env("PATH", path).output().unwrap()
}
