//! A telling taken apart: the words that tell who paid and what for, and the numbers as wholes.

use super::figures::{Sum, Weight, weight};
use crate::import::source::Telling;
use crate::input::fold::fold;
use crate::model::compact;
use crate::model::name_words::is_of_names;
use crate::model::receipt::is_of_banks;

/// The widths at which banks cut texts off: 31 letters in CFONB 120, 32 in OFX, 35 and 140 in fields of SEPA.
const CUT_AT: [usize; 4] = [31, 32, 35, 140];

/// How many numbers in a row may be one that somebody wrote with blanks: `F 2026 0117`.
const MOST_PIECES: usize = 4;

/// How many letters before digits may be the beginning of a number: `FA-2026-001`.
const PREFIX: usize = 3;

/// A telling, its words taken apart.
pub(super) struct Said<'a> {
    pub telling: &'a Telling,
    /// Every word, banks' own too, sorted.
    pub all: Vec<String>,
    /// The words that tell who paid or what for, without numbers, sorted.
    pub names: Vec<String>,
    /// Those of them in the payer's name.
    pub payer: Vec<String>,
    pub numbers: Vec<Number>,
    /// Every way in which its numbers may be read, sorted.
    pub forms: Vec<String>,
    pub payer_account: String,
    pub account: String,
    parts: [Part; 2],
}

/// A number in a text, as far as it goes on without a blank.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    /// Its letters and digits.
    pub key: String,
    pub weight: Weight,
    /// Whether the bank may have cut it off.
    pub is_cut: bool,
}

impl<'a> Said<'a> {
    pub fn of(telling: &'a Telling, sum: Sum) -> Said<'a> {
        let parts = [&telling.text, &telling.payer].map(|text| Part::of(text));
        let [text, payer] = parts.each_ref().map(Part::names);
        let numbers = parts.iter().flat_map(|part| part.numbers(telling, sum));
        Said {
            all: sorted(parts.iter().flat_map(|part| &part.tokens).map(|token| token.word.clone())),
            names: sorted(text.into_iter().chain(payer.iter().cloned())),
            payer: sorted(payer.into_iter()),
            numbers: sorted(numbers),
            forms: sorted(parts.iter().flat_map(Part::forms)),
            payer_account: compact(&telling.payer_account),
            account: compact(&telling.account),
            parts,
            telling,
        }
    }

    /// Tells whether a word stands in another telling too, or the beginning of it where the bank cut one of them off.
    pub fn name_in(&self, word: &String, other: &Said<'_>) -> bool {
        let mut cut = self.cut();
        let mut cut_there = other.cut();
        other.all.binary_search(word).is_ok()
            || cut.any(|[before, cut]| cut == word && other.goes_on(before, cut))
            || cut_there.any(|[before, cut]| word.starts_with(cut) && self.goes_on(before, cut))
    }

    /// Tells whether a number, or the beginning of one where the bank cut it off, stands in another telling too.
    pub fn number_in(&self, number: &Number, other: &Said<'_>) -> bool {
        let is_cut = || self.cut().any(|[before, cut]| other.goes_on(before, cut));
        other.forms.binary_search(&number.key).is_ok() || (number.is_cut && is_cut())
    }

    /// Tells whether it has that number as a whole: what the bank cut off is the beginning of any.
    pub fn has_whole(&self, key: &String) -> bool {
        self.forms.binary_search(key).is_ok() && !self.cut().any(|[_, cut]| key.ends_with(cut))
    }

    fn cut(&self) -> impl Iterator<Item = [&str; 2]> {
        self.parts.iter().filter_map(Part::cut)
    }

    /// Tells whether a word that begins so stands behind another one.
    fn goes_on(&self, before: &str, cut: &str) -> bool {
        let pairs = self.parts.iter().flat_map(|part| part.tokens.windows(2));
        pairs.into_iter().any(|pair| pair[0].word == before && pair[1].word.starts_with(cut))
    }

    /// Returns what tells something in it.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        let numbers = self.numbers.iter().filter(|number| number.weight > Weight::Idle && !number.is_cut);
        let is_cut = |word: &&String| self.cut().any(|[_, cut]| cut == *word);
        self.names.iter().filter(move |word| !is_cut(word)).chain(numbers.map(|number| &number.key))
    }

    /// Tells whether it says neither who paid nor what.
    pub fn is_mute(&self) -> bool {
        self.names.is_empty() && self.numbers.iter().all(|number| number.weight < Weight::Tells)
    }
}

/// A text, word by word.
struct Part {
    tokens: Vec<Token>,
    /// Whether it is as long as banks let a text be.
    may_be_cut: bool,
}

/// A word in small letters, without accents.
struct Token {
    word: String,
    /// Whether the next one follows without a blank, as the parts of a number do.
    is_joined: bool,
}

/// A word, or the tokens of a number.
enum Piece<'p> {
    Word(&'p str),
    Number(&'p [Token]),
}

impl Part {
    fn of(text: &str) -> Part {
        // Decomposed accents are a part of their letters.
        let is_of_word = |letter: char| letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter);
        let mut tokens: Vec<Token> = Vec::new();
        let (mut gap, mut rest) = ("", text);
        while let Some(start) = rest.find(is_of_word) {
            let end = rest[start..].find(|letter| !is_of_word(letter)).map_or(rest.len(), |length| start + length);
            gap = if tokens.is_empty() { gap } else { &rest[..start] };
            let word = fold(&rest[start..end]);
            if let Some(last) = tokens.last_mut() {
                last.is_joined = is_joint(gap, &last.word, &word);
            }
            if !word.is_empty() {
                tokens.push(Token { word, is_joined: false });
            }
            rest = &rest[end..];
        }
        Part { tokens, may_be_cut: CUT_AT.contains(&text.chars().count()) }
    }

    /// Returns the last two words where the bank may have cut the last one off.
    fn cut(&self) -> Option<[&str; 2]> {
        match &self.tokens[..] {
            [.., before, last] if self.may_be_cut => Some([&before.word, &last.word]),
            _ => None,
        }
    }

    /// Returns its words and numbers in their order.
    fn pieces(&self) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        for run in self.tokens.chunk_by(|token, _| token.is_joined) {
            let has_digit = |token: &Token| has_digit(&token.word);
            let Some(first) = run.iter().position(has_digit) else {
                pieces.extend(run.iter().map(|token| Piece::Word(&token.word)));
                continue;
            };
            let is_prefix =
                |at: usize| run[at].word.len() <= PREFIX && run[at + 1].word.starts_with(|c: char| c.is_ascii_digit());
            let from = first.checked_sub(1).filter(|&at| is_prefix(at)).unwrap_or(first);
            let last = run.iter().rposition(has_digit).unwrap_or(first);
            let to = if run.get(last + 1).is_some_and(|token| token.word.len() < PREFIX) { last + 2 } else { last + 1 };
            pieces.extend(run[..from].iter().map(|token| Piece::Word(&token.word)));
            pieces.push(Piece::Number(&run[from..to]));
            pieces.extend(run[to..].iter().map(|token| Piece::Word(&token.word)));
        }
        pieces
    }

    /// Returns the words that tell who paid or what for.
    fn names(&self) -> Vec<String> {
        let words = self.pieces().into_iter().filter_map(|piece| match piece {
            Piece::Word(word) => Some(word.to_owned()),
            Piece::Number(_) => None,
        });
        words.filter(|word| word.len() > 1 && !is_of_banks(word) && !is_of_names(word)).collect()
    }

    fn numbers(&self, telling: &Telling, sum: Sum) -> Vec<Number> {
        let pieces = self.pieces();
        let number = |(at, piece): (usize, &Piece<'_>)| {
            let Piece::Number(tokens) = piece else { return None };
            let is_cut = self.may_be_cut && at + 1 == pieces.len();
            let behind = match pieces.get(at + 1) {
                Some(Piece::Word(word)) => word,
                _ => "",
            };
            let words: Vec<&str> = tokens.iter().map(|token| token.word.as_str()).collect();
            let weight = weight(&words, behind, telling.date, sum);
            // What the bank cut off is the beginning of any number.
            let weight = if is_cut { weight.min(Weight::Tells) } else { weight };
            Some(Number { key: words.concat(), weight, is_cut })
        };
        pieces.iter().enumerate().filter_map(number).collect()
    }

    /// Returns every number, and those that several of them may be together.
    fn forms(&self) -> Vec<String> {
        let pieces = self.pieces();
        let mut forms = Vec::new();
        for at in 0..pieces.len() {
            let mut form = String::new();
            for (place, piece) in pieces[at..].iter().take(MOST_PIECES).enumerate() {
                match piece {
                    Piece::Word(word) if place == 0 && word.len() <= PREFIX => form.push_str(word),
                    Piece::Word(_) => break,
                    Piece::Number(tokens) => {
                        tokens.iter().for_each(|token| form.push_str(&token.word));
                        forms.push(form.clone());
                    }
                }
            }
        }
        forms
    }
}

/// Tells whether what stands between two words joins them into one number.
fn is_joint(gap: &str, before: &str, behind: &str) -> bool {
    match gap {
        "-" | "." | "_" | "#" => true,
        "/" | "," => has_digit(before) && behind.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn sorted<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}
