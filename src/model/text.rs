//! Ids and other short texts kept in one arena: a million ids cost their letters and four bytes each.

use std::hash::BuildHasher;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// Names one text of a [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// Is an append-only store of texts, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    letters: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text, even if an equal one is there already.
    ///
    /// # Panics
    /// When the texts of one store pass 4 GiB.
    #[inline]
    pub fn push(&mut self, text: &str) -> TextId {
        let id = TextId(self.ends.len() as u32);
        self.letters.push_str(text);
        self.ends.push(u32::try_from(self.letters.len()).expect("the ids of one file pass 4 GiB"));
        id
    }

    /// Returns the text of that number.
    #[inline]
    pub fn get(&self, id: TextId) -> &str {
        let i = id.0 as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.letters[start..self.ends[i] as usize]
    }

    /// Returns how many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes every text out; the memory stays for others.
    pub fn clear(&mut self) {
        self.letters.clear();
        self.ends.clear();
    }

    /// Gives back the memory that growing reserved.
    pub fn shrink(&mut self) {
        self.letters.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Finds texts of a [`Texts`] by their letters. It holds numbers only; the letters stay in the store.
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TextIndex {
    /// Returns an index with room for that many texts.
    pub fn with_capacity(capacity: usize) -> TextIndex {
        TextIndex { table: HashTable::with_capacity(capacity), hasher: DefaultHashBuilder::default() }
    }

    /// Returns the number of the first equal text that was entered.
    pub fn find(&self, texts: &Texts, text: &str) -> Option<TextId> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&i| texts.get(TextId(i)) == text).map(|&i| TextId(i))
    }

    /// Enters a stored text, unless an equal one was entered before, whose number is returned then.
    pub fn enter(&mut self, texts: &Texts, id: TextId) -> Option<TextId> {
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

/// Is a store in which every text stands once.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    texts: Texts,
    table: HashTable<Slot>,
    hasher: DefaultHashBuilder,
}

/// Is one entry of the table of an [`Interner`]. A short text, as most ids are, is compared without a look at the store.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The first letters, zeros after them.
    head: [u8; HEAD],
    /// The length, as far as it fits.
    length: u8,
    id: u32,
}

const HEAD: usize = 11;

impl Interner {
    /// Returns the number of the text, adding it when it is new.
    pub fn intern(&mut self, text: &str) -> TextId {
        let (head, length) = head(text);
        let (texts, hasher) = (&self.texts, &self.hasher);
        let same = |slot: &Slot| slot.is(texts, text, head, length);
        let rehash = |slot: &Slot| hasher.hash_one(texts.get(TextId(slot.id)));
        match self.table.entry(hasher.hash_one(text), same, rehash) {
            Entry::Occupied(known) => TextId(known.get().id),
            Entry::Vacant(place) => {
                let id = self.texts.push(text);
                place.insert(Slot { head, length, id: id.0 });
                id
            }
        }
    }

    /// Returns the number of the text, if it is there.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let (head, length) = head(text);
        let same = |slot: &Slot| slot.is(&self.texts, text, head, length);
        self.table.find(self.hasher.hash_one(text), same).map(|slot| TextId(slot.id))
    }

    /// Returns the store.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Returns the store alone, for when nothing is added any more.
    pub fn into_texts(self) -> Texts {
        self.texts
    }
}

impl Slot {
    fn is(&self, texts: &Texts, text: &str, head: [u8; HEAD], length: u8) -> bool {
        self.head == head && self.length == length && (text.len() <= HEAD || texts.get(TextId(self.id)) == text)
    }
}

/// Returns the first letters and the length of a text, as a [`Slot`] has them.
fn head(text: &str) -> ([u8; HEAD], u8) {
    let mut head = [0; HEAD];
    for (to, from) in head.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    (head, text.len().min(255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number_and_leading_zeros_live() {
        let mut ids = Interner::default();
        let a = ids.intern("007");
        let b = ids.intern("7");
        assert_ne!(a, b);
        assert_eq!(ids.intern("007"), a);
        assert_eq!(ids.texts().get(a), "007");
        assert_eq!(ids.texts().len(), 2);
    }

    #[test]
    fn entering_an_equal_text_returns_the_first() {
        let mut texts = Texts::default();
        let (a, b) = (texts.push("F1"), texts.push("F1"));
        let mut index = TextIndex::default();
        assert_eq!(index.enter(&texts, a), None);
        assert_eq!(index.enter(&texts, b), Some(a));
        assert_eq!(index.find(&texts, "F2"), None);
    }
}
