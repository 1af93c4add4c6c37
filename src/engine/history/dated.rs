//! One customer's story: his invoices, his money and what was said and done, day by day.

use super::commitment::Sum;
use super::concerned::covered;
use super::dossier::Dossier;
use super::{Commitment, History, Outcome, Undone};
use crate::engine::allocation::{Balances, Cause, Move};
use crate::model::{CustomerId, Date, Event, EventKind, InvoiceKind, ItemId, Ledger, PaymentId};

/// One thing that happened.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    /// Its day.
    pub date: Date,
    /// What it is.
    pub what: What<'a>,
    /// Since when it was taken back.
    pub undone: Option<Date>,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// An invoice, a deposit, a penalty note or a credit note was issued.
    Issued(ItemId, InvoiceKind),
    /// Money moved.
    Money(PaymentId),
    /// Less was owed on an item without money: an early-payment discount, a rest that the policy lets go, a deposit.
    Less(ItemId, Move),
    /// Something was said or done; what came of a promise, or of an instalment of a plan.
    Event(&'a Event, Option<Outcome>),
}

/// Returns what happened with a customer up to the day of the balances, in the order of a day: what was issued, money,
/// then events. A promise is waited for `grace_days` longer.
pub fn history_of<'a>(
    ledger: &'a Ledger,
    balances: &Balances,
    customer: CustomerId,
    grace_days: u32,
) -> Vec<Happened<'a>> {
    let as_of = balances.as_of();
    let undone = Undone::new(ledger, as_of);
    let history = History::new(ledger, as_of);
    let dossier = Dossier::new(ledger, balances, &history, customer);
    let issued = ledger.invoices_of(customer).map(|row| {
        let (item, invoice) = (ItemId(row as u32), &ledger.invoices()[row]);
        Happened { date: invoice.issue, what: What::Issued(item, invoice.kind), undone: None }
    });
    let money = ledger.payments_of(customer).map(|row| {
        let payment = PaymentId(row as u32);
        Happened { date: ledger.payment(payment).date, what: What::Money(payment), undone: None }
    });
    let without_money = |step: &&Move| matches!(step.cause(), Cause::Discount | Cause::Tolerance | Cause::Deposit(_));
    let less = ledger.items_of(customer).flat_map(|item| {
        let steps = balances.moves(item).iter().filter(without_money);
        steps.map(move |&step| Happened { date: step.date, what: What::Less(item, step), undone: None })
    });
    let events = ledger.events().iter().filter(|event| event.customer == customer).map(|event| {
        let taken_back = undone.since(event);
        let outcome = || {
            let until = event.until?;
            let items = covered(ledger, event);
            let is_part = |(of, sum): &(Vec<ItemId>, Sum)| *of == items && *sum == (until, event.amount);
            let is_of = |made: &&Commitment| made.date == event.date && made.parts.iter().any(is_part);
            let grace = if event.kind == EventKind::Plan { 0 } else { grace_days };
            dossier.commitments.iter().filter(is_of).find_map(|made| made.outcome_by(ledger, balances, until, grace))
        };
        let is_promise = matches!(event.kind, EventKind::Promise | EventKind::Plan) && taken_back.is_none();
        let outcome = is_promise.then(outcome).flatten();
        Happened { date: event.date, what: What::Event(event, outcome), undone: taken_back }
    });
    let mut all: Vec<Happened<'a>> =
        issued.chain(money).chain(less).chain(events).filter(|one| one.date <= as_of).collect();
    // The sort is stable: within a day what was issued comes first, then money and what it earned, then events in
    // their order.
    all.sort_by_key(|one| one.date);
    all
}
