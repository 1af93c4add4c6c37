//! Reading as a whole: folders of files in, ledgers and findings out.

mod cells;
mod damage;
mod dialects;
mod keep_going;
mod mutations;
mod order;
mod plain;
mod references;

use std::fs;
use std::path::Path;

use super::*;
use crate::diag::Severity;
use crate::model::dialect::Declared;

/// The header of most invoice files here.
const INVOICES: &str = "invoice_id,customer_id,issue_date,due_date,amount\n";

/// A receivables folder that a test writes.
struct Folder {
    place: tempfile::TempDir,
    rules: FileRules,
    terms: TermRules,
}

impl Folder {
    /// Returns a folder of those files, by their names.
    fn of<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Folder {
        let place = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(place.path().join(name), bytes.as_ref()).unwrap();
        }
        Folder { place, rules: FileRules::default(), terms: TermRules::NONE }
    }

    /// Returns a folder of two invoices, `F1` of customer `C1` and `F2` of `C2`, and those files.
    fn with(files: &[(&str, &str)]) -> Folder {
        let invoices = format!("{INVOICES}F1,C1,2026-01-10,2026-02-10,100.00\nF2,C2,2026-01-20,2026-02-20,200.00\n");
        let folder = Folder::of(&[("invoices.csv", invoices)]);
        for (name, text) in files {
            fs::write(folder.place.path().join(name), text).unwrap();
        }
        folder
    }

    /// Declares the dialect of every file.
    fn declare(mut self, declared: Declared) -> Folder {
        self.rules.all = declared;
        self
    }

    fn read(&self) -> Reading {
        self.read_as(false)
    }

    fn keep_going(&self) -> Reading {
        self.read_as(true)
    }

    fn read_as(&self, keep_going: bool) -> Reading {
        let files = Files { folder: self.place.path().to_owned(), ..Files::default() };
        read_folder(ReadOptions {
            files: &files,
            declared: &self.rules,
            currency: Currency::EUR,
            customer_kind: CustomerKind::Business,
            terms: &self.terms,
            law: Law::France,
            is_french: true,
            keep_going,
        })
    }

    /// Returns the findings but notes: code and places, as one line each.
    fn findings(&self) -> Vec<String> {
        shown(&self.read())
    }

    /// Returns the ledger of a folder without a fault.
    fn ledger(&self) -> Ledger {
        let reading = self.read();
        assert_eq!(shown(&reading), [""; 0]);
        reading.ledger.unwrap()
    }

    fn dialect(&self, role: FileRole) -> DialectFound {
        let found = self.read().dialects.into_iter().find(|(of, _)| *of == role);
        found.unwrap().1
    }
}

/// Returns the findings but notes: code, then `file:line column "text"` for each place.
fn shown(reading: &Reading) -> Vec<String> {
    let errors = reading.findings.iter().any(Diagnostic::is_error);
    assert!(errors || reading.ledger.is_some(), "no ledger, and no error says why");
    let serious = reading.findings.iter().filter(|finding| finding.severity > Severity::Note);
    serious.map(line).collect()
}

fn line(finding: &Diagnostic) -> String {
    let mut text = finding.code.slug.to_owned();
    for place in &finding.places {
        text.push_str(&format!(" {}", place.file));
        if let Some(line) = place.line {
            text.push_str(&format!(":{line}"));
        }
        if let Some(column) = &place.column {
            text.push_str(&format!(" {column}"));
        }
        if let Some(cell) = &place.text {
            text.push_str(&format!(" {cell:?}"));
        }
    }
    text
}

/// Returns the findings of an invoice file of those rows.
fn invoices(rows: &str) -> Vec<String> {
    Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]).findings()
}

#[test]
fn the_example_folder_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/atelier-moreau");
    let files = Files { folder, ..Files::default() };
    let reading = read_folder(ReadOptions {
        files: &files,
        declared: &FileRules::default(),
        currency: Currency::EUR,
        customer_kind: CustomerKind::Business,
        terms: &TermRules::NONE,
        law: Law::France,
        is_french: true,
        keep_going: false,
    });
    assert_eq!(shown(&reading), [""; 0]);
    assert_eq!(reading.files.len(), 4);
}

#[test]
fn files_can_be_named_one_by_one() {
    let folder = Folder::with(&[("p.csv", "payment_id,date,amount,invoice_id\nP1,2026-02-01,x,F1\n")]);
    let payments = folder.place.path().join("p.csv");
    let missing = folder.place.path().join("none.csv");
    let files = Files {
        folder: folder.place.path().to_owned(),
        named: BTreeMap::from([(FileRole::Payments, payments.clone()), (FileRole::Customers, missing.clone())]),
        ..Files::default()
    };
    let reading = read_folder(ReadOptions {
        files: &files,
        declared: &folder.rules,
        currency: Currency::EUR,
        customer_kind: CustomerKind::Business,
        terms: &TermRules::NONE,
        law: Law::France,
        is_french: true,
        keep_going: false,
    });
    let mut expected = vec![
        format!("file-missing {}", missing.display()),
        format!("amount-invalid {}:2 amount \"x\"", payments.display()),
    ];
    expected.sort();
    let mut found = shown(&reading);
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_finding_has_both_languages() {
    let folder = Folder::with(&[
        ("customers.csv", "customer_id,name\nC1,\nC1,A\n"),
        ("payments.csv", "payment_id,date,amount,invoice_id,customer_id\nP1,31/02/2026,1e3,F9,\nP2,2026-01-01,1,,\n"),
        ("events.csv", "date,event,invoice_id\n2026-01-01,undo,F1\n2026-01-01,dance,F1\n"),
    ]);
    for finding in folder.read().findings {
        assert!(!finding.sentence.en.is_empty() && finding.sentence.en != finding.sentence.fr, "{finding:?}");
        let help = finding.help.map(|help| (help.en, help.fr));
        assert!(help.is_none_or(|(en, fr)| !en.is_empty() && en != fr));
    }
}
