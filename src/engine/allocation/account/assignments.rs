//! Credit that somebody moves to an invoice.

use std::collections::BTreeMap;

use super::{Account, Money};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::{CreditSource, Part};
use crate::model::{Amount, CustomerId, Event, FileRole, InvoiceKind, ItemId, Lang, PaymentKind, figures, shell};

impl<'a> Account<'a> {
    /// Sets what is left of a payment or credit note against an invoice, whatever it named: the sum of the act, else
    /// all.
    pub(super) fn allocate(&mut self, place: u32, part: &mut Part) {
        let act = self.acts.in_force[place as usize];
        let event = &self.ledger.events()[act.event as usize];
        let (Some(number), Some(reference)) = (event.invoice, event.reference.as_deref()) else { return };
        let Some(source) = self.source(act.customer, reference) else {
            // What is taken back later moved nothing on the days before either, once there is no such credit.
            if !act.is_taken_back {
                part.findings.push(unknown(event, reference));
            }
            return;
        };
        let kept = self.money_from(source);
        let free = self.kept.on(self.today).free(source, self.credits.left_of(&kept));
        let most = event.amount.unwrap_or(kept.left).min(free);
        let taken = self.credits.take_of(&kept, most);
        // It is no payment that names the invoice: it earns no discount, and is set against the principal alone.
        let mut money = Money { left: taken, named: None, ..kept };
        let is_meant =
            |item: &ItemId| event.instalment.is_none() || self.ledger.instalment(*item) == event.instalment.as_deref();
        let rows: Vec<ItemId> = self.ledger.rows_of(number).filter(is_meant).collect();
        for item in rows {
            self.pay(item, &mut money);
        }
        let used = taken - money.left;
        if used.is_positive() && matches!(source, CreditSource::Payment(_)) {
            part.drawn_on.insert(act.customer);
        }
        self.credits.keep(Money { left: money.left, ..kept });
        if used < event.amount.unwrap_or(used) || used.is_zero() {
            part.findings.push(capped(event, reference, used));
        }
    }

    /// Returns the payment or credit note of that id.
    fn source(&mut self, customer: CustomerId, id: &str) -> Option<CreditSource> {
        let ledger = self.ledger;
        let sources = self.sources.get_or_insert_with(|| {
            let notes = ledger.items_of(customer);
            let notes = notes.filter(|&row| ledger.invoice(row).kind == InvoiceKind::CreditNote);
            let notes = notes.map(|row| (ledger.number(ledger.invoice(row).number), CreditSource::CreditNote(row)));
            let payments = ledger.payment_rows_of(customer);
            let payments = payments.filter(|&row| ledger.payment(row).kind == PaymentKind::Payment);
            let payments = payments.map(|row| (ledger.payment_id(row), CreditSource::Payment(row)));
            notes.chain(payments).collect::<BTreeMap<_, _>>()
        });
        sources.get(id).copied()
    }
}

fn unknown(event: &Event, reference: &str) -> Diagnostic {
    Diagnostic::new(
        code::ledger::CREDIT_UNKNOWN,
        format!("the customer has no payment or credit note {reference}"),
        format!("le client n'a ni paiement ni avoir {reference}"),
    )
    .at(Place { text: Some(reference.to_owned()), ..Place::line(FileRole::Events.file_name(), event.line) })
    .help(
        format!(
            "an allocation names in reference the payment_id of an overpayment or the number of a credit note; if its row was \
             taken out, {}",
            event.event_id.as_deref().map_or("take out this line too".to_owned(), |id| format!(
                "take the allocation back: `relance record undo {}`",
                shell::word(id)
            ))
        ),
        format!(
            "une imputation désigne dans reference le payment_id d'un trop-perçu ou le numéro d'un avoir ; si sa ligne a été \
             supprimée, {}",
            event.event_id.as_deref().map_or("supprimer aussi celle-ci".to_owned(), |id| format!(
                "annuler l'imputation : `relance noter annulation {}`",
                shell::word(id)
            ))
        ),
    )
}

fn capped(event: &Event, reference: &str, used: Amount) -> Diagnostic {
    let money = |lang| figures::money(used, event.currency, lang);
    Diagnostic::new(
        code::ledger::ALLOCATION_CAPPED,
        format!(
            "an allocation of {reference} is larger than what was left of it, or open on the invoice: it took {}",
            money(Lang::En)
        ),
        format!(
            "une imputation de {reference} dépasse ce qu'il en restait, ou ce qui restait dû : elle a pris {}",
            money(Lang::Fr)
        ),
    )
    .at(Place::line(FileRole::Events.file_name(), event.line))
}
