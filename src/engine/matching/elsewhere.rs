//! Payments that the accounts, a list or a person entered before the statement came, and the receipts that are this
//! money.
//!
//! A receipt takes the id of the bank's movement. A payment under any other id of the same customer, sum and time is
//! the same money, once: the next receipt alike is further money. So is one that comes when that payment was taken
//! back.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::same::{self, Owed};
use super::told_again::{self, Again, Known, Told, told_again};
use crate::engine::allocation::taken_back_whole;
use crate::model::payment::{OF_BANK, is_near};
use crate::model::{Currency, CustomerId, Date, Decision, Ledger, PaymentId, Receipt};

/// The payments that came from elsewhere, and are not yet known to be a receipt.
#[derive(Debug)]
pub(super) struct Elsewhere<'a> {
    free: BTreeMap<(CustomerId, Currency), Vec<Known>>,
    /// When those that were taken back were.
    pub gone: BTreeMap<PaymentId, Date>,
    /// What is found of receipts, by their ids.
    found: HashMap<&'a str, Again>,
}

/// What is certain of a receipt: whose it is, and what it tells.
pub(super) struct Claim<'a> {
    pub receipt: &'a Receipt,
    pub customer: CustomerId,
    pub told: Told,
}

impl<'a> Elsewhere<'a> {
    pub fn of(ledger: &Ledger) -> Elsewhere<'a> {
        let known = known(ledger);
        let gone = taken_back_whole(ledger);
        let is_free = |id: &str| !id.starts_with(OF_BANK) && !known.contains(id);
        let free = told_again::payments(ledger, &gone, |id| is_free(ledger.payment_id(id)));
        Elsewhere { free, gone, found: HashMap::new() }
    }

    /// Tells whether there is no such payment.
    pub fn is_empty(&self) -> bool {
        self.free.is_empty()
    }

    /// Returns what was found of a receipt.
    pub fn found(&self, receipt: &Receipt) -> Option<&Again> {
        self.found.get(receipt.id.as_str())
    }

    /// Returns a payment that may be this receipt's money, for all that its sum and day say.
    pub fn alike(&self, customer: CustomerId, receipt: &Receipt) -> Option<PaymentId> {
        if let Some(Again::Doubt(payment)) = self.found(receipt) {
            return Some(*payment);
        }
        let may_be = |known: &&Known| {
            let money = &known.money;
            let stands = money.gone.is_none_or(|gone| gone > receipt.date);
            money.amount == receipt.amount && is_near(money.date, receipt.date) && stands
        };
        let alike = self.free.get(&(customer, receipt.currency)).into_iter().flatten().filter(may_be);
        let nearest = alike.min_by_key(|known| (same::apart(known.money.date, receipt.date), known.rows[0]));
        nearest.map(|known| known.rows[0])
    }

    /// Finds which receipts are payments from elsewhere, which none of the others is then.
    pub fn claim(&mut self, mut claims: Vec<Claim<'a>>, owed: Owed<'_>) {
        claims.sort_by_key(|one| (one.customer, one.receipt.currency, one.receipt.date, one.receipt.id.as_str()));
        let whose = |claim: &Claim<'_>| (claim.customer, claim.receipt.currency);
        for claims in claims.chunk_by(|a, b| whose(a) == whose(b)) {
            let Some(known) = self.free.get_mut(&whose(&claims[0])) else { continue };
            let told: Vec<Told> = claims.iter().map(|claim| claim.told.clone()).collect();
            let found = told_again(&told, known, owed);
            self.found.extend(found.into_iter().map(|(at, again)| (claims[at].receipt.id.as_str(), again)));
        }
    }
}

/// Returns the ids of the rows that are known to be receipts: each stands in suspense, left out for good, and names
/// them.
pub(super) fn known(ledger: &Ledger) -> BTreeSet<&str> {
    let left_out = ledger.suspense().iter().filter(|receipt| receipt.decision == Decision::Ignore);
    left_out.flat_map(|receipt| receipt.candidates.split("; ")).collect()
}
