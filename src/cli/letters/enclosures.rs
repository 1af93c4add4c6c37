//! Which documents of invoices can go along with the e-mails of a run.

use std::collections::{BTreeMap, BTreeSet};

use super::super::documents::{self, Document, Documents};
use crate::diag::{Diagnostic, Place, more_of_the_kind};
use crate::engine::planning::Plan;
use crate::letter::enclosures::{OnShelf, Shelf};
use crate::letter::safe::one_line;
use crate::model::{FileRole, InvoiceMore};
use crate::policy::Channel;

/// How many findings of a kind are listed.
const LISTED: usize = 3;

/// The documents that are there, and where each is.
#[derive(Debug, Default)]
pub struct Found {
    /// What letters are filled with.
    pub shelf: Shelf,
    documents: BTreeMap<String, Document>,
}

impl Found {
    /// Reads a document, by where it is from the receivables folder.
    pub fn read(&self, file: &str) -> Option<Vec<u8>> {
        self.documents.get(file)?.read()
    }
}

/// Looks for the documents of the invoices that e-mails of a plan are about, and says which are not there.
pub fn find(plan: &Plan<'_>, folder: &Documents) -> (Found, Vec<Diagnostic>) {
    let (mut found, mut absent, mut seen) = (Found::default(), Vec::new(), BTreeSet::new());
    let ledger = plan.ledger();
    let carries = plan.policy().letters.email.most_enclosures > 0;
    let notices = plan.notices().iter().filter(|notice| carries && notice.level.channel == Channel::Email);
    for item in notices.flat_map(|notice| &notice.lines).map(|&place| plan.rows()[place].item) {
        let invoice = ledger.invoice(item);
        for path in ledger.more(item).into_iter().flat_map(InvoiceMore::files).filter(|path| seen.insert(*path)) {
            match folder.find(path) {
                Ok(document) => {
                    let on_shelf = OnShelf { file: document.name.clone(), size: document.size };
                    found.shelf.0.insert(path.to_owned(), on_shelf);
                    found.documents.insert(document.name.clone(), document);
                }
                Err(why) => {
                    let place = Place::line(FileRole::Invoices.file_name(), invoice.line);
                    let number = one_line(ledger.number(invoice.number));
                    absent.extend(documents::absence(&number, &why, place));
                }
            }
        }
    }
    (found, three_of_a_kind(absent))
}

/// Returns three findings of each kind, and the number of the others behind them.
fn three_of_a_kind(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<&str, Vec<Diagnostic>> = BTreeMap::new();
    findings.into_iter().for_each(|finding| kinds.entry(finding.code.slug).or_default().push(finding));
    let of_kind = |mut found: Vec<Diagnostic>| {
        let hidden = found.split_off(found.len().min(LISTED));
        found.extend(hidden.first().map(|example| more_of_the_kind(example, hidden.len())));
        found
    };
    kinds.into_values().flat_map(of_kind).collect()
}
