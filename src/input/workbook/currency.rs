//! The currency that the format of a cell shows beside its number: no part of the number, and yet what is owed.

/// Returns the currency of a number format of XLSX: a code, or a sign where that stands for several currencies; a unit that
/// is more than that, thousands of euros, as it is written: no currency, so that nobody takes it for one. The formats that
/// a workbook takes from the reader's own country name none.
pub(super) fn of(format: &str) -> Option<String> {
    let (brackets, shown) = parts(format);
    brackets.into_iter().find_map(bracketed).or_else(|| in_text(&shown)).map(str::to_owned)
}

/// The signs that formats show without a country. The euro has one in every country.
const SIGNS: [&str; 3] = ["€", "$", "£"];

/// The codes that formats show as text.
const CODES: [&str; 5] = ["EUR", "USD", "GBP", "CHF", "CAD"];

/// Takes a format apart: what stands in its brackets, and the text that it shows as it is, quoted, behind a stroke, or a sign
/// by itself; a blank stands for the figures between.
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
            c if is_sign(c) => shown.push(c),
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
    let is_apart = |c: char| !c.is_alphanumeric() && !is_sign(c);
    let words = || text.split(is_apart).filter(|word| !word.is_empty());
    let code = words().find_map(|word| CODES.into_iter().find_map(|code| unit(word, code)));
    code.or_else(|| words().find_map(|word| SIGNS.into_iter().find_map(|sign| unit(word, sign))))
}

/// Returns what a word says with a currency in it: that, unless letters before it make it another unit. A code is a word by
/// itself, or behind a letter for thousands or millions.
fn unit<'a>(word: &'a str, currency: &'a str) -> Option<&'a str> {
    let (before, behind) = word.split_once(currency)?;
    let is_code = !currency.starts_with(is_sign);
    let is_large = matches!(before, "k" | "K" | "m" | "M");
    match () {
        () if before.is_empty() && (behind.is_empty() || !is_code) => Some(currency),
        () if is_code && (!behind.is_empty() || !is_large) => None,
        () => Some(word),
    }
}

fn is_sign(c: char) -> bool {
    SIGNS.iter().any(|sign| sign.starts_with(c))
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
