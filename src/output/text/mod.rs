//! A report as a table for a person: aligned decimals, totals set apart, strangers' text made visible.
//!
//! The rows are streamed twice, once to measure and once to write, so that a table needs no more memory than its
//! widest row. When a line cannot hold names and figures both, a row takes two: who, then how much.

mod layout;

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use self::layout::{Layout, Slot};
use super::{Cell, LongNames, Page, Report};
use crate::model::visible::visible;
use crate::model::{Bilingual, Lang, figures};

/// How far the lines under a row are set in.
const BELOW_INDENT: usize = 4;

/// Writes title, header, rows, totals and remarks.
pub(super) fn write(report: &dyn Report, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let layout = Layout::of(report, page)?;
    let mut table = Table { out, page, line: String::new() };
    table.title(report, &layout)?;
    if layout.is_empty() {
        table.put(match page.lang {
            Lang::En => "Nothing to show.",
            Lang::Fr => "Rien à afficher.",
        })?;
        return table.remarks(&report.remarks());
    }
    for slots in &layout.lines {
        table.header(slots)?;
    }
    table.rule(&layout)?;
    report.rows(&mut |row| {
        for slots in &layout.lines {
            table.row(slots, row, None)?;
        }
        for &column in &layout.below {
            table.below(&row[column])?;
        }
        Ok(())
    })?;
    let totals = report.totals();
    if !totals.is_empty() {
        table.rule(&layout)?;
    }
    for total in &totals {
        let label = layout.total_label(total);
        for (i, slots) in layout.lines.iter().enumerate() {
            table.row(slots, total, Some(if i == 0 { &label } else { "" }))?;
        }
    }
    table.remarks(&report.remarks())
}

/// Is the table being written.
struct Table<'a> {
    out: &'a mut dyn Write,
    page: Page,
    line: String,
}

impl Table<'_> {
    fn title(&mut self, report: &dyn Report, layout: &Layout) -> io::Result<()> {
        let Some(title) = report.title() else { return Ok(()) };
        let lang = self.page.lang;
        let mut line = title.get(lang).to_owned();
        if let Some(day) = report.as_of() {
            line.push_str(if lang == Lang::En { " at " } else { " au " });
            line.push_str(&figures::date(day, lang));
        }
        if let Some(currency) = &layout.only_currency {
            line.push_str(if lang == Lang::En { ", in " } else { ", en " });
            line.push_str(currency);
        }
        self.put(&line)?;
        self.put("")
    }

    fn header(&mut self, slots: &[Slot]) -> io::Result<()> {
        self.line.clear();
        for slot in slots {
            let text = cut(slot.title.get(self.page.lang), slot.width);
            slot.pad(&mut self.line, text.width(), slot.is_figures, &text);
        }
        self.finish(true)
    }

    /// Writes the cells of one line; with a label it is a total, whose first empty cells the label fills.
    fn row(&mut self, slots: &[Slot], row: &[Cell<'_>], label: Option<&str>) -> io::Result<()> {
        self.line.clear();
        let (labelled, rest) = slots.split_at(label.map_or(0, |_| layout::empty_words(slots, row)));
        if let Some(label) = label.filter(|_| !labelled.is_empty()) {
            self.line.push_str(label);
            self.line.extend(std::iter::repeat_n(' ', layout::width(labelled).saturating_sub(label.width())));
        }
        for slot in rest {
            let shown = ShownCell::of(&row[slot.column], self.page.lang);
            if slot.is_figures {
                let behind = if shown.is_figure { slot.after - shown.after } else { 0 };
                slot.pad(&mut self.line, shown.width + behind, true, &shown.text);
                self.line.extend(std::iter::repeat_n(' ', behind));
            } else {
                let text = cut(&shown.text, slot.width);
                slot.pad(&mut self.line, text.width(), false, &text);
            }
        }
        if self.line.trim_end().is_empty() { Ok(()) } else { self.finish(label.is_some()) }
    }

    fn below(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        let shown = ShownCell::of(cell, self.page.lang);
        for line in wrapped(&shown.text, self.page.width.saturating_sub(BELOW_INDENT)) {
            writeln!(self.out, "{:BELOW_INDENT$}{line}", "")?;
        }
        Ok(())
    }

    fn rule(&mut self, layout: &Layout) -> io::Result<()> {
        self.put(&"─".repeat(layout.width()))
    }

    fn remarks(&mut self, remarks: &[Bilingual]) -> io::Result<()> {
        if !remarks.is_empty() {
            self.put("")?;
        }
        for remark in remarks {
            for line in wrapped(&visible(remark.get(self.page.lang)), self.page.width) {
                self.put(&line)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, strong: bool) -> io::Result<()> {
        let line = self.line.trim_end();
        if strong && self.page.colour {
            writeln!(self.out, "\u{1b}[1m{line}\u{1b}[0m")
        } else {
            writeln!(self.out, "{line}")
        }
    }

    fn put(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }
}

/// Is a cell as it looks in a table.
struct ShownCell {
    text: String,
    /// How many characters wide it is.
    width: usize,
    /// How many of them stand from the decimal mark on.
    after: usize,
    is_figure: bool,
}

impl ShownCell {
    fn of(cell: &Cell<'_>, lang: Lang) -> ShownCell {
        match cell {
            Cell::Empty | Cell::List(_) => ShownCell::words(String::new()),
            Cell::Text(text) => ShownCell::words(visible(text).into_owned()),
            Cell::Word(word) => ShownCell::words(visible(word).into_owned()),
            Cell::Date(date) => ShownCell::words(figures::date(*date, lang)),
            Cell::Flag(flag) => ShownCell::words(yes_or_no(*flag, lang).to_owned()),
            // A dash lets the eye find the amounts; it has no decimals to align.
            Cell::Amount(amount, _) if amount.is_zero() => ShownCell::words("–".to_owned()),
            Cell::Amount(amount, currency) => ShownCell::figure(figures::amount(*amount, *currency, lang), lang),
            Cell::Count(count) => ShownCell::figure(figures::count(*count, lang), lang),
            Cell::Rate(rate) => ShownCell::figure(figures::rate(*rate, lang), lang),
            Cell::Share(share) => ShownCell::figure(figures::share(*share, lang), lang),
        }
    }

    fn words(text: String) -> ShownCell {
        ShownCell { width: text.width(), after: 0, is_figure: false, text }
    }

    fn figure(text: String, lang: Lang) -> ShownCell {
        // In English the thousands are set apart by commas, so that the last mark is the decimal one in both.
        let after = text.rfind(figures::decimal_mark(lang)).map_or(0, |at| text[at..].width());
        ShownCell { width: text.width(), after, is_figure: true, text }
    }
}

const fn yes_or_no(flag: bool, lang: Lang) -> &'static str {
    match (flag, lang) {
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
        (true, Lang::Fr) => "oui",
        (false, Lang::Fr) => "non",
    }
}

/// Returns the text, cut with `…` when it is wider than that.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Returns the text in lines no wider than that, broken at spaces; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests;
