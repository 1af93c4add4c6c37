//! What keeps the folder's payments from being believed: they are not up to date, rows of them were set aside, or
//! receipts wait for somebody to say whose they are.
//!
//! Nobody is told that he is late by a folder that may not know what he paid.

use std::collections::BTreeMap;

use super::{Plan, Stop, Unmatched};
use crate::diag::code::planning as code;
use crate::diag::{Diagnostic, Place};
use crate::engine::allocation::{Balances, waivers};
use crate::engine::history::History;
use crate::engine::matching;
use crate::model::date::days_between;
use crate::model::refused::{RefusedRow, RefusedRows};
use crate::model::{Bilingual, Currency, CustomerId, Date, EventKind, FileRole, Lang, Ledger, Receipt, figures};
use crate::policy::Policy;

/// The doubts of one day.
#[derive(Clone, Debug)]
pub(super) struct Doubts {
    /// The day of the newest payment of the folder, when it is too old to tell anybody that he is late.
    pub stale: Option<Date>,
    refused: RefusedRows,
    /// The first receipt in suspense that may be a customer's, by its place in the ledger.
    receipts: BTreeMap<(CustomerId, Currency), usize>,
}

impl Doubts {
    /// Returns the doubts of the day of the balances, payments being entered as of `today`.
    pub fn of(ledger: &Ledger, policy: &Policy, balances: &Balances, today: Date) -> Doubts {
        Doubts {
            stale: stale_payments(ledger, policy, today),
            refused: refused(ledger, balances),
            receipts: receipts(ledger, policy, balances),
        }
    }

    /// Returns the first row that was set aside and names the customer, or may.
    pub fn refused_row(&self, customer: CustomerId) -> Option<RefusedRow> {
        self.refused.of(customer)
    }

    /// Returns the first receipt in suspense that may be the customer's, in that currency.
    pub fn receipt_of<'a>(
        &self,
        ledger: &'a Ledger,
        customer: CustomerId,
        currency: Currency,
    ) -> Option<Unmatched<'a>> {
        let Receipt { id, date, amount, payer, .. } = &ledger.suspense()[*self.receipts.get(&(customer, currency))?];
        Some(Unmatched { date: *date, id, amount: *amount, currency, payer })
    }
}

/// Returns whose the receipts in suspense may be, unless the run accepts that.
fn receipts(ledger: &Ledger, policy: &Policy, balances: &Balances) -> BTreeMap<(CustomerId, Currency), usize> {
    let mut found = BTreeMap::new();
    if policy.plan.accepts_suspense {
        return found;
    }
    for verdict in matching::matched(ledger, balances, policy, balances.as_of()) {
        let place = ledger.suspense().iter().position(|receipt| std::ptr::eq(receipt, verdict.receipt));
        for customer in verdict.suspects(ledger) {
            found.entry((customer, verdict.receipt.currency)).or_insert(place.unwrap_or_default());
        }
    }
    found
}

/// Returns the day of the newest payment known, when it is older than the policy allows. A folder without any payment
/// has nothing that could be stale: nobody can say whether payments are entered there at all.
fn stale_payments(ledger: &Ledger, policy: &Policy, as_of: Date) -> Option<Date> {
    let allowed = i64::from(policy.plan.stale_payments_days);
    if allowed == 0 {
        return None;
    }
    let newest = ledger.newest_payment(as_of)?;
    (days_between(newest, as_of) > allowed).then_some(newest)
}

/// Returns the rows that were set aside when they were read, and those that allocation could not use.
fn refused(ledger: &Ledger, balances: &Balances) -> RefusedRows {
    let mut refused = ledger.refused().clone();
    for &payment in balances.refused() {
        let row = RefusedRow::naming(FileRole::Payments, ledger.payment_line(payment));
        refused.add(row, [ledger.payment(payment).customer]);
    }
    let history = History::new(ledger, balances.as_of());
    let in_force = ledger.customer_ids().flat_map(|customer| history.of(customer));
    let unclear_write_offs = in_force
        .filter(|event| event.kind == EventKind::WrittenOff && event.amount.is_some() && event.invoice.is_none());
    for event in unclear_write_offs.chain(waivers::unclear(ledger, balances.as_of())) {
        refused.add(RefusedRow::naming(FileRole::Events, event.line), [event.customer]);
    }
    refused
}

impl Plan<'_> {
    /// Returns what a person should know of the plan as a whole: that payments are too old to chase anybody, and who is
    /// left alone because of rows that were set aside.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let doubts = [self.stale(), self.held_back(), self.left_out(), self.unmatched()];
        doubts.into_iter().flatten().collect()
    }

    /// Tells whether a customer gets no document that asks for money: a row that names him, or may, was set aside, or a
    /// receipt in suspense may be his.
    pub fn is_doubted(&self, customer: CustomerId) -> bool {
        self.doubts.refused_row(customer).is_some()
            || self.doubts.receipts.keys().any(|(suspect, _)| *suspect == customer)
    }

    fn stale(&self) -> Option<Diagnostic> {
        let stale = |stop: &Stop<'_>| if let Stop::StalePayments { newest } = stop { Some(*newest) } else { None };
        let newest: Vec<Date> = self.rows.iter().filter_map(|row| row.stops.iter().find_map(stale)).collect();
        let &day = newest.first()?;
        let [count, days] = [newest.len(), self.policy.plan.stale_payments_days as usize];
        let finding = Diagnostic::new(
            code::STALE_PAYMENTS,
            format!(
                "the newest payment is of {day}, more than {days} days ago: nobody is told that he is late ({count})"
            ),
            format!(
                "le dernier règlement a plus de {days} jours, il est du {} : aucun retard n'est relancé ({count})",
                figures::date(day, Lang::Fr)
            ),
        );
        Some(finding.at(Place::file(FileRole::Payments.file_name())).help(
            "bring payments.csv up to date; --accept-stale chases all the same",
            "mettre payments.csv à jour ; --accept-stale relance malgré tout",
        ))
    }

    fn unmatched(&self) -> Option<Diagnostic> {
        let mut held: Vec<(CustomerId, &str)> = Vec::new();
        for row in &self.rows {
            for stop in &row.stops {
                if let Stop::UnmatchedReceipt { receipt } = stop {
                    held.push((row.customer, receipt.id));
                }
            }
        }
        let (_, first) = *held.first()?;
        let mut customers: Vec<CustomerId> = held.iter().map(|(customer, _)| *customer).collect();
        customers.dedup();
        let count = customers.len();
        let words = match count {
            1 => Bilingual::new(
                format!("1 customer is left alone: a receipt that waits in suspense may be his, {first} for one"),
                format!(
                    "1 client est laissé de côté : un encaissement en attente vient peut-être de lui, ainsi {first}"
                ),
            ),
            _ => Bilingual::new(
                format!(
                    "{count} customers are left alone: receipts that wait in suspense may be theirs, {first} for one"
                ),
                format!(
                    "{count} clients sont laissés de côté : des encaissements en attente viennent peut-être d'eux, ainsi \
                     {first}"
                ),
            ),
        };
        let finding = Diagnostic::new(code::UNMATCHED_RECEIPT, words.en, words.fr);
        Some(finding.at(Place::file(FileRole::Suspense.file_name())).help(
            "`relance match` shows whose they may be, and posts them; --accept-suspense chases all the same",
            "`relance rapprocher` montre de qui ils peuvent venir et les affecte ; --accept-suspense relance malgré tout",
        ))
    }

    /// Reports the customers of whom nothing is in the plan, because their own rows were refused.
    fn left_out(&self) -> Option<Diagnostic> {
        let words = match self.doubts.refused.debtors {
            0 => return None,
            1 => Bilingual::new(
                "1 customer is left out: his own row was refused, and what he owes is not in the answer",
                "1 client manque : sa propre ligne est refusée, et ce qu'il doit n'est pas dans la réponse",
            ),
            count => Bilingual::new(
                format!(
                    "{count} customers are left out: their own rows were refused, and what they owe is not in the answer"
                ),
                format!(
                    "{count} clients manquent : leurs propres lignes sont refusées, et ce qu'ils doivent n'est pas dans la réponse"
                ),
            ),
        };
        let finding = Diagnostic::new(code::REFUSED_ROW, words.en, words.fr);
        Some(finding.at(Place::file(FileRole::Customers.file_name())).help("mend the row", "corriger la ligne"))
    }

    fn held_back(&self) -> Option<Diagnostic> {
        let refused = |stop: &Stop<'_>| if let Stop::RefusedRow { row } = stop { Some(*row) } else { None };
        let held: Vec<(CustomerId, RefusedRow)> =
            self.rows.iter().filter_map(|row| Some((row.customer, row.stops.iter().find_map(refused)?))).collect();
        let first = held.iter().map(|(_, row)| *row).min_by_key(|row| (row.names_somebody, *row))?;
        let mut customers: Vec<CustomerId> = held.iter().map(|(customer, _)| *customer).collect();
        customers.dedup();
        let count = customers.len();
        let finding = if first.names_somebody {
            let (en, of, fr) = match count {
                1 => ("1 customer is".to_owned(), "him", "1 client est laissé de côté".to_owned()),
                _ => (format!("{count} customers are"), "them", format!("{count} clients sont laissés de côté")),
            };
            Diagnostic::new(
                code::REFUSED_ROW,
                format!("{en} left alone: what a refused row says of {of} is not known"),
                format!("{fr} : ce que dit une ligne refusée n'est pas connu"),
            )
        } else {
            Diagnostic::new(
                code::REFUSED_ROW,
                "nobody is chased: a refused row names nobody, and anybody may have paid",
                "personne n'est relancé : une ligne refusée ne nomme personne, chacun a peut-être payé",
            )
        };
        Some(finding.at(Place::line(first.role.file_name(), first.line)).help("mend the row", "corriger la ligne"))
    }
}
