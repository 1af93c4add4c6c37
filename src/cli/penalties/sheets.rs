//! `penalties --sheet DIR`: a computation sheet for each customer who is or was late.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::delivery::{self, Kind, Manner};
use super::super::exit::Exit;
use super::super::files::Durability;
use super::super::letters::{look, wording};
use super::super::load::{self, Desk};
use super::super::outbox::{Document, Outbox, Overwrite};
use super::super::paper::Press;
use super::super::ui::Ui;
use crate::diag::code;
use crate::engine::penalties::Penalties;
use crate::law::rates::Rates;
use crate::model::CustomerId;
use crate::output::statement::document::Head;
use crate::output::statement::{self, Sheet};

const SHEETS: Kind = Kind {
    names: ("sheets", "décomptes"),
    agreement: "s",
    differ: code::penalties::SHEETS_DIFFER,
    elsewhere: "--sheet",
    ends: &[".md", ".html", ".pdf"],
    lists: 0,
};

/// Writes the sheets, all of them drawn up before the first is written.
///
/// # Errors
/// [`Exit::CouldNotRun`] when other sheets are in the way or the file system refuses; said already.
pub fn write(
    out: &Path,
    folder: &Path,
    overwrite: Overwrite,
    desk: &Desk,
    penalties: &Penalties<'_>,
    rates: &Rates,
    ui: &mut Ui,
) -> Result<(), Exit> {
    let mut other = desk.policy.clone();
    other.penalties.imputation = other.penalties.imputation.other();
    let balances = load::balances_under(desk, &other, rates);
    let other = Penalties::new(&desk.ledger, &balances, &other, rates);
    let (design, faults) = look::faces(&wording::Root::of(None, folder), &desk.policy);
    if !faults.is_empty() {
        ui.findings(faults);
        return Err(Exit::CouldNotRun);
    }
    let customers = desk.selection.among(desk.ledger.customer_ids());
    let sheets: Vec<(CustomerId, Sheet)> =
        customers.filter_map(|customer| Some((customer, statement::sheet(penalties, &other, customer)?))).collect();
    let head = |customer: CustomerId| Head::of(&desk.ledger, &desk.policy, customer);
    let papers: Vec<_> = sheets.iter().map(|(customer, sheet)| (&sheet.document, head(*customer))).collect();
    let mut press = Press::new(&design, desk.as_of);
    let pdfs = press.documents(&papers, ui);
    ui.findings(press.findings());
    let mut documents: Vec<Document> = Vec::new();
    for ((_, sheet), pdf) in sheets.iter().zip(pdfs) {
        documents.push((format!("{}.html", sheet.stem), sheet.document.to_html().into_bytes()));
        documents.push((format!("{}.md", sheet.stem), sheet.document.to_markdown().into_bytes()));
        documents.extend(pdf.map(|bytes| (format!("{}.pdf", sheet.stem), bytes)));
    }
    let manner = Manner { overwrite, durability: Durability::Cached, beside: &BTreeSet::new() };
    let outbox = if documents.is_empty() { Outbox::untouched(out) } else { delivery::open(out, &SHEETS, ui)? };
    delivery::deliver(outbox, &documents, &SHEETS, manner, ui)
}
