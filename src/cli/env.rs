//! The only place that reads the environment.

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use crate::model::Lang;

/// Returns what was typed, the program's name first.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// Returns the language of the session (`LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set), if it is one of ours.
pub fn language() -> Option<Lang> {
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(value).and_then(|tag| Lang::parse(&tag))
}

/// Returns who notes things: `RELANCE_BY`, else the user of the session.
pub fn author() -> Option<String> {
    ["RELANCE_BY", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(value)
}

/// Tells whether the user wants no colour anywhere (<https://no-color.org>).
pub fn no_colour() -> bool {
    value("NO_COLOR").is_some()
}

/// Returns how many characters a line holds: `COLUMNS`, else the width of the terminal that it is written to, else 80:
/// what goes to a file is the same wherever it was typed.
pub fn line_width(to_terminal: bool) -> usize {
    let declared = value("COLUMNS").and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    declared.or_else(|| measured().filter(|_| to_terminal)).filter(|&width| width > 0).unwrap_or(80)
}

/// Tells whether a person types what is read from stdin.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Tells whether a person looks at stdout.
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Tells whether a person looks at stderr.
pub fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Returns a variable that is set, not empty and text.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
fn value(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
