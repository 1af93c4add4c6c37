//! Rates of the fact sheet, and tables that say what they do not know.

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
fn a_table_is_read_as_a_french_spreadsheet_saves_it() {
    let mut table = RateTable::builtin(Series::Ecb);
    table.add("valid_from;rate;source;confidence\r\n01/01/2027;2,90;BCE, lettre;high\r\n1/7/2027;-0,5;;\r\n").unwrap();
    let row = |on: &str| table.on(day(on)).unwrap();
    assert_eq!(
        (row("2027-06-30").rate.unwrap().to_string(), &*row("2027-06-30").source),
        ("2.90".to_owned(), "BCE, lettre")
    );
    assert_eq!(row("2027-07-01").rate.unwrap().to_string(), "-0.50");
    // A decimal comma needs semicolons, and a month has twelve at most.
    for wrong in [
        "valid_from,rate,source,confidence\n2027-01-01,\"2,90\",,",
        "valid_from;rate;source;confidence\n01/13/2027;2,90;;",
    ] {
        assert!(table.add(wrong).is_err(), "{wrong}");
    }
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
