//! The first look at a file: what its bytes say before any of them is read as text.
//!
//! A file that begins in plain ASCII mostly goes on so. Of the folder's own files only the head is looked at then, and
//! all of it when other bytes are met.

use super::Refusal;
use super::dialect::LineEnding;
use super::source::Source;

/// How much is read at once: little enough to stay in the processor's cache beside what is made of it.
const CHUNK: usize = 64 * 1024;

/// The longest header that is looked at.
const HEAD: usize = 64 * 1024;

/// What the bytes of a whole file say.
#[derive(Debug)]
pub(super) struct Scan {
    /// The mark at the start of the file.
    pub mark: Mark,
    /// Where the first NUL byte is.
    pub nul: Option<u64>,
    /// Where the file first stops being UTF-8.
    pub not_utf8: Option<u64>,
    /// How the first line ends.
    pub line_ending: LineEnding,
    /// Whether the last line is ended.
    pub final_newline: bool,
    /// Whether the last byte is the mark with which DOS ended texts.
    pub has_end_mark: bool,
    /// The start of the file, without its mark.
    pub head: Vec<u8>,
}

/// The byte-order mark of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    Utf8,
    Utf16,
}

impl Mark {
    /// Returns the mark with which a file begins.
    fn of(head: &[u8]) -> Mark {
        match head {
            [0xef, 0xbb, 0xbf, ..] => Mark::Utf8,
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Mark::Utf16,
            _ => Mark::None,
        }
    }

    /// Returns how many bytes it takes.
    pub const fn len(self) -> usize {
        match self {
            Mark::None => 0,
            Mark::Utf8 => 3,
            Mark::Utf16 => 2,
        }
    }
}

impl Scan {
    /// Looks at the head of a file, which shows all there is to know if the rest is plain ASCII too; nothing when the
    /// head is not.
    pub fn of_head(source: &Source) -> Result<Option<Scan>, Refusal> {
        let length = source.length()?;
        let mut head = source.part(0, HEAD as u64)?;
        let last = source.part(length.saturating_sub(1), length)?;
        let mark = Mark::of(&head);
        head.drain(..mark.len());
        let is_plain = head.is_ascii() && !head.contains(&0) && head.contains(&b'\n') && mark != Mark::Utf16;
        Ok(is_plain.then(|| Scan {
            mark,
            nul: None,
            not_utf8: None,
            line_ending: line_ending(&head, true),
            final_newline: matches!(last[..], [b'\n' | b'\r']),
            has_end_mark: last == [0x1a],
            head,
        }))
    }

    /// Reads the whole file once.
    pub fn of(source: &Source) -> Result<Scan, Refusal> {
        let mut bytes = vec![0; CHUNK.min(source.length()? as usize + 1) + 4];
        let mut state = State::default();
        let mut head = Vec::new();
        let mut offset = 0_u64;
        loop {
            // The start of a letter that the last chunk cut stands before what is read now.
            let carried = state.carried;
            let count = source.read(offset, &mut bytes[carried..])?;
            if count == 0 {
                break;
            }
            let chunk = &bytes[carried..carried + count];
            if head.len() < HEAD {
                head.extend_from_slice(&chunk[..count.min(HEAD - head.len())]);
            }
            state.look(chunk, offset);
            state.carried = state.check_utf8(&bytes[..carried + count], offset - carried as u64);
            bytes.copy_within(carried + count - state.carried..carried + count, 0);
            offset += count as u64;
        }
        if state.carried > 0 && state.not_utf8.is_none() {
            state.not_utf8 = Some(offset - state.carried as u64);
        }
        let mark = Mark::of(&head);
        head.drain(..mark.len());
        Ok(Scan {
            mark,
            nul: state.nul,
            not_utf8: state.not_utf8,
            line_ending: line_ending(&head, state.has_newline),
            final_newline: matches!(state.last, b'\n' | b'\r'),
            has_end_mark: state.last == 0x1a,
            head,
        })
    }
}

#[derive(Default)]
struct State {
    nul: Option<u64>,
    not_utf8: Option<u64>,
    has_newline: bool,
    last: u8,
    carried: usize,
}

impl State {
    fn look(&mut self, chunk: &[u8], offset: u64) {
        if self.nul.is_none() && chunk.contains(&0) {
            self.nul = chunk.iter().position(|&byte| byte == 0).map(|i| offset + i as u64);
        }
        self.has_newline = self.has_newline || chunk.contains(&b'\n');
        self.last = chunk.last().copied().unwrap_or(self.last);
    }

    /// Returns how many bytes at the end are the start of a letter that goes on in the next chunk.
    fn check_utf8(&mut self, bytes: &[u8], offset: u64) -> usize {
        if self.not_utf8.is_some() || bytes.is_ascii() {
            return 0;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => 0,
            Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
            Err(error) => {
                self.not_utf8 = Some(offset + error.valid_up_to() as u64);
                0
            }
        }
    }
}

fn line_ending(head: &[u8], has_newline: bool) -> LineEnding {
    if !has_newline && head.contains(&b'\r') {
        return LineEnding::Cr;
    }
    match head.iter().position(|&byte| byte == b'\n') {
        Some(i) if i > 0 && head[i - 1] == b'\r' => LineEnding::CrLf,
        _ => LineEnding::Lf,
    }
}

/// Returns the line, from 1, on which a byte of the file is.
pub(super) fn line_of(source: &Source, offset: u64, ending: LineEnding) -> Result<u32, Refusal> {
    let end = if ending == LineEnding::Cr { b'\r' } else { b'\n' };
    let mut lines = 1;
    let mut from = 0;
    while from < offset {
        let to = offset.min(from + CHUNK as u64);
        lines += source.part(from, to)?.iter().filter(|&&byte| byte == end).count() as u32;
        from = to;
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(bytes: &[u8]) -> Scan {
        Scan::of(&Source::of_bytes("f.csv", bytes)).unwrap()
    }

    #[test]
    fn marks_and_line_endings_are_seen() {
        let found = scan(b"\xef\xbb\xbfa,b\r\n1,2\r\n");
        assert_eq!((found.mark, found.line_ending, found.final_newline), (Mark::Utf8, LineEnding::CrLf, true));
        assert_eq!(found.head, b"a,b\r\n1,2\r\n");
        let found = scan(b"a,b\r1,2");
        assert_eq!((found.mark, found.line_ending, found.final_newline), (Mark::None, LineEnding::Cr, false));
        assert_eq!(scan(b"a\n").line_ending, LineEnding::Lf);
        assert_eq!(scan(b"\xff\xfea\0").mark, Mark::Utf16);
        assert_eq!(scan(b"").head, b"");
    }

    #[test]
    fn the_head_of_a_plain_file_says_what_all_of_it_does() {
        let both = |text: &str| {
            let source = Source::of_bytes("f.csv", text.as_bytes());
            let all = Scan::of(&source).unwrap();
            Scan::of_head(&source).unwrap().map(|head| (format!("{head:?}"), format!("{all:?}")))
        };
        let rows = "1;2\r\n".repeat(HEAD);
        for text in ["a,b\n1,2", "a,b\n1,2\n\u{1a}", "\u{feff}a\r\n", &rows, &format!("{rows}3;4")] {
            let (head, all) = both(text).unwrap();
            assert_eq!(head, all);
        }
        for text in ["", "a,b\r1,2", "é\n", "a\n\0", &"x".repeat(2 * HEAD)] {
            assert_eq!(both(text), None);
        }
    }

    #[test]
    fn the_first_nul_and_the_first_bad_byte_are_found() {
        let source = Source::of_bytes("f.csv", b"a\nb\n\0c\n\0");
        let found = Scan::of(&source).unwrap();
        assert_eq!(found.nul, Some(4));
        assert_eq!(line_of(&source, 4, LineEnding::Lf).unwrap(), 3);
        assert_eq!(scan(b"caf\xe9,x").not_utf8, Some(3));
        assert_eq!(scan(b"caf\xc3").not_utf8, Some(3));
        assert_eq!(scan("café".as_bytes()).not_utf8, None);
    }

    #[test]
    fn letters_cut_by_the_end_of_a_chunk_are_still_letters() {
        for shift in 0..4 {
            let mut text = "x".repeat(CHUNK - 2 + shift);
            text.push_str("é€é\u{202f}");
            text.push_str(&"é".repeat(CHUNK));
            assert_eq!(scan(text.as_bytes()).not_utf8, None, "{shift}");
            let mut bytes = text.into_bytes();
            bytes.push(0xe9);
            assert_eq!(scan(&bytes).not_utf8, Some(bytes.len() as u64 - 1));
        }
    }
}
