//! "Did you mean…?"

/// Returns the known word that differs from a word by a slip of the fingers at most.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&word, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= 1 + known.chars().count() / 4)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_mended_and_other_words_are_not() {
        let known = ["amount", "due_date", "Échéance"];
        assert_eq!(nearest("amuont", known), Some("amount"));
        assert_eq!(nearest("échéances", known), Some("Échéance"));
        assert_eq!(nearest("customer", known), None);
    }
}
