//! The header of a file: which character divides it, and which of its columns means what.

use super::dialect::LineEnding;
use super::encoding::decode;
pub use super::fold::{fold, same};
use super::text::trim;
use crate::model::dialect::Encoding;

/// A column that somebody wants, under every name that is accepted for it.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Whether the file cannot do without it.
    pub required: bool,
    /// Our own name first.
    pub names: Vec<&'a str>,
}

impl Wanted<'_> {
    fn is(&self, name: &str) -> bool {
        self.names.iter().any(|known| same(known, name))
    }
}

/// The characters that may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What the header says about the character between its names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    One(u8),
    Two(u8, u8),
}

/// Returns the character under which every required column is there; without one, that under which most names are
/// known.
pub(super) fn delimiter(head: &[u8], encoding: Encoding, wanted: &[Wanted<'_>]) -> Delimiter {
    let mut fits = Vec::new();
    let mut best = (0, 0, b',');
    for delimiter in DELIMITERS.into_iter().filter(|delimiter| head.contains(delimiter)) {
        let names = names(head, encoding, delimiter);
        let is_there = |want: &Wanted<'_>| names.iter().any(|name| want.is(name));
        if wanted.iter().all(|want| !want.required || is_there(want)) && wanted.iter().any(is_there) {
            fits.push(delimiter);
        }
        let known = wanted.iter().filter(|want| is_there(want)).count();
        if (known, names.len()) > (best.0, best.1) {
            best = (known, names.len(), delimiter);
        }
    }
    match fits[..] {
        [] => Delimiter::One(best.2),
        [one] => Delimiter::One(one),
        [one, two, ..] => Delimiter::Two(one, two),
    }
}

/// Returns the cells of the first line that is not blank.
fn names(head: &[u8], encoding: Encoding, delimiter: u8) -> Vec<String> {
    let lines = head.split(|byte| matches!(byte, b'\r' | b'\n'));
    for line in lines {
        // To make a reader of quotes takes longer than to read a small file.
        if line.contains(&b'"') {
            return quoted_names(head, encoding, delimiter);
        }
        let names: Vec<String> = line.split(|byte| *byte == delimiter).map(|cell| name(cell, encoding)).collect();
        if names.iter().any(|name| !name.is_empty()) {
            return names;
        }
    }
    Vec::new()
}

fn quoted_names(head: &[u8], encoding: Encoding, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(head);
    for record in reader.byte_records() {
        let names: Vec<String> =
            record.map(|record| record.iter().map(|cell| name(cell, encoding)).collect()).unwrap_or_default();
        if names.iter().any(|name| !name.is_empty()) {
            return names;
        }
    }
    Vec::new()
}

/// Returns the text of one cell of a header.
pub(super) fn name(cell: &[u8], encoding: Encoding) -> String {
    let text = decode(cell, encoding);
    String::from_utf8_lossy(trim(text.as_bytes())).into_owned()
}

/// Returns the text of a cell near the top of a file of which nobody has told yet what its bytes stand for.
pub fn cell(bytes: &[u8]) -> String {
    name(bytes, if str::from_utf8(bytes).is_ok() { Encoding::Utf8 } else { Encoding::Windows1252 })
}

/// Returns how many bytes that many lines take at the start of a head.
pub(super) fn length_of_lines(head: &[u8], lines: u32, ending: LineEnding) -> usize {
    let end = if ending == LineEnding::Cr { b'\r' } else { b'\n' };
    let mut ends = head.iter().enumerate().filter(|(_, byte)| **byte == end).map(|(at, _)| at + 1);
    match lines.checked_sub(1) {
        None => 0,
        Some(last) => ends.nth(last as usize).unwrap_or(head.len()),
    }
}

/// One line of the top of a file, read as a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// How many lines stand before it.
    pub lines_before: u32,
    /// The character between its cells.
    pub delimiter: u8,
    /// Its cells.
    pub names: Vec<String>,
}

/// How many lines a title, a company's name and a period may take before the header.
const DEEPEST: usize = 40;

/// Returns the lines at the top of a file as headers, under each character that may stand between cells; a declared
/// one is the only one.
pub fn candidates(head: &[u8], declared: Option<u8>) -> Vec<Candidate> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let encoding = if is_utf8(head) { Encoding::Utf8 } else { Encoding::Windows1252 };
    let end = if head.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut found = Vec::new();
    let mut offset = 0;
    for (lines_before, line) in head.split_inclusive(|&byte| byte == end).take(DEEPEST).enumerate() {
        for delimiter in DELIMITERS.into_iter().filter(|delimiter| declared.is_none_or(|only| only == *delimiter)) {
            if line.contains(&delimiter) || (delimiter == DELIMITERS[0] && !line.trim_ascii().is_empty()) {
                let names = names(&head[offset..], encoding, delimiter);
                found.push(Candidate { lines_before: lines_before as u32, delimiter, names });
            }
        }
        offset += line.len();
    }
    found
}

/// Tells whether bytes are UTF-8; their end may cut a letter.
fn is_utf8(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Returns the delimiter that a first line `sep=;` announces, and the length of that line.
pub(super) fn announced(head: &[u8]) -> Option<(u8, usize)> {
    let end = head.iter().position(|&byte| byte == b'\n' || byte == b'\r')?;
    let length = if head[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
    let line = head[..end].strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(&head[..end]);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some((*delimiter, length)),
        _ => None,
    }
}

/// Which column of a file is which of those that are wanted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Resolved {
    /// For each wanted column, its place in the file.
    pub places: Vec<Option<usize>>,
    /// Which wanted columns are required and not there.
    pub missing: Vec<usize>,
    /// Two places with one meaning.
    pub twice: Vec<(usize, usize)>,
    /// Places of names that nobody wants.
    pub unknown: Vec<usize>,
}

/// Finds the wanted columns among the names of a header.
pub(super) fn resolve(names: &[String], wanted: &[Wanted<'_>]) -> Resolved {
    let mut resolved = Resolved { places: vec![None; wanted.len()], ..Resolved::default() };
    for (place, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let mut is_wanted = false;
        // A mapping may take two of our columns from one of theirs.
        for (i, _) in wanted.iter().enumerate().filter(|(_, want)| want.is(name)) {
            is_wanted = true;
            match resolved.places[i] {
                Some(first) => resolved.twice.push((first, place)),
                None => resolved.places[i] = Some(place),
            }
        }
        if !is_wanted {
            resolved.unknown.push(place);
        }
    }
    let missing = |&i: &usize| wanted[i].required && resolved.places[i].is_none();
    resolved.missing = (0..wanted.len()).filter(missing).collect();
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Vec<Wanted<'static>> {
        vec![
            Wanted { required: true, names: vec!["customer_id", "client"] },
            Wanted { required: true, names: vec!["name", "nom", "raison_sociale"] },
            Wanted { required: false, names: vec!["city", "ville"] },
        ]
    }

    fn found(head: &str) -> Delimiter {
        delimiter(head.as_bytes(), Encoding::Utf8, &wanted())
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_sense_of_the_header() {
        assert_eq!(found("customer_id,name,city\n"), Delimiter::One(b','));
        assert_eq!(found("Client;Raison sociale;x,y,z\n"), Delimiter::One(b';'));
        assert_eq!(found("\n\nclient\tnom\n"), Delimiter::One(b'\t'));
        assert_eq!(found("\"client\"|\"nom\"\n"), Delimiter::One(b'|'));
        assert_eq!(found("client;ville\n"), Delimiter::One(b';'));
        assert_eq!(found("a;b,c;d\n"), Delimiter::One(b';'));
        assert_eq!(found("customer_id,name,x;client;nom\n"), Delimiter::Two(b',', b';'));
    }

    #[test]
    fn a_spreadsheet_may_announce_its_delimiter() {
        assert_eq!(announced(b"sep=;\r\na;b\r\n"), Some((b';', 7)));
        assert_eq!(announced(b"\"sep=\t\"\na\tb\n"), Some((b'\t', 8)));
        assert_eq!(announced(b"sep\na\n"), None);
        assert_eq!(announced(b""), None);
    }

    #[test]
    fn columns_are_found_missed_doubled_and_unknown() {
        let names: Vec<String> = ["Ville", "Client", "x", "", "customer_id"].map(str::to_owned).into();
        assert_eq!(
            resolve(&names, &wanted()),
            Resolved { places: vec![Some(1), None, Some(0)], missing: vec![1], twice: vec![(1, 4)], unknown: vec![2] }
        );
    }
}
