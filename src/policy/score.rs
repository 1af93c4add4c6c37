//! `[score]`: how payers are judged, and how much credit they get.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Policy;
use super::faults::Faults;
use super::raw::RawScore;
use super::values::{AMOUNT, Words, decimal};
use crate::model::Amount;

/// How payers are judged.
#[derive(Clone, Debug)]
pub struct ScoreRules {
    /// How many invoices of the portfolio's average each customer starts with.
    pub pseudo_invoices: u32,
    /// A payment later than this many days counts as seriously late.
    pub serious_days: u32,
    /// Below how many known outcomes a customer has "little history".
    pub little_history: u32,
    /// The lowest score of grades A, B, C, D.
    pub grades: [u32; 4],
    /// The score below which the verdict is `block`, and the one below which it is `watch`.
    pub block_below: u32,
    /// See `block_below`.
    pub watch_below: u32,
    /// What becomes of natural persons.
    pub natural_persons: NaturalPersons,
    /// The parts of a limit that are reported, in percent, rising.
    pub limit_thresholds: Vec<u32>,
    /// The recommended limit by grade, in percent of the average debt.
    pub limit_percent: [u32; 5],
    /// The suggested deposit by grade, in percent of an order.
    pub deposit_percent: [u32; 5],
    /// For how many days a rating counts.
    pub rating_days: u32,
    /// What ratings mean, from 0 to 100.
    pub ratings: BTreeMap<String, u32>,
    /// The limits of groups, in the policy's currency.
    pub group_limits: BTreeMap<String, Amount>,
}

/// What becomes of natural persons (GDPR art. 22: nobody is refused by a machine alone).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NaturalPersons {
    /// They are scored, and not blocked on the score alone.
    Score,
    /// They have no row.
    LeaveOut,
}

const NATURAL_PERSONS: &Words<NaturalPersons> =
    &[("score", NaturalPersons::Score), ("leave-out", NaturalPersons::LeaveOut)];

impl ScoreRules {
    /// What `fr-b2b.toml`, which says everything, is laid over.
    pub(super) const BLANK: ScoreRules = ScoreRules {
        pseudo_invoices: 0,
        serious_days: 0,
        little_history: 0,
        grades: [0; 4],
        block_below: 0,
        watch_below: 0,
        natural_persons: NaturalPersons::Score,
        limit_thresholds: Vec::new(),
        limit_percent: [0; 5],
        deposit_percent: [0; 5],
        rating_days: 0,
        ratings: BTreeMap::new(),
        group_limits: BTreeMap::new(),
    };

    /// Returns what a rating means: what the policy says, else itself when it is a whole number up to 100.
    pub fn rating(&self, text: &str) -> Option<u32> {
        let own = || text.parse().ok().filter(|&number| number <= 100 && text.bytes().all(|b| b.is_ascii_digit()));
        self.ratings.get(text).copied().or_else(own)
    }
}

/// Lays what is written over the rules; the policy's currency is known already.
pub(super) fn lay_over(raw: &RawScore, policy: &mut Policy, faults: &mut Faults<'_>) {
    let currency = policy.currency;
    let rules = &mut policy.score;
    faults.count("score.pseudo_invoices", raw.pseudo_invoices.as_ref(), 0..=1000, &mut rules.pseudo_invoices);
    faults.count("score.serious_days", raw.serious_days.as_ref(), 1..=3650, &mut rules.serious_days);
    faults.count("score.little_history", raw.little_history.as_ref(), 0..=1000, &mut rules.little_history);
    faults.count("score.block_below", raw.block_below.as_ref(), 0..=100, &mut rules.block_below);
    faults.count("score.watch_below", raw.watch_below.as_ref(), 0..=100, &mut rules.watch_below);
    if let (Some(watch), true) =
        (raw.watch_below.as_ref().or(raw.block_below.as_ref()), rules.watch_below < rules.block_below)
    {
        let help = ("a number not below score.block_below", "un nombre qui ne soit pas inférieur à score.block_below");
        faults.invalid(watch.span(), "score.watch_below", help);
    }
    let help = (
        "the lowest score of A, B, C and D, falling, such as [80, 60, 40, 20]",
        "le score le plus bas de A, B, C et D, en ordre décroissant, comme [80, 60, 40, 20]",
    );
    let falling = |list: &[u32]| list.is_sorted_by(|a, b| a > b);
    if let Some(list) = percents("score.grades", raw.grades.as_ref(), 100, falling, help, faults) {
        rules.grades = list;
    }
    faults.word("score.natural_persons", raw.natural_persons.as_ref(), NATURAL_PERSONS, &mut rules.natural_persons);
    if let Some(thresholds) = &raw.limit_thresholds {
        let list: Option<Vec<u32>> = thresholds.get_ref().iter().map(|&n| percent(n, 100).filter(|&n| n > 0)).collect();
        match list.filter(|list| list.is_sorted_by(|a, b| a < b)) {
            Some(list) => rules.limit_thresholds = list,
            None => {
                let help =
                    ("percents, rising, such as [50, 70, 90]", "des pourcentages croissants, comme [50, 70, 90]");
                faults.invalid(thresholds.span(), "score.limit_thresholds", help);
            }
        }
    }
    let help = ("five percents, for A to E", "cinq pourcentages, de A à E");
    if let Some(list) = percents("score.limit_percent", raw.limit_percent.as_ref(), 1000, |_| true, help, faults) {
        rules.limit_percent = list;
    }
    if let Some(list) = percents("score.deposit_percent", raw.deposit_percent.as_ref(), 100, |_| true, help, faults) {
        rules.deposit_percent = list;
    }
    faults.count("score.rating_days", raw.rating_days.as_ref(), 1..=3650, &mut rules.rating_days);
    for (text, number) in &raw.ratings {
        let mut value = 0;
        faults.count("score.ratings", Some(number), 0..=100, &mut value);
        rules.ratings.insert(text.get_ref().clone(), value);
    }
    for (group, text) in &raw.group_limits {
        let parse = |text: &str| Amount::from_decimal(decimal(text)?, currency);
        let mut limit = Amount::ZERO;
        faults.value("score.group_limits", Some(text), parse, AMOUNT, &mut limit);
        rules.group_limits.insert(group.get_ref().clone(), limit);
    }
}

fn percent(number: i64, most: u32) -> Option<u32> {
    u32::try_from(number).ok().filter(|&number| number <= most)
}

/// Reads a list of so many numbers up to `most`.
fn percents<const N: usize>(
    key: &str,
    list: Option<&Spanned<Vec<i64>>>,
    most: u32,
    is_fit: impl Fn(&[u32]) -> bool,
    help: (&str, &str),
    faults: &mut Faults<'_>,
) -> Option<[u32; N]> {
    let list = list?;
    let read: Option<Vec<u32>> = list.get_ref().iter().map(|&n| percent(n, most)).collect();
    let read = read.and_then(|list| <[u32; N]>::try_from(list).ok()).filter(|list| is_fit(list));
    if read.is_none() {
        faults.invalid(list.span(), key, help);
    }
    read
}
