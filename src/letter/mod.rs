//! Letters: a struct filled from the engine's results, wording from templates, and documents made of both.
//!
//! `model` is what templates can name, `build` fills it, `templates` holds the wording and refuses what is not sound,
//! `markup` is what a filled template says, `document` composes both. From that one composition `text`, `html`, `eml`
//! and `pdf` make files, `files` chooses which, `pages` makes them all and joins what is printed, `manifest` lists what
//! was written, `runs` joins the lists of several runs of a day.

mod acts;
pub mod build;
mod charges;
mod claim;
pub mod content;
mod cost;
pub mod court;
pub mod demand;
pub mod design;
mod discount;
pub mod document;
pub mod draft;
pub mod eml;
pub mod enclosures;
pub mod envelope;
pub mod file_names;
pub mod files;
mod filling;
#[cfg(test)]
mod format_tests;
pub mod html;
mod identity;
mod in_words;
mod inserts;
pub mod judge;
pub mod kept_back;
pub mod legible;
mod lines;
mod listing;
pub mod manifest;
pub mod markup;
pub mod merge;
pub mod model;
pub mod names;
mod note;
mod outcomes;
pub mod pages;
#[cfg(test)]
mod pages_tests;
mod partials;
pub mod parties;
pub mod past;
pub mod pdf;
pub mod press;
pub mod printed;
mod raw;
mod running;
pub mod runs;
pub mod safe;
pub mod sample;
mod story;
pub mod table;
pub mod templates;
#[cfg(test)]
mod tests;
pub mod text;
pub mod transfer;
pub mod words;
