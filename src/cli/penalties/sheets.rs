//! `penalties --sheet DIR`: a computation sheet for each customer who is or was late.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::exit::Exit;
use super::super::letters::{look, wording};
use crate::cli::disk::files::Durability;
use crate::cli::papers::delivery::{self, Kind, Manner};
use crate::cli::papers::outbox::{Outbox, Overwrite};
use crate::cli::papers::paper::Press;
use crate::cli::papers::tray::Tray;
use crate::cli::reading::load::{self, Desk};
use crate::cli::terminal::ui::Ui;
use crate::diag::{Diagnostic, code};
use crate::engine::penalties::Penalties;
use crate::law::rates::Rates;
use crate::letter::run::files::Output;
use crate::model::cores::{cores, each};
use crate::model::{Bilingual, CustomerId};
use crate::output::statement::document::Head;
use crate::output::statement::{self, Sheet};

const SHEETS: Kind = Kind {
    names: ("sheets", "décomptes"),
    agreement: "s",
    differ: code::penalties::SHEETS_DIFFER,
    elsewhere: "--sheet",
    ends: &[".md", ".html", ".pdf", ".csv"],
    lists: 0,
};

/// How many customers each core takes before their sheets are handed over.
const ROUND: usize = 16;

/// Writes the sheets, all of them drawn up before the first gets its place.
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
        return Err(ui.refuse(faults));
    }
    let mut tray = Tray::new(out, Durability::Cached);
    let mut press = Press::new(&design, desk.as_of);
    let what = Bilingual::new("setting the sheets", "composition des décomptes");
    let customers: Vec<CustomerId> = desk.selection.among(desk.ledger.customer_ids()).collect();
    let set = ui.working(&what, || {
        for round in customers.chunks(ROUND * cores()) {
            let sheets = each(round, |&customer| {
                let sheet = statement::sheet(penalties, &other, customer)?;
                let Sheet { stem, document } = sheet;
                let html = Output::new(format!("{stem}.html"), document.to_html());
                let markdown = Output::new(format!("{stem}.md"), document.to_markdown());
                let (document, tables) = document.on_paper(&stem);
                let set = press.set(&document, &Head::of(&desk.ledger, &desk.policy, customer));
                let tables = tables.into_iter().map(|(name, bytes)| Output::new(name, bytes));
                Some(([html, markdown].into_iter().chain(tables).collect(), format!("{stem}.pdf"), set))
            });
            for (files, name, set) in sheets.into_iter().flatten() {
                let files: Vec<Output> = files;
                let pdf = press.kept(set).map(|bytes| Output::new(name, bytes));
                files.into_iter().chain(pdf).try_for_each(|file| delivery::take(&mut tray, file, &SHEETS))?;
            }
        }
        Ok(())
    });
    ui.findings(press.findings());
    set.map_err(|finding: Box<Diagnostic>| ui.refuse(vec![*finding]))?;
    let is_any = !tray.documents().is_empty();
    let outbox = if is_any { delivery::open(out, &SHEETS, ui)? } else { Outbox::untouched(out) };
    delivery::deliver(outbox, tray, &SHEETS, Manner { overwrite, beside: &BTreeSet::new() }, ui)
}
