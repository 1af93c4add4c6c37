//! The command line: the only code that prints, reads the clock or the environment, and writes files.
//!
//! One file per command: what can be typed (`Args`) and what it does (`run`).

mod clock;
pub mod common;
mod env;
pub mod exit;
pub mod fail_if;
pub mod files;
pub mod lock;
pub mod ui;
mod warnings;
