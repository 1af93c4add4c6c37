//! A letter's figures are the very values that `penalties` and `age` print.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

/// Returns what the program answers as JSON about the example's folder.
fn json(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_relance"))
        .args(arguments)
        .args(["-C", "examples/atelier-moreau", "--as-of", "2026-03-31", "--format", "json"])
        .output()
        .expect("the program runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{output:?}"))
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("{key} of {row}"))
}

/// Returns an amount of two decimals in cents.
fn cents(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap_or_else(|error| panic!("{amount}: {error}"))
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["rows"].as_array().expect("rows")
}

fn account(row: &Value) -> (String, String) {
    (text(row, "customer_id").to_owned(), text(row, "currency").to_owned())
}

/// Returns the account of the customer who is in insolvency proceedings: he gets no statement and no note.
fn insolvent() -> (String, String) {
    ("C-0027".to_owned(), "EUR".to_owned())
}

#[test]
fn statements_say_what_age_says() {
    let out = tempfile::tempdir().expect("a folder");
    let folder = out.path().to_str().expect("a path");
    let aged = json(&["age"]);
    let mut aged: BTreeMap<_, _> =
        rows(&aged).iter().map(|row| (account(row), text(row, "total").to_owned())).collect();
    aged.remove(&insolvent());
    let letters = json(&["letters", "--template", "statement", "--formats", "text", "--out", folder]);
    let stated: BTreeMap<_, _> =
        rows(&letters).iter().map(|row| (account(row), text(row, "total").to_owned())).collect();
    assert_eq!(stated, aged);
    // The letter shows it as the French write it.
    let statement = fs::read_to_string(out.path().join("C-0018__statement__EUR.txt")).expect("the letter");
    let total = &aged[&("C-0018".to_owned(), "EUR".to_owned())];
    assert_eq!(total, "4872.00");
    assert!(statement.contains("Solde du compte  4\u{202f}872,00\u{a0}€"), "{statement}");
}

#[test]
fn penalty_notes_and_letters_say_what_penalties_says() {
    let out = tempfile::tempdir().expect("a folder");
    let folder = out.path().to_str().expect("a path");
    let penalties = json(&["penalties"]);
    let mut owed: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut by_invoice: BTreeMap<&str, &Value> = BTreeMap::new();
    for row in rows(&penalties) {
        // What lateness adds: the total less what is open, which is in no note.
        *owed.entry(account(row)).or_default() += cents(text(row, "total")) - cents(text(row, "open"));
        by_invoice.insert(text(row, "invoice_id"), row);
    }
    owed.retain(|_, sum| *sum != 0);
    owed.remove(&insolvent());
    let notes = json(&["letters", "--template", "penalty-note", "--formats", "text", "--out", folder]);
    let noted: BTreeMap<_, _> = rows(&notes).iter().map(|row| (account(row), cents(text(row, "total")))).collect();
    assert_eq!(noted, owed);
    // The notices of the plan: what they claim for lateness is the sum over their invoices.
    let folder = out.path().join("plan");
    let letters = json(&["letters", "--formats", "text", "--out", folder.to_str().expect("a path")]);
    let claiming = rows(&letters).iter().filter(|row| cents(text(row, "interest")) != 0);
    for row in claiming {
        let invoices = row["invoices"].as_array().expect("invoices").iter().map(|id| id.as_str().expect("a text"));
        let sum: i64 = invoices.map(|id| cents(text(by_invoice[id], "interest"))).sum();
        assert_eq!(cents(text(row, "interest")), sum, "{row}");
    }
}
