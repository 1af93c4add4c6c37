//! What earlier runs of the day left in the folder of letters: equal letters stay as they are, other notices are put
//! beside them, and one list names them all.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::exit::Exit;
use super::LETTERS;
use super::making::Run;
use crate::cli::disk::files;
use crate::cli::papers::delivery::{self, Manner};
use crate::cli::papers::outbox::{Outbox, Overwrite};
use crate::cli::papers::tray::Tray;
use crate::cli::papers::unrecorded;
use crate::cli::reading::load::Desk;
use crate::cli::terminal::ui::Ui;
use crate::letter::run::files::Output;
use crate::letter::run::manifest::{FILE_NAME, Lot, Manifest, NoticeEntry};
use crate::letter::run::merge;
use crate::letter::safe::sha256_hex;
use crate::model::{Bilingual, several};

/// How many files are named.
const NAMED: usize = 3;

/// The list that stands in a folder of letters.
#[derive(Debug)]
pub struct Standing {
    /// What it says.
    pub manifest: Manifest,
    /// The notices of earlier runs in it that are not recorded and that this one does not call for, by their ids.
    pub uncalled: BTreeSet<String>,
}

/// Puts what a run wrote into the folder, and returns the list that stands there then; without a run there is nothing
/// to write.
///
/// # Errors
/// [`Exit::CouldNotRun`] when other letters are in the way or the file system refuses; said already.
pub fn put(
    mut tray: Tray<'_>,
    desk: &Desk,
    run: Option<Run>,
    force: bool,
    ui: &mut Ui,
) -> Result<Option<Standing>, Exit> {
    let out = tray.folder();
    let mut beside = BTreeSet::new();
    let mut overwrite = if force { Overwrite::Asked } else { Overwrite::Never };
    let Some(Run { mut merge, mut manifest }) = run else {
        delivery::deliver(Outbox::untouched(out), tray, &LETTERS, Manner { overwrite, beside: &beside }, ui)?;
        return Ok(None);
    };
    // From here to the end no other run writes there: the list is made from the one that stands.
    let outbox = delivery::open(out, &LETTERS, ui)?;
    let there = of_the_day(out, &manifest);
    if let (Some(there), Some(merge), false) = (&there, &mut merge, force) {
        give_way(merge, &mut manifest, there);
    }
    if let Some(merge) = merge {
        delivery::take(&mut tray, merge, &LETTERS).map_err(|finding| ui.refuse(vec![*finding]))?;
    }
    let ours: BTreeSet<String> = manifest.notices.iter().map(|notice| notice.notice_id.clone()).collect();
    if let Some(there) = there {
        if !force && manifest.is_within(&there) && stands(&tray) {
            // What was written stays, also where the folder has changed since in what these letters do not say.
            ui.say(&LETTERS.unchanged(out));
            let uncalled = ids(&uncalled(&there, &ours, desk));
            return Ok(Some(Standing { manifest: there, uncalled }));
        }
        manifest = manifest.behind(there);
        let of_earlier = manifest.notices.iter().filter(|notice| !ours.contains(&notice.notice_id));
        beside.extend(of_earlier.flat_map(|notice| notice.files.iter().cloned()));
        beside.extend(manifest.lots.iter().map(|lot| lot.file.clone()));
        if !force {
            overwrite = Overwrite::List(FILE_NAME);
        }
    }
    let list = Output::new(FILE_NAME, manifest.to_json());
    delivery::take(&mut tray, list, &LETTERS).map_err(|finding| ui.refuse(vec![*finding]))?;
    delivery::deliver(outbox, tray, &LETTERS, Manner { overwrite, beside: &beside }, ui)?;
    let uncalled = uncalled(&manifest, &ours, desk);
    say_uncalled(&uncalled, desk, ui);
    let uncalled = ids(&uncalled);
    Ok(Some(Standing { manifest, uncalled }))
}

/// Returns the list that an earlier run of the same day left in a folder.
fn of_the_day(out: &Path, ours: &Manifest) -> Option<Manifest> {
    let bytes = files::read_regular(&out.join(FILE_NAME), files::LARGEST_LIST).ok()?;
    Manifest::read(&bytes).filter(|there| there.as_of == ours.as_of)
}

/// Tells whether every document stands in its folder as it is.
fn stands(tray: &Tray<'_>) -> bool {
    let out = tray.folder();
    tray.documents().iter().all(|document| document.is_at(&out.join(&document.name)).unwrap_or(false))
}

/// Says which files of earlier runs of the day are not to be sent any more.
fn say_uncalled(uncalled: &[&NoticeEntry], desk: &Desk, ui: &Ui) {
    // What is called for of other customers than those that were asked for is not known.
    let is_judged = |notice: &&&NoticeEntry| {
        let customer = desk.ledger.find_customer(&notice.customer_id);
        customer.is_none_or(|customer| desk.selection.has(customer))
    };
    let files: Vec<&String> = uncalled.iter().filter(is_judged).flat_map(|notice| &notice.files).collect();
    if !files.is_empty() {
        let Bilingual { en, fr } = several(&files, NAMED);
        ui.say(&Bilingual::new(
            format!("of an earlier run of the day, not recorded as sent, and not called for any more: {en}"),
            format!("d'une exécution précédente du jour, non notés comme envoyés, et plus à l'ordre du jour : {fr}"),
        ));
    }
}

fn ids(notices: &[&NoticeEntry]) -> BTreeSet<String> {
    notices.iter().map(|notice| notice.notice_id.clone()).collect()
}

/// Puts rows for a mail merge beside those of an earlier run, which may not be printed yet: other notices, another
/// name.
fn give_way(merge: &mut Output, manifest: &mut Manifest, there: &Manifest) {
    let is_merge = |lot: &&Lot| lot.file == merge::FILE_NAME;
    let Some(before) = there.merges.iter().find(is_merge) else { return };
    let Some(ours) = manifest.merges.iter_mut().find(|lot| lot.file == merge::FILE_NAME) else { return };
    if ours.notices == before.notices {
        return;
    }
    let mark = sha256_hex(ours.notices.join(" ").as_bytes());
    let name = merge::FILE_NAME.replace(".csv", &format!("-{}.csv", &mark[..6]));
    let names = manifest.outputs.iter_mut().map(|output| &mut output.file);
    names.filter(|known| *known == merge::FILE_NAME).for_each(|known| known.clone_from(&name));
    merge.name.clone_from(&name);
    ours.file = name;
}

/// Returns the notices of earlier runs that are not recorded and that this one does not call for.
fn uncalled<'m>(list: &'m Manifest, ours: &BTreeSet<String>, desk: &Desk) -> Vec<&'m NoticeEntry> {
    let recorded = unrecorded::recorded(&desk.ledger);
    let is_uncalled =
        |notice: &&NoticeEntry| !ours.contains(&notice.notice_id) && !recorded.contains(notice.notice_id.as_str());
    list.notices.iter().filter(is_uncalled).collect()
}
