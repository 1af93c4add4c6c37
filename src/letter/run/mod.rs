//! What a run of letters writes.
//!
//! - `press`: from the plan to letters, all checked before the first is written; `judge` finds the same without
//!   writing;
//! - `files`: the formats of a run; `file_names`, `enclosures`: their names, and what goes with them;
//! - `pages`: makes them all and joins what is printed; `printed`: a notice with its files; `merge`: rows for a mail
//!   merge;
//! - `manifest`: the list of what a run wrote; `runs`: the lists of several runs of a day.

pub mod enclosures;
pub mod file_names;
pub mod files;
pub mod judge;
pub mod manifest;
pub mod merge;
pub mod pages;
pub mod press;
pub mod printed;
pub mod runs;
