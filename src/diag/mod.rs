//! Findings as values: a code, a severity, a sentence in both languages, the places, and the way out.
//!
//! Everything that reads or judges returns these; only `cli` shows them.

pub mod catalogue;
pub mod code;
mod nearest;
mod render;
mod shorten;

pub use code::Code;
pub use nearest::{nearest, nearest_few};
pub use render::{render, summary};
pub use shorten::{Detail, more_of_the_kind, shorten};

use std::error::Error;
use std::fmt;

use crate::model::{Bilingual, Term};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Odd, with one meaning: used as written.
    Warning,
    /// No single meaning, or not allowed: refused.
    Error,
}

impl Severity {
    /// Returns the word for it: the English one is what scripts and policies use.
    pub const fn term(self) -> Term<'static> {
        match self {
            Severity::Error => Term::new("error", "erreur"),
            Severity::Warning => Term::new("warning", "avertissement"),
            Severity::Note => Term::new("note", "note"),
        }
    }
}

/// Where a finding is: a file, and as much of line, column and text as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name as the user knows it: inside the folder, or as given on the command line.
    pub file: String,
    /// From 1.
    pub line: Option<u32>,
    /// The name of the column, as the file's header writes it.
    pub column: Option<String>,
    /// The position in the line, from 1, for files that have no named columns.
    pub position: Option<u32>,
    /// The text as written.
    pub text: Option<String>,
}

impl Place {
    /// Points to a whole file.
    pub fn file(file: impl Into<String>) -> Place {
        Place { file: file.into(), line: None, column: None, position: None, text: None }
    }

    /// Points to a line of a file.
    pub fn line(file: impl Into<String>, line: u32) -> Place {
        Place { line: Some(line), ..Place::file(file) }
    }

    /// Names the column and the text found there.
    pub fn cell(mut self, column: impl Into<String>, text: impl Into<String>) -> Place {
        self.column = Some(column.into());
        self.text = Some(text.into());
        self
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is; scripts rely on it.
    pub code: Code,
    /// How much it matters: the code's own severity, unless the policy says otherwise.
    pub severity: Severity,
    /// What is the matter.
    pub sentence: Bilingual,
    /// Where; both ends when two rows contradict each other.
    pub places: Vec<Place>,
    /// The accepted form, or the way out.
    pub help: Option<Bilingual>,
    /// How many findings it stands for: more than one where the others are too many to be listed.
    pub count: usize,
}

impl Diagnostic {
    /// Returns a finding of that code, without a place or help yet.
    pub fn new(code: Code, en: impl Into<String>, fr: impl Into<String>) -> Diagnostic {
        let sentence = Bilingual::new(en, fr);
        Diagnostic { code, severity: code.severity, sentence, places: Vec::new(), help: None, count: 1 }
    }

    /// Adds a place.
    pub fn at(mut self, place: Place) -> Diagnostic {
        self.places.push(place);
        self
    }

    /// Says the accepted form, or the way out.
    pub fn help(mut self, en: impl Into<String>, fr: impl Into<String>) -> Diagnostic {
        self.help = Some(Bilingual::new(en, fr));
        self
    }

    /// Tells whether nothing may be done with what was found.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A finding can end a run; `cli` shows it in the user's language, this is the English of it.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence.en)
    }
}

impl Error for Diagnostic {}

/// Puts findings in the order in which people read them: by file, line and code; those that stand for others last.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.places.first().map(|p| (p.file.clone(), d.count > 1, p.line, p.position));
        key(a).cmp(&key(b)).then_with(|| a.code.slug.cmp(b.code.slug)).then_with(|| a.sentence.en.cmp(&b.sentence.en))
    });
}
