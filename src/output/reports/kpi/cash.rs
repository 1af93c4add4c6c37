//! `kpi --cash`: the cash expected week by week.

use std::collections::BTreeMap;
use std::io;

use crate::engine::kpi::{ByThen, Cash, WEEKS, When};
use crate::model::{Amount, Bilingual, Currency, Date, Term};
use crate::output::{Cell, Column, Report};

/// What should come in: one row per week and currency.
#[derive(Clone, Copy, Debug)]
pub struct KpiCash<'a> {
    /// The figures.
    pub cash: &'a [Cash],
    /// The day that they were known.
    pub as_of: Date,
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
            Column::currency().heading(),
            Column::new("week", "Week to", "Semaine au"),
            Column::data("when").of(WHEN),
            Column::data("from"),
            Column::data("to"),
            Column::new("amount", "Expected", "Attendu"),
            Column::new("overdue", "Overdue", "Dont échu"),
            Column::data("items"),
            Column::new("by_then", "By then", "Cumul"),
            Column::new("by_then_least", "At least", "Au moins"),
            Column::new("by_then_most", "At most", "Au plus"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.cash.iter().try_for_each(|cash| {
            let (from, to) = match cash.when {
                When::Week { from, to } => (Some(from), Some(to)),
                When::Later { from } => (Some(from), None),
                When::Disputed | When::Assigned | When::Insolvent | When::Unknown => (None, None),
            };
            let by_then = |part: fn(&ByThen) -> Amount| {
                Cell::maybe(cash.by_then.as_ref(), |by_then| Cell::Amount(part(by_then), cash.currency))
            };
            each(&[
                Cell::Word(cash.currency.code()),
                week(cash.when),
                Cell::Word(code(cash.when)),
                Cell::maybe(from, Cell::Date),
                Cell::maybe(to, Cell::Date),
                Cell::Amount(cash.amount, cash.currency),
                Cell::Amount(cash.overdue, cash.currency),
                Cell::Count(cash.items.into()),
                by_then(|by_then| by_then.expected),
                by_then(|by_then| by_then.least),
                by_then(|by_then| by_then.most),
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
            let mut cells = vec![Cell::Word(currency.code()), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
            cells.extend([Cell::Amount(amount, currency), Cell::Amount(overdue, currency)]);
            cells.push(Cell::Count(items.into()));
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let intervals = Bilingual::new(
            format!(
                "each open item on its expected date (score --invoices); after {WEEKS} weeks one sum. By then: this week \
                 and those before it; at least and at most: were each item paid on the last or the first day of its \
                 interval, in which four of five are paid"
            ),
            format!(
                "chaque pièce ouverte à sa date attendue (score --invoices)\u{202f}; après {WEEKS} semaines, une seule \
                 somme. Cumul\u{a0}: cette semaine et les précédentes\u{202f}; au moins et au plus\u{a0}: si chaque pièce \
                 était payée le dernier ou le premier jour de son intervalle, où quatre sur cinq le sont"
            ),
        );
        let unknown = Bilingual::new(
            "not known: later than any item that was ever paid, or of a customer who is left out of the score",
            "inconnu\u{a0}: retard plus long que tous ceux déjà payés, ou client laissé hors du score",
        );
        let any_unknown = self.cash.iter().any(|cash| cash.when == When::Unknown);
        std::iter::once(intervals).chain(any_unknown.then_some(unknown)).collect()
    }
}

/// Returns the week's last day, or what stands in its place.
const fn week(when: When) -> Cell<'static> {
    let term = match when {
        When::Week { to, .. } => return Cell::Date(to),
        When::Later { .. } => Term::new("later", "plus tard"),
        When::Disputed => Term::new("disputed", "en litige"),
        When::Assigned => Term::new("assigned", "cédées"),
        When::Insolvent => Term::new("insolvent", "proc. collective"),
        When::Unknown => Term::new("not known", "inconnu"),
    };
    Cell::Named(code(when), term)
}

/// All that programs read there.
const WHEN: [&str; 6] = ["week", "later", "disputed", "assigned", "insolvent", "unknown"];

/// Returns what programs read.
const fn code(when: When) -> &'static str {
    match when {
        When::Week { .. } => "week",
        When::Later { .. } => "later",
        When::Disputed => "disputed",
        When::Assigned => "assigned",
        When::Insolvent => "insolvent",
        When::Unknown => "unknown",
    }
}
