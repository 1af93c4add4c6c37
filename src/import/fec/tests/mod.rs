//! Whole files, from bytes to rows. The texts are written as packages write them; the sums are added up by hand.

mod entries;
mod people;
mod years;

use std::collections::BTreeMap;

use super::*;
use crate::import::source::{KnownReceipt, NoFolder};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::FileRole;
use crate::testing::day;

const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";

/// One line: journal, number, day, account, customer, piece, debit less credit in cents, letter.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, i64, &'a str);

fn line(&(journal, number, date, account, customer, piece, amount, letter): &Line<'_>) -> String {
    let label = if journal == "AN" { "A nouveaux" } else { "Journal" };
    let name = if customer.is_empty() { String::new() } else { format!("Société {customer}") };
    let figure = |cents: i64| format!("{},{:02}", cents / 100, cents % 100);
    let (debit, credit) = (figure(amount.max(0)), figure((-amount).max(0)));
    format!(
        "{journal}\t{label}\t{number}\t{date}\t{account}\tCompte\t{customer}\t{name}\t{piece}\t{date}\tTexte {number}\t{debit}\t{credit}\t{letter}\t\t{date}\t\t"
    )
}

fn file(lines: &[Line<'_>]) -> String {
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"))
}

/// An invoice of one customer: two lines.
fn invoice<'a>(
    number: &'a str,
    date: &'a str,
    customer: &'a str,
    piece: &'a str,
    cents: i64,
    letter: &'a str,
) -> [Line<'a>; 2] {
    [
        ("VE", number, date, "411000", customer, piece, cents, letter),
        ("VE", number, date, "706000", "", piece, -cents, ""),
    ]
}

/// A payment of one customer.
fn paid<'a>(number: &'a str, date: &'a str, customer: &'a str, cents: i64, letter: &'a str) -> [Line<'a>; 2] {
    [("BQ", number, date, "512000", "", "", cents, ""), ("BQ", number, date, "411000", customer, "", -cents, letter)]
}

fn read_with(files: &[String], accounts: &[&str], folder: &dyn Folder) -> Incoming {
    let mut incoming = Incoming::default();
    let wanted = accounts.iter().map(|account| account.as_bytes().to_vec()).collect();
    let mut reader = Accounts { wanted, ..Accounts::default() };
    for (place, text) in files.iter().enumerate() {
        reader.add(&format!("FEC{place}.txt"), text.as_bytes(), None, &mut incoming);
    }
    reader.tell(folder, &mut incoming);
    incoming
}

fn told(files: &[String]) -> Incoming {
    read_with(files, &["411"], &NoFolder)
}

/// The rows of a file of the folder, each as the cells of some columns.
fn rows(incoming: &Incoming, role: FileRole, columns: &[Column]) -> Vec<String> {
    let rows =
        incoming.files.get(&role).map(|rows| rows.rows.iter().collect::<Vec<PlainRow<'_>>>()).unwrap_or_default();
    rows.iter().map(|row| columns.iter().map(|&column| row.get(column)).collect::<Vec<_>>().join(" ")).collect()
}

const INVOICE: &[Column] =
    &[Column::InvoiceId, Column::CustomerId, Column::IssueDate, Column::Amount, Column::Kind, Column::AppliesTo];
const PAYMENT: &[Column] = &[Column::PaymentId, Column::Date, Column::Amount, Column::CustomerId, Column::InvoiceId];

fn invoices(incoming: &Incoming) -> Vec<String> {
    rows(incoming, FileRole::Invoices, INVOICE)
}

fn payments(incoming: &Incoming) -> Vec<String> {
    rows(incoming, FileRole::Payments, PAYMENT)
}

fn owed(incoming: &Incoming) -> BTreeMap<&str, i64> {
    let owed = |stated: &'_ Stated| match &stated.whose {
        Whose::Customer(id) => Some(id.clone()),
        Whose::Invoice(_) => None,
    };
    incoming
        .stated
        .iter()
        .filter_map(|stated| {
            owed(stated)?;
            let Whose::Customer(id) = &stated.whose else { return None };
            Some((id.as_str(), stated.open.minor()))
        })
        .collect()
}
