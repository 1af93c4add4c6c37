//! Whom the rows name that were set aside: he may have paid, been credited, or have said something, and nobody knows.

use std::collections::BTreeMap;

use super::{CustomerId, FileRole};

/// A row that was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedRow {
    /// The file that it stands in.
    pub role: FileRole,
    /// Its line.
    pub line: u32,
    /// Whether it names somebody who is known; one that does not may concern anybody.
    pub names_somebody: bool,
}

impl RefusedRow {
    /// Returns a row that names somebody.
    pub const fn naming(role: FileRole, line: u32) -> RefusedRow {
        RefusedRow { role, line, names_somebody: true }
    }
}

/// The rows that were set aside, by whom they name.
#[derive(Clone, Debug, Default)]
pub struct RefusedRows {
    /// The first row that names nobody who is known: it may concern anybody.
    everybody: Option<RefusedRow>,
    customers: BTreeMap<CustomerId, RefusedRow>,
    /// How many customers' own rows were set aside, and their invoices with them: nothing of theirs is in the ledger.
    pub debtors: usize,
}

impl RefusedRows {
    /// Returns no rows, and how many customers are not in the ledger.
    pub fn without(debtors: usize) -> RefusedRows {
        RefusedRows { debtors, ..RefusedRows::default() }
    }

    /// Adds a row that names these customers.
    pub fn add(&mut self, row: RefusedRow, customers: impl IntoIterator<Item = CustomerId>) {
        for customer in customers {
            let first = self.customers.entry(customer).or_insert(row);
            *first = row.min(*first);
        }
    }

    /// Adds a row that names nobody who is known.
    pub fn add_for_everybody(&mut self, role: FileRole, line: u32) {
        let row = RefusedRow { role, line, names_somebody: false };
        self.everybody = Some(self.everybody.map_or(row, |first| first.min(row)));
    }

    /// Returns the first row that names a customer, else the first that names nobody.
    pub fn of(&self, customer: CustomerId) -> Option<RefusedRow> {
        self.customers.get(&customer).copied().or(self.everybody)
    }
}
