//! A drawing of an SVG file: lines and areas, in colours and gradients.
//!
//! What would come out otherwise than it was drawn is refused: texts (a page has other fonts than the drawing's
//! author), pictures inside of pictures, masks, patterns and effects.

use std::sync::Arc;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{
    Fill, FillRule, LineCap, LineJoin, LinearGradient, Paint, RadialGradient, SpreadMethod, Stop, Stroke, StrokeDash,
};
use krilla::surface::Surface;
use usvg::tiny_skia_path::PathSegment;
use usvg::{BlendMode, Group, Node, Options, Tree};

use super::flaw::Flaw;

/// A drawing.
#[derive(Clone, Debug)]
pub struct Drawing(Arc<Tree>);

impl Drawing {
    /// Reads a drawing.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn new(bytes: &[u8]) -> Result<Drawing, Flaw> {
        let text = std::str::from_utf8(bytes).map_err(|_| Flaw::Unreadable)?;
        let tree = Tree::from_str(text, &Options::default()).map_err(|_| Flaw::Unreadable)?;
        // Texts are not in the tree.
        if text.contains("<text") || !is_plain(tree.root()) {
            return Err(Flaw::Effects);
        }
        Ok(Drawing(Arc::new(tree)))
    }

    /// Returns how wide and high it is.
    pub fn size(&self) -> (f32, f32) {
        (self.0.size().width(), self.0.size().height())
    }

    /// Draws it, so large.
    pub fn draw(&self, surface: &mut Surface<'_>, size: (f32, f32)) {
        let (width, height) = self.size();
        surface.push_transform(&Transform::from_scale(size.0 / width, size.1 / height));
        group(surface, self.0.root());
        surface.pop();
    }
}

/// Tells whether all of a group can be drawn.
fn is_plain(group: &Group) -> bool {
    let clip = group.clip_path().is_none_or(|clip| clip.clip_path().is_none() && clip_paths(clip.root()).is_some());
    let is_bare = group.mask().is_none() && group.filters().is_empty() && group.blend_mode() == BlendMode::Normal;
    let has_pattern = |path: &usvg::Path| {
        let is_pattern = |paint: &usvg::Paint| matches!(paint, usvg::Paint::Pattern(_));
        path.fill().is_some_and(|fill| is_pattern(fill.paint()))
            || path.stroke().is_some_and(|stroke| is_pattern(stroke.paint()))
    };
    clip && is_bare
        && group.children().iter().all(|node| match node {
            Node::Group(group) => is_plain(group),
            Node::Path(path) => !has_pattern(path),
            Node::Image(_) | Node::Text(_) => false,
        })
}

/// Returns the areas that a group is cut to, if they are areas alone.
fn clip_paths(group: &Group) -> Option<Vec<&usvg::Path>> {
    let mut paths = Vec::new();
    for node in group.children() {
        match node {
            Node::Path(path) => paths.push(&**path),
            Node::Group(inner) if inner.clip_path().is_none() => paths.extend(clip_paths(inner)?),
            _ => return None,
        }
    }
    Some(paths)
}

fn group(surface: &mut Surface<'_>, of: &Group) {
    surface.push_transform(&transform(of.transform()));
    let clip = of.clip_path().and_then(clip_path);
    if let Some((path, rule)) = &clip {
        surface.push_clip_path(path, rule);
    }
    let is_faint = of.opacity().get() < 1.0;
    if is_faint {
        surface.push_opacity(share(of.opacity().get()));
    }
    for node in of.children() {
        match node {
            Node::Group(inner) => group(surface, inner),
            Node::Path(path) if path.is_visible() => drawn(surface, path),
            _ => {}
        }
    }
    for _ in 0..1 + usize::from(clip.is_some()) + usize::from(is_faint) {
        surface.pop();
    }
}

fn drawn(surface: &mut Surface<'_>, path: &usvg::Path) {
    let Some(shape) = shape([(path, Transform::identity())].into_iter()) else { return };
    let fill = path.fill().map(|fill| Fill {
        paint: paint(fill.paint()),
        opacity: share(fill.opacity().get()),
        rule: rule(fill.rule()),
    });
    let stroke = path.stroke().map(stroke);
    if fill.is_none() && stroke.is_none() {
        return;
    }
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    surface.draw_path(&shape);
    surface.set_stroke(None);
}

fn clip_path(clip: &usvg::ClipPath) -> Option<(Path, FillRule)> {
    let paths = clip_paths(clip.root())?;
    let outer = clip.transform();
    let placed = paths.iter().map(|path| (*path, transform(outer.pre_concat(path.abs_transform()))));
    let fill = paths.first().and_then(|path| path.fill()).map_or(FillRule::NonZero, |fill| rule(fill.rule()));
    Some((shape(placed)?, fill))
}

/// Returns paths as one, each at its place.
fn shape<'a>(paths: impl Iterator<Item = (&'a usvg::Path, Transform)>) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (path, to) in paths {
        let at = |x: f32, y: f32| (to.sx() * x + to.kx() * y + to.tx(), to.ky() * x + to.sy() * y + to.ty());
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(p) => {
                    let p = at(p.x, p.y);
                    builder.move_to(p.0, p.1);
                }
                PathSegment::LineTo(p) => {
                    let p = at(p.x, p.y);
                    builder.line_to(p.0, p.1);
                }
                PathSegment::QuadTo(a, p) => {
                    let (a, p) = (at(a.x, a.y), at(p.x, p.y));
                    builder.quad_to(a.0, a.1, p.0, p.1);
                }
                PathSegment::CubicTo(a, b, p) => {
                    let (a, b, p) = (at(a.x, a.y), at(b.x, b.y), at(p.x, p.y));
                    builder.cubic_to(a.0, a.1, b.0, b.1, p.0, p.1);
                }
                PathSegment::Close => builder.close(),
            }
        }
    }
    builder.finish()
}

fn stroke(stroke: &usvg::Stroke) -> Stroke {
    Stroke {
        paint: paint(stroke.paint()),
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
        },
        opacity: share(stroke.opacity().get()),
        dash: stroke.dasharray().map(|array| StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() }),
    }
}

fn paint(paint: &usvg::Paint) -> Paint {
    match paint {
        usvg::Paint::Color(color) => rgb::Color::new(color.red, color.green, color.blue).into(),
        usvg::Paint::LinearGradient(gradient) => LinearGradient {
            x1: gradient.x1(),
            y1: gradient.y1(),
            x2: gradient.x2(),
            y2: gradient.y2(),
            transform: transform(gradient.transform()),
            spread_method: spread(gradient.spread_method()),
            stops: stops(gradient.stops()),
            anti_alias: false,
        }
        .into(),
        usvg::Paint::RadialGradient(gradient) => RadialGradient {
            cx: gradient.cx(),
            cy: gradient.cy(),
            cr: gradient.r().get(),
            fx: gradient.fx(),
            fy: gradient.fy(),
            fr: 0.0,
            transform: transform(gradient.transform()),
            spread_method: spread(gradient.spread_method()),
            stops: stops(gradient.stops()),
            anti_alias: false,
        }
        .into(),
        usvg::Paint::Pattern(_) => rgb::Color::black().into(),
    }
}

fn stops(stops: &[usvg::Stop]) -> Vec<Stop> {
    let stop = |stop: &usvg::Stop| Stop {
        offset: share(stop.offset().get()),
        color: rgb::Color::new(stop.color().red, stop.color().green, stop.color().blue).into(),
        opacity: share(stop.opacity().get()),
    };
    stops.iter().map(stop).collect()
}

fn spread(method: usvg::SpreadMethod) -> SpreadMethod {
    match method {
        usvg::SpreadMethod::Pad => SpreadMethod::Pad,
        usvg::SpreadMethod::Reflect => SpreadMethod::Reflect,
        usvg::SpreadMethod::Repeat => SpreadMethod::Repeat,
    }
}

fn rule(rule: usvg::FillRule) -> FillRule {
    match rule {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    }
}

fn transform(of: usvg::Transform) -> Transform {
    Transform::from_row(of.sx, of.ky, of.kx, of.sy, of.tx, of.ty)
}

fn share(of: f32) -> NormalizedF32 {
    NormalizedF32::new(of).unwrap_or(NormalizedF32::ONE)
}
