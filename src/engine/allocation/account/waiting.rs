//! Money that waits, and what it waits for.

use super::Account;
use crate::model::{InvoiceKind, ItemId};

/// How far the money that waits has been offered today; each stage comes before the day's own money of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Offered {
    Nothing,
    NamedCreditNotes,
    NamedPayments,
    /// Once more, for what the day's returns opened again.
    Reopened,
    Unnamed,
}

impl Account<'_> {
    /// Offers the money that waits to what it waits for, up to and including a stage of the day.
    ///
    /// Money that named an invoice comes back to it whenever it is issued or opens again, and goes nowhere else: what
    /// exceeds the invoice is credit until a row says where it goes. Money that names nothing goes to whatever is open.
    pub(super) fn offer(&mut self, stage: Offered) {
        if self.offered >= stage {
            return;
        }
        let is_reached = |at: Offered| self.offered < at && at <= stage;
        let (notes, payments) = (is_reached(Offered::NamedCreditNotes), is_reached(Offered::NamedPayments));
        let (reopened, unnamed) = (is_reached(Offered::Reopened), is_reached(Offered::Unnamed));
        if !self.opened.is_empty() {
            // A credit note on a deposit opens its final invoice again, after the first look.
            if notes || payments || reopened {
                self.offer_parked(true);
            }
            if payments || reopened {
                self.offer_parked(false);
                self.opened.clear();
            }
        }
        if unnamed && self.open_rows.as_ref().is_some_and(|rows| !rows.is_empty()) {
            for money in self.credits.take_waiting() {
                let money = self.kept_apart(money);
                self.set_against_oldest(money);
            }
        }
        self.offered = stage;
    }

    /// Notes that more is owed on an item: money that names its invoice may wait for that.
    pub(super) fn note_opening(&mut self, item: ItemId) {
        if !self.credits.any_parked() {
            return;
        }
        let invoice = self.ledger.invoice(item);
        self.opened.insert(invoice.number);
        if invoice.kind == InvoiceKind::Penalty {
            self.opened.extend(self.ledger.more(item).and_then(|more| more.applies_to));
        }
    }

    /// Offers what is kept under the invoices that opened, oldest first whatever it names: what exceeds an invoice may
    /// be for the same penalty note that other money names.
    fn offer_parked(&mut self, credit_notes: bool) {
        let mut parked = Vec::new();
        for &number in &self.opened {
            let Some(first) = self.ledger.rows_of(number).next() else { continue };
            let currency = self.ledger.invoice(first).currency;
            parked.extend(self.credits.take_parked(number, currency, credit_notes));
        }
        parked.sort_by_key(|money| (money.date, money.source));
        for money in parked {
            self.set_against_named(money);
        }
    }
}
