//! `relance report`: the desk on one HTML page.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::common::{Answer, Common, Files, Shape, Speech};
use super::day;
use super::exit::Exit;
use super::load;
use super::ui::Ui;
use crate::engine::history::History;
use crate::engine::kpi::{self, By};
use crate::engine::{ageing, planning, scoring};
use crate::model::{Bilingual, Date};
use crate::output::dashboard::Dashboard;

/// How many months the page looks back, the current one included.
const MONTHS: u32 = 12;

/// The desk on one HTML page: aged balance, drift, riskiest customers, cash expected, what to do today
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
The page is one file that asks for nothing from outside: it can be mailed, printed on A4, kept.

Examples:
  relance report --output desk.html
  relance report -C examples/atelier-moreau --as-of 2026-11-20 --output desk.html")]
pub struct Args {
    /// The day to answer for; nothing dated later has happened [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true, help_heading = "Answer")]
    as_of: Option<Date>,
    /// Only this customer; may be given several times
    #[arg(long, value_name = "ID", help_heading = "Answer")]
    customer: Vec<String>,
    /// Write the page to this file instead of stdout
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    output: Option<PathBuf>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).writing(&self.shape())
    }

    fn shape(&self) -> Shape {
        Shape { format: None, csv: None, output: self.output.clone() }
    }
}

/// Writes the page.
///
/// # Errors
/// When the folder cannot be answered for, or the page cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let answer =
        Answer { as_of: args.as_of, customer: args.customer.clone(), shape: args.shape(), fail_if: Vec::new() };
    let common = Common { answer, files: args.files.clone(), speech: args.speech.clone() };
    let desk = load::desk(&common, ui)?;
    let wanted = |customer| desk.selection.has(customer);
    let lang = ui.lang();
    let page = ui.working(&Bilingual::new("computing", "calcul"), || {
        let (ledger, balances, policy) = (&desk.ledger, &desk.balances, &desk.policy);
        let history = History::new(ledger, desk.as_of);
        let scores = scoring::score(ledger, balances, &history, policy, wanted);
        Dashboard {
            ledger,
            policy,
            balance: &ageing::aged_balance(ledger, balances, &policy.ageing, wanted),
            months: &kpi::kpis(ledger, balances, policy, (By::Month, MONTHS), wanted),
            scores: &scores,
            cash: &kpi::cash(&scores, balances, wanted),
            plan: &planning::plan(ledger, balances, policy, &desk.selection),
            as_of: desk.as_of,
            lang,
        }
        .to_html()
    });
    ui.text(&page)
}
