//! The scorecard: few factors whose points anybody can add up to the score.
//!
//! | factor | value | points |
//! |---|---|---|
//! | `late_share` | the shrunk share of invoices late at all | 70 x (1 - value) |
//! | `serious_share` | the shrunk share late by more than `serious_days` | 20 x (1 - value / 0.30), from 0.30 on none |
//! | `overdue_now` | days by which the oldest unpaid invoice is overdue | 10 x (1 - value / `serious_days`), from there on none |
//!
//! Each is rounded half away from zero to a whole point, from the value that is shown. The first has by far the largest
//! weight because it alone does nearly all the work of telling good payers from bad ones on the lists that were
//! measured; on the IBM list the card ranks customers a little better than the share alone.

use super::share::{Share, divided};

/// The points of a customer who never pays late.
const LATE_POINTS: u32 = 70;
/// The points of a customer who never pays seriously late.
const SERIOUS_POINTS: u32 = 20;
/// The share of seriously late invoices from which nothing is left of these points.
const SERIOUS_LIMIT: Share = Share::from_ten_thousandths(3_000);
/// The points of a customer who owes nothing overdue.
const OVERDUE_POINTS: u32 = 10;

/// Is a score with what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// In the order in which they are shown.
    pub factors: [Factor; 3],
}

/// Is one part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What was looked at, and what was found.
    pub value: FactorValue,
    /// What it adds to the score.
    pub points: u32,
    /// What it adds at most.
    pub most: u32,
}

/// Is what a factor looks at, and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorValue {
    /// The shrunk share of invoices late at all.
    LateShare(Share),
    /// The shrunk share of invoices late by more than the policy's `serious_days`.
    SeriousShare(Share),
    /// By how many days the oldest unpaid invoice is overdue.
    OverdueNow(u32),
}

impl FactorValue {
    /// Returns the name that outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            FactorValue::LateShare(_) => "late_share",
            FactorValue::SeriousShare(_) => "serious_share",
            FactorValue::OverdueNow(_) => "overdue_now",
        }
    }
}

impl Card {
    pub(super) fn new(late: Share, serious: Share, overdue_days: u32, serious_days: u32) -> Card {
        let serious_days = serious_days.max(1);
        let days_left = u128::from(serious_days.saturating_sub(overdue_days));
        let overdue_points = divided(u128::from(OVERDUE_POINTS) * days_left, u128::from(serious_days)) as u32;
        let factor = |value, points, most| Factor { value, points, most };
        Card {
            factors: [
                factor(FactorValue::LateShare(late), late.points_left(LATE_POINTS, Share::WHOLE), LATE_POINTS),
                factor(
                    FactorValue::SeriousShare(serious),
                    serious.points_left(SERIOUS_POINTS, SERIOUS_LIMIT),
                    SERIOUS_POINTS,
                ),
                factor(FactorValue::OverdueNow(overdue_days), overdue_points, OVERDUE_POINTS),
            ],
        }
    }

    /// Returns the score: the sum of the points, from 0 (worst) to 100 (best).
    pub fn score(&self) -> u32 {
        self.factors.iter().map(|factor| factor.points).sum()
    }
}

/// Is a class of scores, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the policy's `grades` say from which score on each is given")]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
}

impl Grade {
    /// Returns the grade of a score, by the lowest scores of A, B, C and D.
    pub fn of(score: u32, lowest: [u32; 4]) -> Grade {
        let grades = [Grade::A, Grade::B, Grade::C, Grade::D];
        grades.into_iter().zip(lowest).find(|&(_, lowest)| score >= lowest).map_or(Grade::E, |(grade, _)| grade)
    }

    /// Returns the letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
            Grade::E => "E",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_add_up_to_the_score() {
        // 70 x (1 - 0.25) = 52.5, up: 53. 20 x (1 - 0.06 / 0.30) = 16. 10 x (1 - 12 / 30) = 6.
        let card = Card::new(Share::from_ten_thousandths(2_500), Share::from_ten_thousandths(600), 12, 30);
        assert_eq!(card.factors.map(|factor| factor.points), [53, 16, 6]);
        assert_eq!(card.score(), 75);
        let best = Card::new(Share::from_ten_thousandths(0), Share::from_ten_thousandths(0), 0, 30);
        assert_eq!(best.score(), 100);
        assert_eq!(best.factors.map(|factor| factor.most), best.factors.map(|factor| factor.points));
        assert_eq!(Card::new(Share::WHOLE, Share::WHOLE, 400, 30).score(), 0);
    }

    #[test]
    fn a_grade_begins_at_its_lowest_score() {
        let grade = |score| Grade::of(score, [80, 60, 40, 20]).letter();
        assert_eq!([100, 80, 79, 60, 40, 20, 19, 0].map(grade), ["A", "A", "B", "B", "C", "D", "E", "E"]);
    }
}
