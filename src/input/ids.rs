//! The ids of a file's rows: which stand twice, and which row has a given one.

use std::sync::OnceLock;

use super::lookalike::{self, Pair};

use crate::diag;
use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::text::{Batch, Interner, TextIndex};
use crate::model::{CustomerId, TextId, Texts};

/// The ids of a file's rows: text n is the id of row n.
///
/// Most files stand in the order of their ids, a shorter one before a longer: `F9`, `F10`. Then no id stands twice, and
/// one is found without a table; that of a million ids is only made for files that are not so, and for those that refer
/// to them in another order.
#[derive(Debug, Default)]
pub(super) struct Ids {
    texts: Texts,
    ascending: bool,
    counted: Option<Counted>,
    index: OnceLock<TextIndex>,
}

/// Ids that count on, as most programs number invoices: the number in an id tells where about its row is.
#[derive(Clone, Copy, Debug)]
struct Counted {
    /// How many letters stand before the number.
    alike: usize,
    /// The numbers behind those letters in the first id and in the last.
    first: u64,
    last: u64,
    /// How many rows there are for each number, in parts of 2^32.
    step: u128,
}

impl Counted {
    /// Looks at ids that stand in their order: what the first and the last begin with but digits, nearly all begin
    /// with.
    fn of(texts: &Texts) -> Option<Counted> {
        let last = TextId((texts.len() as u32).checked_sub(1)?);
        let (first, last) = (texts.get(TextId(0)).as_bytes(), texts.get(last).as_bytes());
        let same = first.iter().zip(last).take_while(|(a, b)| a == b).count();
        let alike = first[..same].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |place| place + 1);
        let (first, last) = (number(&first[alike..])?, number(&last[alike..])?);
        let rows = (texts.len() as u128 - 1) << 32;
        (first < last).then(|| Counted { alike, first, last, step: rows / u128::from(last - first) })
    }

    /// Returns where an id stands among the others if their numbers have no gaps, and about where if they do.
    #[inline]
    fn row(self, id: &str) -> Option<u32> {
        let number = number(id.as_bytes().get(self.alike..)?)?;
        let along = number.checked_sub(self.first).filter(|_| number <= self.last)?;
        Some(((u128::from(along) * self.step) >> 32) as u32)
    }
}

/// Tells whether an id stands before another where ids stand in their order.
#[inline]
fn is_before(one: &str, other: &str) -> bool {
    (one.len(), one) < (other.len(), other)
}

/// Reads digits alone, as many as are never too many.
#[inline]
fn number(digits: &[u8]) -> Option<u64> {
    if !(1..=18).contains(&digits.len()) {
        return None;
    }
    // Whether all are digits is asked once, at the end: most are.
    let (number, highest) = digits.iter().fold((0_u64, 0), |(number, highest), byte| {
        let digit = byte.wrapping_sub(b'0');
        (number.wrapping_mul(10).wrapping_add(u64::from(digit)), digit.max(highest))
    });
    (highest < 10).then_some(number)
}

/// The rows that many references name.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By reference; [`NOWHERE`] where there is no such row.
    rows: Vec<u32>,
}

const NOWHERE: u32 = u32::MAX;

impl Found {
    /// Returns the first row of the id that a reference names.
    pub fn row(&self, reference: TextId) -> Option<u32> {
        Some(self.rows[reference.0 as usize]).filter(|&row| row != NOWHERE)
    }
}

impl Ids {
    /// Takes the ids of all rows.
    pub fn new(texts: Texts) -> Ids {
        let all = (0..texts.len() as u32).map(|row| texts.get(TextId(row)));
        let ascending = all.is_sorted_by(|a, b| is_before(a, b));
        let counted = if ascending { Counted::of(&texts) } else { None };
        Ids { texts, ascending, counted, index: OnceLock::new() }
    }

    /// Returns each row whose id came before, and the row where it did.
    pub fn repeated(&self) -> Vec<(u32, u32)> {
        if self.ascending {
            return Vec::new();
        }
        let (index, repeated) = TextIndex::of_all(&self.texts);
        self.index.get_or_init(|| index);
        repeated.into_iter().map(|(row, first)| (row.0, first.0)).collect()
    }

    /// Returns the rows whose ids look alike without being the same.
    pub fn lookalikes(&self) -> Vec<Pair> {
        lookalike::in_texts(&self.texts)
    }

    /// Returns the ids that are nearest to one that is not there.
    pub fn nearest(&self, id: &str, hints: &mut Hints) -> Vec<&str> {
        hints.nearest(id, self.texts.len(), (0..self.texts.len() as u32).map(|row| self.get(row)))
    }

    /// Returns the first row of that id.
    pub fn find(&self, id: &str) -> Option<u32> {
        if !self.ascending {
            return self.index().find(&self.texts, id).map(|row| row.0);
        }
        self.search(id, 0, self.texts.len() as u32)
    }

    /// Looks for an id among the rows from one on and before another.
    fn search(&self, id: &str, mut from: u32, mut to: u32) -> Option<u32> {
        while from < to {
            let middle = from + (to - from) / 2;
            if is_before(self.get(middle), id) { from = middle + 1 } else { to = middle }
        }
        self.is_at(from, id).then_some(from)
    }

    /// Looks for an id about where its number says.
    fn by_number(&self, id: &str) -> Option<u32> {
        /// How far away it may be: letters of so many ids are read at once.
        const AWAY: u32 = 8;
        let row = self.counted?.row(id)?;
        self.search(id, row.saturating_sub(AWAY), (self.texts.len() as u32).min(row + AWAY))
    }

    /// Finds the rows of references from `first` on that stand just where their numbers say.
    ///
    /// Each look at an id waits for memory. Here they follow each other so closely, with nothing left to do but
    /// looking, that the processor waits for many at once.
    fn by_exact_number(&self, references: &Texts, rows: &mut [u32], first: u32) {
        let Some(counted) = self.counted else { return };
        let ids = || (first..).map(TextId);
        let count = self.texts.len() as u32;
        for (id, found) in ids().zip(&mut *rows) {
            *found = counted.row(references.get(id)).filter(|&row| row < count).unwrap_or(NOWHERE);
        }
        let letters = |row: u32| if row == NOWHERE { 0 } else { self.texts.first_letters(TextId(row)) };
        let seen: Vec<u64> = rows.iter().map(|&row| letters(row)).collect();
        for ((id, found), seen) in ids().zip(rows).zip(seen) {
            if references.first_letters(id) != seen || !self.is_at(*found, references.get(id)) {
                *found = NOWHERE;
            }
        }
    }

    /// Returns the first row of each id that references name.
    pub fn find_all(&self, references: &Texts) -> Found {
        let is_large = references.len() >= WORTH_A_THREAD;
        let mut rows = vec![NOWHERE; references.len()];
        let half = rows.len() / 2;
        let (first, second) = rows.split_at_mut(half);
        let (mut strays, others) =
            both(is_large, || self.follow(references, first, 0), || self.follow(references, second, half));
        let middle = strays.len();
        strays.extend(others);
        if !strays.is_empty() {
            let index = self.index();
            let (a, b) = strays.split_at(middle);
            let look_up = |strays: &[TextId], rows: &mut [u32], start: usize| {
                for reference in index.deal(references, strays.iter().copied()) {
                    let row = index.find(&self.texts, references.get(reference));
                    rows[reference.0 as usize - start] = row.map_or(NOWHERE, |row| row.0);
                }
            };
            both(is_large, || look_up(a, first, 0), || look_up(b, second, half));
        }
        Found { rows }
    }

    /// Finds the rows of references from `start` on as long as they follow the order of the ids, or their numbers tell.
    /// Returns those that are still to be looked up.
    fn follow(&self, references: &Texts, rows: &mut [u32], start: usize) -> Vec<TextId> {
        /// After so many that do not follow, no more are tried.
        const PATIENCE: usize = 1000;
        /// So many are looked for at once.
        const BATCH: usize = 512;
        let mut patience = if self.ascending { PATIENCE } else { 0 };
        let mut strays = Vec::new();
        let mut next = 0_u32;
        for (first, batch) in (start as u32..).step_by(BATCH).zip(rows.chunks_mut(BATCH)) {
            if patience > 0 {
                self.by_exact_number(references, batch, first);
            }
            for (reference, found) in (first..).map(TextId).zip(batch) {
                if *found != NOWHERE {
                    next = *found + 1;
                    continue;
                }
                if patience == 0 {
                    strays.push(reference);
                    continue;
                }
                let id = references.get(reference);
                // Else it is the next one, or again the last; now and then one has no reference.
                let mut near = [next, next.wrapping_sub(1), next + 1, next + 2, next + 3].into_iter();
                let row = near.find(|&row| self.is_at(row, id)).or_else(|| self.by_number(id)).or_else(|| {
                    patience -= 1;
                    self.find(id)
                });
                if let Some(row) = row {
                    (*found, next) = (row, row + 1);
                }
            }
        }
        strays
    }

    fn is_at(&self, row: u32, id: &str) -> bool {
        (row as usize) < self.texts.len() && self.get(row) == id
    }

    fn index(&self) -> &TextIndex {
        self.index.get_or_init(|| TextIndex::of_all(&self.texts).0)
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

/// A customer that a row does not name, or whose id could not be read.
pub(super) const NOBODY: CustomerId = CustomerId(u32::MAX);

/// The numbers of the customers that rows name, given a batch of rows at a time: see [`Interner::intern_all`].
#[derive(Debug, Default)]
pub(super) struct Parties {
    ids: Interner,
    waiting: Batch,
}

impl Parties {
    /// Adds the customer of the next row. Tells whether the batch is full: then [`Parties::number`] is due.
    #[inline]
    pub fn push(&mut self, id: &str) -> bool {
        const FULL: usize = 1024;
        self.waiting.push(id);
        self.waiting.len() >= FULL
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

/// The customers that a file names: each once, and their order.
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
        // Mostly the first letters tell, which stand beside the number and not all over the memory.
        let mut sorted: Vec<(u64, TextId)> =
            (0..texts.len() as u32).map(TextId).map(|id| (texts.first_letters(id), id)).collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| texts.get(a.1).cmp(texts.get(b.1))));
        let sorted = sorted.into_iter().map(|(_, id)| id).collect();
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

    /// Returns the number of an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        let at = self.sorted.binary_search_by(|known| self.texts.get(*known).cmp(id)).ok()?;
        Some(self.sorted[at].0)
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
        let with_gaps: Vec<String> = (0..3000).map(|i| format!("F{:05}", i + i / 7 + 40_000 * (i / 2000))).collect();
        let by_year: Vec<String> = (0..3000).map(|i| format!("F-{}-{:04}", 2020 + i / 900, i % 900)).collect();
        let of_four_lengths: Vec<String> = (0..3000).map(|i| format!("F{i}")).collect();
        let by_text: Vec<String> = (0..3000).map(|i| format!("F-{}", 2 * i)).rev().collect();
        let digits: Vec<String> = (0..3000).map(|i| format!("{}", 20_260_000 + i)).collect();
        for list in [ascending, shuffled, with_gaps, by_year, of_four_lengths, by_text, digits] {
            let ids = ids(&list.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(ids.repeated(), []);
            for step in [1, 2, 3, 1501, 2999] {
                let mut references = Texts::default();
                for i in 0..3000 {
                    references.push(&list[i * step % 3000]);
                    references.push("F");
                }
                let found = ids.find_all(&references);
                for i in 0..3000 {
                    let row = (i * step % 3000) as u32;
                    assert_eq!(found.row(TextId(2 * i as u32)), Some(row));
                    assert_eq!(found.row(TextId(2 * i as u32 + 1)), None);
                    assert_eq!(ids.find(&list[row as usize]), Some(row));
                }
                assert_eq!(ids.find("F"), None);
            }
        }
    }

    #[test]
    fn the_first_of_equal_ids_is_found_and_the_others_are_named() {
        let ids = ids(&["B", "A", "B", "A", "B"]);
        assert_eq!(ids.repeated(), [(2, 0), (3, 1), (4, 0)]);
        assert_eq!(ids.find("B"), Some(0));
        let mut references = Texts::default();
        references.push("A");
        assert_eq!(ids.find_all(&references).row(TextId(0)), Some(1));
        assert_eq!(Ids::new(Texts::default()).find(""), None);
    }
}
