//! Acts of which an item has one a day: rows have no order within a day, so that nobody could tell which of two corrects the
//! other. The first is taken back before the second is recorded.

use super::book::Book;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::concerns;
use crate::model::{Bilingual, Event, EventKind, ItemId, Term, shell};

/// Returns what keeps an act from being recorded: another of its kind on the same day, or one that ends it.
pub(super) fn fault(book: &Book<'_>, act: &Event, items: &[ItemId]) -> Option<Diagnostic> {
    let before = || noted(book, act, items, act.kind).next().filter(|_| is_one_a_day(act.kind));
    ended(book, act, items).or_else(|| before().map(twice))
}

/// Returns the finding that an act is over on its own day: within a day what ends something comes after what begins it.
pub(super) fn ended(book: &Book<'_>, act: &Event, items: &[ItemId]) -> Option<Diagnostic> {
    let ending = match act.kind {
        EventKind::Hold => EventKind::Release,
        EventKind::DisputeOpened => EventKind::DisputeClosed,
        _ => return None,
    };
    // What closes a part of a dispute leaves the rest.
    let end = noted(book, act, items, ending).find(|end| end.amount.is_none())?;
    let (what, by) = (act.kind.term(), end.kind.term());
    let undo = undo(end);
    let finding = Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        format!(
            "\"{}\" is recorded of it on that day, which ends what begins that day: \"{}\" would hold nothing",
            by.en, what.en
        ),
        format!(
            "« {} » y est noté ce jour-là, ce qui met fin à ce qui commence le même jour : « {} » n'aurait aucun effet",
            by.fr, what.fr
        ),
    );
    Some(finding.at(Place::file("relance record")).help(
        format!("take that back and it holds again: {}", undo.en),
        format!("l'annuler, et l'acte vaut de nouveau : {}", undo.fr),
    ))
}

/// Tells whether the last act of a kind counts alone, or two would be told apart by nothing.
const fn is_one_a_day(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Promise
            | EventKind::PaymentAnnounced
            | EventKind::Hold
            | EventKind::Assigned
            | EventKind::HandedOver
            | EventKind::WrittenOff
    )
}

/// Returns the acts of a kind, in force, that are noted of the same items on the day of an act.
fn noted<'b>(
    book: &'b Book<'_>,
    act: &'b Event,
    items: &'b [ItemId],
    kind: EventKind,
) -> impl Iterator<Item = &'b Event> {
    book.ledger.events().iter().filter(move |event| {
        (event.date, event.kind, event.customer) == (act.date, kind, act.customer)
            && event.event_id != act.event_id
            && book.undone.since(event).is_none()
            && items.iter().any(|&item| concerns(book.ledger, event, item))
    })
}

fn twice(before: &Event) -> Diagnostic {
    let Term { en, fr } = before.kind.term();
    let undo = undo(before);
    let finding = Diagnostic::new(
        code::write::ACT_IMPOSSIBLE,
        format!("\"{en}\" is recorded of it on that day already: nothing tells which of the two is to count"),
        format!("« {fr} » y est déjà noté ce jour-là : rien ne dit lequel des deux doit compter"),
    );
    let (en, fr) = match before.kind {
        EventKind::Promise | EventKind::PaymentAnnounced => {
            ("; what comes in several parts is a payment plan", " ; ce qui vient en plusieurs fois est un échéancier")
        }
        _ => ("", ""),
    };
    finding.at(Place::file("relance record")).help(
        format!("take the first back, then record it anew: {}{en}", undo.en),
        format!("annuler le premier, puis noter de nouveau : {}{fr}", undo.fr),
    )
}

/// Returns the command that takes an act back.
fn undo(act: &Event) -> Bilingual {
    let id = shell::word(act.event_id.as_deref().unwrap_or("E-…"));
    Bilingual::new(format!("`relance record undo {id}`"), format!("`relance noter annulation {id}`"))
}
