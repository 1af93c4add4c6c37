//! Rows of cells: how wide their columns are, and each row as a piece.

use super::face::Faces;
use super::frame::{Frame, Ink, Node};
use super::text::{self, Line, Span};

/// Where the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// At the left: words.
    Left,
    /// At the right: figures.
    Right,
}

/// Columns side by side, and how their cells are set.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Where the first column begins.
    pub x: f32,
    /// How wide the columns are, what stands empty in them included, and where their cells stand.
    pub columns: Vec<(f32, Stand)>,
    /// What stands empty beside, and above and below the text of a cell.
    pub inset: (f32, f32),
    /// How far apart lines are.
    pub leading: f32,
    /// Whether cells stand on the bottom of their row.
    pub on_bottom: bool,
}

/// A cell: its text, and the part that it is.
pub type Cell<'a> = (Vec<Span<'a>>, Node);

/// The most lines of a piece of a row: a longer row is cut, so that a page can hold it.
const MOST_LINES: usize = 40;

impl Grid {
    /// Returns a row, with a line below it; a row that is too high for a page in several pieces.
    pub fn row(&self, faces: &Faces<'_>, cells: &[Cell<'_>], line: Option<(f32, Ink)>) -> Vec<Frame> {
        let room = |width: f32| (width - 2.0 * self.inset.0).max(1.0);
        let mut set: Vec<Vec<Line>> = self
            .columns
            .iter()
            .zip(cells)
            .map(|((width, _), (spans, _))| text::lines(faces, spans, room(*width)))
            .collect();
        let mut pieces = Vec::new();
        loop {
            let rest = set.iter().map(Vec::len).max().unwrap_or(0) > MOST_LINES;
            let now: Vec<Vec<Line>> =
                set.iter_mut().map(|lines| lines.drain(..lines.len().min(MOST_LINES)).collect()).collect();
            pieces.push(self.piece(now, cells, line.filter(|_| !rest)));
            if !rest {
                return pieces;
            }
        }
    }

    fn piece(&self, cells: Vec<Vec<Line>>, of: &[Cell<'_>], line: Option<(f32, Ink)>) -> Frame {
        let height = |lines: &Vec<Line>| {
            lines.iter().map(|line| line.height).sum::<f32>() + lines.len().saturating_sub(1) as f32 * self.leading
        };
        let highest = cells.iter().map(height).fold(0.0, f32::max);
        let width = self.columns.iter().map(|(width, _)| width).sum();
        let mut frame = Frame::new(self.x + width, highest + 2.0 * self.inset.1);
        let mut left = self.x;
        for ((lines, (_, node)), (column, stand)) in cells.into_iter().zip(of).zip(&self.columns) {
            let lower = if self.on_bottom { highest - height(&lines) } else { 0.0 };
            let mut y = self.inset.1 + lower;
            for line in lines {
                let x = match stand {
                    Stand::Left => left + self.inset.0,
                    Stand::Right => left + column - self.inset.0 - line.width,
                };
                let line_height = line.height;
                line.draw(&mut frame, x, y, *node);
                y += line_height + self.leading;
            }
            left += column;
        }
        if let Some((thickness, ink)) = line {
            let bottom = frame.height;
            frame.rule(self.x, bottom, width, thickness, ink);
        }
        frame
    }
}

/// Returns how wide columns are of which each asks for a width and the first takes what is left; where they ask for too
/// much, the widest give way.
pub fn shared(wants: &[f32], room: f32) -> Vec<f32> {
    let Some((first, others)) = wants.split_first() else { return Vec::new() };
    // What is left for the first must hold something.
    let left = first.min(room * 0.3);
    let mut widths = fair(others, room - left);
    widths.insert(0, room - widths.iter().sum::<f32>());
    widths
}

/// Returns the widths that are asked for; where that is too much, the widest are cut to one width.
pub fn fair(wants: &[f32], room: f32) -> Vec<f32> {
    if wants.iter().sum::<f32>() <= room {
        return wants.to_vec();
    }
    let mut sorted = wants.to_vec();
    sorted.sort_by(f32::total_cmp);
    let (mut left, mut count) = (room.max(0.0), wants.len());
    let mut most = left;
    for want in sorted {
        most = left / count as f32;
        if want > most {
            break;
        }
        left -= want;
        count -= 1;
    }
    wants.iter().map(|want| want.min(most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_give_way_and_the_first_takes_what_is_left() {
        assert_eq!(shared(&[20.0, 30.0, 10.0], 100.0), [60.0, 30.0, 10.0]);
        // 70 are left beside the first: 10 as asked, and 30 each for the two that asked for more.
        assert_eq!(shared(&[50.0, 80.0, 10.0, 90.0], 100.0), [30.0, 30.0, 10.0, 30.0]);
        assert_eq!(shared(&[], 100.0), [0.0; 0]);
    }
}
