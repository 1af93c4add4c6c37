//! What people call a level: `label.fr` and `label.en` of the policy, and the names of the built-in levels.

use super::faults::Faults;
use super::raw::RawLabel;
use super::{Level, Policy};
use crate::model::{Bilingual, Term};

/// What people call the levels of the built-in policies.
const LABELS: [(&str, Term<'_>); 7] = [
    ("pre-due", Term::new("notice before the due date", "rappel avant échéance")),
    ("reminder", Term::new("reminder", "première relance")),
    ("second-reminder", Term::new("second reminder", "deuxième relance")),
    ("call", Term::new("call", "appel")),
    ("penalty-letter", Term::new("letter with penalties", "relance avec pénalités")),
    ("formal-notice", Term::new("formal notice", "mise en demeure")),
    ("last-notice", Term::new("last notice", "dernier avis")),
];

/// The most characters of a label: it stands in a column of a table.
const LONGEST_LABEL: usize = 40;

/// Returns what people call a level: as the file says, else as the built-in policies call it, else by its name.
pub(super) fn label(name: &str, raw: &RawLabel, faults: &mut Faults<'_>) -> Bilingual {
    let known = built_in(name);
    let usual = known.unwrap_or(Term::new(name, name));
    let mut label = Bilingual::new(usual.en, usual.fr);
    let accepted = ("one line of at most 40 characters", "une ligne de 40 caractères au plus");
    let line = |text: &str| {
        let text = text.trim();
        let fits = (1..=LONGEST_LABEL).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
    };
    // A label in one language serves in both where nothing better is known.
    for (key, text, other, mine) in [
        ("procedure.level.label.fr", &raw.fr, &raw.en, &mut label.fr),
        ("procedure.level.label.en", &raw.en, &raw.fr, &mut label.en),
    ] {
        let written = text.as_ref().or(other.as_ref().filter(|_| known.is_none()));
        faults.value(key, written, line, accepted, mine);
    }
    label
}

fn built_in(name: &str) -> Option<Term<'static>> {
    LABELS.iter().find(|(level, _)| *level == name).map(|(_, label)| *label)
}

impl Policy {
    /// Returns the level that was recorded under a name, of the first procedure that has it: today, else formerly.
    pub fn level(&self, name: &str) -> Option<&Level> {
        let levels = || self.procedures.iter().flat_map(|procedure| &procedure.levels);
        levels().find(|level| level.name == name).or_else(|| levels().find(|level| level.is_called(name)))
    }

    /// Tells whether a notice of a level that was recorded demands payment in due form, in some procedure.
    pub fn is_formal(&self, name: &str) -> bool {
        let mut levels = self.procedures.iter().flat_map(|procedure| &procedure.levels);
        levels.any(|level| level.formal_notice && level.is_called(name))
    }

    /// Returns what people call a level that was recorded: as the first procedure that has it calls it, else as the
    /// built-in policies do, else by its name.
    pub fn level_term<'n>(&'n self, name: &'n str) -> Term<'n> {
        let own = self.level(name).map(|level| level.label.term());
        own.or_else(|| built_in(name)).unwrap_or(Term::new(name, name))
    }
}
