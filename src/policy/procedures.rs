//! The dunning procedures of a policy file. Written procedures replace those of the policy that it extends;
//! what one leaves out (grouping, days, holidays) it takes from the extended policy's first procedure.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::faults::Faults;
use super::raw::{RawLevel, RawProcedure, Text};
use super::validate::{AMOUNT, KINDS, Words, decimal};
use super::{Channel, FirstLevel, Grouping, Holidays, Level, Policy, Procedure, Trigger};
use crate::model::{Amount, Currency};

const GROUPINGS: &Words<Grouping> =
    &[("customer", Grouping::Customer), ("level", Grouping::Level), ("invoice", Grouping::Invoice)];
const FIRST_LEVELS: &Words<FirstLevel> = &[("sequential", FirstLevel::Sequential), ("by-age", FirstLevel::ByAge)];
const HOLIDAYS: &Words<Holidays> = &[("france", Holidays::France), ("alsace-moselle", Holidays::AlsaceMoselle)];
const CHANNELS: &Words<Channel> = &[
    ("email", Channel::Email),
    ("phone", Channel::Phone),
    ("letter", Channel::Letter),
    ("registered", Channel::Registered),
];

const NAME: (&str, &str) =
    ("letters, digits, hyphens and underscores, 64 at most", "des lettres, chiffres, tirets et soulignés, 64 au plus");

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

/// Is where each name, kind and segment stood first.
#[derive(Default)]
struct Seen(BTreeMap<(&'static str, String), Range<usize>>);

impl Seen {
    /// Reports what stands a second time.
    fn once(
        &mut self,
        what: &'static str,
        text: &Text,
        faults: &mut Faults<'_>,
        say: impl Fn(&str) -> (String, String),
    ) {
        let first = self.0.entry((what, text.get_ref().clone())).or_insert_with(|| text.span());
        if *first != text.span() {
            faults.twice(first.clone(), text.span(), say(text.get_ref()));
        }
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
    faults.word("procedure.first_level", raw.first_level.as_ref(), FIRST_LEVELS, &mut procedure.first_level);
    faults.word("procedure.holidays", raw.holidays.as_ref(), HOLIDAYS, &mut procedure.holidays);
    let (interval, grace, announced) = (&raw.min_interval_days, &raw.promise_grace_days, &raw.announced_days);
    faults.count("procedure.min_interval_days", interval.as_ref(), 0..=365, &mut procedure.min_interval_days);
    faults.count("procedure.promise_grace_days", grace.as_ref(), 0..=365, &mut procedure.promise_grace_days);
    faults.count("procedure.announced_days", announced.as_ref(), 0..=365, &mut procedure.announced_days);
    procedure.levels = levels(raw.level.as_deref(), &place, policy.currency, faults);
    procedure
}

fn levels(
    raw: Option<&[Spanned<RawLevel>]>,
    procedure: &Range<usize>,
    currency: Currency,
    faults: &mut Faults<'_>,
) -> Vec<Level> {
    let raw = raw.unwrap_or_default();
    if raw.is_empty() {
        let help = ("add [[procedure.level]] below it", "ajouter [[procedure.level]] dessous");
        faults.missing(procedure.clone(), "[[procedure]]", "level", help);
    }
    let mut seen = Seen::default();
    let mut levels: Vec<Level> = Vec::new();
    for raw in raw {
        let (place, raw) = (raw.span(), raw.get_ref());
        if let Some(name) = &raw.name {
            seen.once("level", name, faults, |name| {
                (
                    format!("two levels of a procedure are called \"{name}\""),
                    format!("deux niveaux d'une procédure s'appellent « {name} »"),
                )
            });
        }
        let level = level(raw, &place, levels.last(), currency, faults);
        levels.push(level);
    }
    levels
}

fn level(
    raw: &RawLevel,
    place: &Range<usize>,
    before: Option<&Level>,
    currency: Currency,
    faults: &mut Faults<'_>,
) -> Level {
    const TABLE: &str = "[[procedure.level]]";
    let mut level = Level {
        name: String::new(),
        trigger: trigger(raw, place, before, faults),
        channel: Channel::Email,
        template: String::new(),
        min_amount: Amount::ZERO,
        payment_deadline_days: None,
        claims_penalties: raw.claims_penalties,
        formal_notice: raw.formal_notice,
        requires_approval: raw.requires_approval,
        credit_hold: raw.credit_hold,
    };
    match &raw.name {
        Some(name) => faults.value("procedure.level.name", Some(name), plain_name, NAME, &mut level.name),
        None => {
            let help = ("events.csv records it", "events.csv l'enregistre");
            faults.missing(place.clone(), TABLE, "name", help);
        }
    }
    level.template.clone_from(&level.name);
    faults.value("procedure.level.template", raw.template.as_ref(), plain_name, NAME, &mut level.template);
    match &raw.channel {
        Some(channel) => faults.word("procedure.level.channel", Some(channel), CHANNELS, &mut level.channel),
        None => {
            let help = ("email, phone, letter or registered", "email, phone, letter ou registered");
            faults.missing(place.clone(), TABLE, "channel", help);
        }
    }
    let amount = |text: &str| Amount::from_decimal(decimal(text)?, currency);
    faults.value("procedure.level.min_amount", raw.min_amount.as_ref(), amount, AMOUNT, &mut level.min_amount);
    if let Some(days) = &raw.payment_deadline_days {
        let mut granted = 0;
        faults.count("procedure.level.payment_deadline_days", Some(days), 1..=365, &mut granted);
        level.payment_deadline_days = Some(granted);
    }
    level
}

/// Reads when a level is due, and checks that it can come after the one before it.
fn trigger(raw: &RawLevel, place: &Range<usize>, before: Option<&Level>, faults: &mut Faults<'_>) -> Trigger {
    let (mut after_due, mut after_previous) = (0, 1);
    match (&raw.days_after_due, &raw.days_after_previous) {
        (Some(days), None) => {
            faults.count("procedure.level.days_after_due", Some(days), -365..=3650, &mut after_due);
            if let Some(Trigger::AfterDue(earlier)) = before.map(|level| level.trigger)
                && after_due <= earlier
            {
                let accepted = (
                    "a day later than the level before it: levels stand mildest first",
                    "un jour plus tardif que le niveau précédent : les niveaux vont du plus doux au plus ferme",
                );
                faults.invalid(days.span(), "procedure.level.days_after_due", accepted);
            }
            Trigger::AfterDue(after_due)
        }
        (None, Some(days)) => {
            faults.count("procedure.level.days_after_previous", Some(days), 1..=3650, &mut after_previous);
            if before.is_none() {
                let accepted = (
                    "days_after_due: no level comes before the first one",
                    "days_after_due : aucun niveau ne précède le premier",
                );
                faults.invalid(days.span(), "procedure.level.days_after_previous", accepted);
            }
            Trigger::AfterPrevious(after_previous)
        }
        (Some(_), Some(days)) => {
            let accepted = (
                "either days_after_due or days_after_previous, not both",
                "days_after_due ou days_after_previous, pas les deux",
            );
            faults.invalid(days.span(), "procedure.level.days_after_previous", accepted);
            Trigger::AfterPrevious(after_previous)
        }
        (None, None) => {
            let help = (
                "write days_after_due = 4 or days_after_previous = 7",
                "écrire days_after_due = 4 ou days_after_previous = 7",
            );
            faults.missing(place.clone(), "[[procedure.level]]", "days_after_due", help);
            Trigger::AfterDue(after_due)
        }
    }
}

/// Takes a name that can stand in a file name and in a cell without quotes.
fn plain_name(text: &str) -> Option<String> {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    (!text.is_empty() && text.chars().count() <= 64 && text.chars().all(fits)).then(|| text.to_owned())
}
