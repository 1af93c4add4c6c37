//! What notices bring: how much of what each level, or each channel, asked for was paid within so many days of it, and
//! which promises that followed were kept.
//!
//! Money answers the last notice before it: what comes after the next one of the same item is that one's.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use super::Period;
use crate::engine::allocation::{Balances, Cause};
use crate::engine::history::{Dossier, History, Outcome, concerned};
use crate::model::{Amount, Currency, CustomerId, Date, Event, EventKind, ItemId, Ledger};
use crate::policy::{Channel, Policy};

/// What is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseBy {
    /// Each dunning level.
    Level,
    /// Each way of reaching somebody.
    Channel,
}

/// What one level or channel brought, in one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// How many notices and calls there were whose days are over.
    pub notices: u32,
    /// How many there were whose days are not: nothing of them is counted yet.
    pub running: u32,
    /// What was open of their items at the end of their day.
    pub asked: Amount,
    /// What was paid of it in time.
    pub paid: Amount,
    /// How many promises followed in time.
    pub promises: u32,
    /// How many of them were kept.
    pub kept: u32,
    /// How many of them were broken.
    pub broken: u32,
}

impl Response {
    fn add(&mut self, other: &Response) {
        self.notices += other.notices;
        self.running += other.running;
        self.asked += other.asked;
        self.paid += other.paid;
        self.promises += other.promises;
        self.kept += other.kept;
        self.broken += other.broken;
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responses {
    /// What is told apart.
    pub by: ResponseBy,
    /// The period in which the notices went out.
    pub period: Period,
    /// Within how many days an answer counts.
    pub within: u32,
    /// By the level's name or the channel's word, then by currency: levels as the policy orders them.
    pub rows: Vec<ResponseRow>,
    /// By currency.
    pub totals: BTreeMap<Currency, Response>,
}

/// The answers to the notices of one level or channel, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseRow {
    /// The level's name, or the channel's word.
    pub group: String,
    /// What the notices are in.
    pub currency: Currency,
    /// What came of them.
    pub response: Response,
}

/// What is asked: what is told apart, when the notices went out, and within how many days an answer counts.
#[derive(Clone, Copy, Debug)]
pub struct ResponseQuestion {
    /// See [`Responses::by`].
    pub by: ResponseBy,
    /// See [`Responses::period`].
    pub period: Period,
    /// See [`Responses::within`].
    pub within: u32,
}

/// One notice or call about one item.
struct Asking<'a> {
    item: ItemId,
    date: Date,
    act: Act<'a>,
    group: &'a str,
}

/// What tells one notice from another: its id, else the line of its row.
type Act<'a> = (Option<&'a str>, u32);

/// Returns what notices to the customers that `wanted` says yes to brought.
pub fn responses(
    ledger: &Ledger,
    balances: &Balances,
    policy: &Policy,
    history: &History<'_>,
    question: ResponseQuestion,
    wanted: impl Fn(CustomerId) -> bool,
) -> Responses {
    let mut groups: BTreeMap<(String, Currency), Response> = BTreeMap::new();
    for customer in ledger.customer_ids().filter(|&customer| wanted(customer) && history.of(customer).len() > 0) {
        let dealings = Dealings { ledger, balances, policy, history, question, customer };
        let askings = dealings.askings();
        if !askings.is_empty() {
            dealings.count_money(&askings, &mut groups);
            dealings.count_promises(&askings, &mut groups);
        }
    }
    let mut totals: BTreeMap<Currency, Response> = BTreeMap::new();
    groups.iter().for_each(|((_, currency), response)| totals.entry(*currency).or_default().add(response));
    let levels = policy.procedures.iter().flat_map(|procedure| &procedure.levels).map(|level| level.name.as_str());
    let levels: Vec<&str> = levels.collect();
    let row = |((group, currency), response)| ResponseRow { group, currency, response };
    let mut rows: Vec<ResponseRow> = groups.into_iter().map(row).collect();
    rows.sort_by_key(|row| levels.iter().position(|level| *level == row.group).unwrap_or(levels.len()));
    Responses { by: question.by, period: question.period, within: question.within, rows, totals }
}

/// One customer's dealings.
struct Dealings<'a, 'h> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    policy: &'a Policy,
    history: &'h History<'a>,
    question: ResponseQuestion,
    customer: CustomerId,
}

impl<'a> Dealings<'a, '_> {
    /// Returns all that was asked of the customer up to the day, item by item, earliest first.
    fn askings(&self) -> Vec<Asking<'a>> {
        let mut askings = Vec::new();
        for event in self.history.of(self.customer) {
            let Some(group) = self.group(event) else { continue };
            let act = (event.event_id.as_deref(), if event.event_id.is_some() { 0 } else { event.line });
            let late = |&item: &ItemId| event.invoice.is_some() || self.ledger.invoice(item).due < event.date;
            let open = |&item: &ItemId| self.balances.open_on(self.ledger, item, event.date).is_positive();
            let items = concerned(self.ledger, event).filter(late).filter(open);
            askings.extend(items.map(|item| Asking { item, date: event.date, act, group }));
        }
        askings.sort_by_key(|asking| (asking.item, asking.date));
        askings
    }

    /// Returns the group of a notice or call.
    fn group(&self, event: &'a Event) -> Option<&'a str> {
        if !matches!(event.kind, EventKind::Notice | EventKind::Call) {
            return None;
        }
        let level = event.level.as_deref();
        if self.question.by == ResponseBy::Level {
            return level;
        }
        let usual = level.and_then(|name| self.policy.level(name)).map(|level| level.channel.word());
        let of_call = (event.kind == EventKind::Call).then_some(Channel::Phone.word());
        event.channel.as_deref().or(of_call).or(usual)
    }

    fn ends(&self, date: Date) -> Date {
        date + Days::new(self.question.within.into())
    }

    fn counts(&self, asking: &Asking<'_>) -> bool {
        (self.question.period.from..=self.question.period.to).contains(&asking.date)
    }

    fn count_money(&self, askings: &[Asking<'_>], groups: &mut BTreeMap<(String, Currency), Response>) {
        let mut acts: BTreeSet<(&str, Currency, Act<'_>)> = BTreeSet::new();
        for (place, asking) in askings.iter().enumerate().filter(|(_, asking)| self.counts(asking)) {
            let currency = self.ledger.invoice(asking.item).currency;
            let response = groups.entry((asking.group.to_owned(), currency)).or_default();
            let is_first = acts.insert((asking.group, currency, asking.act));
            let end = self.ends(asking.date);
            if end > self.balances.as_of() {
                response.running += u32::from(is_first);
                continue;
            }
            response.notices += u32::from(is_first);
            response.asked += self.balances.open_on(self.ledger, asking.item, asking.date);
            let next = askings.get(place + 1).filter(|next| next.item == asking.item).map(|next| next.date);
            let end = next.map_or(end, |next| next.min(end));
            let in_time =
                self.balances.moves(asking.item).iter().filter(|step| step.date > asking.date && step.date <= end);
            let paid = in_time.filter(|step| matches!(step.cause(), Cause::Payment(_) | Cause::Return(_)));
            response.paid -= paid.map(|step| step.change).sum();
        }
    }

    fn count_promises(&self, askings: &[Asking<'_>], groups: &mut BTreeMap<(String, Currency), Response>) {
        let dossier = Dossier::new(self.ledger, self.balances, self.history, self.customer);
        let grace_days = self.policy.default_procedure().promise_grace_days;
        for promise in &dossier.commitments {
            let mut items = promise.items.clone();
            items.sort_unstable();
            let of = |item: ItemId| {
                let from = &askings[askings.partition_point(|asking| asking.item < item)..];
                &from[..from.partition_point(|asking| asking.item == item)]
            };
            let before = |asking: &&Asking<'_>| asking.date <= promise.date && promise.date <= self.ends(asking.date);
            let asked = items.into_iter().flat_map(of).filter(before);
            let Some(asking) = asked.max_by_key(|asking| asking.date) else { continue };
            let is_running = self.ends(asking.date) > self.balances.as_of();
            if is_running || !self.counts(asking) {
                continue;
            }
            let currency = self.ledger.invoice(asking.item).currency;
            let response = groups.entry((asking.group.to_owned(), currency)).or_default();
            response.promises += 1;
            match promise.outcome(self.ledger, self.balances, grace_days) {
                Outcome::Over(_) => response.kept += 1,
                Outcome::Broken(_) => response.broken += 1,
                Outcome::Running { .. } => {}
            }
        }
    }
}
