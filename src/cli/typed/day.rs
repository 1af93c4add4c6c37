//! Days as people type them: as the files have them, or counted from today.

use chrono::{Datelike, Days, Months};

use super::unfit::Unfit;
use crate::cli::clock;
use crate::input::text::{DateText, parse_date, trim_text};
use crate::model::Date;

/// Returns what the options of days accept.
fn expected() -> Unfit {
    Unfit::new(
        "expected a day such as 2026-03-31, 31/03/2026, today, yesterday (hier) or -3d",
        "attendu : un jour tel que 31/03/2026, 2026-03-31, aujourd'hui, hier ou -3j",
    )
}

/// The days that have a name, counted from today.
const NAMED: &[(&str, i64)] = &[
    ("today", 0),
    ("aujourd'hui", 0),
    ("yesterday", -1),
    ("hier", -1),
    ("avant-hier", -2),
    ("tomorrow", 1),
    ("demain", 1),
    ("après-demain", 2),
    ("apres-demain", 2),
];

/// The last days of months that have a name, and whether they are of the month before today's.
const MONTH_ENDS: &[(&str, bool)] = &[
    ("month end", false),
    ("end of month", false),
    ("fin de mois", false),
    ("fin du mois", false),
    ("last month end", true),
    ("end of last month", true),
    ("fin du mois dernier", true),
];

/// A day as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A day of the calendar.
    On(Date),
    /// So many days after today; before it when negative.
    FromToday(i64),
    /// The last day of today's month, or of the one before.
    EndOfMonth {
        /// Whether of the one before.
        is_last: bool,
    },
    /// A day and a month without a year.
    OfAnyYear {
        /// The day of the month.
        day: u32,
        /// The month.
        month: u32,
    },
}

impl Day {
    /// Reads a day: ISO, day first with slashes, with or without the year, a name, or a number of days such as `-3d`.
    ///
    /// # Errors
    /// Says what is expected.
    pub fn parse(text: &str) -> Result<Day, Unfit> {
        let text = trim_text(text);
        let word = text.to_lowercase().replace('\u{2019}', "'");
        if let Some((_, days)) = NAMED.iter().find(|(name, _)| *name == word) {
            return Ok(Day::FromToday(*days));
        }
        if let Some((_, is_last)) = MONTH_ENDS.iter().find(|(name, _)| *name == word) {
            return Ok(Day::EndOfMonth { is_last: *is_last });
        }
        if let Some(days) = counted(&word) {
            return Ok(Day::FromToday(days));
        }
        if let Some((day, month)) = day_and_month(text) {
            return Ok(Day::OfAnyYear { day, month });
        }
        let found = match parse_date(text.as_bytes()) {
            Some(DateText::Iso(date)) => Some(date),
            Some(DateText::Slash { day_first, .. }) => day_first,
            None => None,
        };
        found.filter(|date| date.year() > 0).map(Day::On).ok_or_else(|| no_such_day(text).unwrap_or_else(expected))
    }

    /// Returns the day, and the last one that has passed where no year was given; nothing where that year has no such
    /// day.
    pub fn past(self, today: Date) -> Option<Date> {
        self.resolve(today, |day, near| day <= near, -1)
    }

    /// Returns the day, and the next one to come, `start` included, where no year was given; nothing where that year
    /// has no such day.
    pub fn coming(self, today: Date, start: Date) -> Option<Date> {
        match self {
            Day::OfAnyYear { .. } => self.resolve(start, |day, near| day >= near, 1),
            _ => self.past(today),
        }
    }

    /// Months and days say whether a day without a year is one of this year; `step` is the way to the other year.
    fn resolve(self, near: Date, is_this_year: impl Fn((u32, u32), (u32, u32)) -> bool, step: i32) -> Option<Date> {
        match self {
            Day::On(date) => Some(date),
            Day::EndOfMonth { is_last } => {
                let next = near.with_day(1)?.checked_add_months(Months::new(u32::from(!is_last)))?;
                next.pred_opt()
            }
            Day::FromToday(days) if days < 0 => near.checked_sub_days(Days::new(days.unsigned_abs())),
            Day::FromToday(days) => near.checked_add_days(Days::new(days.unsigned_abs())),
            Day::OfAnyYear { day, month } => {
                let years = if is_this_year((month, day), (near.month(), near.day())) { 0 } else { step };
                // A 29 February that this year does not have is never one of years before or after.
                Date::from_ymd_opt(near.year() + years, month, day)
            }
        }
    }
}

/// Reads an option that is a day of the calendar, counted from the computer's today where it is not one itself.
///
/// # Errors
/// Says what is expected.
pub(in crate::cli) fn date(text: &str) -> Result<Date, Unfit> {
    match Day::parse(text)? {
        Day::OfAnyYear { .. } => Err(Unfit::new(
            format!("{text} names no year: write it, such as 31/03/2026"),
            format!("{text} ne dit pas l'année : l'écrire, comme dans 31/03/2026"),
        )),
        day => {
            let today = if let Day::On(date) = day { Ok(date) } else { clock::today() };
            day.past(today?).ok_or_else(expected)
        }
    }
}

/// Reads `-3d`, `+10d`, `-3j`.
fn counted(word: &str) -> Option<i64> {
    let digits = word.strip_suffix(['d', 'j'])?;
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, digits.strip_prefix('+')?),
    };
    let is_count = (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_count.then(|| digits.parse::<i64>().ok()).flatten().map(|days| sign * days)
}

/// Says that the calendar has no such day, where the text is written as one.
fn no_such_day(text: &str) -> Option<Unfit> {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ["0000-00-00", "00/00/0000"].contains(&shape.as_str()).then(|| {
        Unfit::new(
            format!("the calendar has no {text}; expected a day such as 2026-03-31 or 31/03/2026"),
            format!("le {text} n'existe pas au calendrier ; attendu : un jour tel que 31/03/2026 ou 2026-03-31"),
        )
    })
}

/// Reads `23/10`.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let (day, month) = text.split_once('/')?;
    let number = |text: &str| {
        let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let (day, month) = (number(day)?, number(month)?);
    // A leap year has every day there is.
    Date::from_ymd_opt(2024, month, day).map(|_| (day, month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn days_are_read_as_the_files_have_them_and_by_name() {
        let today = day("2026-10-25");
        let read = |text: &str| Day::parse(text).ok().and_then(|day| day.past(today)).map(|date| date.to_string());
        for (text, expected) in [
            ("2026-10-23", "2026-10-23"),
            ("23/10/2026", "2026-10-23"),
            (" 23/10/2026 ", "2026-10-23"),
            ("today", "2026-10-25"),
            ("Aujourd\u{2019}hui", "2026-10-25"),
            ("hier", "2026-10-24"),
            ("Yesterday", "2026-10-24"),
            ("demain", "2026-10-26"),
            ("-3d", "2026-10-22"),
            ("fin de mois", "2026-10-31"),
            ("Month end", "2026-10-31"),
            ("fin du mois dernier", "2026-09-30"),
            ("end of last month", "2026-09-30"),
            ("-3j", "2026-10-22"),
            ("+10d", "2026-11-04"),
            // Without a year: the last one that has passed.
            ("23/10", "2026-10-23"),
            ("26/10", "2025-10-26"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for wrong in ["", "31/02", "2026-02-30", "13/25/2026", "3d", "-d", "-999999d", "20261023", "soon", "0000-01-01"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        // The last 29 February was no day of the year that is meant.
        assert_eq!(read("29/02"), None);
        let leap = Day::parse("29/02").ok().and_then(|day_read| day_read.past(day("2028-03-05")));
        assert_eq!(leap, Some(day("2028-02-29")));
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_said_to_be_none() {
        let said = |text: &str| Day::parse(text).unwrap_err().to_string();
        assert!(said("2026-02-29").contains("2026-02-29"), "{}", said("2026-02-29"));
        assert!(said("31/02/2026").contains("31/02/2026"));
        assert!(!said("soon").contains("calendar"));
    }

    #[test]
    fn a_day_to_come_without_a_year_is_the_next_one() {
        let (today, start) = (day("2026-10-25"), day("2026-10-20"));
        let read = |text: &str| Day::parse(text).ok()?.coming(today, start);
        assert_eq!(read("23/10"), Some(day("2026-10-23")));
        assert_eq!(read("19/10"), Some(day("2027-10-19")));
        assert_eq!(read("+7d"), Some(day("2026-11-01")));
        assert_eq!(read("29/02"), None);
        assert!(date("23/10").is_err());
        assert_eq!(date("2026-03-31"), Ok(day("2026-03-31")));
    }
}
