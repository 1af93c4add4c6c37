//! From a folder to what commands work on.
//!
//! `load` is the way: `policy_files` and `rate_tables` are read on it. `folders` goes it for several folders, `trial`
//! for a folder as it would be after a change. `documents` finds the files that rows name.

pub mod documents;
pub mod folders;
pub mod load;
pub mod policy_files;
pub mod rate_tables;
pub mod trial;
