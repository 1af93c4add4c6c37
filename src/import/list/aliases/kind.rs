//! Which column of a list says what each document is: one whose name says so, whatever its words.

use super::Header;
use super::name::Name;
use super::words::{BARE_KIND, KIND};

/// Words by which a column says that it tells a kind.
const KINDS: &[&str] = &["type", "types", "typ", "nature", "genre", "kind", "art", "tipo", "soort"];

/// Words that say so beside one of documents: what is sold has categories too.
const CATEGORIES: &[&str] = &["categorie", "category"];

/// Words of documents, whose kind it tells.
#[rustfmt::skip]
const DOCUMENTS: &[&str] = &[
    "document", "documents", "doc", "docs", "piece", "pieces", "facture", "factures", "facturation", "invoice", "invoices",
    "operation", "mouvement", "transaction", "ecriture", "voucher", "dokument", "beleg", "rechnung", "documento", "fattura",
    "factura", "factuur",
];

/// Words that say no more of it.
const BESIDE: &[&str] = &["code", "libelle"];

/// Words of what takes something off.
pub const CREDITS: &[&str] = &["avoir", "avoirs", "credit"];

/// Takes the column that says what each document is.
pub(super) fn take(header: &mut Header<'_>) -> Option<String> {
    let by_words = |header: &mut Header<'_>| {
        let at = header.free().find(|&at| is_of_documents(&header.compared[at]))?;
        Some(header.take_at(at))
    };
    header.take(KIND).or_else(|| by_words(header)).or_else(|| header.take(BARE_KIND))
}

/// Tells whether the name of a column says that it tells what each document is, and nothing else: "Type d'opération",
/// "Catégorie de pièce".
fn is_of_documents(name: &Name) -> bool {
    let is_known =
        |word: &String| [KINDS, CATEGORIES, DOCUMENTS, BESIDE].iter().any(|some| some.contains(&word.as_str()));
    let says_so = match name.has_word(DOCUMENTS) {
        true => name.has_word(KINDS) || name.has_word(CATEGORIES),
        false => name.has_word(KINDS) && name.has_word(BESIDE) && !name.has_word(CATEGORIES),
    };
    says_so && name.words.iter().all(is_known)
}

/// Tells whether a column has the name of documents alone, "Document" or "Facture/Avoir": its cells are what they are,
/// or their numbers.
pub fn is_a_document(name: &Name) -> bool {
    let is_of_both = || {
        let is_one =
            |word: &String| ["facture", "invoice", "note"].contains(&word.as_str()) || CREDITS.contains(&word.as_str());
        name.has_word(&["facture", "invoice"]) && name.has_word(CREDITS) && name.words.iter().all(is_one)
    };
    matches!(name.whole.as_str(), "document" | "documents" | "doc" | "dokument" | "beleg" | "documento") || is_of_both()
}

/// Tells whether the name of a column may say that it tells kinds, of documents or of something else.
pub fn may_be_of_kinds(name: &Name) -> bool {
    let has = |words| name.has_word(words);
    has(KINDS) || has(CATEGORIES) || has(&["operation", "mouvement", "transaction", "ecriture", "class", "classe"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_kinds_says_so_by_its_name() {
        for name in [
            "Type d'opération",
            "Type de doc",
            "Nature de la pièce",
            "Catégorie de pièce",
            "Type mouvement",
            "Type d'écriture",
            "Code type",
            "Type de document (libellé)",
        ] {
            let name = Name::of(name);
            assert!(is_of_documents(&name), "{name:?}");
        }
        for name in ["Type de client", "Type de voie", "Catégorie", "Type de vente", "Document lié", "N° document"] {
            assert!(!is_of_documents(&Name::of(name)), "{name}");
        }
        for name in ["Document", "Facture/Avoir", "Facture d'avoir", "Invoice / Credit note"] {
            assert!(is_a_document(&Name::of(name)), "{name}");
        }
        assert!(!is_a_document(&Name::of("N° facture/avoir")) && !is_a_document(&Name::of("Facture")));
        assert!(may_be_of_kinds(&Name::of("Catégorie")) && !may_be_of_kinds(&Name::of("Libellé")));
    }
}
