//! The page of letters, as a firm wants it: `[letters.page]`.

use std::ops::RangeInclusive;

use super::faults::Faults;
use super::raw::{Number, RawPage, Text};

/// A page of letters: measures in whole millimetres, A4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLook {
    /// How high the logo is.
    pub logo_height: u16,
    /// What stands empty at the left, at the right, above and below.
    pub margins: [u16; 4],
    /// What the window of the envelope shows: from the left, from above, how wide and how high.
    pub window: [u16; 4],
    /// Whether the fold of an envelope DL is marked at the edge.
    pub fold_marks: bool,
    /// The size of letters, in points.
    pub size: u16,
    /// The files of the fonts, upright, bold and italic, in `letter-templates/fonts`; the built-in ones without.
    pub fonts: [Option<String>; 3],
}

impl Default for PageLook {
    /// Returns the page for a French window envelope, DL or C5 (NF Z 10-011).
    fn default() -> PageLook {
        PageLook {
            logo_height: 16,
            margins: [20, 20, 18, 24],
            window: [105, 47, 85, 32],
            fold_marks: true,
            size: 10,
            fonts: [None, None, None],
        }
    }
}

/// How wide A4 is.
const SHEET: u16 = 210;

/// Reads `[letters.page]`.
pub(super) fn page(raw: &RawPage, look: &mut PageLook, faults: &mut Faults<'_>) {
    let mut measure = |key: &str, raw: Option<&Number>, range: RangeInclusive<u16>, own: &mut u16| {
        let Some(raw) = raw else { return };
        match u16::try_from(*raw.get_ref()).ok().filter(|value| range.contains(value)) {
            Some(value) => *own = value,
            None => {
                let (from, to) = (range.start(), range.end());
                let accepted =
                    (format!("a whole number from {from} to {to}"), format!("un nombre entier de {from} à {to}"));
                faults.invalid(raw.span(), &format!("letters.page.{key}"), (&accepted.0, &accepted.1));
            }
        }
    };
    measure("logo_height", raw.logo_height.as_ref(), 5..=40, &mut look.logo_height);
    measure("size", raw.size.as_ref(), 8..=14, &mut look.size);
    let [left, right, top, bottom] = &mut look.margins;
    measure("margins.left", raw.margins.left.as_ref(), 10..=50, left);
    measure("margins.right", raw.margins.right.as_ref(), 10..=50, right);
    measure("margins.top", raw.margins.top.as_ref(), 12..=60, top);
    measure("margins.bottom", raw.margins.bottom.as_ref(), 18..=60, bottom);
    let [x, y, width, height] = &mut look.window;
    measure("window.x", raw.window.x.as_ref(), 10..=150, x);
    measure("window.y", raw.window.y.as_ref(), 20..=100, y);
    measure("window.width", raw.window.width.as_ref(), 50..=SHEET - 5 - *x, width);
    measure("window.height", raw.window.height.as_ref(), 20..=60, height);
    look.fold_marks = raw.fold_marks.unwrap_or(look.fold_marks);
    let files = [raw.font.as_ref(), raw.font_bold.as_ref(), raw.font_italic.as_ref()];
    for (own, file) in look.fonts.iter_mut().zip(files) {
        let name = file.map(|file: &Text| file.get_ref().trim().to_owned());
        *own = name.filter(|name| !name.is_empty()).or(own.take());
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::{PageLook, load};

    #[test]
    fn what_is_written_moves_and_the_rest_stays() {
        let text = "[letters.page]\nsize = 11\nmargins = { left = 25 }\nwindow = { x = 20, width = 90 }\nfold_marks = false\n\
            font = \" Moreau.ttf \"\nfont_bold = \"\"\n";
        let look = load(text, "policy.toml").unwrap().letters.page;
        let expected = PageLook {
            size: 11,
            margins: [25, 20, 18, 24],
            window: [20, 47, 90, 32],
            fold_marks: false,
            fonts: [Some("Moreau.ttf".to_owned()), None, None],
            ..PageLook::default()
        };
        assert_eq!(look, expected);
    }

    #[test]
    fn a_measure_that_leaves_no_page_is_refused_with_its_line() {
        let text = "[letters.page]\nsize = 40\nmargins = { left = -1 }\nwindow = { x = 130, width = 80 }\n";
        let lines: Vec<Option<u32>> =
            load(text, "policy.toml").unwrap_err().iter().map(|fault| fault.places[0].line).collect();
        assert_eq!(lines, [Some(2), Some(3), Some(4)]);
    }
}
