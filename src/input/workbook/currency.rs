//! The currency that the format of a cell shows beside its number: no part of the number, and yet what is owed.

use crate::model::currency::{SIGNS, is_code};

/// Returns the currency of a number format of XLSX: a code, or a sign where that stands for several currencies; a unit
/// that is more than that, thousands of euros, as it is written: no currency, so that nobody takes it for one. The
/// formats that a workbook takes from the reader's own country name none.
pub(super) fn of(format: &str) -> Option<String> {
    let (brackets, shown) = parts(format);
    brackets.into_iter().find_map(bracketed).or_else(|| in_text(&shown)).map(str::to_owned)
}

/// Takes a format apart: what stands in its brackets, and the text that it shows as it is, quoted, behind a stroke, or
/// a sign by itself; a blank stands for the figures between.
fn parts(format: &str) -> (Vec<&str>, String) {
    let (mut brackets, mut shown) = (Vec::new(), String::new());
    let mut rest = format;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let upto = |end: char| rest.split_once(end).unwrap_or((rest, ""));
        match c {
            '[' => {
                let (inside, after) = upto(']');
                brackets.push(inside);
                rest = after;
            }
            '"' => {
                let (text, after) = upto('"');
                shown += text;
                rest = after;
            }
            '\\' => {
                let next = rest.chars().next();
                shown.extend(next);
                rest = &rest[next.map_or(0, char::len_utf8)..];
            }
            // The width of a character, or one that fills the cell.
            '_' | '*' => rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..],
            c if SIGNS.contains(&c) => shown.push(c),
            _ => shown.push(' '),
        }
    }
    (brackets, shown)
}

/// Returns the currency of `$CHF`, `$€-40C` or `$$-409` in brackets; of other brackets, such as a colour, none.
fn bracketed(inside: &str) -> Option<&str> {
    let (sign, country) = inside.strip_prefix('$')?.split_once('-').unwrap_or((&inside[1..], ""));
    let sign = sign.trim();
    match (sign, country.to_ascii_uppercase().as_str()) {
        // A format of dates has a country alone.
        ("", _) => None,
        ("$", "409") => Some("USD"),
        ("$", "1009" | "C0C") => Some("CAD"),
        ("$", "C09") => Some("AUD"),
        ("$", "1409") => Some("NZD"),
        ("£", "809") => Some("GBP"),
        _ => Some(sign),
    }
}

/// Returns the currency that a text names, with the letters that stand against it: `k€`.
fn in_text(text: &str) -> Option<&str> {
    let is_apart = |c: char| !c.is_alphanumeric() && !SIGNS.contains(&c);
    let words = || text.split(is_apart).filter(|word| !word.is_empty());
    words().find(|word| is_code(word) || is_large(word)).or_else(|| words().find_map(signed))
}

/// Tells whether a word is a code behind a letter for thousands or millions.
fn is_large(word: &str) -> bool {
    word.strip_prefix(['k', 'K', 'm', 'M']).is_some_and(is_code)
}

/// Returns the sign that a word begins with, or the word where letters before the sign make it another unit.
fn signed(word: &str) -> Option<&str> {
    let (place, sign) = word.match_indices(SIGNS).next()?;
    Some(if place == 0 { sign } else { word })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_currency_is_told_by_the_format_of_the_number() {
        for (format, currency) in [
            ("[$$-409]#,##0.00", Some("USD")),
            ("#,##0.00\\ [$CHF]", Some("CHF")),
            ("#,##0.00\\ [$€-40C];[Red]-#,##0.00\\ [$€-40C]", Some("€")),
            ("#,##0.00\\ \"€\"", Some("€")),
            ("\"$\"#,##0.00", Some("$")),
            ("\\$#,##0.00", Some("$")),
            ("[$-409]#,##0.00\\ [$$-409]", Some("USD")),
            ("[Red]#,##0.00 $", Some("$")),
            ("[<0]-$#,##0.00;$#,##0.00", Some("$")),
            ("#,##0.00\\ \\U\\S\\D", Some("USD")),
            ("#,##0.00\" USD HT\"", Some("USD")),
            ("0\" €HT\"", Some("€")),
            ("#,##0.00\" MAD\"", Some("MAD")),
            // Thousands and millions are no currency.
            ("0\" k€\"", Some("k€")),
            ("#,##0.0\" M€\"", Some("M€")),
            ("0\"K\"$", Some("K$")),
            ("0\" kEUR\"", Some("kEUR")),
            ("0\" EUROPE\"", None),
            ("_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-", None),
            ("#,##0.00", None),
            ("General", None),
            ("[$-40C]d mmmm yyyy", None),
            ("0.00%", None),
        ] {
            assert_eq!(of(format).as_deref(), currency, "{format}");
        }
    }
}
