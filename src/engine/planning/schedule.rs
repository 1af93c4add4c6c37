//! Which level comes next for an item, and when.

use std::collections::BTreeMap;

use chrono::{Days, TimeDelta};

use crate::engine::history::Contact;
use crate::law::holidays::next_working_day;
use crate::law::terms::Period;
use crate::model::date::days_between;
use crate::model::{Date, Invoice, InvoiceKind};
use crate::policy::{AfterLast, Channel, FirstLevel, Level, Policy, Procedure, Trigger};

/// Where an item is in its procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    /// The place of the highest level that was recorded.
    pub reached: Option<usize>,
    /// The next level. Nothing after the last one.
    pub next: Option<Next>,
    /// The last day to pay that the notices so far granted.
    pub deadline: Option<Date>,
}

/// The level that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// Its place in the procedure.
    pub place: usize,
    /// The working day on which its trigger makes it due.
    pub on: Date,
    /// How that day was found.
    pub counted: Counted,
}

/// How the day of a level was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// As the trigger of the level says.
    AsTriggered,
    /// As the trigger says, and moved from a day off to the next working day.
    Moved,
    /// By something else: the invoice's arrival, or one notice a day at most.
    Otherwise,
}

/// What the history says of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded<'a, 'b> {
    /// The notices and calls.
    pub contacts: &'b [Contact<'a>],
    /// The levels of each notice.
    pub acts: &'b BTreeMap<&'a str, Vec<&'a str>>,
    /// The policy that knows the levels of every procedure.
    pub policy: &'b Policy,
}

/// What went out for an item so far.
#[derive(Clone, Copy, Debug, Default)]
struct Sent {
    /// The day of the last notice.
    last: Option<Date>,
    /// The day on which the last one arrived.
    received: Option<Date>,
}

/// Returns the schedule of an item, or the recorded level that no procedure has.
///
/// A level of another procedure, which the customer was under before, went out and granted what it granted; the item
/// goes on from the highest level that its own procedure knows. So it does past a level that no procedure has, where
/// one of its own went out that day or later: that one says where it is.
pub(super) fn schedule<'a>(
    procedure: &Procedure,
    recorded: &Recorded<'a, '_>,
    invoice: &Invoice,
    as_of: Date,
) -> Result<Schedule, &'a str> {
    let mut reached = None;
    let mut deadline = None;
    let mut sent = Sent::default();
    let place = |name: &str| procedure.levels.iter().position(|level| level.is_called(name));
    let last_own = recorded.contacts.iter().filter(|one| place(one.level).is_some()).map(|one| one.date).max();
    for contact in recorded.contacts {
        let own = place(contact.level);
        let known = own.map(|own| &procedure.levels[own]).or_else(|| recorded.policy.level(contact.level));
        let level = match known {
            Some(level) => level,
            None if last_own >= Some(contact.date) => continue,
            None => return Err(contact.level),
        };
        reached = reached.max(own);
        // The letter went out at the highest level of its lines, and what it granted it granted to all of them.
        let of_act = contact.act.and_then(|act| recorded.acts.get(act)).into_iter().flatten().chain(&contact.letter);
        let highest = of_act.filter_map(|level| place(level)).max().map_or(level, |place| &procedure.levels[place]);
        // What went out under a former name may have been another thing: an e-mail was no letter that grants time.
        let is_former = level.name != contact.level && std::ptr::eq(highest, level);
        let was_letter = contact.channel != Some(Channel::Email) || !level.channel.is_on_paper();
        // What the customer was told stays, whatever the policy or the calendar says since.
        let recomputed = || granted(procedure, highest, contact.date).filter(|_| was_letter || !is_former);
        deadline = deadline.max(contact.until.or_else(recomputed));
        sent.last = sent.last.max(Some(contact.date));
        sent.received = sent.received.max(Some(received(procedure, highest, contact.date)));
    }
    Ok(Schedule { reached, next: next(procedure, reached, sent, invoice, as_of), deadline })
}

/// Returns the last day to pay that a notice of a level grants when it goes out on a day: counted from its arrival.
pub(super) fn granted(procedure: &Procedure, level: &Level, sent: Date) -> Option<Date> {
    let days = level.payment_deadline_days?;
    let last_day = received(procedure, level, sent) + Days::new(u64::from(days));
    Some(next_working_day(last_day, procedure.holidays))
}

/// Returns the day on which a notice arrives: what goes by post takes its days.
fn received(procedure: &Procedure, level: &Level, sent: Date) -> Date {
    match level.channel {
        Channel::Letter | Channel::Registered => sent + Days::new(u64::from(procedure.mail_transit_days)),
        Channel::Email | Channel::Phone => sent,
    }
}

/// Returns the day that a trigger names, before days off, and not before the invoice can have arrived; `previous` is
/// the day from which "the previous notice" counts.
fn named_day(procedure: &Procedure, trigger: Trigger, invoice: &Invoice, previous: Date) -> Date {
    let day = triggered(procedure, trigger, invoice, previous);
    match trigger {
        Trigger::AfterDue(days) if days < 0 => day,
        // An invoice that may still be in the post is not reproached to anybody.
        _ => day.max(invoice.issue + Days::new(u64::from(procedure.mail_transit_days))),
    }
}

/// Returns the day that a trigger alone names.
fn triggered(procedure: &Procedure, trigger: Trigger, invoice: &Invoice, previous: Date) -> Date {
    let late_from = invoice.due + Days::new(u64::from(procedure.grace_days));
    let offset = |days: i32| TimeDelta::days(i64::from(days));
    match trigger {
        // What is announced before the due date is counted from it: grace delays reproaches only.
        Trigger::AfterDue(days) if days < 0 => invoice.due + offset(days),
        Trigger::AfterDue(days) => late_from + offset(days),
        Trigger::AfterMonthEnd(days) => {
            let day = Period::Month.end(late_from) + offset(days);
            // Nobody is told that he is late before he is.
            if days < 0 { day } else { day.max(late_from + Days::new(1)) }
        }
        Trigger::AfterPrevious(days) => (previous + Days::new(u64::from(days))).max(late_from + Days::new(1)),
    }
}

/// Tells whether a level is meant for before the due date of an item.
pub(super) fn is_before_due(procedure: &Procedure, level: &Level, invoice: &Invoice) -> bool {
    match level.trigger {
        Trigger::AfterDue(days) => days < 0,
        Trigger::AfterMonthEnd(_) => named_day(procedure, level.trigger, invoice, invoice.due) < invoice.due,
        Trigger::AfterPrevious(_) => false,
    }
}

/// Returns how many days lie between a level and the one after it, where each goes out on its day; 1 at least.
pub(super) fn days_to_next(procedure: &Procedure, place: usize, invoice: &Invoice) -> u64 {
    let mut day = invoice.due;
    let mut before = day;
    for level in procedure.levels.iter().take(place + 2) {
        before = day;
        day = named_day(procedure, level.trigger, invoice, before);
    }
    days_between(before, day).max(1) as u64
}

/// Returns the first level after the one reached that is not meant for another time, or with `by-age` the last one
/// whose day has come; after the last level that one again, where the policy says so.
fn next(procedure: &Procedure, reached: Option<usize>, sent: Sent, invoice: &Invoice, as_of: Date) -> Option<Next> {
    let first = reached.map_or(0, |place| place + 1);
    // What "the previous notice" is: the last one sent, else the day on which it would have gone out.
    let mut previous = sent.received.unwrap_or(invoice.due);
    // One notice a day at most: two runs on one day do nothing twice, and missed days make no volley.
    let on_its_own_day = |day: Date| sent.last.map_or(day, |last| day.max(last + Days::new(1)));
    let mut found = None;
    for (place, level) in procedure.levels.iter().enumerate().skip(first) {
        let day = on_its_own_day(named_day(procedure, level.trigger, invoice, previous));
        let action = next_working_day(day, procedure.holidays);
        // Retention money is kept by right until its day: nothing speaks of it before.
        let is_kept = invoice.kind == InvoiceKind::Retention;
        if is_before_due(procedure, level, invoice) && (is_kept || as_of > invoice.due || action > invoice.due) {
            previous = if sent.last.is_some() { previous } else { action };
            continue;
        }
        if found.is_some() && action > as_of {
            break;
        }
        let is_plain = match level.trigger {
            Trigger::AfterPrevious(days) => day == previous + Days::new(u64::from(days)),
            _ => day == triggered(procedure, level.trigger, invoice, previous),
        };
        found = Some(Next { place, on: action, counted: Counted::of(is_plain, action > day) });
        // What comes after a formal notice rests on it (C. civ. 1344), and who must approve a level decides on what
        // comes after it too: age alone jumps over neither.
        let is_passed_by_nobody = level.formal_notice || level.requires_approval;
        if procedure.first_level == FirstLevel::Sequential || action > as_of || is_passed_by_nobody {
            break;
        }
        previous = action;
    }
    found.or_else(|| {
        let last = procedure.levels.len().checked_sub(1).filter(|last| reached == Some(*last))?;
        let repeats = procedure.after_last_level == AfterLast::Repeat;
        let day = on_its_own_day(previous + Days::new(u64::from(procedure.repeat_days)));
        let is_late = !is_before_due(procedure, &procedure.levels[last], invoice);
        let action = next_working_day(day, procedure.holidays);
        (repeats && is_late).then(|| Next { place: last, on: action, counted: Counted::of(true, action > day) })
    })
}

impl Counted {
    fn of(is_plain: bool, is_moved: bool) -> Counted {
        match (is_plain, is_moved) {
            (true, false) => Counted::AsTriggered,
            (true, true) => Counted::Moved,
            (false, _) => Counted::Otherwise,
        }
    }
}
