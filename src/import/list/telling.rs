//! Which names of columns say that they tell what is paid, open, cancelled or refunded, or in which currency.

use super::aliases::name::Name;

/// Words of sums and days that tell what is paid or open. A balance that is read tells the same.
#[rustfmt::skip]
const PAYMENT: &[&str] = &[
    "solde", "soldes", "soldee", "soldees", "reste", "restes", "restant", "restante", "restants", "reliquat", "du", "due", "dus",
    "paye", "payee", "payes", "payees", "payer", "regle", "reglee", "regles", "reglees", "regler", "reglement", "reglements",
    "paiement", "paiements", "encaisse", "encaissee", "encaisses", "encaissees", "encaisser", "encaissement", "encaissements",
    "encours", "recouvrer", "recouvre", "impaye", "impayee", "impayes", "impayees", "acquitte", "acquittee", "acquittement",
    "lettre", "lettree", "lettres", "lettrees", "lettrage", "acompte", "acomptes", "arrhes", "impute", "imputes", "imputation",
    "paid", "unpaid", "payment", "payments", "outstanding", "balance", "remaining", "residual", "settled", "cleared", "received",
    "deposit", "prepaid", "prepayment", "collected", "applied", "avoir", "avoirs", "percu", "percue", "compense", "compensee",
    "compensation", "verse", "versee", "verses", "versees", "versement", "versements", "owed", "owing",
];

/// Words of what became of an invoice otherwise.
#[rustfmt::skip]
const STATE: &[&str] = &[
    "statut", "statuts", "status", "etat", "state", "annule", "annulee", "annulation", "cancelled", "canceled",
    "cancellation", "void", "voided", "rembourse", "remboursee", "remboursement", "remboursements", "refund", "refunds", "refunded",
    "extourne", "extournee", "reversed", "reversal", "rejete", "rejetee", "rejet", "chargeback", "sens", "irrecouvrable",
    "irrecouvrables", "contentieux",
];

/// Words of what went back: a zero beside them says that nothing did.
const BACK: &[&str] = &[
    "rembourse",
    "remboursee",
    "remboursement",
    "remboursements",
    "refund",
    "refunds",
    "refunded",
    "chargeback",
    "reversed",
    "reversal",
];

/// Tells whether a zero under that name says nothing of payment: that nothing went back.
pub fn is_of_what_went_back(name: &Name) -> bool {
    name.has_word(BACK)
}

/// Names of the side of an account.
const SIDES: [&str; 7] = ["sens", "dc", "debitcredit", "senscomptable", "sensmontant", "drcr", "sollhaben"];

/// Words that tell of payment where no other stands beside them that makes them speak of something else: a document
/// that was received, a credit card, a ticket that is closed.
#[rustfmt::skip]
const ALONE: &[&str] = &[
    "recu", "recus", "recue", "recues", "ouvert", "ouverte", "ouverts", "ouvertes", "open", "dues", "pay", "attente", "credit",
    "credits", "cloture", "cloturee", "clotures", "cloturees", "clos", "close", "closed", "rapproche", "rapprochee", "rapproches",
    "rapprochees", "reconciled",
];

/// Words beside which those tell it still.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "montant", "montants", "total", "totaux", "somme", "sommes", "amount", "amounts", "sum", "facture", "factures", "invoice", "date",
    "le", "on", "at", "en", "to", "is", "est", "deja", "ttc", "note", "notes",
];

/// Words of the currency.
pub const CURRENCY: &[&str] = &["devise", "devises", "monnaie", "currency"];

/// Words beside which the others tell nothing of an invoice's payment: how and when it is to be paid, who did what,
/// where.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "mode", "moyen", "condition", "conditions", "delai", "delais", "terme", "termes", "terms", "term", "method", "methode", "type",
    "iban", "gateway", "autorise", "autorisee", "plafond", "limite", "limit", "prevu", "prevue", "previsionnel", "previsionnelle",
    "expected", "attendu", "attendue", "planned", "lien", "link", "url", "relance", "relances", "reminder", "dunning", "taux",
    "rate", "cours", "juridique", "civil", "fiscal", "adresse", "address", "shipping", "ship", "delivery", "livraison",
    "fulfillment", "province", "region", "supply", "email", "mail", "envoi", "service", "contact", "lie", "liee", "carbone",
];

/// Words beside which a payment is only spoken of: the account of payment, the tax on receipts.
#[rustfmt::skip]
const SPOKEN_OF: &[&str] = &[
    "banque", "bank", "compte", "account", "echeance", "echeances", "tva", "vat", "tax", "commentaire", "comment", "note", "notes",
    "instructions", "reference", "ref", "libelle",
];

/// Words behind which somebody stands who paid, or received.
const WHO: [&str; 2] = ["par", "by"];

/// Ways to pay: whoever paid by one has paid.
const WAYS: [&str; 9] = ["carte", "cb", "card", "cheque", "check", "virement", "transfer", "especes", "cash"];

/// Words that say that something was paid, or is still owed, whatever stands beside them.
#[rustfmt::skip]
const SAID: &[&str] = &[
    "solde", "soldee", "soldes", "soldees", "reste", "restes", "restant", "restante", "restants", "reliquat", "paye", "payee",
    "payes", "payees", "regle", "reglee", "regles", "reglees", "encaisse", "encaissee", "encaisses", "encaissees", "acquitte",
    "acquittee", "impaye", "impayee", "impayes", "impayees", "percu", "percue", "paid", "unpaid", "outstanding", "remaining",
    "residual", "settled", "cleared", "received", "collected",
];

/// What a customer owes in all, and what he is, say nothing of one invoice.
const OF_CUSTOMERS: [&str; 3] = ["client", "customer", "tiers"];
const IN_ALL: [&str; 7] = ["solde", "balance", "encours", "statut", "status", "etat", "state"];

/// Words of sums without the tax: what they are in another currency says nothing of what is owed.
const WITHOUT_TAX: &[&str] = &["ht", "htva", "untaxed", "excl", "subtotal"];

/// What a column tells that is not read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// What is paid or open.
    Payment,
    /// What became of it otherwise.
    State,
    /// On which side of an account its sum stands: on that of what is owed, or of what is taken off.
    Side,
    /// In which currency its sums are.
    Currency,
}

/// Returns what the name of a column says that it tells.
pub fn tells(name: &Name) -> Option<Tells> {
    // The day on which it is due says nothing of what is paid.
    let is_day = name.has_word(&["due"]) && name.has_word(&["date", "on", "at", "day", "days", "since"]);
    let is_of_customer = name.has_word(&OF_CUSTOMERS) && name.has_word(&IN_ALL);
    let is_document =
        name.has_word(&["avoir", "avoirs"]) && name.has_word(&["facture", "factures", "n", "no", "numero"]);
    let is_place = name.has_word(&["state"]) && name.has_word(&["billing", "bill"]);
    let is_by_somebody = name.has_word(&WHO) && !name.has_word(&WAYS);
    let is_spoken_of = is_by_somebody || (name.has_word(SPOKEN_OF) && !name.has_word(SAID));
    if tells_alone(name) {
        return Some(Tells::Payment);
    }
    if name.has_word(HARMLESS) || is_spoken_of || is_day || is_of_customer || is_place || is_document {
        None
    } else if SIDES.contains(&name.whole.as_str()) {
        Some(Tells::Side)
    } else if name.has_word(STATE) || name.whole == "cancelledat" {
        Some(Tells::State)
    } else if name.has_word(PAYMENT) {
        Some(Tells::Payment)
    } else if name.has_word(CURRENCY) && !name.has_word(WITHOUT_TAX) {
        Some(Tells::Currency)
    } else {
        None
    }
}

/// Tells whether a name says of a payment no more than one of the words that need not.
fn tells_alone(name: &Name) -> bool {
    let known = |word: &String| ALONE.contains(&word.as_str()) || BESIDE.contains(&word.as_str());
    // The day on which something was opened says nothing of what is open.
    let is_opening = name.has_word(&["open", "ouvert", "ouverte"]) && name.has_word(&["date", "le", "on", "at"]);
    name.has_word(ALONE) && name.words.iter().all(known) && !is_opening
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_payment_is_told_from_what_does_not() {
        for name in [
            "Solde créditeur",
            "Reste à payer HT",
            "Reste dû client",
            "Encours",
            "% réglé",
            "Règlement",
            "Lettrage",
            "Sens",
            "Statut",
            "Financial Status",
            "Cancelled at",
            "Refunded Amount",
            "OutstandingBalance",
            "Date dernier règlement",
            "Acompte versé",
            "Annulée",
            "Devise",
            "Amount refunded",
            "Total amount due",
            "MONTANT DÛ",
            "Payé par carte",
            "Montant réglé à la banque",
            "Amount received incl. VAT",
            "Déjà réglé (compte 411)",
            "Restant dû (note de crédit déduite)",
            "Reste dû à l'échéance",
            "Trop-perçu",
            "Irrécouvrable",
            "Réglé par CB",
            "Statut facture",
            "Versé",
            "Versements",
            "Montant versé",
            "Reçu",
            "Montant reçu",
            "Ouvert",
            "Open",
            "Amount open",
            "Amount owed",
            "Sommes dues",
            "To pay",
            "En attente",
            "Credit notes",
            "Crédits",
            "Clôturé",
            "Closed",
            "Rapproché",
        ] {
            assert!(tells(&Name::of(name)).is_some(), "{name}");
        }
        for name in [
            "Mode de règlement",
            "Conditions de règlement",
            "Date d'échéance",
            "Encours autorisé",
            "Due date",
            "Taux de change",
            "Fulfillment Status",
            "Billing State",
            "Place of Supply(With State Code)",
            "Solde client",
            "Statut client",
            "Expected Payment Date",
            "Payment Terms",
            "Lien de paiement",
            "Date de relance",
            "Montant HT",
            "Commercial",
            "Montant HT devise",
            "Client State",
            "N° situation",
            "Days since due",
            "Compte de règlement",
            "TVA sur encaissements",
            "Payment by",
            "Payé par",
            "Facture ou avoir",
            "N° avoir lié",
            "Contact contentieux",
            "Pièce jointe reçue",
            "Bon de commande reçu",
            "Reçu par",
            "Date d'ouverture",
            "Ouvert le",
            "Open rate",
            "Opened at",
            "Open date",
            "Credit card",
            "Credit limit",
            "Carte de crédit",
            "Closed by",
            "Pay link",
            "Validation en attente",
            "Mode de versement",
            "Rapport clos",
        ] {
            assert!(tells(&Name::of(name)).is_none(), "{name}");
        }
    }
}
