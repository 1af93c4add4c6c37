//! What an import tells when it is over: what became of each file that was given and of each of the folder's.

use std::collections::BTreeMap;

use super::super::exit::Exit;
use super::attempt::Attempt;
use super::found::Found;
use crate::cli::suspense::posting::Posted;
use crate::cli::terminal::ui::Ui;
use crate::diag::Diagnostic;
use crate::import::control;
use crate::import::merge::Fate;
use crate::input::columns::Column;
use crate::model::{Amount, Bilingual, Currency, FileRole, Ledger};
use crate::output::reports::import::{ImportedFile, ImportedSource, Skipped};

/// Says why nothing is written: what the files are, what was found, and the mapping that would help.
pub fn refuse(attempt: &Attempt<'_>, findings: Vec<Diagnostic>, ui: &mut Ui) -> Exit {
    sources(attempt).iter().filter(|source| source.read > 0).for_each(|source| ui.say(&source.line()));
    ui.findings(findings);
    for table in &attempt.incoming.proposals {
        ui.say(&Bilingual::new(
            format!("complete this table and put it into policy.toml:\n\n{table}\n"),
            format!("compléter cette table et la mettre dans policy.toml :\n\n{table}\n"),
        ));
    }
    Exit::CouldNotRun
}

/// Returns what is told of each file, now that it is known which rows were taken.
pub fn sources(attempt: &Attempt<'_>) -> Vec<ImportedSource> {
    let mut refused = attempt.incoming.refused.clone();
    for (role, merged) in &attempt.merged {
        let places = &attempt.incoming.files[role].places;
        refused.extend(merged.rows(Fate::Refused).map(|row| places[row]));
    }
    let sources = attempt.incoming.sources.iter().enumerate();
    sources
        .map(|(list, source)| {
            let left_out: usize = source.left_out.iter().map(|(_, count)| count).sum();
            let refused = refused.iter().filter(|(known, _)| *known as usize == list).count();
            ImportedSource {
                file: source.file.clone(),
                kind: source.kind.map(|kind| (kind.word(), kind.name())),
                format: source.format.clone(),
                encoding: source.encoding.clone(),
                days: source.days,
                read: source.read,
                taken: source.read.saturating_sub(left_out + refused),
                left_out: source.left_out.iter().map(|(why, count)| (why.reason, why.words.clone(), *count)).collect(),
                refused,
                choices: source.choices.clone(),
            }
        })
        .collect()
}

/// Returns what became of one file: a receipt that was posted is a row of `payments.csv`, not one that waits.
pub fn file(role: FileRole, attempt: &Attempt<'_>, posted: &Posted) -> Option<ImportedFile> {
    let found = attempt.incoming.files.get(&role).zip(attempt.merged.get(&role));
    let mut file = ImportedFile { file: role.file_name(), ..ImportedFile::default() };
    if let Some((incoming, merged)) = found {
        let skipped = [(Skipped::NotPaid, incoming.skipped), (Skipped::Repeated, merged.count(Fate::Repeated))];
        file.added = merged.count(Fate::Added);
        file.unchanged = merged.count(Fate::Unchanged);
        file.updated = merged.count(Fate::Updated);
        file.removed = merged.changes.removed_lines.len();
        file.refused = merged.count(Fate::Refused) + incoming.refused.len();
        file.skipped = skipped.into_iter().filter(|(_, count)| *count > 0).collect();
        if role == FileRole::Suspense {
            let added = merged.rows(Fate::Added).map(|row| incoming.rows.row(row).get(Column::PaymentId));
            file.added = added.filter(|id| !posted.is_booked(id)).count();
        }
    }
    if role == FileRole::Payments {
        file.added += posted.rows;
    }
    (found.is_some() || file.added > 0).then_some(file)
}

/// Returns what the rows that were taken invoice and pay, by currency.
pub fn totals(attempt: &Attempt<'_>, ledger: &Ledger, found: &Found<'_>) -> BTreeMap<Currency, (Amount, Amount)> {
    let taken = |role: FileRole| {
        let fates = attempt.merged.get(&role).map_or(&[][..], |merged| &merged.fates);
        let rows = (0..).zip(fates);
        rows.filter(|(_, fate)| matches!(fate, Fate::Added | Fate::Unchanged | Fate::Updated)).map(|(row, _)| row)
    };
    let items = taken(FileRole::Invoices).flat_map(|row| found.items(row));
    let payments = taken(FileRole::Payments).filter_map(|row| found.payment(row));
    let sums = control::totals(ledger, items, payments);
    sums.into_iter().map(|(currency, sums)| (currency, (sums.invoiced, sums.paid))).collect()
}
