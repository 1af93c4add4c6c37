//! The command line: the only code that prints, reads the clock or the environment, and writes files.
//!
//! One file per command: what can be typed (`Args`) and what it does (`run`).

pub mod age;
mod clock;
pub mod common;
mod env;
pub mod exit;
pub mod fail_if;
pub mod files;
pub mod letters;
pub mod load;
pub mod lock;
pub mod outbox;
pub mod penalties;
pub mod rates;
pub mod score;
pub mod ui;
mod warnings;

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
    Age(age::Args),
    Score(score::Args),
    Penalties(penalties::Args),
    Letters(letters::Args),
}

impl Command {
    fn ui(&self) -> Ui {
        match self {
            Command::Age(args) => args.ui(),
            Command::Score(args) => args.ui(),
            Command::Penalties(args) => args.ui(),
            Command::Letters(args) => args.ui(),
        }
    }

    fn run(&self, ui: &mut Ui) -> anyhow::Result<Exit> {
        match self {
            Command::Age(args) => age::run(args, ui),
            Command::Score(args) => score::run(args, ui),
            Command::Penalties(args) => penalties::run(args, ui),
            Command::Letters(args) => letters::run(args, ui),
        }
    }
}

/// Runs the command that was typed and returns its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
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
    exit.into()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
