//! Opening a file that was written with the program that the computer has for it.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// The program of this system that opens files: it knows which one is for pages.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Opens a file.
///
/// # Errors
/// When this computer has no such program, or it cannot open the file.
pub fn open(path: &Path) -> io::Result<()> {
    // A name that begins with a hyphen is no option.
    let path = path.canonicalize()?;
    let opened =
        Command::new(OPENER).arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    // The one of Windows says that it failed whatever it did.
    if opened.success() || cfg!(windows) { Ok(()) } else { Err(io::Error::other(opened.to_string())) }
}
