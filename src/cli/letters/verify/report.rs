//! What `letters --verify` shows: one row for each file, and what it comes to.

use std::io;

use crate::model::{Bilingual, Date, Term};
use crate::output::{Cell, Column, Report};

/// What the policy is called among the files, for programs.
pub const POLICY: &str = "policy";

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Document,
    /// What the manifest says of one notice.
    Notice,
    Policy,
    Input,
}

impl Part {
    const ALL: [Part; 4] = [Part::Document, Part::Notice, Part::Policy, Part::Input];

    const fn word(self) -> &'static str {
        match self {
            Part::Document => "document",
            Part::Notice => "notice",
            Part::Policy => "policy",
            Part::Input => "input",
        }
    }

    const fn term(self) -> Term<'static> {
        match self {
            Part::Document => Term::new("document", "document"),
            Part::Notice => Term::new("notice", "relance"),
            Part::Policy => Term::new("policy", "politique"),
            Part::Input => Term::new("input", "donnée"),
        }
    }
}

/// How a file stands to what the manifest says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Same,
    /// The history goes on from what it was.
    Grown,
    Changed,
    Missing,
    /// It was not there, or is not listed.
    Added,
    /// It is what the manifest says, and not what these inputs give.
    Differs,
}

impl Outcome {
    const ALL: [Outcome; 6] =
        [Outcome::Same, Outcome::Grown, Outcome::Changed, Outcome::Missing, Outcome::Added, Outcome::Differs];

    /// Tells whether nothing is wrong.
    pub fn is_sound(self) -> bool {
        matches!(self, Outcome::Same | Outcome::Grown)
    }

    const fn word(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Grown => "grown",
            Outcome::Changed => "changed",
            Outcome::Missing => "missing",
            Outcome::Added => "added",
            Outcome::Differs => "differs",
        }
    }

    const fn term(self) -> Term<'static> {
        match self {
            Outcome::Same => Term::new("same", "identique"),
            Outcome::Grown => Term::new("grown", "complété depuis"),
            Outcome::Changed => Term::new("changed", "modifié"),
            Outcome::Missing => Term::new("missing", "absent"),
            Outcome::Added => Term::new("added", "ajouté"),
            Outcome::Differs => Term::new("differs", "différent"),
        }
    }
}

/// One file, or one notice.
#[derive(Clone, Debug)]
pub struct Row {
    pub part: Part,
    pub file: String,
    pub outcome: Outcome,
    /// Whether it was made again, and came out the same.
    pub is_proved: bool,
    pub expected: Option<String>,
    pub found: Option<String>,
}

impl Row {
    /// Returns the row of a file that the manifest lists.
    pub fn of(part: Part, file: &str, expected: &str, found: Option<String>) -> Row {
        let outcome = match &found {
            None => Outcome::Missing,
            Some(found) if found == expected => Outcome::Same,
            Some(_) => Outcome::Changed,
        };
        Row { part, file: file.to_owned(), outcome, is_proved: false, expected: Some(expected.to_owned()), found }
    }

    /// Returns the row of a file that it does not list.
    pub fn added(part: Part, file: String, found: Option<String>) -> Row {
        Row { part, file, outcome: Outcome::Added, is_proved: false, expected: None, found }
    }

    /// Returns the row of a notice.
    pub fn notice(id: &str, outcome: Outcome) -> Row {
        Row { part: Part::Notice, file: id.to_owned(), outcome, is_proved: false, expected: None, found: None }
    }
}

/// What came of it.
pub struct Verified<'a> {
    pub rows: &'a [Row],
    pub as_of: Option<Date>,
}

impl Verified<'_> {
    /// Returns how many rows are not as they should be.
    pub fn differing(&self) -> usize {
        self.rows.iter().filter(|row| !row.outcome.is_sound()).count()
    }
}

impl Report for Verified<'_> {
    fn command(&self) -> &'static str {
        "letters-verify"
    }

    fn as_of(&self) -> Option<Date> {
        self.as_of
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("part", "Part", "Nature").among(Part::ALL.map(|part| (part.word(), part.term()))),
            Column::new("file", "File", "Fichier"),
            Column::new("outcome", "Outcome", "Constat")
                .among(Outcome::ALL.map(|outcome| (outcome.word(), outcome.term()))),
            Column::data("expected_sha256"),
            Column::data("found_sha256"),
            Column::data("made_again"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let text = |text: &Option<String>| Cell::maybe(text.clone(), Cell::text);
        self.rows.iter().try_for_each(|row| {
            each(&[
                Cell::Named(row.part.word(), row.part.term()),
                match row.part {
                    Part::Policy => Cell::Named(POLICY, Term::new("policy.toml", "policy.toml")),
                    _ => Cell::text(row.file.as_str()),
                },
                Cell::Named(row.outcome.word(), row.outcome.term()),
                text(&row.expected),
                text(&row.found),
                if row.part == Part::Document { Cell::Flag(row.is_proved) } else { Cell::Empty },
            ])
        })
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let is_proved = self.rows.iter().filter(|row| row.part == Part::Document).all(|row| row.is_proved);
        vec![match self.differing() {
            0 if is_proved => Bilingual::new(
                "these documents come from these inputs",
                "ces documents proviennent bien de ces données",
            ),
            0 => Bilingual::new(
                "these documents are what their manifest says",
                "ces documents sont ce que dit leur manifeste",
            ),
            1 => Bilingual::new("1 difference", "1 différence"),
            count => Bilingual::new(format!("{count} differences"), format!("{count} différences")),
        }]
    }
}
