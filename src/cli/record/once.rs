//! Acts of which an item has one a day: rows have no order within a day, so that nobody could tell which of two
//! corrects the other. The first is taken back before the second is recorded.

use super::book::Book;
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::concerns;
use crate::model::{Bilingual, Event, EventKind, FileRole, ItemId, Term, shell};

/// Returns what keeps an act from being recorded: another of its kind on the same day, or one that ends it.
pub(super) fn fault(book: &Book<'_>, act: &Event, items: &[ItemId]) -> Option<Diagnostic> {
    ended(book, act, items).or_else(|| doubled(book, act, items).map(twice))
}

/// Returns the finding that an act is over on its own day: within a day what ends something comes after what begins it.
pub(super) fn ended(book: &Book<'_>, act: &Event, items: &[ItemId]) -> Option<Diagnostic> {
    let ending = match act.kind {
        EventKind::Hold => EventKind::Release,
        EventKind::DisputeOpened => EventKind::DisputeClosed,
        _ => return None,
    };
    // What closes a part of a dispute leaves the rest, and what frees some invoices leaves the others.
    let ends: Vec<&Event> = noted(book, act, items, ending).filter(|end| end.amount.is_none()).collect();
    let end = *ends.first().filter(|_| leaves_nothing(book, &ends, items))?;
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

/// Returns the act of the same kind and day that an act would be told apart from by nothing. One that says the same of
/// more is no contradiction.
fn doubled<'b>(book: &'b Book<'_>, act: &'b Event, items: &'b [ItemId]) -> Option<&'b Event> {
    // The hold of a customer and that of an invoice of his count both.
    let is_one = |before: &&Event| match act.kind {
        EventKind::Hold => before.invoice.is_some() == act.invoice.is_some(),
        _ => is_one_a_day(act.kind),
    };
    let before: Vec<&Event> = noted(book, act, items, act.kind).filter(is_one).collect();
    let says_the_same = |before: &&Event| {
        before.amount.or(act.amount).is_none() && (before.until, &before.reference) == (act.until, &act.reference)
    };
    let goes_further = before.iter().all(says_the_same) && !leaves_nothing(book, &before, items);
    before.first().copied().filter(|_| !goes_further)
}

/// Tells whether the last act of a kind counts alone: two of one day would be told apart by nothing. Partial write-offs
/// add up.
const fn is_one_a_day(kind: EventKind) -> bool {
    matches!(kind, EventKind::Promise | EventKind::PaymentAnnounced | EventKind::Assigned | EventKind::HandedOver)
}

/// Tells whether each of some items is concerned by one of some events.
fn leaves_nothing(book: &Book<'_>, events: &[&Event], items: &[ItemId]) -> bool {
    items.iter().all(|&item| events.iter().any(|event| concerns(book.ledger, event, item)))
}

/// Returns the acts of a kind, in force, that are noted of some of the same items on the day of an act.
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

/// Returns what takes an act back: a command, or the line to be taken out where it was written by hand and has no id.
pub(super) fn undo(act: &Event) -> Bilingual {
    match act.event_id.as_deref().map(shell::word) {
        Some(id) => Bilingual::new(format!("`relance record undo {id}`"), format!("`relance noter annulation {id}`")),
        None => {
            let (file, line) = (FileRole::Events.file_name(), act.line);
            Bilingual::new(format!("take out its line, {file}:{line}"), format!("supprimer sa ligne, {file}:{line}"))
        }
    }
}
