//! Rows of lists against those of a file.

use super::*;
use crate::import::{name_payments, recognise_payments};

/// Returns rows of payments as a list has them: date, amount, invoice; ids are to be made.
fn incoming(rows: &[[&str; 3]], is_snapshot: bool) -> IncomingRows {
    let columns = vec![Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId];
    let mut list = IncomingRows { rows: PlainRows::new(columns), is_snapshot, ..IncomingRows::default() };
    for (i, [date, amount, invoice]) in rows.iter().enumerate() {
        list.rows.push(["", date, amount, invoice]);
        list.places.push((0, i as u32 + 2));
    }
    let names = [None, Some("Paid on"), Some("Paid"), Some("No")];
    list.sources.insert(0, names.map(|name| name.map(str::to_owned)).to_vec());
    list
}

/// Returns the ids that payments get, in the order of their list.
fn ids(list: &IncomingRows) -> Vec<&str> {
    list.rows.iter().map(|row| row.get(Column::PaymentId)).collect()
}

/// Gives the payments their ids, and returns the rows of those that may be one.
fn named(list: &mut IncomingRows, file: Option<&CsvFile>) -> Vec<[usize; 2]> {
    if let Some(file) = file {
        recognise_payments(list, file);
    }
    let twins = name_payments(list, &["list.csv".to_owned()], file, |id| id == "F-1-9");
    twins.into_iter().map(|(_, rows)| rows).collect()
}

fn folder(bytes: &str) -> CsvFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("payments.csv");
    std::fs::write(&path, bytes).unwrap();
    CsvFile::open(FileRole::Payments, &path, "payments.csv", crate::model::dialect::Declared::default()).unwrap()
}

const BUSINESS: Implied = Implied { currency: Currency::EUR, kind: CustomerKind::Business };

const ONE: &str = "payment_id,date,amount,invoice_id\nF-1-1,2026-01-05,50.00,F-1\n";

#[test]
fn payments_are_numbered_by_what_they_say_not_by_their_place() {
    let rows = [["2026-02-01", "20.00", "F-1"], ["2026-01-05", "50.00", "F-1"], ["2026-01-09", "9.00", "F-2"]];
    let mut list = incoming(&rows, false);
    assert!(named(&mut list, None).is_empty());
    assert_eq!(ids(&list), ["F-1-2", "F-1-1", "F-2-1"]);
    let mut reversed = rows;
    reversed.reverse();
    let mut list = incoming(&reversed, false);
    named(&mut list, None);
    assert_eq!(ids(&list), ["F-2-1", "F-1-1", "F-1-2"]);
}

#[test]
fn a_payment_of_the_folder_keeps_its_id_and_numbers_are_free_ones() {
    let file = folder(&format!("{ONE}F-1-3,2026-03-01,1.00,F-1\n"));
    let mut list = incoming(&[["2026-01-01", "5.00", "F-1"], ["2026-01-05", "50", "F-1"]], false);
    named(&mut list, Some(&file));
    assert_eq!(ids(&list), ["F-1-2", "F-1-1"]);
    let merged = merge(FileRole::Payments, &list, &[], Some(&file), OnChange::Refuse, BUSINESS, |_| false);
    assert_eq!(merged.fates, [Fate::Added, Fate::Unchanged]);
}

#[test]
fn where_a_list_shows_all_of_an_invoice_another_payment_is_a_changed_one() {
    let file = folder(ONE);
    let mut list = incoming(&[["2026-01-06", "50.00", "F-1"]], true);
    named(&mut list, Some(&file));
    assert_eq!(ids(&list), ["F-1-1"]);
    let lists = ["list.csv".to_owned()];
    let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Refuse, BUSINESS, |_| false);
    assert_eq!(merged.fates, [Fate::Refused]);
    let places: Vec<String> = merged.conflicts[0].places.iter().map(|place| place.file.clone()).collect();
    assert_eq!(places, ["list.csv", "payments.csv"]);
    let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Update, BUSINESS, |_| false);
    assert_eq!((merged.fates, merged.changes.replaced_lines), (vec![Fate::Updated], vec![2]));
}

#[test]
fn what_gives_way_lends_its_id_to_nobody() {
    let file = folder(&ONE.replace("F-1-1", "F-1-9"));
    let mut list = incoming(&[["2026-01-06", "50.00", "F-1"]], true);
    named(&mut list, Some(&file));
    assert_eq!(ids(&list), ["F-1-1"]);
}

#[test]
fn a_payment_that_the_folder_knows_less_of_is_that_one() {
    let file = folder(&ONE.replace(",invoice_id", ",invoice_id,method").replace(",F-1\n", ",F-1,\n"));
    let columns = [Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId, Column::Method];
    let mut list = IncomingRows::new(&columns);
    list.add_row(0, 2, ["", "2026-01-05", "50.00", "F-1", "virement"]);
    recognise_payments(&mut list, &file);
    let merged = merge(FileRole::Payments, &list, &[], Some(&file), OnChange::Refuse, BUSINESS, |_| false);
    assert_eq!((ids(&list), merged.fates), (vec!["F-1-1"], vec![Fate::Updated]));
    // What it knows otherwise is another.
    let cash = folder(&ONE.replace(",invoice_id", ",invoice_id,method").replace(",F-1\n", ",F-1,cash\n"));
    let mut list = IncomingRows::new(&columns);
    list.add_row(0, 2, ["", "2026-01-05", "50.00", "F-1", "virement"]);
    recognise_payments(&mut list, &cash);
    assert_eq!(ids(&list), [""]);
}

#[test]
fn two_payments_in_the_same_words_are_one_or_two() {
    let mut list = incoming(&[["2026-01-06", "50.00", "F-1"], ["2026-01-06", "50.00", "F-1"]], false);
    assert_eq!(named(&mut list, None), [[0, 1]]);
    // Nobody can tell which of them the folder has.
    let mut list = incoming(&[["2026-01-05", "50.00", "F-1"], ["2026-01-05", "50.00", "F-1"]], false);
    assert_eq!(named(&mut list, Some(&folder(ONE))), [[0, 1]]);
    assert_eq!(ids(&list), ["F-1-2", "F-1-3"]);
}

#[test]
fn rows_of_a_list_that_say_the_same_are_one_and_others_are_refused_all() {
    let mut list = incoming(&[], false);
    for (id, amount) in [("A", "1.00"), ("B", "2.00"), ("A", "1"), ("B", "3.00"), ("B", "2.00")] {
        list.rows.push([id, "2026-01-05", amount, "F-1"]);
        list.places.push((0, 2));
    }
    let merged = merge(FileRole::Payments, &list, &["l".to_owned()], None, OnChange::Refuse, BUSINESS, |_| false);
    assert_eq!(merged.fates, [Fate::Added, Fate::Refused, Fate::Repeated, Fate::Refused, Fate::Refused]);
    assert_eq!(merged.changes.added.len(), 1);
}

const BARE: &str = "invoice_id,customer_id,issue_date,due_date,amount,currency\nF-1,C1,2026-01-05,,50.00,\n";

#[test]
fn what_the_folder_left_empty_is_filled_and_what_it_says_is_not_replaced() {
    let merged = |due: &str, amount: &str, currency: &str| {
        let columns = [Column::InvoiceId, Column::CustomerId, Column::IssueDate, Column::DueDate, Column::Amount];
        let mut list = IncomingRows::new(&[&columns[..], &[Column::Currency]].concat());
        list.add_row(0, 2, ["F-1", "C1", "2026-01-05", due, amount, currency]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("invoices.csv");
        std::fs::write(&path, BARE).unwrap();
        let declared = crate::model::dialect::Declared::default();
        let file = CsvFile::open(FileRole::Invoices, &path, "invoices.csv", declared).unwrap();
        let lists = ["list.csv".to_owned()];
        let merged = merge(FileRole::Invoices, &list, &lists, Some(&file), OnChange::Refuse, BUSINESS, |_| false);
        (merged.fates[0], String::from_utf8(file.after(&merged.changes).bytes.to_vec()).unwrap())
    };
    let filled = BARE.replace("2026-01-05,,50.00", "2026-01-05,2026-02-04,50.00");
    assert_eq!(merged("2026-02-04", "50.00", ""), (Fate::Updated, filled));
    assert_eq!(merged("2026-02-04", "60.00", "").0, Fate::Refused);
    // What says nothing is in euros: dollars contradict it.
    assert_eq!(merged("2026-02-04", "50.00", "USD").0, Fate::Refused);
}

#[test]
fn a_customer_without_a_kind_is_one_of_the_policys() {
    let fate = |kind: &str, name: &str| {
        let mut list = IncomingRows::new(&[Column::CustomerId, Column::Name, Column::Kind]);
        list.add_row(0, 2, ["C1", name, kind]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("customers.csv");
        std::fs::write(&path, "customer_id,name,kind\nC1,,\n").unwrap();
        let declared = crate::model::dialect::Declared::default();
        let file = CsvFile::open(FileRole::Customers, &path, "customers.csv", declared).unwrap();
        let lists = ["list.csv".to_owned()];
        merge(FileRole::Customers, &list, &lists, Some(&file), OnChange::Refuse, BUSINESS, |_| false).fates[0]
    };
    assert_eq!([fate("business", ""), fate("business", "Dupont")], [Fate::Unchanged, Fate::Updated]);
    // Other interest, other letters: nobody asked for that.
    assert_eq!([fate("consumer", ""), fate("public", "Dupont")], [Fate::Refused, Fate::Refused]);
}
