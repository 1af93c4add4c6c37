//! What letters say in a fixed form: where a rate comes from, and the history of a customer.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::model::Said;
use super::safe::one_line;
use crate::model::rate::{RateRule, Series};
use crate::model::{
    Date, Event, EventKind, InvoiceKind, ItemId, Lang, Ledger, PaymentId, Rate, ReturnReason, figures, several,
};
use crate::policy::{Channel, Policy};

/// How many invoices of an act are named.
const NAMED: usize = 3;

/// Returns what an item is, as inside a sentence and as at its beginning. French words are all feminine, so that
/// templates need not know which one they print.
pub fn kind(kind: InvoiceKind, lang: Lang) -> (&'static str, &'static str) {
    match (kind, lang) {
        (InvoiceKind::Invoice | InvoiceKind::CreditNote, Lang::Fr) => ("facture", "Facture"),
        (InvoiceKind::Invoice | InvoiceKind::CreditNote, Lang::En) => ("invoice", "Invoice"),
        (InvoiceKind::Deposit, Lang::Fr) => ("facture d’acompte", "Facture d’acompte"),
        (InvoiceKind::Deposit, Lang::En) => ("deposit invoice", "Deposit invoice"),
        (InvoiceKind::Retention, Lang::Fr) => ("retenue de garantie", "Retenue de garantie"),
        (InvoiceKind::Retention, Lang::En) => ("retention money", "Retention money"),
        (InvoiceKind::Penalty, Lang::Fr) => ("note de pénalités", "Note de pénalités"),
        (InvoiceKind::Penalty, Lang::En) => ("penalty note", "Penalty note"),
        (InvoiceKind::Opening, Lang::Fr) => ("reprise de solde", "Reprise de solde"),
        (InvoiceKind::Opening, Lang::En) => ("balance brought forward", "Balance brought forward"),
    }
}

/// Returns the number of an item's invoice, with the name of the instalment.
pub fn number(ledger: &Ledger, item: ItemId) -> String {
    with_part(one_line(ledger.number(ledger.invoice(item).number)), ledger.instalment(item))
}

fn with_part(number: String, instalment: Option<&str>) -> String {
    match instalment.map(one_line) {
        Some(part) => format!("{number} ({part})"),
        None => number,
    }
}

/// What several items are together. What is due in instalments is one invoice, unless nothing else is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Their word: `factures`, `échéances`.
    pub kinds: &'static str,
    /// How many of them.
    pub count: usize,
    /// How many of what: `2 factures`, `1 facture et 1 note de pénalités`, `2 échéances de la facture F-1`.
    pub counted: String,
}

/// Returns what items are together.
pub fn together(ledger: &Ledger, items: &[ItemId], lang: Lang) -> Together {
    let number = |item: &ItemId| ledger.invoice(*item).number;
    if let [first, _, ..] = items
        && items.iter().all(|item| number(item) == number(first))
    {
        let (kind, _) = kind(ledger.invoice(*first).kind, lang);
        let (count, of) = (items.len(), one_line(ledger.number(number(first))));
        let (kinds, of) = match lang {
            Lang::Fr => ("échéances", format!("de la {kind} {of}")),
            Lang::En => ("instalments", format!("of {kind} {of}")),
        };
        return Together { kinds, count, counted: format!("{} {kinds} {of}", figures::count(count as i64, lang)) };
    }
    let is_note = |item: &&ItemId| ledger.invoice(**item).kind == InvoiceKind::Penalty;
    let (notes, invoices): (Vec<&ItemId>, Vec<&ItemId>) = items.iter().partition(is_note);
    let distinct = |of: &[&ItemId]| of.iter().map(|item| number(item)).collect::<BTreeSet<_>>().len();
    let (invoices, notes) = (distinct(&invoices), distinct(&notes));
    let some = |count: usize, (one, many): (&str, &str)| {
        let word = if count == 1 { one } else { many };
        (count > 0).then(|| format!("{} {word}", figures::count(count as i64, lang)))
    };
    let [of_invoices, of_notes, both] = match lang {
        Lang::Fr => [
            ("facture", "factures"),
            ("note de pénalités", "notes de pénalités"),
            (" et ", "factures et notes de pénalités"),
        ],
        Lang::En => {
            [("invoice", "invoices"), ("penalty note", "penalty notes"), (" and ", "invoices and penalty notes")]
        }
    };
    let parts: Vec<String> = [some(invoices, of_invoices), some(notes, of_notes)].into_iter().flatten().collect();
    let kinds = match (invoices, notes) {
        (_, 0) => of_invoices.1,
        (0, _) => of_notes.1,
        _ => both.1,
    };
    Together { kinds, count: invoices + notes, counted: parts.join(both.0) }
}

/// Returns where a yearly rate comes from.
pub fn source(rule: RateRule, lang: Lang) -> String {
    let title = |series: Series| match (series.title(), lang) {
        ((en, _), Lang::En) => en,
        ((_, fr), Lang::Fr) => fr,
    };
    match (rule, lang) {
        (RateRule::Fixed(_), Lang::Fr) => "taux convenu".to_owned(),
        (RateRule::Fixed(_), Lang::En) => "agreed rate".to_owned(),
        (RateRule::Plus(series, points), _) if points == Rate::ZERO => title(series).to_owned(),
        (RateRule::Times(series, times), _) if times == Decimal::ONE => title(series).to_owned(),
        (RateRule::Plus(series, points), Lang::Fr) => {
            format!("{} majoré de {}\u{a0}points", title(series), plain(points.percent(), lang))
        }
        (RateRule::Plus(series, points), Lang::En) => {
            format!("{} plus {}\u{a0}points", title(series), plain(points.percent(), lang))
        }
        (RateRule::Times(series, times), Lang::Fr) => format!("{} fois le {}", plain(times, lang), title(series)),
        (RateRule::Times(series, times), Lang::En) => format!("{} times the {}", plain(times, lang), title(series)),
    }
}

/// Returns a number without useless decimals, in the language's digits.
fn plain(value: Decimal, lang: Lang) -> String {
    value.normalize().to_string().replace('.', &figures::decimal_mark(lang).to_string())
}

/// Returns one line of the history: what an act says, or one row of it.
pub fn said(act: &[&Event], ledger: &Ledger, policy: &Policy, lang: Lang) -> Said {
    let event = act[0];
    let kind = event.kind.term().get(lang);
    let title = event.level.as_deref().map(|level| one_line(policy.level_term(level).get(lang)));
    let mut what = match (event.kind, title) {
        // A notice is what its level is called; of a call its level says no more.
        (EventKind::Notice, Some(title)) => title,
        (EventKind::Call, _) | (_, None) => kind.to_owned(),
        (_, Some(title)) if lang == Lang::Fr => format!("{kind}\u{a0}: {title}"),
        (_, Some(title)) => format!("{kind}: {title}"),
    };
    if let Some(channel) = &event.channel {
        let known = Channel::parse(channel).map(|channel| channel_word(channel, lang).to_owned());
        what.push_str(&format!(" ({})", known.unwrap_or_else(|| one_line(channel))));
    }
    let amounts = act.iter().filter(|row| row.currency == event.currency).filter_map(|row| row.amount);
    if event.amount.is_some() {
        what.push_str(&format!(", {}", figures::money(amounts.sum(), event.currency, lang)));
    }
    let days: BTreeSet<Date> = act.iter().filter_map(|row| row.until).collect();
    if let Some(&until) = days.last() {
        let word = match (days.len(), lang) {
            (1, Lang::Fr) => "pour le",
            (1, Lang::En) => "by",
            (_, Lang::Fr) => "jusqu’au",
            (_, Lang::En) => "until",
        };
        what.push_str(&format!(", {word} {}", figures::date(until, lang)));
    }
    Said {
        date: figures::date(event.date, lang),
        what,
        invoice: named(act, ledger, lang),
        note: event.note.as_deref().map(one_line).filter(|note| !note.is_empty()),
    }
}

/// Returns the invoices that an act names, each once, with the instalment where it names one.
fn named(act: &[&Event], ledger: &Ledger, lang: Lang) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for row in act {
        let Some(number) = row.invoice else { continue };
        if known.insert((number, row.instalment.as_deref())) {
            names.push(with_part(one_line(ledger.number(number)), row.instalment.as_deref()));
        }
    }
    (!names.is_empty()).then(|| several(&names, NAMED).get(lang).to_owned())
}

/// Returns the line of the history that says which money the bank took back, why, and what is to be done about it.
pub fn taken_back(ledger: &Ledger, row: PaymentId, reason: Option<ReturnReason>, lang: Lang) -> Said {
    let payment = ledger.payment(row);
    let sum = figures::money(payment.amount, payment.currency, lang);
    let what = match reason {
        Some(reason) => format!("{}, {sum}", reason.cause.term().get(lang)),
        None => format!("{}, {sum}", payment.kind.term().get(lang)),
    };
    let note = reason.map(|reason| {
        let (why, code, todo) = (reason.term().get(lang), reason.code, reason.cause.advice().get(lang));
        if lang == Lang::Fr { format!("{why} ({code})\u{a0}: {todo}") } else { format!("{why} ({code}): {todo}") }
    });
    Said {
        date: figures::date(payment.date, lang),
        what,
        invoice: payment.invoice.map(|number| one_line(ledger.number(number))),
        note,
    }
}

/// Returns how something goes out, in a word.
pub fn channel_word(channel: Channel, lang: Lang) -> &'static str {
    match (channel, lang) {
        (Channel::Email, Lang::Fr) => "courriel",
        (Channel::Email, Lang::En) => "e-mail",
        (Channel::Phone, Lang::Fr) => "téléphone",
        (Channel::Phone, Lang::En) => "telephone",
        (Channel::Letter, Lang::Fr) => "lettre",
        (Channel::Letter, Lang::En) => "letter",
        (Channel::Registered, Lang::Fr) => "recommandé",
        (Channel::Registered, Lang::En) => "registered letter",
    }
}
