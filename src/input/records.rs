//! The rows of a CSV file as bytes, each with the line on which it really begins.
//!
//! This drives `csv-core`, the reader inside the `csv` crate, itself: the crate alone counts the line of a row from where
//! the last one ended (wrong after blank lines and with CRLF), and takes a quote that is never closed for the file's end.
//! Where there are no quotes, which is nearly everywhere, lines are cut at their delimiters here, several times faster.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::Refusal;
use super::source::Source;
use super::split;

/// How much is read at once: little enough to stay in the processor's cache beside what is made of it.
const CHUNK: usize = 64 * 1024;

/// Is one row: its cells without quotes, still in the file's encoding.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// What stands between two cells in `bytes`: a delimiter, or nothing.
    gap: usize,
    count: usize,
    /// Whether it is known that there is nothing but printable ASCII in it.
    pub is_printable: bool,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// How many lines it spans.
    pub height: u32,
}

impl Record {
    /// Returns one cell.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&[u8]> {
        if place >= self.count {
            return None;
        }
        let start = if place == 0 { 0 } else { self.ends[place - 1] + self.gap };
        Some(&self.bytes[start..self.ends[place]])
    }

    /// Returns how many cells there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns the cells.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count).map(|place| self.get(place).expect("the place is below the count"))
    }
}

/// Is what comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A row: it is in the [`Record`].
    Row,
    /// Nothing more.
    End,
    /// A quote that opens a cell on one line and is never closed, or is closed on another before other text.
    BrokenQuote {
        /// Where it opens.
        opened: u32,
        /// Where the next quote is, if there is one.
        closed: Option<u32>,
    },
    /// A row in which text follows the closing quote of a cell: `"F1"x`. The rows after it can be read.
    StrayText {
        /// On which line.
        line: u32,
    },
}

/// Reads the rows of a file.
#[derive(Debug)]
pub(super) struct Records {
    core: Reader,
    chunk: Vec<u8>,
    /// The part of `chunk` that is not taken yet.
    from: usize,
    to: usize,
    /// Whether `chunk` has no quotes, and no CR but before LF.
    is_plain: bool,
    /// Whether everything in `chunk` but the ends of cells and lines is printable ASCII.
    is_printable: bool,
    /// Where `from` is in the file.
    offset: u64,
    delimiter: u8,
    /// The lines before the part of the file that is read.
    lines_before: u32,
    /// Whether the file's lines end with CR alone: it is read as LF.
    cr: bool,
}

impl Records {
    /// Starts at a byte of the file, which `lines_before` line ends precede.
    pub fn new(offset: u64, lines_before: u32, delimiter: u8, cr: bool) -> Records {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Records {
            core,
            chunk: Vec::new(),
            from: 0,
            to: 0,
            is_plain: false,
            is_printable: false,
            offset,
            delimiter,
            lines_before,
            cr,
        }
    }

    /// Reads the next row into the record. Lines without a character are no rows.
    #[inline]
    pub fn next(&mut self, source: &Source, record: &mut Record) -> Result<Step, Refusal> {
        if self.is_plain && self.cut(record) { Ok(Step::Row) } else { self.parse(source, record) }
    }

    /// Reads the next row, if it ends in the chunk and the chunk is plain.
    fn cut(&mut self, record: &mut Record) -> bool {
        while let Some(count) = split::cells(&self.chunk[self.from..self.to], self.delimiter, &mut record.ends) {
            let end = record.ends[count - 1];
            let line = &self.chunk[self.from..self.from + end];
            let length = end - usize::from(line.ends_with(b"\r"));
            self.from += end + 1;
            self.offset += end as u64 + 1;
            let number = self.core.line();
            self.core.set_line(number + 1);
            if length == 0 {
                continue;
            }
            if record.bytes.len() < length {
                record.bytes.resize(2 * length, 0);
            }
            record.bytes[..length].copy_from_slice(&line[..length]);
            record.ends[count - 1] = length;
            (record.count, record.gap, record.is_printable) = (count, 1, self.is_printable);
            (record.line, record.height) = (number as u32 + self.lines_before, 1);
            return true;
        }
        false
    }

    /// Reads the next row, whatever it holds.
    fn parse(&mut self, source: &Source, record: &mut Record) -> Result<Step, Refusal> {
        let start = self.offset;
        let line_before = self.core.line();
        let (mut length, mut count) = (0, 0);
        let mut last;
        let mut from = self.from;
        let mut is_whole = true;
        loop {
            if self.from == self.to {
                is_whole = self.offset == start;
                self.fill(source)?;
                from = self.from;
            }
            let input = &self.chunk[self.from..self.to];
            let (result, taken, written, ended) =
                self.core.read_record(input, &mut record.bytes[length..], &mut record.ends[count..]);
            // The byte that ended the row; none where the end of the file did.
            last = if taken > 0 { input[taken - 1] } else { 0 };
            self.from += taken;
            self.offset += taken as u64;
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => record.bytes.resize((2 * record.bytes.len()).max(1024), 0),
                ReadRecordResult::OutputEndsFull => record.ends.resize((2 * record.ends.len()).max(32), 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(Step::End),
            }
        }
        (record.count, record.gap, record.is_printable) = (count, 0, false);
        let lines = self.core.line() - line_before;
        let inside = if last == b'\n' && lines <= 1 {
            0
        } else {
            record.bytes[..length].iter().filter(|&&byte| byte == b'\n').count() as u32
        };
        record.height = 1 + inside;
        record.line = self.core.line() as u32 - inside - u32::from(last == b'\n') + self.lines_before;
        let ends_line = inside == 0 && matches!(last, b'\n' | b'\r');
        if !ends_line || !is_whole {
            return Ok(self.check_quotes(&source.part(start, self.offset)?, record.line));
        }
        let row = &self.chunk[from..self.from];
        Ok(if row.contains(&b'"') { self.check_quotes(row, record.line) } else { Step::Row })
    }

    fn fill(&mut self, source: &Source) -> Result<(), Refusal> {
        if self.chunk.is_empty() {
            let length = source.length()?.saturating_sub(self.offset) as usize;
            self.chunk = vec![0; CHUNK.min(length + 1)];
        }
        self.from = 0;
        self.to = source.read(self.offset, &mut self.chunk)?;
        if self.cr {
            for byte in &mut self.chunk[..self.to] {
                if *byte == b'\r' {
                    *byte = b'\n';
                }
            }
        }
        self.is_plain = is_plain(&self.chunk[..self.to]);
        self.is_printable = self.is_plain && is_printable(&self.chunk[..self.to], self.delimiter);
        Ok(())
    }

    /// Looks at the quotes of a row: a lone one swallows lines, where the row spans some or ends with the file, and one
    /// that closes a cell too early leaves text behind it.
    fn check_quotes(&self, bytes: &[u8], line: u32) -> Step {
        #[derive(Clone, Copy, PartialEq)]
        enum At {
            Start,
            Plain,
            Quoted,
            Closed,
        }
        let newline = if self.cr { b'\r' } else { b'\n' };
        let (mut at, mut here, mut opened) = (At::Start, line, line);
        let mut stray = None;
        // What precedes the row: the LF of the CRLF before it, and blank lines.
        let blank = bytes.iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
        for &byte in &bytes[blank..] {
            let before = at;
            at = match (at, byte) {
                (At::Start, b'"') => {
                    opened = here;
                    At::Quoted
                }
                (At::Quoted, b'"') => At::Closed,
                (At::Closed, b'"') | (At::Quoted, _) => At::Quoted,
                (_, byte) if byte == self.delimiter || byte == b'\n' || byte == b'\r' => At::Start,
                (At::Closed, b' ' | b'\t') => At::Closed,
                _ => At::Plain,
            };
            if before == At::Closed && at == At::Plain {
                if opened != here {
                    return Step::BrokenQuote { opened, closed: Some(here) };
                }
                stray = stray.or(Some(here));
            }
            here += u32::from(byte == newline);
        }
        match stray {
            _ if at == At::Quoted => Step::BrokenQuote { opened, closed: None },
            Some(line) => Step::StrayText { line },
            None => Step::Row,
        }
    }
}

/// Tells whether there are no quotes, and no CR but before LF.
fn is_plain(bytes: &[u8]) -> bool {
    let ends = || bytes.windows(2).filter(|pair| pair == b"\r\n").count();
    !bytes.contains(&b'"') && (!bytes.contains(&b'\r') || bytes.iter().filter(|&&byte| byte == b'\r').count() == ends())
}

/// Tells whether there is nothing but printable ASCII, delimiters and ends of lines.
fn is_printable(bytes: &[u8], delimiter: u8) -> bool {
    // Without an early exit the loop looks at many bytes at once.
    let fits = |byte: u8| (b' '..0x7f).contains(&byte) | (byte == b'\n') | (byte == b'\r') | (byte == delimiter);
    bytes.iter().fold(true, |all, &byte| all & fits(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns each row as `line: cells`, and what stopped the reading.
    fn rows(text: &str) -> (Vec<String>, Step) {
        let source = Source::of_bytes("f.csv", text.as_bytes());
        let mut records = Records::new(0, 0, b',', !text.contains('\n'));
        let mut record = Record::default();
        let mut rows = Vec::new();
        loop {
            match records.next(&source, &mut record).unwrap() {
                Step::Row => {
                    let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
                    rows.push(format!("{}: {}", record.line, cells.join("|")));
                }
                stop => return (rows, stop),
            }
        }
    }

    #[test]
    fn rows_know_their_line_whatever_ends_lines() {
        let expected = vec!["1: a|b".to_owned(), "2: 1|2".to_owned(), "5: 3|4".to_owned(), "6: 5|6".to_owned()];
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "", "3,4", "5,6"].join(end);
            assert_eq!(rows(&text), (expected.clone(), Step::End), "{end:?}");
            assert_eq!(rows(&format!("{text}{end}")), (expected.clone(), Step::End), "{end:?}");
            assert_eq!(rows(&format!("{text}{end}{end}{end}")), (expected.clone(), Step::End), "{end:?}");
        }
        assert_eq!(rows("a,b\r\n1,2\n3,4\r\n5,6").0, ["1: a|b", "2: 1|2", "3: 3|4", "4: 5|6"]);
    }

    #[test]
    fn quoted_cells_may_hold_line_ends() {
        assert_eq!(rows("a,b\n\"x\ny\",2\n3,4\n").0, ["1: a|b", "2: x\ny|2", "4: 3|4"]);
        assert_eq!(rows("a,b\r\n\"x\r\ny\",2\r\n3,\"z\r\n\"").0, ["1: a|b", "2: x\r\ny|2", "4: 3|z\r\n"]);
        assert_eq!(rows("a\r\"x\ry\"\rb\r").0, ["1: a", "2: x\ny", "4: b"]);
        assert_eq!(rows("a,\"b \"\" c\",\"\"\n").0, ["1: a|b \" c|"]);
        assert_eq!(rows("\n\n\"x\n\ny\"\n").0, ["3: x\n\ny"]);
    }

    #[test]
    fn a_quote_that_swallows_lines_is_found() {
        let broken = |opened, closed| Step::BrokenQuote { opened, closed };
        assert_eq!(rows("a,b\n1,\"x\n2,y\n").1, broken(2, None));
        assert_eq!(rows("a,b\r\n1,\"x\r\n2,y").1, broken(2, None));
        assert_eq!(rows("a,b\n1,x\n2,\"").1, broken(3, None));
        assert_eq!(rows("a,b\n\"p\nq\",\"x\n2,y\n3,z\n").1, broken(3, None));
        assert_eq!(rows("a,b\n1,\"x\n2,\"y\"\n3,z\n").1, broken(2, Some(3)));
        assert_eq!(rows("a,b\n1,\"x\n2\" ,3\n").1, Step::End);
        assert_eq!(rows("a,b\n1,\"x\" y\n2,3\n").1, Step::StrayText { line: 2 });
        assert_eq!(rows("").1, Step::End);
    }

    #[test]
    fn long_files_are_read_chunk_by_chunk() {
        let mut text = String::new();
        for i in 0..60_000 {
            text.push_str(&format!("{i},\"v\n{i}\"\r\n"));
        }
        let (rows, stop) = rows(&text);
        assert_eq!((rows.len(), stop), (60_000, Step::End));
        assert_eq!(rows[59_999], "119999: 59999|v\n59999");
    }

    #[test]
    fn text_after_a_closing_quote_is_found_wherever_the_row_stands() {
        let stray = |text: &str| rows(text).1;
        assert_eq!(stray("a,b\n\"F1\"x,1\nF2,2\n"), Step::StrayText { line: 2 });
        assert_eq!(stray("a,b\nF1,1\n\n\"F2\",\"1\"0"), Step::StrayText { line: 4 });
        assert_eq!(stray("a,b\r\n\"F\n2\",\"1\"0\r\n"), Step::StrayText { line: 3 });
        // A doubled quote, a blank after the quote, a quote inside a cell are what people write.
        assert_eq!(stray("a,b\n\"F\"\"1\" ,5\" pipe\n"), Step::End);
        // Across the end of what is read at once.
        let long = format!("a,b\n\"{}\"x,1\nF2,2\n", "y".repeat(CHUNK));
        assert_eq!(stray(&long), Step::StrayText { line: 2 });
        let whole = format!("a,b\n\"{}\",1\nF2,2\n", "y".repeat(CHUNK));
        assert_eq!(stray(&whole), Step::End);
    }
}
