//! `relance kpi`: the figures a desk is steered by.

use clap::{Args as ClapArgs, ValueEnum};

use super::exit::Exit;
use super::reading::load;
use super::terminal::ui::Ui;
use super::typed::common::Common;
use crate::engine::history::History;
use crate::engine::kpi::{self, By, Period, ResponseBy, ResponseQuestion};
use crate::engine::scoring;
use crate::output::reports::kpi::{Kpi, KpiCash, KpiExplain, KpiLate, KpiResponse};

/// How long sales stay unpaid, how late payers pay, how much is collected, how much hangs on a few debtors
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance kpi                             the twelve months that end today
  relance kpi --by month --format csv     month by month, so that a drift is seen
  relance kpi --by customer --months 6
  relance kpi --by level --within 10      what was paid within ten days of each level's notices, promises kept
  relance kpi --d441 --as-of 2025-12-31   late invoices at the close, for the management report (C. com. D441-6)
  relance kpi --cash                      what should come in, week by week
  relance kpi --explain                   each figure's formula with its numbers (docs/kpi.md)
  relance kpi -q --fail-if 'dso>60'       exit 1 when sales stay unpaid for more than 60 days")]
pub struct Args {
    /// One row per month, customer or segment; by level or channel, what notices bring
    #[arg(long, value_enum)]
    by: Option<ByName>,
    /// The calendar months to look at, the current one included
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// The cash expected week by week, from the expected date of each open item, and the least and most by then
    #[arg(long, conflicts_with_all = ["by", "months", "explain"])]
    cash: bool,
    /// Invoices issued, past their due date and unpaid on that day, by days late, for the management report; the year
    /// is that of --months
    #[arg(long, conflicts_with_all = ["by", "cash", "explain"])]
    d441: bool,
    /// With --by level or channel: within how many days of a notice a payment or promise counts [default: 15]
    #[arg(long, value_name = "DAYS", requires = "by", value_parser = clap::value_parser!(u32).range(1..=365))]
    within: Option<u32>,
    /// Show each figure's formula, in words and with its numbers
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ByName {
    Month,
    Customer,
    Segment,
    Level,
    Channel,
}

/// Within how many days of a notice a payment answers it, when nobody says it.
const WITHIN_DAYS: u32 = 15;

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes the figures.
///
/// # Errors
/// When the folder cannot be answered for, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common, ui)?;
    let wanted = |customer| desk.selection.has(customer);
    if args.cash {
        let history = History::new(&desk.ledger, desk.as_of);
        let scores = scoring::score(&desk.ledger, &desk.balances, &history, &desk.policy, wanted);
        return ui.report(&KpiCash { cash: &kpi::cash(&scores, &desk.balances, wanted), as_of: desk.as_of });
    }
    let by = match args.by {
        None => By::Portfolio,
        Some(ByName::Month) => By::Month,
        Some(ByName::Customer) => By::Customer,
        Some(ByName::Segment) => By::Segment,
        Some(ByName::Level) => return response(args, ResponseBy::Level, &desk, ui),
        Some(ByName::Channel) => return response(args, ResponseBy::Channel, &desk, ui),
    };
    let earlier = |day| load::allocated(&args.common.files, &desk.ledger, &desk.policy, day).balances;
    let kpis = kpi::kpis(&desk.ledger, &desk.balances, &desk.policy, (by, args.months), wanted, earlier);
    if args.d441 {
        let history = History::new(&desk.ledger, desk.as_of);
        let tables = kpi::late_invoices(&desk.ledger, &desk.balances, &history, &kpis.totals, wanted);
        return ui.report(&KpiLate { tables: &tables, year: kpis.period, by_law: desk.policy.terms.by_law });
    }
    let kpi = Kpi { ledger: &desk.ledger, rules: &desk.policy.kpi, kpis: &kpis };
    if args.explain {
        return ui.report(&KpiExplain { kpi, lang: ui.lang() });
    }
    ui.report(&kpi)
}

/// Writes what notices bring.
fn response(args: &Args, by: ResponseBy, desk: &load::Desk, ui: &mut Ui) -> anyhow::Result<Exit> {
    let period = Period::months_up_to(desk.as_of, args.months);
    let question = ResponseQuestion { by, period, within: args.within.unwrap_or(WITHIN_DAYS) };
    let history = History::new(&desk.ledger, desk.as_of);
    let wanted = |customer| desk.selection.has(customer);
    let responses = kpi::responses(&desk.ledger, &desk.balances, &desk.policy, &history, question, wanted);
    ui.report(&KpiResponse { responses: &responses, policy: &desk.policy })
}
