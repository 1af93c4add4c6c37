//! Days as an iCalendar file (RFC 5545): what is to be done, in the calendar that people look at anyway.
//!
//! Each entry is a whole day. The same matter has the same `UID` in every file, so that reading a newer file moves an
//! entry instead of doubling it. Nothing here asks the clock: `DTSTAMP` is the day that the file was made for.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::model::visible::visible;
use crate::model::{Date, Lang};

/// The longest line, in octets, without its end (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// One entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Date,
    /// What makes it the same matter in another file. Entries that share it are told apart by their order.
    pub matter: String,
    /// The word that scripts rely on, as its category.
    pub category: &'static str,
    /// What people read in the calendar.
    pub summary: String,
    /// What they read when they open it, line by line.
    pub description: Vec<String>,
}

/// Writes the entries as one calendar.
///
/// # Errors
/// When `out` cannot be written.
pub(super) fn write(entries: &[Entry], made_for: Option<Date>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut calendar = Calendar { out };
    calendar.line("BEGIN:VCALENDAR")?;
    calendar.line("VERSION:2.0")?;
    calendar.line(match lang {
        Lang::En => "PRODID:-//relance//relance//EN",
        Lang::Fr => "PRODID:-//relance//relance//FR",
    })?;
    calendar.line("CALSCALE:GREGORIAN")?;
    calendar.line("METHOD:PUBLISH")?;
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let time = times.entry(&entry.matter).or_default();
        *time += 1;
        calendar.line("BEGIN:VEVENT")?;
        calendar.line(&format!("UID:{}@relance", uid(&entry.matter, *time)))?;
        calendar.line(&format!("DTSTAMP:{}T000000Z", made_for.unwrap_or(entry.day).format("%Y%m%d")))?;
        calendar.line(&format!("DTSTART;VALUE=DATE:{}", entry.day.format("%Y%m%d")))?;
        calendar.line(&format!("SUMMARY:{}", escaped(&entry.summary)))?;
        let description: Vec<String> = entry.description.iter().map(|line| escaped(line)).collect();
        calendar.line(&format!("DESCRIPTION:{}", description.join("\\n")))?;
        calendar.line(&format!("CATEGORIES:{}", entry.category))?;
        calendar.line("TRANSP:TRANSPARENT")?;
        calendar.line("END:VEVENT")?;
    }
    calendar.line("END:VCALENDAR")
}

struct Calendar<'a> {
    out: &'a mut dyn Write,
}

impl Calendar<'_> {
    /// Writes a content line, folded where it is too long; no character is ever cut in two.
    fn line(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        let mut room = LONGEST_LINE;
        while rest.len() > room {
            let at = rest.floor_char_boundary(room);
            write!(self.out, "{}\r\n ", &rest[..at])?;
            rest = &rest[at..];
            // The blank that begins a folded line counts.
            room = LONGEST_LINE - 1;
        }
        write!(self.out, "{rest}\r\n")
    }
}

fn uid(matter: &str, time: usize) -> String {
    let digest = Sha256::digest(format!("{matter}\n{time}"));
    digest.iter().take(16).fold(String::new(), |mut uid, byte| {
        let _ = write!(uid, "{byte:02x}");
        uid
    })
}

/// Returns a text value (RFC 5545, 3.3.11); what would steer a terminal or a calendar is made visible first.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    fn written(summary: &str, description: &[&str]) -> String {
        let entry = Entry {
            day: day("2026-03-06"),
            matter: "action C1".to_owned(),
            category: "action",
            summary: summary.to_owned(),
            description: description.iter().map(|&line| line.to_owned()).collect(),
        };
        let mut out = Vec::new();
        write(&[entry.clone(), entry], Some(day("2026-03-01")), Lang::Fr, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_end_and_fold_as_the_standard_says() {
        let long = "é".repeat(100);
        let text = written(&long, &["one", "two"]);
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
        // SUMMARY: takes 8 octets, 33 letters of two octets 66, and a half does not fit.
        assert!(text.contains(&format!("SUMMARY:{}\r\n {}\r\n", "é".repeat(33), "é".repeat(37))), "{text}");
        assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
        assert!(text.contains("DESCRIPTION:one\\ntwo\r\n"));
    }

    #[test]
    fn what_is_special_in_a_calendar_is_escaped() {
        let text = written("A; B, C\\D\r\nEND:VEVENT", &[]);
        assert!(text.contains("SUMMARY:A\\; B\\, C\\\\D\\\\r\\\\nEND:VEVENT\r\n"), "{text}");
    }

    #[test]
    fn two_entries_about_one_matter_have_their_own_ids_that_stay() {
        let text = written("x", &[]);
        let ids: Vec<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
        assert_ne!(ids[0], ids[1]);
        assert_eq!(written("another", &["word"]).lines().find(|line| line.starts_with("UID:")), Some(ids[0]));
        assert!(text.contains("DTSTAMP:20260301T000000Z\r\nDTSTART;VALUE=DATE:20260306\r\n"));
    }
}
