//! How alike two tellings of one sum are: by day, words, references and accounts.

use super::{compact, is_made};
use crate::import::source::Telling;
use crate::input::fold::fold;
use crate::model::Bilingual;
use crate::model::receipt::{is_of_banks, perhaps_told};

/// The length from which banks cut a text off: 31 letters in CFONB, 32 in OFX.
const CUT_AFTER: usize = 31;

/// The shortest token with digits that tells what was paid.
const NUMBER_LETTERS: usize = 4;

/// The shortest word that tells who paid.
const NAME_LETTERS: usize = 3;

/// How sure it is that two statements tell of one movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The day, the sum and the words are the same.
    Same,
    /// The sum is; the day, the words or the bank's references are not quite.
    Perhaps,
}

impl Likeness {
    /// Returns the decision of a receipt that another one tells already, and why.
    pub(super) fn decided(self, id: &str) -> (&'static str, Bilingual) {
        match self {
            Likeness::Same => (
                "ignore",
                Bilingual::new(
                    format!("the same money as {id}, which another statement told"),
                    format!("la même somme que {id}, qu'un autre relevé a donnée"),
                ),
            ),
            Likeness::Perhaps => ("wait", perhaps_told(id)),
        }
    }
}

/// A telling, its words taken apart.
pub(super) struct Said<'a> {
    pub telling: &'a Telling,
    text: Vec<String>,
    payer: Vec<String>,
    /// The words of both, sorted.
    pub all: Vec<String>,
    payer_account: String,
    account: String,
    is_made: bool,
    /// Whether the bank may have cut the text off.
    may_be_cut: bool,
}

impl<'a> Said<'a> {
    pub fn of(telling: &'a Telling) -> Said<'a> {
        let [text, payer] = [&telling.text, &telling.payer].map(|text| words(text));
        let mut all = [&text[..], &payer].concat();
        all.sort_unstable();
        all.dedup();
        let [payer_account, account] = [&telling.payer_account, &telling.account].map(|account| compact(account));
        let may_be_cut = telling.text.chars().count() >= CUT_AFTER;
        Said { is_made: is_made(&telling.id), may_be_cut, text, payer, all, payer_account, account, telling }
    }

    /// Tells whether two tellings of one sum may be of one movement. Two references of the bank's tell movements apart,
    /// but for what is the same in everything else; so do accounts.
    pub fn likeness(&self, other: &Said<'_>) -> Option<Likeness> {
        let is_same_day = self.telling.date == other.telling.date;
        let is_referenced = !self.is_made && !other.is_made;
        if (is_referenced && !is_same_day)
            || contradict(&self.payer_account, &other.payer_account)
            || contradict(&self.account, &other.account)
        {
            return None;
        }
        let is_told = self.is_told_by(other) || other.is_told_by(self);
        // A day that differs in one and the same form of statement is another movement's.
        let is_other_form = self.is_made != other.is_made || self.text != other.text;
        match (is_same_day, is_told) {
            (true, true) if !is_referenced && self.is_surely(other) => Some(Likeness::Same),
            (true, true) => Some(Likeness::Perhaps),
            (true, false) if !is_referenced && (self.common(other) > 0 || self.is_mute() || other.is_mute()) => {
                Some(Likeness::Perhaps)
            }
            (false, true) if is_other_form => Some(Likeness::Perhaps),
            _ => None,
        }
    }

    /// Tells whether two tellings of which one has the words of the other are beyond doubt of one movement: the words are
    /// the same, or both have a number. A name alone may be the beginning of another customer's. Two of one form that say
    /// the same have different ids because they came to different accounts of ours.
    fn is_surely(&self, other: &Said<'_>) -> bool {
        let number = |one: &Said<'_>, two: &Said<'_>| {
            let mut numbers = one.all.iter().filter(|word| has_digit(word));
            numbers.any(|word| (is_number(word) && two.has(word)) || one.is_cut(word, two))
        };
        let is_twin = self.is_made
            && other.is_made
            && (&self.telling.text, &self.telling.payer) == (&other.telling.text, &other.telling.payer);
        !is_twin && (self.all == other.all || number(self, other) || number(other, self))
    }

    /// Tells whether another telling has all the words of this one; or those of its text, which hold a number, and some of
    /// the payer's name.
    fn is_told_by(&self, other: &Said<'_>) -> bool {
        let is_whole = !self.is_mute() && self.all.iter().all(|word| other.has(word) || self.is_cut(word, other));
        let is_by_number = self.text.iter().any(|word| is_number(word))
            && self.text.iter().all(|word| other.has(word))
            && (self.payer.is_empty() || self.payer.iter().any(|word| tells(word) && other.has(word)));
        is_whole || is_by_number
    }

    /// Tells whether a word is the last one of a text that the bank cut off, and another telling has it whole.
    fn is_cut(&self, word: &str, other: &Said<'_>) -> bool {
        self.may_be_cut
            && self.text.last().is_some_and(|last| last == word)
            && other.all.iter().any(|known| known.starts_with(word))
    }

    fn has(&self, word: &String) -> bool {
        self.all.binary_search(word).is_ok()
    }

    /// Returns how many words only one of them has.
    pub fn differing(&self, other: &Said<'_>) -> usize {
        let missing = |one: &Said<'_>, two: &Said<'_>| one.all.iter().filter(|word| !two.has(word)).count();
        missing(self, other) + missing(other, self)
    }

    /// Returns how many words that tell something both have.
    pub fn common(&self, other: &Said<'_>) -> usize {
        self.all.iter().filter(|word| tells(word) && other.has(word)).count()
    }

    /// Tells whether it says neither who paid nor what.
    fn is_mute(&self) -> bool {
        !self.all.iter().any(|word| tells(word))
    }
}

/// Tells whether a word says who paid, or what: banks' own words do not, nor do days.
fn tells(word: &str) -> bool {
    let least = if has_digit(word) { NUMBER_LETTERS } else { NAME_LETTERS };
    word.len() >= least && !is_of_banks(word)
}

/// Tells whether a word is a number that tells what was paid.
fn is_number(word: &str) -> bool {
    word.len() >= NUMBER_LETTERS && has_digit(word)
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn words(text: &str) -> Vec<String> {
    // Decomposed accents are a part of their letters.
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&letter));
    parts.map(fold).filter(|word| !word.is_empty()).collect()
}

/// Tells whether two accounts are known and not one: some statements write a part of the number.
fn contradict(one: &str, other: &str) -> bool {
    !one.contains(other) && !other.contains(one)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::testing::day;

    pub fn telling(id: &str, date: &str, text: &str, payer: &str) -> Telling {
        Telling {
            id: id.to_owned(),
            date: day(date),
            text: text.to_owned(),
            payer: payer.to_owned(),
            payer_account: String::new(),
            account: String::new(),
            again: None,
        }
    }

    pub fn likeness(one: &Telling, other: &Telling) -> Option<Likeness> {
        let [one, other] = [Said::of(one), Said::of(other)];
        let likeness = one.likeness(&other);
        assert_eq!(other.likeness(&one), likeness);
        likeness
    }

    pub const MADE: &str = "B-2026-03-05-10000-8a3746";

    #[test]
    fn the_words_of_one_in_those_of_the_other_are_the_same_money() {
        let camt = telling("B-REF001", "2026-03-05", "F2026-0117", "Dupont & Fils SARL");
        let whole = telling(MADE, "2026-03-05", "VIR SEPA RECU DUPONT ET FILS F2026-0117", "");
        let cut = telling("B-ABC123", "2026-03-05", "VIR SEPA RECU DUPONT ET FILS F20", "");
        assert_eq!(likeness(&camt, &whole), Some(Likeness::Same));
        assert_eq!(likeness(&cut, &whole), Some(Likeness::Same));
        let longer =
            telling("B-2026-03-05-10000-000000", "2026-03-05", "VIR SEPA RECU DUPONT ET FILS F2026-0117 mars", "");
        assert_eq!(likeness(&whole, &longer), Some(Likeness::Same), "exported again, with a longer text");
    }

    #[test]
    fn other_words_are_other_money_and_some_of_them_are_doubtful() {
        let made = |text| telling(MADE, "2026-03-05", text, "");
        let referenced = |text, payer| telling("B-REF001", "2026-03-05", text, payer);
        assert_eq!(likeness(&made("VIR DUPONT"), &referenced("VIR MARTIN", "")), None);
        assert_eq!(likeness(&made("VIR DUPONT MARS"), &referenced("VIR MARTIN MARS", "")), Some(Likeness::Perhaps));
        assert_eq!(likeness(&made("VIR DUPONT F-1"), &referenced("VIR DUPONT F-10", "")), Some(Likeness::Perhaps));
        assert_eq!(likeness(&made("VIR DUPONT F2026-1"), &referenced("F2026-1", "Martin")), Some(Likeness::Perhaps));
        assert_eq!(likeness(&made("VIREMENT"), &referenced("F2026-1", "Martin")), Some(Likeness::Perhaps), "mute");
    }

    #[test]
    fn the_banks_references_days_and_accounts_tell_movements_apart() {
        let one = telling("B-ABC123", "2026-03-05", "VIR DUPONT", "");
        let next = telling("B-ABC124", "2026-03-06", "VIR DUPONT", "");
        assert_eq!(likeness(&one, &next), None);
        let same_day = Telling { date: one.date, ..next.clone() };
        assert_eq!(likeness(&one, &same_day), Some(Likeness::Perhaps));
        let mut theirs = same_day.clone();
        "VIR DUPONT MARS".clone_into(&mut theirs.text);
        theirs.payer_account = "FR761".to_owned();
        assert_eq!(likeness(&Telling { payer_account: "FR762".to_owned(), ..one.clone() }, &theirs), None);
        assert_eq!(
            likeness(&one, &telling(MADE, "2026-03-06", "VIR DUPONT", "")),
            Some(Likeness::Perhaps),
            "value day"
        );
        let [fifth, sixth] =
            ["2026-03-05", "2026-03-06"].map(|date| telling(&format!("B-{date}-1-a"), date, "VIR X Y Z", ""));
        assert_eq!(likeness(&fifth, &sixth), None, "a day is one, in one form of statement");
    }
}
