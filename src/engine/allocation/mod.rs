//! Sets money against debts: the balance of each open item as a step function of the date.
//!
//! Everything else reads [`Balances`]; nothing else decides where money goes. One customer's money never reaches
//! another's debts, so each customer is worked through alone. Where all of his money is payments of his invoices, as
//! mostly, `straight` sums them up. Else `returns` finds the payment that each return takes back, `steps` puts what
//! happened in the order of days, and `account` works through it.

mod account;
mod acts;
mod discount;
mod kept;
mod money;
mod moves;
mod returns;
mod steps;
mod straight;
#[cfg(test)]
mod tests;
pub(super) mod waivers;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::{Amount, Currency, CustomerId, Date, InvoiceNo, ItemId, Ledger, PaymentId};
use crate::policy::AllocationRules;

use account::Account;
use acts::Acts;
pub use kept::Kept;
use moves::Moves;
pub use returns::{left_to_take_back, payment_taken_back, taken_back_whole};
use straight::Straight;

/// Why a balance changed.
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
    /// A write-off: the place of the row in [`Ledger::events`].
    WriteOff(u32),
    /// A write-off taken back by a payment that came after all: the place of the write-off's row.
    Recovery(u32),
    /// A deposit invoiced before was deducted from the final invoice, or a credit note on the deposit gave it back.
    Deposit(ItemId),
}

/// One change of an item's balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The day of the change: the new balance is the base of interest from the day after.
    pub date: Date,
    /// What is added to the balance: negative when less is owed.
    pub change: Amount,
    /// Why: the kind in the lowest three bits, the row above them. A file holds less than 2^29 rows, for it is below 4 GiB
    /// and no row that means anything is shorter than eight bytes.
    cause: u32,
}

impl Move {
    fn new(date: Date, change: Amount, cause: Cause) -> Move {
        let (kind, row) = match cause {
            Cause::Payment(payment) => (0, payment.0),
            Cause::CreditNote(note) => (1, note.0),
            Cause::Return(payment) => (2, payment.0),
            Cause::Discount => (3, 0),
            Cause::Tolerance => (4, 0),
            Cause::WriteOff(event) => (5, event),
            Cause::Recovery(event) => (6, event),
            Cause::Deposit(deposit) => (7, deposit.0),
        };
        Move { date, change, cause: row << 3 | kind }
    }

    /// Returns why the balance changed.
    pub fn cause(&self) -> Cause {
        let row = self.cause >> 3;
        match self.cause & 7 {
            0 => Cause::Payment(PaymentId(row)),
            1 => Cause::CreditNote(ItemId(row)),
            2 => Cause::Return(PaymentId(row)),
            3 => Cause::Discount,
            4 => Cause::Tolerance,
            5 => Cause::WriteOff(row),
            6 => Cause::Recovery(row),
            _ => Cause::Deposit(ItemId(row)),
        }
    }
}

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
    bounced: Vec<Bounced>,
    /// By item, then in the order of days.
    claims_paid: Vec<ClaimPaid>,
    /// The credits before they paid claims, where any did.
    credits_before: Vec<Credit>,
}

impl Balances {
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

    /// Returns what payments that exceeded the principal of an item paid of what is claimed on it.
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

/// The outcome of [`allocate`].
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The balances; rows that a finding refuses are left out of them.
    pub balances: Balances,
    /// Returns that fit no payment, refunds beyond the credit, and the like.
    pub findings: Vec<Diagnostic>,
    /// The customers out of whose payments something was given back or moved.
    pub drawn_on: BTreeSet<CustomerId>,
}

/// Sets every payment, credit note and write-off dated on or before `as_of` against the items issued by its date.
///
/// Money that names its invoice goes there; what names only a customer goes to debts by due date, then issue date
/// (C. civ. 1342-10), and among equals pro rata. What is left over is a credit. Days are worked through in order,
/// and within a day always in the same order of kinds, so the order of rows in the files changes nothing.
pub fn allocate(ledger: &Ledger, rules: &AllocationRules, as_of: Date) -> Allocation {
    allocate_around(ledger, rules, as_of, &Kept::default(), None)
}

/// Does the same where some money is kept, which no refund gives back and nobody moves; of all customers, or `only` of
/// some: the items of others are as issued then.
pub fn allocate_around(
    ledger: &Ledger,
    rules: &AllocationRules,
    as_of: Date,
    kept: &Kept,
    only: Option<&BTreeSet<CustomerId>>,
) -> Allocation {
    let acts = Acts::of(ledger, as_of, as_of);
    let work = |customers: Range<u32>| {
        let mut part = Part { moves: Moves::for_half_of(ledger), ..Part::default() };
        let mut straight = Straight::new(ledger, rules, as_of, &acts.in_force);
        let mut account = Account::new(ledger, rules, as_of, &acts, kept);
        for customer in customers.map(CustomerId) {
            if only.is_some_and(|only| !only.contains(&customer)) {
                let rows = ledger.invoices_of(customer);
                part.moves.add(rows.start as u32, rows.len(), &[]);
                continue;
            }
            if !straight.follow(customer, &mut part.moves) {
                account.work_through(customer, &mut part);
            }
        }
        part
    };
    let count = ledger.customers().len() as u32;
    let rows = ledger.invoices().len() + ledger.payments().len();
    let middle = half_of_the_rows(ledger);
    let (first, second) = both(rows >= WORTH_A_THREAD, || work(0..middle), || work(middle..count));
    let mut allocation = join(as_of, first, second);
    allocation.findings.extend(waivers::unclear(ledger, as_of).map(|event| waivers::finding(ledger, event)));
    allocation
}

/// What one thread found for its customers, whose rows stand side by side.
#[derive(Debug, Default)]
struct Part {
    moves: Moves,
    credits: Vec<Credit>,
    findings: Vec<Diagnostic>,
    refused: Vec<PaymentId>,
    bounced: Vec<Bounced>,
    drawn_on: BTreeSet<CustomerId>,
}

fn join(as_of: Date, first: Part, second: Part) -> Allocation {
    let Part { moves, mut credits, mut findings, mut refused, mut bounced, mut drawn_on } = first;
    credits.extend(second.credits);
    findings.extend(second.findings);
    refused.extend(second.refused);
    bounced.extend(second.bounced);
    bounced.sort_unstable();
    drawn_on.extend(second.drawn_on);
    Allocation {
        balances: Balances {
            as_of,
            known_until: as_of,
            moves: [moves, second.moves],
            credits,
            refused,
            bounced,
            claims_paid: Vec::new(),
            credits_before: Vec::new(),
        },
        findings,
        drawn_on,
    }
}

/// Returns the first customer of the second half of the work, counted in rows.
fn half_of_the_rows(ledger: &Ledger) -> u32 {
    let rows = |customer: CustomerId| ledger.invoices_of(customer).end + ledger.payments_of(customer).end;
    let half = (ledger.invoices().len() + ledger.payments().len()) / 2;
    let (mut low, mut high) = (0, ledger.customers().len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        if rows(CustomerId(middle)) <= half { low = middle + 1 } else { high = middle }
    }
    low
}
