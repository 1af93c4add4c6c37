//! Why the value of an option is not taken, in both languages: clap shows the English sentence, our French usage
//! messages the other one.

use std::error::Error;
use std::fmt;

use crate::diag::Diagnostic;
use crate::model::Bilingual;

/// What is expected instead of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit(pub Bilingual);

impl Unfit {
    /// Returns the pair of sentences, which begin in the middle of one.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Unfit {
        Unfit(Bilingual::new(en, fr))
    }
}

impl From<Box<Diagnostic>> for Unfit {
    fn from(finding: Box<Diagnostic>) -> Unfit {
        Unfit(finding.sentence)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl Error for Unfit {}
