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
mod degrees;
mod discount;
mod disputes;
mod evidence;
mod forecast;
mod habit;
mod knowledge;
mod logistic;
mod measure;
mod model;
mod order;
mod portfolio;
mod recency;
mod recommend;
mod share;
#[cfg(test)]
mod tests;
mod timeline;
mod trend;

pub use backtest::{Backtest, Dates, Predictor, Target, Tested, backtest};
pub use card::{Card, Factor, FactorValue, Grade};
pub use credit::{Exposure, Group, Limit, Reason, Verdict};
pub use discount::DiscountCost;
pub use evidence::{MOST_HUNDREDTHS, Rating};
pub use forecast::Forecast;
pub use habit::Habit;
pub use logistic::Term;
pub use measure::Measure;
pub use model::{Chances, Derivation, Fit, Measured, Model};
pub use order::Order;
pub use portfolio::Portfolio;
pub use recommend::Recommendation;
pub use share::{Share, Tally};

use rust_decimal::Decimal;

use crate::engine::allocation::Balances;
use crate::engine::history::History;
use std::collections::BTreeMap;

use crate::model::cores::{WORTH_A_THREAD, both};
use crate::model::date::days_between;
use crate::model::{Amount, Currency, CustomerId, Date, Ledger};
use crate::policy::{NaturalPersons, Policy, ScoreRules};
use card::Evidence;
use habit::Walk;
use model::Beside;

/// The answer for every customer.
#[derive(Clone, Debug)]
pub struct Scores<'a> {
    ledger: &'a Ledger,
    balances: &'a Balances,
    history: &'a History<'a>,
    rules: &'a ScoreRules,
    currency: Currency,
    financing_rate: Decimal,
    portfolio: Portfolio,
    promise_grace_days: u32,
    /// What the customers of each group owe, when any belongs to one.
    groups: BTreeMap<&'a str, Amount>,
    left_out: u32,
    rows: Vec<CustomerScore>,
}

/// How good a payer one customer is, and how much he owes and may owe.
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
    /// Up to which sum a credit insurer covers him.
    pub insured_limit: Option<Amount>,
    /// The part of the exposure that is insured, and the rest, the creditor's own risk.
    pub insured: (Amount, Amount),
    /// The group he belongs to, taken together.
    pub group: Option<Group>,
    /// The limit that his sales and score call for.
    pub recommendation: Option<Recommendation>,
    /// What the early-payment discount granted to him costs.
    pub discount: Option<DiscountCost>,
    /// What somebody else says of his solvency.
    pub rating: Rating,
    /// Days since the first invoice.
    pub relation_days: u32,
    /// Whether he is a natural person, whom no machine alone may refuse (GDPR art. 22).
    pub is_natural_person: bool,
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

    /// Returns the highest of the policy's thresholds, in percent of the limit, that the exposure has reached; 100 when
    /// it is over the limit, or as high as it.
    pub fn threshold(&self, rules: &ScoreRules) -> Option<u32> {
        credit::highest_reached(self.exposure.main, self.limit.amount()?, rules)
    }

    /// Returns the deposit to ask for with a new order, in percent.
    pub fn deposit_percent(&self, rules: &ScoreRules) -> u32 {
        rules.deposit_percent[self.grade as usize]
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
    score_knowing(ledger, balances, balances, history, policy, wanted)
}

/// Scores like [`score`], and leaves out what by some later balances turns out to be paid on a day that nobody knows:
/// until the assumed day it looks unpaid, and would teach that its customer is late.
pub fn score_knowing<'a>(
    ledger: &'a Ledger,
    balances: &'a Balances,
    later: &Balances,
    history: &'a History<'a>,
    policy: &'a Policy,
    wanted: impl Fn(CustomerId) -> bool + Sync,
) -> Scores<'a> {
    let rules = &policy.score;
    let walk = Walk {
        ledger,
        balances,
        later,
        history,
        serious_days: rules.serious_days as i32,
        pseudo_invoices: rules.pseudo_invoices,
    };
    let leaves_out =
        |customer| rules.natural_persons == NaturalPersons::LeaveOut && ledger.customer(customer).is_natural_person();
    let is_asked = |customer| wanted(customer) && is_known(ledger, customer, balances.as_of());
    let (portfolio, habits) = portfolio::gather(walk, |customer| is_asked(customer) && !leaves_out(customer));
    let mut scores = Scores {
        ledger,
        balances,
        history,
        rules,
        currency: policy.currency,
        financing_rate: policy.terms.financing_rate,
        portfolio,
        promise_grace_days: policy.procedures.first().map_or(0, |procedure| procedure.promise_grace_days),
        groups: BTreeMap::new(),
        left_out: 0,
        rows: Vec::new(),
    };
    if rules.natural_persons == NaturalPersons::LeaveOut {
        scores.left_out = ledger.customer_ids().filter(|&it| is_asked(it) && leaves_out(it)).count() as u32;
    }
    scores.groups = scores.grouped();
    let rows = |habits: Vec<(CustomerId, Habit)>| -> Vec<CustomerScore> {
        habits.into_iter().map(|(customer, habit)| scores.customer(customer, habit)).collect()
    };
    let mut first = habits;
    let second = first.split_off(first.len() / 2);
    let is_large = ledger.invoices().len() >= WORTH_A_THREAD;
    let (mut all, others) = both(is_large, || rows(first), || rows(second));
    all.extend(others);
    scores.rows = all;
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

    /// Returns what money costs, in percent a year.
    pub fn financing_rate(&self) -> Decimal {
        self.financing_rate
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

    /// Returns how many natural persons the policy leaves out.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }

    /// Returns what the customers of each group owe together.
    fn grouped(&self) -> BTreeMap<&'a str, Amount> {
        let mut groups = BTreeMap::new();
        for customer in self.ledger.customer_ids() {
            let Some(group) = self.ledger.customer(customer).more().group.as_deref() else { continue };
            let exposure = Exposure::of(self.ledger, self.balances, self.currency, customer);
            *groups.entry(group).or_default() += exposure.main;
        }
        groups
    }

    fn customer(&self, customer: CustomerId, habit: Habit) -> CustomerScore {
        let rules = self.rules;
        let who = self.ledger.customer(customer);
        let rating = Rating::of(who, rules, self.as_of());
        let evidence = self.evidence(customer, &habit, rating.value());
        let Evidence { late, serious, relation_days, little_history, .. } = evidence;
        let card = Card::new(&evidence, rules.serious_days);
        let exposure = Exposure::of(self.ledger, self.balances, self.currency, customer);
        let limit = Limit::of(who, self.as_of());
        let group = who.more().group.as_deref().map(|name| Group {
            exposure: self.groups.get(name).copied().unwrap_or_default(),
            limit: rules.group_limits.get(name).copied(),
        });
        let is_natural_person = who.is_natural_person();
        let case = credit::Case {
            insolvent_since: habit.insolvent_since,
            exposure: &exposure,
            limit,
            score: card.score(),
            little_history,
            is_natural_person,
            group,
        };
        let insured_limit = who.more().insured_limit;
        let mut row = CustomerScore {
            customer,
            late,
            serious,
            chances: self.portfolio.model.chances(&habit.facts, Beside::USUAL, self.portfolio.trends),
            expected_delay_days: self.expected_delay_days(&habit),
            grade: Grade::of(card.score(), rules.grades),
            card,
            reasons: case.reasons(rules),
            insured: exposure.covered(insured_limit),
            exposure,
            limit,
            insured_limit,
            group,
            recommendation: None,
            discount: None,
            rating,
            relation_days,
            is_natural_person,
            little_history,
            habit,
        };
        row.recommendation = self.recommendation(&row);
        row.discount = self.discount_cost(&row);
        row
    }

    /// Returns what speaks for and against a customer.
    fn evidence(&self, customer: CustomerId, habit: &Habit, rating: Option<u32>) -> Evidence {
        let pseudo = self.rules.pseudo_invoices;
        let (late_base, serious_base) = (self.portfolio.late_base(), self.portfolio.serious_base());
        let relation_days =
            self.first_invoice(customer).map_or(0, |first| days_between(first, self.as_of()).max(0) as u32);
        Evidence {
            late: habit.late.shrunk(pseudo, late_base),
            serious: habit.serious.shrunk(pseudo, serious_base),
            recent: habit.recent.shrunk(pseudo, late_base),
            overdue_days: habit.worst_overdue_days,
            amount_hundredths: self.amount_against_habit(customer, habit),
            broken_promises: self.broken_promises(customer),
            returned_payments: self.returned_payments(customer),
            relation_days,
            rating,
            little_history: habit.late.known < self.rules.little_history,
        }
    }

    /// While nothing is known at all, payment is expected on the due date. Where half of the weight may never be paid,
    /// it is the portfolio's median so far, and no less than what he owes is late already.
    fn expected_delay_days(&self, habit: &Habit) -> i64 {
        let curve = &self.portfolio.curve;
        let so_far = || curve.median_so_far().unwrap_or(0).max(habit.worst_overdue_days as i32);
        habit.expectation.quantile(curve, 50, None).unwrap_or_else(so_far).into()
    }
}

/// Tells whether a customer was known on a day: he is in `customers.csv`, or something of his is dated by then.
fn is_known(ledger: &Ledger, customer: CustomerId, day: Date) -> bool {
    ledger.customer(customer).line > 0
        || ledger.invoices_of(customer).any(|row| ledger.invoices()[row].issue <= day)
        || ledger.payments_of(customer).any(|row| ledger.payments()[row].date <= day)
}
