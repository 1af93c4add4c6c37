//! Sets money against debts: the balance of each open item as a step function of the date.
//!
//! Everything else reads [`Balances`]; nothing else decides where money goes.

use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, ItemId, Ledger, PaymentId};

/// Is why a balance changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A payment was set against the item.
    Payment(PaymentId),
    /// A credit note was set against the item.
    CreditNote(ItemId),
    /// A payment was taken back: this is the row that took it back.
    Return(PaymentId),
    /// The early-payment discount was earned by the payment of that day, or lost again by its return.
    Discount,
    /// The small rest that the policy lets go, or its revival by a return.
    Tolerance,
    /// A write-off, or its undoing: the place of the row in [`Ledger::events`].
    WriteOff(u32),
}

/// Is one change of an item's balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The day of the change: the new balance is the base of interest from the day after.
    pub date: Date,
    /// What is added to the balance: negative when less is owed.
    pub change: Amount,
    /// Why.
    pub cause: Cause,
}

/// Is money of a customer that is set against no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Whose it is.
    pub customer: CustomerId,
    /// What it is in.
    pub currency: Currency,
    /// How much is left: positive.
    pub amount: Amount,
    /// Since when.
    pub date: Date,
    /// The row it comes from.
    pub source: CreditSource,
    /// The invoice that the row named: the money stays there until a row says where it goes.
    pub named: Option<InvoiceNo>,
}

/// Is the row that a credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditSource {
    /// A payment.
    Payment(PaymentId),
    /// A credit note.
    CreditNote(ItemId),
}

/// Is every item's balance as a step function of the date, and what is left over, at one day.
#[derive(Clone, Debug)]
pub struct Balances {
    as_of: Date,
    moves: Vec<Move>,
    starts: Vec<u32>,
    credits: Vec<Credit>,
}

impl Balances {
    /// Returns the day: nothing dated after it has happened.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Returns the changes of an item's balance, in the order in which they happened.
    pub fn moves(&self, item: ItemId) -> &[Move] {
        &self.moves[self.starts[item.index()] as usize..self.starts[item.index() + 1] as usize]
    }

    /// Returns what is owed on an item; zero when it is not issued yet, or is a credit note.
    pub fn open(&self, ledger: &Ledger, item: ItemId) -> Amount {
        let invoice = ledger.invoice(item);
        if !invoice.is_item() || invoice.issue > self.as_of {
            return Amount::ZERO;
        }
        invoice.amount + self.moves(item).iter().map(|step| step.change).sum()
    }

    /// Returns the day on which nothing was owed any more, if that is so now.
    pub fn settled_on(&self, ledger: &Ledger, item: ItemId) -> Option<Date> {
        let invoice = ledger.invoice(item);
        if !invoice.is_item() || invoice.issue > self.as_of {
            return None;
        }
        let mut open = invoice.amount;
        let mut settled = None;
        for step in self.moves(item) {
            let before = open;
            open += step.change;
            if open.is_zero() && !before.is_zero() {
                settled = Some(step.date);
            }
        }
        settled.filter(|_| open.is_zero())
    }

    /// Returns the money set against no item, customer by customer.
    pub fn credits(&self) -> &[Credit] {
        &self.credits
    }
}
