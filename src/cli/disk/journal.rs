//! Appending to `events.csv`, the history of the folder: acts are added to its end and nothing else changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code};
use crate::engine::history::Undone;
use crate::input::Bytes;
use crate::input::columns::Column;
use crate::input::edit::{self, After, CsvFile, EventRow};
use crate::model::{Date, Event, EventKind, FileRole, Lang, Ledger, figures};

/// What appending did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The ids of the acts, in the order of the rows, each once.
    pub ids: Vec<String>,
    /// How many rows were added.
    pub added: usize,
    /// How many rows stood there already with the same content.
    pub unchanged: usize,
}

/// An append that is ready to be written.
#[derive(Debug)]
pub struct Prepared {
    /// What it comes to.
    pub appended: Appended,
    /// What the file will hold.
    pub bytes: Bytes,
    /// The lines on which the added rows begin.
    pub lines: Vec<u32>,
    /// The ids of the acts that are added.
    new: BTreeSet<String>,
}

impl Prepared {
    /// Tells whether a row that has an id is added.
    pub fn is_new(&self, row: &EventRow) -> bool {
        row.event_id.as_ref().is_some_and(|id| self.new.contains(id))
    }
}

/// Returns what appending rows to a file comes to, in the dialect that it has; the file is a new one, with every
/// column, when there is none.
///
/// An `event_id` that stands there already with the same rows is no change, unless the act was taken back: `in_force`
/// then gives another id for it.
///
/// # Errors
/// Returns the findings when an `event_id` stands there with other rows or the file's encoding lacks a letter.
pub fn prepare(
    file: Option<&CsvFile>,
    name: &str,
    rows: &[EventRow],
    in_force: &dyn Fn(&str) -> String,
) -> Result<Prepared, Vec<Diagnostic>> {
    let new = CsvFile::new(FileRole::Events, name, |_| true);
    let file = file.unwrap_or(&new);
    let appending = edit::append(file, rows, in_force)?;
    let After { bytes, lines, unwritable, .. } = file.after(&appending.changes);
    if !unwritable.is_empty() {
        return Err(unwritable);
    }
    let rows = &appending.changes.added;
    let (added, new) = (rows.len(), rows.iter().map(|row| row.get(Column::EventId).to_owned()).collect());
    Ok(Prepared { new, appended: Appended { ids: appending.ids, added, unchanged: appending.unchanged }, bytes, lines })
}

/// Gives notices that stand in the history already the day, deadline, reference and note that they have there: a notice
/// is recorded once, whether its letters are noted as sent by the run that wrote them or from its list, with what is
/// known then.
pub fn keep_as_recorded(rows: &mut [EventRow], ledger: &Ledger) {
    let wanted: BTreeSet<&str> = rows.iter().filter_map(|row| row.event_id.as_deref()).collect();
    let ours = ledger.events().iter().filter(|event| event.kind == EventKind::Notice);
    let known: BTreeMap<&str, &Event> = ours
        .filter_map(|event| Some((event.event_id.as_deref()?, event)))
        .filter(|(id, _)| wanted.contains(id))
        .collect();
    let found: Vec<Option<&Event>> = rows.iter().map(|row| known.get(row.event_id.as_deref()?).copied()).collect();
    for (row, event) in rows.iter_mut().zip(found) {
        if let Some(event) = event {
            row.date = event.date;
            row.until = event.until;
            row.reference.clone_from(&event.reference);
            row.note = row.note.take().or_else(|| event.note.clone());
            row.file = row.file.take().or_else(|| event.file.clone());
        }
    }
}

/// Returns the day of the last run: the newest day of a notice that is recorded and was not taken back.
pub fn last_run(ledger: &Ledger, undone: &Undone<'_>) -> Option<Date> {
    let notices = ledger.events().iter().filter(|event| event.kind == EventKind::Notice);
    notices.filter(|event| undone.since(event).is_none()).map(|event| event.date).max()
}

/// Returns the finding that an act is dated before the last run.
pub fn before_last_run(date: Date, last: Date) -> Diagnostic {
    let in_french = |date| figures::date(date, Lang::Fr);
    Diagnostic::new(
        code::write::DATE_BEFORE_RUN,
        format!("{date} is before the last run: notices of {last} are recorded"),
        format!(
            "le {} précède la dernière exécution : des relances du {} sont enregistrées",
            in_french(date),
            in_french(last)
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::model::dialect::Declared;
    use crate::model::{Currency, EventKind};
    use crate::testing::{day, eur};

    fn promise() -> EventRow {
        EventRow {
            customer_id: Some("C1".to_owned()),
            amount: Some(eur("1500.00")),
            currency: Some(Currency::EUR),
            until: Some(day("2026-04-15")),
            note: Some("\"juré\"; =SUM(A1)".to_owned()),
            ..EventRow::new(day("2026-04-01"), EventKind::Promise)
        }
    }

    /// Appends rows to the file, which is made when it is not there.
    fn append_to(path: &Path, rows: &[EventRow]) -> Result<Appended, Vec<Diagnostic>> {
        let name = FileRole::Events.file_name();
        let open = || CsvFile::open(FileRole::Events, path, name, Declared::default());
        let file = path.exists().then(open).transpose()?;
        let prepared = prepare(file.as_ref(), name, rows, &str::to_owned)?;
        fs::write(path, prepared.bytes.as_slice()).unwrap();
        Ok(prepared.appended)
    }

    fn append(before: &[u8], rows: &[EventRow]) -> (Result<Appended, Vec<Diagnostic>>, Vec<u8>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        if !before.is_empty() {
            fs::write(&path, before).unwrap();
        }
        let appended = append_to(&path, rows);
        let again = append_to(&path, rows);
        if let (Ok(first), Ok(again)) = (&appended, again) {
            assert_eq!((again.added, again.unchanged), (0, first.added + first.unchanged), "twice is no change");
        }
        (appended, fs::read(&path).unwrap())
    }

    #[test]
    fn a_file_that_is_not_there_is_made_with_every_column() {
        let (appended, bytes) = append(b"", &[promise()]);
        let id = &appended.unwrap().ids[0];
        let expected = format!(
            "date,event,event_id,customer_id,invoice_id,instalment,level,channel,amount,interest,indemnity,currency,\
             published,until,reference,note,file,by,seal\n\
             2026-04-01,promise,{id},C1,,,,,1500.00,,,EUR,,2026-04-15,,\"\"\"juré\"\"; =SUM(A1)\",,,\
             000001-953f9c67e580e130278354c75931d5105cd308c3d0d13baf38df2bc6d4ce7412\n"
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn a_file_of_a_french_spreadsheet_keeps_its_ways() {
        // Windows-1252, semicolons, decimal commas, day first, CRLF, no last line end, French names, an unknown column.
        let before = b"date;evenement;client;montant;commentaire;vu par\r\n\
            01/03/2026;appel;C2;12,50;Mme Lef\xe8vre;\xe9lo\xefse";
        let row = EventRow {
            note: Some("-10 % à l'été".to_owned()),
            event_id: Some("E-1".to_owned()),
            until: None,
            currency: None,
            ..promise()
        };
        let (appended, bytes) = append(before, &[row]);
        assert_eq!(appended.unwrap().added, 1);
        let expected = b"date;evenement;client;montant;commentaire;vu par;event_id;seal\r\n\
            01/03/2026;appel;C2;12,50;Mme Lef\xe8vre;\xe9lo\xefse;;\r\n\
            01/04/2026;promise;C1;1500,00;'-10 % \xe0 l'\xe9t\xe9;;E-1;\
            000001-454d1ddce114de3bee2a22d963fabb1c78e561fdd28b3fecebc5fc55f62da377\r\n";
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(expected));
    }

    #[test]
    fn one_id_with_other_content_is_refused_and_nothing_is_written() {
        let before = b"date,event,customer_id,event_id\n2026-03-01,call,C1,E-1\n";
        let row = EventRow { event_id: Some("E-1".to_owned()), ..promise() };
        let (appended, bytes) = append(before, &[row]);
        assert_eq!(appended.unwrap_err()[0].code.slug, "id-conflict");
        assert_eq!(bytes, before);
    }

    #[test]
    fn a_letter_that_the_file_cannot_hold_is_refused() {
        let before = b"date,event,customer_id,note\n2026-03-01,call,C1,\xe9\n";
        let row = EventRow { note: Some("日本".to_owned()), ..promise() };
        let (appended, bytes) = append(before, &[row]);
        assert_eq!(appended.unwrap_err()[0].code.slug, "letter-unwritable");
        assert_eq!(bytes, before);
    }

    #[test]
    fn the_id_comes_from_what_the_act_says_not_from_the_order_of_its_rows() {
        let part = |until: &str, amount: &str| EventRow {
            until: Some(day(until)),
            amount: Some(eur(amount)),
            ..EventRow { event: EventKind::Plan, ..promise() }
        };
        let (a, b) = (part("2026-05-31", "500.00"), part("2026-06-30", "1000.00"));
        let ids = |rows: &[EventRow]| append(b"", rows).0.unwrap().ids;
        assert_eq!(ids(&[a.clone(), b.clone()]), ids(&[b, a.clone()]));
        assert_ne!(ids(std::slice::from_ref(&a)), ids(&[promise()]));
        assert_eq!(ids(&[a])[0].len(), 14);
    }
}
