//! Whether the words of a letter are a formal notice.

use crate::model::Lang;

/// Tells whether a letter says of itself that it is a formal notice: one that speaks of an earlier or a later one
/// demands nothing (C. civ. 1344).
pub(super) fn says_it_is_one(text: &str, lang: Lang) -> bool {
    let others: Others = match lang {
        Lang::Fr => Others {
            words: "mise en demeure",
            dated: " du ",
            owned: &["notre ", "la ", "précédente ", "première ", "dernière "],
            before: &["depuis la ", "avant ", "avant la ", "avant une ", "adresserons une "],
            behind: &[" vous sera adressée", " suivra"],
        },
        Lang::En => Others {
            words: "formal notice",
            dated: " of ",
            owned: &["our ", "the ", "previous ", "first ", "last "],
            before: &["since the ", "before ", "before the ", "before a ", "send you a "],
            behind: &[" will be sent", " will follow"],
        },
    };
    text.match_indices(others.words).any(|(place, _)| !others.is_at(text, place)) || text.contains("mettons en demeure")
}

/// How letters speak of another formal notice than themselves.
struct Others {
    words: &'static str,
    /// What stands between one that went out and its day.
    dated: &'static str,
    /// What stands before one that has a day.
    owned: &'static [&'static str],
    before: &'static [&'static str],
    behind: &'static [&'static str],
}

impl Others {
    /// Tells whether the words at a place are about another one.
    fn is_at(&self, text: &str, place: usize) -> bool {
        let (before, behind) = (&text[..place], &text[place + self.words.len()..]);
        let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
        let is_dated = behind.starts_with(self.dated) && ends(self.owned);
        is_dated || ends(self.before) || self.behind.iter().any(|word| behind.starts_with(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_speaks_of_another_formal_notice_is_none() {
        let is_one = |text: &str| says_it_is_one(&text.to_lowercase(), Lang::Fr);
        assert!(is_one("Par la présente, nous vous mettons en demeure de nous payer"));
        assert!(is_one("Mise en demeure de payer 1 000,00 €"));
        assert!(is_one("Malgré notre mise en demeure du 4 mai, la présente vaut nouvelle mise en demeure."));
        assert!(!is_one("Malgré notre mise en demeure du 4 mai 2026, la somme suivante nous reste due"));
        assert!(!is_one("Malgré la mise en demeure du 4 mai, nous vous prions de payer"));
        assert!(is_one("Ceci constitue notre mise en demeure de payer"));
        assert!(!is_one("Dernier avis avant mise en demeure"));
        assert!(!is_one("Une mise en demeure vous sera adressée."));
        assert!(!is_one("Sans règlement de votre part, nous vous adresserons une mise en demeure."));
        assert!(says_it_is_one("we hereby give you formal notice to pay", Lang::En));
        assert!(!says_it_is_one("despite our formal notice of 4 may 2026, the following is still owed", Lang::En));
    }
}
