//! A report as CSV: RFC 4180 with `\n`, comma, UTF-8, or as a French spreadsheet has it. One buffer, nothing allocated
//! per cell.

use std::io::{self, Write};
use std::sync::mpsc;
use std::thread;

use super::{Cell, CsvStyle, Report, plain};
use crate::model::visible::visible_in_cell;
use crate::model::{Lang, figures, guard};

/// How much is gathered before it is written out.
const FLUSH_AT: usize = 64 * 1024;

/// Writes the header and the rows.
pub(super) fn write(report: &dyn Report, style: CsvStyle, out: &mut dyn Write) -> io::Result<()> {
    let columns = report.columns();
    let wanted: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].in_csv()).collect();
    let mut buffer = Vec::with_capacity(FLUSH_AT + FLUSH_AT / 4);
    if style == CsvStyle::FrenchSpreadsheet {
        // Without the mark it would be read as Windows-1252.
        buffer.extend_from_slice("\u{feff}".as_bytes());
    }
    for (place, &i) in wanted.iter().enumerate() {
        if place > 0 {
            buffer.push(style.separator());
        }
        quoted(&mut buffer, style, &columns[i].key);
    }
    buffer.push(b'\n');
    if report.slices() > 1 {
        out.write_all(&buffer)?;
        return write_slices(report, &wanted, style, out);
    }
    report.rows(&mut |row| {
        line(&mut buffer, &wanted, style, row);
        if buffer.len() >= FLUSH_AT {
            out.write_all(&buffer)?;
            buffer.clear();
        }
        Ok(())
    })?;
    out.write_all(&buffer)
}

/// Writes the rows slice by slice, while two threads make the next ones; the few slices that wait take little memory.
fn write_slices(report: &dyn Report, wanted: &[usize], style: CsvStyle, out: &mut dyn Write) -> io::Result<()> {
    let slices = report.slices();
    let make = |slice: usize, room: usize| {
        let mut buffer = Vec::with_capacity(room);
        report.slice(slice, &mut |row| {
            line(&mut buffer, wanted, style, row);
            Ok(())
        })?;
        io::Result::Ok(buffer)
    };
    thread::scope(|scope| {
        let made = [0, 1].map(|first| {
            let (sender, receiver) = mpsc::sync_channel(2);
            let work = move || {
                let mut room = FLUSH_AT;
                for slice in (first..slices).step_by(2) {
                    let made = make(slice, room);
                    room = made.as_ref().map_or(room, |buffer| buffer.len() + buffer.len() / 8);
                    if sender.send(made).is_err() {
                        return; // Nobody writes any more: that failed.
                    }
                }
            };
            // Where the system gives no more threads, the slices are made as they are written.
            thread::Builder::new().spawn_scoped(scope, work).ok().map(|_| receiver)
        });
        (0..slices).try_for_each(|slice| {
            let buffer = match &made[slice % 2] {
                Some(receiver) => receiver.recv().expect("every slice is made")?,
                None => make(slice, FLUSH_AT)?,
            };
            out.write_all(&buffer)
        })
    })
}

fn line(out: &mut Vec<u8>, wanted: &[usize], style: CsvStyle, row: &[Cell<'_>]) {
    for (place, &i) in wanted.iter().enumerate() {
        if place > 0 {
            out.push(style.separator());
        }
        cell(out, style, &row[i]);
    }
    out.push(b'\n');
}

fn cell(out: &mut Vec<u8>, style: CsvStyle, cell: &Cell<'_>) {
    let begin = out.len();
    match cell {
        Cell::Empty | Cell::List(_) => {}
        Cell::Text(text) if is_plain(text) => return out.extend_from_slice(text.as_bytes()),
        Cell::Text(text) => {
            let text = visible_in_cell(text);
            return quoted(out, style, &guard::guard(&text));
        }
        Cell::Word(word) | Cell::Named(word, _) if is_plain(word) => return out.extend_from_slice(word.as_bytes()),
        Cell::Word(word) | Cell::Named(word, _) => return quoted(out, style, word),
        Cell::Amount(amount, currency) => plain::amount(out, *amount, *currency),
        Cell::Date(date) if style == CsvStyle::FrenchSpreadsheet => {
            out.extend_from_slice(figures::date(*date, Lang::Fr).as_bytes());
        }
        Cell::Date(date) => plain::date(out, *date),
        Cell::Count(count) => plain::count(out, *count),
        Cell::Days(days) => plain::days(out, *days),
        Cell::Rate(rate) => plain::rate(out, *rate),
        Cell::Share(share) => plain::share(out, *share),
        Cell::Figure(figure) => plain::decimal(out, *figure),
        Cell::Flag(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
    }
    if style == CsvStyle::FrenchSpreadsheet
        && let Some(point) = out[begin..].iter().position(|&byte| byte == b'.')
    {
        out[begin + point] = b',';
    }
}

impl CsvStyle {
    const fn separator(self) -> u8 {
        match self {
            CsvStyle::Plain => b',',
            CsvStyle::FrenchSpreadsheet => b';',
        }
    }
}

/// For each byte, whether a text of such bytes stands in a cell as it is, in every style: letters, digits, and the
/// signs that names and numbers have.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < plain.len() {
        plain[byte] = (byte as u8).is_ascii_alphanumeric()
            || matches!(byte as u8, b' ' | b'_' | b'-' | b'.' | b'/' | b'&' | b'(' | b')');
        byte += 1;
    }
    plain
};

/// Tells whether a text is written as it is, as most are: one look tells what is asked of others in several.
fn is_plain(text: &str) -> bool {
    !text.starts_with('-') && text.bytes().all(|byte| PLAIN[usize::from(byte)])
}

/// Appends a text, in quotes when a separator, a quote or the end of a line in it would be misread.
fn quoted(out: &mut Vec<u8>, style: CsvStyle, text: &str) {
    let (bytes, separator) = (text.as_bytes(), style.separator());
    // Without an early exit the loop looks at many bytes at once.
    if !bytes.iter().fold(false, |found, b| found | (*b == separator) | matches!(b, b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_at_one_look_is_what_is_written_otherwise() {
        let mut plain = 0;
        for c in (0..0x180).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("{c}a"), format!("a{c}1"), format!("a{c}")] {
                for style in [CsvStyle::Plain, CsvStyle::FrenchSpreadsheet].into_iter().filter(|_| is_plain(&text)) {
                    let mut out = Vec::new();
                    quoted(&mut out, style, &guard::guard(&visible_in_cell(&text)));
                    assert_eq!(out, text.as_bytes());
                    plain += 1;
                }
            }
        }
        // 62 letters and digits and 8 signs, four texts of each in two styles; a dash does not stand first.
        assert_eq!(plain, (70 * 4 - 2) * 2);
    }
}
