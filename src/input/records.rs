//! The rows of a CSV file as bytes, each with the line on which it really begins.
//!
//! This drives `csv-core`, the reader inside the `csv` crate, itself: the crate alone counts the line of a row from
//! where the last one ended (wrong after blank lines and with CRLF), and takes a quote that is never closed for the
//! file's end. Where there are no quotes, which is nearly everywhere, lines are cut at their delimiters here, several
//! times faster.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::Refusal;
use super::chunk::Chunk;
use super::source::Source;
use super::split;

/// How much is read at once: little enough to stay in the processor's cache beside what is made of it.
const CHUNK: usize = 64 * 1024;

/// How many cells a row may have before more room is made.
const USUAL_CELLS: usize = 32;

/// What comes next in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A row: [`Records::get`] returns its cells.
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

/// The rows of a file, one after the other. The current row's cells are without quotes, still in the file's encoding.
#[derive(Debug)]
pub(super) struct Records {
    /// Reads what is not plain. It is made when the first such row comes, which takes longer than to cut many others.
    core: Option<Box<Reader>>,
    /// The line on which what is not taken yet begins, of the part of the file that is read.
    here: u64,
    chunk: Chunk,
    /// The part of `chunk` that is not taken yet.
    from: usize,
    to: usize,
    /// Where `from` is in the file.
    offset: u64,
    delimiter: u8,
    /// The lines before the part of the file that is read.
    lines_before: u32,
    /// Whether the file's lines end with CR alone: it is read as LF.
    cr: bool,
    /// Whether something else was read than printable ASCII without quotes.
    is_beyond_printable: bool,
    row: Row,
}

/// The current row.
#[derive(Debug, Default)]
struct Row {
    /// Where in the chunk it begins, if it was cut there; else its cells are in `unquoted`, one behind the other.
    cut: Option<usize>,
    unquoted: Vec<u8>,
    /// Where each cell ends, from the beginning of the row.
    ends: Vec<usize>,
    count: usize,
    line: u32,
    height: u32,
}

impl Records {
    /// Starts at a byte of the file, which `lines_before` line ends precede.
    pub fn new(offset: u64, lines_before: u32, delimiter: u8, cr: bool) -> Records {
        Records {
            core: None,
            here: 1,
            chunk: Chunk::default(),
            from: 0,
            to: 0,
            offset,
            delimiter,
            lines_before,
            cr,
            is_beyond_printable: false,
            row: Row { ends: vec![0; USUAL_CELLS], ..Row::default() },
        }
    }

    /// Returns where what follows the current row begins, and how many lines end before it.
    pub fn here(&self) -> (u64, u32) {
        (self.offset, self.here as u32 - 1 + self.lines_before)
    }

    /// Tells whether something else was read so far than printable ASCII without quotes.
    #[inline]
    pub fn is_beyond_printable(&self) -> bool {
        self.is_beyond_printable
    }

    /// Returns a cell of the current row.
    #[inline]
    pub fn get(&self, place: usize) -> Option<&[u8]> {
        let (start, end) = self.range(place)?;
        Some(if self.row.cut.is_some() { &self.chunk.bytes()[start..end] } else { &self.row.unquoted[start..end] })
    }

    /// Returns a cell of the current row when it is known to hold nothing but printable ASCII.
    #[inline]
    pub fn usual_cell(&self, place: usize) -> Option<&str> {
        let text = self.chunk.printable()?;
        self.row.cut?;
        let (start, end) = self.range(place)?;
        text.get(start..end)
    }

    /// Returns the current row when it was cut from printable ASCII: its cells with what divides them, and where each
    /// ends.
    #[inline]
    pub fn usual_row(&self) -> Option<(&str, &[usize])> {
        let text = self.chunk.printable()?;
        let start = self.row.cut?;
        let ends = self.row.ends.get(..self.row.count)?;
        Some((text.get(start..start + ends.last()?)?, ends))
    }

    /// Returns where a cell begins and ends: in the chunk if the row was cut there, else in what was unquoted.
    #[inline]
    fn range(&self, place: usize) -> Option<(usize, usize)> {
        let ends = self.row.ends.get(..self.row.count)?;
        let end = *ends.get(place)?;
        let before = place.checked_sub(1).map(|before| ends[before]);
        Some(match self.row.cut {
            // A delimiter stands between two cells.
            Some(row) => (row + before.map_or(0, |before| before + 1), row + end),
            None => (before.unwrap_or(0), end),
        })
    }

    /// Returns how many cells the current row has.
    pub fn len(&self) -> usize {
        self.row.count
    }

    /// Returns the cells of the current row.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.row.count).map(|place| self.get(place).expect("the place is below the count"))
    }

    /// Returns the line on which the current row begins, from 1.
    #[inline]
    pub fn line(&self) -> u32 {
        self.row.line
    }

    /// Returns how many lines the current row spans.
    #[inline]
    pub fn height(&self) -> u32 {
        self.row.height
    }

    /// Goes to the next row. Lines without a character are no rows.
    #[inline]
    pub fn next(&mut self, source: &Source) -> Result<Step, Refusal> {
        if self.from == self.to {
            self.fill(source)?;
            if self.to == 0 {
                self.row.count = 0;
                return Ok(Step::End);
            }
        }
        if self.chunk.is_plain() && self.cut() { Ok(Step::Row) } else { self.parse(source) }
    }

    /// Goes to the next row, if it ends in the chunk, which is plain.
    #[inline]
    fn cut(&mut self) -> bool {
        let chunk = self.chunk.bytes();
        let cells = if self.chunk.printable().is_some() { split::cells_in_ascii } else { split::cells };
        while let Some(count) = cells(&chunk[self.from..self.to], self.delimiter, &mut self.row.ends) {
            let (start, end) = (self.from, self.row.ends[count - 1]);
            self.from += end + 1;
            self.offset += end as u64 + 1;
            let line = self.here;
            self.here += 1;
            let length = end - usize::from(end > 0 && chunk[start + end - 1] == b'\r');
            if length == 0 {
                continue;
            }
            self.row.ends[count - 1] = length;
            (self.row.count, self.row.cut) = (count, Some(start));
            (self.row.line, self.row.height) = (line as u32 + self.lines_before, 1);
            return true;
        }
        false
    }

    /// Goes to the next row, whatever it holds.
    fn parse(&mut self, source: &Source) -> Result<Step, Refusal> {
        let start = self.offset;
        let mut core =
            self.core.take().unwrap_or_else(|| Box::new(ReaderBuilder::new().delimiter(self.delimiter).build()));
        let line_before = self.here;
        core.set_line(line_before);
        self.row.count = 0;
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
            let input = &self.chunk.bytes()[self.from..self.to];
            let Row { unquoted, ends, .. } = &mut self.row;
            let (result, taken, written, ended) = core.read_record(input, &mut unquoted[length..], &mut ends[count..]);
            // The byte that ended the row; none where the end of the file did.
            last = if taken > 0 { input[taken - 1] } else { 0 };
            self.from += taken;
            self.offset += taken as u64;
            length += written;
            count += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => unquoted.resize((2 * unquoted.len()).max(1024), 0),
                ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(Step::End),
            }
        }
        self.here = core.line();
        self.core = Some(core);
        let lines = self.here - line_before;
        let inside = if last == b'\n' && lines <= 1 {
            0
        } else {
            self.row.unquoted[..length].iter().filter(|&&byte| byte == b'\n').count() as u32
        };
        let line = self.here as u32 - inside - u32::from(last == b'\n') + self.lines_before;
        (self.row.count, self.row.cut) = (count, None);
        (self.row.line, self.row.height) = (line, 1 + inside);
        let ends_line = inside == 0 && matches!(last, b'\n' | b'\r');
        if !ends_line || !is_whole {
            return Ok(self.check_quotes(&source.part(start, self.offset)?, line));
        }
        let row = &self.chunk.bytes()[from..self.from];
        Ok(if row.contains(&b'"') { self.check_quotes(row, line) } else { Step::Row })
    }

    fn fill(&mut self, source: &Source) -> Result<(), Refusal> {
        let mut bytes = std::mem::take(&mut self.chunk).into_bytes();
        if bytes.capacity() == 0 {
            let length = source.length()?.saturating_sub(self.offset) as usize;
            bytes.reserve_exact(CHUNK.min(length + 1));
        }
        bytes.resize(bytes.capacity(), 0);
        (self.from, self.to) = (0, source.read(self.offset, &mut bytes)?);
        bytes.truncate(self.to);
        if self.cr {
            bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        self.chunk = Chunk::of(bytes, self.delimiter);
        self.is_beyond_printable |= self.chunk.printable().is_none();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns each row as `line: cells`, and what stopped the reading.
    fn rows(text: &str) -> (Vec<String>, Step) {
        let source = Source::of_bytes("f.csv", text.as_bytes());
        let mut records = Records::new(0, 0, b',', !text.contains('\n'));
        let mut rows = Vec::new();
        loop {
            match records.next(&source).unwrap() {
                Step::Row => {
                    let cells: Vec<_> = records.iter().map(String::from_utf8_lossy).collect();
                    rows.push(format!("{}: {}", records.line(), cells.join("|")));
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
