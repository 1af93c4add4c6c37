//! The files of a folder as they would be with the rows of an import.

use super::Attempt;
use crate::cli::reading::trial::FolderFile;
use crate::diag::Diagnostic;
use crate::import::TARGETS;
use crate::import::merge::{self, Fate, Implied, Merged};
use crate::input::Bytes;
use crate::input::columns::Column;
use crate::input::edit::{CsvFile, sealed_for};
use crate::model::FileRole;
use crate::model::cores::{WORTH_A_THREAD, both};

/// One file as it would be.
pub(super) struct Candidate {
    pub file: FolderFile,
    /// As it would be, where it changes.
    pub bytes: Option<Bytes>,
    /// The lines that would be new or replaced, in their order, and the row of the lists that each comes from.
    rows: Vec<(u32, usize)>,
}

/// One file that was tried.
struct Tried {
    candidate: Candidate,
    /// What becomes of its rows, and the line on which each stands then.
    merged: Option<(Merged, Vec<u32>)>,
    /// What cannot be written.
    unwritable: Vec<Diagnostic>,
}

/// The files of the folder as they would be.
#[derive(Default)]
pub(super) struct Candidates {
    /// In the order in which they are written.
    pub files: Vec<Candidate>,
    /// The contradictions between rows.
    pub conflicts: Vec<Diagnostic>,
    /// What cannot be written.
    pub unwritable: Vec<Diagnostic>,
}

impl Candidate {
    /// Returns the row of the lists that a line comes from.
    pub fn row(&self, line: u32) -> Option<usize> {
        let at = self.rows.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        Some(self.rows[at].1)
    }
}

impl Attempt<'_> {
    /// Returns each file as it would be, and what keeps rows out of them.
    pub(super) fn candidates(&mut self, opened: Vec<FolderFile>) -> Candidates {
        let incoming = self.incoming.files.values();
        let is_large = incoming.map(|rows| rows.rows.len()).max().unwrap_or_default() > WORTH_A_THREAD;
        // Most of it is the invoices.
        let (invoices, others): (Vec<_>, Vec<_>) = opened.into_iter().partition(|file| file.role == FileRole::Invoices);
        let this = &*self;
        let tried = |files: Vec<FolderFile>| files.into_iter().map(|file| this.candidate(file)).collect::<Vec<_>>();
        let (mut tried, others) = both(is_large, || tried(invoices), || tried(others));
        tried.extend(others);
        tried.sort_by_key(|tried| TARGETS.iter().position(|role| *role == tried.candidate.file.role));
        let mut all = Candidates::default();
        for one in tried {
            let role = one.candidate.file.role;
            all.files.push(one.candidate);
            if let Some((merged, lines)) = one.merged {
                all.conflicts.extend(merged.conflicts.iter().cloned());
                self.lines.insert(role, lines);
                self.merged.insert(role, merged);
            }
            all.unwritable.extend(one.unwritable);
        }
        all
    }

    /// Returns the lines of the payments that give way to rows of the files.
    fn replaced_lines(&self, payments: &CsvFile) -> Vec<u32> {
        if self.incoming.replaced.is_empty() {
            return Vec::new();
        }
        let (rows, lines) = payments.rows(&[Column::PaymentId]);
        let given = rows.iter().zip(lines);
        let given = given.filter(|(row, _)| self.incoming.replaced.contains_key(row.get(Column::PaymentId)));
        given.map(|(_, line)| line).collect()
    }

    /// Returns a file as it would be.
    fn candidate(&self, file: FolderFile) -> Tried {
        let Some(incoming) = self.incoming.files.get(&file.role) else {
            // No folder is without invoices.csv.
            let bytes = file.file.is_none().then(|| CsvFile::new(file.role, &file.name, |_| false).bytes().clone());
            let candidate = Candidate { file, bytes, rows: Vec::new() };
            return Tried { candidate, merged: None, unwritable: Vec::new() };
        };
        let out = self.left_out.get(&file.role);
        let (lists, known, implied) = (&self.incoming.lists, file.file.as_ref(), Implied::of(self.policy));
        let is_left_out = |row| out.is_some_and(|out| out.contains(&row));
        let mut merged = merge::merge(file.role, incoming, lists, known, self.on_change, implied, is_left_out);
        if file.role == FileRole::Customers && !merged.changes.is_empty() {
            let columns = incoming.rows.columns();
            let is_id = |column: &Column| matches!(column, Column::CustomerId | Column::Name);
            for id in &self.unlisted {
                merged.changes.added.push(columns.iter().map(|column| if is_id(column) { &**id } else { "" }));
            }
        }
        if let (FileRole::Payments, Some(known)) = (file.role, known) {
            merged.changes.removed_lines.extend(self.replaced_lines(known));
        }
        // The history is sealed, whoever writes it.
        if file.role == FileRole::Events {
            merged.changes.added = sealed_for(file.file.as_ref(), &merged.changes.added);
        }
        let says = |column| incoming.rows.iter().any(|row| !row.get(column).is_empty());
        let columns = incoming.rows.columns().iter().copied();
        let said: Vec<Column> = columns.filter(|column| says(*column)).collect();
        let new = CsvFile::new(file.role, &file.name, |column| said.contains(&column) || column == Column::Seal);
        let after = file.file.as_ref().unwrap_or(&new).after(&merged.changes);
        let replaced = after.replaced_lines.iter().copied().zip(merged.rows(Fate::Updated));
        let mut rows: Vec<(u32, usize)> = replaced.collect();
        rows.sort_unstable();
        // New rows stand behind all others.
        rows.extend(after.lines.iter().copied().zip(merged.rows(Fate::Added)));
        let mut lines = vec![0; incoming.rows.len()];
        rows.iter().for_each(|&(line, row)| lines[row] = line);
        if after.keeps_lines {
            merged.known.iter().for_each(|&(row, line)| lines[row] = line);
        }
        // Without customers.csv a customer is just his id; an empty one would know nobody.
        let is_needed = file.file.is_none() && file.role != FileRole::Customers;
        let changes = is_needed || !merged.changes.is_empty();
        let candidate = Candidate { file, bytes: changes.then_some(after.bytes), rows };
        Tried { candidate, merged: Some((merged, lines)), unwritable: after.unwritable }
    }
}
