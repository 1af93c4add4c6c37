//! What the cells of a sheet show together: which mark stands before the cents, and whether the month before the day.

use super::super::What;
use crate::input::text::{AmountText, CurrencyMark, DateText, foreign_amount, foreign_date, is_dash, parse_amount};
use crate::model::dialect::{DateOrder, DecimalMark, Declared};
use crate::model::{Amount, Currency, Date};

/// What all sums of a sheet show.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The mark before the cents; nothing where no cell shows it.
    decimal: Option<DecimalMark>,
    /// Whether the month stands before the day.
    is_month_first: bool,
}

impl Marks {
    /// Looks at sums; what is declared goes before what they show.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>, declared: Declared) -> Marks {
        let is_month_first = declared.date_order == Some(DateOrder::MonthFirst);
        let mut marks = Marks { decimal: declared.decimal, is_month_first };
        for (text, _) in cells.filter_map(amount_text) {
            if let (None, AmountText::One(_, shown)) = (marks.decimal, text) {
                marks.decimal = shown;
            }
        }
        marks
    }

    /// Looks at days: where each has a meaning only with the month first, nothing is left to guess.
    pub fn look_at_days<'a>(&mut self, mut cells: impl Iterator<Item = &'a str>) {
        let is_behind =
            |cell| matches!(date_text(cell), Some(DateText::Slash { day_first: None, month_first: Some(_) }));
        self.is_month_first |= cells.next().is_some_and(is_behind) && cells.all(is_behind);
    }

    /// Reads a day.
    pub fn day(&self, cell: &str) -> Option<Date> {
        match date_text(cell)? {
            DateText::Iso(date) => Some(date),
            DateText::Slash { month_first, .. } if self.is_month_first => month_first,
            DateText::Slash { day_first, .. } => day_first,
        }
    }

    /// Tells whether a day has a meaning only with the month first, where nobody declared that.
    pub fn is_in_doubt(&self, cell: &str) -> bool {
        !self.is_month_first && matches!(date_text(cell), Some(DateText::Slash { day_first: None, .. }))
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

/// Tells whether a cell is a sum with a sign.
pub(super) fn is_signed(cell: &str) -> bool {
    is_amount(cell) && cell.contains(['-', '+', '(', '\u{2212}'])
}

/// Returns the currency that stands beside the digits of a sum.
pub(super) fn mark(cell: &str) -> Option<CurrencyMark> {
    amount_text(cell)?.1
}

/// Tells whether a cell is a sum that shows its cents.
pub(super) fn has_cents(cell: &str) -> bool {
    matches!(amount_text(cell), Some((AmountText::One(_, Some(_)), _)))
}

/// Tells whether a cell is a sum of any form: a dash, which is zero among sums, may stand for anything elsewhere.
pub(super) fn is_amount(cell: &str) -> bool {
    amount_text(cell).is_some() && !is_dash(cell)
}

fn amount_text(cell: &str) -> Option<(AmountText, Option<CurrencyMark>)> {
    match foreign_amount(cell) {
        Some(foreign) => Some((parse_amount(foreign.digits.as_bytes()).ok()?, foreign.currency)),
        None => Some((parse_amount(cell.as_bytes()).ok()?, None)),
    }
}

/// Tells whether a cell is a day in any order.
pub(super) fn is_day(cell: &str) -> bool {
    date_text(cell).is_some()
}

/// Reads a day; whatever follows a blank or a T is a time.
fn date_text(cell: &str) -> Option<DateText> {
    foreign_date(cell.as_bytes()).or_else(|| foreign_date(cell.split([' ', 'T']).next()?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day as on;

    #[test]
    fn sums_have_the_mark_that_one_of_them_shows() {
        let read = |cells: &[&str]| {
            let marks = Marks::of(cells.iter().copied(), Declared::default());
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
            assert_eq!(Marks::default().day(text), Some(on("2026-02-05")), "{text}");
        }
        let marks = Marks::default();
        assert_eq!((marks.day("02/13/2026"), marks.day("Total"), marks.day("")), (None, None, None));
        assert!(marks.is_in_doubt("02/13/2026") && !marks.is_in_doubt("13/02/2026") && !marks.is_in_doubt("Total"));
        let declared = Declared { date_order: Some(DateOrder::MonthFirst), ..Declared::default() };
        assert_eq!(Marks::of([].into_iter(), declared).day("02/05/2026"), Some(on("2026-02-05")));
    }
}
