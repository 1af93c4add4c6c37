//! Numbers of things in sentences, in both languages.

use crate::model::{Bilingual, Lang, figures};

/// Returns a number and what it counts, each language with the words for one and for several. In French zero is one.
pub(super) fn counted(count: usize, en: [&str; 2], fr: [&str; 2]) -> Bilingual {
    let number = |lang| figures::count(count as i64, lang);
    Bilingual::new(
        format!("{} {}", number(Lang::En), en[usize::from(count != 1)]),
        format!("{} {}", number(Lang::Fr), fr[usize::from(count > 1)]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_several_have_their_words() {
        let lines = |count| counted(count, ["line is", "lines are"], ["ligne est", "lignes sont"]);
        assert_eq!([0, 1, 2].map(|count| lines(count).en), ["0 lines are", "1 line is", "2 lines are"]);
        assert_eq!([0, 1, 2].map(|count| lines(count).fr), ["0 ligne est", "1 ligne est", "2 lignes sont"]);
    }
}
