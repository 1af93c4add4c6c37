//! What is known of the header of a list, and what of it is not read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::aliases::{Found, Reading};
use super::days;
use super::doubts::Doubt;
use super::overlooked::{self, MaySay, Overlooked};
use super::receipt_words;
use super::told_kinds::{self, Told};
use super::unclear::Unclear;
use crate::import::mapping::Mapping;
use crate::import::unread;
use crate::input::header::fold;
use crate::input::{Source, list};
use crate::model::Bilingual;
use crate::model::dialect::Declared;

/// What is known of a table.
pub(super) struct Known {
    pub mapping: Mapping,
    pub lines_before: u32,
    pub declared: Declared,
    pub recognised: Option<String>,
    /// Its header.
    pub names: Vec<String>,
    pub by: By,
}

/// Who says what the columns of a table mean.
pub(super) enum By {
    /// A mapping of the policy.
    Person,
    /// A mapping that comes with the program.
    Preset,
    /// Their names.
    Names(Box<Found>),
}

impl Known {
    /// Looks at the columns that are not read, and returns what was decided; one that may tell what is paid is told of
    /// where a person wrote the mapping, and else stops the import.
    pub fn looked_over(&mut self, table: &Source) -> Result<Vec<Bilingual>, Unclear> {
        let told = told_kinds::of(table, &self.mapping, &self.names, (self.lines_before, self.declared));
        if let (Some(Told::Kinds(column)), false) = (&told, matches!(self.by, By::Person)) {
            told_kinds::read(&mut self.mapping, column);
        }
        let saying = |names: Vec<&str>| -> Vec<String> {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            let says = self.saying(table, &names);
            names.into_iter().zip(says).filter_map(|(name, says)| says.then_some(name)).collect()
        };
        let mut overlooked = overlooked::of(&self.names, &self.mapping);
        if let By::Names(found) = &self.by {
            // It is told of in words of its own.
            overlooked.retain(|name| found.net.as_deref() != Some(name));
        }
        let overlooked = saying(overlooked);
        if matches!(self.by, By::Person) {
            let mut names = overlooked;
            names.extend(told.iter().flat_map(Told::columns).filter(|name| !names.contains(name)).collect::<Vec<_>>());
            let told: Vec<&str> = names.iter().map(String::as_str).collect();
            return Ok(unread::columns(&told).into_iter().collect());
        }
        let due = || self.unread_days(table).into_iter().filter(|name| days::is_due(name)).collect();
        self.stopped_by(MaySay::Payment, overlooked)?;
        let mut choices = Vec::new();
        match told {
            Some(told @ Told::Perhaps(_)) => return Err(self.perhaps_credits(&told)),
            Some(Told::Kinds(column)) => choices.push(by_kinds(&column)),
            None => {}
        }
        self.stopped_by(MaySay::Due, due())?;
        self.stopped_by(MaySay::Purchases, saying(overlooked::suppliers(&self.names, &self.mapping)))?;
        match &self.by {
            By::Person | By::Preset => Ok(choices),
            By::Names(found) => match self.namesakes(table, found) {
                Some(doubt) => {
                    let found = Found { doubt: Some(doubt), ..Found::clone(found) };
                    Err(Unclear::Open(Box::new((found, self.names.clone()))))
                }
                None => {
                    choices.extend(decided(&self.mapping, found, &self.names));
                    Ok(choices)
                }
            },
        }
    }

    /// Stops the import where columns are not read that may say something.
    fn stopped_by(&self, what: MaySay, columns: Vec<String>) -> Result<(), Unclear> {
        if columns.is_empty() {
            return Ok(());
        }
        let known = match &self.by {
            By::Names(found) => Some((Found::clone(found), self.names.clone())),
            By::Person | By::Preset => None,
        };
        let mapping = self.mapping.name.clone();
        Err(Unclear::Overlooked(Box::new(Overlooked { what, mapping, columns, known })))
    }

    /// Stops the import where columns perhaps call rows credit notes: where their words are few, a mapping can say what
    /// each is.
    fn perhaps_credits(&self, told: &Told) -> Unclear {
        let known = match (&self.by, told) {
            (By::Names(found), Told::Perhaps(columns)) => {
                let mut found = Found::clone(found);
                if let Some((column, words)) = columns.iter().find(|(_, words)| !words.is_empty()) {
                    found.written.invoices.insert("kind".to_owned(), column.clone());
                    found.words.add_kinds(column, words.iter().cloned());
                }
                Some((found, self.names.clone()))
            }
            _ => None,
        };
        let (mapping, columns) = (self.mapping.name.clone(), told.columns());
        Unclear::Overlooked(Box::new(Overlooked { what: MaySay::Credits, mapping, columns, known }))
    }

    /// Returns the columns of days that are not read, where none says when the invoices are due.
    pub(super) fn unread_days(&self, table: &Source) -> Vec<String> {
        days::unread(table, &self.mapping, &self.names, (self.lines_before, self.declared))
    }

    /// Tells of columns whether any of their cells says something: an empty one says nothing, nor does how it is to be
    /// paid.
    fn saying(&self, table: &Source, columns: &[String]) -> Vec<bool> {
        let mut says = vec![false; columns.len()];
        if columns.is_empty() {
            return says;
        }
        list::walk(table, self.lines_before, self.declared, columns, |row| {
            for (at, says) in says.iter_mut().enumerate().filter(|(_, says)| !**says) {
                let cell = row.text(at);
                *says = !cell.is_empty() && !receipt_words::is_method(&cell) && cell != columns[at];
            }
            if says.iter().all(|says| *says) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        says
    }

    /// Returns the doubt about people of one name whom their first names tell apart.
    fn namesakes(&self, table: &Source, found: &Found) -> Option<Doubt> {
        let (name, first) = found.first_name.clone()?;
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        let mut are_several = false;
        list::walk(table, self.lines_before, self.declared, &[name.clone(), first.clone()], |row| {
            let (name, first) = (fold(&row.text(0)), fold(&row.text(1)));
            are_several = *known.entry(name).or_insert_with(|| first.clone()) != first;
            if are_several { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        are_several.then_some(Doubt::Namesakes { name, first })
    }
}

/// Tells what was decided from the names of the columns, for the person who knows better.
fn decided(mapping: &Mapping, found: &Found, names: &[String]) -> Vec<Bilingual> {
    let read: Vec<&str> = mapping.names().collect();
    let others: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !name.is_empty() && !read.contains(name)).collect();
    let mut choices: Vec<Bilingual> = unread::columns(&others).into_iter().collect();
    choices.extend(found.title.as_deref().and_then(|title| by_title(title, found.reading)));
    if let Some(net) = &found.net {
        choices.push(Bilingual::new(
            format!(
                "\"{net}\" is not read as what is owed: more is taken off it than what was paid; a mapping with balance = \
                 \"{net}\" reads it so"
            ),
            format!(
                "« {net} » n'est pas lu comme ce qui reste dû : il s'en déduit plus que des paiements ; une correspondance avec \
                 balance = \"{net}\" le lit ainsi"
            ),
        ));
    }
    if found.balance_is_amount {
        choices.push(Bilingual::new(
            "the list has no total: what is still owed stands as the amount of each invoice",
            "la liste n'a pas de total : ce qui reste dû tient lieu de montant pour chaque facture",
        ));
    }
    choices
}

/// Tells which column is read as what each document is, by its cells.
fn by_kinds(column: &str) -> Bilingual {
    Bilingual::new(
        format!("\"{column}\" read as what each row is, invoice or credit note, by the words in it"),
        format!("« {column} » lue comme ce qu'est chaque ligne, facture ou avoir, d'après les mots qu'elle contient"),
    )
}

/// Tells what the title of a list decided.
fn by_title(title: &str, reading: Reading) -> Option<Bilingual> {
    let (en, fr) = match reading {
        Reading::Invoices => ("invoices", "factures"),
        Reading::Credits => ("credit notes", "avoirs"),
        Reading::Payments => ("payments", "règlements"),
        _ => return None,
    };
    Some(Bilingual::new(
        format!("rows read as {en}, which the title says they are: {title}"),
        format!("lignes lues comme des {fr}, d'après le titre : {title}"),
    ))
}
