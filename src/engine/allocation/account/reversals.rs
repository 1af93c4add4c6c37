//! What takes back what went before: returned payments, write-offs and their undoing, refunds.

use super::Account;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::allocation::returns::place;
use crate::engine::allocation::{Cause, CreditSource, Part};
use crate::model::{Amount, FileRole, ItemId, Ledger, PaymentId};

impl Account<'_> {
    /// Takes a payment back: its allocations, and what of it is still credit. Other payments stay where they went.
    pub(super) fn take_back(&mut self, id: PaymentId, part: &mut Part) {
        let Some(payment) = self.returns.payment(id) else {
            part.refused.push(id);
            return;
        };
        let row = self.ledger.payment(payment);
        if row.date == self.today && row.invoice.is_none() {
            self.cancelled.insert(payment);
            return;
        }
        let paid = self.paid_by_returned.remove(&payment).unwrap_or_default();
        let used: Amount = paid.iter().map(|&(_, amount)| amount).sum();
        let source = CreditSource::Payment(payment);
        if used + self.credits.left_of(source) != row.amount {
            part.findings.push(returned_after_refund(self.ledger, id, payment));
            part.refused.push(id);
            return;
        }
        self.credits.remove(source);
        for (item, amount) in paid {
            self.change(item, amount, Cause::Return(id));
            if let Some(lost) = self.discounts.lose(self.ledger, item, row, amount) {
                self.change(item, lost, Cause::Discount);
            }
            if let Some(revived) = self.tolerated.remove(&item) {
                self.change(item, revived, Cause::Tolerance);
            }
            self.settle_rest(item);
        }
    }

    pub(super) fn write_off(&mut self, place: u32, findings: &mut Vec<Diagnostic>) {
        let step = self.write_offs[place as usize];
        let event = &self.ledger.events()[step.event as usize];
        let items: Vec<ItemId> = match event.invoice {
            Some(number) => self.ledger.rows_of(number).collect(),
            None => self.ledger.invoices_of(step.customer).map(|row| ItemId(row as u32)).collect(),
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
        let mut taken = Vec::new();
        for item in items {
            let named = event.instalment.is_none() || event.instalment.as_deref() == self.ledger.instalment(item);
            let amount = left.map_or(self.open(item), |left| left.min(self.open(item)));
            if named && amount.is_positive() {
                left = left.map(|left| left - amount);
                self.change(item, -amount, Cause::WriteOff(step.event));
                taken.push((item, amount));
            }
        }
        if let Some(unused) = left.filter(|left| left.is_positive()) {
            let figure = |amount: Amount| amount.to_decimal(event.currency);
            let (asked, used) =
                (figure(event.amount.unwrap_or_default()), figure(event.amount.unwrap_or_default() - unused));
            findings.push(
                Diagnostic::new(
                    code::ledger::WRITE_OFF_CAPPED,
                    format!("a write-off of {asked} is larger than what was open that day: it took {used}"),
                    format!("un passage en perte de {asked} dépasse ce qui restait dû ce jour-là : il a pris {used}"),
                )
                .at(here),
            );
        }
        self.written_off.insert(place, taken);
    }

    pub(super) fn undo_write_off(&mut self, place: u32) {
        let event = self.write_offs[place as usize].event;
        for (item, amount) in self.written_off.remove(&place).unwrap_or_default() {
            self.change(item, amount, Cause::WriteOff(event));
        }
    }

    /// Gives money back out of the customer's credit; beyond it the refund is refused.
    pub(super) fn refund(&mut self, id: PaymentId, part: &mut Part) {
        let row = self.ledger.payment(id);
        let reverses = self.ledger.payment_more(id).and_then(|more| more.reverses);
        let available = self.credits.refund(self.ledger, row, reverses);
        if available < row.amount {
            let decimal = |amount: Amount| format!("{} {}", amount.to_decimal(row.currency), row.currency);
            part.refused.push(id);
            part.findings.push(
                Diagnostic::new(
                    code::ledger::REFUND_EXCEEDS_CREDIT,
                    format!(
                        "refund {} of {} is more than the credit it can come from, {}",
                        self.ledger.payment_id(id),
                        decimal(row.amount),
                        decimal(available)
                    ),
                    format!(
                        "le remboursement {} de {} dépasse le crédit dont il peut venir, {}",
                        self.ledger.payment_id(id),
                        decimal(row.amount),
                        decimal(available)
                    ),
                )
                .at(place(self.ledger, id))
                .help(
                    "a refund gives back credit; money that the bank took back is kind=return",
                    "un remboursement rend un crédit ; un paiement repris par la banque est kind=return",
                ),
            );
        }
    }
}

fn returned_after_refund(ledger: &Ledger, id: PaymentId, payment: PaymentId) -> Diagnostic {
    let (name, paid) = (ledger.payment_id(id), ledger.payment_id(payment));
    Diagnostic::new(
        code::ledger::RETURN_MISMATCH,
        format!("return {name} takes back payment {paid}, of which a part was refunded already"),
        format!("le rejet {name} reprend le paiement {paid}, déjà remboursé en partie"),
    )
    .at(place(ledger, id))
    .at(place(ledger, payment))
    .help(
        "a payment can be given back or taken back, not both",
        "un paiement peut être remboursé ou repris, pas les deux",
    )
}
