//! `penalties --sheet DIR`: a computation sheet for each customer who is or was late.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::delivery::{self, Kind, Manner};
use super::super::exit::Exit;
use super::super::files::Durability;
use super::super::load::Desk;
use super::super::outbox::{Document, Overwrite};
use super::super::ui::Ui;
use crate::diag::code;
use crate::engine::penalties::Penalties;
use crate::law::rates::Rates;
use crate::output::statement;

const SHEETS: Kind = Kind {
    names: ("sheets", "décomptes"),
    agreement: "s",
    differ: code::penalties::SHEETS_DIFFER,
    elsewhere: "--sheet",
    ends: &[".md", ".html"],
    lists: 0,
};

/// Writes the sheets, all of them drawn up before the first is written.
///
/// # Errors
/// [`Exit::CouldNotRun`] when other sheets are in the way or the file system refuses; said already.
pub fn write(
    out: &Path,
    overwrite: Overwrite,
    desk: &Desk,
    penalties: &Penalties<'_>,
    rates: &Rates,
    ui: &mut Ui,
) -> Result<(), Exit> {
    let mut other = desk.policy.clone();
    other.penalties.imputation = other.penalties.imputation.other();
    let other = Penalties::new(&desk.ledger, &desk.balances, &other, rates);
    let mut documents: Vec<Document> = Vec::new();
    for customer in desk.selection.among(desk.ledger.customer_ids()) {
        if let Some(sheet) = statement::sheet(penalties, &other, customer) {
            documents.push((format!("{}.html", sheet.stem), sheet.document.to_html().into_bytes()));
            documents.push((format!("{}.md", sheet.stem), sheet.document.to_markdown().into_bytes()));
        }
    }
    let manner = Manner { overwrite, durability: Durability::Cached, beside: &BTreeSet::new() };
    delivery::deliver(out, &documents, &SHEETS, manner, ui)
}
