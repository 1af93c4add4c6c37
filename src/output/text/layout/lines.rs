//! Slots put on the lines of a row, as many as each holds.

use super::{LongNames, Page, Slot};
use crate::output::Cell;

/// A name is not cut or wrapped below this many characters, or a quarter of a narrow page, while another layout is
/// left.
const SHORTEST_NAME: usize = 20;
/// A name is not cut below this many characters at all.
const SHORTEST_CUT: usize = 8;

/// Puts the slots on one line, with names cut or wrapped where they may be; nothing when it does not hold them.
pub(super) fn one_line(mut slots: Vec<Slot>, indent: usize, page: Page) -> Option<Vec<Slot>> {
    for gap in [2, 1] {
        space(&mut slots, gap, indent);
        let mut fitted = slots.clone();
        cut_names(&mut fitted, page.width, (page.width / 4).clamp(SHORTEST_CUT, SHORTEST_NAME));
        // A name that would be wrapped inside a word, or over more than two lines, has one of its own instead.
        let too_long =
            |slot: &Slot| slot.text_width.is_some_and(|(text, word)| text > 2 * slot.width || word > slot.width);
        if width(&fitted) <= page.width && (page.long_names == LongNames::Cut || !fitted.iter().any(too_long)) {
            return Some(fitted);
        }
    }
    None
}

/// Puts the slots on as many lines as they need: first the words, set in by `indent`, and then the figures.
pub(super) fn several_lines(slots: Vec<Slot>, indent: usize, page: Page) -> Vec<Vec<Slot>> {
    let (figures, mut words): (Vec<Slot>, Vec<Slot>) = slots.into_iter().partition(|slot| slot.is_figures);
    if page.long_names == LongNames::Cut {
        space(&mut words, 2, indent);
        cut_names(&mut words, page.width, SHORTEST_CUT);
    }
    let mut lines = packed(words, indent, 2, page.width);
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

/// Sets the blanks before and between slots.
fn space(slots: &mut [Slot], gap: usize, indent: usize) {
    for (i, slot) in slots.iter_mut().enumerate() {
        slot.gap = if i == 0 { indent } else { gap };
    }
}

/// Returns how many slots a row leaves empty at its start.
pub(in super::super) fn empty_slots(slots: &[Slot], row: &[Cell<'_>]) -> usize {
    slots.iter().take_while(|slot| slot.source.is_empty(row)).count()
}

/// Returns how wide the line of these slots is.
pub(in super::super) fn width(slots: &[Slot]) -> usize {
    slots.iter().map(|slot| slot.gap + slot.width).sum()
}

/// Takes characters from the widest names until the line fits, or all are as short as they may be.
fn cut_names(slots: &mut [Slot], page_width: usize, shortest: usize) {
    for _ in page_width..width(slots) {
        let names = slots.iter_mut().filter(|slot| slot.text_width.is_some() && slot.width > shortest);
        match names.max_by_key(|slot| slot.width) {
            Some(widest) => widest.width -= 1,
            None => return,
        }
    }
}
