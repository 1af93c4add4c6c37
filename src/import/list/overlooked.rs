//! Columns of a list that nobody reads, and whose names say that they tell what is paid, open or cancelled, or in which
//! currency, when it is due, or that others are owed. Such a one stops the import: who has paid might be chased.

use super::aliases::Found;
use super::aliases::name::Name;
use super::telling::{CURRENCY, Tells, tells};
use crate::diag::{Diagnostic, Place, code};
use crate::import::mapping::Mapping;
use crate::input::columns::Column;
use crate::input::header::same;
use crate::model::FileRole;

/// Returns the columns of a list that a mapping does not read though their names say that they tell of payment, state
/// or currency; none of a list of customers, which brings no debts.
pub fn of<'a>(names: &'a [String], mapping: &Mapping) -> Vec<(MaySay, &'a str)> {
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
        Tells::State | Tells::Side => false,
    };
    let overlooked = |name: &'a str| {
        let compared = Name::of(name);
        let told = tells(&compared).filter(|told| !is_redundant(*told, &compared))?;
        let what = match told {
            Tells::Payment | Tells::State => MaySay::Payment,
            Tells::Side => MaySay::Side,
            Tells::Currency => MaySay::Currency,
        };
        Some((what, name))
    };
    unread(names, mapping).filter_map(overlooked).collect()
}

/// Returns the columns that a mapping neither reads nor ignores.
pub fn unread<'a>(names: &'a [String], mapping: &Mapping) -> impl Iterator<Item = &'a str> {
    let known: Vec<&str> = mapping.names().chain(mapping.ignore.iter().map(String::as_str)).collect();
    names
        .iter()
        .map(String::as_str)
        .filter(move |name| !name.is_empty() && !known.iter().any(|known| same(known, name)))
}

/// Returns the columns that a mapping does not read and that name who sold something, where the list brings debts.
pub fn suppliers<'a>(names: &'a [String], mapping: &Mapping) -> Vec<&'a str> {
    if !mapping.targets.contains_key(&FileRole::Invoices) {
        return Vec::new();
    }
    let names_one = |name: &&str| {
        let words = Name::of(name).words;
        let is_of_him = |word: &String| OF_SUPPLIERS.contains(&word.as_str());
        words.iter().any(|word| SUPPLIERS.contains(&word.as_str())) && words.iter().all(is_of_him)
    };
    unread(names, mapping).filter(names_one).collect()
}

/// Tells whether the name of a column says that something falls due.
pub fn is_due(name: &str) -> bool {
    Name::of(name).has_word(&DUE)
}

/// Words of the day on which something falls due.
const DUE: [&str; 8] = ["ech", "echeance", "echeances", "due", "payable", "exigible", "exigibilite", "maturity"];
/// Who sold to us. A "vendeur" is the colleague who sold.
const SUPPLIERS: [&str; 3] = ["fournisseur", "supplier", "vendor"];
/// What the name of a column of suppliers is made of.
#[rustfmt::skip]
const OF_SUPPLIERS: [&str; 12] = [
    "fournisseur", "supplier", "vendor", "nom", "name", "code", "n", "no", "numero", "id", "compte", "account",
];

/// What columns may say that are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaySay {
    /// What is paid, open or cancelled.
    Payment,
    /// Which rows take something off what is owed.
    Side,
    /// In which currency the sums are.
    Currency,
    /// When the invoices are due.
    Due,
    /// That they are of suppliers.
    Purchases,
}

impl MaySay {
    /// Returns what it would say.
    fn said(self) -> (&'static str, &'static str) {
        match self {
            MaySay::Payment => {
                ("what is paid, open, cancelled or refunded", "ce qui est payé, dû, annulé ou remboursé")
            }
            MaySay::Side => {
                ("which rows are owed and which are taken off", "quelles lignes sont dues et lesquelles s'en déduisent")
            }
            MaySay::Currency => ("in which currency the sums are", "en quelle devise sont les sommes"),
            MaySay::Due => ("when the invoices are due", "quand les factures sont échues"),
            MaySay::Purchases => ("that somebody else is owed", "que les sommes sont dues à d'autres"),
        }
    }

    /// Returns how a mapping says it.
    fn example(self) -> (&'static str, &'static str) {
        match self {
            MaySay::Payment => (
                "what it is, such as balance, paid, paid_on or status = \"…\"",
                "ce qu'elle est, par exemple balance, paid, paid_on ou status = \"…\"",
            ),
            MaySay::Side => (
                "what it is, kind = \"…\", and what its words mean",
                "ce qu'elle est, kind = \"…\", et ce que veulent dire ses mots",
            ),
            MaySay::Currency => ("what it is, currency = \"…\"", "ce qu'elle est, currency = \"…\""),
            MaySay::Due => ("what it is, due_date = \"…\"", "ce qu'elle est, due_date = \"…\""),
            MaySay::Purchases => {
                ("what it is, such as customer_id = \"…\"", "ce qu'elle est, par exemple customer_id = \"…\"")
            }
        }
    }
}

/// Columns of a list that nobody may overlook.
#[derive(Clone, Debug)]
pub struct Overlooked {
    /// What they may say.
    pub what: MaySay,
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
        let Overlooked { what, mapping, columns, .. } = self;
        let quoted = |open: &str, close: &str| {
            columns.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(", ")
        };
        let (en, fr, list) = (quoted("\"", "\""), quoted("« ", " »"), quoted("\"", "\""));
        let (says, dit) = what.said();
        let (sentence, phrase) = match columns.len() {
            1 => (
                format!("the column {en} of {file} may say {says}, and is not read"),
                format!("la colonne {fr} de {file} peut dire {dit}, et n'est pas lue"),
            ),
            _ => (
                format!("the columns {en} of {file} may say {says}, and are not read"),
                format!("les colonnes {fr} de {file} peuvent dire {dit}, et ne sont pas lues"),
            ),
        };
        let finding = Diagnostic::new(code::input::COLUMN_UNREAD, sentence, phrase);
        let place = |name: &String| Place { column: Some(name.clone()), ..Place::file(file) };
        let ([name, nom], [option, par]) = match mapping {
            None => (["NAME", "NOM"], ["; --mapping NAME reads the list so", " ; --mapping NOM lit la liste ainsi"]),
            Some(name) => ([name.as_str(); 2], [""; 2]),
        };
        let (example, exemple) = what.example();
        columns.iter().map(place).fold(finding, Diagnostic::at).help(
            format!(
                "[import.{name}] of policy.toml says {example}, or that nothing depends on it: ignore = [{list}]{option}"
            ),
            format!(
                "[import.{nom}] dans policy.toml dit {exemple}, ou que rien n'en dépend : ignore = [{list}]{par}"
            ),
        )
    }
}
