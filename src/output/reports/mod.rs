//! One file per command: the engine's result as columns and cells.

pub mod age;
pub mod check;
pub mod history;
pub mod import;
pub mod init;
pub mod kpi;
pub mod matching;
pub mod penalties;
pub mod plan;
pub mod rates;
pub mod record;
mod routes;
pub mod score;

use std::collections::BTreeMap;

use crate::model::{Amount, Bilingual, Currency, Customer, Lang, Ledger};
use crate::output::sheet::Shown;
use crate::output::{Cell, Column, Nested};
use crate::policy::{Channel, Level, Policy};

/// What waits in suspense in each currency: the sum, and how many receipts.
type Waiting = BTreeMap<Currency, (Amount, usize)>;

/// Returns what waits in suspense, by currency, as a list of the JSON object; nothing where nothing waits.
fn suspense_list(waiting: Waiting) -> Vec<(&'static str, Nested<'static>)> {
    let rows: Vec<Vec<Cell<'static>>> = waiting
        .into_iter()
        .map(|(currency, (sum, count))| {
            vec![Cell::Word(currency.code()), Cell::Amount(sum, currency), Cell::Count(count as i64)]
        })
        .collect();
    if rows.is_empty() { Vec::new() } else { vec![("suspense", Nested::Objects(SUSPENSE_KEYS, rows))] }
}

/// The keys of what waits in suspense.
const SUSPENSE_KEYS: &[&str] = &["currency", "amount", "receipts"];

/// Returns what waits in suspense in a line.
fn suspense_remark(waiting: Waiting) -> Option<Bilingual> {
    let count: usize = waiting.values().map(|(_, count)| count).sum();
    let sums: Vec<(Currency, Amount)> = waiting.into_iter().map(|(currency, (sum, _))| (currency, sum)).collect();
    let told = |lang| age::list(&sums, lang);
    let (en, fr) = match count {
        0 => return None,
        1 => ("1 receipt".to_owned(), "1 encaissement".to_owned()),
        _ => (format!("{count} receipts"), format!("{count} encaissements")),
    };
    Some(Bilingual::new(
        format!("in suspense, in no balance: {en}, {}", told(Lang::En)),
        format!("en attente d'affectation, dans aucun solde : {fr}, {}", told(Lang::Fr)),
    ))
}

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

/// Says that the values of a column are levels of the policy.
pub fn of_levels(column: Column, policy: &Policy) -> Column {
    let levels = policy.procedures.iter().flat_map(|procedure| &procedure.levels);
    column.among(levels.map(|level| (level.name.as_str(), level.label.term())))
}

/// Says that the values of a column are channels.
pub fn of_channels(column: Column) -> Column {
    column.among(Channel::ALL.map(|channel| (channel.word(), channel.term())))
}

/// Returns the cell of a channel.
fn channel_cell(channel: Channel) -> Cell<'static> {
    Cell::Named(channel.word(), channel.term())
}
