//! The sentences in English.

use super::{Facts, proceedings, routes};
use crate::engine::history::Dispute;
use crate::engine::planning::{Counted, Remark, Stop, Unmatched};
use crate::model::refused::RefusedRow;
use crate::model::{CustomerKind, Date, figures};
use crate::policy::Trigger;

pub(super) fn due(facts: &Facts<'_, '_>) -> String {
    let since = facts.row.due_on.filter(|&day| day < facts.plan.as_of);
    let since = since.map_or("due today".to_owned(), |day| format!("due since {}", facts.day(day)));
    let asked = facts.money(facts.row.chased);
    let less = facts.deducted().map_or(String::new(), |credits| format!(" (the notice deducts {credits} of credits)"));
    format!("{}, {asked} to ask for{less}: {} {since}{}.", lateness(facts), facts.next_level(), trigger(facts))
}

pub(super) fn stop(facts: &Facts<'_, '_>, stop: &Stop<'_>) -> String {
    let day = |day: Date| facts.day(day);
    let level = facts.next_level();
    match *stop {
        Stop::Insolvency { .. } | Stop::OverIndebtedness { .. } => proceedings::sentence(facts, stop),
        Stop::CourtFiled { since } => format!("A court has it since {}.", day(since)),
        Stop::HandedOver { since, whom: None } => format!("Handed over for collection on {}.", day(since)),
        Stop::HandedOver { since, whom: Some(whom) } => {
            format!("Handed over for collection on {}, to {whom}.", day(since))
        }
        Stop::Assigned { since, whom: None } => format!("Assigned on {}: the assignee is to be paid.", day(since)),
        Stop::Assigned { since, whom: Some(whom) } => {
            format!("Assigned on {} to {whom}, who is to be paid.", day(since))
        }
        Stop::Hold { since, until: Some(until) } => format!("On hold since {}, until {}.", day(since), day(until)),
        Stop::Hold { since, until: None } => format!("On hold since {}, until it is released.", day(since)),
        Stop::Disputed { since, status: Some(status), reason } if status.turns_down() => format!(
            "The invoice was turned down on {}{}: correct it and issue it again.",
            day(since),
            facts.reason(reason, Some(status))
        ),
        Stop::Disputed { since, reason, status } => {
            let (open, reason) = (facts.money(facts.row.open), facts.reason(reason, status));
            let since = day(since);
            format!("All of the {open} is disputed since {since}{reason}: nothing is asked for until that is closed.")
        }
        Stop::PlanKept { since, next } => {
            format!("The payment plan of {} is kept so far; the next instalment is due on {}.", day(since), day(next))
        }
        Stop::Promise { since, by, last_day } if last_day > by => {
            format!("Payment by {} was promised on {}; it is waited for until {}.", day(by), day(since), day(last_day))
        }
        Stop::Promise { since, by, .. } => format!("Payment by {} was promised on {}.", day(by), day(since)),
        Stop::PaymentAnnounced { since, last_day } => {
            format!("A payment was announced on {}; it is waited for until {}.", day(since), day(last_day))
        }
        Stop::CoveredByCredits { credits, asked } => {
            let (credits, asked) = (facts.money(credits), facts.money(asked));
            format!(
                "The customer's credits, {credits}, cover the {asked} that would be asked for: allocate them first \
                 (relance record allocate CREDIT --to INVOICE)."
            )
        }
        Stop::RefusedRow { row: RefusedRow { role, line, names_somebody } } => {
            let file = role.file_name();
            let who = if names_somebody { "names the customer" } else { "may concern any customer" };
            format!("Line {line} of {file} was refused and {who}: nothing is asked for until it is mended.")
        }
        Stop::UnmatchedReceipt { receipt: Unmatched { date, amount, payer, .. } } => {
            let sum = facts.money(amount);
            let from = if payer.is_empty() { String::new() } else { format!(" from {payer}") };
            format!(
                "{sum} came in on {}{from} and may be the customer's: nothing is asked for until it is matched (relance \
                 match).",
                day(date)
            )
        }
        Stop::OpeningBalance => {
            "A balance brought forward: it is owed, but nothing says for what, nor since when.".to_owned()
        }
        Stop::NoProcedure { named: Some(name) } => format!("The policy has no procedure \"{name}\"."),
        Stop::NoProcedure { named: None } => {
            let kind = match facts.kind() {
                CustomerKind::Business => "businesses",
                CustomerKind::Public => "public buyers",
                CustomerKind::Consumer => "consumers",
            };
            format!("No procedure of the policy is for {kind}.")
        }
        Stop::UnknownLevel { level } => {
            let procedure = facts.row.procedure.map_or("", |procedure| procedure.name.as_str());
            format!(
                "Level \"{level}\" was recorded, but procedure {procedure} has none: in the policy, write \
                 formerly = [\"{level}\"] at the level that takes its place, or add that level."
            )
        }
        Stop::NotDue => match facts.to_come() {
            Some(next) => format!("Due on {}; next: {level} on {next}.", facts.due_date()),
            None => format!("Due on {}.", facts.due_date()),
        },
        Stop::BelowMinimum { asked, minimum } => {
            let (asked, minimum) = (facts.money(asked), facts.money(minimum));
            format!(
                "{}; the notice would ask for {asked}, and the level \"{level}\" starts at {minimum}.",
                lateness(facts)
            )
        }
        Stop::BelowShare { asked, open, percent } => {
            let (late, asked, open, percent) =
                (lateness(facts), facts.money(asked), facts.money(open), facts.percent(percent));
            format!(
                "{late}; the {asked} due at the level \"{level}\" are less than {percent} of the {open} that the customer owes."
            )
        }
        Stop::StalePayments { newest } => format!(
            "{}; nobody is told so while the newest payment known is of {}: bring payments.csv up to date.",
            lateness(facts),
            day(newest)
        ),
        Stop::Deadline { last_day } => format!("A notice granted until {} to pay{}.", day(last_day), then(facts)),
        Stop::MinInterval { last_notice, days } if last_notice == facts.plan.as_of => {
            format!("The customer has another notice today; the next comes {days} days later or more{}.", then(facts))
        }
        Stop::MinInterval { last_notice, days } => {
            let notice = day(last_notice);
            format!("The customer had a notice on {notice}; the next comes {days} days later or more{}.", then(facts))
        }
        Stop::NotYet => {
            let next = facts.to_come().unwrap_or_default();
            format!("{}; next: {level} on {next}{}.", lateness(facts), trigger(facts))
        }
        Stop::Approval => {
            format!(
                "{}; approval is needed before: {level} (note it with `relance record approved {} --level {}`).",
                lateness(facts),
                facts.invoice_word(),
                facts.next_code()
            )
        }
        Stop::EndOfProcedure => end(facts),
    }
}

pub(super) fn remark(facts: &Facts<'_, '_>, remark: Remark<'_>) -> String {
    match remark {
        Remark::PartDisputed(Dispute { amount, reason, status, .. }) => {
            format!("A disputed part of {}{} is left out.", facts.money(amount), facts.reason(reason, status))
        }
        Remark::PartPromised { amount, by, .. } => {
            format!("{} of it is promised by {}, and left out.", facts.money(amount), facts.day(by))
        }
        Remark::PartPlanned { amount, since, next } => format!(
            "{} of it is in the payment plan of {}, and left out; next instalment on {}.",
            facts.money(amount),
            facts.day(since),
            facts.day(next)
        ),
        Remark::PromiseBroken(since) => format!("The promise to pay is broken since {}.", facts.day(since)),
        Remark::PlanBroken(since) => format!("The payment plan is broken since {}.", facts.day(since)),
        Remark::NotAsked(amount) => {
            format!("No notice has asked for {} of it: do so before going to law for that part.", facts.money(amount))
        }
        Remark::Insurer(by) if by < facts.plan.as_of => {
            format!("It was to be declared to the credit insurer by {}.", facts.day(by))
        }
        Remark::Insurer(by) => format!("Declare it to the credit insurer by {}.", facts.day(by)),
        Remark::Lapse(lapse) => {
            let anew = lapse.anew.map_or(String::new(), |(day, cause)| {
                format!(", anew since {} ({})", facts.day(day), cause.words().en)
            });
            let (last, since) = (facts.day(lapse.last_day), facts.day(lapse.barred_since()));
            let article = lapse.rule.article;
            if lapse.last_day < facts.plan.as_of {
                format!("It can no longer be claimed at law since {since} ({article}){anew}.")
            } else {
                format!("It can be claimed at law until {last} only ({article}){anew}.")
            }
        }
        Remark::Arrears(days) => format!("This customer is chased once his oldest item is {days} days late."),
        Remark::Lowered(own) => {
            format!("It weighs too little in what the customer owes for the level \"{}\".", facts.level_at(own))
        }
        Remark::Raised(own) => format!("Alone it would be at the level \"{}\".", facts.level_at(own)),
    }
}

/// Names what can be asked of a court; it informs and decides nothing.
fn end(facts: &Facts<'_, '_>) -> String {
    let reached = match (facts.row.level_reached, facts.row.last_contact) {
        (Some(level), Some(day)) => {
            let level = facts.row.level_label(level, facts.lang);
            format!("the last level, {level}, was reached on {}", facts.day(day))
        }
        _ => "the procedure has no further level".to_owned(),
    };
    let hand_over = if facts.is_handed_over() { " Hand it over for collection, then record handed_over." } else { "" };
    format!("{}; {reached}.{hand_over}{}", lateness(facts), routes::sentence(facts))
}

fn lateness(facts: &Facts<'_, '_>) -> String {
    match facts.row.days_late {
        0 => format!("Due on {}", facts.due_date()),
        1 => "1 day late".to_owned(),
        days => format!("{} days late", figures::count(days, facts.lang)),
    }
}

/// Says what comes after what is waited for.
fn then(facts: &Facts<'_, '_>) -> String {
    facts.to_come().map_or(String::new(), |day| format!("; then {} on {day}", facts.next_level()))
}

/// Says what the day of the next level is counted from, when nothing but days off has moved it.
fn trigger(facts: &Facts<'_, '_>) -> String {
    if facts.row.trigger_on != facts.row.due_on || facts.row.counted == Counted::Otherwise {
        return String::new();
    }
    let moved = if facts.row.counted == Counted::Moved { " and moved to the next working day" } else { "" };
    format!("{}{moved}", counted_from(facts))
}

/// Says what the trigger of the next level counts from.
fn counted_from(facts: &Facts<'_, '_>) -> String {
    let days = |count: i64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    let (grace, repeat, arrival) = (facts.grace_days(), facts.repeat_days(), facts.counts_from_arrival());
    let grace = if grace == 0 { String::new() } else { format!(" and {} of grace", days(grace)) };
    let (last_one, arrival) = match (facts.row.last_was_call, arrival) {
        (true, _) => ("the call", ""),
        (false, true) => ("the notice", " arrived"),
        (false, false) => ("the notice", ""),
    };
    if let Some((count, last)) = repeat {
        return format!(", again {} after {last_one} of {}{arrival}", days(count), facts.day(last));
    }
    match (facts.row.next_level().map(|level| level.trigger), facts.row.last_contact) {
        (Some(Trigger::AfterPrevious(count)), Some(last)) => {
            format!(", {} after {last_one} of {}{arrival}", days(i64::from(count)), facts.day(last))
        }
        (Some(Trigger::AfterPrevious(count)), None) => {
            format!(", {} after the level before it", days(i64::from(count)))
        }
        (Some(Trigger::AfterDue(0)), _) => format!(", on the due date{grace}"),
        (Some(Trigger::AfterDue(count)), _) if count < 0 => {
            format!(", {} before the due date", days(-i64::from(count)))
        }
        (Some(Trigger::AfterDue(count)), _) => format!(", {} after the due date{grace}", days(i64::from(count))),
        (Some(Trigger::AfterMonthEnd(0)), _) => ", at the end of the month in which it fell due".to_owned(),
        (Some(Trigger::AfterMonthEnd(count)), _) => {
            let side = if count < 0 { "before" } else { "after" };
            format!(", {} {side} the end of the month in which it fell due", days(i64::from(count.abs())))
        }
        (None, _) => String::new(),
    }
}
