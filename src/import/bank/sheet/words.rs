//! The words of `policies/banks.toml` for the side of a movement, and for what has become of it.

use serde::Deserialize;

use super::super::Why;
use crate::input::fold::{fold, same};

/// What tells the side of a movement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SideWords {
    pub columns: Vec<String>,
    pub maybe: Vec<String>,
    credit: Vec<String>,
    debit: Vec<String>,
}

/// What tells whether a movement has taken place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusWords {
    pub columns: Vec<String>,
    settled: Vec<String>,
    pending: Vec<String>,
    failed: Vec<String>,
}

/// Which way money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    In,
    Out,
}

impl SideWords {
    /// Returns the side that a word means; nothing for a word that is not known.
    pub fn side(&self, word: &str) -> Option<Side> {
        let has = |words: &[String]| words.iter().any(|known| is(known, word));
        if has(&self.credit) {
            Some(Side::In)
        } else if has(&self.debit) {
            Some(Side::Out)
        } else {
            None
        }
    }
}

impl StatusWords {
    /// Tells why a movement of that status does not count, if it does not.
    ///
    /// # Errors
    /// Returns nothing more than that the word is not known.
    pub fn left_out(&self, word: &str) -> Result<Option<Why>, ()> {
        let has = |words: &[String]| words.iter().any(|known| is(known, word));
        if has(&self.settled) {
            Ok(None)
        } else if has(&self.pending) {
            Ok(Some(Why::Pending))
        } else if has(&self.failed) {
            Ok(Some(Why::Failed))
        } else {
            Err(())
        }
    }
}

/// Compares words without case and accents; what is only signs, such as `+`, as it is.
fn is(known: &str, word: &str) -> bool {
    if fold(word).is_empty() { known == word.trim() } else { same(known, word) }
}
