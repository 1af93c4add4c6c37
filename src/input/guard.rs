//! Keeps strangers' text from being run by a spreadsheet: what our own writer guarded is read back as it was.
//!
//! A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, or a tab or carriage return before it) gains
//! an apostrophe on writing and loses one on reading. Texts that already have apostrophes before such a character
//! gain and lose one too, so that reading gives back exactly what was written, whatever it was.

use std::borrow::Cow;

/// Returns the text as it is written into a cell.
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text that a cell stands for.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_gain_an_apostrophe_and_other_texts_do_not() {
        assert_eq!(guard("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guard("+33 1"), "'+33 1");
        assert_eq!(guard("'=1"), "''=1");
        assert_eq!(guard("l'été"), "l'été");
        assert_eq!(guard("'s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(unguard("'=1"), "=1");
        assert_eq!(unguard("'s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(unguard("=1"), "=1");
    }

    proptest! {
        #[test]
        fn reading_gives_back_what_was_written(text in "['=+@\t\ra-]{0,6}") {
            prop_assert_eq!(unguard(&guard(&text)), text);
        }
    }
}
