//! Invoices that are open in the folder and no longer in a list: those that stand no more in a list of what is owed,
//! since somebody paid them, those that a list of all invoices lacks, and those that a list says are cancelled.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::found::Found;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::Balances;
use crate::import::Incoming;
use crate::import::source::{Cancelled, Kind, Whose};
use crate::model::shell::word;
use crate::model::{
    Amount, Currency, CustomerId, Date, FileRole, Invoice, InvoiceKind, InvoiceNo, Lang, Ledger, figures, several,
};

/// How many of them are named.
const NAMED: usize = 3;

/// Returns a finding for invoices that are open in the folder and that no list names, but for those of `renumbered`;
/// beside accounts the accounts tell. A list that tells of settled invoices too tells of all that its customers were
/// billed for in its days; one that does not tells of all that is owed.
pub fn findings(
    incoming: &Incoming,
    found: &Found<'_>,
    (ledger, balances): (&Ledger, &Balances),
    renumbered: &BTreeSet<InvoiceNo>,
) -> Vec<Diagnostic> {
    let Some(rows) = incoming.files.get(&FileRole::Invoices) else { return Vec::new() };
    if incoming.sources.iter().any(|source| source.kind != Some(Kind::List)) {
        return Vec::new();
    }
    let stated = || incoming.stated.iter().filter(|stated| matches!(stated.whose, Whose::Invoice(_)));
    if stated().next().is_none() {
        return Vec::new();
    }
    let items = || (0..rows.rows.len()).filter_map(|row| found.item(row)).map(|item| ledger.invoice(item));
    let mut told_of: BTreeMap<CustomerId, (Date, Date)> = BTreeMap::new();
    let is_of_all = stated().any(|stated| stated.open == Amount::ZERO);
    if is_of_all {
        let days = items().map(|invoice| invoice.issue);
        let Some(days) = days.clone().min().zip(days.max()) else { return Vec::new() };
        told_of.extend(items().map(|invoice| (invoice.customer, days)));
    }
    let is_told_of = |invoice: &Invoice| {
        let days = told_of.get(&invoice.customer);
        !is_of_all || days.is_some_and(|&(first, last)| (first..=last).contains(&invoice.issue))
    };
    let mut is_found = vec![false; ledger.number_count()];
    items().for_each(|invoice| is_found[invoice.number.index()] = true);
    let named = LazyCell::new(|| incoming.named_invoices());
    let mut gone: BTreeSet<InvoiceNo> = BTreeSet::new();
    let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
    for item in ledger.items() {
        let invoice = ledger.invoice(item);
        let open = balances.open(ledger, item);
        if invoice.kind == InvoiceKind::Invoice
            && open > Amount::ZERO
            && !is_found[invoice.number.index()]
            && !renumbered.contains(&invoice.number)
            && is_told_of(invoice)
            && !named.contains(ledger.number(invoice.number))
        {
            gone.insert(invoice.number);
            *sums.entry(invoice.currency).or_default() += open;
        }
    }
    if gone.is_empty() {
        return Vec::new();
    }
    let numbers = gone.iter().map(|&number| ledger.number(number)).collect();
    let finding = if is_of_all { lacking(numbers, &sums) } else { settled(numbers, &sums) };
    vec![incoming.lists.iter().fold(finding, |finding, list| finding.at(Place::file(list)))]
}

/// Returns a finding for each invoice that a list says is cancelled and that is open in the folder.
pub fn cancelled(incoming: &Incoming, ledger: &Ledger, balances: &Balances) -> Vec<Diagnostic> {
    let mut found: BTreeMap<&str, Option<InvoiceNo>> =
        incoming.cancelled.iter().map(|one| (one.number.as_str(), None)).collect();
    let numbers = if found.is_empty() { 0 } else { ledger.number_count() };
    for number in (0..numbers as u32).map(InvoiceNo::at) {
        if let Some(place) = found.get_mut(ledger.number(number)) {
            *place = Some(number);
        }
    }
    let findings = incoming.cancelled.iter().filter_map(|Cancelled { list, line, number }| {
        let rows = ledger.rows_of(found[number.as_str()]?);
        let (mut open, mut currency) = (Amount::ZERO, None);
        for item in rows {
            open += balances.open(ledger, item);
            currency = Some(ledger.invoice(item).currency);
        }
        let sum = |lang: Lang| Some(figures::money(open, currency.filter(|_| open > Amount::ZERO)?, lang));
        let (en, fr) = (sum(Lang::En)?, sum(Lang::Fr)?);
        let place = Place::line(&incoming.lists[*list as usize], *line);
        Some(cancelled_finding(number, (&en, &fr)).at(place))
    });
    findings.collect()
}

fn cancelled_finding(number: &str, (en, fr): (&str, &str)) -> Diagnostic {
    let named = word(number);
    Diagnostic::new(
        code::import::CANCELLED_SINCE,
        format!("invoice {number} is cancelled according to the list, and {en} of it is owed in the folder"),
        format!("la facture {number} est annulée d'après la liste, et {fr} en sont dus dans le dossier"),
    )
    .help(
        format!(
            "it would be chased still: add the credit note that cancels it to invoices.csv (kind credit_note, applies_to \
             {number}), or note that it is given up: `relance record written_off {named}`"
        ),
        format!(
            "elle serait encore relancée : ajouter à invoices.csv l'avoir qui l'annule (kind avoir, applies_to {number}), ou \
             noter qu'on y renonce : `relance noter passe_en_perte {named}`"
        ),
    )
}

fn money(sums: &BTreeMap<Currency, Amount>, lang: Lang) -> String {
    sums.iter().map(|(currency, sum)| figures::money(*sum, *currency, lang)).collect::<Vec<_>>().join(", ")
}

/// Says what a list of all invoices lacks.
fn lacking(gone: Vec<&str>, sums: &BTreeMap<Currency, Amount>) -> Diagnostic {
    let names = several(&gone, NAMED);
    let (en, fr) = match gone.len() {
        1 => (
            "the list names settled invoices too, and not this one, which is open in the folder".to_owned(),
            "la liste nomme aussi des factures soldées, mais pas celle-ci, ouverte dans le dossier".to_owned(),
        ),
        count => (
            format!("the list names settled invoices too, and not these {count}, which are open in the folder"),
            format!("la liste nomme aussi des factures soldées, mais pas ces {count}, ouvertes dans le dossier"),
        ),
    };
    Diagnostic::new(
        code::import::NO_LONGER_LISTED,
        format!("{en}: {}; {}", names.en, money(sums, Lang::En)),
        format!("{fr} : {} ; {}", names.fr, money(sums, Lang::Fr)),
    )
    .help(
        "what is open is still chased: if the number changed, take the old row out of invoices.csv; if the invoice was \
         cancelled, add the credit note; else the list lacks it",
        "ce qui reste dû est encore relancé : si le numéro a changé, supprimer l'ancienne ligne de invoices.csv ; si la \
         facture a été annulée, ajouter l'avoir ; sinon, elle manque à la liste",
    )
}

/// Says what stands no more in a list of what is owed.
fn settled(gone: Vec<&str>, sums: &BTreeMap<Currency, Amount>) -> Diagnostic {
    let count = gone.len();
    let names = several(&gone, NAMED);
    let (en, fr) = match count {
        1 => (
            format!(
                "an invoice that is open in the folder stands in no list of what is owed: {}, {}",
                names.en,
                money(sums, Lang::En)
            ),
            format!(
                "une facture ouverte dans le dossier ne figure plus dans ce qui reste dû : {}, {}",
                names.fr,
                money(sums, Lang::Fr)
            ),
        ),
        _ => (
            format!(
                "{count} invoices that are open in the folder stand in no list of what is owed: {}; {}",
                names.en,
                money(sums, Lang::En)
            ),
            format!(
                "{count} factures ouvertes dans le dossier ne figurent plus dans ce qui reste dû : {} ; {}",
                names.fr,
                money(sums, Lang::Fr)
            ),
        ),
    };
    let (chased_en, chased_fr) = match count {
        1 => ("it is still chased", "elle est encore relancée"),
        _ => ("they are still chased", "elles sont encore relancées"),
    };
    Diagnostic::new(code::import::NO_LONGER_LISTED, en, fr).help(
        format!(
            "{chased_en}: note what was paid (`relance record payment INVOICE AMOUNT`), import the statement of the bank, or \
             a list that names settled invoices too"
        ),
        format!(
            "{chased_fr} : noter ce qui a été payé (`relance noter règlement FACTURE MONTANT`), importer le relevé de la \
             banque, ou une liste qui nomme aussi les factures soldées"
        ),
    )
}
