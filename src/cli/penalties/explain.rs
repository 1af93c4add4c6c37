//! `penalties --explain INVOICE`: how the penalties of one invoice come about.

use super::super::exit::Exit;
use crate::cli::reading::load::Desk;
use crate::cli::terminal::ui::Ui;
use crate::cli::typed::common::FormatName;
use crate::cli::typed::names;
use crate::diag::{Diagnostic, code, nearest};
use crate::engine::penalties::Penalties;
use crate::model::{Selection, visible};
use crate::output::statement;

/// Writes the derivation of an invoice, instalment by instalment.
///
/// # Errors
/// When the folder has no such invoice, a rate is missing, or the text cannot be written.
pub fn run(
    number: &str,
    format: FormatName,
    desk: &Desk,
    penalties: &Penalties<'_>,
    ui: &mut Ui,
) -> anyhow::Result<Exit> {
    if format != FormatName::Table {
        let finding = Diagnostic::new(
            code::penalties::EXPLAIN_FORMAT,
            "--explain gives sentences for people, not rows",
            "--explain donne des phrases pour un lecteur, non des lignes",
        );
        return Ok(ui.refuse(vec![finding.help(
            "--pieces --format csv and --format json give the same figures",
            "--pieces --format csv et --format json donnent les mêmes chiffres",
        )]));
    }
    let ledger = &desk.ledger;
    let rows = ledger.find_number(number).into_iter().flat_map(|number| ledger.rows_of(number));
    let Some(first) = rows.clone().next() else {
        return Ok(ui.refuse(vec![unknown(number, desk)]));
    };
    let obstacles = penalties.obstacles_of(rows.clone());
    if !obstacles.is_empty() {
        ui.findings(obstacles);
        if !desk.keeps_going {
            return Ok(Exit::CouldNotRun);
        }
        ui.note_found();
    }
    let selection = Selection::only([ledger.invoice(first).customer]);
    ui.findings(penalties.warnings(&selection));
    ui.findings(names::levels_unread(ledger, &desk.policy, desk.as_of, &penalties.unread_notices(&selection)));
    let names = statement::FileNames::new(desk.files.iter().map(|(role, file)| (*role, file.name.clone())));
    let derived = rows.filter_map(|row| penalties.derive(row).ok());
    let texts: Vec<String> =
        derived.map(|derivation| statement::explain(penalties, &derivation, &names, ui.lang()).to_text()).collect();
    ui.text(&texts.join("\n\n"))
}

fn unknown(number: &str, desk: &Desk) -> Diagnostic {
    let shown = visible::visible(number);
    let finding = Diagnostic::new(
        code::cli::INVOICE_OPTION,
        format!("--explain {shown}: the folder knows no such invoice"),
        format!("--explain {shown} : cette facture est inconnue du dossier"),
    );
    let known = desk.ledger.invoices().iter().map(|invoice| desk.ledger.number(invoice.number));
    match nearest(number, known) {
        Some(close) => finding.help(format!("did you mean {close}?"), format!("vouliez-vous dire {close} ?")),
        None => {
            finding.help("numbers are those of the column invoice_id", "les numéros sont ceux de la colonne invoice_id")
        }
    }
}
