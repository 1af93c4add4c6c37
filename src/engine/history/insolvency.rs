//! Which proceedings hit which debt. Planning stops the chase by it, penalties their interest.

use crate::model::{Date, Event, EventKind, InvoiceKind, ItemId, Ledger};

/// What forbids the debtor to pay what he owed before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proceedings {
    /// A judgment opened insolvency proceedings.
    Insolvency,
    /// A commission found a consumer's file of over-indebtedness admissible.
    OverIndebtedness,
}

impl Proceedings {
    /// Returns the proceedings that an event opens; nothing for any other event.
    pub const fn opened_by(kind: EventKind) -> Option<Proceedings> {
        match kind {
            EventKind::Insolvency => Some(Proceedings::Insolvency),
            EventKind::OverIndebtedness => Some(Proceedings::OverIndebtedness),
            _ => None,
        }
    }
}

/// The judgment that opened insolvency proceedings, or the decision that opened those of over-indebtedness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgment {
    /// What it opened.
    pub proceedings: Proceedings,
    /// Its day: debts born before it are not chased.
    pub date: Date,
    /// The day of its publication in the BODACC, from which claims can be declared.
    pub published: Option<Date>,
}

impl Judgment {
    /// Returns the judgment that an event notes.
    pub fn noted(event: &Event) -> Option<Judgment> {
        let proceedings = Proceedings::opened_by(event.kind)?;
        Some(Judgment { proceedings, date: event.date, published: event.published })
    }

    /// Returns the judgment that an item falls under: the first, by date, after the debt was born. One of insolvency,
    /// in which claims are declared, comes before a decision on over-indebtedness.
    ///
    /// What is born from the judgment on is payable in the proceedings when due (C. com. L622-17).
    pub fn of(judgments: &[Judgment], ledger: &Ledger, item: ItemId) -> Option<Judgment> {
        let mut hits = Judgment::hitting(judgments, ledger, item);
        let first = hits.next()?;
        let of_insolvency = |judgment: &Judgment| judgment.proceedings == Proceedings::Insolvency;
        if of_insolvency(&first) { Some(first) } else { hits.find(of_insolvency).or(Some(first)) }
    }

    /// Returns the first judgment of either kind that hits an item: from its day on it bears no interest.
    pub fn first(judgments: &[Judgment], ledger: &Ledger, item: ItemId) -> Option<Judgment> {
        Judgment::hitting(judgments, ledger, item).next()
    }

    fn hitting(judgments: &[Judgment], ledger: &Ledger, item: ItemId) -> impl Iterator<Item = Judgment> {
        let born = if judgments.is_empty() { Date::MAX } else { born(ledger, item) };
        judgments.iter().copied().filter(move |judgment| judgment.date > born)
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
