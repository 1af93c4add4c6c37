//! The `relance` program.
fn main() {}
