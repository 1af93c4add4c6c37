//! Puts documents into their folder and says what became of them: letters and computation sheets alike.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::outbox::{Delivered, Outbox, Overwrite, Undelivered};
use super::tray::Tray;
use crate::cli::disk::files;
use crate::cli::exit::Exit;
use crate::cli::lock;
use crate::cli::terminal::ui::Ui;
use crate::diag::{Code, Diagnostic, Place, code};
use crate::letter::run::files::Output;
use crate::model::{Bilingual, several};

/// What the documents of a run are, and how they are told apart from others.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Several of them, in English and in French: `letters`, `lettres`.
    pub names: (&'static str, &'static str),
    /// How a French participle ends beside the name: `es`, `s`.
    pub agreement: &'static str,
    /// The finding when others are there under their names.
    pub differ: Code,
    /// The option that names another folder.
    pub elsewhere: &'static str,
    /// What the names of their files end in.
    pub ends: &'static [&'static str],
    /// How many of the documents are not counted: a list of the others.
    pub lists: usize,
}

impl Kind {
    /// Returns the sentence that nothing had to be written.
    pub fn unchanged(&self, out: &Path) -> Bilingual {
        let ((en, fr), shown) = (self.names, out.display());
        Bilingual::new(
            format!("the same {en} are in {shown} already"),
            format!("les mêmes {fr} sont déjà dans {shown}"),
        )
    }
}

/// How documents are put into their folder.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    /// Whether others of the same names are replaced.
    pub overwrite: Overwrite,
    /// Files of earlier runs that belong there too.
    pub beside: &'a BTreeSet<String>,
}

/// Opens the folder that documents go to, which no other run writes to until it is closed.
///
/// # Errors
/// [`Exit::Locked`] when another run takes too long there, [`Exit::CouldNotRun`] when the file system refuses; said
/// already.
pub fn open<'f>(out: &'f Path, kind: &Kind, ui: &mut Ui) -> Result<Outbox<'f>, Exit> {
    Outbox::open(out).map_err(|undelivered| said(undelivered, out, kind, ui))
}

/// Puts a document on a tray.
///
/// # Errors
/// Why it cannot be written.
pub fn take(tray: &mut Tray<'_>, file: Output, kind: &Kind) -> Result<(), Box<Diagnostic>> {
    let out = tray.folder();
    tray.take(file).map_err(|error| Box::new(unwritable(&error, out, kind)))
}

/// Puts the documents of a tray into the folder, all of them or none.
///
/// # Errors
/// [`Exit::CouldNotRun`] when others are in the way or the file system refuses; said already.
pub fn deliver(
    mut outbox: Outbox<'_>,
    tray: Tray<'_>,
    kind: &Kind,
    manner: Manner<'_>,
    ui: &mut Ui,
) -> Result<(), Exit> {
    let out = outbox.folder();
    let names: BTreeSet<String> = tray.documents().iter().map(|document| document.name.clone()).collect();
    let delivered = outbox.deliver(tray, manner.overwrite).map_err(|undelivered| said(undelivered, out, kind, ui))?;
    let shown = out.display();
    let count = names.len().saturating_sub(kind.lists);
    ui.say(&match (count, delivered) {
        (0, _) if ui.has_errors() => Bilingual::new("no document was written", "aucun document n'a été écrit"),
        (0, _) => Bilingual::new("nothing is to be written today", "rien n'est à écrire aujourd'hui"),
        (_, Delivered::Written) => Bilingual::new(
            format!("{count} document{} written to {shown}", if count > 1 { "s" } else { "" }),
            format!("{count} document{0} écrit{0} dans {shown}", if count > 1 { "s" } else { "" }),
        ),
        (_, Delivered::Unchanged) => kind.unchanged(out),
    });
    left_over(out, &names, kind, manner.beside, ui);
    Ok(())
}

/// Says why nothing was written.
fn said(undelivered: Undelivered, out: &Path, kind: &Kind, ui: &mut Ui) -> Exit {
    let shown = out.display();
    let (en, fr) = kind.names;
    let (exit, finding) = match undelivered {
        Undelivered::Different(names) => {
            let finding = Diagnostic::new(
                kind.differ,
                format!("other {en} are there under the same names; nothing was written"),
                format!("d'autres {fr} s'y trouvent sous les mêmes noms ; rien n'a été écrit"),
            )
            .help(
                format!("--force replaces them, {} writes elsewhere", kind.elsewhere),
                format!("--force les remplace, {} écrit ailleurs", kind.elsewhere),
            );
            let places = names.iter().map(|name| Place::file(out.join(name).display().to_string()));
            (Exit::CouldNotRun, places.fold(finding, Diagnostic::at))
        }
        Undelivered::Held => (Exit::Locked, lock::held().at(Place::file(shown.to_string()))),
        Undelivered::Failed(error) => (Exit::CouldNotRun, unwritable(&error, out, kind)),
    };
    ui.findings(vec![finding]);
    exit
}

/// Returns why documents cannot be written.
fn unwritable(error: &io::Error, out: &Path, kind: &Kind) -> Diagnostic {
    let ((en, fr), why) = (kind.names, files::why(error));
    Diagnostic::new(
        code::cli::OUTPUT_UNWRITABLE,
        format!("the {en} cannot be written: {}", why.en),
        format!("les {fr} ne peuvent pas être écrit{} : {}", kind.agreement, why.fr),
    )
    .at(Place::file(out.display().to_string()))
}

/// How many files are named.
const NAMED: usize = 3;

/// Says which documents of an earlier run are still there beside those of this one.
fn left_over(out: &Path, written: &BTreeSet<String>, kind: &Kind, beside: &BTreeSet<String>, ui: &Ui) {
    if written.is_empty() {
        return;
    }
    let mut left: Vec<String> = fs::read_dir(out)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| kind.ends.iter().any(|end| name.ends_with(end)) && !written.contains(name))
        .filter(|name| !beside.contains(name))
        .collect();
    left.sort();
    if !left.is_empty() {
        let Bilingual { en, fr } = several(&left, NAMED);
        ui.say(&Bilingual::new(
            format!("not of this run, and left there: {en}"),
            format!("étrangers à cette exécution, et laissés là : {fr}"),
        ));
    }
}
