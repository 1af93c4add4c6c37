//! The page of a letter: the sender, the addressee in the window of the envelope, subject, parts and signature; and the
//! sheet of a call.
//!
//! Measures are those of a French window envelope, DL or C5 (NF Z 10-011): what lies 100 to 190 mm from the left and
//! 45 to 79 mm from the top of the sheet is always seen.

use std::sync::Arc;

use super::face::{Faces, Style};
use super::flow::{Flow, Hold, Rank};
use super::frame::{ASIDE, BLACK, Frame, Ink, LONG, Mark, Pages, Role, SHORT, mm};
use super::parts::{Parts, join};
use super::picture::Picture;
use super::text::{self, Look, Span};
use crate::letter::document::{Document, Kind, Part, labelled};
use crate::letter::transfer::Code;
use crate::model::Lang;

/// How a firm's page looks.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The logo.
    pub logo: Option<Arc<Picture>>,
    /// The colour of heads and rules.
    pub accent: Ink,
}

/// What is said aside.
pub(super) const MUTED: Ink = Ink::Gray(77);
/// Thin lines.
const HAIR: Ink = Ink::Gray(179);
pub(super) const HAIRLINE: (f32, Ink) = (0.4, HAIR);

/// The size of letters.
pub(super) const SIZE: f32 = 10.0;
/// What stands empty around a page.
const LEFT: f32 = mm(20.0);
const TOP: f32 = mm(18.0);
const BOTTOM: f32 = mm(24.0);
/// How wide a line can be.
pub(super) const WIDTH: f32 = SHORT - 2.0 * LEFT;
/// Where the addressee stands: what a window shows.
const WINDOW: (f32, f32) = (mm(105.0), mm(47.0));
const WINDOW_SIZE: (f32, f32) = (mm(85.0), mm(32.0));
/// How high a logo is, and how wide it and the sender's address can be.
const LOGO_HEIGHT: f32 = mm(16.0);
const SENDER_WIDTH: f32 = mm(78.0);
/// Where a letter begins.
const BODY: f32 = mm(84.0);

/// Lays a letter out.
pub fn set(faces: &Faces<'_>, theme: &Theme, document: &Document, code: Option<Arc<Code>>) -> Pages {
    let lang = if document.lang == "fr" { Lang::Fr } else { Lang::En };
    let mut sheet = Sheet { faces, theme, document, lang, parts: Parts::new(faces, theme.accent, code, document.scan) };
    let is_call = document.kind == Kind::Call;
    // What is read first is set first.
    let mut first = if is_call { Frame::new(SHORT, LONG) } else { sheet.letterhead() };
    let body = sheet.body();
    let mut pages = body.pages(WIDTH, LONG - TOP - BOTTOM);
    let count = pages.len();
    for (i, page) in pages.iter_mut().enumerate() {
        let sheet_of_paper = std::mem::replace(&mut first, Frame::new(SHORT, LONG));
        let body = std::mem::replace(page, sheet_of_paper);
        page.add(body, LEFT, TOP);
        if i > 0 {
            sheet.head(page);
        }
        sheet.foot(page, i + 1, count);
        if i == 0 && !is_call {
            // Where the sheet is folded in three, for an envelope DL.
            page.rule(mm(4.0), mm(99.0), mm(4.0), HAIRLINE.0, HAIRLINE.1);
        }
    }
    Pages {
        pages,
        tree: sheet.parts.tree,
        title: document.subject.1.clone(),
        author: document.sender_name.clone(),
        lang: document.lang,
    }
}

struct Sheet<'a, 'f> {
    faces: &'a Faces<'f>,
    theme: &'a Theme,
    document: &'a Document,
    lang: Lang,
    parts: Parts<'a, 'f>,
}

impl Sheet<'_, '_> {
    fn look(&self, style: Style, size: f32, ink: Ink) -> Look {
        Look { style, size, ink }
    }

    fn plain(&self) -> Look {
        self.look(Style::Regular, SIZE, BLACK)
    }

    fn labelled(&self, pair: &(&'static str, String)) -> String {
        labelled(self.lang, pair.0, &pair.1)
    }

    /// Returns all that stands below the address.
    fn body(&mut self) -> Flow {
        let document = self.document;
        let mut flow = Flow::default();
        if document.kind == Kind::Call {
            self.call(&mut flow);
        } else {
            self.opening(&mut flow);
        }
        // The last words stay with the name below them.
        let is_closed = !document.signature.is_empty() && matches!(document.parts.last(), Some(Part::Paragraph { .. }));
        let (parts, last) = document.parts.split_at(document.parts.len() - usize::from(is_closed));
        self.parts.all(&mut flow, parts);
        if !document.signature.is_empty() {
            let mut closing = Flow::default();
            self.parts.all(&mut closing, last);
            closing.gap(0.95 * SIZE, Rank::Usual);
            // Room for a hand, where one signs.
            let room = if document.kind == Kind::Letter { mm(12.0) } else { mm(2.0) };
            closing.space(room);
            let name = document.signature.join("\n");
            let node = self.parts.tree.add(Role::Paragraph, None);
            closing.text(self.faces, &[(&name, self.plain())], (0.0, WIDTH), 0.6 * SIZE, node);
            flow.gap(0.95 * SIZE, Rank::Usual);
            flow.put(closing.whole(WIDTH), Hold::Free);
        }
        flow
    }

    fn call(&mut self, flow: &mut Flow) {
        let document = self.document;
        let subject = self.look(Style::Bold, 16.0, self.theme.accent);
        let small = self.look(Style::Regular, 9.0, MUTED);
        let title = self.parts.tree.add(Role::Title(document.subject.1.clone()), None);
        flow.put(bookmark(&document.subject.1), Hold::Next);
        flow.text(self.faces, &[(&document.subject.1, subject)], (0.0, WIDTH), 0.6 * 16.0, title);
        flow.gap(0.95 * SIZE, Rank::Usual);
        let line = format!("{} – {}", document.date, self.labelled(&document.references));
        let node = self.parts.tree.add(Role::Paragraph, None);
        flow.text(self.faces, &[(&line, small)], (0.0, WIDTH), 0.6 * 9.0, node);
        flow.gap(0.95 * SIZE, Rank::Usual);
        flow.space(mm(2.0));
    }

    fn opening(&mut self, flow: &mut Flow) {
        let document = self.document;
        let (plain, bold) = (self.plain(), self.look(Style::Bold, SIZE, BLACK));
        flow.space(BODY - TOP);
        let day = self.parts.tree.add(Role::Paragraph, None);
        let place = WINDOW.0 - LEFT;
        flow.text(self.faces, &[(&document.place_and_date, plain)], (place, WIDTH - place), 0.6 * SIZE, day);
        flow.gap(0.95 * SIZE, Rank::Usual);
        flow.space(mm(1.0));
        if let Some(registered) = document.registered {
            let node = self.parts.tree.add(Role::Paragraph, None);
            flow.text(self.faces, &[(registered, bold)], (0.0, WIDTH), 0.6 * SIZE, node);
            flow.gap(0.95 * SIZE, Rank::Usual);
        }
        let subject = self.labelled(&document.subject);
        let title = self.parts.tree.add(Role::Title(document.subject.1.clone()), None);
        let mut block = Flow::default();
        block.put(bookmark(&document.subject.1), Hold::Next);
        block.text(self.faces, &[(&subject, bold)], (0.0, WIDTH), 0.6 * SIZE, title);
        flow.add(block, Hold::Next);
        flow.gap(0.6 * SIZE, Rank::Named);
        let references = self.labelled(&document.references);
        let node = self.parts.tree.add(Role::Paragraph, None);
        let small = self.look(Style::Regular, 8.5, MUTED);
        flow.text(self.faces, &[(&references, small)], (0.0, WIDTH), 0.6 * 8.5, node);
        flow.gap(1.6 * SIZE, Rank::Named);
    }

    /// Returns the first page with who writes to whom.
    fn letterhead(&mut self) -> Frame {
        let document = self.document;
        let mut page = Frame::new(SHORT, LONG);
        let mut flow = Flow::default();
        if let Some(logo) = &self.theme.logo {
            let size = contained(logo.size(), (SENDER_WIDTH, LOGO_HEIGHT));
            let mut frame = Frame::new(size.0, LOGO_HEIGHT);
            frame.put(0.0, (LOGO_HEIGHT - size.1) / 2.0, Mark::Picture(logo.clone(), size), ASIDE);
            flow.put(frame, Hold::Free);
            flow.gap(0.95 * SIZE, Rank::Usual);
            flow.space(mm(-1.0));
        }
        let small = self.look(Style::Regular, 9.0, BLACK);
        let head = self.look(Style::Bold, 12.0, self.theme.accent);
        let lines = document.sender.iter().enumerate().map(|(i, line)| {
            let look = if i == 0 && document.sender_name.is_some() { head } else { small };
            (line.as_str(), look)
        });
        let spans = join(lines);
        if !spans.is_empty() {
            let node = self.parts.tree.add(Role::Paragraph, None);
            flow.text(self.faces, &spans, (0.0, SENDER_WIDTH), 0.6 * 9.0, node);
        }
        page.add(flow.whole(SENDER_WIDTH), LEFT, TOP);
        let node = self.parts.tree.add(Role::Paragraph, None);
        let addressee = document.addressee.join("\n");
        // The window shows so much: a long name is set smaller.
        let set = |size: f32| {
            let mut flow = Flow::default();
            let look = self.look(Style::Regular, size, BLACK);
            flow.text(self.faces, &[(&addressee, look)], (0.0, WINDOW_SIZE.0), 0.5 * size, node);
            flow.whole(WINDOW_SIZE.0)
        };
        let sizes = [SIZE, 9.0, 8.0, 7.0, 6.0].map(set);
        let room = WINDOW_SIZE.1 - mm(2.0);
        let fitting = sizes.iter().position(|frame| frame.height <= room).unwrap_or(sizes.len() - 1);
        page.add(sizes[fitting].clone(), WINDOW.0, WINDOW.1 + mm(1.0));
        page
    }

    /// Draws what stands above every page but the first.
    fn head(&self, page: &mut Frame) {
        let look = self.look(Style::Regular, 8.0, MUTED);
        let day = sides(self.faces, &[(&self.document.continued, look)], (&self.document.date, look), WIDTH, 0.6 * 8.0);
        let gap = 0.95 * 8.0 - mm(1.5);
        // Above the body stands three tenths of the margin, empty.
        let top = TOP - 0.3 * TOP - gap - day.height;
        let line = top + day.height + gap;
        page.add(day, LEFT, top);
        page.rule(LEFT, line, WIDTH, HAIRLINE.0, HAIRLINE.1);
    }

    fn foot(&self, page: &mut Frame, number: usize, count: usize) {
        let look = self.look(Style::Regular, 7.5, MUTED);
        let mentions = self.document.mentions.join(" – ");
        let number = format!("{number}/{count}");
        let top = LONG - BOTTOM + mm(4.0);
        page.rule(LEFT, top, WIDTH, HAIRLINE.0, HAIRLINE.1);
        let foot = sides(self.faces, &[(&mentions, look)], (&number, look), WIDTH, 0.5 * 7.5);
        page.add(foot, LEFT, top + 0.95 * 7.5 - mm(1.5));
    }
}

/// Returns a text at the left, and a short one at the right of its first line.
pub fn sides(faces: &Faces<'_>, left: &[Span<'_>], right: Span<'_>, width: f32, leading: f32) -> Frame {
    let short = text::width(faces, &[right]);
    let mut flow = Flow::default();
    flow.text(faces, left, (0.0, width - short - mm(5.0)), leading, ASIDE);
    let mut frame = flow.whole(width);
    for line in text::lines(faces, &[right], width) {
        frame.height = frame.height.max(line.height);
        line.draw(&mut frame, width - short, 0.0, ASIDE);
    }
    frame
}

/// Returns the size of a picture that keeps its proportions inside of a box: its height, where it is not too wide.
fn contained(of: (f32, f32), within: (f32, f32)) -> (f32, f32) {
    let scale = (within.0 / of.0).min(within.1 / of.1);
    (of.0 * scale, of.1 * scale)
}

/// Returns what a reader's list of bookmarks leads to.
fn bookmark(title: &str) -> Frame {
    let mut frame = Frame::new(0.0, 0.0);
    frame.put(0.0, 0.0, Mark::Bookmark(1, title.to_owned()), ASIDE);
    frame
}
