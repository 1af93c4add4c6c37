//! What formal notices have demanded of an item, where interest runs on that alone (C. civ. 1344-1).

use crate::engine::allocation::{Move, still_left_out};
use crate::model::{Amount, Date};

/// A day from which on another part of an item bears interest: a formal notice, or what settles what notices left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Demand {
    /// The day: interest runs on it from the day after.
    pub date: Date,
    /// What of the item's principal no notice has demanded by then, as it was contested, promised, or thought to be
    /// paid.
    pub left_out: Amount,
    /// What of it the last notice that demanded more left out on its day, whatever was given up since.
    pub by_notice: Amount,
    /// Whether it is a notice that demanded more.
    pub is_by_notice: bool,
}

/// Returns the days that change what has been demanded, the first notice first, from what each notice left out on its
/// day.
///
/// Payments pay what was demanded, credit notes and write-offs first what was left out.
pub(super) fn of(notices: impl Iterator<Item = (Date, Amount)>, moves: &[Move]) -> Vec<Demand> {
    let mut course = Course::default();
    let mut steps = moves.iter().peekable();
    for (date, left_out) in notices {
        // What was given up by that day the notice did not count as owed.
        while let Some(step) = steps.next_if(|step| step.date <= date) {
            course.settle(step);
        }
        course.demand(date, left_out);
    }
    steps.for_each(|step| course.settle(step));
    course.demands
}

/// The course of what has been demanded.
#[derive(Default)]
struct Course {
    demands: Vec<Demand>,
    /// What the last notice that demanded more left out.
    left_out: Amount,
    /// What was given up since.
    given_up: Amount,
}

impl Course {
    fn demand(&mut self, date: Date, left_out: Amount) {
        if self.demands.last().is_none_or(|demand| left_out < demand.left_out) {
            (self.left_out, self.given_up) = (left_out, Amount::ZERO);
            self.demands.push(Demand { date, left_out, by_notice: left_out, is_by_notice: true });
        }
    }

    fn settle(&mut self, step: &Move) {
        let Some(last) = self.demands.last() else { return };
        self.given_up += step.given_up();
        let left_out = still_left_out(self.left_out, self.given_up);
        if left_out != last.left_out {
            self.demands.push(Demand { date: step.date, left_out, by_notice: self.left_out, is_by_notice: false });
        }
    }
}
