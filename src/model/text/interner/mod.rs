//! Texts of which each stands once, found by their letters.

mod counted;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

use super::{TextId, Texts};
use counted::Counted;

/// A store in which every text stands once.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    texts: Texts,
    table: HashTable<Slot>,
    hasher: DefaultHashBuilder,
    /// Which texts that count on are in the table: those of a batch are mostly found here.
    counted: Counted,
}

/// One entry of the table of an [`Interner`]. A short text, as most ids are, is compared without a look at the store.
#[derive(Clone, Copy, Debug)]
struct Slot {
    key: Key,
    id: u32,
}

/// The first letters of a text, zeros after them, and in the last byte its length, as far as it fits.
type Key = [u8; HEAD + 1];

const HEAD: usize = 11;

impl Interner {
    /// Returns the number of the text, adding it when it is new.
    #[inline]
    pub fn intern(&mut self, text: &str) -> TextId {
        let key = key(text);
        let (texts, hasher) = (&self.texts, &self.hasher);
        let same = |slot: &Slot| slot.is(texts, text, key);
        let rehash = |slot: &Slot| hash(hasher, long(texts.get(TextId(slot.id))), slot.key);
        match self.table.entry(hash(hasher, long(text), key), same, rehash) {
            Entry::Occupied(known) => TextId(known.get().id),
            Entry::Vacant(place) => {
                let id = self.texts.push(text);
                place.insert(Slot { key, id: id.0 });
                self.counted.enter(key, id);
                id
            }
        }
    }

    /// Gives the number of each text of a batch, adding those that are new.
    ///
    /// In a large table each look-up waits for memory. Here they follow each other so closely, with nothing left to do
    /// but looking, that the processor waits for many at once.
    pub fn intern_all(&mut self, batch: &Batch, mut each: impl FnMut(TextId)) {
        // Where each would stand is worked out before the first is looked at: a look takes a few instructions then.
        let places: Vec<usize> = batch.keys.iter().map(|&key| self.counted.place(key)).collect();
        let mut numbers: Vec<Option<TextId>> = places.into_iter().map(|place| self.counted.at(place)).collect();
        let unknown = numbers.iter_mut().zip(batch.iter()).filter(|(number, _)| number.is_none());
        let hashed: Vec<_> =
            unknown.map(|(number, (key, long))| (number, hash(&self.hasher, long, key), key, long)).collect();
        for (number, hash, key, long) in hashed {
            let same = |slot: &Slot| slot.key == key && long.is_none_or(|text| self.texts.get(TextId(slot.id)) == text);
            *number = self.table.find(hash, same).map(|slot| TextId(slot.id));
        }
        for (number, (key, long)) in numbers.into_iter().zip(batch.iter()) {
            each(number.unwrap_or_else(|| self.intern(long.unwrap_or_else(|| text_of(&key)))));
        }
    }

    /// Returns the number of the text, if it is there.
    pub fn find(&self, text: &str) -> Option<TextId> {
        let key = key(text);
        let same = |slot: &Slot| slot.is(&self.texts, text, key);
        self.table.find(hash(&self.hasher, long(text), key), same).map(|slot| TextId(slot.id))
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
    #[inline]
    fn is(&self, texts: &Texts, text: &str, key: Key) -> bool {
        self.key == key && (text.len() <= HEAD || texts.get(TextId(self.id)) == text)
    }
}

#[inline]
fn key(text: &str) -> Key {
    let mut key = [0; HEAD + 1];
    let length = text.len().min(HEAD);
    key[..length].copy_from_slice(&text.as_bytes()[..length]);
    key[HEAD] = text.len().min(255) as u8;
    key
}

/// Returns the text of a key that holds all of it.
fn text_of(key: &Key) -> &str {
    str::from_utf8(&key[..usize::from(key[HEAD]).min(HEAD)]).expect("a key holds a short text whole")
}

/// Returns a text that its key does not hold whole.
#[inline]
fn long(text: &str) -> Option<&str> {
    (text.len() > HEAD).then_some(text)
}

#[inline]
fn hash(hasher: &DefaultHashBuilder, long: Option<&str>, key: Key) -> u64 {
    if let Some(text) = long {
        return hasher.hash_one(text);
    }
    hasher.hash_one(wide(key))
}

/// Returns a key as one number, its first letter lowest.
#[inline]
fn wide(key: Key) -> u128 {
    let mut wide = [0; 16];
    wide[..key.len()].copy_from_slice(&key);
    u128::from_le_bytes(wide)
}

/// Texts that wait for their numbers: see [`Interner::intern_all`]. Of a short one nothing is kept but its key.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    keys: Vec<Key>,
    long: Texts,
}

impl Batch {
    /// Adds a text.
    #[inline]
    pub fn push(&mut self, text: &str) {
        self.keys.push(key(text));
        if let Some(text) = long(text) {
            self.long.push(text);
        }
    }

    /// Returns how many wait.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Tells whether none waits.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Takes every text out; the memory stays for others.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.long.clear();
    }

    /// Returns the keys, each with its text where it does not hold all of it.
    fn iter(&self) -> impl Iterator<Item = (Key, Option<&str>)> {
        let mut long = (0..self.long.len() as u32).map(|id| self.long.get(TextId(id)));
        self.keys.iter().map(move |&key| (key, if usize::from(key[HEAD]) > HEAD { long.next() } else { None }))
    }
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
    fn many_texts_get_the_numbers_that_one_after_the_other_gets() {
        let list =
            ["C1", "C2", "C1", "", "a name of more than eleven letters", "a name of more than eleven digits", "C2"];
        let mut batch = Batch::default();
        list.into_iter().for_each(|text| batch.push(text));
        let (mut one, mut all) = (Interner::default(), Interner::default());
        for _ in 0..2 {
            let mut numbers = Vec::new();
            all.intern_all(&batch, |number| numbers.push(number));
            assert_eq!(numbers, list.map(|text| one.intern(text)));
        }
        assert_eq!(all.texts().len(), 5);
    }
}
