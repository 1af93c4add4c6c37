//! Rows with positive amounts that columns call credit notes, where nothing says whether they are: a person has to.

use super::aliases::Found;
use super::aliases::UNKNOWN;
use super::told_kinds::Credits;
use crate::diag::{Diagnostic, Place, code};
use crate::input::list::OTHERS;
use crate::input::words::{self, INVOICE_KINDS};

/// Columns that call rows with positive amounts credit notes.
#[derive(Clone, Debug)]
pub struct CalledCredits {
    /// The columns.
    pub credits: Vec<Credits>,
    /// The name of the mapping that does not say what their words mean; nothing where nobody wrote one.
    pub mapping: Option<String>,
    /// Whether it comes with the program.
    pub is_preset: bool,
    /// What is known by the names of the others, and all names, where no mapping is written.
    pub known: Option<(Found, Vec<String>)>,
}

impl CalledCredits {
    /// Returns what is known of the list, with the column that a person has to say the meaning of: of several, the
    /// first, and the others are of no account then.
    pub fn completed(mut found: Found, credits: &[Credits]) -> Found {
        let mut columns = credits.iter();
        if !found.written.invoices.contains_key("kind")
            && let Some(first) = columns.next()
        {
            found.written.invoices.insert("kind".to_owned(), first.column.clone());
            let asked = first.beginnings().map(|begins| (begins.to_owned(), UNKNOWN.to_owned()));
            let others = (OTHERS.to_owned(), String::new());
            found.words.add(&first.column, words::known(INVOICE_KINDS), asked.chain([others]).collect());
        }
        found.written.ignore.extend(columns.map(|credits| credits.column.clone()));
        found
    }

    /// Says which rows they are, and how to go on.
    pub fn finding(&self, file: &str) -> Diagnostic {
        let count: usize = self.credits.iter().map(|credits| credits.count).sum();
        let quoted = |open: &str, close: &str| {
            let names = self.credits.iter().map(|credits| format!("{open}{}{close}", credits.column));
            names.collect::<Vec<_>>().join(", ")
        };
        let (en, fr, list) = (quoted("\"", "\""), quoted("« ", " »"), quoted("\"", "\""));
        let is_one = self.credits.len() == 1;
        let (columns, colonnes) = if is_one { ("column", "la colonne") } else { ("columns", "les colonnes") };
        let (call, appellent) = if is_one { ("calls", "appelle") } else { ("call", "appellent") };
        let (rows, lignes, are, sont) = match count {
            1 => (
                "a row with a positive amount a credit note".to_owned(),
                "avoir une ligne au montant positif".to_owned(),
                "it is one",
                "c'en est un",
            ),
            _ => (
                format!("{count} rows with positive amounts credit notes"),
                format!("avoirs {count} lignes au montant positif"),
                "they are",
                "c'en sont",
            ),
        };
        let finding = Diagnostic::new(
            code::input::COLUMN_UNREAD,
            format!("the {columns} {en} of {file} {call} {rows}, and nothing says whether {are}"),
            format!("{colonnes} {fr} de {file} {appellent} {lignes}, et rien ne dit si {sont}"),
        );
        let places = self.credits.iter().flat_map(|credits| {
            credits.places.iter().map(|(line, text)| Place::line(file, *line).cell(&credits.column, text))
        });
        let (help, aide) = self.help(&list);
        places.fold(finding, Diagnostic::at).help(help, aide)
    }

    /// Returns how to go on; `list` names the columns.
    fn help(&self, list: &str) -> (String, String) {
        let Some((name, first)) = self.mapping.as_ref().zip(self.credits.first()) else {
            return (
                "in the table, credit_note in the place of a ? says that they are, and \"\" that they are owed; * stands for the \
                 rest of a text and, alone, for every other text; --mapping NAME reads the list by the table. Or write a minus \
                 before the amounts of credit notes in the file"
                    .to_owned(),
                "dans la table, credit_note à la place d'un ? dit que ce sont des avoirs, et \"\" qu'elles sont dues ; * tient lieu \
                 de la suite d'un texte et, seul, de tout autre texte ; --mapping NOM lit la liste par la table. Ou bien mettre un \
                 moins devant le montant des avoirs dans le fichier"
                    .to_owned(),
            );
        };
        if self.is_preset {
            return (
                format!(
                    "write a minus before the amounts of credit notes in the file; if they are owed, ignore = [{list}] under \
                     [import.{name}] of policy.toml says so"
                ),
                format!(
                    "mettre un moins devant le montant des avoirs dans le fichier ; si elles sont dues, ignore = [{list}] sous \
                     [import.{name}] dans policy.toml le dit"
                ),
            );
        }
        let (column, asked) = (&first.column, first.beginnings().next().unwrap_or_default());
        (
            format!(
                "in policy.toml, kind = \"{column}\" under [import.{name}.invoices] and \"{asked}\" = \"credit_note\", \
                 \"{OTHERS}\" = \"\" under [import.{name}.values.\"{column}\"] say that they are; ignore = [{list}] under \
                 [import.{name}], that they are owed. Or write a minus before the amounts of credit notes in the file"
            ),
            format!(
                "dans policy.toml, kind = \"{column}\" sous [import.{name}.invoices] et \"{asked}\" = \"credit_note\", \
                 \"{OTHERS}\" = \"\" sous [import.{name}.values.\"{column}\"] disent que ce sont des avoirs ; ignore = [{list}] \
                 sous [import.{name}], qu'elles sont dues. Ou bien mettre un moins devant le montant des avoirs dans le fichier"
            ),
        )
    }
}
