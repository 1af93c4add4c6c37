//! What is known of the costs, the time and the thresholds of the routes: dated rows of `policies/routes.csv`, compiled
//! in, each with its source.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::RouteKind;
use crate::model::{Amount, Currency, CustomerKind, Date};

/// What a row tells of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The day from which it is open.
    Open,
    /// The most that it is open for.
    Ceiling,
    /// The least that is known to be paid for it.
    CostFrom,
    /// The most that is published of the same.
    CostTo,
    /// The time to pay that advance.
    Advance,
    /// The debtor's time to answer or to oppose.
    Answer,
    /// The time after it before the absence of a dispute is recorded.
    Record,
    /// The time to serve the title.
    Serve,
    /// The sum above which a lawyer is compulsory.
    LawyerAbove,
    /// The sum up to which conciliation or mediation comes first.
    ConciliationUpTo,
}

/// One dated row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    route: RouteKind,
    /// Against whom, where it is not the same against all.
    debtor: Option<CustomerKind>,
    /// What it tells.
    pub fact: Fact,
    /// Since when.
    pub valid_from: Date,
    /// The number, in `unit`.
    pub value: Option<Decimal>,
    /// `EUR`, `days` or `months`.
    pub unit: String,
    /// Who says so.
    pub source: String,
    /// How sure that is.
    pub confidence: String,
}

impl Fact {
    const ALL: [Fact; 10] = [
        Fact::Open,
        Fact::Ceiling,
        Fact::CostFrom,
        Fact::CostTo,
        Fact::Advance,
        Fact::Answer,
        Fact::Record,
        Fact::Serve,
        Fact::LawyerAbove,
        Fact::ConciliationUpTo,
    ];

    /// Returns the word that the table and JSON use.
    pub const fn word(self) -> &'static str {
        match self {
            Fact::Open => "open",
            Fact::Ceiling => "ceiling",
            Fact::CostFrom => "cost_from",
            Fact::CostTo => "cost_to",
            Fact::Advance => "advance",
            Fact::Answer => "answer",
            Fact::Record => "record",
            Fact::Serve => "serve",
            Fact::LawyerAbove => "lawyer_above",
            Fact::ConciliationUpTo => "conciliation_up_to",
        }
    }
}

impl FactRow {
    fn is_about(&self, route: RouteKind, debtor: CustomerKind) -> bool {
        self.route == route && self.debtor.is_none_or(|kind| kind == debtor)
    }
}

static ROWS: LazyLock<Vec<FactRow>> =
    LazyLock::new(|| read(include_str!("../../../policies/routes.csv")).expect("the compiled-in routes can be read"));

/// Returns what is known of a route on a day, in the order of the table: of each fact the newest row.
pub fn known(route: RouteKind, debtor: CustomerKind, day: Date) -> Vec<&'static FactRow> {
    Fact::ALL.into_iter().filter_map(|fact| row(route, debtor, fact, day)).collect()
}

/// Returns the newest row of a fact on a day.
pub(super) fn row(route: RouteKind, debtor: CustomerKind, fact: Fact, day: Date) -> Option<&'static FactRow> {
    let rows = ROWS.iter().filter(|row| row.fact == fact && row.is_about(route, debtor) && row.valid_from <= day);
    rows.max_by_key(|row| row.valid_from)
}

/// Returns the sum of a fact on a day, in EUR.
pub(super) fn euros(route: RouteKind, debtor: CustomerKind, fact: Fact, day: Date) -> Option<Amount> {
    Amount::from_decimal(row(route, debtor, fact, day)?.value?, Currency::EUR)
}

/// Returns the whole number of a fact on a day: days or months.
pub(super) fn count(route: RouteKind, debtor: CustomerKind, fact: Fact, day: Date) -> Option<i64> {
    i64::try_from(row(route, debtor, fact, day)?.value?).ok()
}

fn read(text: &str) -> Option<Vec<FactRow>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|record| parse(&record.ok()?)).collect()
}

fn parse(record: &csv::StringRecord) -> Option<FactRow> {
    let cell = |place: usize| record.get(place);
    let debtor = match cell(1)? {
        "" => None,
        word => Some(CustomerKind::parse(word)?),
    };
    Some(FactRow {
        route: RouteKind::parse(cell(0)?)?,
        debtor,
        fact: Fact::ALL.into_iter().find(|fact| Some(fact.word()) == cell(2))?,
        valid_from: cell(3)?.parse().ok()?,
        value: match cell(4)? {
            "" => None,
            number => Some(Decimal::from_str_exact(number).ok()?),
        },
        unit: cell(5)?.to_owned(),
        source: cell(6)?.to_owned(),
        confidence: cell(7)?.to_owned(),
    })
}
