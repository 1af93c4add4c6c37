//! The help and the usage messages in French.
//!
//! The English texts stand where options are declared, as clap wants them; `fr.toml` has the French one of each, by
//! command and option. A test holds the two together: what has no French text, and a French text of nothing, is found.

mod usage;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};

use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};
use serde::Deserialize;

use super::ui::unwritten;
use crate::cli::env;
use crate::cli::exit::Exit;
use crate::diag;
use crate::model::Lang;
use crate::model::lang::unbreakable;

/// All texts of the help in French.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    /// What the program is for.
    about: String,
    /// What stands under its help.
    after: String,
    /// The titles over groups of options, by the English ones.
    headings: BTreeMap<String, String>,
    /// What stands for a value, by the English word: `FILE`, `DAY`.
    values: BTreeMap<String, String>,
    /// What options are for that several commands have, by their ids.
    shared: BTreeMap<String, String>,
    /// Each command.
    commands: BTreeMap<String, CommandTexts>,
}

/// The texts of one command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommandTexts {
    /// What it is for.
    about: String,
    /// What stands under its help.
    #[serde(default)]
    after: String,
    /// What its own options are for, by their ids.
    #[serde(default)]
    options: BTreeMap<String, String>,
}

fn texts() -> Texts {
    toml::from_str(include_str!("fr.toml")).expect("a test reads the French texts")
}

/// Answers what was typed with help or with what is wrong about it, in the language of `--lang`, else of the
/// environment: the policy is not read for it. Returns the exit code.
pub fn answer(mut answer: clap::Error, english: Command, arguments: &[OsString]) -> Exit {
    let lang = language(arguments);
    if usage::is_another_folder(&answer) {
        answer.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![usage::ONE_FOLDER.into()]));
    }
    let set = match lang {
        Lang::En if answer.use_stderr() => None,
        Lang::Fr if !answer.use_stderr() => {
            in_language(english, lang).mut_subcommands(with_french_usage).try_get_matches_from_mut(arguments).err()
        }
        lang => in_language(english, lang).try_get_matches_from_mut(arguments).err(),
    };
    let written = match &set {
        Some(answer) if lang == Lang::Fr && answer.use_stderr() && answer.kind() != SHOWS_HELP => usage::print(answer),
        Some(answer) => answer.print(),
        None => answer.print(),
    };
    if let Some(error) = written.err().filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        // Where stderr is what cannot be written, nobody can be told.
        let _ = io::stderr().write_all(diag::render(&unwritten(&error), lang).as_bytes());
        return Exit::CouldNotRun;
    }
    // Help and version are answers, on stdout; a closed pipe is no error there either.
    if answer.use_stderr() { Exit::CouldNotRun } else { Exit::Done }
}

/// Returns the command line with its texts in a language.
pub fn in_language(english: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => with_flowing_help(english),
        Lang::Fr => texts().lay_over(english),
    }
}

/// Returns the French name of a command, if it has one.
pub fn french_name(command: &str) -> Option<String> {
    let all = crate::cli::Cli::command();
    all.find_subcommand(command)?.get_visible_aliases().next().map(str::to_owned)
}

/// Returns how a command is used, with its French name.
fn in_french(usage: &str) -> String {
    let name = usage.strip_prefix("relance ").and_then(|rest| rest.split(' ').next());
    match name.and_then(|name| Some((name, french_name(name)?))) {
        Some((name, french)) => usage.replacen(&format!("relance {name}"), &format!("relance {french}"), 1),
        None => usage.to_owned(),
    }
}

fn with_french_usage(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    command.override_usage(in_french(usage.trim_start_matches("Usage:").trim()))
}

/// Returns the command line with the paragraphs under the help of commands as one line each.
fn with_flowing_help(mut command: Command) -> Command {
    // Commands are declared when they are built.
    command.build();
    command.mut_subcommands(|command| match command.get_after_help().map(ToString::to_string) {
        Some(after) => command.after_help(flowing(&after)),
        None => command,
    })
}

/// Returns a text whose paragraphs are one line each, for clap breaks lines to the width of the terminal; lines that
/// are set in stay as they are.
fn flowing(text: &str) -> String {
    let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let mut lines = text.lines().peekable();
    let mut flowing = lines.next().unwrap_or_default().to_owned();
    let mut was_prose = is_prose(&flowing);
    while let Some(line) = lines.next() {
        // A title over lines that are set in stands by itself.
        let is_title = is_prose(line) && lines.peek().is_some_and(|next| next.starts_with(' '));
        flowing.push_str(match (was_prose, is_prose(line), is_title) {
            (true, true, true) => "\n\n",
            (true, true, false) => " ",
            _ => "\n",
        });
        flowing.push_str(line);
        was_prose = is_prose(line);
    }
    flowing
}

fn language(arguments: &[OsString]) -> Lang {
    let arguments: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let behind = arguments.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = arguments.iter().find_map(|argument| argument.strip_prefix("--lang="));
    behind.or(joined).and_then(Lang::parse).or_else(env::language).unwrap_or_default()
}

impl Texts {
    /// Returns the command line with these texts.
    fn lay_over(&self, mut command: Command) -> Command {
        command.build();
        command
            .about(unbreakable(self.about.clone()))
            .after_help(unbreakable(flowing(&self.after)))
            .subcommand_help_heading("Commandes\u{a0}")
            .subcommand_value_name("COMMANDE")
            .help_template(TEMPLATE)
            .mut_args(|option| self.option(option, None))
            .mut_subcommands(|command| match self.commands.get(command.get_name()) {
                Some(french) => {
                    let after = unbreakable(flowing(&french.after));
                    let command = command.about(unbreakable(french.about.clone())).help_template(TEMPLATE);
                    command.after_help(after).mut_args(|option| self.option(option, Some(french)))
                }
                // clap's own command `help`.
                None => command.about("Afficher l'aide d'une commande"),
            })
    }

    /// Returns an option with its French text; values and defaults are told in it.
    fn option(&self, option: Arg, command: Option<&CommandTexts>) -> Arg {
        let id = option.get_id().as_str();
        let own = command.and_then(|command| command.options.get(id));
        let Some(text) = own.or_else(|| self.shared.get(id)) else { return option };
        let mut text = unbreakable(text.clone());
        let defaults = option.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
        let defaults: Vec<String> = defaults.collect();
        if !defaults.is_empty() && option.get_action().takes_values() {
            text += &format!(" [par défaut\u{a0}: {}]", defaults.join(" "));
        }
        let values: Vec<PossibleValue> = option.get_possible_values();
        let values: Vec<&str> =
            values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
        if !values.is_empty() && option.get_action().takes_values() {
            text += &format!(" [valeurs\u{a0}: {}]", values.join(", "));
        }
        let aliases = option.get_visible_aliases().unwrap_or_default();
        let aliases: Vec<String> = aliases.iter().map(|alias| format!("--{alias}")).collect();
        if !aliases.is_empty() {
            text += &format!(" [ou\u{a0}: {}]", aliases.join(", "));
        }
        let french = |word: &str, words: &BTreeMap<String, String>| words.get(word).cloned();
        let names: Vec<String> = option
            .get_value_names()
            .unwrap_or_default()
            .iter()
            .map(|name| french(name, &self.values).unwrap_or_else(|| name.to_string()))
            .collect();
        let usual = if option.is_positional() { "Arguments" } else { "Options" };
        let heading = option.get_help_heading().unwrap_or(usual);
        let heading = french(heading, &self.headings).unwrap_or_else(|| heading.to_owned());
        let option = option.help(text).hide_default_value(true).hide_possible_values(true);
        let option = if names.is_empty() { option } else { option.value_names(names) };
        // clap puts the colon behind it, which French sets apart.
        option.help_heading(format!("{heading}\u{a0}"))
    }
}

/// What clap answers to the bare name of the program: its help, as an error.
const SHOWS_HELP: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

/// How help is set: as clap does, with the one title that it does not take from us.
const TEMPLATE: &str = "{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";

/// Moves options that every command has behind the command, where they are declared, when they were typed before it as
/// with git or make: `-C DIR` and `--lang`.
pub fn shared_options_behind_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_joined = |argument: &OsStr| {
        let text = argument.to_string_lossy();
        text.starts_with("--folder=") || text.starts_with("--lang=")
    };
    let takes_value = |argument: &OsStr| ["-C", "--folder", "--lang"].iter().any(|option| argument == *option);
    let mut moved = Vec::new();
    while let Some(first) = arguments.get(1) {
        let count = if takes_value(first) {
            2
        } else if is_joined(first) {
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_every_command_has_can_be_typed_before_it() {
        let typed = |line: &str| shared_options_behind_command(line.split(' ').map(OsString::from).collect());
        let line = |line: &str| line.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(typed("relance -C x age --detail"), line("relance age -C x --detail"));
        assert_eq!(typed("relance --folder=x age"), line("relance age --folder=x"));
        assert_eq!(typed("relance age -C x"), line("relance age -C x"));
        assert_eq!(typed("relance -C"), line("relance -C"));
        assert_eq!(typed("relance --version"), line("relance --version"));
        assert_eq!(typed("relance --lang fr -C x age"), line("relance age --lang fr -C x"));
    }

    #[test]
    fn every_command_and_option_has_its_french_text_and_no_text_is_of_nothing() {
        let texts = texts();
        let mut command = crate::cli::Cli::command();
        command.build();
        let (mut lacking, mut used) = (Vec::new(), BTreeSet::new());
        for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
            let name = command.get_name();
            let Some(french) = texts.commands.get(name) else {
                lacking.push(name.to_owned());
                continue;
            };
            used.insert(name.to_owned());
            for option in command.get_arguments().map(|option| option.get_id().as_str()) {
                if french.options.contains_key(option) {
                    used.insert(format!("{name}.{option}"));
                } else if texts.shared.contains_key(option) {
                    used.insert(option.to_owned());
                } else {
                    lacking.push(format!("{name}.{option}"));
                }
            }
            let has_after = command.get_after_help().is_some();
            assert_eq!(has_after, !french.after.is_empty(), "{name}: what stands under its help");
        }
        assert_eq!(lacking, Vec::<String>::new(), "without a French text in src/cli/help/fr.toml");
        let known = texts.commands.iter().flat_map(|(name, french)| {
            let options = french.options.keys().map(move |option| format!("{name}.{option}"));
            options.chain([name.clone()])
        });
        let unused: Vec<String> = known.chain(texts.shared.keys().cloned()).filter(|key| !used.contains(key)).collect();
        assert_eq!(unused, ["version"], "of nothing in src/cli/help/fr.toml");
    }
}
