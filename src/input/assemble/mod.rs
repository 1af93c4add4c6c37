//! Puts the files together: every reference is resolved, or the row that makes it is refused.
//!
//! A row that is refused takes with it the rows that refer to it: an invoice its payments, a customer his invoices.
//! They are listed only when the user keeps going; otherwise the first fault is the one to mend.

mod customers;
mod events;
mod fill;
mod invoices;
mod payments;
mod refused;
mod strays;
mod suspense;

use super::customers::CustomerFile;
use super::events::EventFile;
use super::faults::Faults;
use super::invoices::InvoiceFile;
use super::messages;
use super::payments::PaymentFile;
use super::sheet::Sheet;
use super::suspense::SuspenseFile;
use crate::diag::{Diagnostic, Place};
use crate::law::regimes::Law;
use crate::model::ledger::LedgerParts;
use crate::model::{Amount, Currency, CustomerKind, FileRole, Ledger};
use crate::policy::TermRules;

/// One file of the folder.
#[derive(Debug)]
pub(super) enum Content<T> {
    /// It is not there.
    Absent,
    /// It is there, and a fault forbids to use any of it.
    Unusable,
    /// What it holds.
    Read(T),
}

impl<T> Content<T> {
    fn read(&self) -> Option<&T> {
        if let Content::Read(file) = self { Some(file) } else { None }
    }

    fn read_mut(&mut self) -> Option<&mut T> {
        if let Content::Read(file) = self { Some(file) } else { None }
    }
}

/// Everything that was read, file by file.
#[derive(Debug)]
pub(super) struct Contents {
    pub customers: Content<CustomerFile>,
    pub invoices: Content<InvoiceFile>,
    pub payments: Content<PaymentFile>,
    pub events: Content<EventFile>,
    pub suspense: Content<SuspenseFile>,
}

/// What a row gets that leaves it out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Defaults<'a> {
    pub currency: Currency,
    pub kind: CustomerKind,
    pub terms: &'a TermRules,
    pub law: Law,
}

/// The outcome: findings of each file, and a ledger if there is one.
#[derive(Debug)]
pub(super) struct Assembled {
    pub ledger: Option<Ledger>,
    /// In the order customers, invoices, payments, events, suspense.
    pub faults: [Faults; 5],
    /// How many rows were refused, here and before.
    pub refused: usize,
}

/// The finding of rows that go with what they refer to.
#[derive(Clone, Copy, Debug)]
struct Cascade {
    listed: bool,
}

impl Cascade {
    fn push(self, faults: &mut Faults, subject: &messages::Subject, reason: &messages::Subject, place: Place) {
        if self.listed {
            faults.push(messages::set_aside(subject, reason, place));
        }
    }
}

/// Resolves what refers to what. `faults` are what reading found, file by file; a ledger comes of it when none of them
/// is an error, or when rows may be set aside and none forbids to use a whole file.
pub(super) fn assemble(
    mut contents: Contents,
    mut faults: [Faults; 5],
    defaults: Defaults<'_>,
    keep_going: bool,
) -> Assembled {
    let cascade = Cascade { listed: keep_going };
    let [of_customers, of_invoices, of_payments, of_events, of_suspense] = &mut faults;
    let people = customers::gather(&mut contents, defaults.kind, of_customers);
    if let Content::Read(file) = &mut contents.invoices {
        invoices::resolve(file, &people, defaults, cascade, of_invoices);
    }
    let bills = contents.invoices.read();
    if let Content::Read(file) = &mut contents.payments {
        payments::resolve(file, bills, &people, (defaults.currency, defaults.law), cascade, of_payments);
    }
    let mut events = Vec::new();
    if let Content::Read(file) = &mut contents.events {
        events = events::resolve(file, bills, &people, defaults.currency, cascade, of_events);
    }
    let mut receipts = suspense::resolve(&mut contents, &people, defaults.currency, cascade, of_suspense);
    check_sum(&contents, of_invoices);
    fill::fill(&mut contents, &mut faults);
    let refused = count_refused(&contents);
    let usable = !matches!(contents.invoices, Content::Absent | Content::Unusable)
        && !faults.iter().any(Faults::is_fatal)
        && (keep_going || !faults.iter().any(Faults::has_error));
    let ledger = usable.then(|| {
        let refused = refused::whom(&mut contents, &people);
        let mut parts = LedgerParts {
            customers: people.into_list(),
            events,
            refused,
            discount_terms: defaults.terms.discount.clone(),
            ..LedgerParts::default()
        };
        let numbers = match contents.invoices {
            Content::Read(file) => invoices::hand_over(file, &mut parts),
            Content::Absent | Content::Unusable => None,
        };
        if let Content::Read(file) = contents.payments {
            payments::hand_over(file, numbers.as_deref(), &mut parts);
        }
        events::renumber(&mut parts.events, numbers.as_deref());
        suspense::renumber(&mut receipts, numbers.as_deref());
        parts.suspense = receipts;
        Ledger::new(parts)
    });
    Assembled { ledger, faults, refused }
}

/// Refuses a ledger whose amounts could pass what can be added up.
fn check_sum(contents: &Contents, faults: &mut Faults) {
    let Some(invoices) = contents.invoices.read() else { return };
    let payments = contents.payments.read().map_or(0, |file| file.sum);
    if invoices.sum + payments > Amount::LEDGER_MAX {
        faults.condemn(messages::ledger_too_large(invoices.sheet.file()));
    }
}

fn count_refused(contents: &Contents) -> usize {
    contents.customers.read().map_or(0, |file| file.bad.len() + file.nameless)
        + contents.invoices.read().map_or(0, |file| file.bad.len() + file.nameless.len())
        + contents.payments.read().map_or(0, |file| file.bad.len() + file.nameless.len())
        + contents.events.read().map_or(0, |file| file.refused.len())
        + contents.suspense.read().map_or(0, |file| file.refused.len())
}

/// Returns the findings of every file in one list.
pub(super) fn list(faults: [Faults; 5]) -> Vec<Diagnostic> {
    faults.into_iter().flat_map(Faults::into_list).collect()
}

impl Contents {
    /// Returns the files that were read.
    pub fn sheets(&self) -> impl Iterator<Item = (FileRole, &Sheet)> {
        let sheets = [
            self.customers.read().map(|file| &file.sheet),
            self.invoices.read().map(|file| &file.sheet),
            self.payments.read().map(|file| &file.sheet),
            self.events.read().map(|file| &file.sheet),
            self.suspense.read().map(|file| &file.sheet),
        ];
        FileRole::OF_LEDGER.into_iter().zip(sheets).filter_map(|(role, sheet)| Some((role, sheet?)))
    }
}
