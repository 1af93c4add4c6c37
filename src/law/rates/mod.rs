//! Dated official rates: what was in force on a day, and who says so.
//!
//! The rows stand in `policies/rates/*.csv`, compiled in; a folder can add its own. A last row without a rate says
//! from when on nothing is known: nothing is ever continued in silence.

mod rows;
mod series;
#[cfg(test)]
mod tests;

use chrono::Datelike;

pub use crate::model::rate::Series;

use crate::model::rate::RateRule;
use crate::model::{Date, Rate};

/// One row of a table of rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRow {
    /// The first day on which it is in force.
    pub valid_from: Date,
    /// The rate; nothing when it is not known.
    pub rate: Option<Rate>,
    /// Who says so.
    pub source: String,
    /// How sure that is: high, medium, low, none.
    pub confidence: String,
    /// Whether the program or the folder says so.
    pub origin: Origin,
    /// The rate of the program that a row of the folder stands in for.
    pub replaces: Option<Rate>,
}

impl RateRow {
    /// Tells whether the publication, or several that agree, were read: a rate known by other tables or by its formula
    /// alone is less sure.
    pub fn is_sure(&self) -> bool {
        self.confidence == "high"
    }

    /// Returns the rate of the program that a row of the folder stands in for, where it is another one.
    pub fn contradicts(&self) -> Option<Rate> {
        self.replaces.filter(|&replaced| self.rate != Some(replaced))
    }
}

/// Who gave a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program: compiled in.
    BuiltIn,
    /// The folder, in its `rates/`.
    Folder,
}

/// What is wrong with a table of rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateFault {
    /// The line of the file.
    pub line: u32,
    /// The column that is missing or cannot be read; nothing when the line is no row at all.
    pub column: Option<&'static str>,
    /// The text as written.
    pub text: String,
}

/// A rate that is not known on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RateUnknown {
    /// Which rate.
    pub series: Series,
    /// On which day.
    pub on: Date,
}

/// The rates of one series, by date.
#[derive(Clone, Debug)]
pub struct RateTable {
    series: Series,
    rows: Vec<RateRow>,
    assumed_until: Option<Date>,
}

impl RateTable {
    /// Returns the table that is compiled in.
    pub fn builtin(series: Series) -> RateTable {
        let rows =
            rows::read(series, series.builtin_text(), Origin::BuiltIn).expect("the compiled-in rates can be read");
        RateTable { series, rows, assumed_until: None }
    }

    /// Adds the rows of a folder's CSV text with the same columns; a row of the same day replaces the one there.
    ///
    /// When the last row has a rate, the next half-year and all after it count as unknown: who adds the rate of a
    /// half-year says nothing about the following one.
    ///
    /// # Errors
    /// A column that is missing, a day or rate that cannot be read, a day that stands twice.
    pub fn add(&mut self, text: &str) -> Result<(), RateFault> {
        for row in rows::read(self.series, text, Origin::Folder)? {
            match self.rows.binary_search_by_key(&row.valid_from, |known| known.valid_from) {
                Ok(place) => {
                    let known = &self.rows[place];
                    // Of two tables of folders, both stand in for the program's row.
                    let replaces = if known.origin == Origin::Folder { known.replaces } else { known.rate };
                    self.rows[place] = RateRow { replaces, ..row };
                }
                Err(place) => self.rows.insert(place, row),
            }
        }
        Ok(())
    }

    /// Returns the row in force on a day.
    ///
    /// # Errors
    /// When the day is before the first row, or on or after a row that says "not known".
    pub fn on(&self, date: Date) -> Result<&RateRow, RateUnknown> {
        let unknown = RateUnknown { series: self.series, on: date };
        let next = self.rows.partition_point(|row| row.valid_from <= date);
        let row = next.checked_sub(1).map(|place| &self.rows[place]).ok_or(unknown)?;
        let reaches = next < self.rows.len() || half_year_start(date) <= row.valid_from;
        if row.rate.is_some() && reaches { Ok(row) } else { Err(unknown) }
    }

    /// Returns the last day that the rows reach: the end of the last half-year of whose reference day a rate is known.
    ///
    /// Nothing when no row has a rate.
    pub fn known_until(&self) -> Option<Date> {
        let last = self.rows.iter().rposition(|row| row.rate.is_some())?;
        let known = match self.rows.get(last + 1) {
            Some(unknown) => unknown.valid_from.pred_opt()?,
            None => half_year_end(self.rows[last].valid_from),
        };
        let next = half_year_end(known).succ_opt()?;
        let next_is_known = self.series.reference_day(next) <= known;
        half_year_end(if next_is_known { next } else { known }).into()
    }

    /// Returns the row to take for a day of which no rate is known: the last one before it that has a rate, and the
    /// last day on which it may stand in. Nothing unless [`Rates::assume_until`] allows it.
    pub fn assumed_on(&self, date: Date) -> Option<(&RateRow, Date)> {
        let until = self.assumed_until.filter(|until| date <= *until)?;
        let before = self.rows.partition_point(|row| row.valid_from <= date);
        let row = self.rows[..before].iter().rev().find(|row| row.rate.is_some())?;
        Some((row, until))
    }

    /// Returns the rows, by date.
    pub fn rows(&self) -> &[RateRow] {
        &self.rows
    }

    /// Returns the series.
    pub fn series(&self) -> Series {
        self.series
    }

    /// Returns the last day for which the row at a place speaks; nothing for a last row that says "not known".
    pub fn until(&self, place: usize) -> Option<Date> {
        match self.rows.get(place + 1) {
            Some(next) => next.valid_from.pred_opt(),
            None => self.rows[place].rate.map(|_| half_year_end(self.rows[place].valid_from)),
        }
    }
}

/// Every series.
#[derive(Clone, Debug)]
pub struct Rates {
    tables: [RateTable; Series::ALL.len()],
}

impl Rates {
    /// Returns the tables that are compiled in.
    pub fn builtin() -> Rates {
        Rates { tables: Series::ALL.map(RateTable::builtin) }
    }

    /// Returns the table of a series.
    pub fn table(&self, series: Series) -> &RateTable {
        &self.tables[series as usize]
    }

    /// Returns what a rule gives for the half-year of a day.
    ///
    /// # Errors
    /// When the official rate of its first day is not known.
    pub fn apply(&self, rule: RateRule, day: Date) -> Result<Rate, RateUnknown> {
        let official = |series: Series| {
            let on = series.reference_day(half_year_start(day));
            self.table(series).on(on)?.rate.ok_or(RateUnknown { series, on })
        };
        match rule {
            RateRule::Fixed(rate) => Ok(rate),
            RateRule::Plus(series, points) => Ok(official(series)? + points),
            RateRule::Times(series, times) => Ok(Rate::from_percent(official(series)?.percent() * times)),
        }
    }

    /// Returns the last day on which the official rate that a rule starts from is that of a day: the eve of the next
    /// row, and the end of the half-year where no more is known.
    pub fn next_change(&self, rule: RateRule, day: Date) -> Date {
        let Some(series) = rule.series() else { return Date::MAX };
        let rows = self.table(series).rows();
        let next = rows.get(rows.partition_point(|row| row.valid_from <= day));
        next.and_then(|row| row.valid_from.pred_opt()).unwrap_or_else(|| half_year_end(day))
    }

    /// Lets the last known rate of each series stand in for unknown ones up to a day: somebody asked for an assumption.
    pub fn assume_until(&mut self, until: Date) {
        for table in &mut self.tables {
            table.assumed_until = Some(until);
        }
    }

    /// Returns the table of a series, to add rows to.
    pub fn table_mut(&mut self, series: Series) -> &mut RateTable {
        &mut self.tables[series as usize]
    }
}

/// Returns the 1 January or 1 July on or before a day: the rate of that day holds for the half-year.
pub fn half_year_start(date: Date) -> Date {
    let month = if date.month() <= 6 { 1 } else { 7 };
    Date::from_ymd_opt(date.year(), month, 1).expect("the first of January and of July exist")
}

/// Returns the 30 June or 31 December on or after a day.
pub fn half_year_end(date: Date) -> Date {
    let (month, day) = if date.month() <= 6 { (6, 30) } else { (12, 31) };
    Date::from_ymd_opt(date.year(), month, day).expect("the last days of June and December exist")
}
