//! `record --manifest`: the notices that a run of `letters` wrote were sent, all of them or some.
//!
//! The rows are those of `letters --record`: what was claimed is taken from the list, and not computed again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_decimal::Decimal;

use super::super::exit::Exit;
use super::addition::Recording;
use super::book::Book;
use super::{Args, dates, refused, repeated, shown};
use crate::cli::disk::journal::{self, Prepared};
use crate::cli::papers::filed;
use crate::cli::papers::lists;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::names;
use crate::diag::{Diagnostic, Place, code, nearest};
use crate::input::edit::EventRow;
use crate::input::text::trim_text;
use crate::letter::run::manifest::{LineEntry, Manifest, NoticeEntry};
use crate::model::{Amount, Bilingual, Currency, Date, Event, EventKind, shell};
use crate::output::reports::record::Recorded;
use crate::policy::Channel;

/// Records the notices that are chosen.
///
/// # Errors
/// When the list cannot be read, an option names none of its notices, or the rows are refused.
pub(super) fn run(args: &Args, path: &Path, book: &Book<'_>, ui: &mut Ui) -> anyhow::Result<Exit> {
    let name = path.display().to_string();
    let manifest = lists::read(path, &name).map_err(|finding| refused(vec![*finding], ui))?;
    ui.keep_output_from(&[])?;
    let faults = faults(&manifest, &name, book);
    if !faults.is_empty() {
        return Err(refused(faults, ui).into());
    }
    let chosen = Chosen::of(args, &manifest, &name).map_err(|findings| refused(findings, ui))?;
    let mut rows = Vec::new();
    // The letters lie beside their list.
    let out = path.parent().filter(|out| !out.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = &args.files.folder;
    let (replaced, wanted) = chosen.divided(args, book);
    for notice in wanted {
        let of_notice = chosen.rows(notice, args, book, (folder, out));
        rows.extend(of_notice.ok_or_else(|| refused(vec![lists::invalid(&name)], ui))?);
    }
    say_calls(chosen.calls, ui);
    say_replaced(&replaced, ui);
    let day = args.stated_day().unwrap_or(chosen.day);
    if rows.is_empty() {
        let remark = Bilingual::new("nothing to record", "rien à enregistrer");
        return ui.report(&Recorded { rows: &[], date: day, remarks: &[remark] });
    }
    let judge = |prepared: &Prepared| judged(&rows, prepared, args, book, &name);
    let Recording { prepared, .. } =
        book.append(&rows, &judge, &|findings, _, is_ours| blame(findings, is_ours, &name), ui)?;
    let (added, there) = (prepared.appended.added, prepared.appended.unchanged);
    if added > 0
        && let Some(sentence) = filed::outside(folder, out)
    {
        ui.say(&sentence);
    }
    let remark = recorded(added, there);
    let rows: Vec<_> = rows
        .iter()
        .map(|row| shown(row, row.event_id.as_deref().unwrap_or_default(), prepared.is_new(row), book.policy))
        .collect();
    ui.report(&Recorded { rows: &rows, date: day, remarks: &[remark] })
}

/// Judges the rows that are not recorded yet, by their days and by what they repeat.
fn judged(rows: &[EventRow], prepared: &Prepared, args: &Args, book: &Book<'_>, name: &str) -> Vec<Diagnostic> {
    let new = || rows.iter().filter(|row| prepared.is_new(row));
    let days: BTreeSet<Date> = new().map(|row| row.date).collect();
    let mut findings: Vec<Diagnostic> = days.into_iter().flat_map(|day| dates::judge(day, args, book)).collect();
    findings.extend(repeated::finding(new(), book, name));
    findings.extend(dates::sent_late(new(), name));
    findings
}

/// Says how many lines were recorded, and how many had been before.
fn recorded(added: usize, there: usize) -> Bilingual {
    if added == 0 {
        return Bilingual::new("recorded already: no change", "déjà enregistré : aucun changement");
    }
    let s = |count: usize| if count > 1 { "s" } else { "" };
    let (en, fr) = match there {
        0 => (String::new(), String::new()),
        _ => (format!("; {there} recorded already"), format!(" ; {there} déjà enregistrée{}", s(there))),
    };
    Bilingual::new(
        format!("{added} line{} of notices recorded{en}", s(added)),
        format!("{added} ligne{0} de relance enregistrée{0}{fr}", s(added)),
    )
}

/// Returns what keeps a list from meaning something: a notice without an id of its own, or at a level that the policy
/// does not have.
fn faults(manifest: &Manifest, name: &str, book: &Book<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let place = |text: &str| Place { text: Some(text.to_owned()), ..Place::file(name) };
    for notice in &manifest.notices {
        let id = trim_text(&notice.notice_id);
        if id.is_empty() || !ids.insert(id) {
            let (en, fr) = if id.is_empty() {
                ("a notice of the manifest has no notice_id", "une relance du manifeste n'a pas de notice_id")
            } else {
                ("two notices of the manifest have one notice_id", "deux relances du manifeste ont le même notice_id")
            };
            let finding = Diagnostic::new(code::write::MANIFEST_INVALID, en, fr).at(place(id));
            faults.push(finding.help(
                "`relance letters` gives each notice its own and writes the manifest again",
                "`relance lettres` donne le sien à chaque relance et écrit de nouveau le manifeste",
            ));
        }
    }
    let sent = manifest.notices.iter().filter(|notice| !notice.on_demand).flat_map(|notice| &notice.lines);
    let levels: BTreeSet<&str> = sent.map(|line| trim_text(&line.level)).collect();
    let unknown = |level: &str| names::level_unknown(EventKind::Notice, level, book.policy, place(level));
    faults.extend(levels.into_iter().filter_map(unknown));
    faults
}

/// What a line of a notice is about: invoice, instalment and level.
type Said<'s> = (&'s str, Option<&'s str>, &'s str);

fn said(line: &LineEntry) -> Said<'_> {
    (&line.invoice_id, line.instalment.as_deref(), &line.level)
}

/// What of a list is to be recorded.
struct Chosen<'m> {
    day: Date,
    notices: Vec<&'m NoticeEntry>,
    /// The numbers of registered letters, by notice.
    references: BTreeMap<&'m str, String>,
    /// How many calls were chosen: writing the sheet was no call.
    calls: usize,
}

impl<'m> Chosen<'m> {
    fn of(args: &Args, manifest: &'m Manifest, name: &str) -> Result<Chosen<'m>, Vec<Diagnostic>> {
        let Ok(day) = manifest.as_of.parse() else { return Err(vec![lists::invalid(name)]) };
        let mut faults = Vec::new();
        let ids = || manifest.notices.iter().map(|notice| notice.notice_id.as_str());
        let customers = || manifest.notices.iter().map(|notice| notice.customer_id.as_str());
        for id in args.notice.iter().filter(|id| ids().all(|known| known != id.as_str())) {
            faults.push(unknown("--notice", id, nearest(id, ids()), name));
        }
        for id in args.customer_id.iter().filter(|id| customers().all(|known| known != id.as_str())) {
            faults.push(unknown("--customer", id, nearest(id, customers()), name));
        }
        let is_chosen = |notice: &&NoticeEntry| {
            // A statement of account reminds nobody.
            !notice.on_demand
                && (args.notice.is_empty() || args.notice.contains(&notice.notice_id))
                && (args.customer_id.is_empty() || args.customer_id.contains(&notice.customer_id))
        };
        let (calls, notices): (Vec<_>, Vec<_>) =
            manifest.notices.iter().filter(is_chosen).partition(|notice| notice.channel == Channel::Phone.word());
        let mut references = BTreeMap::new();
        for typed in &args.reference {
            let (id, number) = typed.split_once('=').unwrap_or((typed, ""));
            match notices.iter().find(|notice| notice.notice_id == id) {
                Some(notice) if !number.trim().is_empty() => {
                    references.insert(notice.notice_id.as_str(), number.trim().to_owned());
                }
                _ => faults.push(unknown("--reference", typed, nearest(id, ids()), name)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Chosen { day, notices, references, calls: calls.len() })
    }

    /// Returns the notices that were taken back, and of which another says something in their place, with those that
    /// are to be recorded: both did not go out. Who names one means it all the same.
    fn divided(&self, args: &Args, book: &Book<'_>) -> (Vec<&'m NoticeEntry>, Vec<&'m NoticeEntry>) {
        let events = book.ledger.events();
        let ids: BTreeSet<&str> = events.iter().filter_map(|event| event.event_id.as_deref()).collect();
        let is_withdrawn = |notice: &NoticeEntry| {
            let id = book.undone.id_in_force(&notice.notice_id);
            id != notice.notice_id && !ids.contains(id.as_str())
        };
        let (withdrawn, standing): (Vec<&NoticeEntry>, Vec<&NoticeEntry>) =
            self.notices.iter().copied().partition(|notice| is_withdrawn(notice));
        if withdrawn.is_empty() {
            return (withdrawn, standing);
        }
        let mut said: BTreeSet<Said<'_>> = standing.iter().flat_map(|notice| &notice.lines).map(said).collect();
        let counts = |event: &&Event| {
            event.kind == EventKind::Notice && event.date >= self.day && book.undone.since(event).is_none()
        };
        said.extend(events.iter().filter(counts).filter_map(|event| {
            Some((book.ledger.number(event.invoice?), event.instalment.as_deref(), event.level.as_deref()?))
        }));
        // A letter is mostly written anew because a line has dropped out of it.
        let is_replaced = |notice: &NoticeEntry| {
            !args.notice.contains(&notice.notice_id) && notice.lines.iter().any(|line| said.contains(&self::said(line)))
        };
        let replaced: Vec<&NoticeEntry> = withdrawn.into_iter().filter(|notice| is_replaced(notice)).collect();
        let left_out: BTreeSet<&str> = replaced.iter().map(|notice| notice.notice_id.as_str()).collect();
        let wanted = self.notices.iter().copied().filter(|notice| !left_out.contains(notice.notice_id.as_str()));
        (replaced, wanted.collect())
    }

    /// Returns the rows of a notice; nothing when the list was tampered with so that they cannot be read.
    fn rows(
        &self,
        notice: &NoticeEntry,
        args: &Args,
        book: &Book<'_>,
        (folder, out): (&Path, &Path),
    ) -> Option<Vec<EventRow>> {
        let currency = Currency::parse(&notice.currency)?;
        let reference = self.references.get(notice.notice_id.as_str());
        let until = notice.deadline.as_ref().map(|day| day.parse()).transpose().ok()?;
        // A notice that was taken back may be sent after all.
        let id = book.undone.id_in_force(&notice.notice_id);
        let row = |line: &LineEntry| {
            Some(EventRow {
                event_id: Some(id.clone()),
                customer_id: Some(notice.customer_id.clone()),
                invoice_id: Some(line.invoice_id.clone()),
                instalment: line.instalment.clone(),
                level: Some(line.level.clone()),
                channel: Some(notice.channel.clone()),
                amount: Some(amount(&line.amount, currency)?),
                interest: Some(amount(&line.interest, currency)?),
                indemnity: Some(amount(&line.indemnity, Currency::EUR)?),
                currency: Some(currency),
                until,
                reference: notice.files.first().map(|file| filed::reference(folder, out, file)),
                note: args.note.clone(),
                file: args.proofs(),
                by: args.author(),
                ..EventRow::new(self.day, EventKind::Notice)
            })
        };
        let mut rows: Vec<EventRow> = notice.lines.iter().map(row).collect::<Option<_>>()?;
        journal::keep_as_recorded(&mut rows, book.ledger);
        for row in &mut rows {
            row.date = args.stated_day().unwrap_or(row.date);
            row.reference = reference.cloned().or(row.reference.take());
        }
        (!rows.is_empty()).then_some(rows)
    }
}

fn amount(text: &str, currency: Currency) -> Option<Amount> {
    Amount::from_decimal(Decimal::from_str_exact(text).ok()?, currency)
}

fn unknown(option: &str, typed: &str, nearest: Option<&str>, name: &str) -> Diagnostic {
    let finding = Diagnostic::new(
        code::write::NOTICE_OPTION,
        format!("{option} names no notice of {name} that is to be recorded"),
        format!("{option} ne désigne aucune relance à enregistrer de {name}"),
    )
    .at(Place { text: Some(typed.to_owned()), ..Place::file(option) });
    match nearest.filter(|_| option != "--reference") {
        Some(nearest) => finding.help(format!("did you mean {nearest}?"), format!("vouliez-vous dire {nearest} ?")),
        None if option == "--reference" => finding
            .help("expected NOTICE=NUMBER, a notice that is sent", "attendu : RELANCE=NUMÉRO, une relance envoyée"),
        None => finding.help("ids are those of the manifest", "les identifiants sont ceux du manifeste"),
    }
}

fn say_replaced(replaced: &[&NoticeEntry], ui: &Ui) {
    if let Some(first) = replaced.first() {
        let (count, id) = (replaced.len(), shell::word(&first.notice_id));
        let s = if count > 1 { "s" } else { "" };
        ui.say(&Bilingual::new(
            format!("{count} notice{s} left out: taken back, and another of that level stands in its place; --notice {id} records it all the same"),
            format!("{count} relance{s} laissée{s} de côté : annulée{s}, et une autre de ce niveau en tient lieu ; --notice {id} la note malgré tout"),
        ));
    }
}

fn say_calls(calls: usize, ui: &Ui) {
    if calls > 0 {
        let s = if calls > 1 { "s" } else { "" };
        ui.say(&Bilingual::new(
            format!("{calls} call{s} left out: record what was said with `relance record call …`"),
            format!("{calls} appel{s} laissé{s} de côté : noter ce qui s'est dit par `relance noter appel …`"),
        ));
    }
}

/// Says of the list what is found on the lines that come of it.
fn blame(findings: &mut [Diagnostic], is_ours: &dyn Fn(&Diagnostic, &Place) -> bool, name: &str) {
    for finding in findings {
        if finding.code == code::write::ID_CONFLICT {
            finding.help = Some(Bilingual::new(
                "what is recorded stays; `relance record undo` takes it back, and then it can be recorded otherwise",
                "ce qui est enregistré reste ; `relance noter annulation` l'annule, et on peut alors l'enregistrer autrement",
            ));
        }
        let ours: Vec<bool> = finding.places.iter().map(|place| is_ours(finding, place)).collect();
        for (place, _) in finding.places.iter_mut().zip(ours).filter(|(_, is_ours)| *is_ours) {
            *place = Place { text: place.text.take(), ..Place::file(name) };
        }
    }
}
