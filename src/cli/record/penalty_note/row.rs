//! The rows of `invoices.csv` that charge lateness or take a charge back.

use std::collections::BTreeSet;

use super::super::book::Book;
use crate::cli::reading::trial::FolderFile;
use crate::diag::Diagnostic;
use crate::input::columns::Column;
use crate::input::edit::PlainRows;
use crate::model::{Amount, Currency, CustomerId, Date, FileRole, InvoiceKind, InvoiceNo, ItemId, Ledger};

/// The columns that such a row fills.
const COLUMNS: [Column; 8] = [
    Column::InvoiceId,
    Column::CustomerId,
    Column::IssueDate,
    Column::DueDate,
    Column::Amount,
    Column::Currency,
    Column::Kind,
    Column::AppliesTo,
];

/// One row to be written, or that stands there already: a penalty note, or the credit note that takes it back.
pub(super) struct Row {
    pub id: String,
    pub kind: InvoiceKind,
    /// What it charges lateness on, or the note that it takes back.
    pub on: InvoiceNo,
    pub issue: Date,
    pub due: Date,
    /// Without a sign.
    pub amount: Amount,
    pub currency: Currency,
}

/// Opens `invoices.csv`, to add rows.
///
/// # Errors
/// When it cannot be read or written.
pub(super) fn invoices(book: &Book<'_>) -> Result<FolderFile, Vec<Diagnostic>> {
    FolderFile::open(FileRole::Invoices, book.files, book.policy)
}

/// Returns the rows as the file writes them.
pub(super) fn rows(notes: &[Row], customer: CustomerId, book: &Book<'_>) -> PlainRows {
    let ledger = book.ledger;
    let mut rows = PlainRows::new(COLUMNS.to_vec());
    for note in notes {
        let currency = note.currency;
        let amount = if note.kind == InvoiceKind::CreditNote { -note.amount } else { note.amount };
        let cell = |column: &Column| match column {
            Column::InvoiceId => note.id.clone(),
            Column::CustomerId => ledger.customer(customer).id.clone(),
            Column::IssueDate => note.issue.to_string(),
            Column::DueDate => note.due.to_string(),
            Column::Amount => amount.to_decimal(currency).to_string(),
            Column::Currency if currency != book.policy.currency => currency.code().to_owned(),
            Column::Kind => note.kind.word().to_owned(),
            Column::AppliesTo => ledger.number(note.on).to_owned(),
            _ => String::new(),
        };
        rows.push(COLUMNS.iter().map(cell).collect::<Vec<_>>().iter().map(String::as_str));
    }
    rows
}

/// Returns the first of `base`, `base-2`, `base-3`... that no row of the folder and no other new row has.
pub(super) fn free_id(base: &str, ledger: &Ledger, taken: &mut BTreeSet<String>) -> String {
    let ids = std::iter::once(base.to_owned()).chain((2..).map(|i| format!("{base}-{i}")));
    let mut free = ids.skip_while(|id| ledger.find_number(id).is_some() || taken.contains(id));
    let id = free.next().expect("numbers do not end");
    taken.insert(id.clone());
    id
}

/// Returns the first row of an invoice.
pub(super) fn first_of(ledger: &Ledger, number: InvoiceNo) -> ItemId {
    ledger.rows_of(number).next().expect("a number has a row")
}
