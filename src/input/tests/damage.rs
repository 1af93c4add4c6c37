//! Data that a spreadsheet or a wrong encoding spoilt, in the folder's own files.

use super::*;
use crate::diag::render;
use crate::model::Lang;

const PAYMENTS: &str = "payment_id,date,amount,customer_id,invoice_id,currency\n";

fn payments(rows: &str) -> Vec<String> {
    Folder::with(&[("payments.csv", &format!("{PAYMENTS}{rows}"))]).findings()
}

/// Returns the findings of a file of two customers, of whom `C1` has those cells.
fn customer(names: &str, cells: &str) -> Vec<String> {
    Folder::with(&[(
        "customers.csv",
        &format!("customer_id,name,{names}\nC1,A,{cells}\nC2,B\n")
            .replace("B\n", &format!("B{}\n", ",".repeat(names.split(',').count()))),
    )])
    .findings()
}

fn help(folder: &Folder) -> String {
    let reading = folder.read();
    let finding = reading.findings.iter().find(|finding| finding.severity > Severity::Note);
    render(finding.unwrap(), Lang::En).lines().last().unwrap().trim().to_owned()
}

#[test]
fn ids_that_a_spreadsheet_spoilt_are_refused() {
    for id in ["\"4,11E+07\"", "1E+05", "#REF!", "#N/A", "R\u{fffd}1", "RÃ©1"] {
        let found = invoices(&format!("{id},C1,2026-01-10,2026-02-10,1\n"));
        let id = id.trim_matches('"');
        assert_eq!(found, [format!("id-damaged invoices.csv:2 invoice_id {id:?}")]);
    }
    assert_eq!(invoices("1E05,C1,2026-01-10,2026-02-10,1\n"), [""; 0]);
}

#[test]
fn a_text_kept_as_a_formula_is_read_as_the_text() {
    let rows = "=\"00123\",=\"C1\",=\"2026-01-10\",2026-02-10,=\"12.50\"\n";
    let ledger = Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]).ledger();
    assert!(ledger.find_number("00123").is_some() && ledger.find_customer("C1").is_some());
    assert_eq!(ledger.invoices()[0].amount.minor(), 1250);
}

#[test]
fn ids_that_look_alike_are_told_and_refused_where_nothing_tells_them_apart() {
    let twice = "F1,C1,2026-01-10,2026-02-10,1\nf1,C1,2026-01-10,2026-02-10,1\n";
    let alike = "id-lookalike invoices.csv:2 invoice_id \"F1\" invoices.csv:3 invoice_id \"f1\"";
    assert_eq!(invoices(twice), [alike]);
    assert!(Folder::of(&[("invoices.csv", format!("{INVOICES}{twice}"))]).read().ledger.is_none());
    let other = twice.replace(",1\nf1", ",2\nf1");
    assert_eq!(invoices(&other), [alike]);
    assert!(Folder::of(&[("invoices.csv", format!("{INVOICES}{other}"))]).read().ledger.is_some());
    for id in ["F\u{feff}1", "F1\u{ad}", "F\u{200b}1"] {
        let rows = format!("F1,C1,2026-01-10,2026-02-10,1\n{id},C2,2026-01-11,2026-02-10,2\n");
        let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}{rows}"))]);
        assert!(folder.read().ledger.is_none());
        assert_eq!(folder.findings().len(), 2, "{:?}", folder.findings());
    }
}

#[test]
fn money_of_a_customer_whose_id_is_nearly_anothers_is_refused() {
    let rows = "P1,2026-03-01,5,c1,,\n";
    let found = payments(rows);
    let twins = "id-lookalike invoices.csv:2 customer_id \"C1\" payments.csv:2 customer_id \"c1\"";
    assert_eq!(found, [twins, "id-lookalike payments.csv:2 customer_id \"c1\""]);
    let folder = Folder::with(&[("payments.csv", &format!("{PAYMENTS}{rows}"))]);
    assert!(folder.read().ledger.is_none() && folder.keep_going().refused == 1);
}

#[test]
fn money_that_nothing_can_take_is_told() {
    assert_eq!(payments("P1,2026-03-01,5,C9,,\n"), ["payment-without-invoice payments.csv:2 customer_id \"C9\""]);
    let invoices = format!("{},currency\nF1,C1,2026-01-10,2026-02-10,10,USD\n", INVOICES.trim_end());
    let folder =
        |row: &str| Folder::of(&[("invoices.csv", &invoices), ("payments.csv", &format!("{PAYMENTS}{row}\n"))]);
    assert_eq!(folder("P1,2026-03-01,5,C1,,").findings(), ["currency-mismatch payments.csv:2 customer_id \"C1\""]);
    assert_eq!(folder("P1,2026-03-01,5,C1,,USD").findings(), [""; 0]);
    assert_eq!(folder("P1,2026-03-01,5,,F1,").findings(), [""; 0]);
}

#[test]
fn cells_of_customers_are_judged() {
    assert_eq!(customer("siren", "732829320"), [""; 0]);
    assert_eq!(customer("siren", "732 829 320 00074"), [""; 0], "a SIRET gives its SIREN");
    assert_eq!(customer("siren", "732829321"), ["siren-invalid customers.csv:2 siren \"732829321\""]);
    assert_eq!(customer("siren,country", "732829321,BE"), [""; 0]);
    assert_eq!(customer("postal_code", "1000"), ["postcode-invalid customers.csv:2 postal_code \"1000\""]);
    assert_eq!(customer("postal_code,country", "1000,Belgique"), [""; 0]);
    assert_eq!(customer("postal_code,country", "F-75001,France").len(), 1);
    assert_eq!(customer("postal_code", "LS1 1AA"), [""; 0]);
    assert_eq!(customer("email", "a@b.fr / c@d.fr"), [""; 0]);
    assert_eq!(customer("email", "voir Anne"), ["email-invalid customers.csv:2 email \"voir Anne\""]);
    assert_eq!(customer("city", "BesanÃ§on"), ["text-damaged customers.csv:2 city \"BesanÃ§on\""]);
    let ledger = Folder::with(&[("customers.csv", "customer_id,name,siren\nC1,A,73282932000074\nC2,B,\n")]).ledger();
    assert_eq!(ledger.customers()[0].more().siren.as_deref(), Some("732829320"));
}

#[test]
fn a_column_that_looks_like_a_status_is_refused_until_it_is_ignored() {
    let file =
        "invoice_id,customer_id,issue_date,due_date,amount,Statut,Vendeur\nF1,C1,2026-01-10,2026-02-10,1,Payée,x\n";
    let mut folder = Folder::of(&[("invoices.csv", file)]);
    assert_eq!(folder.findings(), ["column-unread invoices.csv:1 Statut"]);
    assert!(folder.keep_going().ledger.is_none(), "not even what else is sound can be believed");
    folder.rules.ignore = vec!["statut".to_owned()];
    assert_eq!(folder.findings(), [""; 0]);
    assert_eq!(folder.ledger().invoices().len(), 1);
}

#[test]
fn forms_of_spreadsheets_are_refused_with_the_accepted_one() {
    for (cells, expected) in [
        (
            "45292,2026-02-10,1",
            "= it looks like a spreadsheet's number of the day 2024-01-01: give the column a date format, and export again",
        ),
        ("0000-00-00,2026-02-10,1", "= it stands for no date: leave the cell empty, or write the day"),
        ("2026-01-10,2026-02-10,1200.00-", "= if it is below zero, write the sign before it: -1200.00"),
        ("2026-01-10,2026-02-10,(12.00)", "= if it is below zero, write the sign before it: -12.00"),
    ] {
        let folder = Folder::of(&[("invoices.csv", format!("{INVOICES}F1,C1,{cells}\n"))]);
        assert_eq!(help(&folder), expected);
    }
}

#[test]
fn unknown_ids_come_with_the_nearest_known_ones() {
    let folder = Folder::with(&[("payments.csv", &format!("{PAYMENTS}P1,2026-03-01,5,,F3,\n"))]);
    assert_eq!(help(&folder), "= did you mean F1 or F2? Otherwise add the invoice");
}

#[test]
fn rows_that_a_quote_swallows_are_questioned() {
    let header = "invoice_id,customer_id,issue_date,due_date,amount,note\n";
    let found = |rows: &str| Folder::of(&[("invoices.csv", format!("{header}{rows}"))]).findings();
    assert_eq!(
        found(
            "F1,C1,2026-01-10,2026-02-10,1,\"ask\nF2,C1,2026-01-10,2026-02-10,2,again\"\nF3,C1,2026-01-10,2026-02-10,3,\n"
        ),
        ["row-swallowed invoices.csv:2 invoices.csv:3"]
    );
    assert_eq!(found("F1,C1,2026-01-10,2026-02-10,1,\"one, two\nthree, four, five, six, seven, eight\"\n"), [""; 0]);
    // A column behind the note, and several rows in it.
    let rows =
        "F1,\"C1,2026-01-10,2026-02-10,1,a\nF2,C1,2026-01-10,2026-02-10,2,b\nF3,C1\",2026-01-10,2026-02-10,3,c\n";
    assert_eq!(found(rows), ["row-swallowed invoices.csv:2 invoices.csv:3"]);
    let names = "customer_id,name,note,city\nC1,\"A\nB\",\"x\ny\",Z\nC2,B,,\n";
    assert_eq!(Folder::with(&[("customers.csv", names)]).findings(), [""; 0]);
}

#[test]
fn files_that_are_no_lists_are_refused_with_the_way_out() {
    let wide = format!("{}{}\n", INVOICES.trim_end(), ",x".repeat(70_000));
    assert_eq!(Folder::of(&[("invoices.csv", wide)]).findings(), ["too-wide invoices.csv"]);
    let row = "F1,C1,2026-01-10,2026-02-10,1\n";
    assert_eq!(invoices(&format!("{row}\u{1a}")), ["end-mark invoices.csv"]);
    let conflict = format!("<<<<<<< HEAD\n{row}=======\n{row}>>>>>>> other\n");
    assert_eq!(
        invoices(&conflict),
        [
            "merge-conflict invoices.csv:2",
            "id-duplicate invoices.csv:3 invoice_id \"F1\" invoices.csv:5 invoice_id \"F1\""
        ]
    );
    for total in ["Total,,,,1\n", "TOTAL GÉNÉRAL,1\n", ",,,Total,1\n"] {
        assert!(invoices(&format!("{row}{total}")).contains(&"total-row invoices.csv:3".to_owned()), "{total}");
    }
    assert_eq!(invoices(&format!("{row}Total,,,,1\n")), ["total-row invoices.csv:3"]);
}

#[test]
fn one_number_of_two_invoices_is_told_apart() {
    let header = "invoice_id,customer_id,issue_date,due_date,amount,instalment\n";
    let found = |rows: &str| Folder::of(&[("invoices.csv", format!("{header}{rows}"))]);
    let sentence = |rows: &str| {
        let findings = found(rows).read().findings;
        findings.into_iter().find(Diagnostic::is_error).unwrap().sentence.en
    };
    assert_eq!(
        sentence("F1,C1,2026-01-10,2026-02-10,1,\nF1,C2,2026-01-10,2026-02-10,1,\n"),
        "invoice F1 stands on two invoices of two customers"
    );
    assert_eq!(
        sentence("F1,C1,2026-01-10,2026-02-10,1,\nF1,C1,2027-01-10,2027-02-10,1,\n"),
        "invoice F1 stands on two invoices issued on two days"
    );
    let parts = found("F1,C1,2026-01-10,2026-02-10,1,1\nF1,C1,2026-01-12,2026-03-10,1,2\n");
    assert_eq!(parts.findings().len(), 1);
    assert!(parts.read().ledger.is_some(), "instalments are used as written");
}
