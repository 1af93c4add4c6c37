//! What an act is aimed at: a claim that is there on its day, in the currency of its sum.

use std::collections::BTreeSet;

use super::book::Book;
use super::once;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::engine::allocation::Balances;
use crate::model::{Amount, Currency, Event, EventKind, ItemId, Lang, figures, several};

/// How many invoices are named.
const NAMED: usize = 3;

/// Returns what keeps an act from meaning anything: it is about no claim, or about one that is not there yet; or that
/// there is nothing to it.
pub(super) fn fault(book: &Book<'_>, rows: &[&Event], items: &[ItemId], balances: &Balances) -> Option<Diagnostic> {
    let act = *rows.first()?;
    if needs_no_claim(act.kind) {
        return None;
    }
    if items.is_empty() {
        return if act.invoice.is_some() { Some(no_claim(book, act)) } else { other_currency(book, act) };
    }
    let open: Amount = items.iter().map(|&item| balances.open(book.ledger, item)).sum();
    match act.kind {
        EventKind::Notice => rows.iter().find_map(|row| unissued(book, row)).or_else(|| {
            let is_named = rows.iter().all(|row| row.invoice.is_some());
            (is_named && !open.is_positive()).then(|| settled(book, rows))
        }),
        EventKind::Approved | EventKind::HandedOver | EventKind::CourtFiled => {
            rows.iter().find_map(|row| unissued(book, row))
        }
        EventKind::DisputeOpened if act.invoice.is_none() && !open.is_positive() => Some(refused(
            "nothing is owed on it: there is nothing to dispute".to_owned(),
            "rien n'y est dû : il n'y a rien à contester".to_owned(),
        )),
        _ => None,
    }
}

/// Tells whether an act is aimed at no claim: it is about the customer as such, about another act, or judged by itself.
const fn needs_no_claim(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Note
            | EventKind::Undo
            | EventKind::Allocated
            | EventKind::Insolvency
            | EventKind::OverIndebtedness
            | EventKind::ClaimDeclared
    )
}

/// Says that what is named is a credit note, or of nothing.
fn no_claim(book: &Book<'_>, act: &Event) -> Diagnostic {
    let number = act.invoice.map_or("", |number| book.ledger.number(number));
    refused(
        format!("{number} is no claim but a credit note, or of nothing: the act would change nothing"),
        format!("{number} n'est pas une créance mais un avoir, ou d'un montant nul : l'acte ne changerait rien"),
    )
    .help("name the invoice that it is about", "désigner la facture dont il s'agit")
}

/// Says that a customer has no item in the currency of a sum, where he has some in another.
fn other_currency(book: &Book<'_>, act: &Event) -> Option<Diagnostic> {
    let ledger = book.ledger;
    act.amount?;
    let rows = ledger.invoices()[ledger.invoices_of(act.customer)].iter().filter(|row| row.is_item());
    let owed: BTreeSet<Currency> = rows.map(|row| row.currency).collect();
    let others: Vec<&str> =
        owed.iter().filter(|&&currency| currency != act.currency).map(|currency| currency.code()).collect();
    let first = *others.first()?;
    let (id, own, others) = (&ledger.customer(act.customer).id, act.currency, others.join(", "));
    let finding = Diagnostic::new(
        code::ledger::CURRENCY_MISMATCH,
        format!("{id} owes nothing in {own}, which the sum is in: his invoices are in {others}"),
        format!("{id} ne doit rien en {own}, devise de la somme : ses factures sont en {others}"),
    );
    Some(finding.at(Place::file("--amount")).help(
        format!("say what it is in: --currency {first}"),
        format!("dire en quelle devise elle est : --currency {first}"),
    ))
}

/// Says that a notice cannot have gone out for what was issued only later, nor somebody else have got it.
fn unissued(book: &Book<'_>, row: &Event) -> Option<Diagnostic> {
    let ledger = book.ledger;
    let number = row.invoice?;
    let issue =
        ledger.rows_of(number).map(|item| ledger.invoice(item).issue).min().filter(|&issue| issue > row.date)?;
    let number = ledger.number(number);
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| figures::date_in_words(issue, lang));
    if row.kind != EventKind::Notice {
        let finding = refused(
            format!("{number} was issued on {en} only: this cannot have happened before"),
            format!("{number} n'a été émise que le {fr} : cela n'a pu avoir lieu avant"),
        );
        return Some(finding.help("--date says when it happened", "--date dit quel jour cela a eu lieu"));
    }
    Some(
        refused(
            format!("{number} was issued on {en} only: no notice of it can have gone out before"),
            format!("{number} n'a été émise que le {fr} : aucune relance n'a pu partir avant"),
        )
        .help("--date says when it went out", "--date dit quel jour elle est partie"),
    )
}

/// Says that nothing was owed of what a notice was about. It may have gone out all the same.
fn settled(book: &Book<'_>, rows: &[&Event]) -> Diagnostic {
    let numbers = rows.iter().filter_map(|row| row.invoice).collect::<BTreeSet<_>>();
    let numbers: Vec<&str> = numbers.into_iter().map(|number| book.ledger.number(number)).collect();
    let (of, undo) = (several(&numbers, NAMED), once::undo(rows[0]));
    let finding = refused(
        format!("nothing was owed on {} that day: nobody was to be reminded of it", of.en),
        format!("rien n'était dû ce jour-là sur {} : il n'y avait rien à relancer", of.fr),
    );
    Diagnostic { severity: Severity::Warning, ..finding }.help(
        format!("if the notice never went out, take it back: {}", undo.en),
        format!("si la relance n'est jamais partie, l'annuler : {}", undo.fr),
    )
}

fn refused(en: String, fr: String) -> Diagnostic {
    Diagnostic::new(code::write::ACT_IMPOSSIBLE, en, fr).at(Place::file("relance record"))
}
