//! From the plan to letters: every one is filled, checked and composed before the first is written.

use super::build::{Desk, Draft};
use super::content;
use super::document::{self, Document};
use super::manifest::NoticeEntry;
use super::templates::Templates;
use crate::diag::Diagnostic;
use crate::model::Ledger;
use crate::policy::Policy;

/// Is one notice, composed.
#[derive(Clone, Debug)]
pub struct Printed<'a> {
    /// The notice.
    pub draft: Draft<'a>,
    /// What its files say.
    pub document: Document,
    /// The names of its files, the one that stands for it first.
    pub files: Vec<String>,
}

impl Printed<'_> {
    /// Returns what the manifest says of it.
    pub fn entry(&self, ledger: &Ledger) -> NoticeEntry {
        NoticeEntry::new(&self.draft, ledger, self.files.clone())
    }
}

/// Returns the letters that the plan calls for, in its order, and what keeps others from being written.
pub fn print<'a>(desk: &Desk<'a>, templates: &Templates) -> (Vec<Printed<'a>>, Vec<Diagnostic>) {
    let (ledger, policy) = (desk.plan.ledger(), desk.plan.policy());
    let (drafts, mut faults) = desk.drafts();
    let mut printed = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match set(&draft, ledger, policy, templates) {
            Ok(document) => printed.push(Printed { draft, document, files: Vec::new() }),
            Err(fault) => {
                // A template's own fault is the same for every letter that it is filled for.
                if !faults.contains(&fault) {
                    faults.push(*fault);
                }
            }
        }
    }
    (printed, faults)
}

fn set(
    draft: &Draft<'_>,
    ledger: &Ledger,
    policy: &Policy,
    templates: &Templates,
) -> Result<Document, Box<Diagnostic>> {
    let formal = draft.level.formal_notice;
    if formal {
        let customer = ledger.customer(draft.customer);
        content::formal_notice(draft, customer, &policy.creditor).map_or(Ok(()), |fault| Err(Box::new(fault)))?;
    }
    let body = templates.fill(draft.lang, &draft.level.template, &draft.letter)?;
    if formal {
        content::formal_wording(draft, &body).map_or(Ok(()), |fault| Err(Box::new(fault)))?;
    }
    Ok(document::compose(&draft.letter, &body, draft.lang))
}
