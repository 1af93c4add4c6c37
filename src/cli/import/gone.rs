//! Invoices that are open in the folder and stand no longer in a list of what is owed: somebody paid them, and the list
//! does not say so.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::Balances;
use crate::import::Incoming;
use crate::import::source::{Kind, Whose};
use crate::input::columns::Column;
use crate::model::{Amount, Currency, FileRole, InvoiceKind, InvoiceNo, ItemId, Lang, Ledger, figures, several};

/// How many of them are named.
const NAMED: usize = 3;

/// Returns a finding for each list of open items, and of nothing else, that leaves out invoices which are open in the
/// folder; beside accounts the accounts tell.
pub fn findings(incoming: &Incoming, found: &Found<'_>, ledger: &Ledger, balances: &Balances) -> Vec<Diagnostic> {
    let Some(rows) = incoming.files.get(&FileRole::Invoices) else { return Vec::new() };
    if incoming.sources.iter().any(|source| source.kind != Some(Kind::List)) {
        return Vec::new();
    }
    let stated = || incoming.stated.iter().filter(|stated| matches!(stated.whose, Whose::Invoice(_)));
    // A list that tells of settled invoices too would tell of these.
    if stated().next().is_none() || stated().any(|stated| stated.open == Amount::ZERO) {
        return Vec::new();
    }
    let mut is_found = vec![false; ledger.number_count()];
    let items = (0..rows.rows.len()).filter_map(|row| found.item(row));
    items.for_each(|item| is_found[ledger.invoice(item).number.index()] = true);
    // A row that was refused names its invoice all the same.
    let named = LazyCell::new(|| rows.rows.iter().map(|row| row.get(Column::InvoiceId)).collect::<BTreeSet<&str>>());
    let mut gone: BTreeSet<InvoiceNo> = BTreeSet::new();
    let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
    for item in (0..ledger.invoices().len() as u32).map(ItemId) {
        let invoice = ledger.invoice(item);
        let open = balances.open(ledger, item);
        if invoice.kind == InvoiceKind::Invoice
            && open > Amount::ZERO
            && !is_found[invoice.number.index()]
            && !named.contains(ledger.number(invoice.number))
        {
            gone.insert(invoice.number);
            *sums.entry(invoice.currency).or_default() += open;
        }
    }
    if gone.is_empty() {
        return Vec::new();
    }
    vec![finding(&incoming.lists, gone.iter().map(|&number| ledger.number(number)).collect(), &sums)]
}

fn finding(lists: &[String], gone: Vec<&str>, sums: &BTreeMap<Currency, Amount>) -> Diagnostic {
    let money = |lang: Lang| {
        let sums: Vec<String> = sums.iter().map(|(currency, sum)| figures::money(*sum, *currency, lang)).collect();
        sums.join(", ")
    };
    let count = gone.len();
    let names = several(&gone, NAMED);
    let (en, fr) = match count {
        1 => (
            format!(
                "an invoice that is open in the folder stands in no list of what is owed: {}, {}",
                names.en,
                money(Lang::En)
            ),
            format!(
                "une facture ouverte dans le dossier ne figure plus dans ce qui reste dû : {}, {}",
                names.fr,
                money(Lang::Fr)
            ),
        ),
        _ => (
            format!(
                "{count} invoices that are open in the folder stand in no list of what is owed: {}; {}",
                names.en,
                money(Lang::En)
            ),
            format!(
                "{count} factures ouvertes dans le dossier ne figurent plus dans ce qui reste dû : {} ; {}",
                names.fr,
                money(Lang::Fr)
            ),
        ),
    };
    let finding = Diagnostic::new(code::import::NO_LONGER_LISTED, en, fr).help(
        "they are still chased: note what was paid (`relance record payment INVOICE AMOUNT`), import the statement of the \
         bank, or a list that names settled invoices too",
        "elles sont encore relancées : noter ce qui a été payé (`relance noter règlement FACTURE MONTANT`), importer le relevé \
         de la banque, ou une liste qui nomme aussi les factures soldées",
    );
    lists.iter().fold(finding, |finding, list| finding.at(Place::file(list)))
}
