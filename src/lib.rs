//! relance: a receivables desk on plain files.
pub mod cli;
pub mod diag;
pub mod engine;
pub mod import;
pub mod input;
pub mod law;
pub mod letter;
pub mod model;
pub mod output;
pub mod policy;
#[cfg(test)]
mod testing;
