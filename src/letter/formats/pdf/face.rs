//! The fonts of a page: which face draws a letter, and words as glyphs with their widths.
//!
//! Widths are in ems, the size of the letters. Words are shaped once for all the letters of a run: most of them come
//! again on every page.

use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use hashbrown::{DefaultHashBuilder, HashTable};
use krilla::text::Font;
use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, ShapePlan, UnicodeBuffer, shape_with_plan};

use super::Fault;

/// The built-in fonts, upright, bold and italic: Liberation Sans without what screens of coarse pixels needed.
const SANS: [&[u8]; 3] = [
    include_bytes!("../../../../fonts/RelanceSans-Regular.ttf"),
    include_bytes!("../../../../fonts/RelanceSans-Bold.ttf"),
    include_bytes!("../../../../fonts/RelanceSans-Italic.ttf"),
];

/// The font of what was set with a typewriter's widths: the texts of e-mails.
const MONO: &[u8] = include_bytes!("../../../../fonts/RelanceMono-Regular.ttf");

/// How many words are remembered: those of one customer alone need not be.
const REMEMBERED: usize = 50_000;

/// How high a capital is when a font does not say, in ems.
const USUAL_CAPITAL: f32 = 0.7;

/// The look of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// As most of a page is.
    Regular,
    /// What stands out.
    Bold,
    /// What is said aside.
    Italic,
    /// Each letter of one width.
    Mono,
}

/// The way a word runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Left to right.
    Right,
    /// Right to left.
    Left,
}

/// One glyph, in ems.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in its font.
    pub id: u32,
    /// How far the next one stands.
    pub advance: f32,
    /// Where it stands beside the pen.
    pub offset: (f32, f32),
    /// The letters that it draws.
    pub text: Range<usize>,
}

/// A part of a word that one face draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The place of its face.
    pub face: usize,
    /// Its text.
    pub text: Range<usize>,
    /// Its glyphs, left to right; their texts are counted from the beginning of the part.
    pub glyphs: Vec<Glyph>,
}

/// A word as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    key: (Style, Way),
    /// What it says; a no-break hyphen that no font has is an ordinary one.
    pub text: String,
    /// Its parts, left to right.
    pub parts: Vec<Part>,
    /// How wide it is, in ems.
    pub width: f32,
    /// How high its capitals are, in ems.
    pub capital: f32,
}

/// The fonts of a run and the words that they have drawn.
pub struct Faces<'a> {
    faces: Vec<Face<'a>>,
    /// The places of the faces that are asked first, by [`Style`].
    first: [usize; 4],
    words: RwLock<HashTable<Arc<Word>>>,
    hasher: DefaultHashBuilder,
}

struct Face<'a> {
    font: Font,
    shaper: rustybuzz::Face<'a>,
    capital: f32,
    /// The number of its space.
    space: u32,
    /// How latin words are shaped: worked out once, not for every word.
    plan: ShapePlan,
}

/// The file of a font: its name as the user knows it, and its bytes.
pub type Given<'a> = (&'a str, &'a [u8]);

impl<'a> Faces<'a> {
    /// Takes the built-in fonts and those given, which draw what the built-in ones lack; or come first, upright, bold
    /// and italic, where their files are named.
    ///
    /// # Errors
    /// When a file holds no font, or one that is named is not given.
    pub fn new(given: &[Given<'a>], named: &[Option<String>; 3]) -> Result<Faces<'a>, Fault> {
        let mut faces = Vec::new();
        for bytes in SANS.into_iter().chain([MONO]) {
            faces.push(Face::new(bytes, bytes.into(), 0).expect("the built-in fonts are read by the tests"));
        }
        let mut first = [0, 1, 2, 3];
        for (file, bytes) in given {
            for (place, _) in
                named.iter().enumerate().filter(|(_, name)| name.as_deref().is_some_and(|name| is_file(file, name)))
            {
                first[place] = faces.len();
            }
            let data = krilla::Data::from(bytes.to_vec());
            let count = rustybuzz::ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
            let before = faces.len();
            faces.extend((0..count).filter_map(|index| Face::new(bytes, data.clone(), index)));
            if faces.len() == before {
                return Err(Fault::no_font(file));
            }
        }
        if let Some(name) = named.iter().flatten().find(|name| !given.iter().any(|(file, _)| is_file(file, name))) {
            return Err(Fault::absent_font(name));
        }
        let words = RwLock::new(HashTable::new());
        Ok(Faces { faces, first, words, hasher: DefaultHashBuilder::default() })
    }

    /// Returns the font of a face.
    pub fn font(&self, face: usize) -> Font {
        self.faces[face].font.clone()
    }

    /// Returns the place of the face that is asked first.
    pub fn first(&self, style: Style) -> usize {
        self.first[style as usize]
    }

    /// Returns the number of the space of a face.
    pub fn space_glyph(&self, face: usize) -> u32 {
        self.faces[face].space
    }

    /// Tells whether a font has a letter, or can do without it.
    pub fn has(&self, c: char) -> bool {
        // A space that a font lacks is made of an ordinary one.
        c.is_whitespace() || c == NO_BREAK_HYPHEN || self.faces.iter().any(|face| face.has(c))
    }

    /// Returns how high a capital of a style is, in ems.
    pub fn capital(&self, style: Style) -> f32 {
        self.faces[self.first[style as usize]].capital
    }

    /// Returns how wide a space of a style is, in ems.
    pub fn space(&self, style: Style) -> f32 {
        self.word(style, Way::Right, " ").width
    }

    /// Returns how far apart two letters stand with a space between them, in ems.
    pub fn gap(&self, style: Style, before: char, after: char) -> f32 {
        let mut both = String::with_capacity(9);
        both.extend([before, ' ', after]);
        let alone = |c: char| self.word(style, Way::Right, c.encode_utf8(&mut [0; 4])).width;
        self.word(style, Way::Right, &both).width - alone(before) - alone(after)
    }

    /// Returns a word as it is drawn.
    pub fn word(&self, style: Style, way: Way, text: &str) -> Arc<Word> {
        use std::hash::BuildHasher;
        let hash = self.hasher.hash_one((style, way, text));
        let is_it = |word: &Arc<Word>| word.key == (style, way) && word.text == text;
        let found = self.words.read().unwrap_or_else(PoisonError::into_inner).find(hash, is_it).cloned();
        if let Some(word) = found {
            return word;
        }
        let word = Arc::new(self.shaped(style, way, text));
        let mut words = self.words.write().unwrap_or_else(PoisonError::into_inner);
        if words.len() < REMEMBERED && words.find(hash, is_it).is_none() {
            let again = |word: &Arc<Word>| self.hasher.hash_one((word.key.0, word.key.1, &*word.text));
            words.insert_unique(hash, word.clone(), again);
        }
        word
    }

    fn shaped(&self, style: Style, way: Way, text: &str) -> Word {
        let first = self.first[style as usize];
        let text = if text.contains(NO_BREAK_HYPHEN) && !self.faces[first].has(NO_BREAK_HYPHEN) {
            text.replace(NO_BREAK_HYPHEN, "-")
        } else {
            text.to_owned()
        };
        let mut parts: Vec<Part> = Vec::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let last = parts.last().map(|part| part.face);
            // What stands on or joins letters stays with them, and spaces belong to whom they follow.
            let stays =
                last.filter(|&face| face == first || c.is_whitespace()).filter(|&face| self.faces[face].draws(c));
            let face = stays.unwrap_or_else(|| self.face(first, c));
            match parts.last_mut() {
                Some(part) if part.face == face => part.text.end = end,
                _ => parts.push(Part { face, text: at..end, glyphs: Vec::new() }),
            }
        }
        for part in &mut parts {
            part.glyphs = self.faces[part.face].shape(&text[part.text.clone()], way);
        }
        if way == Way::Left {
            parts.reverse();
        }
        let width = parts.iter().flat_map(|part| &part.glyphs).map(|glyph| glyph.advance).sum();
        let capital = parts.iter().map(|part| self.faces[part.face].capital).fold(0.0, f32::max);
        Word { key: (style, way), text, parts, width, capital }
    }

    /// Returns the face that draws a letter: the one of the style, or the first that has it.
    fn face(&self, first: usize, c: char) -> usize {
        if self.faces[first].draws(c) {
            return first;
        }
        self.faces.iter().position(|face| face.has(c)).unwrap_or(first)
    }
}

/// Tells whether a file, as the user knows it, has a name.
fn is_file(file: &str, name: &str) -> bool {
    file.rsplit('/').next() == Some(name)
}

const NO_BREAK_HYPHEN: char = '\u{2011}';

impl<'a> Face<'a> {
    fn new(bytes: &'a [u8], data: krilla::Data, index: u32) -> Option<Face<'a>> {
        let shaper = rustybuzz::Face::from_slice(bytes, index)?;
        let font = Font::new(data, index)?;
        let capital = shaper.capital_height().filter(|&height| height > 0);
        let capital = capital.map_or(USUAL_CAPITAL, |height| f32::from(height) / shaper.units_per_em() as f32);
        let script = rustybuzz::script::LATIN;
        let plan = ShapePlan::new(&shaper, Direction::LeftToRight, Some(script), None, &[]);
        let space = shaper.glyph_index(' ').map_or(0, |glyph| u32::from(glyph.0));
        Some(Face { font, shaper, capital, space, plan })
    }

    fn has(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some_and(|glyph| glyph != GlyphId(0))
    }

    fn draws(&self, c: char) -> bool {
        self.has(c) || c.is_whitespace()
    }

    /// Returns a text as glyphs, left to right.
    fn shape(&self, text: &str, way: Way) -> Vec<Glyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if way == Way::Left { Direction::RightToLeft } else { Direction::LeftToRight });
        let is_latin = way == Way::Right && buffer.script() == rustybuzz::script::LATIN;
        let output = if is_latin {
            shape_with_plan(&self.shaper, &self.plan, buffer)
        } else {
            rustybuzz::shape(&self.shaper, &[], buffer)
        };
        let em = self.shaper.units_per_em() as f32;
        let ems = |units: i32| units as f32 / em;
        let infos = output.glyph_infos();
        // The letters of a glyph end where those of the next one in reading begin.
        let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let end = |start: usize| starts.iter().copied().find(|&next| next > start).unwrap_or(text.len());
        infos
            .iter()
            .zip(output.glyph_positions())
            .map(|(info, place)| Glyph {
                id: info.glyph_id,
                advance: ems(place.x_advance),
                offset: (ems(place.x_offset), ems(place.y_offset)),
                text: info.cluster as usize..end(info.cluster as usize),
            })
            .collect()
    }
}
