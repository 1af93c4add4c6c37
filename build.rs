//! How the program is linked.

#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "cargo tells a build script the target in the environment, and listens to its stdout"
)]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|set| set == value);
    let has_pdf = std::env::var_os("CARGO_FEATURE_PDF").is_some();
    if has_pdf && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // The PDF engine brings so many addresses that fitting them to a random place in memory takes 2 of the 6 ms
        // in which a small folder is answered. A program at a fixed place has none to fit.
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
