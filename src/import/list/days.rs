//! Columns of a list that nobody reads and that hold days: where no column says when the invoices are due, one of them
//! may.

use std::ops::ControlFlow;

use super::aliases::name::Name;
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::text::foreign_date;
use crate::input::{Source, list};
use crate::model::FileRole;
use crate::model::dialect::Declared;

/// Words of the day on which something falls due.
#[rustfmt::skip]
const DUE: &[&str] = &[
    "ech", "echeance", "echeances", "due", "payable", "exigible", "exigibilite", "maturity",
];

/// How many rows are looked at.
const LOOKED_AT: usize = 50;

/// Returns the columns that a list of invoices does not read, and whose cells are days; none where due dates are read.
pub(super) fn unread(
    table: &Source,
    mapping: &Mapping,
    names: &[String],
    (lines_before, declared): (u32, Declared),
) -> Vec<String> {
    let lacks_due = |role| mapping.targets.get(&role).is_some_and(|target| target.source(Column::DueDate).is_none());
    if !lacks_due(FileRole::Invoices) {
        return Vec::new();
    }
    let read: Vec<&str> = mapping.names().collect();
    let is_free =
        |name: &&String| !name.is_empty() && !read.contains(&name.as_str()) && !mapping.ignore.contains(*name);
    let names: Vec<String> = names.iter().filter(is_free).cloned().collect();
    let (mut days, mut others) = (vec![0_usize; names.len()], vec![0_usize; names.len()]);
    let mut rows = 0;
    list::walk(table, lines_before, declared, &names, |row| {
        for at in 0..names.len() {
            let cell = row.text(at);
            match cell.is_empty() {
                true => {}
                false if foreign_date(cell.as_bytes()).is_some() => days[at] += 1,
                false => others[at] += 1,
            }
        }
        rows += 1;
        if rows < LOOKED_AT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    // A total or a title may stand in it too.
    let holds = |at: &usize| days[*at] > others[*at];
    (0..names.len()).filter(holds).map(|at| names[at].clone()).collect()
}

/// Tells whether the name of a column says that something falls due.
pub(super) fn is_due(name: &str) -> bool {
    Name::of(name).has_word(DUE)
}
