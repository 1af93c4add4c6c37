//! The ids of a file's rows: which stand twice, and which row has a given one.

use std::sync::OnceLock;

use super::invoices::NOBODY;
use super::lookalike::{self, Pair};

use crate::diag;
use crate::model::text::{Interner, TextIndex};
use crate::model::{CustomerId, TextId, Texts};

/// Is the ids of a file's rows: text n is the id of row n.
///
/// Most files stand in the order of their ids, and others refer to them in about the same order. Then no id stands twice,
/// and a reference is found beside the one before it; a table of a million ids is only made for files that are not so.
#[derive(Debug, Default)]
pub(super) struct Ids {
    texts: Texts,
    ascending: bool,
    index: OnceLock<TextIndex>,
}

/// Is where the last reference was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    next: u32,
    missed: u32,
}

/// After how many misses a table is made.
const PATIENCE: u32 = 1000;

impl Ids {
    /// Takes the ids of all rows.
    pub fn new(texts: Texts) -> Ids {
        let all = (0..texts.len() as u32).map(|row| texts.get(TextId(row)));
        Ids { ascending: all.is_sorted_by(|a, b| a < b), texts, index: OnceLock::new() }
    }

    /// Returns each row whose id came before, and the row where it did.
    pub fn repeated(&self) -> Vec<(u32, u32)> {
        if self.ascending {
            return Vec::new();
        }
        let mut repeated = Vec::new();
        let mut index = TextIndex::with_capacity(self.texts.len());
        for row in 0..self.texts.len() as u32 {
            if let Some(first) = index.enter(&self.texts, TextId(row)) {
                repeated.push((row, first.0));
            }
        }
        self.index.get_or_init(|| index);
        repeated
    }

    /// Returns the rows whose ids look alike without being the same.
    pub fn lookalikes(&self) -> Vec<Pair> {
        lookalike::in_texts(&self.texts)
    }

    /// Returns the ids that are nearest to one that is not there.
    pub fn nearest(&self, id: &str, hints: &mut Hints) -> Vec<&str> {
        hints.nearest(id, self.texts.len(), (0..self.texts.len() as u32).map(|row| self.get(row)))
    }

    /// Returns the first row of that id. `near` is where the last one was found.
    pub fn find(&self, id: &str, near: &mut Near) -> Option<u32> {
        if near.missed < PATIENCE {
            // Mostly it is the next one, or again the last.
            let around = [near.next, near.next.wrapping_sub(1), near.next + 1, near.next + 2, near.next + 3];
            let there = |row: u32| (row as usize) < self.texts.len() && self.get(row) == id;
            if let Some(row) = around.into_iter().find(|&row| self.ascending && there(row)) {
                near.next = row + 1;
                return Some(row);
            }
            near.missed += 1;
        }
        let row = if self.ascending && near.missed < PATIENCE { self.search(id) } else { self.look_up(id) }?;
        near.next = row + 1;
        Some(row)
    }

    fn search(&self, id: &str) -> Option<u32> {
        let (mut from, mut to) = (0, self.texts.len() as u32);
        while from < to {
            let middle = from + (to - from) / 2;
            if self.get(middle) < id { from = middle + 1 } else { to = middle }
        }
        ((from as usize) < self.texts.len() && self.get(from) == id).then_some(from)
    }

    fn look_up(&self, id: &str) -> Option<u32> {
        let index = self.index.get_or_init(|| {
            let mut index = TextIndex::with_capacity(self.texts.len());
            for row in 0..self.texts.len() as u32 {
                index.enter(&self.texts, TextId(row));
            }
            index
        });
        index.find(&self.texts, id).map(|id| id.0)
    }

    /// Returns the id of a row.
    pub fn get(&self, row: u32) -> &str {
        self.texts.get(TextId(row))
    }

    /// Returns the ids alone.
    pub fn into_texts(self) -> Texts {
        self.texts
    }
}

/// How many ids may still be compared with unknown ones: a whole file of strangers would take minutes.
#[derive(Debug)]
pub(super) struct Hints {
    left: usize,
}

impl Default for Hints {
    fn default() -> Hints {
        Hints { left: 2_000_000 }
    }
}

impl Hints {
    /// Returns the known ids that are nearest to an unknown one; none when enough were sought.
    pub fn nearest<'a>(&mut self, id: &str, count: usize, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        const MOST: usize = 3;
        if self.left < count {
            return Vec::new();
        }
        self.left -= count;
        diag::nearest_few(id, known, MOST)
    }
}

/// Numbers the customers that rows name, a batch of rows at a time: see [`Interner::intern_all`].
#[derive(Debug, Default)]
pub(super) struct Parties {
    ids: Interner,
    waiting: Texts,
}

impl Parties {
    /// Adds the customer of the next row. Tells whether the batch is full: then [`Parties::number`] is due.
    #[inline]
    pub fn push(&mut self, id: &str) -> bool {
        const BATCH: usize = 1024;
        self.waiting.push(id);
        self.waiting.len() >= BATCH
    }

    /// Gives the rows of this batch the numbers of their customers, in the order of the rows. Those that name nobody
    /// keep [`NOBODY`].
    pub fn number<'a>(&mut self, rows: impl Iterator<Item = &'a mut CustomerId>) {
        let mut rows = rows.filter(|customer| **customer != NOBODY);
        self.ids.intern_all(&self.waiting, |id| {
            *rows.next().expect("every customer has his row") = CustomerId(id.0);
        });
        self.waiting.clear();
    }
}

/// Is the customers that a file names: each once, and their order.
#[derive(Debug)]
pub(super) struct Named {
    texts: Texts,
    sorted: Vec<TextId>,
}

impl Named {
    /// Takes the customers of all rows, after the last batch.
    pub fn new(parties: Parties) -> Named {
        debug_assert!(parties.waiting.is_empty());
        let texts = parties.ids.into_texts();
        let mut sorted: Vec<TextId> = (0..texts.len() as u32).map(TextId).collect();
        sorted.sort_unstable_by_key(|&id| texts.get(id));
        Named { texts, sorted }
    }

    /// Returns the id of that number.
    pub fn get(&self, number: u32) -> &str {
        self.texts.get(TextId(number))
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Returns the ids in their order, with their numbers.
    pub fn sorted(&self) -> impl Iterator<Item = (u32, &str)> {
        self.sorted.iter().map(|&id| (id.0, self.texts.get(id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(list: &[&str]) -> Ids {
        let mut texts = Texts::default();
        list.iter().for_each(|id| {
            texts.push(id);
        });
        Ids::new(texts)
    }

    #[test]
    fn ids_are_found_in_any_order_of_rows_and_references() {
        let ascending: Vec<String> = (0..3000).map(|i| format!("F{i:05}")).collect();
        let shuffled: Vec<String> = (0..3000).map(|i| format!("F{:05}", i * 7 % 3000)).collect();
        for list in [ascending, shuffled] {
            let ids = ids(&list.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(ids.repeated(), []);
            for step in [1, 2, 3, 1501, 2999] {
                let mut near = Near::default();
                for i in 0..3000 {
                    let row = i * step % 3000;
                    assert_eq!(ids.find(&list[row], &mut near), Some(row as u32));
                    assert_eq!(ids.find("F", &mut near), None);
                }
            }
        }
    }

    #[test]
    fn the_first_of_equal_ids_is_found_and_the_others_are_named() {
        let ids = ids(&["B", "A", "B", "A", "B"]);
        assert_eq!(ids.repeated(), [(2, 0), (3, 1), (4, 0)]);
        assert_eq!(ids.find("B", &mut Near { next: 4, missed: 0 }), Some(0));
        assert_eq!(Ids::new(Texts::default()).find("", &mut Near::default()), None);
    }
}
