//! Public holidays, and the next day on which somebody is at work.
//!
//! Used to move what we do and the deadlines we grant. What binds the user (limitation, declaring a claim)
//! is never moved: the prudent asymmetry is to extend what he waits for, not what he must do.

use chrono::{Datelike, Days, Weekday};

use crate::model::Date;

/// Which days are not worked, besides weekends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holidays {
    /// The eleven of C. trav. L3133-1.
    France,
    /// Those, Good Friday and 26 December: Bas-Rhin, Haut-Rhin, Moselle (C. trav. L3134-13).
    AlsaceMoselle,
    /// None: weekends only, where the holidays of the country are not known here.
    None,
}

/// Month and day of the holidays of C. trav. L3133-1 that do not move.
const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

/// Days after Easter Sunday of those that do: Easter Monday, Ascension, Whit Monday.
const AFTER_EASTER: [i64; 3] = [1, 39, 50];

/// Tells whether the day is a public holiday; Sundays as such are not.
pub fn is_holiday(day: Date, holidays: Holidays) -> bool {
    if holidays == Holidays::None {
        return false;
    }
    let month_and_day = (day.month(), day.day());
    let after_easter = day.signed_duration_since(easter(day.year())).num_days();
    let local = holidays == Holidays::AlsaceMoselle && (month_and_day == (12, 26) || after_easter == -2);
    FIXED.contains(&month_and_day) || AFTER_EASTER.contains(&after_easter) || local
}

/// Tells whether the day is neither Saturday, Sunday nor a public holiday.
pub fn is_working_day(day: Date, holidays: Holidays) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day, holidays)
}

/// Returns the day itself when it is worked, else the next day that is.
pub fn next_working_day(day: Date, holidays: Holidays) -> Date {
    let mut day = day;
    while !is_working_day(day, holidays) {
        day = day + Days::new(1);
    }
    day
}

/// Returns Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm published in Nature, 1876).
pub fn easter(year: i32) -> Date {
    let (golden, century, of_century) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let moon = century - (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + moon - century.div_euclid(4) + 15).rem_euclid(30);
    let week = (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * week) / 451;
    let days = epact + week - 7 * late + 114;
    Date::from_ymd_opt(year, (days / 31) as u32, (days % 31 + 1) as u32).expect("Easter falls in March or April")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn easter_falls_where_the_fact_sheet_says() {
        // law.md section 13.
        let known = ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"];
        for sunday in known {
            assert_eq!(easter(day(sunday).year()), day(sunday));
        }
        // The two ends of the range: 1818 and 1943.
        assert_eq!(easter(1818), day("1818-03-22"));
        assert_eq!(easter(1943), day("1943-04-25"));
        assert!((1600..2600).all(|year| easter(year).weekday() == Weekday::Sun));
    }

    #[test]
    fn a_year_has_eleven_holidays_and_thirteen_in_alsace_moselle() {
        let of_2026 = |holidays| {
            day("2026-01-01").iter_days().take(365).filter(|&day| is_holiday(day, holidays)).collect::<Vec<_>>()
        };
        // Easter is 5 April: Monday 6 April, Ascension 14 May (5 April + 39), Whit Monday 25 May (+ 50).
        let eleven = [
            "2026-01-01",
            "2026-04-06",
            "2026-05-01",
            "2026-05-08",
            "2026-05-14",
            "2026-05-25",
            "2026-07-14",
            "2026-08-15",
            "2026-11-01",
            "2026-11-11",
            "2026-12-25",
        ];
        assert_eq!(of_2026(Holidays::France), eleven.map(day));
        let local: Vec<Date> =
            of_2026(Holidays::AlsaceMoselle).into_iter().filter(|&day| !is_holiday(day, Holidays::France)).collect();
        assert_eq!(local, [day("2026-04-03"), day("2026-12-26")]);
    }

    #[test]
    fn without_holidays_only_weekends_are_off() {
        // Good Friday to Easter Monday 2026: Saturday and Sunday move to Monday, which is worked.
        let moved = |from: &str| next_working_day(day(from), Holidays::None).to_string();
        assert_eq!(
            [moved("2026-04-03"), moved("2026-04-04"), moved("2026-04-06")],
            ["2026-04-03", "2026-04-06", "2026-04-06"]
        );
        assert_eq!(moved("2026-07-14"), "2026-07-14");
    }

    #[test]
    fn a_day_off_moves_to_the_next_day_of_work() {
        let moved = |from: &str, holidays| next_working_day(day(from), holidays).to_string();
        assert_eq!(moved("2026-03-04", Holidays::France), "2026-03-04"); // A Wednesday stays.
        assert_eq!(moved("2026-03-07", Holidays::France), "2026-03-09"); // Saturday to Monday.
        assert_eq!(moved("2026-04-04", Holidays::France), "2026-04-07"); // Easter: Saturday to Tuesday.
        assert_eq!(moved("2026-04-03", Holidays::France), "2026-04-03"); // Good Friday is worked in Paris
        assert_eq!(moved("2026-04-03", Holidays::AlsaceMoselle), "2026-04-07"); // but not in Strasbourg.
        assert_eq!(moved("2024-05-08", Holidays::France), "2024-05-10"); // Victory day, then Ascension (2024).
        assert_eq!(moved("2025-12-25", Holidays::AlsaceMoselle), "2025-12-29"); // 25, 26, then a weekend.
    }
}
