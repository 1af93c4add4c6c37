//! How well the score would have worked: everything is learnt from what was known on one day, then each invoice issued
//! later is predicted from what was known of its customer on its issue date, and compared with what became of it.
//!
//! Nothing later is looked at: the portfolio, the model and the curve of delays are those of the first day; what
//! became of an invoice counts once its due date (with `serious_days` more, for serious lateness) is over, not before,
//! since those paid early would be known alone.

use super::habit::{Bench, Stop, Walk};
use super::measure::{Guess, Measure};
use super::portfolio::Portfolio;
use super::timeline::{Known, number};
use super::trend::Trends;
use super::{Scores, Share};
use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::model::{CustomerId, Date, Ledger, Term};

/// How well the score would have worked.
#[derive(Clone, Debug)]
pub struct Backtest {
    /// The day up to which everything was learnt.
    pub from: Date,
    /// The day up to which outcomes are known.
    pub until: Date,
    /// Serious lateness is more than this many days.
    pub serious_days: u32,
    /// How well each target was foretold by each predictor.
    pub measures: Vec<Tested>,
    /// How well the day of payment was foretold.
    pub dates: Vec<(Predictor, Dates)>,
}

/// How well one target was foretold by one predictor.
#[derive(Clone, Debug)]
pub struct Tested {
    /// What was predicted.
    pub target: Target,
    /// By what.
    pub predictor: Predictor,
    /// How well.
    pub measure: Measure,
}

/// What is predicted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// That an invoice is paid late.
    Late,
    /// That it is paid more than `serious_days` late.
    Serious,
}

/// What predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predictor {
    /// The probability and the expected date that `score --invoices` gives.
    Score,
    /// The customer's shrunk share of late invoices.
    PastRatio,
    /// The portfolio's share, and its median delay, for everybody.
    BaseRate,
}

impl Target {
    /// Both.
    pub const ALL: [Target; 2] = [Target::Late, Target::Serious];

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            Target::Late => Term::new("late", "retard"),
            Target::Serious => Term::new("seriously late", "retard grave"),
        }
    }

    /// Returns the word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Target::Late => "late",
            Target::Serious => "serious",
        }
    }
}

impl Predictor {
    /// All of them.
    pub const ALL: [Predictor; 3] = [Predictor::Score, Predictor::PastRatio, Predictor::BaseRate];

    /// Returns what people call it.
    pub const fn term(self) -> Term<'static> {
        match self {
            Predictor::Score => Term::new("score", "score"),
            Predictor::PastRatio => Term::new("past late ratio", "part passée de retards"),
            Predictor::BaseRate => Term::new("mean of all", "moyenne de tous"),
        }
    }

    /// Returns the word that outputs use.
    pub const fn word(self) -> &'static str {
        match self {
            Predictor::Score => "score",
            Predictor::PastRatio => "past_late_ratio",
            Predictor::BaseRate => "base_rate",
        }
    }
}

/// How well the day of payment was foretold, of invoices that were paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// How many invoices had an expected date and were paid.
    pub invoices: u32,
    /// The days by which payment missed the expected date, either way, added up.
    pub missed_days: u64,
    /// How many were paid within three days of it.
    pub within_three: u32,
    /// How many had an interval, and how many of those were paid outside of it.
    pub intervals: (u32, u32),
}

impl Dates {
    fn note(&mut self, expected: Option<i32>, interval: Option<(i32, i32)>, delay: i32) {
        let Some(expected) = expected else { return };
        let miss = expected.abs_diff(delay);
        self.invoices += 1;
        self.missed_days += u64::from(miss);
        self.within_three += u32::from(miss <= 3);
        if let Some((first, last)) = interval {
            self.intervals.0 += 1;
            self.intervals.1 += u32::from(!(first..=last).contains(&delay));
        }
    }

    /// Returns the mean miss in hundredths of a day, rounded half away from zero.
    pub fn mean_miss_hundredths(&self) -> Option<u64> {
        let count = u64::from(self.invoices);
        (count > 0).then(|| (self.missed_days * 200 + count) / (2 * count))
    }

    /// Returns the share paid within three days of the expected date.
    pub fn within_three(&self) -> Option<Share> {
        (self.invoices > 0).then(|| Share::of(self.within_three.into(), self.invoices.into()))
    }

    /// Returns the share paid within the interval.
    pub fn within_interval(&self) -> Option<Share> {
        let (all, outside) = self.intervals;
        (all > 0).then(|| Share::of((all - outside).into(), all.into()))
    }
}

/// The guesses of each predictor for one target.
type Guesses = [Vec<Guess>; 3];

/// What was predicted and what came true, invoice by invoice.
struct Trial<'a> {
    /// What all customers taught.
    portfolio: &'a Portfolio,
    pseudo: u32,
    /// Of each target.
    guesses: [Guesses; 2],
    /// Of the score, then of the mean of all.
    dates: [Dates; 2],
}

impl Trial<'_> {
    /// Notes an invoice: what was known of its customer on its day, and its outcome.
    fn note(&mut self, stop: &Stop<'_>, course: Trends) {
        let past = &stop.precedent;
        let chances = self.portfolio.model.chances(&past.facts, past.beside, course);
        let strands = [past.facts.late, past.facts.serious];
        let bases = [self.portfolio.late_base(), self.portfolio.serious_base()];
        for (target, outcome) in [past.late, past.serious].into_iter().enumerate() {
            let Some(bad) = outcome else { continue };
            let shares = [
                [chances.late, chances.serious][target],
                strands[target].tally.shrunk(self.pseudo, bases[target]),
                Share::of(bases[target].bad.into(), bases[target].known.into()),
            ];
            for (list, share) in self.guesses[target].iter_mut().zip(shares) {
                list.push(Guess { share, bad });
            }
        }
        if let (Known::Settled(delay), Some(_)) = (stop.piece.known, past.late) {
            let expectation = stop.expectation(self.pseudo);
            let day = |percent| expectation.quantile(&self.portfolio.curve, percent, None);
            self.dates[0].note(day(50), day(10).zip(day(90)), delay);
            self.dates[1].note(self.portfolio.median(), None, delay);
        }
    }
}

/// Returns how well each target was foretold by each predictor, where anything was.
fn measures(guesses: [Guesses; 2]) -> Vec<Tested> {
    let mut measures = Vec::new();
    for (target, lists) in [Target::Late, Target::Serious].into_iter().zip(guesses) {
        for (predictor, list) in Predictor::ALL.into_iter().zip(lists) {
            measures.extend(Measure::of(list).map(|measure| Tested { target, predictor, measure }));
        }
    }
    measures
}

/// Tests what `before` would have predicted against what the balances say now; `wanted` are the customers tested.
pub fn backtest(
    before: &Scores<'_>,
    ledger: &Ledger,
    balances: &Balances,
    history: &History<'_>,
    wanted: impl Fn(CustomerId) -> bool,
) -> Backtest {
    let rules = before.rules();
    let (serious_days, pseudo) = (rules.serious_days as i32, rules.pseudo_invoices);
    let walk = Walk { ledger, balances, later: balances, history, serious_days, pseudo_invoices: pseudo };
    let first = number(before.as_of());
    let mut trial =
        Trial { portfolio: before.portfolio(), pseudo, guesses: Default::default(), dates: Default::default() };
    let mut bench = Bench::default();
    let course = walk.course();
    for customer in ledger.customer_ids().filter(|&customer| wanted(customer)) {
        walk.follow(
            customer,
            &mut bench,
            |piece| piece.issue > first,
            |stop| trial.note(stop, course.on(stop.precedent.day)),
        );
    }
    let dates = [Predictor::Score, Predictor::BaseRate].into_iter().zip(trial.dates);
    Backtest {
        from: before.as_of(),
        until: balances.as_of(),
        serious_days: rules.serious_days,
        measures: measures(trial.guesses),
        dates: dates.filter(|(_, dates)| dates.invoices > 0).collect(),
    }
}
