//! The rows of a table of rates, from the text of a CSV file: with commas between cells, or as a French spreadsheet
//! saves it, with semicolons, decimal commas and days like 01/07/2027.

use rust_decimal::Decimal;

use super::{Origin, RateFault, RateRow, Series};
use crate::model::{Date, Rate};

/// Reads rows by their column names and puts them in the order of their days.
pub(super) fn read(series: Series, text: &str, origin: Origin) -> Result<Vec<RateRow>, RateFault> {
    let is_french = text.lines().next().is_some_and(|header| header.contains(';') && !header.contains(','));
    let delimiter = if is_french { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let fault = |line, column, text: &str| RateFault { line, column, text: text.to_owned() };
    let header = reader.headers().map_err(|error| fault(1, None, &error.to_string()))?.clone();
    let place = |name: &'static str| {
        header
            .iter()
            .position(|column| column.trim() == name)
            .ok_or_else(|| fault(1, Some(name), &header.iter().collect::<Vec<_>>().join(",")))
    };
    let columns = (place("valid_from")?, place(series.column())?, place("source")?, place("confidence")?);
    let mut rows: Vec<RateRow> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line() as u32;
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(fault(line, None, &error.to_string())),
        }
        let cell = |place: usize| record.get(place).unwrap_or("").trim();
        let line = record.position().map_or(line, |position| position.line() as u32);
        let (day, percent) = (cell(columns.0), cell(columns.1));
        let unread = |text: &str| fault(line, Some(series.column()), text);
        let date = iso(day)
            .or_else(|| day_first(day).filter(|_| is_french))
            .filter(|date| rows.iter().all(|row| row.valid_from != *date));
        rows.push(RateRow {
            valid_from: date.ok_or_else(|| fault(line, Some("valid_from"), day))?,
            rate: match percent {
                "" => None,
                text if is_french => Some(self::percent(&text.replace(',', ".")).ok_or_else(|| unread(text))?),
                text => Some(self::percent(text).ok_or_else(|| unread(text))?),
            },
            source: cell(columns.2).to_owned(),
            confidence: cell(columns.3).to_owned(),
            origin,
            replaces: None,
        });
    }
    rows.sort_by_key(|row| row.valid_from);
    Ok(rows)
}

fn iso(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |n, digit| digit.is_ascii_digit().then(|| n * 10 + u32::from(digit - b'0')))
    };
    Date::from_ymd_opt(number(&[y1, y2, y3, y4])? as i32, number(&[m1, m2])?, number(&[d1, d2])?)
}

/// Reads a day as 01/07/2027.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    iso(&format!("{year}-{month:0>2}-{day:0>2}")).filter(|_| parts.next().is_none())
}

/// Reads a rate with a point and at most four decimals, which may be below zero but not above 100.
fn percent(text: &str) -> Option<Rate> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') && digits.len() <= 8;
    let whole = !digits.starts_with('.') && !digits.ends_with('.');
    let value = Decimal::from_str_exact(text).ok().filter(|value| plain && whole && value.scale() <= 4)?;
    if value.abs() > Decimal::ONE_HUNDRED {
        return None;
    }
    Some(Rate::from_percent(value))
}
