//! Words of a payment: whether its money is there, whether it came in or went back, how.

use crate::input::header::same;

/// Whether the money of a payment is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It came in.
    Received,
    /// It is on its way.
    Awaited,
    /// It never came, or went back.
    Undone,
}

#[rustfmt::skip]
const STATES: &[(Receipt, &[&str])] = &[
    (Receipt::Received, &[
        "paid", "received", "completed", "complete", "succeeded", "success", "successful", "settled", "cleared", "captured",
        "posted", "reconciled", "deposited", "approved", "closed", "payé", "payée", "reçu", "reçue", "encaissé", "encaissée",
        "réglé", "réglée", "validé", "validée", "effectué", "effectuée", "comptabilisé", "comptabilisée", "rapproché",
        "rapprochée", "lettré", "lettrée", "remis en banque", "remise en banque", "soldé", "soldée", "terminé", "terminée",
        "réussi", "réussie", "accepté", "acceptée", "confirmé", "confirmée", "ok",
    ]),
    (Receipt::Awaited, &[
        "pending", "processing", "in progress", "scheduled", "draft", "authorized", "authorised", "en attente", "en cours",
        "en cours de traitement", "prévu", "prévue", "planifié", "planifiée", "brouillon", "à encaisser", "à valider",
        "programmé", "programmée",
    ]),
    (Receipt::Undone, &[
        "failed", "failure", "declined", "refused", "rejected", "canceled", "cancelled", "void", "voided", "returned", "bounced",
        "reversed", "refunded", "expired", "deleted", "unpaid", "annulé", "annulée", "rejeté", "rejetée", "refusé", "refusée",
        "échoué", "échouée", "échec", "impayé", "impayée", "retourné", "retournée", "remboursé", "remboursée", "expiré",
        "expirée", "supprimé", "supprimée", "extourné", "extournée", "abandonné", "abandonnée",
    ]),
];

/// Their words for what came in or went back, and ours.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("payment", &[
        "customer payment", "receipt", "charge", "sale", "deposit", "règlement client", "paiement client", "acompte", "solde",
        "versement", "crédit", "vente", "entrée",
    ]),
    ("payment", PAYPAL),
    ("refund", &[
        "customer refund", "payment refund", "remboursement client", "avoir remboursé", "remboursement de paiement",
        "remboursement du paiement",
    ]),
    ("return", &["chargeback", "bounced", "rejet de prélèvement", "chèque impayé", "prélèvement rejeté", "contre-passation"]),
];

/// PayPal's for payments.
#[rustfmt::skip]
const PAYPAL: &[&str] = &[
    "paiement sur site marchand", "paiement express checkout", "paiement standard", "paiement mobile",
    "paiement par abonnement", "paiement récurrent", "website payment", "express checkout payment", "mobile payment",
    "general payment", "subscription payment", "recurring payment",
];

/// What no customer pays at PayPal: money on its way to a bank, from one currency to another.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "virement standard", "virement vers un compte bancaire", "retrait général", "retrait", "general withdrawal", "withdrawal",
    "user initiated withdrawal", "conversion de devise", "conversion de devise générale", "general currency conversion",
    "currency conversion", "payout",
];

/// How money comes in.
#[rustfmt::skip]
const METHODS: &[&str] = &[
    "virement", "virement sepa", "virement bancaire", "vir", "chèque", "chq", "cb", "carte", "carte bancaire", "carte bleue",
    "prélèvement", "prélèvement sepa", "prlv", "espèces", "traite", "lcr", "effet", "billet à ordre", "paypal", "stripe",
    "bank transfer", "transfer", "wire", "wire transfer", "cheque", "check", "cash", "card", "credit card", "direct debit", "ach",
];

/// Returns whether the money of a payment is there; nothing for a word that is not known.
pub fn state(word: &str) -> Option<Receipt> {
    STATES.iter().find(|(_, words)| words.iter().any(|known| same(known, word))).map(|(state, _)| *state)
}

/// Returns the words that are known for kinds and methods of payments, and our word for the kind.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    let kinds = KINDS.iter().flat_map(|(ours, words)| words.iter().map(|word| (*word, *ours)));
    kinds.chain(METHODS.iter().map(|word| (*word, "payment")))
}

/// Tells whether a word for a payment is PayPal's.
pub fn is_of_paypal(word: &str) -> bool {
    PAYPAL.iter().any(|known| same(known, word))
}

/// Returns PayPal's words for what is no payment of a customer: elsewhere a « virement standard » is one.
pub fn own() -> impl Iterator<Item = &'static str> {
    OWN.iter().copied()
}

/// Tells whether a word says how money came in.
pub fn is_method(word: &str) -> bool {
    METHODS.iter().any(|known| same(known, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_that_is_not_there_is_told_from_money_that_is() {
        for (word, is) in [
            ("Encaissé", Some(Receipt::Received)),
            ("succeeded", Some(Receipt::Received)),
            ("En attente", Some(Receipt::Awaited)),
            ("Rejeté", Some(Receipt::Undone)),
            ("FAILED", Some(Receipt::Undone)),
            ("partially_refunded", None),
        ] {
            assert_eq!(state(word), is, "{word}");
        }
        assert!(is_method("Carte bancaire") && !is_method("Remboursement"));
        assert!(kinds().any(|pair| pair == ("virement", "payment")));
        assert!(
            is_of_paypal("Paiement Express Checkout") && !is_of_paypal("Virement standard") && !is_of_paypal("Chèque")
        );
    }
}
