//! Payment terms as people write them: words of both languages to [`Terms`].

use super::{LONGEST_DAYS, Period, Terms};

impl Terms {
    /// Reads terms in French or English words; nothing when a word has no place there.
    ///
    /// Case, accents and repeated spaces do not matter.
    pub fn parse(text: &str) -> Option<Terms> {
        let words = words(text);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = match words.as_slice() {
            ["paiement" | "reglement" | "payable" | "payment", rest @ ..] => rest,
            all => all,
        };
        if AT_ONCE.contains(&said) {
            return Some(Terms::default());
        }
        let mut reading = Reading::default();
        let mut rest = words.as_slice();
        while !rest.is_empty() {
            rest = reading.step(rest)?;
        }
        reading.finish()
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

/// What has been read so far, and how far the reading has come: no part may come twice or too late.
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
            | ["eom" | "fdm", rest @ ..] => self.end_of(Period::Month, rest),
            ["end", "of", "ten" | "10", "-", "day", "period", rest @ ..]
            | ["end", "of", "the", "ten" | "10", "-", "day", "period", rest @ ..]
            | ["fin", "de", "decade", rest @ ..] => self.end_of(Period::TenDays, rest),
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
        self.days_read || self.terms.end_of.is_some()
    }

    fn days<'a, 'w>(&mut self, count: &str, rest: &'a [&'w str]) -> Option<&'a [&'w str]> {
        let count = number(count).filter(|&count| count <= LONGEST_DAYS)?;
        if self.terms.day_of_month.is_some() {
            return None;
        }
        if self.terms.end_of.is_some() {
            (!self.days_after_read).then_some(())?;
            (self.days_after_read, self.terms.days_after) = (true, count);
        } else {
            (!self.days_read).then_some(())?;
            (self.days_read, self.terms.days) = (true, count);
        }
        Some(rest)
    }

    fn end_of<'a, 'w>(&mut self, period: Period, rest: &'a [&'w str]) -> Option<&'a [&'w str]> {
        if self.terms.end_of.is_some() || self.terms.day_of_month.is_some() {
            return None;
        }
        self.terms.end_of = Some(period);
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

    fn finish(mut self) -> Option<Terms> {
        if self.terms.end_of == Some(Period::TenDays) {
            // « 30 jours fin de décade » counts the days from the period's end, however the words stand.
            (!self.days_after_read || !self.days_read).then_some(())?;
            self.terms.days_after += std::mem::take(&mut self.terms.days);
        }
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
