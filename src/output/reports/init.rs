//! `init`: which files were made, and what to do next.

use std::io;

use crate::model::{Bilingual, Date, Term};
use crate::output::{Cell, Column, Report};

/// What `init` did.
#[derive(Clone, Debug)]
pub struct Init {
    /// Each file and what became of it.
    pub files: Vec<(&'static str, Started)>,
    /// What commands need to be said to find the folder: empty, or ` -C DIR`.
    pub place: String,
    /// Whether old invoices begin at the level of their age; a policy that was there says so itself.
    pub backlog: Option<bool>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It was not there.
    Created,
    /// It was there, and stays as it is.
    Kept,
}

impl Report for Init {
    fn command(&self) -> &'static str {
        "init"
    }

    fn as_of(&self) -> Option<Date> {
        None
    }

    fn columns(&self) -> Vec<Column> {
        vec![Column::new("file", "File", "Fichier"), Column::new("outcome", "Outcome", "Résultat")]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.files.iter().try_for_each(|(file, started)| {
            let (outcome, name) = match started {
                Started::Created => ("created", Term::new("created", "créé")),
                Started::Kept => ("kept", Term::new("kept", "laissé tel quel")),
            };
            each(&[Cell::Word(file), Cell::Named(outcome, name)])
        })
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let place = &self.place;
        let backlog = self.backlog.map(|backlog| {
            if backlog {
                Bilingual::new(
                    "old invoices that nobody chased begin at the level of their age (first_level in policy.toml)",
                    "les factures anciennes jamais relancées commencent au niveau de leur âge (first_level dans \
                     policy.toml)",
                )
            } else {
                Bilingual::new(
                    "old invoices that nobody chased begin with the first reminder; at the level of their age with \
                     first_level = \"by-age\" in policy.toml (init --backlog writes it)",
                    "les factures anciennes jamais relancées commencent à la première relance\u{202f}; au niveau de leur \
                     âge avec first_level = \"by-age\" dans policy.toml (relance creer --backlog l'écrit)",
                )
            }
        });
        let next = [
            Bilingual::new(
                "next: say who you are in policy.toml, under [creditor], and fill in the CSV files",
                "ensuite : écrire vos coordonnées dans policy.toml, sous [creditor], et remplir les fichiers CSV",
            ),
            Bilingual::new(
                format!("or read what your program exports: relance import{place} FILE"),
                format!("ou lire ce qu'exporte votre logiciel : relance importer{place} FICHIER"),
            ),
            Bilingual::new(
                format!("then: relance check{place}, relance age{place}, relance plan{place}"),
                format!("puis : relance verifier{place}, relance balance{place}, relance relances{place}"),
            ),
        ];
        next.into_iter().chain(backlog).collect()
    }
}
