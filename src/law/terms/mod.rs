//! Payment terms in words, and the due date they give (C. com. L441-10 I).
//!
//! "45 days end of month" has two accepted readings: the days first (A), or the month's end first (B). The words
//! `end of month 45 days` always mean B; what `45 days end of month` means is for the contract, hence the policy, to
//! say: A unless it says otherwise.

mod words;

use chrono::{Datelike, Days, Months};

use crate::model::{Date, Lang};

/// A payment term: days, then the end of a period, then days again, then a fixed day, each optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Days counted from the issue date.
    days: u16,
    /// The period whose end to go on to.
    end_of: Option<Period>,
    /// Days counted from that end.
    days_after: u16,
    /// The day of the month on which to stop, from 1 to 31.
    day_of_month: Option<u8>,
}

/// A period to whose end a term goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The month.
    Month,
    /// The ten-day period (décade): to the 10th, to the 20th, to the month's end. What is bought perishable is paid
    /// days after the end of the one in which it was delivered (C. com. L441-11 II).
    TenDays,
}

/// What "45 days end of month" means in the contract; the law accepts both (C. com. L441-10 I).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndOfMonth {
    /// Reading A: the days, then the end of the month reached.
    AfterDays,
    /// Reading B: the end of the month of issue, then the days.
    BeforeDays,
}

/// The longest count of days that is read as a term; the law allows far less.
const LONGEST_DAYS: u16 = 366;

impl Terms {
    /// Returns the last day on which an invoice of that date can be paid without being late.
    ///
    /// A fixed day is the first one of that number not before the days counted, and after the issue date or
    /// the month's end; in a month too short for it, the month's last day.
    pub fn due_date(&self, issue: Date) -> Date {
        let mut date = issue + Days::new(self.days.into());
        let mut may_be_today = self.days > 0;
        if let Some(period) = self.end_of {
            date = period.end(date) + Days::new(self.days_after.into());
            may_be_today = self.days_after > 0;
        }
        match self.day_of_month {
            Some(day) => next_day_of_month(date, day, may_be_today),
            None => date,
        }
    }

    /// Returns that many days, end of month.
    pub fn end_of_month(days: u16) -> Terms {
        Terms { days, end_of: Some(Period::Month), ..Terms::default() }
    }

    /// Returns the terms as a contract with that reading means them.
    pub fn read_as(self, reading: EndOfMonth) -> Terms {
        let has_two_readings = self.end_of == Some(Period::Month) && self.days_after == 0;
        if reading == EndOfMonth::BeforeDays && has_two_readings {
            return Terms { days: 0, days_after: self.days, ..self };
        }
        self
    }

    /// Returns the term of sales between businesses that agreed on none: thirty days after the goods were received or
    /// the service was rendered (C. com. L441-10 I).
    pub const fn legal() -> Terms {
        Terms { days: 30, end_of: None, days_after: 0, day_of_month: None }
    }

    /// Tells whether the terms count from the delivery rather than from the invoice.
    pub fn counts_from_delivery(&self) -> bool {
        self.end_of == Some(Period::TenDays)
    }

    /// Returns the days of terms that go to the month's end and stop at no fixed day; nothing for others.
    pub fn days_with_end_of_month(&self) -> Option<u16> {
        let plain = self.end_of == Some(Period::Month) && self.day_of_month.is_none();
        plain.then(|| self.days + self.days_after)
    }

    /// Returns the terms in words that [`Terms::parse`] reads back.
    pub fn words(&self, lang: Lang) -> String {
        let days = |count: u16| match (lang, count) {
            (Lang::En, 1) => "1 day".to_owned(),
            (Lang::En, n) => format!("{n} days"),
            (Lang::Fr, 1) => "1 jour".to_owned(),
            (Lang::Fr, n) => format!("{n} jours"),
        };
        let mut parts = Vec::new();
        if self.days > 0 {
            parts.push(days(self.days));
        }
        if self.end_of == Some(Period::Month) {
            parts.push(if lang == Lang::En { "end of month" } else { "fin de mois" }.to_owned());
        }
        if self.days_after > 0 {
            parts.push(days(self.days_after));
        }
        if self.end_of == Some(Period::TenDays) {
            parts.push(if lang == Lang::En { "end of ten-day period" } else { "fin de décade" }.to_owned());
        }
        if let Some(day) = self.day_of_month {
            parts.push(day_in_words(day, lang));
        }
        if parts.is_empty() {
            parts.push(if lang == Lang::En { "on receipt" } else { "à réception" }.to_owned());
        }
        parts.join(" ")
    }
}

fn day_in_words(day: u8, lang: Lang) -> String {
    match (lang, day) {
        (Lang::Fr, 1) => "le 1er".to_owned(),
        (Lang::Fr, _) => format!("le {day}"),
        (Lang::En, 1 | 21 | 31) => format!("the {day}st"),
        (Lang::En, 2 | 22) => format!("the {day}nd"),
        (Lang::En, 3 | 23) => format!("the {day}rd"),
        (Lang::En, _) => format!("the {day}th"),
    }
}

impl Period {
    /// Returns the last day of the period in which a date lies.
    pub fn end(self, date: Date) -> Date {
        match (self, date.day()) {
            (Period::TenDays, 1..=10) => clamped(date, 10),
            (Period::TenDays, 11..=20) => clamped(date, 20),
            _ => clamped(date, 31),
        }
    }
}

/// Returns the first day of that number after the date, or on it when that may be.
fn next_day_of_month(date: Date, day: u8, may_be_today: bool) -> Date {
    let here = clamped(date, day);
    if here > date || (may_be_today && here == date) {
        return here;
    }
    clamped(clamped(date, 1) + Months::new(1), day)
}

/// Returns the day of that number in the date's month, or its last day when it has fewer.
fn clamped(date: Date, day: u8) -> Date {
    let longest = u32::from(day).min(date.num_days_in_month().into());
    date.with_day(longest).expect("the day is within the month")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn due(terms: &str, issue: &str) -> String {
        Terms::parse(terms).expect(terms).due_date(day(issue)).to_string()
    }

    /// The check values of law.md section 1: issue date, reading A, reading B.
    #[test]
    fn both_readings_of_45_days_end_of_month() {
        for (issue, a, b) in [
            ("2026-02-15", "2026-04-30", "2026-04-14"),
            ("2024-02-15", "2024-03-31", "2024-04-14"),
            ("2026-05-16", "2026-06-30", "2026-07-15"),
            ("2026-05-17", "2026-07-31", "2026-07-15"),
            ("2026-12-31", "2027-02-28", "2027-02-14"),
        ] {
            assert_eq!(due("45 days end of month", issue), a, "A of {issue}");
            assert_eq!(due("45 jours fin de mois", issue), a, "A of {issue}");
            assert_eq!(due("end of month 45 days", issue), b, "B of {issue}");
            assert_eq!(due("Fin de mois + 45 jours", issue), b, "B of {issue}");
        }
        assert_eq!(due("60 days", "2026-02-15"), "2026-04-16");
        assert_eq!(due("60 jours", "2026-02-15"), "2026-04-16");
    }

    #[test]
    fn the_contract_says_which_reading_45_days_end_of_month_has() {
        let read = |terms: &str, issue: &str| {
            let terms = Terms::parse(terms).unwrap();
            [EndOfMonth::AfterDays, EndOfMonth::BeforeDays].map(|r| terms.read_as(r).due_date(day(issue)).to_string())
        };
        assert_eq!(read("45 days end of month", "2026-05-17"), ["2026-07-31", "2026-07-15"]);
        assert_eq!(read("45 jours fin de mois", "2024-02-15"), ["2024-03-31", "2024-04-14"]);
        // Words in the other order, without days, or without a month's end have one reading.
        assert_eq!(read("end of month 45 days", "2026-05-17"), ["2026-07-15", "2026-07-15"]);
        assert_eq!(read("end of month", "2026-05-17"), ["2026-05-31", "2026-05-31"]);
        assert_eq!(read("60 days", "2026-02-15"), ["2026-04-16", "2026-04-16"]);
        assert_eq!(read("30 days end of ten-day period", "2026-02-15"), ["2026-03-22", "2026-03-22"]);
    }

    #[test]
    fn ten_day_periods_end_on_the_10th_the_20th_and_with_the_month() {
        // The period's end, then 30 days: 10 March + 30, 20 March + 30, 31 March + 30, 28 February + 30.
        for (issue, end) in [
            ("2026-03-01", "2026-04-09"),
            ("2026-03-10", "2026-04-09"),
            ("2026-03-11", "2026-04-19"),
            ("2026-03-20", "2026-04-19"),
            ("2026-03-21", "2026-04-30"),
            ("2026-02-28", "2026-03-30"),
        ] {
            for same in ["30 jours fin de décade", "fin de decade 30 jours", "30 days end of ten-day period"] {
                assert_eq!(due(same, issue), end, "{same} of {issue}");
            }
        }
        assert_eq!(due("30 days end of the 10-day period", "2026-03-11"), "2026-04-19");
        assert_eq!(Terms::parse("10 jours fin de décade 30 jours"), None);
    }

    #[test]
    fn words_of_both_languages_in_any_case() {
        for same in [
            "30 days",
            "30 days net",
            "30 Days Net",
            "net 30",
            "net 30 days",
            "30d",
            "30 jours",
            "30 JOURS NETS",
            "30j",
            "à 30 jours",
            "A 30 jours net",
            "30 days from invoice date",
            "30 jours date de facture",
            "  30   days ",
        ] {
            assert_eq!(due(same, "2026-01-01"), "2026-01-31", "{same}");
        }
        for now in [
            "on receipt",
            "On Receipt",
            "Payment on receipt",
            "à réception",
            "A RECEPTION",
            "Paiement à réception",
            "Règlement à réception de facture",
            "Payable comptant",
            "comptant",
            "0 days",
            "0 jours",
        ] {
            assert_eq!(due(now, "2026-01-01"), "2026-01-01", "{now}");
        }
        assert_eq!(due("end of month", "2026-02-03"), "2026-02-28");
        assert_eq!(due("30 j fdm", "2026-01-31"), "2026-03-31");
    }

    #[test]
    fn a_fixed_day_is_the_next_one() {
        // 15 Jan + 30 days = 14 Feb, month end 28 Feb, the 10th after it: 10 March.
        for same in ["30 days end of month the 10th", "30 jours fin de mois le 10", "30 days eom, on the 10th"] {
            assert_eq!(due(same, "2026-01-15"), "2026-03-10", "{same}");
        }
        assert_eq!(due("le 10", "2026-01-09"), "2026-01-10");
        // The issue day itself would leave no day to pay.
        assert_eq!(due("the 10th", "2026-01-10"), "2026-02-10");
        // A count of days that ends on the 10th has arrived.
        assert_eq!(due("30 days the 10th", "2026-01-11"), "2026-02-10");
        assert_eq!(due("30 jours le 31", "2026-01-30"), "2026-03-31");
        assert_eq!(due("le 31", "2026-02-01"), "2026-02-28");
        // The month's end is not the 31st that was meant after it.
        assert_eq!(due("fin de mois le 31", "2026-03-12"), "2026-04-30");
        assert_eq!(due("le 1er", "2026-12-31"), "2027-01-01");
    }

    #[test]
    fn what_has_no_single_meaning_is_not_read() {
        for wrong in [
            "",
            " ",
            "days",
            "30",
            "thirty days",
            "30 days 10 days",
            "end of month end of month",
            "le 0",
            "le 32",
            "the 10th 30 days",
            "30 days after delivery",
            "-30 days",
            "30.5 days",
            "3000 days",
            "end of",
            "net",
            "30 days net net",
            "le 10 le 20",
            "60 jours fin",
            "on receipt 30 days",
            "then 30 days",
            "30 days then",
            "end of month 10 days 5 days",
            "1e3 days",
            "３０ days",
        ] {
            assert_eq!(Terms::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for days in [0, 1, 30] {
            let month = Some(Period::Month);
            for (end_of, days_after) in [(None, 0), (month, 0), (month, 45), (Some(Period::TenDays), 30)] {
                for day_of_month in [None, Some(1), Some(2), Some(3), Some(10), Some(31)] {
                    let days = if end_of == Some(Period::TenDays) { 0 } else { days };
                    let terms = Terms { days, end_of, days_after, day_of_month };
                    for lang in [Lang::En, Lang::Fr] {
                        assert_eq!(Terms::parse(&terms.words(lang)), Some(terms), "{}", terms.words(lang));
                    }
                }
            }
        }
        let terms = Terms::parse("45 days end of month").unwrap();
        assert_eq!(terms.words(Lang::Fr), "45 jours fin de mois");
    }
}
