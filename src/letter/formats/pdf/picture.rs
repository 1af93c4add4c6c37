//! Pictures that a page shows: of dots, of lines, and pages of other files.
//!
//! What a picture is worth in memory is in its head: one that is too large is refused before it is unpacked.

use std::io::Cursor;
use std::sync::Arc;

use krilla::geom::Transform;
use krilla::image::Image;
use krilla::pdf::{Pdf, PdfDocument};

use super::drawing::Drawing;
use super::flaw::Flaw;

/// A picture.
#[derive(Clone, Debug)]
pub enum Picture {
    /// Dots, and how the camera was held.
    Dots(Image, Turn),
    /// Lines and areas, of an SVG file.
    Drawing(Drawing),
    /// A page of another file: its place there.
    Page(PdfDocument, usize),
}

/// The most dots of a picture: a sheet of A4 at 600 to the inch has 35 million.
const MOST_DOTS: u64 = 64_000_000;

impl Picture {
    /// Reads a picture of dots.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn dots(bytes: &[u8]) -> Result<Picture, Flaw> {
        let size = imagesize::blob_size(bytes);
        let read: fn(krilla::Data, bool) -> Result<Image, String> = match imagesize::image_type(bytes) {
            Ok(imagesize::ImageType::Png) => Image::from_png,
            Ok(imagesize::ImageType::Jpeg) => Image::from_jpeg,
            Ok(imagesize::ImageType::Gif) => Image::from_gif,
            Ok(imagesize::ImageType::Webp) => Image::from_webp,
            _ => return Err(Flaw::Kind),
        };
        let size = size.map_err(|_| Flaw::Unreadable)?;
        if size.width as u64 * size.height as u64 > MOST_DOTS {
            return Err(Flaw::Large);
        }
        let picture = read(bytes.to_vec().into(), false).map_err(|_| Flaw::Unreadable)?;
        let (width, height) = picture.size();
        if width == 0 || height == 0 { Err(Flaw::Unreadable) } else { Ok(Picture::Dots(picture, Turn::of(bytes))) }
    }

    /// Reads a drawing.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub fn drawing(bytes: &[u8]) -> Result<Picture, Flaw> {
        Drawing::new(bytes).map(Picture::Drawing)
    }

    /// Returns how wide and high it is, in dots or points.
    pub fn size(&self) -> (f32, f32) {
        match self {
            Picture::Dots(picture, turn) => turn.unturned(picture.size().0 as f32, picture.size().1 as f32),
            Picture::Drawing(drawing) => drawing.size(),
            Picture::Page(..) => (1.0, 1.0),
        }
    }
}

/// How a camera was held: its number in the picture's own data (EXIF), from 1, upright, to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn(u32);

impl Turn {
    fn of(bytes: &[u8]) -> Turn {
        let read = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
        let turn = read.and_then(|data| data.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?.value.get_uint(0));
        Turn(turn.filter(|turn| (1..=8).contains(turn)).unwrap_or(1))
    }

    /// Returns a size before the picture is turned, or after.
    pub fn unturned(self, width: f32, height: f32) -> (f32, f32) {
        if self.0 >= 5 { (height, width) } else { (width, height) }
    }

    /// Returns what turns a picture, that then has this size.
    pub fn transform(self, width: f32, height: f32) -> Transform {
        let (sx, ky, kx, sy) = match self.0 {
            2 => (-1.0, 0.0, 0.0, 1.0),
            3 => (-1.0, 0.0, 0.0, -1.0),
            4 => (1.0, 0.0, 0.0, -1.0),
            5 => (0.0, 1.0, 1.0, 0.0),
            6 => (0.0, 1.0, -1.0, 0.0),
            7 => (0.0, -1.0, -1.0, 0.0),
            8 => (0.0, -1.0, 1.0, 0.0),
            _ => (1.0, 0.0, 0.0, 1.0),
        };
        // What was turned off the sheet is brought back onto it.
        let back = |x: f32, y: f32, side: f32| if x + y < 0.0 { side } else { 0.0 };
        Transform::from_row(sx, ky, kx, sy, back(sx, kx, width), back(ky, sy, height))
    }
}

/// Returns the pages of a file, each as a picture.
pub fn pages(pdf: Arc<Pdf>) -> Vec<Picture> {
    let count = pdf.pages().len();
    let document = PdfDocument::new(pdf);
    (0..count).map(|page| Picture::Page(document.clone(), page)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the head of a PNG of so many dots, in colours of three bytes, and nothing behind it.
    fn head(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes().into_iter().chain(height.to_be_bytes()));
        bytes.extend([8, 2, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_picture_of_too_many_dots_is_refused_by_its_head() {
        // 3.6 thousand million dots would take ten thousand million bytes.
        assert_eq!(Picture::dots(&head(60_000, 60_000)).err(), Some(Flaw::Large));
        assert_eq!(Picture::dots(&head(u32::MAX, u32::MAX)).err(), Some(Flaw::Large));
        assert_eq!(Picture::dots(&head(600, 600)).err(), Some(Flaw::Unreadable));
        assert_eq!(Picture::dots(b"PK").err(), Some(Flaw::Kind));
    }
}
