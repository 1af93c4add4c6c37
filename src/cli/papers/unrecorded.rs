//! Letters that were written and never noted as sent: the history does not know them, so that the plan asks for the
//! same again, and a customer gets his first reminder twice.

use std::collections::BTreeSet;
use std::path::Path;

use super::lists::{Run, Runs};
use crate::diag::{Diagnostic, Place, code};
use crate::engine::history::Undone;
use crate::letter::run::manifest::{FILE_NAME, LineEntry, Manifest, NoticeEntry};
use crate::model::{Bilingual, Date, EventKind, ItemId, Lang, Ledger, figures, shell};
use crate::policy::Channel;

/// Returns a finding for each earlier run of `letters` in the folder whose notices nobody recorded, if some of them are
/// asked for again: the same level for the same item; and a warning for each run that cannot be told of.
pub fn findings<'a>(
    folder: &Path,
    ledger: &Ledger,
    day: Date,
    asked: impl IntoIterator<Item = (ItemId, &'a str)>,
) -> Vec<Diagnostic> {
    let mut asked = asked.into_iter().peekable();
    // Most days nothing is asked for, and the lists of a month are long; or there is no list, and much is asked for.
    if asked.peek().is_none() {
        return Vec::new();
    }
    let Runs { read, damaged } = Runs::of(folder, |of| of < day);
    if read.is_empty() {
        return damaged;
    }
    let key = |(item, level): (ItemId, &'a str)| {
        let number = ledger.number(ledger.invoice(item).number);
        (number.to_owned(), ledger.instalment(item).map(str::to_owned), level.to_owned())
    };
    let asked: BTreeSet<_> = asked.map(key).collect();
    let is_again = |notice: &&NoticeEntry| {
        let key = |line: &LineEntry| (line.invoice_id.clone(), line.instalment.clone(), line.level.clone());
        notice.lines.iter().map(key).any(|line| asked.contains(&line))
    };
    let known = recorded(ledger);
    let tell = |run: Run| {
        let unrecorded: Vec<&NoticeEntry> = unrecorded(&run.manifest, &known).collect();
        let again = unrecorded.iter().copied().filter(is_again).count();
        let command = || command_for((folder, ledger), &run.list, &run.manifest, &unrecorded);
        (again > 0).then(|| finding(folder, &command(), (&run.list, run.day), (unrecorded.len(), again)))
    };
    damaged.into_iter().chain(read.into_iter().filter_map(tell)).collect()
}

/// Returns how many earlier runs of `letters` in the folder have notices that nobody recorded, and a warning for each
/// run that cannot be told of.
pub fn count(folder: &Path, ledger: &Ledger, day: Date) -> (usize, Vec<Diagnostic>) {
    let known = recorded(ledger);
    let Runs { read, damaged } = Runs::of(folder, |of| of < day);
    (read.iter().filter(|run| unrecorded(&run.manifest, &known).next().is_some()).count(), damaged)
}

/// Returns the command that notes as sent what a list of a folder names and is still called for, when the history does
/// not know all of it yet.
pub fn command(
    (folder, ledger): (&Path, &Ledger),
    out: &Path,
    manifest: &Manifest,
    uncalled: &BTreeSet<String>,
) -> Option<Bilingual> {
    let known = recorded(ledger);
    let to_send = unrecorded(manifest, &known).filter(|notice| !uncalled.contains(&notice.notice_id));
    let to_send: Vec<&NoticeEntry> = to_send.collect();
    let Bilingual { en, fr } = command_for((folder, ledger), &out.join(FILE_NAME), manifest, &to_send);
    (!to_send.is_empty()).then(|| match to_send.len() {
        1 => Bilingual::new(
            format!("when it is sent, note it, or the same is asked for again: {en}"),
            format!("une fois la lettre partie, la noter, sans quoi la même sera redemandée : {fr}"),
        ),
        count => Bilingual::new(
            format!("when these {count} are sent, note them, or the same are asked for again: {en}"),
            format!("une fois ces {count} envois partis, les noter, sans quoi les mêmes seront redemandés : {fr}"),
        ),
    })
}

/// Returns the notices of a list that the history does not know. A call is noted by what was said.
pub fn unrecorded<'m>(manifest: &'m Manifest, known: &BTreeSet<&str>) -> impl Iterator<Item = &'m NoticeEntry> {
    recordable(manifest).filter(|notice| !known.contains(notice.notice_id.as_str()))
}

/// Returns the notices of a list that `record --manifest` notes.
fn recordable(manifest: &Manifest) -> impl Iterator<Item = &NoticeEntry> {
    manifest.notices.iter().filter(|notice| !notice.on_demand && notice.channel != Channel::Phone.word())
}

/// Returns the ids of all notices of the history; what was taken back was known too.
pub fn recorded(ledger: &Ledger) -> BTreeSet<&str> {
    let notices = ledger.events().iter().filter(|event| event.kind == EventKind::Notice);
    notices.filter_map(|event| event.event_id.as_deref()).collect()
}

fn finding(
    folder: &Path,
    command: &Bilingual,
    (list, written): (&Path, Date),
    (unrecorded, again): (usize, usize),
) -> Diagnostic {
    let written_fr = figures::date(written, Lang::Fr);
    let (en, fr) = match (unrecorded, again) {
        (1, _) => (
            format!("a notice written on {written} is not recorded as sent, and is asked for again"),
            format!("une relance écrite le {written_fr} n'est pas notée comme envoyée, et elle est redemandée"),
        ),
        (all, again) if again == all => (
            format!("{all} notices written on {written} are not recorded as sent, and are asked for again"),
            format!(
                "{all} relances écrites le {written_fr} ne sont pas notées comme envoyées, et elles sont redemandées"
            ),
        ),
        (all, 1) => (
            format!("{all} notices written on {written} are not recorded as sent; one of them is asked for again"),
            format!(
                "{all} relances écrites le {written_fr} ne sont pas notées comme envoyées ; l'une d'elles est redemandée"
            ),
        ),
        (all, again) => (
            format!("{all} notices written on {written} are not recorded as sent; {again} of them are asked for again"),
            format!(
                "{all} relances écrites le {written_fr} ne sont pas notées comme envoyées ; {again} d'entre elles sont \
                 redemandées"
            ),
        ),
    };
    let place = list.strip_prefix(folder).unwrap_or(list).display().to_string();
    let sent = if unrecorded == 1 {
        Bilingual::new("if it was sent", "si elle est partie")
    } else {
        Bilingual::new("if they were sent", "si elles sont parties")
    };
    Diagnostic::new(code::letter::UNRECORDED_RUN, en, fr).at(Place::file(&place)).help(
        format!("{}: `{}`; if not, remove that folder", sent.en, command.en),
        format!("{} : `{}` ; sinon, supprimer ce dossier", sent.fr, command.fr),
    )
}

/// What charges a penalty note, in both languages.
const RECORD: &str = "record penalty-note";
const NOTER: &str = "noter pénalités";

/// Returns the sentence with the command that charges what the penalty notes of a day claim, for those of a customer or
/// of several.
pub fn charging(folder: &Path, customers: &BTreeSet<&str>, day: Date) -> Option<Bilingual> {
    let place = place(folder);
    let command = |verb: &str, whom: &str| format!("relance {verb} {whom}{place} --date {day}");
    match customers.len() {
        0 => None,
        1 => customers.first().map(|customer| {
            let [en, fr] = [RECORD, NOTER].map(|verb| command(verb, &shell::word(customer)));
            Bilingual::new(
                format!("once it is sent, charge it, or it is claimed again: {en}"),
                format!("une fois la note partie, la facturer, sans quoi elle sera réclamée de nouveau : {fr}"),
            )
        }),
        _ => Some(Bilingual::new(
            format!(
                "once they are sent, charge them, or they are claimed again: {} for each",
                command(RECORD, "CUSTOMER")
            ),
            format!(
                "une fois les notes parties, les facturer, sans quoi elles seront réclamées de nouveau : {} pour chacun",
                command(NOTER, "CLIENT")
            ),
        )),
    }
}

/// Returns the option that names a folder, as it is typed behind a command; nothing of the one here.
pub fn place(folder: &Path) -> String {
    match folder.display().to_string() {
        here if here == "." || here.is_empty() => String::new(),
        elsewhere => format!(" -C {}", shell::word(&elsewhere)),
    }
}

/// Returns the command that notes what a list names as sent, as it can be pasted where this one was typed.
pub fn record_command(folder: &Path, list: &Path) -> Bilingual {
    let (place, list) = (place(folder), list.display().to_string());
    let list = shell::word(list.strip_prefix("./").unwrap_or(&list));
    let command = |verb: &str| format!("relance {verb}{place} --manifest {list}");
    Bilingual::new(command("record"), command("noter"))
}

/// Returns the command that notes notices of a list as sent, those and no others.
pub fn command_for(
    (folder, ledger): (&Path, &Ledger),
    list: &Path,
    manifest: &Manifest,
    sent: &[&NoticeEntry],
) -> Bilingual {
    let which = choosing(manifest, sent, ledger);
    let Bilingual { en, fr } = record_command(folder, list);
    Bilingual::new(en + &which, fr + &which)
}

/// Returns the options that choose notices of a list; none where the list has no others that would be noted with them.
/// By customer, as people think of them, where that leaves out the others.
fn choosing(manifest: &Manifest, sent: &[&NoticeEntry], ledger: &Ledger) -> String {
    let (known, undone) = (recorded(ledger), Undone::new(ledger, Date::MAX));
    let chosen: BTreeSet<&str> = sent.iter().map(|notice| notice.notice_id.as_str()).collect();
    let is_noted_with_them = |notice: &&NoticeEntry| {
        let id = notice.notice_id.as_str();
        !chosen.contains(id) && !known.contains(undone.id_in_force(id).as_str())
    };
    let others: Vec<&NoticeEntry> = recordable(manifest).filter(is_noted_with_them).collect();
    let customers: BTreeSet<&str> = sent.iter().map(|notice| notice.customer_id.as_str()).collect();
    let (option, ids) = if others.is_empty() {
        return String::new();
    } else if others.iter().any(|other| customers.contains(other.customer_id.as_str())) {
        ("--notice", chosen)
    } else {
        ("--customer", customers)
    };
    ids.into_iter().map(|id| format!(" {option} {}", shell::word(id))).collect()
}
