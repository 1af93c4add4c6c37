//! Amounts and dates as spreadsheets and accounting programs write them, which no amount and no date of ours is.

use chrono::Days;

use super::id::has_exponent;
use super::text::is_spreadsheet_error;
use crate::model::Date;

/// Why a text in a column of amounts is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureDamage {
    /// A spreadsheet cut its digits: `1,2E+05`.
    Exponent,
    /// A spreadsheet's error stands in its place.
    SpreadsheetError,
    /// It is below zero, said by a minus sign behind it or by parentheses: `1200,00-`, `(1200,00)`. The digits alone.
    NegativeForm(String),
}

/// Returns why a text that cannot be read as an amount is none.
pub fn figure_damage(text: &str) -> Option<FigureDamage> {
    let text = text.trim();
    if has_exponent(text) {
        return Some(FigureDamage::Exponent);
    }
    if is_spreadsheet_error(text) {
        return Some(FigureDamage::SpreadsheetError);
    }
    let behind = text.strip_suffix(['-', '\u{2212}']);
    let inside = || text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let digits = behind.or_else(inside)?.trim();
    let is_plain = digits.starts_with(|c: char| c.is_ascii_digit());
    is_plain.then(|| FigureDamage::NegativeForm(digits.to_owned()))
}

/// Why a text in a column of dates is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateDamage {
    /// A spreadsheet's number of the day: `45123`.
    Serial(Date),
    /// What databases write for no date: `0000-00-00`.
    Null,
    /// A spreadsheet's error stands in its place.
    SpreadsheetError,
}

/// Returns why a text that cannot be read as a date is none.
pub fn date_damage(text: &str) -> Option<DateDamage> {
    if is_spreadsheet_error(text) {
        return Some(DateDamage::SpreadsheetError);
    }
    if text.len() >= 8 && text.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'/' | b':' | b' ')) {
        return Some(DateDamage::Null);
    }
    // From 1982 to 2119; the part behind the mark is the time of day.
    let (day, time) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_number = day.len() == 5 && [day, time].concat().bytes().all(|byte| byte.is_ascii_digit());
    let day = day.parse().ok().filter(|day| is_number && (30_000..80_000).contains(day))?;
    // Spreadsheets count from 30 December 1899, for they take 1900 for a leap year.
    Date::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(day)).map(DateDamage::Serial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn amounts_of_spreadsheets_and_of_ledgers_are_told() {
        assert_eq!(figure_damage("1,2E+05"), Some(FigureDamage::Exponent));
        assert_eq!(figure_damage("#VALEUR!"), Some(FigureDamage::SpreadsheetError));
        for text in ["1200,00-", "(1200,00)", "1200,00 -", "( 1200,00 )", "1200,00\u{2212}"] {
            assert_eq!(figure_damage(text), Some(FigureDamage::NegativeForm("1200,00".to_owned())), "{text}");
        }
        for text in ["12O0,00", "-", "()", "(a)", "-12-"] {
            assert_eq!(figure_damage(text), None, "{text}");
        }
    }

    /// 1 January 2024 is 45292 in every spreadsheet; 45123 is 169 days before.
    #[test]
    fn numbers_of_days_are_told() {
        assert_eq!(date_damage("45292"), Some(DateDamage::Serial(day("2024-01-01"))));
        assert_eq!(date_damage("45123"), Some(DateDamage::Serial(day("2023-07-16"))));
        assert_eq!(date_damage("45292.5"), Some(DateDamage::Serial(day("2024-01-01"))));
        for text in ["0000-00-00", "00/00/0000", "0000-00-00 00:00:00"] {
            assert_eq!(date_damage(text), Some(DateDamage::Null), "{text}");
        }
        assert_eq!(date_damage("#N/A"), Some(DateDamage::SpreadsheetError));
        for text in ["", "20240101", "12345", "99999", "2024-13-01", "demain"] {
            assert_eq!(date_damage(text), None, "{text}");
        }
    }
}
