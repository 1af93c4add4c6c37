//! What several files say of the same invoices and customers becomes one set of rows.
//!
//! Files come in the order of trust: accounts before lists. What an earlier one says stands, what it leaves empty is
//! filled by the later ones. Sums and days that contradict each other are left as they are, for [`super::merge`] to
//! refuse both. An invoice that two files name tells that their customers are the same.

use std::collections::{BTreeMap, BTreeSet};

use super::renaming::{Theirs, certain};
use super::settle::Settled;
use super::source::{Cancelled, Folder, Kind, LeftOut, Undone, Whose};
use super::{Incoming, IncomingRows, namesakes, spellings};
use crate::input::columns::Column;
use crate::input::edit::PlainRow;
use crate::model::FileRole;

/// Joins what the readers of one run give, in the order of trust.
pub fn join(parts: Vec<Incoming>, folder: &dyn Folder) -> Incoming {
    let mut joined = append(parts);
    spellings::unify(&mut joined, folder);
    if joined.lists.len() > 1 {
        unify_customers(&mut joined);
        namesakes::unify(&mut joined, folder);
        leave_payments_to_the_accounts(&mut joined);
        let Incoming { files, balances, .. } = &mut joined;
        for role in [FileRole::Customers, FileRole::Invoices] {
            if let Some(rows) = files.get_mut(&role) {
                fill(role, rows, balances);
            }
        }
    }
    joined
}

/// Puts the rows of all parts behind each other.
fn append(parts: Vec<Incoming>) -> Incoming {
    let mut joined = Incoming::default();
    for part in parts {
        let shift = joined.lists.len() as u32;
        let moved = |(list, line): (u32, u32)| (list + shift, line);
        let invoices = joined.files.get(&FileRole::Invoices).map_or(0, |rows| rows.rows.len());
        joined.lists.extend(part.lists);
        joined.sources.extend(part.sources);
        joined.refused.extend(part.refused.into_iter().map(moved));
        joined.refused_invoices.extend(part.refused_invoices);
        joined.findings.extend(part.findings);
        joined.proposals.extend(part.proposals);
        joined.balances.extend(part.balances.into_iter().map(|list| list + shift));
        joined.is_unusable |= part.is_unusable;
        joined.stated.extend(part.stated.into_iter().map(|mut stated| {
            stated.list += shift;
            if let Whose::Invoice(row) = &mut stated.whose {
                *row += invoices;
            }
            stated
        }));
        joined.cancelled.extend(part.cancelled.into_iter().map(|one| Cancelled { list: one.list + shift, ..one }));
        joined.undone.extend(part.undone.into_iter().map(|undone| Undone { place: moved(undone.place), ..undone }));
        joined.used_credits.extend(part.used_credits.into_iter().map(|mut used| {
            used.list += shift;
            used.invoice += invoices;
            used
        }));
        joined.settled.extend(part.settled.into_iter().map(|mut settled| {
            settled.place = moved(settled.place);
            settled.invoice += invoices;
            settled
        }));
        for (role, mut rows) in part.files {
            rows.corrections = rows.corrections.into_iter().map(|list| list + shift).collect();
            rows.places.iter_mut().chain(&mut rows.refused).for_each(|place| *place = moved(*place));
            rows.sources = rows.sources.into_iter().map(|(list, names)| (list + shift, names)).collect();
            match joined.files.get_mut(&role) {
                Some(known) => known.append(rows),
                None => drop(joined.files.insert(role, rows)),
            }
        }
    }
    joined
}

impl IncomingRows {
    /// Adds the rows of other files, which may have other columns.
    fn append(&mut self, other: IncomingRows) {
        self.widen(other.rows.columns());
        let columns = self.rows.columns().to_vec();
        for (list, names) in other.sources {
            let name_of = |column: &Column| {
                let at = other.rows.columns().iter().position(|known| known == column)?;
                names.get(at).cloned().flatten()
            };
            self.sources.insert(list, columns.iter().map(name_of).collect());
        }
        self.rows.append(other.rows);
        self.places.extend(other.places);
        self.corrections.extend(other.corrections);
        self.skipped += other.skipped;
        self.refused.extend(other.refused);
        self.is_snapshot &= other.is_snapshot;
    }
}

/// Returns what names an invoice: its number and its instalment.
fn item(row: PlainRow<'_>) -> (&str, &str) {
    (row.get(Column::InvoiceId), row.get(Column::Instalment))
}

/// Gives a customer the id by which the first file that names his invoice knows him.
fn unify_customers(joined: &mut Incoming) {
    let mut first: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    // The later file's id, and the ids that the earlier ones have in its place.
    let mut known_as: BTreeMap<Theirs, BTreeSet<String>> = BTreeMap::new();
    for (row, (list, _)) in joined.rows_of(FileRole::Invoices) {
        let (number, customer) = (row.get(Column::InvoiceId), row.get(Column::CustomerId));
        let &mut (owner, theirs) = first.entry(number).or_insert((list, customer));
        if owner != list && theirs != customer {
            known_as.entry((list, customer.to_owned())).or_default().insert(theirs.to_owned());
        }
    }
    // A payment tells by its invoice whose it is, unless a file of the run knows its customer under that id.
    let rows = [FileRole::Customers, FileRole::Invoices].into_iter().flat_map(|role| joined.rows_of(role));
    let ids: BTreeSet<&str> = rows.map(|(row, _)| row.get(Column::CustomerId)).collect();
    for (row, (list, _)) in joined.rows_of(FileRole::Payments) {
        let customer = row.get(Column::CustomerId);
        if let Some(&(owner, theirs)) = first.get(row.get(Column::InvoiceId))
            && owner != list
            && !customer.is_empty()
            && !ids.contains(customer)
        {
            known_as.entry((list, customer.to_owned())).or_default().insert(theirs.to_owned());
        }
    }
    // Where one name stands for two, the rows are seen to disagree.
    joined.rename_customers(&certain(known_as));
}

/// Drops what lists say was paid on invoices that the accounts know: the accounts say it, and it would count twice.
fn leave_payments_to_the_accounts(joined: &mut Incoming) {
    let accounts: Vec<bool> = joined.sources.iter().map(|source| source.kind == Some(Kind::Fec)).collect();
    let is_accounts = |list: u32| accounts.get(list as usize).copied().unwrap_or(false);
    let Some(invoices) = joined.files.get(&FileRole::Invoices) else { return };
    let theirs: BTreeSet<&str> = invoices
        .rows
        .iter()
        .zip(&invoices.places)
        .filter(|(_, (list, _))| is_accounts(*list))
        .map(|(row, _)| row.get(Column::InvoiceId))
        .collect();
    let is_theirs = |settled: &Settled| theirs.contains(invoices.rows.row(settled.invoice).get(Column::InvoiceId));
    joined.settled.retain(|settled| !is_theirs(settled));
    let Some(payments) = joined.files.get(&FileRole::Payments) else { return };
    let is_told = |&row: &usize| {
        let number = payments.rows.row(row).get(Column::InvoiceId);
        !is_accounts(payments.places[row].0) && theirs.contains(number)
    };
    let (told, kept): (Vec<usize>, Vec<usize>) = (0..payments.rows.len()).partition(is_told);
    for row in told {
        joined.sources[payments.places[row].0 as usize].leave_out(LeftOut::new(
            "paid-in-accounts",
            "payments that the accounts tell of",
            "paiements que la comptabilité raconte",
        ));
    }
    if let Some(payments) = joined.files.get_mut(&FileRole::Payments) {
        payments.keep(&kept);
    }
}

/// Tells whether two files that say different things in a column contradict each other: money and days do.
const fn is_hard(column: Column) -> bool {
    matches!(column, Column::Amount | Column::Currency | Column::IssueDate | Column::DueDate | Column::CustomerId)
}

/// Lets each row of a file say what the rows of other files say of the same invoice or customer, the earliest first.
/// The sums of lists of `balances` are what is left, and give way to those that are whole.
fn fill(role: FileRole, rows: &mut IncomingRows, balances: &BTreeSet<u32>) {
    let key = |row: PlainRow<'_>| match role {
        FileRole::Customers => (row.get(Column::CustomerId).to_owned(), String::new()),
        _ => {
            let (number, instalment) = item(row);
            (number.to_owned(), instalment.to_owned())
        }
    };
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.rows.iter().enumerate() {
        groups.entry(key(row)).or_default().push(i);
    }
    let columns = rows.rows.columns().to_vec();
    let mut changes: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for group in groups.into_values() {
        let from_several = group.iter().any(|&i| rows.places[i].0 != rows.places[group[0]].0);
        if !from_several {
            continue;
        }
        for (at, &column) in columns.iter().enumerate() {
            let cell = |&i: &usize| (rows.places[i].0, rows.rows.row(i).get(column));
            let gives_way = |list: u32| column == Column::Amount && balances.contains(&list);
            let said = || group.iter().map(cell).filter(|(_, text)| !text.is_empty());
            let Some((first, said)) = said().find(|(list, _)| !gives_way(*list)).or_else(|| said().next()) else {
                continue;
            };
            for i in &group {
                let (list, own) = cell(i);
                // Two rows of one file that contradict each other do so still.
                let is_soft = !is_hard(column) || gives_way(list);
                if own.is_empty() || (is_soft && list != first && own != said) {
                    changes.insert((*i, at), said.to_owned());
                }
            }
        }
    }
    rows.rewrite(|i, column| {
        let at = columns.iter().position(|&known| known == column)?;
        changes.remove(&(i, at))
    });
}
