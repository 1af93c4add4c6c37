//! What is owed on each item and what is left over, at one day: what everything else reads.

use std::collections::BTreeMap;
use std::ops::Range;

use super::moves::{Cause, Move, Moves};
use crate::model::{Amount, Currency, CustomerId, Date, Discount, InvoiceNo, ItemId, Ledger, PaymentId};

/// Money of a customer that is set against no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// Whose it is.
    pub customer: CustomerId,
    /// What it is in.
    pub currency: Currency,
    /// How much is left: positive, or below zero where money was refunded that the bank took back.
    pub amount: Amount,
    /// Since when.
    pub date: Date,
    /// The row it comes from.
    pub source: CreditSource,
    /// The invoice that the row named: the money stays there until a row says where it goes.
    pub named: Option<InvoiceNo>,
}

/// The row that a credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditSource {
    /// A credit note.
    CreditNote(ItemId),
    /// A payment, or the refund or return that left less than nothing.
    Payment(PaymentId),
}

/// A payment, or a part of one, that was taken back: by the policy it never was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bounced {
    /// The invoice that the payment named.
    pub invoice: Option<InvoiceNo>,
    /// The payment.
    pub payment: PaymentId,
    /// The row that took it back.
    pub by: PaymentId,
}

/// What a payment that exceeded the principal paid of the interest and indemnity claimed on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimPaid {
    /// The item.
    pub item: ItemId,
    /// The day: that of the payment, or of the claim that came later.
    pub date: Date,
    /// The payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Amount,
    /// The part that paid interest as it ran: where payments pay the interest first, less principal bears any.
    pub as_it_ran: Amount,
    /// The part that paid the indemnity.
    pub indemnity: Amount,
    /// Whether that is owed in another currency than the item: then the sums are in that.
    pub is_apart: bool,
}

/// What a payment is for of the interest and indemnity of items, since it is of just the sum that a notice asked for.
#[derive(Clone, Debug)]
pub struct ForItems {
    /// The payment.
    pub payment: PaymentId,
    /// The items.
    pub items: Vec<ItemId>,
    /// How much.
    pub amount: Amount,
    /// The part of that which is interest.
    pub interest: Amount,
}

/// Every item's balance as a step function of the date, and what is left over, at one day.
#[derive(Clone, Debug)]
pub struct Balances {
    as_of: Date,
    /// The last day of which rows were taken: an item issued later is not there.
    known_until: Date,
    /// Those of the first customers and those of the others, as two threads found them.
    moves: [Moves; 2],
    credits: Vec<Credit>,
    refused: Vec<PaymentId>,
    /// By the invoice that the payment named.
    pub(super) bounced: Vec<Bounced>,
    /// What payments are for of interest and indemnity, as notices had asked for it, payment by payment.
    asked: Vec<ForItems>,
    /// By item, then in the order of days.
    claims_paid: Vec<ClaimPaid>,
    /// The credits before they paid claims, where any did.
    credits_before: Vec<Credit>,
}

impl Balances {
    /// Returns balances that paid no claims yet.
    pub(super) fn new(
        as_of: Date,
        moves: [Moves; 2],
        credits: Vec<Credit>,
        refused: Vec<PaymentId>,
        bounced: Vec<Bounced>,
        asked: Vec<ForItems>,
    ) -> Balances {
        let (claims_paid, credits_before) = (Vec::new(), Vec::new());
        Balances { as_of, known_until: as_of, moves, credits, refused, bounced, asked, claims_paid, credits_before }
    }

    /// Returns the day: nothing dated after it has happened.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Lets time pass to a later day on which nothing has happened since: nothing issued, nothing paid.
    pub fn wait_until(&mut self, day: Date) {
        self.as_of = self.as_of.max(day);
    }

    /// Returns the changes of an item's balance, in the order in which they happened.
    pub fn moves(&self, item: ItemId) -> &[Move] {
        let [first, second] = &self.moves;
        match item.index().checked_sub(first.rows()) {
            None => first.of(item.index()),
            Some(row) => second.of(row),
        }
    }

    /// Tells whether a row is an item that has been issued by the day.
    pub fn issued(&self, ledger: &Ledger, item: ItemId) -> bool {
        let invoice = ledger.invoice(item);
        invoice.is_item() && invoice.issue <= self.known_until
    }

    /// Returns what is owed on an item; zero when it is not issued yet, or is a credit note.
    pub fn open(&self, ledger: &Ledger, item: ItemId) -> Amount {
        if !self.issued(ledger, item) {
            return Amount::ZERO;
        }
        ledger.invoice(item).amount + self.moves(item).iter().map(|step| step.change).sum()
    }

    /// Returns what an item bills: its amount less the deposits that are deducted from it, which were billed before.
    pub fn billed(&self, ledger: &Ledger, item: ItemId) -> Amount {
        let deducted = self.moves(item).iter().filter(|step| matches!(step.cause(), Cause::Deposit(_)));
        ledger.invoice(item).amount + deducted.map(|step| step.change).sum()
    }

    /// Returns what was owed on an item at the end of a day; zero when it was not issued then.
    pub fn open_on(&self, ledger: &Ledger, item: ItemId, day: Date) -> Amount {
        let invoice = ledger.invoice(item);
        if !invoice.is_item() || invoice.issue > day {
            return Amount::ZERO;
        }
        let moves = self.moves(item).iter().take_while(|step| step.date <= day);
        invoice.amount + moves.map(|step| step.change).sum()
    }

    /// Returns what credit notes and write-offs took off an item after a day, less what was taken back of that.
    pub fn given_up_after(&self, item: ItemId, day: Date) -> Amount {
        self.moves(item).iter().filter(|step| step.date > day).map(Move::given_up).sum()
    }

    /// Returns what was left to pay on an invoice at the end of a day; all of it when it was not issued then.
    pub fn left_on(&self, ledger: &Ledger, number: InvoiceNo, day: Date) -> Amount {
        let left = |item| {
            let invoice = ledger.invoice(item);
            if invoice.issue > day { invoice.amount } else { self.open_on(ledger, item, day) }
        };
        ledger.rows_of(number).map(left).sum()
    }

    /// Returns what is still to be paid on an item, by money that names it, for a discount to be earned: the price less
    /// credit notes, less the discount, less what was paid in time; nothing left, or less, where more was.
    pub fn lacking_for(&self, ledger: &Ledger, item: ItemId, discount: &Discount) -> Amount {
        let (mut price, mut paid) = (ledger.invoice(item).amount, Amount::ZERO);
        for step in self.moves(item) {
            match step.cause() {
                Cause::CreditNote(_) | Cause::Deposit(_) => price += step.change,
                Cause::Payment(row) | Cause::Return(row) => {
                    let row = ledger.payment(row);
                    paid -=
                        if row.invoice.is_some() && row.date <= discount.until { step.change } else { Amount::ZERO };
                }
                Cause::Discount | Cause::Tolerance | Cause::WriteOff(_) | Cause::Recovery(_) => {}
            }
        }
        discount.reduced(price, ledger.invoice(item).currency) - paid
    }

    /// Returns the day on which nothing was owed any more, if that is so now.
    pub fn settled_on(&self, ledger: &Ledger, item: ItemId) -> Option<Date> {
        if !self.issued(ledger, item) {
            return None;
        }
        let mut open = ledger.invoice(item).amount;
        let mut settled = None;
        for day in self.moves(item).chunk_by(|a, b| a.date == b.date) {
            let before = open;
            open += day.iter().map(|step| step.change).sum();
            if open.is_zero() && !before.is_zero() {
                settled = Some(day[0].date);
            }
        }
        settled.filter(|_| open.is_zero())
    }

    /// Returns the money set against no item: by customer, then by date.
    pub fn credits(&self) -> &[Credit] {
        &self.credits
    }

    /// Returns the returns and refunds that a finding refuses: they changed nothing.
    pub fn refused(&self) -> &[PaymentId] {
        &self.refused
    }

    /// Returns the payments that were taken back by the day and so never were payments.
    pub fn all_bounced(&self) -> &[Bounced] {
        &self.bounced
    }

    /// Returns the payments of an invoice that were taken back by the day and so never were payments.
    pub fn bounced(&self, number: InvoiceNo) -> &[Bounced] {
        let start = self.bounced.partition_point(|one| one.invoice < Some(number));
        let end = self.bounced.partition_point(|one| one.invoice <= Some(number));
        &self.bounced[start..end]
    }

    /// Returns the payments without an invoice's name that were taken back by the day and so never were payments.
    pub fn bounced_unnamed(&self) -> &[Bounced] {
        &self.bounced[..self.bounced.partition_point(|one| one.invoice.is_none())]
    }

    /// Returns what a payment is for of interest and indemnity, since it is of just the sum that a notice asked for.
    pub fn asked_by(&self, payment: PaymentId) -> Option<&ForItems> {
        let place = self.asked.binary_search_by_key(&payment, |one| one.payment).ok()?;
        self.asked.get(place)
    }

    /// Sets credits against the interest and indemnity claimed on items: they are credits no more.
    pub fn pay_claims(&mut self, paid: Vec<ClaimPaid>) {
        if paid.is_empty() {
            return;
        }
        if self.claims_paid.is_empty() {
            self.credits_before.clone_from(&self.credits);
        }
        let mut used: BTreeMap<PaymentId, Amount> = BTreeMap::new();
        for one in &paid {
            *used.entry(one.payment).or_default() += one.amount;
        }
        self.credits.retain_mut(|credit| {
            if let CreditSource::Payment(payment) = credit.source {
                credit.amount -= used.get(&payment).copied().unwrap_or_default();
            }
            !credit.amount.is_zero()
        });
        self.claims_paid.extend(paid);
        self.claims_paid.sort_unstable();
    }

    /// Makes credits again of what paid claims, so that they can be set against them under other rules.
    pub fn forget_claims(&mut self) {
        if !self.claims_paid.is_empty() {
            self.credits = std::mem::take(&mut self.credits_before);
            self.claims_paid.clear();
        }
    }

    /// Returns what was paid of the interest and indemnity claimed on an item, by payments of more than its principal.
    pub fn claims_paid(&self, item: ItemId) -> &[ClaimPaid] {
        self.claims_paid_on(item.index()..item.index() + 1)
    }

    /// Returns the same of several rows that stand side by side.
    pub fn claims_paid_on(&self, rows: Range<usize>) -> &[ClaimPaid] {
        // Mostly none was, and this is asked for each row.
        if self.claims_paid.is_empty() {
            return &[];
        }
        let start = self.claims_paid.partition_point(|paid| paid.item.index() < rows.start);
        let end = self.claims_paid.partition_point(|paid| paid.item.index() < rows.end);
        &self.claims_paid[start..end]
    }

    /// Tells whether any claim was paid.
    pub fn any_claim_paid(&self) -> bool {
        !self.claims_paid.is_empty()
    }

    /// Returns one customer's money set against no item.
    pub fn credits_of(&self, customer: CustomerId) -> &[Credit] {
        let start = self.credits.partition_point(|credit| credit.customer < customer);
        let end = self.credits.partition_point(|credit| credit.customer <= customer);
        &self.credits[start..end]
    }

    /// Returns one customer's money in one currency that is set against no item: below zero where he owes it.
    pub fn credit_in(&self, customer: CustomerId, currency: Currency) -> Amount {
        self.credits_of(customer).iter().filter(|credit| credit.currency == currency).map(|credit| credit.amount).sum()
    }
}
