//! Dated official rates: what was in force on a day, and who says so.
//!
//! The rows stand in `policies/rates/*.csv`, compiled in; a folder can add its own. A last row without a rate says
//! from when on nothing is known: nothing is ever continued in silence.

mod rows;

use chrono::Datelike;

pub use crate::model::rate::Series;

use crate::model::rate::RateRule;
use crate::model::{Date, Rate};

impl Series {
    /// Every series, in the order of its discriminants.
    pub const ALL: [Series; 5] =
        [Series::Ecb, Series::Legal, Series::BankOfEngland, Series::GermanBase, Series::Belgian];

    /// Returns the name of its file, without `.csv`.
    pub const fn name(self) -> &'static str {
        match self {
            Series::Ecb => "ecb-main-refinancing",
            Series::Legal => "fr-legal-interest",
            Series::BankOfEngland => "bank-of-england",
            Series::GermanBase => "de-basiszins",
            Series::Belgian => "be-late-payment",
        }
    }

    /// Returns the column of its file that holds the rate.
    ///
    /// The legal rate has another column for creditors who are consumers; ours are not (law.md, section 5).
    pub const fn column(self) -> &'static str {
        match self {
            Series::Legal => "professional",
            Series::Ecb | Series::BankOfEngland | Series::GermanBase | Series::Belgian => "rate",
        }
    }

    /// Returns how letters and statements call it, in English and in French.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Series::Ecb => ("ECB main refinancing rate", "taux de refinancement de la BCE"),
            Series::Legal => ("legal interest rate", "taux d’intérêt légal"),
            Series::BankOfEngland => ("Bank of England’s Bank Rate", "Bank Rate de la Banque d’Angleterre"),
            Series::GermanBase => ("German base rate (Basiszinssatz)", "taux de base allemand (Basiszinssatz)"),
            Series::Belgian => ("Belgian rate for commercial transactions", "taux belge des transactions commerciales"),
        }
    }

    /// Returns where the rate in force on a day is officially published, in English and in French: what a judge can look
    /// up. How the rows of the tables were found is told by `relance rates -v`.
    pub fn publication(self, day: Date) -> (&'static str, &'static str) {
        // Half-yearly orders since 2015 (CMF L313-2); before, a decree for each year.
        let is_by_order = day.year() >= 2015;
        match self {
            Series::Ecb => ("European Central Bank, key interest rates", "Banque centrale européenne, taux directeurs"),
            Series::Legal if is_by_order => (
                "Journal officiel de la République française, order fixing the legal interest rate",
                "Journal officiel de la République française, arrêté relatif à la fixation du taux de l’intérêt légal",
            ),
            Series::Legal => (
                "Journal officiel de la République française, decree fixing the legal interest rate",
                "Journal officiel de la République française, décret fixant le taux de l’intérêt légal",
            ),
            Series::BankOfEngland => ("Bank of England, official Bank Rate", "Banque d’Angleterre, Bank Rate officiel"),
            Series::GermanBase => (
                "Deutsche Bundesbank, Basiszinssatz under section 247 BGB",
                "Deutsche Bundesbank, Basiszinssatz selon l’article 247 du BGB",
            ),
            Series::Belgian => (
                "Moniteur belge, notice of the rate for commercial transactions",
                "Moniteur belge, avis relatif au taux des transactions commerciales",
            ),
        }
    }

    /// Returns the day whose official rate counts for the half-year that begins on a day.
    ///
    /// That is the day itself, but for the Bank of England: there it is the day before, 31 December or 30 June
    /// (Late Payment of Commercial Debts (Rate of Interest) (No. 3) Order 2002).
    pub fn reference_day(self, half_year: Date) -> Date {
        match self {
            Series::BankOfEngland => half_year.pred_opt().unwrap_or(half_year),
            Series::Ecb | Series::Legal | Series::GermanBase | Series::Belgian => half_year,
        }
    }

    /// Returns the file of the folder that can add rows.
    pub fn file(self) -> String {
        format!("rates/{}.csv", self.name())
    }

    const fn builtin_text(self) -> &'static str {
        match self {
            Series::Ecb => include_str!("../../../policies/rates/ecb-main-refinancing.csv"),
            Series::Legal => include_str!("../../../policies/rates/fr-legal-interest.csv"),
            Series::BankOfEngland => include_str!("../../../policies/rates/bank-of-england.csv"),
            Series::GermanBase => include_str!("../../../policies/rates/de-basiszins.csv"),
            Series::Belgian => include_str!("../../../policies/rates/be-late-payment.csv"),
        }
    }
}

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

/// Says that a rate is not known on a day.
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

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::testing::day;

    /// The table of law.md section 2: ECB on 1 January and 1 July, legal rate (professional).
    const HALF_YEARS: &str = "\
        2015 0.05 0.93 0.05 0.99 | 2016 0.05 1.01 0.00 0.93 | 2017 0.00 0.90 0.00 0.90 | 2018 0.00 0.89 0.00 0.88 | \
        2019 0.00 0.86 0.00 0.87 | 2020 0.00 0.87 0.00 0.84 | 2021 0.00 0.79 0.00 0.76 | 2022 0.00 0.76 0.00 0.77 | \
        2023 2.50 2.06 4.00 4.22 | 2024 4.50 5.07 4.25 4.92 | 2025 3.15 3.71 2.15 2.76 | 2026 2.15 2.62 2.40 2.75";

    #[test]
    fn the_rates_of_each_half_year_are_those_of_the_fact_sheet() {
        let rates = Rates::builtin();
        for year in HALF_YEARS.split(" | ") {
            let cells: Vec<&str> = year.split(' ').collect();
            for (i, (series, from)) in
                [(Series::Ecb, "01-01"), (Series::Legal, "01-01"), (Series::Ecb, "07-01"), (Series::Legal, "07-01")]
                    .into_iter()
                    .enumerate()
            {
                let row = rates.table(series).on(day(&format!("{}-{from}", cells[0]))).unwrap();
                assert_eq!(row.rate.unwrap().to_string(), cells[i + 1], "{series:?} {}-{from}", cells[0]);
            }
        }
    }

    #[test]
    fn the_rates_of_other_countries_stand_in_their_tables() {
        let rates = Rates::builtin();
        let on = |series: Series, half_year: &str| {
            let row = rates.table(series).on(series.reference_day(day(half_year))).unwrap();
            row.rate.unwrap().to_string()
        };
        // Bank Rate of 31 December 2008, 2022 and 2025, and of 30 June 2026; law.md section 14: 11.75 for 2026 S2.
        let bank = ["2009-01-01", "2023-01-01", "2026-01-01", "2026-07-01"].map(|day| on(Series::BankOfEngland, day));
        assert_eq!(bank, ["2.00", "3.50", "3.75", "3.75"]);
        // From July 2009 on the German base rate is the ECB's less 0.88, the Belgian rate the ECB's plus 8, rounded up
        // to the half point (law.md, section 2).
        for year in 2013..=2026 {
            for half_year in ["01-01", "07-01"].map(|first| format!("{year}-{first}")) {
                let percent = |series| Decimal::from_str_exact(&on(series, &half_year)).unwrap();
                assert_eq!(percent(Series::GermanBase), percent(Series::Ecb) - Decimal::new(88, 2), "{half_year}");
                if half_year.as_str() > "2013-01-01" {
                    let doubled = (percent(Series::Ecb) + Decimal::from(8)) * Decimal::TWO;
                    assert_eq!(percent(Series::Belgian), doubled.ceil() / Decimal::TWO, "{half_year}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        let rates = Rates::builtin();
        for series in Series::ALL {
            assert!(rates.table(series).on(day("2026-07-01")).is_ok());
            assert_eq!(rates.table(series).on(day("2027-01-01")), Err(RateUnknown { series, on: day("2027-01-01") }));
            assert!(rates.table(series).on(day("1998-12-31")).is_err());
            assert_eq!(rates.table(series).known_until(), Some(day("2026-12-31")), "{series:?}");
        }
    }

    #[test]
    fn an_added_row_reaches_to_the_end_of_its_half_year() {
        let mut table = RateTable::builtin(Series::Ecb);
        table.add("valid_from,rate,source,confidence\n2027-01-01,2.90,decision of 2026,high\n").unwrap();
        assert_eq!(table.on(day("2027-01-01")).unwrap().rate.unwrap().to_string(), "2.90");
        assert_eq!(table.on(day("2027-06-30")).unwrap().source, "decision of 2026");
        assert!(table.on(day("2027-07-01")).is_err());
        assert_eq!(table.known_until(), Some(day("2027-06-30")));
        // A row of the same day replaces.
        table.add("valid_from,rate,source,confidence\n2027-01-01,3.00,,\n2027-07-01,,,\n").unwrap();
        assert_eq!(table.on(day("2027-02-01")).unwrap().rate.unwrap().to_string(), "3.00");
        assert!(table.on(day("2027-07-01")).is_err());
    }

    #[test]
    fn a_row_of_the_folder_says_what_it_replaces() {
        let mut table = RateTable::builtin(Series::Ecb);
        table.add("valid_from,rate,source,confidence\n2026-06-17,2.50,letter,low\n").unwrap();
        let row = table.on(day("2026-07-01")).unwrap();
        assert_eq!((row.origin, row.replaces.unwrap().to_string()), (Origin::Folder, "2.40".to_owned()));
        let place = table.rows().iter().position(|row| row.origin == Origin::Folder).unwrap();
        // The rise of 16 September follows it; the last row, of 2027, says that nothing is known.
        assert_eq!(table.until(place), Some(day("2026-09-15")));
        assert_eq!(table.until(table.rows().len() - 1), None);
    }

    #[test]
    fn the_last_known_rate_stands_in_only_where_it_is_asked_for() {
        let mut rates = Rates::builtin();
        assert_eq!(rates.table(Series::Ecb).assumed_on(day("2027-01-01")), None);
        rates.assume_until(day("2027-07-31"));
        let ecb = rates.table(Series::Ecb);
        // In force since 16 September 2026, for all that is known.
        let (row, until) = ecb.assumed_on(day("2027-07-01")).unwrap();
        assert_eq!((row.valid_from, row.rate.unwrap().to_string()), (day("2026-09-16"), "2.65".to_owned()));
        assert_eq!(until, day("2027-07-31"));
        assert_eq!(ecb.assumed_on(day("2027-08-01")), None);
        assert!(ecb.assumed_on(day("1998-12-31")).is_none() && ecb.on(day("2027-01-01")).is_err());
    }

    #[test]
    fn a_table_reaches_to_the_end_of_its_last_known_half_year() {
        // The rate of 29 October 2026 is not known, that of 1 July is: it holds for the half-year.
        let mut table = RateTable::builtin(Series::Ecb);
        assert_eq!(table.known_until(), Some(day("2026-12-31")));
        assert_eq!(RateTable::builtin(Series::Legal).known_until(), Some(day("2026-12-31")));
        table.add("valid_from,rate,source,confidence\n2027-01-01,2.90,,\n").unwrap();
        assert_eq!(table.known_until(), Some(day("2027-06-30")));
        table.add("valid_from,rate,source,confidence\n2027-01-01,,,\n").unwrap();
        assert_eq!(table.known_until(), Some(day("2026-12-31")));
    }

    #[test]
    fn a_table_with_a_fault_is_refused_with_its_line() {
        let mut table = RateTable::builtin(Series::Ecb);
        let fault = |line, column, text: &str| Err(RateFault { line, column, text: text.to_owned() });
        assert_eq!(table.add("valid_from,source,confidence\n"), fault(1, Some("rate"), "valid_from,source,confidence"));
        let header = "valid_from,rate,source,confidence\n";
        assert_eq!(
            table.add(&format!("{header}2027-01-01,2.9,,\n1/7/2027,3,,\n")),
            fault(3, Some("valid_from"), "1/7/2027")
        );
        for wrong in ["1e1", "2.90 %", "+3", "3.", "12.00001", "--1", "100.01"] {
            assert_eq!(table.add(&format!("{header}2027-01-01,{wrong},,\n")), fault(2, Some("rate"), wrong), "{wrong}");
        }
        assert!(table.add(&format!("{header}2027-01-01\n")).is_err());
        let twice = format!("{header}2027-01-01,2.9,,\n2027-07-01,3,,\n2027-01-01,2.8,,\n");
        assert_eq!(table.add(&twice), fault(4, Some("valid_from"), "2027-01-01"));
    }

    #[test]
    fn half_years_begin_in_january_and_july() {
        for (date, start, end) in [
            ("2026-01-01", "2026-01-01", "2026-06-30"),
            ("2026-06-30", "2026-01-01", "2026-06-30"),
            ("2026-07-01", "2026-07-01", "2026-12-31"),
            ("2024-12-31", "2024-07-01", "2024-12-31"),
        ] {
            assert_eq!((half_year_start(day(date)), half_year_end(day(date))), (day(start), day(end)));
        }
    }
}
