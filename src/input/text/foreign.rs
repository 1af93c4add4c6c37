//! Amounts and dates as other programs write them in their lists: with a currency, a sign behind, a time, a month's
//! name. What our own files must not hold is still one thing only there.

use super::{DateText, parse_date};
use crate::model::{Currency, Date};

/// What an amount bears beside its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurrencyMark {
    /// A sign or code of one currency.
    One(Currency),
    /// `$`, which a score of currencies share.
    Dollar,
}

impl CurrencyMark {
    /// Tells whether an amount in that currency may bear the mark.
    pub fn fits(self, currency: Currency) -> bool {
        const DOLLARS: [&str; 8] = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"];
        match self {
            CurrencyMark::One(known) => known == currency,
            CurrencyMark::Dollar => DOLLARS.contains(&currency.code()),
        }
    }
}

/// An amount without what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignAmount {
    /// A minus sign where it is below zero, and the digits with their marks.
    pub digits: String,
    /// The currency that it bears.
    pub currency: Option<CurrencyMark>,
}

/// Takes from an amount the currency before or behind it, and puts its sign in front: `1 200,00 €`, `$4,250.00`,
/// `1200,00-`, `(1,200.00)`, `CHF 1'200.00`; a dash alone is the zero of accounts. Nothing where it bears none of
/// these.
pub fn foreign_amount(text: &str) -> Option<ForeignAmount> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b' '))
        && !text.ends_with('-')
    {
        return None;
    }
    let mut rest = text.trim();
    let (mut signs, mut currency) = (0, None);
    loop {
        let before = rest;
        if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            rest = inner;
            signs += 1;
        } else if let Some(without) =
            rest.strip_prefix(['-', '\u{2212}']).or_else(|| rest.strip_suffix(['-', '\u{2212}']))
        {
            rest = without;
            signs += 1;
        } else if currency.is_none()
            && let Some((mark, without)) = mark(rest)
        {
            (currency, rest) = (Some(mark), without);
        }
        rest = rest.trim_matches(|c: char| c.is_whitespace() || c == '\u{202f}' || c == '\u{a0}');
        if rest == before {
            break;
        }
    }
    if is_dash(text) {
        return Some(ForeignAmount { digits: "0".to_owned(), currency });
    }
    let minus = if signs == 0 { "" } else { "-" };
    // Two signs have no one meaning: what is left of them makes the amount unreadable.
    let minus = if signs > 1 { "--" } else { minus };
    Some(ForeignAmount { digits: format!("{minus}{}", rest.replace(['\'', '\u{2019}'], " ")), currency })
}

/// Tells whether a text is a dash and at most a currency, by which spreadsheets show zero: `-`, `–`, `-   €`.
pub fn is_dash(text: &str) -> bool {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let blank = |c: char| c.is_whitespace() || c == '\u{202f}' || c == '\u{a0}';
    let bare = text.trim_matches(blank);
    let bare = mark(bare).map_or(bare, |(_, rest)| rest.trim_matches(blank));
    matches!(bare, "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" | "\u{2212}")
}

/// Returns the currency at one end of a text, and the rest.
fn mark(text: &str) -> Option<(CurrencyMark, &str)> {
    const SIGNS: [(&str, &str); 3] = [("€", "EUR"), ("£", "GBP"), ("¥", "JPY")];
    for (sign, code) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some((CurrencyMark::One(Currency::parse(code)?), rest));
        }
    }
    if let Some(rest) = text.strip_prefix('$').or_else(|| text.strip_suffix('$')) {
        return Some((CurrencyMark::Dollar, rest));
    }
    let code =
        |code: Option<&str>| code.filter(|code| code.bytes().all(|b| b.is_ascii_uppercase())).and_then(Currency::parse);
    if let Some(known) = code(text.get(..3)) {
        return Some((CurrencyMark::One(known), &text[3..]));
    }
    let last = text.len().checked_sub(3)?;
    code(text.get(last..)).map(|known| (CurrencyMark::One(known), &text[..last]))
}

/// The first three letters of the months, in English and in French without accents; "juin" and "juillet" take four.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "avr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aou"],
    &["sep"],
    &["oct"],
    &["nov"],
    &["dec"],
];

/// Reads a date as lists have it: as our own files do, also with a time behind (`2026-04-03 00:00:00`), points or
/// dashes for slashes (`03.04.2026`), a year of two digits (`03/04/26`, of this century), without marks (`20260403`) or
/// with the month's name (`3 avril 2026`, `Apr 3, 2026`).
pub fn foreign_date(text: &[u8]) -> Option<DateText> {
    if let Some(date) = parse_date(text) {
        return Some(date);
    }
    let text = str::from_utf8(text).ok()?;
    let day = match text.find(['T', ' ']) {
        Some(at) if is_time(&text[at + 1..]) => &text[..at],
        _ => text,
    };
    if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) && day.starts_with("20") {
        return parse_date(format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]).as_bytes());
    }
    let parts: Vec<&str> = day.split(['/', '.', '-']).collect();
    if let [a, b, c] = parts[..] {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if [a, b, c].into_iter().all(is_number) {
            return match (a.len(), c.len()) {
                (4, 1 | 2) => parse_date(format!("{a}-{b:0>2}-{c:0>2}").as_bytes()),
                (1 | 2, 4) => parse_date(format!("{a}/{b}/{c}").as_bytes()),
                (1 | 2, 2) => parse_date(format!("{a}/{b}/20{c}").as_bytes()),
                _ => None,
            };
        }
    }
    named_month(day).map(DateText::Iso)
}

/// Tells whether a text is a time of day: `00:00:00`, `10:15:00.000Z`, `00:00`, `12:00:00 AM`.
fn is_time(text: &str) -> bool {
    text.contains(':')
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+' | '-' | ' ' | 'A' | 'P' | 'M'))
}

/// Reads `3 avril 2026`, `03-Apr-2026`, `12-AVR-26`, `Apr 3, 2026`.
fn named_month(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split([' ', '-', ',', '.', '/']).filter(|part| !part.is_empty()).collect();
    let [a, b, year] = parts[..] else { return None };
    let (day, name) = if a.starts_with(|c: char| c.is_ascii_digit()) { (a, b) } else { (b, a) };
    let day = day
        .trim_end_matches("er")
        .trim_end_matches("st")
        .trim_end_matches("nd")
        .trim_end_matches("rd")
        .trim_end_matches("th");
    let name = crate::input::fold::fold(name);
    let month = MONTHS.iter().position(|names| names.iter().any(|known| name.starts_with(known)))?;
    // As in `12/04/26`: of this century, and behind the day and the month.
    let year = match year.len() {
        4 => year.to_owned(),
        2 if a.starts_with(day) => format!("20{year}"),
        _ => return None,
    };
    Date::from_ymd_opt(year.parse().ok()?, month as u32 + 1, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn amounts_lose_what_stands_around_them() {
        let eur = Some(CurrencyMark::One(Currency::EUR));
        let chf = Currency::parse("CHF").map(CurrencyMark::One);
        for (text, digits, currency) in [
            ("1 200,00 €", "1 200,00", eur),
            ("€1,200.00", "1,200.00", eur),
            ("$4,250.00", "4,250.00", Some(CurrencyMark::Dollar)),
            ("-$4,250.00", "-4,250.00", Some(CurrencyMark::Dollar)),
            ("(1,200.00)", "-1,200.00", None),
            ("(1 200,00 €)", "-1 200,00", eur),
            ("1200,00-", "-1200,00", None),
            ("-12 €", "-12", eur),
            ("CHF 1'200.00", "1 200.00", chf),
            ("100.00 EUR", "100.00", eur),
            // Two signs: nobody can tell.
            ("(-12,00)", "--12,00", None),
            ("()", "-", None),
            // What spreadsheets show for zero in the formats of accounts.
            ("-", "0", None),
            ("\u{2013}", "0", None),
            ("-\u{a0}\u{a0} \u{20ac}", "0", eur),
            ("\u{2014} EUR", "0", eur),
            ("$ -", "0", Some(CurrencyMark::Dollar)),
        ] {
            let found = foreign_amount(text).unwrap();
            assert_eq!((found.digits.as_str(), found.currency), (digits, currency), "{text}");
        }
        assert_eq!(foreign_amount("-1 200,00"), None);
        assert!(
            CurrencyMark::Dollar.fits(Currency::parse("CAD").unwrap()) && !CurrencyMark::Dollar.fits(Currency::EUR)
        );
    }

    #[test]
    fn dates_have_one_reading_or_two() {
        let iso = |text| Some(DateText::Iso(day(text)));
        for text in [
            "2026-04-03 00:00:00",
            "2026-04-03T10:15:00Z",
            "20260403",
            "2026/4/3",
            "3 avril 2026",
            "Apr 3, 2026",
            "03-Apr-2026",
            "3 avr. 2026",
        ] {
            assert_eq!(foreign_date(text.as_bytes()), iso("2026-04-03"), "{text}");
        }
        assert_eq!(foreign_date("1er août 2026".as_bytes()), iso("2026-08-01"));
        assert_eq!(foreign_date(b"30 juin 2026"), iso("2026-06-30"));
        assert_eq!(foreign_date(b"14 juillet 2026"), iso("2026-07-14"));
        let both = Some(DateText::Slash { day_first: Some(day("2026-04-03")), month_first: Some(day("2026-03-04")) });
        for text in ["03.04.2026", "03-04-2026", "03/04/26", "3/4/2026 12:00:00 AM"] {
            assert_eq!(foreign_date(text.as_bytes()), both, "{text}");
        }
        for text in ["", "45123", "2026", "31.02.2026", "1 - 30 days past due", "Total", "1 200,00", "12:00"] {
            assert_eq!(foreign_date(text.as_bytes()), None, "{text}");
        }
    }
}
