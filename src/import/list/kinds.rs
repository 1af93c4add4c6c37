//! What programs call the documents of their lists, and which of them claim nothing.

use crate::policy::ImportMapping;

/// Our word, and theirs.
#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("invoice", &[
        "facture standard", "facture simple", "facture client", "facture de vente", "facture de situation", "facture de solde",
        "sales invoice", "customer invoice", "standard invoice", "tax invoice",
    ]),
    ("credit_note", &[
        "facture avoir", "avoir client", "credit memo", "sales credit note", "customer credit note", "credit invoice",
    ]),
    ("deposit", &["facture acompte", "deposit invoice", "down payment invoice", "prepayment invoice"]),
];

/// Documents that are no invoices, not yet or never.
#[rustfmt::skip]
const NO_INVOICES: [&str; 17] = [
    "devis", "commande", "commande client", "bon de commande", "bon de livraison", "facture proforma", "facture pro forma",
    "proforma", "pro forma", "proposition commerciale", "quote", "quotation", "estimate", "order", "sales order", "delivery note",
    "proforma invoice",
];

/// Lets a mapping know the words of the column that says what a document is, and leave out those that claim nothing.
pub fn know(written: &mut ImportMapping, column: &str) {
    let words =
        KINDS.iter().flat_map(|(ours, theirs)| theirs.iter().map(|word| ((*word).to_owned(), (*ours).to_owned())));
    written.values.insert(column.to_owned(), words.collect());
    written.filters.insert(column.to_owned(), NO_INVOICES.iter().map(|word| format!("!{word}")).collect());
}
