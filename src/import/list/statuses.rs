//! What a list says of an invoice's payment in a word.

use super::aliases::name::Name;
use crate::input::header::same;

/// What a status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing is owed any more.
    Paid,
    /// A part is owed.
    PartPaid,
    /// All or a part is owed.
    Open,
    /// As [`Status::Open`], and the due date has passed.
    Overdue,
    /// It was sent to the customer; of payment the word says nothing.
    Issued,
    /// It is no invoice yet.
    Draft,
    /// It is none any more.
    Cancelled,
    /// Nothing is to come any more: it was paid, set off or given up, and a sum must say which.
    Closed,
}

/// Our word first, then those of other programs, without case, accents, blanks and punctuation.
#[rustfmt::skip]
const WORDS: &[(Status, &[&str])] = &[
    (Status::Paid, &[
        "paid", "payee", "paye", "reglee", "regle", "soldee", "solde", "acquittee", "encaissee", "encaisse", "lettree",
        "fully paid", "paid in full", "totalement payee", "totalement reglee", "entierement payee", "payees", "reglees",
        "soldees", "acquitte", "lettre", "in payment", "en cours de paiement",
    ]),
    (Status::PartPaid, &[
        "part-paid", "partially paid", "partly paid", "partial", "partial payment", "partiellement payee", "partiellement paye",
        "partiellement reglee", "partiellement regle", "payee partiellement", "reglee partiellement", "paye partiellement",
        "regle partiellement", "partiellement encaissee", "partiellement encaisse", "encaissee partiellement",
        "partiellement soldee", "partiellement solde", "soldee partiellement", "solde partiellement", "payee en partie",
        "paye en partie", "reglee en partie", "regle en partie", "partiellement payees", "partiellement reglees", "partiel",
        "partielle", "paiement partiel", "reglement partiel", "acompte verse", "reglement commence",
    ]),
    (Status::Open, &[
        "open", "unpaid", "not paid", "non payees", "non reglees", "impayees", "non solde", "non soldees", "non encaissee",
        "non encaisse", "non acquittee", "non lettree", "non lettre", "a relancer", "awaiting payment", "outstanding", "non payee", "non paye", "non reglee",
        "non regle", "impayee", "impaye", "a payer", "a regler", "a encaisser", "en attente de paiement",
        "en attente de reglement", "ouverte", "ouvert", "non soldee", "due", "not due", "not yet due", "a venir", "a echoir",
        "non echue", "non echu",
    ]),
    (Status::Overdue, &[
        "overdue", "past due", "late", "en retard", "echue", "echu", "echues", "retard", "depassee", "echeance depassee",
        "overdue and discounted",
    ]),
    (Status::Issued, &[
        "issued", "sent", "viewed", "posted", "approved", "authorised", "authorized", "submitted", "finalized", "pending",
        "emise", "emis", "envoyee", "envoye", "validee", "valide", "comptabilisee", "comptabilise", "finalisee", "finalise",
        "ventilee", "ventile", "emises", "envoyees", "validees", "transmise", "transmis", "deposee", "depose", "mise a disposition", "recue", "approuvee",
        "en attente", "en cours", "relancee", "relance", "unpaid and discounted",
    ]),
    (Status::Draft, &["draft", "brouillon", "en preparation", "provisoire", "a valider", "proforma"]),
    (Status::Cancelled, &[
        "cancelled", "canceled", "void", "voided", "deleted", "annulee", "annule", "annulees", "supprimee", "supprime",
    ]),
    (Status::Closed, &[
        "closed", "cloturee", "cloture", "abandonnee", "abandonne", "abandoned", "extournee", "extourne", "reversed", "refunded",
        "remboursee", "rembourse", "uncollectible", "written off", "irrecouvrable", "passee en perte",
    ]),
];

/// What answers a column that asks whether an invoice is paid.
const ANSWERS: &[(Status, &[&str])] =
    &[(Status::Paid, &["oui", "yes", "true", "vrai", "1"]), (Status::Open, &["non", "no", "false", "faux", "0"])];

/// What the name of a column has in it that asks so.
#[rustfmt::skip]
const ASKS: &[&str] = &[
    "paye", "payee", "payes", "payees", "regle", "reglee", "reglees", "solde", "soldee", "soldees", "acquitte", "acquittee",
    "encaisse", "encaissee", "lettre", "lettree", "lettrage", "paid", "settled", "cleared",
];

/// What turns the question round.
const NOT: &[&str] = &["non", "not", "pas", "un"];

impl Status {
    /// Returns what a word means; nothing for one that is not known.
    pub fn of(word: &str) -> Option<Status> {
        WORDS.iter().find(|(_, words)| words.iter().any(|known| same(known, word))).map(|(status, _)| *status)
    }

    /// Returns what yes or no means under a column of that name; nothing where it asks nothing, as under "Statut",
    /// where programs have numbers of their own.
    pub(in crate::import::list) fn answered(word: &str, column: &Name) -> Option<Status> {
        let asks = column.has_word(ASKS) && !column.has_word(NOT);
        let answer = || ANSWERS.iter().find(|(_, words)| words.iter().any(|known| same(known, word)));
        asks.then(answer).flatten().map(|(status, _)| *status)
    }

    /// Tells whether the word says that something is still owed.
    pub fn claims_debt(self) -> bool {
        matches!(self, Status::PartPaid | Status::Open | Status::Overdue)
    }

    /// Returns the words of what is no invoice, not yet or no more.
    pub fn of_none() -> impl Iterator<Item = &'static str> {
        let of_none = |status: &Status| matches!(status, Status::Draft | Status::Cancelled);
        WORDS.iter().filter(move |(status, _)| of_none(status)).flat_map(|(_, words)| words.iter().copied())
    }

    /// Returns the words of what is an invoice no more.
    pub fn of_cancelled() -> impl Iterator<Item = &'static str> {
        let cancelled = WORDS.iter().filter(|(status, _)| *status == Status::Cancelled);
        cancelled.flat_map(|(_, words)| words.iter().copied())
    }

    /// Returns our own words, for the message about one that is not known.
    pub fn known() -> String {
        WORDS.iter().map(|(_, words)| words[0]).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_answers_to_what_asks_whether_it_is_paid() {
        let under = |column: &str, word: &str| Status::answered(word, &Name::of(column));
        assert_eq!(under("Payée", "Oui"), Some(Status::Paid));
        assert_eq!(under("Facture réglée ?", "0"), Some(Status::Open));
        assert_eq!(under("Is Paid", "TRUE"), Some(Status::Paid));
        for (column, word) in
            [("Statut", "1"), ("Payment status", "0"), ("Non payée", "oui"), ("Impayée", "oui"), ("Payée", "2")]
        {
            assert_eq!(under(column, word), None, "{column} {word}");
        }
    }

    #[test]
    fn words_have_one_meaning_in_both_languages() {
        for (word, status) in [
            ("Payée", Status::Paid),
            ("PAID", Status::Paid),
            ("Partiellement réglée", Status::PartPaid),
            ("Impayée", Status::Open),
            ("À venir", Status::Open),
            ("En retard", Status::Overdue),
            ("Envoyée", Status::Issued),
            ("Brouillon", Status::Draft),
            ("Annulée", Status::Cancelled),
            ("Voided", Status::Cancelled),
        ] {
            assert_eq!(Status::of(word), Some(status), "{word}");
        }
        for (word, status) in [
            ("Finalisé", Status::Issued),
            ("Non payées", Status::Open),
            ("Échues", Status::Overdue),
            ("Partiellement encaissée", Status::PartPaid),
            ("Soldée partiellement", Status::PartPaid),
            ("Réglé en partie", Status::PartPaid),
            ("Non soldé", Status::Open),
            ("Déposée", Status::Issued),
            ("Abandonnée", Status::Closed),
            ("Extourné", Status::Closed),
        ] {
            assert_eq!(Status::of(word), Some(status), "{word}");
        }
        // Who refuses it owes it still, or does not: nobody can tell.
        assert_eq!(Status::of("Refusée"), None);
        let all: Vec<String> =
            WORDS.iter().flat_map(|(_, words)| words.iter()).map(|word| crate::input::header::fold(word)).collect();
        let mut unique = all.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
    }
}
