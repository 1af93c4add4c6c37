//! The words of a list that was read and that nobody knows: the table in which a person says what they mean.

use std::collections::BTreeSet;

use super::aliases::name::Name;
use super::aliases::{MOST_KINDS, Words};
use super::header::By;
use super::layout::Layout;
use super::receipts::STATES;
use super::statuses::Status;
use super::{Gathering, is_facts, kinds, proposal, receipt_words};
use crate::diag::{Diagnostic, Place, code};
use crate::input::columns::Column;
use crate::input::header::same;
use crate::input::list::{self, ListRows, Part, meant};
use crate::input::words::{self, INVOICE_KINDS, PAYMENT_KINDS};
use crate::model::{FileRole, PaymentKind};

impl Gathering<'_> {
    /// Proposes the table of the words that are not known, where rows are refused for them: behind the first `before`
    /// findings, or for their kinds when they join the folder.
    pub(super) fn ask_for_words(&mut self, before: usize, parts: &[Part], found: &ListRows) {
        if matches!(self.layout.by, By::Person) {
            return;
        }
        let has_unknown_state =
            self.incoming.findings[before..].iter().any(|one| one.code == code::input::WORD_UNKNOWN);
        if !has_unknown_state && !has_unknown_kinds(parts, found) {
            return;
        }
        let mapping = &self.layout.mapping;
        let is_of_invoices = mapping.targets.contains_key(&FileRole::Invoices);
        let role = if is_of_invoices { FileRole::Invoices } else { FileRole::Payments };
        let kind = mapping.targets.get(&role).and_then(|target| target.source(Column::Kind)?.name());
        let status = mapping.facts.source(Column::Status).and_then(|from| from.name());
        let (mut asked, mut ignore) = (Words::default(), Vec::new());
        if let Some(column) = kind {
            // A payment among invoices is none of their kinds: what to do is said where it is refused.
            let is_payment = |word: &str| words::find(PAYMENT_KINDS, word) == Some(PaymentKind::Payment);
            let is_known = |word: &str| is_kind(role, word) || is_payment(word);
            let unknown = unknown(self.layout, column, is_known);
            if unknown.len() > MOST_KINDS {
                ignore.push(column.to_owned());
                self.incoming.findings.push(no_kinds(&self.incoming.lists[self.at as usize], column, unknown.len()));
                self.incoming.is_unusable = true;
            } else {
                let known = if is_of_invoices { words::known(INVOICE_KINDS) } else { words::known(PAYMENT_KINDS) };
                asked.ask(column, known, unknown);
            }
        }
        if let Some(column) = status.filter(|_| is_of_invoices) {
            let name = Name::of(column);
            let is_known = |word: &str| Status::of(word).or_else(|| Status::answered(word, &name)).is_some();
            asked.ask(column, Status::known(), unknown(self.layout, column, is_known));
        } else if let Some(column) = status {
            asked.ask(
                column,
                STATES.to_owned(),
                unknown(self.layout, column, |word| receipt_words::state(word).is_some()),
            );
        }
        self.incoming.proposals.extend(proposal::of_words(&self.layout.words_table, &asked, &ignore));
    }
}

/// Says that a column of so many texts does not tell what documents are.
fn no_kinds(file: &str, column: &str, count: usize) -> Diagnostic {
    Diagnostic::new(
        code::input::WORD_UNKNOWN,
        format!("\"{column}\" of {file} holds {count} texts that are not known: it is hardly the kind of the documents"),
        format!("« {column} » de {file} contient {count} textes inconnus : ce n'est guère le type des pièces"),
    )
    .at(Place { column: Some(column.to_owned()), ..Place::file(file) })
    .help(
        "the table below leaves it unread; if it tells some of the documents, a table of its values says which: \
         \"Credit*\" = \"credit_note\" for texts that begin so, \"*\" = \"\" for all others",
        "la table ci-dessous la laisse de côté ; si elle dit ce que sont certaines pièces, une table de ses valeurs dit \
         lesquelles : \"Avoir*\" = \"credit_note\" pour les textes qui commencent ainsi, \"*\" = \"\" pour tous les autres",
    )
}

/// Tells whether a word is one of ours, or French for one.
fn is_kind(role: FileRole, word: &str) -> bool {
    match role {
        FileRole::Invoices => kinds::is_own(word),
        _ => words::find(PAYMENT_KINDS, word).is_some(),
    }
}

/// Tells whether a row is of a kind that is none.
fn has_unknown_kinds(parts: &[Part], found: &ListRows) -> bool {
    let is_of_kinds = |part: &Part| part.role != FileRole::Customers && !is_facts(part);
    parts.iter().zip(&found.parts).filter(|(part, _)| is_of_kinds(part)).any(|(part, rows)| {
        let mut known = "";
        rows.iter().any(|row| {
            let kind = row.get(Column::Kind);
            let is_known = kind.is_empty() || kind == known || is_kind(part.role, kind);
            known = kind;
            !is_known
        })
    })
}

/// Returns the texts of a column that neither its mapping nor anybody knows, of rows that are taken.
fn unknown(layout: &Layout, column: &str, is_known: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let words = layout.mapping.values.iter().find(|(known, _)| same(known, column)).map(|(_, words)| words);
    let is_meant = |text: &str| words.is_some_and(|words| meant(text, words).is_some());
    let is_one = |words: &[String], text: &str| words.iter().any(|word| same(word, text));
    let filters = || layout.mapping.filters.iter().filter(|filter| same(&filter.column, column));
    let is_taken = |text: &str| {
        filters()
            .all(|filter| (filter.takes.is_empty() || is_one(&filter.takes, text)) && !is_one(&filter.leaves, text))
    };
    let texts = list::texts(&layout.table, layout.lines_before, layout.declared, column);
    texts.into_iter().filter(|text| !is_meant(text) && is_taken(text) && !is_known(text)).collect()
}
