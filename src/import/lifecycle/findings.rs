//! What is told of life-cycle messages.

use super::message::{Fault, Status};
use super::reasons;
use crate::diag::{Diagnostic, Place, code};
use crate::import::xml::{Unread, place};
use crate::model::Bilingual;

/// The statuses that must give a reason.
const REASONED: [&str; 5] = ["206", "207", "208", "210", "213"];

/// Says that a message as a whole cannot be read.
pub(super) fn unreadable(name: &str, unread: &Unread) -> Diagnostic {
    Diagnostic::new(
        code::import::LIFECYCLE_BROKEN,
        format!("this life-cycle message cannot be read: {}", unread.why.en),
        format!("ce message de cycle de vie est illisible : {}", unread.why.fr),
    )
    .at(Place::line(name, unread.line))
    .help("fetch it again from the platform", "le reprendre sur la plateforme")
}

/// Says that a part of a message is missing or cannot be read.
pub(super) fn fault(name: &str, fault: &Fault) -> Diagnostic {
    let what = match fault.field {
        "MDT-87" => Bilingual::new("the number of the invoice", "le numéro de la facture"),
        "MDT-105" => Bilingual::new("the status", "le statut"),
        "MDT-78" => Bilingual::new("the day", "la date"),
        _ => Bilingual::new("the amount", "le montant"),
    };
    let (en, fr) = if fault.text.is_empty() {
        (format!("{} is missing in this message", what.en), format!("{} manque dans ce message", what.fr))
    } else {
        (format!("{} cannot be read", what.en), format!("{} est illisible", what.fr))
    };
    Diagnostic::new(code::import::LIFECYCLE_BROKEN, en, fr).at(place(name, fault.line, fault.field, &fault.text))
}

/// Says that a message tells of money and not how much.
pub(super) fn without_amount(name: &str, status: &Status) -> Diagnostic {
    Diagnostic::new(
        code::import::LIFECYCLE_BROKEN,
        format!("status 212 says that {} was collected, and not how much", status.invoice),
        format!("le statut 212 dit que {} a été encaissée, sans dire combien", status.invoice),
    )
    .at(Place::line(name, status.line))
    .help(
        "an amount of type MEN for each VAT rate is needed; or record the payment by hand",
        "il faut un montant de type MEN par taux de TVA ; sinon, enregistrer le paiement à la main",
    )
}

/// Says that a status is not published.
pub(super) fn status_unknown(name: &str, status: &Status) -> Diagnostic {
    Diagnostic::new(
        code::import::STATUS_UNKNOWN,
        format!("status {} of invoice {} is not published: it is kept as a note", status.code, status.invoice),
        format!("le statut {} de la facture {} n'est pas publié : il est gardé en note", status.code, status.invoice),
    )
    .at(Place::line(name, status.line).cell("MDT-105", &status.code))
}

/// Says that a status that must give a reason gives none, or one that is not published.
pub(super) fn reason(name: &str, status: &Status) -> Option<Diagnostic> {
    let codes: Vec<&str> =
        status.reasons.iter().map(|(code, _)| code.as_str()).filter(|code| !code.is_empty()).collect();
    let place = Place::line(name, status.line);
    let (number, invoice) = (&status.code, &status.invoice);
    if codes.is_empty() {
        return REASONED.contains(&number.as_str()).then(|| {
            Diagnostic::new(
                code::import::REASON_UNKNOWN,
                format!("status {number} of invoice {invoice} gives no reason"),
                format!("le statut {number} de la facture {invoice} ne donne pas de motif"),
            )
            .at(place)
            .help("ask the customer what is wrong", "demander au client ce qui ne va pas")
        });
    }
    let unknown = codes.into_iter().find(|code| reasons::reason(code).is_none())?;
    Some(
        Diagnostic::new(
            code::import::REASON_UNKNOWN,
            format!("reason {unknown} of status {number} of invoice {invoice} is not published; it is kept as written"),
            format!(
                "le motif {unknown} du statut {number} de la facture {invoice} n'est pas publié ; il est gardé tel quel"
            ),
        )
        .at(place.cell("MDT-113", unknown)),
    )
}

/// Says that an invoice has to be corrected.
pub(super) fn turned_down(status: &Status) -> Bilingual {
    let (number, invoice) = (&status.code, &status.invoice);
    Bilingual::new(
        format!("status {number}: {invoice} was turned down; correct it and issue it again"),
        format!("statut {number} : {invoice} a été repoussée ; la corriger et l'émettre de nouveau"),
    )
}
