//! The same money in two sources: what the accounts, a list or a person entered before the statement came.
//!
//! A receipt takes the id of the bank's movement. A payment under any other id of the same customer, sum and time is the
//! same money, once: the next receipt alike is further money. So is one that comes when that payment was taken back.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::engine::allocation::taken_back_whole;
use crate::engine::receipts::receipts;
use crate::model::date::days_between;
use crate::model::payment::{ASSUMED_METHOD, DAYS_APART, OF_BANK};
use crate::model::{Amount, Currency, CustomerId, Date, Decision, InvoiceNo, Ledger, PaymentId, PaymentKind, Receipt};

/// How many days apart two sources book the same money when both name the same invoice.
const DAYS_APART_NAMED: i64 = 31;

/// The payments that came from elsewhere, and are not yet known to be a receipt.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// Each as its rows: one that was divided among debts is one payment still.
    free: HashMap<(CustomerId, Currency), Vec<Vec<PaymentId>>>,
    /// When those that were taken back were.
    pub gone: BTreeMap<PaymentId, Date>,
}

impl Elsewhere {
    pub fn of(ledger: &Ledger) -> Elsewhere {
        let known = known(ledger);
        let mut rows: HashMap<(CustomerId, Currency), Vec<PaymentId>> = HashMap::new();
        for id in ledger.payment_rows() {
            let payment = ledger.payment(id);
            let text = ledger.payment_id(id);
            if payment.kind == PaymentKind::Payment && !text.starts_with(OF_BANK) && !known.contains(text) {
                rows.entry((payment.customer, payment.currency)).or_default().push(id);
            }
        }
        let free = rows.into_iter().map(|(whose, rows)| (whose, receipts(ledger, &rows))).collect();
        Elsewhere { free, gone: taken_back_whole(ledger) }
    }

    /// Returns a payment that may be this receipt's money, for all that its sum and day say.
    pub fn alike(&self, ledger: &Ledger, customer: CustomerId, receipt: &Receipt) -> Option<PaymentId> {
        one(ledger, &self.standing(customer, receipt), &[], receipt)?.first().copied()
    }

    /// Returns the rows that are this receipt's money, which no other receipt can be then: one payment of that sum, or all
    /// of a day that come to it.
    pub fn claim(
        &mut self,
        ledger: &Ledger,
        customer: CustomerId,
        named: &[InvoiceNo],
        receipt: &Receipt,
    ) -> Option<Vec<PaymentId>> {
        let standing = self.standing(customer, receipt);
        let one = one(ledger, &standing, named, receipt).cloned();
        let found = one.or_else(|| a_day(ledger, &standing.concat(), named, receipt))?;
        self.free.get_mut(&(customer, receipt.currency))?.retain(|rows| !rows.iter().any(|id| found.contains(id)));
        Some(found)
    }

    /// Returns the payments of which nothing was taken back whole before a receipt came.
    fn standing(&self, customer: CustomerId, receipt: &Receipt) -> Vec<Vec<PaymentId>> {
        let free = self.free.get(&(customer, receipt.currency)).into_iter().flatten();
        let stands = |id: &PaymentId| self.gone.get(id).is_none_or(|&gone| gone > receipt.date);
        free.filter(|rows| rows.iter().all(stands)).cloned().collect()
    }
}

/// Returns the ids of the rows that are known to be receipts: each stands in suspense, left out for good, and names them.
pub(super) fn known(ledger: &Ledger) -> BTreeSet<&str> {
    let left_out = ledger.suspense().iter().filter(|receipt| receipt.decision == Decision::Ignore);
    left_out.flat_map(|receipt| receipt.candidates.split("; ")).collect()
}

/// Tells whether two sources may book the same money on those days; `is_named` where both name the same invoice.
pub fn is_near(one: Date, other: Date, is_named: bool) -> bool {
    apart(one, other) <= if is_named { DAYS_APART_NAMED } else { DAYS_APART }
}

pub(super) fn apart(a: Date, b: Date) -> i64 {
    days_between(a, b).abs()
}

/// Returns the rows of the payment that is nearest to a receipt in its days, of those with its sum.
fn one<'f>(
    ledger: &Ledger,
    free: &'f [Vec<PaymentId>],
    named: &[InvoiceNo],
    receipt: &Receipt,
) -> Option<&'f Vec<PaymentId>> {
    let date = |rows: &[PaymentId]| ledger.payment(rows[0]).date;
    let near = |rows: &&Vec<PaymentId>| {
        let paid = || rows.iter().map(|&id| ledger.payment(id));
        let is_named = paid().any(|payment| payment.invoice.is_some_and(|number| named.contains(&number)));
        let is_assumed = ledger.payment_more(rows[0]).and_then(|more| more.method.as_deref()) == Some(ASSUMED_METHOD);
        let is_contrary = !named.is_empty() && !is_named && paid().any(|payment| payment.invoice.is_some());
        paid().map(|payment| payment.amount).sum::<Amount>() == receipt.amount
            && !is_contrary
            && (is_near(date(rows), receipt.date, is_named) || (is_assumed && is_named))
    };
    free.iter().filter(near).min_by_key(|rows| (apart(date(rows), receipt.date), rows[0]))
}

fn a_day(ledger: &Ledger, free: &[PaymentId], named: &[InvoiceNo], receipt: &Receipt) -> Option<Vec<PaymentId>> {
    let mut days: BTreeMap<(i64, Date), (Amount, Vec<PaymentId>)> = BTreeMap::new();
    for &id in free {
        let payment = ledger.payment(id);
        let days_apart = apart(payment.date, receipt.date);
        let is_contrary = !named.is_empty() && payment.invoice.is_some_and(|number| !named.contains(&number));
        if days_apart <= DAYS_APART && !is_contrary {
            let (sum, ids) = days.entry((days_apart, payment.date)).or_default();
            *sum += payment.amount;
            ids.push(id);
        }
    }
    days.into_values().find(|(sum, ids)| *sum == receipt.amount && ids.len() > 1).map(|(_, ids)| ids)
}
