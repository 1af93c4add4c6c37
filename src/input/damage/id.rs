//! Ids that a spreadsheet spoilt, and ids that look like one another.

use unicode_normalization::UnicodeNormalization;

use super::text::{TextDamage, text_damage};
use crate::model::visible::is_hidden;

/// What is wrong with an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdDamage {
    /// A spreadsheet took it for a number and cut its digits: `4,11E+07`.
    Exponent,
    /// Its letters were lost, or an error stands in its place.
    Text(TextDamage),
}

/// Returns what is wrong with an id.
pub fn id_damage(id: &str) -> Option<IdDamage> {
    if has_exponent(id) { Some(IdDamage::Exponent) } else { text_damage(id).map(IdDamage::Text) }
}

/// Tells whether a text is a number as spreadsheets shorten it: `4,11E+07`, `1E+05`. `1E05` may be an id.
pub(super) fn has_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let signed = exponent.strip_prefix(['-', '+']).is_some_and(|power| digits(power) && (2..=3).contains(&power.len()));
    whole.len() == 1 && digits(whole) && digits(decimals) && signed
}

/// Tells whether an id holds a character that is not seen, or a blank that is not the space it looks like.
pub fn has_hidden(id: &str) -> bool {
    !id.is_ascii() && id.chars().any(|c| is_hidden(c) || (c != ' ' && c.is_whitespace()))
}

/// Returns what the eye sees of an id: letters composed, hidden characters left out, blanks of one kind.
pub fn look(id: &str) -> String {
    id.chars().filter(|&c| !is_hidden(c)).map(|c| if c.is_whitespace() { ' ' } else { c }).nfc().collect()
}

/// Returns what an id keeps when somebody types it or a spreadsheet takes it for a number: its [`look`] without case,
/// and without the zeros before a number.
pub fn loose(id: &str) -> String {
    let lower = look(id).to_lowercase();
    let digits = lower.trim_start_matches('0');
    let is_number = !lower.is_empty() && lower.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && !digits.is_empty() { digits.to_owned() } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_spreadsheet_shortened_are_no_ids() {
        for id in ["4,11E+07", "4.11e+07", "1E+05", "1E-05", "9,00E+200"] {
            assert_eq!(id_damage(id), Some(IdDamage::Exponent), "{id}");
        }
        for id in ["1E05", "E+05", "12E+05", "1E+5", "C1", "AE+12", "1,E+05", "2E+XX", "", "F-1"] {
            assert_eq!(id_damage(id), None, "{id}");
        }
        assert_eq!(id_damage("#REF!"), Some(IdDamage::Text(TextDamage::SpreadsheetError)));
        assert_eq!(id_damage("R\u{fffd}1"), Some(IdDamage::Text(TextDamage::LettersLost)));
    }

    #[test]
    fn what_looks_the_same_has_one_look() {
        for id in ["C\u{feff}1", "C\u{200b}1", "C\u{ad}1", "\u{202e}C1", "C1\u{2060}"] {
            assert!(has_hidden(id) && look(id) == "C1", "{id:?}");
        }
        assert_eq!(look("FA\u{a0}1"), "FA 1");
        assert!(has_hidden("FA\u{a0}1") && !has_hidden("Café 1") && !has_hidden("FA 1"));
        assert_eq!(look("Cafe\u{301}"), "Café");
        assert_ne!(look("Café"), look("Cafe"));
    }

    #[test]
    fn case_and_leading_zeros_are_loose() {
        assert_eq!(loose("00123"), loose("123"));
        assert_eq!(loose("fa-É1"), loose("FA-E\u{301}1"));
        assert_eq!((loose("000"), loose("")), ("000".to_owned(), String::new()));
        // Within a number of invoice the zeros are its own.
        assert_ne!(loose("F-001"), loose("F-1"));
    }
}
