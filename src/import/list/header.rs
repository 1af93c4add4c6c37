//! What is known of the header of a list, and what of it is not read.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::aliases::{Found, Reading, Words};
use super::called_credits::CalledCredits;
use super::doubts::Doubt;
use super::overlooked::{self, MaySay, Overlooked};
use super::seen::Seen;
use super::told_kinds::{self, Credits};
use super::unclear::Unclear;
use crate::import::mapping::Mapping;
use crate::import::unread;
use crate::input::header::fold;
use crate::input::{Source, list};
use crate::model::Bilingual;
use crate::model::dialect::Declared;
use crate::policy::ImportMapping;

/// What is known of a table.
pub(super) struct Known {
    pub mapping: Mapping,
    pub lines_before: u32,
    pub declared: Declared,
    pub recognised: Option<String>,
    /// Its header.
    pub names: Vec<String>,
    pub by: By,
    /// The table of the policy that declares how it is written, where one was asked for or recognises it.
    pub declared_in: Option<String>,
}

/// Who says what the columns of a table mean.
#[derive(Debug)]
pub enum By {
    /// A mapping of the policy.
    Person,
    /// A mapping that comes with the program.
    Preset,
    /// Their names.
    Names(Box<Found>),
}

/// What looking at the columns that are not read came to.
pub(super) struct LookedOver {
    /// What was decided.
    pub choices: Vec<Bilingual>,
    /// The columns of days, where none says when the invoices are due.
    pub unread_days: Vec<String>,
}

impl Known {
    /// Looks at the columns that are not read, and returns what was decided; one that may tell what is paid is told of
    /// where a person wrote the mapping, and else stops the import.
    pub fn looked_over(&mut self, table: &Source) -> Result<LookedOver, Unclear> {
        let mut choices = Vec::new();
        let mut seen = self.seen(table);
        let is_by_person = matches!(self.by, By::Person);
        if let Some(column) = seen.kinds(&self.mapping).filter(|_| !is_by_person) {
            told_kinds::read(&mut self.mapping, &column);
            choices.push(by_kinds(&column));
            seen = self.seen(table);
        }
        let mut overlooked = overlooked::of(&self.names, &self.mapping);
        if let By::Names(found) = &self.by {
            // It is told of in words of its own.
            overlooked.retain(|(_, name)| found.net.as_deref() != Some(name));
        }
        overlooked.retain(|(_, name)| seen.says(name));
        let unread_days = seen.days(&self.mapping);
        if is_by_person {
            let told: Vec<&str> = overlooked.iter().map(|(_, name)| *name).collect();
            choices.extend(unread::columns(&told));
        } else {
            for what in [MaySay::Payment, MaySay::Side, MaySay::Currency] {
                let columns = overlooked.iter().filter(|(said, _)| *said == what);
                self.stopped_by(table, what, columns.map(|(_, name)| (*name).to_owned()).collect())?;
            }
        }
        self.stopped_by_credits(table, seen.credits())?;
        if !is_by_person {
            let due = unread_days.iter().filter(|name| overlooked::is_due(name)).cloned().collect();
            self.stopped_by(table, MaySay::Due, due)?;
            let suppliers =
                overlooked::suppliers(&self.names, &self.mapping).into_iter().filter(|name| seen.says(name));
            self.stopped_by(table, MaySay::Purchases, suppliers.map(str::to_owned).collect())?;
        }
        if let By::Names(found) = &self.by {
            if let Some(doubt) = self.namesakes(table, found) {
                let found = Found { doubt: Some(doubt), ..Found::clone(found) };
                return Err(Unclear::Open(Box::new((found, self.names.clone()))));
            }
            choices.extend(decided(&self.mapping, found, &self.names));
        }
        Ok(LookedOver { choices, unread_days })
    }

    fn seen(&self, table: &Source) -> Seen {
        Seen::of(table, &self.mapping, &self.names, (self.lines_before, self.declared))
    }

    /// Stops the import where columns are not read that may say something.
    fn stopped_by(&self, table: &Source, what: MaySay, columns: Vec<String>) -> Result<(), Unclear> {
        if columns.is_empty() {
            return Ok(());
        }
        let known = self.found(table, |written| {
            // Debit and credit are words to be filled in, where no other column has them.
            let kind = columns.first().filter(|_| what == MaySay::Side && !written.invoices.is_empty());
            if let Some(column) = kind {
                written.invoices.entry("kind".to_owned()).or_insert_with(|| column.clone());
            }
        });
        let mapping = self.mapping.name.clone();
        Err(Unclear::Overlooked(Box::new(Overlooked { what, mapping, columns, known })))
    }

    /// Stops the import where columns call rows credit notes whose amounts say that they are owed.
    fn stopped_by_credits(&self, table: &Source, credits: Vec<Credits>) -> Result<(), Unclear> {
        if credits.is_empty() {
            return Ok(());
        }
        let known = self.found(table, |_| ()).map(|(found, names)| (CalledCredits::completed(found, &credits), names));
        let (mapping, is_preset) = (self.mapping.name.clone(), matches!(self.by, By::Preset));
        Err(Unclear::Credits(Box::new(CalledCredits { credits, mapping, is_preset, known })))
    }

    /// Returns what is known by the names of the columns, with the words that a person has to say the meaning of, and
    /// all names; nothing where a mapping says what they mean. `complete` adds to it what was found out.
    fn found(&self, table: &Source, complete: impl FnOnce(&mut ImportMapping)) -> Option<(Found, Vec<String>)> {
        let By::Names(found) = &self.by else { return None };
        let mut found = Found::clone(found);
        complete(&mut found.written);
        let found = with_words(found, table, self.lines_before, self.declared);
        Some((found, self.names.clone()))
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

/// Returns what is known of a header with the words of the list that a mapping would have to say the meaning of.
pub(super) fn with_words(mut found: Found, table: &Source, lines_before: u32, declared: Declared) -> Found {
    found.words = Words::of(&mut found.written, |column| list::texts(table, lines_before, declared, column));
    found
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
        format!("\"{column}\" is read as the kind of each document, invoice or credit note"),
        format!("« {column} » est lue comme le type de chaque pièce, facture ou avoir"),
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
