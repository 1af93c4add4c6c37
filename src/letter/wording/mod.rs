//! How letters are worded.
//!
//! - `templates`: the wording, built in and replaceable; `partials`: the parts of a page that a firm may word itself;
//! - `filling`: one template, ready for many letters; `raw`: what no template may hold; `names`: the names that it
//!   uses;
//! - `markup`: what a filled template says; `sample`: the fullest letter, which templates are checked against.

pub(super) mod filling;
pub mod markup;
pub mod names;
pub(super) mod partials;
pub(super) mod raw;
pub mod sample;
pub mod templates;
