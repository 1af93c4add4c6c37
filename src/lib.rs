//! relance: a receivables desk on plain files.
//!
//! One way through, no way back:
//!
//! ```text
//! files ──input──▶ model::Ledger ──engine::allocation──▶ Balances ──one pure function per question──▶ a result
//!         policy.toml ──policy──▶ Policy ┘                (ageing, penalties, scoring, planning)        │
//!                        bytes on stdout or in a file ◀── cli ◀── output (text, CSV, JSON), letter ◀────┘
//! ```
//!
//! - [`model`]: the words of the field as types: amounts, dates, customers, invoices, payments, events, the ledger.
//! - [`diag`]: findings as values: code, sentence in both languages, places, way out.
//! - [`law`]: what the law says, nothing computed: dated rates, regimes, terms, holidays, routes. Articles are cited.
//! - [`policy`]: what the user decided: TOML, validated; `policies/` holds the built-in ones.
//! - [`input`]: bytes, dialect, rows of text, records, and the ledger or a list of findings.
//! - [`import`]: lists of other programs to rows of ours.
//! - [`engine`]: pure functions of a ledger, a policy and a day. Nothing here prints, reads a file or asks the clock.
//! - [`letter`]: a letter as a value, its templates and its text.
//! - [`output`]: results as tables, CSV and JSON, written from one stream of typed cells.
//! - [`cli`]: the only code that prints, reads the clock or the environment, and writes files; a file per command.
//!
//! To follow one figure: a cell of `invoices.csv` is read in [`input`], becomes an [`model::Invoice`] with its line,
//! is set against payments in [`engine::allocation`], bears interest in [`engine::penalties`], and the same value is
//! shown by [`output::reports`] and quoted by [`letter`]. `tests/layers.rs` fails when a layer imports what it may not.

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
