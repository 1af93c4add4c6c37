//! Notes in `events.csv` that notices were sent: one row for each line, all of one notice under its id.

use super::super::common::Files;
use super::super::exit::Exit;
use super::super::journal;
use super::super::load::Desk;
use super::super::ui::Ui;
use crate::engine::history::Undone;
use crate::input::edit::EventRow;
use crate::letter::press::Printed;
use crate::model::{Bilingual, EventKind, FileRole};

/// Appends the notices to the history; one that stands there already is no change.
///
/// # Errors
/// [`Exit::CouldNotRun`] when the file cannot be written, or holds other rows under the same id; said already.
pub fn record(
    desk: &Desk,
    undone: &Undone<'_>,
    printed: &[Printed<'_>],
    files: &Files,
    ui: &mut Ui,
) -> Result<(), Exit> {
    if printed.is_empty() {
        return Ok(());
    }
    let rows: Vec<EventRow> = printed.iter().flat_map(|one| rows(desk, one)).collect();
    let (path, name, _) = files.sources().locate(FileRole::Events);
    match journal::append_events(&path, desk.policy.files.of(FileRole::Events), &rows, &|id| undone.id_in_force(id)) {
        Ok(appended) => {
            let count = appended.added;
            let plural = if count > 1 { "s" } else { "" };
            ui.say(&Bilingual::new(
                format!("{count} line{plural} of notices recorded in {name}"),
                format!("{count} ligne{plural} de relance notée{plural} dans {name}"),
            ));
            Ok(())
        }
        Err(findings) => {
            ui.findings(findings);
            ui.say(&Bilingual::new(
                "the letters are written, but not recorded: run again with --record when this is mended",
                "les lettres sont écrites, mais pas notées : recommencer avec --record une fois ceci réparé",
            ));
            Err(Exit::CouldNotRun)
        }
    }
}

fn rows<'a>(desk: &'a Desk, one: &'a Printed<'a>) -> impl Iterator<Item = EventRow> + 'a {
    let (ledger, draft) = (&desk.ledger, &one.draft);
    draft.lines.iter().map(|line| EventRow {
        event_id: Some(draft.notice_id.clone()),
        customer_id: Some(ledger.customer(draft.customer).id.clone()),
        invoice_id: Some(ledger.number(ledger.invoice(line.item).number).to_owned()),
        instalment: ledger.instalment(line.item).map(str::to_owned),
        level: Some(line.level.to_owned()),
        channel: Some(draft.level.channel.word().to_owned()),
        amount: Some(line.open),
        interest: Some(line.interest),
        indemnity: Some(line.indemnity),
        currency: Some(draft.currency),
        reference: Some(one.file.clone()),
        ..EventRow::new(desk.as_of, EventKind::Notice)
    })
}
