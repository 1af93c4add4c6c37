//! What events say about lateness: insolvency, formal notices, disputes, waivers.

use std::collections::BTreeMap;

use super::demands::{self, Demand};
use crate::engine::allocation::{Balances, waivers};
use crate::engine::history::{Dispute, Dossier, History, Judgment, concerns};
use crate::law::regimes::{Regime, Start};
use crate::model::{Amount, CustomerId, Date, Event, EventKind, ItemId, Ledger};
use crate::policy::Policy;

/// What a run knows besides rows, balances and rates. In most folders it is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts<'a> {
    /// The judgments that opened insolvency proceedings, by date.
    judgments: BTreeMap<CustomerId, Vec<Judgment>>,
    /// What formal notices have demanded of each item whose interest waits for one.
    demands: BTreeMap<ItemId, Vec<Demand>>,
    /// The first notice at a level that no procedure has of each item that waits for a formal notice and has none that
    /// is known as one.
    pub unread_notices: BTreeMap<ItemId, UnreadNotice<'a>>,
    /// The last formal notice from before the due date of each item that waits for one and has none since.
    early_notices: BTreeMap<ItemId, Date>,
    /// The disputes that are open.
    disputes: BTreeMap<ItemId, Dispute<'a>>,
    /// The waivers in force, by customer, then in the order in which they happened.
    pub waivers: Vec<&'a Event>,
}

/// A notice at a level that no procedure has: nobody can say whether it was a formal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadNotice<'a> {
    /// The level that was recorded.
    pub level: &'a str,
    /// The day.
    pub since: Date,
}

impl<'a> Facts<'a> {
    /// Reads the events in force on the day of the balances.
    pub fn new(ledger: &'a Ledger, balances: &Balances, policy: &Policy) -> Facts<'a> {
        let mut facts = Facts::default();
        if ledger.events().is_empty() {
            return facts;
        }
        let history = History::new(ledger, balances.as_of());
        for customer in ledger.customer_ids() {
            let waivers = history.of(customer).filter(|event| event.kind == EventKind::Waived);
            facts.waivers.extend(waivers.filter(|event| !waivers::is_unclear(ledger, event)));
            let regime = Regime::of(policy.penalties.law, ledger.customer(customer).kind);
            let awaits_notice = regime.start == Start::FormalNotice;
            let tells = |kind| match kind {
                EventKind::Insolvency | EventKind::OverIndebtedness | EventKind::DisputeOpened => true,
                EventKind::Notice => awaits_notice,
                _ => false,
            };
            if !history.of(customer).any(|event| tells(event.kind)) {
                continue;
            }
            let dossier = Dossier::new(ledger, balances, &history, customer);
            if awaits_notice {
                facts.note_formal_notices((ledger, balances), &dossier, policy, customer);
            }
            let rows = ledger.invoices_of(customer).zip(&dossier.standings);
            let disputed = rows.filter_map(|(row, standing)| Some((ItemId(row as u32), standing.dispute?)));
            facts.disputes.extend(disputed);
            if !dossier.judgments.is_empty() {
                facts.judgments.insert(customer, dossier.judgments);
            }
        }
        facts
    }

    fn note_formal_notices(
        &mut self,
        (ledger, balances): (&Ledger, &Balances),
        dossier: &Dossier<'a>,
        policy: &Policy,
        customer: CustomerId,
    ) {
        for (row, standing) in ledger.invoices_of(customer).zip(&dossier.standings) {
            // A notice to pay what is not due yet puts nobody in default.
            let due = ledger.invoices()[row].payable_until();
            let mut in_time = standing.contacts.iter().filter(|contact| contact.date >= due);
            let item = ItemId(row as u32);
            let notices = in_time.clone().filter(|contact| contact.is_formal_notice(policy));
            let notices = notices.map(|contact| (contact.date, contact.left_out(ledger, balances, item)));
            let demands = demands::of(notices, balances.moves(item));
            if !demands.is_empty() {
                self.demands.insert(item, demands);
            } else if let Some(unread) =
                in_time.find(|contact| !contact.is_call() && policy.level(contact.level).is_none())
            {
                self.unread_notices.insert(item, UnreadNotice { level: unread.level, since: unread.date });
            } else if let Some(early) = standing.contacts.iter().rfind(|contact| contact.is_formal_notice(policy)) {
                self.early_notices.insert(item, early.date);
            }
        }
    }

    /// Returns the judgment that stops an item's interest (C. com. L622-28; for a consumer, C. conso. L742-7, and
    /// L722-14 where a commission settles his debts).
    pub fn judgment(&self, ledger: &Ledger, item: ItemId) -> Option<Judgment> {
        let judgments = self.judgments.get(&ledger.invoice(item).customer)?;
        Judgment::first(judgments, ledger, item)
    }

    /// Returns the first day that can bear interest: the day after the due date, where the law wants it also after
    /// the formal notice, without which no day can.
    pub fn interest_from(&self, ledger: &Ledger, item: ItemId, start: Start) -> Option<Date> {
        let due = ledger.invoice(item).payable_until();
        match start {
            Start::DueDate | Start::Contract => due.succ_opt(),
            Start::FormalNotice => self.formal_notice(item)?.max(due).succ_opt(),
        }
    }
}

impl<'a> Facts<'a> {
    /// Returns the waivers in force that give up something of an item.
    pub fn waivers_of(&self, ledger: &Ledger, item: ItemId) -> Vec<&'a Event> {
        let customer = ledger.invoice(item).customer;
        let first = self.waivers.partition_point(|event| event.customer < customer);
        let own = self.waivers[first..].iter().take_while(|event| event.customer == customer);
        own.copied().filter(|event| concerns(ledger, event, item)).collect()
    }

    /// Returns the dispute about an item that is open.
    pub fn dispute(&self, item: ItemId) -> Option<Dispute<'a>> {
        self.disputes.get(&item).copied()
    }

    /// Returns the day of the formal notice from which an item's interest runs, where it needs one.
    pub fn formal_notice(&self, item: ItemId) -> Option<Date> {
        self.demands(item).first().map(|demand| demand.date)
    }

    /// Returns what formal notices have demanded of an item whose interest waits for one, the first notice first.
    pub fn demands(&self, item: ItemId) -> &[Demand] {
        self.demands.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Returns what of an item no formal notice has demanded, though one was sent: it bears no interest yet.
    pub fn not_demanded(&self, item: ItemId) -> Amount {
        self.demands(item).last().map_or(Amount::ZERO, |demand| demand.left_out)
    }

    /// Returns the days of the formal notices after the first that demanded more of an item.
    pub fn more_demanded(&self, item: ItemId) -> Vec<Date> {
        let pairs = self.demands(item).windows(2).filter(|pair| pair[1].is_by_notice);
        pairs.map(|pair| pair[1].date).collect()
    }

    /// Returns the last formal notice that was sent before the due date, where none came since.
    pub fn early_notice(&self, item: ItemId) -> Option<Date> {
        self.early_notices.get(&item).copied()
    }

    /// Returns what the notices before a day left out of an item.
    pub fn left_out_by_notice(&self, item: ItemId, day: Date) -> Amount {
        let before = self.demands(item).iter().take_while(|demand| demand.date < day);
        before.last().map_or(Amount::ZERO, |demand| demand.by_notice)
    }

    /// Returns the notice that may have been a formal one: its level is in no procedure any more.
    pub fn unread_notice(&self, item: ItemId) -> Option<UnreadNotice<'a>> {
        self.unread_notices.get(&item).copied()
    }
}

/// Tells whether a notice claims interest, or the indemnity, by what its row says of it; one that says no sums claims
/// what its level does.
pub(super) fn is_claimed(notice: &Event, sum: Option<Amount>, policy: &Policy) -> bool {
    let mut levels = policy.procedures.iter().flat_map(|procedure| &procedure.levels);
    let of_level =
        || levels.any(|level| level.claims_penalties && Some(level.name.as_str()) == notice.level.as_deref());
    sum.map_or_else(of_level, Amount::is_positive)
}
