//! Files of other programs, banks and platforms: whatever they hold, a reader returns rows or findings.

use std::path::Path;
use std::sync::LazyLock;

use bolero::check;
use relance::import::readers;
use relance::import::source::{Folder, Kind, Request, SourceFile};
use relance::input::Source;
use relance::model::Date;
use relance::policy::{self, Policy};
use relance_fuzz::{Seeds, stay_below_a_gigabyte};

static POLICY: LazyLock<Policy> = LazyLock::new(|| policy::load("", "policy.toml").expect("an empty policy is sound"));

/// A folder without anything.
#[derive(Debug)]
struct Empty;

impl Folder for Empty {}

/// Reads a file as one of that kind, and as what it looks like.
fn read(kind: Kind, bytes: Vec<u8>) {
    let request = Request {
        policy: &POLICY,
        mapping: None,
        accounts: &[],
        paid_date: None,
        letters: None,
        folder: &Empty,
        today: Date::MAX,
    };
    let open = || SourceFile::open(Source::of(Path::new("file"), "file", bytes.clone().into()));
    for asked in [Some(kind), None] {
        let Ok(file) = open() else { continue };
        let Ok(reader) = readers::of(&file, asked, &request) else { continue };
        let incoming = (reader.read)(&[&file], &request);
        for rows in incoming.files.values() {
            assert_eq!(rows.rows.len(), rows.places.len(), "each row has a place");
        }
    }
}

fn fuzz(kind: Kind, is_wanted: impl Fn(&str) -> bool) {
    let seeds = Seeds::of(is_wanted);
    check!().for_each(|bytes: &[u8]| {
        read(kind, seeds.changed(bytes));
        stay_below_a_gigabyte();
    });
}

fn is_under(path: &str, folders: &[&str], ends: &[&str]) -> bool {
    folders.iter().any(|folder| path.contains(folder)) && ends.iter().any(|end| path.ends_with(end))
}

#[test]
fn accounts() {
    fuzz(Kind::Fec, |path| is_under(path, &["/import/accounts", "/broken/"], &[".txt"]));
}

#[test]
fn lists() {
    fuzz(Kind::List, |path| is_under(path, &["/import/"], &[".csv"]));
}

#[test]
fn workbooks() {
    fuzz(Kind::List, |path| is_under(path, &["/import/"], &[".xlsx", ".ods"]));
}

#[test]
fn transfers() {
    fuzz(Kind::Transfer, |path| is_under(path, &["/import/transfer"], &[".txt", ".in", ".asc", ".xim"]));
}

#[test]
fn ofx() {
    fuzz(Kind::Bank, |path| is_under(path, &["/import/", "/match/"], &[".ofx"]));
}

#[test]
fn cfonb() {
    fuzz(Kind::Bank, |path| is_under(path, &["/import/bank-cfonb"], &[""]));
}

#[test]
fn camt() {
    fuzz(Kind::Bank, |path| {
        is_under(path, &["/import/bank-camt", "/import/bank-unbalanced", "/import/bank-hostile"], &[".xml"])
    });
}

#[test]
fn mt940() {
    fuzz(Kind::Bank, |path| is_under(path, &["/import/bank-mt940", "/broken/statement"], &[".sta"]));
}

#[test]
fn bank_lists() {
    fuzz(Kind::Bank, |path| is_under(path, &["/import/bank-csv"], &[".csv"]));
}

#[test]
fn electronic_invoices() {
    fuzz(Kind::Einvoice, |path| is_under(path, &["einvoice", "factures-electroniques"], &[".xml", ".pdf"]));
}

#[test]
fn life_cycle_messages() {
    fuzz(Kind::Lifecycle, |path| is_under(path, &["lifecycle"], &[".xml"]));
}
