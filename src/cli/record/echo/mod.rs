//! What an act changed, said back to who noted it: the sum, and what is left to pay.

mod money;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use self::words::Act;
use super::super::rates;
use super::book::Book;
use crate::cli::reading::load;
use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, History, Judgment, concerned};
use crate::engine::penalties::Penalties;
use crate::model::{Amount, Bilingual, Currency, Date, Event, EventKind, ItemId, Lang, Ledger, figures};

pub(super) use self::money::of_money;
pub(super) use self::words::named;

/// Returns the lines of each act, as far as there is something to say of it.
pub(super) fn of(book: &Book<'_>, after: &Ledger, ids: &[String]) -> Vec<Bilingual> {
    ids.iter().flat_map(|id| act(book, after, id)).collect()
}

/// Returns the rows of an act, and the items that they concern.
pub(super) fn rows_of<'l>(ledger: &'l Ledger, id: &str) -> (Vec<&'l Event>, Vec<ItemId>) {
    let rows: Vec<&Event> = ledger.events().iter().filter(|event| event.event_id.as_deref() == Some(id)).collect();
    let items: BTreeSet<ItemId> = rows.iter().flat_map(|event| concerned(ledger, event)).collect();
    (rows, items.into_iter().collect())
}

/// Returns what there is to say of an act: a line for each currency in which it changed something, or leaves something
/// to pay.
fn act(book: &Book<'_>, after: &Ledger, id: &str) -> Vec<Bilingual> {
    let (rows, items) = rows_of(after, id);
    let Some(&first) = rows.first() else { return Vec::new() };
    match first.kind {
        EventKind::Undo => return undone(book, after, first).into_iter().collect(),
        EventKind::Note => return Vec::new(),
        _ => {}
    }
    let [now, before] = [after, book.ledger].map(|ledger| balances(book, ledger, first.date));
    let open = |balances: &Balances, items: &[ItemId]| -> Amount {
        items.iter().map(|&item| balances.open(after, item)).sum()
    };
    let mut by_currency: BTreeMap<Currency, Vec<ItemId>> = BTreeMap::new();
    for &item in &items {
        by_currency.entry(after.invoice(item).currency).or_default().push(item);
    }
    let own = items.first().map_or(first.currency, |&item| after.invoice(item).currency);
    by_currency.entry(own).or_default();
    let is_hit = |items: &[ItemId]| [&now, &before].iter().any(|balances| !open(balances, items).is_zero());
    if by_currency.values().any(|items| is_hit(items)) {
        by_currency.retain(|_, items| is_hit(items));
    } else {
        by_currency.retain(|&currency, _| currency == own);
    }
    let said = by_currency.into_iter().map(|(currency, mut items)| {
        keep_what_is_hit(after, &now, first, &mut items);
        keep_what_is_held(after, &now, first, &mut items);
        let (left, was) = (open(&now, &items), open(&before, &items));
        let claimed = (first.kind == EventKind::Waived).then(|| claimed(book, &before, &items)).flatten();
        let rows = &rows[..];
        let act = Act { rows, first, after, now: &now, items: &items, currency, left, less: was - left, claimed };
        bilingual(|lang| act.said(lang))
    });
    said.collect()
}

/// Returns the interest and the indemnities that can be claimed of some items; nothing where that cannot be computed.
fn claimed(book: &Book<'_>, balances: &Balances, items: &[ItemId]) -> Option<Amount> {
    let ((rates, _), _) = rates::read(book.files, book.policy);
    let penalties = Penalties::new(book.ledger, balances, book.policy, &rates);
    let of_item = |&item: &ItemId| {
        let cost = penalties.for_item(item, &mut Vec::new()).ok()?;
        Some(cost.map_or(Amount::ZERO, |cost| cost.interest_claimed() + cost.indemnity_claimed()))
    };
    items.iter().map(of_item).sum()
}

/// Leaves out of proceedings, and of what is declared in them, what was born only since (C. com. L622-17).
fn keep_what_is_hit(ledger: &Ledger, balances: &Balances, event: &Event, items: &mut Vec<ItemId>) {
    if !matches!(event.kind, EventKind::Insolvency | EventKind::OverIndebtedness | EventKind::ClaimDeclared) {
        return;
    }
    let history = History::new(ledger, event.date);
    let judgments = Dossier::new(ledger, balances, &history, event.customer).judgments;
    // Without a judgment that is noted nobody knows.
    if !judgments.is_empty() {
        items.retain(|&item| Judgment::of(&judgments, ledger, item).is_some());
    }
}

/// Leaves out of a hold what was released on its day: within a day that comes after it.
fn keep_what_is_held(ledger: &Ledger, balances: &Balances, event: &Event, items: &mut Vec<ItemId>) {
    if event.kind != EventKind::Hold {
        return;
    }
    let history = History::new(ledger, event.date);
    let dossier = Dossier::new(ledger, balances, &history, event.customer);
    let start = ledger.invoices_of(event.customer).start;
    let standing = |item: ItemId| dossier.standings.get(item.index().checked_sub(start)?);
    items.retain(|&item| standing(item).is_some_and(|standing| standing.hold.is_some()));
}

/// Names what an undo takes back.
fn undone(book: &Book<'_>, after: &Ledger, undo: &Event) -> Option<Bilingual> {
    let id = undo.reference.as_deref()?;
    let (rows, _) = rows_of(after, id);
    let first = *rows.first()?;
    let customer = after.customer(first.customer);
    let stated: Option<Amount> = rows.iter().map(|row| row.amount).sum();
    let (_, items) = rows_of(after, id);
    let balances = balances(book, after, undo.date);
    Some(bilingual(|lang| {
        let what = first.kind.term().get(lang);
        let day = figures::date_in_words(first.date, lang);
        let sum = stated.map_or(String::new(), |amount| format!(", {}", figures::money(amount, first.currency, lang)));
        let invoice = first.invoice.map_or(String::new(), |number| format!(", {}", after.number(number)));
        let name = if customer.name == customer.id { String::new() } else { format!(" {}", customer.name) };
        let level = first.level.as_deref();
        let level = level.map_or(String::new(), |level| format!(" ({})", book.policy.level_term(level).get(lang)));
        let left: Amount = items
            .iter()
            .filter(|&&item| after.invoice(item).currency == first.currency)
            .map(|&item| balances.open(after, item))
            .sum();
        let left = figures::money(left, first.currency, lang);
        match lang {
            Lang::En => {
                format!("taken back: {what}{level} of {day}, {}{name}{invoice}{sum}; left to pay: {left}", customer.id)
            }
            Lang::Fr => {
                format!("annulé : {what}{level} du {day}, {}{name}{invoice}{sum} ; reste dû {left}", customer.id)
            }
        }
    }))
}

fn balances(book: &Book<'_>, ledger: &Ledger, day: Date) -> Balances {
    load::allocated(book.files, ledger, book.policy, day).balances
}

fn bilingual(say: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::new(say(Lang::En), say(Lang::Fr))
}
