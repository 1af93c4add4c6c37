//! Claims that were declared in proceedings that nobody noted: without the judgment nothing stops the letters, the
//! interest or the time.

use super::{History, Judgment, concerned};
use crate::diag::code::planning as code;
use crate::diag::{Diagnostic, Place};
use crate::model::{Date, Event, EventKind, FileRole, Ledger, Selection, shell};

/// Returns a warning for each customer of whom a claim is declared and no judgment is noted that hits it.
pub fn declared_without_judgment(ledger: &Ledger, as_of: Date, selection: &Selection) -> Vec<Diagnostic> {
    if !ledger.events().iter().any(|event| event.kind == EventKind::ClaimDeclared) {
        return Vec::new();
    }
    let history = History::new(ledger, as_of);
    let customers = selection.among(ledger.customer_ids());
    let first = customers.filter_map(|customer| {
        let judgments: Vec<Judgment> = history
            .of(customer)
            .filter(|event| event.kind == EventKind::Insolvency)
            .filter_map(Judgment::noted)
            .collect();
        let is_hit =
            |event: &&Event| concerned(ledger, event).any(|item| Judgment::of(&judgments, ledger, item).is_some());
        history.of(customer).filter(|event| event.kind == EventKind::ClaimDeclared).find(|event| !is_hit(event))
    });
    first.map(|event| told(ledger, event)).collect()
}

fn told(ledger: &Ledger, event: &Event) -> Diagnostic {
    let id = &ledger.customer(event.customer).id;
    let named = shell::word(id);
    let finding = Diagnostic::new(
        code::CLAIM_WITHOUT_INSOLVENCY,
        format!("a claim against {id} is declared, and no insolvency of his is noted that hits it"),
        format!("une créance sur {id} est déclarée, et aucune procédure collective qui la vise n'est notée"),
    );
    finding.at(Place::line(FileRole::Events.file_name(), event.line)).help(
        format!(
            "the declaration alone stops neither letters nor interest nor any time: note the judgment, `relance record insolvency \
             {named} --date DATE --published DATE --backdated`"
        ),
        format!(
            "la déclaration seule n'arrête ni relances, ni intérêts, ni délais : noter le jugement, `relance noter \
             procédure_collective {named} --date DATE --published DATE --backdated`"
        ),
    )
}
