//! Over-indebtedness noted of a customer who is in business: only a natural person in good faith has it, for debts that
//! no insolvency of book VI of the Commercial Code is for (C. conso. L711-1, L711-3). His letters and his interest stop
//! all the same, so that a slip is to be told.

use super::History;
use crate::diag::code::planning as code;
use crate::diag::{Diagnostic, Place};
use crate::model::{CustomerKind, Date, Event, EventKind, FileRole, Ledger, Selection, shell};

/// Returns a warning for each customer who is no consumer and of whom over-indebtedness is noted.
pub fn over_indebted_in_business(ledger: &Ledger, as_of: Date, selection: &Selection) -> Vec<Diagnostic> {
    if !ledger.events().iter().any(|event| event.kind == EventKind::OverIndebtedness) {
        return Vec::new();
    }
    let history = History::new(ledger, as_of);
    let customers = selection.among(ledger.customer_ids());
    let customers = customers.filter(|&customer| ledger.customer(customer).kind != CustomerKind::Consumer);
    let first =
        customers.filter_map(|customer| history.of(customer).find(|event| event.kind == EventKind::OverIndebtedness));
    first.map(|event| told(ledger, event)).collect()
}

fn told(ledger: &Ledger, event: &Event) -> Diagnostic {
    let id = &ledger.customer(event.customer).id;
    let finding = Diagnostic::new(
        code::OVER_INDEBTED_BUSINESS,
        format!("over-indebtedness is noted of {id}, who is no consumer: his letters and interest stop"),
        format!("un surendettement est noté pour {id}, qui n'est pas un particulier : relances et intérêts s'arrêtent"),
    );
    let id = shell::word(id);
    finding.at(Place::line(FileRole::Events.file_name(), event.line)).help(
        format!(
            "it is for natural persons, and for debts that are none of their business (C. conso. L711-1, L711-3); for a \
             business take it back and note relance record insolvency {id} --date DATE --published DATE; a consumer has \
             kind consumer in customers.csv"
        ),
        format!(
            "il est réservé aux personnes physiques, hors dettes d'une activité relevant des procédures collectives \
             (C. conso. L711-1, L711-3) ; pour une entreprise, l'annuler et noter relance noter procédure_collective {id} \
             --date DATE --published DATE ; un particulier porte kind = consumer dans customers.csv"
        ),
    )
}
