//! The parts of a letter, one below the other: paragraphs, lists, tables, totals, how to pay, commands.

use std::sync::Arc;

use super::face::{Faces, Style};
use super::flow::{Flow, Hold, Rank};
use super::frame::{BLACK, Frame, Ink, Mark, Node, Role, Tree, mm};
use super::grid::{Cell, Grid, Stand, fair, shared};
use super::text::{self, Look, Span};
use super::theme::{HAIRLINE, MUTED, Theme};
use crate::letter::formats::document::{BY_HAND, Part};
use crate::letter::formats::transfer::Code;
use crate::letter::wording::markup::{Rich, Run};

/// How thick the line below a head and above a sum is.
const RULE: f32 = 0.8;
/// How large the payment code is: 26 mm.
const CODE: f32 = 26.0 * 72.0 / 25.4;
/// How many rows stay with the totals.
const KEPT: usize = 2;

/// What parts are set with.
pub struct Parts<'a, 'f> {
    faces: &'a Faces<'f>,
    accent: Ink,
    size: f32,
    leading: f32,
    gap: f32,
    pause: f32,
    width: f32,
    code: Option<Arc<Code>>,
    scan: &'a str,
    /// The parts for those who hear the letter read.
    pub tree: Tree,
}

impl<'a, 'f> Parts<'a, 'f> {
    /// Begins a letter.
    pub fn new(faces: &'a Faces<'f>, theme: &Theme, code: Option<Arc<Code>>, scan: &'a str) -> Parts<'a, 'f> {
        let Theme { accent, size, leading, gap, pause, width, .. } = *theme;
        Parts { faces, accent, size, leading, gap, pause, width, code, scan, tree: Tree::default() }
    }

    /// Returns the size of letters in tables.
    fn table_size(&self) -> f32 {
        0.9 * self.size
    }

    /// Returns the size of letters below tables.
    fn note_size(&self) -> f32 {
        0.8 * self.size
    }

    /// Sets parts.
    pub fn all(&mut self, flow: &mut Flow, parts: &[&Part]) {
        let signed = parts.iter().position(|part| matches!(part, Part::Signatures { .. })).unwrap_or(0);
        let is_term = |part: &&&Part| matches!(part, Part::Paragraph { .. });
        let terms = signed - parts[..signed].iter().rev().take_while(is_term).count();
        for (i, &part) in parts.iter().enumerate() {
            let bears = matches!(parts.get(i + 1), Some(Part::Totals { .. }));
            flow.gap(self.gap, Rank::Usual);
            // A list goes on with the sentence above it.
            let goes_on = i > 0 && matches!(parts[i - 1], Part::Paragraph { .. });
            if goes_on && matches!(part, Part::List { title: None, .. }) {
                flow.gap(0.6 * self.size, Rank::Named);
            }
            if (terms..signed).contains(&i) {
                // Nobody signs a page that does not say what is agreed to.
                let mut term = Flow::default();
                self.one(&mut term, part, bears);
                flow.put(term.whole(self.width), Hold::Next);
            } else {
                self.one(flow, part, bears);
            }
            flow.gap(self.gap, Rank::Usual);
        }
    }

    /// Sets a part; a table that bears a sum keeps its last rows with it.
    fn one(&mut self, flow: &mut Flow, part: &Part, bears: bool) {
        match part {
            Part::Paragraph { text } => {
                let node = self.tree.add(Role::Paragraph, None);
                flow.text(self.faces, &rich(text, self.size), (0.0, self.width), self.leading, node);
                // A title says nothing without what follows it.
                if text.0.iter().all(|run| run.bold) {
                    flow.hold();
                }
            }
            Part::List { title, numbered, items } => self.list(flow, *title, *numbered, items),
            Part::Table { titles, rows, notes } => self.table(flow, titles, rows, notes, bears),
            Part::Totals { rows } => self.totals(flow, rows),
            Part::Facts { rows, transfer } => self.facts(flow, rows, transfer.is_some()),
            Part::Signatures { by_hand, rows } => self.signatures(flow, *by_hand, rows),
            Part::Detail { parts, .. } => self.all(flow, &parts.iter().collect::<Vec<_>>()),
            Part::Commands { commands } => {
                for words in commands {
                    let node = self.tree.add(Role::Paragraph, None);
                    flow.gap(self.gap, Rank::Usual);
                    flow.text(
                        self.faces,
                        &[(&words.join(" "), look(Style::Regular, 0.85 * self.size, BLACK))],
                        (0.0, self.width),
                        0.6 * 0.85 * self.size,
                        node,
                    );
                    flow.gap(self.gap, Rank::Usual);
                }
            }
        }
    }

    /// Sets where two parties sign, all of it on one page.
    fn signatures(&mut self, flow: &mut Flow, by_hand: u16, rows: &[([String; 2], u16)]) {
        let (plain, bold) = (look(Style::Regular, self.size, BLACK), look(Style::Bold, self.size, BLACK));
        let half = self.width / 2.0;
        let columns = vec![(half, Stand::Left), (half, Stand::Left)];
        let grid = Grid { x: 0.0, columns, inset: (0.0, mm(0.9)), leading: 0.6 * self.size, on_bottom: false };
        let mut block = Flow::default();
        for _ in 0..by_hand {
            let mut line = Frame::new(self.width, mm(f32::from(BY_HAND)));
            line.rule(0.0, line.height, self.width, HAIRLINE.0, HAIRLINE.1);
            block.put(line, Hold::Next);
        }
        if by_hand > 0 {
            block.space(mm(3.0));
        }
        let table = self.tree.add(Role::Table, None);
        for (i, (cells, room)) in rows.iter().enumerate() {
            let row = self.tree.add(Role::Row, Some(table));
            let role = if i == 0 { Role::Head } else { Role::Cell };
            let style = if i == 0 { bold } else { plain };
            let cells = cells.each_ref().map(|text| {
                let cell: Cell<'_> = (vec![(text.as_str(), style)], self.tree.add(role.clone(), Some(row)));
                cell
            });
            grid.row(self.faces, &cells, None).into_iter().for_each(|frame| block.put(frame, Hold::Next));
            block.space(mm(f32::from(*room)));
        }
        // What is agreed to stands above the names.
        flow.hold();
        flow.put(block.whole(self.width), Hold::Free);
    }

    fn list(&mut self, flow: &mut Flow, title: Option<&str>, numbered: bool, items: &[Rich]) {
        let size = if title.is_some() { self.table_size() } else { self.size };
        if let Some(title) = title {
            let node = self.tree.add(Role::Paragraph, None);
            flow.text(self.faces, &[(title, look(Style::Regular, size, BLACK))], (0.0, self.width), 0.6 * size, node);
            flow.hold();
            flow.gap(0.6 * size, Rank::Named);
        }
        let texts: Vec<Vec<Span<'_>>> = items.iter().map(|item| rich(item, size)).collect();
        let list = self.tree.add(Role::List(numbered), None);
        items_of(
            flow,
            (self.faces, &mut self.tree, list),
            &texts,
            numbered,
            (mm(2.0), mm(2.0)),
            (size, 0.6 * size, 0.6 * size),
            self.width,
        );
    }

    fn table(&mut self, flow: &mut Flow, titles: &[&str], rows: &[Vec<String>], notes: &[String], bears: bool) {
        let head = look(Style::Bold, self.table_size(), self.accent);
        let plain = look(Style::Regular, self.table_size(), BLACK);
        let inset = (mm(1.5), mm(1.2));
        let widest = |i: usize| {
            let cells = rows.iter().filter_map(|row| row.get(i)).map(|cell| text::width(self.faces, &[(cell, plain)]));
            cells.fold(text::width(self.faces, &[(titles[i], head)]), f32::max) + 2.0 * inset.0
        };
        let wants: Vec<f32> = (0..titles.len()).map(widest).collect();
        let stand = |i: usize| if i == 0 { Stand::Left } else { Stand::Right };
        let columns = shared(&wants, self.width).into_iter().enumerate().map(|(i, width)| (width, stand(i))).collect();
        let grid = Grid { x: 0.0, columns, inset, leading: 0.6 * self.table_size(), on_bottom: false };
        let table = self.tree.add(Role::Table, None);
        let set = |tree: &mut Tree, cells: &mut dyn Iterator<Item = (&str, Look)>, role: Role, line| {
            let row = tree.add(Role::Row, Some(table));
            let cells: Vec<Cell<'_>> = cells.map(|span| (vec![span], tree.add(role.clone(), Some(row)))).collect();
            grid.row(self.faces, &cells, Some(line))
        };
        let titles =
            set(&mut self.tree, &mut titles.iter().map(|title| (*title, head)), Role::Head, (RULE, self.accent));
        let repeated: Vec<Frame> = titles.into_iter().take(1).collect();
        let above = Arc::new(repeated[0].clone().aside());
        repeated.into_iter().for_each(|frame| flow.put(frame, Hold::Next));
        // A sum alone on a sheet says nothing of what it is.
        let kept = if bears { rows.len().saturating_sub(KEPT) } else { rows.len() };
        for (i, row) in rows.iter().enumerate() {
            let frames = set(&mut self.tree, &mut row.iter().map(|cell| (cell.as_str(), plain)), Role::Cell, HAIRLINE);
            for frame in frames {
                flow.put_under(frame, if i >= kept { Hold::Next } else { Hold::Free }, &above);
            }
        }
        flow.gap(0.6 * self.size, Rank::Named);
        for note in notes {
            let node = self.tree.add(Role::Paragraph, None);
            flow.gap(0.55 * self.note_size(), Rank::Named);
            flow.hold();
            flow.text(
                self.faces,
                &[(note, look(Style::Regular, self.note_size(), MUTED))],
                (0.0, self.width),
                0.6 * self.note_size(),
                node,
            );
            flow.gap(0.55 * self.note_size(), Rank::Named);
        }
        if bears {
            flow.hold();
        }
        flow.space(0.4 * self.size);
    }

    fn totals(&mut self, flow: &mut Flow, rows: &[(String, String)]) {
        let (plain, bold) = (look(Style::Regular, self.size, BLACK), look(Style::Bold, self.size, BLACK));
        let inset = (mm(1.5), mm(1.2));
        let style = |i: usize| if i + 1 == rows.len() { bold } else { plain };
        let widest = |side: fn(&(String, String)) -> &str| {
            let widths = rows.iter().enumerate().map(|(i, row)| text::width(self.faces, &[(side(row), style(i))]));
            widths.fold(0.0, f32::max) + 2.0 * inset.0
        };
        let widths = fair(&[widest(|row| &row.0), widest(|row| &row.1)], self.width);
        let grid = Grid {
            x: self.width - widths.iter().sum::<f32>(),
            columns: vec![(widths[0], Stand::Left), (widths[1], Stand::Right)],
            inset,
            leading: 0.6 * self.size,
            on_bottom: false,
        };
        let table = self.tree.add(Role::Table, None);
        let mut block = Flow::default();
        for (i, (label, figure)) in rows.iter().enumerate() {
            let row = self.tree.add(Role::Row, Some(table));
            let cells = [label, figure].map(|text| {
                let cell: Cell<'_> = (vec![(text.as_str(), style(i))], self.tree.add(Role::Cell, Some(row)));
                cell
            });
            let line = (i + 2 == rows.len()).then_some((RULE, self.accent));
            grid.row(self.faces, &cells, line).into_iter().for_each(|frame| block.put(frame, Hold::Next));
        }
        flow.put(block.whole(self.width), Hold::Free);
        flow.gap(self.pause, Rank::Named);
    }

    fn facts(&mut self, flow: &mut Flow, rows: &[(&'static str, String)], is_transfer: bool) {
        let code = self.code.clone().filter(|_| is_transfer);
        let (aside, between) = (mm(50.0), mm(4.0));
        let width = if code.is_some() { self.width - aside - between } else { self.width };
        let (muted, plain) = (look(Style::Regular, self.size, MUTED), look(Style::Regular, self.size, BLACK));
        let gutter = mm(4.0);
        let widest = |side: for<'r> fn(&'r (&'static str, String)) -> &'r str, style: Look| {
            rows.iter().map(|row| text::width(self.faces, &[(side(row), style)])).fold(0.0, f32::max)
        };
        let widths = fair(&[widest(|row| row.0, muted), widest(|row| &row.1, plain)], width - gutter);
        let list = self.tree.add(Role::Table, None);
        let leading = 0.6 * self.size;
        let grid = |x: f32, width: f32| Grid {
            x,
            columns: vec![(width, Stand::Left)],
            inset: (0.0, mm(0.9)),
            leading,
            on_bottom: false,
        };
        let mut block = Flow::default();
        for (label, value) in rows {
            let row = self.tree.add(Role::Row, Some(list));
            let label = (vec![(*label, muted)], self.tree.add(Role::Cell, Some(row)));
            let value = (vec![(value.as_str(), plain)], self.tree.add(Role::Cell, Some(row)));
            let mut frame = Frame::new(width, 0.0);
            for (x, width, cell) in [(0.0, widths[0], label), (widths[0] + gutter, widths[1], value)] {
                let mut y = 0.0;
                for piece in grid(x, width + 0.01).row(self.faces, &[cell], None) {
                    let height = piece.height;
                    frame.add(piece, 0.0, y);
                    y += height;
                }
                frame.height = frame.height.max(y);
            }
            block.put(frame, Hold::Free);
        }
        let facts = block.whole(width);
        flow.put(
            match code {
                Some(code) => self.beside(facts, &code, (width + between, aside)),
                None => facts,
            },
            Hold::Free,
        );
    }

    /// Sets the payment code beside the facts that it says, all in the middle: what it is for stands at its left, where
    /// it takes no line.
    fn beside(&mut self, facts: Frame, code: &Arc<Code>, (x, width): (f32, f32)) -> Frame {
        let apart = mm(3.0);
        let figure = self.tree.add(Role::Figure(self.scan.to_owned()), None);
        let caption = self.tree.add(Role::Paragraph, None);
        let small = look(Style::Regular, 0.7 * self.size, MUTED);
        let caption = to_the_right(self.faces, self.scan, small, width - CODE - apart, caption);
        let height = facts.height.max(CODE).max(caption.height);
        let mut whole = Frame::new(self.width, height);
        let middle = |of: f32| (height - of) / 2.0;
        let (top, beside, above) = (middle(facts.height), middle(caption.height), middle(CODE));
        whole.add(facts, 0.0, top);
        whole.add(caption, x, beside);
        whole.put(x + width - CODE, above, Mark::Code(code.clone(), CODE), figure);
        whole
    }
}

/// Sets a text whose lines end at the right.
fn to_the_right(faces: &Faces<'_>, text: &str, look: Look, width: f32, node: Node) -> Frame {
    let mut frame = Frame::new(width, 0.0);
    for (i, line) in text::lines(faces, &[(text, look)], width).into_iter().enumerate() {
        frame.height += if i > 0 { 0.6 * look.size } else { 0.0 };
        let (x, y, height) = (width - line.width, frame.height, line.height);
        line.draw(&mut frame, x, y, node);
        frame.height += height;
    }
    frame
}

/// Sets the items of a list, each behind its number or dot.
pub fn items_of(
    flow: &mut Flow,
    (faces, tree, list): (&Faces<'_>, &mut Tree, Node),
    items: &[Vec<Span<'_>>],
    numbered: bool,
    (indent, after): (f32, f32),
    (size, leading, between): (f32, f32, f32),
    width: f32,
) {
    let plain = look(Style::Regular, size, BLACK);
    let mark = |i: usize| if numbered { format!("{}.", i + 1) } else { "•".to_owned() };
    let widest = (0..items.len()).map(|i| text::width(faces, &[(&mark(i), plain)])).fold(0.0, f32::max);
    let left = indent + widest + after;
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            flow.gap(between, Rank::Named);
        }
        let node = tree.add(Role::Item, Some(list));
        let (label, body) = (tree.add(Role::Label, Some(node)), tree.add(Role::Body, Some(node)));
        let mark = mark(i);
        let lines = text::lines(faces, item, width - left);
        let count = lines.len();
        for (j, line) in lines.into_iter().enumerate() {
            let mut frame = Frame::new(width, line.height);
            if j == 0 {
                for sign in text::lines(faces, &[(&mark, plain)], width) {
                    let x = if numbered { indent + widest - sign.width } else { indent };
                    let y = line.height - sign.height;
                    sign.draw(&mut frame, x, y, label);
                }
            } else {
                flow.space(leading);
            }
            line.draw(&mut frame, left, 0.0, body);
            let stays = j + 1 < count && (j == 0 || j + 2 == count);
            flow.put(frame, if stays { Hold::Next } else { Hold::Free });
        }
    }
}

fn look(style: Style, size: f32, ink: Ink) -> Look {
    Look { style, size, ink }
}

fn style(run: &Run) -> Style {
    match (run.italic, run.bold) {
        (true, _) => Style::Italic,
        (false, true) => Style::Bold,
        (false, false) => Style::Regular,
    }
}

/// Returns a text of several looks.
fn rich(text: &Rich, size: f32) -> Vec<Span<'_>> {
    text.0.iter().map(|run| (run.text.as_str(), look(style(run), size, BLACK))).collect()
}

/// Joins lines, each with the look of what in it is neither bold nor in italics.
pub fn join<'a>(lines: impl Iterator<Item = (&'a Rich, Look)>) -> Vec<Span<'a>> {
    let mut spans: Vec<Span<'a>> = Vec::new();
    for (line, look) in lines {
        if let Some((_, last)) = spans.last().copied() {
            spans.push(("\n", last));
        }
        let style = |run: &Run| if run.bold || run.italic { style(run) } else { look.style };
        spans.extend(line.0.iter().map(|run| (run.text.as_str(), Look { style: style(run), ..look })));
    }
    spans
}
