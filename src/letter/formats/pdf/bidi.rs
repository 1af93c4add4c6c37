//! Names that run from right to left inside of lines that run from left to right (Unicode Standard Annex 9).

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Returns how deep each byte of a text is embedded, where anything of it runs from right to left.
pub fn levels(text: &str) -> Option<Vec<u8>> {
    if text.is_ascii() || !text.chars().any(runs_left) {
        return None;
    }
    let info = BidiInfo::new(text, Some(Level::ltr()));
    Some(info.levels.iter().map(|level| level.number()).collect())
}

/// Tells whether a letter runs from right to left.
pub fn runs_left(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Returns the pieces of a line as the eye meets them, left to right (rule L2).
pub fn ordered<T>(mut pieces: Vec<T>, level: impl Fn(&T) -> u8) -> Vec<T> {
    let deepest = pieces.iter().map(&level).max().unwrap_or(0);
    for depth in (1..=deepest).rev() {
        let mut start = 0;
        while start < pieces.len() {
            let end = start + pieces[start..].iter().take_while(|piece| level(piece) >= depth).count();
            pieces[start..end].reverse();
            start = end.max(start + 1);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_left_is_turned_and_the_rest_stays() {
        // Logical order: two words of a name in Hebrew, of level 1, among words of level 0; a number inside is level 2.
        let pieces = vec![("a", 0), ("B", 1), ("12", 2), ("C", 1), ("d", 0)];
        let shown: Vec<&str> = ordered(pieces, |piece| piece.1).into_iter().map(|piece| piece.0).collect();
        assert_eq!(shown, ["a", "C", "12", "B", "d"]);
        assert_eq!(levels("Société Générale"), None);
        assert_eq!(levels("a שב").map(|levels| levels[2..].to_vec()), Some(vec![1; 4]));
    }
}
