//! The currencies of the cells of an ODS workbook, which stand beside their numbers.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

/// The most that is read of the text of a workbook, in bytes.
const LARGEST: u64 = 1 << 30;

/// The currencies of the cells of a sheet: of rows that are alike from the first to the last, of columns likewise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Currencies(BTreeMap<u32, (u32, Vec<Columns>)>);

/// Columns that stand side by side, and their currency.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Columns {
    first: u32,
    last: u32,
    code: String,
}

impl Currencies {
    /// Returns the currency of a cell, by its row and column, counted from 0.
    pub fn of(&self, (row, column): (u32, u32)) -> Option<&str> {
        let (_, (_, columns)) = self.0.range(..=row).next_back().filter(|(_, (last, _))| row <= *last)?;
        columns.iter().find(|one| (one.first..=one.last).contains(&column)).map(|one| one.code.as_str())
    }
}

/// Returns the currencies of each sheet; none where the workbook cannot be read, which is said elsewhere.
pub(super) fn currencies(bytes: &[u8]) -> BTreeMap<String, Currencies> {
    let mut sheets = Sheets::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return sheets.found };
    let Ok(content) = archive.by_name("content.xml") else { return sheets.found };
    let mut reader = Reader::from_reader(BufReader::new(content.take(LARGEST)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => sheets.begin(&tag),
            Ok(Event::Empty(tag)) => {
                sheets.begin(&tag);
                sheets.end(tag.name().as_ref());
            }
            Ok(Event::End(tag)) => sheets.end(tag.name().as_ref()),
            Ok(Event::Eof) | Err(_) => return sheets.found,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// Where the walk through a workbook has come to.
#[derive(Debug, Default)]
struct Sheets {
    found: BTreeMap<String, Currencies>,
    /// How many tables are open: cells may hold tables of their own.
    depth: u32,
    sheet: String,
    row: u32,
    rows: u32,
    column: u32,
    columns: Vec<Columns>,
}

impl Sheets {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let count = |name: &str| attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1_u32);
        match (tag.name().as_ref(), self.depth) {
            ("table:table", 0) => {
                (self.depth, self.row) = (1, 0);
                self.sheet = attribute(tag, "table:name").unwrap_or_default();
            }
            ("table:table", _) => self.depth += 1,
            ("table:table-row", 1) => {
                (self.rows, self.column) = (count("table:number-rows-repeated"), 0);
                self.columns.clear();
            }
            ("table:table-cell" | "table:covered-table-cell", 1) => {
                let next = self.column.saturating_add(count("table:number-columns-repeated"));
                let code = attribute(tag, "office:currency").filter(|code| !code.is_empty() && next > self.column);
                let (first, last) = (self.column, next.saturating_sub(1));
                self.columns.extend(code.map(|code| Columns { first, last, code }));
                self.column = next;
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match (name, self.depth) {
            ("table:table", depth) => self.depth = depth.saturating_sub(1),
            ("table:table-row", 1) => {
                let next = self.row.saturating_add(self.rows);
                if !self.columns.is_empty() && next > self.row {
                    let columns = std::mem::take(&mut self.columns);
                    let sheet = self.found.entry(self.sheet.clone()).or_default();
                    sheet.0.insert(self.row, (next - 1, columns));
                }
                self.row = next;
            }
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn each_cell_has_its_own_currency() {
        let content = "<office:document-content><table:table table:name=\"A &amp; B\">\
            <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/>\
            <table:table-cell office:currency=\"USD\" table:number-columns-repeated=\"2\"><text:p>1</text:p></table:table-cell>\
            </table:table-row><table:table-row><table:covered-table-cell/>\
            <table:table-cell office:currency=\"EUR\"/></table:table-row></table:table>\
            <table:table table:name=\"C\"><table:table-row><table:table-cell/></table:table-row></table:table>\
            </office:document-content>";
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("content.xml", SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
        let found = currencies(&archive.finish().unwrap().into_inner());
        assert_eq!(found.keys().collect::<Vec<_>>(), ["A & B"]);
        let of = |row, column| found["A & B"].of((row, column));
        assert_eq!([of(0, 2), of(0, 3), of(1, 4), of(1, 5)], [None, Some("USD"), Some("USD"), None]);
        assert_eq!([of(2, 0), of(2, 1), of(3, 1)], [None, Some("EUR"), None]);
    }
}
