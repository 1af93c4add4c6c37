//! `record --seal`: lines that were added by hand are sealed as they stand, and a note of each customer says so.

use std::collections::{BTreeMap, BTreeSet};

use super::book::Book;
use super::{Args, dates, refused, shown};
use crate::cli::exit::Exit;
use crate::cli::terminal::ui::Ui;
use crate::diag::Diagnostic;
use crate::input::edit::{self, Chain, CsvFile, EventRow, Seal};
use crate::model::{Bilingual, CustomerId, EventKind, FileRole, Lang};
use crate::output::reports::record::Recorded;

/// Seals every line that was read and has no seal.
///
/// # Errors
/// When a sealed line is not as it was sealed, or the file cannot be written.
pub(super) fn run(args: &Args, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let file = book.open().map_err(|findings| refused(findings, ui))?;
    let new = CsvFile::new(FileRole::Events, &file.name, |_| true);
    let csv = file.file.as_ref().unwrap_or(&new);
    let chain = Chain::of(csv);
    if !chain.findings.is_empty() {
        // Sealing over it would make it look sound.
        return Err(refused(chain.findings, ui).into());
    }
    let customers: BTreeMap<u32, CustomerId> =
        book.ledger.events().iter().map(|event| (event.line, event.customer)).collect();
    let lines: Vec<u32> = chain.unsealed.iter().copied().filter(|line| customers.contains_key(line)).collect();
    let date = args.day();
    if lines.is_empty() {
        let remark = Bilingual::new("every line is sealed: no change", "chaque ligne est scellée : aucun changement");
        return ui.report(&Recorded { rows: &[], date, remarks: &[remark] });
    }
    let findings = dates::judge(date, args, book);
    let is_refused = findings.iter().any(Diagnostic::is_error);
    ui.findings(findings);
    if is_refused {
        return Err(Exit::CouldNotRun.into());
    }
    let (mut changes, seals) = chain.sealing(csv, &lines);
    let whose: BTreeSet<CustomerId> = lines.iter().map(|line| customers[line]).collect();
    let note = note(&seals, args.note.as_deref(), book.policy.language);
    let rows: Vec<EventRow> = whose
        .into_iter()
        .map(|customer| EventRow {
            customer_id: Some(book.ledger.customer(customer).id.clone()),
            note: Some(note.clone()),
            ..EventRow::new(date, EventKind::Note)
        })
        .collect();
    let appending = edit::append(csv, &rows, &|id| book.undone.id_in_force(id)).map_err(|f| refused(f, ui))?;
    changes.added = edit::sealed_behind(&appending.changes.added, seals.last());
    let after = csv.after(&changes);
    if !after.unwritable.is_empty() {
        return Err(refused(after.unwritable, ui).into());
    }
    file.write(&after.bytes)?;
    ui.note_written();
    let count = lines.len();
    let s = if count > 1 { "s" } else { "" };
    let remark = Bilingual::new(format!("{count} line{s} sealed"), format!("{count} ligne{s} scellée{s}"));
    let rows: Vec<_> = rows.iter().map(|row| shown(row, &appending.ids[0], true, book.policy)).collect();
    ui.report(&Recorded { rows: &rows, date, remarks: &[remark] })
}

/// Returns the words of the note: which numbers were given, and what the user adds.
fn note(seals: &[Seal], more: Option<&str>, lang: Lang) -> String {
    let number = |seal: Option<&Seal>| seal.map_or(0, |seal| seal.number);
    let (first, last) = (number(seals.first()), number(seals.last()));
    let said = match (lang, first == last) {
        (Lang::En, true) => format!("seal {first} given afterwards to a line without one"),
        (Lang::En, false) => format!("seals {first} to {last} given afterwards to lines without one"),
        (Lang::Fr, true) => format!("sceau {first} donné après coup à une ligne qui n'en avait pas"),
        (Lang::Fr, false) => format!("sceaux {first} à {last} donnés après coup à des lignes qui n'en avaient pas"),
    };
    more.map_or(said.clone(), |more| format!("{said} - {more}"))
}
