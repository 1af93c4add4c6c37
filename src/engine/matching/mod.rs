//! Whose money is that in suspense: each receipt with its evidence, or with those who may have sent it.
//!
//! ```text
//! receipt ─numbers, accounts─▶ one customer beyond doubt ─sums─▶ what it pays            Outcome::Post
//!                                        └─ a row of payments.csv from elsewhere is it ─▶ Outcome::Same
//!                                        └─ it shows on which day one of those came ─────▶ Outcome::Post, in its place
//!         ─names, sums, amounts─▶ candidates, best first ───────────────────────────────▶ Outcome::Wait
//! ```
//!
//! Nothing is guessed: what two readings of a text could mean differently waits for a person. Receipts are looked at in
//! the order of their days, so that what an earlier one pays is not open for a later one.

mod asked;
mod batches;
mod books;
mod candidates;
mod elsewhere;
mod ids;
mod judging;
mod names;
mod numbers;
mod parts;
mod returns;
pub mod same;
mod seen;
mod short;
mod sums;
#[cfg(test)]
mod tests;
pub mod told_again;
mod why;
mod words;

use crate::engine::allocation::Balances;
use crate::engine::meant::Ground;
use crate::model::receipt::AND;
use crate::model::{Amount, Bilingual, CustomerId, Date, Decision, InvoiceNo, Ledger, PaymentId, Receipt};
use crate::policy::Policy;

use judging::Judge;
pub use names::have_in_common;
pub use numbers::names;
pub use parts::Part;
pub use sums::Fit;
pub use why::perhaps_the_same;

/// What is found of one receipt.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// The receipt.
    pub receipt: &'a Receipt,
    /// What it comes to.
    pub outcome: Outcome,
    /// The evidence in words.
    pub why: Bilingual,
    /// A payment from elsewhere that may be the money of one that somebody decided on: he is to know.
    pub alike: Option<PaymentId>,
}

/// What a receipt comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is that customer's money beyond doubt, or by somebody's decision.
    Post {
        /// Whose it is.
        customer: CustomerId,
        /// What it pays.
        parts: Vec<Part>,
        /// What its sum says of that, where it names nothing.
        ground: Option<Ground>,
        /// The payments whose place it takes, and how much of each: nobody knew on which day they came.
        instead: Vec<(PaymentId, Amount)>,
    },
    /// It takes those payments back, all of the same money.
    Reverse(Vec<PaymentId>),
    /// Rows of `payments.csv` that come from elsewhere are this money.
    Same(Vec<PaymentId>),
    /// Receipts of those ids are this money: a booking of the bank that two statements tell, one of them taken apart.
    Batch(Vec<String>),
    /// It waits; those who may have sent it stand best first.
    Wait(Vec<Candidate>),
}

/// One who may have sent a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub customer: CustomerId,
    /// What he may have paid with it.
    pub invoices: Vec<InvoiceNo>,
    /// Why he.
    pub evidence: Evidence,
    /// How the sum comes about.
    pub fit: Option<Fit>,
}

/// Why somebody may have sent a receipt; the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The text names an invoice of his beyond doubt, and something speaks against it.
    Number,
    /// He pays from that account, and others do too.
    Account,
    /// The text bears his id, which his letters tell him to quote.
    Id,
    /// The text may name an invoice of his, and the sum or his name agrees.
    LikelyNumber,
    /// His name, and a sum that fits.
    NameAndSum,
    /// The text may bear his id: a house or a post code is written alike. The sum or his name agrees.
    LikelyId,
    /// A part of his name, and a sum that fits.
    PartAndSum,
    /// The sum that a notice to him asked for, or what is left of it, interest or indemnity in it.
    Asked,
    /// His name.
    Name,
    /// The text may name an invoice of his.
    DoubtfulNumber,
    /// The sum alone.
    Sum,
}

impl Evidence {
    /// Tells whether it says too little for his letters to wait.
    pub const fn is_weak(self) -> bool {
        matches!(self, Evidence::DoubtfulNumber | Evidence::Sum)
    }

    /// Returns the word that scripts rely on.
    pub const fn word(self) -> &'static str {
        match self {
            Evidence::Number => "number",
            Evidence::Account => "account",
            Evidence::Id => "customer-id",
            Evidence::LikelyNumber => "likely-number",
            Evidence::NameAndSum => "name-and-sum",
            Evidence::LikelyId => "likely-customer-id",
            Evidence::PartAndSum => "part-of-name-and-sum",
            Evidence::Asked => "sum-of-notice",
            Evidence::Name => "name",
            Evidence::DoubtfulNumber => "doubtful-number",
            Evidence::Sum => "sum",
        }
    }
}

impl Verdict<'_> {
    /// Tells whether a person decided it.
    pub fn is_decided(&self) -> bool {
        matches!(self.receipt.decision, Decision::Customer(_) | Decision::Invoices(_))
    }

    /// Returns the customers who may have sent it, or did: whoever is told that he is late may have paid.
    pub fn suspects(&self, ledger: &Ledger) -> Vec<CustomerId> {
        if !self.receipt.amount.is_positive() {
            return Vec::new();
        }
        let mut suspects: Vec<CustomerId> = match &self.outcome {
            Outcome::Post { customer, .. } => vec![*customer],
            Outcome::Reverse(_) | Outcome::Same(_) | Outcome::Batch(_) => return Vec::new(),
            Outcome::Wait(candidates) => {
                let strong = candidates.iter().filter(|candidate| !candidate.evidence.is_weak());
                strong.map(|candidate| candidate.customer).collect()
            }
        };
        match &self.receipt.decision {
            Decision::Customer(customer) => suspects.push(*customer),
            Decision::Invoices(numbers) => {
                let rows = numbers.iter().flat_map(|&number| ledger.rows_of(number));
                suspects.extend(rows.map(|row| ledger.invoice(row).customer));
            }
            Decision::None | Decision::Wait | Decision::Ignore => suspects.extend(&self.receipt.suspects),
        }
        suspects.sort_unstable();
        suspects.dedup();
        suspects
    }

    /// Returns the candidates as `suspense.csv` has them, weak ones in parentheses: `C1: F-1 + F-2; (C3: F-9)`.
    pub fn candidates_in_words(&self, ledger: &Ledger) -> String {
        match &self.outcome {
            Outcome::Wait(candidates) => {
                let told = candidates.iter().map(|candidate| told(candidate, ledger));
                told.collect::<Vec<_>>().join("; ")
            }
            Outcome::Post { customer, parts, .. } => {
                let invoices = parts.iter().filter_map(|part| part.invoice).collect();
                told(&Candidate { customer: *customer, invoices, evidence: Evidence::Number, fit: None }, ledger)
            }
            Outcome::Reverse(payments) | Outcome::Same(payments) => {
                let ids = payments.iter().map(|&payment| ledger.payment_id(payment));
                ids.collect::<Vec<_>>().join("; ")
            }
            Outcome::Batch(ids) => ids.join("; "),
        }
    }
}

fn told(candidate: &Candidate, ledger: &Ledger) -> String {
    let mut text = ledger.customer(candidate.customer).id.clone();
    let invoices: Vec<&str> = candidate.invoices.iter().map(|&number| ledger.number(number)).collect();
    if !invoices.is_empty() {
        text = format!("{text}: {}", invoices.join(AND));
    }
    if candidate.evidence.is_weak() { format!("({text})") } else { text }
}

/// Returns what is found of every receipt that waits, by day; of those after `until` nothing is.
pub fn matched<'a>(ledger: &'a Ledger, balances: &Balances, policy: &Policy, until: Date) -> Vec<Verdict<'a>> {
    let waiting = || ledger.suspense().iter().filter(|receipt| receipt.waits() && receipt.date <= until);
    if waiting().next().is_none() {
        return Vec::new();
    }
    let mut judge = Judge::of(ledger, balances, policy, waiting());
    waiting().map(|receipt| judge.judge(receipt)).collect()
}
