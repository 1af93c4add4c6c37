//! Which level comes next for an item, and when.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};

use crate::engine::history::Contact;
use crate::law::holidays::next_working_day;
use crate::model::Date;
use crate::policy::{FirstLevel, Level, Procedure, Trigger};

/// Is where an item is in its procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    /// The place of the highest level that was recorded.
    pub reached: Option<usize>,
    /// The next level, and the day on which its trigger makes it due: a working day. Nothing after the last level.
    pub next: Option<(usize, Date)>,
    /// The last day to pay that the notices so far granted.
    pub deadline: Option<Date>,
}

/// Returns the schedule of an item, or the recorded level that its procedure does not have. `acts` is the levels of
/// each notice.
pub(super) fn schedule<'a>(
    procedure: &Procedure,
    contacts: &[Contact<'a>],
    acts: &BTreeMap<&str, Vec<&str>>,
    due: Date,
    as_of: Date,
) -> Result<Schedule, &'a str> {
    let mut reached = None;
    let mut deadline = None;
    let place = |name: &str| procedure.levels.iter().position(|level| level.name == name);
    for contact in contacts {
        let own = place(contact.level).ok_or(contact.level)?;
        reached = reached.max(Some(own));
        // The letter went out at the highest level of its lines, and what it granted it granted to all of them.
        let of_act = contact.act.and_then(|act| acts.get(act)).into_iter().flatten();
        let highest = of_act.filter_map(|level| place(level)).max().unwrap_or(own);
        deadline = deadline.max(granted(procedure, &procedure.levels[highest], contact.date));
    }
    let last = contacts.iter().map(|contact| contact.date).max();
    Ok(Schedule { reached, next: next(procedure, reached, last, due, as_of), deadline })
}

/// Returns the last day to pay that a notice of a level grants when it goes out on a day.
pub(super) fn granted(procedure: &Procedure, level: &Level, sent: Date) -> Option<Date> {
    let days = level.payment_deadline_days?;
    Some(next_working_day(sent + Days::new(u64::from(days)), procedure.holidays))
}

/// Returns the first level after the one reached that is not meant for another time, or with `by-age` the last one
/// whose day has come.
fn next(
    procedure: &Procedure,
    reached: Option<usize>,
    last: Option<Date>,
    due: Date,
    as_of: Date,
) -> Option<(usize, Date)> {
    let first = reached.map_or(0, |place| place + 1);
    // What "the previous notice" is: the last one sent, else the day on which it would have gone out.
    let mut previous = last.unwrap_or(due);
    let mut found = None;
    for (place, level) in procedure.levels.iter().enumerate().skip(first) {
        let day = match level.trigger {
            Trigger::AfterDue(days) => due + TimeDelta::days(i64::from(days)),
            // Nothing that follows a reminder before the due date says "late" to somebody who is not.
            Trigger::AfterPrevious(days) => (previous + Days::new(u64::from(days))).max(due + Days::new(1)),
        };
        // One notice a day at most: two runs on one day do nothing twice, and missed days make no volley.
        let day = last.map_or(day, |last| day.max(last + Days::new(1)));
        let action = next_working_day(day, procedure.holidays);
        let before_due = matches!(level.trigger, Trigger::AfterDue(days) if days < 0);
        if before_due && (as_of > due || action > due) {
            previous = if last.is_some() { previous } else { action };
            continue;
        }
        if found.is_some() && action > as_of {
            break;
        }
        found = Some((place, action));
        // What comes after a formal notice rests on it (C. civ. 1344), and who must approve a level decides on what
        // comes after it too: age alone jumps over neither.
        let is_passed_by_nobody = level.formal_notice || level.requires_approval;
        if procedure.first_level == FirstLevel::Sequential || action > as_of || is_passed_by_nobody {
            break;
        }
        previous = action;
    }
    found
}
