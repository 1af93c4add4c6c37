//! Dates as people write them: `2026-04-03`, `03/04/2026`, `3/4/2026`.

use crate::model::Date;
use crate::model::digits::EightDigits;

/// What the text of one date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateText {
    /// `2026-04-03`.
    Iso(Date),
    /// Two numbers and a year: at least one of the two orders gives a day of the calendar.
    Slash {
        /// What it says when the day comes first.
        day_first: Option<Date>,
        /// What it says when the month comes first.
        month_first: Option<Date>,
    },
}

/// Reads a date: `YYYY-MM-DD`, or two numbers of one or two digits and a year of four, divided by slashes. Nothing for
/// any other text, or where no order gives a day of the calendar.
pub fn parse_date(text: &[u8]) -> Option<DateText> {
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text {
        let [century, year, month, day] = four_pairs([y1, y2, y3, y4, m1, m2, d1, d2])?;
        return date(100 * century + year, month, day).map(DateText::Iso);
    }
    if let [a1, a2, b'/', b1, b2, b'/', y1, y2, y3, y4] = *text {
        let [a, b, century, year] = four_pairs([a1, a2, b1, b2, y1, y2, y3, y4])?;
        return slash(a, b, 100 * century + year);
    }
    let mut parts = text.split(|&byte| byte == b'/');
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || a.len() > 2 || b.len() > 2 {
        return None;
    }
    slash(number(a)?, number(b)?, number(year)?)
}

fn slash(a: u32, b: u32, year: u32) -> Option<DateText> {
    let (day_first, month_first) = (date(year, b, a), date(year, a, b));
    (day_first.is_some() || month_first.is_some()).then_some(DateText::Slash { day_first, month_first })
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if year == 0 { None } else { Date::from_ymd_opt(year as i32, month, day) }
}

/// Returns the numbers that eight digits are, two by two.
#[inline]
fn four_pairs(text: [u8; 8]) -> Option<[u32; 4]> {
    EightDigits::of(u64::from_le_bytes(text)).map(EightDigits::pairs)
}

fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn iso_dates_have_one_reading() {
        assert_eq!(parse_date(b"2026-04-03"), Some(DateText::Iso(day("2026-04-03"))));
        assert_eq!(parse_date(b"2024-02-29"), Some(DateText::Iso(day("2024-02-29"))));
        assert_eq!(parse_date(b"0001-01-01"), Some(DateText::Iso(day("0001-01-01"))));
    }

    #[test]
    fn slash_dates_say_what_each_order_gives() {
        let slash = |day_first: Option<&str>, month_first: Option<&str>| {
            Some(DateText::Slash { day_first: day_first.map(day), month_first: month_first.map(day) })
        };
        assert_eq!(parse_date(b"03/04/2026"), slash(Some("2026-04-03"), Some("2026-03-04")));
        assert_eq!(parse_date(b"3/4/2026"), slash(Some("2026-04-03"), Some("2026-03-04")));
        assert_eq!(parse_date(b"13/04/2026"), slash(Some("2026-04-13"), None));
        assert_eq!(parse_date(b"04/13/2026"), slash(None, Some("2026-04-13")));
        assert_eq!(parse_date(b"29/02/2024"), slash(Some("2024-02-29"), None));
    }

    #[test]
    fn what_is_not_a_date() {
        for text in [
            "",
            "2026-4-3",
            "2026-02-29",
            "29/02/2025",
            "31/02/2026",
            "45/99/2026",
            "0000-01-01",
            "01/01/0000",
            "03/04/26",
            "03.04.2026",
            "03-04-2026",
            "2026/04/03",
            "20260403",
            "2026-04-03T00:00",
            "1/2/3/2026",
            "003/04/2026",
            "/04/2026",
            "03//2026",
            "+3/04/2026",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "0/1/2026",
            "3 avril 2026",
            "45123",
            "2026-04-3a",
        ] {
            assert_eq!(parse_date(text.as_bytes()), None, "{text}");
        }
    }
}
