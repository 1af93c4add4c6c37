//! `relance plan`: what to do today about each open item, and why, or why not.

mod diff;

use clap::Args as ClapArgs;

use super::exit::Exit;
use super::papers::unrecorded;
use super::rates;
use super::reading::load;
use super::terminal::ui::Ui;
use super::typed::common::{Chasing, Common, FormatName};
use super::typed::names;
use crate::engine::history::{declared_without_judgment, over_indebted_in_business};
use crate::engine::penalties::Penalties;
use crate::engine::planning::{self, forecast::forecast, work_list::work_list};
use crate::output::reports::plan::forecast::PlanForecast;
use crate::output::reports::plan::work_list::WorkList;
use crate::output::reports::plan::{PlanReport, Sentences};

/// What to do today about each open item, and why, or why not
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance plan                              the folder you are in, today
  relance plan -C examples/atelier-moreau --as-of 2026-03-31
  relance plan -v                           with the sentence also of what waits for its day
  relance plan --customer C-0014 --lang en  one customer, in English
  relance plan --format json                every key, with the other reasons under `also`
  relance plan -q --fail-if reason=due      exit 1 when there is something to do
  relance plan --as-of 2026-03-31 --diff 2026-04-15    what changes between two days
  relance plan --diff fr-b2b-strict         what changes under another policy
  relance plan --forecast 14                what comes due in the next two weeks
  relance plan --forecast 30 --format ics --output relance.ics    the same for a calendar
  relance plan --work-list                  whom to call, and what to say")]
pub struct Args {
    /// Show what changes: between two days, or under another policy (a built-in one's name, or a file)
    #[arg(long, value_name = "DAY|POLICY", value_parser = diff::against, allow_hyphen_values = true, help_heading = "What if")]
    diff: Option<diff::Against>,
    /// Show what comes due in the next N days, when nothing else happens
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=3650), conflicts_with = "diff",
        help_heading = "What if")]
    forecast: Option<u32>,
    /// List the customers to work on, most at stake first, with what to say to each
    #[arg(long, conflicts_with_all = ["diff", "forecast"])]
    work_list: bool,
    #[command(flatten)]
    chasing: Chasing,
    #[command(flatten)]
    common: Common,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes the answer for every open item.
///
/// # Errors
/// When the folder cannot be answered for, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut desk = load::desk(&args.common, ui)?;
    args.chasing.apply(&mut desk.policy);
    if let Some(against) = &args.diff {
        return diff::run(against, (&args.common, &args.chasing), &desk, ui);
    }
    if let Some(days) = args.forecast {
        let forecast = forecast(&desk.ledger, &desk.balances, &desk.policy, &desk.selection, days);
        let is_calendar = args.common.answer.shape.format() == FormatName::Ics;
        let plan = is_calendar.then(|| planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection));
        return ui.report(&PlanForecast { forecast: &forecast, plan: plan.as_ref(), lang: ui.lang() });
    }
    let mut plan = planning::plan(&desk.ledger, &desk.balances, &desk.policy, &desk.selection);
    if plan.names_routes() {
        let (rates, _) = rates::of_folder(&args.common.files, &desk.policy, ui)?;
        plan.count_interest(&Penalties::new(&desk.ledger, &desk.balances, &desk.policy, &rates));
    }
    ui.findings(plan.findings());
    let stopped = plan.stopped_by_unknown_levels();
    ui.findings(names::levels_unread(&desk.ledger, &desk.policy, desk.as_of, &stopped));
    ui.findings(declared_without_judgment(&desk.ledger, plan.as_of(), &desk.selection));
    ui.findings(over_indebted_in_business(&desk.ledger, plan.as_of(), &desk.selection));
    ui.findings(plan.lapses());
    let due = plan.rows().iter().filter_map(|row| Some((row.item, row.action()?.name.as_str())));
    ui.findings(unrecorded::findings(&args.common.files.folder, &desk.ledger, plan.as_of(), due));
    let lang = ui.lang();
    if args.work_list {
        let list = work_list(&plan, &desk.balances);
        return ui.report(&WorkList { plan: &plan, list: &list, lang });
    }
    let sentences = if args.common.speech.verbose { Sentences::All } else { Sentences::WhereNeeded };
    ui.report(&PlanReport { plan: &plan, lang, sentences })
}
