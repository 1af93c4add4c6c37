//! `relance report`: the desk on one HTML page, or several desks on one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::clock;
use super::exit::Exit;
use super::reading::folders;
use super::reading::load;
use super::terminal::open;
use super::terminal::ui::Ui;
use super::typed::common::{Answer, Common, Files, Shape, Speech};
use super::typed::day;
use crate::engine::history::History;
use crate::engine::kpi::{self, By};
use crate::engine::{ageing, planning, scoring};
use crate::model::visible::visible;
use crate::model::{Amount, Bilingual, Currency, Date};
use crate::output::dashboard::Dashboard;
use crate::output::dashboard::folders::{FolderToday, FoldersPage};
use crate::output::reports::age::folders::{AgeOfFolders, FolderAge, Lines};

/// How many months the page looks back, the current one included.
const MONTHS: u32 = 12;

/// The desk on one HTML page: aged balance, drift, riskiest customers, cash expected, what to do today
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
The page is one file that asks for nothing from outside: it can be mailed, printed on A4, kept. Of several folders it shows
a line each: whose desk it is, what is open and how old it is, how many notices go out today; and the total.

Examples:
  relance report --output desk.html
  relance report --output desk.html --open
  relance report -C examples/atelier-moreau --as-of 2026-11-20 --output desk.html
  relance report clients/*/ --output desks.html")]
pub struct Args {
    /// Several folders, a line for each and their total [default: the one of -C]
    #[arg(value_name = "DIR", conflicts_with_all = [
        "folder", "policy", "invoices_file", "payments_file", "customers_file", "events_file",
    ])]
    dirs: Vec<PathBuf>,
    /// The day to answer for; nothing dated later has happened [default: today]
    #[arg(long, value_name = "DAY", value_parser = day::date, allow_hyphen_values = true, help_heading = "Answer")]
    as_of: Option<Date>,
    /// Only this customer; may be given several times
    #[arg(long, value_name = "ID", help_heading = "Answer")]
    customer: Vec<String>,
    /// Write the page to this file instead of stdout
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    output: Option<PathBuf>,
    /// Open the page once it is written
    #[arg(long, requires = "output", help_heading = "Answer")]
    open: bool,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech).about(&self.files.folder).writing(&self.shape())
    }

    fn shape(&self) -> Shape {
        Shape { format: None, csv: None, output: self.output.clone() }
    }

    fn common(&self, as_of: Option<Date>, files: Files) -> Common {
        let answer = Answer { as_of, customer: self.customer.clone(), shape: self.shape(), fail_if: Vec::new() };
        Common { answer, files, speech: self.speech.clone() }
    }
}

/// Writes the page.
///
/// # Errors
/// When the folder cannot be answered for, or the page cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let exit = if args.dirs.is_empty() { one(args, ui) } else { several(args, ui) }?;
    if let Some(page) = args.output.as_ref().filter(|_| args.open)
        && open::open(page).is_err()
    {
        let page = page.display();
        ui.say(&Bilingual::new(
            format!("no program opens the page; open {page} by hand"),
            format!("aucun programme n'ouvre la page ; ouvrir {page} à la main"),
        ));
    }
    Ok(exit)
}

/// Writes the page of one folder.
fn one(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let desk = load::desk(&args.common(args.as_of, args.files.clone()), ui)?;
    let wanted = |customer| desk.selection.has(customer);
    let lang = ui.lang();
    let left_out = left_out(args, &desk);
    let page = ui.working(&Bilingual::new("computing", "calcul"), || {
        let (ledger, balances, policy) = (&desk.ledger, &desk.balances, &desk.policy);
        let earlier = |day| load::allocated(&args.files, ledger, policy, day).balances;
        let history = History::new(ledger, desk.as_of);
        let scores = scoring::score(ledger, balances, &history, policy, wanted);
        Dashboard {
            ledger,
            policy,
            balance: &ageing::aged_balance(ledger, balances, &policy.ageing, wanted),
            months: &kpi::kpis(ledger, balances, policy, (By::Month, MONTHS), wanted, earlier),
            scores: &scores,
            cash: &kpi::cash(&scores, balances, wanted),
            plan: &planning::plan(ledger, balances, policy, &desk.selection),
            left_out: &left_out,
            as_of: desk.as_of,
            lang,
        }
        .to_html()
    });
    ui.text(&page)
}

/// Returns what the page has to say that it leaves out: it is kept and sent on without what the terminal said.
fn left_out(args: &Args, desk: &load::Desk) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    if !args.customer.is_empty() {
        let wanted = desk.ledger.customer_ids().filter(|&customer| desk.selection.has(customer));
        let names: Vec<&str> = wanted.map(|customer| desk.ledger.customer(customer).name.as_str()).collect();
        let names = visible(&names.join(", ")).into_owned();
        notes.push(Bilingual::new(format!("About {names} alone."), format!("Uniquement : {names}.")));
    }
    if desk.set_aside > 0 {
        let Bilingual { en, fr } = load::set_aside(desk.set_aside);
        notes.push(Bilingual::new(format!("{en}."), format!("{fr}.")));
    }
    notes
}

/// Writes the page of several folders.
fn several(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let as_of = args.as_of.map_or_else(clock::today, Ok)?;
    let common = args.common(Some(as_of), args.files.clone());
    let answers = folders::ask(&args.dirs, ui, |folder, ui| of_folder(&common, folder, as_of, ui))?;
    let answers = folders::known(answers, ui)?;
    let (ages, today): (Vec<(String, FolderAge)>, Vec<FolderToday>) =
        answers.given.into_iter().map(|(name, (age, today))| ((name, age), today)).unzip();
    let balances = AgeOfFolders { folders: &ages, lacking: &answers.lacking, lines: Lines::Folders, as_of };
    let lang = ui.lang();
    ui.text(&FoldersPage { balances, today: &today, lang }.to_html())
}

/// Returns what the line of one folder of several shows, and the customers that it does not know.
fn of_folder<'c>(
    common: &'c Common,
    folder: &Path,
    as_of: Date,
    ui: &mut Ui,
) -> anyhow::Result<((FolderAge, FolderToday), Vec<&'c str>)> {
    let (desk, unknown) = load::desk_of_several(common, (folder, as_of), ui)?;
    let (ledger, balances, policy) = (&desk.ledger, &desk.balances, &desk.policy);
    let balance = ageing::aged_balance(ledger, balances, &policy.ageing, |customer| desk.selection.has(customer));
    let plan = planning::plan(ledger, balances, policy, &desk.selection);
    let mut asked: BTreeMap<Currency, (i64, Amount)> = BTreeMap::new();
    for notice in plan.notices() {
        let (count, sum) = asked.entry(notice.currency).or_default();
        *count += 1;
        *sum += plan.asked(notice);
    }
    let creditor = policy.creditor.name.clone();
    Ok(((FolderAge::new(ledger, balance, as_of), FolderToday { creditor, asked }), unknown))
}
