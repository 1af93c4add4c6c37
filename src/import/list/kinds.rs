//! What programs call the documents of their lists, and which of them claim nothing.

use std::collections::BTreeMap;

use crate::input::header::{fold, same};
use crate::input::words::{self, INVOICE_KINDS};
use crate::model::InvoiceKind;
use crate::policy::ImportMapping;

const CREDIT_NOTE: &str = "credit_note";

/// Our word, and theirs; nothing where theirs says what was sold, and not what the document is.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("invoice", &[
        "factures", "facture standard", "facture simple", "facture client", "facture de vente", "facture comptabilisee",
        "facture de situation", "facture de solde", "facture finale", "facture intermediaire", "facture partielle",
        "facture recapitulative", "facture periodique", "facture recurrente", "facture de remplacement", "facture d abonnement",
        "note d honoraires", "note de debit", "invoices", "sales invoice", "customer invoice", "standard invoice", "tax invoice",
        "final invoice", "interim invoice", "recurring invoice", "debit note", "debit memo", "out_invoice", "accrec", "rechnung",
        "ausgangsrechnung", "kundenrechnung", "schlussrechnung", "teilrechnung", "sammelrechnung", "fattura", "fattura differita",
        "fattura immediata", "fattura di vendita", "parcella", "nota di debito", "factuur", "verkoopfactuur", "debetnota",
        "factura", "factura de venta", "factura simplificada", "factura ordinaria", "nota de debito", "fatura", "380", "383", "389",
        "td01", "td05", "td06", "td24", "td25",
    ]),
    (CREDIT_NOTE, &[
        "avoirs", "facture avoir", "avoir client", "avoir de vente", "avoir financier", "avoir commercial", "avoir partiel",
        "avoir total", "avoir d acompte", "note d avoir", "note de credit client", "notes de credit", "facture de retour",
        "facture d avoir financier", "bon d avoir", "bon d avoir financier", "facture negative", "facture rectificative d avoir",
        "credit notes", "credit memo", "sales credit note", "sales credit memo", "customer credit note", "customer credit memo",
        "credit invoice", "out_refund", "accreccredit", "gutschrift", "rechnungsgutschrift", "kundengutschrift",
        "gutschriftsanzeige", "stornorechnung", "nota di credito", "nota credito", "nota di accredito", "nota accredito",
        "creditnota", "creditfactuur", "kredietnota", "verkoopcreditnota", "nota de credito", "nota de abono", "factura de abono",
        "abono", "381", "396", "td04",
    ]),
    ("deposit", &[
        "acomptes", "facture acompte", "acompte client", "deposit invoice", "down payment invoice", "prepayment invoice",
        "down payment", "prepayment", "anzahlung", "anzahlungsrechnung", "abschlagsrechnung", "acconto", "fattura di acconto",
        "voorschotfactuur", "aanbetaling", "aanbetalingsfactuur", "factura de anticipo", "anticipo", "386", "td02",
    ]),
    ("", &[
        "vente", "ventes", "vente de marchandises", "vente de biens", "livraison de biens", "biens", "prestation", "prestations",
        "prestation de service", "prestation de services", "prestations de services", "service", "services", "mixte", "sale", "sales",
        "goods", "goods and services", "livraison de biens et prestation de services",
    ]),
];

/// The letters of programs, which are words only where it is known that they say what a document is. `A` and
/// `AC` may be deposits too, `C` an order: they are asked about.
#[rustfmt::skip]
const LETTERS: &[(&str, &[&str])] = &[
    ("invoice", &["fa", "fac", "fact", "fc", "fv", "fve", "f", "inv"]),
    (CREDIT_NOTE, &["av", "avo", "avc", "nc", "ndc", "cn", "crn", "scn"]),
];

/// Documents that are no invoices, not yet or never.
#[rustfmt::skip]
const NO_INVOICES: [&str; 39] = [
    "devis", "commande", "commande client", "bon de commande", "bon de livraison", "bon de retour", "preparation de livraison",
    "facture proforma", "facture pro forma", "proforma", "pro forma", "proposition commerciale", "quote", "quotation", "estimate",
    "order", "sales order", "delivery note", "proforma invoice", "pro forma invoice", "packing slip", "angebot", "auftrag",
    "auftragsbestatigung", "lieferschein", "proformarechnung", "preventivo", "ordine", "ddt", "documento di trasporto",
    "fattura proforma", "offerte", "bestelling", "pakbon", "proformafactuur", "presupuesto", "pedido", "albaran", "factura proforma",
];

/// How what is written of a credit note begins.
#[rustfmt::skip]
const CREDITS: [&[&str]; 25] = [
    &["avoir"], &["avoirs"], &["facture", "d", "avoir"], &["facture", "avoir"], &["fact", "avoir"], &["bon", "d", "avoir"],
    &["note", "d", "avoir"], &["note", "de", "credit"], &["notes", "de", "credit"], &["note", "credit"], &["credit", "note"],
    &["creditnote"], &["credit", "memo"], &["sales", "credit"], &["customer", "credit", "note"], &["gutschrift"],
    &["rechnungsgutschrift"], &["stornorechnung"], &["nota", "di", "credito"], &["nota", "credito"], &["nota", "de", "credito"],
    &["nota", "de", "abono"], &["creditnota"], &["creditfactuur"], &["kredietnota"],
];

/// The French verb is written as the noun: behind the noun stands what is credited, or the number.
#[rustfmt::skip]
const BEHIND_NOUN: &[&str] = &[
    "sur", "n", "no", "num", "numero", "ref", "client", "partiel", "total", "financier", "commercial", "facture", "fact", "fa",
];

/// How much a text tells of credit notes by the column that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// All: how it begins, and the letters of programs.
    Letters,
    /// How it begins.
    Words,
    /// How it begins, unless that is the verb: "Avoir confirmation du client".
    Remarks,
    /// No more than the word alone: what begins with it is the number of another document.
    Alone,
}

/// How a text begins that calls its row a credit note, with a `*` for what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// With the word behind, unless that is a number: "Avoir sur*" of "Avoir sur F12".
    pub long: String,
    /// Without it: "Avoir*".
    pub short: String,
}

/// Returns how a text begins that calls its row a credit note; nothing of another text.
pub fn credit(text: &str, told: Told) -> Option<Beginning> {
    let text = text.trim();
    let is_word = || {
        ours_in(KINDS, text) == Some(CREDIT_NOTE) || words::find(INVOICE_KINDS, text) == Some(InvoiceKind::CreditNote)
    };
    let is_credit = match told {
        Told::Letters => is_word() || ours_in(LETTERS, text) == Some(CREDIT_NOTE),
        Told::Alone => is_word(),
        Told::Words | Told::Remarks => false,
    };
    match is_credit {
        true => Some(Beginning { long: text.to_owned(), short: text.to_owned() }),
        false => beginning(text, told).filter(|_| told != Told::Alone),
    }
}

/// Returns how a text begins that begins as what is written of a credit note.
fn beginning(text: &str, told: Told) -> Option<Beginning> {
    let mut words = words_of(text);
    let (end, first) = words.next().map(|(end, word)| (end, fold(word)))?;
    // Nearly every text begins with another word.
    if !CREDITS.iter().any(|begins| begins[0] == first) {
        return None;
    }
    let behind: Vec<(usize, String)> = words.by_ref().take(3).map(|(end, word)| (end, fold(word))).collect();
    let is_one = |begins: &&&[&str]| {
        let (one, rest) = (begins[0] == first, &begins[1..]);
        one && rest.len() <= behind.len() && rest.iter().zip(&behind).all(|(known, (_, word))| known == word)
    };
    let count = CREDITS.iter().filter(is_one).map(|begins| begins.len()).max()?;
    let next = behind.get(count - 1);
    let is_number = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_verb = |(_, next): &(usize, String)| !is_number(next) && !BEHIND_NOUN.contains(&next.as_str());
    if told == Told::Remarks && first.starts_with("avoir") && next.is_some_and(is_verb) {
        return None;
    }
    let upto = |end: usize| match words_of(&text[end..]).next() {
        Some(_) => format!("{}*", &text[..end]),
        None => text.to_owned(),
    };
    let end = if count == 1 { end } else { behind[count - 2].0 };
    let with_next = next.filter(|(_, word)| !is_number(word)).map_or(end, |(end, _)| *end);
    Some(Beginning { long: upto(with_next), short: upto(end) })
}

/// Returns the words of a text, and where each ends.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize + word.len(), word))
}

/// Tells whether a word is known that says what a document is, in a column that says so.
pub fn is_known(word: &str) -> bool {
    is_own(word) || ours(word).is_some() || is_no_invoice(word)
}

/// Tells whether a document of that name claims nothing.
pub fn is_no_invoice(word: &str) -> bool {
    NO_INVOICES.iter().any(|known| same(known, word))
}

/// Tells whether a word is one of our own, or French for one.
pub fn is_own(word: &str) -> bool {
    words::find(INVOICE_KINDS, word).is_some()
}

/// Returns our word for one of theirs.
pub fn ours(word: &str) -> Option<&'static str> {
    ours_in(KINDS, word).or_else(|| ours_in(LETTERS, word))
}

fn ours_in(known: &[(&'static str, &[&str])], word: &str) -> Option<&'static str> {
    known.iter().find(|(_, theirs)| theirs.iter().any(|known| same(known, word))).map(|(ours, _)| *ours)
}

/// Returns, for a column that says what a document is, our words for theirs, and the words of those that claim nothing.
pub fn known() -> (BTreeMap<String, String>, Vec<String>) {
    let all = KINDS.iter().chain(LETTERS);
    let words = all.flat_map(|(ours, theirs)| theirs.iter().map(|word| ((*word).to_owned(), (*ours).to_owned())));
    (words.collect(), NO_INVOICES.iter().map(|word| format!("!{word}")).collect())
}

/// Lets a mapping know the words of the column that says what a document is, and leave out those that claim nothing.
pub fn know(written: &mut ImportMapping, column: &str) {
    let (words, filter) = known();
    written.values.insert(column.to_owned(), words);
    written.filters.insert(column.to_owned(), filter);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_of_a_credit_note_is_told_from_the_verb() {
        let begins = |text: &str, told| credit(text, told).map(|begins| begins.long);
        for (text, beginning) in [
            ("Avoir sur FAC1", Some("Avoir sur*")),
            ("Avoir n° 12", Some("Avoir n*")),
            ("AVOIR 12", Some("AVOIR*")),
            ("Avoir", Some("Avoir")),
            (" Note de crédit ", Some("Note de crédit")),
            ("Facture d'avoir A7", Some("Facture d'avoir*")),
            ("Credit note for INV-12", Some("Credit note for*")),
            ("Gutschrift zu Rechnung 12", Some("Gutschrift zu*")),
            ("Nota di credito 4/2026", Some("Nota di credito*")),
            ("Facture 12", None),
            ("Facture d'avril", None),
            ("Note de frais", None),
            ("Avoirdupois", None),
            ("Pose de mai", None),
            ("", None),
        ] {
            assert_eq!(begins(text, Told::Words).as_deref(), beginning, "{text}");
        }
        for (text, is_credit) in [
            ("Avoir sur F12", true),
            ("Avoir n° 7", true),
            ("AVOIR 2026-12", true),
            ("Avoir", true),
            ("Credit note sent", true),
            ("Avoir confirmation du client", false),
            ("Avoirs en banque", false),
            ("Facture à avoir", false),
        ] {
            assert_eq!(begins(text, Told::Remarks).is_some(), is_credit, "{text}");
        }
        // Beside a name that speaks of credit notes a text is the number of one.
        assert!(begins("Avoir 12", Told::Alone).is_none() && begins("Avoir", Told::Alone).is_some());
        assert!(begins("NC", Told::Letters).is_some() && begins("NC", Told::Words).is_none());
    }

    #[test]
    fn words_of_programs_are_known_in_six_languages() {
        for (word, meant) in [
            ("Rechnung", "invoice"),
            ("Fattura", "invoice"),
            ("Factuur", "invoice"),
            ("Factura", "invoice"),
            ("FA", "invoice"),
            ("Gutschrift", "credit_note"),
            ("Nota di credito", "credit_note"),
            ("Creditnota", "credit_note"),
            ("Nota de crédito", "credit_note"),
            ("Avoir financier", "credit_note"),
            ("NC", "credit_note"),
            ("381", "credit_note"),
            ("Anzahlungsrechnung", "deposit"),
            ("Acconto", "deposit"),
            ("Prestation de services", ""),
        ] {
            assert_eq!(ours(word), Some(meant), "{word}");
        }
        // Each may be two things: a payment or a credit, a cancelled invoice or what cancels it, a deposit or a credit.
        for word in ["Crédit", "Credit", "Refund", "Remboursement", "Storno", "A", "AC", "C", "Factura rectificativa"]
        {
            assert!(!is_known(word), "{word}");
        }
        assert!(is_known("Avoir") && is_known("Acompte") && is_known("Angebot") && is_no_invoice("Preventivo"));
        let (words, leaves) = known();
        assert!(leaves.iter().all(|word| !words.contains_key(&word[1..])));
        let own = KINDS.iter().chain(LETTERS).flat_map(|(_, theirs)| theirs.iter());
        assert!(own.clone().all(|word| !is_own(word)), "{:?}", own.filter(|word| is_own(word)).collect::<Vec<_>>());
    }
}
