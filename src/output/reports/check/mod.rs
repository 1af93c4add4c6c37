//! `check`: what was found, one row per finding; for programs that show findings, as SARIF, JUnit XML or annotations.

pub mod github;
pub mod junit;
pub mod sarif;

use std::collections::BTreeSet;
use std::io;

use crate::diag::{self, Diagnostic, Place, Severity};
use crate::model::{Bilingual, Date, Lang};
use crate::output::{Cell, Column, Nested, Report};

/// What was found in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// In the order of the files.
    pub findings: &'a [Diagnostic],
    /// The language of messages.
    pub lang: Lang,
    /// The day that the folder was judged for.
    pub as_of: Date,
    /// The line that sums it up.
    pub summary: &'a Bilingual,
}

/// The keys of a place.
const PLACE: &[&str] = &["file", "line", "position", "column", "text"];

impl Report for Check<'_> {
    fn command(&self) -> &'static str {
        "check"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("code", "Code", "Code"),
            Column::new("severity", "Severity", "Gravité"),
            Column::new("file", "File", "Fichier"),
            Column::new("line", "Line", "Ligne").joined(':'),
            Column::new("position", "Position", "Position").joined(':'),
            Column::new("column", "Column", "Colonne").noted(),
            Column::new("text", "Text", "Texte").noted(),
            Column::new("message", "Message", "Message").below(),
            Column::new("help", "Help", "Aide").below(),
            Column::nested("places"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.findings.iter().try_for_each(|finding| {
            let place = finding.places.first();
            let text = |text: Option<&String>| Cell::maybe(text.cloned(), Cell::text);
            each(&[
                Cell::Word(finding.code.slug),
                Cell::Named(finding.severity.term().en, finding.severity.term()),
                text(place.map(|place| &place.file)),
                Cell::maybe(place.and_then(|place| place.line), |line| Cell::Count(line.into())),
                Cell::maybe(place.and_then(|place| place.position), |position| Cell::Count(position.into())),
                text(place.and_then(|place| place.column.as_ref())),
                text(place.and_then(|place| place.text.as_ref())),
                Cell::text(finding.sentence.get(self.lang)),
                Cell::maybe(finding.help.as_ref(), |help| Cell::text(help.get(self.lang))),
                Cell::List(Nested::Objects(PLACE, finding.places.iter().map(cells).collect())),
            ])
        })
    }

    fn remarks(&self) -> Vec<Bilingual> {
        vec![self.summary.clone()]
    }
}

fn cells(place: &Place) -> Vec<Cell<'_>> {
    let text = |text: &Option<String>| Cell::maybe(text.clone(), Cell::text);
    let count = |number: Option<u32>| Cell::maybe(number, |number| Cell::Count(number.into()));
    vec![Cell::text(&place.file), count(place.line), count(place.position), text(&place.column), text(&place.text)]
}

/// What was found in one folder, and what of it makes `check` fail.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The folder, as it was named.
    pub folder: String,
    /// In the order of the files, whose names are paths from where the run was started.
    pub findings: Vec<Diagnostic>,
    /// The least severity that fails.
    pub fail_on: Severity,
}

impl Verdict {
    /// Tells whether a finding makes `check` fail.
    pub fn fails(&self, finding: &Diagnostic) -> bool {
        finding.severity >= self.fail_on
    }

    /// Returns how many findings make it fail.
    pub fn failures(&self) -> usize {
        self.findings.iter().filter(|finding| self.fails(finding)).count()
    }
}

/// What was found in folders, for other programs.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'a> {
    /// Each folder.
    pub folders: &'a [Verdict],
    /// The language of messages.
    pub lang: Lang,
}

impl<'a> Machine<'a> {
    /// Returns every finding.
    fn all(&self) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        distinct(self.folders)
    }
}

/// Returns every finding of some folders, once: a file that several of them share, as a policy that they extend, is
/// wrong in one place.
pub fn distinct(folders: &[Verdict]) -> impl Iterator<Item = &Diagnostic> {
    let mut known = BTreeSet::new();
    folders.iter().flat_map(|verdict| &verdict.findings).filter(move |&finding| {
        let places = finding.places.iter().map(|place| (&place.file, place.line, place.position, &place.column));
        known.insert((finding.code.slug, finding.sentence.get(Lang::En), places.collect::<Vec<_>>()))
    })
}

/// Returns a place as compilers write it: `invoices.csv:14`.
fn place(place: &Place) -> String {
    let numbers = [place.line, place.position].into_iter().flatten().map(|number| format!(":{number}"));
    std::iter::once(place.file.clone()).chain(numbers).collect()
}

/// Returns a finding as a person is shown it.
fn text(finding: &Diagnostic, lang: Lang) -> String {
    diag::render(finding, lang).trim_end().to_owned()
}
