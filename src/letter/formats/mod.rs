//! How letters are set.
//!
//! - `document`: letter and markup composed once for every format, with what the program sets itself: `inserts`,
//!   `listing` and `charges`;
//! - `text`, `html`, `eml`, `pdf`: the formats; `table`: plain text laid out by width; `design`: how a firm's letters
//!   look; `legible`: what no font has;
//! - `envelope`: what stands in its window; `transfer`: the QR code of a transfer.

pub(super) mod charges;
pub mod design;
pub mod document;
pub mod eml;
pub mod envelope;
pub mod html;
pub(super) mod inserts;
pub mod legible;
pub(super) mod listing;
pub mod pdf;
pub mod table;
pub mod text;
pub mod transfer;
