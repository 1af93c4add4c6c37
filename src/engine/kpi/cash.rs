//! The cash that is expected, week by week: each open item on its expected date, or on the days of a payment plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days};

use super::planned::planned;
use crate::engine::allocation::Balances;
use crate::engine::scoring::{Forecast, Scores};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, Date, EventKind, ItemId};

/// How many weeks are told apart, that of the day included; what comes after them is one sum.
pub const WEEKS: u64 = 13;

/// When money is expected, or why nobody can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// In the week that begins on that Monday; the first one begins on the day itself.
    Week {
        /// Its first day that counts.
        from: Date,
        /// Its Sunday.
        to: Date,
    },
    /// After those weeks.
    Later {
        /// The first day.
        from: Date,
    },
    /// It is disputed.
    Disputed,
    /// It is a factor's, whom the customer pays.
    Assigned,
    /// The customer is in insolvency proceedings.
    Insolvent,
    /// It is later than any that was ever paid, or its customer is left out of the score.
    Unknown,
}

/// What has come in by the end of a week, this week and those before it together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByThen {
    /// Were each item paid on the last day of its interval.
    pub least: Amount,
    /// Each on its expected date.
    pub expected: Amount,
    /// Were each paid on the first day of its interval.
    pub most: Amount,
}

/// What is expected in one week and currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cash {
    /// When.
    pub when: When,
    /// What it is in.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// The part of it that is overdue already.
    pub overdue: Amount,
    /// On how many items.
    pub items: u32,
    /// What has come in by its end; nothing where there is no end.
    pub by_then: Option<ByThen>,
}

/// Returns what is expected of the open items of the customers that `wanted` says yes to, by currency, then week. Weeks
/// without any are there as well, so that the list is a calendar; what comes later or on no known day follows them,
/// where there is any. The rows of a currency add up to what is open in it.
pub fn cash(scores: &Scores<'_>, balances: &Balances, wanted: impl Fn(CustomerId) -> bool) -> Vec<Cash> {
    let ledger = scores.ledger();
    let weeks = weeks(scores.as_of());
    let mut calendars: BTreeMap<Currency, Calendar> = BTreeMap::new();
    let mut add = |item: ItemId, when: When, expectation: &Expectation| {
        let currency = ledger.invoice(item).currency;
        calendars.entry(currency).or_insert_with(|| Calendar::new(currency, &weeks)).add(when, expectation);
    };
    for row in scores.rows() {
        let planned = scores.dossier_with(row.customer, EventKind::Plan).map(|dossier| {
            let first = ledger.invoices_of(row.customer).start;
            planned(ledger, balances, &dossier, first)
        });
        let mut planned = planned.unwrap_or_default();
        for forecast in scores.forecasts(row) {
            let expectation = Expectation::of(&forecast);
            let when = match expectation.days {
                _ if forecast.is_assigned => When::Assigned,
                Some([_, day, _]) => week_of(day, &weeks),
                None if row.habit.insolvent_since.is_some() => When::Insolvent,
                None => When::Unknown,
            };
            let is_awaited = ![When::Insolvent, When::Assigned].contains(&when);
            // Of a claim that is disputed in part the rest is expected like any other.
            let disputed = if is_awaited { forecast.disputed } else { Amount::ZERO };
            let mut left = forecast.open - disputed;
            let mut parts = vec![(When::Disputed, disputed, None)];
            if is_awaited {
                for (day, sum) in planned.remove(&forecast.item).unwrap_or_default() {
                    let sum = sum.min(left);
                    left -= sum;
                    parts.push((week_of(day, &weeks), sum, Some([day; 3])));
                }
            }
            parts.push((when, left, expectation.days));
            for (when, open, days) in parts.into_iter().filter(|(_, open, _)| open.is_positive()) {
                add(forecast.item, when, &Expectation { open, days, ..expectation });
            }
        }
    }
    // Who is left out of the score owes all the same.
    let scored: BTreeSet<CustomerId> = scores.rows().iter().map(|row| row.customer).collect();
    let left_out = ledger.customer_ids().filter(|&customer| wanted(customer) && !scored.contains(&customer));
    for item in left_out.flat_map(|customer| ledger.items_of(customer)) {
        let open = balances.open(ledger, item);
        if open.is_positive() {
            let is_overdue = days_between(ledger.invoice(item).due, scores.as_of()) > 0;
            add(item, When::Unknown, &Expectation { open, is_overdue, days: None });
        }
    }
    calendars.into_values().flat_map(|calendar| calendar.rows.into_values()).collect()
}

/// What is known of an open item, or of a part of it: the first, the expected and the last day, unless nobody can say.
struct Expectation {
    open: Amount,
    is_overdue: bool,
    days: Option<[Date; 3]>,
}

impl Expectation {
    fn of(forecast: &Forecast) -> Expectation {
        let (first, last) = forecast.interval;
        let days = forecast
            .expected
            .map(|day| [first.map_or(day, |first| first.min(day)), day, last.map_or(Date::MAX, |last| last.max(day))]);
        Expectation { open: forecast.open, is_overdue: forecast.days_late > 0, days }
    }
}

/// The rows of one currency: the weeks, then the rest.
struct Calendar {
    currency: Currency,
    rows: BTreeMap<When, Cash>,
}

impl Calendar {
    fn new(currency: Currency, weeks: &[When]) -> Calendar {
        let row = |&when| (when, Cash { by_then: Some(ByThen::default()), ..empty(when, currency) });
        Calendar { currency, rows: weeks.iter().map(row).collect() }
    }

    fn add(&mut self, when: When, item: &Expectation) {
        let row = self.rows.entry(when).or_insert_with(|| empty(when, self.currency));
        row.amount += item.open;
        row.overdue += if item.is_overdue { item.open } else { Amount::ZERO };
        row.items += 1;
        let Some(days) = item.days else { return };
        for row in self.rows.values_mut() {
            let (When::Week { to, .. }, Some(by_then)) = (row.when, &mut row.by_then) else { continue };
            let [most, expected, least] = days.map(|day| if day <= to { item.open } else { Amount::ZERO });
            by_then.most += most;
            by_then.expected += expected;
            by_then.least += least;
        }
    }
}

fn empty(when: When, currency: Currency) -> Cash {
    Cash { when, currency, amount: Amount::ZERO, overdue: Amount::ZERO, items: 0, by_then: None }
}

/// Returns the weeks from a day on; the first one lacks the days before it.
fn weeks(day: Date) -> Vec<When> {
    let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
    let week = |place: u64| {
        let from = monday + Days::new(7 * place);
        When::Week { from: from.max(day), to: from + Days::new(6) }
    };
    (0..WEEKS).map(week).collect()
}

fn week_of(day: Date, weeks: &[When]) -> When {
    let holds = |week: &&When| matches!(week, When::Week { to, .. } if day <= *to);
    let after = |week: &When| match week {
        When::Week { to, .. } => When::Later { from: *to + Days::new(1) },
        other => *other,
    };
    weeks.iter().find(holds).copied().or_else(|| weeks.last().map(after)).unwrap_or(When::Unknown)
}
