//! The rows of a sheet, and what shows that it is cut off: a quote that nothing closes, a row that lacks cells.

use super::marks::is_day;

/// One row.
pub(super) struct Row {
    pub line: u32,
    pub cells: Vec<String>,
}

impl Row {
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).map_or("", String::as_str)
    }

    /// Returns the cells that say something.
    pub fn told(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty())
    }
}

/// A record that is not whole: its line, and how it begins.
pub(super) type Broken = (u32, String);

/// Takes a text apart that begins on some line: its rows, and the records in which a quote swallowed others.
pub(super) fn rows(text: &str, delimiter: u8, line: u32) -> (Vec<Row>, Vec<Broken>) {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map_while(Result::ok).collect();
    let start = |record: &csv::StringRecord| record.position().map_or(0, |position| position.byte() as usize);
    let (mut rows, mut broken) = (Vec::new(), Vec::new());
    let (mut counted, mut here) = (0, line);
    for (at, record) in records.iter().enumerate() {
        let end = records.get(at + 1).map_or(text.len(), start);
        // Blank lines before it are none of the record's.
        let from = end - text[start(record)..end].trim_start_matches(['\r', '\n']).len();
        here += text[counted..from].matches('\n').count() as u32;
        counted = from;
        let raw = text[from..end].trim_end_matches(['\r', '\n']);
        let is_last = at + 1 == records.len();
        if (is_last || raw.contains(['\r', '\n'])) && !is_whole(raw, delimiter) {
            broken.push((here, beginning(raw)));
            continue;
        }
        rows.push(Row { line: here, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
    }
    (rows, broken)
}

/// Returns the cells of one line.
pub(super) fn cells(line: &str, delimiter: u8) -> Vec<String> {
    // To make a reader of quotes takes longer than to read the line.
    if line.contains('"') {
        return rows(line, delimiter, 1).0.into_iter().next().map(|row| row.cells).unwrap_or_default();
    }
    let first = line.split(['\r', '\n']).find(|line| !line.is_empty()).unwrap_or_default();
    first.split(char::from(delimiter)).map(|cell| cell.trim().to_owned()).collect()
}

/// Tells whether every quote of a record is closed where its cell ends, and no line in it is a record of its own.
fn is_whole(raw: &str, delimiter: u8) -> bool {
    let delimiter = char::from(delimiter);
    if raw.contains(['\r', '\n']) && raw.lines().skip(1).any(|line| is_record(line, delimiter)) {
        return false;
    }
    let mut letters = raw.chars().peekable();
    let (mut is_quoted, mut may_begin) = (false, true);
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => drop(letters.next()),
            '"' if is_quoted => {
                is_quoted = false;
                if letters.peek().is_some_and(|next| *next != delimiter && raw.contains('\n')) {
                    return false;
                }
            }
            '"' if may_begin => is_quoted = true,
            _ => may_begin = !is_quoted && letter == delimiter,
        }
    }
    !is_quoted
}

/// Tells whether a line begins with a day and goes on.
fn is_record(line: &str, delimiter: char) -> bool {
    line.split_once(delimiter).is_some_and(|(first, _)| is_day(first.trim_matches(['"', ' '])))
}

/// Takes out the rows that lack cells that others have, and those in which a mark too many shifts the cells: the last
/// one of a file that was cut off is shorter than any other. `names` are how many columns have one, and how many there
/// are; `needed` the places of the sums.
pub(super) fn take_uneven(rows: &mut Vec<Row>, [names, width]: [usize; 2], needed: &[usize]) -> Vec<Broken> {
    let lengths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let mut counts = std::collections::BTreeMap::new();
    lengths[..lengths.len().saturating_sub(1)].iter().for_each(|&length| *counts.entry(length).or_insert(0_usize) += 1);
    let usual = counts.into_iter().max_by_key(|&(length, count)| (count, length == names, length));
    let usual = usual.map_or(names, |(length, _)| length);
    let is_short = |at: usize| {
        let is_last = at + 1 == lengths.len();
        let is_rare = || lengths[..at].iter().all(|&other| other > lengths[at]);
        lengths[at] < usual && (is_last && is_rare() || needed.iter().any(|&place| place >= lengths[at]))
    };
    let mut at = 0;
    let mut broken = Vec::new();
    rows.retain(|row| {
        let is_uneven = is_short(at) || (width > 0 && lengths[at] > usual.max(width));
        at += 1;
        if is_uneven {
            broken.push((row.line, beginning(&row.cells.join(" | "))));
        }
        !is_uneven
    });
    broken
}

/// Returns the first letters of a record.
fn beginning(text: &str) -> String {
    text.chars().take(48).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_swallows_rows_is_broken_and_what_follows_is_read() {
        let text = "05/02/2026;\"DUPONT;120,00\n06/02/2026;X;1,00\n07/02/2026;\"MARTIN;400,00\n08/02/2026;Y;2,00\n";
        let (rows_read, broken) = rows(text, b';', 1);
        assert_eq!(broken.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1]);
        assert!(rows_read.iter().all(|row| row.cells.len() == 3 && row.cells[1].len() == 1));
        let (_, broken) = rows("a;b\n05/02/2026;\"DUPONT;120,00", b';', 7);
        assert_eq!(broken, [(8, "05/02/2026;\"DUPONT;120,00".to_owned())]);
        let (rows_read, broken) =
            rows("05/02/2026;\"DUPONT\nF26-001\";120,00\n\n06/02/2026;\"A \"\"B\"\" C\";1\n", b';', 1);
        assert_eq!((rows_read.iter().map(|row| row.line).collect::<Vec<_>>(), broken.len()), (vec![1, 4], 0));
    }

    #[test]
    fn a_last_row_that_is_shorter_than_any_other_is_cut_off() {
        let lines = |text: &str, needed: &[usize]| {
            let mut rows = rows(text, b';', 1).0;
            take_uneven(&mut rows, [4, 5], needed).into_iter().map(|(line, _)| line).collect::<Vec<_>>()
        };
        assert_eq!(lines("a;b;c;d\na;b;c;d\na;b;c", &[2]), [3]);
        assert_eq!(lines("a;b;c", &[2]), [1], "the header has four");
        assert!(lines("a;b;c;d\na;b;c\na;b;c;d", &[2]).is_empty(), "some programs leave out empty cells");
        assert_eq!(lines("a;b;c;d\na;b\na;b;c;d", &[2]), [2], "its sum is missing");
        assert_eq!(lines("a;b;c;d\na;b;;c;d;\na;b;c;d", &[2]), [2], "a mark too many");
    }
}
