//! Gathers what is found in one file.

use crate::diag::{self, Code, Diagnostic, Place};

/// How many findings of one code are listed for one file; a broken file of a million rows would fill the memory.
const LISTED: usize = 10_000;

/// What was found in one file so far.
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Diagnostic>,
    counts: Vec<(Code, usize)>,
    fatal: bool,
    blind: bool,
    error: bool,
}

impl Faults {
    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.error = self.error || finding.is_error();
        let count = match self.counts.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, count)) => count,
            None => {
                self.counts.push((finding.code, 0));
                &mut self.counts.last_mut().expect("it was pushed").1
            }
        };
        *count += 1;
        if *count <= LISTED {
            self.list.push(finding);
        }
    }

    /// Adds what was found apart.
    pub(super) fn absorb(&mut self, other: Faults) {
        self.fatal |= other.fatal;
        self.blind |= other.blind;
        other.list.into_iter().for_each(|finding| self.push(finding));
    }

    /// Tells whether every finding is listed.
    pub(super) fn lists_all(&self) -> bool {
        self.counts.iter().all(|(_, count)| *count <= LISTED)
    }

    /// Adds a finding that forbids to use the file, whatever rows may be set aside; its rows are known all the same.
    pub fn condemn(&mut self, finding: Diagnostic) {
        self.fatal = true;
        self.push(finding);
    }

    /// Adds a finding that leaves the file's rows unknown, all or some of them.
    pub fn fatal(&mut self, finding: Diagnostic) {
        self.blind = true;
        self.condemn(finding);
    }

    /// Tells whether rows of the file are unknown: nothing can be said of what refers to them.
    pub fn is_blind(&self) -> bool {
        self.blind
    }

    /// Tells whether the file is unusable.
    pub fn is_fatal(&self) -> bool {
        self.fatal
    }

    /// Tells whether there is a finding of that code.
    pub(super) fn has(&self, code: Code) -> bool {
        self.counts.iter().any(|(known, _)| *known == code)
    }

    /// Tells whether the last finding is of that code and on that line.
    pub(super) fn ends_with(&self, code: Code, line: u32) -> bool {
        let last = self.list.last().filter(|last| last.code == code);
        last.is_some_and(|last| last.places.first().and_then(|place| place.line) == Some(line))
    }

    /// Tells whether there is an error among the findings.
    pub fn has_error(&self) -> bool {
        self.error
    }

    /// Returns every place that is cited.
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.list.iter().flat_map(|finding| &finding.places)
    }

    /// Returns every place that is cited, to be completed.
    pub(super) fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.list.iter_mut().flat_map(|finding| &mut finding.places)
    }

    /// Returns the findings; of a code with too many, the first and a count of the others.
    pub fn into_list(self) -> Vec<Diagnostic> {
        let mut list = self.list;
        for (code, count) in self.counts.into_iter().filter(|(_, count)| *count > LISTED) {
            let example = list.iter().find(|finding| finding.code == code);
            let others = example.map(|example| diag::more_of_the_kind(example, count - LISTED));
            list.extend(others);
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::code;
    use crate::model::Lang;

    #[test]
    fn what_is_not_listed_is_counted_and_said_last() {
        let mut faults = Faults::default();
        for line in 1..=LISTED as u32 + 2_000 {
            let finding = Diagnostic::new(code::input::AMOUNT_INVALID, "no amount", "pas un montant");
            faults.push(finding.at(Place::line("f.csv", line)));
        }
        let mut list = faults.into_list();
        diag::sort(&mut list);
        assert_eq!(list.len(), LISTED + 1);
        let last = list.last().unwrap();
        assert_eq!(last.sentence.en, "2000 more findings of this kind in f.csv are not listed");
        assert_eq!(diag::summary(list.iter(), Lang::En).unwrap(), "12000 errors");
    }
}
