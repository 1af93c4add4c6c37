//! Lists in CSV through a mapping of the policy.

use super::mapping::Mapping;
use super::source::{Kind, Reader, Request, SourceFile, SourceReport};
use super::{Incoming, IncomingRows};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::list::{self, From, ListRows, Wish};
use crate::model::{Bilingual, FileRole};

/// Reads lists.
pub const READER: Reader = Reader { kind: Kind::List, recognise, read };

fn recognise(_: &SourceFile, request: &Request<'_>) -> Result<(), Bilingual> {
    match request.mapping {
        Some(_) => Ok(()),
        None => Err(Bilingual::new("no mapping is named", "aucune correspondance n'est nommée")),
    }
}

fn read(files: &[&SourceFile], request: &Request<'_>) -> Incoming {
    let mut incoming = Incoming::default();
    let Some(mapping) = request.mapping else { return incoming };
    for (at, file) in files.iter().enumerate() {
        let at = at as u32;
        incoming.lists.push(file.name().to_owned());
        let mut report = SourceReport { file: file.name().to_owned(), ..SourceReport::default() };
        for (&role, target) in &mapping.targets {
            let columns = with_payment_id(role, target.columns.clone());
            let needed = Some(Column::Date).filter(|_| role == FileRole::Payments);
            let currency = request.policy.currency;
            let wish = Wish { role, columns: &columns, needed, declared: mapping.dialect, currency };
            let mut found = list::read(&file.source, &wish);
            found.findings.iter_mut().for_each(|finding| declare_here(finding, &mapping.name));
            report.read = report.read.max(found.lines.len() + found.refused.len() + found.skipped);
            incoming.refused.extend(found.refused.iter().map(|&line| (at, line)));
            // What is wrong with the list as a whole is found by each reading of it.
            let known = |finding| !incoming.findings.contains(finding);
            let new: Vec<_> = found.findings.iter().filter(|finding| known(finding)).cloned().collect();
            incoming.findings.extend(new);
            incoming.is_unusable |= found.is_unusable;
            let names: Vec<Column> = columns.iter().map(|(column, _)| *column).collect();
            let rows = incoming.files.entry(role).or_insert_with(|| IncomingRows {
                is_snapshot: mapping.targets.contains_key(&FileRole::Invoices),
                ..IncomingRows::new(&names)
            });
            rows.sources.insert(at, columns.iter().map(|(_, from)| name_of(from)).collect());
            add(rows, at, found);
        }
        incoming.sources.push(report);
    }
    incoming
}

/// Quotes the cells of lists as they are written there: findings about rows of ours speak of their plain form.
pub fn quote(files: &[&SourceFile], mapping: &Mapping, findings: &mut [Diagnostic]) {
    for file in files {
        let places = findings.iter_mut().flat_map(|finding| &mut finding.places);
        let cells: Vec<&mut Place> =
            places.filter(|place| place.file == file.name() && place.column.is_some()).collect();
        if !cells.is_empty() {
            list::quote(&file.source, mapping.dialect, cells);
        }
    }
}

/// What a list leaves open is declared in its own table, not in that of the folder's files.
fn declare_here(finding: &mut Diagnostic, mapping: &str) {
    if finding.code == code::input::FILE_MISSING {
        // Its way out speaks of the folder's files.
        finding.help = None;
    }
    if let Some(help) = &mut finding.help {
        let table = format!("[import.{mapping}]");
        help.en = help.en.replace("[files]", &table);
        help.fr = help.fr.replace("[files]", &table);
    }
}

fn add(rows: &mut IncomingRows, list: u32, found: ListRows) {
    found.rows.iter().for_each(|row| rows.rows.copy(row));
    rows.places.extend(found.lines.into_iter().map(|line| (list, line)));
    rows.skipped += found.skipped;
    rows.refused.extend(found.refused.into_iter().map(|line| (list, line)));
}

fn name_of(from: &From) -> Option<String> {
    match from {
        From::Source(name) => Some(name.clone()),
        From::Fixed(_) => None,
    }
}

/// Payments without an id are given one later: its column is there in any case.
fn with_payment_id(role: FileRole, mut columns: Vec<(Column, From)>) -> Vec<(Column, From)> {
    if role == FileRole::Payments && columns.iter().all(|(column, _)| *column != Column::PaymentId) {
        columns.insert(0, (Column::PaymentId, From::Fixed(String::new())));
    }
    columns
}
