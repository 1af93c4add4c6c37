//! Pages as a PDF file: what is drawn, what readers are told of it, and what the file promises.

use chrono::Datelike;
use krilla::Document;
use krilla::SerializeSettings;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::{luma, rgb};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::{Fill, Paint, Stroke};
use krilla::surface::{Location, Surface};
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::GlyphId;

use super::Fault;
use super::face::{Faces, Glyph};
use super::frame::{ASIDE, Frame, Ink, Mark, Pages, Role, Run};
use super::picture::Picture;
use super::theme::HAIRLINE;
use crate::letter::formats::transfer::Code;
use crate::model::Date;

/// What a file promises of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// PDF/A-2b, it will look the same wherever and whenever it is opened; and PDF/UA-1, it can be read aloud.
    Spoken,
    /// PDF/A-2b alone.
    Archive,
    /// Nothing: pages of other files are in it, and nobody can answer for them.
    Nothing,
}

/// What a file says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// Tells it from all others, and is the same for the same pages.
    pub id: &'a str,
    /// What it is called; nothing for what has no one title.
    pub title: Option<&'a str>,
    /// The day of its pages.
    pub day: Date,
}

/// Writes documents as one file, one behind the other.
///
/// # Errors
/// What keeps the pages from being what the file promises.
pub fn write(faces: &Faces<'_>, all: &[&Pages], of: Identity<'_>, promise: Promise) -> Result<Vec<u8>, Fault> {
    let mut builder = ConfigurationBuilder::new();
    if promise != Promise::Nothing {
        builder = builder.with_archival_validator(Archival::A2_B);
    }
    if promise == Promise::Spoken {
        builder = builder.with_accessibility_validator(Accessibility::UA1);
    }
    let configuration = builder.finish().expect("these two standards go together");
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: promise == Promise::Spoken,
        ..SerializeSettings::default()
    });
    let pages: Vec<&Frame> = all.iter().flat_map(|pages| &pages.pages).collect();
    let places = Places::of(&pages);
    let mut writer = Writer { faces, identifiers: Vec::new() };
    let count = all.first().map_or(0, |pages| pages.tree.0.len());
    writer.identifiers.resize_with(count, Vec::new);
    for frame in &pages {
        writer.page(&mut document, frame, &places);
    }
    if promise == Promise::Spoken
        && let Some(pages) = all.first()
    {
        document.set_tag_tree(writer.tree(pages));
    }
    document.set_outline(places.outline());
    document.set_metadata(metadata(all, of));
    document.finish().map_err(|error| Fault::Unwritable(error.to_string()))
}

fn metadata(all: &[&Pages], of: Identity<'_>) -> Metadata {
    let first = all.first();
    let day = DateTime::new(of.day.year() as u16).month(of.day.month() as u8).day(of.day.day() as u8);
    let day = day.hour(0).minute(0).second(0).utc_offset_hour(0).utc_offset_minute(0);
    let mut metadata = Metadata::new()
        .creator("relance".to_owned())
        .producer("krilla".to_owned())
        .document_id(of.id.to_owned())
        .creation_date(day);
    if let Some(title) = of.title {
        metadata = metadata.title(title.to_owned());
    }
    if let Some(pages) = first {
        metadata = metadata.language(pages.lang.to_owned());
        metadata = metadata.authors(pages.author.iter().cloned().collect());
    }
    metadata
}

/// Where links and bookmarks lead.
struct Places {
    anchors: Vec<(usize, XyzDestination)>,
    /// How deep each bookmark is, what it says and where it leads.
    bookmarks: Vec<(usize, String, XyzDestination)>,
}

impl Places {
    fn of(pages: &[&Frame]) -> Places {
        let mut places = Places { anchors: Vec::new(), bookmarks: Vec::new() };
        for (number, frame) in pages.iter().enumerate() {
            for (x, y, mark, _) in &frame.marks {
                // A little above, so that the line can be seen.
                let here = || XyzDestination::new(number, Point::from_xy(*x, (y - 10.0).max(0.0)));
                match mark {
                    Mark::Anchor(anchor) => places.anchors.push((*anchor, here())),
                    Mark::Bookmark(depth, title) => places.bookmarks.push((*depth, title.clone(), here())),
                    _ => {}
                }
            }
        }
        places
    }

    fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        let mut rest = &self.bookmarks[..];
        while !rest.is_empty() {
            let (node, left) = node(rest);
            outline.push_child(node);
            rest = left;
        }
        outline
    }
}

/// Returns the first bookmark with all that are deeper, and those behind them.
fn node(bookmarks: &[(usize, String, XyzDestination)]) -> (OutlineNode, &[(usize, String, XyzDestination)]) {
    let (depth, title, place) = &bookmarks[0];
    let mut outline = OutlineNode::new(title.clone(), place.clone());
    let mut rest = &bookmarks[1..];
    while rest.first().is_some_and(|next| next.0 > *depth) {
        let (child, left) = node(rest);
        outline.push_child(child);
        rest = left;
    }
    (outline, rest)
}

struct Writer<'a, 'f> {
    faces: &'a Faces<'f>,
    /// What is drawn of each part.
    identifiers: Vec<Vec<Identifier>>,
}

impl Writer<'_, '_> {
    fn page(&mut self, document: &mut Document, frame: &Frame, places: &Places) {
        let settings = PageSettings::from_wh(frame.width, frame.height).expect("a sheet has a size");
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut marks = frame.marks.iter().filter(|(_, _, mark, _)| is_drawn(mark)).peekable();
        while let Some((x, y, mark, part)) = marks.next() {
            let tag = match *part {
                ASIDE => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
                _ => ContentTag::Other,
            };
            let identifier = surface.start_tagged(tag);
            self.mark(&mut surface, (*x, *y), mark);
            while let Some((x, y, mark, _)) = marks.next_if(|next| next.3 == *part) {
                self.mark(&mut surface, (*x, *y), mark);
            }
            surface.end_tagged();
            if let Some(part) = self.identifiers.get_mut(*part as usize) {
                part.push(identifier);
            }
        }
        surface.finish();
        for (x, y, mark, _) in &frame.marks {
            if let Mark::Link(anchor, size, title) = mark {
                link(&mut page, (*x, *y), *size, places.anchors.iter().find(|place| place.0 == *anchor), title);
            }
        }
        page.finish();
    }

    fn mark(&self, surface: &mut Surface<'_>, (x, y): (f32, f32), mark: &Mark) {
        match mark {
            Mark::Text(run) => self.text(surface, Point::from_xy(x, y), run),
            Mark::Rule { to, thickness, ink } => {
                let mut path = PathBuilder::new();
                path.move_to(x, y);
                path.line_to(x + to.0, y + to.1);
                stroke(surface, path, *thickness, *ink);
            }
            Mark::Frame { size } => {
                let mut path = PathBuilder::new();
                path.push_rect(rect((x, y), *size));
                stroke(surface, path, HAIRLINE.0, HAIRLINE.1);
            }
            Mark::Code(code, side) => drawn_code(surface, (x, y), code, *side),
            Mark::Picture(picture, size) => {
                surface.push_transform(&Transform::from_translate(x, y));
                drawn(surface, picture, *size);
                surface.pop();
            }
            Mark::Bookmark(..) | Mark::Anchor(_) | Mark::Link(..) => {}
        }
    }

    fn text(&self, surface: &mut Surface<'_>, at: Point, run: &Run) {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(run.ink)));
        surface.draw_glyphs(at, &run.glyphs, self.faces.font(run.face), &run.text, run.size, false);
    }

    /// Returns the parts of a document with what is drawn of each.
    fn tree(&mut self, pages: &Pages) -> TagTree {
        let mut groups: Vec<Option<TagGroup>> = Vec::with_capacity(self.identifiers.len());
        for ((role, _), drawn) in pages.tree.0.iter().zip(self.identifiers.drain(..)) {
            let mut group = TagGroup::new(tag(role));
            drawn.into_iter().for_each(|identifier| group.push(identifier));
            groups.push(Some(group));
        }
        // Parts come behind what they are parts of: from the last to the first, each is whole when it is handed over.
        let mut children: Vec<Vec<TagGroup>> = Vec::new();
        children.resize_with(groups.len(), Vec::new);
        let mut top = Vec::new();
        for at in (0..groups.len()).rev() {
            let Some(mut group) = groups[at].take() else { continue };
            children[at].drain(..).rev().for_each(|child| group.push(child));
            match pages.tree.0[at].1 {
                Some(within) => children[within as usize].push(group),
                None => top.push(group),
            }
        }
        let mut tree = TagTree::new().with_lang(Some(pages.lang.to_owned()));
        top.into_iter().rev().for_each(|group| tree.push(group));
        tree
    }
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Title(title) => Tag::Hn(std::num::NonZeroU16::MIN, Some(title.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::List(true) => Tag::L(ListNumbering::Decimal).into(),
        Role::List(false) => Tag::L(ListNumbering::Disc).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::Head => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(shown) => Tag::Figure(Some(shown.clone())).into(),
    }
}

fn is_drawn(mark: &Mark) -> bool {
    !matches!(mark, Mark::Bookmark(..) | Mark::Anchor(_) | Mark::Link(..))
}

fn link(page: &mut Page<'_>, at: (f32, f32), size: (f32, f32), to: Option<&(usize, XyzDestination)>, title: &str) {
    let Some((_, place)) = to else { return };
    let target = Target::Destination(Destination::Xyz(place.clone()));
    page.add_annotation(Annotation::new_link(LinkAnnotation::new(rect(at, size), target), Some(title.to_owned())));
}

fn stroke(surface: &mut Surface<'_>, path: PathBuilder, thickness: f32, ink: Ink) {
    let Some(path) = path.finish() else { return };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: paint(ink), width: thickness, ..Stroke::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

fn drawn_code(surface: &mut Surface<'_>, (x, y): (f32, f32), code: &Code, side: f32) {
    let scale = side / code.side as f32;
    let mut path = PathBuilder::new();
    for &(left, top, count) in &code.runs {
        let (left, top, width) = (x + left as f32 * scale, y + top as f32 * scale, count as f32 * scale);
        path.push_rect(rect((left, top), (width, scale)));
    }
    if let Some(path) = path.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(super::frame::BLACK)));
        surface.draw_path(&path);
    }
}

fn drawn(surface: &mut Surface<'_>, picture: &Picture, (width, height): (f32, f32)) {
    let Some(size) = Size::from_wh(width, height) else { return };
    match picture {
        Picture::Dots(image, turn) => {
            surface.push_transform(&turn.transform(width, height));
            let (width, height) = turn.unturned(width, height);
            if let Some(size) = Size::from_wh(width, height) {
                surface.draw_image(image.clone(), size);
            }
            surface.pop();
        }
        Picture::Drawing(drawing) => drawing.draw(surface, (width, height)),
        Picture::Page(document, page) => surface.draw_pdf_page(document, size, *page),
    }
}

fn rect((x, y): (f32, f32), (width, height): (f32, f32)) -> Rect {
    Rect::from_xywh(x, y, width.max(0.001), height.max(0.001)).expect("places on paper are numbers")
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: paint(ink), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn paint(ink: Ink) -> Paint {
    match ink {
        Ink::Gray(gray) => luma::Color::new(gray).into(),
        Ink::Color(color) => {
            let [red, green, blue] = color.0;
            rgb::Color::new(red, green, blue).into()
        }
    }
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }

    fn text_range(&self) -> std::ops::Range<usize> {
        self.text.clone()
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.offset.0 * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.offset.1 * size
    }

    fn y_advance(&self, _: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}
