//! The cash that is expected, week by week: each open item on its expected date.

use std::collections::BTreeMap;

use chrono::{Datelike, Days};

use crate::engine::scoring::Scores;
use crate::model::{Amount, Currency, Date};

/// How many weeks are told apart, that of the day included; what comes after them is one sum.
pub const WEEKS: u64 = 13;

/// Is when money is expected.
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
    /// Nobody can say: disputed items, those of insolvent customers, and those later than any that was ever paid.
    Unknown,
}

/// Is what is expected in one week and currency.
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
}

/// Returns what is expected of the open items of the customers that are scored: by week, then currency. Weeks without
/// any are there as well, so that the list is a calendar; the last rows hold what comes later or on no known day.
pub fn cash(scores: &Scores<'_>) -> Vec<Cash> {
    let weeks = weeks(scores.as_of());
    let mut found: BTreeMap<(When, Currency), Cash> = BTreeMap::new();
    let empty = |when, currency| Cash { when, currency, amount: Amount::ZERO, overdue: Amount::ZERO, items: 0 };
    for forecast in scores.rows().iter().flat_map(|row| scores.forecasts(row)) {
        let currency = scores.ledger().invoice(forecast.item).currency;
        for &when in &weeks {
            found.entry((when, currency)).or_insert_with(|| empty(when, currency));
        }
        let when = when(forecast.expected, &weeks);
        let cash = found.entry((when, currency)).or_insert_with(|| empty(when, currency));
        cash.amount += forecast.open;
        cash.overdue += if forecast.days_late > 0 { forecast.open } else { Amount::ZERO };
        cash.items += 1;
    }
    found.into_values().collect()
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

fn when(expected: Option<Date>, weeks: &[When]) -> When {
    let Some(day) = expected else { return When::Unknown };
    let holds = |week: &&When| matches!(week, When::Week { to, .. } if day <= *to);
    let after = |week: &When| match week {
        When::Week { to, .. } => When::Later { from: *to + Days::new(1) },
        other => *other,
    };
    weeks.iter().find(holds).copied().or_else(|| weeks.last().map(after)).unwrap_or(When::Unknown)
}
