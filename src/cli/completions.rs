//! `relance completions`: what a shell needs to complete commands, options and their values.

use clap::{Args as ClapArgs, Command};
use clap_complete::Shell;

use super::exit::Exit;
use super::terminal::help;
use super::terminal::ui::Ui;
use super::typed::common::Speech;

/// What a shell needs to complete commands and options at the Tab key
#[derive(ClapArgs, Debug)]
#[command(after_help = "\
Examples:
  relance completions bash > ~/.local/share/bash-completion/completions/relance
  relance completions zsh > ~/.zfunc/_relance
  relance completions fish > ~/.config/fish/completions/relance.fish
  relance completions powershell >> $PROFILE")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
    #[command(flatten)]
    speech: Speech,
}

impl Args {
    /// Returns the terminal as the options want it.
    pub fn ui(&self) -> Ui {
        Ui::new(&self.speech)
    }
}

/// Writes the script of a shell for a command line.
///
/// # Errors
/// When it cannot be written.
pub fn run(args: &Args, command: Command, ui: &mut Ui) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::in_language(command, ui.lang()), "relance", &mut script);
    ui.text(&String::from_utf8_lossy(&script))
}
