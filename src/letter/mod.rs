//! Letters: a struct filled from the engine's results, wording from templates, and documents made of both.
//!
//! - `model`: all that templates can name;
//! - `content`: what letters say, filled from a notice of the plan or on demand;
//! - `wording`: templates and the names they may use;
//! - `formats`: a letter composed once, and set as text, HTML, e-mail and PDF;
//! - `run`: what a run of letters writes;
//! - `words`: what is said in a fixed form; `safe`: strangers' text made harmless.

pub mod content;
#[cfg(test)]
mod format_tests;
pub mod formats;
pub mod model;
#[cfg(test)]
mod pages_tests;
pub mod run;
pub mod safe;
#[cfg(test)]
mod tests;
pub mod wording;
pub mod words;
