//! Why a list cannot be read.

use super::aliases::Found;
use super::called_credits::CalledCredits;
use super::doubts::Doubt;
use super::overlooked::Overlooked;
use crate::diag::Diagnostic;

/// Why a list cannot be read.
#[derive(Debug)]
pub enum Unclear {
    /// The file cannot be opened as a table.
    Unreadable(Box<Diagnostic>),
    /// The mapping has faults.
    Faulty(Vec<Diagnostic>),
    /// It looks like a list, but a column that it cannot do without is not known, or has two readings.
    Open(Box<(Found, Vec<String>)>),
    /// Columns are not read that may tell what is paid.
    Overlooked(Box<Overlooked>),
    /// Columns call rows with positive amounts credit notes.
    Credits(Box<CalledCredits>),
    /// Nothing shows that it is a list.
    NoList,
}

impl Unclear {
    /// Returns what is known all the same, and the header: a mapping can be made of it.
    pub fn known(&self) -> Option<(&Found, &[String])> {
        match self {
            // No mapping tells them apart, or says that they are paid.
            Unclear::Open(known) if matches!(known.0.doubt, Some(Doubt::Namesakes { .. } | Doubt::Settled)) => None,
            Unclear::Open(known) => Some((&known.0, &known.1)),
            Unclear::Overlooked(told) => told.known.as_ref().map(|(found, names)| (found, names.as_slice())),
            Unclear::Credits(told) => told.known.as_ref().map(|(found, names)| (found, names.as_slice())),
            Unclear::Unreadable(_) | Unclear::Faulty(_) | Unclear::NoList => None,
        }
    }
}
