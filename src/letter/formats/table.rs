//! Plain-text layout by display width: tables that fit, paragraphs that are filled, nothing wider than the page.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a plain-text page is, in columns.
pub const PAGE: usize = 80;

/// The least width that the first column, which can be broken over lines, keeps.
const FIRST_LEAST: usize = 8;

/// Returns a table as lines: the first column to the left and broken over lines where the page asks for it, the others
/// to the right. A table that does not fit even so is written row by row, a cell a line.
pub fn table(titles: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let widths: Vec<usize> = (0..titles.len())
        .map(|i| rows.iter().map(|row| row[i].width()).chain([titles[i].width()]).max().unwrap_or(0))
        .collect();
    let others: usize = widths[1..].iter().sum();
    for gap in [2, 1] {
        let taken = others + gap * (titles.len() - 1);
        let least = FIRST_LEAST.max(titles[0].width()).min(widths[0]);
        if taken + least <= PAGE {
            let first = widths[0].min(PAGE - taken);
            let widths: Vec<usize> = [first].into_iter().chain(widths[1..].iter().copied()).collect();
            let title: Vec<String> = titles.iter().map(|title| (*title).to_owned()).collect();
            let rule = "-".repeat(first + taken);
            let body = rows.iter().flat_map(|row| row_lines(row, &widths, gap));
            return row_lines(&title, &widths, gap).into_iter().chain([rule]).chain(body).collect();
        }
    }
    stacked(titles, rows)
}

/// Returns pairs as lines, the figures to the right, under one another.
pub fn pairs(rows: &[(String, String)]) -> Vec<String> {
    let label = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    let figure = rows.iter().map(|(_, figure)| figure.width()).max().unwrap_or(0);
    rows.iter()
        .map(|(name, value)| format!("{}  {}{value}", pad(name, label), " ".repeat(figure - value.width())))
        .collect()
}

/// Fills lines with the words of a text, none wider than `width`; `\n` ends a line. Further lines of the text are
/// moved in by `hang` columns.
pub fn fill(text: &str, width: usize, hang: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut filling = Filling { lines: &mut lines, line: String::new(), column: 0, width, hang };
        for (i, word) in part.split(' ').filter(|word| !word.is_empty()).enumerate() {
            if i > 0 && !filling.takes(1 + word.width()) {
                filling.end();
            } else if i > 0 {
                filling.push(" ");
            }
            filling.word(word);
        }
        filling.end();
    }
    lines
}

/// A line that is being filled, and those before it.
struct Filling<'a> {
    lines: &'a mut Vec<String>,
    line: String,
    /// How wide the line is.
    column: usize,
    width: usize,
    hang: usize,
}

impl Filling<'_> {
    fn takes(&self, columns: usize) -> bool {
        self.column + columns <= self.width
    }

    fn push(&mut self, text: &str) {
        self.line.push_str(text);
        self.column += text.width();
    }

    fn end(&mut self) {
        self.lines.push(std::mem::replace(&mut self.line, " ".repeat(self.hang)));
        self.column = self.hang;
    }

    /// Writes a word; one too wide for a line, such as an invoice's number, goes on behind a hyphen where it has one.
    fn word(&mut self, word: &str) {
        if self.takes(word.width()) {
            return self.push(word);
        }
        for piece in word.split_inclusive(['-', '/']) {
            if self.column > self.hang && !self.takes(piece.width()) {
                self.end();
            }
            if self.takes(piece.width()) {
                self.push(piece);
                continue;
            }
            for c in piece.chars() {
                if !self.takes(c.width().unwrap_or(0)) {
                    self.end();
                }
                self.push(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

fn row_lines(row: &[String], widths: &[usize], gap: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (i, first) in fill(&row[0], widths[0], 0).into_iter().enumerate() {
        let mut line = pad(&first, widths[0]);
        if i == 0 {
            for (cell, width) in row[1..].iter().zip(&widths[1..]) {
                line.push_str(&" ".repeat(gap + width.saturating_sub(cell.width())));
                line.push_str(cell);
            }
        }
        line.truncate(line.trim_end_matches(' ').len());
        lines.push(line);
    }
    lines
}

fn stacked(titles: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let label = titles.iter().map(|title| title.width()).max().unwrap_or(0);
    let mut lines = Vec::new();
    for row in rows {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        for (title, cell) in titles.iter().zip(row) {
            lines.extend(fill(
                &format!("{}{}{cell}", pad(title, label).replace(' ', "\u{a0}"), "\u{a0}\u{a0}"),
                PAGE,
                label + 2,
            ));
        }
    }
    lines.into_iter().map(|line| line.replace('\u{a0}', " ").trim_end().to_owned()).collect()
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn figures_stand_under_one_another_by_display_width() {
        let lines = table(&["Facture", "Reste dû"], &rows(&[&["日本-1", "1\u{202f}000,00"], &["F-2", "0,50"]]));
        assert_eq!(lines, ["Facture  Reste dû", "-----------------", "日本-1   1\u{202f}000,00", "F-2          0,50"]);
    }

    #[test]
    fn a_wide_table_breaks_its_first_column_then_gives_up_being_a_table() {
        let figure = "9".repeat(21);
        let long = "F".repeat(120);
        let fits = table(&["No", "A", "B"], &rows(&[&[&long, &figure, &figure]]));
        assert!(fits.len() > 3 && fits.iter().all(|line| line.width() <= PAGE), "{fits:#?}");
        let stacked = table(&["No", "A", "B", "C", "D"], &rows(&[&["F-1", &figure, &figure, &figure, &figure]]));
        assert_eq!(stacked[..2], ["No  F-1".to_owned(), format!("A   {figure}")]);
        assert!(stacked.iter().all(|line| line.width() <= PAGE));
    }

    #[test]
    fn paragraphs_are_filled_and_what_does_not_break_stays_together() {
        assert_eq!(fill("aa bb\u{a0}cc dd", 5, 0), ["aa", "bb\u{a0}cc", "dd"]);
        assert_eq!(fill("- aa bb\ncc", 5, 2), ["- aa", "  bb", "cc"]);
        assert_eq!(fill("aaaaaaa", 3, 0), ["aaa", "aaa", "a"]);
        assert_eq!(fill("FA-2026-0047", 9, 0), ["FA-2026-", "0047"]);
        assert_eq!(fill("x ci-joint", 8, 0), ["x", "ci-joint"]);
        assert_eq!(fill("", 3, 0), [""]);
    }
}
