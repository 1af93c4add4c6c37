//! The command line: the only code that prints, reads the clock or the environment, and writes files.
//!
//! One file per command: what can be typed (`Args`) and what it does (`run`).

pub mod age;
pub mod bundle;
pub mod check;
mod clock;
pub mod common;
mod day;
mod delivery;
mod env;
pub mod exit;
pub mod fail_if;
pub mod files;
pub mod history;
pub mod import;
pub mod init;
pub mod journal;
pub mod kpi;
pub mod letters;
pub mod load;
pub mod lock;
mod names;
pub mod outbox;
mod paper;
pub mod penalties;
mod plain_text;
pub mod plan;
pub mod rates;
pub mod record;
pub mod report;
pub mod score;
pub mod target;
pub mod trial;
pub mod ui;
mod warnings;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use self::exit::Exit;
use self::ui::Ui;

/// A receivables desk on plain files: who owes what, what late payment costs, what to do today, and the letters
#[derive(Parser, Debug)]
#[command(name = "relance", version, disable_help_flag = true, max_term_width = 100, after_help = format!("\
Examples:
  relance age -C examples/atelier-moreau --as-of 2026-03-31
  relance age --detail --customer C014 --format csv

Results and messages are in French or English (--lang); this help is in English only.

{}", exit::HELP))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Init(init::Args),
    Import(Box<import::Args>),
    Check(check::Args),
    Age(age::Args),
    Penalties(penalties::Args),
    Rates(rates::Args),
    Score(score::Args),
    Kpi(kpi::Args),
    Report(report::Args),
    Plan(plan::Args),
    Letters(letters::Args),
    Bundle(Box<bundle::Args>),
    Record(Box<record::Args>),
    History(history::Args),
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
        }
    }

    fn run(&self, ui: &mut Ui) -> anyhow::Result<Exit> {
        if !matches!(self, Command::Plan(_)) {
            ui.refuse_calendar()?;
        }
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
        }
    }
}

/// Runs the command that was typed and returns its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse_from(folder_behind_command(env::arguments())) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are answers, on stdout; a closed pipe is no error there either.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::CouldNotRun } else { Exit::Done }.into();
        }
    };
    let mut ui = cli.command.ui();
    let exit = match cli.command.run(&mut ui) {
        Ok(exit) => ui.conclude(exit),
        Err(error) => ui.failed(error),
    };
    ui.sum_up();
    exit.into()
}

/// Moves `-C DIR` behind the command, where it is declared, when it was typed before it as with git or make.
fn folder_behind_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let long_with_value = |argument: &OsStr| argument.to_string_lossy().starts_with("--folder=");
    let mut moved = Vec::new();
    while let Some(first) = arguments.get(1) {
        let count = if first == "-C" || first == "--folder" {
            2
        } else if long_with_value(first) {
            1
        } else {
            break;
        };
        moved.extend(arguments.drain(1..arguments.len().min(1 + count)));
    }
    let behind = arguments.len().min(2);
    arguments.splice(behind..behind, moved);
    arguments
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_folder_can_be_named_before_the_command() {
        let typed = |line: &str| folder_behind_command(line.split(' ').map(OsString::from).collect());
        let line = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(typed("relance -C x age --detail"), line("relance age -C x --detail"));
        assert_eq!(typed("relance --folder=x age"), line("relance age --folder=x"));
        assert_eq!(typed("relance age -C x"), line("relance age -C x"));
        assert_eq!(typed("relance -C"), line("relance -C"));
        assert_eq!(typed("relance --version"), line("relance --version"));
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
