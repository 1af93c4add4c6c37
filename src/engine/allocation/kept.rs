//! Money that is no credit any more, though it is set against no item: it has paid interest and indemnity.
//!
//! What lateness costs is worked out from the balances, and what of the credit paid it after that. But a refund and a move
//! of credit come into the balances, and may only take what had paid nothing by their day. So what paid claims is found
//! first as if nothing were given back or moved.

use std::collections::{BTreeMap, BTreeSet};

use super::{ClaimPaid, CreditSource};
use crate::model::{Amount, CustomerId, Date, EventKind, Ledger, PaymentId, PaymentKind};

/// Which money has paid claims since when.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    paid: BTreeMap<PaymentId, Vec<(Date, Amount)>>,
    /// Whether nothing is given back or moved at all.
    pub(super) ignores_draws: bool,
}

impl Kept {
    /// Lets nothing be given back or moved.
    pub fn all() -> Kept {
        Kept { ignores_draws: true, ..Kept::default() }
    }

    /// Keeps what has paid claims.
    pub fn of<'c>(paid: impl IntoIterator<Item = &'c ClaimPaid>) -> Kept {
        let mut kept = Kept::default();
        for one in paid {
            kept.paid.entry(one.payment).or_default().push((one.date, one.amount));
        }
        kept
    }

    /// Tells whether nothing has paid any.
    pub fn is_empty(&self) -> bool {
        self.paid.is_empty()
    }

    /// Returns what had paid claims by a day.
    pub(super) fn on(&self, day: Date) -> KeptOn<'_> {
        KeptOn { kept: self, day }
    }
}

/// What had paid claims by a day, on which giving back and moving come last.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeptOn<'k> {
    kept: &'k Kept,
    day: Date,
}

impl KeptOn<'_> {
    /// Tells whether nothing ever pays any.
    pub(super) fn is_nothing(self) -> bool {
        self.kept.is_empty()
    }

    /// Returns what had of money that came on a day. A claim that was made on the day itself comes after what is given back on it, for
    /// the notice takes account of that.
    pub(super) fn of(self, source: CreditSource, came: Date) -> Amount {
        let CreditSource::Payment(payment) = source else { return Amount::ZERO };
        let paid = self.kept.paid.get(&payment).into_iter().flatten();
        let by_then = paid.filter(|&&(since, _)| since < self.day || since == self.day && came == self.day);
        by_then.map(|&(_, amount)| amount).sum()
    }
}

/// Returns the customers out of whose credit something is given back or moved by a day.
pub fn drawers(ledger: &Ledger, as_of: Date) -> BTreeSet<CustomerId> {
    let refunds = ledger.payments().iter().filter(|row| row.kind == PaymentKind::Refund && row.date <= as_of);
    let moves = ledger.events().iter().filter(|event| event.kind == EventKind::Allocated && event.date <= as_of);
    refunds.map(|row| row.customer).chain(moves.map(|event| event.customer)).collect()
}
