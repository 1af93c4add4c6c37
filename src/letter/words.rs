//! What letters say in a fixed form: where a rate comes from, and the history of a customer.

use rust_decimal::Decimal;

use super::model::Said;
use super::safe::one_line;
use crate::model::rate::{RateRule, Series};
use crate::model::{Event, EventKind, InvoiceKind, ItemId, Lang, Ledger, PaymentId, Rate, ReturnReason, figures};
use crate::policy::{Channel, Policy};

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
    let number = one_line(ledger.number(ledger.invoice(item).number));
    match ledger.instalment(item).map(one_line) {
        Some(part) => format!("{number} ({part})"),
        None => number,
    }
}

/// Returns what items are together, told of each whether it is an invoice or else a penalty note.
pub fn kinds(are_invoices: impl IntoIterator<Item = bool>, lang: Lang) -> &'static str {
    let (invoices, notes): (Vec<bool>, Vec<bool>) = are_invoices.into_iter().partition(|is_invoice| *is_invoice);
    match (invoices.is_empty(), notes.is_empty(), lang) {
        (_, true, Lang::Fr) => "factures",
        (_, true, Lang::En) => "invoices",
        (true, false, Lang::Fr) => "notes de pénalités",
        (true, false, Lang::En) => "penalty notes",
        (false, false, Lang::Fr) => "factures et notes de pénalités",
        (false, false, Lang::En) => "invoices and penalty notes",
    }
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

/// Returns one line of the history.
pub fn said(event: &Event, ledger: &Ledger, policy: &Policy, lang: Lang) -> Said {
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
    if let Some(amount) = event.amount {
        what.push_str(&format!(", {}", figures::money(amount, event.currency, lang)));
    }
    if let Some(until) = event.until {
        let word = if lang == Lang::Fr { "pour le" } else { "by" };
        what.push_str(&format!(", {word} {}", figures::date(until, lang)));
    }
    Said {
        date: figures::date(event.date, lang),
        what,
        invoice: event.invoice.map(|number| one_line(ledger.number(number))),
        note: event.note.as_deref().map(one_line).filter(|note| !note.is_empty()),
    }
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
