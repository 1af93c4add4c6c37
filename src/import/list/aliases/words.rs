//! The names that columns have in lists of programs, in French and English, by what they mean.

use crate::input::columns::Column;

/// The names of one meaning, the surest first, written without what is not compared.
pub(super) type Names = &'static [&'static str];

#[rustfmt::skip]
pub(super) const NUMBER: Names = &[
    "numero facture", "n facture", "num facture", "no facture", "facture n", "facture no", "ref facture", "reference facture",
    "invoice number", "invoice no", "invoice num", "invoice ref", "invoice", "facture", "invoice id", "voucher no",
    "document number", "document no", "doc no", "numero document", "n document", "numero piece", "n piece",
    "reference document", "ref document", "code facture", "piece", "numero", "number", "num", "no", "n", "reference", "ref",
    "id",
];
#[rustfmt::skip]
pub(super) const CUSTOMER: Names = &[
    "code client", "customer id", "customer code", "customer number", "customer no", "client id", "client code",
    "client number", "id client", "n client", "numero client", "num client", "no client", "compte client",
    "compte tiers", "code tiers", "compte auxiliaire", "code auxiliaire", "account number", "partner id",
];
#[rustfmt::skip]
pub(super) const NAME: Names = &[
    "raison sociale", "nom client", "customer name", "client name", "client", "customer", "contact name", "nom tiers", "tiers",
    "societe", "company name", "company", "partner", "debiteur", "debtor", "acheteur", "buyer", "bill to",
    "invoice partner display name", "party", "nom affichage partenaire facture", "nom affichage partenaire", "nom partenaire",
    "partenaire", "intitule client", "intitule tiers", "intitule compte", "intitule", "nom", "name",
];
#[rustfmt::skip]
pub(super) const ISSUED: Names = &[
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "issue date", "date issued",
    "issued on", "issued", "bill date", "posting date", "document date", "date piece", "date document", "date", "date creation",
];
#[rustfmt::skip]
pub(super) const DUE: Names = &[
    "due date", "date echeance", "echeance", "echeance le", "date limite reglement", "date limite paiement", "payable le",
    "a payer avant le", "payment due date", "payment due", "due on", "due", "date echeance facture", "date echeance paiement",
    "echeance facture", "echeance paiement", "date exigibilite", "exigible", "regler avant", "date limite",
];
#[rustfmt::skip]
pub(super) const AMOUNT: Names = &[
    "total ttc en devise", "montant ttc en devise", "montant en devise", "total en devise signe", "total ttc", "montant ttc",
    "ttc", "montant total ttc", "total in currency signed", "total signed", "grand total",
    "invoice total", "invoiced amount", "invoice amount", "total amount", "montant facture", "total facture ttc",
    "montant facture ttc", "total facture", "total signe", "total document", "net a payer", "montant total", "total", "amount",
    "montant",
];
#[rustfmt::skip]
pub(super) const CURRENCY: Names = &[
    "currency", "devise", "monnaie", "currency code", "code devise", "invoice currency", "devise facture", "devise document",
    "devise client", "client currency", "invoice currency code", "iso currency", "code iso devise",
];
#[rustfmt::skip]
pub(super) const KIND: Names = &[
    "kind", "type piece", "type document", "document type", "type facture", "invoice type", "transaction type", "voucher type",
    "nature", "type",
];
#[rustfmt::skip]
pub(super) const BALANCE: Names = &[
    "reste a payer", "reste du", "reste a regler", "reste a encaisser", "restant du", "restant a payer", "montant restant du",
    "montant restant", "montant du", "montant restant a payer", "montant restant a regler", "solde a payer", "solde a regler",
    "reste a solder", "montant impaye", "montant ouvert", "montant non regle", "solde restant", "solde du", "solde",
    "balance due", "amount due", "open balance", "outstanding amount", "amount outstanding", "outstanding", "open amount",
    "amount due signed", "invoice amount due", "amount residual", "residual", "remaining", "balance", "du", "impaye", "encours",
    "montant du ttc", "reste du ttc", "restant du ttc", "solde du ttc", "total du ttc", "total du", "solde restant du",
    "montant restant du ttc", "montant restant ttc", "reste a payer ttc", "reste a regler ttc", "solde ttc",
];
/// What was paid, at once or so far.
#[rustfmt::skip]
pub(super) const PAID: Names = &[
    "montant paye", "montant regle", "montant encaisse", "encaisse", "amount paid", "paid amount",
];
/// What was paid so far: never the sum of one payment.
#[rustfmt::skip]
pub(super) const PAID_SO_FAR: Names = &[
    "deja paye", "deja regle", "total paye", "total regle", "invoice amount paid", "paid to date", "total paid",
    "paye a ce jour", "regle a ce jour", "montant deja paye", "montant deja regle", "deja encaisse", "total encaisse",
    "montant paye a ce jour", "montant regle a ce jour", "cumul regle", "cumul reglements",
];
/// Amounts or yes and no: the cells tell.
#[rustfmt::skip]
pub(super) const PAID_OR_WHETHER: Names = &[
    "paye", "payee", "facture payee", "regle", "reglee", "soldee", "paid", "is paid",
];
#[rustfmt::skip]
pub(super) const PAID_ON: Names = &[
    "date paiement", "date reglement", "paye le", "payee le", "regle le", "reglee le", "date encaissement", "encaisse le",
    "payment date", "paid on", "date paid", "paid date", "paid at", "fully paid on date", "last payment date", "clearing date",
    "clear date", "settled date", "settled on", "date solde",
];
#[rustfmt::skip]
pub(super) const STATUS: Names = &[
    "statut paiement", "etat paiement", "payment status", "payment state", "invoice status", "statut facture", "etat facture",
    "statut reglement", "etat reglement", "statut document", "etat document", "statut", "status", "etat", "state", "situation",
];
#[rustfmt::skip]
pub(super) const INVOICE_MORE: &[(Column, Names)] = &[
    (Column::SupplyDate, &["date prestation", "date livraison", "delivery date", "supply date"]),
    (Column::Reference, &[
        "reference commande", "ref commande", "numero commande", "n commande", "bon commande", "po number", "order number",
        "purchase order", "customer reference", "votre reference", "reference client",
        "ref client",
    ]),
    (Column::Instalment, &["tranche", "instalment", "installment", "numero echeance", "n echeance"]),
    (Column::AppliesTo, &[
        "facture origine", "facture corrigee", "facture liee", "avoir sur", "original invoice", "applies to",
    ]),
];
#[rustfmt::skip]
pub(super) const TERMS: Names = &[
    "conditions paiement", "conditions reglement", "delai paiement", "payment terms", "terms",
];
#[rustfmt::skip]
pub(super) const PAYMENT_AMOUNT: Names = &[
    "montant reglement", "montant paiement", "montant recu", "payment amount", "amount received",
];
#[rustfmt::skip]
pub(super) const PAYMENT_ID: Names = &[
    "numero reglement", "n reglement", "numero paiement", "n paiement", "ref paiement", "ref reglement", "payment id",
    "payment number", "payment no", "transaction id",
];
/// The number of a payment, or how an invoice is to be paid.
pub(super) const PAYMENT_ID_OR_METHOD: Names = &["reglement", "paiement"];
#[rustfmt::skip]
pub(super) const METHOD: Names = &[
    "mode reglement", "mode paiement", "moyen paiement", "payment method", "payment mode", "method",
];
/// How it was paid, where the list is known to hold payments.
pub(super) const ANY_METHOD: Names = &["mode"];
#[rustfmt::skip]
pub(super) const PAYMENT_REFERENCE: Names = &[
    "reference paiement", "reference reglement", "transaction reference", "payment reference", "numero cheque", "n cheque",
    "libelle", "reference",
];
#[rustfmt::skip]
pub(super) const CUSTOMER_MORE: &[(Column, Names)] = &[
    (Column::Siren, &["siren", "n siren", "numero siren", "siret", "n siret", "numero siret"]),
    (Column::VatId, &[
        "tva intracommunautaire", "tva intracom", "tva intra", "numero tva", "n tva", "vat number", "vat id", "vat no",
        "tax id",
    ]),
    (Column::Address1, &[
        "adresse 1", "adresse ligne 1", "adresse", "adresse facturation", "rue", "address 1", "address line 1",
        "po address line 1", "address", "street", "billing address", "billing street",
    ]),
    (Column::Address2, &[
        "adresse 2", "adresse ligne 2", "complement adresse", "address 2", "address line 2", "po address line 2",
    ]),
    (Column::PostalCode, &[
        "code postal", "cp", "postal code", "zip code", "zip", "postcode", "po postal code", "billing zip",
    ]),
    (Column::City, &["ville", "localite", "commune", "city", "town", "po city", "billing city"]),
    (Column::Country, &["pays", "country", "po country", "billing country"]),
    (Column::Contact, &["contact", "interlocuteur", "contact person"]),
    (Column::Email, &[
        "email", "e mail", "courriel", "mail", "adresse email", "adresse e mail", "adresse mail", "email client",
        "email address", "client email", "customer email",
    ]),
    (Column::Phone, &["telephone", "tel", "n telephone", "phone", "phone number"]),
];

/// Both together are the lines of an account, not invoices: their balance runs on from line to line.
pub(super) const DEBIT: Names = &["debit", "montant debit"];
pub(super) const CREDIT: Names = &["credit", "montant credit"];
/// Beside a total, what is left of it.
pub(super) const NET: Names = &["net a payer", "net a regler"];
/// What the name of a column contains that is taken off a total, and that nobody paid.
pub(super) const DEDUCTIONS: [&str; 8] =
    ["retenue", "garantie", "escompte", "remise", "rabais", "ristourne", "discount", "retention"];
/// The sum of a row, whatever the row is.
pub(super) const PLAIN_AMOUNT: Names = &["montant", "amount"];
/// Days that only invoices have.
#[rustfmt::skip]
pub(super) const INVOICE_DATE: Names = &[
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "issue date", "date issued",
    "issued on", "issued", "bill date",
];
/// A total in the currency of whoever wrote the list, beside a balance in the invoice's (Odoo).
pub(super) const OWN_TOTAL: Names = &["total signed", "total signe"];
/// Behind "du" these show that it is no article: "montant dû TTC".
pub(super) const BEHIND_OWED: [&str; 8] = ["ttc", "ht", "a", "au", "en", "par", "sur", "facture"];
/// What "du" belongs to: "reste dû client".
pub(super) const BEFORE_OWED: [&str; 4] = ["reste", "restant", "solde", "impaye"];
/// What is left out where names are compared, unless it ends one: "reste dû", "payée le".
pub(super) const ARTICLES: [&str; 10] = ["de", "des", "la", "le", "les", "l", "d", "du", "of", "the"];
/// What is left out at the end of a name: "montant TTC en euros", "total (EUR)".
pub(super) const EUROS: [&str; 3] = ["eur", "euro", "euros"];
