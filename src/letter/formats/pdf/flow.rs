//! From top to bottom: pieces one below the other, the gaps between them, and where pages end.

use std::sync::Arc;

use super::face::Faces;
use super::frame::{Frame, Node};
use super::text::{self, Span};

/// How much a gap matters: of two that meet the one that matters more stays, else the larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What a part asks for itself.
    Named,
    /// What stands between parts as a rule.
    Usual,
}

/// Whether a piece may be the last of its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// It may.
    Free,
    /// It stays with the next one.
    Next,
}

/// Pieces one below the other.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    pieces: Vec<Piece>,
    gap: Option<(Rank, f32)>,
    space: f32,
}

/// One piece, which no page end cuts.
#[derive(Clone, Debug)]
struct Piece {
    before: f32,
    frame: Frame,
    hold: Hold,
    /// What stands above it at the top of a page.
    head: Option<Arc<Frame>>,
}

/// Sums of fractions differ in the last places.
const SLACK: f32 = 0.01;

impl Flow {
    /// Asks for a gap; none stands above the first piece or below the last.
    pub fn gap(&mut self, amount: f32, rank: Rank) {
        self.gap = match self.gap {
            _ if self.pieces.is_empty() => None,
            None => Some((rank, amount)),
            Some((known, most)) if known == rank => Some((rank, most.max(amount))),
            Some((known, most)) if known < rank => Some((known, most)),
            Some(_) => Some((rank, amount)),
        };
    }

    /// Adds room, or takes some of a gap away.
    pub fn space(&mut self, amount: f32) {
        self.space += amount;
    }

    /// Adds a piece.
    pub fn put(&mut self, frame: Frame, hold: Hold) {
        self.push(frame, hold, None);
    }

    /// Adds a piece of which pages that begin with it repeat the head.
    pub fn put_under(&mut self, frame: Frame, hold: Hold, head: &Arc<Frame>) {
        self.push(frame, hold, Some(head.clone()));
    }

    fn push(&mut self, frame: Frame, hold: Hold, head: Option<Arc<Frame>>) {
        let before = self.gap.take().map_or(0.0, |(_, amount)| amount) + std::mem::take(&mut self.space);
        self.pieces.push(Piece { before, frame, hold, head });
    }

    /// Adds a text, its lines so far apart: the first two and the last two of them stay together.
    pub fn text(&mut self, faces: &Faces<'_>, spans: &[Span<'_>], within: (f32, f32), leading: f32, node: Node) {
        let (x, width) = within;
        let lines = text::lines(faces, spans, width);
        let count = lines.len();
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 {
                self.space(leading);
            }
            let mut frame = Frame::new(x + width, line.height);
            line.draw(&mut frame, x, 0.0, node);
            let stays = i + 1 < count && (i == 0 || i + 2 == count);
            self.put(frame, if stays { Hold::Next } else { Hold::Free });
        }
    }

    /// Makes the last piece stay with the next one.
    pub fn hold(&mut self) {
        self.pieces.iter_mut().last().into_iter().for_each(|piece| piece.hold = Hold::Next);
    }

    /// Adds all pieces of another flow, each staying with the next one.
    pub fn add(&mut self, other: Flow, hold: Hold) {
        let count = other.pieces.len();
        for (i, piece) in other.pieces.into_iter().enumerate() {
            self.space(piece.before);
            self.push(piece.frame, if i + 1 < count { piece.hold } else { hold }, piece.head);
        }
        self.space(other.space);
    }

    /// Returns all of it as one piece.
    pub fn whole(self, width: f32) -> Frame {
        let mut frame = Frame::new(width, 0.0);
        for piece in self.pieces {
            frame.height += piece.before;
            let (top, height) = (frame.height, piece.frame.height);
            frame.add(piece.frame, 0.0, top);
            frame.height += height;
        }
        frame.height += self.space;
        frame
    }

    /// Returns it page by page, each so high at most.
    pub fn pages(self, width: f32, height: f32) -> Vec<Frame> {
        let mut book = Book { width, height, pages: vec![Frame::new(width, 0.0)] };
        let mut pieces = self.pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            let mut chain = vec![piece];
            while chain.last().is_some_and(|last| last.hold == Hold::Next) {
                match pieces.next() {
                    Some(next) => chain.push(next),
                    None => break,
                }
            }
            book.take(chain);
        }
        book.pages
    }
}

struct Book {
    width: f32,
    height: f32,
    pages: Vec<Frame>,
}

impl Book {
    /// Takes pieces that stay together, where a page can hold them.
    fn take(&mut self, chain: Vec<Piece>) {
        let need: f32 = chain.iter().map(|piece| piece.before + piece.frame.height).sum();
        let head = chain.first().and_then(|piece| piece.head.as_ref()).map_or(0.0, |head| head.height);
        let alone = need - chain.first().map_or(0.0, |piece| piece.before) + head;
        if self.used() > 0.0 && self.used() + need > self.height + SLACK && alone <= self.height + SLACK {
            self.pages.push(Frame::new(self.width, 0.0));
        }
        for piece in chain {
            self.place(piece);
        }
    }

    fn used(&self) -> f32 {
        self.pages.last().map_or(0.0, |page| page.height)
    }

    fn place(&mut self, piece: Piece) {
        let is_first = self.pages.len() == 1 && self.used() == 0.0;
        if self.used() > 0.0 && self.used() + piece.before + piece.frame.height > self.height + SLACK {
            self.pages.push(Frame::new(self.width, 0.0));
        }
        let is_top = self.used() == 0.0;
        let page = self.pages.last_mut().expect("there is always a page");
        if is_top {
            // Gaps end with their page; only what stands above the very first piece is meant.
            page.height = if is_first { piece.before } else { 0.0 };
            if let Some(head) = piece.head {
                page.height += head.height;
                page.add(Frame::clone(&head), 0.0, 0.0);
            }
        } else {
            page.height += piece.before;
        }
        let (top, height) = (page.height, piece.frame.height);
        page.add(piece.frame, 0.0, top);
        page.height += height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f32) -> Frame {
        Frame::new(10.0, height)
    }

    fn heights(flow: Flow) -> Vec<f32> {
        flow.pages(10.0, 100.0).iter().map(|page| page.height).collect()
    }

    #[test]
    fn a_named_gap_wins_else_the_larger_and_room_adds_up() {
        let mut flow = Flow::default();
        flow.gap(50.0, Rank::Usual);
        flow.put(piece(10.0), Hold::Free);
        flow.gap(9.0, Rank::Usual);
        flow.gap(12.0, Rank::Usual);
        flow.put(piece(10.0), Hold::Free);
        flow.gap(9.0, Rank::Usual);
        flow.gap(4.0, Rank::Named);
        flow.space(-1.0);
        flow.gap(9.0, Rank::Usual);
        flow.put(piece(10.0), Hold::Free);
        flow.gap(9.0, Rank::Usual);
        // 10 + 12 + 10 + 4 - 1 + 10
        assert_eq!(flow.whole(10.0).height, 45.0);
    }

    #[test]
    fn what_stays_together_begins_a_page_where_a_page_can_hold_it() {
        let mut flow = Flow::default();
        flow.put(piece(60.0), Hold::Free);
        flow.gap(5.0, Rank::Usual);
        flow.put(piece(20.0), Hold::Next);
        flow.put(piece(20.0), Hold::Free);
        // The gap of 5 ends with its page.
        assert_eq!(heights(flow.clone()), [60.0, 40.0]);
        flow.hold();
        flow.put(piece(70.0), Hold::Free);
        // 110 are more than a page: they are broken where they must.
        assert_eq!(heights(flow), [60.0 + 5.0 + 20.0, 20.0 + 70.0]);
    }

    #[test]
    fn a_page_that_begins_below_a_head_repeats_it() {
        let mut flow = Flow::default();
        let head = Arc::new(piece(10.0));
        flow.put(piece(10.0), Hold::Next);
        for _ in 0..4 {
            flow.put_under(piece(40.0), Hold::Free, &head);
        }
        assert_eq!(heights(flow), [90.0, 90.0]);
    }
}
