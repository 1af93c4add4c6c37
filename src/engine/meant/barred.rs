//! Which debts the debtor may not pay, or need not: money that names nothing is not meant for them.

use std::collections::BTreeMap;

use crate::engine::allocation::Balances;
use crate::engine::history::{Dispute, History, Judgment, Proceedings, concerns, disputed_on};
use crate::model::{CustomerId, Date, Event, EventKind, ItemId, Ledger};

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

/// What keeps a customer's money of one day that names nothing from being meant for his debts.
pub(super) struct Bars<'l, 'b> {
    ledger: &'l Ledger,
    balances: &'b Balances,
    day: Date,
    judgments: Vec<Judgment>,
    assigned: Vec<&'l Event>,
    disputes: BTreeMap<ItemId, Dispute<'l>>,
}

impl<'l, 'b> Bars<'l, 'b> {
    pub fn of(
        ledger: &'l Ledger,
        balances: &'b Balances,
        history: &History<'l>,
        customer: CustomerId,
        day: Date,
    ) -> Bars<'l, 'b> {
        let events = || history.of(customer).filter(|event| event.date <= day);
        Bars {
            ledger,
            balances,
            day,
            judgments: events().filter_map(Judgment::noted).collect(),
            assigned: events().filter(|event| event.kind == EventKind::Assigned).collect(),
            disputes: disputed_on(ledger, balances, history, customer, day),
        }
    }

    /// Returns why the money is not meant for an item, where it is not.
    pub fn on(&self, item: ItemId) -> Option<Bar> {
        if let Some(judgment) = Judgment::of(&self.judgments, self.ledger, item) {
            return Some(match judgment.proceedings {
                Proceedings::Insolvency => Bar::Insolvency(judgment.date),
                Proceedings::OverIndebtedness => Bar::OverIndebtedness(judgment.date),
            });
        }
        if let Some(event) = self.assigned.iter().find(|event| concerns(self.ledger, event, item)) {
            return Some(Bar::Assigned(event.date));
        }
        let dispute = self.disputes.get(&item)?;
        let eve = self.day.pred_opt();
        let open = eve.map_or(self.ledger.invoice(item).amount, |eve| self.balances.open_on(self.ledger, item, eve));
        (dispute.amount >= open).then_some(Bar::Disputed(dispute.since))
    }
}
