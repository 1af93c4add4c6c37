//! How good a payer each customer is, how much he owes and may owe, and when each open item will probably be paid.
//!
//! ```text
//! balances, events ──▶ habit of each customer ──▶ portfolio (all habits) ──▶ card (score, grade) ──▶ verdict
//!                                                                     └──▶ forecast of each open item
//! ```
//!
//! Only what was known on the day of the balances is used. Ratios are of counts, not of amounts, and are shrunk
//! towards the portfolio's: (bad + `pseudo_invoices` x base) / (known + `pseudo_invoices`).

mod card;
mod credit;
mod forecast;
mod habit;
mod share;
#[cfg(test)]
mod tests;

pub use card::{Card, Factor, FactorValue, Grade};
pub use credit::{Exposure, Limit, Reason, Verdict};
pub use forecast::Forecast;
pub use habit::Habit;
pub use share::{Share, Tally};

use crate::engine::allocation::Balances;
use crate::engine::history::History;
use crate::model::{Currency, CustomerId, Date, Ledger};
use crate::policy::{Policy, ScoreRules};
use habit::{Gatherer, twice_median};

/// Is the base of a ratio of which not a single outcome is known: what was measured on 40,000 paid invoices between
/// businesses (HighRadius: 40.4 % late, 1.6 % by more than 30 days), in round figures.
const BUILT_IN_LATE: Tally = Tally { bad: 40, known: 100 };
/// See [`BUILT_IN_LATE`].
const BUILT_IN_SERIOUS: Tally = Tally { bad: 2, known: 100 };

/// Is how all customers pay, taken together: what is supposed of a customer of whom nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portfolio {
    /// Late at all.
    pub late: Tally,
    /// Late by more than the policy's `serious_days`.
    pub serious: Tally,
    /// The days from due date to settlement, or to the day while unpaid, of every known outcome, sorted.
    delays: Vec<i64>,
    /// Those of invoices that were paid late, sorted.
    paid_late: Vec<i64>,
}

impl Portfolio {
    /// Returns what lateness is shrunk towards: the portfolio's, or the built-in figures when nothing is known.
    pub fn late_base(&self) -> Tally {
        if self.late.known == 0 { BUILT_IN_LATE } else { self.late }
    }

    /// Returns what serious lateness is shrunk towards; nothing may be known of it yet while lateness is known.
    pub fn serious_base(&self) -> Tally {
        if self.serious.known == 0 { BUILT_IN_SERIOUS } else { self.serious }
    }
}

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
    /// The probability that an invoice of his is paid late: the shrunk share.
    pub late: Share,
    /// The probability that it is paid more than `serious_days` late: the shrunk share.
    pub serious: Share,
    /// How many days after the due date he will probably pay, before it when negative: the median of his delays,
    /// shrunk towards the portfolio's like the ratios, rounded half away from zero.
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
    wanted: impl Fn(CustomerId) -> bool,
) -> Scores<'a> {
    let rules = &policy.score;
    let serious_days = rules.serious_days;
    let mut gatherer = Gatherer { ledger, balances, history, serious_days, delays: Vec::new(), paid_late: Vec::new() };
    let (mut late, mut serious, mut habits) = (Tally::default(), Tally::default(), Vec::new());
    for customer in ledger.customer_ids() {
        let habit = gatherer.habit(customer);
        late.add(habit.late);
        serious.add(habit.serious);
        if wanted(customer) && is_known(ledger, customer, balances.as_of()) {
            habits.push((customer, habit));
        }
    }
    let Gatherer { mut delays, mut paid_late, .. } = gatherer;
    delays.sort_unstable();
    paid_late.sort_unstable();
    let portfolio = Portfolio { late, serious, delays, paid_late };
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
            habit,
            late,
            serious,
            expected_delay_days: self.expected_delay_days(&habit),
            card,
            grade: Grade::of(card.score(), rules.grades),
            reasons: case.reasons(rules),
            exposure,
            limit,
            little_history,
        }
    }

    /// Returns (known x own median + pseudo x the portfolio's median) / (known + pseudo), in whole days; while nothing
    /// is known at all, payment is expected on the due date.
    fn expected_delay_days(&self, habit: &Habit) -> i64 {
        let prior = i128::from(twice_median(&self.portfolio.delays).unwrap_or(0));
        let own = habit.twice_median_delay.map_or(prior, i128::from);
        let (known, pseudo) = (i128::from(habit.late.known), i128::from(self.rules.pseudo_invoices));
        let (sum, weight) =
            if known + pseudo == 0 { (prior, 1) } else { (known * own + pseudo * prior, known + pseudo) };
        // Both medians stand doubled; half away from zero on either side of it.
        let days = share::divided(sum.unsigned_abs(), 2 * weight.unsigned_abs()) as i64;
        if sum < 0 { -days } else { days }
    }
}

/// Tells whether a customer was known on a day: he is in `customers.csv`, or something of his is dated by then.
fn is_known(ledger: &Ledger, customer: CustomerId, day: Date) -> bool {
    ledger.customer(customer).line > 0
        || ledger.invoices_of(customer).any(|row| ledger.invoices()[row].issue <= day)
        || ledger.payments_of(customer).any(|row| ledger.payments()[row].date <= day)
}
