//! Columns of a list that nobody reads, and whose names say that they tell what is paid, open or cancelled, or in which
//! currency. Such a one stops the import: who has paid might be chased.

use super::aliases::Found;
use super::aliases::name::Name;
use super::telling::{CURRENCY, Tells, tells};
use crate::diag::{Diagnostic, Place, code};
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::header::same;
use crate::model::FileRole;

/// Returns the columns of a list that a mapping does not read though their names say that they tell of payment, state or
/// currency; none of a list of customers, which brings no debts.
pub fn of<'a>(names: &'a [String], mapping: &Mapping) -> Vec<&'a str> {
    let brings = |role: FileRole| mapping.targets.get(&role);
    let debts = brings(FileRole::Invoices).or_else(|| brings(FileRole::Payments));
    let Some(debts) = debts else { return Vec::new() };
    let are_payments = brings(FileRole::Invoices).is_none();
    let has_balance = mapping.facts.source(Column::Balance).is_some();
    let amount = debts.source(Column::Amount).and_then(|from| from.name()).map(Name::of);
    let has_currency = debts.source(Column::Currency).is_some();
    let is_redundant = |told: Tells, name: &Name| match told {
        // Beside a payment, what else was paid or is left is told by other rows.
        Tells::Payment => has_balance || are_payments,
        // Another sum in a currency may be the one that is owed.
        Tells::Currency => {
            has_currency && (!name.is_gross || amount.as_ref().is_some_and(|amount| amount.has_word(CURRENCY)))
        }
        Tells::State => false,
    };
    let read: Vec<&str> = mapping.names().collect();
    let is_read = |name: &str| read.iter().any(|read| same(read, name));
    let is_ignored = |name: &str| mapping.ignore.iter().any(|ignored| same(ignored, name));
    let is_overlooked = |name: &&str| {
        let compared = Name::of(name);
        !is_read(name) && !is_ignored(name) && tells(&compared).is_some_and(|told| !is_redundant(told, &compared))
    };
    names.iter().map(String::as_str).filter(|name| !name.is_empty()).filter(is_overlooked).collect()
}

/// Columns of a list that nobody may overlook.
#[derive(Clone, Debug)]
pub struct Overlooked {
    /// The name of the mapping that does not read them; nothing where nobody wrote one.
    pub mapping: Option<String>,
    /// Their names.
    pub columns: Vec<String>,
    /// What is known by the names of the others, and all names, where no mapping is written.
    pub known: Option<(Found, Vec<String>)>,
}

impl Overlooked {
    /// Says which columns they are, and how to go on.
    pub fn finding(&self, file: &str) -> Diagnostic {
        let Overlooked { mapping, columns, .. } = self;
        let quoted = |open: &str, close: &str| {
            columns.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(", ")
        };
        let (en, fr, list) = (quoted("\"", "\""), quoted("« ", " »"), quoted("\"", "\""));
        let is_one = columns.len() == 1;
        let finding = Diagnostic::new(
            code::input::COLUMN_UNREAD,
            match is_one {
                true => format!("the column {en} of {file} may say what is paid, open or cancelled, and is not read"),
                false => {
                    format!("the columns {en} of {file} may say what is paid, open or cancelled, and are not read")
                }
            },
            match is_one {
                true => format!("la colonne {fr} de {file} peut dire ce qui est payé, dû ou annulé, et n'est pas lue"),
                false => {
                    format!(
                        "les colonnes {fr} de {file} peuvent dire ce qui est payé, dû ou annulé, et ne sont pas lues"
                    )
                }
            },
        );
        let place = |name: &String| Place { column: Some(name.clone()), ..Place::file(file) };
        let ([name, nom], [option, par]) = match mapping {
            None => (["NAME", "NOM"], ["; --mapping NAME reads the list so", " ; --mapping NOM lit la liste ainsi"]),
            Some(name) => ([name.as_str(); 2], [""; 2]),
        };
        columns.iter().map(place).fold(finding, Diagnostic::at).help(
        format!(
            "[import.{name}] of policy.toml says what it is, such as balance, paid, paid_on or status = \"…\", or that \
             nothing depends on it: ignore = [{list}]{option}"
        ),
        format!(
            "[import.{nom}] dans policy.toml dit ce qu'elle est, par exemple balance, paid, paid_on ou status = \"…\", ou que \
             rien n'en dépend : ignore = [{list}]{par}"
        ),
    )
    }
}
