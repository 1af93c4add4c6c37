//! A report as one JSON object, streamed: `schema`, `as_of`, `rows`, `totals`, the report's own lists, `warnings`; or
//! its rows alone, an object a line.

use std::io::{self, Write};

use super::{Cell, Column, Nested, Report, plain};
use crate::model::visible::steers;

/// How much is gathered before it is written out.
const FLUSH_AT: usize = 64 * 1024;

/// Writes the object, one row a line.
pub(super) fn write(report: &dyn Report, warnings: &Nested<'_>, out: &mut dyn Write) -> io::Result<()> {
    let keys = keys(&report.columns());
    let mut buffer = Vec::with_capacity(FLUSH_AT + FLUSH_AT / 4);
    buffer.extend_from_slice(b"{\n\"schema\": \"relance.");
    buffer.extend_from_slice(report.command().as_bytes());
    buffer.extend_from_slice(b"/1\",\n\"as_of\": ");
    cell(&mut buffer, &Cell::maybe(report.as_of(), Cell::Date));
    buffer.extend_from_slice(b",\n\"rows\": [");
    let mut separator: &[u8] = b"\n";
    report.rows(&mut |row| {
        buffer.extend_from_slice(separator);
        separator = b",\n";
        object(&mut buffer, keys.iter().zip(row));
        if buffer.len() >= FLUSH_AT {
            out.write_all(&buffer)?;
            buffer.clear();
        }
        Ok(())
    })?;
    buffer.extend_from_slice(b"\n],\n\"totals\": [");
    separator = b"\n";
    for total in report.totals() {
        buffer.extend_from_slice(separator);
        separator = b",\n";
        object(&mut buffer, keys.iter().zip(&total).filter(|(_, cell)| **cell != Cell::Empty));
    }
    buffer.extend_from_slice(b"\n]");
    for (key, list) in report.lists() {
        buffer.extend_from_slice(b",\n");
        string(&mut buffer, key);
        buffer.extend_from_slice(b": ");
        nested(&mut buffer, &list, b"\n");
    }
    buffer.extend_from_slice(b",\n\"warnings\": ");
    nested(&mut buffer, warnings, b"\n");
    buffer.extend_from_slice(b"\n}\n");
    out.write_all(&buffer)
}

/// Writes the rows alone, one object a line: no line is more than a row, and what was written can be read while it is.
pub(super) fn write_lines(report: &dyn Report, out: &mut dyn Write) -> io::Result<()> {
    let keys = keys(&report.columns());
    let mut buffer = Vec::with_capacity(FLUSH_AT + FLUSH_AT / 4);
    report.rows(&mut |row| {
        object(&mut buffer, keys.iter().zip(row));
        buffer.push(b'\n');
        if buffer.len() >= FLUSH_AT {
            out.write_all(&buffer)?;
            buffer.clear();
        }
        Ok(())
    })?;
    out.write_all(&buffer)
}

/// Returns each column's key as it stands in an object, with the colon.
fn keys(columns: &[Column]) -> Vec<Vec<u8>> {
    let key = |column: &Column| {
        let mut key = Vec::with_capacity(column.key.len() + 4);
        string(&mut key, &column.key);
        key.extend_from_slice(b": ");
        key
    };
    columns.iter().map(key).collect()
}

fn object<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = (&'a Vec<u8>, &'a Cell<'a>)>) {
    out.push(b'{');
    for (i, (key, value)) in cells.enumerate() {
        between(out, i, b"");
        out.extend_from_slice(key);
        cell(out, value);
    }
    out.push(b'}');
}

/// Appends a list whose elements are set apart by `space`.
fn nested(out: &mut Vec<u8>, list: &Nested<'_>, space: &[u8]) {
    out.push(b'[');
    match list {
        Nested::Values(values) => {
            for (i, value) in values.iter().enumerate() {
                between(out, i, space);
                cell(out, value);
            }
        }
        Nested::Objects(names, rows) => {
            for (i, row) in rows.iter().enumerate() {
                between(out, i, space);
                out.push(b'{');
                for (j, (name, value)) in names.iter().zip(row).enumerate() {
                    between(out, j, b"");
                    string(out, name);
                    out.extend_from_slice(b": ");
                    cell(out, value);
                }
                out.push(b'}');
            }
        }
    }
    out.extend_from_slice(space);
    out.push(b']');
}

/// Appends what stands before the element of that place: a comma after others, then `space` or a blank.
fn between(out: &mut Vec<u8>, index: usize, space: &[u8]) {
    match (index, space) {
        (0, space) => out.extend_from_slice(space),
        (_, b"") => out.extend_from_slice(b", "),
        (_, space) => {
            out.push(b',');
            out.extend_from_slice(space);
        }
    }
}

fn cell(out: &mut Vec<u8>, cell: &Cell<'_>) {
    match cell {
        Cell::Empty => out.extend_from_slice(b"null"),
        Cell::Text(text) => string(out, text),
        Cell::Word(word) | Cell::Named(word, _) => string(out, word),
        Cell::Amount(amount, currency) => in_quotes(out, |out| plain::amount(out, *amount, *currency)),
        Cell::Date(date) => in_quotes(out, |out| plain::date(out, *date)),
        Cell::Count(count) => plain::count(out, *count),
        Cell::Days(days) => plain::days(out, *days),
        Cell::Rate(rate) => in_quotes(out, |out| plain::rate(out, *rate)),
        Cell::Share(share) => in_quotes(out, |out| plain::share(out, *share)),
        Cell::Figure(figure) => in_quotes(out, |out| plain::decimal(out, *figure)),
        Cell::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Cell::List(list) => nested(out, list, b""),
    }
}

fn in_quotes(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'"');
    write(out);
    out.push(b'"');
}

/// Appends a string; beyond what JSON asks for, what would steer a terminal is escaped too, which changes no value.
fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    if text.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'"' && b != b'\\') {
        out.extend_from_slice(text.as_bytes());
    } else {
        for c in text.chars() {
            character(out, c);
        }
    }
    out.push(b'"');
}

fn character(out: &mut Vec<u8>, c: char) {
    match c {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        c if steers(c) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
        c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}
