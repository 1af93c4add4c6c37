//! One file per command: the engine's result as columns and cells.

pub mod age;
pub mod check;
pub mod history;
pub mod import;
pub mod init;
pub mod kpi;
pub mod penalties;
pub mod plan;
pub mod rates;
pub mod record;
mod routes;
pub mod score;

use crate::model::{Customer, Ledger};
use crate::output::sheet::Shown;
use crate::output::{Cell, Column};
use crate::policy::{Channel, Level};

/// Returns the columns that say who: a table leaves out names where nobody has one besides his id.
fn customer_columns(ledger: &Ledger) -> [Column; 2] {
    let has_names = ledger.customers().iter().any(|customer| customer.name != customer.id);
    let name = if has_names { Column::new("name", "Name", "Nom").lead() } else { Column::data("name") };
    [Column::new("customer_id", "Customer", "Client").lead(), name]
}

/// Returns the columns that say who, as a table writes them once over all that is about him.
fn customer_headings(ledger: &Ledger) -> [Column; 2] {
    customer_columns(ledger).map(|column| if column.shown == Shown::Data { column } else { column.heading() })
}

/// Returns the column of an instalment, which follows that of its invoice: `F-12/2` in a table.
fn instalment_column() -> Column {
    Column::new("instalment", "Instalment", "Tranche").joined('/')
}

/// Returns the cells of [`customer_columns`].
fn customer_cells(customer: &Customer) -> [Cell<'_>; 2] {
    [Cell::text(&customer.id), Cell::text(&customer.name)]
}

/// Returns the cell of a level: its name in the policy, and what people call it.
fn level_cell(level: &Level) -> Cell<'_> {
    Cell::Named(&level.name, level.label.term())
}

/// Returns the cell of a channel.
fn channel_cell(channel: Channel) -> Cell<'static> {
    Cell::Named(channel.word(), channel.term())
}
