//! Ids and other short texts kept in one arena: a million ids cost their letters and four bytes each.

mod interner;

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

pub use interner::{Batch, Interner};

/// The number of one text of a [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// An append-only store of texts, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    letters: String,
    count: u32,
    /// The length of every text, as long as all are of one length, as the ids of a file mostly are.
    width: usize,
    /// Where each text ends, once they are of several lengths; empty before.
    ends: Vec<u32>,
}

impl Texts {
    /// Returns a store with room for that many letters.
    pub fn with_room(letters: usize) -> Texts {
        Texts { letters: String::with_capacity(letters), ..Texts::default() }
    }

    /// Returns a store of these texts in another order.
    pub fn in_order(&self, mut order: impl Iterator<Item = TextId>) -> Texts {
        /// So many are looked up one after the other, with nothing in between: each look waits for memory.
        const BATCH: usize = 64;
        let mut texts = Texts::with_room(self.letters.len());
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            batch.extend(order.by_ref().take(BATCH).map(|id| self.get(id)));
            if batch.is_empty() {
                return texts;
            }
            batch.drain(..).for_each(|text| _ = texts.push(text));
        }
    }

    /// Adds a text, even if an equal one is there already.
    ///
    /// # Panics
    /// When the texts of one store pass 4 GiB.
    #[inline]
    pub fn push(&mut self, text: &str) -> TextId {
        let id = TextId(self.count);
        if self.count == 0 {
            self.width = text.len();
        } else if self.ends.is_empty() && text.len() != self.width {
            self.ends = (1..=self.count).map(|count| count * self.width as u32).collect();
        }
        self.count += 1;
        self.letters.push_str(text);
        let end = u32::try_from(self.letters.len()).expect("the ids of one file pass 4 GiB");
        if !self.ends.is_empty() {
            self.ends.push(end);
        }
        id
    }

    /// Adds every text of another store, in their order.
    ///
    /// # Panics
    /// When the texts of one store pass 4 GiB.
    pub fn append(&mut self, other: &Texts) {
        if self.ends.is_empty() && other.ends.is_empty() && self.width == other.width {
            self.letters.push_str(&other.letters);
            self.count += other.count;
            u32::try_from(self.letters.len()).expect("the ids of one file pass 4 GiB");
            return;
        }
        self.letters.reserve(other.letters.len());
        self.ends.reserve(other.len());
        (0..other.count).for_each(|id| _ = self.push(other.get(TextId(id))));
    }

    /// Returns the text of that number.
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        let i = id.0 as usize;
        if self.ends.is_empty() {
            return &self.letters[i * self.width..(i + 1) * self.width];
        }
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.letters[start..self.ends[i] as usize]
    }

    /// Returns the first eight bytes of a text as a number, zeros behind a shorter one: in whose order, as far as they
    /// differ, the texts stand.
    #[inline]
    pub fn first_letters(&self, id: TextId) -> u64 {
        const LETTERS: usize = 8;
        let start = id.0 as usize * self.width;
        match self.letters.as_bytes().get(start..).and_then(<[u8]>::first_chunk::<LETTERS>) {
            Some(letters) if self.ends.is_empty() && self.width >= LETTERS => u64::from_be_bytes(*letters),
            _ => {
                let (text, mut letters) = (self.get(id).as_bytes(), [0; LETTERS]);
                let count = text.len().min(LETTERS);
                letters[..count].copy_from_slice(&text[..count]);
                u64::from_be_bytes(letters)
            }
        }
    }

    /// Returns how many texts there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes every text out; the memory stays for others.
    pub fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
        self.count = 0;
    }

    /// Returns all texts, one behind the other.
    pub fn all(&self) -> &str {
        &self.letters
    }

    /// Tells whether all texts are of one length.
    pub fn are_of_one_length(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns how many letters all texts have together.
    pub fn letters(&self) -> usize {
        self.letters.len()
    }
}

/// The index that finds texts of a [`Texts`] by their letters. It holds numbers only; the letters stay in the store.
///
/// In a table of a million texts each look-up waits for memory. Many at once are dealt into parts first, each of them
/// looked up in another part of the table, small enough for the processor's cache.
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TextIndex {
    /// Returns an index of all texts of a store, and those equal to one before, each with the first of them.
    pub fn of_all(texts: &Texts) -> (TextIndex, Vec<(TextId, TextId)>) {
        let hasher = DefaultHashBuilder::default();
        let mut index = TextIndex { table: HashTable::with_capacity(texts.len()), hasher };
        let mut repeated = Vec::new();
        for id in index.deal(texts, (0..texts.len() as u32).map(TextId)) {
            repeated.extend(index.enter(texts, id).map(|first| (id, first)));
        }
        repeated.sort_unstable();
        (index, repeated)
    }

    /// Returns the number of the first equal text that was entered.
    pub fn find(&self, texts: &Texts, text: &str) -> Option<TextId> {
        self.table.find(self.hasher.hash_one(text), |&i| texts.get(TextId(i)) == text).map(|&i| TextId(i))
    }

    /// Returns some of the texts that are sought, in the order in which they are best looked up.
    pub fn deal(&self, sought: &Texts, ids: impl Iterator<Item = TextId> + Clone) -> Vec<TextId> {
        /// Of a table with a million texts, a part takes 40 KB.
        const PARTS: usize = 256;
        // The lowest bits of the hash tell the place in the table, the highest of those its part.
        let places = (self.table.capacity() + 1).next_power_of_two();
        let shift = places.trailing_zeros().saturating_sub(PARTS.trailing_zeros());
        let part = |id| (self.hasher.hash_one(sought.get(id)) >> shift) as u8;
        let parts: Vec<u8> = ids.clone().map(part).collect();
        let mut next = [0_usize; PARTS];
        parts.iter().for_each(|&part| next[usize::from(part)] += 1);
        let mut start = 0;
        for next in &mut next {
            start += std::mem::replace(next, start);
        }
        let mut dealt = vec![TextId(0); parts.len()];
        for (part, id) in parts.into_iter().zip(ids) {
            let next = &mut next[usize::from(part)];
            dealt[*next] = id;
            *next += 1;
        }
        dealt
    }

    /// Enters a stored text, unless an equal one was entered before, whose number is returned then.
    fn enter(&mut self, texts: &Texts, id: TextId) -> Option<TextId> {
        let text = texts.get(id);
        let hasher = &self.hasher;
        let same = |&i: &u32| texts.get(TextId(i)) == text;
        match self.table.entry(hasher.hash_one(text), same, |&i| hasher.hash_one(texts.get(TextId(i)))) {
            Entry::Occupied(first) => Some(TextId(*first.get())),
            Entry::Vacant(place) => {
                place.insert(id.0);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_one_length_and_of_several_are_kept_alike() {
        let mut texts = Texts::default();
        for (i, text) in ["", "", "F1", "F2", "", "F100", "é"].into_iter().enumerate() {
            assert_eq!(texts.push(text), TextId(i as u32));
        }
        let all: Vec<&str> = (0..texts.len() as u32).map(|i| texts.get(TextId(i))).collect();
        assert_eq!(all, ["", "", "F1", "F2", "", "F100", "é"]);
        let mut texts = Texts::default();
        let _ = ["F1", "F2", "é"].map(|text| texts.push(text));
        assert_eq!([0, 1, 2].map(|i| texts.get(TextId(i))), ["F1", "F2", "é"]);
    }

    #[test]
    fn all_texts_of_a_store_follow_those_of_another() {
        for (one, two) in
            [(&["F1", "F2"][..], &["F3"][..]), (&["F1"], &["", "F100"]), (&[], &["F1", "F22"]), (&["é"], &[])]
        {
            let store = |list: &[&str]| {
                let mut texts = Texts::default();
                list.iter().for_each(|text| _ = texts.push(text));
                texts
            };
            let mut all = store(one);
            all.append(&store(two));
            all.push("F9");
            let found: Vec<&str> = (0..all.len() as u32).map(|i| all.get(TextId(i))).collect();
            assert_eq!(found, [one, two, &["F9"]].concat());
        }
    }

    #[test]
    fn a_letter_of_several_bytes_may_stand_where_a_key_ends() {
        let list = ["Société Élan", "SociétéÉla", "10 lettres€", "Garage de Noël"];
        let mut batch = Batch::default();
        list.into_iter().for_each(|text| batch.push(text));
        let (mut ids, mut numbers) = (Interner::default(), Vec::new());
        ids.intern_all(&batch, |number| numbers.push(number));
        assert_eq!(numbers.iter().map(|&number| ids.texts().get(number)).collect::<Vec<_>>(), list);
    }

    #[test]
    fn many_texts_are_found_in_any_order_and_equal_ones_are_the_first() {
        let mut texts = Texts::default();
        (0..5000).for_each(|i| _ = texts.push(&format!("F{}", i % 3000)));
        let (index, repeated) = TextIndex::of_all(&texts);
        assert_eq!(repeated, (3000..5000).map(|i| (TextId(i), TextId(i - 3000))).collect::<Vec<_>>());
        let mut dealt = index.deal(&texts, (0..5000).map(TextId));
        assert!(dealt.iter().all(|&id| index.find(&texts, texts.get(id)) == Some(TextId(id.0 % 3000))));
        dealt.sort_unstable();
        assert_eq!(dealt, (0..5000).map(TextId).collect::<Vec<_>>());
        assert_eq!(index.find(&texts, "F3000"), None);
    }
}
