//! Notices that say again what was noted before: the letters of two days may be one reminder, written twice.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use crate::diag::{Diagnostic, Place, code};
use crate::input::edit::EventRow;
use crate::model::date::days_between;
use crate::model::{Bilingual, Date, Event, EventKind, Lang, figures, several};
use crate::policy::AfterLast;

/// How many notices are named.
const SHOWN: usize = 5;

/// Returns a warning where some new rows are of a level that is noted for the same item on an earlier day.
pub(super) fn finding<'r>(rows: impl Iterator<Item = &'r EventRow>, book: &Book<'_>, name: &str) -> Option<Diagnostic> {
    let mut rows = rows.peekable();
    rows.peek()?;
    let noted = noted(book);
    let told: Vec<(String, Date)> = rows.filter_map(|row| told(row, &noted, book)).collect();
    if told.is_empty() {
        return None;
    }
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| {
        let one = |(number, day): &(String, Date)| format!("{number} ({})", figures::date(*day, lang));
        let all: Vec<String> = told.iter().map(one).collect();
        let Bilingual { en, fr } = several(&all, SHOWN);
        if lang == Lang::En { en } else { fr }
    });
    let finding = Diagnostic::new(
        code::write::NOTICE_REPEATED,
        format!("the same level is noted already, on an earlier day, of {en}"),
        format!("le même niveau est déjà noté, à une date antérieure, pour {fr}"),
    );
    Some(finding.at(Place::file(name)).help(
        "if one of the two never went out: `relance record undo E-…`; `relance history CUSTOMER` shows the ids",
        "si l'une des deux n'est jamais partie : `relance noter annulation E-…` ; `relance fiche CLIENT` montre les numéros",
    ))
}

/// The days on which notices are noted, by invoice, instalment and level.
type Noted<'b> = BTreeMap<(&'b str, Option<&'b str>, &'b str), BTreeSet<Date>>;

fn noted<'b>(book: &Book<'b>) -> Noted<'b> {
    let mut noted = Noted::new();
    let in_force = |event: &&Event| event.kind == EventKind::Notice && book.undone.since(event).is_none();
    for event in book.ledger.events().iter().filter(in_force) {
        if let (Some(invoice), Some(level)) = (event.invoice, event.level.as_deref()) {
            let key = (book.ledger.number(invoice), event.instalment.as_deref(), level);
            noted.entry(key).or_default().insert(event.date);
        }
    }
    noted
}

/// Returns the invoice of a row and the last day before it on which its level is noted.
fn told(row: &EventRow, noted: &Noted<'_>, book: &Book<'_>) -> Option<(String, Date)> {
    let (number, level) = (row.invoice_id.as_deref()?, row.level.as_deref()?);
    let last = *noted.get(&(number, row.instalment.as_deref(), level))?.range(..row.date).next_back()?;
    (!comes_again(level, days_between(last, row.date), book)).then(|| (number.to_owned(), last))
}

/// Tells whether a procedure sends a level again after so many days.
fn comes_again(level: &str, days: i64, book: &Book<'_>) -> bool {
    book.policy.procedures.iter().any(|procedure| {
        procedure.after_last_level == AfterLast::Repeat
            && procedure.levels.last().is_some_and(|last| last.is_called(level))
            && days >= i64::from(procedure.repeat_days)
    })
}
