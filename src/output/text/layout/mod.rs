//! Which columns a table shows, where, and how wide each is.
//!
//! A row is one line if the page allows it. What rows share stands once over them; where a page is too narrow for
//! names beside figures, so do the names.

mod lines;

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{LongNames, Page, Report, ShownCell};
use crate::model::Bilingual;
use crate::output::Cell;
use crate::output::sheet::{Column, Shown};

pub(super) use lines::{empty_slots, width};
use lines::{one_line, several_lines};

/// Rows under a heading are set in by this much.
const INDENT: usize = 2;
/// Lines under a row are set in by this much where it does not begin with an id and a name.
const BELOW_INDENT: usize = 4;

/// How a report is laid out.
pub(super) struct Layout {
    /// What stands over the rows that share it: its columns, and how wide each is.
    pub(super) headings: Vec<(usize, usize)>,
    /// The lines of one row: one, unless the page is narrower than its figures.
    pub(super) lines: Vec<Vec<Slot>>,
    /// The columns noted under the rows that have something in them.
    pub(super) notes: Vec<(usize, Bilingual)>,
    /// The columns written on lines of their own under each row.
    pub(super) below: Vec<usize>,
    /// How far those lines are set in: under the name, where there is one in the line.
    pub(super) below_indent: usize,
    /// The currencies of the rows.
    pub(super) currencies: Currencies,
    /// Whether the rare currencies are noted under their rows, for a column of them has no room.
    pub(super) notes_currency: bool,
    /// The columns of an id and of the name, where both stand in the line.
    lead: Option<(usize, usize)>,
    row_count: u64,
}

/// The place of one column in a line.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) source: Source,
    pub(super) title: Bilingual,
    /// The blanks before it.
    pub(super) gap: usize,
    pub(super) width: usize,
    /// How many characters stand from the decimal mark on.
    pub(super) after: usize,
    pub(super) is_figures: bool,
    /// How wide the widest of its texts and of their words are, when it holds strangers' text, which can be cut or
    /// wrapped.
    text_width: Option<(usize, usize)>,
}

/// Where the text of a slot comes from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    column: usize,
    joined: Vec<(char, usize)>,
    instead: Option<usize>,
}

impl Source {
    /// Returns what a row shows there.
    pub(super) fn shown(&self, row: &[Cell<'_>], page: Page) -> ShownCell {
        let mut shown = match self.instead {
            Some(instead) if row[self.column] == Cell::Empty => ShownCell::of(&row[instead], page.lang),
            _ => ShownCell::of(&row[self.column], page.lang),
        };
        for &(separator, joined) in &self.joined {
            let behind = ShownCell::of(&row[joined], page.lang);
            if behind.width > 0 {
                // Where it has that character in itself, F-1/2/3 would say nothing.
                shown.text.push(if behind.text.contains(separator) { ' ' } else { separator });
                shown.text.push_str(&behind.text);
                shown.width += 1 + behind.width;
            }
        }
        shown
    }

    /// Tells whether a row has nothing there.
    pub(super) fn is_empty(&self, row: &[Cell<'_>]) -> bool {
        row[self.column] == Cell::Empty && self.instead.is_none_or(|instead| row[instead] == Cell::Empty)
    }
}

/// What currencies the rows have, and which of them the table need not repeat.
#[derive(Default)]
pub(super) struct Currencies {
    /// The column that says it.
    pub(super) column: Option<usize>,
    /// How many rows have which.
    counts: Vec<(String, u64)>,
}

impl Currencies {
    fn count(&mut self, row: &[Cell<'_>]) {
        let Some(Cell::Word(code)) = self.column.map(|column| &row[column]) else { return };
        match self.counts.iter_mut().find(|(known, _)| known == code) {
            Some((_, count)) => *count += 1,
            None => self.counts.push(((*code).to_owned(), 1)),
        }
    }

    /// Tells whether rows differ.
    pub(super) fn are_several(&self) -> bool {
        self.counts.len() > 1
    }

    /// Returns the currency that most rows have; of several, the first in the alphabet.
    pub(super) fn main(&self) -> Option<&str> {
        let first = |(code, count): &(String, u64)| (*count, std::cmp::Reverse(code.clone()));
        self.counts.iter().max_by_key(|counted| first(counted)).map(|(code, _)| code.as_str())
    }
}

impl Layout {
    /// Measures the rows and totals, and lays them out on the page.
    pub(super) fn of(report: &dyn Report, page: Page) -> io::Result<Layout> {
        let columns = report.columns();
        let totals = report.totals();
        let mut fits: Vec<(Source, Fit)> = sources(&columns).map(|source| (source, Fit::default())).collect();
        let column = columns.iter().position(|column| column.key == "currency");
        let mut currencies = Currencies { column, ..Currencies::default() };
        let mut row_count = 0;
        report.rows(&mut |row| {
            row_count += 1;
            currencies.count(row);
            fits.iter_mut().for_each(|(source, fit)| fit.measure(source, row, page));
            Ok(())
        })?;
        let beside = report.beside();
        let under = totals.iter().chain(beside.iter().map(|(_, row)| row));
        under.for_each(|row| fits.iter_mut().for_each(|(source, fit)| fit.measure(source, row, page)));
        let shown = || columns.iter().enumerate();
        let below = shown().filter(|(_, column)| column.shown == Shown::Below).map(|(i, _)| i).collect();
        let notes = shown().filter(|(_, column)| column.shown == Shown::Noted);
        let notes = notes.map(|(i, column)| (i, column.title.clone())).collect();
        let mut layout = Layout {
            headings: vec![],
            lines: vec![],
            notes,
            below,
            below_indent: BELOW_INDENT,
            currencies,
            notes_currency: false,
            lead: None,
            row_count,
        };
        // A report without a title has no line that could say the currency of its rows.
        let currencies = &layout.currencies;
        let currency_is_said = currencies.main().is_none() || (report.title().is_some() && !currencies.are_several());
        layout.notes_currency = report.title().is_some() && !currency_is_said;
        layout.place(&columns, &fits, page, currency_is_said);
        if let Some(total) = totals.first() {
            layout.make_room_for_label(total, &layout.total_label(total));
        }
        beside.iter().for_each(|(label, row)| layout.make_room_for_label(row, label.get(page.lang)));
        Ok(layout)
    }

    /// Finds the widest layout that the page holds.
    fn place(&mut self, columns: &[Column], fits: &[(Source, Fit)], page: Page, currency_is_said: bool) {
        let currency = self.currencies.column;
        let slots = |wanted: &dyn Fn(usize, Shown) -> bool| -> Vec<Slot> {
            let shown = fits.iter().filter(|(source, fit)| {
                let shown = columns[source.column].shown;
                wanted(source.column, shown) && (shown != Shown::WhenUsed || fit.is_used)
            });
            shown.map(|(source, fit)| fit.slot(source, &columns[source.column], page)).collect()
        };
        let is_over = |shown: Shown| shown == Shown::Heading;
        if !columns.iter().any(|column| is_over(column.shown)) {
            let flat = slots(&|column, _| !currency_is_said || Some(column) != currency);
            if let Some(line) = one_line(flat.clone(), 0, page) {
                self.notes_currency = false;
                let leads = line.iter().take_while(|slot| columns[slot.source.column].shown == Shown::Lead);
                if let [id, name] = leads.collect::<Vec<_>>()[..] {
                    self.below_indent = (id.width + name.gap).min(page.width / 4);
                    self.lead = Some((id.source.column, name.source.column));
                }
                self.lines = vec![line];
                return;
            }
            if !columns.iter().any(|column| column.shown == Shown::Lead) {
                let without_currency = slots(&|column, _| Some(column) != currency);
                let rest = if self.notes_currency { without_currency } else { flat };
                self.lines = match one_line(rest.clone(), 0, page) {
                    Some(line) => vec![line],
                    None => several_lines(rest, 0, page),
                };
                return;
            }
        }
        self.notes_currency = false;
        let is_over = |shown: Shown| is_over(shown) || shown == Shown::Lead;
        self.headings = fits
            .iter()
            .filter(|(at, _)| is_over(columns[at.column].shown) && !(currency_is_said && Some(at.column) == currency))
            .map(|(at, fit)| (at.column, fit.words))
            .collect();
        let rest = slots(&|column, shown| !is_over(shown) && Some(column) != currency);
        self.lines = match one_line(rest.clone(), INDENT, page).or_else(|| one_line(rest.clone(), 0, page)) {
            Some(line) => vec![line],
            None => several_lines(rest, INDENT, page),
        };
    }

    /// Tells whether there is no row to show.
    pub(super) fn is_empty(&self) -> bool {
        self.row_count == 0
    }

    /// Tells whether a slot of a row would say again what stands before it: who has no name but his id.
    pub(super) fn repeats(&self, slot: &Slot, row: &[Cell<'_>], page: Page) -> bool {
        let text = |column: usize| ShownCell::of(&row[column], page.lang).into_text();
        self.lead.is_some_and(|(id, name)| slot.source.column == name && text(id) == text(name))
    }

    /// Tells whether the currency stands over the rows.
    pub(super) fn currency_is_heading(&self) -> bool {
        self.headings.iter().any(|&(column, _)| Some(column) == self.currencies.column)
    }

    /// Returns how wide the widest line is.
    pub(super) fn width(&self) -> usize {
        self.lines.iter().map(|slots| width(slots)).max().unwrap_or(0)
    }

    /// Returns what a row of totals is called, in both languages: with its currency, unless a column shows that.
    pub(super) fn total_label(&self, total: &[Cell<'_>]) -> String {
        let has_column = self.lines.iter().flatten().any(|slot| Some(slot.source.column) == self.currencies.column);
        match self.currencies.column.map(|column| &total[column]) {
            Some(Cell::Word(code)) if !has_column => format!("Total {code}"),
            _ => "Total".to_owned(),
        }
    }

    /// Widens the empty cells that the label of a total fills, where they are too narrow for it.
    fn make_room_for_label(&mut self, total: &[Cell<'_>], label: &str) {
        if let Some(slots) = self.lines.first_mut() {
            let empty = empty_slots(slots, total);
            if let Some(last) = empty.checked_sub(1) {
                slots[last].width += label.width().saturating_sub(width(&slots[..empty]));
            }
        }
    }
}

impl Slot {
    /// Appends the gap and the text, which is `wide` characters wide, at the slot's right or left edge.
    pub(super) fn pad(&self, line: &mut String, wide: usize, at_right: bool, text: &str) {
        let blanks = self.width.saturating_sub(wide);
        let (before, after) = if at_right { (blanks, 0) } else { (0, blanks) };
        line.extend(std::iter::repeat_n(' ', self.gap + before));
        line.push_str(text);
        line.extend(std::iter::repeat_n(' ', after));
    }
}

/// Returns the columns that may have a place in a line or heading, each with those written in or behind it.
fn sources(columns: &[Column]) -> impl Iterator<Item = Source> + '_ {
    let stands_alone = |shown| matches!(shown, Shown::Everywhere | Shown::WhenUsed | Shown::Lead | Shown::Heading);
    (0..columns.len()).filter(move |&i| stands_alone(columns[i].shown)).map(|column| Source {
        column,
        joined: (column + 1..columns.len())
            .map_while(|next| match columns[next].shown {
                Shown::Joined(separator) => Some((separator, next)),
                _ => None,
            })
            .collect(),
        instead: columns
            .iter()
            .position(|other| matches!(other.shown, Shown::InsteadOf(key) if key == columns[column].key)),
    })
}

/// What is known of the cells of a slot.
#[derive(Default)]
struct Fit {
    words: usize,
    longest_word: usize,
    before: usize,
    after: usize,
    is_figures: bool,
    is_text: bool,
    is_used: bool,
}

impl Fit {
    fn measure(&mut self, source: &Source, row: &[Cell<'_>], page: Page) {
        let shown = source.shown(row, page);
        if shown.is_figure {
            self.is_figures = true;
            self.before = self.before.max(shown.width - shown.after);
            self.after = self.after.max(shown.after);
        } else {
            self.words = self.words.max(shown.width);
        }
        let cell = &row[source.column];
        self.is_figures |= matches!(cell, Cell::Amount(..));
        if matches!(cell, Cell::Text(_)) {
            self.is_text = true;
            let longest = shown.text.split(' ').map(UnicodeWidthStr::width).max();
            self.longest_word = self.longest_word.max(longest.unwrap_or(0));
        }
        self.is_used |= is_used(cell) || source.instead.is_some_and(|instead| is_used(&row[instead]));
    }

    /// Returns the place of the column, as wide as it would like to be.
    fn slot(&self, source: &Source, column: &Column, page: Page) -> Slot {
        // A number is typed again behind another command: half of it says nothing.
        let is_whole = column.is_id() && self.words <= page.width;
        Slot {
            source: source.clone(),
            width: column.title.get(page.lang).width().max(self.before + self.after).max(self.words),
            title: column.title.clone(),
            gap: 0,
            after: self.after,
            is_figures: self.is_figures,
            text_width: (self.is_text && !is_whole).then_some((self.words, self.longest_word)),
        }
    }
}

/// Tells whether a cell has something other than nothing or zero in it.
pub(super) fn is_used(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Amount(amount, _) => !amount.is_zero(),
        Cell::Count(count) => *count != 0,
        Cell::Text(text) => !text.is_empty(),
        Cell::Flag(flag) => *flag,
        _ => true,
    }
}
