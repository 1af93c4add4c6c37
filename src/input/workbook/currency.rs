//! The currency that the format of a cell shows beside its number: no part of the number, and yet what is owed.

/// Returns the currency of a number format of XLSX: a code, or a sign where that stands for several currencies. The
/// formats that a workbook takes from the reader's own country name none.
pub(super) fn of(format: &str) -> Option<&str> {
    bracketed(format).or_else(|| SIGNS.into_iter().find(|sign| has_literal(format, sign)))
}

/// The currencies that formats show without a country. The euro has one sign in every country.
const SIGNS: [&str; 8] = ["€", "$", "£", "EUR", "USD", "GBP", "CHF", "CAD"];

/// Returns the currency of `[$CHF]`, `[$€-40C]` or `[$$-409]`.
fn bracketed(format: &str) -> Option<&str> {
    let (_, rest) = format.split_once("[$")?;
    let (inside, _) = rest.split_once(']')?;
    let (sign, country) = inside.split_once('-').unwrap_or((inside, ""));
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

/// Tells whether a format shows a text as it is: in quotes, or a sign behind a stroke or alone.
fn has_literal(format: &str, text: &str) -> bool {
    let quoted = format.split('"').skip(1).step_by(2).any(|literal| literal.trim() == text);
    let is_sign = text.chars().all(|c| !c.is_ascii_alphabetic());
    quoted || (is_sign && format.contains(text) && !format.contains('['))
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
            ("#,##0.00", None),
            ("General", None),
            ("[$-40C]d mmmm yyyy", None),
            ("0.00%", None),
        ] {
            assert_eq!(of(format), currency, "{format}");
        }
    }
}
