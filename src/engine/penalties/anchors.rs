//! The official rate of each half-year, looked up once, and what a rule makes of it.

use chrono::Datelike;
use rust_decimal::Decimal;

use crate::law::rates::{RateTable, RateUnknown, Rates, Series, half_year_end, half_year_start};
use crate::law::regimes::{Law, Regime};
use crate::model::rate::RateRule;
use crate::model::{CustomerKind, Date, Rate};

/// How many decimals of a percent a rate is computed with; no rule yields more (four of a factor, four of a rate).
pub(super) const UNIT_DECIMALS: u32 = 8;

/// The rates of every half-year that a run can need.
#[derive(Clone, Debug)]
pub(super) struct Anchors {
    /// The number of the first half-year.
    first: i32,
    /// The last day that a run can need.
    last: Date,
    /// By series and half-year: the official row.
    rows: [Vec<Option<Official>>; Series::ALL.len()],
    /// Whether a rule can start from a series: contracts name the first two, a law its own.
    can_be_used: [bool; Series::ALL.len()],
}

/// The official rate of one half-year.
#[derive(Clone, Copy, Debug)]
struct Official {
    /// The place of the row in its table.
    place: u16,
    units: i64,
    /// The last day on which it may be used, when the rate is assumed.
    assumed_until: Option<Date>,
}

/// The rate of one day and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Applied {
    /// Percent a year times ten to [`UNIT_DECIMALS`].
    pub units: i64,
    /// The official row: series and place in its table.
    pub row: Option<(Series, u16)>,
    /// Whether the row stands in for one that is not known.
    pub assumed: bool,
}

impl Anchors {
    /// Looks up every half-year from the first known rate to a day and the one after it, of which letters speak.
    pub fn new(rates: &Rates, law: Law, last: Date) -> Anchors {
        let starts = Series::ALL.iter().filter_map(|&series| rates.table(series).rows().first());
        let first = starts.map(|row| number(row.valid_from)).min().unwrap_or(0);
        let rows = Series::ALL.map(|series| {
            let table = rates.table(series);
            let in_force = |half_year| in_force(table, series.reference_day(start(half_year)));
            (first..=number(last.succ_opt().unwrap_or(last))).map(in_force).collect()
        });
        let kinds = [CustomerKind::Business, CustomerKind::Public, CustomerKind::Consumer];
        let of_law = kinds.map(|kind| Regime::of(law, kind).rate.and_then(RateRule::series));
        let can_be_used =
            Series::ALL.map(|series| matches!(series, Series::Ecb | Series::Legal) || of_law.contains(&Some(series)));
        Anchors { first, last, rows, can_be_used }
    }

    /// Returns what a rule gives for the half-year of a day, to be used up to a last day.
    pub fn apply(&self, rule: RateRule, day: Date, last: Date) -> Result<Applied, RateUnknown> {
        apply(rule, |series| self.official(series, day, last))
    }

    /// Tells whether the rate of some half-year is assumed.
    pub fn any_assumed(&self) -> bool {
        self.rows.iter().flatten().flatten().any(|official| official.assumed_until.is_some())
    }

    /// Tells whether every half-year between two days is known in every series that can be used.
    pub fn reach(&self, from: Date, to: Date) -> bool {
        let known = |half_year: i32| {
            let first = start(half_year);
            let last = half_year_end(first).min(self.last);
            let mut used = Series::ALL.iter().filter(|&&series| self.can_be_used[series as usize]);
            used.all(|&series| self.official(series, first, last).is_ok())
        };
        (number(from)..=number(to)).all(known)
    }

    fn official(&self, series: Series, day: Date, last: Date) -> Result<Official, RateUnknown> {
        let place = usize::try_from(number(day) - self.first).ok();
        let row = place.and_then(|place| self.rows[series as usize].get(place).copied().flatten());
        row.filter(|row| row.may_serve(last))
            .ok_or_else(|| RateUnknown { series, on: series.reference_day(half_year_start(day)) })
    }
}

/// Returns what a rule gives by the official rate in force on a day itself, to be used up to a last day.
pub(super) fn apply_on_the_day(rates: &Rates, rule: RateRule, day: Date, last: Date) -> Result<Applied, RateUnknown> {
    apply(rule, |series| {
        let row = in_force(rates.table(series), day).filter(|row| row.may_serve(last));
        row.ok_or(RateUnknown { series, on: day })
    })
}

/// Returns what a rule makes of the official rate.
fn apply(rule: RateRule, official: impl Fn(Series) -> Result<Official, RateUnknown>) -> Result<Applied, RateUnknown> {
    match rule {
        RateRule::Fixed(rate) => Ok(Applied { units: units(rate), row: None, assumed: false }),
        RateRule::Plus(series, points) => {
            let official = official(series)?;
            Ok(official.applied(series, official.units + units(points)))
        }
        RateRule::Times(series, times) => {
            let official = official(series)?;
            // Four decimals of the rate and four of the factor: the division leaves no rest.
            let product = i128::from(official.units) * i128::from(units(Rate::from_percent(times)));
            Ok(official.applied(series, (product / 10_i128.pow(UNIT_DECIMALS)) as i64))
        }
    }
}

/// Returns the official rate in force on a day, known or assumed.
fn in_force(table: &RateTable, day: Date) -> Option<Official> {
    let (row, assumed_until) = match table.on(day) {
        Ok(row) => (row, None),
        Err(_) => table.assumed_on(day).map(|(row, until)| (row, Some(until)))?,
    };
    let place = table.rows().binary_search_by_key(&row.valid_from, |row| row.valid_from).ok()?;
    Some(Official { place: place as u16, units: units(row.rate?), assumed_until })
}

impl Official {
    /// Tells whether it may be used up to a day: one that is assumed, only as far as somebody asked for.
    fn may_serve(&self, last: Date) -> bool {
        self.assumed_until.is_none_or(|until| last <= until)
    }

    fn applied(self, series: Series, units: i64) -> Applied {
        Applied { units, row: Some((series, self.place)), assumed: self.assumed_until.is_some() }
    }
}

fn number(day: Date) -> i32 {
    day.year() * 2 + i32::from(day.month() > 6)
}

fn start(half_year: i32) -> Date {
    let month = if half_year.rem_euclid(2) == 0 { 1 } else { 7 };
    Date::from_ymd_opt(half_year.div_euclid(2), month, 1).expect("the first of January and of July exist")
}

/// Returns a rate as a whole number, with which interest is computed much faster than with decimals.
fn units(rate: Rate) -> i64 {
    let percent: Decimal = rate.percent();
    let missing = UNIT_DECIMALS.checked_sub(percent.scale()).expect("no rule has more than eight decimals");
    percent.mantissa() as i64 * 10_i64.pow(missing)
}

/// Returns the rate of a whole number of units.
pub(super) fn rate(units: i64) -> Rate {
    Rate::from_percent(Decimal::new(units, UNIT_DECIMALS).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn rules_take_the_rate_of_the_first_day_of_the_half_year() {
        let anchors = Anchors::new(&Rates::builtin(), Law::France, day("2026-11-22"));
        let shown = |rule: &str, date: &str| {
            let applied = anchors.apply(RateRule::parse(rule).unwrap(), day(date), day(date)).unwrap();
            (rate(applied.units).to_string(), applied.units)
        };
        // The rise of 17 June 2026 counts from 1 July on, that of 16 September not at all in 2026.
        assert_eq!(shown("ecb+10", "2026-06-30"), ("12.15".into(), 1_215_000_000));
        assert_eq!(shown("ecb+10", "2026-07-01"), ("12.40".into(), 1_240_000_000));
        assert_eq!(shown("ecb+10", "2026-12-31"), ("12.40".into(), 1_240_000_000));
        assert_eq!(shown("legal*3", "2024-02-29"), ("15.21".into(), 1_521_000_000));
        assert_eq!(shown("legal*1.1234", "2024-02-29"), ("5.695638".into(), 569_563_800));
        assert_eq!(shown("12.3456", "1950-01-01"), ("12.3456".into(), 1_234_560_000));
    }

    #[test]
    fn the_day_after_the_last_one_has_its_rate_too() {
        // What a letter of 30 June says of the next day is the rate of 1 July.
        let anchors = Anchors::new(&Rates::builtin(), Law::France, day("2026-06-30"));
        let next = anchors.apply(RateRule::parse("ecb+10").unwrap(), day("2026-07-01"), day("2026-07-01"));
        assert_eq!(rate(next.unwrap().units).to_string(), "12.40");
    }

    #[test]
    fn what_lies_outside_the_tables_is_unknown() {
        let anchors = Anchors::new(&Rates::builtin(), Law::France, day("2028-03-01"));
        let ecb = RateRule::parse("ecb+10").unwrap();
        let unknown = |on: &str| Err(RateUnknown { series: Series::Ecb, on: day(on) });
        assert_eq!(anchors.apply(ecb, day("2027-05-05"), day("2027-05-05")), unknown("2027-01-01"));
        assert_eq!(anchors.apply(ecb, day("2030-05-05"), day("2030-05-05")), unknown("2030-01-01"));
        assert_eq!(anchors.apply(ecb, day("1998-12-31"), day("1998-12-31")), unknown("1998-07-01"));
        assert!(anchors.reach(day("2000-01-01"), day("2026-12-31")));
        assert!(!anchors.reach(day("2026-12-31"), day("2027-01-01")));
        assert!(!anchors.reach(day("1999-06-01"), day("2026-01-01")));
    }

    #[test]
    fn an_assumed_rate_is_used_up_to_the_day_that_was_asked_for() {
        let mut rates = Rates::builtin();
        rates.assume_until(day("2027-02-28"));
        let anchors = Anchors::new(&rates, Law::France, day("2027-03-15"));
        let ecb = RateRule::parse("ecb+10").unwrap();
        let january = anchors.apply(ecb, day("2027-01-01"), day("2027-02-28")).unwrap();
        assert_eq!((rate(january.units).to_string(), january.assumed), ("12.65".to_owned(), true));
        assert!(!anchors.apply(ecb, day("2026-12-31"), day("2026-12-31")).unwrap().assumed);
        assert!(anchors.apply(ecb, day("2027-01-01"), day("2027-03-01")).is_err());
        assert!(!anchors.reach(day("2026-12-01"), day("2027-03-15")));
        let anchors = Anchors::new(&rates, Law::France, day("2027-02-28"));
        assert!(anchors.reach(day("2026-12-01"), day("2027-02-28")));
    }
}
