//! What the cells of a sheet show together: which mark stands before the cents, and whether debits have a minus.

use super::super::What;
use crate::input::text::{AmountText, CurrencyMark, DateText, foreign_amount, foreign_date, parse_amount};
use crate::model::dialect::DecimalMark;
use crate::model::{Amount, Currency, Date};

/// What all sums of a sheet show.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The mark before the cents; nothing where no cell shows it.
    decimal: Option<DecimalMark>,
    /// Whether any sum has a sign.
    pub is_signed: bool,
}

impl Marks {
    /// Looks at sums.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Marks {
        let mut marks = Marks::default();
        for (text, digits) in cells.filter_map(|cell| Some((amount_text(cell)?.0, cell))) {
            if let (None, AmountText::One(_, shown)) = (marks.decimal, text) {
                marks.decimal = shown;
            }
            marks.is_signed |= digits.contains(['-', '+', '(', '\u{2212}']);
        }
        marks
    }

    /// Reads a sum: as in lists, three digits behind the only mark have two readings where no other cell tells.
    pub fn amount(&self, cell: &str, currency: Currency) -> Result<Amount, What> {
        let (text, _) = amount_text(cell).ok_or(What::Amount)?;
        let value = match (text.in_currency(currency), self.decimal) {
            (AmountText::Two { .. }, None) => return Err(What::TwoReadings),
            (AmountText::One(value, _), None) => Some(value),
            (text, Some(mark)) => text.under(mark),
        };
        value.and_then(|value| value.to_amount(currency)).ok_or(What::Amount)
    }
}

/// Returns the currency that stands beside the digits of a sum.
pub(super) fn mark(cell: &str) -> Option<CurrencyMark> {
    amount_text(cell)?.1
}

/// Tells whether a cell is a sum that shows its cents.
pub(super) fn has_cents(cell: &str) -> bool {
    matches!(amount_text(cell), Some((AmountText::One(_, Some(_)), _)))
}

/// Tells whether a cell is a sum of any form.
pub(super) fn is_amount(cell: &str) -> bool {
    amount_text(cell).is_some()
}

fn amount_text(cell: &str) -> Option<(AmountText, Option<CurrencyMark>)> {
    match foreign_amount(cell) {
        Some(foreign) => Some((parse_amount(foreign.digits.as_bytes()).ok()?, foreign.currency)),
        None => Some((parse_amount(cell.as_bytes()).ok()?, None)),
    }
}

/// Reads a day, the day before the month; whatever follows a blank or a T is a time.
pub(super) fn day(cell: &str) -> Option<Date> {
    let found = foreign_date(cell.as_bytes());
    match found.or_else(|| foreign_date(cell.split([' ', 'T']).next()?.as_bytes()))? {
        DateText::Iso(date) => Some(date),
        DateText::Slash { day_first, .. } => day_first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day as on;

    #[test]
    fn sums_have_the_mark_that_one_of_them_shows() {
        let read = |cells: &[&str]| {
            let marks = Marks::of(cells.iter().copied());
            cells.iter().map(|cell| marks.amount(cell, Currency::EUR).map(Amount::minor)).collect::<Vec<_>>()
        };
        assert_eq!(read(&["1,200", "1.200"]), [Err(What::TwoReadings); 2]);
        assert_eq!(read(&["1.200", "12,50"]), [Ok(120_000), Ok(1250)]);
        assert_eq!(read(&["1,200", "12.50", "12,50"]), [Ok(120_000), Ok(1250), Err(What::Amount)]);
        assert_eq!(read(&["(85,20)", "85,20-", "-85,20 €", "+85,20"]), [Ok(-8520), Ok(-8520), Ok(-8520), Ok(8520)]);
        assert_eq!(read(&["1200"]), [Ok(120_000)]);
    }

    #[test]
    fn days_have_the_day_first() {
        for text in ["05/02/2026", "05.02.26", "2026-02-05", "05-02-2026 10:12:13", "2026-02-05T10:00:00"] {
            assert_eq!(day(text), Some(on("2026-02-05")), "{text}");
        }
        assert_eq!((day("02/13/2026"), day("Total"), day("")), (None, None, None));
    }
}
