//! `score`; `score --invoices` and `score --backtest` have files of their own.

mod backtest;
mod credit;
mod derivation;
mod discount;
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
use crate::engine::scoring::{CustomerScore, Factor, FactorValue, Grade, Reason, Scores, Verdict};
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
            Column::new("grade", "Grade", "Note").joined(' ').of(Grade::ALL.map(Grade::letter)),
            Column::new("late_probability", "Late", "Retard"),
            Column::data("serious_probability"),
            Column::new("expected_delay_days", "Days", "Jours"),
            Column::data("known_invoices"),
            Column::data("little_history"),
            Column::currency(),
            Column::new("exposure", "Exposure", "Encours"),
            Column::new("credit_limit", "Limit", "Limite").when_used(),
            verdict_column(),
            Column::data("reason").of(Reason::CODES),
            Column::new("because", "Because", "Motif").below(),
        ];
        columns.extend(credit::columns());
        columns.extend(discount::columns());
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
            cells.extend(discount::cells(row));
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
        let mut sums: BTreeMap<Currency, BTreeMap<&str, Amount>> = BTreeMap::new();
        let main = self.scores.currency();
        for row in self.scores.rows() {
            let of_main = sums.entry(main).or_default();
            for (key, amount) in amounts(row) {
                if let Some(amount) = amount {
                    *of_main.entry(key).or_default() += amount;
                }
            }
            for (&currency, &amount) in &row.exposure.other {
                *sums.entry(currency).or_default().entry("exposure").or_default() += amount;
            }
        }
        let columns = self.columns();
        let cells = |(currency, sums): (Currency, BTreeMap<&str, Amount>)| {
            let cell = |column: &Column| match column.key.as_ref() {
                "currency" => Cell::Word(currency.code()),
                key => Cell::maybe(sums.get(key).copied(), |amount| Cell::Amount(amount, currency)),
            };
            columns.iter().map(cell).collect()
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = sentences::remarks(self.scores);
        remarks.extend(discount::remark(self.scores));
        remarks
    }
}

/// Returns the column of verdicts.
fn verdict_column() -> Column {
    Column::new("verdict", "Verdict", "Verdict").among(Verdict::ALL.map(|verdict| (verdict.word(), verdict.term())))
}

/// Returns what the totals add up of a row. A group stands on the rows of all who belong to it: its sums are no part of
/// any total.
fn amounts(row: &CustomerScore) -> [(&'static str, Option<Amount>); 9] {
    [
        ("exposure", Some(row.exposure.main)),
        ("credit_limit", row.limit.amount()),
        ("not_due", Some(row.exposure.not_due)),
        ("overdue", Some(row.exposure.overdue)),
        ("credits", Some(row.exposure.credits)),
        ("insured_limit", row.insured_limit),
        ("insured", Some(row.insured.0)),
        ("own_risk", Some(row.insured.1)),
        ("recommended_limit", row.recommendation.map(|it| it.limit)),
    ]
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
