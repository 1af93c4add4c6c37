//! A booking of the bank that two statements tell, one as a sum, the other taken apart: the same money, once.
//!
//! The import gives the parts of a booking its own id, and their own behind it. What is taken apart counts, since its
//! parts say who paid; the sum is left out. Where the sum is in the books already, its parts are. What is left out for
//! the other telling is no reason to leave that one out too: nobody would have the money.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::engine::receipts::BankRows;
use crate::model::payment::OF_BANK;
use crate::model::receipt::named_in;
use crate::model::{Amount, Currency, Date, Ledger, Receipt};

/// Receipts that are told by others.
#[derive(Debug, Default)]
pub(super) struct Batches<'a> {
    /// By the id of a receipt that waits: the ids of those that are its money.
    told_by: BTreeMap<&'a str, Vec<&'a str>>,
}

/// What is known of a receipt of the bank.
struct Known<'a> {
    date: Date,
    currency: Currency,
    amount: Amount,
    waits: bool,
    /// As what money it is left out, by their ids.
    told_by: BTreeSet<&'a str>,
}

impl<'a> Batches<'a> {
    pub fn of(ledger: &'a Ledger) -> Batches<'a> {
        let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
        for receipt in ledger.suspense() {
            let Receipt { id, date, currency, amount, .. } = receipt;
            let waits = receipt.waits();
            let told_by = if waits { BTreeSet::new() } else { named_in(&receipt.candidates).collect() };
            known.insert(id, Known { date: *date, currency: *currency, amount: *amount, waits, told_by });
        }
        let rows = BankRows::of(ledger);
        for id in ledger.payment_rows() {
            let (text, row) = (ledger.payment_id(id), ledger.payment(id));
            if text.starts_with(OF_BANK) {
                let (date, currency, told_by) = (row.date, row.currency, BTreeSet::new());
                let zero = Known { date, currency, amount: Amount::ZERO, waits: false, told_by };
                let one = known.entry(rows.receipt_of(text)).or_insert(zero);
                one.amount += row.received();
            }
        }
        let mut told_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (&id, whole) in &known {
            let after = known.range::<str, _>((Bound::Excluded(id), Bound::Unbounded)).map(|(&part, one)| (part, one));
            let parts: Vec<(&str, &Known<'_>)> = after
                .take_while(|(part, _)| part.starts_with(id))
                .filter(|(part, _)| part[id.len()..].starts_with('-'))
                .filter(|(_, part)| part.date == whole.date && part.currency == whole.currency)
                .collect();
            let sum: Amount = parts.iter().map(|(_, part)| part.amount).sum();
            if parts.len() < 2 || sum != whole.amount {
                continue;
            }
            let is_told_in_parts = parts.iter().any(|(part, _)| whole.told_by.contains(part));
            let is_told_as_a_whole = parts.iter().any(|(_, part)| part.told_by.contains(id));
            if is_told_in_parts || (whole.waits && is_told_as_a_whole) {
                continue;
            }
            if whole.waits {
                told_by.insert(id, parts.iter().map(|(part, _)| *part).collect());
            } else {
                told_by.extend(parts.iter().filter(|(_, part)| part.waits).map(|(part, _)| (*part, vec![id])));
            }
        }
        Batches { told_by }
    }

    /// Returns the ids of the receipts that are a receipt's money.
    pub fn telling(&self, receipt: &Receipt) -> Option<&[&'a str]> {
        self.told_by.get(receipt.id.as_str()).map(Vec::as_slice)
    }
}
