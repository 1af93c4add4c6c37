//! Adds rows to the text of a file of ours, in the dialect that the file is written in.
//!
//! Nothing of what stands there changes but for two things: a last line that is not ended is ended, and columns that
//! the new rows need and the header lacks are added at the right, empty in the rows that are there.

use encoding_rs::{ISO_8859_15, WINDOWS_1252};

use super::columns::{self, Entry};
use super::dialect::{DateForm, DialectFound, LineEnding};
use super::header::same;
use crate::model::dialect::{DateOrder, DecimalMark, Encoding};
use crate::model::guard::guard;
use crate::model::{Amount, Currency, Date, FileRole};

/// Is one cell of a new row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewCell {
    /// Text, kept from being run as a formula by a spreadsheet.
    Text(String),
    /// A day.
    Date(Date),
    /// An amount, with its currency's decimals.
    Amount(Amount, Currency),
}

/// Is one new row: our name of each column that it fills, and the cell.
pub type NewRow = Vec<(&'static str, NewCell)>;

/// Is a text that the file's encoding cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unencodable(pub String);

/// Returns a new file of that role, in the form that `relance` writes: UTF-8, comma, ISO dates, decimal point.
pub fn created(role: FileRole, rows: &[NewRow]) -> Vec<u8> {
    let names: Vec<&str> = columns::of(role).iter().map(|entry| entry.name).collect();
    let header = format!("{}\n", names.join(","));
    appended(header.as_bytes(), &OURS, role, rows).expect("UTF-8 holds every text")
}

/// Returns the bytes of a file with rows added at its end.
///
/// # Errors
/// When a cell holds letters that the file's encoding does not have.
pub fn appended(
    existing: &[u8],
    dialect: &DialectFound,
    role: FileRole,
    rows: &[NewRow],
) -> Result<Vec<u8>, Unencodable> {
    if rows.is_empty() {
        return Ok(existing.to_vec());
    }
    let records = records(existing, dialect);
    let header = records.first().map(|record| names(&existing[record.start..record.end], dialect)).unwrap_or_default();
    let entries = columns::of(role);
    let is_column = |name: &str, column: &str| {
        let entry = entries.iter().find(|entry: &&Entry| entry.name == column);
        same(name, column) || entry.is_some_and(|entry| entry.aliases.iter().any(|alias| same(name, alias)))
    };
    let mut places: Vec<(&'static str, usize)> = Vec::new();
    let mut added: Vec<&'static str> = Vec::new();
    for (column, _) in rows.iter().flatten() {
        if places.iter().any(|(known, _)| known == column) {
            continue;
        }
        let place = header.iter().position(|name| is_column(name, column)).unwrap_or_else(|| {
            added.push(column);
            header.len() + added.len() - 1
        });
        places.push((column, place));
    }
    let mut out = widened(existing, &records, dialect, &added);
    let ending = dialect.line_ending.text().as_bytes();
    if !dialect.final_newline && !out.is_empty() {
        out.extend_from_slice(ending);
    }
    for row in rows {
        let mut cells = vec![String::new(); header.len() + added.len()];
        for (column, cell) in row {
            let place = places.iter().find(|(known, _)| known == column).map_or(0, |(_, place)| *place);
            cells[place] = written(cell, dialect);
        }
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(dialect.delimiter);
            }
            out.extend_from_slice(&encoded(&quoted(cell, dialect.delimiter), dialect.encoding)?);
        }
        if dialect.trailing_delimiter {
            out.push(dialect.delimiter);
        }
        out.extend_from_slice(ending);
    }
    Ok(out)
}

/// The dialect of the files that `relance` writes.
const OURS: DialectFound = DialectFound {
    encoding: Encoding::Utf8,
    byte_order_mark: false,
    delimiter: b',',
    line_ending: LineEnding::Lf,
    final_newline: true,
    decimal: Some(DecimalMark::Point),
    dates: Some(DateForm::Iso),
    trailing_delimiter: false,
};

/// Is where one record that is not blank stands, without what ends its line.
struct Record {
    start: usize,
    end: usize,
}

/// Returns the records of a file, the header first. A quote counts only where a cell begins with it.
fn records(bytes: &[u8], dialect: &DialectFound) -> Vec<Record> {
    let mut start = if dialect.byte_order_mark { 3 } else { 0 };
    if bytes.get(start..start + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"sep=")) {
        start += bytes[start..].iter().position(|&byte| is_end(byte, dialect)).map_or(0, |end| end + 1);
    }
    let mut records = Vec::new();
    let mut push = |start: usize, end: usize| {
        let line = &bytes[start..end];
        let end = if line.ends_with(b"\r") { end - 1 } else { end };
        if !line.trim_ascii().is_empty() {
            records.push(Record { start, end });
        }
    };
    // `begins`: a cell begins here. `closed`: a quote just ended, and another one would be an escaped quote.
    let (mut in_quotes, mut begins, mut closed) = (false, true, false);
    let first = start.min(bytes.len());
    start = first;
    for (i, &byte) in bytes.iter().enumerate().skip(first) {
        let was_in_quotes = in_quotes;
        if in_quotes {
            in_quotes = byte != b'"';
        } else if byte == b'"' && (begins || closed) {
            in_quotes = true;
        } else if is_end(byte, dialect) {
            push(start, i);
            start = i + 1;
        }
        begins = !in_quotes && (byte == dialect.delimiter || is_end(byte, dialect));
        closed = was_in_quotes && !in_quotes;
    }
    push(start, bytes.len());
    records
}

fn is_end(byte: u8, dialect: &DialectFound) -> bool {
    byte == if dialect.line_ending == LineEnding::Cr { b'\r' } else { b'\n' }
}

/// Returns the names of a header; the empty one that a trailing delimiter makes is left out.
fn names(line: &[u8], dialect: &DialectFound) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(dialect.delimiter).flexible(true).from_reader(line);
    let mut record = csv::ByteRecord::new();
    let _ = reader.read_byte_record(&mut record);
    let mut names: Vec<String> = record.iter().map(|cell| decoded(cell, dialect.encoding)).collect();
    if dialect.trailing_delimiter {
        names.pop();
    }
    names
}

/// Returns the file with columns added at the right of every record.
fn widened(bytes: &[u8], records: &[Record], dialect: &DialectFound, added: &[&str]) -> Vec<u8> {
    if added.is_empty() {
        return bytes.to_vec();
    }
    let mut out = Vec::with_capacity(bytes.len() + records.len() * added.len() + 64);
    let mut done = 0;
    for (i, record) in records.iter().enumerate() {
        let end = if dialect.trailing_delimiter { record.end.saturating_sub(1).max(record.start) } else { record.end };
        out.extend_from_slice(&bytes[done..end]);
        for name in added {
            out.push(dialect.delimiter);
            if i == 0 {
                out.extend_from_slice(name.as_bytes());
            }
        }
        done = end;
    }
    out.extend_from_slice(&bytes[done..]);
    out
}

fn written(cell: &NewCell, dialect: &DialectFound) -> String {
    match cell {
        NewCell::Text(text) => guard(text).into_owned(),
        NewCell::Date(date) => match dialect.dates {
            None | Some(DateForm::Iso) => date.to_string(),
            Some(DateForm::Slash(DateOrder::DayFirst)) => date.format("%d/%m/%Y").to_string(),
            Some(DateForm::Slash(DateOrder::MonthFirst)) => date.format("%m/%d/%Y").to_string(),
        },
        NewCell::Amount(amount, currency) => {
            let plain = amount.to_decimal(*currency).to_string();
            if dialect.decimal == Some(DecimalMark::Comma) { plain.replace('.', ",") } else { plain }
        }
    }
}

fn quoted(cell: &str, delimiter: u8) -> String {
    let special = |c: char| c == char::from(delimiter) || matches!(c, '"' | '\n' | '\r');
    let edges = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
    if cell.contains(special) || edges { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn encoded(text: &str, encoding: Encoding) -> Result<Vec<u8>, Unencodable> {
    let table = match encoding {
        Encoding::Utf8 => return Ok(text.as_bytes().to_vec()),
        Encoding::Windows1252 => WINDOWS_1252,
        Encoding::Iso8859_15 => ISO_8859_15,
    };
    match table.encode(text) {
        (bytes, _, false) => Ok(bytes.into_owned()),
        (_, _, true) => Err(Unencodable(text.to_owned())),
    }
}

fn decoded(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        Encoding::Iso8859_15 => ISO_8859_15.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{day, eur};

    fn notice(customer: &str) -> NewRow {
        vec![
            ("date", NewCell::Date(day("2026-04-03"))),
            ("event", NewCell::Text("notice".to_owned())),
            ("customer_id", NewCell::Text(customer.to_owned())),
            ("amount", NewCell::Amount(eur("1234.5"), Currency::EUR)),
        ]
    }

    fn text(bytes: Result<Vec<u8>, Unencodable>) -> String {
        String::from_utf8(bytes.unwrap()).unwrap()
    }

    #[test]
    fn a_new_file_has_every_column_in_our_dialect() {
        let file = String::from_utf8(created(FileRole::Events, &[notice("C1")])).unwrap();
        let [header, row] = file.lines().collect::<Vec<_>>()[..] else { panic!("{file}") };
        assert!(header.starts_with("date,event,") && header.contains(",event_id,"), "{header}");
        assert_eq!(header.matches(',').count(), row.matches(',').count());
        assert!(row.starts_with("2026-04-03,notice,") && row.contains(",C1,") && row.contains(",1234.50,"), "{row}");
    }

    #[test]
    fn the_dialect_of_the_file_is_kept() {
        let french = DialectFound {
            encoding: Encoding::Windows1252,
            delimiter: b';',
            line_ending: LineEnding::CrLf,
            final_newline: false,
            decimal: Some(DecimalMark::Comma),
            dates: Some(DateForm::Slash(DateOrder::DayFirst)),
            ..OURS
        };
        let existing = b"client;date;event;montant\r\nC\xe9;01/02/2026;note;1,00";
        let bytes = appended(existing, &french, FileRole::Events, &[notice("É;1")]).unwrap();
        let expected =
            b"client;date;event;montant\r\nC\xe9;01/02/2026;note;1,00\r\n\"\xc9;1\";03/04/2026;notice;1234,50\r\n";
        assert_eq!(bytes, expected, "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(appended(existing, &french, FileRole::Events, &[notice("日")]), Err(Unencodable("日".to_owned())));
    }

    #[test]
    fn missing_columns_are_added_to_every_record() {
        let existing = "date,event,customer_id,note\n2026-01-01,note,C1,\"two\nlines, \"\"quoted\"\"\"\n\n2026-01-02,note,C2,5\"\" pipe\n";
        let file = text(appended(existing.as_bytes(), &OURS, FileRole::Events, &[notice("=C3")]));
        assert_eq!(
            file,
            "date,event,customer_id,note,amount\n2026-01-01,note,C1,\"two\nlines, \"\"quoted\"\"\",\n\n\
             2026-01-02,note,C2,5\"\" pipe,\n2026-04-03,notice,'=C3,,1234.50\n"
        );
        let trailing = DialectFound { trailing_delimiter: true, ..OURS };
        let file = text(appended(
            b"date,event,customer_id,\n2026-01-01,note,C1,\n",
            &trailing,
            FileRole::Events,
            &[notice("C2")],
        ));
        assert_eq!(file, "date,event,customer_id,amount,\n2026-01-01,note,C1,,\n2026-04-03,notice,C2,1234.50,\n");
    }

    #[test]
    fn no_rows_change_nothing() {
        assert_eq!(text(appended(b"anything", &OURS, FileRole::Events, &[])), "anything");
    }
}
