//! The two probabilities of an invoice, late at all and seriously late: from the model that was fitted on the folder's
//! own history where there is enough of it, else the customer's shrunk share alone.

use super::curve::Curve;
use super::knowledge::{Facts, Strand};
use super::logistic::{Case, Example, Fitted};
use super::share::{Share, Tally};
use super::timeline::Day;
use super::trend::{Course, Trend, Trends};
use crate::model::Amount;

/// Is an amount beside what else was invoiced to the same customer: the sum of the others, and how many they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    pub amount: Amount,
    pub others: (Amount, i64),
}

impl Beside {
    /// Is an amount like all others.
    pub(super) const USUAL: Beside = Beside { amount: Amount::ZERO, others: (Amount::ZERO, 0) };
}

/// Is one invoice of the past, as it looked on its issue date, and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precedent {
    /// Its issue date.
    pub day: Day,
    pub facts: Facts,
    pub beside: Beside,
    pub late: Option<bool>,
    pub serious: Option<bool>,
}

/// Is where the probabilities come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(super) late: Option<Fitted>,
    pub(super) serious: Option<Fitted>,
    late_base: Tally,
    serious_base: Tally,
    pseudo: u32,
}

/// Is the probabilities of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chances {
    /// That it is paid late.
    pub late: Share,
    /// That it is paid more than the policy's `serious_days` late.
    pub serious: Share,
}

/// Is what a model was fitted on, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// How many invoices, and how many of them turned out bad.
    pub examples: Tally,
    /// The weights of `docs/score.md`, in thousandths.
    pub weights: [i64; 7],
    /// Pseudo-invoices of the share of all outcomes, in halves.
    pub all_halves: u32,
    /// Pseudo-invoices of the share of the newest outcomes, in halves.
    pub newest_halves: u32,
    /// After how many outcomes the weight of the newest is halved.
    pub memory: u32,
}

impl Model {
    /// Fits what can be fitted; shares are shrunk towards the bases, by `pseudo` invoices where nothing can.
    pub(super) fn of(
        precedents: &[Precedent],
        course: &Course,
        [late_base, serious_base]: [Tally; 2],
        pseudo: u32,
    ) -> Model {
        let late = |past: &Precedent| {
            let case = case(&past.facts, past.facts.late, past.beside, course.on(past.day).late);
            past.late.map(|bad| Example { case, bad })
        };
        let serious = |past: &Precedent| {
            let case = case(&past.facts, past.facts.serious, past.beside, course.on(past.day).serious);
            past.serious.map(|bad| Example { case, bad })
        };
        let late = Fitted::of(&precedents.iter().filter_map(late).collect::<Vec<_>>(), late_base);
        let serious = Fitted::of(&precedents.iter().filter_map(serious).collect::<Vec<_>>(), serious_base);
        Model { late, serious, late_base, serious_base, pseudo }
    }

    /// Returns the probabilities of an invoice on its issue date, from what was known then of the customer and of all.
    pub(super) fn chances(&self, facts: &Facts, beside: Beside, trends: Trends) -> Chances {
        let chance = |fitted: &Option<Fitted>, strand: Strand, base: Tally, trend: Trend| match fitted {
            Some(fitted) => fitted.probability(&case(facts, strand, beside, trend)),
            None => strand.tally.shrunk(self.pseudo, base),
        };
        let late = chance(&self.late, facts.late, self.late_base, trends.late);
        let serious = chance(&self.serious, facts.serious, self.serious_base, trends.serious);
        Chances { late, serious: serious.min(late) }
    }

    /// Returns what the probability of lateness was fitted on; nothing when it is the shrunk share.
    pub fn late_fit(&self) -> Option<Fit> {
        self.late.as_ref().map(fit)
    }

    /// Returns what the probability of serious lateness was fitted on; nothing when it is the shrunk share.
    pub fn serious_fit(&self) -> Option<Fit> {
        self.serious.as_ref().map(fit)
    }
}

fn fit(fitted: &Fitted) -> Fit {
    let (all_halves, newest_halves, memory) = fitted.shrinkage();
    Fit { examples: fitted.examples, weights: fitted.thousandths(), all_halves, newest_halves, memory }
}

fn case(facts: &Facts, strand: Strand, beside: Beside, trend: Trend) -> Case {
    let (others, count) = beside.others;
    let amount = (beside.amount.minor(), others.minor(), count);
    Case { strand, known: facts.late.tally.known, overdue_days: facts.overdue_days, amount, trend }
}

impl Chances {
    /// Returns the probabilities once an invoice is unpaid `age` days after its due date (before it, when negative),
    /// from those that it had when it was issued, `issued` days before.
    ///
    /// Of those who pay in time, and of those who pay late but not seriously, part would have paid by now: as many as
    /// the curve of all customers says. What is paid on the day itself may not be known yet.
    pub(super) fn unpaid(self, curve: &Curve, age: i32, issued: i32, serious_days: i32) -> Chances {
        if age > serious_days {
            return Chances { late: Share::WHOLE, serious: Share::WHOLE };
        }
        let left = |from: i32, to: i32, start: i32| -> (u128, u128) {
            let [rest, all] = [from, start].map(|first| u128::from(curve.paid(first, to)));
            // One more on either side, so that few invoices do not make a certainty.
            (rest + 1, all + 1)
        };
        let [late, serious] = [self.late, self.serious].map(|share| u128::from(share.ten_thousandths()));
        let whole = u128::from(Share::WHOLE.ten_thousandths());
        if age > 0 {
            let (rest, all) = left(age, serious_days, 1);
            let (serious, other) = (serious * all, (late - serious) * rest);
            let serious = if serious + other == 0 { self.serious } else { Share::of(serious, serious + other) };
            return Chances { late: Share::WHOLE, serious };
        }
        let (rest, all) = left(age, 0, (-issued).min(age));
        let (in_time, late, serious) = ((whole - late) * rest, late * all, serious * all);
        if in_time + late == 0 {
            return self;
        }
        Chances { late: Share::of(late, in_time + late), serious: Share::of(serious, in_time + late) }
    }
}
