//! What is drawn: marks at their places, and which part of the document each of them belongs to.
//!
//! Measures are points, from the upper left corner down.

use std::sync::Arc;

use super::face::Glyph;
use super::picture::Picture;
use crate::letter::formats::transfer::Code;
use crate::policy::Color;

/// The sheet, A4.
pub const SHORT: f32 = 595.276;
/// Its long side.
pub const LONG: f32 = 841.89;

/// Returns millimetres as points.
pub const fn mm(count: f32) -> f32 {
    count * 72.0 / 25.4
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Between black, 0, and white, 255.
    Gray(u8),
    /// The firm's.
    Color(Color),
}

/// Black.
pub const BLACK: Ink = Ink::Gray(0);

/// Letters of one face and look, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The place of their face.
    pub face: usize,
    /// Their size, in points.
    pub size: f32,
    /// Their colour.
    pub ink: Ink,
    /// What they say.
    pub text: String,
    /// How it is drawn.
    pub glyphs: Vec<Glyph>,
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// Letters, from their base line.
    Text(Run),
    /// A line to a place so far away, and how thick it is.
    Rule {
        /// Where it ends, from where it begins.
        to: (f32, f32),
        /// How thick it is.
        thickness: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A thin frame.
    Frame {
        /// Its size.
        size: (f32, f32),
    },
    /// A payment code, so wide.
    Code(Arc<Code>, f32),
    /// A picture, so large.
    Picture(Arc<Picture>, (f32, f32)),
    /// Where a part begins that bookmarks name, so deep.
    Bookmark(usize, String),
    /// Where links may lead: a number of ours.
    Anchor(usize),
    /// What leads there, so large, and what it says.
    Link(usize, (f32, f32), String),
}

/// The part of the document that a mark belongs to: its place in the [`Tree`].
pub type Node = u32;

/// No part of it: heads and feet of pages, rules, marks of the paper.
pub const ASIDE: Node = u32::MAX;

/// Marks at their places.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// The marks, in the order they are drawn.
    pub marks: Vec<(f32, f32, Mark, Node)>,
}

impl Frame {
    /// Returns an empty frame.
    pub fn new(width: f32, height: f32) -> Frame {
        Frame { width, height, marks: Vec::new() }
    }

    /// Draws a mark.
    pub fn put(&mut self, x: f32, y: f32, mark: Mark, node: Node) {
        self.marks.push((x, y, mark, node));
    }

    /// Draws a line from left to right.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, ink: Ink) {
        self.put(x, y, Mark::Rule { to: (width, 0.0), thickness, ink }, ASIDE);
    }

    /// Draws all of another frame.
    pub fn add(&mut self, other: Frame, x: f32, y: f32) {
        self.marks.extend(other.marks.into_iter().map(|(left, top, mark, node)| (left + x, top + y, mark, node)));
    }

    /// Returns the frame as what repeats one: no part of the document.
    pub fn aside(mut self) -> Frame {
        self.marks.iter_mut().for_each(|mark| mark.3 = ASIDE);
        self
    }
}

/// What a part of a document is, for those who hear it read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// What it is about.
    Title(String),
    /// A paragraph.
    Paragraph,
    /// A list, numbered or not.
    List(bool),
    /// One item of a list.
    Item,
    /// The number or dot of an item.
    Label,
    /// What an item says.
    Body,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The title of a column.
    Head,
    /// A cell.
    Cell,
    /// A picture, with what it shows.
    Figure(String),
}

/// The parts of a document, in the order of reading: each with what it is a part of.
#[derive(Clone, Debug, Default)]
pub struct Tree(pub Vec<(Role, Option<Node>)>);

impl Tree {
    /// Adds a part.
    pub fn add(&mut self, role: Role, within: Option<Node>) -> Node {
        self.0.push((role, within));
        (self.0.len() - 1) as Node
    }
}

/// A document that is laid out.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// Its pages.
    pub pages: Vec<Frame>,
    /// Its parts; none of what is not tagged.
    pub tree: Tree,
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its language: `fr` or `en`.
    pub lang: &'static str,
}
