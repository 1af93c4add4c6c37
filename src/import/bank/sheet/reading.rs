//! Which cells of a sheet are read: one that holds a formula without a value matters only there.

use std::collections::BTreeSet;

use super::layout::Header;
use super::marks::is_day;
use super::records;
use super::rows;
use crate::import::bank::Read;

/// What a cell is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::bank) enum Reading {
    /// The name of a column.
    Header,
    /// A part of a movement.
    Row,
    /// Nothing: a column that is not read, what stands above the table or below it.
    Not,
}

/// The part of a sheet that is read.
pub(in crate::import::bank) struct WhatIsRead {
    header: Header,
    /// The lines of movements.
    lines: BTreeSet<u32>,
}

impl WhatIsRead {
    /// Finds it in the text of a statement.
    pub fn of(text: &[u8]) -> Option<WhatIsRead> {
        let text = String::from_utf8_lossy(text);
        let header = Header::of(&text)?;
        let (taken, _) = rows(&text, &header, &mut Read::default());
        // A row of which nothing but its day has a value is one all the same.
        let all = records::rows(&text[header.start..], header.delimiter, header.line).0;
        let dated = all.iter().filter(|row| is_day(row.cell(header.columns.date)));
        let lines = dated.chain(&taken).map(|row| row.line).collect();
        Some(WhatIsRead { header, lines })
    }

    /// Tells what a cell is, by its line and the place of its column.
    pub fn cell(&self, line: u32, column: usize) -> Reading {
        if line == self.header.line && !self.header.names.is_empty() {
            Reading::Header
        } else if self.lines.contains(&line) && self.header.columns.has(column) {
            Reading::Row
        } else {
            Reading::Not
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_below_the_table_and_a_column_of_ones_own_are_not_read() {
        let text = "Date,Libellé,Montant,Solde calculé\n2026-01-05,VIR DUPONT,100,\n2026-01-06,,,\n,,,\nTotal,,,\n";
        let table = WhatIsRead::of(text.as_bytes()).unwrap();
        assert_eq!(table.cell(1, 4), Reading::Header);
        assert_eq!([table.cell(2, 2), table.cell(3, 2)], [Reading::Row; 2]);
        assert_eq!([table.cell(2, 3), table.cell(4, 2), table.cell(5, 2)], [Reading::Not; 3]);
    }
}
