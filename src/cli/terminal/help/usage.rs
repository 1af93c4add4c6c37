//! What is wrong about a command line, in French: clap's own messages, told anew from what they are made of.

use std::error::Error;
use std::io::{self, Write};

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::cli::typed::unfit::Unfit;
use crate::model::lang::unbreakable;

/// Prints what is wrong on stderr.
///
/// # Errors
/// When stderr cannot be written.
pub fn print(error: &clap::Error) -> io::Result<()> {
    writeln!(io::stderr(), "{}", french(error))
}

/// Returns what is wrong, how the command is used and where its help is.
fn french(error: &clap::Error) -> String {
    let mut lines = vec![format!("erreur : {}", sentence(error))];
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near: Vec<String> = suggested.into_iter().flat_map(|kind| list(error, kind)).collect();
    if !near.is_empty() {
        let near: Vec<String> = near.iter().map(|near| format!("« {near} »")).collect();
        lines.push(format!("  = vouliez-vous dire {} ?", near.join(", ")));
    }
    let values = list(error, ContextKind::ValidValue);
    if near.is_empty() && !values.is_empty() {
        lines.push(format!("  = valeurs admises : {}", values.join(", ")));
    }
    if let Some(why) = error.source() {
        lines.push(format!("  = {}", expected(why, &one(error, ContextKind::InvalidValue))));
    }
    if is_negative_sum(error) {
        lines.push(
            "  = une somme n'a pas de signe : ce qui est repris se note par `relance noter rejet RÈGLEMENT`, ce qui est rendu \
             par `relance noter remboursement CLIENT SOMME`"
                .to_owned(),
        );
    }
    if is_another_folder(error) {
        lines.push(
            "  = cette commande lit un seul dossier, celui de -C ; `relance balance`, `relance rapport` et `relance verifier` en \
             lisent plusieurs"
                .to_owned(),
        );
    }
    if let Some(usage) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.strip_prefix("Usage:").unwrap_or(&usage).trim().to_owned();
        lines.push(format!("\nUtilisation : {}", super::in_french(&usage)));
    }
    lines.push("\nL'aide est donnée par --help.".to_owned());
    unbreakable(lines.join("\n"))
}

fn sentence(error: &clap::Error) -> String {
    let argument = || one(error, ContextKind::InvalidArg);
    let value = || one(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if !argument().starts_with('-') => format!("« {} » est de trop ici", argument()),
        ErrorKind::UnknownArgument => format!("l'option « {} » n'existe pas ici", argument()),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n'existe pas", one(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value().is_empty() => format!("« {} » attend une valeur", argument()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("la valeur « {} » ne convient pas pour « {} »", value(), argument())
        }
        ErrorKind::ArgumentConflict => {
            let others = list(error, ContextKind::PriorArg);
            match others.is_empty() {
                // It is given twice.
                _ if others == [argument()] => format!("« {} » ne se donne qu'une fois", argument()),
                true => format!("« {} » ne va pas avec d'autres options données", argument()),
                false => format!("« {} » ne va pas avec « {} »", argument(), others.join(" », « ")),
            }
        }
        ErrorKind::MissingRequiredArgument => {
            format!("il manque : {}", list(error, ContextKind::InvalidArg).join(", "))
        }
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::TooManyValues => format!("« {} » : valeur de trop « {} »", argument(), value()),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {} » n'a pas le nombre de valeurs voulu", argument())
        }
        ErrorKind::NoEquals => format!("« {} » veut un signe égal devant sa valeur", argument()),
        ErrorKind::InvalidUtf8 => "un argument n'est pas du texte en UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

/// The way out where a folder too many is named.
pub const ONE_FOLDER: &str =
    "this command reads one folder, the one of -C; `relance age`, `relance report` and `relance check` read several";

/// Tells whether what is named too much may be a folder: the command takes no argument, and its folder by -C.
pub fn is_another_folder(error: &clap::Error) -> bool {
    if error.kind() != ErrorKind::UnknownArgument || one(error, ContextKind::InvalidArg).starts_with('-') {
        return false;
    }
    let usage = one(error, ContextKind::Usage);
    let name = usage.split_once("relance ").and_then(|(_, rest)| rest.split_whitespace().next());
    let mut all = crate::cli::Cli::command();
    // Commands are declared when they are built.
    all.build();
    let command = name.and_then(|name| all.find_subcommand(name));
    command.is_some_and(|command| {
        command.get_positionals().next().is_none()
            && !command.has_subcommands()
            && command.get_arguments().any(|argument| argument.get_short() == Some('C'))
    })
}

/// Tells whether a sum with a minus was taken for an option.
fn is_negative_sum(error: &clap::Error) -> bool {
    let option = one(error, ContextKind::InvalidArg);
    let digits = option.strip_prefix('-').and_then(|rest| rest.chars().next());
    error.kind() == ErrorKind::UnknownArgument && digits.is_some_and(|first| first.is_ascii_digit())
}

/// Returns what is expected instead of a value: our own words, or those of clap about whole numbers.
fn expected(why: &(dyn Error + 'static), value: &str) -> String {
    if let Some(Unfit(said)) = why.downcast_ref::<Unfit>() {
        return said.fr.clone();
    }
    let said = why.to_string();
    match said.strip_prefix(value).and_then(|said| said.strip_prefix(" is not in ")) {
        Some(bounds) => format!("attendu : un nombre entier de {}", bounds.replace("..=", " à ")),
        None => "attendu : un nombre entier".to_owned(),
    }
}

fn one(error: &clap::Error, kind: ContextKind) -> String {
    list(error, kind).join(" ")
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}
