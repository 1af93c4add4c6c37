//! Calendar days. A date is an argument everywhere; only `cli` may ask the clock.

use chrono::Datelike;

/// A calendar day, without time or zone.
pub type Date = chrono::NaiveDate;

/// Tells whether files and outputs can write a day: years have four digits.
pub fn is_written(day: Date) -> bool {
    (0..=9999).contains(&day.year())
}

/// Returns the number of days from `from` to `to`: 1 from one day to the next, negative backwards.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from(to.num_days_from_ce() - from.num_days_from_ce())
}
