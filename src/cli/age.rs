//! `relance age`: who owes what, and how old it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};

use super::clock;
use super::exit::Exit;
use super::reading::folders;
use super::reading::load::{self, Desk};
use super::terminal::ui::Ui;
use super::typed::common::Common;
use crate::diag::{Diagnostic, code};
use crate::engine::ageing::{self, AgedBalance};
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::{Amount, Currency, Lang, figures};
use crate::output::reports::age::folders::{AgeOfFolders, FolderAge, Lines};
use crate::output::reports::age::folders_detail::DetailOfFolders;
use crate::output::reports::age::{Age, AgeDetail};

/// Who owes what, and how old it is
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance age                             the folder you are in, today
  relance age -C examples/atelier-moreau --as-of 2026-03-31
  relance age --detail --customer C-0014  each open item and credit of one customer
  relance age --by state                  what is disputed, promised, insolvent, in court told apart
  relance age --format csv --output aged.csv
  relance age clients/*/ --by folder      several folders, a line for each and their total
  relance age clients/*/ --detail         each open item and credit with its folder
  relance age -q --fail-if 'd91_plus>0'   exit 1 when somebody is over 90 days late")]
pub struct Args {
    /// One row per open item and credit: they add up to the outstanding
    #[arg(long)]
    detail: bool,
    /// Tell apart what is disputed, promised, insolvent, in court and so on: a row for each state. Or a row for each
    /// folder, of several
    #[arg(long, value_name = "BY", conflicts_with = "detail")]
    by: Option<By>,
    /// Several folders, each under its own policy, and their total [default: the one of -C]
    #[arg(value_name = "DIR", conflicts_with_all = [
        "folder", "policy", "invoices_file", "payments_file", "customers_file", "events_file",
    ])]
    dirs: Vec<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// What rows can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Open, disputed, promised, planned, insolvent, in court, handed over, assigned
    State,
    /// Each folder, of several
    Folder,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::of(&self.common)
    }
}

/// Writes the aged balance, after proving that its bands and credits add up to what is outstanding.
///
/// # Errors
/// When the folder cannot be answered for, or the result cannot be written.
pub fn run(args: &Args, ui: &mut Ui) -> anyhow::Result<Exit> {
    let own = std::slice::from_ref(&args.common.files.folder);
    let dirs = if args.dirs.is_empty() && args.by == Some(By::Folder) { own } else { &args.dirs };
    if !dirs.is_empty() {
        return several(args, dirs, ui);
    }
    let desk = load::desk(&args.common, ui)?;
    if args.detail {
        return ui.report(&detail_of(&desk));
    }
    let balance = proved(&desk, args.by, ui)?;
    ui.report(&Age { ledger: &desk.ledger, balance: &balance, as_of: desk.as_of, by_state: args.by.is_some() })
}

/// Writes the aged balances of several folders, or what is open in them.
fn several(args: &Args, dirs: &[PathBuf], ui: &mut Ui) -> anyhow::Result<Exit> {
    let as_of = args.common.answer.as_of.map_or_else(clock::today, Ok)?;
    let desk = |folder: &Path, ui: &mut Ui| load::desk_of_several(&args.common, (folder, as_of), ui);
    if args.detail {
        let answers = folders::ask(dirs, ui, |folder, ui| Ok(desk(folder, ui)?))?;
        let answers = folders::known(answers, ui)?;
        let details = answers.given.iter().map(|(name, desk)| (name.as_str(), detail_of(desk)));
        return ui.report(&DetailOfFolders::new(details, &answers.lacking, as_of));
    }
    let answers = folders::ask(dirs, ui, |folder, ui| {
        let (desk, unknown) = desk(folder, ui)?;
        let balance = proved(&desk, args.by, ui)?;
        Ok((FolderAge::new(&desk.ledger, balance, as_of), unknown))
    })?;
    let answers = folders::known(answers, ui)?;
    let lines = match args.by {
        None => Lines::Customers,
        Some(By::State) => Lines::States,
        Some(By::Folder) => Lines::Folders,
    };
    ui.report(&AgeOfFolders { folders: &answers.given, lacking: &answers.lacking, lines, as_of })
}

fn detail_of(desk: &Desk) -> AgeDetail<'_> {
    AgeDetail { ledger: &desk.ledger, balances: &desk.balances, rules: &desk.policy.ageing, selection: &desk.selection }
}

/// Returns the aged balance of a desk, proved.
fn proved(desk: &Desk, by: Option<By>, ui: &mut Ui) -> Result<AgedBalance, Exit> {
    let wanted = |customer| desk.selection.has(customer);
    let is_large = desk.ledger.invoices().len() >= WORTH_A_THREAD;
    let (balance, outstanding) = both(
        is_large,
        || match by {
            Some(By::State) => ageing::aged_by_state(&desk.ledger, &desk.balances, &desk.policy, wanted),
            None | Some(By::Folder) => ageing::aged_balance(&desk.ledger, &desk.balances, &desk.policy.ageing, wanted),
        },
        || ageing::outstanding(&desk.ledger, &desk.balances, wanted),
    );
    prove(&balance, outstanding, ui)?;
    Ok(balance)
}

/// Checks that bands and credits add up to what the rows of the files alone say is outstanding.
fn prove(balance: &AgedBalance, outstanding: BTreeMap<Currency, Amount>, ui: &mut Ui) -> Result<(), Exit> {
    for (currency, expected) in outstanding {
        let total = balance.totals.iter().find(|total| total.currency == currency);
        let found = total.map_or(Amount::ZERO, |total| total.total());
        if found != expected {
            return Err(ui.refuse(vec![unproved(currency, found, expected)]));
        }
    }
    Ok(())
}

/// Says that a sum of bands and credits is not what is outstanding.
fn unproved(currency: Currency, found: Amount, expected: Amount) -> Diagnostic {
    let money = |amount, lang| figures::money(amount, currency, lang);
    Diagnostic::new(
        code::cli::PROOF_FAILED,
        format!(
            "bands and credits make {}, but {} is outstanding: this is a fault of relance, please report it",
            money(found, Lang::En),
            money(expected, Lang::En)
        ),
        format!(
            "tranches et crédits font {}, mais l'encours est de {} : c'est un défaut de relance, à signaler",
            money(found, Lang::Fr),
            money(expected, Lang::Fr)
        ),
    )
}
