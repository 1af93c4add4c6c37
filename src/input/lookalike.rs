//! Ids of one list that look alike without being the same.
//!
//! Nearly every list shows at a glance that it has none: its ids are of one case, or of one pattern of cases, and of
//! one length or without zeros before numbers. Only the others are compared id by id.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

use super::damage::{look, loose};
use super::messages::Likeness;
use crate::model::{TextId, Texts};

/// Two ids by their places in the list, and how they are alike.
pub(super) type Pair = (usize, usize, Likeness);

/// Returns each id that is alike to one before it without being the same, and that one. Which ids there are is told by
/// `get`, from 0 to `count`.
pub(super) fn pairs<'a>(count: usize, get: impl Fn(usize) -> &'a str) -> Vec<Pair> {
    if !can_be_alike((0..count).map(&get)) {
        return Vec::new();
    }
    let hasher = DefaultHashBuilder::default();
    let mut table: HashTable<u32> = HashTable::with_capacity(count);
    let mut pairs = Vec::new();
    for place in 0..count {
        let id = get(place);
        let key = key(id);
        let same = |&other: &u32| self::key(get(other as usize)) == key;
        match table.entry(hasher.hash_one(&key), same, |&other| hasher.hash_one(self::key(get(other as usize)))) {
            Entry::Vacant(vacant) => {
                vacant.insert(place as u32);
            }
            Entry::Occupied(first) => {
                let other = *first.get() as usize;
                if get(other) != id {
                    let likeness = if look(get(other)) == look(id) { Likeness::Look } else { Likeness::Loose };
                    pairs.push((other, place, likeness));
                }
            }
        }
    }
    // One id on many rows is one lookalike.
    pairs.sort_by_key(|&(first, other, likeness)| (first, get(other), likeness, other));
    pairs.dedup_by(|b, a| a.0 == b.0 && get(a.1) == get(b.1));
    pairs
}

/// Returns [`loose`], at less cost for the ids that nearly all lists have.
fn key(id: &str) -> String {
    if !id.is_ascii() || id.bytes().any(|byte| byte.is_ascii_control()) {
        return loose(id);
    }
    let digits = id.trim_start_matches('0');
    let is_number = !digits.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.to_owned() } else { id.to_ascii_lowercase() }
}

/// Returns the pairs among the texts of a store, a million of which are told to have none in a millisecond or two.
pub(super) fn in_texts(texts: &Texts) -> Vec<Pair> {
    let letters = texts.all().as_bytes();
    let any = |is: fn(&u8) -> bool| letters.iter().fold(false, |any, byte| any | is(byte));
    let has_both_cases = any(u8::is_ascii_lowercase) && any(u8::is_ascii_uppercase);
    let get = |place: usize| texts.get(TextId(place as u32));
    let has_zeros = || !texts.are_of_one_length() && (0..texts.len()).any(|place| get(place).starts_with('0'));
    if letters.is_ascii() && !has_both_cases && !has_zeros() { Vec::new() } else { pairs(texts.len(), get) }
}

/// Tells whether ids of a list can be alike at all, without comparing them.
fn can_be_alike<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let mut first: Option<Pattern> = None;
    let (mut small, mut capital, mut differ, mut has_zeros) = (0, 0, false, false);
    let mut lengths = (usize::MAX, 0);
    for id in ids {
        if !id.is_ascii() {
            return true;
        }
        let pattern = Pattern::of(id.as_bytes());
        differ |= *first.get_or_insert(pattern) != pattern;
        small |= pattern.small;
        capital |= pattern.capital;
        has_zeros |= id.starts_with('0');
        lengths = (lengths.0.min(id.len()), lengths.1.max(id.len()));
        if (differ && small > 0 && capital > 0) || (has_zeros && lengths.0 != lengths.1) {
            return true;
        }
    }
    false
}

/// Which letters of an id are small ones and which are capitals, of the first 64.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pattern {
    small: u64,
    capital: u64,
}

impl Pattern {
    fn of(id: &[u8]) -> Pattern {
        let mut pattern = Pattern { small: 0, capital: 0 };
        for (place, &byte) in id.iter().enumerate() {
            pattern.small |= u64::from(byte.is_ascii_lowercase()) << (place % 64);
            pattern.capital |= u64::from(byte.is_ascii_uppercase()) << (place % 64);
        }
        pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(ids: &[&str]) -> Vec<Pair> {
        pairs(ids.len(), |place| ids[place])
    }

    #[test]
    fn ids_that_look_alike_are_paired_with_the_first() {
        assert_eq!(alike(&["F1", "f1", "F2", "F1", "f1"]), [(0, 1, Likeness::Loose)]);
        assert_eq!(alike(&["00123", "x", "123", "0123"]), [(0, 3, Likeness::Loose), (0, 2, Likeness::Loose)]);
        assert_eq!(alike(&["C1", "C\u{200b}1"]), [(0, 1, Likeness::Look)]);
        assert_eq!(alike(&["Café", "Cafe\u{301}", "Cafe"]), [(0, 1, Likeness::Look)]);
    }

    #[test]
    fn ids_of_one_pattern_are_not_compared() {
        assert_eq!(alike(&["Inv-1", "Inv-2"]), []);
        assert!(!can_be_alike(["Inv-1", "Inv-2"].into_iter()));
        assert!(!can_be_alike(["A1B", "AB1"].into_iter()) && can_be_alike(["A1b", "Ab1"].into_iter()));
        assert!(!can_be_alike(["001", "002"].into_iter()));
        assert!(can_be_alike(["001", "02"].into_iter()));
        assert_eq!(alike(&["F-001", "F-1", "f-01"]), []);
        assert_eq!(alike(&[]), []);
    }

    proptest! {
        /// What the glance passes over has no pair, and what is paired has one loose form.
        #[test]
        fn the_glance_overlooks_nothing(ids in prop::collection::vec("[0aAbBé\u{200b}1]{1,4}", 0..8)) {
            let list: Vec<&str> = ids.iter().map(String::as_str).collect();
            let is_alike = list.iter().any(|a| list.iter().any(|b| a != b && loose(a) == loose(b)));
            prop_assert_eq!(!alike(&list).is_empty(), is_alike);
            let mut texts = Texts::default();
            list.iter().for_each(|id| {
                texts.push(id);
            });
            prop_assert_eq!(in_texts(&texts), alike(&list));
            for (one, two, likeness) in alike(&list) {
                prop_assert_eq!(loose(list[one]), loose(list[two]));
                prop_assert_eq!(look(list[one]) == look(list[two]), likeness == Likeness::Look);
            }
        }
    }
}
