//! Findings about rows that refer to others: what is not there, and what contradicts what.

use super::Subject;
use crate::diag::code::ledger as code;
use crate::diag::{Diagnostic, Place, Severity};
use crate::model::{Currency, FileRole, shell};

/// Returns the ids that may have been meant: `C1`, `C1 or C2`.
fn either(ids: &[&str], or: &str) -> String {
    match ids {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} {or} {last}", others.join(", ")),
    }
}

/// Says that a customer is unknown; `like` are the known ids that are nearest to it.
pub(in crate::input) fn customer_unknown(id: &str, place: Place, like: &[&str]) -> Diagnostic {
    let finding = Diagnostic::new(
        code::CUSTOMER_UNKNOWN,
        format!("customer {id} is not in the customers' file"),
        format!("le client {id} n'est pas dans le fichier des clients"),
    )
    .at(place);
    match like {
        [] => finding.help("add the customer, or correct the id", "ajouter le client, ou corriger son code"),
        like => finding.help(
            format!("did you mean {}? Otherwise add the customer", either(like, "or")),
            format!("s'agit-il de {}\u{a0}? Sinon, ajouter le client", either(like, "ou")),
        ),
    }
}

/// Says that an invoice is unknown; `like` are the known numbers that are nearest to it.
pub(in crate::input) fn invoice_unknown(number: &str, subject: &Subject, place: Place, like: &[&str]) -> Diagnostic {
    let finding = Diagnostic::new(
        code::INVOICE_UNKNOWN,
        format!("{} refers to invoice {number}, which is not in the invoices' file", subject.en()),
        format!("{} renvoie à la facture {number}, absente du fichier des factures", subject.fr()),
    )
    .at(place);
    match like {
        [] => finding.help("correct the number, or add the invoice", "corriger le numéro, ou ajouter la facture"),
        like => finding.help(
            format!("did you mean {}? Otherwise add the invoice", either(like, "or")),
            format!("s'agit-il de {}\u{a0}? Sinon, ajouter la facture", either(like, "ou")),
        ),
    }
}

pub(in crate::input) fn instalment_unknown(number: &str, instalment: &str, known: &[&str], place: Place) -> Diagnostic {
    let finding = Diagnostic::new(
        code::INSTALMENT_UNKNOWN,
        format!("invoice {number} has no instalment {instalment}"),
        format!("la facture {number} n'a pas de tranche {instalment}"),
    )
    .at(place);
    if known.is_empty() {
        finding.help(
            "the invoice is not divided: leave the cell empty",
            "la facture n'est pas divisée\u{a0}: laisser vide",
        )
    } else {
        let known = known.join(", ");
        finding.help(format!("its instalments: {known}"), format!("ses tranches\u{a0}: {known}"))
    }
}

pub(in crate::input) fn payment_unknown(id: &str, subject: &Subject, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::PAYMENT_UNKNOWN,
        format!("{} takes back payment {id}, which is not in the payments' file", subject.en()),
        format!("{} reprend le paiement {id}, absent du fichier des paiements", subject.fr()),
    )
    .at(place)
    .help(
        "write the payment_id of that payment, or leave the cell empty",
        "indiquer le payment_id de ce paiement, ou laisser la cellule vide",
    )
}

pub(in crate::input) fn event_unknown(id: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::EVENT_UNKNOWN,
        format!("this undo takes back event {id}, which is not in the events' file"),
        format!("cette annulation reprend l'événement {id}, absent du fichier des événements"),
    )
    .at(place)
    .help("write the event_id of an event of this file", "indiquer l'event_id d'un événement de ce fichier")
}

/// Says that a payment is of somebody who owes nothing and never did: an advance, or money of somebody else. `twin` has
/// an id that is nearly the same, and owes.
pub(in crate::input) fn payment_without_invoice(
    subject: &Subject,
    customer: &str,
    twin: Option<&str>,
    place: Place,
) -> Diagnostic {
    if let Some(twin) = twin {
        return Diagnostic::new(
            code::ID_LOOKALIKE,
            format!("{} is of customer {customer}, who has no invoice, while customer {twin} has some", subject.en()),
            format!(
                "{} est du client {customer}, qui n'a aucune facture, alors que le client {twin} en a",
                subject.fr()
            ),
        )
        .at(place)
        .help(
            format!("if it is money of {twin}, write that id; if not, give one of them an id that differs more"),
            format!(
                "si c'est un règlement de {twin}, écrire ce code\u{a0}; sinon, donner à l'un des deux un code plus distinct"
            ),
        );
    }
    Diagnostic::new(
        code::PAYMENT_WITHOUT_INVOICE,
        format!("{} is of customer {customer}, who has no invoice: it stays credit", subject.en()),
        format!("{} est du client {customer}, qui n'a aucune facture\u{a0}: il reste à son crédit", subject.fr()),
    )
    .at(place)
    .help("is the customer's id right?", "le code du client est-il le bon\u{a0}?")
}

/// Says that a payment without a currency is in the policy's, in which its customer owes nothing.
pub(in crate::input) fn currency_unclear(
    subject: &Subject,
    customer: &str,
    (taken, owed): (Currency, Currency),
    place: Place,
) -> Diagnostic {
    Diagnostic::new(
        code::CURRENCY_MISMATCH,
        format!("{} names no currency: it would be in {taken}, and customer {customer} owes in {owed}", subject.en()),
        format!(
            "{} n'a pas de devise\u{a0}: il serait en {taken}, et le client {customer} doit en {owed}",
            subject.fr()
        ),
    )
    .at(place)
    .help(
        format!("write {owed} or {taken} in the column currency, or name the invoice"),
        format!("indiquer {owed} ou {taken} dans la colonne currency (devise), ou nommer la facture"),
    )
}

/// Rows of one number look like different invoices.
pub(in crate::input) fn issue_dates_differ(subject: &Subject, places: [Place; 2]) -> Diagnostic {
    let [first, second] = places;
    let mut finding = Diagnostic::new(
        code::ID_DUPLICATE,
        format!("the rows of {} were issued on different days: are they instalments of one invoice?", subject.en()),
        format!(
            "les lignes {} sont émises à des jours différents\u{a0}: sont-ce les tranches d'une seule facture\u{a0}?",
            subject.of_fr()
        ),
    )
    .at(first)
    .at(second)
    .help(
        "if so, give them one issue date; if not, give each invoice its own number",
        "si oui, leur donner une seule date d'émission\u{a0}; sinon, donner à chaque facture son propre numéro",
    );
    finding.severity = Severity::Warning;
    finding
}

/// Says that two rows that must name the same customer do not.
pub(in crate::input) fn customer_mismatch(subject: &Subject, other: &Subject, places: [Place; 2]) -> Diagnostic {
    let finding = mismatch(code::CUSTOMER_MISMATCH, subject, other, ("another customer", "un autre client"), places);
    if subject.role != FileRole::Events {
        return finding;
    }
    // Past acts are sealed: who joins two records of one customer has to say so.
    finding.help(
        "correct one of the two rows; where two records of one customer were joined, write the one that stays into the rows of \
         events.csv too, empty their seal cells and all higher ones, and run `relance record --seal`, which notes it",
        "corriger l'une des deux lignes ; si deux fiches d'un même client ont été réunies, donner aussi aux lignes \
         d'events.csv celle qui reste, vider leurs cellules seal et toutes les suivantes, puis lancer `relance noter --seal`, \
         qui le note",
    )
}

/// Says that two rows that must be in the same currency are not.
pub(in crate::input) fn currency_mismatch(subject: &Subject, other: &Subject, places: [Place; 2]) -> Diagnostic {
    mismatch(code::CURRENCY_MISMATCH, subject, other, ("another currency", "une autre devise"), places)
}

/// Says that a payment is in the currency of the recovery indemnity, and names the invoice that is in another one.
pub(in crate::input) fn indemnity_in_another_currency(finding: Diagnostic, invoice: &str) -> Diagnostic {
    let invoice = shell::word(invoice);
    finding.help(
        format!(
            "correct one of the two rows; the indemnity, which is owed in that currency, is paid by money of the customer that names no invoice and is just what a notice asked for, or that names its penalty note: `relance record penalty-note {invoice}` writes it"
        ),
        format!(
            "corriger l'une des deux lignes ; l'indemnité, due dans cette devise, se règle en désignant le client seul, du montant exact qu'une relance a réclamé, ou sa note de pénalités : `relance noter pénalités {invoice}` l'établit"
        ),
    )
}

fn mismatch(
    code: crate::diag::Code,
    subject: &Subject,
    other: &Subject,
    what: (&str, &str),
    places: [Place; 2],
) -> Diagnostic {
    let [here, there] = places;
    let finding = if subject.role == other.role && subject.id == other.id {
        Diagnostic::new(
            code,
            format!("two rows of {} have different values where they must agree: {}", subject.en(), what.0),
            format!("deux lignes {} diffèrent là où elles doivent s'accorder\u{a0}: {}", subject.of_fr(), what.1),
        )
    } else {
        Diagnostic::new(
            code,
            format!("{} refers to {}, which has {}", subject.en(), other.en(), what.0),
            format!("{} renvoie {}, qui a {}", subject.fr(), other.to_fr(), what.1),
        )
    };
    finding.at(here).at(there).help("correct one of the two rows", "corriger l'une des deux lignes")
}

/// Says that two rows of one invoice stand for different things.
pub(in crate::input) fn kinds_differ(subject: &Subject, places: [Place; 2]) -> Diagnostic {
    let [first, second] = places;
    Diagnostic::new(
        code::KIND_MISMATCH,
        format!("the rows of {} are of different kinds", subject.en()),
        format!("les lignes {} sont de natures différentes", subject.of_fr()),
    )
    .at(first)
    .at(second)
    .help(
        "give a credit note or a penalty its own number, and name the invoice in applies_to",
        "donner à l'avoir ou à la pénalité son propre numéro, et nommer la facture dans applies_to",
    )
}

/// Says that a row refers to a credit note where only a claim makes sense.
pub(in crate::input) fn names_credit_note(subject: &Subject, number: &str, places: [Place; 2]) -> Diagnostic {
    let [here, there] = places;
    Diagnostic::new(
        code::KIND_MISMATCH,
        format!("{} refers to {number}, which is a credit note", subject.en()),
        format!("{} renvoie à {number}, qui est un avoir", subject.fr()),
    )
    .at(here)
    .at(there)
    .help(
        "name an invoice; only a refund can name a credit note",
        "nommer une facture\u{a0}; seul un remboursement peut nommer un avoir",
    )
}

/// Says that a return takes back what is no payment.
pub(in crate::input) fn reverses_no_payment(subject: &Subject, id: &str, places: [Place; 2]) -> Diagnostic {
    let [here, there] = places;
    Diagnostic::new(
        code::KIND_MISMATCH,
        format!("{} takes back {id}, which is no payment but a return or a refund", subject.en()),
        format!("{} reprend {id}, qui n'est pas un paiement mais un rejet ou un remboursement", subject.fr()),
    )
    .at(here)
    .at(there)
    .help("name the payment itself", "nommer le paiement lui-même")
}
