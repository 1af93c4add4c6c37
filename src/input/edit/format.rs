//! Cells between their one plain form (ISO dates, point decimals, text as it is) and the form of a file.

use std::borrow::Cow;

use crate::input::columns::Column;
use crate::input::dialect::{DateForm, DialectFound};
use crate::input::encoding::decode;
use crate::input::text::{DateText, Thousandths, parse_amount, parse_date, trim, without_formula};
use crate::model::dialect::{DateOrder, DecimalMark};
use crate::model::plain::{self, Plain};
use crate::model::{Currency, guard};

/// What the cells of a column hold, as far as their form goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellForm {
    /// Ids, names, words, rates: as written.
    Text,
    /// Money.
    Amount,
    /// A day.
    Date,
}

/// Returns what the cells of a column hold.
pub const fn form(column: Column) -> CellForm {
    match column {
        Column::Amount
        | Column::CreditLimit
        | Column::InsuredLimit
        | Column::Interest
        | Column::Indemnity
        | Column::Paid
        | Column::Balance => CellForm::Amount,
        Column::IssueDate
        | Column::DueDate
        | Column::SupplyDate
        | Column::DiscountUntil
        | Column::DiscountUntil2
        | Column::DiscountUntil3
        | Column::Date
        | Column::CreditLimitFrom
        | Column::CreditLimitUntil
        | Column::RatingDate
        | Column::Published
        | Column::Until
        | Column::PaidOn => CellForm::Date,
        _ => CellForm::Text,
    }
}

/// Returns a plain value as a cell of a file in that dialect, not yet quoted or encoded.
pub(super) fn written<'a>(column: Column, plain: &'a str, dialect: &DialectFound) -> Cow<'a, str> {
    match (form(column), dialect.dates) {
        (CellForm::Text, _) => guard::guard(plain),
        (CellForm::Amount, _) => {
            let plain = of_one_reading(plain);
            if dialect.decimal == Some(DecimalMark::Comma) { Cow::Owned(plain.replace('.', ",")) } else { plain }
        }
        (CellForm::Date, Some(DateForm::Slash(order))) => match (plain.get(..4), plain.get(5..7), plain.get(8..)) {
            (Some(year), Some(month), Some(day)) => Cow::Owned(match order {
                DateOrder::DayFirst => format!("{day}/{month}/{year}"),
                DateOrder::MonthFirst => format!("{month}/{day}/{year}"),
            }),
            _ => Cow::Borrowed(plain),
        },
        (CellForm::Date, _) => Cow::Borrowed(plain),
    }
}

/// Returns a plain amount with a zero more where it has three decimals: `1.500` alone in its column has two readings.
fn of_one_reading(plain: &str) -> Cow<'_, str> {
    match plain.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => Cow::Owned(format!("{plain}0")),
        _ => Cow::Borrowed(plain),
    }
}

/// Returns the plain value of a cell of a file in that dialect: what two cells that say the same have in common.
///
/// A cell that cannot be read (the reader says so elsewhere) is given back as it is.
pub(super) fn plain_cell(column: Column, cell: &[u8], dialect: &DialectFound) -> String {
    let cell = trim(without_formula(trim(cell)));
    let text = || decode(cell, dialect.encoding).into_owned();
    match form(column) {
        CellForm::Text => guard::unguard(&text()).to_owned(),
        CellForm::Amount => {
            let mark = dialect.decimal.unwrap_or(DecimalMark::Point);
            let read = parse_amount(cell).ok().and_then(|found| found.under(mark));
            read.map_or_else(text, |value| plain_amount(value.0))
        }
        CellForm::Date => match parse_date(cell) {
            Some(DateText::Iso(date)) => date.to_string(),
            Some(DateText::Slash { day_first, month_first }) => {
                let is_month_first = dialect.dates == Some(DateForm::Slash(DateOrder::MonthFirst));
                let date = if is_month_first { month_first } else { day_first };
                date.map_or_else(text, |date| date.to_string())
            }
            None => text(),
        },
    }
}

/// Returns thousandths as the amount that is compared: without zeros at the end.
fn plain_amount(thousandths: i64) -> String {
    rust_decimal::Decimal::new(thousandths, 3).normalize().to_string()
}

/// Returns what two plain values of a column have in common when they say the same: `94` and `94.00` do.
pub fn comparable(column: Column, plain: &str) -> Cow<'_, str> {
    if form(column) != CellForm::Amount {
        return Cow::Borrowed(plain);
    }
    let read = parse_amount(plain.as_bytes()).ok().and_then(|found| found.under(DecimalMark::Point));
    read.map_or(Cow::Borrowed(plain), |value| Cow::Owned(plain_amount(value.0)))
}

/// Returns an amount as our files have it: with the currency's decimals at least, and of one reading.
pub(in crate::input) fn written_amount(value: Thousandths, currency: Currency) -> Plain {
    let thousandths = value.0.unsigned_abs();
    let needed = match thousandths {
        _ if thousandths.is_multiple_of(1000) => 0,
        _ if thousandths.is_multiple_of(100) => 1,
        _ if thousandths.is_multiple_of(10) => 2,
        _ => 3,
    };
    let decimals = match currency.decimals().max(needed) {
        3 => 4,
        decimals => decimals,
    };
    let units =
        if decimals < 3 { thousandths / 10_u64.pow(3 - decimals) } else { thousandths * 10_u64.pow(decimals - 3) };
    plain::units(value.0 < 0, units, decimals)
}
