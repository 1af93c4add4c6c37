//! Strangers' text made harmless: one line of letters for a document, and parts of file names.

use sha2::{Digest, Sha256};

use crate::model::visible::{breaks_lines, is_hidden};

/// The most characters of one value in a letter; longer ones end in `…`.
const LONGEST_VALUE: usize = 160;

/// The most characters that one part of a file name keeps of its text.
const LONGEST_PART: usize = 40;

/// How many hexadecimal digits mark a part of a file name that is not its text letter for letter.
const MARK_DIGITS: usize = 10;

/// Returns the text as one line: whatever breaks lines, steers a terminal, hides or turns the direction of text is
/// gone, runs of spaces are one space, and a text longer than anybody's name is cut.
pub fn one_line(text: &str) -> String {
    line_of(text, LONGEST_VALUE)
}

/// Returns the text as one line like [`one_line`], however long it is: for texts that must not lose their end.
pub fn whole_line(text: &str) -> String {
    line_of(text, usize::MAX)
}

fn line_of(text: &str, longest: usize) -> String {
    let mut line = String::with_capacity(text.len().min(longest.saturating_mul(4)));
    let mut gap = false;
    let mut count = 0;
    for c in text.chars() {
        if c == ' ' || breaks_lines(c) {
            gap = count > 0;
            continue;
        }
        if is_hidden(c) {
            continue;
        }
        if count >= longest {
            line.push('…');
            break;
        }
        if gap {
            line.push(' ');
            gap = false;
            count += 1;
        }
        line.push(c);
        count += 1;
    }
    line
}

/// Returns the text as one line, and nothing for a text of which nothing is left.
pub fn one_line_of(text: Option<&str>) -> Option<String> {
    text.map(one_line).filter(|line| !line.is_empty())
}

/// In which case the texts of a part of a file name are written as a rule.
///
/// Some file systems take `A.txt` and `a.txt` for one file. A part keeps its text only in the usual case; a text in
/// the other case is marked, so that two texts never share a name there either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Ids of customers and invoices.
    Upper,
    /// Names of levels.
    Lower,
}

/// Returns the text as a part of a file name: ASCII letters, digits, `.`, `-` and single `_` inside, forty at most.
///
/// Two texts never give the same part, upper and lower case taken as one: a text that cannot stand as it is ends in
/// a mark drawn from the whole of it, and a text that looks as if it were marked is marked too. Parts can be joined
/// with `__`.
pub fn file_part(text: &str, usual: Case) -> String {
    let kept: String = text
        .chars()
        .filter(|&c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
        .take(LONGEST_PART)
        .collect();
    let unusual = match usual {
        Case::Upper => |c: char| c.is_ascii_lowercase(),
        Case::Lower => |c: char| c.is_ascii_uppercase(),
    };
    let ends = ['.', '_', '-'];
    let plain = kept == text
        && !kept.is_empty()
        && !kept.contains(unusual)
        && !kept.contains("__")
        && !kept.starts_with(ends)
        && !kept.ends_with(ends)
        && !is_device(&kept)
        && !looks_marked(&kept);
    if plain {
        return kept;
    }
    let mut stem = kept.trim_matches(ends).to_owned();
    while stem.contains("__") {
        stem = stem.replace("__", "_");
    }
    if is_device(&stem) {
        stem = format!("x-{stem}").chars().take(LONGEST_PART).collect();
    }
    let mark = &sha256_hex(text.as_bytes())[..MARK_DIGITS];
    if stem.is_empty() { format!("x-{mark}") } else { format!("{stem}-{mark}") }
}

/// Tells whether Windows takes a name for a device, whatever follows its first dot: `NUL`, `aux.c`.
pub fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let is_port = |base: &str| base.len() == 1 && base.bytes().all(|digit| digit.is_ascii_digit());
    matches!(base.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || ["COM", "LPT"].iter().any(|port| base.strip_prefix(port).is_some_and(is_port))
}

/// Tells whether a text ends like a marked one.
fn looks_marked(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(_, end)| end.len() == MARK_DIGITS && end.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Returns the SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn what_breaks_hides_or_steers_is_gone() {
        assert_eq!(one_line("  Dupont\r\n& \t Fils \u{1b}[2J\u{0}!"), "Dupont & Fils [2J !");
        assert_eq!(one_line("abc\u{202e}fed\u{200b}\u{2066}x\u{2028}y"), "abcfedx y");
        assert_eq!(one_line("{{name}} <script> =1+1 ../x"), "{{name}} <script> =1+1 ../x");
        assert_eq!(one_line(&"é".repeat(10_000)), format!("{}…", "é".repeat(160)));
        assert_eq!(one_line_of(Some(" \n\u{feff}")), None);
    }

    #[test]
    fn usual_ids_name_their_files_as_they_are() {
        for id in ["C001", "CLI-042", "00117", "F_2026.07"] {
            assert_eq!(file_part(id, Case::Upper), id);
        }
        assert_eq!(file_part("second-reminder", Case::Lower), "second-reminder");
    }

    #[test]
    fn no_part_is_a_device_of_windows() {
        for id in ["NUL", "CON", "COM1", "LPT9.X", "AUX.C", "NUL.TXT", "PRN."] {
            let part = file_part(id, Case::Upper);
            assert!(part.starts_with("x-") && part.len() > id.len() + MARK_DIGITS, "{part}");
        }
        for id in ["NULL", "COM12", "COMA", "CON-1", "X.NUL"] {
            assert_eq!(file_part(id, Case::Upper), id);
        }
    }

    #[test]
    fn hostile_ids_make_harmless_names_that_never_collide() {
        let long = "A".repeat(10_000);
        let ids = [
            "../../etc/passwd",
            "..",
            ".",
            "",
            "/",
            "A/B",
            "A\\B",
            "A B",
            "AB",
            "ab",
            "Ab",
            "A__B",
            "A_B",
            "-rf",
            "\u{0}",
            "É",
            "È",
            "日本",
            "CON\n",
            &long,
            &long[1..],
            "A.",
            "_A",
            "a b",
        ];
        let names: BTreeSet<String> = ids.iter().map(|id| file_part(id, Case::Upper).to_ascii_lowercase()).collect();
        assert_eq!(names.len(), ids.len());
        for name in &names {
            assert!(name.len() <= LONGEST_PART + 1 + MARK_DIGITS, "{name}");
            assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)), "{name}");
            assert!(!name.starts_with(['.', '-', '_']) && !name.contains("__"), "{name}");
        }
        // An id that imitates the mark of another one is marked itself.
        let marked = file_part("ab", Case::Upper).to_ascii_uppercase();
        assert_ne!(file_part(&marked, Case::Upper).to_ascii_uppercase(), marked);
    }
}
