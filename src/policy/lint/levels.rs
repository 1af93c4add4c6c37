//! Levels: whether each can come on the day that it says, and whether there is something to send.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Faults, Lint, WrittenLevel, WrittenProcedure};
use crate::diag::code::{letter, policy as code};
use crate::diag::{Diagnostic, Severity};
use crate::model::Lang;
use crate::policy::{AfterLast, Trigger};

impl Lint<'_> {
    /// Looks over the levels of a procedure, one after the other.
    pub(super) fn levels(&self, written: &WrittenProcedure<'_>, found: &mut Faults<'_>) {
        let mut before: Option<(WrittenLevel<'_>, i64)> = None;
        for level in written.levels() {
            self.template(&level, found);
            self.minimum(&level, found);
            let earliest = match &before {
                None => own_days(&level, 0).0,
                Some((previous, day)) => order(previous, *day, &level, found),
            };
            before = Some((level, earliest));
        }
        if let Some((last, _)) = before.filter(|_| written.procedure.after_last_level == AfterLast::Repeat) {
            repeat(written, &last, found);
        }
    }

    /// Looks for the template in the languages that letters are written in.
    fn template(&self, level: &WrittenLevel<'_>, found: &mut Faults<'_>) {
        let name = &level.level.template;
        let customers = self.facts.ledger.customers().iter();
        let is_used = |lang: Lang| {
            let own = |language: Option<Lang>| language.unwrap_or(self.policy.language) == lang;
            self.policy.language == lang || customers.clone().any(|customer| own(customer.more().language))
        };
        let lacking = [Lang::Fr, Lang::En].into_iter().filter(|&lang| is_used(lang));
        let lacking: Vec<&str> =
            lacking.filter(|&lang| !(self.facts.has_template)(lang, name)).map(Lang::tag).collect();
        if lacking.is_empty() {
            return;
        }
        let raw = level.raw.get_ref();
        let span = level.span(raw.template.as_ref().or(raw.name.as_ref()).map(toml::Spanned::span));
        let languages = lacking.join(", ");
        let finding = Diagnostic::new(
            letter::TEMPLATE_MISSING,
            format!(
                "there is no template \"{name}\" ({languages}): level {} can be planned, not written",
                level.level.name
            ),
            format!(
                "il n'y a pas de modèle « {name} » ({languages}) : le niveau {} se planifie mais ne s'écrit pas",
                level.level.name
            ),
        );
        let path = format!("letter-templates/{}/{name}.md.hbs", lacking[0]);
        let finding = finding.at(found.place(span)).help(
            format!("write {path}, or name a built-in one: template = \"reminder\""),
            format!("écrire {path}, ou nommer un modèle intégré : template = \"reminder\""),
        );
        // `letters` refuses it on the day it is needed; a plan does without.
        found.add(Diagnostic { severity: Severity::Warning, ..finding });
    }

    /// Looks for items in a currency that the level's minimum says nothing of.
    fn minimum(&self, level: &WrittenLevel<'_>, found: &mut Faults<'_>) {
        let minimums = &level.level.min_amount;
        if minimums.is_empty() {
            return;
        }
        let items = self.facts.ledger.invoices().iter().filter(|invoice| invoice.is_item());
        let other = items.map(|invoice| invoice.currency).filter(|currency| !minimums.contains_key(currency));
        let others: BTreeSet<&str> = other.map(|currency| currency.code()).collect();
        let Some(first) = others.first() else { return };
        let own = minimums.keys().map(|currency| currency.code()).collect::<Vec<_>>().join(", ");
        let others_listed = others.iter().copied().collect::<Vec<_>>().join(", ");
        let span = level.span(level.raw.get_ref().min_amount.as_ref().map(toml::Spanned::span));
        let finding = Diagnostic::new(
            code::MINIMUM_CURRENCY,
            format!("this minimum is in {own}: items in {others_listed} go out whatever they are worth"),
            format!("ce minimum est en {own} : les pièces en {others_listed} partent quel qu'en soit le montant"),
        );
        found.add(finding.at(found.place(span)).help(
            format!("amounts are not converted; name one for each: min_amount = {{ {first} = \"50.00\" }}"),
            format!(
                "les montants ne sont pas convertis ; en nommer un par devise : min_amount = {{ {first} = \"50.00\" }}"
            ),
        ));
    }
}

/// Returns the first and the last day after the due date that a level's trigger can mean, when the one before it came
/// on `day`. A due date lies from 0 to 30 days before the end of its month.
fn own_days(level: &WrittenLevel<'_>, day: i64) -> (i64, i64) {
    match level.level.trigger {
        Trigger::AfterDue(days) => (i64::from(days), i64::from(days)),
        Trigger::AfterMonthEnd(days) => (i64::from(days), i64::from(days) + 30),
        // What follows a reminder before the due date waits until the item is late.
        Trigger::AfterPrevious(days) => {
            let own = (day + i64::from(days)).max(1);
            (own, own)
        }
    }
}

/// Holds a level against the one before it, which comes on `day` at the earliest; returns the level's own first day.
fn order(before: &WrittenLevel<'_>, day: i64, level: &WrittenLevel<'_>, found: &mut Faults<'_>) -> i64 {
    let (first, own) = own_days(level, day);
    let earlier = &before.level.name;
    if own < 0 && day >= own {
        found.add(unreachable(earlier, level, found));
        return day;
    }
    let granted = before.level.payment_deadline_days.map_or(0, i64::from);
    if granted > 0 && own - day <= granted {
        found.add(within_deadline(before, level, own - day, found));
    } else if !matches!(level.level.trigger, Trigger::AfterPrevious(_)) && own <= day {
        found.add(early(earlier, level, [own, day], found));
    }
    // Nothing comes before the deadline of the level before it has passed, and two never on one day.
    first.max(day + 1).max(if granted > 0 { day + granted + 1 } else { first })
}

/// Says that a level before the due date stands behind one that comes after it.
fn unreachable(earlier: &str, level: &WrittenLevel<'_>, found: &Faults<'_>) -> Diagnostic {
    let name = &level.level.name;
    let finding = Diagnostic::new(
        code::LEVEL_UNREACHABLE,
        format!("level {name} is never reached: it comes before the due date, and {earlier} before it after that date"),
        format!(
            "le niveau {name} n'est jamais atteint : il vient avant l'échéance, et {earlier}, qui le précède, après elle"
        ),
    );
    finding.at(found.place(due_span(level))).help(
        "put it first, with the other reminders before the due date",
        "le placer en tête, avec les autres rappels d'avant l'échéance",
    )
}

/// Says that a level is set for `gap` days after another one, which grants more to pay.
fn within_deadline(before: &WrittenLevel<'_>, level: &WrittenLevel<'_>, gap: i64, found: &Faults<'_>) -> Diagnostic {
    let (name, earlier) = (&level.level.name, &before.level.name);
    let granted = before.level.payment_deadline_days.unwrap_or_default();
    let finding = Diagnostic::new(
        code::DEADLINE_EXCEEDS_TRIGGER,
        format!(
            "level {earlier} grants {granted} days to pay, but {name} is set for {gap} days after it: it waits until the deadline has passed"
        ),
        format!(
            "le niveau {earlier} laisse {granted} jours pour payer, mais {name} est prévu {gap} jours après : il attend la fin du délai"
        ),
    );
    let raw = level.raw.get_ref();
    let key = raw.days_after_due.as_ref().or(raw.days_after_previous.as_ref());
    let finding = finding.at(found.place(level.span(key.map(toml::Spanned::span))));
    let deadline = before.raw.get_ref().payment_deadline_days.as_ref().map(toml::Spanned::span);
    finding.at(found.place(before.span(deadline))).help(
        format!("write {} days or more, or grant fewer than {gap}", granted + 1),
        format!("écrire {} jours ou plus, ou en laisser moins de {gap}", granted + 1),
    )
}

/// Says that a level is set for no later a day after the due date than the one before it comes at the earliest.
fn early(earlier: &str, level: &WrittenLevel<'_>, [own, day]: [i64; 2], found: &Faults<'_>) -> Diagnostic {
    let name = &level.level.name;
    let finding = Diagnostic::new(
        code::LEVEL_EARLY,
        format!(
            "level {name} never comes on its day: {own} days after the due date, but {earlier} before it comes {day} days after it at the earliest"
        ),
        format!(
            "le niveau {name} ne vient jamais à son jour : {own} jours après l'échéance, alors que {earlier}, qui le précède, vient au plus tôt {day} jours après elle"
        ),
    );
    finding.at(found.place(due_span(level))).help(
        format!("write more than {day}, or count from the notice before it: days_after_previous = 7"),
        format!("écrire plus de {day}, ou compter depuis la relance précédente : days_after_previous = 7"),
    )
}

/// Returns where a level says how many days after the due date it comes.
fn due_span(level: &WrittenLevel<'_>) -> Range<usize> {
    level.span(level.raw.get_ref().days_after_due.as_ref().map(toml::Spanned::span))
}

/// Holds the days from one sending of the last level to the next against the deadline that each grants.
fn repeat(written: &WrittenProcedure<'_>, last: &WrittenLevel<'_>, found: &mut Faults<'_>) {
    let (days, granted) = (written.procedure.repeat_days, last.level.payment_deadline_days.unwrap_or(0));
    if granted == 0 || days > granted {
        return;
    }
    let name = &last.level.name;
    let finding = Diagnostic::new(
        code::DEADLINE_EXCEEDS_TRIGGER,
        format!(
            "level {name} grants {granted} days to pay and is repeated after {days}: it waits until the deadline has passed"
        ),
        format!(
            "le niveau {name} laisse {granted} jours pour payer et se répète après {days} : il attend la fin du délai"
        ),
    );
    let key = written.raw.get_ref().repeat_days.as_ref().map(toml::Spanned::span);
    let place = found.place(key.unwrap_or_else(|| last.raw.span()));
    found.add(finding.at(place).help(
        format!("write repeat_days = {} or more", granted + 1),
        format!("écrire repeat_days = {} ou plus", granted + 1),
    ));
}
