//! Which documents of invoices can go along with the notices of a run.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::reading::documents::{self, Document, Documents};
use crate::diag::{Diagnostic, Place};
use crate::engine::planning::Plan;
use crate::letter::run::enclosures::{OnShelf, Shelf};
use crate::letter::safe::one_line;
use crate::model::{FileRole, InvoiceMore};
use crate::policy::Channel;

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

/// Looks for the documents of the invoices that the notices of a plan are about, and says which are not there.
pub fn find(plan: &Plan<'_>, folder: &Documents) -> (Found, Vec<Diagnostic>) {
    let (mut found, mut absent, mut seen) = (Found::default(), Vec::new(), BTreeSet::new());
    let ledger = plan.ledger();
    let look = &plan.policy().letters;
    let carries = |channel| look.room(channel).documents > 0;
    // An e-mail without an address is posted.
    let notices = plan.notices().iter().filter(|notice| match notice.level.channel {
        Channel::Email => carries(Channel::Email) || carries(Channel::Letter),
        channel => carries(channel),
    });
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
    (found, absent)
}
