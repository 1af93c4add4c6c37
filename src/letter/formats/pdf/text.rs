//! Texts as lines: where they break, how wide they are, what is drawn.
//!
//! Lines are filled one after the other, without hyphenation or justification. A word that is wider than its line
//! breaks at one of its no-break spaces, as the groups of an IBAN have them, and else wherever it must: it would run
//! off the sheet.

use std::sync::Arc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::bidi;
use super::face::{Faces, Glyph, Style, Way, Word};
use super::frame::{Frame, Ink, Mark, Node, Run};

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Their style.
    pub style: Style,
    /// Their size, in points.
    pub size: f32,
    /// Their colour.
    pub ink: Ink,
}

/// Some text of one look; `\n` begins a new line.
pub type Span<'a> = (&'a str, Look);

/// The spaces that no line breaks as long as a line has room for what they join.
const NO_BREAK_SPACES: [char; 2] = ['\u{a0}', '\u{202f}'];

/// How much too wide is wide enough: sums of fractions differ in the last places, and columns are measured in
/// thousandths.
const SLACK: f32 = 0.05;

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// How wide it is.
    pub width: f32,
    /// How high its capitals are: from there down to the base line is its height.
    pub height: f32,
    /// Its runs, and where they begin.
    pub runs: Vec<(f32, Run)>,
}

impl Line {
    /// Draws the line into a frame, its upper left corner at a place.
    pub fn draw(self, frame: &mut Frame, x: f32, y: f32, node: Node) {
        let base = y + self.height;
        for (along, run) in self.runs {
            frame.put(x + along, base, Mark::Text(run), node);
        }
    }
}

/// A piece of a line that no line breaks.
#[derive(Clone)]
struct Unit {
    word: Arc<Word>,
    look: Look,
    /// How deep it is embedded in the other direction; even is left to right.
    level: u8,
    /// How many spaces follow.
    spaces: usize,
    /// Whether a line may end behind it.
    breaks: bool,
    /// Whether a line must end behind it.
    ends: bool,
}

impl Unit {
    fn width(&self) -> f32 {
        self.word.width * self.look.size
    }

    fn way(&self) -> Way {
        way(self.level)
    }
}

/// Returns the way that letters run which are embedded so deep.
fn way(level: u8) -> Way {
    if level.is_multiple_of(2) { Way::Right } else { Way::Left }
}

/// Returns texts as lines of a width; at least one.
pub fn lines(faces: &Faces<'_>, spans: &[Span<'_>], width: f32) -> Vec<Line> {
    let units = units(faces, spans);
    let mut setter = Setter { faces, width, line: Vec::new(), used: 0.0, lines: Vec::new() };
    let mut start = 0;
    while start < units.len() {
        // What no line may break stays together: a bold word and the comma behind it.
        let end = units[start..].iter().position(|unit| unit.breaks).map_or(units.len(), |at| start + at + 1);
        setter.take(&units[start..end]);
        start = end;
    }
    if !setter.line.is_empty() || setter.lines.is_empty() {
        setter.end();
    }
    let (mut lines, height) =
        (setter.lines, spans.first().map_or(0.0, |(_, look)| faces.capital(look.style) * look.size));
    for line in lines.iter_mut().filter(|line| line.runs.is_empty()) {
        line.height = height;
    }
    lines
}

/// Returns how wide texts are on one line.
pub fn width(faces: &Faces<'_>, spans: &[Span<'_>]) -> f32 {
    lines(faces, spans, f32::INFINITY).iter().map(|line| line.width).fold(0.0, f32::max)
}

/// Cuts texts where lines may break and where their look or direction changes.
fn units(faces: &Faces<'_>, spans: &[Span<'_>]) -> Vec<Unit> {
    let whole: String = spans.iter().map(|(text, _)| *text).collect();
    let levels = bidi::levels(&whole);
    let mut ends = spans.iter().scan(0, |end, (text, look)| {
        *end += text.len();
        Some((*end, *look))
    });
    let mut units: Vec<Unit> = Vec::new();
    let mut start = 0;
    let Some(mut span) = ends.next() else { return units };
    for (end, opportunity) in linebreaks(&whole) {
        let mut last = None;
        while start < end {
            while span.0 <= start {
                match ends.next() {
                    Some(next) => span = next,
                    None => return units,
                }
            }
            let mut stop = end.min(span.0);
            if let Some(levels) = &levels {
                stop = (start..stop).find(|&at| levels[at] != levels[start]).unwrap_or(stop);
            }
            let text = whole[start..stop].trim_end_matches('\n');
            let letters = text.trim_end_matches(' ');
            let level = levels.as_ref().map_or(0, |levels| levels[start]);
            let spaces = text.len() - letters.len();
            let word = faces.word(span.1.style, way(level), letters);
            units.push(Unit { word, look: span.1, level, spaces, breaks: false, ends: false });
            last = Some(units.len() - 1);
            start = stop;
        }
        if let Some(last) = last {
            units[last].breaks = !is_in_an_abbreviation(&whole[..end], &whole[end..]);
            units[last].ends = opportunity == BreakOpportunity::Mandatory && whole[..end].ends_with('\n');
        }
    }
    units
}

/// Tells whether a place lies within the name of a code: `C. civ.`, `C. com.`, `C. mon. fin.`.
fn is_in_an_abbreviation(before: &str, after: &str) -> bool {
    let is_short = |word: &str| word.strip_suffix('.').is_some_and(|word| word == "C" || word == "mon");
    let last = before.strip_suffix(' ').and_then(|text| text.rsplit([' ', '\u{a0}', '(', '\n']).next());
    last.is_some_and(is_short) && after.starts_with(|next: char| next.is_lowercase())
}

struct Setter<'a, 'f> {
    faces: &'a Faces<'f>,
    width: f32,
    line: Vec<Unit>,
    /// How wide the line is without the spaces behind it.
    used: f32,
    lines: Vec<Line>,
}

impl Setter<'_, '_> {
    /// Takes what stays together.
    fn take(&mut self, group: &[Unit]) {
        let mut last = self.line.last().cloned();
        let mut wide = self.used;
        let mut alone = 0.0;
        for unit in group {
            let gap = last.as_ref().map_or(0.0, |last| self.gap(last, unit));
            wide += gap + unit.width();
            alone += unit.width() + if alone > 0.0 { gap } else { 0.0 };
            last = Some(unit.clone());
        }
        if wide <= self.width + SLACK {
            self.line.extend(group.iter().cloned());
            self.used = wide;
        } else if alone <= self.width + SLACK {
            self.end();
            self.line.extend(group.iter().cloned());
            self.used = alone;
        } else {
            self.split(group);
        }
        if group.last().is_some_and(|unit| unit.ends) {
            self.end();
        }
    }

    /// Breaks what is wider than a line at its no-break spaces, or wherever it must.
    fn split(&mut self, group: &[Unit]) {
        for unit in group {
            let way = unit.way();
            let mut rest: &str = &unit.word.text;
            loop {
                let gap = self.line.last().map_or(0.0, |last| self.gap(last, unit));
                let room = self.width - self.used - gap;
                let kept = self.fitting(unit, way, rest, room);
                let is_all = kept == rest.len();
                if is_all || kept > 0 {
                    let shown = if is_all { rest } else { rest[..kept].trim_end_matches(NO_BREAK_SPACES) };
                    let word = self.faces.word(unit.look.style, way, shown);
                    self.used += gap + word.width * unit.look.size;
                    self.line.push(Unit { word, spaces: if is_all { unit.spaces } else { 0 }, ..unit.clone() });
                }
                rest = &rest[kept..];
                if is_all {
                    break;
                }
                self.end();
            }
        }
    }

    /// Returns how many bytes of a word fit: all, else those up to a no-break space; on an empty line what fits, and at
    /// least one letter.
    fn fitting(&self, unit: &Unit, way: Way, text: &str, room: f32) -> usize {
        let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
        ends.push(text.len());
        let fits = |end: &usize| self.faces.word(unit.look.style, way, &text[..*end]).width * unit.look.size <= room;
        let count = ends.partition_point(fits);
        let kept = count.checked_sub(1).map_or(0, |last| ends[last]);
        if kept == text.len() {
            return kept;
        }
        match (text[..kept].rfind(NO_BREAK_SPACES), self.line.is_empty()) {
            (Some(at), _) => at + text[at..].chars().next().map_or(0, char::len_utf8),
            (None, true) => kept.max(ends[0]),
            (None, false) => 0,
        }
    }

    /// Returns how far apart two units stand.
    fn gap(&self, before: &Unit, after: &Unit) -> f32 {
        let style = before.look.style;
        let spaces = match (before.spaces, before.word.text.chars().last(), after.word.text.chars().next()) {
            (0, ..) => return 0.0,
            (count, Some(last), Some(first)) if before.way() == Way::Right && after.way() == Way::Right => {
                self.faces.gap(style, last, first) + (count - 1) as f32 * self.faces.space(style)
            }
            (count, ..) => count as f32 * self.faces.space(style),
        };
        spaces * before.look.size
    }

    fn end(&mut self) {
        let units = bidi::ordered(std::mem::take(&mut self.line), |unit| unit.level);
        let mut line = Line::default();
        let mut x = 0.0;
        for (i, unit) in units.iter().enumerate() {
            line.height = line.height.max(unit.word.capital * unit.look.size);
            append(&mut line, unit, x);
            x += unit.width();
            if let Some(next) = units.get(i + 1) {
                // Read from right to left, the spaces behind a word stand at its left.
                let is_turned = unit.way() == Way::Left && next.way() == Way::Left;
                let (before, after) = if is_turned { (next, unit) } else { (unit, next) };
                let gap = self.gap(before, after);
                self.space(&mut line, before, gap);
                x += gap;
            }
        }
        line.width = x;
        self.lines.push(line);
        self.used = 0.0;
    }

    /// Appends the spaces of a unit, so wide together, to the last run.
    fn space(&self, line: &mut Line, unit: &Unit, width: f32) {
        if unit.spaces == 0 {
            return;
        }
        if line.runs.is_empty() {
            let Look { style, size, ink } = unit.look;
            let face = self.faces.first(style);
            line.runs.push((0.0, Run { face, size, ink, text: String::new(), glyphs: Vec::new() }));
        }
        let Some((_, run)) = line.runs.last_mut() else { return };
        for _ in 0..unit.spaces {
            let start = run.text.len();
            run.text.push(' ');
            run.glyphs.push(Glyph {
                id: self.faces.space_glyph(run.face),
                advance: width / run.size / unit.spaces as f32,
                offset: (0.0, 0.0),
                text: start..start + 1,
            });
        }
    }
}

/// Appends the glyphs of a unit.
fn append(line: &mut Line, unit: &Unit, mut x: f32) {
    let look = unit.look;
    for part in &unit.word.parts {
        let text = &unit.word.text[part.text.clone()];
        let joins = |run: &Run| (run.face, run.size, run.ink) == (part.face, look.size, look.ink);
        match line.runs.last_mut() {
            Some((_, run)) if joins(run) => {
                let start = run.text.len();
                run.text.push_str(text);
                run.glyphs.extend(
                    part.glyphs
                        .iter()
                        .map(|glyph| Glyph { text: glyph.text.start + start..glyph.text.end + start, ..glyph.clone() }),
                );
            }
            _ => line.runs.push((
                x,
                Run {
                    face: part.face,
                    size: look.size,
                    ink: look.ink,
                    text: text.to_owned(),
                    glyphs: part.glyphs.clone(),
                },
            )),
        }
        x += part.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * look.size;
    }
}

#[cfg(test)]
mod tests {
    use super::is_in_an_abbreviation;

    #[test]
    fn the_name_of_a_code_is_not_cut() {
        for (before, after) in [("(C. ", "civ. 1343-2)"), ("selon C. ", "com. L441-10"), ("C. mon. ", "fin. L313-2")] {
            assert!(is_in_an_abbreviation(before, after), "{before}|{after}");
        }
        for (before, after) in [("C. civ. ", "1343-2"), ("de M. C. ", "Durand"), ("fin. ", "de"), ("", "civ.")] {
            assert!(!is_in_an_abbreviation(before, after), "{before}|{after}");
        }
    }
}
