//! How all customers paid lately beside how they have always paid: when times get better or worse, the customer's own
//! past says so too late, and so do the examples that a model was fitted on.

use std::collections::BTreeMap;

use super::share::Tally;
use super::timeline::{ChangeKind, Day, Known, Timeline};

/// How many days are "lately".
const LATELY_DAYS: Day = 180;

/// The outcomes of all customers by the day on which they became known, as they were known then.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Calendar(BTreeMap<Day, Outcomes>);

/// The outcomes for both kinds of lateness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcomes {
    late: Tally,
    serious: Tally,
}

impl Outcomes {
    fn add(&mut self, other: Outcomes) {
        self.late.add(other.late);
        self.serious.add(other.serious);
    }
}

/// One kind of outcome up to a day, of all customers: the newest ones and all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trend {
    pub newest: Tally,
    pub all: Tally,
}

/// The trend of both kinds of lateness on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trends {
    pub late: Trend,
    pub serious: Trend,
}

impl Calendar {
    /// Adds what became known of one customer. An outcome counts once: that a payment was taken back later, or a
    /// dispute opened, changes nothing of what was known lately.
    pub(super) fn note(&mut self, timeline: &Timeline, serious_days: i32, known: &mut Vec<Known>) {
        known.clear();
        known.resize(timeline.pieces.len(), Known::Nothing);
        for change in &timeline.changes {
            let ChangeKind::Known(sign) = change.kind else { continue };
            let now = sign.known();
            let before = std::mem::replace(&mut known[change.piece as usize], now);
            let mut outcomes = Outcomes::default();
            if let (None, Some(bad)) = (before.late(), now.late()) {
                outcomes.late.note(bad);
            }
            if let (None, Some(bad)) = (before.serious(serious_days), now.serious(serious_days)) {
                outcomes.serious.note(bad);
            }
            if outcomes != Outcomes::default() {
                self.0.entry(change.day).or_default().add(outcomes);
            }
        }
    }

    /// Adds those of other customers.
    pub(super) fn add(&mut self, other: Calendar) {
        for (day, outcomes) in other.0 {
            self.0.entry(day).or_default().add(outcomes);
        }
    }

    /// Returns what was known on each day.
    pub(super) fn summed(self) -> Course {
        let sum_up = |sum: &mut Outcomes, (day, outcomes)| {
            sum.add(outcomes);
            Some((day, *sum))
        };
        Course(self.0.into_iter().scan(Outcomes::default(), sum_up).collect())
    }
}

/// A [`Calendar`] added up: all that was known on each day on which anything became known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Course(Vec<(Day, Outcomes)>);

impl Course {
    /// Returns the trend as known on a day, that day included.
    pub(super) fn on(&self, day: Day) -> Trends {
        let (all, before) = (self.until(day), self.until(day - LATELY_DAYS));
        let trend = |all: Tally, before: Tally| Trend {
            newest: Tally { bad: all.bad - before.bad, known: all.known - before.known },
            all,
        };
        Trends { late: trend(all.late, before.late), serious: trend(all.serious, before.serious) }
    }

    fn until(&self, day: Day) -> Outcomes {
        let count = self.0.partition_point(|&(known, _)| known <= day);
        count.checked_sub(1).map_or_else(Outcomes::default, |last| self.0[last].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lately_is_the_last_180_days() {
        let outcome = |bad| Outcomes { late: Tally { bad, known: 2 }, serious: Tally { bad: 0, known: 1 } };
        let course = Calendar(BTreeMap::from([(1000, outcome(2)), (1100, outcome(1)), (1180, outcome(0))])).summed();
        assert_eq!(course.on(999), Trends::default());
        assert_eq!(course.on(1179).late, Trend { newest: Tally { bad: 3, known: 4 }, all: Tally { bad: 3, known: 4 } });
        // What became known 180 days ago is no longer lately.
        let last = course.on(1180);
        assert_eq!(last.late, Trend { newest: Tally { bad: 1, known: 4 }, all: Tally { bad: 3, known: 6 } });
        assert_eq!(last.serious.newest, Tally { bad: 0, known: 2 });
    }
}
