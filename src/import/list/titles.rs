//! What the title of a list says that its rows are: payments, credit notes, or what nobody owes us.

use crate::diag::{Diagnostic, Place, code};
use crate::input::header::fold;

/// What a title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Invoices, credit notes among them perhaps.
    Invoices,
    /// Credit notes alone.
    Credits,
    /// Payments.
    Payments,
    /// Invoices of suppliers: others are owed.
    Purchases,
    /// Quotes, orders and deliveries: nothing is owed yet.
    Quotes,
}

/// Words that say what is listed.
#[rustfmt::skip]
const LISTED: &[(Listed, &[&str])] = &[
    (Listed::Purchases, &[
        "fournisseur", "fournisseurs", "achat", "achats", "supplier", "suppliers", "vendor", "vendors", "purchase", "purchases",
        "bills",
    ]),
    (Listed::Invoices, &["facture", "factures", "facturation", "facturations", "vente", "ventes", "invoice", "invoices", "sales", "creances"]),
    (Listed::Credits, &["avoir", "avoirs"]),
    (Listed::Payments, &[
        "encaissement", "encaissements", "reglement", "reglements", "paiement", "paiements", "payment", "payments", "receipts",
    ]),
    (Listed::Quotes, &["devis", "proforma", "proformas", "commandes", "bl", "quote", "quotes", "quotation", "quotations", "estimates", "orders"]),
];

/// Words before what is listed.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "liste", "list", "listing", "etat", "extrait", "export", "exports", "journal", "tableau", "recapitulatif", "recap", "suivi",
    "historique", "releve", "detail", "details", "mes", "nos", "vos", "all", "toutes", "tous", "register", "report", "de", "des", "du",
    "d", "les", "le", "la", "l", "of", "the", "our", "client", "clients", "customer", "saisie", "saisies",
];

/// Forms of companies: what they stand in is somebody's name.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "ltd", "limited", "llc", "inc", "plc", "gmbh", "bv", "srl", "sprl", "ag",
];

/// Returns what a title says that is listed.
pub fn of(title: &str) -> Option<Listed> {
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| FORMS.contains(&word.as_str())) {
        return None;
    }
    let listed =
        |word: &String| LISTED.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(listed, _)| *listed);
    let first = words.iter().find(|word| !BEFORE.contains(&word.as_str())).and_then(listed)?;
    let all: Vec<Listed> = words.iter().filter_map(listed).collect();
    // "Factures fournisseurs": whoever wrote them.
    if all.contains(&Listed::Purchases) {
        return Some(Listed::Purchases);
    }
    // "Factures et avoirs" are both; "Règlements des factures" are what stands first.
    let are_several = words.iter().any(|word| matches!(word.as_str(), "et" | "and" | "ou" | "or"));
    match are_several && all.iter().any(|other| *other != first) {
        true => {
            Some(Listed::Invoices).filter(|_| all.iter().all(|one| matches!(one, Listed::Invoices | Listed::Credits)))
        }
        false => Some(first),
    }
}

/// Refuses a list whose title says that nothing in it is owed to us.
pub fn refused(file: &str, line: Option<u32>, title: &str, listed: Listed) -> Option<Diagnostic> {
    let (code, en, fr) = match listed {
        Listed::Invoices | Listed::Credits | Listed::Payments => return None,
        Listed::Purchases => (
            code::import::SELLER_DIFFERS,
            format!("{file} says above its header that it lists purchases, which no customer owes: {title}"),
            format!("{file} dit au-dessus de son en-tête qu'il liste des achats, qu'aucun client ne doit : {title}"),
        ),
        Listed::Quotes => (
            code::import::COLUMNS_OPEN,
            format!(
                "{file} says above its header that it lists quotes or orders, of which nothing is owed yet: {title}"
            ),
            format!(
                "{file} dit au-dessus de son en-tête qu'il liste des devis ou des commandes, dont rien n'est encore dû : {title}"
            ),
        ),
    };
    let place = line.map_or_else(|| Place::file(file), |line| Place::line(file, line));
    let finding = Diagnostic::new(code, en, fr).at(place).help(
        "leave it out, and export the invoices to customers; if that is what it lists, take these words out of the file",
        "le laisser de côté, et exporter les factures aux clients ; si c'est ce qu'il liste, ôter ces mots du fichier",
    );
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_is_listed() {
        for (title, listed) in [
            ("Encaissements de juin 2026", Some(Listed::Payments)),
            ("Règlements des factures clients", Some(Listed::Payments)),
            ("Liste des avoirs", Some(Listed::Credits)),
            ("Factures et avoirs", Some(Listed::Invoices)),
            ("Factures fournisseurs", Some(Listed::Purchases)),
            ("Journal des achats", Some(Listed::Purchases)),
            ("Liste des devis", Some(Listed::Quotes)),
            ("Suivi des factures 2026", Some(Listed::Invoices)),
            // Somebody's name, or of more than one thing.
            ("Devis Plus SARL", None),
            ("Atelier Martin - Achats et ventes", None),
            ("Devis et factures", None),
            ("Période du 01/06/2026 au 30/06/2026", None),
        ] {
            assert_eq!(of(title), listed, "{title}");
        }
    }
}
