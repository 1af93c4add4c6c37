//! The one table of columns: what each file may hold, what is required, and the French names that are read as well.

use crate::model::FileRole;

/// What a column means. The same meaning can stand in several files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the columns; the README's table of files says what each means")]
pub enum Column {
    InvoiceId,
    CustomerId,
    IssueDate,
    DueDate,
    Amount,
    Currency,
    Kind,
    Instalment,
    AppliesTo,
    SupplyDate,
    Reference,
    Terms,
    Category,
    Procedure,
    PenaltyRate,
    DiscountRate,
    DiscountUntil,
    DiscountRate2,
    DiscountUntil2,
    DiscountRate3,
    DiscountUntil3,
    File,
    PaymentId,
    Date,
    Reverses,
    Method,
    Name,
    Siren,
    VatId,
    Address1,
    Address2,
    PostalCode,
    City,
    Country,
    Contact,
    Email,
    Phone,
    Language,
    DunningEmail,
    BillingEmail,
    CcEmail,
    Segment,
    CreditLimit,
    CreditLimitFrom,
    CreditLimitUntil,
    InsuredLimit,
    Group,
    NaturalPerson,
    Rating,
    RatingDate,
    RatingSource,
    Iban,
    Owner,
    Event,
    EventId,
    Level,
    Channel,
    Interest,
    Indemnity,
    Published,
    Until,
    Note,
    By,
    Seal,
    Mentions,
    Payer,
    PayerAccount,
    Candidates,
    Why,
    // What lists of other programs state, and none of our own files holds.
    Paid,
    Balance,
    Status,
    PaidOn,
}

/// The columns of the early-payment discounts that a row states, tier by tier: percent, and the last day.
pub const DISCOUNTS: [(Column, Column); 3] = [
    (Column::DiscountRate, Column::DiscountUntil),
    (Column::DiscountRate2, Column::DiscountUntil2),
    (Column::DiscountRate3, Column::DiscountUntil3),
];

/// Tells whether a column is for a second or third discount: few files need it.
pub fn is_further_tier(column: Column) -> bool {
    DISCOUNTS[1..].iter().any(|&(rate, until)| [rate, until].contains(&column))
}

impl Column {
    /// How many meanings there are.
    pub const COUNT: usize = Column::PaidOn as usize + 1;
}

/// One column of one file.
#[derive(Debug)]
pub struct Entry {
    /// What it means.
    pub column: Column,
    /// Whether the file cannot do without it.
    pub required: bool,
    /// Our own name.
    pub name: &'static str,
    /// Other names that are read: without case, accents, blanks and punctuation.
    pub aliases: &'static [&'static str],
}

const fn required(column: Column, name: &'static str, aliases: &'static [&'static str]) -> Entry {
    Entry { column, required: true, name, aliases }
}

const fn optional(column: Column, name: &'static str, aliases: &'static [&'static str]) -> Entry {
    Entry { column, required: false, name, aliases }
}

/// Returns the columns of a file, in the order in which our own files have them.
pub const fn of(role: FileRole) -> &'static [Entry] {
    match role {
        FileRole::Invoices => INVOICES,
        FileRole::Payments => PAYMENTS,
        FileRole::Customers => CUSTOMERS,
        FileRole::Events => EVENTS,
        FileRole::Suspense => SUSPENSE,
        FileRole::Policy => &[],
    }
}

#[rustfmt::skip]
const INVOICE_ID: &[&str] = &[
    "facture", "numero_facture", "n_facture", "num_facture", "no_facture", "numero_de_facture",
    "reference_facture", "ref_facture",
];
#[rustfmt::skip]
const CUSTOMER_ID: &[&str] = &[
    "client", "code_client", "compte", "compte_client", "numero_client", "n_client", "num_client", "id_client",
    "ref_client",
];
/// All but the last: in a list of invoices "Réf. client" is the customer's order.
const INVOICED_ID: &[&str] = CUSTOMER_ID.split_last().expect("there are some").1;
#[rustfmt::skip]
const CURRENCY: &[&str] = &["devise", "monnaie"];
#[rustfmt::skip]
const INSTALMENT: &[&str] = &["tranche", "numero_echeance", "n_echeance"];
#[rustfmt::skip]
const CATEGORY: &[&str] = &["categorie"];
#[rustfmt::skip]
const PROCEDURE: &[&str] = &["procedure_de_relance", "scenario", "scenario_de_relance"];
#[rustfmt::skip]
const PENALTY_RATE: &[&str] = &[
    "taux_penalites", "taux_de_penalites", "taux_penalite", "taux_de_penalite", "penalites",
];
#[rustfmt::skip]
const TERMS: &[&str] = &[
    "conditions", "conditions_de_paiement", "conditions_paiement", "conditions_de_reglement",
    "conditions_reglement", "delai", "delai_de_paiement", "delai_paiement",
];

const FILE: &[&str] = &["fichier", "document", "piece_jointe"];

#[rustfmt::skip]
const INVOICES: &[Entry] = &[
    required(Column::InvoiceId, "invoice_id", INVOICE_ID),
    required(Column::CustomerId, "customer_id", INVOICED_ID),
    required(Column::IssueDate, "issue_date", &[
        "date_facture", "date_de_facture", "date_facturation", "date_de_facturation", "date_emission",
        "date_d_emission", "emission", "date",
    ]),
    required(Column::DueDate, "due_date", &[
        "echeance", "date_echeance", "date_d_echeance", "date_limite_reglement", "date_limite_de_reglement",
        "date_limite_paiement", "date_limite_de_paiement",
    ]),
    required(Column::Amount, "amount", &["montant", "montant_ttc", "total_ttc", "ttc"]),
    optional(Column::Currency, "currency", CURRENCY),
    optional(Column::Kind, "kind", &["type", "nature", "type_de_piece", "type_piece"]),
    optional(Column::Instalment, "instalment", INSTALMENT),
    optional(Column::AppliesTo, "applies_to", &[
        "facture_corrigee", "facture_d_origine", "facture_origine", "facture_liee", "avoir_sur",
    ]),
    optional(Column::SupplyDate, "supply_date", &[
        "date_prestation", "date_de_prestation", "date_livraison", "date_de_livraison",
    ]),
    optional(Column::Reference, "reference", &[
        "ref_commande", "reference_commande", "commande", "n_commande", "numero_commande", "bon_de_commande",
        "engagement", "numero_engagement", "n_engagement", "numero_d_engagement", "vos_references", "ref_client",
        "reference_client",
    ]),
    optional(Column::Terms, "terms", TERMS),
    optional(Column::Category, "category", CATEGORY),
    optional(Column::Procedure, "procedure", PROCEDURE),
    optional(Column::PenaltyRate, "penalty_rate", PENALTY_RATE),
    optional(Column::DiscountRate, "discount_rate", &["taux_escompte", "taux_d_escompte", "escompte"]),
    optional(Column::DiscountUntil, "discount_until", &[
        "escompte_jusqu_au", "date_escompte", "date_limite_escompte", "fin_escompte",
    ]),
    optional(Column::DiscountRate2, "discount_rate_2", &["taux_escompte_2", "escompte_2"]),
    optional(Column::DiscountUntil2, "discount_until_2", &["escompte_jusqu_au_2", "date_escompte_2"]),
    optional(Column::DiscountRate3, "discount_rate_3", &["taux_escompte_3", "escompte_3"]),
    optional(Column::DiscountUntil3, "discount_until_3", &["escompte_jusqu_au_3", "date_escompte_3"]),
    optional(Column::File, "file", FILE),
    optional(Column::Mentions, "mentions", &["mentions_legales"]),
];

#[rustfmt::skip]
const PAYMENTS: &[Entry] = &[
    required(Column::PaymentId, "payment_id", &[
        "reglement", "n_reglement", "num_reglement", "no_reglement", "numero_reglement", "numero_de_reglement",
        "id_reglement", "paiement", "n_paiement", "num_paiement", "no_paiement", "numero_paiement",
        "numero_de_paiement", "id_paiement", "encaissement",
    ]),
    required(Column::Date, "date", &[
        "date_reglement", "date_de_reglement", "date_paiement", "date_de_paiement", "date_encaissement",
        "date_d_encaissement",
    ]),
    required(Column::Amount, "amount", &[
        "montant", "montant_regle", "montant_paye", "montant_encaisse", "montant_reglement", "montant_paiement",
    ]),
    optional(Column::CustomerId, "customer_id", CUSTOMER_ID),
    optional(Column::InvoiceId, "invoice_id", INVOICE_ID),
    optional(Column::Instalment, "instalment", INSTALMENT),
    optional(Column::Currency, "currency", CURRENCY),
    optional(Column::Kind, "kind", &["type", "nature", "sens"]),
    optional(Column::Reverses, "reverses", &[
        "annule", "reglement_annule", "reglement_rejete", "paiement_annule", "paiement_rejete",
    ]),
    optional(Column::Method, "method", &[
        "mode", "mode_reglement", "mode_de_reglement", "mode_paiement", "mode_de_paiement", "moyen_de_paiement",
    ]),
    optional(Column::Reference, "reference", &["libelle", "ref", "reference_bancaire"]),
    optional(Column::Payer, "payer", &["payeur", "donneur_d_ordre"]),
    optional(Column::PayerAccount, "payer_account", &["compte_payeur"]),
];

#[rustfmt::skip]
const CUSTOMERS: &[Entry] = &[
    required(Column::CustomerId, "customer_id", CUSTOMER_ID),
    required(Column::Name, "name", &[
        "nom", "raison_sociale", "nom_client", "nom_du_client", "denomination", "societe", "intitule",
    ]),
    optional(Column::Kind, "kind", &["type", "type_client", "nature"]),
    optional(Column::Siren, "siren", &["n_siren", "numero_siren"]),
    optional(Column::VatId, "vat_id", &[
        "tva", "n_tva", "numero_tva", "tva_intra", "tva_intracommunautaire", "n_tva_intracommunautaire",
        "numero_tva_intracommunautaire",
    ]),
    optional(Column::Address1, "address_1", &["adresse", "adresse_1", "rue", "address"]),
    optional(Column::Address2, "address_2", &[
        "adresse_2", "complement", "complement_adresse", "complement_d_adresse",
    ]),
    optional(Column::PostalCode, "postal_code", &["code_postal", "cp"]),
    optional(Column::City, "city", &["ville", "commune"]),
    optional(Column::Country, "country", &["pays"]),
    optional(Column::Contact, "contact", &["interlocuteur", "nom_contact", "nom_du_contact"]),
    optional(Column::Email, "email", &[
        "courriel", "mail", "adresse_mail", "adresse_email", "adresse_electronique",
    ]),
    optional(Column::Phone, "phone", &["telephone", "tel", "n_telephone", "numero_telephone", "numero_de_telephone"]),
    optional(Column::Language, "language", &["langue"]),
    optional(Column::DunningEmail, "dunning_email", &[
        "courriel_relance", "courriel_de_relance", "email_relance", "email_de_relance",
    ]),
    optional(Column::BillingEmail, "billing_email", &[
        "courriel_facturation", "courriel_de_facturation", "email_facturation", "email_de_facturation",
    ]),
    optional(Column::CcEmail, "cc_email", &[
        "courriel_copie", "courriel_en_copie", "email_copie", "email_en_copie", "copie_a", "en_copie",
    ]),
    optional(Column::Segment, "segment", &["famille"]),
    optional(Column::Category, "category", CATEGORY),
    optional(Column::Procedure, "procedure", PROCEDURE),
    optional(Column::Terms, "terms", TERMS),
    optional(Column::PenaltyRate, "penalty_rate", PENALTY_RATE),
    optional(Column::CreditLimit, "credit_limit", &[
        "encours_autorise", "plafond", "plafond_encours", "plafond_d_encours", "limite_de_credit",
        "limite_credit",
    ]),
    optional(Column::CreditLimitFrom, "credit_limit_from", &["plafond_depuis", "plafond_du", "limite_depuis"]),
    optional(Column::CreditLimitUntil, "credit_limit_until", &["plafond_jusqu_au", "plafond_au", "limite_jusqu_au"]),
    optional(Column::InsuredLimit, "insured_limit", &[
        "encours_assure", "encours_garanti", "plafond_assure", "limite_assuree",
    ]),
    optional(Column::Group, "group", &["groupe"]),
    optional(Column::NaturalPerson, "natural_person", &["personne_physique", "entrepreneur_individuel"]),
    optional(Column::Rating, "rating", &["notation", "cotation"]),
    optional(Column::RatingDate, "rating_date", &["date_notation", "date_de_notation", "date_cotation", "date_de_cotation"]),
    optional(Column::RatingSource, "rating_source", &["source_notation", "source_cotation"]),
    optional(Column::Iban, "iban", &["compte_bancaire", "comptes_bancaires"]),
    optional(Column::Method, "method", &[
        "mode", "mode_reglement", "mode_de_reglement", "mode_paiement", "mode_de_paiement", "moyen_de_paiement",
    ]),
    optional(Column::Owner, "owner", &[
        "suivi_par", "charge_de_compte", "charge_de_clientele", "charge_de_recouvrement",
    ]),
];

#[rustfmt::skip]
const EVENTS: &[Entry] = &[
    required(Column::Date, "date", &["date_evenement", "date_de_l_evenement"]),
    required(Column::Event, "event", &["evenement", "action", "type"]),
    optional(Column::EventId, "event_id", &["id_evenement", "n_evenement", "numero_evenement"]),
    optional(Column::CustomerId, "customer_id", CUSTOMER_ID),
    optional(Column::InvoiceId, "invoice_id", INVOICE_ID),
    optional(Column::Instalment, "instalment", INSTALMENT),
    optional(Column::Level, "level", &["niveau"]),
    optional(Column::Channel, "channel", &["canal"]),
    optional(Column::Amount, "amount", &["montant"]),
    optional(Column::Interest, "interest", &["interets", "penalites"]),
    optional(Column::Indemnity, "indemnity", &["indemnite"]),
    optional(Column::Currency, "currency", CURRENCY),
    optional(Column::Published, "published", &[
        "publie", "publie_le", "publication", "date_publication", "date_de_publication",
    ]),
    optional(Column::Until, "until", &["jusqu_au", "fin", "date_fin", "date_de_fin"]),
    optional(Column::Reference, "reference", &["ref", "numero_recommande", "n_recommande"]),
    optional(Column::Note, "note", &["commentaire", "remarque"]),
    optional(Column::File, "file", FILE),
    optional(Column::By, "by", &["par", "saisi_par", "auteur"]),
    optional(Column::Seal, "seal", &["sceau", "empreinte"]),
];

#[rustfmt::skip]
const SUSPENSE: &[Entry] = &[
    required(Column::PaymentId, "payment_id", &[]),
    required(Column::Date, "date", &[]),
    required(Column::Amount, "amount", &["montant"]),
    optional(Column::Currency, "currency", CURRENCY),
    optional(Column::Payer, "payer", &["payeur", "donneur_d_ordre"]),
    optional(Column::PayerAccount, "payer_account", &["compte_payeur"]),
    optional(Column::Reference, "reference", &["libelle"]),
    optional(Column::CustomerId, "customer_id", CUSTOMER_ID),
    optional(Column::InvoiceId, "invoice_id", INVOICE_ID),
    optional(Column::Candidates, "candidates", &["candidats"]),
    optional(Column::Why, "why", &["motif"]),
];

/// Returns our own name of a column.
pub fn column_name(role: FileRole, column: Column) -> &'static str {
    of(role).iter().find(|entry| entry.column == column).map_or("", |entry| entry.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::header::fold;

    #[test]
    fn no_name_has_two_meanings_within_a_file() {
        for role in [FileRole::Invoices, FileRole::Payments, FileRole::Customers, FileRole::Events, FileRole::Suspense]
        {
            let mut names: Vec<(String, Column)> = Vec::new();
            for entry in of(role) {
                for name in [entry.name].iter().chain(entry.aliases) {
                    let folded = fold(name);
                    let other = names.iter().find(|(known, _)| *known == folded);
                    assert!(other.is_none(), "{role:?}: {name} is {:?} and {:?}", entry.column, other);
                    names.push((folded, entry.column));
                }
            }
        }
    }
}
