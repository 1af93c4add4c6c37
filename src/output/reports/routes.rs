//! The legal routes of an item, as a list inside its row.

use crate::law::routes::Route;
use crate::law::routes::data::FactRow;
use crate::model::{Currency, Lang};
use crate::output::{Cell, Nested};

/// The keys of one route.
const KEYS: &[&str] = &["route", "open", "why_not", "article", "ceiling", "cost_from", "name", "detail", "facts"];

/// The keys of what is known of one route.
const FACT_KEYS: &[&str] = &["fact", "value", "unit", "since", "source", "confidence"];

/// Returns the list; names and details are in the language of the sentences.
pub(super) fn cell<'a>(routes: &[Route], lang: Lang) -> Nested<'a> {
    let rows = routes.iter().map(|route| {
        vec![
            Cell::Word(route.kind.word()),
            Cell::Flag(route.is_open()),
            Cell::List(Nested::Values(route.bars.iter().map(|bar| Cell::Word(bar.word())).collect())),
            Cell::Word(route.article),
            Cell::maybe(route.ceiling, |ceiling| Cell::Amount(ceiling, Currency::EUR)),
            Cell::maybe(route.cost_from, |cost| Cell::Amount(cost, Currency::EUR)),
            Cell::text(route.name.get(lang).to_owned()),
            Cell::text(route.detail.get(lang).to_owned()),
            Cell::List(Nested::Objects(FACT_KEYS, route.facts.iter().map(|row| fact(row)).collect())),
        ]
    });
    Nested::Objects(KEYS, rows.collect())
}

fn fact<'a>(row: &FactRow) -> Vec<Cell<'a>> {
    vec![
        Cell::Word(row.fact.word()),
        Cell::maybe(row.value, |value| Cell::text(value.to_string())),
        Cell::text(row.unit.clone()),
        Cell::Date(row.valid_from),
        Cell::text(row.source.clone()),
        Cell::text(row.confidence.clone()),
    ]
}
