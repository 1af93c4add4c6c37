//! What was decided about some of a file's rows, which are named.

use super::source::SourceReport;
use crate::model::{Bilingual, several};

/// How many of them are named.
pub(super) const NAMED: usize = 3;

impl SourceReport {
    /// Tells what was decided about some things of the file, and names the first of them; of none it tells nothing.
    pub fn choose(&mut self, (en, fr): (&str, &str), about: &[impl AsRef<str>]) {
        if !about.is_empty() {
            let named = several(about, NAMED);
            self.choices.push(Bilingual::new(format!("{en}: {}", named.en), format!("{fr} : {}", named.fr)));
        }
    }
}
