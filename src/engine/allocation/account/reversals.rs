//! What takes back what went before: returned payments and refunds.

use super::{Account, Money};
use crate::diag::{Diagnostic, code};
use crate::engine::allocation::returns::place;
use crate::engine::allocation::{Bounced, Cause, Part};
use crate::model::{Amount, Currency, Ledger, PaymentId};
use crate::policy::ReturnsFrom;

impl Account<'_> {
    /// Takes a payment back, whole or in part: first what of it is still credit, then the allocations that it made last.
    /// Other payments stay where they went.
    ///
    /// Where a payment that was taken back never was one, nothing is left to do on the day of its return.
    pub(super) fn take_back(&mut self, id: PaymentId, part: &mut Part) {
        let Some(payment) = self.returns.payment(id) else {
            part.refused.push(id);
            return;
        };
        if self.rules.returns == ReturnsFrom::Origin {
            let invoice = self.ledger.payment(payment).invoice;
            part.bounced.push(Bounced { invoice, payment, by: id });
            return;
        }
        let (row, paid) = (self.ledger.payment(id), self.ledger.payment(payment));
        if paid.date == self.today && paid.invoice.is_none() {
            *self.cancelled.entry(payment).or_default() += row.amount;
            return;
        }
        let used: Amount = self.paid_by.get(&payment).into_iter().flatten().map(|&(_, amount)| amount).sum();
        if used + self.credits.refundable(self.ledger, row, Some(payment)) < row.amount {
            part.findings.push(returned_after_refund(self.ledger, id, payment));
            part.refused.push(id);
            return;
        }
        let money = Money::of_payment(self.ledger, payment, Amount::ZERO);
        let left = row.amount - self.credits.take_of(&money, row.amount);
        self.reopen(payment, left, id);
    }

    /// Opens what a payment paid last, at most so much, and returns what it had not paid.
    fn reopen(&mut self, payment: PaymentId, mut due: Amount, by: PaymentId) -> Amount {
        let row = self.ledger.payment(payment);
        let mut paid = self.paid_by.remove(&payment).unwrap_or_default();
        while due.is_positive() {
            let Some((item, amount)) = paid.pop() else { break };
            let part = due.min(amount);
            due -= part;
            if part < amount {
                paid.push((item, amount - part));
            }
            self.change(item, part, Cause::Return(by));
            self.lose_again((payment, item), part);
            for (row, lost) in self.discounts.lose(self.ledger, item, row, part) {
                self.change(row, lost, Cause::Discount);
            }
            if let Some(revived) = self.tolerated.remove(&item).filter(|rest| rest.is_positive()) {
                self.change(item, revived, Cause::Tolerance);
            }
            // A small rest is what a payment left: where none is left, the whole is owed, however small.
            if self.open(item) < self.ledger.invoice(item).amount {
                self.settle_rest(item);
            }
        }
        if !paid.is_empty() {
            self.paid_by.insert(payment, paid);
        }
        due
    }

    /// Gives money back out of the customer's credit; beyond it the refund is refused.
    ///
    /// Where a later return has made a payment one that never was, other money may have taken its place and left less
    /// credit than was given back: what that money paid last is open again then.
    pub(super) fn refund(&mut self, id: PaymentId, part: &mut Part) {
        let row = self.ledger.payment(id);
        let reverses = self.ledger.payment_more(id).and_then(|more| more.reverses);
        let available = self.credits.refundable(self.ledger, row, reverses);
        if row.amount - available > self.gone_since(row.currency) {
            part.refused.push(id);
            part.findings.push(refund_exceeds(self.ledger, id, available));
            return;
        }
        let mut lacking = self.credits.refund(self.ledger, row, reverses);
        let paid: Vec<PaymentId> = self.paid_by.keys().rev().copied().collect();
        for payment in paid {
            if lacking.is_positive()
                && self.ledger.payment(payment).currency == row.currency
                && reverses.is_none_or(|named| named == payment)
            {
                lacking = self.reopen(payment, lacking, id);
            }
        }
    }

    /// Returns what returns that are still to come today make unpaid from its origin.
    fn gone_since(&self, currency: Currency) -> Amount {
        if !self.keeps_all_paid {
            return Amount::ZERO;
        }
        self.returns.taken_back_between(self.ledger, currency, self.today, self.as_of)
    }
}

fn refund_exceeds(ledger: &Ledger, id: PaymentId, available: Amount) -> Diagnostic {
    let row = ledger.payment(id);
    let decimal = |amount: Amount| format!("{} {}", amount.to_decimal(row.currency), row.currency);
    Diagnostic::new(
        code::ledger::REFUND_EXCEEDS_CREDIT,
        format!(
            "refund {} of {} is more than the credit it can come from, {}",
            ledger.payment_id(id),
            decimal(row.amount),
            decimal(available)
        ),
        format!(
            "le remboursement {} de {} dépasse le crédit dont il peut venir, {}",
            ledger.payment_id(id),
            decimal(row.amount),
            decimal(available)
        ),
    )
    .at(place(ledger, id))
    .help(
        "a refund gives back credit; what the bank took back of a payment that paid an invoice is kind=return, whole or in \
         part",
        "un remboursement rend un crédit ; ce que la banque a repris d'un paiement qui a réglé une facture est kind=return, \
         en entier ou en partie",
    )
}

fn returned_after_refund(ledger: &Ledger, id: PaymentId, payment: PaymentId) -> Diagnostic {
    let (name, paid) = (ledger.payment_id(id), ledger.payment_id(payment));
    Diagnostic::new(
        code::ledger::RETURN_MISMATCH,
        format!("return {name} takes back more of payment {paid} than refunds have left of it"),
        format!("le rejet {name} reprend du paiement {paid} plus que les remboursements n'en ont laissé"),
    )
    .at(place(ledger, id))
    .at(place(ledger, payment))
    .help(
        "take back what was not refunded; what the bank took beyond that is owed anew: a row of invoices.csv",
        "reprendre ce qui n'a pas été remboursé ; ce que la banque a pris de plus est dû à nouveau : une ligne de \
         invoices.csv",
    )
}
