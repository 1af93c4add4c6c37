//! Where a receipt stands: a run that was cut off leaves it in `payments.csv` and in `suspense.csv`.

use crate::cli::reading::load::Desk;
use crate::cli::reading::trial::FolderFile;
use crate::cli::typed::common::Files;
use crate::diag::Diagnostic;
use crate::engine::receipts::BankRows;
use crate::input::columns::Column;
use crate::model::{FileRole, Ledger, PaymentId};

/// Returns the rows of payments that a receipt became.
pub(super) fn rows_of(id: &str, receipts: &BankRows<'_>, ledger: &Ledger) -> Vec<PaymentId> {
    let all = ledger.payment_rows();
    all.filter(|&row| receipts.receipt_of(ledger.payment_id(row)) == id).collect()
}

/// Returns the line of a receipt in suspense.csv, also of one that is in payments.csv too.
pub(super) fn line_in_suspense(id: &str, files: &Files, desk: &Desk) -> Result<Option<u32>, Vec<Diagnostic>> {
    let file = FolderFile::open(FileRole::Suspense, files, &desk.policy)?;
    Ok(file.file.as_ref().and_then(|csv| csv.line_of(Column::PaymentId, id)))
}
