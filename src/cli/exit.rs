//! Exit codes: the one list, which `--help` shows.

use std::fmt;
use std::process::ExitCode;

/// How a run ended.
///
/// It is an error too, so that a part that has already said what is wrong can end the run with `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done, and nothing to report.
    Done = 0,
    /// Done, and found what the command looks for: findings of `check`, a `--fail-if` met, rows set aside.
    Found = 1,
    /// Could not run: bad usage, bad policy, bad input, a file that cannot be read or written.
    CouldNotRun = 2,
    /// Another run holds the folder's lock, or another program keeps writing its files.
    Locked = 3,
}

/// What `--help` says of them.
pub const HELP: &str = "\
Exit codes:
  0  done, nothing to report
  1  done, and found something: check findings, a --fail-if met, rows set aside
  2  could not run: usage, policy, input, files
  3  another run holds the folder's lock, or its files keep changing: try again";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}", *self as u8)
    }
}

impl std::error::Error for Exit {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_documents_every_code() {
        for exit in [Exit::Done, Exit::Found, Exit::CouldNotRun, Exit::Locked] {
            assert!(HELP.contains(&format!("\n  {}  ", exit as u8)));
        }
    }
}
