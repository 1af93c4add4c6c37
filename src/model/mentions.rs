//! The mentions of an invoice that late-payment penalties rest on (C. com. L441-9 I, D441-5), by the subject codes of
//! the notes of electronic invoices.

/// Which of them a document bears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mentions(u8);

/// The codes, in the order in which they are written: the 40 EUR indemnity, the penalty rate, the early-payment
/// discount.
const CODES: [&str; 3] = ["PMT", "PMD", "AAB"];

/// The word for a document that bears none.
const NONE: &str = "none";

impl Mentions {
    /// Reads codes with anything but letters between them; other codes and words are those of other notes.
    pub fn parse(text: &str) -> Mentions {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let bits = words.filter_map(|word| CODES.iter().position(|code| word.eq_ignore_ascii_case(code)));
        Mentions(bits.fold(0, |all, bit| all | 1 << bit))
    }

    /// Returns the codes that are not borne.
    pub fn lacking(self) -> impl Iterator<Item = &'static str> {
        CODES.into_iter().enumerate().filter(move |(bit, _)| self.0 & 1 << bit == 0).map(|(_, code)| code)
    }

    /// Returns the codes that are borne, as a cell: `PMT PMD AAB`, `none`.
    pub fn words(self) -> String {
        let borne: Vec<&str> =
            CODES.into_iter().enumerate().filter(|(bit, _)| self.0 & 1 << bit != 0).map(|(_, code)| code).collect();
        if borne.is_empty() { NONE.to_owned() } else { borne.join(" ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_they_are_written() {
        let two = Mentions::parse("aab, PMD+REG");
        assert_eq!((two.words().as_str(), two.lacking().collect::<Vec<_>>()), ("PMD AAB", vec!["PMT"]));
        assert_eq!(Mentions::parse("PMT PMD AAB").lacking().count(), 0);
        assert_eq!((Mentions::parse("none").words().as_str(), Mentions::parse("none").lacking().count()), ("none", 3));
    }
}
