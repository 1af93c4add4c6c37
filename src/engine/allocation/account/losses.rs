//! Write-offs, and what comes in after them.

use super::{Account, Money};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::{Cause, CreditSource};
use crate::model::{Amount, FileRole, InvoiceNo, ItemId, Lang, figures};

/// What a write-off took of an item and was not recovered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loss {
    event: u32,
    item: ItemId,
    amount: Amount,
}

impl<'a> Account<'a> {
    pub(super) fn write_off(&mut self, place: u32, findings: &mut Vec<Diagnostic>) {
        let step = self.acts.in_force[place as usize];
        let event = &self.ledger.events()[step.event as usize];
        let items: Vec<ItemId> = match event.invoice {
            Some(number) => self.ledger.rows_of(number).collect(),
            None => self.ledger.items_of(step.customer).collect(),
        };
        let here = Place::line(FileRole::Events.file_name(), event.line);
        if event.amount.is_some() && event.invoice.is_none() {
            findings.push(
                Diagnostic::new(
                    code::ledger::WRITE_OFF_UNCLEAR,
                    "a write-off with an amount names no invoice",
                    "un passage en perte porte un montant sans désigner de facture",
                )
                .at(here)
                .help(
                    "name the invoice, or leave the amount empty to write off all that the customer owes",
                    "désigner la facture, ou laisser le montant vide pour tout passer en perte",
                ),
            );
            return;
        }
        let mut left = event.amount;
        for item in items {
            let named = event.instalment.is_none() || event.instalment.as_deref() == self.ledger.instalment(item);
            let amount = left.map_or(self.open(item), |left| left.min(self.open(item)));
            if named && amount.is_positive() {
                left = left.map(|left| left - amount);
                self.lose(Loss { event: step.event, item, amount });
            }
        }
        if let Some(unused) = left.filter(|left| left.is_positive()) {
            let asked = event.amount.unwrap_or_default();
            let money = |lang| [asked, asked - unused].map(|sum| figures::money(sum, event.currency, lang));
            let ([asked_en, used_en], [asked_fr, used_fr]) = (money(Lang::En), money(Lang::Fr));
            findings.push(
                Diagnostic::new(
                    code::ledger::WRITE_OFF_CAPPED,
                    format!("a write-off of {asked_en} is larger than what was open that day: it took {used_en}"),
                    format!(
                        "un passage en perte de {asked_fr} dépasse ce qui restait dû ce jour-là : il n'a pris que {used_fr}"
                    ),
                )
                .at(here),
            );
        }
    }

    fn lose(&mut self, loss: Loss) {
        self.change(loss.item, -loss.amount, Cause::WriteOff(loss.event));
        self.losses.entry(self.ledger.invoice(loss.item).number).or_default().push(loss);
    }

    /// Sets what a payment exceeds its invoice by against what was written off of it, or let go as a small rest: that
    /// much was lost no more.
    pub(super) fn recover(&mut self, number: InvoiceNo, money: &mut Money<'a>) {
        for mut loss in self.losses.remove(&number).unwrap_or_default() {
            let part = loss.amount.min(money.for_debts());
            if part.is_positive() {
                self.change(loss.item, part, Cause::Recovery(loss.event));
                self.pay(loss.item, money);
                self.note_recovery(money, Loss { amount: part, ..loss });
                loss.amount -= part;
            }
            if loss.amount.is_positive() {
                self.losses.entry(number).or_default().push(loss);
            }
        }
        if self.tolerated.is_empty() {
            return;
        }
        for item in self.ledger.rows_of(number) {
            let rest = self.tolerated.get(&item).copied().unwrap_or_default();
            let part = rest.min(money.for_debts());
            if part.is_positive() {
                self.tolerated.insert(item, rest - part);
                self.change(item, part, Cause::Tolerance);
                self.pay(item, money);
            }
        }
    }

    /// Remembers what a payment recovered that is taken back some day.
    fn note_recovery(&mut self, money: &Money<'_>, loss: Loss) {
        if let CreditSource::Payment(payment) = money.source
            && self.paid_by.contains_key(&payment)
        {
            self.recovered_by.entry((payment, loss.item)).or_default().push(loss);
        }
    }

    /// Writes off again what a payment had recovered of an item, at most as much as is taken back of it.
    pub(super) fn lose_again(&mut self, recovered: (crate::model::PaymentId, ItemId), mut most: Amount) {
        for mut loss in self.recovered_by.remove(&recovered).unwrap_or_default().into_iter().rev() {
            let part = loss.amount.min(most);
            most -= part;
            if part.is_positive() {
                self.lose(Loss { amount: part, ..loss });
            }
            loss.amount -= part;
            if loss.amount.is_positive() {
                self.recovered_by.entry(recovered).or_default().insert(0, loss);
            }
        }
    }
}
