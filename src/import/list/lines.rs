//! Rows of one invoice that say the same of it and differ in what is not read: the invoice told again for each of its
//! lines, or lines that each have a sum of their own? Where the sum is not called the invoice's, nobody can tell.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::Gathering;
use super::aliases::name::Name;
use crate::diag::{Diagnostic, Place, code};
use crate::import::merge;
use crate::input::columns::Column;
use crate::input::list::{self, ListRows, Part};
use crate::model::FileRole;

/// What the name of a sum has in it that is the whole invoice's.
const WHOLE: [&str; 8] = ["facture", "factures", "invoice", "document", "doc", "piece", "voucher", "net"];

/// How many invoices are shown.
const SHOWN: usize = 3;

impl Gathering<'_> {
    /// Refuses the rows of one invoice that may be lines of it.
    pub(super) fn tell_lines_apart(&mut self, parts: &[Part], found: &mut ListRows) {
        let mapping = &self.layout.mapping;
        let Some(target) = mapping.targets.get(&FileRole::Invoices) else { return };
        let amount = target.source(Column::Amount).and_then(|from| from.name()).unwrap_or_default();
        let first_part = parts.iter().position(|part| part.role == FileRole::Invoices);
        let Some(invoices) = first_part.and_then(|at| found.parts.get(at)) else { return };
        // A line has no balance of its own beside its sum.
        let has_balance = mapping.facts.source(Column::Balance).is_some() && !mapping.has_balances_alone();
        let is_whole = Name::of(amount).has_word(&WHOLE) || has_balance;
        if mapping.name.is_some() || is_whole {
            return;
        }
        let twins = twins(found, &merge::numbered(FileRole::Invoices, invoices));
        if twins.is_empty() {
            return;
        }
        let read: Vec<&str> = mapping.names().collect();
        let unread: Vec<String> = self
            .layout
            .names
            .iter()
            .filter(|name| !name.is_empty() && !read.contains(&name.as_str()))
            .cloned()
            .collect();
        let lines = |&(first, second): &(usize, usize)| [found.lines[first], found.lines[second]];
        let mut cells: BTreeMap<u32, Vec<String>> =
            twins.iter().flat_map(lines).map(|line| (line, Vec::new())).collect();
        let layout = self.layout;
        list::walk(&layout.table, layout.lines_before, layout.declared, &unread, |row| {
            if let Some(cells) = cells.get_mut(&row.line()) {
                *cells = (0..unread.len()).map(|at| row.text(at).into_owned()).collect();
            }
            ControlFlow::Continue(())
        });
        let mut shown: Vec<(String, [u32; 2], &str)> = Vec::new();
        for twin in &twins {
            let [first, second] = lines(twin);
            let differing = cells[&first].iter().zip(&cells[&second]).position(|(one, two)| one != two);
            let Some(at) = differing else { continue };
            let number = invoices.row(twin.0).get(Column::InvoiceId).to_owned();
            self.incoming.refused.extend([(self.at, first), (self.at, second)]);
            if found.refused_invoices.insert(number.clone()) {
                shown.push((number, [first, second], &unread[at]));
            }
        }
        if let Some((number, _, column)) = shown.first() {
            let file = &self.incoming.lists[self.at as usize];
            let places = shown.iter().take(SHOWN).flat_map(|(_, lines, column)| {
                lines.map(|line| Place { column: Some((*column).to_owned()), ..Place::line(file, line) })
            });
            let finding = places.fold(finding(number, column, amount, shown.len()), Diagnostic::at);
            self.incoming.findings.push(finding);
        }
    }
}

/// Returns the rows that say of an invoice what its first row says, in every part, each with that one.
fn twins(found: &ListRows, numbers: &[u32]) -> Vec<(usize, usize)> {
    let mut firsts: Vec<Option<usize>> = vec![None; numbers.len()];
    let mut twins = Vec::new();
    for (row, number) in numbers.iter().enumerate() {
        let first = *firsts[*number as usize].get_or_insert(row);
        let is_same = || found.parts.iter().all(|part| part.row(first).cells().eq(part.row(row).cells()));
        if first != row && is_same() {
            twins.push((first, row));
        }
    }
    twins
}

fn finding(number: &str, column: &str, amount: &str, count: usize) -> Diagnostic {
    let (more, others) = match count {
        1 => (String::new(), String::new()),
        _ => (format!(" (and {} other invoices)", count - 1), format!(" (et {} autres factures)", count - 1)),
    };
    Diagnostic::new(
        code::import::ROWS_DISAGREE,
        format!(
            "rows of invoice {number} have one sum and differ in \"{column}\"{more}: is \"{amount}\" the sum of the invoice \
             or of the line?"
        ),
        format!(
            "des lignes de la facture {number} ont la même somme et diffèrent par « {column} »{others} : « {amount} » est-il \
             le total de la facture ou celui de la ligne ?"
        ),
    )
    .help(
        format!(
            "export one row per invoice; if \"{amount}\" is the invoice's on every row, a mapping of policy.toml says so \
             (amount = \"{amount}\"), and --mapping NAME reads the list by it"
        ),
        format!(
            "exporter une ligne par facture ; si « {amount} » est le total de la facture sur chaque ligne, une correspondance \
             de policy.toml le dit (amount = \"{amount}\"), et --mapping NOM lit la liste ainsi"
        ),
    )
}
