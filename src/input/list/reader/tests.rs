//! Reading on both cores against reading on one.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::*;
use crate::input::list::{Filter, NoRow};
use crate::input::sheet::View;
use crate::input::source::Source;
use crate::model::dialect::Declared;

/// Has a list of invoices read.
fn with<T: Default>(text: &str, read: impl FnOnce(Reader<'_>, &mut Faults) -> T) -> (T, Faults) {
    let column = |(column, name): &(Column, &str)| (*column, CellSource::Column((*name).to_owned()));
    let part = |role: FileRole, columns: &[(Column, &str)]| Part {
        role,
        columns: columns.iter().map(column).collect(),
        needed: None,
    };
    let parts = [
        part(
            FileRole::Invoices,
            &[
                (Column::InvoiceId, "No"),
                (Column::CustomerId, "Client"),
                (Column::IssueDate, "Date"),
                (Column::Amount, "Total"),
            ],
        ),
        part(FileRole::Customers, &[(Column::CustomerId, "Client"), (Column::Name, "Client")]),
    ];
    let leaves = vec!["X".to_owned()];
    let filters = [Filter {
        column: "Client".to_owned(),
        takes: vec![],
        leaves: leaves.clone(),
        noted: leaves,
        why: NoRow::Filtered,
    }];
    let wish = Wish {
        parts: &parts,
        lines_before: 0,
        declared: Declared::default(),
        date_orders: &BTreeMap::new(),
        filters: &filters,
        values: &BTreeMap::new(),
        currency: Currency::EUR,
    };
    let views: Vec<View<'_>> = parts
        .iter()
        .map(|part| {
            (part.role, part.columns.iter().filter_map(|(column, from)| Some((*column, from.name()?))).collect())
        })
        .chain([(FileRole::Invoices, vec![(Column::Note, "Client")])])
        .map(|(role, names)| View { role, names })
        .collect();
    let mut faults = Faults::default();
    let source = Source::of_bytes("list.csv", text.as_bytes());
    let Some(sheet) = Sheet::over(source, 0, &views, wish.declared, &mut faults) else { return (T::default(), faults) };
    let given = read(Reader::new(sheet, &wish), &mut faults);
    (given, faults)
}

/// Returns what a list says, with the rows behind the first `few` read on both cores.
fn read(text: &str, few: usize) -> String {
    let (list, faults) = with(text, |reader, faults| reader.read_after(few, faults));
    let mut told = String::new();
    for part in &list.parts {
        for (row, line) in part.iter().zip(&list.lines) {
            let _ = writeln!(told, "{line} {:?}", row.cells().collect::<Vec<_>>());
        }
    }
    let ListRows { lines, refused, refused_invoices, noted, no_rows, days, .. } = list;
    let _ = writeln!(told, "{lines:?} {refused:?} {refused_invoices:?} {noted:?} {no_rows:?} {days:?}");
    let _ = writeln!(told, "{}", faults.is_fatal());
    for finding in faults.into_list() {
        let _ = writeln!(told, "{finding:?}");
    }
    told
}

#[test]
fn two_cores_read_what_one_does() {
    let row = |i: usize| format!("F{i};Client {};{:02}/03/2026;{i},50\n", i % 7, i % 28 + 1);
    let rows: Vec<String> = (1..=40).map(row).collect();
    let odd = [
        "",
        "\n\n",
        ";;;\n",
        "Section;;;\n",
        "Total;;;12,00\n",
        "No;Client;Date;Total\n",
        "F0;X;01/03/2026;5,00\n",
        "F0;\"Quoted \"\"client\"\"\";01/03/2026;\"1 200,00\"\n",
        "F0;\"Two\nlines\";01/03/2026;5,00\n",
        "F0;5\" pipe;01/03/2026;5,00\n",
        "F0;\"never closed;01/03/2026;5,00\n",
        "F0;Client;31/02/2026;5,00\n",
        "F0;Client;2026-03-01;5,00\n",
        "F0;Client;03/25/2026;5,00\n",
        "F0;Client;01/03/1926;5,00\n",
        "F0;Client;01/03/2026;5.00\n",
        "F0;Client;01/03/2026;1,234\n",
        "F0;Client;01/03/2026;€ 1,234\n",
        "F0;Client;01/03/2026;five\n",
        "F0;Client;01/03/2026\n",
        "F0;Client;01/03/2026;5,00;more\n",
        "<<<<<<< HEAD\n",
    ];
    for (i, one) in odd.iter().enumerate() {
        for other in [0, 1, 7, 16].map(|step| odd[(i + step) % odd.len()]) {
            for places in [(2, 30), (18, 22), (20, 39)] {
                let mut rows = rows.clone();
                rows[places.0].push_str(one);
                rows[places.1].push_str(other);
                let text = format!("No;Client;Date;Total\n{}", rows.concat());
                for text in [text.replace('\n', "\r\n"), text] {
                    let alone = read(&text, usize::MAX);
                    for few in [0, 10] {
                        assert_eq!(read(&text, few), alone, "{one:?} {other:?} {places:?} {few}");
                    }
                }
            }
        }
    }
}

#[test]
fn halves_fit_together_whatever_ends_a_line() {
    for end in ["\n", "\r\n"] {
        let row = |i: usize| format!("F{i};\"Client {i}\";01/03/2026;{i},50{end}");
        let text = format!("No;Client;Date;Total{end}{}", (1..=40).map(row).collect::<String>());
        let (is_whole, _) = with(&text, |mut reader, faults| {
            reader.rows(Until::Count(10), faults) == Stop::Here && reader.read_halves(faults)
        });
        assert!(is_whole, "{end:?}");
    }
}
