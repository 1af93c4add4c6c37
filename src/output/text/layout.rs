//! Which columns a table shows, how wide each is, and whether a row takes one line or two.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{LongNames, Page, Report, ShownCell};
use crate::model::{Bilingual, Lang};
use crate::output::Cell;
use crate::output::sheet::{Column, Shown};

/// A name is not cut below this many characters while another layout is left.
const SHORTEST_NAME: usize = 16;
/// A name is not cut below this many characters at all.
const SHORTEST_CUT: usize = 8;

/// Is how a report is laid out.
pub(super) struct Layout {
    /// The lines of one row.
    pub(super) lines: Vec<Vec<Slot>>,
    /// The columns written on lines of their own under each row.
    pub(super) below: Vec<usize>,
    /// The currency that all rows share, when the table does not show it in a column.
    pub(super) only_currency: Option<String>,
    currency_column: Option<usize>,
    row_count: u64,
}

/// Is the place of one column in a line.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) column: usize,
    pub(super) title: Bilingual,
    /// The blanks before it.
    pub(super) gap: usize,
    pub(super) width: usize,
    /// How many characters stand from the decimal mark on.
    pub(super) after: usize,
    pub(super) is_figures: bool,
    /// Whether it holds strangers' text, which can be cut.
    is_text: bool,
}

impl Layout {
    /// Measures the rows and totals, and lays them out on the page.
    pub(super) fn of(report: &dyn Report, page: Page) -> io::Result<Layout> {
        let columns = report.columns();
        let totals = report.totals();
        let mut fits: Vec<Fit> = columns.iter().map(|_| Fit::default()).collect();
        let mut row_count = 0;
        let mut measure = |row: &[Cell<'_>]| {
            for (fit, (cell, column)) in fits.iter_mut().zip(row.iter().zip(&columns)) {
                if matches!(column.shown, Shown::Everywhere | Shown::WhenUsed) {
                    fit.measure(cell, page.lang);
                }
            }
        };
        report.rows(&mut |row| {
            row_count += 1;
            measure(row);
            Ok(())
        })?;
        totals.iter().for_each(|total| measure(total));
        let currency_column = columns.iter().position(|column| column.key == "currency");
        let only_currency = currency_column.and_then(|i| fits[i].only_word.clone().flatten());
        let mut layout = Layout {
            lines: vec![],
            below: (0..columns.len()).filter(|&i| columns[i].shown == Shown::Below).collect(),
            only_currency,
            currency_column,
            row_count,
        };
        layout.lines = lines(layout.slots(&columns, &fits, page.lang), page);
        if let Some(total) = totals.first() {
            layout.make_room_for_label(total);
        }
        Ok(layout)
    }

    /// Tells whether there is no row to show.
    pub(super) fn is_empty(&self) -> bool {
        self.row_count == 0
    }

    /// Returns how wide the widest line is.
    pub(super) fn width(&self) -> usize {
        self.lines.iter().map(|slots| width(slots)).max().unwrap_or(0)
    }

    /// Returns what a row of totals is called, in both languages: with its currency, unless a column shows that.
    pub(super) fn total_label(&self, total: &[Cell<'_>]) -> String {
        match self.currency_column.map(|i| &total[i]) {
            Some(Cell::Word(code)) if self.only_currency.is_some() => format!("Total {code}"),
            _ => "Total".to_owned(),
        }
    }

    /// Widens the empty cells that the label of a total fills, where they are too narrow for it.
    fn make_room_for_label(&mut self, total: &[Cell<'_>]) {
        let missing = |slots: &[Slot], label: &str| label.width().saturating_sub(width(slots));
        let label = self.total_label(total);
        if let Some(slots) = self.lines.first_mut() {
            let empty = empty_words(slots, total);
            if let Some(last) = empty.checked_sub(1) {
                slots[last].width += missing(&slots[..empty], &label);
            }
        }
    }

    /// Returns the places of the columns that the table shows, each as wide as it would like to be.
    fn slots(&self, columns: &[Column], fits: &[Fit], lang: Lang) -> Vec<Slot> {
        let is_shown = |i: usize| match columns[i].shown {
            Shown::Everywhere => self.only_currency.is_none() || self.currency_column != Some(i),
            Shown::WhenUsed => fits[i].is_used && (self.only_currency.is_none() || self.currency_column != Some(i)),
            Shown::Below | Shown::Data | Shown::Json => false,
        };
        (0..columns.len())
            .filter(|&i| is_shown(i))
            .map(|i| Slot {
                column: i,
                width: columns[i].title.get(lang).width().max(fits[i].before + fits[i].after).max(fits[i].words),
                title: columns[i].title.clone(),
                gap: 0,
                after: fits[i].after,
                is_figures: fits[i].is_figures,
                is_text: fits[i].is_text,
            })
            .collect()
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

/// Is what is known of the cells of a column.
#[derive(Default)]
struct Fit {
    words: usize,
    before: usize,
    after: usize,
    is_figures: bool,
    is_text: bool,
    is_used: bool,
    /// The word that all cells share; `Some(None)` once two differ.
    only_word: Option<Option<String>>,
}

impl Fit {
    fn measure(&mut self, cell: &Cell<'_>, lang: Lang) {
        let shown = ShownCell::of(cell, lang);
        if shown.is_figure {
            self.is_figures = true;
            self.before = self.before.max(shown.width - shown.after);
            self.after = self.after.max(shown.after);
        } else {
            self.words = self.words.max(shown.width);
        }
        self.is_figures |= matches!(cell, Cell::Amount(..));
        self.is_text |= matches!(cell, Cell::Text(_));
        self.is_used |= match cell {
            Cell::Empty => false,
            Cell::Amount(amount, _) => !amount.is_zero(),
            Cell::Count(count) => *count != 0,
            Cell::Text(text) => !text.is_empty(),
            _ => true,
        };
        if let Cell::Word(word) = cell {
            match &self.only_word {
                None => self.only_word = Some(Some((*word).to_owned())),
                Some(Some(only)) if only != word => self.only_word = Some(None),
                Some(_) => {}
            }
        }
    }
}

/// Puts the slots on one line, or, when one does not hold them, first the words and then the figures.
fn lines(mut slots: Vec<Slot>, page: Page) -> Vec<Vec<Slot>> {
    space(&mut slots, 2);
    if width(&slots) > page.width && page.long_names == LongNames::Cut {
        let mut cut = slots.clone();
        cut_names(&mut cut, page.width, SHORTEST_NAME);
        if width(&cut) <= page.width {
            return vec![cut];
        }
    }
    if width(&slots) > page.width {
        space(&mut slots, 1);
    }
    if width(&slots) <= page.width {
        return vec![slots];
    }
    let (figures, mut words): (Vec<Slot>, Vec<Slot>) = slots.into_iter().partition(|slot| slot.is_figures);
    if page.long_names == LongNames::Cut {
        space(&mut words, 2);
        cut_names(&mut words, page.width, SHORTEST_CUT);
    }
    let mut lines = packed(words, 0, 2, page.width);
    // Figures are set in, so that they stand apart from the names above them, as far as there is room.
    let set_in = |indent, gap| packed(figures.clone(), indent, gap, page.width);
    let fitting = [(4, 2), (2, 1), (0, 1)].map(|(indent, gap)| set_in(indent, gap)).into_iter();
    lines.extend(fitting.min_by_key(Vec::len).unwrap_or_default());
    lines
}

/// Puts as many slots on each line as it holds.
fn packed(slots: Vec<Slot>, indent: usize, gap: usize, page_width: usize) -> Vec<Vec<Slot>> {
    let mut lines: Vec<Vec<Slot>> = Vec::new();
    for mut slot in slots {
        match lines.last_mut().filter(|line| width(line) + gap + slot.width <= page_width) {
            Some(line) => {
                slot.gap = gap;
                line.push(slot);
            }
            None => {
                slot.gap = indent;
                lines.push(vec![slot]);
            }
        }
    }
    lines
}

/// Sets the blanks between slots.
fn space(slots: &mut [Slot], gap: usize) {
    for (i, slot) in slots.iter_mut().enumerate() {
        slot.gap = if i == 0 { 0 } else { gap };
    }
}

/// Returns how many cells of words a row leaves empty at its start.
pub(super) fn empty_words(slots: &[Slot], row: &[Cell<'_>]) -> usize {
    slots.iter().take_while(|slot| !slot.is_figures && row[slot.column] == Cell::Empty).count()
}

/// Returns how wide the line of these slots is.
pub(super) fn width(slots: &[Slot]) -> usize {
    slots.iter().map(|slot| slot.gap + slot.width).sum()
}

/// Takes characters from the widest names until the line fits, or all are as short as they may be.
fn cut_names(slots: &mut [Slot], page_width: usize, shortest: usize) {
    for _ in page_width..width(slots) {
        let names = slots.iter_mut().filter(|slot| slot.is_text && slot.width > shortest);
        match names.max_by_key(|slot| slot.width) {
            Some(widest) => widest.width -= 1,
            None => return,
        }
    }
}
