//! The only place that asks the clock. Everything else is told what day it is.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Datelike, Local};

use crate::diag::{Diagnostic, code};
use crate::model::{Date, Lang, figures};

/// Returns today's date where the computer is.
///
/// # Errors
/// Returns the finding when its clock is not set: one that starts at 1970 answers for no day.
pub fn today() -> Result<Date, Box<Diagnostic>> {
    let today = DateTime::<Local>::from(now()).date_naive();
    if today.year() > FIRST_YEAR {
        return Ok(today);
    }
    let finding = Diagnostic::new(
        code::cli::CLOCK_UNSET,
        format!("the computer's clock says {today}"),
        format!("l'horloge de l'ordinateur indique le {}", figures::date(today, Lang::Fr)),
    );
    Err(Box::new(finding.help("set it, or give the day with --as-of", "la régler, ou donner le jour par --as-of")))
}

/// The year at which clocks start that nobody has set.
const FIRST_YEAR: i32 = 1970;

/// Returns how long ago something was; nothing of what is still to come.
pub fn since(time: SystemTime) -> Option<Duration> {
    now().duration_since(time).ok()
}

#[expect(clippy::disallowed_methods, reason = "this is the place; --as-of replaces it")]
fn now() -> SystemTime {
    SystemTime::now()
}
