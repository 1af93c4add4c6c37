//! Sorting a million rows that fall into many groups, in place and with little memory traffic.

use std::cmp::Ordering;

/// Into how many parts rows are dealt at once: few enough that the place where each part is being filled stays in the
/// processor's cache, many enough that a part soon fits there too.
const PARTS: usize = 256;

/// Below this many rows, dealing them out gains nothing.
const FEW: usize = 4096;

/// Sorts rows by `compare`, which must put rows of a lower group before those of a higher one. `group` is below `groups`.
pub fn sort_by_group<T>(
    rows: &mut [T],
    groups: usize,
    group: impl Fn(&T) -> u32,
    compare: impl Fn(&T, &T) -> Ordering,
) {
    if rows.is_sorted_by(|a, b| compare(a, b).is_le()) {
        return;
    }
    if rows.len() < FEW {
        rows.sort_unstable_by(compare);
        return;
    }
    let bits = groups.next_power_of_two().trailing_zeros();
    deal(rows, bits, &group, &compare);
}

/// Sorts rows whose groups differ in their lowest `bits` only.
fn deal<T>(rows: &mut [T], bits: u32, group: &impl Fn(&T) -> u32, compare: &impl Fn(&T, &T) -> Ordering) {
    if bits == 0 || rows.len() < PARTS / 2 {
        rows.sort_unstable_by(compare);
        return;
    }
    let shift = bits.saturating_sub(PARTS.trailing_zeros());
    let part = |row: &T| (group(row) >> shift) as usize % PARTS;
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
    // Each part is filled from its start; a row that stands where another part is due goes there, and what stood there
    // comes here, until the one that belongs here comes.
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
        deal(&mut rows[start..end], shift, group, compare);
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
            sort_by_group(&mut rows, groups as usize, |row| row.0, Ord::cmp);
            assert_eq!(rows, plain);
        }
    }
}
