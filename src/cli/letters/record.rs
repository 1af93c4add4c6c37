//! Notes in `events.csv` that notices were sent: one row for each line, all of one notice under its id.
//!
//! A call sheet is no call: whoever makes the call records it.

use std::path::Path;

use super::super::env;
use crate::cli::disk::journal::{self, Prepared};
use crate::cli::papers::filed;
use crate::cli::reading::load::Desk;
use crate::cli::reading::trial::{FAR, FolderFile};
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::Files;
use crate::diag::{Diagnostic, Place};
use crate::engine::history::Undone;
use crate::input::edit::EventRow;
use crate::letter::run::printed::Printed;
use crate::model::{Bilingual, EventKind, FileRole};
use crate::policy::Channel;

/// The history with the notices in it, ready to be written.
#[derive(Debug)]
pub struct Recording {
    file: FolderFile,
    prepared: Prepared,
    /// How many calls are to be made.
    calls: usize,
    /// What to do with letters that are kept elsewhere.
    outside: Option<Bilingual>,
}

/// Returns what recording the notices comes to; one that stands there already is no change.
///
/// # Errors
/// Returns the findings when the file cannot be read, holds other rows under the same id, or cannot hold a letter.
pub fn prepare(desk: &Desk, printed: &[Printed<'_>], files: &Files, out: &Path) -> Result<Recording, Vec<Diagnostic>> {
    let is_call = |one: &&Printed<'_>| one.draft.channel == Channel::Phone;
    let sent = printed.iter().filter(|one| !is_call(one));
    let mut rows: Vec<EventRow> = sent.flat_map(|one| rows(desk, one, (&files.folder, out))).collect();
    let calls = printed.iter().filter(is_call).count();
    let file = FolderFile::open(FileRole::Events, files, &desk.policy)?;
    // A notice has an id that no act of its day has, whether taken back or not.
    journal::keep_as_recorded(&mut rows, &desk.ledger);
    let prepared = journal::prepare(file.file.as_ref(), &file.name, &rows, &str::to_owned)?;
    if prepared.appended.added > 0
        && let Some(last) = journal::last_run(&desk.ledger, &Undone::new(&desk.ledger, FAR))
        && desk.as_of < last
    {
        return Err(vec![journal::before_last_run(desk.as_of, last).at(Place::file("--record")).help(
            "without --record the letters are written; `record --manifest FILE --backdated` records them",
            "sans --record les lettres sont écrites ; `relance noter --manifest FICHIER --backdated` les enregistre",
        )]);
    }
    Ok(Recording { file, prepared, calls, outside: filed::outside(&files.folder, out) })
}

impl Recording {
    /// Writes the history.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, ui: &Ui) -> anyhow::Result<()> {
        let (name, count) = (&self.file.name, self.prepared.appended.added);
        if count > 0
            && let Err(error) = self.file.write(&self.prepared.bytes)
        {
            ui.say(&Bilingual::new(
                "the letters are written, but not recorded: run again with --record when this is mended",
                "les lettres sont écrites, mais pas notées : recommencer avec --record une fois ceci réparé",
            ));
            return Err(error);
        }
        let s = |count| if count > 1 { "s" } else { "" };
        if !self.prepared.appended.ids.is_empty() {
            ui.say(&Bilingual::new(
                format!("{count} line{} of notices recorded in {name}", s(count)),
                format!("{count} ligne{0} de relance notée{0} dans {name}", s(count)),
            ));
        }
        if count > 0
            && let Some(sentence) = &self.outside
        {
            ui.say(sentence);
        }
        let calls = self.calls;
        if calls > 0 {
            ui.say(&Bilingual::new(
                match calls {
                    1 => "1 call to make: record it with `relance record call …`, as the call sheet says".to_owned(),
                    _ => format!(
                        "{calls} calls to make: record them with `relance record call …`, as the call sheets say"
                    ),
                },
                match calls {
                    1 => "1 appel à passer : le noter par `relance noter appel …`, comme le dit la fiche".to_owned(),
                    _ => format!(
                        "{calls} appels à passer : les noter par `relance noter appel …`, comme le disent les fiches"
                    ),
                },
            ));
        }
        Ok(())
    }
}

fn rows<'a>(
    desk: &'a Desk,
    one: &'a Printed<'a>,
    (folder, out): (&Path, &Path),
) -> impl Iterator<Item = EventRow> + 'a {
    let (ledger, draft) = (&desk.ledger, &one.draft);
    let reference = one.files.first().map(|file| filed::reference(folder, out, file));
    draft.lines.iter().map(move |line| EventRow {
        event_id: Some(draft.notice_id.clone()),
        customer_id: Some(ledger.customer(draft.customer).id.clone()),
        invoice_id: Some(ledger.number(ledger.invoice(line.item).number).to_owned()),
        instalment: ledger.instalment(line.item).map(str::to_owned),
        level: Some(line.level.to_owned()),
        channel: Some(draft.channel.word().to_owned()),
        amount: Some(line.open),
        interest: Some(line.interest),
        indemnity: Some(line.indemnity_recorded()),
        currency: Some(draft.currency),
        until: draft.deadline,
        reference: reference.clone(),
        by: env::author(),
        ..EventRow::new(desk.as_of, EventKind::Notice)
    })
}
