//! The cells of a FEC as the law writes them, and as programs do: amounts, days, padded text.

use std::borrow::Cow;

use crate::input::header::{fold, same};
use crate::model::Date;

/// Returns a cell without blanks, NULs and quotation marks around it.
pub(super) fn trim(cell: &[u8]) -> &[u8] {
    match bare(cell) {
        [b'"', inner @ .., b'"'] => bare(inner),
        bare => bare,
    }
}

fn bare(mut cell: &[u8]) -> &[u8] {
    while let [0 | b' ' | b'\t' | b'\r', rest @ ..] | [rest @ .., 0 | b' ' | b'\t' | b'\r'] = cell {
        cell = rest;
    }
    cell
}

/// Reads an amount in cents: a comma or point before at most two decimals that are not zero, the sign first or last
/// (LPF A47 A-1 IX). An empty cell is zero.
pub(super) fn cents(cell: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match trim(cell) {
        [b'-', rest @ ..] | [rest @ .., b'-'] => (true, trim(rest)),
        [b'+', rest @ ..] | [rest @ .., b'+'] => (false, trim(rest)),
        bare => (false, bare),
    };
    let mut value = 0_i64;
    let mut decimals = None::<u32>;
    for &byte in digits {
        match (byte, decimals) {
            (b'0'..=b'9', None | Some(0 | 1)) => {
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                decimals = decimals.map(|count| count + 1);
            }
            (b'0', Some(_)) => {}
            (b',' | b'.', None) => decimals = Some(0),
            _ => return None,
        }
    }
    let scale = [100, 10, 1][decimals.unwrap_or(0) as usize];
    let value = value.checked_mul(scale).filter(|value| *value <= LARGEST)?;
    Some(if is_negative { -value } else { value })
}

/// The largest amount of one line, ten billion: what is larger is no amount, and cannot be added up a million times.
const LARGEST: i64 = 1_000_000_000_000;

/// Reads a day: AAAAMMJJ (LPF A47 A-1 X), also with `-` or `/` between, JJ/MM/AAAA, or with a time behind.
pub(super) fn day(cell: &[u8]) -> Option<Date> {
    match trim(cell) {
        [y @ .., b'T' | b' ', _, _, b':', _, _] if y.len() >= 8 => day(y),
        [y @ .., b'T' | b' ', _, _, b':', _, _, b':', _, _] if y.len() >= 8 => day(y),
        [a, b, c, d, e, f, g, h] => date(&[*a, *b, *c, *d], &[*e, *f], &[*g, *h]),
        [a, b, c, d, b'-' | b'/', e, f, b'-' | b'/', g, h] => date(&[*a, *b, *c, *d], &[*e, *f], &[*g, *h]),
        [g, h, b'-' | b'/' | b'.', e, f, b'-' | b'/' | b'.', a, b, c, d] => {
            date(&[*a, *b, *c, *d], &[*e, *f], &[*g, *h])
        }
        [a, b, c, d, e, f, g, h, time @ ..] if time.len() == 6 && time.iter().all(u8::is_ascii_digit) => {
            date(&[*a, *b, *c, *d], &[*e, *f], &[*g, *h])
        }
        _ => None,
    }
}

fn date(year: &[u8], month: &[u8], day: &[u8]) -> Option<Date> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
    };
    let year = number(year)?;
    if year < 1900 { None } else { Date::from_ymd_opt(year as i32, number(month)?, number(day)?) }
}

/// Returns a text with one blank where it has several, as references are compared.
pub(super) fn squeezed(text: &str) -> Cow<'_, str> {
    if text.contains("  ") {
        Cow::Owned(text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Tells whether a reference stands for none: `-` in Odoo, `sans`, zeros.
pub(super) fn names_nothing(reference: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() || c == '0';
    // No word for none is longer, whatever stands around it.
    let is_short = reference.len() <= 12;
    reference.chars().all(is_sign) || (is_short && ["sans", "neant", "aucune"].iter().any(|none| same(none, reference)))
}

/// Tells whether a journal carries balances forward, by its code or its label.
pub(super) fn carries_forward(code: &str, label: &str) -> bool {
    let (code, label) = (fold(code), fold(label));
    ["an", "ano", "anouv", "anouveau", "anouveaux", "ran", "ouv", "open"].contains(&&*code)
        || ["nouveau", "anouv", "ouverture", "opening"].iter().any(|word| label.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day as on;

    #[test]
    fn amounts_are_read_as_the_law_and_programs_write_them() {
        for (text, value) in [
            ("0000000069,60", 6960),
            (" 000000000001437,12", 143_712),
            ("-000000000001437,12", -143_712),
            ("12,00-", -1200),
            ("1437.12", 143_712),
            ("7", 700),
            ("7,5", 750),
            ("29,1000", 2910),
            ("", 0),
            ("   ", 0),
            ("+3,00", 300),
            ("\"12,00\"", 1200),
            (",50", 50),
        ] {
            assert_eq!(cents(text.as_bytes()), Some(value), "{text:?}");
        }
        for text in ["1,234", "12,00 EUR", "1 437,12", "1.437,12", "abc", "--1", "99999999999999999999"] {
            assert_eq!(cents(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn days_are_read_in_every_form_that_was_seen() {
        for text in [
            "20230109",
            "2023-01-09",
            "2023/01/09",
            "09/01/2023",
            "20230109000000",
            "2023-01-09T00:00:00",
            " 20230109 ",
        ] {
            assert_eq!(day(text.as_bytes()), Some(on("2023-01-09")), "{text}");
        }
        for text in ["", "00000000", "20230230", "2023", "09012023", "janvier"] {
            assert_eq!(day(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_double_blank_belongs_to_a_number_and_is_squeezed_to_compare_it() {
        assert_eq!(squeezed("FA  220394"), "FA 220394");
        assert_eq!(trim(b"  VE  0123\0 "), b"VE  0123");
    }
}
