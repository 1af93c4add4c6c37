//! Quadra ASCII: `M`, account 8, journal 2, folio 3, date JJMMAA, filler 1, label 20, side 1, sign 1, amount 12 in
//! cents, counterpart 8, due date JJMMAA, lettering 2, statistics 3, piece 5. Lines with `C` name an account: 8,
//! then 30.

use std::collections::BTreeMap;

use super::line::{Line, at, lines};
use crate::import::numbers::short_day;

pub(super) const NAME: &str = "Quadra ASCII";

/// Where the name stands among the fields of a translated line, and the code that it belongs to.
const NAME_AT: usize = 5;
const CODE_AT: usize = 4;

pub(super) fn is_line(line: &[u8]) -> bool {
    let are_digits = |text: &[u8], count| text.len() == count && text.iter().all(u8::is_ascii_digit);
    line.starts_with(b"M")
        && are_digits(at(line, 14, 6), 6)
        && matches!(at(line, 41, 1), b"D" | b"C")
        && matches!(at(line, 42, 1), b"+" | b"-" | b" ")
        && are_digits(at(line, 43, 12), 12)
}

/// Tells whether a line names an account.
pub(super) fn is_account(line: &[u8]) -> bool {
    line.starts_with(b"C") && line.len() >= 12 && at(line, 1, 3).iter().all(u8::is_ascii_alphanumeric)
}

/// Returns the names of the accounts, by their codes.
pub(super) fn account_names(bytes: &[u8]) -> BTreeMap<&[u8], &[u8]> {
    let named = lines(bytes).filter(|line| is_account(line));
    named.map(|line| (at(line, 1, 8).trim_ascii(), at(line, 9, 30).trim_ascii())).collect()
}

/// Gives the translated line that begins at a place the name of its account.
pub(super) fn name(text: &mut Vec<u8>, from: usize, names: &BTreeMap<&[u8], &[u8]>) {
    let mut fields = text[from..].split(|&byte| byte == b'\t');
    let (before, code) =
        (fields.clone().take(NAME_AT).map(|field| field.len() + 1).sum::<usize>(), fields.nth(CODE_AT));
    let is_named = text.get(from + before).is_some_and(|byte| *byte != b'\t');
    if let Some(name) = code.and_then(|code| names.get(code)).filter(|_| !is_named) {
        let place = from + before;
        text.splice(place..place, name.iter().map(|&byte| if byte == b'\t' { b' ' } else { byte }));
    }
}

/// Returns a day as the accounts write it; what is none stays as it is.
fn day(text: &[u8]) -> Vec<u8> {
    let digits = std::str::from_utf8(text).unwrap_or_default();
    let parts = || Some((digits.get(4..6)?, digits.get(2..4)?, digits.get(..2)?));
    let day = parts().and_then(|(year, month, day)| short_day(year, month, day));
    day.map_or_else(|| text.to_vec(), |day| day.format("%Y%m%d").to_string().into_bytes())
}

pub(super) fn translate(line: &[u8], text: &mut Vec<u8>) {
    let cents = at(line, 43, 12);
    let (whole, decimals) = cents.split_at(cents.len().saturating_sub(2));
    let sign: &[u8] = if at(line, 42, 1) == b"-" { b"-" } else { b"" };
    let due = at(line, 63, 6);
    let is_due = due.iter().any(|byte| !matches!(byte, b'0' | b' '));
    Line {
        account: at(line, 1, 8).trim_ascii(),
        journal: at(line, 9, 2),
        date: &day(at(line, 14, 6)),
        label: at(line, 21, 20),
        is_debit: at(line, 41, 1) == b"D",
        amount: &[sign, whole, b",", decimals].concat(),
        due: &if is_due { day(due) } else { Vec::new() },
        letter: at(line, 69, 2),
        number: at(line, 74, 5),
        piece: at(line, 74, 5),
        ..Line::default()
    }
    .write(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_stands_in_its_place() {
        let line = format!(
            "M{:<8}{:<2}{}{}{}{:<20}{}{}{:012}{:8}{}{:<2}{:3}{:<5}",
            "411DUP", "VE", "000", "050126", " ", "FA 12 Dupont", "C", "-", 144_000, "", "040226", "AB", "", "00012"
        );
        assert!(is_line(line.as_bytes()));
        let mut text = Vec::new();
        translate(line.as_bytes(), &mut text);
        name(&mut text, 0, &account_names(b"C411DUP  Dupont SARL                   "));
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "VE\t00012\t20260105\t411DUP\t411DUP\tDupont SARL\t00012\t20260105\tFA 12 Dupont\t\t-0000001440,00\tAB\t20260204"
        );
    }

    #[test]
    fn a_day_that_is_none_is_left_for_the_accounts_to_refuse() {
        assert_eq!(day(b"310226"), b"310226");
        assert_eq!(day(b"311299"), b"19991231");
    }
}
