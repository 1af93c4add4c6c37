//! Comments no wider than the code: rustfmt breaks code at its width and leaves comments as they are.

use std::fs;

use super::files_below;

/// The folders with code of ours.
const FOLDERS: &[&str] = &["src", "tests", "benches", "fuzz/src", "fuzz/tests"];

#[test]
fn comments_keep_to_the_width_of_the_code() {
    let rules = fs::read_to_string("rustfmt.toml").unwrap();
    let width = rules.lines().find_map(|line| line.strip_prefix("max_width = ")).unwrap().parse().unwrap();
    let mut faults = Vec::new();
    for file in FOLDERS.iter().flat_map(|folder| files_below(folder)) {
        for (i, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            if is_too_wide(line, width) {
                faults.push(format!("{}:{}: {}", file.display(), i + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{} comments are wider than {width}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_table_may_be_wider_and_code_is_left_to_rustfmt() {
    let wide = |line: &str| is_too_wide(line, 12);
    assert!(wide("// 34567890 23") && wide("    /// 8901 3") && wide("//! é567890123"));
    assert!(!wide("// 345678901") && !wide("//! | 78901 3 |") && !wide("let x = 345678;"));
}

/// Tells whether a line is a comment of more characters than that. The rows of a table cannot be broken.
fn is_too_wide(line: &str, width: usize) -> bool {
    let is_comment = line.trim_start().starts_with("//");
    let is_table = line.trim_start().trim_start_matches(['/', '!']).trim_start().starts_with('|');
    is_comment && !is_table && line.chars().count() > width
}
