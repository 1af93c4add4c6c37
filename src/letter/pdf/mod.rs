//! Letters as PDF pages, for the printer and as attachments; and the engine and the looks that sheets share with them.
//!
//! Without the cargo feature `pdf` there is no engine, and everything else of a run works.

#[cfg(feature = "pdf")]
mod engine;
#[cfg(feature = "pdf")]
mod foreign;
#[cfg(feature = "pdf")]
mod print;

#[cfg(all(test, feature = "pdf"))]
pub use self::engine::texts;
#[cfg(feature = "pdf")]
pub use self::engine::{Engine, Pages, Promise, Shown};
#[cfg(feature = "pdf")]
pub use self::foreign::{Foreign, Unfit, look};
#[cfg(feature = "pdf")]
pub use self::print::{Job, LOT, Printed, each, print};

/// Is whether this program can write PDF.
pub const IS_AVAILABLE: bool = cfg!(feature = "pdf");

/// Is why a letter cannot be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No font has this letter.
    Letter(char),
    /// The page design, or a font, is at fault.
    Design {
        /// The file, as the user knows it.
        file: String,
        /// Its line.
        line: Option<u32>,
        /// What is wrong, in the words of the engine.
        why: String,
    },
}
