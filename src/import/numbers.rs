//! Amounts and days as formats between machines write them.

use crate::model::{Amount, Currency, Date};

/// Reads an amount with a point or comma before its decimals; zeros beyond the currency's decimals are dropped.
pub(super) fn amount(text: &str, currency: Currency) -> Option<Amount> {
    let text = text.trim();
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !is_number(whole) || !is_number(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    let places = currency.decimals() as usize;
    let (kept, dropped) = decimals.split_at(decimals.len().min(places));
    if dropped.bytes().any(|byte| byte != b'0') || whole.len() > 13 {
        return None;
    }
    let minor: i64 = format!("0{whole}{kept:0<places$}").parse().ok()?;
    Some(Amount::from_minor(if is_negative { -minor } else { minor }))
}

/// Reads a day as `20260131`, whatever follows it: a time, a zone.
pub(super) fn compact_day(text: &str) -> Option<Date> {
    let digits = text.trim().get(..8)?;
    day(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?)
}

/// Reads a day as `2026-01-31`, whatever follows it: a time, a zone.
pub(super) fn iso_day(text: &str) -> Option<Date> {
    let text = text.trim().get(..10)?;
    let mut parts = text.split('-');
    day(parts.next()?, parts.next()?, parts.next()?)
}

/// Reads a day as `260131`, with the century of our time: from 1980 to 2079. The 30th of February, which bankers have,
/// is the last day of the month.
pub(super) fn short_day(year: &str, month: &str, day_of_month: &str) -> Option<Date> {
    let two: i32 = year.parse().ok()?;
    let year = if two < 80 { 2000 + two } else { 1900 + two };
    let (month, of_month): (u32, u32) = (month.parse().ok()?, day_of_month.parse().ok()?);
    let is_bankers = month == 2 && of_month == 30;
    Date::from_ymd_opt(year, month, of_month)
        .or_else(|| is_bankers.then(|| Date::from_ymd_opt(year, 3, 1)?.pred_opt()).flatten())
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i32 = year.parse().ok()?;
    if year < 1900 { None } else { Date::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day as on;

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let eur = |text: &str| amount(text, Currency::EUR).map(Amount::minor);
        assert_eq!(
            ["8.850", "18.15000", "-3,5", "107,", "12", "+1.20", ",5"].map(eur),
            [Some(885), Some(1815), Some(-350), Some(10_700), Some(1200), Some(120), Some(50)]
        );
        assert_eq!(["", "$120", "1.005", "1,234.50", "-", "12a", "99999999999999"].map(eur), [None; 7]);
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(amount("1500.0", yen).map(Amount::minor), Some(1500));
    }

    #[test]
    fn days_are_read_with_what_stands_behind_them() {
        assert_eq!(compact_day("20090401122017.000[-5:EST]"), Some(on("2009-04-01")));
        assert_eq!(iso_day("2026-01-31T18:43:50+00:00"), Some(on("2026-01-31")));
        assert_eq!(short_day("16", "02", "30"), Some(on("2016-02-29")));
        assert_eq!(short_day("26", "02", "29"), None);
        assert_eq!(compact_day("201120000000"), None);
    }
}
