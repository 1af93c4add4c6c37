//! `score`; `score --invoices` and `score --backtest` have files of their own.

mod backtest;
mod credit;
mod derivation;
mod factors;
mod invoices;
mod order;
mod sentences;

pub(in crate::output) use sentences::because;

#[cfg(test)]
mod tests;

pub use backtest::ScoreBacktest;
pub use invoices::ScoreInvoices;
pub use order::ScoreOrder;

use std::collections::BTreeMap;
use std::io;

use rust_decimal::Decimal;

use super::{customer_cells, customer_columns};
use crate::engine::scoring::{CustomerScore, Factor, FactorValue, Scores};
use crate::model::{Amount, Bilingual, Currency, Date, Lang};
use crate::output::{Cell, Column, Nested, Report};

/// The keys of one factor.
const FACTOR_KEYS: &[&str] = &["name", "value", "points", "most", "sentence"];
/// The columns of the factors' sentences in CSV.
const EXPLAINED: [&str; 9] = [
    "explain_late_share",
    "explain_serious_share",
    "explain_recent_share",
    "explain_overdue_now",
    "explain_amount_against_habit",
    "explain_broken_promises",
    "explain_returned_payments",
    "explain_relation",
    "explain_rating",
];
/// The keys of what is owed in a currency other than the policy's.
const OTHER_KEYS: &[&str] = &["currency", "exposure"];

/// How good a payer each customer is, and how much he owes and may owe: one row per customer.
#[derive(Clone, Copy, Debug)]
pub struct Score<'a> {
    /// The figures.
    pub scores: &'a Scores<'a>,
    /// The language of sentences.
    pub lang: Lang,
    /// Where the factors stand.
    pub factors: Factors,
}

/// Where the factors of a score stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factors {
    /// Nowhere: they are not asked for.
    Hidden,
    /// Each as a sentence under its row in a table, in a column of its own in CSV.
    Sentences,
    /// As a list, for JSON.
    List,
}

impl Score<'_> {
    fn factor_list(&self, row: &CustomerScore) -> Nested<'static> {
        let objects = row.card.factors.iter().map(|factor| {
            vec![
                Cell::Word(factor.value.name()),
                factor_value(factor),
                Cell::Count(factor.points.into()),
                Cell::Count(factor.most.into()),
                Cell::text(factors::sentence(self.scores, row, factor, self.lang)),
            ]
        });
        Nested::Objects(FACTOR_KEYS, objects.collect())
    }
}

impl Report for Score<'_> {
    fn command(&self) -> &'static str {
        "score"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.scores.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Scores of customers", "Scores des clients"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_columns(self.scores.ledger());
        let mut columns = vec![
            id,
            name,
            Column::new("score", "Score", "Score"),
            Column::new("grade", "Grade", "Note").joined(' '),
            Column::new("late_probability", "Late", "Retard"),
            Column::data("serious_probability"),
            Column::new("expected_delay_days", "Days", "Jours"),
            Column::data("known_invoices"),
            Column::data("little_history"),
            Column::new("currency", "Currency", "Devise"),
            Column::new("exposure", "Exposure", "Encours"),
            Column::new("credit_limit", "Limit", "Limite").when_used(),
            Column::new("verdict", "Verdict", "Verdict"),
            Column::data("reason"),
            Column::new("because", "Because", "Motif").below(),
        ];
        columns.extend(credit::columns());
        columns.extend([Column::nested("factors"), Column::nested("other_exposure")]);
        if self.factors == Factors::Sentences {
            columns.extend(EXPLAINED.map(|key| Column::new(key, "", "").below()));
        }
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let currency = self.scores.currency();
        self.scores.rows().iter().try_for_each(|row| {
            let [id, name] = customer_cells(self.scores.ledger().customer(row.customer));
            let mut cells = vec![
                id,
                name,
                Cell::Count(row.card.score().into()),
                Cell::Word(row.grade.letter()),
                Cell::Share(row.chances.late.to_decimal()),
                Cell::Share(row.chances.serious.to_decimal()),
                Cell::Count(row.expected_delay_days),
                Cell::Count(row.habit.late.known.into()),
                Cell::Flag(row.little_history),
                Cell::Word(currency.code()),
                Cell::Amount(row.exposure.main, currency),
                Cell::maybe(row.limit.amount(), |limit| Cell::Amount(limit, currency)),
                Cell::Named(row.verdict().word(), row.verdict().term()),
                Cell::maybe(row.reasons.first(), |reason| Cell::Word(reason.code())),
                Cell::maybe(Some(because(self.scores, row, self.lang)).filter(|text| !text.is_empty()), Cell::text),
            ];
            cells.extend(credit::cells(self.scores, row, self.lang));
            cells.extend(match self.factors {
                Factors::List => [Cell::List(self.factor_list(row)), Cell::List(other_exposure(row))],
                Factors::Hidden | Factors::Sentences => [Cell::Empty, Cell::Empty],
            });
            if self.factors == Factors::Sentences {
                let sentence = |factor| Cell::text(factors::sentence(self.scores, row, factor, self.lang));
                cells.extend(row.card.factors.iter().map(sentence));
                // Only who is rated has a ninth factor.
                cells.resize(cells.len() + EXPLAINED.len() - row.card.factors.len(), Cell::Empty);
            }
            each(&cells)
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let main = self.scores.currency();
        let mut sums: BTreeMap<Currency, (Amount, Option<Amount>)> = BTreeMap::new();
        for row in self.scores.rows() {
            let (exposure, limits) = sums.entry(main).or_default();
            *exposure += row.exposure.main;
            if let Some(limit) = row.limit.amount() {
                *limits.get_or_insert(Amount::ZERO) += limit;
            }
            for (&currency, &amount) in &row.exposure.other {
                sums.entry(currency).or_default().0 += amount;
            }
        }
        let columns = self.columns();
        let place = |key| columns.iter().position(|column| column.key == key).expect("a column of this report");
        let [at_currency, at_exposure, at_limit] = ["currency", "exposure", "credit_limit"].map(place);
        let cells = |(currency, (exposure, limits)): (Currency, (Amount, Option<Amount>))| {
            let mut cells = vec![Cell::Empty; columns.len()];
            cells[at_currency] = Cell::Word(currency.code());
            cells[at_exposure] = Cell::Amount(exposure, currency);
            cells[at_limit] = Cell::maybe(limits, |limits| Cell::Amount(limits, currency));
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        sentences::remarks(self.scores)
    }
}

fn other_exposure(row: &CustomerScore) -> Nested<'static> {
    let cells = |(&currency, &amount)| vec![Cell::Word(Currency::code(currency)), Cell::Amount(amount, currency)];
    Nested::Objects(OTHER_KEYS, row.exposure.other.iter().map(cells).collect())
}

fn factor_value(factor: &Factor) -> Cell<'static> {
    match factor.value {
        FactorValue::LateShare(share) | FactorValue::SeriousShare(share) | FactorValue::RecentShare(share) => {
            Cell::Share(share.to_decimal())
        }
        FactorValue::AmountAgainstHabit(times) => {
            Cell::maybe(times, |times| Cell::Figure(Decimal::new(times.into(), 2)))
        }
        FactorValue::OverdueNow(count)
        | FactorValue::BrokenPromises(count)
        | FactorValue::ReturnedPayments(count)
        | FactorValue::Relation(count)
        | FactorValue::Rating(count) => Cell::Count(count.into()),
    }
}
