//! `relance penalties`: what late payment costs the debtor.

mod explain;
mod sheets;

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::exit::Exit;
use super::papers::outbox::Overwrite;
use super::rates;
use super::reading::load;
use super::terminal::ui::Ui;
use super::typed::common::Common;
use super::typed::day;
use super::typed::names;
use crate::engine::penalties::Penalties;
use crate::model::Date;
use crate::output::reports::penalties::{PenaltyReport, PieceReport, WithPieces};

/// What late payment costs: interest by piece, recovery indemnity, totals
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance penalties                       every invoice that was or is late, today
  relance penalties -C examples/atelier-moreau --as-of 2026-03-31 --customer C-0005
  relance penalties --pieces              each run of days with its base, rate and article
  relance penalties --format json         rows with their pieces
  relance penalties --explain FA-2026-0005  from the invoice's line to the total, step by step
  relance penalties --sheet out --customer C-0014

A rate that is missing can be added in the folder: rates/ecb-main-refinancing.csv, rates/fr-legal-interest.csv.")]
pub struct Args {
    /// One row per piece of interest
    #[arg(long)]
    pieces: bool,
    /// How the penalties of this invoice come about, in sentences and figures
    #[arg(long, value_name = "INVOICE", conflicts_with_all = ["pieces", "sheet", "customer", "fail_if"])]
    explain: Option<String>,
    /// Write a computation sheet per customer into this folder too, as PDF, HTML and Markdown
    #[arg(long, value_name = "DIR")]
    sheet: Option<PathBuf>,
    /// Replace sheets of the same name that hold something else
    #[arg(long, requires = "sheet")]
    force: bool,
    /// Continue the last known official rates up to this day, and mark what rests on them
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true)]
    assume_rate_until: Option<Date>,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes what late payment costs, once every rate that it needs is known.
///
/// # Errors
/// When the folder cannot be answered for, a rate is missing, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common, ui)?;
    let (mut rates, _) = rates::of_folder(&args.common.files, &desk.policy, ui)?;
    if let Some(until) = args.assume_rate_until {
        rates.assume_until(until);
    }
    let penalties = Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &rates);
    if let Some(number) = &args.explain {
        return explain::run(number, args.common.answer.shape.format(), &desk, &penalties, ui);
    }
    let obstacles = penalties.obstacles(&desk.selection);
    if !obstacles.is_empty() {
        ui.findings(obstacles);
        if !args.common.files.keep_going {
            return Ok(Exit::CouldNotRun);
        }
        ui.note_found();
    }
    ui.findings(penalties.warnings(&desk.selection));
    let unread = penalties.unread_notices(&desk.selection);
    ui.findings(names::levels_unread(&desk.ledger, &desk.policy, desk.as_of, &unread));
    if let Some(out) = &args.sheet {
        let overwrite = if args.force { Overwrite::Asked } else { Overwrite::Never };
        sheets::write(out, &args.common.files.folder, overwrite, &desk, &penalties, &rates, ui)?;
    }
    let (penalties, selection) = (&penalties, &desk.selection);
    if args.pieces {
        return ui.report(&PieceReport { penalties, selection });
    }
    let pieces = if args.common.answer.shape.format().has_lists() { WithPieces::Listed } else { WithPieces::Omitted };
    ui.report(&PenaltyReport { penalties, selection, pieces })
}
