//! Payment terms in words, and the due date they give (C. com. L441-10 I).
//!
//! "45 days end of month" has two accepted readings; the order of the words says which one is meant:
//! `45 days end of month` counts the days first (reading A), `end of month 45 days` goes to the month's end
//! first (reading B).

use chrono::{Datelike, Days, Months};

use crate::model::{Date, Lang};

/// Is a payment term: days, then the end of the month, then days again, then a fixed day, each optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Days counted from the issue date.
    days: u16,
    /// Whether to go on to the end of the month reached.
    end_of_month: bool,
    /// Days counted from that month's end.
    days_after: u16,
    /// The day of the month on which to stop, from 1 to 31.
    day_of_month: Option<u8>,
}

/// Is the longest count of days that is read as a term; the law allows far less.
const LONGEST_DAYS: u16 = 366;

impl Terms {
    /// Reads terms in French or English words; nothing when a word has no place there.
    ///
    /// Case, accents and repeated spaces do not matter.
    pub fn parse(text: &str) -> Option<Terms> {
        let words = words(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if AT_ONCE.contains(&words.as_slice()) {
            return Some(Terms::default());
        }
        let mut reading = Reading::default();
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            rest = reading.step(rest)?;
        }
        reading.finish()
    }

    /// Returns the last day on which an invoice of that date can be paid without being late.
    ///
    /// A fixed day is the first one of that number not before the days counted, and after the issue date or
    /// the month's end; in a month too short for it, the month's last day.
    pub fn due_date(&self, issue: Date) -> Date {
        let mut date = issue + Days::new(self.days.into());
        let mut may_be_today = self.days > 0;
        if self.end_of_month {
            date = end_of_month(date) + Days::new(self.days_after.into());
            may_be_today = self.days_after > 0;
        }
        match self.day_of_month {
            Some(day) => next_day_of_month(date, day, may_be_today),
            None => date,
        }
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
        if self.end_of_month {
            parts.push(if lang == Lang::En { "end of month" } else { "fin de mois" }.to_owned());
        }
        if self.days_after > 0 {
            parts.push(days(self.days_after));
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

/// The ways to say that nothing is granted.
const AT_ONCE: &[&[&str]] = &[
    &["on", "receipt"],
    &["due", "on", "receipt"],
    &["upon", "receipt"],
    &["cash"],
    &["immediate"],
    &["a", "reception"],
    &["reception"],
    &["a", "reception", "de", "facture"],
    &["a", "reception", "de", "la", "facture"],
    &["comptant"],
    &["au", "comptant"],
    &["immediat"],
];

/// Is what has been read so far, and how far the reading has come: no part may come twice or too late.
#[derive(Default)]
struct Reading {
    terms: Terms,
    days_read: bool,
    days_after_read: bool,
    net: bool,
}

impl Reading {
    /// Takes one part off the front of the words; nothing when none fits.
    fn step<'a, 'w>(&mut self, words: &'a [&'w str]) -> Option<&'a [&'w str]> {
        match words {
            ["end", "of", "month", rest @ ..]
            | ["end", "of", "the", "month", rest @ ..]
            | ["fin", "de" | "du", "mois", rest @ ..]
            | ["eom" | "fdm", rest @ ..] => self.end_of_month(rest),
            ["on", "the", day, rest @ ..] | ["the" | "le", day, rest @ ..] => self.day_of_month(day, rest),
            ["from" | "after", "invoice", "date", rest @ ..]
            | ["from" | "after", "the", "invoice", "date", rest @ ..]
            | ["date", "de", "facture", rest @ ..]
            | ["date", "de", "facturation", rest @ ..]
                if self.days_read =>
            {
                Some(rest)
            }
            ["net" | "nets", rest @ ..] if !self.net => {
                self.net = true;
                match rest {
                    // `net 30` is how English-speaking firms write it: the unit may be left out there.
                    [count] if !self.days_read && number(count).is_some() => self.days(count, &[]),
                    _ => Some(rest),
                }
            }
            ["a", count, "jour" | "jours" | "j", rest @ ..]
            | [count, "day" | "days" | "d" | "jour" | "jours" | "j", rest @ ..] => self.days(count, rest),
            ["+" | "then" | "puis" | "plus", rest @ ..] if self.begun() && !rest.is_empty() => Some(rest),
            _ => None,
        }
    }

    fn begun(&self) -> bool {
        self.days_read || self.terms.end_of_month
    }

    fn days<'a, 'w>(&mut self, count: &str, rest: &'a [&'w str]) -> Option<&'a [&'w str]> {
        let count = number(count).filter(|&count| count <= LONGEST_DAYS)?;
        if self.terms.day_of_month.is_some() {
            return None;
        }
        if self.terms.end_of_month {
            (!self.days_after_read).then_some(())?;
            (self.days_after_read, self.terms.days_after) = (true, count);
        } else {
            (!self.days_read).then_some(())?;
            (self.days_read, self.terms.days) = (true, count);
        }
        Some(rest)
    }

    fn end_of_month<'a, 'w>(&mut self, rest: &'a [&'w str]) -> Option<&'a [&'w str]> {
        if self.terms.end_of_month || self.terms.day_of_month.is_some() {
            return None;
        }
        self.terms.end_of_month = true;
        Some(rest)
    }

    fn day_of_month<'a, 'w>(&mut self, day: &str, rest: &'a [&'w str]) -> Option<&'a [&'w str]> {
        let day = number(day).filter(|day| (1..=31).contains(day))?;
        if self.terms.day_of_month.replace(day as u8).is_some() {
            return None;
        }
        // The words split digits from letters: `10th` and `1er` come as two.
        match rest {
            ["st" | "nd" | "rd" | "th" | "er" | "e", rest @ ..] => Some(rest),
            _ => Some(rest),
        }
    }

    fn finish(self) -> Option<Terms> {
        (self.begun() || self.terms.day_of_month.is_some()).then_some(self.terms)
    }
}

/// Returns the words in small letters without accents; digits and letters that touch are two words.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars().flat_map(char::to_lowercase).map(without_accent) {
        let glued = (c.is_ascii_digit() && last.is_ascii_digit()) || (c.is_alphabetic() && last.is_alphabetic());
        match words.last_mut() {
            Some(word) if glued => word.push(c),
            _ if !c.is_whitespace() && c != ',' => words.push(c.into()),
            _ => {}
        }
        last = c;
    }
    words
}

fn without_accent(c: char) -> char {
    match c {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' => 'e',
        'î' => 'i',
        'ô' => 'o',
        'û' | 'ù' => 'u',
        c => c,
    }
}

fn number(word: &str) -> Option<u16> {
    if word.bytes().all(|b| b.is_ascii_digit()) { word.parse().ok() } else { None }
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

/// Returns the last day of the date's month.
fn end_of_month(date: Date) -> Date {
    clamped(date, 31)
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
        for now in ["on receipt", "On Receipt", "à réception", "A RECEPTION", "comptant", "0 days", "0 jours"] {
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
            for (end_of_month, days_after) in [(false, 0), (true, 0), (true, 45)] {
                for day_of_month in [None, Some(1), Some(2), Some(3), Some(10), Some(31)] {
                    let terms = Terms { days, end_of_month, days_after, day_of_month };
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
