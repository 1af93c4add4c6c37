//! The command line: the only code that prints, reads the clock or the environment, and writes files.
//!
//! One file per command: what can be typed (`Args`) and what it does (`run`). What they share has rooms: `typed` is
//! what people type, `reading` the way from a folder to what commands work on, `terminal` what is shown, `disk` how
//! files are read and written, `papers` documents on their way into a folder, `suspense` receipts whose debtor is not
//! certain.

// Commands, one file each.
mod age;
mod bundle;
mod check;
mod completions;
mod explain;
mod history;
mod import;
mod init;
mod kpi;
mod letters;
mod man;
mod matching;
mod penalties;
mod plan;
mod rates;
mod record;
mod report;
mod score;

// What they share.
mod clock;
mod disk;
mod env;
mod exit;
mod lock;
mod papers;
mod reading;
mod suspense;
mod terminal;
mod typed;

use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, Parser, Subcommand};

use self::exit::Exit;
use self::terminal::ui::Ui;

/// A receivables desk on plain files: who owes what, what late payment costs, what to do today, and the letters
#[derive(Parser, Debug)]
#[command(name = "relance", version, disable_help_flag = true, max_term_width = 100, after_help = format!("\
Examples:
  relance age -C examples/atelier-moreau --as-of 2026-03-31
  relance age --detail --customer C-0014 --format csv

Results, messages and this help are in French or English (--lang).

{}", exit::HELP))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

// The options of a command are made when it is the one that was typed: there are hundreds.
#[derive(Subcommand, Debug)]
#[command(defer = true)]
enum Command {
    #[command(visible_alias = "creer", alias = "créer")]
    Init(init::Args),
    #[command(visible_alias = "importer")]
    Import(Box<import::Args>),
    #[command(visible_alias = "verifier", alias = "vérifier")]
    Check(check::Args),
    #[command(visible_alias = "balance")]
    Age(age::Args),
    #[command(visible_alias = "penalites", alias = "pénalités")]
    Penalties(penalties::Args),
    #[command(visible_alias = "taux")]
    Rates(rates::Args),
    #[command(visible_alias = "notation")]
    Score(score::Args),
    #[command(visible_alias = "indicateurs")]
    Kpi(kpi::Args),
    #[command(visible_alias = "rapport")]
    Report(report::Args),
    #[command(visible_alias = "relances")]
    Plan(plan::Args),
    #[command(visible_alias = "lettres")]
    Letters(letters::Args),
    #[command(visible_alias = "dossier")]
    Bundle(Box<bundle::Args>),
    #[command(visible_alias = "noter")]
    Record(Box<record::Args>),
    #[command(visible_alias = "fiche")]
    History(history::Args),
    #[command(name = "match", visible_alias = "rapprocher")]
    Match(Box<matching::Args>),
    #[command(visible_alias = "expliquer")]
    Explain(explain::Args),
    #[command(visible_alias = "completer", alias = "compléter")]
    Completions(completions::Args),
    #[command(visible_alias = "manuel")]
    Man(man::Args),
}

impl Command {
    fn ui(&self) -> Ui {
        match self {
            Command::Init(args) => args.ui(),
            Command::Import(args) => args.ui(),
            Command::Check(args) => args.ui(),
            Command::Age(args) => args.ui(),
            Command::Penalties(args) => args.ui(),
            Command::Rates(args) => args.ui(),
            Command::Score(args) => args.ui(),
            Command::Kpi(args) => args.ui(),
            Command::Report(args) => args.ui(),
            Command::Plan(args) => args.ui(),
            Command::Letters(args) => args.ui(),
            Command::Bundle(args) => args.ui(),
            Command::Record(args) => args.ui(),
            Command::History(args) => args.ui(),
            Command::Match(args) => args.ui(),
            Command::Explain(args) => args.ui(),
            Command::Completions(args) => args.ui(),
            Command::Man(args) => args.ui(),
        }
    }

    fn run(&self, ui: &mut Ui) -> anyhow::Result<Exit> {
        ui.refuse_forms(matches!(self, Command::Plan(_)))?;
        match self {
            Command::Init(args) => init::run(args, ui),
            Command::Import(args) => import::run(args, ui),
            Command::Check(args) => check::run(args, ui),
            Command::Age(args) => age::run(args, ui),
            Command::Penalties(args) => penalties::run(args, ui),
            Command::Rates(args) => rates::run(args, ui),
            Command::Score(args) => score::run(args, ui),
            Command::Kpi(args) => kpi::run(args, ui),
            Command::Report(args) => report::run(args, ui),
            Command::Plan(args) => plan::run(args, ui),
            Command::Letters(args) => letters::run(args, ui),
            Command::Bundle(args) => bundle::run(args, ui),
            Command::Record(args) => record::run(args, ui),
            Command::History(args) => history::run(args, ui),
            Command::Match(args) => matching::run(args, ui),
            Command::Explain(args) => explain::run(args, ui),
            Command::Completions(args) => completions::run(args, Cli::command(), ui),
            Command::Man(args) => man::run(args, &Cli::command(), ui),
        }
    }
}

/// Runs the command that was typed and returns its exit code.
pub fn main() -> ExitCode {
    let arguments = terminal::help::shared_options_behind_command(env::arguments());
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(answer) => return terminal::help::answer(answer, Cli::command(), &arguments).into(),
    };
    let mut ui = cli.command.ui();
    let exit = match cli.command.run(&mut ui) {
        Ok(exit) => exit,
        Err(error) => ui.failed(error),
    };
    ui.sum_up();
    ui.conclude(exit).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
