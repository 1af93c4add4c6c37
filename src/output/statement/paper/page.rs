//! The page of a computation sheet, and of the pieces of a customer's file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::columns::{self, Columns, Sheet};
use super::piece::{Body, Piece, Registered, Shown, Titles};
use crate::letter::formats::pdf::face::{Faces, Style};
use crate::letter::formats::pdf::flow::{Flow, Hold, Rank};
use crate::letter::formats::pdf::frame::{ASIDE, BLACK, Frame, Ink, LONG, Mark, Role, SHORT, Tree, mm};
use crate::letter::formats::pdf::grid::{Cell, Grid, Stand};
use crate::letter::formats::pdf::text::{self, Look, Span};
use crate::letter::formats::pdf::{Engine, items_of, sides};
use crate::model::Lang;
use crate::output::statement::document::{Align, Block, Table};

/// The size of letters, and of those above and below a page.
pub(super) const SIZE: f32 = 9.5;
const ASIDE_SIZE: f32 = 8.0;
/// How far apart parts and lines are, in sizes of their letters.
const USUAL: f32 = 0.95;
pub(super) const LEADING: f32 = 0.6;
/// What is said aside, thin lines, and how thick the line below a head and above a sum is.
pub(super) const MUTED: Ink = Ink::Gray(82);
pub(super) const HAIR: (f32, Ink) = (0.4, Ink::Gray(184));
pub(super) const RULE: f32 = 0.8;
/// How many rows stay with the totals.
const KEPT: usize = 2;
/// How high a row of one line is, in sizes of its letters, and what of it stands empty above its letters.
const ROW: f32 = 1.54;
const ROW_INSET: f32 = 0.42;

/// A sheet of paper: how large it is, and what stands empty around what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paper {
    pub size: (f32, f32),
    /// Left and right, above, below.
    margins: (f32, f32, f32),
}

impl Paper {
    /// Returns the sheet that documents of ours are set on.
    fn own(sheet: Sheet) -> Paper {
        Paper { size: held(sheet), margins: (mm(18.0), mm(25.0), mm(21.0)) }
    }

    /// Returns the sheet that shows pages of others.
    fn shown(sheet: Sheet) -> Paper {
        Paper { size: held(sheet), margins: (mm(15.0), mm(20.0), mm(17.0)) }
    }

    pub(super) fn width(&self) -> f32 {
        self.size.0 - 2.0 * self.margins.0
    }

    fn height(&self) -> f32 {
        self.size.1 - self.margins.1 - self.margins.2
    }
}

fn held(sheet: Sheet) -> (f32, f32) {
    if sheet == Sheet::Turned { (LONG, SHORT) } else { (SHORT, LONG) }
}

/// What pieces of one file are set with.
pub(super) struct Setter<'a> {
    engine: &'a Engine<'a>,
    pub accent: Ink,
    /// What the columns of the list of pieces are called.
    pub titles: Titles,
    head: String,
    day: String,
    /// The letters that no font has.
    pub missing: RefCell<BTreeSet<char>>,
}

/// Pages of a piece, and what stands below each.
pub(super) type Set = (Vec<(Paper, Frame)>, String);

impl<'a> Setter<'a> {
    /// Prepares a file; who is owed and who owes stand above every page.
    pub fn new(engine: &'a Engine<'a>, lang: Lang, head: &str, day: &str) -> Setter<'a> {
        let titles = match lang {
            Lang::Fr => ["N°", "Pièce", "Page"],
            Lang::En => ["No.", "Exhibit", "Page"],
        };
        let mut setter = Setter {
            engine,
            accent: engine.accent(),
            titles,
            head: String::new(),
            day: day.to_owned(),
            missing: RefCell::default(),
        };
        setter.head = setter.clean(head).into_owned();
        setter
    }

    pub(super) fn faces(&self) -> &'a Faces<'a> {
        self.engine.faces()
    }

    pub(super) fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.engine.printable(text, &mut self.missing.borrow_mut())
    }

    /// Sets a piece on pages.
    pub fn set(&self, piece: &Piece<'_>) -> Set {
        let title = self.clean(&piece.title).into_owned();
        let pages = match piece.body {
            Body::Shown(pages) => self.shown(piece.number, &title, pages),
            Body::Blocks(blocks) => self.blocks(piece.number, &title, blocks, None),
            Body::Front(blocks, register) => self.blocks(piece.number, &title, blocks, Some(register)),
            Body::Typed(text) => {
                let mut flow = self.titled(piece.number, &title, 15.0, Paper::own(Sheet::Upright));
                let look = Look { style: Style::Mono, size: SIZE, ink: BLACK };
                self.paragraph(&mut flow, text, look, Paper::own(Sheet::Upright).width());
                paged(flow, Paper::own(Sheet::Upright))
            }
        };
        (pages, title)
    }

    fn blocks(
        &self,
        number: usize,
        title: &str,
        blocks: &[Block],
        register: Option<&[Registered]>,
    ) -> Vec<(Paper, Frame)> {
        let is_wide = |block: &Block| matches!(block, Block::Table(table) if columns::is_wide(table));
        let is_turned = register.is_none() && blocks.iter().any(is_wide);
        let sheet = if is_turned { Sheet::Turned } else { Sheet::Upright };
        let paper = Paper::own(sheet);
        let mut flow = self.titled(number, title, 15.0, paper);
        // The list of files gives way to the list of pieces.
        let mut register = register;
        for (i, block) in blocks.iter().enumerate() {
            let leads = matches!(blocks.get(i + 1), Some(Block::Table(_) | Block::List(_) | Block::Numbered(_)));
            flow.gap(USUAL * SIZE, Rank::Usual);
            match (block, register.take()) {
                (Block::Table(_), Some(pieces)) => self.register(&mut flow, pieces, paper.width()),
                (_, pieces) => {
                    self.block(&mut flow, block, leads, (sheet, paper.width()));
                    register = pieces;
                }
            }
            flow.gap(USUAL * SIZE, Rank::Usual);
        }
        if let Some(pieces) = register {
            self.register(&mut flow, pieces, paper.width());
        }
        paged(flow, paper)
    }

    /// Begins a piece with its title.
    fn titled(&self, number: usize, title: &str, size: f32, paper: Paper) -> Flow {
        let mut flow = Flow::default();
        let mut mark = Frame::new(0.0, 0.0);
        mark.put(0.0, 0.0, Mark::Bookmark(1, title.to_owned()), ASIDE);
        mark.put(0.0, 0.0, Mark::Anchor(number), ASIDE);
        flow.put(mark, Hold::Next);
        self.held(&mut flow, &[(title, look(Style::Bold, size, self.accent))], paper.width());
        flow.gap(mm(5.0), Rank::Named);
        flow
    }

    /// Sets a text that stays together with what follows.
    fn held(&self, flow: &mut Flow, spans: &[Span<'_>], width: f32) {
        let size = spans.first().map_or(SIZE, |(_, look)| look.size);
        let mut block = Flow::default();
        block.text(self.faces(), spans, (0.0, width), LEADING * size, ASIDE);
        flow.put(block.whole(width), Hold::Next);
    }

    fn paragraph(&self, flow: &mut Flow, text: &str, look: Look, width: f32) {
        flow.text(self.faces(), &[(&self.clean(text), look)], (0.0, width), LEADING * look.size, ASIDE);
    }

    fn block(&self, flow: &mut Flow, block: &Block, leads: bool, (sheet, width): (Sheet, f32)) {
        let plain = look(Style::Regular, SIZE, BLACK);
        match block {
            Block::Heading(text) => self.heading(flow, text, width),
            Block::Subheading(text) => {
                flow.gap(mm(6.0), Rank::Named);
                flow.put(bookmark(3, &self.clean(text)), Hold::Next);
                self.held(flow, &[(&self.clean(text), look(Style::Bold, SIZE, BLACK))], width);
                flow.gap(mm(3.6), Rank::Named);
            }
            Block::Paragraph(text) if leads => self.held(flow, &[(&self.clean(text), plain)], width),
            Block::Paragraph(text) => self.paragraph(flow, text, plain, width),
            Block::Strong(text) => self.paragraph(flow, text, look(Style::Bold, 11.0, BLACK), width),
            Block::List(items) => self.list(flow, items, false, width),
            Block::Numbered(items) => self.list(flow, items, true, width),
            Block::Parties(parties) => self.parties(flow, parties, width),
            Block::Table(table) => self.table(flow, table, sheet),
        }
    }

    fn heading(&self, flow: &mut Flow, text: &str, width: f32) {
        let (text, size) = (self.clean(text), 11.5);
        flow.gap(mm(7.0), Rank::Named);
        let mut block = Flow::default();
        block.put(bookmark(2, &text), Hold::Next);
        block.text(self.faces(), &[(&text, look(Style::Bold, size, self.accent))], (0.0, width), LEADING * size, ASIDE);
        let mut frame = block.whole(width);
        frame.height += 1.2 * size - mm(2.2);
        let bottom = frame.height;
        frame.rule(0.0, bottom, width, HAIR.0, HAIR.1);
        flow.put(frame, Hold::Next);
        flow.gap(mm(3.0), Rank::Named);
    }

    fn list(&self, flow: &mut Flow, items: &[String], numbered: bool, width: f32) {
        let texts: Vec<Cow<'_, str>> = items.iter().map(|item| self.clean(item)).collect();
        let plain = look(Style::Regular, SIZE, BLACK);
        let items: Vec<Vec<Span<'_>>> = texts.iter().map(|text| vec![(&**text, plain)]).collect();
        let mut untagged = Tree::default();
        let list = untagged.add(Role::List(numbered), None);
        let (indents, gaps) = ((mm(1.0), mm(2.0)), (SIZE, LEADING * SIZE, 0.75 * SIZE));
        items_of(flow, (self.faces(), &mut untagged, list), &items, numbered, indents, gaps, width);
    }

    fn parties(&self, flow: &mut Flow, parties: &[(String, Vec<String>)], width: f32) {
        let between = mm(8.0);
        let count = parties.len().max(1) as f32;
        let column = (width - between * (count - 1.0)) / count;
        let mut whole = Frame::new(width, 0.0);
        for (i, (what, lines)) in parties.iter().enumerate() {
            let mut block = Flow::default();
            let what = self.clean(what).to_uppercase();
            for mut line in text::lines(self.faces(), &[(&what, look(Style::Regular, 7.5, MUTED))], column) {
                line.runs.iter_mut().flat_map(|(_, run)| &mut run.glyphs).for_each(|glyph| glyph.advance += 0.05);
                let mut frame = Frame::new(column, line.height);
                line.draw(&mut frame, 0.0, 0.0, ASIDE);
                block.put(frame, Hold::Next);
                block.space(LEADING * SIZE);
            }
            for (j, line) in lines.iter().enumerate() {
                if j > 0 {
                    block.space(LEADING * SIZE);
                }
                let style = if j == 0 { Style::Bold } else { Style::Regular };
                self.paragraph(&mut block, line, look(style, SIZE, BLACK), column);
            }
            let frame = block.whole(column);
            whole.height = whole.height.max(frame.height);
            whole.add(frame, i as f32 * (column + between), 0.0);
        }
        flow.put(whole, Hold::Free);
        flow.gap(mm(6.0), Rank::Named);
    }

    /// Sets a table: its last rows stay with the totals, and the totals with each other.
    fn table(&self, flow: &mut Flow, table: &Table, sheet: Sheet) {
        let Columns { size, inset, widths } = columns::columns(table, sheet);
        let size = size as f32 / 10.0;
        let ems = |width: u32| width as f32 / 1000.0 * size;
        let stand = |align: Align| if align == Align::Right { Stand::Right } else { Stand::Left };
        let columns = widths.iter().zip(&table.columns).map(|(&width, (_, align))| (ems(width), stand(*align)));
        let grid = Grid {
            x: 0.0,
            columns: columns.collect(),
            inset: (ems(inset), ROW_INSET * size),
            leading: 0.5 * size,
            on_bottom: false,
        };
        let set = |grid: &Grid, cells: &mut dyn Iterator<Item = &String>, look: Look, line| {
            let texts: Vec<Cow<'_, str>> = cells.map(|cell| self.clean(cell)).collect();
            let cells: Vec<Cell<'_>> = texts.iter().map(|text| (vec![(&**text, look)], ASIDE)).collect();
            let mut frames = grid.row(self.faces(), &cells, line);
            frames.iter_mut().for_each(|frame| frame.height = frame.height.max(ROW * size));
            frames
        };
        let (plain, bold) = (look(Style::Regular, size, BLACK), look(Style::Bold, size, BLACK));
        flow.gap(mm(3.0), Rank::Named);
        let mut head = None;
        if table.columns.iter().any(|(title, _)| !title.is_empty()) {
            let above = Grid { on_bottom: true, ..grid.clone() };
            let titles = &mut table.columns.iter().map(|(title, _)| title);
            for frame in set(&above, titles, look(Style::Bold, size, self.accent), Some((RULE, self.accent))) {
                head.get_or_insert_with(|| Arc::new(frame.clone()));
                flow.put(frame, Hold::Next);
            }
        }
        let kept = if table.totals.is_empty() { 0 } else { KEPT.min(table.rows.len()) };
        let count = table.rows.len();
        for (i, row) in table.rows.iter().enumerate() {
            let is_before_totals = i + 1 == count && !table.totals.is_empty();
            let line = if is_before_totals { (RULE, self.accent) } else { HAIR };
            let hold = if i + kept >= count { Hold::Next } else { Hold::Free };
            for frame in set(&grid, &mut row.iter(), plain, Some(line)) {
                match &head {
                    Some(head) => flow.put_under(frame, hold, head),
                    None => flow.put(frame, hold),
                }
            }
        }
        for (i, row) in table.totals.iter().enumerate() {
            let hold = if i + 1 == table.totals.len() { Hold::Free } else { Hold::Next };
            set(&grid, &mut row.iter(), bold, None).into_iter().for_each(|frame| flow.put(frame, hold));
        }
        flow.gap(mm(4.5), Rank::Named);
    }

    /// Shows pages of another file as they are, each as large as the sheet takes it, in a thin frame: nothing of it is
    /// covered.
    fn shown(&self, number: usize, title: &str, pages: &[Shown]) -> Vec<(Paper, Frame)> {
        let page = |(i, page): (usize, &Shown)| {
            let (width, height) = page.size;
            let paper = Paper::shown(if width > height { Sheet::Turned } else { Sheet::Upright });
            let mut frame = match i {
                0 => {
                    let mut flow = self.titled(number, title, 10.5, paper);
                    flow.put(Frame::default(), Hold::Free);
                    flow.whole(paper.width())
                }
                _ => Frame::default(),
            };
            let room = (paper.width(), paper.height() - frame.height);
            let most = if page.enlarged { 10.0 } else { 1.0 };
            let scale = (room.0 / width).min(room.1 / height).min(most);
            let size = (width * scale, height * scale);
            let at = ((room.0 - size.0) / 2.0, frame.height);
            frame.put(at.0, at.1, Mark::Picture(page.picture.clone(), size), ASIDE);
            frame.put(at.0, at.1, Mark::Frame { size }, ASIDE);
            (paper, frame)
        };
        pages.iter().enumerate().map(page).collect()
    }

    /// Returns pages as they are printed: what stands above and below each of them.
    pub fn numbered(&self, sets: Vec<Set>) -> Vec<Frame> {
        let count: usize = sets.iter().map(|(pages, _)| pages.len()).sum();
        let mut out = Vec::with_capacity(count);
        for (pages, title) in sets {
            for (paper, body) in pages {
                let number = format!("{}/{count}", out.len() + 1);
                out.push(self.sheet(paper, body, &title, &number));
            }
        }
        out
    }

    fn sheet(&self, paper: Paper, body: Frame, title: &str, number: &str) -> Frame {
        let (left, top, bottom) = paper.margins;
        let muted = look(Style::Regular, ASIDE_SIZE, MUTED);
        let gap = USUAL * ASIDE_SIZE - mm(1.5);
        let leading = LEADING * ASIDE_SIZE;
        let mut sheet = Frame::new(paper.size.0, paper.size.1);
        let above = sides(self.faces(), &[(&self.head, muted)], (&self.day, muted), paper.width(), leading);
        let line = top - mm(6.0);
        let head = line - gap - above.height;
        sheet.add(above, left, head);
        sheet.rule(left, line, paper.width(), HAIR.0, HAIR.1);
        sheet.add(body, left, top);
        let line = paper.size.1 - bottom + mm(5.0);
        sheet.rule(left, line, paper.width(), HAIR.0, HAIR.1);
        let below = sides(self.faces(), &[(title, muted)], (number, muted), paper.width(), leading);
        sheet.add(below, left, line + gap);
        sheet
    }
}

fn paged(flow: Flow, paper: Paper) -> Vec<(Paper, Frame)> {
    flow.pages(paper.width(), paper.height()).into_iter().map(|frame| (paper, frame)).collect()
}

pub(super) fn look(style: Style, size: f32, ink: Ink) -> Look {
    Look { style, size, ink }
}

/// Returns what a reader's list of bookmarks leads to.
fn bookmark(depth: usize, title: &str) -> Frame {
    let mut frame = Frame::new(0.0, 0.0);
    frame.put(0.0, 0.0, Mark::Bookmark(depth, title.to_owned()), ASIDE);
    frame
}
