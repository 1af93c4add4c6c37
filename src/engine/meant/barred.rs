//! Which debts the debtor may not pay, or need not: money that names nothing is not meant for them.

use crate::engine::allocation::Balances;
use crate::engine::history::{History, Judgment, Proceedings, concerns};
use crate::model::{Date, Event, EventKind, ItemId, Ledger};

/// Why money that names nothing is not meant for a debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bar {
    /// It was born before the judgment of that day (C. com. L622-7).
    Insolvency(Date),
    /// It was born before the decision of that day on the debtor's over-indebtedness (C. conso. L722-5).
    OverIndebtedness(Date),
    /// It is somebody else's since that day, who is to be paid.
    Assigned(Date),
    /// He contests all of it since that day.
    Disputed(Date),
}

/// Returns why money of a day that names nothing is not meant for an item, where it is not.
pub fn bar(ledger: &Ledger, balances: &Balances, history: &History<'_>, item: ItemId, day: Date) -> Option<Bar> {
    let customer = ledger.invoice(item).customer;
    let events = || history.of(customer).filter(|event| event.date <= day);
    let judgments: Vec<Judgment> = events().filter_map(Judgment::noted).collect();
    if let Some(judgment) = Judgment::of(&judgments, ledger, item) {
        return Some(match judgment.proceedings {
            Proceedings::Insolvency => Bar::Insolvency(judgment.date),
            Proceedings::OverIndebtedness => Bar::OverIndebtedness(judgment.date),
        });
    }
    let mut found = None;
    // Of hundreds of notices none bars anything: whom they concern is not asked.
    let bars = |event: &&Event| {
        matches!(event.kind, EventKind::Assigned | EventKind::DisputeOpened | EventKind::DisputeClosed)
    };
    for event in events().filter(bars).filter(|event| concerns(ledger, event, item)) {
        let open = || day.pred_opt().map_or(ledger.invoice(item).amount, |eve| balances.open_on(ledger, item, eve));
        match event.kind {
            EventKind::Assigned => return Some(Bar::Assigned(event.date)),
            EventKind::DisputeOpened if event.amount.is_none_or(|amount| amount >= open()) => {
                found = found.or(Some(Bar::Disputed(event.date)));
            }
            EventKind::DisputeClosed => found = None,
            _ => {}
        }
    }
    found
}
