//! Whatever call to the system fails, and wherever a run is killed: the folder is as it was or as it should be, the
//! next run completes it, and nothing is left lying about.
//!
//! `tests/faults/preload.rs`, built here and loaded before libc, makes the calls fail, each in its turn. As it takes
//! long, a few of them are tried; `RELANCE_FAULTS=all` tries each.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![expect(clippy::disallowed_methods, reason = "a test may read its own switches")]

#[path = "running/files.rs"]
mod files;
#[path = "faults/library.rs"]
mod library;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::thread;

use files::Files;

const DAY: &str = "2026-09-30";

/// What becomes of a call, and of which calls it is worth trying.
const FAULTS: [(&str, &[&str]); 3] =
    [("kill", &["write", "open", "sync", "name"]), ("once", &["write", "open", "sync", "name"]), ("full", &["write"])];

/// A command line and what its folder holds beside customers, invoices and events.
struct Trial {
    name: &'static str,
    line: &'static [&'static str],
    /// Whether the folder is not there before.
    is_new: bool,
    /// Command lines that are run before.
    before: &'static [&'static [&'static str]],
    /// Whether it sets pages, which takes most of the time: then it is left to a run that tries all.
    sets_pages: bool,
}

const TRIALS: [Trial; 14] = [
    trial("an act", &["record", "call", "C0", "--note", "x", "--date", DAY]),
    trial("money", &["record", "payment", "F-0", "10.00", "--date", DAY]),
    trial("letters", &["letters", "--as-of", DAY, "--formats", "text", "--record"]),
    trial("a result", &["age", "--as-of", DAY, "--format", "csv", "--output", "age.csv"]),
    Trial {
        sets_pages: true,
        ..trial("sheets", &["penalties", "--as-of", DAY, "--format", "csv", "--sheet", "sheets"])
    },
    Trial { sets_pages: true, ..trial("a bundle", &["bundle", "C0", "--as-of", DAY, "--out", "bundle"]) },
    trial("a list", &["import", "../list.csv", "--paid-date", "due"]),
    trial("a statement", &["import", "../statement.ofx"]),
    trial("an e-invoice", &["import", "../invoice.xml"]),
    Trial {
        // Decided and taken back: the columns of a decision are there.
        before: &[&["import", "../statement.ofx"], &["match", RECEIPT, "--to", "F-1"], &["match", RECEIPT, "--undo"]],
        ..trial("a receipt", &["match", RECEIPT, "--to", "F-1", "--as-of", DAY])
    },
    Trial {
        before: &[&["import", "../statement.ofx"]],
        ..trial("a customer's receipt", &["match", OTHER_RECEIPT, "--to", "C2", "--as-of", DAY])
    },
    Trial {
        before: &[&["import", "../statement.ofx"], &["match", RECEIPT, "--to", "F-1"]],
        ..trial("a receipt taken back", &["match", RECEIPT, "--undo", "--as-of", DAY])
    },
    Trial { is_new: true, ..trial("a first list", &["import", "../list.csv", "--paid-date", "due"]) },
    Trial { is_new: true, ..trial("a new folder", &["init", "."]) },
];

const fn trial(name: &'static str, line: &'static [&'static str]) -> Trial {
    Trial { name, line, is_new: false, before: &[], sets_pages: false }
}

/// The first receipt of the statement.
const RECEIPT: &str = "B-2026-09-10-10000-d35866";

/// The second one, which names no invoice.
const OTHER_RECEIPT: &str = "B-2026-09-11-3300-b81acc";

const LIST: &str = "Numéro;Code client;Date;Échéance;Montant TTC;Reste dû\n\
    F-0;C0;01/08/2026;31/08/2026;100,00;40,00\n\
    F-9;C9;02/08/2026;01/09/2026;90,00;90,00\n";

const STATEMENT: &str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\
    <CURDEF>EUR<BANKACCTFROM><BANKID>30001<ACCTID>123</BANKACCTFROM><BANKTRANLIST>\
    <DTSTART>20260901<DTEND>20260930\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260910<TRNAMT>100.00<FITID>A1<NAME>CLIENT 1<MEMO>FACTURE F-1</STMTTRN>\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260911<TRNAMT>33.00<FITID>A2<NAME>CLIENT 2<MEMO>ACOMPTE</STMTTRN>\
    </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

const INVOICE: &str = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' xmlns:c='urn:c'>\
    <c:ID>U-1</c:ID><c:IssueDate>2026-09-05</c:IssueDate><c:InvoiceTypeCode>380</c:InvoiceTypeCode>\
    <c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode><c:AccountingSupplierParty><c:Party><c:PartyLegalEntity>\
    <c:RegistrationName>Atelier Martin</c:RegistrationName></c:PartyLegalEntity></c:Party></c:AccountingSupplierParty>\
    <c:AccountingCustomerParty><c:Party><c:PartyLegalEntity><c:RegistrationName>Caf\u{e9} du Port</c:RegistrationName>\
    </c:PartyLegalEntity></c:Party></c:AccountingCustomerParty><c:PaymentTerms>\
    <c:PaymentDueDate>2026-10-05</c:PaymentDueDate></c:PaymentTerms><c:LegalMonetaryTotal>\
    <c:TaxInclusiveAmount>1200</c:TaxInclusiveAmount><c:PayableAmount>1200</c:PayableAmount></c:LegalMonetaryTotal>\
    </Invoice>";

#[test]
fn whatever_fails_nothing_is_lost_and_the_next_run_mends_it() {
    let scratch = tempfile::tempdir().unwrap();
    let library = library::build(scratch.path()).unwrap();
    let faults =
        Mutex::new(TRIALS.iter().filter(|trial| every() || !trial.sets_pages).flat_map(faults).collect::<Vec<_>>());
    let hits = Mutex::new(0);
    thread::scope(|scope| {
        for worker in 0..2 {
            let (library, faults, hits) = (&library, &faults, &hits);
            let place = scratch.path().join(worker.to_string());
            scope.spawn(move || {
                let next = || faults.lock().unwrap().pop();
                while let Some((trial, does, call)) = next() {
                    let count = Desk::new(&place, trial).survives(library, does, call);
                    assert!(count > 0 || call == "sync", "{}: no {call} was hit", trial.name);
                    *hits.lock().unwrap() += count;
                }
            });
        }
    });
    assert!(*hits.lock().unwrap() > 100, "{hits:?} faults are none to speak of");
}

fn faults(trial: &Trial) -> Vec<(&Trial, &'static str, &'static str)> {
    FAULTS.iter().flat_map(|(does, calls)| calls.iter().map(move |call| (trial, *does, *call))).collect()
}

/// A folder on which a trial is made again and again.
struct Desk<'t> {
    place: PathBuf,
    trial: &'t Trial,
    before: Files,
    after: Files,
}

impl Desk<'_> {
    fn new<'t>(place: &Path, trial: &'t Trial) -> Desk<'t> {
        let mut desk = Desk { place: place.to_owned(), trial, before: Files::new(), after: Files::new() };
        let _ = fs::remove_dir_all(place);
        fs::create_dir_all(place).unwrap();
        fs::write(place.join("list.csv"), LIST).unwrap();
        fs::write(place.join("statement.ofx"), STATEMENT).unwrap();
        fs::write(place.join("invoice.xml"), INVOICE).unwrap();
        desk.before = if trial.is_new { Files::new() } else { folder() };
        desk.reset();
        for line in trial.before {
            run(desk.folder(), line);
        }
        desk.before = desk.files();
        let output = run(desk.folder(), trial.line);
        assert!(output.status.success(), "{}: {}", trial.name, String::from_utf8_lossy(&output.stderr));
        desk.after = desk.files();
        desk
    }

    fn folder(&self) -> PathBuf {
        self.place.join("desk")
    }

    fn reset(&self) {
        let _ = fs::remove_dir_all(self.folder());
        fs::create_dir_all(self.folder()).unwrap();
        files::write(&self.folder(), &self.before);
    }

    /// Returns what the folder holds but for the lock.
    fn files(&self) -> Files {
        let mut files = files::read(&self.folder());
        files.retain(|path, _| path.file_name().is_some_and(|name| name != ".relance.lock"));
        files
    }

    /// Lets call after call of a kind fail, and returns how many did.
    fn survives(&self, library: &Path, does: &str, call: &str) -> u32 {
        let hit = self.place.join("hit");
        let (mut at, mut hits) = (1, 0);
        loop {
            self.reset();
            let _ = fs::remove_file(&hit);
            let mut command = command(self.folder(), self.trial.line);
            command.env("LD_PRELOAD", library).env("FAULT_CALL", call).env("FAULT_AT", at.to_string());
            let output = command.env("FAULT_DOES", does).env("FAULT_HIT", &hit).output().unwrap();
            if !hit.exists() {
                return hits;
            }
            hits += 1;
            self.judge(&output, &format!("{}: {does} at {call} {at}", self.trial.name));
            at += if every() { 1 } else { 1 + at };
        }
    }

    fn judge(&self, output: &Output, what: &str) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{what}: {said}");
        let now = self.files();
        let names: BTreeSet<&PathBuf> = self.before.keys().chain(now.keys()).collect();
        for name in names.into_iter().filter(|name| !is_ours(name)) {
            let is = |files: &Files| files.get(name) == now.get(name);
            assert!(
                is(&self.before) || is(&self.after),
                "{what}: {} is neither as before nor as after",
                name.display()
            );
        }
        if output.status.success() {
            assert!(users(&now) == users(&self.after), "{what}: it says that it is done and is not: {said}");
        }
        let again = run(self.folder(), self.trial.line);
        let now = self.files();
        let names: BTreeSet<&PathBuf> = now.keys().chain(self.after.keys()).collect();
        let other: Vec<&PathBuf> = names.into_iter().filter(|name| now.get(*name) != self.after.get(*name)).collect();
        assert!(other.is_empty(), "{what}: run again, {other:?} differ: {}", String::from_utf8_lossy(&again.stderr));
    }
}

fn every() -> bool {
    std::env::var("RELANCE_FAULTS").is_ok_and(|which| which == "all")
}

/// Tells whether a file is ours on its way, or a note that it is.
fn is_ours(name: &Path) -> bool {
    name.iter().any(|part| part.to_string_lossy().starts_with(".relance"))
}

/// Returns the files that are the user's.
fn users(files: &Files) -> Vec<(&PathBuf, &Vec<u8>)> {
    files.iter().filter(|(name, _)| !is_ours(name)).collect()
}

fn run(folder: PathBuf, line: &[&str]) -> Output {
    command(folder, line).output().unwrap()
}

fn command(folder: PathBuf, line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relance"));
    command.args(line).current_dir(folder).env_clear();
    command
}

fn folder() -> Files {
    let (mut customers, mut invoices) =
        ("customer_id,name,email\n".to_owned(), "invoice_id,customer_id,issue_date,due_date,amount\n".to_owned());
    for i in 0..3 {
        customers += &format!("C{i},Client {i},c{i}@example.com\n");
        invoices += &format!("F-{i},C{i},2026-08-01,2026-08-31,100.00\n");
    }
    let payments = format!("payment_id,date,amount,customer_id\nP1,{DAY},1.00,C2\n");
    let files = [
        ("customers.csv", customers),
        ("invoices.csv", invoices),
        ("payments.csv", payments),
        ("events.csv", "date,event,customer_id,invoice_id\n".to_owned()),
    ];
    files.into_iter().map(|(name, text)| (name.into(), text.into_bytes())).collect()
}
