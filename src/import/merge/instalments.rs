//! Invoices that one side has whole and the other in instalments: beside each other they would count twice.

use std::collections::BTreeMap;

use super::Merger;
use super::old::Old;
use crate::diag::{Diagnostic, code};
use crate::input::columns::Column;
use crate::model::FileRole;

/// How many rows are shown.
const SHOWN: usize = 4;

impl Merger<'_> {
    /// Returns the rows of invoices that one list has whole and another one in instalments, those of each together.
    pub(super) fn whole_and_in_instalments(&self, is_left_out: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
        let rows = &self.incoming.rows;
        let is_one_list = || self.incoming.places.iter().all(|place| place.0 == self.incoming.places[0].0);
        if self.role != FileRole::Invoices || !rows.columns().contains(&Column::Instalment) || is_one_list() {
            return Vec::new();
        }
        let list = |row: usize| self.incoming.places[row].0;
        let mut of_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for row in (0..rows.len()).filter(|&row| !is_left_out(row)) {
            of_number.entry(rows.row(row).get(Column::InvoiceId)).or_default().push(row);
        }
        let is_whole = |row: &&usize| rows.row(**row).get(Column::Instalment).is_empty();
        let is_told_twice = |theirs: &Vec<usize>| {
            let (whole, parts): (Vec<&usize>, Vec<&usize>) = theirs.iter().partition(is_whole);
            whole.iter().any(|&&one| parts.iter().any(|&&part| list(one) != list(part)))
        };
        of_number.into_values().filter(is_told_twice).collect()
    }

    /// Says that lists have an invoice in both ways.
    pub(super) fn told_twice(&self, rows: &[usize]) -> Diagnostic {
        let (en, fr) = self.subject(rows[0]);
        let finding = Diagnostic::new(
            code::import::ROWS_DISAGREE,
            format!("one file has {en} whole, and another in instalments: it would count twice"),
            format!("un fichier a {fr} en entier, un autre en échéances : elle compterait deux fois"),
        );
        let places = rows.iter().map(|&row| self.incoming.place(self.lists, row, Some(Column::InvoiceId)));
        places.take(SHOWN).fold(finding, Diagnostic::at).help(
            "import the one that has the instalments; it is the invoice as well",
            "n'importer que celui qui a les échéances : elles font la facture",
        )
    }

    /// Says that the folder has an invoice in instalments, which a row of it as a whole contradicts.
    pub(super) fn in_instalments(
        &self,
        row: usize,
        differing: &[Column],
        (old, parts): (&Old<'_>, &[usize]),
    ) -> Diagnostic {
        let (en, fr) = self.subject(row);
        let (names, count) = (self.names(differing), parts.len());
        let column = differing.first().copied().unwrap_or(Column::Amount);
        Diagnostic::new(
            code::write::ID_CONFLICT,
            format!("{en} is in the folder already, in instalments ({count}), with other content: {names}"),
            format!("{fr} est déjà dans le dossier, en échéances ({count}), avec un autre contenu : {names}"),
        )
        .at(self.incoming.place(self.lists, row, Some(column)))
        .at(old.file.place(old.lines[parts[0]], column))
        .help(
            "if the invoice changed, correct its instalments in invoices.csv; if the list has a row for each, a mapping of \
             policy.toml names the column of their numbers (instalment = \"...\")",
            "si la facture a changé, corriger ses échéances dans invoices.csv ; si la liste a une ligne pour chacune, une \
             correspondance de policy.toml nomme la colonne de leurs numéros (instalment = \"...\")",
        )
    }

    /// Says that the folder has whole an invoice of which a row is an instalment.
    pub(super) fn whole_there(&self, row: usize, (old, whole): (&Old<'_>, usize)) -> Diagnostic {
        let (en, fr) = self.subject(row);
        Diagnostic::new(
            code::write::ID_CONFLICT,
            format!("{en} is in the folder already as a whole: beside that its instalments would count twice"),
            format!("{fr} est déjà en entier dans le dossier : à côté, ses échéances compteraient deux fois"),
        )
        .at(self.incoming.place(self.lists, row, Some(Column::Instalment)))
        .at(old.file.place(old.lines[whole], Column::InvoiceId))
        .help(
            "take that row out of invoices.csv, then import again: what was paid on the invoice stays with it",
            "ôter cette ligne de invoices.csv, puis refaire l'import : ce qui a été payé sur la facture lui reste",
        )
    }
}

/// Says how to go on where two rows of one invoice differ in these columns: of two due dates, they may be instalments;
/// of two days of issue or two customers, two invoices.
pub(in crate::import) fn told_apart(finding: Diagnostic, differing: &[Column]) -> Diagnostic {
    let are_two = differing.contains(&Column::IssueDate) || differing.contains(&Column::CustomerId);
    if !differing.contains(&Column::DueDate) || are_two {
        return finding.help(
            "make both rows say the same where the list comes from, or give each an id of its own if they are two",
            "faire dire la même chose aux deux lignes là d'où vient la liste, ou donner à chacune son propre numéro ou code si \
             ce sont deux choses",
        );
    }
    finding.help(
        "if these are instalments, a mapping of the policy says so: instalment = \"the column of their number\", and amount = \
         \"the column of what falls due on each day\"",
        "si ce sont des échéances, une correspondance de la politique le dit : instalment = \"la colonne de leur numéro\", et \
         amount = \"la colonne de ce qui échoit à chaque date\"",
    )
}
