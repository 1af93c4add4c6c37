//! An act that names nobody and nothing: what is to be typed then.

use super::Args;
use super::word::french;
use crate::diag::{Diagnostic, Place, code};
use crate::model::{Bilingual, EventKind};

/// Makes sure that an act is about somebody, or about something.
///
/// # Errors
/// When nothing at all is named.
pub(super) fn judge(args: &Args, event: EventKind) -> Result<(), Vec<Diagnostic>> {
    let names = [&args.customer_id, &args.invoice_id, &args.reference];
    if args.whom.is_some() || names.iter().any(|named| !named.is_empty()) {
        return Ok(());
    }
    Err(vec![nothing_named(event)])
}

/// Returns the finding that an act is about nobody.
fn nothing_named(event: EventKind) -> Diagnostic {
    let (en, fr, help) = match event {
        EventKind::Undo => (
            "nothing is named that is to be taken back",
            "rien n'est nommé qui soit à annuler",
            Bilingual::new(
                "name the act: `relance record undo E-…`; `relance history CUSTOMER` shows their ids",
                "nommer l'acte : `relance noter annulation E-…` ; `relance fiche CLIENT` montre leurs numéros",
            ),
        ),
        _ => (
            "nobody is named whom it concerns",
            "personne n'est nommé que cela concerne",
            Bilingual::new(
                format!("name a customer or an invoice: `relance record {} CUSTOMER`", event.word()),
                format!("nommer un client ou une facture : `relance noter {} CLIENT`", french(event.word())),
            ),
        ),
    };
    let finding = Diagnostic::new(code::write::WHOM_UNKNOWN, en, fr).at(Place::file("relance record"));
    finding.help(help.en, help.fr)
}
