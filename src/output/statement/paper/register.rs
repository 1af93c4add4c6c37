//! The list of pieces on the contents page: each with its page, and what it is a copy of.

use std::sync::Arc;

use super::page::{HAIR, MUTED, RULE, SIZE, Setter, look};
use super::piece::Registered;
use crate::letter::formats::pdf::face::Style;
use crate::letter::formats::pdf::flow::{Flow, Hold, Rank};
use crate::letter::formats::pdf::frame::{ASIDE, BLACK, Mark, mm};
use crate::letter::formats::pdf::grid::{Cell, Grid, Stand};
use crate::letter::formats::pdf::text;

impl Setter<'_> {
    /// Sets the list.
    pub(super) fn register(&self, flow: &mut Flow, pieces: &[Registered], width: f32) {
        let plain = look(Style::Regular, SIZE, BLACK);
        let strong = look(Style::Bold, SIZE, BLACK);
        let (small, aside) = (look(Style::Regular, 7.0, MUTED), look(Style::Italic, 8.0, MUTED));
        let head = look(Style::Bold, 9.0, self.accent);
        let titles = self.titles;
        let inset = (mm(1.5), mm(1.5));
        let wide = |text: &str, look| text::width(self.faces(), &[(text, look)]) + 2.0 * inset.0;
        let numbers = pieces.iter().map(|piece| wide(&piece.number.to_string(), strong));
        let numbers = numbers.fold(wide(titles[0], head), f32::max);
        let pages = pieces.iter().map(|piece| wide(&piece.page, plain)).fold(wide(titles[2], head), f32::max);
        let columns = vec![(numbers, Stand::Left), (width - numbers - pages, Stand::Left), (pages, Stand::Right)];
        let grid = Grid { x: 0.0, columns, inset, leading: 0.5 * SIZE, on_bottom: false };
        let cells: Vec<Cell<'_>> = titles.iter().map(|title| (vec![(*title, head)], ASIDE)).collect();
        let mut above = None;
        for frame in grid.row(self.faces(), &cells, Some((RULE, self.accent))) {
            above.get_or_insert_with(|| Arc::new(frame.clone()));
            flow.put(frame, Hold::Next);
        }
        let Some(above) = above else { return };
        for piece in pieces {
            let (number, title) = (piece.number.to_string(), self.clean(&piece.title));
            let copy = format!("\n{} – SHA-256\u{a0}{}", self.clean(&piece.file.0), piece.file.1);
            let note = piece.note.as_ref().map(|note| format!("\n{note}"));
            let mut what = vec![(&*title, plain), (copy.as_str(), small)];
            what.extend(note.iter().map(|note| (note.as_str(), aside)));
            let cells =
                [(vec![(number.as_str(), strong)], ASIDE), (what, ASIDE), (vec![(piece.page.as_str(), plain)], ASIDE)];
            for (i, mut frame) in grid.row(self.faces(), &cells, Some(HAIR)).into_iter().enumerate() {
                if piece.is_here && i == 0 {
                    let size = (width - numbers - 2.0 * inset.0, frame.height - 2.0 * inset.1);
                    frame.put(numbers + inset.0, inset.1, Mark::Link(piece.number, size, title.to_string()), ASIDE);
                }
                flow.put_under(frame, Hold::Free, &above);
            }
        }
        flow.gap(mm(5.0), Rank::Named);
    }
}
