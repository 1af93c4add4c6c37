//! Notes in `events.csv` that notices were sent: one row for each line, all of one notice under its id.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::common::Files;
use super::super::exit::Exit;
use super::super::files::{self, Durability};
use super::super::load::Desk;
use super::super::ui::Ui;
use crate::diag::{Diagnostic, Place, code};
use crate::input::append::{NewCell, NewRow, appended, created};
use crate::letter::press::Printed;
use crate::model::{Bilingual, EventKind, FileRole};

/// Appends the notices that the history does not have yet; the file is replaced whole, or left as it was.
///
/// # Errors
/// [`Exit::CouldNotRun`] when the file cannot be written, or cannot hold the letters of an id; said already.
pub fn record(desk: &Desk, printed: &[Printed<'_>], sources: &Files, ui: &mut Ui) -> Result<(), Exit> {
    let known: BTreeSet<&str> = desk.ledger.events().iter().filter_map(|event| event.event_id.as_deref()).collect();
    let new: Vec<&Printed<'_>> = printed.iter().filter(|one| !known.contains(one.draft.notice_id.as_str())).collect();
    if new.is_empty() {
        ui.detail(&Bilingual::new("nothing is to be recorded", "rien n'est à noter"));
        return Ok(());
    }
    let rows: Vec<NewRow> = new.iter().flat_map(|one| rows(desk, one)).collect();
    let (path, name, _) = sources.sources().locate(FileRole::Events);
    let dialect = desk.dialects.iter().find(|(role, _)| *role == FileRole::Events).map(|(_, dialect)| dialect);
    let bytes = match dialect {
        None => created(FileRole::Events, &rows),
        Some(dialect) => {
            let existing = fs::read(&path).map_err(|error| unwritable(&name, &files::why(&error), ui))?;
            appended(&existing, dialect, FileRole::Events, &rows).map_err(|text| {
                let why = Bilingual::new(
                    format!("its encoding has no letters for \"{}\"; save it as UTF-8 first", text.0),
                    format!("son encodage n'a pas les lettres de « {} » ; l'enregistrer d'abord en UTF-8", text.0),
                );
                unwritable(&name, &why, ui)
            })?
        }
    };
    write(&path, &bytes).map_err(|error| unwritable(&name, &files::why(&error), ui))?;
    let count = new.len();
    let plural = if count > 1 { "s" } else { "" };
    ui.say(&Bilingual::new(
        format!("{count} notice{plural} recorded in {name}"),
        format!("{count} relance{plural} notée{plural} dans {name}"),
    ));
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    files::replace(path, Durability::Synced, |out| out.write_all(bytes))
}

fn rows(desk: &Desk, one: &Printed<'_>) -> Vec<NewRow> {
    let (ledger, draft) = (&desk.ledger, &one.draft);
    let text = |text: &str| NewCell::Text(text.to_owned());
    let amount = |amount| NewCell::Amount(amount, draft.currency);
    draft
        .lines
        .iter()
        .map(|line| {
            let mut row = vec![
                ("date", NewCell::Date(desk.as_of)),
                ("event", text(EventKind::Notice.word())),
                ("event_id", text(&draft.notice_id)),
                ("customer_id", text(&ledger.customer(draft.customer).id)),
                ("invoice_id", text(ledger.number(ledger.invoice(line.item).number))),
            ];
            row.extend(ledger.instalment(line.item).map(|instalment| ("instalment", text(instalment))));
            row.extend([
                ("level", text(line.level)),
                ("channel", text(draft.level.channel.word())),
                ("amount", amount(line.open)),
                ("interest", amount(line.interest)),
                ("indemnity", amount(line.indemnity)),
                ("currency", text(draft.currency.code())),
                ("reference", text(&one.file)),
            ]);
            row
        })
        .collect()
}

fn unwritable(name: &str, why: &Bilingual, ui: &mut Ui) -> Exit {
    ui.finding(
        Diagnostic::new(
            code::cli::OUTPUT_UNWRITABLE,
            format!("the notices cannot be recorded: {}", why.en),
            format!("les relances ne peuvent pas être notées : {}", why.fr),
        )
        .at(Place::file(name))
        .help(
            "the letters are written; run again with --record when this is mended",
            "les lettres sont écrites ; recommencer avec --record une fois ceci réparé",
        ),
    );
    Exit::CouldNotRun
}
