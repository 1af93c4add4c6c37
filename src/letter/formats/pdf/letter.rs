//! The page of a letter: the sender, the addressee in the window of the envelope, subject, parts and signature; and the
//! sheet of a call.
//!
//! Measures are those of a French window envelope, DL or C5 (NF Z 10-011): what lies 100 to 190 mm from the left and
//! 45 to 79 mm from the top of the sheet is always seen.

use std::sync::Arc;

use super::arrange::{self, Arranged};
use super::face::{Faces, Style};
use super::flow::{Flow, Hold, Rank};
use super::frame::{ASIDE, BLACK, Frame, Ink, LONG, Mark, Pages, Role, SHORT, mm};
use super::parts::{Parts, join};
use super::text::{self, Look, Span};
use super::theme::{HAIRLINE, MUTED, Theme};
use crate::letter::formats::document::{Document, Kind, Part, labelled};
use crate::letter::formats::transfer::Code;
use crate::model::Lang;

/// Lays a letter out.
pub fn set(faces: &Faces<'_>, theme: &Theme, document: &Document, code: Option<Arc<Code>>) -> Pages {
    let Laid { sheet, mut first, mut pages } = laid_out(faces, theme, document, code);
    let is_call = document.kind == Kind::Call;
    let count = pages.len();
    for (i, page) in pages.iter_mut().enumerate() {
        let sheet_of_paper = std::mem::replace(&mut first, Frame::new(SHORT, LONG));
        let body = std::mem::replace(page, sheet_of_paper);
        page.add(body, theme.left, theme.top);
        if i > 0 {
            sheet.head(page);
        }
        sheet.foot(page, i + 1, count);
        if i == 0 && !is_call && theme.fold_marks {
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

/// A letter that was laid out, without the head and foot of its pages.
struct Laid<'a, 'f> {
    sheet: Sheet<'a, 'f>,
    /// The first page, with who writes to whom.
    first: Frame,
    /// What stands below on each page.
    pages: Vec<Frame>,
}

/// Lays out a letter: on one page where an annex and a tighter text can make it one, else as usual, on as few as may
/// be; the annex follows.
fn laid_out<'a, 'f>(
    faces: &'a Faces<'f>,
    theme: &'a Theme,
    document: &'a Document,
    code: Option<Arc<Code>>,
) -> Laid<'a, 'f> {
    let lay = |way: &Arranged<'a>, body: Theme| {
        let mut sheet = Sheet::new(faces, theme, body, document, code.clone());
        // What is read first is set first.
        let (first, end) = match document.kind {
            Kind::Call => (Frame::new(SHORT, LONG), 0.0),
            _ => sheet.letterhead(),
        };
        let pages = sheet.body(&way.letter, end).pages(theme.width, LONG - theme.top - theme.bottom);
        Laid { sheet, first, pages }
    };
    let ways = arrange::ways(&document.parts);
    let mut chosen: Option<(&Arranged<'a>, Laid<'a, 'f>)> = None;
    for way in &ways {
        let mut laid = lay(way, theme.clone());
        if laid.pages.len() > 1 && way.may_be_one_page() {
            let tight = lay(way, theme.tight());
            laid = if tight.pages.len() == 1 { tight } else { laid };
        }
        let is_one_page = laid.pages.len() == 1;
        if chosen.as_ref().is_none_or(|(_, known)| laid.pages.len() < known.pages.len()) {
            chosen = Some((way, laid));
        }
        if is_one_page {
            break;
        }
    }
    let (way, mut laid) = chosen.expect("there is always a way");
    let annex = laid.sheet.annex(&way.annex);
    laid.pages.extend(annex);
    laid
}

struct Sheet<'a, 'f> {
    faces: &'a Faces<'f>,
    /// The page, as the head of the letter is set.
    page: &'a Theme,
    /// The page, as what stands below is set.
    theme: Theme,
    document: &'a Document,
    lang: Lang,
    parts: Parts<'a, 'f>,
}

impl<'a, 'f> Sheet<'a, 'f> {
    fn new(
        faces: &'a Faces<'f>,
        page: &'a Theme,
        theme: Theme,
        document: &'a Document,
        code: Option<Arc<Code>>,
    ) -> Sheet<'a, 'f> {
        let lang = if document.lang == "fr" { Lang::Fr } else { Lang::En };
        let parts = Parts::new(faces, &theme, code, document.scan);
        Sheet { faces, page, theme, document, lang, parts }
    }

    fn look(&self, style: Style, size: f32, ink: Ink) -> Look {
        Look { style, size, ink }
    }

    fn plain(&self) -> Look {
        self.look(Style::Regular, self.theme.size, BLACK)
    }

    fn labelled(&self, pair: &(&'static str, String)) -> String {
        labelled(self.lang, pair.0, &pair.1)
    }

    /// Returns all that stands below the address, which ends so far from the top.
    fn body(&mut self, parts: &[&Part], end: f32) -> Flow {
        let document = self.document;
        let mut flow = Flow::default();
        if document.kind == Kind::Call {
            self.call(&mut flow);
        } else {
            self.opening(&mut flow, end);
        }
        // The last words stay with the name below them.
        let is_closed = !document.signature.is_empty() && matches!(parts.last(), Some(Part::Paragraph { .. }));
        let (parts, last) = parts.split_at(parts.len() - usize::from(is_closed));
        self.parts.all(&mut flow, parts);
        if !document.signature.is_empty() {
            let mut closing = Flow::default();
            self.parts.all(&mut closing, last);
            closing.gap(self.theme.gap, Rank::Usual);
            // Room for a hand, where one signs.
            let room = if document.kind == Kind::Letter { self.theme.room } else { mm(2.0) };
            closing.put(self.signed(room), Hold::Free);
            flow.gap(self.theme.gap, Rank::Usual);
            // Nor do they stand alone on a page.
            flow.hold();
            flow.put(closing.whole(self.theme.width), Hold::Free);
        }
        flow
    }

    /// Returns who signs, below room for his hand, and beside him what is enclosed, which so takes no line of the page.
    fn signed(&mut self, room: f32) -> Frame {
        let (document, width, leading) = (self.document, self.theme.width, self.theme.leading);
        let half = if document.enclosed.is_some() { width / 2.0 } else { width };
        let mut set = |text: &str, above: f32| {
            let node = self.parts.tree.add(Role::Paragraph, None);
            let mut flow = Flow::default();
            flow.space(above);
            flow.text(self.faces, &[(text, self.plain())], (0.0, half), leading, node);
            flow.whole(half)
        };
        let name = set(&document.signature.join("\n"), room);
        let enclosed = document.enclosed.as_deref().map(|enclosed| set(enclosed, 0.0));
        let height = enclosed.as_ref().map_or(name.height, |enclosed| name.height.max(enclosed.height));
        let mut signed = Frame::new(width, height);
        signed.add(name, 0.0, 0.0);
        if let Some(enclosed) = enclosed {
            let top = height - enclosed.height;
            signed.add(enclosed, half, top);
        }
        signed
    }

    /// Returns the pages of the annex.
    fn annex(&mut self, annex: &[(&str, Vec<&Part>)]) -> Vec<Frame> {
        if annex.is_empty() {
            return Vec::new();
        }
        let mut flow = Flow::default();
        for (title, parts) in annex {
            let head = self.look(Style::Bold, 1.2 * self.theme.size, self.theme.accent);
            let node = self.parts.tree.add(Role::Title((*title).to_owned()), None);
            flow.gap(2.0 * self.theme.size, Rank::Usual);
            flow.put(bookmark(title), Hold::Next);
            flow.text(self.faces, &[(title, head)], (0.0, self.theme.width), 0.6 * head.size, node);
            flow.hold();
            self.parts.all(&mut flow, parts);
        }
        flow.pages(self.theme.width, LONG - self.theme.top - self.theme.bottom)
    }

    fn call(&mut self, flow: &mut Flow) {
        let document = self.document;
        let subject = self.look(Style::Bold, 1.6 * self.theme.size, self.theme.accent);
        let small = self.look(Style::Regular, 0.9 * self.theme.size, MUTED);
        let title = self.parts.tree.add(Role::Title(document.subject.1.clone()), None);
        flow.put(bookmark(&document.subject.1), Hold::Next);
        flow.text(self.faces, &[(&document.subject.1, subject)], (0.0, self.theme.width), 0.6 * subject.size, title);
        flow.gap(self.theme.gap, Rank::Usual);
        let line = format!("{} – {}", document.date, self.labelled(&document.references));
        let node = self.parts.tree.add(Role::Paragraph, None);
        flow.text(self.faces, &[(&line, small)], (0.0, self.theme.width), 0.6 * small.size, node);
        flow.gap(self.theme.gap, Rank::Usual);
        flow.space(mm(2.0));
    }

    fn opening(&mut self, flow: &mut Flow, end: f32) {
        let document = self.document;
        let (plain, bold) = (self.plain(), self.look(Style::Bold, self.theme.size, BLACK));
        // What has no room in the window of an envelope may be sent by e-mail: it is not printed over.
        flow.space(self.theme.body().max((end + mm(5.0)).min(LONG / 2.0)) - self.theme.top);
        let day = self.parts.tree.add(Role::Paragraph, None);
        let place = self.theme.window.0 - self.theme.left;
        flow.text(
            self.faces,
            &[(&document.place_and_date, plain)],
            (place, self.theme.width - place),
            self.theme.leading,
            day,
        );
        flow.gap(self.theme.gap, Rank::Usual);
        flow.space(mm(1.0));
        if let Some(registered) = document.registered {
            let node = self.parts.tree.add(Role::Paragraph, None);
            flow.text(self.faces, &[(registered, bold)], (0.0, self.theme.width), self.theme.leading, node);
            flow.gap(self.theme.gap, Rank::Usual);
        }
        let subject = self.labelled(&document.subject);
        let title = self.parts.tree.add(Role::Title(document.subject.1.clone()), None);
        let mut block = Flow::default();
        block.put(bookmark(&document.subject.1), Hold::Next);
        block.text(self.faces, &[(&subject, bold)], (0.0, self.theme.width), self.theme.leading, title);
        flow.add(block, Hold::Next);
        flow.gap(0.6 * self.theme.size, Rank::Named);
        let references = self.labelled(&document.references);
        let node = self.parts.tree.add(Role::Paragraph, None);
        let small = self.look(Style::Regular, 0.85 * self.theme.size, MUTED);
        flow.text(self.faces, &[(&references, small)], (0.0, self.theme.width), 0.6 * small.size, node);
        flow.gap(1.6 * self.theme.size, Rank::Named);
    }

    /// Returns the first page with who writes to whom, and how far from the top that ends.
    fn letterhead(&mut self) -> (Frame, f32) {
        let document = self.document;
        let (sender_left, sender_width) = self.page.sender();
        let mut page = Frame::new(SHORT, LONG);
        let mut flow = Flow::default();
        if let Some(logo) = &self.page.logo {
            let size = contained(logo.size(), (sender_width, self.page.logo_height));
            let mut frame = Frame::new(size.0, self.page.logo_height);
            frame.put(0.0, (self.page.logo_height - size.1) / 2.0, Mark::Picture(logo.clone(), size), ASIDE);
            flow.put(frame, Hold::Free);
            flow.gap(self.page.gap, Rank::Usual);
            flow.space(mm(-1.0));
        }
        let small = self.look(Style::Regular, 0.9 * self.page.size, BLACK);
        let head = self.look(Style::Bold, 1.2 * self.page.size, self.page.accent);
        let lines = document.sender.iter().enumerate().map(|(i, line)| {
            let look = if i == 0 && document.sender_name.is_some() { head } else { small };
            (line, look)
        });
        let spans = join(lines);
        if !spans.is_empty() {
            let node = self.parts.tree.add(Role::Paragraph, None);
            flow.text(self.faces, &spans, (0.0, sender_width), 0.6 * small.size, node);
        }
        let sender = flow.whole(sender_width);
        let end = self.page.top + sender.height;
        page.add(sender, sender_left, self.page.top);
        let node = self.parts.tree.add(Role::Paragraph, None);
        let addressee = document.addressee.join("\n");
        // The window shows so much: a long name is set smaller.
        let set = |size: f32| {
            let mut flow = Flow::default();
            let look = self.look(Style::Regular, size, BLACK);
            flow.text(self.faces, &[(&addressee, look)], (0.0, self.page.window_size.0), 0.5 * size, node);
            flow.whole(self.page.window_size.0)
        };
        let sizes = [1.0, 0.9, 0.8, 0.7, 0.6].map(|share| set(share * self.page.size));
        let room = self.page.window_size.1 - mm(2.0);
        let fitting = sizes.iter().position(|frame| frame.height <= room).unwrap_or(sizes.len() - 1);
        let top = self.page.window.1 + mm(1.0);
        let end = end.max(top + sizes[fitting].height);
        page.add(sizes[fitting].clone(), self.page.window.0, top);
        (page, end)
    }

    /// Draws what stands above every page but the first.
    fn head(&self, page: &mut Frame) {
        let look = self.look(Style::Regular, 8.0, MUTED);
        let day = sides(
            self.faces,
            &join(self.document.continued.iter().map(|line| (line, look))),
            (&self.document.date, look),
            self.theme.width,
            0.6 * 8.0,
        );
        let gap = 0.95 * 8.0 - mm(1.5);
        // Above the body stands three tenths of the margin, empty.
        let top = self.theme.top - 0.3 * self.theme.top - gap - day.height;
        let line = top + day.height + gap;
        page.add(day, self.theme.left, top);
        page.rule(self.theme.left, line, self.theme.width, HAIRLINE.0, HAIRLINE.1);
    }

    fn foot(&self, page: &mut Frame, number: usize, count: usize) {
        let look = self.look(Style::Regular, 7.5, MUTED);
        let mentions = join(self.document.mentions.iter().map(|line| (line, look)));
        let number = format!("{number}/{count}");
        let top = LONG - self.theme.bottom + mm(4.0);
        page.rule(self.theme.left, top, self.theme.width, HAIRLINE.0, HAIRLINE.1);
        let foot = sides(self.faces, &mentions, (&number, look), self.theme.width, 0.5 * 7.5);
        page.add(foot, self.theme.left, top + 0.95 * 7.5 - mm(1.5));
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
