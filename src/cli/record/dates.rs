//! On which days an act may be dated: not before the last run, not after the day on which it is recorded, unless that
//! is said; and that a last day to pay was still to come.

use std::collections::BTreeMap;

use super::Args;
use super::book::Book;
use crate::cli::disk::journal;
use crate::cli::typed::day::Day;
use crate::diag::{Diagnostic, Place, Severity, code};
use crate::input::edit::EventRow;
use crate::model::{Bilingual, Date, Lang, figures, several};

/// How many notices are named.
const SHOWN: usize = 5;

/// Returns what is to be said of the day of an act.
///
/// Against the day of the clock a later day is a warning only: a folder of next year may be tried out today.
pub(super) fn judge(date: Date, args: &Args, book: &Book<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let last_run = journal::last_run(book.ledger, &book.undone);
    if let Some(last) = last_run.filter(|&last| date < last && !args.backdated) {
        let finding = journal::before_last_run(date, last).at(typed(date)).help(
            "--backdated records it all the same; the notices of that run stay as they were sent",
            "--backdated l'enregistre malgré tout ; les relances de ce jour-là restent comme elles sont parties",
        );
        findings.push(finding);
    }
    findings.extend(ahead(date, args));
    let published = args.published.and_then(|day| day.past(args.today()));
    findings.extend(published.and_then(|day| to_come(day, "--published", args)));
    findings
}

/// Returns what is to be said of a last day to pay that was over on the day of what grants it. A letter that went out
/// late says such a day all the same, so that the history may hold it; who types it has mistaken one of the two.
pub(super) fn over(date: Date, args: &Args, what: &Bilingual) -> Option<Diagnostic> {
    let until = args.until.iter().filter_map(|until| until.coming(args.today(), date)).find(|until| *until < date)?;
    let Bilingual { en, fr } = what;
    let finding = Diagnostic::new(
        code::ledger::EVENT_DATES,
        format!("{until}, the last day to pay, was over on {date}, the day of {en}"),
        format!("le {}, dernier jour pour payer, était passé le {}, jour de {fr}", in_french(until), in_french(date)),
    );
    Some(finding.at(typed_as("--until", until)).help(
        "correct --until; --date says on which day it was sent, if not today",
        "corriger --until ; --date dit quel jour elle est partie, si ce n'est pas aujourd'hui",
    ))
}

/// Returns a warning where notices were sent after the last day to pay that they name: their letters were late.
pub(super) fn sent_late<'r>(rows: impl Iterator<Item = &'r EventRow>, name: &str) -> Option<Diagnostic> {
    let late = rows.filter_map(|row| Some((row.event_id.as_deref()?, row.until.filter(|until| *until < row.date)?)));
    let late: BTreeMap<&str, Date> = late.collect();
    if late.is_empty() {
        return None;
    }
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| {
        let one = |(id, until): (&&str, &Date)| format!("{id} ({})", figures::date(*until, lang));
        let Bilingual { en, fr } = several(&late.iter().map(one).collect::<Vec<_>>(), SHOWN);
        if lang == Lang::En { en } else { fr }
    });
    let finding = Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::new(
            code::ledger::EVENT_DATES,
            format!("the last day to pay was over when it was sent: {en}"),
            format!("le dernier jour pour payer était passé à l'envoi : {fr}"),
        )
    };
    Some(finding.at(Place::file(name)).help(
        "such a letter grants no time: the policy's counts from the day on which it was sent. If --date is wrong, `relance record \
         undo N-…` takes it back",
        "une telle lettre n'accorde aucun délai : celui de la politique court du jour de l'envoi. Si --date est faux, `relance noter \
         annulation N-…` l'annule",
    ))
}

/// Returns what is to be said of a day that is still to come.
pub(super) fn ahead(date: Date, args: &Args) -> Option<Diagnostic> {
    to_come(date, "--date", args)
}

/// Returns what is to be said of the day of an option that is still to come.
fn to_come(date: Date, option: &str, args: &Args) -> Option<Diagnostic> {
    if date > args.today() && !args.ahead {
        let finding = match args.as_of {
            Some(day) => Diagnostic::new(
                code::write::DATE_AHEAD,
                format!("{date} is after {day}, the day on which it is recorded"),
                format!("le {} vient après le {}, jour de l'enregistrement", in_french(date), in_french(day)),
            ),
            None => Diagnostic {
                severity: Severity::Warning,
                ..Diagnostic::new(
                    code::write::DATE_AHEAD,
                    format!("{date} is still to come"),
                    format!("le {} est encore à venir", in_french(date)),
                )
            },
        };
        return Some(finding.at(typed_as(option, date)).help(
            "--ahead says that it is meant so; a day on which something is due or ends is --until",
            "--ahead dit que c'est voulu ; le jour d'une échéance ou d'une fin se donne par --until",
        ));
    }
    None
}

/// Returns what is to be said of days without a year that are none of the year that they are meant of, and of days
/// counted beyond the calendar.
pub(super) fn absent(args: &Args) -> Vec<Diagnostic> {
    let (today, day) = (args.today(), args.date.map_or(Some(args.today()), |date| date.past(args.today())));
    let mut absent = Vec::new();
    absent.extend(day.is_none().then_some("--date"));
    absent.extend(args.published.is_some_and(|published| published.past(today).is_none()).then_some("--published"));
    let start = day.unwrap_or(today);
    let never_comes = |until: &&Day| until.coming(today, start).is_none();
    absent.extend(args.until.iter().filter(never_comes).map(|_| "--until"));
    absent.extend(args.promise.iter().filter(never_comes).map(|_| "--promise"));
    let finding = |option| {
        Diagnostic::new(
            code::input::DATE_INVALID,
            "there is no such day in the year that is meant",
            "ce jour n'existe pas dans l'année dont il s'agit",
        )
        .at(Place::file(option))
        .help("write it with its year, such as 28/02/2027", "l'écrire avec son année, comme 28/02/2027")
    };
    absent.into_iter().map(finding).collect()
}

fn in_french(date: Date) -> String {
    figures::date(date, Lang::Fr)
}

fn typed(date: Date) -> Place {
    typed_as("--date", date)
}

fn typed_as(option: &str, date: Date) -> Place {
    Place { text: Some(date.to_string()), ..Place::file(option) }
}
