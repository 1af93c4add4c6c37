//! Calendar days. A date is an argument everywhere; only `cli` may ask the clock.

/// Is a calendar day, without time or zone.
pub type Date = chrono::NaiveDate;

/// Returns the number of days from `from` to `to`: 1 from one day to the next, negative backwards.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.signed_duration_since(from).num_days()
}
