//! What was known of a customer on one day: the changes of his [`Timeline`] up to that day, added up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::iter;

use super::degrees::Degrees;
use super::recency::{Memory, Weighed};
use super::share::Tally;
use super::timeline::{Change, ChangeKind, Day, Known, Timeline};
use crate::model::{Amount, Currency};

/// The memories that a model chooses from when it weighs recent behaviour.
pub(super) const MEMORIES: [Memory; 2] = [Memory(5), Memory(20)];
/// The memory of the expected delay.
pub(super) const DELAY_MEMORY: Memory = Memory(10);
/// How many of the newest outcomes are the recent ones that the card shows.
pub(super) const RECENT: usize = 5;

/// What a model looks at: how a customer has paid, as known on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Late at all.
    pub late: Strand,
    /// Late by more than `serious_days`.
    pub serious: Strand,
    /// How many days the oldest item for which money is waited for is overdue.
    pub overdue_days: u32,
}

/// The outcomes for one kind of lateness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strand {
    /// All of them.
    pub tally: Tally,
    /// How late all of them were, added up.
    pub degrees: Degrees,
    /// The newest ones, weighed by each of [`MEMORIES`].
    pub recent: [Weighed; 2],
}

/// One customer's knowledge, carried on from day to day.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    next: usize,
    known: Vec<Known>,
    awaited: Vec<bool>,
    late: (Tally, Degrees),
    serious: (Tally, Degrees),
    outcomes: Outcomes,
    /// The due dates of pieces for which money was waited for at some time, the oldest first.
    waiting: BinaryHeap<Reverse<(Day, u32)>>,
    sums: Vec<Invoiced>,
}

/// What was invoiced to a customer in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Invoiced {
    pub currency: Currency,
    pub sum: Amount,
    /// On how many items.
    pub count: i64,
}

impl Invoiced {
    /// Returns the sum and the number of items without one of them.
    pub fn without(&self, amount: Amount) -> (Amount, i64) {
        (self.sum - amount, self.count - 1)
    }
}

/// The pieces whose outcome is known, in the order in which it became known: each knows its neighbours, and is taken
/// out without a look at the others. Of one customer thousands may be disputed at once.
#[derive(Debug, Default)]
struct Outcomes {
    newest: Option<u32>,
    /// By piece; of one that is not there nothing that counts.
    neighbours: Vec<Neighbours>,
}

/// The pieces whose outcomes became known just before and just after that of one.
#[derive(Clone, Copy, Debug, Default)]
struct Neighbours {
    older: Option<u32>,
    newer: Option<u32>,
}

impl Outcomes {
    fn clear(&mut self, pieces: usize) {
        self.newest = None;
        self.neighbours.clear();
        self.neighbours.resize(pieces, Neighbours::default());
    }

    fn add(&mut self, piece: u32) {
        let older = self.newest.replace(piece);
        self.neighbours[piece as usize] = Neighbours { older, newer: None };
        if let Some(older) = older {
            self.neighbours[older as usize].newer = Some(piece);
        }
    }

    fn remove(&mut self, piece: u32) {
        let Neighbours { older, newer } = self.neighbours[piece as usize];
        match newer {
            Some(newer) => self.neighbours[newer as usize].older = older,
            None => self.newest = older,
        }
        if let Some(older) = older {
            self.neighbours[older as usize].newer = newer;
        }
    }

    fn newest_first(&self) -> impl Iterator<Item = u32> {
        iter::successors(self.newest, |&piece| self.neighbours[piece as usize].older)
    }
}

impl Knowledge {
    /// Starts with nothing, for the next customer.
    pub(super) fn clear(&mut self, timeline: &Timeline) {
        self.next = 0;
        self.known.clear();
        self.known.resize(timeline.pieces.len(), Known::Nothing);
        self.awaited.clear();
        self.awaited.resize(timeline.pieces.len(), false);
        (self.late, self.serious) = Default::default();
        self.outcomes.clear(timeline.pieces.len());
        self.waiting.clear();
        self.sums.clear();
    }

    /// Takes in what became known up to a day and on it.
    pub(super) fn advance(&mut self, timeline: &Timeline, day: Day, serious_days: i32) {
        while let Some(&Change { piece, kind, .. }) = timeline.changes.get(self.next).filter(|it| it.day <= day) {
            self.next += 1;
            match kind {
                ChangeKind::Issued => self.issued(timeline, piece),
                ChangeKind::Known(sign) => self.learn(piece, sign.known(), serious_days),
                ChangeKind::Awaited(waits) => self.awaits(timeline, piece, waits),
            }
        }
    }

    fn issued(&mut self, timeline: &Timeline, piece: u32) {
        self.awaits(timeline, piece, true);
        let issued = &timeline.pieces[piece as usize];
        match self.sums.iter_mut().find(|invoiced| invoiced.currency == issued.currency) {
            Some(invoiced) => (invoiced.sum, invoiced.count) = (invoiced.sum + issued.amount, invoiced.count + 1),
            None => self.sums.push(Invoiced { currency: issued.currency, sum: issued.amount, count: 1 }),
        }
    }

    fn awaits(&mut self, timeline: &Timeline, piece: u32, waits: bool) {
        self.awaited[piece as usize] = waits;
        if waits {
            self.waiting.push(Reverse((timeline.pieces[piece as usize].due, piece)));
        }
    }

    fn learn(&mut self, piece: u32, now: Known, serious_days: i32) {
        let before = std::mem::replace(&mut self.known[piece as usize], now);
        self.late.0.replace(before.late(), now.late());
        self.late.1.replace(before.lateness(), now.lateness());
        self.serious.0.replace(before.serious(serious_days), now.serious(serious_days));
        self.serious.1.replace(before.seriousness(serious_days), now.seriousness(serious_days));
        match (before == Known::Nothing, now == Known::Nothing) {
            (true, false) => self.outcomes.add(piece),
            // A settlement was taken back before the due date, or a dispute was opened.
            (false, true) => self.outcomes.remove(piece),
            _ => {}
        }
    }

    /// Returns what is known on the day up to which this was carried.
    pub(super) fn facts(&mut self, day: Day, serious_days: i32) -> Facts {
        let newest_first = || self.outcomes.newest_first().map(|piece| self.known[piece as usize]);
        let late = MEMORIES.map(|memory| Weighed::of(memory, newest_first().filter_map(Known::lateness)));
        let serious = MEMORIES
            .map(|memory| Weighed::of(memory, newest_first().filter_map(|known| known.seriousness(serious_days))));
        Facts {
            late: Strand { tally: self.late.0, degrees: self.late.1, recent: late },
            serious: Strand { tally: self.serious.0, degrees: self.serious.1, recent: serious },
            overdue_days: self.overdue_days(day),
        }
    }

    /// Returns the outcomes of the newest items, and how many of them were late.
    pub(super) fn recent(&self) -> Tally {
        let mut recent = Tally::default();
        let newest = self.outcomes.newest_first().take(RECENT);
        newest.filter_map(|piece| self.known[piece as usize].late()).for_each(|late| recent.note(late));
        recent
    }

    fn overdue_days(&mut self, day: Day) -> u32 {
        while let Some(&Reverse((due, piece))) = self.waiting.peek() {
            if self.awaited[piece as usize] {
                return u32::try_from(day - due).unwrap_or(0);
            }
            self.waiting.pop();
        }
        0
    }

    /// Returns what was invoiced so far, by currency.
    pub(super) fn invoiced(&self) -> &[Invoiced] {
        &self.sums
    }

    /// Returns what else was invoiced to the customer in a currency, besides one item: the sum, and on how many items.
    pub(super) fn others(&self, currency: Currency, amount: Amount) -> (Amount, i64) {
        let sum = self.sums.iter().find(|invoiced| invoiced.currency == currency);
        sum.map_or((Amount::ZERO, 0), |invoiced| invoiced.without(amount))
    }

    /// Returns the newest delays with their weights, sorted by delay: of what is unpaid, the days so far.
    pub(super) fn delays(&self, timeline: &Timeline, day: Day) -> Vec<(i32, u64)> {
        let delay = |piece: u32| match self.known[piece as usize] {
            Known::Settled(delay) => delay,
            Known::Nothing | Known::Overdue | Known::Seriously => day - timeline.pieces[piece as usize].due,
        };
        let newest = self.outcomes.newest_first().take(DELAY_MEMORY.reach());
        let mut delays: Vec<(i32, u64)> =
            newest.enumerate().map(|(rank, piece)| (delay(piece), DELAY_MEMORY.weight(rank))).collect();
        delays.sort_unstable();
        delays
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_taken_out_wherever_it_stands_and_comes_back_as_the_newest() {
        let mut outcomes = Outcomes::default();
        outcomes.clear(5);
        let newest_first = |outcomes: &Outcomes| outcomes.newest_first().collect::<Vec<u32>>();
        (0..5).for_each(|piece| outcomes.add(piece));
        assert_eq!(newest_first(&outcomes), [4, 3, 2, 1, 0]);
        // The oldest, one in between, the newest.
        outcomes.remove(0);
        outcomes.remove(2);
        outcomes.remove(4);
        assert_eq!(newest_first(&outcomes), [3, 1]);
        outcomes.add(2);
        assert_eq!(newest_first(&outcomes), [2, 3, 1]);
        [1, 2, 3].into_iter().for_each(|piece| outcomes.remove(piece));
        assert!(newest_first(&outcomes).is_empty());
        outcomes.add(4);
        outcomes.clear(2);
        outcomes.add(1);
        assert_eq!(newest_first(&outcomes), [1]);
    }
}
