//! Keeps strangers' text from being run as a formula when a spreadsheet opens a CSV file of ours.
//!
//! A cell that a spreadsheet would take for a formula (first character `=`, `+`, `-`, `@`, one of these in the full
//! width of East Asian keyboards, tab or carriage return) gets a leading apostrophe. So does one that already begins
//! with apostrophes before such a character, so that [`unguard`] gives back exactly what [`guard`] was given: reading
//! what we wrote changes nothing.

use std::borrow::Cow;

/// Returns the text as a CSV cell of ours holds it.
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text that a CSV cell stands for: undoes [`guard`], and leaves what it never writes as it is.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if needs_guard(text) => text,
        _ => cell,
    }
}

/// Tells whether a text has to be written with one more leading apostrophe.
pub fn needs_guard(text: &str) -> bool {
    let first = text.trim_start_matches('\'').chars().next();
    matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_and_comes_back() {
        for text in
            ["=1+1", "+33 1", "-5", "@SUM", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠SUM", "'＝1", "'=1", "''@", "'-"]
        {
            assert_eq!(guard(text), format!("'{text}"));
            assert_eq!(unguard(&guard(text)), text);
        }
    }

    #[test]
    fn other_text_is_left_alone_in_both_directions() {
        for text in ["", "Dupont", "'", "''", "l'été", "'tis", "a=b", " =x"] {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }
}
