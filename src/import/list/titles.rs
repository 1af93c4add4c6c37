//! What the titles of a list say that its rows are: payments, credit notes, or what nobody owes us.
//!
//! What turns a sum round or refuses a list is believed where every word of the title is understood: "Achats Services"
//! may be who wrote the list, "Avoirs inclus" and "Commandes facturées" are invoices.

use crate::input::header::fold;

/// A title that says what is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its line; nothing for the name of a sheet.
    pub line: Option<u32>,
    /// As it is written.
    pub text: String,
    /// What it says, with what the other titles say.
    pub listed: Listed,
}

/// What titles say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Invoices, credit notes among them perhaps.
    Invoices,
    /// Credit notes alone.
    Credits,
    /// Payments.
    Payments,
    /// Invoices that are paid.
    Settled,
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
    (Listed::Credits, &["avoir", "avoirs", "creditnotes"]),
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
    "d", "les", "le", "la", "l", "of", "the", "our", "client", "clients", "customer", "customers", "saisie", "saisies",
];

/// Words of a period, beside numbers.
#[rustfmt::skip]
const PERIOD: &[&str] = &[
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "periode", "mois", "annee", "an", "exercice", "trimestre", "semestre", "semaine", "period", "month", "year", "quarter",
    "week", "au", "from", "to", "for", "pour", "in", "t1", "t2", "t3", "t4", "q1", "q2", "q3", "q4", "arrete", "arretee", "jour",
];

/// Invoices that are paid.
#[rustfmt::skip]
const PAID: &[&str] = &[
    "payees", "reglees", "encaissees", "acquittees", "soldees", "lettrees", "payee", "reglee", "encaissee", "acquittee", "soldee",
    "paid", "settled",
];

/// Invoices that are not, and what denies the others.
#[rustfmt::skip]
const OPEN: &[&str] = &[
    "impayees", "ouvertes", "echues", "unpaid", "open", "outstanding", "overdue", "due", "non", "pas", "not", "un",
];

/// What becomes of documents, and says nothing of payment.
#[rustfmt::skip]
const BECOME: &[&str] = &[
    "emis", "emises", "etablis", "etablies", "issued", "envoyes", "signes", "acceptes", "livrees", "passees", "validees", "en",
    "cours", "attente", "a", "facturer", "traiter", "preparer", "expedier", "livrer", "pending", "accepted", "sent",
];

/// Words between things that are listed side by side, and before what a document is about: "Avoirs sur factures".
const AND: &[&str] = &["et", "and", "ou", "or"];
const ABOUT: &[&str] = &["sur", "des", "de", "du", "aux", "of", "on", "for"];

/// Forms of companies: what they stand in is somebody's name.
#[rustfmt::skip]
const FORMS: &[&str] = &[
    "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "ltd", "limited", "llc", "inc", "plc", "gmbh", "bv", "srl", "sprl", "ag",
];

/// Returns the title of a list out of the lines above it, the nearest last: that one, in the light of the others.
pub fn nearest(lines: impl Iterator<Item = (Option<u32>, String)>) -> Option<Title> {
    let told = lines.filter_map(|(line, text)| Some(Title { line, listed: of(&text)?, text }));
    let mut told: Vec<Title> = told.collect();
    let mut nearest = told.pop()?;
    nearest.listed = beside(nearest.listed, told.iter().map(|title| title.listed))?;
    Some(nearest)
}

/// Returns what a title says that is listed.
pub fn of(title: &str) -> Option<Listed> {
    let mut parts = title.split([':', '|', '(', '–', '—']).flat_map(|part| part.split(" - "));
    let first = of_part(parts.next()?)?;
    beside(first, parts.filter_map(of_part))
}

/// Returns what is listed where others are spoken of too.
fn beside(first: Listed, others: impl Iterator<Item = Listed>) -> Option<Listed> {
    use Listed::{Credits, Invoices, Payments, Purchases, Quotes, Settled};
    others.into_iter().try_fold(first, |known, other| match (known, other) {
        // "Factures - fournisseurs": whoever wrote them.
        (Invoices | Credits | Payments | Settled, Purchases) => Some(Purchases),
        (Credits, Invoices | Settled) => Some(Invoices),
        (Payments, Invoices | Credits | Settled) | (Invoices | Credits | Settled, Payments) => None,
        (Invoices | Credits | Payments | Settled | Purchases | Quotes, _) => Some(known),
    })
}

/// Returns what a part of a title says that is listed.
fn of_part(part: &str) -> Option<Listed> {
    let words = words(part);
    let is = |word: &String, some: &[&str]| some.contains(&word.as_str());
    if words.iter().any(|word| is(word, FORMS)) {
        return None;
    }
    let listed = |word: &String| LISTED.iter().find(|(_, words)| is(word, words)).map(|(listed, _)| *listed);
    let at = words.iter().position(|word| ![BEFORE, OPEN, PAID].iter().any(|some| is(word, some)))?;
    let first = listed(&words[at])?;
    let all: Vec<Listed> = words.iter().filter_map(listed).collect();
    let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let is_known = |word: &String| {
        listed(word).is_some()
            || is_number(word)
            || [BEFORE, PERIOD, PAID, OPEN, BECOME, AND, ABOUT].iter().any(|some| is(word, some))
    };
    let is_understood = words.iter().all(is_known);
    if all.contains(&Listed::Purchases) {
        // "Journal des achats", "Factures fournisseurs": whoever wrote them.
        let is_said = is_understood || at > 0 || first != Listed::Purchases;
        return is_said.then_some(Listed::Purchases);
    }
    let are_several = all.iter().any(|other| *other != first)
        && (part.contains(['&', '/', '+', ',']) || words.iter().any(|word| is(word, AND)));
    let is_about = |at: &usize| listed(&words[*at]) == Some(Listed::Invoices) && is(&words[at - 1], ABOUT);
    match first {
        Listed::Credits if all.contains(&Listed::Invoices) => {
            let are_credits = is_understood && !are_several && (1..words.len()).any(|at| is_about(&at));
            Some(if are_credits { Listed::Credits } else { Listed::Invoices })
                .filter(|_| all.iter().all(|one| matches!(one, Listed::Invoices | Listed::Credits)))
        }
        Listed::Invoices if are_several && all.contains(&Listed::Credits) => {
            Some(first).filter(|_| all.iter().all(|one| matches!(one, Listed::Invoices | Listed::Credits)))
        }
        _ if are_several => None,
        Listed::Credits | Listed::Quotes => is_understood.then_some(first),
        Listed::Invoices => {
            let are_paid = words.iter().any(|word| is(word, PAID)) && !words.iter().any(|word| is(word, OPEN));
            Some(if are_paid { Listed::Settled } else { first })
        }
        _ => Some(first),
    }
}

/// Returns the words of a title, folded, "credit notes" in one.
fn words(title: &str) -> Vec<String> {
    let folded = title.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty());
    let mut words: Vec<String> = Vec::new();
    for word in folded {
        match words.last_mut() {
            Some(last) if last == "credit" && ["note", "notes", "memo", "memos"].contains(&word.as_str()) => {
                "creditnotes".clone_into(last);
            }
            _ => words.push(word),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_is_listed() {
        for (title, listed) in [
            ("Encaissements de juin 2026", Some(Listed::Payments)),
            ("Règlements des factures clients", Some(Listed::Payments)),
            ("Factures fournisseurs", Some(Listed::Purchases)),
            ("Règlements fournisseurs", Some(Listed::Purchases)),
            ("Factures - fournisseurs", Some(Listed::Purchases)),
            ("Journal des achats", Some(Listed::Purchases)),
            ("Journal des achats - Atelier Durand", Some(Listed::Purchases)),
            ("Liste des devis", Some(Listed::Quotes)),
            ("Commandes en cours", Some(Listed::Quotes)),
            ("Suivi des factures 2026", Some(Listed::Invoices)),
            ("Unpaid invoices", Some(Listed::Invoices)),
            // Of more than one thing.
            ("Devis et factures", None),
            ("Factures & règlements", None),
            ("Période du 01/06/2026 au 30/06/2026", None),
            // Somebody's name, or invoices of what was ordered.
            ("Devis Plus SARL", None),
            ("Atelier Martin - Achats et ventes", None),
            ("Achats Services", None),
            ("Commandes facturées - juin 2026", None),
        ] {
            assert_eq!(of(title), listed, "{title}");
        }
    }

    #[test]
    fn credit_notes_are_alone_where_no_other_word_is() {
        for title in [
            "Liste des avoirs",
            "Avoirs clients du 01/06/2026 au 30/06/2026",
            "Avoirs émis en juin 2026",
            "Avoirs - Atelier Durand",
            "Avoirs sur factures",
            "Credit notes June 2026",
            "List of credit memos",
        ] {
            assert_eq!(of(title), Some(Listed::Credits), "{title}");
        }
        for title in ["Factures et avoirs", "Avoirs & factures 2026", "Avoirs / factures", "Invoices and credit notes"]
        {
            assert_eq!(of(title), Some(Listed::Invoices), "{title}");
        }
        for title in ["Avoirs inclus", "Avoirs déduits", "Hors avoirs", "Avoirs et règlements"] {
            assert_eq!(of(title), None, "{title}");
        }
    }

    #[test]
    fn invoices_that_are_paid_are_told_from_those_that_are_not() {
        for title in ["Factures réglées en juin", "Factures encaissées", "Paid invoices", "Factures clients soldées"]
        {
            assert_eq!(of(title), Some(Listed::Settled), "{title}");
        }
        for title in ["Factures non réglées", "Factures payées et impayées", "Invoices not paid", "Factures à payer"]
        {
            assert_eq!(of(title), Some(Listed::Invoices), "{title}");
        }
    }

    #[test]
    fn the_nearest_title_is_read_in_the_light_of_the_others() {
        let listed = |lines: &[&str]| {
            let lines = (1..).zip(lines).map(|(line, text)| (Some(line), (*text).to_owned()));
            nearest(lines).map(|title| (title.line, title.listed))
        };
        assert_eq!(listed(&["Factures clients", "Avoirs inclus"]), Some((Some(1), Listed::Invoices)));
        assert_eq!(listed(&["Factures clients", "Avoirs"]), Some((Some(2), Listed::Invoices)));
        assert_eq!(listed(&["Factures", "Encaissements de juin"]), None);
        assert_eq!(listed(&["Atelier Durand", "Encaissements de juin"]), Some((Some(2), Listed::Payments)));
        assert_eq!(listed(&["Fournisseurs", "Factures de juin"]), Some((Some(2), Listed::Purchases)));
        assert_eq!(listed(&["Devis", "Factures de juin"]), Some((Some(2), Listed::Invoices)));
    }
}
