//! `kpi --cash`: the cash expected week by week.

use std::collections::BTreeMap;
use std::io;

use crate::engine::kpi::{Cash, WEEKS, When};
use crate::model::{Amount, Bilingual, Currency, Date, Lang, figures};
use crate::output::{Cell, Column, Report};

/// Is what should come in: one row per week and currency.
#[derive(Clone, Copy, Debug)]
pub struct KpiCash<'a> {
    /// The figures.
    pub cash: &'a [Cash],
    /// The day that they were known.
    pub as_of: Date,
    /// The language of the words for weeks.
    pub lang: Lang,
}

impl Report for KpiCash<'_> {
    fn command(&self) -> &'static str {
        "kpi"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Cash expected by week", "Encaissements attendus par semaine"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("week", "Week", "Semaine"),
            Column::data("from"),
            Column::data("to"),
            Column::new("currency", "Currency", "Devise"),
            Column::new("amount", "Expected", "Attendu"),
            Column::new("overdue", "Of which overdue", "Dont échu"),
            Column::new("items", "Items", "Pièces"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.cash.iter().try_for_each(|cash| {
            let (from, to) = match cash.when {
                When::Week { from, to } => (Some(from), Some(to)),
                When::Later { from } => (Some(from), None),
                When::Unknown => (None, None),
            };
            each(&[
                Cell::text(week(cash.when, self.lang)),
                Cell::maybe(from, Cell::Date),
                Cell::maybe(to, Cell::Date),
                Cell::Word(cash.currency.code()),
                Cell::Amount(cash.amount, cash.currency),
                Cell::Amount(cash.overdue, cash.currency),
                Cell::Count(cash.items.into()),
            ])
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, (Amount, Amount, u32)> = BTreeMap::new();
        for cash in self.cash {
            let (amount, overdue, items) = sums.entry(cash.currency).or_default();
            *amount += cash.amount;
            *overdue += cash.overdue;
            *items += cash.items;
        }
        let cells = |(currency, (amount, overdue, items)): (Currency, (Amount, Amount, u32))| {
            let mut cells = vec![Cell::Empty; 3];
            cells.push(Cell::Word(currency.code()));
            cells.extend([Cell::Amount(amount, currency), Cell::Amount(overdue, currency)]);
            cells.push(Cell::Count(items.into()));
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        vec![Bilingual::new(
            format!(
                "each open item on its expected date (score --invoices); after {WEEKS} weeks one sum; \"not known\": \
                 disputed, insolvent, or later than any that was ever paid"
            ),
            format!(
                "chaque pièce ouverte à sa date attendue (score --invoices) ; après {WEEKS} semaines, une seule somme ; \
                 « inconnu » : litige, procédure collective, ou retard plus long que tous ceux déjà payés"
            ),
        )]
    }
}

/// Returns a week in words: its days.
fn week(when: When, lang: Lang) -> String {
    let date = |day| figures::date(day, lang);
    match (when, lang) {
        (When::Week { from, to }, _) => format!("{} – {}", date(from), date(to)),
        (When::Later { from }, Lang::En) => format!("from {}", date(from)),
        (When::Later { from }, Lang::Fr) => format!("à partir du {}", date(from)),
        (When::Unknown, Lang::En) => "not known".to_owned(),
        (When::Unknown, Lang::Fr) => "inconnu".to_owned(),
    }
}
