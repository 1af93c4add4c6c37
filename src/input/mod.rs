//! Reading: bytes → dialect → rows of named text fields → records or findings → [`Ledger`].
//!
//! A file is looked at as a whole before anything is believed: `scan` and `encoding` find what its bytes are, `header`
//! what divides it, `marks` what its columns show together. Nothing is guessed where money or a date hangs on it; every
//! fault of every file is reported in one run. [`Table`] reads a CSV file of any header and serves imports too.
//!
//! Most rows are *usual*: cut from printable ASCII without quotes, ids that are nothing but texts, cells written like
//! those before. `usual_row`, `usual_cell` and `read_usual` are the fast way through them, each with the careful way
//! behind it that says the same. The `PlainRows` of [`edit`] are something else: rows of text on their way into a file.

pub mod columns;
pub mod damage;
pub mod dialect;
pub mod edit;
pub mod header;
pub mod list;
pub mod source;
pub mod table;
pub mod text;
pub mod workbook;

mod acts;
mod assemble;
mod chunk;
mod customers;
mod encoding;
mod events;
mod faults;
pub mod fold;
mod ids;
mod invoices;
mod lookalike;
mod marks;
mod messages;
mod payments;
mod records;
mod scan;
mod sheet;
mod split;
mod suspense;
mod unread;
pub mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use dialect::{DateForm, DialectFound, LineEnding};
pub use faults::Faults;
pub use header::Wanted;
pub use source::{Bytes, Source};
pub use table::{Next, Table};

use crate::diag::{self, Diagnostic};
use crate::law::regimes::Law;
use crate::model::cores::both;
use crate::model::{Currency, CustomerKind, FileRole, Ledger};
use crate::policy::{FileRules, TermRules};
use assemble::{Assembled, Content, Contents, Defaults};
use sheet::Sheet;

/// A fault that leaves nothing to go on with.
pub type Refusal = Box<Diagnostic>;

/// Which files make up a receivables folder.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folder: it holds what is not named by itself.
    pub folder: PathBuf,
    /// The files in place of the folder's own.
    pub named: BTreeMap<FileRole, PathBuf>,
    /// What files hold that are to be read as they were or would be.
    pub instead: BTreeMap<FileRole, Bytes>,
}

/// Where a file of the folder is to be looked for.
#[derive(Clone, Debug)]
pub struct Located {
    /// Its place.
    pub path: PathBuf,
    /// What messages call it.
    pub name: String,
    /// Whether it was named by itself: then it has to be there.
    pub is_named: bool,
}

/// What reading depends on besides the files.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions<'a> {
    /// What is read.
    pub files: &'a Files,
    /// What the policy declares of the files' dialects.
    pub declared: &'a FileRules,
    /// The currency of rows that name none.
    pub currency: Currency,
    /// The kind of customers whose row names none.
    pub customer_kind: CustomerKind,
    /// What payment terms mean, and those of invoices without a due date when neither row nor customer has any.
    pub terms: &'a TermRules,
    /// The law by which late payment is claimed: it says in what currency the recovery indemnity is owed.
    pub law: Law,
    /// Whether addresses without a country are in France.
    pub is_french: bool,
    /// Whether refused rows are set aside instead of stopping the run.
    pub keep_going: bool,
}

/// What reading a folder gives.
#[derive(Debug)]
pub struct Reading {
    /// Nothing when an error forbids to go on.
    pub ledger: Option<Ledger>,
    /// Every fault, warning and note, by file and line.
    pub findings: Vec<Diagnostic>,
    /// How many rows are refused: set aside when the run keeps going.
    pub refused: usize,
    /// How each file turned out to be written.
    pub dialects: Vec<(FileRole, DialectFound)>,
    /// The files that were read, still open.
    pub files: Vec<(FileRole, Source)>,
}

impl Reading {
    /// Returns what reading gives that found nothing but this.
    pub fn refused(finding: Diagnostic) -> Reading {
        Reading { ledger: None, findings: vec![finding], refused: 0, dialects: Vec::new(), files: Vec::new() }
    }

    /// Returns the name of a file in messages.
    pub fn name_of(&self, role: FileRole) -> String {
        let read = self.files.iter().find(|(read, _)| *read == role);
        read.map_or(role.file_name().to_owned(), |(_, source)| source.name.clone())
    }
}

impl Files {
    /// Returns where a file is, its name in messages, and whether it was named by itself.
    pub fn locate(&self, role: FileRole) -> Located {
        match self.named.get(&role) {
            Some(path) => Located { path: path.clone(), name: path.display().to_string(), is_named: true },
            None => {
                Located { path: self.folder.join(role.file_name()), name: role.file_name().to_owned(), is_named: false }
            }
        }
    }

    /// Returns how long a file is; nothing where that cannot be told.
    fn length(&self, role: FileRole) -> u64 {
        match self.instead.get(&role) {
            Some(bytes) => bytes.len() as u64,
            None => self.locate(role).path.metadata().map_or(0, |found| found.len()),
        }
    }

    /// Opens a file; nothing when it is not there and was not named either.
    ///
    /// # Errors
    /// Returns the finding when it cannot be read.
    pub fn open(&self, role: FileRole) -> Result<Option<Source>, Refusal> {
        let Located { path, name, is_named } = self.locate(role);
        if let Some(bytes) = self.instead.get(&role) {
            return Ok(Some(Source::of(&path, &name, Arc::clone(bytes))));
        }
        if !is_named && is_absent(&path) {
            return Ok(None);
        }
        // Only what was named may be a pipe: nobody writes into one of the folder.
        if !is_named && path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return Err(messages::not_regular(&name));
        }
        Source::open(&path, &name).map(Some)
    }
}

/// One file when it has been opened, or the reason why not.
enum Opened {
    Absent,
    Faulty,
    Open(Box<Sheet>),
}

/// Reads the files of a folder. Every fault of every file is found before anything is given up.
pub fn read_folder(options: ReadOptions<'_>) -> Reading {
    let mut faults: [Faults; 5] = Default::default();
    let contents = read_files(options, &mut faults);
    let (mut files, mut lost) = (Vec::new(), Vec::new());
    let mut dialects = Vec::new();
    for (role, sheet) in contents.sheets() {
        let table = sheet.table();
        match table.source().again() {
            Ok(source) => files.push((role, source)),
            Err(finding) => lost.push(*finding),
        }
        dialects.push((role, table.dialect().clone()));
    }
    let defaults =
        Defaults { currency: options.currency, kind: options.customer_kind, terms: options.terms, law: options.law };
    let Assembled { ledger, faults, refused } = assemble::assemble(contents, faults, defaults, options.keep_going);
    let mut findings = assemble::list(faults);
    findings.append(&mut lost);
    diag::sort(&mut findings);
    Reading { ledger, findings, refused, dialects, files }
}

/// Reads invoices on one core, and all else on the other when there is much.
fn read_files(options: ReadOptions<'_>, faults: &mut [Faults; 5]) -> Contents {
    /// Below this many bytes a second thread costs more than it saves.
    const WORTH_A_THREAD: u64 = 64 * 1024;
    let is_large = options.files.length(FileRole::Invoices) >= WORTH_A_THREAD;
    let ReadOptions { currency, customer_kind, is_french, .. } = options;
    let declared = |role| options.declared.of(role);
    let [of_customers, of_invoices, of_payments, of_events, of_suspense] = faults;
    let invoices = || {
        read_file(options.files, FileRole::Invoices, options, of_invoices, |sheet, faults| {
            invoices::read(sheet, declared(FileRole::Invoices), currency, faults)
        })
    };
    let others = || {
        let payments = read_file(options.files, FileRole::Payments, options, of_payments, |sheet, faults| {
            payments::read(sheet, declared(FileRole::Payments), faults)
        });
        let customers = read_file(options.files, FileRole::Customers, options, of_customers, |sheet, faults| {
            let defaults = customers::Defaults { kind: customer_kind, currency, is_french };
            customers::read(sheet, declared(FileRole::Customers), defaults, faults)
        });
        let events = read_file(options.files, FileRole::Events, options, of_events, |sheet, faults| {
            events::read(sheet, declared(FileRole::Events), faults)
        });
        let suspense = read_file(options.files, FileRole::Suspense, options, of_suspense, |sheet, faults| {
            suspense::read(sheet, declared(FileRole::Suspense), faults)
        });
        (payments, customers, events, suspense)
    };
    let ((payments, customers, events, suspense), invoices) = both(is_large, others, invoices);
    Contents { customers, invoices, payments, events, suspense }
}

fn read_file<T>(
    files: &Files,
    role: FileRole,
    options: ReadOptions<'_>,
    faults: &mut Faults,
    read: impl FnOnce(Sheet, &mut Faults) -> T,
) -> Content<T> {
    match open(files, role, options, faults) {
        Opened::Absent => Content::Absent,
        Opened::Faulty => Content::Unusable,
        Opened::Open(sheet) => {
            let file = read(*sheet, faults);
            if faults.is_blind() { Content::Unusable } else { Content::Read(file) }
        }
    }
}

fn open(files: &Files, role: FileRole, options: ReadOptions<'_>, faults: &mut Faults) -> Opened {
    match files.open(role) {
        Ok(None) if role == FileRole::Invoices => {
            faults.fatal(*messages::file_missing(role.file_name()));
            Opened::Faulty
        }
        // Most folders have no receipt that waits: that goes without saying.
        Ok(None) if role == FileRole::Suspense => Opened::Absent,
        Ok(None) => {
            faults.push(messages::file_absent(role));
            Opened::Absent
        }
        Err(finding) => {
            faults.fatal(*finding);
            Opened::Faulty
        }
        Ok(Some(source)) => match Sheet::open(source, role, options.declared.of(role), faults) {
            Some(sheet) => {
                sheet.judge_columns(&options.declared.ignore, faults);
                Opened::Open(Box::new(sheet))
            }
            None => Opened::Faulty,
        },
    }
}

fn is_absent(path: &Path) -> bool {
    matches!(path.try_exists(), Ok(false)) && !path.is_symlink()
}
