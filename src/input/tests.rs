//! Reading as a whole: folders of files in, ledgers and findings out.

use std::fs;
use std::path::Path;

use super::*;
use crate::diag::Severity;

fn read(folder: &Path, keep_going: bool) -> Reading {
    let files = Files { folder: folder.to_owned(), ..Files::default() };
    read_folder(ReadOptions {
        files: &files,
        declared: &FileRules::default(),
        currency: Currency::EUR,
        customer_kind: CustomerKind::Business,
        terms: None,
        keep_going,
    })
}

#[test]
fn the_example_folder_is_sound() {
    let reading = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/atelier-moreau"), false);
    let serious: Vec<&Diagnostic> = reading.findings.iter().filter(|f| f.severity > Severity::Note).collect();
    assert!(serious.is_empty(), "{serious:#?}");
    let ledger = reading.ledger.unwrap();
    assert_eq!((ledger.invoices().len(), ledger.payments().len(), ledger.customers().len()), (86, 60, 27));
}
