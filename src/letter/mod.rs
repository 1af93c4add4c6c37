//! Letters: a struct filled from the engine's results, wording from templates, and documents made of both.
//!
//! `model` is what templates can name, `build` fills it, `templates` holds the wording and refuses what is not sound,
//! `markup` is what a filled template says, `text` sets it as plain text, `manifest` lists what was written,
//! `runs` joins the lists of several runs of a day.

pub mod build;
mod commands;
pub mod content;
mod cost;
mod identity;
mod inserts;
pub mod manifest;
pub mod markup;
pub mod model;
pub mod names;
pub mod parties;
pub mod press;
mod runs;
pub mod safe;
pub mod sample;
pub mod table;
pub mod templates;
#[cfg(test)]
mod tests;
pub mod text;
mod words;
