//! A first look at an ODS workbook: the currencies of its cells, which stand beside their numbers, and how large its
//! sheets are. A cell or a row is written once there, with how often it comes.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::Cell;

/// The most cells that a sheet has, those between others included: whoever reads it holds each of them, and four times.
const MOST: u64 = 1 << 24;

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
        let one = columns.get(columns.partition_point(|one| one.last < column))?;
        (one.first <= column).then_some(one.code.as_str())
    }
}

/// Why a workbook is not to be read.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// It ends within a sheet: to read on is to read for ever.
    CutOff,
    /// A sheet has too many cells up to the one to which it reaches.
    TooLarge(String, Cell),
}

/// Returns the currencies of each sheet; none where the workbook cannot be read, which is said elsewhere.
///
/// # Errors
/// Returns why nobody is to read it.
pub(super) fn currencies(bytes: &[u8]) -> Result<BTreeMap<String, Currencies>, Obstacle> {
    let mut sheets = Sheets::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(sheets.found) };
    let Ok(content) = archive.by_name("content.xml") else { return Ok(sheets.found) };
    let mut reader = Reader::from_reader(BufReader::new(content));
    // As whoever reads the cells sees it.
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => sheets.begin(&tag),
            Ok(Event::Empty(tag)) => {
                sheets.begin(&tag);
                sheets.end(tag.name().as_ref());
            }
            Ok(Event::End(tag)) => sheets.end(tag.name().as_ref()),
            Ok(Event::Eof) if sheets.depth > 0 => return Err(Obstacle::CutOff),
            Ok(Event::Eof) | Err(_) => return Ok(sheets.found),
            Ok(_) => {}
        }
        if let Some(corner) = sheets.extent.too_large() {
            return Err(Obstacle::TooLarge(sheets.sheet, corner));
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
    /// How many columns the row has, up to the last cell that holds anything.
    width: u32,
    extent: Extent,
}

/// How far the cells of a sheet reach that hold anything.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// The first row, and the one behind the last.
    rows: Option<(u32, u32)>,
    columns: u32,
}

impl Extent {
    fn too_large(self) -> Option<Cell> {
        let (first, end) = self.rows?;
        let cells = u64::from(end - first) * u64::from(self.columns);
        (cells > MOST).then(|| Cell { line: end, column: self.columns as usize - 1 })
    }
}

impl Sheets {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        let count = |name: &str| attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1_u32);
        match (tag.name().as_ref(), self.depth) {
            ("table:table", 0) => {
                (self.depth, self.row, self.extent) = (1, 0, Extent::default());
                self.sheet = attribute(tag, "table:name").unwrap_or_default();
            }
            ("table:table", _) => self.depth += 1,
            ("table:table-row", 1) => {
                (self.rows, self.column) = (count("table:number-rows-repeated"), 0);
                self.width = 0;
                self.columns.clear();
            }
            ("table:table-cell" | "table:covered-table-cell", 1) => {
                let next = self.column.saturating_add(count("table:number-columns-repeated"));
                let code = attribute(tag, "office:currency").filter(|code| !code.is_empty() && next > self.column);
                let (first, last) = (self.column, next.saturating_sub(1));
                self.columns.extend(code.map(|code| Columns { first, last, code }));
                self.column = next;
                if holds_anything(tag) {
                    self.width = next;
                }
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
                if self.width > 0 {
                    let (first, _) = self.extent.rows.unwrap_or((self.row, 0));
                    self.extent.rows = Some((first, next));
                    self.extent.columns = self.extent.columns.max(self.width);
                }
                self.row = next;
            }
            _ => {}
        }
    }
}

/// Tells whether a cell has a value or a formula.
fn holds_anything(tag: &BytesStart<'_>) -> bool {
    let is_content = |name: &str| name == "table:formula" || name.starts_with("office:");
    tag.attributes().with_checks(false).flatten().any(|one| is_content(one.key.as_ref()))
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

    /// Returns what is found in sheets written like that.
    fn look(sheets: &str) -> Result<BTreeMap<String, Currencies>, Obstacle> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("content.xml", SimpleFileOptions::default()).unwrap();
        write!(archive, "<office:document-content>{sheets}</office:document-content>").unwrap();
        currencies(&archive.finish().unwrap().into_inner())
    }

    #[test]
    fn each_cell_has_its_own_currency() {
        let found = look(
            "<table:table table:name=\"A &amp; B\">\
            <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/>\
            <table:table-cell office:currency=\"USD\" table:number-columns-repeated=\"2\"><text:p>1</text:p></table:table-cell>\
            </table:table-row><table:table-row><table:covered-table-cell/>\
            <table:table-cell office:currency=\"EUR\"/></table:table-row></table:table>\
            <table:table table:name=\"C\"><table:table-row><table:table-cell/></table:table-row></table:table>",
        )
        .unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["A & B"]);
        let of = |row, column| found["A & B"].of((row, column));
        assert_eq!([of(0, 2), of(0, 3), of(1, 4), of(1, 5)], [None, Some("USD"), Some("USD"), None]);
        assert_eq!([of(2, 0), of(2, 1), of(3, 1)], [None, Some("EUR"), None]);
    }

    #[test]
    fn a_sheet_is_too_large_with_a_cell_far_from_the_others() {
        // One row of three columns, 1,048,574 rows of nothing, and a row whose 17th cell holds something: 17 times
        // 1,048,576 cells, where 16 times as many are 2^24.
        let sheet = |columns: u32| {
            let far = format!("<table:table-cell table:number-columns-repeated=\"{columns}\"/>");
            look(&format!(
                "<table:table table:name=\"A\"><table:table-row>\
                <table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"3\"/></table:table-row>\
                <table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell/></table:table-row>\
                <table:table-row>{far}<table:table-cell table:formula=\"1\"/>{far}</table:table-row></table:table>"
            ))
        };
        assert!(sheet(15).is_ok());
        let Err(Obstacle::TooLarge(name, cell)) = sheet(16) else { panic!("it is read") };
        assert_eq!((name.as_str(), cell.name().as_str()), ("A", "Q1048576"));
        // A format of rows down to the last is nothing that stands there.
        assert!(
            look(
                "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"9999999\">\
            <table:table-cell table:style-name=\"a\" table:number-columns-repeated=\"16384\"/>\
            </table:table-row></table:table>"
            )
            .is_ok()
        );
    }

    #[test]
    fn a_sheet_that_does_not_end_is_cut_off() {
        assert!(matches!(look("<table:table table:name=\"A\"><table:table-row>"), Err(Obstacle::CutOff)));
    }
}
