//! How good a payer each customer is, how much he owes and may owe, and when each open item will probably be paid.
//!
//! ```text
//! balances, events ─▶ timeline ─▶ knowledge on a day ─▶ habit of each customer ─▶ card (score, grade) ─▶ verdict
//!                                       │                        │
//!                                       └─▶ portfolio, model ────┴─▶ forecast of each open item
//! ```
//!
//! Only what was known on the day of the balances is used. Ratios are of counts, not of amounts, and are shrunk
//! towards the portfolio's: (bad + `pseudo_invoices` x base) / (known + `pseudo_invoices`). `docs/score.md` has the
//! formulae.

mod backtest;
mod card;
mod credit;
mod curve;
mod disputes;
mod forecast;
mod habit;
mod knowledge;
mod logistic;
mod measure;
mod model;
mod portfolio;
mod recency;
mod share;
#[cfg(test)]
mod tests;
mod timeline;

pub use backtest::{Backtest, Dates, Predictor, Target, backtest};
pub use card::{Card, Factor, FactorValue, Grade};
pub use credit::{Exposure, Limit, Reason, Verdict};
pub use forecast::Forecast;
pub use habit::Habit;
pub use measure::Measure;
pub use model::{Chances, Fit, Model};
pub use portfolio::Portfolio;
pub use share::{Share, Tally};

use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::model::{Currency, CustomerId, Date, Ledger};
use crate::policy::{Policy, ScoreRules};
use habit::Walk;
use model::Beside;

/// Is the answer for every customer.
#[derive(Clone, Debug)]
pub struct Scores<'a> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    history: &'a History<'a>,
    rules: &'a ScoreRules,
    currency: Currency,
    portfolio: Portfolio,
    rows: Vec<CustomerScore>,
}

/// Is how good a payer one customer is, and how much he owes and may owe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerScore {
    /// Who.
    pub customer: CustomerId,
    /// What is known of how he pays.
    pub habit: Habit,
    /// The shrunk share of his invoices that are late.
    pub late: Share,
    /// The shrunk share of his invoices that are more than `serious_days` late.
    pub serious: Share,
    /// The probabilities of an invoice of the usual amount issued that day.
    pub chances: Chances,
    /// How many days after the due date he will probably pay, before it when negative: the median of his delays, the
    /// newest weighing most, and of the portfolio's as `pseudo_invoices` more.
    pub expected_delay_days: i64,
    /// The score and what it is made of.
    pub card: Card,
    /// The class of the score.
    pub grade: Grade,
    /// What he owes on balance.
    pub exposure: Exposure,
    /// What he may owe.
    pub limit: Limit,
    /// Whether so few outcomes are known that the figures are mostly the portfolio's.
    pub little_history: bool,
    /// What speaks against a new sale, the gravest first.
    pub reasons: Vec<Reason>,
}

impl CustomerScore {
    /// Returns what follows for new sales.
    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().map(|reason| reason.verdict()).max().unwrap_or(Verdict::Ok)
    }
}

/// Scores the customers that `wanted` says yes to, against the portfolio of all.
///
/// A customer whom only later rows of the files mention is not known yet, and has no row.
pub fn score<'a>(
    ledger: &'a Ledger,
    balances: &'a Balances,
    history: &'a History<'a>,
    policy: &'a Policy,
    wanted: impl Fn(CustomerId) -> bool + Sync,
) -> Scores<'a> {
    let rules = &policy.score;
    let walk = Walk {
        ledger,
        balances,
        history,
        serious_days: rules.serious_days as i32,
        pseudo_invoices: rules.pseudo_invoices,
    };
    let is_wanted = |customer| wanted(customer) && is_known(ledger, customer, balances.as_of());
    let (portfolio, habits) = portfolio::gather(walk, is_wanted);
    let mut scores =
        Scores { ledger, balances, history, rules, currency: policy.currency, portfolio, rows: Vec::new() };
    scores.rows = habits.into_iter().map(|(customer, habit)| scores.customer(customer, habit)).collect();
    scores
}

impl<'a> Scores<'a> {
    /// Returns one row per customer, in the order of their ids.
    pub fn rows(&self) -> &[CustomerScore] {
        &self.rows
    }

    /// Returns how all customers pay, those without a row included.
    pub fn portfolio(&self) -> &Portfolio {
        &self.portfolio
    }

    /// Returns the day that the scores are of.
    pub fn as_of(&self) -> Date {
        self.balances.as_of()
    }

    /// Returns the currency of limits and of [`Exposure::main`].
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Returns what was scored.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns how payers are judged.
    pub fn rules(&self) -> &'a ScoreRules {
        self.rules
    }

    fn customer(&self, customer: CustomerId, habit: Habit) -> CustomerScore {
        let rules = self.rules;
        let late = habit.late.shrunk(rules.pseudo_invoices, self.portfolio.late_base());
        let serious = habit.serious.shrunk(rules.pseudo_invoices, self.portfolio.serious_base());
        let card = Card::new(late, serious, habit.worst_overdue_days, rules.serious_days);
        let exposure = Exposure::of(self.ledger, self.balances, self.currency, customer);
        let limit = Limit::of(self.ledger.customer(customer), self.as_of());
        let little_history = habit.late.known < rules.little_history;
        let case = credit::Case {
            insolvent_since: habit.insolvent_since,
            exposure: &exposure,
            limit,
            score: card.score(),
            little_history,
        };
        CustomerScore {
            customer,
            late,
            serious,
            chances: self.portfolio.model.chances(&habit.facts, Beside::USUAL),
            expected_delay_days: self.expected_delay_days(&habit),
            card,
            grade: Grade::of(card.score(), rules.grades),
            reasons: case.reasons(rules),
            exposure,
            limit,
            little_history,
            habit,
        }
    }

    /// While nothing is known at all, payment is expected on the due date; of one who never paid, like the portfolio,
    /// no sooner than what he owes is late already.
    fn expected_delay_days(&self, habit: &Habit) -> i64 {
        let median = habit.expectation.quantile(&self.portfolio.curve, 50, None);
        median.map_or(i64::from(habit.worst_overdue_days), i64::from)
    }
}

/// Tells whether a customer was known on a day: he is in `customers.csv`, or something of his is dated by then.
fn is_known(ledger: &Ledger, customer: CustomerId, day: Date) -> bool {
    ledger.customer(customer).line > 0
        || ledger.invoices_of(customer).any(|row| ledger.invoices()[row].issue <= day)
        || ledger.payments_of(customer).any(|row| ledger.payments()[row].date <= day)
}
