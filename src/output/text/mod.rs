//! A report as a table for a person: aligned decimals, totals set apart, strangers' text made visible.
//!
//! The rows are streamed twice, once to measure and once to write, so that a table needs no more memory than its
//! widest row. A row is one line of figures; what rows share, and names that leave figures no room, stands over them.

mod layout;
mod shown;
mod wrap;

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use self::layout::{Layout, Slot};
pub(in crate::output) use self::shown::ShownCell;
use self::wrap::{said, wrapped};
use super::{Cell, LongNames, Page, Report};
use crate::model::visible::visible;
use crate::model::{Bilingual, Lang, figures};

/// Names in headings are aligned behind ids of up to this many characters.
const LONGEST_ID: usize = 12;

/// Writes title, header, rows, totals and remarks.
pub(super) fn write(report: &dyn Report, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let layout = Layout::of(report, page)?;
    let mut table = Table { out, page, layout: &layout, line: String::new() };
    table.title(report)?;
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
    table.rule()?;
    let mut around = Around::default();
    report.rows(&mut |row| {
        let is_explained = report.is_explained(row);
        let below = layout.below.iter().filter(|_| is_explained);
        let below: Vec<String> = below.map(|&column| ShownCell::of(&row[column], page.lang).text).collect();
        table.over(report.part(row), row, &below, &mut around)?;
        for slots in &layout.lines {
            table.row(slots, row, None)?;
        }
        let currency = table.rare_currency(row).filter(|_| layout.notes_currency);
        table.notes(row, currency)?;
        around.below = below;
        Ok(())
    })?;
    around.below.iter().try_for_each(|text| table.below(text))?;
    let (totals, beside) = (report.totals(), report.beside());
    if !totals.is_empty() || !beside.is_empty() {
        table.rule()?;
    }
    for total in &totals {
        let label = layout.total_label(total);
        for (i, slots) in layout.lines.iter().enumerate() {
            table.row(slots, total, Some(if i == 0 { &label } else { "" }))?;
        }
        table.notes(total, None)?;
    }
    for (label, row) in &beside {
        for (i, slots) in layout.lines.iter().enumerate() {
            table.row(slots, row, Some(if i == 0 { label.get(page.lang) } else { "" }))?;
        }
    }
    table.remarks(&report.remarks())
}

/// What stands around the last row: over it, and what is still to be written below.
#[derive(Default)]
struct Around {
    part: Option<Bilingual>,
    heading: Option<String>,
    below: Vec<String>,
}

/// The table being written.
struct Table<'a> {
    out: &'a mut dyn Write,
    page: Page,
    layout: &'a Layout,
    line: String,
}

impl Table<'_> {
    fn title(&mut self, report: &dyn Report) -> io::Result<()> {
        let Some(title) = report.title() else { return Ok(()) };
        let lang = self.page.lang;
        // It may have a name in it.
        let mut line = visible(title.get(lang)).into_owned();
        if let Some(day) = report.as_of().filter(|_| !report.title_has_days()) {
            line.push_str(if lang == Lang::En { " at " } else { " au " });
            line.push_str(&figures::date(day, lang));
        }
        let currencies = &self.layout.currencies;
        let is_over = !self.layout.headings.is_empty() && !self.layout.currency_is_heading();
        let says_others = is_over || self.layout.notes_currency;
        if let Some(currency) = currencies.main().filter(|_| says_others || !currencies.are_several()) {
            line.push_str(if lang == Lang::En { ", in " } else { ", en " });
            line.push_str(currency);
            if currencies.are_several() {
                line.push_str(if lang == Lang::En { " unless said otherwise" } else { " sauf mention contraire" });
            }
        }
        for line in wrapped(&line, self.page.width) {
            self.put(&line)?;
        }
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

    /// Ends the rows before with their sentences, unless this one under the same heading has the same, and writes the
    /// titles of a part and of the rows that share a heading where they begin.
    fn over(
        &mut self,
        part: Option<Bilingual>,
        row: &[Cell<'_>],
        below: &[String],
        last: &mut Around,
    ) -> io::Result<()> {
        let heading = self.heading(row);
        if part == last.part && heading.is_some() && heading == last.heading && below == last.below {
            return Ok(());
        }
        last.below.drain(..).try_for_each(|text| self.below(&text))?;
        if part != last.part {
            if last.part.is_some() {
                self.put("")?;
            }
            if let Some(part) = &part {
                self.strong(part.get(self.page.lang))?;
                self.put("")?;
            }
            *last = Around { part, ..Around::default() };
        }
        if heading != last.heading {
            if let Some(heading) = &heading {
                self.strong(heading)?;
            }
            last.heading = heading;
        }
        Ok(())
    }

    /// Returns what stands over a row: who, and the currency where it is not the usual one.
    fn heading(&self, row: &[Cell<'_>]) -> Option<String> {
        let layout = self.layout;
        let (&(last, _), before) = layout.headings.split_last()?;
        let lang = self.page.lang;
        let mut heading = String::new();
        let name = ShownCell::of(&row[last], lang).text;
        for &(column, width) in before {
            let shown = ShownCell::of(&row[column], lang);
            // Who has no name but his id is named once.
            if shown.text == name {
                continue;
            }
            heading.push_str(&shown.text);
            heading.extend(std::iter::repeat_n(' ', width.min(LONGEST_ID).saturating_sub(shown.width) + 2));
        }
        heading.push_str(&name);
        let currency = self.rare_currency(row).filter(|_| !layout.currency_is_heading());
        let currency = currency.map_or(String::new(), |said| format!(", {said}"));
        if self.page.long_names == LongNames::Cut {
            heading = cut(&heading, self.page.width.saturating_sub(currency.width()));
        }
        Some(heading + &currency)
    }

    /// Says what a row is in, where that is not the usual currency.
    fn rare_currency(&self, row: &[Cell<'_>]) -> Option<String> {
        let currencies = &self.layout.currencies;
        match currencies.column.map(|column| &row[column]) {
            Some(Cell::Word(code)) if currencies.main() != Some(code) => {
                Some(format!("{} {code}", if self.page.lang == Lang::En { "in" } else { "en" }))
            }
            _ => None,
        }
    }

    /// Writes the cells of one line; with a label it is a total, whose first empty cells the label fills.
    fn row(&mut self, slots: &[Slot], row: &[Cell<'_>], label: Option<&str>) -> io::Result<()> {
        self.line.clear();
        let (labelled, rest) = slots.split_at(label.map_or(0, |_| layout::empty_slots(slots, row)));
        if let Some(label) = label {
            self.line.push_str(label);
            let room = layout::width(labelled);
            if room < label.width() {
                self.finish(true)?;
                self.line.clear();
            }
            let written = self.line.width();
            self.line.extend(std::iter::repeat_n(' ', room.saturating_sub(written)));
        }
        let mut wraps = Vec::new();
        for slot in rest {
            let shown = if self.layout.repeats(slot, row, self.page) {
                ShownCell::words(String::new())
            } else {
                slot.source.shown(row, self.page)
            };
            if slot.is_figures {
                let behind = if shown.is_figure { slot.after - shown.after } else { 0 };
                slot.pad(&mut self.line, shown.width + behind, true, &shown.text);
                self.line.extend(std::iter::repeat_n(' ', behind));
            } else if self.page.long_names == LongNames::Cut || shown.width <= slot.width {
                let text = cut(&shown.text, slot.width);
                slot.pad(&mut self.line, text.width(), false, &text);
            } else {
                let mut lines = wrapped(&shown.text, slot.width).into_iter();
                let first = lines.next().unwrap_or_default();
                wraps.push((self.line.width() + slot.gap, lines));
                slot.pad(&mut self.line, first.width(), false, &first);
            }
        }
        if !self.line.trim_end().is_empty() {
            self.finish(label.is_some())?;
        }
        self.rest_of(wraps)
    }

    /// Writes what is left of texts that go on below their line, each at its place.
    fn rest_of(&mut self, mut wraps: Vec<(usize, std::vec::IntoIter<String>)>) -> io::Result<()> {
        while wraps.iter().any(|(_, lines)| lines.len() > 0) {
            self.line.clear();
            for (start, lines) in &mut wraps {
                if let Some(text) = lines.next() {
                    let written = self.line.width();
                    self.line.extend(std::iter::repeat_n(' ', start.saturating_sub(written)));
                    self.line.push_str(&text);
                }
            }
            self.finish(false)?;
        }
        Ok(())
    }

    /// Writes what a row is in, where that is to be said, and its rare amounts, with their titles.
    fn notes(&mut self, row: &[Cell<'_>], currency: Option<String>) -> io::Result<()> {
        let lang = self.page.lang;
        let used = self.layout.notes.iter().filter(|(column, _)| layout::is_used(&row[*column]));
        let note = |(column, title): &(usize, Bilingual)| {
            format!("{} {}", title.get(lang), ShownCell::of(&row[*column], lang).text)
        };
        let notes: Vec<String> = currency.into_iter().chain(used.map(note)).collect();
        self.below(&notes.join(" · "))
    }

    fn below(&mut self, text: &str) -> io::Result<()> {
        let indent = self.layout.below_indent;
        for line in said(text, self.page.width.saturating_sub(indent)) {
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }

    fn rule(&mut self) -> io::Result<()> {
        self.put(&"─".repeat(self.layout.width()))
    }

    fn remarks(&mut self, remarks: &[Bilingual]) -> io::Result<()> {
        if !remarks.is_empty() {
            self.put("")?;
        }
        for remark in remarks {
            for line in said(&visible(remark.get(self.page.lang)), self.page.width) {
                self.put(&line)?;
            }
        }
        Ok(())
    }

    fn strong(&mut self, text: &str) -> io::Result<()> {
        self.line.clear();
        self.line.push_str(text);
        self.finish(true)
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

#[cfg(test)]
mod tests;
