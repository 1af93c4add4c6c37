//! "Did you mean…?"

/// Returns the known word that differs from a word by a slip of the fingers at most.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// Returns the known words that differ least from a word, and by a slip of the fingers at most: the nearest first.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for known in known {
        let slips = 1 + known.chars().count() / 4;
        if known.chars().count().abs_diff(length) > slips {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &known.to_lowercase());
        if distance <= slips {
            near.push((distance, known));
            near.sort_unstable();
            near.dedup();
            near.truncate(most);
        }
    }
    near.into_iter().map(|(_, known)| known).collect()
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
        assert_eq!(nearest_few("C12", ["C13", "C2", "C1", "D99", "C1"], 3), ["C1", "C13", "C2"]);
    }
}
