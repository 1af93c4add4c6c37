//! Money that named nothing and went, as the oldest debt, to one that may not be paid, or that somebody else is owed:
//! what was meant is chased then, and what is declared or disputed shrinks.

use std::collections::BTreeMap;

use super::barred::{Bar, Bars};
use crate::diag::code::ledger as code;
use crate::diag::{Diagnostic, Place};
use crate::engine::allocation::{Balances, Cause, payments_taken_back};
use crate::engine::history::History;
use crate::model::payment::{OF_BANK, receipt_of};
use crate::model::{
    Amount, Bilingual, Date, EventKind, FileRole, ItemId, Lang, Ledger, PaymentId, figures, several, shell,
};

/// How many debts are named.
const NAMED: usize = 3;

/// Returns a warning for each payment that named nothing and went to a debt for which it cannot have been meant.
pub fn strays(ledger: &Ledger, balances: &Balances) -> Vec<Diagnostic> {
    let bars = |kind: EventKind| {
        matches!(
            kind,
            EventKind::Insolvency | EventKind::OverIndebtedness | EventKind::Assigned | EventKind::DisputeOpened
        )
    };
    let mut customers: Vec<_> =
        ledger.events().iter().filter(|event| bars(event.kind)).map(|event| event.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    customers.retain(|&customer| ledger.payments_of(customer).any(|row| ledger.payments()[row].invoice.is_none()));
    if customers.is_empty() {
        return Vec::new();
    }
    let history = History::new(ledger, balances.as_of());
    // Of a dispute that is over, nobody says any more that the money was not meant for the debt.
    let is_settled =
        |bar_then: Bar, today: &Bars<'_, '_>, item| matches!(bar_then, Bar::Disputed(_)) && today.on(item).is_none();
    let mut found: BTreeMap<PaymentId, BTreeMap<ItemId, Stray>> = BTreeMap::new();
    for customer in customers {
        let taken_back = payments_taken_back(ledger, customer);
        let bars_on = |day| Bars::of(ledger, balances, &history, customer, day);
        let today = bars_on(balances.as_of());
        let mut bars: BTreeMap<Date, Bars<'_, '_>> = BTreeMap::new();
        let items = ledger.items_of(customer);
        for (item, step) in items.flat_map(|item| balances.moves(item).iter().map(move |step| (item, step))) {
            let payment = match step.cause() {
                Cause::Payment(payment) => payment,
                // What went back is astray no more.
                Cause::Return(row) => match taken_back.get(&row) {
                    Some(&payment) => payment,
                    None => continue,
                },
                _ => continue,
            };
            let row = ledger.payment(payment);
            if row.invoice.is_none()
                && step.date >= row.date
                && let Some(bar) = bars.entry(row.date).or_insert_with(|| bars_on(row.date)).on(item)
                && !is_settled(bar, &today, item)
            {
                found
                    .entry(payment)
                    .or_default()
                    .entry(item)
                    .or_insert(Stray { item, amount: Amount::ZERO, bar })
                    .amount -= step.change;
            }
        }
    }
    let is_left = |stray: &Stray| stray.amount.is_positive();
    let left = found.into_iter().map(|(payment, strays)| (payment, strays.into_values().filter(is_left).collect()));
    left.filter(|(_, strays): &(_, Vec<Stray>)| !strays.is_empty())
        .map(|(payment, strays)| told(ledger, payment, &strays))
        .collect()
}

/// What went to a debt that it cannot have been meant for.
struct Stray {
    item: ItemId,
    amount: Amount,
    bar: Bar,
}

fn told(ledger: &Ledger, payment: PaymentId, strays: &[Stray]) -> Diagnostic {
    let (row, id) = (ledger.payment(payment), ledger.payment_id(payment));
    let on = |lang| figures::date_in_words(row.date, lang);
    let sum: Amount = strays.iter().map(|stray| stray.amount).sum();
    let money = |lang| figures::money(sum, row.currency, lang);
    let mut bars: Vec<Bar> = strays.iter().map(|stray| stray.bar).collect();
    bars.sort_unstable();
    bars.dedup();
    let debts: Vec<Bilingual> = bars.into_iter().map(|bar| debts(ledger, strays, bar)).collect();
    let finding = Diagnostic::new(
        code::PAYMENT_ASTRAY,
        format!(
            "{} of payment {id} of {}, which names no invoice, went to {}",
            money(Lang::En),
            on(Lang::En),
            debts.iter().map(|debts| debts.en.as_str()).collect::<Vec<_>>().join("; to ")
        ),
        format!(
            "{} du règlement {id} du {}, qui ne désigne aucune facture, sont allés à {}",
            money(Lang::Fr),
            on(Lang::Fr),
            debts.iter().map(|debts| debts.fr.as_str()).collect::<Vec<_>>().join(" ; à ")
        ),
    )
    .at(Place::line(FileRole::Payments.file_name(), ledger.payment_line(payment)));
    if id.starts_with(OF_BANK) {
        let receipt = shell::word(receipt_of(id));
        return finding.help(
            format!("`relance match {receipt} --undo`, then `relance match {receipt} --to INVOICE`, with one --to for each: what names an invoice goes there"),
            format!("`relance rapprocher {receipt} --undo`, puis `relance rapprocher {receipt} --to FACTURE`, un --to pour chacune : ce qui désigne une facture y va"),
        );
    }
    finding.help(
        format!(
            "write the invoice that it is for into invoice_id of payments.csv; for several, one row each ({id}, {id}/2…) with \
             its part of the sum: what names an invoice goes there"
        ),
        format!(
            "écrire la facture qu'il règle dans invoice_id de payments.csv ; pour plusieurs, une ligne chacune ({id}, {id}/2…) \
             avec sa part de la somme : ce qui désigne une facture y va"
        ),
    )
}

/// Returns the debts that money went to and that one bar is on, with why it cannot have been meant for them.
fn debts(ledger: &Ledger, strays: &[Stray], bar: Bar) -> Bilingual {
    let mut numbers: Vec<&str> = Vec::new();
    for stray in strays.iter().filter(|stray| stray.bar == bar) {
        let number = ledger.number(ledger.invoice(stray.item).number);
        if numbers.last() != Some(&number) {
            numbers.push(number);
        }
    }
    let are_many = numbers.len() > 1;
    let named = several(&numbers, NAMED);
    let (en, fr) = why(bar, are_many);
    Bilingual::new(format!("{}, {en}", named.en), format!("{}, {fr}", named.fr))
}

/// Returns why money that names nothing is not meant for debts under a bar.
fn why(bar: Bar, are_many: bool) -> (String, String) {
    let day = |day, lang| figures::date_in_words(day, lang);
    let of = |one: &'static str, many: &'static str| if are_many { many } else { one };
    match bar {
        Bar::Insolvency(judgment) => (
            format!("which may not be paid since the judgment of {} (C. com. L622-7)", day(judgment, Lang::En)),
            format!(
                "qui ne {} depuis le jugement du {} (C. com. L622-7)",
                of("peut plus être payée", "peuvent plus être payées"),
                day(judgment, Lang::Fr)
            ),
        ),
        Bar::OverIndebtedness(decision) => (
            format!(
                "which may not be paid since the decision of {} on his over-indebtedness (C. conso. L722-5)",
                day(decision, Lang::En)
            ),
            format!(
                "qui ne {} depuis la décision de recevabilité du {} (C. conso. L722-5)",
                of("peut plus être payée", "peuvent plus être payées"),
                day(decision, Lang::Fr)
            ),
        ),
        Bar::Assigned(since) => (
            format!(
                "which {} assigned on {} and {} somebody else's to collect",
                of("was", "were"),
                day(since, Lang::En),
                of("is", "are")
            ),
            format!("{} le {} à un tiers, qui doit en être payé", of("cédée", "cédées"), day(since, Lang::Fr)),
        ),
        Bar::Disputed(since) => (
            format!("which he contests wholly since {}", day(since, Lang::En)),
            format!("qu'il conteste en entier depuis le {}", day(since, Lang::Fr)),
        ),
    }
}
