//! Findings about rows that are put together: ids, days, what a row lacks.

use super::Subject;
use crate::diag::code::ledger as code;
use crate::diag::{Diagnostic, Place};
use crate::input::columns::Column;
use crate::input::columns::column_name;
use crate::model::{Bilingual, Date, EventKind, FileRole, InvoiceStatus};

pub(in crate::input) fn party_missing(file: &str, line: u32, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::PARTY_MISSING,
        format!("{} names neither a customer nor an invoice", subject.en()),
        format!("{} ne nomme ni client ni facture", subject.fr()),
    )
    .at(Place::line(file, line))
    .help("fill customer_id or invoice_id", "remplir customer_id (client) ou invoice_id (facture)")
}

pub(in crate::input) fn instalment_alone(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::INSTALMENT_UNKNOWN,
        format!("{} names an instalment without its invoice", subject.en()),
        format!("{} nomme une tranche sans sa facture", subject.fr()),
    )
    .at(place)
    .help("fill invoice_id too", "remplir aussi invoice_id (facture)")
}

pub(in crate::input) fn payment_reverses(place: Place, subject: &Subject) -> Diagnostic {
    Diagnostic::new(
        code::KIND_MISMATCH,
        format!("{} reverses another, but is neither a return nor a refund", subject.en()),
        format!("{} en annule un autre, mais n'est ni un rejet ni un remboursement", subject.fr()),
    )
    .at(place)
    .help(
        "write `return` or `refund` as its kind, or a negative amount",
        "indiquer `return` (rejet) ou `refund` (remboursement) comme nature, ou un montant négatif",
    )
}

pub(in crate::input) fn undo_without_reference(file: &str, line: u32) -> Diagnostic {
    Diagnostic::new(
        code::UNDO_WITHOUT_REFERENCE,
        "this undo does not say which event it takes back",
        "cette annulation ne dit pas quel événement elle reprend",
    )
    .at(Place::line(file, line))
    .help("write the event_id of that event in reference", "indiquer l'event_id de cet événement dans reference")
}

pub(in crate::input) fn undo_circle(place: Place) -> Diagnostic {
    Diagnostic::new(
        code::UNDO_CIRCLE,
        "this undo takes itself back, by itself or by way of others: nothing says what counts",
        "cette annulation s'annule elle-même, directement ou par d'autres : rien ne dit ce qui compte",
    )
    .at(place)
    .help(
        "write the event_id of the event that it takes back in reference",
        "indiquer dans reference l'event_id de l'événement qu'elle annule",
    )
}

pub(in crate::input) fn event_incomplete(place: Place, kind: EventKind, column: Column) -> Diagnostic {
    let (word, name, lacking) = (kind.word(), kind.term().fr, what_of(column));
    let column = column_name(FileRole::Events, column);
    let (en, fr) = match kind {
        EventKind::Approved => ("write the level that may go out", "indiquer le niveau qui peut partir"),
        EventKind::Notice => (
            "write the level that was sent, so that it is not sent again; a letter of no level is a `note`",
            "indiquer le niveau envoyé, pour qu'il ne parte pas de nouveau ; un courrier sans niveau est une `note`",
        ),
        EventKind::Allocated => (
            "name the credit in reference, by payment_id or number of the credit note, and in invoice_id where it goes",
            "désigner dans reference le crédit, par payment_id ou numéro d'avoir, et dans invoice_id où il va",
        ),
        EventKind::Plan => ("write the day on which the instalment is due", "indiquer le jour où la tranche est due"),
        _ => ("write the day by which payment was promised", "indiquer le jour pour lequel le règlement est promis"),
    };
    Diagnostic::new(
        code::EVENT_INCOMPLETE,
        format!("this {word} row has no {column}, and says nothing without it"),
        format!("cette ligne « {name} » est sans {lacking} (colonne « {column} »), et ne dit rien sans cela"),
    )
    .at(place)
    .help(en, fr)
}

pub(in crate::input) fn status_of_no_invoice(place: Place, status: InvoiceStatus) -> Diagnostic {
    let (number, column) = (status.number(), column_name(FileRole::Events, Column::InvoiceId));
    Diagnostic::new(
        code::EVENT_INCOMPLETE,
        format!("this {number} row has no {column}, and says nothing without it"),
        format!("cette ligne de statut {number} est sans facture (colonne « {column} »), et ne dit rien sans cela"),
    )
    .at(place)
    .help("name the invoice that has the status", "nommer la facture qui a ce statut")
}

pub(in crate::input) fn event_of_nothing(place: Place, kind: EventKind) -> Diagnostic {
    let (word, name) = (kind.word(), kind.term().fr);
    Diagnostic::new(
        code::EVENT_INCOMPLETE,
        format!("this {word} row is of nothing"),
        format!("cette ligne « {name} » porte sur zéro"),
    )
    .at(place)
    .help("write the sum, or leave it empty for all", "indiquer la somme, ou laisser vide pour le tout")
}

pub(in crate::input) fn event_dates(place: Place, kind: EventKind, column: Column, date: Date) -> Diagnostic {
    let (word, name, earlier) = (kind.word(), kind.term().fr, what_of(column));
    let column = column_name(FileRole::Events, column);
    Diagnostic::new(
        code::EVENT_DATES,
        format!("this {word} row is of {date}, and its {column} comes before"),
        format!(
            "cette ligne « {name} » est du {}, et sa {earlier} (colonne « {column} ») vient avant",
            date.format("%d/%m/%Y")
        ),
    )
    .at(place)
    .help(
        "correct one of the two days; an event is dated the day it happened",
        "corriger l'un des deux jours\u{a0}; un événement porte la date du jour où il a eu lieu",
    )
}

/// Returns what French calls that which a column of events holds, as a row must have it.
const fn what_of(column: Column) -> &'static str {
    match column {
        Column::Until => "date limite",
        Column::Published => "date de publication",
        Column::Level => "indication de niveau",
        Column::InvoiceId => "facture",
        _ => "référence",
    }
}

/// What two rows of one number do not have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Differing {
    Nothing,
    Customer,
    IssueDate,
}

/// Says that the number of an invoice stands on two rows that are no instalments of it.
pub(in crate::input) fn number_duplicate(
    subject: &Subject,
    instalment: Option<&str>,
    differing: Differing,
    places: [Place; 2],
) -> Diagnostic {
    let finding = id_duplicate(subject, instalment, places);
    let (en, fr) = match differing {
        Differing::Nothing => return finding,
        Differing::Customer => ("of two customers", "de deux clients"),
        Differing::IssueDate => ("issued on two days", "émises à deux dates"),
    };
    let sentence = Bilingual::new(
        format!("{} stands on two invoices {en}", subject.en()),
        format!("{} figure sur deux factures {fr}", subject.fr()),
    );
    Diagnostic { sentence, ..finding }.help(
        "give each invoice its own number, with the year or the series before it",
        "donner à chaque facture son propre numéro, avec l'année ou la série devant",
    )
}

pub(in crate::input) fn id_duplicate(subject: &Subject, instalment: Option<&str>, places: [Place; 2]) -> Diagnostic {
    let [first, second] = places;
    let (part_en, part_fr) = match instalment {
        Some(name) => (format!(", instalment {name},"), format!(", tranche {name},")),
        None => (String::new(), String::new()),
    };
    let finding = Diagnostic::new(
        code::ID_DUPLICATE,
        format!("{}{part_en} stands twice", subject.en()),
        format!("{}{part_fr} figure deux fois", subject.fr()),
    )
    .at(first)
    .at(second);
    match subject.role {
        FileRole::Invoices => finding.help(
            "remove one; instalments of one invoice differ in the column instalment",
            "en supprimer une\u{a0}; les tranches d'une facture se distinguent par la colonne instalment",
        ),
        FileRole::Events => finding.help(
            "one act has one event_id, one event and one date; give the other act its own",
            "un acte a un seul event_id, un seul event et une seule date\u{a0}; donner le sien à l'autre acte",
        ),
        _ => finding.help("remove or rename one of them", "en supprimer ou en renommer un"),
    }
}

pub(in crate::input) fn due_missing(subject: &Subject, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::DUE_MISSING,
        format!("{} has no due date, and no payment terms to find it from", subject.en()),
        format!("{} n'a pas d'échéance, ni de conditions de paiement pour la trouver", subject.fr()),
    )
    .at(place)
    .help(
        "fill due_date, or give terms in the row, for the customer, or under [terms] of the policy",
        "remplir due_date (échéance), ou donner les conditions dans la ligne, chez le client ou sous [terms] dans la politique",
    )
}

/// Says how many invoices the law has dated.
pub(in crate::input) fn due_by_law(file: &str, count: usize) -> Diagnostic {
    let (s, t) = if count > 1 { ("s", "vent être réglées") } else { ("", "t être réglée") };
    let fall = if count > 1 { "fall" } else { "falls" };
    Diagnostic::new(
        code::DUE_BY_LAW,
        format!("{count} invoice{s} without payment terms {fall} due by law: 30 days after supply, else issue (C. com. L441-10 I)"),
        format!("{count} facture{s} sans conditions de paiement doi{t} selon la loi\u{a0}: 30 jours après la prestation, à défaut l'émission (C. com. L441-10 I)"),
    )
    .at(Place::file(file))
}

pub(in crate::input) fn due_too_late(subject: &Subject, issue: Place) -> Diagnostic {
    Diagnostic::new(
        crate::diag::code::input::DATE_INVALID,
        format!("the payment terms of {} lead beyond the year 9999", subject.en()),
        format!("les conditions de paiement {} mènent au-delà de l'an 9999", subject.of_fr()),
    )
    .at(issue)
    .help("check its issue date", "vérifier sa date d'émission")
}

/// Says that the amounts of a whole ledger pass what can be added up exactly.
pub(in crate::input) fn ledger_too_large(file: &str) -> Diagnostic {
    Diagnostic::new(
        crate::diag::code::input::AMOUNT_TOO_LARGE,
        format!("the amounts of {file} and the files with it pass 10 000 000 000 000.00 together"),
        format!("les montants de {file} et des fichiers joints dépassent ensemble 10 000 000 000 000,00"),
    )
    .at(Place::file(file))
    .help("split the folder", "diviser le dossier")
}

/// Says that a row is set aside, under `--keep-going`, because what it refers to is.
pub(in crate::input) fn set_aside(subject: &Subject, reason: &Subject, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::SET_ASIDE,
        format!("{} is set aside with {}, to which it refers", subject.en(), reason.en()),
        format!("ligne écartée avec {}\u{a0}: {} y renvoie", reason.fr(), subject.fr()),
    )
    .at(place)
}
