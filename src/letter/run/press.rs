//! From the plan to letters: every one is filled, checked and composed before the first is written.

use super::printed::Printed;
use crate::diag::Diagnostic;
use crate::letter::content::build::Desk;
use crate::letter::content::demand::Demand;
use crate::letter::content::draft::Draft;
use crate::letter::content::required;
use crate::letter::formats::document::{self, Document};
use crate::letter::formats::envelope;
use crate::letter::wording::markup::Body;
use crate::letter::wording::templates::Templates;
use crate::model::cores::each;
use crate::model::{Ledger, Selection};
use crate::policy::Policy;

/// Returns the letters that the plan calls for, in its order, and what keeps others from being written.
pub fn print<'a>(desk: &Desk<'a>, templates: &Templates) -> (Vec<Printed<'a>>, Vec<Diagnostic>) {
    let (drafts, faults) = desk.drafts();
    compose(desk, drafts, faults, templates)
}

/// Returns the documents that were asked for, customer by customer, and what keeps others from being written.
pub fn print_demanded<'a>(
    desk: &Desk<'a>,
    demand: &'a Demand,
    selection: &Selection,
    templates: &Templates,
) -> (Vec<Printed<'a>>, Vec<Diagnostic>) {
    let (drafts, faults) = desk.demanded(demand, selection);
    compose(desk, drafts, faults, templates)
}

fn compose<'a>(
    desk: &Desk<'a>,
    drafts: Vec<Draft<'a>>,
    mut faults: Vec<Diagnostic>,
    templates: &Templates,
) -> (Vec<Printed<'a>>, Vec<Diagnostic>) {
    let (ledger, policy) = (desk.plan.ledger(), desk.plan.policy());
    let mut printed = Vec::with_capacity(drafts.len());
    let documents = each(&drafts, |draft| set(draft, ledger, policy, templates));
    for (draft, document) in drafts.into_iter().zip(documents) {
        match document {
            Ok(document) => printed.push(Printed { draft, document, files: Vec::new() }),
            Err(found) => add_new(&mut faults, found),
        }
    }
    (printed, faults)
}

/// Adds faults that are not known yet: a template's own is the same for every letter that it is filled for.
pub(in crate::letter) fn add_new(faults: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    for fault in found {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}

/// Returns the filled and composed letter.
pub(in crate::letter) fn set(
    draft: &Draft<'_>,
    ledger: &Ledger,
    policy: &Policy,
    templates: &Templates,
) -> Result<Document, Vec<Diagnostic>> {
    let body = filled(draft, ledger, policy, templates)?;
    let mut document = document::compose(&draft.letter, &body, draft.lang);
    templates.dress(&mut document, draft.lang, &draft.letter)?;
    Ok(document)
}

/// Returns the filled template of a letter to which nothing is wanting.
pub(in crate::letter) fn filled(
    draft: &Draft<'_>,
    ledger: &Ledger,
    policy: &Policy,
    templates: &Templates,
) -> Result<Body, Vec<Diagnostic>> {
    let customer = ledger.customer(draft.customer);
    let body = templates.fill(draft.lang, &draft.level.template, &draft.letter);
    let address = draft.is_on_paper().then(|| envelope::fault(customer, &draft.letter.customer)).flatten();
    // What the wording lacks is said with what the folder lacks: all of it at once.
    let incomplete = || required::formal_notice(draft, customer, &policy.creditor, body.as_ref().ok());
    let incomplete = draft.level.formal_notice.then(incomplete).flatten();
    match (body, address, incomplete) {
        (Ok(body), None, None) => Ok(body),
        // A template cannot say what is not there either.
        (Err(fault), address, None) => Err(address.into_iter().chain([*fault]).collect()),
        (_, address, incomplete) => Err(address.into_iter().chain(incomplete).collect()),
    }
}
