//! The words that cells may hold: our own, and the French ones that have one meaning.

use super::header::same;
use crate::model::{CustomerKind, EventKind, InvoiceKind, Lang, PaymentKind};

/// A set of words that one column knows: each meaning with its own word first.
pub type Words<T> = &'static [(T, &'static [&'static str])];

pub(super) const YES_OR_NO: Words<bool> =
    &[(true, &["yes", "oui", "true", "vrai"]), (false, &["no", "non", "false", "faux"])];

/// The kinds of rows of invoices.csv.
pub const INVOICE_KINDS: Words<InvoiceKind> = &[
    (InvoiceKind::Invoice, &["invoice", "facture"]),
    (InvoiceKind::CreditNote, &["credit_note", "avoir", "note_de_credit", "facture_d_avoir"]),
    (InvoiceKind::Deposit, &["deposit", "acompte", "facture_d_acompte"]),
    (InvoiceKind::Penalty, &["penalty", "penalite", "penalites"]),
    (InvoiceKind::Retention, &["retention", "retenue", "retenue_de_garantie"]),
    (InvoiceKind::Opening, &["opening", "a_nouveau", "report_a_nouveau", "solde_anterieur"]),
];

/// The kinds of rows of payments.csv.
pub const PAYMENT_KINDS: Words<PaymentKind> = &[
    (PaymentKind::Payment, &["payment", "paiement", "reglement", "encaissement"]),
    (PaymentKind::Return, &["return", "rejet", "retour", "impaye"]),
    (PaymentKind::Refund, &["refund", "remboursement"]),
];

/// The kinds of customers.
pub const CUSTOMER_KINDS: Words<CustomerKind> = &[
    (CustomerKind::Business, &["business", "professionnel", "entreprise", "societe"]),
    (CustomerKind::Public, &["public", "secteur_public", "collectivite", "administration"]),
    (CustomerKind::Consumer, &["consumer", "consommateur", "particulier"]),
];

/// The languages of letters.
pub const LANGUAGES: Words<Lang> =
    &[(Lang::Fr, &["fr", "francais", "french", "fr_fr"]), (Lang::En, &["en", "anglais", "english", "en_gb", "en_us"])];

/// The events of events.csv.
pub const EVENT_KINDS: Words<EventKind> = &[
    (EventKind::Notice, &["notice", "relance"]),
    (EventKind::Call, &["call", "appel"]),
    (EventKind::Approved, &["approved", "approuve"]),
    (EventKind::DisputeOpened, &["dispute_opened", "litige_ouvert"]),
    (EventKind::DisputeClosed, &["dispute_closed", "litige_clos", "litige_ferme"]),
    (EventKind::Promise, &["promise", "promesse"]),
    (EventKind::Plan, &["plan", "echeancier"]),
    (EventKind::Hold, &["hold", "suspension"]),
    (EventKind::Release, &["release", "reprise"]),
    (EventKind::Insolvency, &["insolvency", "procedure_collective"]),
    (EventKind::OverIndebtedness, &["over_indebtedness", "surendettement"]),
    (EventKind::ClaimDeclared, &["claim_declared", "creance_declaree"]),
    (EventKind::PaymentAnnounced, &["payment_announced", "paiement_annonce", "reglement_annonce"]),
    (EventKind::Assigned, &["assigned", "cedee", "creance_cedee"]),
    (EventKind::HandedOver, &["handed_over", "confie", "transmis"]),
    (EventKind::CourtFiled, &["court_filed", "justice_saisie"]),
    (EventKind::Acknowledged, &["acknowledged", "dette_reconnue", "reconnaissance_de_dette"]),
    (EventKind::Waived, &["waived", "abandon", "renonciation"]),
    (EventKind::WrittenOff, &["written_off", "passe_en_perte", "irrecouvrable"]),
    (EventKind::Allocated, &["allocated", "imputation", "impute", "allocate"]),
    (EventKind::Note, &["note", "commentaire"]),
    (EventKind::Undo, &["undo", "annulation"]),
];

/// Returns what the word means in that column; nothing for a word that the column does not know.
pub fn find<T: Copy>(words: Words<T>, text: &str) -> Option<T> {
    let exact = words.iter().find(|(_, names)| names[0] == text);
    exact
        .or_else(|| words.iter().find(|(_, names)| names.iter().any(|name| same(name, text))))
        .map(|(meaning, _)| *meaning)
}

/// Returns our own words, for the message about one that is not known.
pub fn known<T>(words: Words<T>) -> String {
    words.iter().map(|(_, names)| names[0]).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_word_first() {
        assert!(INVOICE_KINDS.iter().all(|(kind, names)| kind.word() == names[0]));
        assert!(PAYMENT_KINDS.iter().all(|(kind, names)| kind.word() == names[0]));
        assert!(CUSTOMER_KINDS.iter().all(|(kind, names)| kind.word() == names[0]));
        assert!(EventKind::ALL.iter().all(|kind| find(EVENT_KINDS, kind.word()) == Some(*kind)));
        assert_eq!(EVENT_KINDS.len(), EventKind::ALL.len());
    }

    #[test]
    fn french_words_and_other_spellings_are_read() {
        assert_eq!(find(INVOICE_KINDS, "Avoir"), Some(InvoiceKind::CreditNote));
        assert_eq!(find(INVOICE_KINDS, "Credit note"), Some(InvoiceKind::CreditNote));
        assert_eq!(find(PAYMENT_KINDS, "RÈGLEMENT"), Some(PaymentKind::Payment));
        assert_eq!(find(EVENT_KINDS, "Litige ouvert"), Some(EventKind::DisputeOpened));
        assert_eq!(find(INVOICE_KINDS, "proforma"), None);
        assert_eq!(find(INVOICE_KINDS, ""), None);
    }
}
