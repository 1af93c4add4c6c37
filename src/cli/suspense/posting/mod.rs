//! Receipts on their way from suspense into the books: what is certain, or was decided, becomes rows of `payments.csv`.
//!
//! `payments.csv` is written before `suspense.csv`: between the two a receipt stands in both, and a row of suspense
//! whose id is in `payments.csv` is that money, not further money.

mod round;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cli::reading::load;
use crate::cli::reading::trial::{self, FAR, FolderFile, Survey, Written};
use crate::cli::typed::common::Files;
use crate::diag::Diagnostic;
use crate::engine::matching;
use crate::input::columns::Column;
use crate::input::edit::{Changes, CsvFile};
use crate::input::{Bytes, Source};
use crate::model::{Bilingual, Currency, CustomerId, FileRole, Ledger};
use crate::policy::Policy;

use round::Round;
pub use told::told;
use told::told_row;

/// The columns of a row of `payments.csv` that a receipt becomes.
pub const PAYMENT: [Column; 12] = [
    Column::PaymentId,
    Column::Date,
    Column::Amount,
    Column::CustomerId,
    Column::InvoiceId,
    Column::Instalment,
    Column::Currency,
    Column::Kind,
    Column::Reverses,
    Column::Reference,
    Column::Payer,
    Column::PayerAccount,
];

/// How often receipts are looked at again: a payment that was posted may be taken back by another receipt, and what it
/// paid is no candidate of another any more.
const ROUNDS: usize = 3;

/// Which receipts are posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Those that are certain.
    Certain,
    /// Those too that a person decided.
    Decided,
    /// That one alone.
    One(&'a str),
}

/// What became of receipts.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// The ids of those that became payments.
    pub payments: BTreeSet<String>,
    /// The ids of those that took payments back.
    pub returns: BTreeSet<String>,
    /// The ids of those that were payments already, from elsewhere.
    pub same: BTreeSet<String>,
    /// The ids of those that another statement tells in parts, or as a whole.
    pub batches: BTreeSet<String>,
    /// How many payments of an assumed day they took the place of.
    pub replaced: usize,
    /// How many rows of `payments.csv` they became.
    pub rows: usize,
    /// Each row that a receipt became by somebody's decision, in words.
    pub rows_told: Vec<Bilingual>,
    /// How many receipts wait.
    pub waiting: usize,
}

impl Posted {
    /// Tells whether a receipt became rows of `payments.csv`.
    pub fn is_booked(&self, id: &str) -> bool {
        self.payments.contains(id) || self.returns.contains(id)
    }

    /// Tells whether a receipt became such rows, or stands there already.
    pub fn is_settled(&self, id: &str) -> bool {
        self.is_booked(id) || self.same.contains(id)
    }
}

/// Posts receipts of the folder as it would be with `files` written, and adds to them what that changes.
///
/// # Errors
/// Returns what keeps the folder from being read, or the rows from being written.
pub fn post(
    folder: &Files,
    policy: &Policy,
    mut files: Vec<Written>,
    whose: Whose<'_>,
) -> Result<(Vec<Written>, Posted), Vec<Diagnostic>> {
    let mut posted = Posted::default();
    let is_there = files.iter().any(|(file, _)| file.role == FileRole::Suspense)
        || folder.sources().locate(FileRole::Suspense).path.exists();
    if !is_there {
        return Ok((files, posted));
    }
    for _ in 0..ROUNDS {
        let survey = survey(folder, policy, &files);
        let (Some(ledger), Some(balances)) = (&survey.reading.ledger, &survey.balances) else {
            // Without a file that was read a moment ago every receipt looks like nobody's.
            let unread = load::unread(survey.findings);
            return if unread.is_empty() { Ok((files, posted)) } else { Err(unread) };
        };
        let verdicts = matching::matched(ledger, balances, policy, FAR);
        let mut round = Round::new(ledger, policy);
        verdicts.iter().for_each(|verdict| round.take(verdict, whose));
        let changed = round.payment_changes();
        let (payments, changes) = (&changed.added, round.suspense);
        posted.waiting = round.waiting;
        posted.rows += payments.len();
        posted.replaced += changed.removed_lines.len() + changed.replaced_lines.len();
        if whose != Whose::Certain {
            posted.rows_told.extend(payments.iter().map(|row| told_row(row, ledger, policy)));
            posted.rows_told.extend(round.posted.perhaps);
        }
        let is_last = payments.is_empty() || round.waiting == 0;
        posted.payments.extend(round.posted.payments);
        posted.returns.extend(round.posted.returns);
        posted.same.extend(round.posted.same);
        posted.batches.extend(round.posted.batches);
        change(folder, policy, FileRole::Payments, &changed, &mut files)?;
        settle_suspense(folder, policy, changes, ledger, &mut files)?;
        if is_last {
            break;
        }
    }
    Ok((files, posted))
}

fn survey(folder: &Files, policy: &Policy, files: &[Written]) -> Survey {
    let instead: Vec<(&FolderFile, &Bytes)> = files.iter().map(|(file, bytes)| (file, bytes)).collect();
    trial::survey(folder, policy, FAR, &instead)
}

/// Writes what was found into `suspense.csv`, and takes the rows out of it whose receipts are posted, in an earlier run
/// that was cut off among them.
fn settle_suspense(
    folder: &Files,
    policy: &Policy,
    mut changes: Changes,
    ledger: &Ledger,
    files: &mut Vec<Written>,
) -> Result<(), Vec<Diagnostic>> {
    let Some(file) = open(folder, policy, FileRole::Suspense, files)? else { return Ok(()) };
    let (rows, lines) = file.rows(&[Column::PaymentId]);
    let standing: BTreeSet<&str> = ledger.suspense().iter().map(|receipt| receipt.id.as_str()).collect();
    let posted: BTreeSet<&str> = ledger.payment_rows().map(|row| ledger.payment_id(row)).collect();
    for (row, line) in rows.iter().zip(lines) {
        let id = row.get(Column::PaymentId);
        if !standing.contains(id) && posted.contains(id) {
            changes.removed_lines.push(line);
        }
    }
    change(folder, policy, FileRole::Suspense, &changes, files)
}

/// Returns a file as it would be, to be changed; nothing where there is none.
fn open(
    folder: &Files,
    policy: &Policy,
    role: FileRole,
    files: &[Written],
) -> Result<Option<CsvFile>, Vec<Diagnostic>> {
    match files.iter().find(|(file, _)| file.role == role) {
        Some((file, bytes)) => {
            let source = Source::of(&file.path, &file.name, Arc::clone(bytes));
            CsvFile::of(role, source, policy.files.of(role)).map(Some)
        }
        None => Ok(FolderFile::open(role, folder, policy)?.file),
    }
}

/// Changes a file as it would be, and adds it to those to write where it is not yet among them: in the order in which
/// they are written.
pub fn change(
    folder: &Files,
    policy: &Policy,
    role: FileRole,
    changes: &Changes,
    files: &mut Vec<Written>,
) -> Result<(), Vec<Diagnostic>> {
    if changes.is_empty() {
        return Ok(());
    }
    let says = |column: Column| {
        let rows = [&changes.added, &changes.replacing];
        rows.iter().any(|rows| rows.columns().contains(&column) && rows.iter().any(|row| !row.get(column).is_empty()))
    };
    let csv = match open(folder, policy, role, files)? {
        Some(csv) => csv,
        None => CsvFile::new(role, role.file_name(), says),
    };
    let after = csv.after(changes);
    if !after.unwritable.is_empty() {
        return Err(after.unwritable);
    }
    match files.iter_mut().find(|(file, _)| file.role == role) {
        Some((_, bytes)) => *bytes = after.bytes,
        None => {
            let file = FolderFile::open(role, folder, policy)?;
            let at = files.iter().position(|(known, _)| known.role > role).unwrap_or(files.len());
            files.insert(at, (file, after.bytes));
        }
    }
    Ok(())
}

/// Tells whether a row of a customer's money that names no invoice has to say its currency: of one who owes in another,
/// or might one day, a row without would not be clear.
pub fn says_currency(ledger: &Ledger, policy: &Policy, customer: CustomerId, currency: Currency) -> bool {
    let mut owes = ledger.invoices_of(customer).map(|row| ledger.invoices()[row].currency).peekable();
    let owes_alike = owes.peek().is_some() && owes.all(|owed| owed == currency);
    currency != policy.currency || !owes_alike
}
