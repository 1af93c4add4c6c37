//! The straight road: a customer whose money all names its invoice, came when it was issued or later, and stays within
//! what is owed on it. Nothing waits then and nothing is left over: the balance of an item is a sum, and its moves are
//! its payments in the order of days. Whoever has anything else has an [`Account`](super::account::Account).

use super::acts::Acts;
use super::moves::Moves;
use super::{Cause, Move};
use crate::model::{Amount, CustomerId, Date, Invoice, InvoiceKind, ItemId, Ledger, Payment, PaymentKind};
use crate::policy::AllocationRules;

/// The straight road through one ledger on one day. The buffers are used again for the next customer.
pub(super) struct Straight<'a> {
    ledger: &'a Ledger,
    rules: &'a AllocationRules,
    as_of: Date,
    acts: &'a Acts,
    open: Vec<Amount>,
    moves: Vec<(ItemId, Move)>,
}

impl<'a> Straight<'a> {
    pub(super) fn new(ledger: &'a Ledger, rules: &'a AllocationRules, as_of: Date, acts: &'a Acts) -> Straight<'a> {
        Straight { ledger, rules, as_of, acts, open: Vec::new(), moves: Vec::new() }
    }

    /// Adds the moves of a customer's items to `moves`. Nothing is added, and false returned, when there is more to his
    /// account than payments of invoices.
    pub(super) fn follow(&mut self, customer: CustomerId, moves: &mut Moves) -> bool {
        if self.acts.in_force.binary_search_by_key(&customer, |act| act.customer).is_ok() {
            return false;
        }
        self.open.clear();
        self.moves.clear();
        let rows = self.ledger.invoices_of(customer);
        let invoices = &self.ledger.invoices()[rows.clone()];
        if !invoices.iter().all(|invoice| self.is_plain(invoice)) {
            return false;
        }
        self.open.extend(invoices.iter().map(|invoice| invoice.amount));
        for id in self.ledger.payment_rows_of(customer) {
            let payment = self.ledger.payment(id);
            let Some(place) = self.place(payment, rows.start, invoices) else { return false };
            if payment.date > self.as_of {
                continue;
            }
            // It may be for more than the invoice.
            if self.acts.notices_on(self.ledger, invoices[place].number, payment.date).next().is_some() {
                return false;
            }
            let rest = self.open[place] - payment.amount;
            if rest.is_negative() || rest.is_positive() && rest <= self.rules.tolerance.of(payment.currency) {
                return false;
            }
            self.open[place] = rest;
            let cause = Cause::Payment(id);
            self.moves.push((ItemId((rows.start + place) as u32), Move::new(payment.date, -payment.amount, cause)));
        }
        moves.add(rows.start as u32, rows.len(), &self.moves);
        true
    }

    /// Tells whether a row is a claim on which nothing but payments can change what is owed.
    fn is_plain(&self, invoice: &Invoice) -> bool {
        invoice.kind == InvoiceKind::Invoice && invoice.amount.is_positive() && !self.ledger.may_be_discounted(invoice)
    }

    /// Returns the place, among the customer's rows, of the one that a payment pays; nothing when it does not name one,
    /// or is no payment of it.
    fn place(&self, payment: &Payment, first: usize, invoices: &[Invoice]) -> Option<usize> {
        let item = self.ledger.only_row_of(payment.invoice?)?;
        let place = item.index().checked_sub(first)?;
        let invoice = invoices.get(place)?;
        let names_instalment = || self.ledger.payment_more_of(payment).is_some_and(|more| more.instalment.is_some());
        let is_plain = payment.kind == PaymentKind::Payment
            && payment.amount.is_positive()
            && payment.date >= invoice.issue
            && payment.currency == invoice.currency
            && !names_instalment();
        is_plain.then_some(place)
    }
}
