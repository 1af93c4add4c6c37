//! One file per command: the engine's result as columns and cells.

pub mod age;
pub mod check;
pub mod import;
pub mod init;
pub mod penalties;
pub mod plan;
pub mod record;
pub mod score;

use crate::model::{Customer, Ledger};
use crate::output::{Cell, Column};

/// Returns the columns that say who: a table leaves out names where nobody has one besides his id.
fn customer_columns(ledger: &Ledger) -> [Column; 2] {
    let has_names = ledger.customers().iter().any(|customer| customer.name != customer.id);
    let name = if has_names { Column::new("name", "Name", "Nom") } else { Column::data("name") };
    [Column::new("customer_id", "Customer", "Client"), name]
}

/// Returns the cells of [`customer_columns`].
fn customer_cells(customer: &Customer) -> [Cell<'_>; 2] {
    [Cell::text(&customer.id), Cell::text(&customer.name)]
}
