//! From the plan to documents: every one is filled, checked and set before the first is written.

use super::build::{Desk, Draft};
use super::manifest::NoticeEntry;
use super::templates::Templates;
use super::{content, text};
use crate::diag::Diagnostic;
use crate::model::Ledger;
use crate::policy::Policy;

/// Is one notice with its document.
#[derive(Clone, Debug)]
pub struct Printed<'a> {
    /// The notice.
    pub draft: Draft<'a>,
    /// What the file holds.
    pub text: String,
}

impl Printed<'_> {
    /// Returns what the manifest says of it.
    pub fn entry(&self, ledger: &Ledger) -> NoticeEntry {
        NoticeEntry::new(&self.draft, ledger, vec![self.draft.file.clone()])
    }
}

/// Returns the documents that the plan calls for, in its order, and what keeps others from being written.
pub fn print<'a>(desk: &Desk<'a>, templates: &Templates) -> (Vec<Printed<'a>>, Vec<Diagnostic>) {
    let (ledger, policy) = (desk.plan.ledger(), desk.plan.policy());
    let (drafts, mut faults) = desk.drafts();
    let mut printed = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match set(&draft, ledger, policy, templates) {
            Ok(text) => printed.push(Printed { draft, text }),
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

fn set(draft: &Draft<'_>, ledger: &Ledger, policy: &Policy, templates: &Templates) -> Result<String, Box<Diagnostic>> {
    let formal = draft.level.formal_notice;
    if formal {
        let customer = ledger.customer(draft.customer);
        content::formal_notice(draft, customer, &policy.creditor).map_or(Ok(()), |fault| Err(Box::new(fault)))?;
    }
    let body = templates.fill(draft.lang, &draft.level.template, &draft.letter)?;
    if formal {
        content::formal_wording(draft, &body).map_or(Ok(()), |fault| Err(Box::new(fault)))?;
    }
    Ok(text::set(&draft.letter, &body, draft.lang))
}
