//! The scorecard: few factors whose points anybody can add up to the score.
//!
//! | factor | value | points |
//! |---|---|---|
//! | `late_share` | the shrunk share of invoices late at all | 50 x (1 - value) |
//! | `serious_share` | the shrunk share late by more than `serious_days` | 15 x (1 - value / 0.30), from 0.30 on none |
//! | `recent_share` | the shrunk share of the newest 5 outcomes that are late | 10 x (1 - value) |
//! | `overdue_now` | days by which the oldest unpaid invoice is overdue | 10 x (1 - value / `serious_days`), from there on none |
//! | `amount_against_habit` | the largest open invoice over the usual amount | 3 x (4 - value) / 2.5, from 1.5 down 3, from 4 on none |
//! | `broken_promises` | promises and plans broken in a year | 4 - 2 x value, from 2 on none |
//! | `returned_payments` | payments taken back in a year | 4 - 2 x value, from 2 on none |
//! | `relation` | days since the first invoice | 4 x value / 730, from there on 4 |
//! | `rating` | what somebody else says of his solvency, 0 to 100 | 10 x (value - 50) / 50; 20 x with little history |
//!
//! Each is rounded half away from zero to a whole point, from the value that is shown. The first has by far the largest
//! weight because it alone does nearly all the work of telling good payers from bad ones on the lists that were
//! measured. A rating that is not there adds no row; one that is there adds no more than is missing to 100 and takes no
//! more than the others gave.

use super::share::{Share, divided};

/// The share of seriously late invoices from which nothing is left of these points.
const SERIOUS_LIMIT: Share = Share::from_ten_thousandths(3_000);
/// Up to how many hundredths of the usual amount an invoice is usual, and from how many on nothing is left.
const USUAL: [u32; 2] = [150, 400];
/// After how many days a relation is an old one.
const OLD: u32 = 730;

/// A score with what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// In the order in which they are shown.
    pub factors: Vec<Factor>,
}

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What was looked at, and what was found.
    pub value: FactorValue,
    /// What it adds to the score; a rating may take something away.
    pub points: i32,
    /// What it adds at most.
    pub most: i32,
}

/// What a factor looks at, and what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorValue {
    /// The shrunk share of invoices late at all.
    LateShare(Share),
    /// The shrunk share of invoices late by more than the policy's `serious_days`.
    SeriousShare(Share),
    /// The shrunk share of the newest outcomes that were late.
    RecentShare(Share),
    /// By how many days the oldest unpaid invoice is overdue.
    OverdueNow(u32),
    /// How many hundredths of the usual amount the largest open invoice is; nothing without open or other invoices.
    AmountAgainstHabit(Option<u32>),
    /// How many promises and payment plans were broken in a year.
    BrokenPromises(u32),
    /// How many payments were taken back in a year.
    ReturnedPayments(u32),
    /// How many days ago the first invoice was issued.
    Relation(u32),
    /// What somebody else says of his solvency, from 0 to 100.
    Rating(u32),
}

impl FactorValue {
    /// Returns the name that outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            FactorValue::LateShare(_) => "late_share",
            FactorValue::SeriousShare(_) => "serious_share",
            FactorValue::RecentShare(_) => "recent_share",
            FactorValue::OverdueNow(_) => "overdue_now",
            FactorValue::AmountAgainstHabit(_) => "amount_against_habit",
            FactorValue::BrokenPromises(_) => "broken_promises",
            FactorValue::ReturnedPayments(_) => "returned_payments",
            FactorValue::Relation(_) => "relation",
            FactorValue::Rating(_) => "rating",
        }
    }
}

/// What a card is made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    pub late: Share,
    pub serious: Share,
    pub recent: Share,
    pub overdue_days: u32,
    pub amount_hundredths: Option<u32>,
    pub broken_promises: u32,
    pub returned_payments: u32,
    pub relation_days: u32,
    pub rating: Option<u32>,
    pub little_history: bool,
}

impl Card {
    pub(super) fn new(evidence: &Evidence, serious_days: u32) -> Card {
        let serious_days = serious_days.max(1);
        let of = |most: u32, part: u32, whole: u32| {
            divided(u128::from(most) * u128::from(part.min(whole)), u128::from(whole)) as i32
        };
        let amount = evidence.amount_hundredths.map_or(USUAL[0], |it| it.clamp(USUAL[0], USUAL[1]));
        let incidents = |count: u32| 4 - 2 * count.min(2) as i32;
        let factor = |value, points, most| Factor { value, points, most };
        let mut factors = vec![
            factor(FactorValue::LateShare(evidence.late), evidence.late.points_left(50, Share::WHOLE), 50),
            factor(FactorValue::SeriousShare(evidence.serious), evidence.serious.points_left(15, SERIOUS_LIMIT), 15),
            factor(FactorValue::RecentShare(evidence.recent), evidence.recent.points_left(10, Share::WHOLE), 10),
            factor(
                FactorValue::OverdueNow(evidence.overdue_days),
                of(10, serious_days.saturating_sub(evidence.overdue_days), serious_days),
                10,
            ),
            factor(
                FactorValue::AmountAgainstHabit(evidence.amount_hundredths),
                of(3, USUAL[1] - amount, USUAL[1] - USUAL[0]),
                3,
            ),
            factor(FactorValue::BrokenPromises(evidence.broken_promises), incidents(evidence.broken_promises), 4),
            factor(FactorValue::ReturnedPayments(evidence.returned_payments), incidents(evidence.returned_payments), 4),
            factor(FactorValue::Relation(evidence.relation_days), of(4, evidence.relation_days, OLD), 4),
        ];
        if let Some(rating) = evidence.rating {
            let most: u32 = if evidence.little_history { 20 } else { 10 };
            let distance = divided(u128::from(most) * u128::from(rating.abs_diff(50)), 50) as i32;
            let points = if rating < 50 { -distance } else { distance };
            let others: i32 = factors.iter().map(|factor| factor.points).sum();
            factors.push(factor(FactorValue::Rating(rating), points.clamp(-others, 100 - others), most as i32));
        }
        Card { factors }
    }

    /// Returns the score: the sum of the points, from 0 (worst) to 100 (best).
    pub fn score(&self) -> u32 {
        self.factors.iter().map(|factor| factor.points).sum::<i32>().clamp(0, 100) as u32
    }
}

/// A class of scores, best first.
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
    /// Every grade, best first.
    pub const ALL: [Grade; 5] = [Grade::A, Grade::B, Grade::C, Grade::D, Grade::E];

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

    fn evidence() -> Evidence {
        let share = Share::from_ten_thousandths;
        Evidence {
            late: share(2_500),
            serious: share(600),
            recent: share(4_500),
            overdue_days: 12,
            amount_hundredths: Some(250),
            broken_promises: 1,
            returned_payments: 0,
            relation_days: 365,
            rating: None,
            little_history: false,
        }
    }

    fn points(evidence: &Evidence) -> Vec<i32> {
        Card::new(evidence, 30).factors.iter().map(|factor| factor.points).collect()
    }

    #[test]
    fn points_add_up_to_the_score() {
        // 50 x 0.75 = 37.5, up: 38. 15 x (1 - 0.06 / 0.30) = 12. 10 x 0.55 = 5.5, up: 6. 10 x (1 - 12 / 30) = 6.
        // 3 x (4 - 2.5) / 2.5 = 1.8: 2. 4 - 2 = 2. 4. 4 x 365 / 730 = 2.
        assert_eq!(points(&evidence()), [38, 12, 6, 6, 2, 2, 4, 2]);
        assert_eq!(Card::new(&evidence(), 30).score(), 72);
        let none = Share::from_ten_thousandths(0);
        let best = Evidence {
            late: none,
            serious: none,
            recent: none,
            overdue_days: 0,
            amount_hundredths: None,
            broken_promises: 0,
            relation_days: 4_000,
            ..evidence()
        };
        let card = Card::new(&best, 30);
        assert_eq!(card.score(), 100);
        assert!(card.factors.iter().all(|factor| factor.points == factor.most));
    }

    #[test]
    fn a_rating_moves_the_score_by_what_there_is_room_for() {
        let rated = |rating, little_history| Evidence { rating: Some(rating), little_history, ..evidence() };
        // 10 x (90 - 50) / 50 = 8; with little history 16. 10 x (15 - 50) / 50 = -7.
        assert_eq!(points(&rated(90, false))[8], 8);
        assert_eq!(points(&rated(90, true))[8], 16);
        assert_eq!(points(&rated(15, false))[8], -7);
        let worst = Evidence {
            late: Share::WHOLE,
            serious: Share::WHOLE,
            recent: Share::WHOLE,
            overdue_days: 400,
            amount_hundredths: Some(1_000),
            broken_promises: 5,
            returned_payments: 9,
            relation_days: 0,
            rating: Some(0),
            little_history: false,
        };
        assert_eq!((points(&worst)[8], Card::new(&worst, 30).score()), (0, 0));
    }

    #[test]
    fn a_grade_begins_at_its_lowest_score() {
        let grade = |score| Grade::of(score, [80, 60, 40, 20]).letter();
        assert_eq!([100, 80, 79, 60, 40, 20, 19, 0].map(grade), ["A", "A", "B", "B", "C", "D", "E", "E"]);
    }
}
