//! Invoices that were never owed: credit notes that name them have cancelled them whole. Whether part of one had been
//! paid before, the payment was late, or the bank took it back changes nothing of that.

use std::collections::{BTreeMap, BTreeSet};

use super::Penalties;
use crate::engine::allocation::{Balances, Cause};
use crate::model::{Amount, InvoiceKind, InvoiceNo, ItemId, Ledger};
use crate::policy::Voided;

/// Returns the invoices that the credit notes which name them come to whole on the day of the balances.
pub(super) fn cancelled(ledger: &Ledger, balances: &Balances) -> BTreeSet<InvoiceNo> {
    let mut corrections: BTreeMap<InvoiceNo, Amount> = BTreeMap::new();
    for invoice in ledger.invoices() {
        if invoice.kind != InvoiceKind::CreditNote || invoice.issue > balances.as_of() {
            continue;
        }
        if let Some(number) = ledger.more_of(invoice).and_then(|more| more.applies_to) {
            *corrections.entry(number).or_default() -= invoice.amount;
        }
    }
    let billed = |item: ItemId| {
        let moves = balances.moves(item).iter();
        let deposits = moves.filter(|step| matches!(step.cause(), Cause::Deposit(_)));
        ledger.invoice(item).amount + deposits.map(|step| step.change).sum()
    };
    let whole = corrections.iter().filter(|&(&number, &all)| all >= ledger.rows_of(number).map(billed).sum());
    whole.map(|(&number, _)| number).collect()
}

impl Penalties<'_> {
    /// Tells whether an item was never owed: credit notes that name its invoice, and nothing else, have brought it to
    /// zero, or they come to the whole invoice.
    pub(super) fn is_voided(&self, item: ItemId) -> bool {
        let number = self.ledger.invoice(item).number;
        self.policy.penalties.voided == Voided::NoClaim
            && (self.is_only_corrected(item) || self.cancelled.contains(&number))
            && self.balances.open(self.ledger, item).is_zero()
    }

    fn is_only_corrected(&self, item: ItemId) -> bool {
        let number = Some(self.ledger.invoice(item).number);
        self.balances.moves(item).iter().all(|step| match step.cause() {
            Cause::CreditNote(note) => self.ledger.more(note).and_then(|more| more.applies_to) == number,
            // What a deposit billed was never billed here.
            cause => matches!(cause, Cause::Tolerance | Cause::Deposit(_)),
        })
    }
}
