//! `rates`: the dated official rates, and the rates of law that follow from them half-year by half-year.

use std::io;

use crate::law::rates::{Origin, RateRow, RateTable, Rates, Series, half_year_end};
use crate::law::regimes::{Law, Regime};
use crate::model::rate::RateRule;
use crate::model::{Bilingual, CustomerKind, Date, Rate, Term};
use crate::output::{Cell, Column, Report};

/// The dated rows of some series.
#[derive(Debug)]
pub struct DatedRates<'a> {
    /// The tables.
    pub rates: &'a Rates,
    /// The series that are wanted.
    pub series: &'a [Series],
    /// The day that the answer is given on.
    pub as_of: Date,
}

impl Report for DatedRates<'_> {
    fn command(&self) -> &'static str {
        "rates"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Official rates known", "Taux officiels connus"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("series", "Series", "Série"),
            Column::new("valid_from", "From", "Du"),
            Column::new("until", "Until", "Au"),
            Column::new("rate", "Rate", "Taux"),
            Column::new("confidence", "Confidence", "Fiabilité"),
            Column::new("origin", "Origin", "Origine"),
            Column::new("replaces", "Replaces", "Remplace").when_used(),
            Column::new("source", "Source", "Source").below(),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        for table in self.series.iter().map(|&series| self.rates.table(series)) {
            let mut rows = table.rows().iter().enumerate();
            rows.try_for_each(|(place, row)| each(&dated_cells(table, place, row)))?;
        }
        Ok(())
    }

    fn remarks(&self) -> Vec<Bilingual> {
        let reach = |&series: &Series| {
            let last = self.rates.table(series).known_until()?;
            Some(Bilingual::new(
                format!("{} ({}) is known until {last}", series.title().0, series.name()),
                format!("{} ({}) : connu jusqu'au {}", series.title().1, series.name(), last.format("%d/%m/%Y")),
            ))
        };
        let mut remarks: Vec<Bilingual> = self.series.iter().filter_map(reach).collect();
        remarks.push(Bilingual::new(
            "the half-year's rates of law that follow from them: relance rates --half-years",
            "les taux de retard du semestre qui en découlent : relance taux --half-years",
        ));
        remarks
    }
}

fn dated_cells<'a>(table: &RateTable, place: usize, row: &'a RateRow) -> [Cell<'a>; 8] {
    [
        series_cell(table.series()),
        Cell::Date(row.valid_from),
        Cell::maybe(table.until(place), Cell::Date),
        Cell::maybe(row.rate, Cell::Rate),
        confidence_cell(&row.confidence),
        match row.origin {
            Origin::BuiltIn => Cell::Named("built-in", Term::new("built-in", "du programme")),
            Origin::Folder => Cell::text(table.series().file()),
        },
        Cell::maybe(row.replaces, Cell::Rate),
        Cell::text(&row.source),
    ]
}

fn series_cell(series: Series) -> Cell<'static> {
    let (en, fr) = series.title();
    Cell::Named(series.name(), Term::new(en, fr))
}

/// Returns how sure a row is; a table of the folder may say it in words of its own.
fn confidence_cell(word: &str) -> Cell<'_> {
    match word {
        "high" => Cell::Named(word, Term::new("high", "élevée")),
        "medium" => Cell::Named(word, Term::new("medium", "moyenne")),
        "low" => Cell::Named(word, Term::new("low", "faible")),
        "none" => Cell::Named(word, Term::new("none", "aucune")),
        other => Cell::text(other),
    }
}

/// The rates of law of each half-year, from 2013 on: before, other margins and dates applied.
#[derive(Debug)]
pub struct HalfYears<'a> {
    /// The tables.
    pub rates: &'a Rates,
    /// The day that the answer is given on.
    pub as_of: Date,
}

/// The first day of the rules that the columns follow (law of 22 March 2012, decree 2012-1115).
const SINCE: Date = Date::from_ymd_opt(2013, 1, 1).expect("a day of the calendar");

impl Report for HalfYears<'_> {
    fn command(&self) -> &'static str {
        "rates"
    }

    fn as_of(&self) -> Option<Date> {
        Some(self.as_of)
    }

    fn title(&self) -> Option<Bilingual> {
        Some(Bilingual::new("Late-payment rates by half-year", "Taux de retard par semestre"))
    }

    fn columns(&self) -> Vec<Column> {
        vec![
            Column::new("from", "From", "Du"),
            Column::new("until", "Until", "Au"),
            Column::new("ecb", "ECB", "BCE"),
            Column::new("business", "Business", "Entreprise"),
            Column::new("public", "Public", "Public"),
            Column::new("legal", "Legal", "Légal"),
            Column::new("floor", "Floor 3x", "Plancher 3x"),
        ]
    }

    fn rows(&self, each: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
        let of = |kind| Regime::of(Law::France, kind);
        let business = of(CustomerKind::Business);
        let (public, consumer) = (of(CustomerKind::Public), of(CustomerKind::Consumer));
        let floor = business.floor.map(|floor| floor.rule);
        let columns = [Some(ECB), business.rate, public.rate, consumer.rate, floor];
        let last =
            [Series::Ecb, Series::Legal].iter().filter_map(|&series| self.rates.table(series).known_until()).max();
        let starts = std::iter::successors(Some(SINCE), |&start| half_year_end(start).succ_opt());
        for start in starts.take_while(|&start| last.is_some_and(|last| start <= last)) {
            let mut cells = vec![Cell::Date(start), Cell::Date(half_year_end(start))];
            cells.extend(
                columns.map(|rule| Cell::maybe(rule.and_then(|rule| self.rates.apply(rule, start).ok()), Cell::Rate)),
            );
            each(&cells)?;
        }
        Ok(())
    }

    fn remarks(&self) -> Vec<Bilingual> {
        vec![
            Bilingual::new(
                "business: ECB + 10 (C. com. L441-10 II); public: ECB + 8, the half-year in which interest began \
                 (CCP R2192-31)",
                "entreprise : BCE + 10 (C. com. L441-10 II) ; public : BCE + 8 du semestre où les intérêts ont commencé \
                 à courir (CCP R2192-31)",
            ),
            Bilingual::new(
                "legal: claims held by professionals (CMF L313-2); the floor bounds contract rates only",
                "légal : créances des professionnels (CMF L313-2) ; le plancher ne vise que les taux des contrats",
            ),
        ]
    }
}

/// The official rate itself.
const ECB: RateRule = RateRule::Plus(Series::Ecb, Rate::ZERO);
