//! How wide the columns of a table are, and how small its letters: figures and dates on one line, whatever they are,
//! and what is left to words. Worked out from the widths of the font, so that the engine need not set a long table
//! twice.

use crate::output::statement::document::{Align, Table};

/// A width, in thousandths of an em.
pub type MilliEm = u32;

/// The width of a sheet between its margins, upright and turned, in tenths of a point: 174 mm and 261 mm.
const UPRIGHT: u32 = 4932;
const TURNED: u32 = 7398;

/// The sizes that a table may be set in, in tenths of a point, each with what stands empty at either side of a cell,
/// the best first.
const SIZES: [(u32, MilliEm); 5] = [(85, 650), (85, 420), (80, 420), (75, 420), (70, 400)];

/// Up to how wide a column of words is never broken.
const SHORT: MilliEm = 7_500;

/// The least that a column of more words is given, unless its words are shorter. Longer words break inside.
const LEAST: MilliEm = 8_500;

/// From where on a word is worth turning the sheet, when it then stands unbroken: a seal, a long name.
const UNWIELDY: MilliEm = 24_000;

/// From where on a text asks for no more room: it is broken anyway.
const LONG: MilliEm = 70_000;

/// How a sheet of paper is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The short side on top.
    Upright,
    /// The long side on top.
    Turned,
}

/// How a table is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The size of its letters, in tenths of a point.
    pub size: u32,
    /// What stands empty at either side of a cell.
    pub inset: MilliEm,
    /// The width of each column, insets included.
    pub widths: Vec<MilliEm>,
}

/// Tells whether a table is too wide for a sheet held upright.
pub fn is_wide(table: &Table) -> bool {
    let is_unwieldy = |row: &Vec<String>| row.iter().any(|cell| longest_word(cell) > UNWIELDY);
    fitting(&wants(table, LEAST), Sheet::Upright).is_none()
        || (table.rows.iter().any(is_unwieldy) && fitting(&wants(table, LONG), Sheet::Turned).is_some())
}

/// Returns how a table is set on such a sheet: its columns fill the sheet.
pub fn columns(table: &Table, sheet: Sheet) -> Columns {
    let unbroken = (sheet == Sheet::Turned).then(|| wants(table, LONG));
    let unbroken = unbroken.filter(|wants| fitting(wants, sheet).is_some());
    let wants = unbroken.unwrap_or_else(|| wants(table, LEAST));
    let count = wants.len().max(1) as u32;
    let least: MilliEm = wants.iter().map(|want| want.least).sum();
    let Some((size, inset)) = fitting(&wants, sheet) else {
        // Nobody's table: words break inside.
        let (size, inset) = SIZES[SIZES.len() - 1];
        let room = room(sheet, size);
        let least = least + 2 * inset * count;
        return Columns {
            size,
            inset,
            widths: wants.iter().map(|want| share(room, want.least + 2 * inset, least)).collect(),
        };
    };
    let left = room(sheet, size) - least - 2 * inset * count;
    let more: MilliEm = wants.iter().map(|want| want.more).sum();
    let widths = wants.iter().map(|want| {
        let extra = if more <= left {
            // All have what they want: what is left is spread.
            want.more + (left - more) / count
        } else {
            share(left, want.more, more)
        };
        want.least + 2 * inset + extra
    });
    Columns { size, inset, widths: widths.collect() }
}

/// Returns the best size and inset that leave every column what it cannot do without.
fn fitting(wants: &[Want], sheet: Sheet) -> Option<(u32, MilliEm)> {
    let least: MilliEm = wants.iter().map(|want| want.least).sum();
    SIZES.into_iter().find(|&(size, inset)| least + 2 * inset * wants.len() as u32 <= room(sheet, size))
}

/// Returns the part of a whole that a weight has among all weights.
fn share(whole: u32, weight: u32, all: u32) -> u32 {
    (u64::from(whole) * u64::from(weight) / u64::from(all.max(1))) as u32
}

/// Returns the width of a sheet, measured in letters of a size.
fn room(sheet: Sheet, size: u32) -> MilliEm {
    let width = if sheet == Sheet::Upright { UPRIGHT } else { TURNED };
    width * 1_000 / size
}

/// What a column asks for.
struct Want {
    /// What it cannot do without.
    least: MilliEm,
    /// What it would take besides.
    more: MilliEm,
}

/// Returns what the columns ask for; those of words, that words so long stand unbroken.
fn wants(table: &Table, unbroken: MilliEm) -> Vec<Want> {
    let want = |(i, (title, align)): (usize, &(String, Align))| {
        let cells = || table.rows.iter().chain(&table.totals).filter_map(move |row| row.get(i));
        let widest = cells().map(|cell| width(cell)).max().unwrap_or(0);
        // A title is bold, and stands on two lines where it can.
        let word = title.split(' ').map(bold).max().unwrap_or(0);
        let title = word.max(bold(title) * 5 / 8);
        let least = if *align == Align::Right || widest <= SHORT {
            widest.max(word)
        } else {
            cells().map(|cell| longest_word(cell)).max().unwrap_or(0).max(word).min(unbroken).max(LEAST.min(widest))
        };
        Want { least, more: widest.max(title).min(LONG).saturating_sub(least) }
    };
    table.columns.iter().enumerate().map(want).collect()
}

fn longest_word(text: &str) -> MilliEm {
    text.split(' ').map(width).max().unwrap_or(0)
}

/// Returns how wide a text is at most in our font, whose figures are all of one width.
pub fn width(text: &str) -> MilliEm {
    text.chars().map(width_of).sum()
}

/// Returns how wide a text is at most in bold letters, whose figures are no wider.
fn bold(text: &str) -> MilliEm {
    text.chars()
        .map(|c| width_of(c) + if c.is_alphabetic() || matches!(c, ':' | ';' | '!' | '|') { 56 } else { 0 })
        .sum()
}

fn width_of(c: char) -> MilliEm {
    match c {
        'i' | 'j' | 'l' | '\'' | '’' => 222,
        ' ' | '\u{a0}' | '\u{202f}' | ',' | '.' | ':' | ';' | '/' | 'f' | 't' | 'I' | '!' => 278,
        '-' | 'r' | '(' | ')' | '|' => 333,
        'æ' | 'Æ' => 1_000,
        'ø' => 611,
        '0'..='9' | 'a'..='l' | 'n'..='v' | 'x'..='z' | 'à'..='ÿ' | '–' | '€' | '«' | '»' | '_' => 556,
        '\u{200b}' => 0,
        'm' | 'M' | '%' => 890,
        'w' | 'A'..='L' | 'N'..='V' | 'X'..='Z' | 'À'..='Ý' => 780,
        _ => 1_340,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: &[(&str, Align)], rows: &[&[&str]]) -> Table {
        let texts = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            columns: columns.iter().map(|(title, align)| ((*title).to_owned(), *align)).collect(),
            rows: rows.iter().map(texts).collect(),
            totals: Vec::new(),
        }
    }

    #[test]
    fn figures_have_their_width_and_words_the_rest() {
        let note = "un très long commentaire ".repeat(20);
        let rows: &[&[&str]] = &[&["01/09/2026", &note, "1 234 567,89"]];
        let columns = columns(
            &table(&[("Date", Align::Right), ("Note", Align::Left), ("Montant", Align::Right)], rows),
            Sheet::Upright,
        );
        // 8 figures and 2 slashes; 9 figures, 2 spaces and a comma; 493.2 pt are 58.023 em of 8.5 pt.
        let (date, amount) = (8 * 556 + 2 * 278 + 1300, 9 * 556 + 3 * 278 + 1300);
        assert_eq!((columns.size, columns.inset), (85, 650));
        assert_eq!(columns.widths, [date, 58_023 - date - amount, amount]);
    }

    #[test]
    fn many_columns_are_set_smaller_and_then_on_a_turned_sheet() {
        let of = |count: usize| {
            let cells = vec!["1 234 567,89"; count];
            table(&vec![("Montant", Align::Right); count], &[&cells])
        };
        // Figures of 5.838 em: 8 with wide gaps in 493.2 pt at 8.5 pt, 10 with narrow ones at 7 pt.
        let size = |count: usize, sheet: Sheet| (columns(&of(count), sheet).size, columns(&of(count), sheet).inset);
        assert_eq!((size(8, Sheet::Upright), size(9, Sheet::Upright)), ((85, 650), (80, 420)));
        assert_eq!((is_wide(&of(10)), is_wide(&of(11))), (false, true));
        assert_eq!(size(11, Sheet::Turned), (85, 650));
        let crowded = columns(&of(40), Sheet::Turned);
        assert_eq!(crowded.size, 70);
        assert!(crowded.widths.iter().sum::<u32>() <= room(Sheet::Turned, 70));
    }
}
