//! How a firm's page looks: its measures, the colour of its heads, what is muted.

use std::sync::Arc;

use super::frame::{Ink, SHORT, mm};
use super::picture::Picture;
use crate::policy::PageLook;

/// How a firm's page looks, in points.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The logo.
    pub logo: Option<Arc<Picture>>,
    /// How high the logo may be.
    pub logo_height: f32,
    /// The colour of heads and rules.
    pub accent: Ink,
    /// The size of letters.
    pub size: f32,
    /// What stands between two lines.
    pub leading: f32,
    /// What stands between two parts.
    pub gap: f32,
    /// What stands between the sum and how to pay it.
    pub pause: f32,
    /// The room to sign in.
    pub room: f32,
    /// What stands empty at the left.
    pub left: f32,
    /// What stands empty above.
    pub top: f32,
    /// What stands empty below.
    pub bottom: f32,
    /// How wide a line can be.
    pub width: f32,
    /// Where the addressee stands: what a window shows.
    pub window: (f32, f32),
    /// How large the window is.
    pub window_size: (f32, f32),
    /// Whether marks show where the sheet is folded.
    pub fold_marks: bool,
}

impl Theme {
    /// Returns the page that a design asks for.
    pub fn new(page: &PageLook, accent: Ink, logo: Option<Arc<Picture>>) -> Theme {
        let [left, right, top, bottom] = page.margins.map(|margin| mm(f32::from(margin)));
        let [x, y, width, height] = page.window.map(|measure| mm(f32::from(measure)));
        Theme {
            logo,
            logo_height: mm(f32::from(page.logo_height)),
            accent,
            size: f32::from(page.size),
            leading: 0.6 * f32::from(page.size),
            gap: 0.95 * f32::from(page.size),
            pause: 1.4 * f32::from(page.size),
            room: mm(12.0),
            left,
            top,
            bottom,
            width: SHORT - left - right,
            window: (x, y),
            window_size: (width, height),
            fold_marks: page.fold_marks,
        }
    }

    /// Returns the same page with a text that takes less room: for a letter that nearly keeps to one page.
    pub fn tight(&self) -> Theme {
        let size = 0.94 * self.size;
        Theme {
            size,
            leading: 0.48 * size,
            gap: 0.78 * size,
            pause: 0.8 * size,
            room: mm(10.0),
            logo: self.logo.clone(),
            ..*self
        }
    }

    /// Returns where the sender stands, and how wide: beside the window, at the side where there is more room.
    pub fn sender(&self) -> (f32, f32) {
        let apart = mm(7.0);
        let (before, behind) = (self.window.0 - self.left, self.window.0 + self.window_size.0);
        if before > SHORT / 4.0 {
            (self.left, before - apart)
        } else {
            (behind + apart, (self.left + self.width - behind - apart).max(mm(20.0)))
        }
    }

    /// Returns where a letter begins.
    pub fn body(&self) -> f32 {
        self.window.1 + self.window_size.1 + mm(5.0)
    }
}

/// What is said aside.
pub const MUTED: Ink = Ink::Gray(77);
/// Thin lines.
const HAIR: Ink = Ink::Gray(179);
/// How thick thin lines are, and their colour.
pub const HAIRLINE: (f32, Ink) = (0.4, HAIR);
