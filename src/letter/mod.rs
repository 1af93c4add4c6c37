//! Letters: a struct filled from the engine's results, wording from templates, and documents made of both.
//!
//! What is said:
//! - `model`: all that templates can name; `build` fills it from a notice of the plan: `draft`, `lines` and `identity`
//!   hold the notice, `parties` who writes to whom, `cost` what lateness costs, `discount` what paying early still
//!   saves;
//! - `past` and `story`: what went before, as a value and in words; `acts`: what was said and done, act by act;
//! - `running`: the movements of an account; `outcomes`: what can come of a call;
//! - `in_words`: sums in words; `words`: what is said in a fixed form;
//! - `demand`: documents outside the plan; `note`: the note of what lateness costs; `claim`: the declaration in
//!   insolvency proceedings; `kept_back`: what they leave out;
//! - `content` and `court`: what letters must hold, and what they may not say; `legible`: what no font has.
//!
//! How it is worded:
//! - `templates`: the wording, built in and replaceable; `partials`: the parts of a page that a firm may word itself;
//! - `filling`: one template, ready for many letters; `raw`: what no template may hold; `names`: the names that it
//!   uses;
//! - `markup`: what a filled template says; `sample`: the fullest letter, which templates are checked against.
//!
//! How it is set:
//! - `document`: letter and markup composed once for every format, with what the program sets itself: `inserts`,
//!   `listing` and `charges`;
//! - `text`, `html`, `eml`, `pdf`: the formats; `table`: plain text laid out by width; `design`: how a firm's letters
//!   look;
//! - `envelope`: what stands in its window; `transfer`: the QR code of a transfer; `safe`: strangers' text made
//!   harmless.
//!
//! What is written:
//! - `press`: from the plan to letters, all checked before the first is written; `judge` finds the same without
//!   writing;
//! - `files`: the formats of a run; `file_names`, `enclosures`: their names, and what goes with them;
//! - `pages`: makes them all and joins what is printed; `printed`: a notice with its files; `merge`: rows for a mail
//!   merge;
//! - `manifest`: the list of what a run wrote; `runs`: the lists of several runs of a day.

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
