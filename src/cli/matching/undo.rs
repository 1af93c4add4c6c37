//! A decision taken back: the receipt waits in suspense again, whatever is certain of it, and its account is forgotten.

use super::decide::{Done, set_accounts};
use super::standing::{line_in_suspense, rows_of};
use super::unknown;
use crate::cli::reading::load::Desk;
use crate::cli::reading::trial::FolderFile;
use crate::cli::reading::trial::Written;
use crate::cli::suspense::posting;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::payments_taken_back;
use crate::engine::receipts::BankRows;
use crate::input::columns::Column;
use crate::input::edit::{Changes, PlainRow, PlainRows};
use crate::model::receipt::AND;
use crate::model::{Amount, Bilingual, CustomerId, Decision, FileRole, Ledger, PaymentId, Receipt, compact, shell};

const SUSPENSE: [Column; 8] = [
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::Currency,
    Column::Payer,
    Column::PayerAccount,
    Column::Reference,
    Column::CustomerId,
];

/// What `payments.csv` tells of a receipt that waits again.
const TOLD: [Column; 6] =
    [Column::PaymentId, Column::Date, Column::Payer, Column::PayerAccount, Column::Reference, Column::Amount];

/// Puts a receipt back into suspense. A run that is cut off leaves what the same command completes: the account is
/// forgotten first, and the row in suspense written before that of payments.csv goes, for a receipt that stands in both
/// is the payment.
pub(super) fn undo(id: &str, files: &Files, desk: &Desk) -> Result<Done, Vec<Diagnostic>> {
    if let Some(receipt) = desk.ledger.suspense().iter().find(|receipt| receipt.id == id) {
        return take_decision_back(receipt, files, desk);
    }
    let receipts = BankRows::of(&desk.ledger);
    let rows = rows_of(id, &receipts, &desk.ledger);
    let Some(&first) = rows.first() else { return Err(vec![unknown(id, desk)]) };
    if let Some(by) = reversed_by(&rows, &receipts, &desk.ledger) {
        return Err(vec![taken_back(id, &by)]);
    }
    let file = FolderFile::open(FileRole::Payments, files, &desk.policy)?;
    let Some(csv) = &file.file else { return Err(vec![unknown(id, desk)]) };
    let (known, lines) = csv.rows(&TOLD);
    let mine: Vec<usize> =
        (0..known.len()).filter(|&at| receipts.receipt_of(known.row(at).get(Column::PaymentId)) == id).collect();
    let Some(head) = mine.first().map(|&at| known.row(at)) else { return Err(vec![unknown(id, desk)]) };
    // Each by itself: together they would be written in the order of files.
    let [mut customers, mut suspense, mut payments]: [Vec<Written>; 3] = Default::default();
    let customer = desk.ledger.payment(first).customer;
    let forgotten = forget(head.get(Column::PayerAccount), customer, files, desk, &mut customers)?;
    let waiting = match line_in_suspense(id, files, desk)? {
        Some(line) => undecided(id, line),
        None => Changes { added: waiting_row(id, head, &rows, &desk.ledger), ..Changes::default() },
    };
    posting::change(files, &desk.policy, FileRole::Suspense, &waiting, &mut suspense)?;
    let removed_lines = mine.iter().map(|&at| lines[at]).collect();
    let removed = Changes { removed_lines, ..Changes::default() };
    posting::change(files, &desk.policy, FileRole::Payments, &removed, &mut payments)?;
    let written = [customers, suspense, payments].into_iter().flatten().collect();
    let said = [waits(id), was_of(id, &rows, &desk.ledger)].into_iter().chain(forgotten).collect();
    Ok(Done::unposted(written, said))
}

/// Lets a receipt that was decided and not posted wait again.
fn take_decision_back(receipt: &Receipt, files: &Files, desk: &Desk) -> Result<Done, Vec<Diagnostic>> {
    let id = &receipt.id;
    if receipt.decision == Decision::None {
        return Err(vec![waits_already(id)]);
    }
    let mut written = Vec::new();
    posting::change(files, &desk.policy, FileRole::Suspense, &undecided(id, receipt.line), &mut written)?;
    Ok(Done::unposted(written, vec![waits(id)]))
}

/// Returns the row in suspense of a receipt of which `payments.csv` has these rows, the first of them as `head` says.
fn waiting_row(id: &str, head: PlainRow<'_>, rows: &[PaymentId], ledger: &Ledger) -> PlainRows {
    let currency = ledger.payment(rows[0]).currency;
    let sum = signed_sum(rows, ledger).to_decimal(currency).to_string();
    let cell = |column| head.get(column);
    let mut added = PlainRows::new(SUSPENSE.to_vec());
    added.push([
        id,
        cell(Column::Date),
        &sum,
        currency.code(),
        cell(Column::Payer),
        cell(Column::PayerAccount),
        cell(Column::Reference),
        "wait",
    ]);
    added
}

/// Returns what makes a receipt of suspense wait, whatever was decided.
fn undecided(id: &str, line: u32) -> Changes {
    let mut replacing = PlainRows::new(vec![Column::PaymentId, Column::CustomerId]);
    replacing.push([id, "wait"]);
    Changes { replacing, replaced_lines: vec![line], emptied: vec![Column::InvoiceId], ..Changes::default() }
}

/// Takes the account that money came from off the accounts of the customer, and says so.
fn forget(
    account: &str,
    customer: CustomerId,
    files: &Files,
    desk: &Desk,
    written: &mut Vec<Written>,
) -> Result<Option<Bilingual>, Vec<Diagnostic>> {
    let customer = desk.ledger.customer(customer);
    let accounts = customer.more().iban.clone().unwrap_or_default();
    let kept: Vec<&str> =
        accounts.split(',').map(str::trim).filter(|known| compact(known) != compact(account)).collect();
    let is_known = !account.is_empty() && kept.len() < accounts.split(',').count();
    let is_forgotten = is_known && set_accounts(&customer.id, &kept.join(", "), files, desk, written)?;
    Ok(is_forgotten.then(|| {
        Bilingual::new(
            format!("{account} is no longer noted as an account of {}", customer.name),
            format!("{account} n'est plus noté comme compte de {}", customer.name),
        )
    }))
}

fn signed_sum(rows: &[PaymentId], ledger: &Ledger) -> Amount {
    rows.iter().map(|&row| ledger.payment(row).received()).sum()
}

/// Returns the id of the payment that takes one of these back: a return need not say which that is.
fn reversed_by(rows: &[PaymentId], receipts: &BankRows<'_>, ledger: &Ledger) -> Option<String> {
    let reverses = |row: &PaymentId| ledger.payment_more(*row).and_then(|more| more.reverses);
    let named = ledger.payment_rows().find(|row| reverses(row).is_some_and(|taken| rows.contains(&taken)));
    let meant = || {
        let taken_back = payments_taken_back(ledger, ledger.payment(*rows.first()?).customer);
        taken_back.into_iter().find(|(_, taken)| rows.contains(taken)).map(|(by, _)| by)
    };
    named.or_else(meant).map(|by| receipts.receipt_of(ledger.payment_id(by)).to_owned())
}

fn waits(id: &str) -> Bilingual {
    Bilingual::new(
        format!("{id} waits in suspense.csv again, until somebody decides"),
        format!("{id} attend de nouveau dans suspense.csv, qu'on décide"),
    )
}

/// Says whose a receipt was until now: what was typed is not lost.
fn was_of(id: &str, rows: &[PaymentId], ledger: &Ledger) -> Bilingual {
    let mut numbers: Vec<&str> =
        rows.iter().filter_map(|&row| ledger.payment(row).invoice).map(|number| ledger.number(number)).collect();
    numbers.dedup();
    let customer = rows.first().map_or("", |&row| ledger.customer(ledger.payment(row).customer).id.as_str());
    let whose = if numbers.is_empty() { vec![customer] } else { numbers };
    let named = whose.join(AND);
    let (id, to) = (shell::word(id), shell::word(&named));
    Bilingual::new(
        format!("it stood for {named}: `relance match {id} --to {to}` puts it there again"),
        format!("il était porté sur {named} : `relance rapprocher {id} --to {to}` l'y remet"),
    )
}

fn waits_already(id: &str) -> Diagnostic {
    Diagnostic::new(
        code::write::RECEIPT_UNKNOWN,
        format!("{id} waits already: nothing was decided of it"),
        format!("{id} attend déjà : rien n'a été décidé"),
    )
    .at(Place::file("relance match"))
}

fn taken_back(id: &str, by: &str) -> Diagnostic {
    Diagnostic::new(
        code::write::RECEIPT_UNKNOWN,
        format!("{id} was taken back by {by}: that one goes first"),
        format!("{id} a été repris par {by} : annuler d'abord celui-là"),
    )
    .at(Place::file("relance match"))
    .help(
        format!("`relance match {} --undo`", shell::word(by)),
        format!("`relance rapprocher {} --undo`", shell::word(by)),
    )
}
