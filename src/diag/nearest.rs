//! "Did you mean…?"

/// Returns the known word that differs from a word by a slip of the fingers at most.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// Returns the known words that differ least from a word, and by a slip of the fingers at most: the nearest first.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let bare = letters(&word);
    let length = word.chars().count();
    let mut near: Vec<(usize, &str)> = Vec::new();
    for known in known {
        let slips = 1 + known.chars().count() / 4;
        if known.chars().count().abs_diff(length) > slips {
            continue;
        }
        let lower = known.to_lowercase();
        // A dash that was left out is no slip: `F1` is F-1 before it is C1.
        let is_same = !bare.is_empty() && letters(&lower) == bare;
        let distance = if is_same { 0 } else { strsim::damerau_levenshtein(&word, &lower) };
        if distance <= slips {
            near.push((distance, known));
            near.sort_unstable();
            near.dedup();
            near.truncate(most);
        }
    }
    near.into_iter().map(|(_, known)| known).collect()
}

/// Returns a word without what stands between its letters and digits.
fn letters(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).collect()
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
        assert_eq!(nearest("F1", ["C1", "F-1"]), Some("F-1"));
        assert_eq!(nearest_few("C12", ["C13", "C2", "C1", "D99", "C1"], 3), ["C1", "C13", "C2"]);
    }
}
