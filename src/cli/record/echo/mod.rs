//! What an act changed, said back to who noted it: the sum, and what is left to pay.

mod words;

use std::collections::BTreeSet;

use self::words::{Act, SHOWN};
use super::super::rates;
use super::book::Book;
use crate::cli::reading::load;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::{Dossier, History, Judgment, concerned};
use crate::engine::penalties::Penalties;
use crate::engine::returned;
use crate::model::{
    Amount, Bilingual, Currency, Date, Event, EventKind, ItemId, Lang, Ledger, PaymentId, PaymentKind, figures, several,
};

pub(super) use self::words::named;

/// Returns a line for each act, as far as there is something to say of it.
pub(super) fn of(book: &Book<'_>, after: &Ledger, ids: &[String]) -> Vec<Bilingual> {
    ids.iter().filter_map(|id| act(book, after, id)).collect()
}

/// Returns the rows of an act, and the items that they concern.
pub(super) fn rows_of<'l>(ledger: &'l Ledger, id: &str) -> (Vec<&'l Event>, Vec<ItemId>) {
    let rows: Vec<&Event> = ledger.events().iter().filter(|event| event.event_id.as_deref() == Some(id)).collect();
    let items: BTreeSet<ItemId> = rows.iter().flat_map(|event| concerned(ledger, event)).collect();
    (rows, items.into_iter().collect())
}

fn act(book: &Book<'_>, after: &Ledger, id: &str) -> Option<Bilingual> {
    let (rows, items) = rows_of(after, id);
    let first = *rows.first()?;
    match first.kind {
        EventKind::Undo => return undone(book, after, first),
        EventKind::Note => return None,
        _ => {}
    }
    let currency = items.first().map_or(first.currency, |&item| after.invoice(item).currency);
    let [now, before] = [after, book.ledger].map(|ledger| balances(book, ledger, first.date));
    let mut items: Vec<ItemId> = items.into_iter().filter(|&item| after.invoice(item).currency == currency).collect();
    keep_what_is_hit(after, &now, first, &mut items);
    keep_what_is_held(after, &now, first, &mut items);
    let open = |balances: &Balances| -> Amount { items.iter().map(|&item| balances.open(after, item)).sum() };
    let (left, was) = (open(&now), open(&before));
    let claimed = (first.kind == EventKind::Waived).then(|| claimed(book, &before, &items)).flatten();
    let act = Act { rows: &rows, first, after, now: &now, items: &items, currency, left, less: was - left, claimed };
    Some(bilingual(|lang| act.said(lang)))
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

/// Says where a payment went, in whatever parts, what a return opened again, or what credit a refund left.
pub(super) fn of_money(book: &Book<'_>, after: &Ledger, ids: &[String]) -> Option<Bilingual> {
    let payments: Vec<PaymentId> = ids.iter().filter_map(|id| after.find_payment(id)).collect();
    let payment = *payments.first()?;
    let row = after.payment(payment);
    let all: Amount = payments.iter().map(|&part| after.payment(part).amount).sum();
    let [now, before] = [after, book.ledger].map(|ledger| (ledger, balances(book, ledger, row.date)));
    let all_items = || after.invoices_of(row.customer).map(|place| ItemId(place as u32));
    let is_own = |item: ItemId| after.invoice(item).currency == row.currency;
    // The new row moves the numbers of payments: each ledger knows those of its own balances.
    let changes = |of: &dyn Fn(&Ledger, &Balances, ItemId) -> Amount| -> Vec<(ItemId, Amount)> {
        let of = |(ledger, balances): &(&Ledger, Balances), item| of(ledger, balances, item);
        let changes = all_items().map(|item| (item, of(&now, item) - of(&before, item)));
        changes.filter(|(_, change)| !change.is_zero()).collect()
    };
    let own = |item: ItemId, sum: Amount| if is_own(item) { sum } else { Amount::ZERO };
    let changed = changes(&|ledger, balances, item| own(item, -balances.open(ledger, item)));
    let recovered = changes(&|_, balances, item| own(item, recovered_on(balances, item)));
    // An indemnity may be owed in another currency than its invoice.
    let claims = changes(&|ledger, balances, item| {
        let paid = balances.claims_paid(item).iter();
        let paid = paid.filter(|paid| ledger.payment(paid.payment).currency == row.currency);
        paid.map(|paid| paid.amount).sum()
    });
    let [now, before] = [now, before].map(|(_, balances)| balances);
    let credit = now.credit_in(row.customer, row.currency);
    // What was given back and then never came is owed besides the invoices.
    let owed_besides = |balances: &Balances| -balances.credit_in(row.customer, row.currency).min(Amount::ZERO);
    let besides = owed_besides(&before) - owed_besides(&now);
    Some(bilingual(|lang| {
        let told = |&(item, change): &(ItemId, Amount)| part(after, &now, item, change, row.currency, lang);
        let told: Vec<String> = changed.iter().map(told).collect();
        let mut parts = vec![several(&told, SHOWN).get(lang).to_owned()];
        parts.retain(|told| !told.is_empty());
        parts.extend(beside(after, [&recovered, &claims], row.currency, lang));
        parts.extend(besides.is_positive().then(|| {
            let sum = figures::money(besides, row.currency, lang);
            format!(
                "{sum} {}",
                lang.pick(("of what was owed besides the invoices", "de ce qui était dû en plus des factures"))
            )
        }));
        if !credit.is_zero() || row.kind == PaymentKind::Refund {
            let sum = figures::money(credit.abs(), row.currency, lang);
            parts.push(match (lang, credit.is_negative()) {
                (Lang::En, false) => format!("credit left {sum}"),
                (Lang::Fr, false) => format!("crédit restant {sum}"),
                (Lang::En, true) => format!("owed besides the invoices {sum}"),
                (Lang::Fr, true) => format!("dû en plus des factures {sum}"),
            });
        }
        let sum = figures::money(all, row.currency, lang);
        let why = returned::reason(after, payment)
            .map_or(String::new(), |reason| format!(" ({}, {})", reason.term().get(lang), reason.code));
        let what = match (row.kind, lang) {
            (PaymentKind::Payment, Lang::En) => "received",
            (PaymentKind::Payment, Lang::Fr) => "reçus",
            (PaymentKind::Return, Lang::En) => "taken back",
            (PaymentKind::Return, Lang::Fr) => "repris",
            (PaymentKind::Refund, Lang::En) => "refunded",
            (PaymentKind::Refund, Lang::Fr) => "remboursés",
        };
        let colon = if lang == Lang::En { ": " } else { " : " };
        let what = format!("{sum} {what}{}", if row.kind == PaymentKind::Return { why.as_str() } else { "" });
        if parts.is_empty() { what } else { format!("{what}{colon}{}", parts.join(", ")) }
    }))
}

/// Tells what money does beside the invoices: what it recovers of a loss, and what it pays of claims; or undoes of
/// both.
fn beside(
    ledger: &Ledger,
    [recovered, claims]: [&[(ItemId, Amount)]; 2],
    currency: Currency,
    lang: Lang,
) -> Vec<String> {
    let told = |&(item, sum): &(ItemId, Amount)| {
        (named(ledger, item), figures::money(sum.abs(), currency, lang), sum.is_negative())
    };
    let of_losses = recovered.iter().map(told).map(|(number, sum, is_undone)| match (lang, is_undone) {
        (Lang::En, false) => format!("{number} {sum} of what was written off"),
        (Lang::Fr, false) => format!("{number} {sum} de ce qui était passé en perte"),
        (Lang::En, true) => format!("{number} {sum} written off again"),
        (Lang::Fr, true) => format!("{number} {sum} de nouveau en perte"),
    });
    let of_claims = claims.iter().map(told).map(|(number, sum, is_undone)| match (lang, is_undone) {
        (Lang::En, false) => format!("interest and indemnity of {number} {sum}"),
        (Lang::Fr, false) => format!("intérêts et indemnité de {number} {sum}"),
        (Lang::En, true) => format!("interest and indemnity of {number} {sum} owed again"),
        (Lang::Fr, true) => format!("intérêts et indemnité de {number} {sum} de nouveau dus"),
    });
    of_losses.chain(of_claims).collect()
}

/// Returns how much of what was written off on an item came in after all.
fn recovered_on(balances: &Balances, item: ItemId) -> Amount {
    let moves = balances.moves(item).iter();
    moves.filter(|step| matches!(step.cause(), Cause::Recovery(_))).map(|step| step.change).sum()
}

fn part(ledger: &Ledger, now: &Balances, item: ItemId, change: Amount, currency: Currency, lang: Lang) -> String {
    let number = named(ledger, item);
    let left = now.open(ledger, item);
    let money = |amount| figures::money(amount, currency, lang);
    match lang {
        Lang::En if left.is_zero() => format!("{number} {} (settled)", money(change)),
        Lang::Fr if left.is_zero() => format!("{number} {} (soldée)", money(change)),
        Lang::En if change.is_negative() => format!("{number} owes {} again", money(left)),
        Lang::Fr if change.is_negative() => format!("{number} doit de nouveau {}", money(left)),
        Lang::En => format!("{number} {} (left to pay {})", money(change), money(left)),
        Lang::Fr => format!("{number} {} (reste dû {})", money(change), money(left)),
    }
}

fn bilingual(say: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual::new(say(Lang::En), say(Lang::Fr))
}
