//! Sorting a million rows that fall into many groups, in place and with little memory traffic.

use std::cmp::Ordering;

/// Into how many parts rows are dealt at once: few enough that the place where each part is being filled stays in the
/// processor's cache, many enough that a part soon fits there too.
const PARTS: usize = 256;

/// Below this many rows, dealing them out gains nothing.
const FEW: usize = 4096;

/// Sorts rows by `compare`, which must put rows of a lower `key` before those of a higher one. The upper half of a key
/// is the row's group, below `groups`; the lower half is whatever mostly tells the rows of a group apart.
pub fn sort_by_group<T>(rows: &mut [T], groups: usize, key: impl Fn(&T) -> u64, compare: impl Fn(&T, &T) -> Ordering) {
    if rows.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    let mut sorter = Sorter { key, compare, order: Vec::new() };
    if rows.len() < FEW {
        return sorter.sort_few(rows);
    }
    sorter.deal(rows, groups.next_power_of_two().trailing_zeros());
}

struct Sorter<K, C> {
    key: K,
    compare: C,
    /// The keys of few rows, each with its place: used again for the next ones.
    order: Vec<(u64, u32)>,
}

impl<K, C> Sorter<K, C> {
    /// Sorts rows whose groups differ in their lowest `bits` only.
    fn deal<T>(&mut self, rows: &mut [T], bits: u32)
    where
        K: Fn(&T) -> u64,
        C: Fn(&T, &T) -> Ordering,
    {
        if bits == 0 || rows.len() < PARTS / 2 {
            return self.sort_few(rows);
        }
        let shift = bits.saturating_sub(PARTS.trailing_zeros());
        let part = |row: &T| ((self.key)(row) >> u32::BITS >> shift) as usize % PARTS;
        let mut ends = [0_usize; PARTS];
        for row in &*rows {
            ends[part(row)] += 1;
        }
        let mut starts = [0_usize; PARTS];
        let mut sum = 0;
        for (start, end) in starts.iter_mut().zip(&mut ends) {
            *start = sum;
            sum += *end;
            *end = sum;
        }
        // Each part is filled from its start; a row that stands where another part is due goes there, and what stood
        // there comes here, until the one that belongs here comes.
        let mut next = starts;
        for here in 0..PARTS {
            while next[here] < ends[here] {
                let there = part(&rows[next[here]]);
                if there != here {
                    rows.swap(next[here], next[there]);
                }
                next[there] += 1;
            }
        }
        for (start, end) in starts.into_iter().zip(ends) {
            self.deal(&mut rows[start..end], shift);
        }
    }

    /// Sorts few rows: their keys, which are compared and moved at less cost, and then each row once.
    fn sort_few<T>(&mut self, rows: &mut [T])
    where
        K: Fn(&T) -> u64,
        C: Fn(&T, &T) -> Ordering,
    {
        let order = &mut self.order;
        order.clear();
        order.extend(rows.iter().map(&self.key).zip(0..));
        let row = |place: u32| &rows[place as usize];
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| (self.compare)(row(a.1), row(b.1))));
        for place in 0..rows.len() {
            // What stood at a place before this one has been swapped away: it is followed to where it went.
            let mut from = order[place].1;
            while (from as usize) < place {
                from = order[from as usize].1;
            }
            order[place].1 = from;
            rows.swap(place, from as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_as_a_plain_sort_puts_them() {
        for (count, groups) in
            [(10_000_u32, 3), (10_000, 255), (10_000, 256), (10_000, 257), (50_000, 9_999), (5_000, 1)]
        {
            // A fixed scramble: multiplying by an odd number visits every remainder once.
            let mut rows: Vec<(u32, u32)> =
                (0..count).map(|i| (i.wrapping_mul(2_654_435_761) % groups, i.wrapping_mul(40_503) % 1000)).collect();
            let mut plain = rows.clone();
            plain.sort_unstable();
            sort_by_group(&mut rows, groups as usize, |row| u64::from(row.0) << 32 | u64::from(row.1 / 7), Ord::cmp);
            assert_eq!(rows, plain);
        }
    }
}
