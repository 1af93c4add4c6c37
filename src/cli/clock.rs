//! The only place that asks the clock. Everything else is told what day it is.

use crate::model::Date;

/// Returns today's date where the computer is.
#[expect(clippy::disallowed_methods, reason = "this is the place; --as-of replaces it")]
pub fn today() -> Date {
    chrono::Local::now().date_naive()
}
