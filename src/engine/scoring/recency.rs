//! What was long ago counts less: weights by rank, halved every so many outcomes, in whole numbers.

use super::degrees::Degrees;

/// The weight of the newest outcome under every memory.
pub(super) const NEWEST: u64 = 1 << 24;

/// How fast older outcomes fade: every so many of them, the weight is halved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Memory(pub u32);

impl Memory {
    /// Returns the weight of the outcome that has `rank` newer ones: it falls evenly from the newest to half of it,
    /// from there to a quarter, and so on. With a memory of 5: 10, 9, 8, 7, 6 tenths, then 5, 4.5, 4, 3.5, 3...
    pub(super) fn weight(self, rank: usize) -> u64 {
        let (rank, half) = (rank as u64, u64::from(self.0));
        let halvings = (rank / half).min(63) as u32;
        ((NEWEST * (2 * half - rank % half)) / (2 * half)) >> halvings
    }

    /// Returns how many outcomes are looked at: older ones weigh less than 1 in 250.
    pub(super) const fn reach(self) -> usize {
        8 * self.0 as usize
    }
}

/// A sum of weights, and how bad they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weighed {
    /// The degrees of all, each times its weight.
    pub bad: Degrees,
    /// The weight of all.
    pub all: u64,
}

impl Weighed {
    /// Adds up outcomes, the newest first.
    pub(super) fn of(memory: Memory, newest_first: impl Iterator<Item = Degrees>) -> Weighed {
        let mut sum = Weighed::default();
        for (rank, bad) in newest_first.take(memory.reach()).enumerate() {
            let weight = memory.weight(rank);
            sum.all += weight;
            sum.bad.add(bad, weight);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::degrees::{SPANS, WHOLE};
    use super::*;

    #[test]
    fn weights_halve_and_fall_evenly_in_between() {
        let tenths = |rank| Memory(5).weight(rank) * 1000 / NEWEST;
        assert_eq!([0, 1, 2, 4, 5, 6, 10, 15].map(tenths), [1000, 899, 799, 599, 500, 449, 250, 125]);
        assert_eq!(Memory(5).weight(10_000), 0);
        // Late, in time, late: 10 + 8 of 27 tenths.
        let degrees = [WHOLE, 0, WHOLE].map(|part| Degrees([part; SPANS]));
        let sum = Weighed::of(Memory(5), degrees.into_iter());
        assert_eq!(sum.bad.0.map(|bad| (bad * 10).div_ceil(NEWEST * WHOLE)), [18; SPANS]);
        assert_eq!((sum.all * 10).div_ceil(NEWEST), 27);
    }
}
