//! `relance history`: all that happened with one customer, day by day, with the ids that `undo` takes.

use clap::Args as ClapArgs;

use super::exit::Exit;
use super::reading::load;
use super::terminal::ui::Ui;
use super::typed::common::Common;
use super::typed::whom;
use crate::engine::history::dated::history_of;
use crate::output::reports::history::CustomerHistory;

/// All that happened with one customer: invoices, money, notices, calls, promises, letters
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
What was taken back is shown with the day of the undo. An event is taken back by `relance record undo ID`, a payment by
`relance record return ID`.

Examples:
  relance history C-0014
  relance history FA-2026-0048             the customer of that invoice
  relance history C-0014 --as-of -30d --format csv")]
pub struct Args {
    /// The customer, or one of his invoices
    #[arg(value_name = "CUSTOMER")]
    whom: String,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes what happened up to the day.
///
/// # Errors
/// When the folder cannot be answered for, knows no such customer, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common, ui)?;
    let ledger = &desk.ledger;
    let of_invoice = || {
        let number = ledger.find_number(&args.whom)?;
        ledger.rows_of(number).next().map(|row| ledger.invoice(row).customer)
    };
    let Some(customer) = ledger.find_customer(&args.whom).or_else(of_invoice) else {
        return Err(ui.refuse(vec![whom::unknown(&args.whom, "relance history", ledger, whom::IDS)]).into());
    };
    let grace = desk.policy.default_procedure().promise_grace_days;
    let happened = history_of(ledger, &desk.balances, customer, grace);
    ui.report(&CustomerHistory {
        ledger,
        balances: &desk.balances,
        policy: &desk.policy,
        customer,
        happened: &happened,
    })
}
