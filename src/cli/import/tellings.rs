//! The receipts of the folder as statements told them: by sum, to be known again under another id.

use std::collections::BTreeMap;

use crate::cli::reading::trial::FolderFile;
use crate::cli::typed::common::Files;
use crate::engine::receipts::BankRows;
use crate::import::source::Telling;
use crate::input::columns::Column;
use crate::model::payment::OF_BANK;
use crate::model::{Amount, Currency, FileRole, Ledger};
use crate::policy::Policy;

/// Returns every receipt that a folder knows, the rows of one together, by currency and sum.
pub fn tellings(ledger: &Ledger, files: &Files, policy: &Policy) -> BTreeMap<(Currency, Amount), Vec<Telling>> {
    let payers = payers(files, policy);
    let mut found: BTreeMap<&str, (Currency, Amount, Telling)> = BTreeMap::new();
    for receipt in ledger.suspense() {
        let telling = Telling {
            id: receipt.id.clone(),
            date: receipt.date,
            text: receipt.reference.clone(),
            payer: receipt.payer.clone(),
            payer_account: receipt.payer_account.clone(),
            account: String::new(),
            again: receipt.told_before().filter(|_| !receipt.waits()).map(str::to_owned),
        };
        found.insert(&receipt.id, (receipt.currency, receipt.amount, telling));
    }
    let rows = BankRows::of(ledger);
    for id in ledger.payment_rows().filter(|&id| ledger.payment_id(id).starts_with(OF_BANK)) {
        let (row, name) = (ledger.payment(id), rows.receipt_of(ledger.payment_id(id)));
        let (_, amount, _) = found.entry(name).or_insert_with(|| {
            let (payer, payer_account) = payers.get(name).cloned().unwrap_or_default();
            let text = ledger.payment_more(id).and_then(|more| more.reference.clone()).unwrap_or_default();
            let (id, account) = (name.to_owned(), String::new());
            let telling = Telling { id, date: row.date, text, payer, payer_account, account, again: None };
            (row.currency, Amount::ZERO, telling)
        });
        *amount += row.received();
    }
    let mut by_sum: BTreeMap<(Currency, Amount), Vec<Telling>> = BTreeMap::new();
    for (currency, amount, telling) in found.into_values() {
        by_sum.entry((currency, amount)).or_default().push(telling);
    }
    by_sum
}

/// Returns who paid what was posted, and from which account, as far as `payments.csv` says.
fn payers(files: &Files, policy: &Policy) -> BTreeMap<String, (String, String)> {
    let file = FolderFile::open(FileRole::Payments, files, policy).ok().and_then(|file| file.file);
    let Some((rows, _)) = file.map(|file| file.rows(&[Column::PaymentId, Column::Payer, Column::PayerAccount])) else {
        return BTreeMap::new();
    };
    let cells = rows.iter().map(|row| [Column::PaymentId, Column::Payer, Column::PayerAccount].map(|of| row.get(of)));
    let known =
        cells.filter(|[id, payer, account]| id.starts_with(OF_BANK) && !(payer.is_empty() && account.is_empty()));
    known.map(|[id, payer, account]| (id.to_owned(), (payer.to_owned(), account.to_owned()))).collect()
}
