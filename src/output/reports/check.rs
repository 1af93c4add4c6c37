//! `check`: what was found, one row per finding.

use std::io;

use crate::diag::{Diagnostic, Place, Severity};
use crate::model::{Bilingual, Date, Lang, Term};
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
                Cell::Named(word(finding.severity), term(finding.severity)),
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

/// Returns the word for a severity that scripts rely on.
const fn term(severity: Severity) -> Term<'static> {
    match severity {
        Severity::Error => Term::new("error", "erreur"),
        Severity::Warning => Term::new("warning", "avertissement"),
        Severity::Note => Term::new("note", "note"),
    }
}

const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
