//! Whom to work on, most at stake first, and what to say: one entry per customer and currency.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Notice, Plan, PlanRow};
use crate::engine::allocation::Balances;
use crate::engine::history::{Dossier, History, Outcome};
use crate::model::{Amount, Currency, CustomerId, Date, Event, EventKind};

/// How many of the last contacts are told.
const CONTACTS: usize = 3;

/// What to know before talking to one customer about what he owes in one currency.
#[derive(Clone, Debug)]
pub struct Work<'p, 'a> {
    /// Who owes.
    pub customer: CustomerId,
    /// In what.
    pub currency: Currency,
    /// What is late or asked for today and may be claimed from him: without what is disputed, on hold or with others.
    pub at_stake: Amount,
    /// All that he owes.
    pub open: Amount,
    /// What of it is late.
    pub overdue: Amount,
    /// His unapplied money: negative.
    pub credits: Amount,
    /// The oldest item that is at stake.
    pub oldest: &'p PlanRow<'a>,
    /// What goes out to him today.
    pub notices: Vec<&'p Notice<'a>>,
    /// The last notices, calls and notes, newest first.
    pub contacts: Vec<&'a Event>,
    /// His promises and payment plans, newest first, in whatever currency.
    pub promises: Vec<Promised>,
}

/// One promise or payment plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The day it was made.
    pub date: Date,
    /// Whether it is a payment plan.
    pub is_plan: bool,
    /// The last day by which something was promised.
    pub by: Date,
    /// The sum; nothing for all that was open.
    pub amount: Option<Amount>,
    /// Whether it was kept.
    pub outcome: Outcome,
}

impl Promised {
    /// Returns the word that scripts rely on.
    pub const fn word(&self) -> &'static str {
        match self.outcome {
            Outcome::Running { .. } => "running",
            Outcome::Broken(_) => "broken",
            Outcome::Over(_) => "kept",
        }
    }
}

/// Returns the customers of a plan who have something at stake: by currency, the policy's first, most at stake first.
pub fn work_list<'p, 'a>(plan: &'p Plan<'a>, balances: &Balances) -> Vec<Work<'p, 'a>> {
    let ledger = plan.ledger();
    let history = History::new(ledger, plan.as_of());
    let mut rows: BTreeMap<(CustomerId, Currency), Vec<&PlanRow<'a>>> = BTreeMap::new();
    for row in plan.rows() {
        rows.entry((row.customer, ledger.invoice(row.item).currency)).or_default().push(row);
    }
    let mut notices: BTreeMap<(CustomerId, Currency), Vec<&Notice<'a>>> = BTreeMap::new();
    for notice in plan.notices() {
        notices.entry((notice.customer, notice.currency)).or_default().push(notice);
    }
    let mut list: Vec<Work<'p, 'a>> = Vec::new();
    for ((customer, currency), rows) in rows {
        let at_stake: Amount = rows.iter().filter(|row| counts(row)).map(|row| row.chased).sum();
        let Some(&oldest) = rows.iter().find(|row| counts(row)) else { continue };
        let late = rows.iter().filter(|row| row.days_late > 0);
        let contacts = history.of(customer).filter(|event| is_contact(event));
        let mut contacts: Vec<&Event> = contacts.collect();
        contacts.dedup_by(|a, b| a.event_id.is_some() && a.event_id == b.event_id);
        contacts.reverse();
        contacts.truncate(CONTACTS);
        list.push(Work {
            customer,
            currency,
            at_stake,
            open: rows.iter().map(|row| row.open).sum(),
            overdue: late.map(|row| row.open).sum(),
            credits: -balances.credit_in(customer, currency),
            oldest,
            notices: notices.remove(&(customer, currency)).unwrap_or_default(),
            contacts,
            promises: promises(plan, balances, &history, customer),
        });
    }
    let own = plan.policy().currency;
    list.sort_by_key(|work| (work.currency != own, work.currency, Reverse(work.at_stake), work.customer));
    list
}

/// Tells whether an item is late or asked for today, and he can be asked for it.
fn counts(row: &PlanRow<'_>) -> bool {
    // Whoever may have paid, for all that is known, is not called about it either.
    (row.days_late > 0 || row.action().is_some())
        && !row.stops.iter().any(|stop| stop.is_out_of_reach() || stop.is_doubt())
}

fn is_contact(event: &Event) -> bool {
    matches!(event.kind, EventKind::Notice | EventKind::Call | EventKind::Note)
}

fn promises(plan: &Plan<'_>, balances: &Balances, history: &History<'_>, customer: CustomerId) -> Vec<Promised> {
    let ledger = plan.ledger();
    let grace = plan.policy().default_procedure().promise_grace_days;
    let dossier = Dossier::new(ledger, balances, history, customer);
    let promised = dossier.commitments.iter().filter_map(|commitment| {
        let grace = if commitment.is_plan { 0 } else { grace };
        Some(Promised {
            date: commitment.date,
            is_plan: commitment.is_plan,
            by: commitment.instalments.last()?.0,
            amount: commitment.instalments.iter().map(|&(_, amount)| amount).sum(),
            outcome: commitment.outcome(ledger, balances, grace),
        })
    });
    let mut promised: Vec<Promised> = promised.collect();
    promised.sort_by_key(|promised| Reverse((promised.date, promised.by)));
    promised
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::allocation::allocate;
    use crate::engine::planning::plan;
    use crate::model::Selection;
    use crate::policy::builtin;
    use crate::testing::{day, eur, ledger};

    #[test]
    fn who_has_most_at_stake_comes_first_and_disputes_and_insolvency_are_not_at_stake() {
        let invoices = "invoice_id,customer_id,issue_date,due_date,amount\n\
            A-1,A,2026-01-01,2026-02-01,100.00\nA-2,A,2026-01-01,2026-02-02,900.00\n\
            B-1,B,2026-01-01,2026-02-01,300.00\nB-2,B,2026-01-01,2026-05-01,700.00\n\
            C-1,C,2026-01-01,2026-02-01,5000.00\nD-1,D,2026-01-01,2026-05-01,5000.00\n";
        let events = "date,event,customer_id,invoice_id,amount,until,note\n\
            2026-02-10,dispute_opened,,A-2,850.00,,\n2026-02-10,insolvency,C,,,,\n\
            2026-02-11,promise,,B-1,,2026-02-20,\n2026-02-11,call,B,,,,will pay\n";
        let ledger = ledger("", invoices, "", events);
        let policy = builtin::fr_b2b();
        let balances = allocate(&ledger, &policy.allocation, day("2026-03-02")).balances;
        let plan = plan(&ledger, &balances, &policy, &Selection::ALL);
        let list = work_list(&plan, &balances);
        // A: 100 + 900 - 850 = 150. B: 300 is late, 700 is not due. C cannot be asked, D owes nothing yet.
        let shown: Vec<(&str, Amount, Amount, Amount)> = list
            .iter()
            .map(|work| (ledger.customer(work.customer).id.as_str(), work.at_stake, work.open, work.overdue))
            .collect();
        let a = ("A", eur("150.00"), eur("1000.00"), eur("1000.00"));
        assert_eq!(shown, [("B", eur("300.00"), eur("1000.00"), eur("300.00")), a]);
        assert_eq!((list[0].promises.len(), list[0].promises[0].word()), (1, "broken"));
        assert_eq!(list[0].contacts[0].note.as_deref(), Some("will pay"));
        assert_eq!(list[1].notices.len(), 1);
    }
}
