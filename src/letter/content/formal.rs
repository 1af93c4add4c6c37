//! Whether the words of a letter are a formal notice.

use crate::model::Lang;

/// Tells whether a letter says of itself that it is a formal notice: one that speaks of an earlier or a later one
/// demands nothing (C. civ. 1344).
pub(super) fn says_it_is_one(text: &str, lang: Lang) -> bool {
    let (words, others): (&str, &[&str]) = match lang {
        Lang::Fr => {
            ("mise en demeure", &["notre ", "depuis la ", "avant ", "avant la ", "avant une ", "adresserons une "])
        }
        Lang::En => ("formal notice", &["our ", "since the ", "before ", "before the ", "before a ", "send you a "]),
    };
    let is_of_another = |before: &str| others.iter().any(|other| before.ends_with(other));
    text.match_indices(words).any(|(place, _)| !is_of_another(&text[..place])) || text.contains("mettons en demeure")
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
        assert!(!is_one("Dernier avis avant mise en demeure"));
        assert!(!is_one("Sans règlement de votre part, nous vous adresserons une mise en demeure."));
        assert!(says_it_is_one("we hereby give you formal notice to pay", Lang::En));
        assert!(!says_it_is_one("despite our formal notice of 4 may 2026, the following is still owed", Lang::En));
    }
}
