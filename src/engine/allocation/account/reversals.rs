//! Payments that were taken back.

use super::{Account, Money};
use crate::engine::allocation::{Bounced, Cause, Part};
use crate::model::{Amount, PaymentId};
use crate::policy::ReturnsFrom;

impl Account<'_> {
    /// Takes a payment back, whole or in part: first what of it is still credit, then the allocations that it made
    /// last. Other payments stay where they went. What of it was refunded is owed beyond the invoices.
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
        self.forget_set_aside(payment, row.amount);
        self.forget_paid_apart(payment);
        let money = Money::of_payment(self.ledger, payment, Amount::ZERO);
        let left = row.amount - self.credits.take_of(&money, row.amount);
        let refunded = self.reopen(payment, left, id);
        self.refunds.overdraw(id, refunded);
    }

    /// Opens what a payment paid last, at most so much, and returns what it had not paid.
    pub(super) fn reopen(&mut self, payment: PaymentId, mut due: Amount, by: PaymentId) -> Amount {
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
}
