//! Builds the library that makes calls to the system fail.

use std::path::{Path, PathBuf};

/// Builds the library in a folder; nothing where none can be loaded before libc.
pub fn build(folder: &Path) -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return None;
    }
    let library = folder.join("faults.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/preload.rs");
    let mut rustc = std::process::Command::new("rustc");
    rustc.args(["--edition", "2024", "--crate-type", "cdylib", "-C", "panic=abort", source, "-o"]).arg(&library);
    assert!(rustc.status().unwrap().success(), "the library can be built");
    Some(library)
}
