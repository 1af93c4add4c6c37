//! How all customers pay, taken together: what each of them starts from, and what the model is fitted on.

use std::ops::Range;

use super::curve::{Curve, Delays, Expectation};
use super::degrees::Degrees;
use super::habit::{Bench, Habit, Walk};
use super::logistic::Base;
use super::model::{Model, Precedent};
use super::share::Tally;
use super::timeline::{Day, Piece, number};
use super::trend::{Calendar, Trends};
use crate::model::CustomerId;
use crate::model::cores::{WORTH_A_THREAD, both};

/// The base of a ratio of which not a single outcome is known: what was measured on 40,000 paid invoices between
/// businesses (HighRadius: 40.4 % late, 1.6 % by more than 30 days), in round figures.
const BUILT_IN_LATE: Tally = Tally { bad: 40, known: 100 };
/// See [`BUILT_IN_LATE`].
const BUILT_IN_SERIOUS: Tally = Tally { bad: 2, known: 100 };
/// How many of the newest invoices a model is fitted on at most: more change nothing that is shown.
const MOST_PRECEDENTS: usize = 20_000;

/// How all customers pay: what is supposed of a customer of whom nothing is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Late at all.
    pub late: Tally,
    /// Late by more than the policy's `serious_days`.
    pub serious: Tally,
    /// When they pay.
    pub(super) curve: Curve,
    /// What predicts lateness.
    pub model: Model,
    /// How they have paid lately.
    pub(super) trends: Trends,
}

impl Portfolio {
    /// Returns what lateness is shrunk towards: the portfolio's, or the built-in figures when nothing is known.
    pub fn late_base(&self) -> Tally {
        or_built_in(self.late, BUILT_IN_LATE)
    }

    /// Returns what serious lateness is shrunk towards; nothing may be known of it yet while lateness is known.
    pub fn serious_base(&self) -> Tally {
        or_built_in(self.serious, BUILT_IN_SERIOUS)
    }

    /// Returns the median delay of all customers; nothing when none is known.
    pub(super) fn median(&self) -> Option<i32> {
        Expectation::new(Vec::new(), 1).quantile(&self.curve, 50, None)
    }
}

fn or_built_in(known: Tally, built_in: Tally) -> Tally {
    if known.known == 0 { built_in } else { known }
}

/// What one thread found for its customers.
#[derive(Default)]
struct Part {
    late: Tally,
    serious: Tally,
    degrees: [Degrees; 2],
    delays: Delays,
    calendar: Calendar,
    precedents: Vec<Precedent>,
    habits: Vec<(CustomerId, Habit)>,
}

/// Returns the portfolio of all customers, and the habits of those that are wanted.
pub(super) fn gather(
    walk: Walk<'_>,
    wanted: impl Fn(CustomerId) -> bool + Sync,
) -> (Portfolio, Vec<(CustomerId, Habit)>) {
    let ledger = walk.ledger;
    let first_due = first_precedent(walk);
    let as_of = number(walk.balances.as_of());
    let is_precedent = |piece: &Piece| {
        first_due.is_some_and(|first| piece.due >= first) && piece.due < as_of && piece.issue <= piece.due
    };
    let work = |customers: Range<u32>| {
        let (mut part, mut bench) = (Part::default(), Bench::default());
        for customer in customers.map(CustomerId) {
            let habit = walk.follow(customer, &mut bench, is_precedent, |stop| part.precedents.push(stop.precedent));
            walk.note_delays(&bench, &mut part.delays);
            walk.note_outcomes(&mut bench, &mut part.calendar);
            part.late.add(habit.late);
            part.serious.add(habit.serious);
            part.degrees[0].add(habit.facts.late.degrees, 1);
            part.degrees[1].add(habit.facts.serious.degrees, 1);
            if wanted(customer) {
                part.habits.push((customer, habit));
            }
        }
        part
    };
    let count = ledger.customers().len() as u32;
    let middle = ledger.invoices().get(ledger.invoices().len() / 2).map_or(count, |invoice| invoice.customer.0);
    let is_large = ledger.invoices().len() >= WORTH_A_THREAD;
    let (mut all, other) = both(is_large, || work(0..middle), || work(middle..count));
    all.late.add(other.late);
    all.serious.add(other.serious);
    all.degrees.iter_mut().zip(other.degrees).for_each(|(sum, more)| sum.add(more, 1));
    all.delays.add(&other.delays);
    all.calendar.add(other.calendar);
    all.precedents.extend(other.precedents);
    all.habits.extend(other.habits);
    let Part { late, serious, degrees, delays, calendar, precedents, habits } = all;
    let course = calendar.summed();
    let trends = course.on(as_of);
    let tallies = [or_built_in(late, BUILT_IN_LATE), or_built_in(serious, BUILT_IN_SERIOUS)];
    let bases = [0, 1].map(|i| Base { tally: tallies[i], degrees: degrees[i] });
    let model = Model::of(&precedents, &course, bases, walk.pseudo_invoices);
    (Portfolio { late, serious, curve: Curve::of(&delays), model, trends }, habits)
}

/// Returns the first due date of the invoices that a model is fitted on: the newest three quarters, so that something
/// was known of their customers, and no more than enough.
fn first_precedent(walk: Walk<'_>) -> Option<Day> {
    let as_of = walk.balances.as_of();
    let is_due = |invoice: &&crate::model::Invoice| {
        invoice.is_item() && invoice.kind.is_sale() && invoice.issue <= as_of && invoice.due < as_of
    };
    let mut dues: Vec<Day> = walk.ledger.invoices().iter().filter(is_due).map(|invoice| number(invoice.due)).collect();
    let newest = (dues.len() - dues.len() / 4).min(MOST_PRECEDENTS);
    let first = dues.len().checked_sub(newest).filter(|&first| first < dues.len())?;
    Some(*dues.select_nth_unstable(first).1)
}
