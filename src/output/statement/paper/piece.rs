//! What is set: the pieces of a file, and the list of them.

use std::sync::Arc;

use crate::letter::formats::pdf::picture::Picture;
use crate::output::statement::document::Block;

/// What begins on a page of its own.
pub(super) struct Piece<'a> {
    /// Its number; 0 for what has none.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// What it says or shows.
    pub body: Body<'a>,
}

/// What a piece says or shows.
pub(super) enum Body<'a> {
    /// Blocks of ours.
    Blocks(&'a [Block]),
    /// Blocks, with the list of pieces in the place of the list of files.
    Front(&'a [Block], &'a [Registered]),
    /// What a typewriter wrote: every line as it is.
    Typed(&'a str),
    /// Pages of another file, or a picture: each with its size, and whether it may be shown larger than it is.
    Shown(&'a [Shown]),
}

/// A page of another file, or a picture.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// What is seen.
    pub picture: Arc<Picture>,
    /// Its size, in points or whatever units.
    pub size: (f32, f32),
    /// Whether it may be shown larger than it is.
    pub enlarged: bool,
}

/// One piece on the contents page.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    /// Its number.
    pub number: usize,
    /// What it is.
    pub title: String,
    /// The file that stands for it, and the SHA-256 of its bytes.
    pub file: (String, String),
    /// Its page, or what stands in its place.
    pub page: String,
    /// Whether it is in this file: its title leads there.
    pub is_here: bool,
    /// Why it is not.
    pub note: Option<String>,
}

/// What the columns of the list of pieces are called.
pub(super) type Titles = [&'static str; 3];
