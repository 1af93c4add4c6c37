//! One look at all receipts: which of them become rows of `payments.csv`, and what is noted of those that wait.

use std::collections::BTreeMap;

use super::{PAYMENT, Whose, says_currency};
use crate::engine::matching::{self, Outcome, Part, Verdict};
use crate::engine::meant;
use crate::input::columns::Column;
use crate::input::edit::{Changes, PlainRows};
use crate::model::payment::part_id;
use crate::model::{Amount, Bilingual, CustomerId, Decision, Ledger, PaymentId, Receipt};
use crate::policy::Policy;

/// The cells of `suspense.csv` that are written anew while a receipt waits.
const FOUND: [Column; 4] = [Column::PaymentId, Column::CustomerId, Column::Candidates, Column::Why];

/// One look at all receipts, and what it changes.
pub(super) struct Round<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    pub payments: PlainRows,
    /// How much of payments receipts take the place of.
    replaced: BTreeMap<PaymentId, Amount>,
    pub suspense: Changes,
    pub posted: RoundPosted,
    pub waiting: usize,
}

#[derive(Default)]
pub(super) struct RoundPosted {
    pub payments: Vec<String>,
    pub returns: Vec<String>,
    pub same: Vec<String>,
    pub batches: Vec<String>,
    /// What payments those that somebody decided on may be already.
    pub perhaps: Vec<Bilingual>,
}

impl<'a> Round<'a> {
    pub fn new(ledger: &'a Ledger, policy: &'a Policy) -> Round<'a> {
        let suspense = Changes {
            replacing: PlainRows::new(FOUND.to_vec()),
            emptied: vec![Column::Candidates, Column::Why],
            ..Changes::default()
        };
        let payments = PlainRows::new(PAYMENT.to_vec());
        Round {
            ledger,
            policy,
            payments,
            replaced: BTreeMap::new(),
            suspense,
            posted: RoundPosted::default(),
            waiting: 0,
        }
    }

    pub fn take(&mut self, verdict: &Verdict<'_>, whose: Whose<'_>) {
        let receipt = verdict.receipt;
        let is_wanted = match whose {
            Whose::Certain => !verdict.is_decided(),
            Whose::Decided => true,
            Whose::One(id) => receipt.id == id,
        };
        match &verdict.outcome {
            Outcome::Post { customer, parts, instead, .. } if is_wanted => {
                for &(payment, amount) in instead {
                    *self.replaced.entry(payment).or_default() += amount;
                }
                for (place, part) in parts.iter().enumerate() {
                    self.payment(receipt, *customer, *part, place);
                }
                self.suspense.removed_lines.push(receipt.line);
                self.posted.payments.push(receipt.id.clone());
                self.posted
                    .perhaps
                    .extend(verdict.alike.map(|payment| matching::perhaps_the_same(self.ledger, payment)));
            }
            Outcome::Reverse(payments) if is_wanted => {
                for (place, payment) in payments.iter().enumerate() {
                    self.reversal(receipt, *payment, place);
                }
                self.suspense.removed_lines.push(receipt.line);
                self.posted.returns.push(receipt.id.clone());
            }
            Outcome::Same(_) if is_wanted => {
                self.note(verdict, "ignore");
                self.posted.same.push(receipt.id.clone());
            }
            Outcome::Batch(_) if is_wanted => {
                self.note(verdict, "ignore");
                self.posted.batches.push(receipt.id.clone());
            }
            Outcome::Wait(_) | Outcome::Post { .. } | Outcome::Reverse(_) | Outcome::Same(_) | Outcome::Batch(_) => {
                self.waiting += 1;
                if receipt.decision == Decision::None && !matches!(whose, Whose::One(_)) {
                    self.note(verdict, "");
                }
            }
        }
    }

    /// Returns the changes of `payments.csv`: its new rows, and what is left of payments whose place receipts take.
    pub fn payment_changes(&mut self) -> Changes {
        let mut changes = Changes {
            added: std::mem::take(&mut self.payments),
            replacing: PlainRows::new(vec![Column::PaymentId, Column::Amount]),
            ..Changes::default()
        };
        for (&payment, &amount) in &self.replaced {
            let (row, line) = (self.ledger.payment(payment), self.ledger.payment_line(payment));
            let left = row.amount - amount;
            if left.is_positive() {
                let left = left.to_decimal(row.currency).to_string();
                changes.replacing.push([self.ledger.payment_id(payment), &left]);
                changes.replaced_lines.push(line);
            } else {
                changes.removed_lines.push(line);
            }
        }
        changes
    }

    /// Writes into the receipt's row what was found, where that is news.
    fn note(&mut self, verdict: &Verdict<'_>, customer: &str) {
        let receipt = verdict.receipt;
        let candidates = verdict.candidates_in_words(self.ledger);
        let why = verdict.why.get(self.policy.language);
        if customer.is_empty() && candidates == receipt.candidates && *why == receipt.why {
            return;
        }
        self.suspense.replacing.push([receipt.id.as_str(), customer, &candidates, why]);
        self.suspense.replaced_lines.push(receipt.line);
    }

    fn payment(&mut self, receipt: &Receipt, customer: CustomerId, part: Part, place: usize) {
        let invoice = part.invoice.map(|number| self.ledger.number(number)).unwrap_or_default();
        let amount = part.amount.to_decimal(receipt.currency).to_string();
        let instalment = part.item.and_then(|item| meant::instalment(self.ledger, item)).unwrap_or_default();
        self.row(receipt, place, &amount, customer, [invoice, instalment], ["", ""]);
    }

    fn reversal(&mut self, receipt: &Receipt, payment: PaymentId, place: usize) {
        let taken = self.ledger.payment(payment);
        let invoice = taken.invoice.map(|number| self.ledger.number(number)).unwrap_or_default();
        let amount = (-taken.amount).to_decimal(receipt.currency).to_string();
        self.row(receipt, place, &amount, taken.customer, [invoice, ""], ["return", self.ledger.payment_id(payment)]);
    }

    fn row(
        &mut self,
        receipt: &Receipt,
        place: usize,
        amount: &str,
        customer: CustomerId,
        [invoice, instalment]: [&str; 2],
        [kind, reverses]: [&str; 2],
    ) {
        let id = part_id(&receipt.id, place);
        let date = receipt.date.to_string();
        let is_said = says_currency(self.ledger, self.policy, customer, receipt.currency);
        let currency = if is_said { receipt.currency.code() } else { "" };
        let Receipt { reference, payer, payer_account, .. } = receipt;
        self.payments.push([
            id.as_str(),
            &date,
            amount,
            &self.ledger.customer(customer).id,
            invoice,
            instalment,
            currency,
            kind,
            reverses,
            reference,
            payer,
            payer_account,
        ]);
    }
}
