//! What letters say: who writes to whom, what is owed and why, what went before; and what the law wants in it.
//!
//! - `build` fills a letter from a notice of the plan: `draft`, `lines` and `identity` hold the notice, `parties` who
//!   writes to whom, `cost` what lateness costs, `discount` what paying early still saves;
//! - `past` and `story`: what went before, as a value and in words; `acts`: what was said and done, act by act;
//! - `running`: the movements of an account; `outcomes`: what can come of a call; `in_words`: sums in words;
//! - `demand`: documents outside the plan; `note`: the note of what lateness costs; `claim`: the declaration in
//!   insolvency proceedings; `kept_back`: what they leave out;
//! - `required`, `formal` and `court`: what letters must hold, what makes a formal notice, and what they may not say.

pub(super) mod acts;
pub mod build;
pub(super) mod claim;
pub(super) mod cost;
pub mod court;
pub mod demand;
pub(super) mod discount;
pub mod draft;
mod formal;
pub(super) mod identity;
pub(super) mod in_words;
pub mod kept_back;
pub(super) mod lines;
pub(super) mod note;
pub(super) mod outcomes;
pub mod parties;
pub mod past;
pub mod required;
pub(super) mod running;
pub(super) mod story;
