//! The dunning procedures of a policy file. Written procedures replace those of the policy that it extends;
//! what one leaves out (grouping, days, holidays) it takes from the extended policy's first procedure.

use toml::Spanned;

use super::faults::Faults;
use super::levels::levels;
use super::raw::RawProcedure;
use super::values::{KINDS, NAME, Seen, Words, plain_name};
use super::{AfterLast, FirstLevel, Grouping, Holidays, LevelRule, Policy, Procedure};
use crate::law::regimes::Law;

const GROUPINGS: &Words<Grouping> =
    &[("customer", Grouping::Customer), ("level", Grouping::Level), ("invoice", Grouping::Invoice)];
const FIRST_LEVELS: &Words<FirstLevel> = &[("sequential", FirstLevel::Sequential), ("by-age", FirstLevel::ByAge)];
const LEVEL_RULES: &Words<LevelRule> = &[("own", LevelRule::Own), ("highest", LevelRule::Highest)];
const AFTER_LAST: &Words<AfterLast> =
    &[("stop", AfterLast::Stop), ("repeat", AfterLast::Repeat), ("hand-over", AfterLast::HandOver)];
const HOLIDAYS: &Words<Holidays> =
    &[("france", Holidays::France), ("alsace-moselle", Holidays::AlsaceMoselle), ("none", Holidays::None)];

/// Replaces the procedures by those that the file writes, if it writes any.
pub fn lay_over(raw: Option<Spanned<Vec<Spanned<RawProcedure>>>>, policy: &mut Policy, faults: &mut Faults<'_>) {
    let Some(raw) = raw else { return };
    let mut seen = Seen::default();
    if raw.get_ref().is_empty() {
        let help = ("one procedure at least: [[procedure]]", "au moins une procédure : [[procedure]]");
        return faults.invalid(raw.span(), "procedure", help);
    }
    let procedures = raw.get_ref().iter().map(|raw| procedure(raw, policy, &mut seen, faults)).collect();
    policy.procedures = procedures;
}

/// Takes French holidays out of procedures that were written for France when another law is chosen: the holidays of
/// other countries are not known here.
pub fn follow_law(policy: &mut Policy) {
    if policy.penalties.law != Law::France {
        policy.procedures.iter_mut().for_each(|procedure| procedure.holidays = Holidays::None);
    }
}

fn procedure(raw: &Spanned<RawProcedure>, policy: &Policy, seen: &mut Seen, faults: &mut Faults<'_>) -> Procedure {
    let (place, raw) = (raw.span(), raw.get_ref());
    let mut procedure = Procedure { kinds: Vec::new(), segments: Vec::new(), ..policy.default_procedure().clone() };
    match &raw.name {
        Some(name) => {
            faults.value("procedure.name", Some(name), plain_name, NAME, &mut procedure.name);
            seen.once("name", name, faults, |name| {
                (format!("two procedures are called \"{name}\""), format!("deux procédures s'appellent « {name} »"))
            });
        }
        None => faults.missing(
            place.clone(),
            "[[procedure]]",
            "name",
            ("the columns `procedure` refer to it", "les colonnes « procedure » s'y réfèrent"),
        ),
    }
    for kind in raw.kinds.iter().flatten() {
        let mut value = policy.customer_kind;
        faults.word("procedure.kinds", Some(kind), KINDS, &mut value);
        procedure.kinds.push(value);
        seen.once("kind", kind, faults, |kind| {
            (
                format!("two procedures are for the kind \"{kind}\""),
                format!("deux procédures visent le type « {kind} »"),
            )
        });
    }
    for segment in raw.segments.iter().flatten() {
        procedure.segments.push(segment.get_ref().clone());
        seen.once("segment", segment, faults, |name| {
            (
                format!("two procedures are for the segment \"{name}\""),
                format!("deux procédures visent le segment « {name} »"),
            )
        });
    }
    faults.word("procedure.grouping", raw.grouping.as_ref(), GROUPINGS, &mut procedure.grouping);
    faults.word("procedure.level_rule", raw.level_rule.as_ref(), LEVEL_RULES, &mut procedure.level_rule);
    faults.word("procedure.first_level", raw.first_level.as_ref(), FIRST_LEVELS, &mut procedure.first_level);
    faults.word("procedure.holidays", raw.holidays.as_ref(), HOLIDAYS, &mut procedure.holidays);
    let after_last_level = &mut procedure.after_last_level;
    faults.word("procedure.after_last_level", raw.after_last_level.as_ref(), AFTER_LAST, after_last_level);
    days(raw, &mut procedure, faults);
    procedure.levels = levels(raw.level.as_deref(), &place, policy.currency, faults);
    procedure
}

/// Reads the numbers of days.
fn days(raw: &RawProcedure, procedure: &mut Procedure, faults: &mut Faults<'_>) {
    for (key, written, into) in [
        ("procedure.grace_days", &raw.grace_days, &mut procedure.grace_days),
        ("procedure.min_days_in_arrears", &raw.min_days_in_arrears, &mut procedure.min_days_in_arrears),
        ("procedure.min_interval_days", &raw.min_interval_days, &mut procedure.min_interval_days),
        ("procedure.promise_grace_days", &raw.promise_grace_days, &mut procedure.promise_grace_days),
        ("procedure.announced_days", &raw.announced_days, &mut procedure.announced_days),
        ("procedure.mail_transit_days", &raw.mail_transit_days, &mut procedure.mail_transit_days),
    ] {
        faults.count(key, written.as_ref(), 0..=365, into);
    }
    faults.count("procedure.repeat_days", raw.repeat_days.as_ref(), 1..=3650, &mut procedure.repeat_days);
}
