//! `score --invoices`.

use std::collections::BTreeMap;
use std::io;

use super::derivation::{self, LATE, SERIOUS};
use super::sentences;
use crate::engine::scoring::Scores;
use crate::model::{Amount, Bilingual, Currency, Date, Lang};
use crate::output::reports::{customer_cells, customer_headings, instalment_column};
use crate::output::{Cell, Column, Report};

/// What will probably become of each open item: one row per item.
#[derive(Clone, Copy, Debug)]
pub struct ScoreInvoices<'a> {
    /// The figures.
    pub scores: &'a Scores<'a>,
    /// The language in which to say how each probability comes about, when that is asked.
    pub explain: Option<Lang>,
}

impl Report for ScoreInvoices<'_> {
    fn command(&self) -> &'static str {
        "score"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.scores.as_of())
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Expected payments", "Paiements attendus"))
    }

    fn columns(&self) -> Vec<Column> {
        let [id, name] = customer_headings(self.scores.ledger());
        let mut columns = vec![
            id,
            name,
            Column::new("invoice_id", "Invoice", "Facture"),
            instalment_column(),
            Column::currency(),
            Column::new("due_date", "Due", "Échéance"),
            Column::data("days_late"),
            Column::new("open", "Open", "Reste dû"),
            Column::new("late_probability", "Late", "Retard"),
            Column::new("serious_probability", "Seriously", "Retard grave"),
            Column::new("expected_date", "Expected", "Attendu le"),
            Column::data("expected_from"),
            Column::data("expected_until"),
            Column::data("probability_from").of(sentences::ORIGINS),
            Column::data("disputed"),
        ];
        if self.explain.is_some() {
            columns.push(Column::new("late_because", "Late", "Retard").below());
            columns.push(Column::new("serious_because", "Seriously", "Retard grave").below());
        }
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let ledger = self.scores.ledger();
        let origin = sentences::origin(self.scores);
        self.scores.rows().iter().try_for_each(|row| {
            let customer = ledger.customer(row.customer);
            self.scores.forecasts(row).try_for_each(|forecast| {
                let invoice = ledger.invoice(forecast.item);
                let [id, name] = customer_cells(customer);
                let mut cells = vec![
                    id,
                    name,
                    Cell::text(ledger.number(invoice.number)),
                    Cell::maybe(ledger.instalment(forecast.item), Cell::text),
                    Cell::Word(invoice.currency.code()),
                    Cell::Date(invoice.due),
                    Cell::Count(forecast.days_late),
                    Cell::Amount(forecast.open, invoice.currency),
                    Cell::Share(forecast.late.to_decimal()),
                    Cell::Share(forecast.serious.to_decimal()),
                    Cell::maybe(forecast.expected, Cell::Date),
                    Cell::maybe(forecast.interval.0, Cell::Date),
                    Cell::maybe(forecast.interval.1, Cell::Date),
                    Cell::Word(origin),
                    Cell::Flag(forecast.disputed.is_positive()),
                ];
                if let Some(lang) = self.explain {
                    let [late, serious] = self.scores.derivations(row, forecast.item);
                    cells.push(Cell::text(derivation::sentence(LATE, &late, forecast.late, lang)));
                    cells.push(Cell::text(derivation::sentence(SERIOUS, &serious, forecast.serious, lang)));
                }
                each(&cells)
            })
        })
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let mut sums: BTreeMap<Currency, Amount> = BTreeMap::new();
        for forecast in self.scores.rows().iter().flat_map(|row| self.scores.forecasts(row)) {
            *sums.entry(self.scores.ledger().invoice(forecast.item).currency).or_default() += forecast.open;
        }
        let columns = self.columns().len();
        let cells = |(currency, open): (Currency, Amount)| {
            let mut cells = vec![Cell::Empty; columns];
            cells[4] = Cell::Word(currency.code());
            cells[7] = Cell::Amount(open, currency);
            cells
        };
        sums.into_iter().map(cells).collect()
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = sentences::invoice_remarks(self.scores);
        if self.explain.is_some() {
            remarks.extend(sentences::makings(self.scores));
        }
        remarks
    }
}
