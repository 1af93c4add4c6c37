//! `kpi`, `kpi --explain`, and in files of their own `kpi --cash`, `kpi --d441`, `kpi --by level` and `--by channel`.

mod cash;
mod formulas;
mod late;
mod response;
mod sentences;

pub use cash::KpiCash;
pub use late::KpiLate;
pub use response::KpiResponse;

use std::io;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{customer_cells, customer_columns, suspense_list, suspense_remark};
use crate::engine::kpi::{By, Group, Inputs, Kpis, Measure, Row, Unit};
use crate::model::{Amount, Bilingual, Date, Lang, Ledger};
use crate::output::{Cell, Column, Nested, Report};
use crate::policy::KpiRules;

/// The figures of each group: one row per group and currency.
#[derive(Clone, Copy, Debug)]
pub struct Kpi<'a> {
    /// Where the names are.
    pub ledger: &'a Ledger,
    /// How the desk is measured.
    pub rules: &'a KpiRules,
    /// The figures.
    pub kpis: &'a Kpis,
}

/// The measures that a table shows; programs read them all.
const IN_TABLE: [Measure; 6] = [
    Measure::Dso,
    Measure::DsoBest,
    Measure::DaysLate,
    Measure::UnpaidRate,
    Measure::CollectionEffectiveness,
    Measure::Over90Share,
];

impl Report for Kpi<'_> {
    fn command(&self) -> &'static str {
        "kpi"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.kpis.period.to)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(sentences::title(self.kpis))
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = group_columns(self.kpis.by, self.ledger);
        columns.push(Column::currency());
        columns.extend([Column::data("from"), Column::data("to")]);
        columns.push(Column::new("sales", "Sales", "Ventes"));
        columns.push(Column::new("outstanding", "Outstanding", "Encours"));
        columns.extend(["not_due", "overdue", "over_90"].map(Column::data));
        let doubtful = Column::new("doubtful", "Doubtful", "Douteux");
        columns.push(if self.kpis.by == By::Customer { doubtful.when_used() } else { Column::data("doubtful") });
        columns.push(Column::data("credits"));
        columns.extend(Measure::ALL.map(|measure| {
            let title = sentences::short(measure);
            if IN_TABLE.contains(&measure) {
                Column::new(measure.key(), title.en, title.fr)
            } else {
                Column::data(measure.key())
            }
        }));
        let sector = |measure: &Measure| measure.in_sector(&self.rules.sector).is_some();
        let with_sector = Measure::ALL.into_iter().filter(sector);
        columns.extend(with_sector.map(|measure| Column::data(format!("sector_{}", measure.key()))));
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        self.kpis.rows.iter().try_for_each(|row| each(&self.cells(row)))
    }

    fn totals(&self) -> Vec<Vec<Cell<'_>>> {
        let total = |row| {
            let mut cells = self.cells(row);
            cells[..group_columns(self.kpis.by, self.ledger).len()].fill(Cell::Empty);
            cells
        };
        // The rows of the portfolio are its totals.
        let totals = if self.kpis.by == By::Portfolio { &[][..] } else { &self.kpis.totals };
        totals.iter().map(total).collect()
    }

    fn beside(&self) -> Vec<(Bilingual, Vec<Cell<'_>>)> {
        if Measure::ALL.iter().all(|measure| measure.in_sector(&self.rules.sector).is_none()) {
            return Vec::new();
        }
        let usual = |measure: Measure| figure(measure, measure.in_sector(&self.rules.sector));
        let before = self.columns().iter().position(|column| column.key == Measure::ALL[0].key()).unwrap_or(0);
        let cells = std::iter::repeat_n(Cell::Empty, before).chain(Measure::ALL.map(usual));
        let cells =
            cells.chain(Measure::ALL.into_iter().filter(|it| it.in_sector(&self.rules.sector).is_some()).map(usual));
        vec![(Bilingual::new("Sector", "Secteur"), cells.collect())]
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let mut remarks = sentences::remarks(self.kpis, self.rules);
        remarks.extend(suspense_remark(self.ledger.in_suspense(self.kpis.period.to)));
        remarks
    }

    fn lists(&self) -> Vec<(&'static str, Nested<'_>)> {
        suspense_list(self.ledger.in_suspense(self.kpis.period.to))
    }
}

impl Kpi<'_> {
    fn cells(&self, row: &Row) -> Vec<Cell<'_>> {
        let inputs = &row.inputs;
        let mut cells = group_cells(self.kpis.by, &row.group, self.ledger);
        cells.push(Cell::Word(row.currency.code()));
        cells.extend([Cell::Date(row.period.from), Cell::Date(row.period.to)]);
        let Inputs { sales, not_due, overdue, over_90, doubtful, credits, .. } = *inputs;
        let amounts = [sales, inputs.outstanding(), not_due, overdue, over_90, doubtful, credits];
        cells.extend(amounts.map(|amount| Cell::Amount(amount, row.currency)));
        cells.extend(Measure::ALL.map(|measure| figure(measure, measure.of(inputs))));
        for measure in Measure::ALL {
            if let Some(usual) = measure.in_sector(&self.rules.sector) {
                cells.push(figure(measure, Some(usual)));
            }
        }
        cells
    }
}

/// How each figure comes about: one row per group, currency and measure.
#[derive(Clone, Copy, Debug)]
pub struct KpiExplain<'a> {
    /// The figures.
    pub kpi: Kpi<'a>,
    /// The language of the sentences.
    pub lang: Lang,
}

impl Report for KpiExplain<'_> {
    fn command(&self) -> &'static str {
        "kpi"
    }

    fn as_of(&self) -> Option<Date> {
        self.kpi.as_of()
    }

    fn title(&self) -> Option<Bilingual> {
        self.kpi.title()
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns: Vec<Column> =
            group_columns(self.kpi.kpis.by, self.kpi.ledger).into_iter().map(Column::heading).collect();
        columns.extend([
            Column::currency().heading(),
            Column::data("kpi").of(Measure::ALL.map(Measure::key)),
            Column::new("label", "Figure", "Indicateur"),
            Column::new("value", "Value", "Valeur"),
            Column::new("sector", "Sector", "Secteur").when_used(),
            Column::new("formula", "Formula", "Formule").below(),
            Column::new("calculation", "Calculation", "Calcul").below(),
        ]);
        columns
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let Kpi { ledger, rules, kpis } = self.kpi;
        for row in &kpis.rows {
            for measure in Measure::ALL {
                let mut cells = group_cells(kpis.by, &row.group, ledger);
                cells.extend([
                    Cell::Word(row.currency.code()),
                    Cell::Word(measure.key()),
                    Cell::text(sentences::label(measure).get(self.lang).to_owned()),
                    figure(measure, measure.of(&row.inputs)),
                    figure(measure, measure.in_sector(&rules.sector)),
                    Cell::text(formulas::formula(measure, row, self.lang)),
                    Cell::text(formulas::calculation(measure, row, self.lang)),
                ]);
                each(&cells)?;
            }
        }
        Ok(())
    }

    fn remarks(&self) -> Vec<Bilingual> {
        self.kpi.remarks()
    }
}

/// Returns the columns that say which group a row is about.
fn group_columns(by: By, ledger: &Ledger) -> Vec<Column> {
    match by {
        By::Portfolio => Vec::new(),
        By::Month => vec![Column::new("month", "Month", "Mois")],
        By::Customer => customer_columns(ledger).to_vec(),
        By::Segment => vec![Column::new("segment", "Segment", "Segment")],
    }
}

/// Returns the cells of [`group_columns`]; those of the portfolio are empty.
fn group_cells<'a>(by: By, group: &Group, ledger: &'a Ledger) -> Vec<Cell<'a>> {
    match (group, by) {
        (Group::Portfolio, By::Portfolio) => Vec::new(),
        (Group::Portfolio, By::Month | By::Segment) => vec![Cell::Empty],
        (Group::Portfolio, By::Customer) => vec![Cell::Empty, Cell::Empty],
        // The year first, so that months sort as texts: 2026-03.
        (Group::Month(first), _) => vec![Cell::text(first.format("%Y-%m").to_string())],
        (Group::Customer(customer), _) => customer_cells(ledger.customer(*customer)).to_vec(),
        (Group::Segment(segment), _) => vec![Cell::maybe(segment.clone(), Cell::text)],
    }
}

/// Returns a part of a whole with four decimals; nothing of what is not above zero.
fn share(part: Amount, whole: Amount) -> Option<Decimal> {
    let share = Decimal::from(part.minor()).checked_div(Decimal::from(whole.minor()))?;
    whole.is_positive().then(|| share.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero))
}

fn figure<'a>(measure: Measure, value: Option<Decimal>) -> Cell<'a> {
    Cell::maybe(
        value,
        match measure.unit() {
            Unit::Days => Cell::Days,
            Unit::Share => Cell::Share,
        },
    )
}
