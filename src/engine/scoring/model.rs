//! The two probabilities of an invoice, late at all and seriously late: from the model that was fitted on the folder's
//! own history where there is enough of it, else the customer's shrunk share alone.

use super::curve::Curve;
use super::degrees::{LATE_SPANS, SERIOUS_SPANS, SPANS};
use super::knowledge::{Facts, Strand};
use super::logistic::{Base, Case, Example, Fitted, Term, WEIGHTS};
use super::share::{Share, Tally};
use super::timeline::Day;
use super::trend::{Course, Trend, Trends};
use crate::model::Amount;
use crate::model::cores::both;

/// From how many examples on the two models are fitted on two cores.
const MANY: usize = 2_000;

/// What a model looks at in an invoice itself, beside what else was invoiced to the same customer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    pub amount: Amount,
    /// The sum of the others, and how many they are.
    pub others: (Amount, i64),
    /// Whether it falls due on a Saturday or Sunday, when banks move no money.
    pub due_on_weekend: bool,
}

impl Beside {
    /// An amount like all others, due on a working day.
    pub(super) const USUAL: Beside = Beside { amount: Amount::ZERO, others: (Amount::ZERO, 0), due_on_weekend: false };
}

/// One invoice of the past, as it looked on its issue date, and what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Precedent {
    /// Its issue date.
    pub day: Day,
    pub facts: Facts,
    pub beside: Beside,
    pub late: Option<bool>,
    pub serious: Option<bool>,
}

/// Where the probabilities come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(super) late: Option<Fitted>,
    pub(super) serious: Option<Fitted>,
    bases: [Tally; 2],
    pseudo: u32,
}

/// The probabilities of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chances {
    /// That it is paid late.
    pub late: Share,
    /// That it is paid more than the policy's `serious_days` late.
    pub serious: Share,
}

/// How a probability on the issue date comes about, in numbers that anybody can add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The terms of ln odds, in the order of `docs/score.md`, where a model was fitted.
    pub terms: Option<[Term; WEIGHTS]>,
    /// The customer's plain shrunk share, where it counts; beside a model, half.
    pub share: Option<Share>,
    /// The probability.
    pub probability: Share,
}

/// What a model was fitted on, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// How many invoices, and how many of them turned out bad.
    pub examples: Tally,
    /// How the share of all outcomes is made.
    pub all: Measured,
    /// How the share of the newest outcomes is made.
    pub newest: Measured,
    /// After how many outcomes the weight of the newest is halved.
    pub memory: u32,
}

/// How a model makes a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Pseudo-invoices, in halves.
    pub halves: u32,
    /// Within how many days of the limit an outcome counts in part.
    pub span: i32,
}

impl Model {
    /// Fits what can be fitted; shares are shrunk towards the bases, by `pseudo` invoices where nothing can.
    pub(super) fn of(precedents: &[Precedent], course: &Course, bases: [Base; 2], pseudo: u32) -> Model {
        let late = |past: &Precedent| {
            let case = case(&past.facts, past.facts.late, past.beside, course.on(past.day).late);
            past.late.map(|bad| Example { case, bad })
        };
        let serious = |past: &Precedent| {
            let case = case(&past.facts, past.facts.serious, past.beside, course.on(past.day).serious);
            past.serious.map(|bad| Example { case, bad })
        };
        let examples: [Vec<Example>; 2] =
            [precedents.iter().filter_map(late).collect(), precedents.iter().filter_map(serious).collect()];
        let fitted = |target: usize| Fitted::of(&examples[target], bases[target]);
        let (late, serious) = both(precedents.len() >= MANY, || fitted(0), || fitted(1));
        Model { late, serious, bases: bases.map(|base| base.tally), pseudo }
    }

    /// Returns the probabilities of an invoice on its issue date, from what was known then of the customer and of all.
    pub(super) fn chances(&self, facts: &Facts, beside: Beside, trends: Trends) -> Chances {
        let [late_share, serious_share] = self.shares(facts);
        let late = self.late.as_ref().map_or(late_share, |fitted| {
            let case = case(facts, facts.late, beside, trends.late);
            if self.late_stands_alone() {
                fitted.probability(&case)
            } else {
                fitted.probability_between(&case, late_share)
            }
        });
        // Cases are few, and come from few customers: half way to the plain share errs less than the model alone.
        let serious = self.serious.as_ref().map_or(serious_share, |fitted| {
            fitted.probability_between(&case(facts, facts.serious, beside, trends.serious), serious_share)
        });
        Chances { late, serious: serious.min(late) }
    }

    /// Returns how the [`Model::chances`] come about: of lateness, and of serious lateness.
    pub(super) fn derivations(&self, facts: &Facts, beside: Beside, trends: Trends) -> [Derivation; 2] {
        let Chances { late, serious } = self.chances(facts, beside, trends);
        let of = |fitted: &Option<Fitted>, strand: Strand, trend: Trend| {
            fitted.as_ref().map(|fitted| fitted.terms(&case(facts, strand, beside, trend)))
        };
        let [late_share, serious_share] = self.shares(facts);
        let late_terms = of(&self.late, facts.late, trends.late);
        let serious_terms = of(&self.serious, facts.serious, trends.serious);
        let late_share = Some(late_share).filter(|_| !self.late_stands_alone());
        [
            Derivation { terms: late_terms, share: late_share, probability: late },
            Derivation { terms: serious_terms, share: Some(serious_share), probability: serious },
        ]
    }

    /// Tells whether lateness follows the model alone, and not half the plain share too.
    fn late_stands_alone(&self) -> bool {
        self.late.as_ref().is_some_and(Fitted::has_enough)
    }

    fn shares(&self, facts: &Facts) -> [Share; 2] {
        let tallies = [(facts.late.tally, self.bases[0]), (facts.serious.tally, self.bases[1])];
        tallies.map(|(tally, base)| tally.shrunk(self.pseudo, base))
    }

    /// Returns what the probability of lateness was fitted on; nothing when it is the shrunk share.
    pub fn late_fit(&self) -> Option<Fit> {
        self.late.as_ref().map(|fitted| fit(fitted, LATE_SPANS))
    }

    /// Returns what the probability of serious lateness was fitted on; nothing when it is the shrunk share.
    pub fn serious_fit(&self) -> Option<Fit> {
        self.serious.as_ref().map(|fitted| fit(fitted, SERIOUS_SPANS))
    }
}

fn fit(fitted: &Fitted, spans: [i32; SPANS]) -> Fit {
    let ([all, newest], memory) = fitted.shrinkage();
    let measured = |(halves, span): (u32, usize)| Measured { halves, span: spans[span] };
    Fit { examples: fitted.examples, all: measured(all), newest: measured(newest), memory }
}

fn case(facts: &Facts, strand: Strand, beside: Beside, trend: Trend) -> Case {
    let (others, count) = beside.others;
    let amount = (beside.amount.minor(), others.minor(), count);
    Case {
        strand,
        known: facts.late.tally.known,
        overdue_days: facts.overdue_days,
        amount,
        trend,
        due_on_weekend: beside.due_on_weekend,
    }
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
