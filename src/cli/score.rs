//! `relance score`: how good a payer each customer is, and how much credit he has.

use clap::Args as ClapArgs;

use super::common::{Common, FormatName};
use super::exit::Exit;
use super::load;
use super::ui::Ui;
use crate::engine::history::History;
use crate::engine::scoring;
use crate::output::reports::score::{Factors, Score, ScoreInvoices};

/// How good a payer each customer is, and how much credit he has
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance score                           the folder you are in, today
  relance score --explain --customer C014 how one customer's points come about
  relance score --invoices --format csv   probability and expected date of each open item
  relance score -q --fail-if verdict=block")]
pub struct Args {
    /// One row per open item: probability of late payment and expected date
    #[arg(long)]
    invoices: bool,
    /// Say how the points of each factor come about; JSON always does
    #[arg(long, conflicts_with = "invoices")]
    explain: bool,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.common.speech).answering(&self.common.answer)
    }
}

/// Writes the scores. The portfolio that they are shrunk towards is that of all customers, also with `--customer`.
///
/// # Errors
/// When the folder cannot be answered for, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common, ui)?;
    let history = History::new(&desk.ledger, desk.as_of);
    let wanted = |customer| desk.selection.has(customer);
    let scores = scoring::score(&desk.ledger, &desk.balances, &history, &desk.policy, wanted);
    if args.invoices {
        return ui.report(&ScoreInvoices { scores: &scores });
    }
    let factors = match (args.common.answer.shape.format, args.explain) {
        (FormatName::Json, _) => Factors::List,
        (_, true) => Factors::Sentences,
        (_, false) => Factors::Hidden,
    };
    ui.report(&Score { scores: &scores, lang: ui.lang(), factors })
}
