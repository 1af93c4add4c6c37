//! Money that named nothing and went, as the oldest debt, to one that may not be paid, or that somebody else is owed: what
//! was meant is chased then, and what is declared or disputed shrinks.

use super::barred::{Bar, bar};
use crate::diag::code::ledger as code;
use crate::diag::{Diagnostic, Place};
use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::History;
use crate::model::payment::{OF_BANK, receipt_of};
use crate::model::{Amount, EventKind, FileRole, ItemId, Lang, Ledger, PaymentId, figures};

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
    let mut found = Vec::new();
    for item in customers.iter().flat_map(|&customer| ledger.invoices_of(customer)).map(|row| ItemId(row as u32)) {
        for step in balances.moves(item) {
            let Cause::Payment(payment) = step.cause() else { continue };
            let row = ledger.payment(payment);
            if row.invoice.is_none()
                && step.date >= row.date
                && let Some(bar) = bar(ledger, balances, &history, item, row.date)
            {
                found.push(told(ledger, payment, item, -step.change, bar));
            }
        }
    }
    found
}

fn told(ledger: &Ledger, payment: PaymentId, item: ItemId, sum: Amount, bar: Bar) -> Diagnostic {
    let (row, id) = (ledger.payment(payment), ledger.payment_id(payment));
    let number = ledger.number(ledger.invoice(item).number);
    let money = |lang| figures::money(sum, row.currency, lang);
    let on = |lang| figures::date_in_words(row.date, lang);
    let (en, fr) = match bar {
        Bar::Insolvency(day) => (
            format!(
                "which may not be paid since the judgment of {} (C. com. L622-7)",
                figures::date_in_words(day, Lang::En)
            ),
            format!(
                "qui ne peut plus être payée depuis le jugement du {} (C. com. L622-7)",
                figures::date_in_words(day, Lang::Fr)
            ),
        ),
        Bar::OverIndebtedness(day) => (
            format!(
                "which may not be paid since the decision of {} on his over-indebtedness (C. conso. L722-5)",
                figures::date_in_words(day, Lang::En)
            ),
            format!(
                "qui ne peut plus être payée depuis la décision de recevabilité du {} (C. conso. L722-5)",
                figures::date_in_words(day, Lang::Fr)
            ),
        ),
        Bar::Assigned(day) => (
            format!(
                "which was assigned on {} and is somebody else's to collect",
                figures::date_in_words(day, Lang::En)
            ),
            format!("cédée le {} à un tiers, qui doit en être payé", figures::date_in_words(day, Lang::Fr)),
        ),
        Bar::Disputed(day) => (
            format!("which he contests wholly since {}", figures::date_in_words(day, Lang::En)),
            format!("qu'il conteste en entier depuis le {}", figures::date_in_words(day, Lang::Fr)),
        ),
    };
    let place = Place::line(FileRole::Payments.file_name(), ledger.payment_line(payment));
    let finding = Diagnostic::new(
        code::PAYMENT_ASTRAY,
        format!(
            "{} of payment {id} of {}, which names no invoice, went to {number}, {en}",
            money(Lang::En),
            on(Lang::En)
        ),
        format!(
            "{} du règlement {id} du {}, qui ne désigne aucune facture, sont allés à {number}, {fr}",
            money(Lang::Fr),
            on(Lang::Fr)
        ),
    )
    .at(place);
    if id.starts_with(OF_BANK) {
        let receipt = receipt_of(id);
        return finding.help(
            format!("`relance match {receipt} --undo`, then `relance match {receipt} --to INVOICE`: what names an invoice goes there"),
            format!("`relance rapprocher {receipt} --undo`, puis `relance rapprocher {receipt} --to FACTURE` : ce qui désigne une facture y va"),
        );
    }
    finding.help(
        "write the invoice that it is for into invoice_id of payments.csv: what names an invoice goes there",
        "écrire la facture qu'il règle dans invoice_id de payments.csv : ce qui désigne une facture y va",
    )
}
