//! The legal routes of an item, as a list inside its row.

use crate::law::routes::Route;
use crate::model::{Currency, Lang};
use crate::output::{Cell, Nested};

/// The keys of one route.
const KEYS: &[&str] = &["route", "open", "why_not", "article", "ceiling", "cost_from", "name", "detail"];

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
        ]
    });
    Nested::Objects(KEYS, rows.collect())
}
