//! New rows against those that stand in a file of the folder: what is new, what is known, what contradicts.

use std::borrow::Cow;

use super::IncomingRows;
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{Changes, CsvFile, PlainRow, PlainRows, column_name, comparable};
use crate::model::text::Interner;
use crate::model::{Currency, FileRole};

/// What becomes of a row of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The file gets it.
    Added,
    /// The file has it.
    Unchanged,
    /// It replaces what the file has under its id.
    Updated,
    /// The list has it twice, in the same words.
    Repeated,
    /// It contradicts another row.
    Refused,
}

/// What merging comes to.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// What is to be done to the file.
    pub changes: Changes,
    /// What becomes of each row.
    pub fates: Vec<Fate>,
    /// The rows that the file has already, or that replace one of it, and the line on which each stands there.
    pub known: Vec<(usize, u32)>,
    /// The contradictions.
    pub conflicts: Vec<Diagnostic>,
}

impl Merged {
    /// Returns how many rows have a fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.fates.iter().filter(|&&known| known == fate).count()
    }

    /// Returns the rows that a fate has, in the order of the list.
    pub fn rows(&self, fate: Fate) -> impl Iterator<Item = usize> {
        self.fates.iter().enumerate().filter(move |(_, known)| **known == fate).map(|(row, _)| row)
    }
}

/// What is done when a row says other things than the row of its id in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnChange {
    /// It is refused.
    Refuse,
    /// It replaces the row.
    Update,
}

/// Merges the rows of lists into a file. What a list leaves empty says nothing, and changes nothing. An invoice of the
/// file that says no currency is in the policy's.
pub fn merge(
    role: FileRole,
    incoming: &IncomingRows,
    lists: &[String],
    file: Option<&CsvFile>,
    on_change: OnChange,
    currency: Currency,
    is_left_out: impl Fn(usize) -> bool,
) -> Merged {
    let merger = Merger { role, incoming, lists };
    let rows = &incoming.rows;
    let mut merged = merger.within_the_list(is_left_out);
    let old = file.map(|file| Old::of(role, file, rows.columns()));
    let (mut added, mut replacing) = (Vec::new(), Vec::new());
    for i in 0..rows.len() {
        if merged.fates[i] != Fate::Added {
            continue;
        }
        let row = rows.row(i);
        let Some((old, known)) = old.as_ref().and_then(|old| Some((old, old.find(role, row)?))) else {
            added.push(i);
            continue;
        };
        let mut differing = differing(row, old.rows.row(known));
        differing.retain(|&column| !is_implied(role, column, row, old.rows.row(known), currency));
        let is_correction = incoming.corrections.contains(&incoming.places[i].0);
        let on_change = if is_correction && names_at_last(role, &differing, old.rows.row(known)) {
            OnChange::Update
        } else {
            on_change
        };
        let line = old.lines[known];
        merged.fates[i] = match (differing.is_empty(), on_change) {
            (true, _) => Fate::Unchanged,
            (false, OnChange::Update) => {
                replacing.push(i);
                merged.changes.replaced_lines.push(line);
                Fate::Updated
            }
            (false, OnChange::Refuse) => {
                merged.conflicts.push(merger.changed(i, &differing, old.file, line));
                Fate::Refused
            }
        };
        if merged.fates[i] != Fate::Refused {
            merged.known.push((i, line));
        }
    }
    merged.changes.added = rows.pick(added.into_iter());
    merged.changes.replacing = rows.pick(replacing.into_iter());
    merged
}

/// Tells whether an invoice of the file means without saying it what a row says: the currency of the policy.
fn is_implied(role: FileRole, column: Column, new: PlainRow<'_>, old: PlainRow<'_>, currency: Currency) -> bool {
    let is_currency = role == FileRole::Invoices && column == Column::Currency;
    is_currency && old.get(column).is_empty() && Currency::parse(new.get(column)) == Some(currency)
}

/// Tells whether a row says of a payment that named nothing what it is for, or what part of it.
fn names_at_last(role: FileRole, differing: &[Column], old: PlainRow<'_>) -> bool {
    let tells = |column: &Column| matches!(column, Column::InvoiceId | Column::Instalment | Column::Amount);
    role == FileRole::Payments && old.get(Column::InvoiceId).is_empty() && differing.iter().all(tells)
}

struct Merger<'a> {
    role: FileRole,
    incoming: &'a IncomingRows,
    lists: &'a [String],
}

impl Merger<'_> {
    /// Finds the rows that lists have twice: in the same words the second is dropped, in others all are refused.
    fn within_the_list(&self, is_left_out: impl Fn(usize) -> bool) -> Merged {
        let rows = &self.incoming.rows;
        let mut merged = Merged { fates: vec![Fate::Added; rows.len()], ..Merged::default() };
        let numbers = numbered(self.role, rows);
        let mut firsts: Vec<Option<u32>> = vec![None; rows.len()];
        for i in 0..rows.len() {
            if is_left_out(i) {
                merged.fates[i] = Fate::Refused;
                continue;
            }
            let first = *firsts[numbers[i] as usize].get_or_insert(i as u32) as usize;
            if first == i {
                continue;
            }
            if rows.cells_of(i) == rows.cells_of(first) {
                merged.fates[i] = Fate::Repeated;
                continue;
            }
            let mut differing = differing(rows.row(i), rows.row(first));
            differing.extend(self::differing(rows.row(first), rows.row(i)));
            differing.sort_unstable();
            differing.dedup();
            if differing.is_empty() {
                merged.fates[i] = Fate::Repeated;
            } else {
                merged.conflicts.push(self.disagreeing(first, i, &differing));
                merged.fates[i] = Fate::Refused;
                merged.fates[first] = Fate::Refused;
            }
        }
        // A row that was found equal to one that is refused now is refused with it.
        for i in 0..rows.len() {
            let first = firsts[numbers[i] as usize].map(|first| merged.fates[first as usize]);
            if merged.fates[i] == Fate::Repeated && first == Some(Fate::Refused) {
                merged.fates[i] = Fate::Refused;
            }
        }
        merged
    }

    fn names(&self, differing: &[Column]) -> String {
        differing.iter().map(|&column| column_name(self.role, column)).collect::<Vec<_>>().join(", ")
    }

    /// "invoice F-1", « la facture F-1 »
    fn subject(&self, row: usize) -> (String, String) {
        let row = self.incoming.rows.row(row);
        let (en, fr, column) = match self.role {
            FileRole::Customers => ("customer", "le client", Column::CustomerId),
            FileRole::Invoices => ("invoice", "la facture", Column::InvoiceId),
            FileRole::Events => ("event", "l'événement", Column::EventId),
            _ => ("payment", "le paiement", Column::PaymentId),
        };
        (format!("{en} {}", row.get(column)), format!("{fr} {}", row.get(column)))
    }

    fn disagreeing(&self, first: usize, second: usize, differing: &[Column]) -> Diagnostic {
        let (en, fr) = self.subject(second);
        let names = self.names(differing);
        let place = |row| self.incoming.place(self.lists, row, differing.first().copied());
        Diagnostic::new(
            code::import::ROWS_DISAGREE,
            format!("two rows disagree about {en}: {names}"),
            format!("deux lignes se contredisent sur {fr} : {names}"),
        )
        .at(place(second))
        .at(place(first))
    }

    fn changed(&self, row: usize, differing: &[Column], file: &CsvFile, line: u32) -> Diagnostic {
        let (en, fr) = self.subject(row);
        let names = self.names(differing);
        let there = file.place(line, differing[0]);
        Diagnostic::new(
            code::write::ID_CONFLICT,
            format!("{en} is in the folder already, with other content: {names}"),
            format!("{fr} est déjà dans le dossier, avec un autre contenu : {names}"),
        )
        .at(self.incoming.place(self.lists, row, differing.first().copied()))
        .at(there)
        .help("--update writes what the list says", "--update écrit ce que dit la liste")
    }
}

/// Returns the columns in which a row says something else than another one. A customer's name that is his id was not told.
pub(super) fn differing(new: PlainRow<'_>, old: PlainRow<'_>) -> Vec<Column> {
    new.said()
        .filter(|&(column, text)| column != Column::Name || text != new.get(Column::CustomerId))
        .filter(|&(column, text)| {
            let old = old.get(column);
            text != old && comparable(column, text) != comparable(column, old)
        })
        .map(|(column, _)| column)
        .collect()
}

/// The rows that a file of the folder has.
struct Old<'a> {
    file: &'a CsvFile,
    rows: PlainRows,
    /// The line on which each begins.
    lines: Vec<u32>,
    keys: Interner,
    /// The first row of each key.
    firsts: Vec<usize>,
}

impl<'a> Old<'a> {
    fn of(role: FileRole, file: &'a CsvFile, columns: &[Column]) -> Old<'a> {
        let (rows, lines) = file.rows(columns);
        let (mut keys, mut firsts) = (Interner::default(), Vec::new());
        for (i, row) in rows.iter().enumerate() {
            if keys.intern(&written(key(role, row))).0 as usize == firsts.len() {
                firsts.push(i);
            }
        }
        Old { file, rows, lines, keys, firsts }
    }

    fn find(&self, role: FileRole, row: PlainRow<'_>) -> Option<usize> {
        self.keys.find(&written(key(role, row))).map(|id| self.firsts[id.0 as usize])
    }
}

/// Gives each row a number below their count; those have the same that name the same thing within their file.
pub(super) fn numbered(role: FileRole, rows: &PlainRows) -> Vec<u32> {
    // Most lists stand in the order of their ids: then none stands twice.
    if rows.iter().map(|row| key(role, row)).is_sorted_by(|a, b| a < b) {
        return (0..rows.len() as u32).collect();
    }
    let mut keys = Interner::default();
    // By their cells, which many rows of customers share.
    let mut known: Vec<Option<u32>> = Vec::new();
    let number = |(i, row): (usize, PlainRow<'_>)| {
        let cells = rows.cells_of(i) as usize;
        known.resize(known.len().max(cells + 1), None);
        *known[cells].get_or_insert_with(|| keys.intern(&written(key(role, row))).0)
    };
    rows.iter().enumerate().map(number).collect()
}

/// Returns what names a row within its file: its id, and of an invoice its instalment.
fn key(role: FileRole, row: PlainRow<'_>) -> (&str, &str) {
    match role {
        FileRole::Customers => (row.get(Column::CustomerId), ""),
        FileRole::Invoices => (row.get(Column::InvoiceId), row.get(Column::Instalment)),
        FileRole::Events => (row.get(Column::EventId), ""),
        _ => (row.get(Column::PaymentId), ""),
    }
}

/// Returns a key as one text.
fn written<'a>((id, instalment): (&'a str, &str)) -> Cow<'a, str> {
    // No id holds a control character.
    if instalment.is_empty() { Cow::Borrowed(id) } else { Cow::Owned(format!("{id}\n{instalment}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns rows of payments as a list has them: date, amount, invoice; ids are to be made.
    fn incoming(rows: &[[&str; 3]], is_snapshot: bool) -> IncomingRows {
        let columns = vec![Column::PaymentId, Column::Date, Column::Amount, Column::InvoiceId];
        let mut list = IncomingRows { rows: PlainRows::new(columns), is_snapshot, ..IncomingRows::default() };
        for (i, [date, amount, invoice]) in rows.iter().enumerate() {
            list.rows.push(["", date, amount, invoice]);
            list.places.push((0, i as u32 + 2));
        }
        let names = [None, Some("Paid on"), Some("Paid"), Some("No")];
        list.sources.insert(0, names.map(|name| name.map(str::to_owned)).to_vec());
        list
    }

    /// Returns the ids that payments get, in the order of their list.
    fn ids(list: &IncomingRows) -> Vec<&str> {
        list.rows.iter().map(|row| row.get(Column::PaymentId)).collect()
    }

    fn folder(bytes: &str) -> CsvFile {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("payments.csv");
        std::fs::write(&path, bytes).unwrap();
        CsvFile::open(FileRole::Payments, &path, "payments.csv", crate::model::dialect::Declared::default()).unwrap()
    }

    const ONE: &str = "payment_id,date,amount,invoice_id\nF-1-1,2026-01-05,50.00,F-1\n";

    #[test]
    fn payments_are_numbered_by_what_they_say_not_by_their_place() {
        let rows = [["2026-02-01", "20.00", "F-1"], ["2026-01-05", "50.00", "F-1"], ["2026-01-09", "9.00", "F-2"]];
        let mut list = incoming(&rows, false);
        assert!(super::super::name_payments(&mut list, &[], None).is_empty());
        assert_eq!(ids(&list), ["F-1-2", "F-1-1", "F-2-1"]);
        let mut reversed = rows;
        reversed.reverse();
        let mut list = incoming(&reversed, false);
        super::super::name_payments(&mut list, &[], None);
        assert_eq!(ids(&list), ["F-2-1", "F-1-1", "F-1-2"]);
    }

    #[test]
    fn a_payment_of_the_folder_keeps_its_id_and_numbers_are_free_ones() {
        let file = folder(&format!("{ONE}F-1-3,2026-03-01,1.00,F-1\n"));
        let mut list = incoming(&[["2026-01-01", "5.00", "F-1"], ["2026-01-05", "50", "F-1"]], false);
        super::super::name_payments(&mut list, &[], Some(&file));
        assert_eq!(ids(&list), ["F-1-2", "F-1-1"]);
        let merged = merge(FileRole::Payments, &list, &[], Some(&file), OnChange::Refuse, Currency::EUR, |_| false);
        assert_eq!(merged.fates, [Fate::Added, Fate::Unchanged]);
    }

    #[test]
    fn where_a_list_shows_all_of_an_invoice_another_payment_is_a_changed_one() {
        let file = folder(ONE);
        let mut list = incoming(&[["2026-01-06", "50.00", "F-1"]], true);
        super::super::name_payments(&mut list, &[], Some(&file));
        assert_eq!(ids(&list), ["F-1-1"]);
        let lists = ["list.csv".to_owned()];
        let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Refuse, Currency::EUR, |_| false);
        assert_eq!(merged.fates, [Fate::Refused]);
        let places: Vec<String> = merged.conflicts[0].places.iter().map(|place| place.file.clone()).collect();
        assert_eq!(places, ["list.csv", "payments.csv"]);
        let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Update, Currency::EUR, |_| false);
        assert_eq!((merged.fates, merged.changes.replaced_lines), (vec![Fate::Updated], vec![2]));
    }

    #[test]
    fn two_payments_in_the_same_words_are_one_or_two() {
        let mut list = incoming(&[["2026-01-06", "50.00", "F-1"], ["2026-01-06", "50.00", "F-1"]], false);
        let twins = super::super::name_payments(&mut list, &["list.csv".to_owned()], None);
        assert_eq!(twins[0].1, [0, 1]);
    }

    #[test]
    fn rows_of_a_list_that_say_the_same_are_one_and_others_are_refused_all() {
        let mut list = incoming(&[], false);
        for (id, amount) in [("A", "1.00"), ("B", "2.00"), ("A", "1"), ("B", "3.00"), ("B", "2.00")] {
            list.rows.push([id, "2026-01-05", amount, "F-1"]);
            list.places.push((0, 2));
        }
        let merged =
            merge(FileRole::Payments, &list, &["l".to_owned()], None, OnChange::Refuse, Currency::EUR, |_| false);
        assert_eq!(merged.fates, [Fate::Added, Fate::Refused, Fate::Repeated, Fate::Refused, Fate::Refused]);
        assert_eq!(merged.changes.added.len(), 1);
    }
}
