//! Texts of banks as whole tokens: upper case, without accents, and what stands between two of them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in capitals without accents, and where its runs of letters and digits are.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    text: String,
    tokens: Vec<(u32, u32)>,
}

impl Words {
    /// Takes a text apart. An account number in it is no word: its groups would look like other numbers.
    pub fn of(text: &str) -> Words {
        let mut folded = String::with_capacity(text.len());
        for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
            for letter in letter.to_uppercase() {
                folded.push(if letter.is_ascii() { letter } else { ' ' });
            }
        }
        let mut words = Words { tokens: tokens(&folded), text: folded };
        words.drop_accounts();
        words
    }

    /// Returns how many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Returns one token.
    pub fn token(&self, at: usize) -> &str {
        let (from, to) = self.tokens[at];
        &self.text[from as usize..to as usize]
    }

    /// Returns every token.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> {
        (0..self.len()).map(|at| self.token(at))
    }

    /// Returns how many words only one of two texts has; two without a common word are as far from each other as any.
    pub fn distance(&self, other: &Words) -> usize {
        let common =
            |from: &Words, of: &Words| from.iter().filter(|word| of.iter().any(|known| known == *word)).count();
        match common(self, other) {
            0 => usize::MAX,
            ours => self.len() - ours + other.len() - common(other, self),
        }
    }

    /// Returns what stands between a token and the next one; what follows the last.
    pub fn gap_behind(&self, at: usize) -> &str {
        let from = self.tokens[at].1 as usize;
        let to = self.tokens.get(at + 1).map_or(self.text.len(), |next| next.0 as usize);
        &self.text[from..to]
    }

    /// Drops the tokens of account numbers: two letters, two check digits, up to thirty more, whose remainder is right.
    fn drop_accounts(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let head = self.token(at).as_bytes();
            let begins = head.len() >= 4
                && head[..2].iter().all(u8::is_ascii_alphabetic)
                && head[2..4].iter().all(u8::is_ascii_digit);
            let end = begins.then(|| self.account_end(at)).flatten();
            match end {
                Some(end) => drop(self.tokens.drain(at..end)),
                None => at += 1,
            }
        }
    }

    /// Returns where the account number ends that begins at a token, if one does.
    fn account_end(&self, at: usize) -> Option<usize> {
        let mut account = String::new();
        for end in at..self.tokens.len().min(at + 9) {
            account.push_str(self.token(end));
            if account.len() > 34 {
                break;
            }
            if account.len() >= 15 && is_account(&account) {
                return Some(end + 1);
            }
        }
        None
    }
}

/// Tells whether an account number has its right check digits (ISO 13616: remainder 1 by 97).
pub(super) fn is_account(compact: &str) -> bool {
    let (head, rest) = compact.split_at(4.min(compact.len()));
    remainder(&format!("{rest}{head}")) == Some(1)
}

/// Returns the remainder by 97 of digits and letters, a letter being a number from 10 on.
pub(super) fn remainder(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |left, letter| {
        let value = letter.to_digit(36)?;
        Some(if value < 10 { (left * 10 + value) % 97 } else { (left * 100 + value) % 97 })
    })
}

fn tokens(text: &str) -> Vec<(u32, u32)> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        match (byte.is_ascii_alphanumeric(), start) {
            (true, None) => start = Some(at as u32),
            (false, Some(from)) => {
                tokens.push((from, at as u32));
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

/// Adds the runs of letters and of digits of a token to a key, digits without the zeros before them.
pub(super) fn squeeze(token: &str, key: &mut String) {
    let bytes = token.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_digit = bytes[at].is_ascii_digit();
        let end = (at..bytes.len()).find(|&i| bytes[i].is_ascii_digit() != is_digit).unwrap_or(bytes.len());
        let run = &token[at..end];
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(match is_digit.then(|| run.trim_start_matches('0')) {
            Some("") => "0",
            Some(digits) => digits,
            None => run,
        });
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_number_is_no_word() {
        let words = Words::of("Vir. reçu de FR76 3000 1007 9412 3456 7890 185 facture n°F26-001");
        assert_eq!(words.iter().collect::<Vec<_>>(), ["VIR", "RECU", "DE", "FACTURE", "N", "F26", "001"]);
    }

    #[test]
    fn zeros_before_digits_say_nothing() {
        let key = |text: &str| {
            let mut key = String::new();
            Words::of(text).iter().for_each(|token| squeeze(token, &mut key));
            key
        };
        assert_eq!(key("F-2026-0012"), "F.2026.12");
        assert_eq!(key("F2026 012"), key("F-2026-0012"));
        assert_eq!(key("A000"), "A.0");
    }
}
