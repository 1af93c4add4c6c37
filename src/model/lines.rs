//! On which line each row of a file begins: mostly one after the other, and so kept in a few numbers.

/// The lines of a file's rows, numbered from 0 in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    count: u32,
    /// The line after that of the last row.
    next: u32,
    /// The rows that do not stand on the line after that of the row before, and their lines.
    jumps: Vec<(u32, u32)>,
}

impl Lines {
    /// Adds the next row's line, counted from 1.
    #[inline]
    pub fn push(&mut self, line: u32) {
        if line != self.next {
            self.jumps.push((self.count, line));
        }
        self.count += 1;
        self.next = line + 1;
    }

    /// Returns the line of a row.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn get(&self, row: u32) -> u32 {
        assert!(row < self.count, "row {row} of {}", self.count);
        let (first, line) = self.jumps[self.jumps.partition_point(|&(first, _)| first <= row) - 1];
        line + (row - first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_kept_wherever_rows_begin() {
        for list in [vec![2, 3, 4, 5], vec![2, 5, 6, 9], vec![7], vec![1, 2, 3, 2, 4]] {
            let mut lines = Lines::default();
            list.iter().for_each(|&line| lines.push(line));
            assert_eq!((0..list.len() as u32).map(|row| lines.get(row)).collect::<Vec<_>>(), list);
        }
    }
}
