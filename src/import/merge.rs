//! New rows against those that stand in a file of the folder: what is new, what is known, what contradicts.

use std::fmt::Write;

use super::IncomingRows;
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::input::edit::{Changes, CsvFile, PlainRow, PlainRows, column_name, comparable};
use crate::model::FileRole;
use crate::model::text::Interner;

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

/// Merges the rows of lists into a file. What a list leaves empty says nothing, and changes nothing.
pub fn merge(
    role: FileRole,
    incoming: &IncomingRows,
    lists: &[String],
    file: Option<&CsvFile>,
    on_change: OnChange,
    is_left_out: impl Fn(usize) -> bool,
) -> Merged {
    let merger = Merger { role, incoming, lists };
    let mut merged = merger.within_the_list(is_left_out);
    let columns = incoming.rows.columns().to_vec();
    let (old, lines) = file.map_or_else(|| (PlainRows::new(columns.clone()), Vec::new()), |file| file.rows(&columns));
    let index = Index::of(role, &old);
    merged.changes =
        Changes { added: PlainRows::new(columns.clone()), replacing: PlainRows::new(columns), ..Changes::default() };
    for i in 0..incoming.rows.len() {
        if merged.fates[i] != Fate::Added {
            continue;
        }
        let row = incoming.rows.row(i);
        match index.find(role, row) {
            None => merged.changes.added.copy(row),
            Some(known) => {
                let differing = differing(row, old.row(known));
                let is_correction = incoming.corrections.contains(&incoming.places[i].0);
                let on_change = if is_correction && names_at_last(role, &differing, old.row(known)) {
                    OnChange::Update
                } else {
                    on_change
                };
                merged.fates[i] = match (differing.is_empty(), on_change) {
                    (true, _) => Fate::Unchanged,
                    (false, OnChange::Update) => {
                        merged.changes.replacing.copy(row);
                        merged.changes.replaced_lines.push(lines[known]);
                        Fate::Updated
                    }
                    (false, OnChange::Refuse) => {
                        let file = file.expect("a row of the folder comes from a file");
                        merged.conflicts.push(merger.changed(i, &differing, file, lines[known]));
                        Fate::Refused
                    }
                };
            }
        }
    }
    merged
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
        let mut keys = Interner::default();
        let mut firsts: Vec<usize> = Vec::new();
        let mut key = String::new();
        for i in 0..rows.len() {
            if is_left_out(i) {
                merged.fates[i] = Fate::Refused;
                continue;
            }
            write_key(self.role, rows.row(i), &mut key);
            let id = keys.intern(&key).0 as usize;
            if id == firsts.len() {
                firsts.push(i);
                continue;
            }
            let first = firsts[id];
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
            if merged.fates[i] == Fate::Repeated {
                write_key(self.role, rows.row(i), &mut key);
                merged.fates[i] = match merged.fates[firsts[keys.intern(&key).0 as usize]] {
                    Fate::Refused => Fate::Refused,
                    _ => Fate::Repeated,
                };
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
        .filter(|&(column, text)| comparable(column, text) != comparable(column, old.get(column)))
        .map(|(column, _)| column)
        .collect()
}

/// Finds rows by their ids.
struct Index {
    keys: Interner,
    rows: Vec<usize>,
}

impl Index {
    fn of(role: FileRole, rows: &PlainRows) -> Index {
        let mut index = Index { keys: Interner::default(), rows: Vec::new() };
        let mut key = String::new();
        for (i, row) in rows.iter().enumerate() {
            write_key(role, row, &mut key);
            if index.keys.intern(&key).0 as usize == index.rows.len() {
                index.rows.push(i);
            }
        }
        index
    }

    fn find(&self, role: FileRole, row: PlainRow<'_>) -> Option<usize> {
        let mut key = String::new();
        write_key(role, row, &mut key);
        self.keys.find(&key).map(|id| self.rows[id.0 as usize])
    }
}

/// Writes what names a row within its file.
fn write_key(role: FileRole, row: PlainRow<'_>, key: &mut String) {
    key.clear();
    match role {
        FileRole::Customers => key.push_str(row.get(Column::CustomerId)),
        // No id holds a control character.
        FileRole::Invoices => {
            let _ = write!(key, "{}\n{}", row.get(Column::InvoiceId), row.get(Column::Instalment));
        }
        FileRole::Events => key.push_str(row.get(Column::EventId)),
        _ => key.push_str(row.get(Column::PaymentId)),
    }
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
        let merged = merge(FileRole::Payments, &list, &[], Some(&file), OnChange::Refuse, |_| false);
        assert_eq!(merged.fates, [Fate::Added, Fate::Unchanged]);
    }

    #[test]
    fn where_a_list_shows_all_of_an_invoice_another_payment_is_a_changed_one() {
        let file = folder(ONE);
        let mut list = incoming(&[["2026-01-06", "50.00", "F-1"]], true);
        super::super::name_payments(&mut list, &[], Some(&file));
        assert_eq!(ids(&list), ["F-1-1"]);
        let lists = ["list.csv".to_owned()];
        let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Refuse, |_| false);
        assert_eq!(merged.fates, [Fate::Refused]);
        let places: Vec<String> = merged.conflicts[0].places.iter().map(|place| place.file.clone()).collect();
        assert_eq!(places, ["list.csv", "payments.csv"]);
        let merged = merge(FileRole::Payments, &list, &lists, Some(&file), OnChange::Update, |_| false);
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
        let merged = merge(FileRole::Payments, &list, &["l".to_owned()], None, OnChange::Refuse, |_| false);
        assert_eq!(merged.fates, [Fate::Added, Fate::Refused, Fate::Repeated, Fate::Refused, Fate::Refused]);
        assert_eq!(merged.changes.added.len(), 1);
    }
}
