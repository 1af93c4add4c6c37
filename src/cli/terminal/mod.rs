//! The terminal, and whoever sits at it.
//!
//! `ui` owns it; `help` speaks French where clap speaks English; `advice` completes the commands that are advised;
//! `ask` puts a question, `patience` says that work goes on, `open` opens a file with the program for it, `warnings`
//! are the findings for who reads only the result.

pub mod advice;
pub mod ask;
pub mod help;
pub mod open;
pub mod patience;
pub mod ui;
pub mod warnings;
