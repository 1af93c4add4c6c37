//! The names that columns have in lists of programs, in French and English, by what they mean.

use crate::input::columns::Column;

/// The names of one meaning, the surest first, written without what is not compared.
pub(super) type Names = &'static [&'static str];

/// Numbers that only documents have.
#[rustfmt::skip]
pub(super) const NUMBER: Names = &[
    "numero facture", "n facture", "num facture", "no facture", "facture n", "facture no", "ref facture", "reference facture",
    "invoice number", "invoice no", "invoice num", "invoice ref", "invoice", "facture", "invoice id", "voucher no",
    "document number", "document no", "doc no", "numero document", "n document", "numero piece", "n piece",
    "reference document", "ref document", "code facture", "piece",
];
/// Numbers of anything.
pub(super) const ANY_NUMBER: Names = &["numero", "number", "num", "no", "n", "reference", "ref", "id"];
/// Numbers that a document has, and not a record of a program.
pub(super) const DOCUMENT_NUMBER: Names = &["numero", "number", "num", "no", "n"];
/// Numbers of anything, which are of an invoice where a due date stands beside them.
pub(super) const NUMBER_BESIDE_DUE: Names = &["transaction number", "trx number"];
/// Numbers of credit notes.
#[rustfmt::skip]
pub(super) const CREDIT_NUMBER: Names = &[
    "numero avoir", "n avoir", "num avoir", "no avoir", "avoir n", "avoir no", "ref avoir", "reference avoir",
    "credit note number", "credit note no", "credit memo number", "credit memo no",
];
/// Numbers of credit notes, or sums of them: the cells tell.
pub(super) const BARE_CREDIT: Names = &["avoir", "credit note", "credit memo"];
#[rustfmt::skip]
pub(super) const CUSTOMER: Names = &[
    "code client", "customer id", "customer code", "customer number", "customer no", "client id", "client code",
    "client number", "id client", "n client", "numero client", "num client", "no client", "compte client",
    "compte tiers", "code tiers", "n compte tiers", "numero compte tiers", "n tiers", "numero tiers", "id tiers",
    "compte auxiliaire", "code auxiliaire", "n compte client", "numero compte client", "account number", "partner id",
];
/// A code or a name: beside another name its cells tell.
#[rustfmt::skip]
pub(super) const CODE_OR_NAME: Names = &[
    "client", "customer", "tiers", "compte", "account", "debiteur", "debtor", "partenaire", "partner", "party", "societe", "company",
];
/// What somebody is called, beside a code.
#[rustfmt::skip]
pub(super) const CALLED: Names = &[
    "raison sociale", "nom client", "customer name", "client name", "nom tiers", "company name", "nom partenaire", "partner name",
    "intitule client", "intitule tiers", "intitule compte", "intitule", "nom", "name",
];
/// A part of the name of a person.
pub(super) const FIRST_NAME: Names = &["prenom", "first name", "given name", "forename"];
#[rustfmt::skip]
pub(super) const NAME: Names = &[
    "raison sociale", "nom client", "customer name", "client name", "client", "customer", "billing name", "contact name", "nom tiers", "tiers",
    "societe", "company name", "company", "partner", "debiteur", "debtor", "acheteur", "buyer", "bill to",
    "invoice partner display name", "party", "nom affichage partenaire facture", "nom affichage partenaire", "nom partenaire",
    "partenaire", "intitule client", "intitule tiers", "intitule compte", "intitule", "nom", "name",
];
#[rustfmt::skip]
pub(super) const ISSUED: Names = &[
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "invoice bill date", "issue date", "date issued",
    "issued on", "issued", "bill date", "facture le", "facturee le", "posting date", "document date", "date piece",
    "date document", "date", "date creation",
];
/// Days of anything, which are of the issue where another one is of the due date.
pub(super) const ISSUED_BESIDE_DUE: Names = &["transaction date", "trx date", "created at", "date transaction"];
/// The day of a row, whatever the row is.
pub(super) const PLAIN_DATE: Names = &["date"];
#[rustfmt::skip]
pub(super) const DUE: Names = &[
    "due date", "date echeance", "echeance", "echeance le", "date limite reglement", "date limite paiement", "payable le",
    "a payer avant le", "payment due date", "payment due", "due on", "due", "date echeance facture", "date echeance paiement",
    "echeance facture", "echeance paiement", "date exigibilite", "exigible", "regler avant", "date limite",
    "date echeance nette", "echeance nette", "net due date", "due date receive by", "date due", "invoice due date", "bill due date",
    "date ech", "ech", "ech facture", "echeance reglement", "date echeance reglement", "payable jusqu au", "payable avant",
    "payable avant le", "payable au", "a payer avant", "a payer jusqu au", "a regler avant", "a regler avant le", "regler avant le",
    "reglement avant", "reglement avant le", "paiement avant", "paiement avant le", "payment due by", "due by", "pay by",
    "payable by", "date exigible", "exigible le", "maturity date", "maturity", "next payment due at",
];
/// Totals in the currency that another column names.
#[rustfmt::skip]
pub(super) const FOREIGN_TOTAL: Names = &[
    "total ttc en devise", "total ttc devise", "montant ttc en devise", "montant ttc devise", "montant total en devise",
    "montant en devise", "montant devise", "total en devise signe", "total en devise", "total devise",
    "total in currency signed", "total in currency", "amount in currency", "amount currency",
];
/// Totals with the tax in them.
#[rustfmt::skip]
pub(super) const GROSS_TOTAL: Names = &[
    "total ttc", "montant ttc", "ttc", "montant total ttc", "total signed", "total facture ttc", "montant facture ttc",
    "grand total", "total signe", "gross amount", "gross total", "total gross", "invoice gross amount", "gross",
];
/// Totals that do not say whether the tax is in them.
#[rustfmt::skip]
pub(super) const BARE_TOTAL: Names = &[
    "invoice total", "invoiced amount", "invoice amount", "total amount", "montant facture", "total facture",
    "total document", "net a payer", "montant total", "original amount", "total", "amount", "montant",
];
/// What a name may be made of that says that tax is in it, and no more than that it is the total of an invoice.
#[rustfmt::skip]
pub(super) const OF_TOTALS: [&str; 41] = [
    "ttc", "tvac", "incl", "including", "inc", "included", "vat", "tax", "taxes", "gst", "tva", "comprise", "comprises", "toutes",
    "gross", "brut", "net", "total", "totaux", "montant", "montants", "somme", "amount", "sum", "value", "valeur", "facture", "factures",
    "facturee", "invoice", "invoiced", "bill", "billed", "global", "general", "grand", "document", "piece", "vente", "ca", "eur",
];
/// Where one of these is a column, a total beside it has the tax in it.
#[rustfmt::skip]
pub(super) const WITHOUT_TAX: [&str; 8] = ["ht", "htva", "hors", "untaxed", "subtotal", "excl", "excluding", "net"];
/// The tax, where it is a sum.
pub(super) const TAX: [&str; 6] = ["tva", "vat", "tax", "taxes", "gst", "tps"];
/// What makes of it something else than a sum.
#[rustfmt::skip]
pub(super) const NO_TAX_SUM: [&str; 26] = [
    "client", "customer",
    "taux", "rate", "%", "code", "numero", "n", "no", "id", "number", "intra", "intracom", "intracommunautaire", "regime", "type",
    "percent", "incl", "including", "inc", "included", "comprise", "comprises", "excl", "registration", "exigible",
];
#[rustfmt::skip]
pub(super) const CURRENCY: Names = &[
    "currency", "devise", "monnaie", "currency code", "code devise", "invoice currency", "devise facture", "devise document",
    "devise client", "client currency", "invoice currency code", "iso currency", "code iso devise", "entered currency",
];
#[rustfmt::skip]
pub(super) const KIND: Names = &[
    "type piece", "type document", "document type", "type facture", "invoice type", "transaction type", "voucher type",
    "transaction class", "belegart", "belegtyp", "dokumentart", "rechnungsart", "tipo documento", "tipo de documento",
];
/// The kind of anything, which is that of the documents where no other column tells it.
pub(super) const BARE_KIND: Names = &["kind", "nature", "type", "typ", "genre", "tipo", "soort"];
/// What is still owed, whether or not the name says that tax is in it.
#[rustfmt::skip]
pub(super) const BALANCE: Names = &[
    "solde en devise", "reste a payer en devise", "reste du en devise", "montant du en devise", "amount due in currency",
    // Beside an amount that was due once, what remains of it.
    "amount remaining", "remaining amount", "amount due remaining",
    "reste a payer", "reste du", "reste a regler", "reste a encaisser", "reste a recouvrer", "reste a solder", "reste",
    "restant du", "restant a payer", "restant a regler", "restant a encaisser", "restant", "reliquat", "reliquat du",
    "montant restant du", "montant restant", "montant restant a payer", "montant restant a regler", "total restant du",
    "montant du", "total du", "solde a payer", "solde a regler", "solde restant", "solde restant du", "solde du",
    "solde facture", "solde piece", "solde debiteur", "solde", "montant impaye", "montant ouvert", "montant non regle",
    "montant non paye", "non regle", "non paye", "montant a payer", "montant a regler", "montant a encaisser", "a encaisser",
    "solde ouvert", "balance due", "amount due", "due amount", "total amount due", "total due", "open balance", "outstanding balance",
    "outstanding amount", "amount outstanding", "outstanding", "open amount", "unpaid amount", "amount unpaid",
    "invoice amount due", "amount residual", "residual amount", "residual",
    "remaining balance", "remaining", "balance", "du", "impaye", "amount due signed", "montant du signe", "amount open",
    "amount owed", "amount owing", "sommes dues", "somme due",
];
/// What was paid, at once or so far.
#[rustfmt::skip]
pub(super) const PAID: Names = &[
    "montant paye", "montant regle", "montant encaisse", "encaisse", "amount paid", "paid amount", "montant verse",
];
/// What was paid so far: never the sum of one payment.
#[rustfmt::skip]
pub(super) const PAID_SO_FAR: Names = &[
    "deja paye", "deja regle", "total paye", "total regle", "invoice amount paid", "paid to date", "total paid",
    "paye a ce jour", "regle a ce jour", "montant deja paye", "montant deja regle", "deja encaisse", "total encaisse",
    "montant paye a ce jour", "montant regle a ce jour", "cumul regle", "cumul reglements", "total reglements",
    "total paiements", "total encaissements", "encaissements", "total payments", "payments",
    "deja verse", "total verse", "versements",
];
/// Amounts or yes and no: the cells tell.
#[rustfmt::skip]
pub(super) const PAID_OR_WHETHER: Names = &[
    "paye", "payee", "facture payee", "est payee", "regle", "reglee", "facture reglee", "est reglee", "soldee", "facture soldee",
    "est soldee", "acquittee", "facture acquittee", "lettre", "lettree", "lettrage", "paid", "is paid", "fully paid",
];
#[rustfmt::skip]
pub(super) const PAID_ON: Names = &[
    "date paiement", "date reglement", "paye le", "payee le", "regle le", "reglee le", "date encaissement", "encaisse le",
    "payment date", "paid on", "date paid", "paid date", "paid at", "fully paid on date", "clearing date",
    "clear date", "settled date", "settled on", "date solde", "date acquittement", "acquitte le", "acquittee le",
];
/// The day of a row that is known to be a payment.
pub(super) const PAYMENT_DATE: Names = &["date", "created date", "created"];
/// The day of the last payment, which need not have settled the invoice.
#[rustfmt::skip]
pub(super) const LAST_PAID_ON: Names = &[
    "last payment date", "last payment", "date dernier reglement", "date dernier paiement", "date dernier encaissement",
    "dernier reglement", "dernier paiement",
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
    "montant reglement", "montant paiement", "montant recu", "payment amount", "amount received", "avant commission",
];
#[rustfmt::skip]
pub(super) const PAYMENT_ID: Names = &[
    "numero reglement", "n reglement", "numero paiement", "n paiement", "ref paiement", "ref reglement", "payment id",
    "payment number", "payment no", "transaction id", "numero transaction", "n transaction", "id transaction",
];
/// Whether money came in or went back.
#[rustfmt::skip]
pub(super) const PAYMENT_KIND: Names = &[
    "type operation", "type mouvement", "type transaction", "transaction type", "type paiement", "type reglement", "payment type",
    "nature", "kind", "type",
];
/// Whether the money is there.
#[rustfmt::skip]
pub(super) const PAYMENT_STATUS: Names = &[
    "statut paiement", "etat paiement", "statut reglement", "etat reglement", "payment status", "payment state",
    "transaction status", "statut", "status", "etat", "state",
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
/// What a customer is: a business, a public buyer or a consumer.
pub(super) const CUSTOMER_KIND: Names =
    &["type client", "nature client", "customer type", "client type", "customer kind", "kind", "type", "nature"];
pub(super) const LANGUAGE: Names = &["langue", "language", "langue client", "customer language"];
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
    "date facture", "date facturation", "date emission", "emise le", "emission", "invoice date", "invoice bill date", "issue date", "date issued",
    "issued on", "issued", "bill date", "facture le", "facturee le",
];
/// Sums in the currency of whoever wrote the list (Odoo).
pub(super) const OWN_SUMS: Names = &["total signed", "total signe", "amount due signed", "montant du signe"];
/// Behind "du" these show that it is no article: "montant dû TTC".
pub(super) const BEHIND_OWED: [&str; 9] = ["ttc", "ht", "a", "au", "en", "par", "sur", "facture", "signe"];
/// What "du" belongs to: "reste dû client".
pub(super) const BEFORE_OWED: [&str; 4] = ["reste", "restant", "solde", "impaye"];
/// What is left out where names are compared, unless it ends one: "reste dû", "payée le".
pub(super) const ARTICLES: [&str; 10] = ["de", "des", "la", "le", "les", "l", "d", "du", "of", "the"];
/// What is left out at the end of a name: "montant TTC en euros", "total (EUR)".
pub(super) const EUROS: [&str; 3] = ["eur", "euro", "euros"];
/// What is left out at the end of the name of a day: "due date (UTC)".
pub(super) const CLOCK: &str = "utc";
