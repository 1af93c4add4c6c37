//! What programs call the documents of their lists, and which of them claim nothing.

use std::collections::BTreeMap;

use crate::input::header::{fold, same};
use crate::input::words::{self, INVOICE_KINDS};
use crate::model::InvoiceKind;
use crate::policy::ImportMapping;

/// Our word, and theirs.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("invoice", &[
        "facture standard", "facture simple", "facture client", "facture de vente", "facture de situation", "facture de solde",
        "sales invoice", "customer invoice", "standard invoice", "tax invoice",
    ]),
    ("credit_note", &[
        "facture avoir", "avoir client", "avoir de vente", "note de crédit client", "credit memo", "sales credit note",
        "customer credit note", "credit invoice",
    ]),
    ("deposit", &["facture acompte", "deposit invoice", "down payment invoice", "prepayment invoice"]),
];

/// The letters of programs, which are words only where it is known that they say what a document is.
const LETTERS: &[(&str, &[&str])] =
    &[("invoice", &["fa", "fac", "fact", "inv"]), ("credit_note", &["av", "avo", "avc", "cn", "crn"])];

/// Documents that are no invoices, not yet or never.
#[rustfmt::skip]
const NO_INVOICES: [&str; 17] = [
    "devis", "commande", "commande client", "bon de commande", "bon de livraison", "facture proforma", "facture pro forma",
    "proforma", "pro forma", "proposition commerciale", "quote", "quotation", "estimate", "order", "sales order", "delivery note",
    "proforma invoice",
];

/// How what is written of a credit note begins.
#[rustfmt::skip]
const CREDITS: [&[&str]; 11] = [
    &["avoir"], &["avoirs"], &["facture", "d", "avoir"], &["facture", "avoir"], &["fact", "avoir"],
    &["note", "de", "credit"], &["note", "credit"], &["credit", "note"], &["credit", "memo"],
    &["sales", "credit", "note"], &["customer", "credit", "note"],
];

/// What a document is, as far as sums go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// It claims something.
    Claim,
    /// It takes something off.
    Credit,
    /// It claims nothing.
    Quote,
}

/// Returns what a word says that a document is; letters and what claims nothing count only where the column is one of
/// kinds.
pub fn document(word: &str, is_of_kinds: bool) -> Option<Document> {
    let of =
        |known| ours_in(known, word).map(|ours| if ours == "credit_note" { Document::Credit } else { Document::Claim });
    let own = || {
        words::find(INVOICE_KINDS, word).map(|kind| match kind {
            InvoiceKind::CreditNote => Document::Credit,
            _ => Document::Claim,
        })
    };
    let quote = || NO_INVOICES.iter().any(|known| same(known, word)).then_some(Document::Quote);
    let found = own().or_else(|| of(KINDS));
    found.or_else(|| if is_of_kinds { of(LETTERS).or_else(quote) } else { None })
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

/// Tells at a glance whether a text may speak of a credit note: most do not.
pub fn may_be_credit(text: &str) -> bool {
    text.starts_with(['a', 'A', 'c', 'C', 'f', 'F', 'n', 'N', 's', 'S'])
}

/// Tells whether a text begins as what is written of a credit note: "Avoir sur facture F12".
pub fn begins_as_credit(text: &str) -> bool {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3).map(fold).collect();
    CREDITS
        .iter()
        .any(|begins| words.len() >= begins.len() && begins.iter().zip(&words).all(|(begins, word)| begins == word))
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
