//! Rows of lists on their way into a file of the folder, against the rows that it has.

use std::collections::BTreeMap;

use super::old::{Beside, Old};
use super::{Fate, Implied, Merged, Merger, OnChange, differing, fills};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::FileRole;

/// The rows of lists, as far as they have found their places.
pub(super) struct Entering<'a> {
    merger: Merger<'a>,
    /// What the file has, where there is one.
    old: Option<&'a Old<'a>>,
    on_change: OnChange,
    implied: Implied,
    merged: Merged,
    added: Vec<usize>,
    replacing: Vec<usize>,
    /// Of rows that only fill what the file left empty, by their places among those that replace, the columns that they
    /// fill: nothing else is written anew.
    filling: BTreeMap<usize, Vec<Column>>,
}

impl<'a> Entering<'a> {
    pub fn new(
        merger: Merger<'a>,
        old: Option<&'a Old<'a>>,
        on_change: OnChange,
        implied: Implied,
        merged: Merged,
    ) -> Entering<'a> {
        let (added, replacing, filling) = Default::default();
        Entering { merger, old, on_change, implied, merged, added, replacing, filling }
    }

    /// Finds the place of a row; one that the lists have twice, or contradict, has none.
    pub fn enter(&mut self, i: usize) {
        if self.merged.fates[i] != Fate::Added {
            return;
        }
        let row = self.merger.incoming.rows.row(i);
        match self.old.map(|old| (old, old.find(self.merger.role, row))) {
            None => self.added.push(i),
            Some((old, None)) => self.enter_beside(i, row, old),
            Some((old, Some(known))) => self.enter_over(i, row, old, known),
        }
    }

    /// Adds a row that the file has not, unless it has the invoice otherwise divided.
    fn enter_beside(&mut self, i: usize, row: PlainRow<'_>, old: &Old<'_>) {
        match old.beside(self.merger.role, row) {
            Beside::Nothing => self.added.push(i),
            Beside::Instalments(parts) => {
                let differing = old.differing_from_whole(row, parts, self.implied);
                if differing.is_empty() {
                    self.merged.fates[i] = Fate::Unchanged;
                    self.merged.known.push((i, old.lines[parts[0]]));
                } else {
                    self.merged.refuse(i, self.merger.in_instalments(i, &differing, (old, parts)));
                }
            }
            Beside::Whole(whole) => self.merged.refuse(i, self.merger.whole_there(i, (old, whole))),
        }
    }

    /// Compares a row with the one of its id that the file has.
    fn enter_over(&mut self, i: usize, row: PlainRow<'_>, old: &Old<'_>, known: usize) {
        let (role, incoming, there) = (self.merger.role, self.merger.incoming, old.rows.row(known));
        let mut differing = differing(row, there);
        differing.retain(|&column| !self.implied.says(role, column, (row, there)));
        let is_correction = incoming.corrections.contains(&incoming.places[i].0);
        let names = is_correction && names_at_last(role, &differing, there);
        let line = old.lines[known];
        let (fills, contradicts): (Vec<Column>, Vec<Column>) =
            differing.into_iter().partition(|&column| fills(role, column, there));
        let fate = match (fills.is_empty(), contradicts.is_empty()) {
            (true, true) => Fate::Unchanged,
            (_, false) if self.on_change == OnChange::Refuse && !names => {
                self.merged.refuse(i, self.merger.changed(i, &contradicts, old.file, line));
                return;
            }
            (_, is_filled) => {
                if is_filled {
                    self.filling.insert(self.replacing.len(), fills);
                }
                self.replacing.push(i);
                self.merged.changes.replaced_lines.push(line);
                Fate::Updated
            }
        };
        self.merged.fates[i] = fate;
        self.merged.known.push((i, line));
    }

    /// Returns what merging comes to once every row has its place.
    pub fn merged(self) -> Merged {
        let Entering { merger, mut merged, added, replacing, filling, .. } = self;
        let rows = &merger.incoming.rows;
        merged.changes.added = rows.pick(added.into_iter());
        merged.changes.replacing = rows.pick(replacing.into_iter()).rewritten(|row, column| {
            let fills = filling.get(&row)?;
            (!fills.contains(&column)).then(String::new)
        });
        merged
    }
}

/// Tells whether a row says of a payment that named nothing what it is for, or what part of it.
fn names_at_last(role: FileRole, differing: &[Column], old: PlainRow<'_>) -> bool {
    let tells = |column: &Column| matches!(column, Column::InvoiceId | Column::Instalment | Column::Amount);
    role == FileRole::Payments && old.get(Column::InvoiceId).is_empty() && differing.iter().all(tells)
}
