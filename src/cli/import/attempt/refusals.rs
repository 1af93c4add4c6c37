//! Which rows of an import cannot be taken: those at fault, and those that stand or fall with them.

use std::collections::BTreeSet;

use super::Attempt;
use super::candidate::Candidate;
use crate::diag::{Diagnostic, Place, code};
use crate::import::merge::Fate;
use crate::import::{Incoming, IncomingRows};
use crate::input::columns::{self, Column};
use crate::model::FileRole;

impl Attempt<'_> {
    /// Says each finding of the cells of the lists, and returns the rows that are at fault.
    pub(super) fn blame(&self, findings: &mut [Diagnostic], candidates: &[Candidate]) -> BTreeSet<(FileRole, usize)> {
        let mut culprits = BTreeSet::new();
        for finding in findings {
            let is_error = finding.is_error();
            for place in &mut finding.places {
                let Some(candidate) = candidates.iter().find(|candidate| candidate.file.name == place.file) else {
                    continue;
                };
                let Some(row) = place.line.and_then(|line| candidate.row(line)) else { continue };
                let role = candidate.file.role;
                let column = place.column.as_deref().and_then(|name| meaning(candidate, name));
                *place = self.incoming.files[&role].place(&self.incoming.lists, row, column);
                if is_error {
                    culprits.insert((role, row));
                }
            }
        }
        culprits
    }

    /// Tells whether a row is at fault only because the row that it refers to was refused.
    pub(super) fn follows_from_another(&self, finding: &Diagnostic) -> bool {
        use code::ledger::{CUSTOMER_UNKNOWN, INVOICE_UNKNOWN};
        let refused = |role: FileRole, column: Column| {
            let (Some(rows), Some(merged)) = (self.incoming.files.get(&role), self.merged.get(&role)) else {
                return false;
            };
            let out = self.left_out.get(&role).into_iter().flatten().copied();
            let id = finding.places.first().and_then(|place| place.text.as_deref());
            merged.rows(Fate::Refused).chain(out).any(|row| Some(rows.rows.row(row).get(column)) == id)
        };
        match finding.code {
            CUSTOMER_UNKNOWN => refused(FileRole::Customers, Column::CustomerId),
            INVOICE_UNKNOWN => refused(FileRole::Invoices, Column::InvoiceId),
            _ => false,
        }
    }

    /// Tells whether a row is at fault only because rows disagree about its customer, who is refused with it.
    pub(super) fn follows_from_disagreement(&self, finding: &Diagnostic) -> bool {
        let customers = self.incoming.files.get(&FileRole::Customers).zip(self.merged.get(&FileRole::Customers));
        let id = finding.places.first().and_then(|place| place.text.as_deref());
        let is_his = |rows: &IncomingRows, row: usize| Some(rows.rows.row(row).get(Column::CustomerId)) == id;
        finding.code == code::ledger::CUSTOMER_UNKNOWN
            && customers.is_some_and(|(rows, merged)| merged.disagreeing.iter().any(|&row| is_his(rows, row)))
    }

    /// Returns the places of the rows that are at fault or contradict others, and were not known to be.
    pub(super) fn newly_refused(&self, culprits: BTreeSet<(FileRole, usize)>) -> Vec<(u32, u32)> {
        let contradicting = self.merged.iter().flat_map(|(role, merged)| {
            // What is said otherwise of a customer whom the folder knows touches no debt of his; of rows that disagree
            // about him nobody knows whose the debt is.
            let rows: Vec<usize> = match role {
                FileRole::Customers => merged.disagreeing.clone(),
                _ => merged.rows(Fate::Refused).collect(),
            };
            rows.into_iter().map(|row| (*role, row))
        });
        let places =
            culprits.into_iter().chain(contradicting).map(|(role, row)| self.incoming.files[&role].places[row]);
        places.filter(|place| !self.incoming.refused.contains(place)).collect()
    }

    /// Leaves out all that a refused row would bring: its invoice, its payment and, if no other row names him, its
    /// customer. Returns what is to be said of those that it takes along.
    pub(super) fn leave_out_what_refused_rows_bring(&mut self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        loop {
            self.refuse_whole_invoices();
            let waiting = self.refuse_what_replaces_in_part();
            if waiting.is_empty() {
                break;
            }
            findings.extend(waiting);
        }
        let refused = &self.incoming.refused;
        for (role, rows) in &self.incoming.files {
            let theirs =
                rows.places.iter().enumerate().filter(|(_, place)| refused.contains(place)).map(|(row, _)| row);
            self.left_out.entry(*role).or_default().extend(theirs);
        }
        findings
    }

    /// Refuses all the rows that tell of a payment of an assumed day once one of them is: it gives way to all of them
    /// or to none, for beside a part of them it would count twice.
    fn refuse_what_replaces_in_part(&mut self) -> Vec<Diagnostic> {
        let Incoming { replaced, refused, lists, .. } = &mut self.incoming;
        let is_refused = |places: &Vec<(u32, u32)>| places.iter().any(|place| refused.contains(place));
        let stay: Vec<String> =
            replaced.iter().filter(|(_, places)| is_refused(places)).map(|(id, _)| id.clone()).collect();
        let mut findings = Vec::new();
        for id in stay {
            for (list, line) in replaced.remove(&id).unwrap_or_default() {
                if refused.insert((list, line)) {
                    findings.push(waits(&id, Place::line(&lists[list as usize], line)));
                }
            }
        }
        findings
    }

    /// Refuses with a row those of its file that tell of the same invoice, for another line or payment of it.
    fn refuse_whole_invoices(&mut self) {
        let Incoming { files, refused, .. } = &mut self.incoming;
        let Some(rows) = files.get(&FileRole::Invoices).filter(|_| !refused.is_empty()) else { return };
        let items = || {
            let items = rows
                .rows
                .iter()
                .zip(&rows.places)
                .map(|(row, place)| ((place.0, row.get(Column::InvoiceId), row.get(Column::Instalment)), *place));
            items.filter(|((_, number, _), _)| !number.is_empty())
        };
        let whole: BTreeSet<_> = items().filter(|(_, place)| refused.contains(place)).map(|(item, _)| item).collect();
        let others: Vec<_> = items().filter(|(item, _)| whole.contains(item)).map(|(_, place)| place).collect();
        refused.extend(others);
    }
}

fn waits(id: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        code::import::PAYMENT_TWICE,
        format!("this row and others take the place of payment {id}, and one of those is refused: it waits for it"),
        format!(
            "cette ligne prend avec d'autres la place du paiement {id}, et l'une d'elles est refusée : elle l'attend"
        ),
    )
    .at(place)
    .help(
        "correct that row, then import the file again",
        "corriger cette autre ligne, puis refaire l'import du fichier",
    )
}

/// Returns what a column of a candidate means.
fn meaning(candidate: &Candidate, name: &str) -> Option<Column> {
    match &candidate.file.file {
        Some(file) => file.meaning(name),
        None => columns::of(candidate.file.role).iter().find(|entry| entry.name == name).map(|entry| entry.column),
    }
}
