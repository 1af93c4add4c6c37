//! The levels of a dunning procedure, as a policy file writes them.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;
use toml::Spanned;

use super::faults::Faults;
use super::labels::label;
use super::raw::{RawLevel, RawMinimum};
use super::values::{AMOUNT, NAME, Seen, Words, decimal, plain_name, sums_by_currency};
use super::{Channel, Level, Trigger};
use crate::model::{Amount, Bilingual, Currency};

const TABLE: &str = "[[procedure.level]]";

const CHANNELS: &Words<Channel> = &[
    ("email", Channel::Email),
    ("phone", Channel::Phone),
    ("letter", Channel::Letter),
    ("registered", Channel::Registered),
];

/// Returns the levels of a procedure as the file writes them, mildest first.
pub fn levels(
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
        for name in raw.formerly.iter().flatten() {
            seen.once("level", name, faults, |name| {
                (
                    format!("a level of the procedure is called \"{name}\" already, today or formerly"),
                    format!("un niveau de la procédure s'appelle ou s'appelait déjà « {name} »"),
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
    let mut level = Level {
        name: String::new(),
        label: Bilingual::new("", ""),
        trigger: trigger(raw, place, before, faults),
        channel: Channel::Email,
        template: String::new(),
        min_amount: BTreeMap::new(),
        min_percent: Decimal::ZERO,
        payment_deadline_days: None,
        claims_penalties: raw.claims_penalties,
        formal_notice: raw.formal_notice,
        requires_approval: raw.requires_approval,
        credit_hold: raw.credit_hold,
        list_all: raw.list_all,
        formerly: Vec::new(),
    };
    match &raw.name {
        Some(name) => faults.value("procedure.level.name", Some(name), plain_name, NAME, &mut level.name),
        None => {
            let help = ("events.csv records it", "events.csv l'enregistre");
            faults.missing(place.clone(), TABLE, "name", help);
        }
    }
    level.formerly = formerly(raw, faults);
    level.label = label(&level.name, &raw.label, faults);
    level.template.clone_from(&level.name);
    faults.value("procedure.level.template", raw.template.as_ref(), plain_name, NAME, &mut level.template);
    match &raw.channel {
        Some(channel) => faults.word("procedure.level.channel", Some(channel), CHANNELS, &mut level.channel),
        None => {
            let help = ("email, phone, letter or registered", "email, phone, letter ou registered");
            faults.missing(place.clone(), TABLE, "channel", help);
        }
    }
    if let Some(minimum) = &raw.min_amount {
        level.min_amount = minimums(minimum, currency, faults);
    }
    let share = ("a percentage from \"0\" to \"100\"", "un pourcentage de \"0\" à \"100\"");
    let percent = |text: &str| decimal(text).filter(|percent| *percent <= Decimal::ONE_HUNDRED);
    faults.value("procedure.level.min_percent", raw.min_percent.as_ref(), percent, share, &mut level.min_percent);
    if let Some(days) = &raw.payment_deadline_days {
        let mut granted = 0;
        faults.count("procedure.level.payment_deadline_days", Some(days), 1..=365, &mut granted);
        level.payment_deadline_days = Some(granted);
    }
    level
}

/// Reads the names under which `events.csv` has recorded a level before.
fn formerly(raw: &RawLevel, faults: &mut Faults<'_>) -> Vec<String> {
    let recorded = |text: &str| Some(text.trim()).filter(|name| !name.is_empty()).map(str::to_owned);
    let help = ("a level that events.csv has recorded", "un niveau qu'events.csv a enregistré");
    let read = |text| {
        let mut name = String::new();
        faults.value("procedure.level.formerly", Some(text), recorded, help, &mut name);
        name
    };
    raw.formerly.iter().flatten().map(read).collect()
}

/// Reads the least totals of a notice, by currency: a bare one is in the policy's.
fn minimums(raw: &Spanned<RawMinimum>, currency: Currency, faults: &mut Faults<'_>) -> BTreeMap<Currency, Amount> {
    const KEY: &str = "procedure.level.min_amount";
    match raw.get_ref() {
        RawMinimum::One(text) => match decimal(text).and_then(|sum| Amount::from_decimal(sum, currency)) {
            Some(minimum) => BTreeMap::from([(currency, minimum)]),
            None => {
                faults.invalid(raw.span(), KEY, AMOUNT);
                BTreeMap::new()
            }
        },
        RawMinimum::Each(each) => sums_by_currency(KEY, each, faults),
    }
}

/// Reads when a level is due, and checks that it can come after the one before it.
fn trigger(raw: &RawLevel, place: &Range<usize>, before: Option<&Level>, faults: &mut Faults<'_>) -> Trigger {
    let written = [
        ("days_after_due", &raw.days_after_due),
        ("days_after_previous", &raw.days_after_previous),
        ("days_after_month_end", &raw.days_after_month_end),
    ];
    let mut written = written.into_iter().filter_map(|(key, days)| Some((key, days.as_ref()?)));
    let Some((key, days)) = written.next() else {
        let help = (
            "write days_after_due = 4, days_after_previous = 7 or days_after_month_end = 0",
            "écrire days_after_due = 4, days_after_previous = 7 ou days_after_month_end = 0",
        );
        faults.missing(place.clone(), "[[procedure.level]]", "days_after_due", help);
        return Trigger::AfterDue(0);
    };
    let full_key = format!("procedure.level.{key}");
    let before = before.map(|level| level.trigger);
    let (mut offset, mut after_previous) = (0, 1);
    let trigger = if key == "days_after_previous" {
        faults.count(&full_key, Some(days), 1..=3650, &mut after_previous);
        Trigger::AfterPrevious(after_previous)
    } else {
        faults.count(&full_key, Some(days), -365..=3650, &mut offset);
        if key == "days_after_due" { Trigger::AfterDue(offset) } else { Trigger::AfterMonthEnd(offset) }
    };
    if let Some((other, days)) = written.next() {
        let accepted = (
            "one of days_after_due, days_after_previous and days_after_month_end",
            "une seule clé parmi days_after_due, days_after_previous et days_after_month_end",
        );
        faults.invalid(days.span(), &format!("procedure.level.{other}"), accepted);
    }
    match (before, trigger) {
        (None, Trigger::AfterPrevious(_)) => {
            let accepted = (
                "days_after_due: no level comes before the first one",
                "days_after_due : aucun niveau ne précède le premier",
            );
            faults.invalid(days.span(), &full_key, accepted);
        }
        (Some(Trigger::AfterDue(earlier)), Trigger::AfterDue(later))
        | (Some(Trigger::AfterMonthEnd(earlier)), Trigger::AfterMonthEnd(later))
            if later <= earlier =>
        {
            let accepted = (
                "a day later than the level before it: levels stand mildest first",
                "un jour plus tardif que le niveau précédent : les niveaux vont du plus doux au plus ferme",
            );
            faults.invalid(days.span(), &full_key, accepted);
        }
        _ => {}
    }
    trigger
}
