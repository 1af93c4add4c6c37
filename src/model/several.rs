//! Names in a sentence: all of a few, the first of many.

use super::Bilingual;

/// Returns names with commas between them; of many, so many and how many more: `F-1, F-2 et 5 autres`. One more stands
/// there itself: it takes no more room than the words for it.
pub fn several<T: AsRef<str>>(names: &[T], shown: usize) -> Bilingual {
    let listed = if names.len() > shown + 1 { shown } else { names.len() };
    let list = names[..listed].iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match names.len() - listed {
        0 => Bilingual::new(&list, &list),
        more => Bilingual::new(format!("{list} and {more} more"), format!("{list} et {more} autres")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_many_are_named_and_the_others_counted() {
        let names = ["a", "b", "c", "d", "e"];
        assert_eq!(several(&names, 3), Bilingual::new("a, b, c and 2 more", "a, b, c et 2 autres"));
        assert_eq!(several(&names[..4], 3), Bilingual::new("a, b, c, d", "a, b, c, d"));
        assert_eq!(several(&names[..0], 3), Bilingual::new("", ""));
    }
}
