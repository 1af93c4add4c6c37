//! How a firm's letters look: its logo, its colour, its fonts.

use crate::policy::{Color, PageLook};

/// What a firm can change of the look of its letters.
#[derive(Clone, Debug, Default)]
pub struct Design {
    /// Its logo, above the sender's address.
    pub logo: Option<Image>,
    /// The colour of heads and rules.
    pub color: Color,
    /// Where things stand on a page.
    pub page: PageLook,
    /// Whether lots are printed on both sides of the sheet.
    pub two_sided: bool,
    /// Font files beside the built-in ones: as the user knows them, and their bytes.
    pub fonts: Vec<(String, Vec<u8>)>,
}

/// A picture.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file as the user knows it.
    pub file: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What kind of picture it is.
    pub format: ImageFormat,
}

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// SVG.
    Svg,
}

impl ImageFormat {
    /// Returns the kind of picture that a file name promises, if letters can show it.
    pub fn of(name: &str) -> Option<ImageFormat> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "png" => Some(ImageFormat::Png),
            "jpg" | "jpeg" => Some(ImageFormat::Jpeg),
            "svg" => Some(ImageFormat::Svg),
            _ => None,
        }
    }

    /// Returns its media type.
    pub fn mime(self) -> &'static str {
        match self {
            ImageFormat::Png => "image/png",
            ImageFormat::Jpeg => "image/jpeg",
            ImageFormat::Svg => "image/svg+xml",
        }
    }

    /// Returns its usual end of a file name.
    pub fn extension(self) -> &'static str {
        match self {
            ImageFormat::Png => "png",
            ImageFormat::Jpeg => "jpg",
            ImageFormat::Svg => "svg",
        }
    }
}
