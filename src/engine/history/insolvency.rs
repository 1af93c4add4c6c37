//! Which judgment hits which debt. Planning stops the chase by it, penalties their interest.

use crate::model::{Date, InvoiceKind, ItemId, Ledger};

/// Is the judgment that opened insolvency proceedings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgment {
    /// Its day: debts born before it are not chased.
    pub date: Date,
    /// The day of its publication in the BODACC, from which claims can be declared.
    pub published: Option<Date>,
}

impl Judgment {
    /// Returns the judgment that an item falls under: the first, by date, after the debt was born.
    ///
    /// What is born from the judgment on is payable in the proceedings when due (C. com. L622-17).
    pub fn of(judgments: &[Judgment], ledger: &Ledger, item: ItemId) -> Option<Judgment> {
        if judgments.is_empty() {
            return None;
        }
        let born = born(ledger, item);
        judgments.iter().copied().find(|judgment| judgment.date > born)
    }
}

/// Returns the day on which a debt was born: that of the supply, else that of the invoice. What is charged for the
/// lateness of an invoice shares its fate, whenever it is charged (C. com. L622-28).
fn born(ledger: &Ledger, item: ItemId) -> Date {
    let own = |item: ItemId| {
        ledger.more(item).and_then(|more| more.supply_date).unwrap_or_else(|| ledger.invoice(item).issue)
    };
    let invoice = ledger.invoice(item);
    let charged = ledger.more(item).and_then(|more| more.applies_to).filter(|_| invoice.kind == InvoiceKind::Penalty);
    let principal = charged.and_then(|number| ledger.rows_of(number).map(own).min());
    principal.unwrap_or_else(|| own(item))
}
