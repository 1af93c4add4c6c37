//! Our own strict readers of what cells hold. They work on bytes, never through a float, and say "I cannot tell"
//! instead of choosing.

mod amount;
mod date;
mod foreign;
mod percent;

pub use amount::{AmountFault, AmountText, Thousandths, parse_amount};
pub use date::{DateText, parse_date};
pub use foreign::{CurrencyMark, foreign_amount, foreign_date, is_dash};
pub use percent::percent;

/// Returns the cell without the blanks around it: spaces, tabs, line ends, and no-break spaces of UTF-8 text.
#[inline]
pub fn trim(cell: &[u8]) -> &[u8] {
    match cell {
        [first, .., last] if is_ink(*first) && is_ink(*last) => cell,
        _ => trim_slowly(cell),
    }
}

/// Returns a text without the blanks around it: what [`trim`] leaves of a cell.
pub fn trim_text(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n', '\u{a0}', '\u{202f}'])
}

/// Returns the cell of a file in a one-byte encoding without the blanks around it; A0 is the no-break space.
pub fn trim_one_byte(mut cell: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r' | b'\n' | 0xa0, rest @ ..] | [rest @ .., b' ' | b'\t' | b'\r' | b'\n' | 0xa0] = cell
    {
        cell = rest;
    }
    cell
}

/// Returns what a cell says that a spreadsheet was kept from taking for a number: `="00123"` says `00123`.
#[inline]
pub fn without_formula(cell: &[u8]) -> &[u8] {
    match cell {
        [b'=', b'"', text @ .., b'"'] if !text.contains(&b'"') => text,
        _ => cell,
    }
}

fn is_ink(byte: u8) -> bool {
    byte > b' ' && byte < 0x7f
}

fn trim_slowly(mut cell: &[u8]) -> &[u8] {
    while let Some(width) = blank_at_start(cell) {
        cell = &cell[width..];
    }
    loop {
        cell = match cell {
            [rest @ .., b' ' | b'\t' | b'\r' | b'\n'] => rest,
            [rest @ .., 0xc2, 0xa0] => rest,
            [rest @ .., 0xe2, 0x80, 0xaf] => rest,
            _ => return cell,
        };
    }
}

/// Returns the length of the blank that the bytes begin with, if they do.
fn blank_at_start(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'\t' | b'\r' | b'\n', ..] => Some(1),
        [0xc2, 0xa0, ..] => Some(2),
        [0xe2, 0x80, 0xaf, ..] => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_kept_as_a_formula_is_the_text() {
        for (cell, text) in
            [("=\"00123\"", "00123"), ("=\"\"", ""), ("=1+1", "=1+1"), ("=\"", "=\""), ("=\"a\"&\"b\"", "=\"a\"&\"b\"")]
        {
            assert_eq!(without_formula(cell.as_bytes()), text.as_bytes(), "{cell}");
        }
    }

    #[test]
    fn blanks_around_a_cell_are_dropped_and_those_inside_stay() {
        for (cell, text) in [
            ("a b", "a b"),
            ("  a ", "a"),
            ("\u{a0}12 500\u{202f}", "12 500"),
            ("\tx\r\n", "x"),
            ("", ""),
            (" ", ""),
            ("7", "7"),
            ("é", "é"),
            ("\u{202f}\u{a0} ", ""),
        ] {
            assert_eq!(trim(cell.as_bytes()), text.as_bytes(), "{cell:?}");
            assert_eq!(trim_text(cell), text);
        }
        assert_eq!(trim_one_byte(b"\xa0 12\xa0500\t\xa0"), b"12\xa0500");
        assert_eq!(trim_one_byte(b"\xa0"), b"");
    }
}
